//! A document of XML as a tree that keeps all it was given, so that what the model doesn't understand is written back as
//! it was read. Not a general XML library: no DTD, no entities of a document's own, no fetching.

pub mod read;
pub mod write;

use std::sync::Arc;

use sha2::{Digest as _, Sha256};

pub use self::read::{Limits, Refusal, RefusalKind, read};
pub use self::write::write;
use crate::model::Place;

/// The namespace of namespace declarations.
pub const XMLNS: &str = "http://www.w3.org/2000/xmlns/";

/// A document: what stands before the root, the root, what stands after.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Document {
    pub prolog: Vec<Child>,
    pub root: Tag,
    pub epilog: Vec<Child>,
}

/// An element with its name in a namespace. Equality looks at what is said, not at places and prefixes.
#[derive(Debug, Clone, Default)]
pub struct Tag {
    pub name: Name,
    pub attributes: Vec<Attribute>,
    pub children: Vec<Child>,
    pub place: Place,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Attribute {
    pub name: Name,
    pub value: Box<str>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Child {
    Tag(Tag),
    Text(Box<str>),
    Comment(Box<str>),
    /// A processing instruction as written, without its brackets.
    Instruction(Box<str>),
}

/// A name: its namespace (empty: none), its local part, and the prefix that it was written with.
#[derive(Debug, Clone, Default)]
pub struct Name {
    pub space: Arc<str>,
    pub local: Box<str>,
    pub prefix: Box<str>,
}

impl Tag {
    /// The value of an attribute in no namespace.
    #[must_use]
    pub fn attribute(&self, local: &str) -> Option<&str> {
        self.attribute_in("", local)
    }

    /// The value of an attribute in a namespace.
    #[must_use]
    pub fn attribute_in(&self, space: &str, local: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|attribute| attribute.name.is(space, local))?;
        Some(&found.value)
    }

    /// The elements inside, in order.
    pub fn tags(&self) -> impl Iterator<Item = &Tag> {
        self.children.iter().filter_map(|child| match child {
            Child::Tag(tag) => Some(tag),
            _ => None,
        })
    }

    /// The first element inside of this name.
    #[must_use]
    pub fn tag(&self, space: &str, local: &str) -> Option<&Tag> {
        self.tags().find(|tag| tag.name.is(space, local))
    }

    /// The text directly inside, joined.
    #[must_use]
    pub fn text(&self) -> String {
        self.children
            .iter()
            .filter_map(|child| match child {
                Child::Text(text) => Some(&**text),
                _ => None,
            })
            .collect()
    }

    fn is_of_elements(&self) -> bool {
        self.tags().next().is_some()
    }
}

impl Name {
    #[must_use]
    pub fn is(&self, space: &str, local: &str) -> bool {
        &*self.local == local && &*self.space == space
    }

    /// The declaration of a prefix, or of the namespace without one.
    #[must_use]
    pub fn is_declaration(&self) -> bool {
        &*self.space == XMLNS
    }
}

impl PartialEq for Name {
    fn eq(&self, other: &Self) -> bool {
        self.space == other.space && self.local == other.local
    }
}

impl PartialEq for Tag {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name && self.attributes == other.attributes && self.children == other.children
    }
}

/// The digest of what a document says: names in their namespaces, attributes in the order of their names, elements and
/// text; without comments, instructions, prefixes, and white space between elements.
#[must_use]
pub fn digest(document: &Document) -> crate::model::Digest {
    let mut hash = Sha256::new();
    cover(&document.root, &mut hash);
    crate::model::Digest(hash.finalize().into())
}

fn cover(tag: &Tag, hash: &mut Sha256) {
    put(hash, b'<', &tag.name.space);
    put(hash, b'n', &tag.name.local);
    let mut attributes: Vec<&Attribute> =
        tag.attributes.iter().filter(|attribute| !attribute.name.is_declaration()).collect();
    attributes.sort_by(|a, b| (&a.name.space, &a.name.local).cmp(&(&b.name.space, &b.name.local)));
    for attribute in attributes {
        put(hash, b'@', &attribute.name.space);
        put(hash, b'a', &attribute.name.local);
        put(hash, b'=', &attribute.value);
    }
    let of_elements = tag.is_of_elements();
    if !of_elements {
        put(hash, b't', &tag.text());
    }
    for child in &tag.children {
        match child {
            Child::Tag(inner) => cover(inner, hash),
            Child::Text(text) if of_elements && !text.trim().is_empty() => put(hash, b't', text.trim()),
            _ => {}
        }
    }
    hash.update(b">");
}

/// A mark, the length, the text: no two sequences of them run together.
fn put(hash: &mut Sha256, mark: u8, text: &str) {
    hash.update([mark]);
    hash.update((text.len() as u64).to_be_bytes());
    hash.update(text.as_bytes());
}
