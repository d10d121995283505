//! Faults 缺陷 of a document that can still be shown. Not here: what keeps a model from being run (`executable`).

use super::Place;

/// What was wrong in a document that can still be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Id of the element, or its kind where it has none.
    pub element: Box<str>,
    pub place: Place,
    pub kind: FaultKind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FaultKind {
    /// The id is used twice; it stands for the first.
    DuplicateId,
    /// A sequence or message flow, attachment or reference names an id that isn't there, or of something else.
    MissingReference { attribute: &'static str, value: Box<str> },
    /// A flow between two scopes or pools.
    CrossesScope { target: Box<str> },
    /// An element that runs has no id.
    NoId,
    /// An element of the standard's namespace that this reader doesn't know among the nodes of a scope.
    UnknownElement { name: Box<str> },
    /// A number or a truth value isn't one.
    BadValue { attribute: &'static str, value: Box<str> },
}
