//! Decision models 决策模型 as they are evaluated: decisions, knowledge models, services and input data with what
//! they require, and the types of the model. Immutable; a clone costs a count.

use std::collections::HashMap;
use std::sync::Arc;

use crate::feel::ast::{Definition, Node};
use crate::feel::types::{Type, Types};

/// A model with all that it imports.
#[derive(Clone, Debug)]
pub struct Model(pub(crate) Arc<Inner>);

#[derive(Debug)]
pub(crate) struct Inner {
    pub name: String,
    pub namespace: String,
    pub nodes: Vec<Drg>,
    /// Names in the main model.
    pub names: HashMap<String, usize>,
    /// By namespace and name, of imported models too.
    pub qualified: HashMap<(String, String), usize>,
    pub types: Types,
    pub findings: Vec<Finding>,
}

/// An element of the requirements graph.
#[derive(Debug)]
pub(crate) struct Drg {
    pub namespace: String,
    /// The names of the imports that lead to it; none in the main model.
    pub path: Vec<String>,
    /// Of its variable: how expressions call it.
    pub name: Arc<str>,
    pub kind: Kind,
    /// What it gives.
    pub result: Type,
    pub requires: Vec<Requirement>,
    pub question: Option<String>,
}

#[derive(Debug)]
pub(crate) enum Kind {
    Input,
    Decision { logic: Option<Node>, slots: usize },
    Knowledge { definition: Option<Arc<Definition>> },
    Service(Service),
}

/// A decision service 决策服务.
#[derive(Debug, Default)]
pub(crate) struct Service {
    pub outputs: Vec<usize>,
    /// Input data, then decisions whose results are given.
    pub inputs: Vec<usize>,
}

/// What is required, and by which name.
#[derive(Debug, Clone)]
pub(crate) struct Requirement {
    pub node: usize,
    /// The name of the import that it comes through.
    pub import: Option<Arc<str>>,
}

/// Something in the model that isn't as it should be. The element gives null where it is evaluated.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Finding {
    /// The decision or knowledge model, if it lies in one.
    pub element: String,
    /// In the document.
    pub line: u32,
    pub column: u32,
    /// The key of its text, such as `rules-syntax-unexpected` or `rules-model-missing`.
    pub key: &'static str,
    pub detail: String,
}

impl Model {
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0.name
    }

    #[must_use]
    pub fn namespace(&self) -> &str {
        &self.0.namespace
    }

    /// The names of the decisions of this model, in the order of the document.
    pub fn decisions(&self) -> impl Iterator<Item = &str> {
        self.of_kind(|kind| matches!(kind, Kind::Decision { .. }))
    }

    /// The names of the decision services of this model.
    pub fn services(&self) -> impl Iterator<Item = &str> {
        self.of_kind(|kind| matches!(kind, Kind::Service(_)))
    }

    /// The names of the input data that a decision needs, of itself and through others, in alphabetical order;
    /// none where there is no such decision.
    #[must_use]
    pub fn inputs_of(&self, decision: &str) -> Vec<&str> {
        let (mut seen, mut open, mut out) = (vec![false; self.0.nodes.len()], Vec::new(), Vec::new());
        open.extend(self.0.names.get(decision).copied());
        while let Some(at) = open.pop() {
            let Some(node) = self.0.nodes.get(at) else { continue };
            if std::mem::replace(seen.get_mut(at).unwrap_or(&mut false), true) {
                continue;
            }
            if matches!(node.kind, Kind::Input) {
                out.push(&*node.name);
            }
            open.extend(node.requires.iter().map(|requirement| requirement.node));
        }
        out.sort_unstable();
        out
    }

    /// What is wrong in the model. A model with findings can be evaluated; what they name gives null.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.0.findings
    }

    fn of_kind(&self, wanted: fn(&Kind) -> bool) -> impl Iterator<Item = &str> {
        let own = self.0.nodes.iter().filter(|node| node.path.is_empty());
        own.filter(move |node| wanted(&node.kind)).map(|node| &*node.name)
    }
}
