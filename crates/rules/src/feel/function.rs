//! Functions as values: those of the standard, and those that a text defines, with what stood around them when
//! they were made.

use std::fmt;
use std::sync::Arc;

use super::ast::Definition;
use super::builtins::Builtin;
use super::types::Types;
use super::{Scope, Value};
use crate::dmn::Model;

/// A function 函数.
pub struct Function {
    pub(crate) kind: Kind,
    depth: u32,
}

pub(crate) enum Kind {
    Builtin(&'static Builtin),
    Defined(Closure),
    /// A decision service of a model.
    Service(Model, usize),
}

/// A definition with its surroundings.
pub(crate) struct Closure {
    pub definition: Arc<Definition>,
    pub captured: Box<[Value]>,
    pub scope: Scope,
    pub types: Types,
}

impl Function {
    pub(crate) fn builtin(builtin: &'static Builtin) -> Self {
        Self { kind: Kind::Builtin(builtin), depth: 1 }
    }

    pub(crate) fn defined(closure: Closure) -> Self {
        let depth = closure.captured.iter().map(Value::depth).max().unwrap_or(0).max(closure.scope.depth());
        Self { kind: Kind::Defined(closure), depth: depth + 1 }
    }

    pub(crate) fn service(model: Model, node: usize) -> Self {
        Self { kind: Kind::Service(model, node), depth: 1 }
    }

    pub(crate) fn depth(&self) -> u32 {
        self.depth
    }

    /// The names of the parameters, in order.
    #[must_use]
    pub fn parameters(&self) -> Vec<String> {
        match &self.kind {
            Kind::Service(model, node) => model.service_parameters(*node).into_iter().map(str::to_owned).collect(),
            Kind::Builtin(builtin) => builtin.parameters.iter().map(ToString::to_string).collect(),
            Kind::Defined(closure) => closure.definition.parameters.iter().map(|(name, _)| name.to_string()).collect(),
        }
    }
}

impl fmt::Debug for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "function({})", self.parameters().join(", "))
    }
}
