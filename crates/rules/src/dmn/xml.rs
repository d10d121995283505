//! A document of XML as a tree of elements: what a decision model or a test needs of it. No document types, no
//! entities but the five of XML, nothing fetched; size, depth and number of elements are limited. It keeps no
//! comments and writes nothing back.

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

/// Longer documents are refused.
pub(crate) const MOST_BYTES: usize = 32 << 20;
const MOST_ELEMENTS: usize = 500_000;
const DEEPEST: usize = 128;
const MOST_ATTRIBUTES: usize = 64;

/// A document that can't be read, and where. Line and column count from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {key} {detail}")]
pub struct Refusal {
    pub line: u32,
    pub column: u32,
    /// The key of its text, such as `rules-xml-document-type`.
    pub key: &'static str,
    /// What stands there, or the reader's own words.
    pub detail: String,
}

/// An element.
#[derive(Debug, Default)]
pub(crate) struct Element {
    /// Without its prefix.
    pub name: String,
    /// Its namespace.
    pub space: String,
    /// By name with prefix.
    attributes: Vec<(String, String)>,
    pub children: Vec<Element>,
    /// All text directly inside, joined.
    pub text: String,
    pub line: u32,
    pub column: u32,
}

impl Element {
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// An attribute with whatever prefix.
    pub(crate) fn attribute_local(&self, name: &str) -> Option<&str> {
        let local = |key: &str| key.rsplit(':').next().is_some_and(|local| local == name);
        self.attributes.iter().find(|(key, _)| local(key)).map(|(_, value)| value.as_str())
    }

    pub(crate) fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }

    pub(crate) fn all<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    pub(crate) fn refusal(&self, key: &'static str, detail: impl Into<String>) -> Refusal {
        Refusal { line: self.line, column: self.column, key, detail: detail.into() }
    }
}

/// Reads a document. Elements of `foreign` namespaces are left out with all in them.
pub(crate) fn read(text: &str, own: fn(&str) -> bool) -> Result<Element, Refusal> {
    let mut reading =
        Reading { text, own, places: (0, 1, 1), open: Vec::new(), bound: Vec::new(), count: 0, root: None, foreign: 0 };
    if text.len() > MOST_BYTES {
        return Err(reading.refuse(0, "rules-xml-too-large", ""));
    }
    reading.run()?;
    let end = text.len();
    match reading.root.take() {
        Some(root) if reading.open.is_empty() && reading.foreign == 0 => Ok(root),
        _ => Err(reading.refuse(end, "rules-xml-unfinished", "")),
    }
}

struct Reading<'t> {
    text: &'t str,
    own: fn(&str) -> bool,
    /// An offset with its line and column.
    places: (usize, u32, u32),
    open: Vec<Element>,
    /// Depth, prefix and namespace.
    bound: Vec<(usize, String, String)>,
    count: usize,
    root: Option<Element>,
    /// How many foreign elements are open.
    foreign: usize,
}

