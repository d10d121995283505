//! Data in a step: which variables a token sees, where values are assigned, and the evaluation of expressions with
//! incidents for what fails. Sight goes outwards: the token's own, its frame's, those of the frames around it.

use rules::feel::{Context, Scope, Value};

use super::{Stepper, Trouble};
use crate::event::Event;
use crate::expression::Compiled;
use crate::model::NodeId;
use crate::state::{FrameKind, IncidentKind, Owner, Variables};

/// From where variables are looked up.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sight {
    pub(super) token: u32,
    pub(super) frame: u32,
}

impl Stepper<'_> {
    pub(super) fn sight_of(&self, token: u32) -> Sight {
        Sight { token, frame: self.state.token(token).map_or(1, |token| token.frame) }
    }

    /// The layers of variables, the outermost first.
    fn scope(&self, sight: Sight) -> Scope {
        // Almost always: one layer, the process.
        if let [only] = self.state.frames.as_slice()
            && self.state.token(sight.token).is_none_or(|token| token.locals.is_empty())
        {
            return Scope::new(only.variables.0.clone());
        }
        let mut layers = Vec::new();
        self.walk(sight, |layer| layers.push(layer));
        let mut layers = layers.into_iter().rev();
        let first = Scope::new(layers.next().unwrap_or_default());
        layers.fold(first, |scope, layer| scope.inside(layer))
    }

    /// Calls with each layer that has variables, the innermost first.
    fn walk(&self, sight: Sight, mut with: impl FnMut(Context)) {
        let (mut token, mut number) = (sight.token, sight.frame);
        loop {
            if let Some(token) = self.state.token(token).filter(|token| !token.locals.is_empty()) {
                with(token.locals.0.clone());
            }
            let Some(frame) = self.state.frame(number) else { return };
            if let Some(counts) = counts(&frame.kind) {
                with(counts);
            }
            if !frame.variables.is_empty() || frame.parent == 0 {
                with(frame.variables.0.clone());
            }
            (token, number) = (frame.host, frame.parent);
        }
    }

    /// All variables in sight, flattened.
    pub(super) fn all_variables(&self, sight: Sight) -> Variables {
        let mut layers = Vec::new();
        self.walk(sight, |layer| layers.push(layer));
        let mut out = Context::new();
        for layer in layers.iter().rev() {
            for (name, value) in layer.iter() {
                out.put(name.clone(), value.clone());
            }
        }
        Variables(out)
    }

    pub(super) fn value(&self, sight: Sight, expression: &Compiled, about: &str) -> Result<Value, Trouble> {
        let scope = self.scope(sight);
        expression
            .value(&scope, &self.env.feel)
            .map_err(|why| Trouble::new(IncidentKind::Expression, format!("{about}: {}: {why}", expression.text())))
    }

    pub(super) fn truth(&self, sight: Sight, expression: &Compiled, about: &str) -> Result<bool, Trouble> {
        match self.value(sight, expression, about)? {
            Value::Boolean(holds) => Ok(holds),
            other => {
                let message = format!("{about}: {}: neither true nor false but {other:?}", expression.text());
                Err(Trouble::new(IncidentKind::Expression, message))
            }
        }
    }

    /// Values go to the innermost layer that has the name, else to the process.
    pub(super) fn assign(&mut self, sight: Sight, variables: &Variables) {
        let mut by_owner: Vec<(Owner, Context)> = Vec::new();
        for (name, value) in variables.0.iter() {
            let owner = self.owner_of(sight, name);
            match by_owner.iter_mut().find(|(each, _)| *each == owner) {
                Some((_, context)) => context.put(name.clone(), value.clone()),
                None => by_owner.push((owner, [(name.clone(), value.clone())].into_iter().collect())),
            }
        }
        for (owner, context) in by_owner {
            self.assign_at(owner, Variables(context));
        }
    }

    pub(super) fn assign_at(&mut self, owner: Owner, variables: Variables) {
        if !variables.is_empty() {
            self.look = true;
            self.emit(Event::Assigned { owner, variables });
        }
    }

    fn owner_of(&self, sight: Sight, name: &str) -> Owner {
        let (mut token, mut number) = (sight.token, sight.frame);
        let mut root = 1;
        loop {
            if self.state.token(token).is_some_and(|token| token.locals.get(name).is_some()) {
                return Owner::Token(token);
            }
            let Some(frame) = self.state.frame(number) else { return Owner::Frame(root) };
            if frame.variables.get(name).is_some() {
                return Owner::Frame(number);
            }
            root = number;
            (token, number) = (frame.host, frame.parent);
        }
    }

    /// Input mappings give the activity variables of its own.
    pub(super) fn map_inputs(&mut self, token: u32, node: NodeId) -> Result<(), Trouble> {
        let program = self.program;
        let inputs = &program.code(node).inputs;
        if inputs.is_empty() {
            return Ok(());
        }
        let mut into = Variables::default();
        for (name, source) in inputs {
            let value = self.value(self.sight_of(token), source, &self.model[node].id)?;
            into.set(name, value);
        }
        self.assign_at(Owner::Token(token), into);
        Ok(())
    }

    /// Output mappings carry values out of the activity; `from` sees its inside.
    pub(super) fn map_outputs(&mut self, token: u32, from: Sight, node: NodeId) -> Result<(), Trouble> {
        let program = self.program;
        let outputs = &program.code(node).outputs;
        let mut out = Variables::default();
        for (name, source) in outputs {
            let value = self.value(from, source, &self.model[node].id)?;
            out.set(name, value);
        }
        let outside = Sight { token: 0, ..self.sight_of(token) };
        self.assign(outside, &out);
        Ok(())
    }
}

/// What a repeated activity counts, under the names of BPMN and of Camunda.
fn counts(kind: &FrameKind) -> Option<Context> {
    let number = |count: u32| Value::from(i64::from(count));
    match kind {
        FrameKind::Multi(multi) => {
            let active = multi.begun.saturating_sub(multi.completed);
            let pairs = [
                ("numberOfInstances", multi.total),
                ("numberOfActiveInstances", active),
                ("numberOfCompletedInstances", multi.completed),
                ("numberOfTerminatedInstances", 0),
                ("nrOfInstances", multi.total),
                ("nrOfActiveInstances", active),
                ("nrOfCompletedInstances", multi.completed),
            ];
            Some(pairs.into_iter().map(|(name, count)| (name, number(count))).collect())
        }
        FrameKind::Loop(turns) => Some([("loopCounter", number(*turns))].into_iter().collect()),
        FrameKind::Item(place) => Some([("loopCounter", number(*place))].into_iter().collect()),
        _ => None,
    }
}
