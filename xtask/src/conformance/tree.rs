//! XML as a tree for comparison: names resolved to their namespaces, attributes in any order, space
//! between elements and comments left out.

use std::collections::BTreeMap;

use quick_xml::{
    NsReader,
    events::{BytesStart, Event},
    name::ResolveResult,
};

/// An element.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Element {
    name: (String, String),
    attributes: BTreeMap<(String, String), String>,
    children: Vec<Element>,
    text: String,
}

impl Element {
    /// Reads a document.
    ///
    /// # Errors
    /// When it is not well-formed.
    pub fn read(text: &str) -> Result<Self, String> {
        let mut reader = NsReader::from_str(text);
        let mut stack = vec![Self::default()];
        loop {
            match reader.read_event().map_err(|error| error.to_string())? {
                Event::Start(start) => stack.push(Self::open(&reader, &start)?),
                Event::Empty(start) => {
                    let element = Self::open(&reader, &start)?;
                    stack.last_mut().ok_or("nothing is open")?.children.push(element);
                }
                Event::End(_) => {
                    let mut element = stack.pop().ok_or("nothing is open")?;
                    element.text = element.text.trim().to_owned();
                    stack.last_mut().ok_or("nothing is open")?.children.push(element);
                }
                Event::Text(piece) => push(&mut stack, &piece)?,
                Event::CData(piece) => push(&mut stack, &piece)?,
                Event::GeneralRef(name) => {
                    let reference = format!("&{};", &*name);
                    let resolved = quick_xml::escape::unescape(&reference).map_err(|error| error.to_string())?;
                    push(&mut stack, &resolved)?;
                }
                Event::Eof => break,
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            }
        }
        let mut document = stack.pop().ok_or("nothing is open")?;
        document.children.pop().ok_or_else(|| "an empty document".into())
    }

    fn open(reader: &NsReader<&[u8]>, start: &BytesStart<'_>) -> Result<Self, String> {
        let (space, local) = reader.resolver().resolve_element(start.name());
        let mut element = Self { name: (shown(&space), local.as_ref().to_owned()), ..Self::default() };
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|error| error.to_string())?;
            if attribute.key.as_ref() == "xmlns" || attribute.key.as_ref().starts_with("xmlns:") {
                continue;
            }
            let (space, local) = reader.resolver().resolve_attribute(attribute.key);
            let value = quick_xml::escape::unescape(&attribute.value).map_err(|error| error.to_string())?.into_owned();
            element.attributes.insert((shown(&space), local.as_ref().to_owned()), value);
        }
        Ok(element)
    }

    /// The first difference between two trees, or nothing when they are equal.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Option<String> {
        if self.name != other.name || self.attributes != other.attributes || self.text != other.text {
            return Some(format!(
                "{:?} {:?} is not {:?} {:?}",
                self.name, self.attributes, other.name, other.attributes
            ));
        }
        if self.children.len() != other.children.len() {
            return Some(format!("{} has {} children, not {}", self.name.1, self.children.len(), other.children.len()));
        }
        self.children.iter().zip(&other.children).find_map(|(one, two)| one.difference(two))
    }
}

fn push(stack: &mut [Element], piece: &str) -> Result<(), String> {
    stack.last_mut().ok_or("nothing is open")?.text.push_str(piece);
    Ok(())
}

fn shown(space: &ResolveResult<'_>) -> String {
    match space {
        ResolveResult::Bound(space) => space.as_ref().to_owned(),
        ResolveResult::Unbound => String::new(),
        ResolveResult::Unknown(prefix) => format!("?{prefix}"),
    }
}
