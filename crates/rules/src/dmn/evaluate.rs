//! Evaluation of decisions: what they require first, each once, then the logic; with the reason of each result
//! where somebody asks.

use serde::Serialize;
use serde_json::{Value as Json, json};

use super::model::{Drg, Inner, Kind, Model, Requirement, Service};
use super::trace::{Fired, Given, Trace, shown};
use crate::feel::eval::{Eval, Frame};
use crate::feel::function::{Closure, Function};
use crate::feel::{Context, Env, Fault, Scope, Value, from_json, to_json};

/// Why a decision has no result.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    #[error("the model has no decision or service {0:?}")]
    Unknown(String),
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// A result with its reasons.
#[derive(Debug, Clone)]
pub struct Explained {
    pub value: Value,
    /// The decisions that were evaluated, what is required before what requires it.
    pub decisions: Vec<Reason>,
    /// Something was left out because there was too much.
    pub cut: bool,
}

/// One decision with what it gave and which tables gave it.
#[derive(Debug, Clone, Serialize)]
pub struct Reason {
    pub decision: String,
    /// The question that the model says it answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub question: Option<String>,
    /// What it required, with values; functions are left out.
    pub given: Vec<Given>,
    pub value: Json,
    pub tables: Vec<Fired>,
}

impl Model {
    /// Evaluates a decision of the model with values of input data by name. A value that doesn't fit the type of
    /// its input data is null, as is one that is missing.
    ///
    /// # Errors
    /// There is no such decision or service, or a limit of `env` was passed.
    pub fn evaluate(&self, decision: &str, inputs: &Context, env: &Env) -> Result<Value, Failure> {
        let node = self.find(decision)?;
        Ok(self.run(node, &Inputs::named(inputs), &mut Eval::new(env), &mut Vec::new())?)
    }

    /// The same with its reasons.
    ///
    /// # Errors
    /// As [`Model::evaluate`].
    pub fn explain(&self, decision: &str, inputs: &Context, env: &Env) -> Result<Explained, Failure> {
        let node = self.find(decision)?;
        let mut eval = Eval::new(env);
        eval.trace = Some(Trace::default());
        let mut decisions = Vec::new();
        let value = self.run(node, &Inputs::named(inputs), &mut eval, &mut decisions)?;
        Ok(Explained { value, decisions, cut: eval.trace.is_some_and(|trace| trace.cut) })
    }

    /// Evaluates with input data as a JSON object, and answers in JSON: `decision`, `value`, and with `explain` the
    /// `reasons` (the decisions evaluated, each with the rules that fired) and whether they were `cut`.
    ///
    /// # Errors
    /// As [`Model::evaluate`]; also where the value has too many parts to be written.
    pub fn answer(&self, decision: &str, inputs: &Json, explain: bool, env: &Env) -> Result<Json, Failure> {
        let inputs = match from_json(inputs) {
            Value::Context(context) => context,
            _ => Context::new(),
        };
        if !explain {
            let value = to_json(&self.evaluate(decision, &inputs, env)?)?;
            return Ok(json!({"decision": decision, "value": value}));
        }
        let explained = self.explain(decision, &inputs, env)?;
        let value = to_json(&explained.value)?;
        let reasons = serde_json::to_value(&explained.decisions).unwrap_or_default();
        Ok(json!({"decision": decision, "value": value, "reasons": reasons, "cut": explained.cut}))
    }

    fn find(&self, name: &str) -> Result<usize, Failure> {
        self.0.names.get(name).copied().ok_or_else(|| Failure::Unknown(name.to_owned()))
    }

    pub(crate) fn run(
        &self,
        node: usize,
        inputs: &Inputs<'_>,
        eval: &mut Eval<'_>,
        reasons: &mut Vec<Reason>,
    ) -> Result<Value, Fault> {
        let mut run = Run { model: self, inputs, values: vec![None; self.0.nodes.len()], reasons };
        if let Some(Drg { kind: Kind::Service(service), result, .. }) = self.0.nodes.get(node) {
            let value = run.service(service, eval)?;
            return eval.coerce(value, result, &self.0.types);
        }
        run.value(node, eval)
    }

