//! Calls: of functions of the standard and of defined ones, arguments by position or by name.

use std::sync::Arc;

use super::super::ast::{Call, Node};
use super::super::builtins::Builtin;
use super::super::function::{Closure, Function, Kind};
use super::super::{Fault, Value};
use super::{Eval, Frame};

impl Eval<'_> {
    pub(super) fn call(&mut self, call: &Call, frame: &mut Frame<'_>) -> Result<Value, Fault> {
        let direct = match &call.function {
            Node::Known(name, builtin) if frame.scope.get(name).is_none() => Some(*builtin),
            _ => None,
        };
        let function = if direct.is_none() { self.node(&call.function, frame)? } else { Value::Null };
        let mut arguments = Vec::with_capacity(call.arguments.len());
        for argument in &call.arguments {
            arguments.push(self.node(argument, frame)?);
        }
        if let Some(builtin) = direct {
            return self.call_builtin(builtin, arguments, &call.names);
        }
        match &function {
            Value::Function(function) => self.call_named(function, arguments, &call.names),
            _ => Ok(Value::Null),
        }
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

    fn call_named(
        &mut self,
        function: &Arc<Function>,
        arguments: Vec<Value>,
        names: &[Arc<str>],
    ) -> Result<Value, Fault> {
        if names.is_empty() {
            return self.apply(function, arguments);
        }
        match &function.kind {
            Kind::Builtin(builtin) => self.call_builtin(builtin, arguments, names),
            Kind::Defined(closure) => {
                let parameters = &closure.definition.parameters;
                let mut ordered = vec![Value::Null; parameters.len()];
                for (value, name) in arguments.into_iter().zip(names) {
                    let slot =
                        parameters.iter().position(|(parameter, _)| super::super::lexical::same(parameter, name));
                    match slot.and_then(|slot| ordered.get_mut(slot)) {
                        Some(slot) => *slot = value,
                        None => return Ok(Value::Null),
                    }
                }
                self.apply(function, ordered)
            }
            Kind::Service(model, node) => {
                let parameters = model.service_parameters(*node);
                let mut ordered = vec![Value::Null; parameters.len()];
                for (value, name) in arguments.into_iter().zip(names) {
                    let slot = parameters.iter().position(|parameter| super::super::lexical::same(parameter, name));
                    match slot.and_then(|slot| ordered.get_mut(slot)) {
                        Some(slot) => *slot = value,
                        None => return Ok(Value::Null),
                    }
                }
                self.apply(function, ordered)
            }
        }
    }

    /// Calls a function with arguments by position.
    pub(crate) fn apply(&mut self, function: &Arc<Function>, arguments: Vec<Value>) -> Result<Value, Fault> {
        match &function.kind {
            Kind::Builtin(builtin) => self.call_builtin(builtin, arguments, &[]),
            Kind::Service(model, node) => model.call_service(*node, arguments, self),
            Kind::Defined(closure) => self.deeper(|eval| eval.enter(function, closure, arguments)),
        }
    }

    fn enter(&mut self, function: &Arc<Function>, closure: &Closure, arguments: Vec<Value>) -> Result<Value, Fault> {
        let definition = &*closure.definition;
        let Some(body) = &definition.body else { return Ok(Value::Null) };
        if arguments.len() != definition.parameters.len() {
            return Ok(Value::Null);
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
                return Ok(Value::Null);
            }
            frame.set(definition.captured + at, value);
        }
        let value = self.node(body, &mut frame)?;
        self.coerce(value, &definition.result, &closure.types)
    }
}