impl Reading<'_> {
    fn run(&mut self) -> Result<(), Refusal> {
        let body = self.text.strip_prefix('\u{feff}').unwrap_or(self.text);
        let skipped = self.text.len() - body.len();
        let mut reader = Reader::from_str(body);
        loop {
            let at = skipped + usize::try_from(reader.buffer_position()).unwrap_or(0);
            let event = match reader.read_event() {
                Ok(event) => event,
                Err(error) => {
                    let at = skipped + usize::try_from(reader.error_position()).unwrap_or(0);
                    return Err(self.refuse(at, "rules-xml-not-well-formed", error.to_string()));
                }
            };
            match event {
                Event::Start(start) => self.start(&start, at)?,
                Event::Empty(start) => {
                    self.start(&start, at)?;
                    self.end(at)?;
                }
                Event::End(_) => self.end(at)?,
                Event::Text(content) => self.characters(&content.xml10_content(), at)?,
                Event::CData(content) => self.characters(&content.xml10_content(), at)?,
                Event::GeneralRef(reference) => {
                    let name = reference.xml10_content().into_owned();
                    let character = reference.resolve_char_ref().ok().flatten().or(match name.as_str() {
                        "lt" => Some('<'),
                        "gt" => Some('>'),
                        "amp" => Some('&'),
                        "quot" => Some('"'),
                        "apos" => Some('\''),
                        _ => None,
                    });
                    let Some(character) = character else { return Err(self.refuse(at, "rules-xml-entity", name)) };
                    self.characters(character.encode_utf8(&mut [0; 4]), at)?;
                }
                Event::DocType(_) => return Err(self.refuse(at, "rules-xml-document-type", "")),
                Event::Comment(_) | Event::PI(_) | Event::Decl(_) => {}
                Event::Eof => return Ok(()),
            }
        }
    }

    fn start(&mut self, start: &BytesStart<'_>, at: usize) -> Result<(), Refusal> {
        self.count += 1;
        if self.count > MOST_ELEMENTS || self.open.len() + self.foreign >= DEEPEST {
            return Err(self.refuse(at, "rules-xml-too-large", ""));
        }
        let depth = self.open.len() + self.foreign;
        let mut attributes = Vec::new();
        for attribute in start.attributes() {
            let attribute =
                attribute.map_err(|error| self.refuse(at, "rules-xml-not-well-formed", error.to_string()))?;
            let value = attribute.normalized_value(XmlVersion::Implicit1_0);
            let value = value.map_err(|error| self.refuse(at, "rules-xml-entity", error.to_string()))?;
            let key = attribute.key.into_inner();
            let declared = if key == "xmlns" { Some("") } else { key.strip_prefix("xmlns:") };
            if let Some(prefix) = declared {
                self.bound.push((depth, prefix.to_owned(), value.to_string()));
            } else {
                attributes.push((key.to_owned(), value.to_string()));
            }
            if attributes.len() + self.bound.len() > 4 * MOST_ATTRIBUTES || attributes.len() > MOST_ATTRIBUTES {
                return Err(self.refuse(at, "rules-xml-too-large", ""));
            }
        }
        if self.foreign > 0 {
            self.foreign += 1;
            return Ok(());
        }
        let name = start.name().into_inner().to_owned();
        let (prefix, local) = name.split_once(':').unwrap_or(("", &name));
        let space = self.bound.iter().rev().find(|(_, bound, _)| bound == prefix).map(|(_, _, space)| space.clone());
        let space = space.unwrap_or_default();
        if !self.open.is_empty() && !(self.own)(&space) {
            self.foreign = 1;
            return Ok(());
        }
        if self.open.is_empty() && self.root.is_some() {
            return Err(self.refuse(at, "rules-xml-not-well-formed", name.clone()));
        }
        let (line, column) = self.place(at);
        self.open.push(Element { name: local.to_owned(), space, attributes, line, column, ..Element::default() });
        Ok(())
    }

    fn end(&mut self, at: usize) -> Result<(), Refusal> {
        if self.foreign > 0 {
            self.foreign -= 1;
        } else {
            let Some(element) = self.open.pop() else {
                return Err(self.refuse(at, "rules-xml-not-well-formed", ""));
            };
            match self.open.last_mut() {
                Some(parent) => parent.children.push(element),
                None => self.root = Some(element),
            }
        }
        let depth = self.open.len() + self.foreign;
        while self.bound.last().is_some_and(|(bound, _, _)| *bound >= depth) {
            self.bound.pop();
        }
        Ok(())
    }

    fn characters(&mut self, text: &str, at: usize) -> Result<(), Refusal> {
        match self.open.last_mut() {
            _ if self.foreign > 0 => {}
            Some(element) => element.text.push_str(text),
            None if text.trim().is_empty() => {}
            None => return Err(self.refuse(at, "rules-xml-not-well-formed", "")),
        }
        Ok(())
    }

    /// Line and column of an offset; offsets come in order.
    fn place(&mut self, at: usize) -> (u32, u32) {
        let (from, mut line, mut column) = if at >= self.places.0 { self.places } else { (0, 1, 1) };
        for byte in self.text.as_bytes().get(from..at).unwrap_or_default() {
            if *byte == b'\n' {
                (line, column) = (line + 1, 1);
            } else if byte & 0xc0 != 0x80 {
                // The first byte of a character.
                column += 1;
            }
        }
        self.places = (at, line, column);
        (line, column)
    }

    fn refuse(&mut self, at: usize, key: &'static str, detail: impl Into<String>) -> Refusal {
        let (line, column) = self.place(at.min(self.text.len()));
        let detail: String = detail.into();
        Refusal { line, column, key, detail: detail.chars().take(200).collect() }
    }
}