    /// A knowledge model called with inputs by the names of its parameters.
    pub(crate) fn call_knowledge(&self, node: usize, inputs: &Inputs<'_>, eval: &mut Eval<'_>) -> Result<Value, Fault> {
        let Value::Function(function) = self.run(node, inputs, eval, &mut Vec::new())? else { return Ok(Value::Null) };
        let names = function.parameters().into_iter();
        let arguments = names.map(|name| inputs.named.get(&name).cloned().unwrap_or_default()).collect();
        eval.apply(&function, arguments)
    }

    /// A service called as a function: isolated from all but its arguments.
    pub(crate) fn call_service(&self, node: usize, arguments: Vec<Value>, eval: &mut Eval<'_>) -> Result<Value, Fault> {
        let Some(Drg { kind: Kind::Service(service), result, .. }) = self.0.nodes.get(node) else {
            return Ok(Value::Null);
        };
        if arguments.len() != service.inputs.len() {
            return Ok(Value::Null);
        }
        let mut values = vec![None; self.0.nodes.len()];
        for (input, argument) in service.inputs.iter().zip(arguments) {
            let Some(required) = self.0.nodes.get(*input) else { continue };
            let given = !argument.is_null();
            let value = eval.coerce(argument, &required.result, &self.0.types)?;
            if given && value.is_null() {
                return Ok(Value::Null);
            }
            if let Some(slot) = values.get_mut(*input) {
                *slot = Some(value);
            }
        }
        let nothing = Context::new();
        let mut reasons = Vec::new();
        let mut run = Run { model: self, inputs: &Inputs::named(&nothing), values, reasons: &mut reasons };
        let value = eval.deeper(|eval| run.service(service, eval))?;
        eval.coerce(value, result, &self.0.types)
    }

