//! A document of XML as a tree that keeps all it was given, so that what the model doesn't understand is written back as
//! it was read. Not a general XML library: no DTD, no entities of a document's own, no fetching.

use std::sync::Arc;

use crate::model::Place;

/// A document: its root and the comments and instructions around it aren't kept.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Document {
    pub root: Tag,
}

/// An element with its name in a namespace.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tag {
    pub name: Name,
    pub attributes: Vec<(Name, Box<str>)>,
    pub children: Vec<Child>,
    pub place: Place,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Child {
    Tag(Tag),
    Text(Box<str>),
}

/// A name: its namespace (empty: none), its local part, and the prefix that it was written with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Name {
    pub space: Arc<str>,
    pub local: Box<str>,
    pub prefix: Box<str>,
}
