//! Calls: of functions of the standard and of defined ones, arguments by position or by name.

use std::sync::Arc;

use super::super::ast::{Call, Node};
use super::super::builtins::Builtin;
use super::super::function::{Closure, Function, Kind};
use super::super::{Fault, Value};
use super::{Eval, Frame};

impl Eval<'_> {
    pub(super) fn call(&mut self, call: &Call, frame: &mut Frame<'_>) -> Result<Value, Fault> {
        // A function of the standard that nobody has renamed is called without becoming a value.
        if let Node::Known(name, builtin) = &call.function
            && frame.scope.get(name).is_none()
        {
            let arguments = self.operands(&call.arguments, frame)?;
            return self.call_builtin(builtin, arguments, &call.names);
        }
        let function = self.node(&call.function, frame)?;
        let arguments = self.operands(&call.arguments, frame)?;
        let Value::Function(function) = &function else { return Ok(Value::Null) };
        match ordered(function, arguments, &call.names) {
            Ok(arguments) => self.apply(function, arguments),
            Err(Some((builtin, arguments))) => self.call_builtin(builtin, arguments, &call.names),
            Err(None) => Ok(Value::Null),
        }
    }

    fn operands(&mut self, nodes: &[Node], frame: &mut Frame<'_>) -> Result<Vec<Value>, Fault> {
        let mut out = Vec::with_capacity(nodes.len());
        for node in nodes {
            out.push(self.node(node, frame)?);
        }
        Ok(out)
    }

    fn call_builtin(&mut self, builtin: &Builtin, arguments: Vec<Value>, names: &[Arc<str>]) -> Result<Value, Fault> {
        let ordered = if names.is_empty() {
            builtin.fits(arguments.len()).then_some(arguments)
        } else {
            builtin.order(arguments, names)
        };
        match ordered {
            Some(arguments) => (builtin.run)(self, &arguments),
            None => Ok(Value::Null),
        }
    }

    /// Calls a function with arguments by position.
    pub(crate) fn apply(&mut self, function: &Arc<Function>, arguments: Vec<Value>) -> Result<Value, Fault> {
        match &function.kind {
            Kind::Builtin(builtin) => self.call_builtin(builtin, arguments, &[]),
            Kind::Service(model, node) => model.call_service(*node, arguments, self),
            Kind::Defined(closure) => {
                if self.depth >= self.deepest {
                    return Err(Fault::Depth);
                }
                self.depth += 1;
                let out = self.enter(function, closure, arguments);
                self.depth -= 1;
                out
            }
        }
    }

    fn enter(&mut self, function: &Arc<Function>, closure: &Closure, arguments: Vec<Value>) -> Result<Value, Fault> {
        let (Some(body), Some(mut frame)) = (&closure.definition.body, self.prepared(function, closure, arguments)?)
        else {
            return Ok(Value::Null);
        };
        let value = self.node(body, &mut frame)?;
        self.coerce(value, &closure.definition.result, &closure.types)
    }

    /// The frame of a call; `None` where the arguments don't fit the parameters.
    fn prepared<'c>(
        &mut self,
        function: &Arc<Function>,
        closure: &'c Closure,
        arguments: Vec<Value>,
    ) -> Result<Option<Frame<'c>>, Fault> {
        let definition = &*closure.definition;
        if arguments.len() != definition.parameters.len() {
            return Ok(None);
        }
        self.take(definition.slots * 32)?;
        let mut frame = Frame::new(definition.slots, &closure.scope, &closure.types);
        for (slot, value) in closure.captured.iter().enumerate() {
            frame.set(slot, value.clone());
        }
        if let Some(own) = definition.own {
            frame.set(own, Value::Function(function.clone()));
        }
        for (at, (value, (_, wanted))) in arguments.into_iter().zip(&definition.parameters).enumerate() {
            let given = !value.is_null();
            let value = self.coerce(value, wanted, &closure.types)?;
            if given && value.is_null() {
                return Ok(None);
            }
            frame.set(definition.captured + at, value);
        }
        Ok(Some(frame))
    }
}

/// Arguments in the order of the parameters. A function of the standard orders its own; names that nothing has are
/// none.
type Ordered = Result<Vec<Value>, Option<(&'static Builtin, Vec<Value>)>>;

fn ordered(function: &Function, arguments: Vec<Value>, names: &[Arc<str>]) -> Ordered {
    if names.is_empty() {
        return Ok(arguments);
    }
    if let Kind::Builtin(builtin) = &function.kind {
        return Err(Some((builtin, arguments)));
    }
    let parameters = function.parameters();
    let mut out = vec![Value::Null; parameters.len()];
    for (value, name) in arguments.into_iter().zip(names) {
        let place = parameters.iter().position(|parameter| super::super::lexical::same(parameter, name));
        *place.and_then(|place| out.get_mut(place)).ok_or(None)? = value;
    }
    Ok(out)
}