    /// The names of a service's parameters.
    pub(crate) fn service_parameters(&self, node: usize) -> Vec<&str> {
        match self.0.nodes.get(node).map(|node| &node.kind) {
            Some(Kind::Service(service)) => {
                service.inputs.iter().filter_map(|at| self.0.nodes.get(*at)).map(|node| &*node.name).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// Values that come from outside.
pub(crate) struct Inputs<'i> {
    named: &'i Context,
    /// By namespace and name, for what is imported.
    pub qualified: Vec<(String, String, Value)>,
}

impl<'i> Inputs<'i> {
    pub(crate) fn named(named: &'i Context) -> Self {
        Self { named, qualified: Vec::new() }
    }

    fn get(&self, node: &Drg, model: &Inner) -> Option<Value> {
        let qualified = |(space, name, _): &&(String, String, Value)| *space == node.namespace && **name == *node.name;
        if let Some((_, _, value)) = self.qualified.iter().find(qualified) {
            return Some(value.clone());
        }
        if node.path.is_empty() {
            return self.named.get(&node.name).cloned();
        }
        let mut inside = Some(self.named);
        for import in node.path.iter().filter(|import| !import.is_empty()) {
            inside = inside.and_then(|context| context.get(import)?.as_context());
        }
        // It may also be given by its plain name, where the main model has none like it.
        let plain = || if model.names.contains_key(&*node.name) { None } else { self.named.get(&node.name) };
        inside.and_then(|context| context.get(&node.name)).or_else(plain).cloned()
    }
}

struct Run<'r> {
    model: &'r Model,
    inputs: &'r Inputs<'r>,
    values: Vec<Option<Value>>,
    reasons: &'r mut Vec<Reason>,
}

impl Run<'_> {
    /// The value of a node; what it requires is evaluated first, without recursion.
    fn value(&mut self, wanted: usize, eval: &mut Eval<'_>) -> Result<Value, Fault> {
        let mut open = vec![(wanted, false)];
        while let Some((at, ready)) = open.pop() {
            if self.values.get(at).is_none_or(Option::is_some) {
                continue;
            }
            eval.step(1)?;
            let Some(node) = self.model.0.nodes.get(at) else { continue };
            let waits = |requirement: &&Requirement| self.values.get(requirement.node).is_some_and(Option::is_none);
            if !ready
                && !matches!(node.kind, Kind::Service(_))
                && node.requires.iter().any(|requirement| waits(&requirement))
            {
                open.push((at, true));
                open.extend(node.requires.iter().rev().filter(waits).map(|requirement| (requirement.node, false)));
                continue;
            }
            let value = self.computed(at, node, eval)?;
            if let Some(slot) = self.values.get_mut(at) {
                *slot = Some(value);
            }
        }
        Ok(self.values.get(wanted).cloned().flatten().unwrap_or_default())
    }

    fn computed(&mut self, at: usize, node: &Drg, eval: &mut Eval<'_>) -> Result<Value, Fault> {
        let types = &self.model.0.types;
        match &node.kind {
            Kind::Input => {
                let value = self.inputs.get(node, &self.model.0).unwrap_or_default();
                eval.coerce(value, &node.result, types)
            }
            Kind::Decision { logic, slots } => {
                let scope = self.scope(node);
                let mut frame = Frame::new(*slots, &scope, types);
                let value = match logic {
                    Some(logic) => eval.node(logic, &mut frame)?,
                    None => Value::Null,
                };
                let value = eval.coerce(value, &node.result, types)?;
                self.explain(node, &value, eval);
                Ok(value)
            }
            Kind::Knowledge { definition: None } => Ok(Value::Null),
            Kind::Knowledge { definition: Some(definition) } => {
                let captured = vec![Value::Null; definition.captured].into();
                let closure =
                    Closure { definition: definition.clone(), captured, scope: self.scope(node), types: types.clone() };
                Ok(Value::Function(Function::defined(closure).into()))
            }
            Kind::Service(_) => Ok(Value::Function(Function::service(self.model.clone(), at).into())),
        }
    }

    /// The names that a node sees: what it requires.
    fn scope(&self, node: &Drg) -> Scope {
        let mut plain = Vec::with_capacity(node.requires.len());
        let mut imports: Vec<(std::sync::Arc<str>, Context)> = Vec::new();
        for requirement in &node.requires {
            let Some(required) = self.model.0.nodes.get(requirement.node) else { continue };
            let value = self.values.get(requirement.node).cloned().flatten().unwrap_or_default();
            match &requirement.import {
                None => plain.push((required.name.clone(), value)),
                Some(import) => match imports.iter_mut().find(|(name, _)| name == import) {
                    Some((_, context)) => context.put(required.name.clone(), value),
                    None => imports.push((import.clone(), Context::new().with(required.name.clone(), value))),
                },
            }
        }
        plain.extend(imports.into_iter().map(|(name, context)| (name, Value::Context(context))));
        Scope::new(Context::of(plain))
    }

    fn explain(&mut self, node: &Drg, value: &Value, eval: &mut Eval<'_>) {
        let Some(trace) = &mut eval.trace else { return };
        let required = node.requires.iter().filter_map(|requirement| {
            let value = self.values.get(requirement.node)?.as_ref()?;
            let plain = !matches!(value, Value::Function(_));
            let name = self.model.0.nodes.get(requirement.node)?.name.to_string();
            plain.then(|| Given { name, value: shown(value) })
        });
        let given = required.collect();
        self.reasons.push(Reason {
            given,
            decision: node.name.to_string(),
            question: node.question.clone(),
            value: shown(value),
            tables: std::mem::take(&mut trace.fired),
        });
    }

    fn service(&mut self, service: &Service, eval: &mut Eval<'_>) -> Result<Value, Fault> {
        // What the service is given isn't computed, even where it is a decision.
        for input in &service.inputs {
            let known = self.values.get(*input).is_none_or(Option::is_some);
            if let Some(node) = self.model.0.nodes.get(*input).filter(|_| !known) {
                let value = self.inputs.get(node, &self.model.0).unwrap_or_default();
                let value = eval.coerce(value, &node.result, &self.model.0.types)?;
                if let Some(slot) = self.values.get_mut(*input) {
                    *slot = Some(value);
                }
            }
        }
        if let [only] = service.outputs.as_slice() {
            return self.value(*only, eval);
        }
        let mut out = Vec::with_capacity(service.outputs.len());
        for output in &service.outputs {
            let name = self.model.0.nodes.get(*output).map(|node| node.name.clone()).unwrap_or_default();
            out.push((name, self.value(*output, eval)?));
        }
        eval.context_of(out)
    }
}
