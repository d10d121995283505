//! Reads XML into a tree, within limits, and refuses what isn't well-formed with line and column. Not here: what the
//! elements mean.

use std::sync::Arc;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;
use serde::Serialize;
use thiserror::Error;

use super::{Attribute, Child, Document, Name, Tag, XMLNS};
use crate::model::Place;

/// What a document may cost at most.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes of the text.
    pub bytes: usize,
    /// Elements, texts, comments and attributes together.
    pub parts: usize,
    /// Elements inside each other.
    pub depth: usize,
    /// Attributes of one element.
    pub attributes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 16 << 20, parts: 500_000, depth: 100, attributes: 200 }
    }
}

/// Declarations of namespaces that count at one element, those of its ancestors included.
const NAMESPACES: usize = 250;

/// Why a document isn't read, and where.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize)]
#[error("line {}, column {}: {kind}", place.line, place.column)]
pub struct Refusal {
    pub place: Place,
    pub kind: RefusalKind,
}

#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RefusalKind {
    #[error("the document has more than {limit} {what}")]
    TooLarge { what: &'static str, limit: usize },
    #[error("the text isn't UTF-8")]
    Encoding,
    #[error("a document type or an entity of its own; neither is read")]
    DocumentType,
    #[error("the entity {name} isn't known")]
    UnknownEntity { name: String },
    #[error("not well-formed: {detail}")]
    NotWellFormed { detail: String },
    #[error("the prefix {prefix} isn't declared")]
    UnknownPrefix { prefix: String },
    #[error("not a BPMN document: its root is {root}")]
    NotBpmn { root: String },
    #[error("there is no element in the document")]
    Empty,
}

/// Reads a document. Time and memory are bounded by the limits.
///
/// # Errors
/// What isn't well-formed XML in UTF-8 with declared prefixes, has a document type, or is over a limit.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Document, Refusal> {
    if bytes.len() > limits.bytes {
        let kind = RefusalKind::TooLarge { what: "bytes", limit: limits.bytes };
        return Err(Refusal { place: Place { line: 1, column: 1 }, kind });
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let good = bytes.get(..error.valid_up_to()).and_then(|good| std::str::from_utf8(good).ok());
        Refusal { place: Cursor::end_of(good.unwrap_or_default()), kind: RefusalKind::Encoding }
    })?;
    let mut reading = Reading {
        text,
        limits,
        cursor: Cursor { text, offset: 0, place: Place { line: 1, column: 1 } },
        parts: 0,
        open: Vec::new(),
        bound: vec![
            (Box::from("xml"), Arc::from("http://www.w3.org/XML/1998/namespace"), 0),
            (Box::from("xmlns"), Arc::from(XMLNS), 0),
        ],
        document: Document::default(),
        has_root: false,
        pending: String::new(),
    };
    reading.run()?;
    Ok(reading.document)
}

struct Reading<'a> {
    text: &'a str,
    limits: &'a Limits,
    cursor: Cursor<'a>,
    parts: usize,
    open: Vec<Tag>,
    /// Prefix, namespace, and the depth of the element that declared it.
    bound: Vec<(Box<str>, Arc<str>, usize)>,
    document: Document,
    has_root: bool,
    /// Text since the last mark: references and CDATA are joined with what stands around them.
    pending: String,
}

impl Reading<'_> {
    fn run(&mut self) -> Result<(), Refusal> {
        let text = self.text;
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.check_comments = true;
        loop {
            let start = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
            let place = self.cursor.place_at(start);
            let refuse = |kind| Refusal { place, kind };
            let event = match reader.read_event() {
                Ok(event) => event,
                Err(error) => {
                    let at = usize::try_from(reader.error_position()).unwrap_or(start);
                    let place = Cursor::end_of(text.get(..at).unwrap_or_default());
                    return Err(Refusal { place, kind: RefusalKind::NotWellFormed { detail: error.to_string() } });
                }
            };
            match event {
                Event::Start(start) => {
                    let tag = self.tag(&start, place)?;
                    self.push(tag, place)?;
                }
                Event::Empty(start) => {
                    let tag = self.tag(&start, place)?;
                    self.push(tag, place)?;
                    self.close(place)?;
                }
                Event::End(_) => self.close(place)?,
                Event::Text(content) => {
                    let content = content.xml10_content();
                    let after_end = content.find("]]>").map(|_| "`]]>` in text".to_owned());
                    if let Some(detail) = after_end {
                        return Err(refuse(RefusalKind::NotWellFormed { detail }));
                    }
                    self.characters(&content, place)?;
                }
                Event::CData(content) => self.characters(&content.xml10_content(), place)?,
                Event::GeneralRef(reference) => {
                    let name = reference.xml10_content().into_owned();
                    let resolved = reference.resolve_char_ref();
                    let resolved = resolved.map_err(|_| refuse(RefusalKind::UnknownEntity { name: name.clone() }))?;
                    let character = resolved.or(match name.as_str() {
                        "lt" => Some('<'),
                        "gt" => Some('>'),
                        "amp" => Some('&'),
                        "quot" => Some('"'),
                        "apos" => Some('\''),
                        _ => None,
                    });
                    let character = character.ok_or_else(|| refuse(RefusalKind::UnknownEntity { name }))?;
                    self.characters(character.encode_utf8(&mut [0; 4]), place)?;
                }
                Event::Comment(content) => self.aside(Child::Comment(content.into_inner().into()), place)?,
                Event::PI(content) => self.aside(Child::Instruction(content.into_inner().into()), place)?,
                Event::Decl(declaration) => self.declaration(&declaration, start, place)?,
                Event::DocType(_) => return Err(refuse(RefusalKind::DocumentType)),
                Event::Eof => break,
            }
        }
        let place = self.cursor.place_at(text.len());
        if let Some(tag) = self.open.last() {
            let detail = format!("`{}` of line {} isn't closed", tag.name.local, tag.place.line);
            return Err(Refusal { place, kind: RefusalKind::NotWellFormed { detail } });
        }
        if self.has_root { Ok(()) } else { Err(Refusal { place, kind: RefusalKind::Empty }) }
    }

    fn declaration(
        &mut self,
        declaration: &quick_xml::events::BytesDecl<'_>,
        start: usize,
        place: Place,
    ) -> Result<(), Refusal> {
        if start != 0 {
            let detail = "an XML declaration that isn't at the beginning".to_owned();
            return Err(Refusal { place, kind: RefusalKind::NotWellFormed { detail } });
        }
        match declaration.encoding() {
            None => Ok(()),
            // ASCII is a part of UTF-8; what else the declaration says is of no account once the text was UTF-8.
            Some(Ok(name)) if ["utf-8", "utf8", "us-ascii", "ascii"].contains(&&*name.to_ascii_lowercase()) => Ok(()),
            Some(Ok(_)) if self.text.is_ascii() => Ok(()),
            Some(_) => Err(Refusal { place, kind: RefusalKind::Encoding }),
        }
    }

    fn count(&mut self, place: Place) -> Result<(), Refusal> {
        self.parts += 1;
        if self.parts > self.limits.parts {
            let kind = RefusalKind::TooLarge { what: "elements, attributes and texts", limit: self.limits.parts };
            return Err(Refusal { place, kind });
        }
        Ok(())
    }

    fn tag(&mut self, start: &BytesStart<'_>, place: Place) -> Result<Tag, Refusal> {
        let ill = |detail: String| Refusal { place, kind: RefusalKind::NotWellFormed { detail } };
        let mut raw: Vec<(String, Box<str>)> = Vec::new();
        for attribute in start.attributes() {
            self.count(place)?;
            if raw.len() >= self.limits.attributes {
                let kind = RefusalKind::TooLarge { what: "attributes of one element", limit: self.limits.attributes };
                return Err(Refusal { place, kind });
            }
            let attribute = attribute.map_err(|error| ill(error.to_string()))?;
            if attribute.value.contains('<') {
                return Err(ill(format!("`<` in the value of `{}`", attribute.key.into_inner())));
            }
            let value = attribute.normalized_value(XmlVersion::Implicit1_0);
            let value = value.map_err(|error| ill(error.to_string()))?;
            self.legal(&value, place)?;
            raw.push((attribute.key.into_inner().to_owned(), value.into()));
        }
        let depth = self.open.len() + 1;
        for (key, value) in &raw {
            let prefix = if key == "xmlns" { Some("") } else { key.strip_prefix("xmlns:") };
            if let Some(prefix) = prefix {
                if self.bound.len() >= NAMESPACES {
                    let kind = RefusalKind::TooLarge { what: "namespaces at one element", limit: NAMESPACES };
                    return Err(Refusal { place, kind });
                }
                self.bound.push((prefix.into(), Arc::from(&**value), depth));
            }
        }
        let name = self.name(start.name().into_inner(), false, place)?;
        let mut attributes = Vec::with_capacity(raw.len());
        for (key, value) in raw {
            let name = self.name(&key, true, place)?;
            attributes.push(Attribute { name, value });
        }
        Ok(Tag { name, attributes, children: Vec::new(), place })
    }

    fn name(&self, written: &str, of_attribute: bool, place: Place) -> Result<Name, Refusal> {
        let (prefix, local) = written.split_once(':').unwrap_or(("", written));
        if !is_name(local) || (written.contains(':') && !is_name(prefix)) {
            let detail = format!("`{}` isn't a name", written.chars().take(60).collect::<String>());
            return Err(Refusal { place, kind: RefusalKind::NotWellFormed { detail } });
        }
        let space = if of_attribute && written == "xmlns" {
            Arc::from(XMLNS)
        } else if of_attribute && prefix.is_empty() {
            Arc::from("")
        } else {
            let found = self.bound.iter().rev().find(|(bound, _, _)| &**bound == prefix);
            match found {
                Some((_, space, _)) => Arc::clone(space),
                None if prefix.is_empty() => Arc::from(""),
                None => {
                    return Err(Refusal { place, kind: RefusalKind::UnknownPrefix { prefix: prefix.to_owned() } });
                }
            }
        };
        Ok(Name { space, local: local.into(), prefix: prefix.into() })
    }

    fn push(&mut self, tag: Tag, place: Place) -> Result<(), Refusal> {
        self.count(place)?;
        if self.open.is_empty() && self.has_root {
            let detail = "a second element beside the root".to_owned();
            return Err(Refusal { place, kind: RefusalKind::NotWellFormed { detail } });
        }
        if self.open.len() >= self.limits.depth {
            let kind = RefusalKind::TooLarge { what: "elements inside each other", limit: self.limits.depth };
            return Err(Refusal { place, kind });
        }
        self.has_root = true;
        self.settle();
        self.open.push(tag);
        Ok(())
    }

    fn close(&mut self, place: Place) -> Result<(), Refusal> {
        self.settle();
        let depth = self.open.len();
        let Some(mut tag) = self.open.pop() else {
            let detail = "an end without its beginning".to_owned();
            return Err(Refusal { place, kind: RefusalKind::NotWellFormed { detail } });
        };
        tag.children.shrink_to_fit();
        while self.bound.last().is_some_and(|(_, _, declared)| *declared >= depth) {
            self.bound.pop();
        }
        match self.open.last_mut() {
            Some(parent) => parent.children.push(Child::Tag(tag)),
            None => self.document.root = tag,
        }
        Ok(())
    }

    fn characters(&mut self, text: &str, place: Place) -> Result<(), Refusal> {
        self.legal(text, place)?;
        if self.open.is_empty() && !text.trim_matches([' ', '\t', '\r', '\n']).is_empty() {
            let detail = "text outside the root".to_owned();
            return Err(Refusal { place, kind: RefusalKind::NotWellFormed { detail } });
        }
        self.pending.push_str(text);
        self.count(place)
    }

    /// Puts the text that has come together into the element that is open.
    fn settle(&mut self) {
        if let Some(parent) = self.open.last_mut()
            && !self.pending.is_empty()
        {
            parent.children.push(Child::Text(self.pending.as_str().into()));
        }
        self.pending.clear();
    }

    fn aside(&mut self, child: Child, place: Place) -> Result<(), Refusal> {
        self.count(place)?;
        if let Child::Comment(text) | Child::Instruction(text) = &child {
            self.legal(text, place)?;
        }
        self.settle();
        match self.open.last_mut() {
            Some(parent) => parent.children.push(child),
            None if self.has_root => self.document.epilog.push(child),
            None => self.document.prolog.push(child),
        }
        Ok(())
    }

    fn legal(&self, text: &str, place: Place) -> Result<(), Refusal> {
        let is_illegal =
            |c: char| (c < ' ' && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{fffe}' | '\u{ffff}');
        match text.chars().find(|&c| is_illegal(c)) {
            None => Ok(()),
            Some(c) => {
                let detail = format!("the character U+{:04X}", u32::from(c));
                Err(Refusal { place, kind: RefusalKind::NotWellFormed { detail } })
            }
        }
    }
}

fn is_name(text: &str) -> bool {
    let begins = |c: char| c == '_' || c.is_alphabetic() || c > '\u{2fff}';
    let goes_on = |c: char| begins(c) || c.is_numeric() || matches!(c, '-' | '.' | '\u{b7}') || c > '\u{2ff}';
    text.starts_with(begins) && text.chars().all(goes_on)
}

/// Counts lines and columns as the reading goes on, so that all places together cost one walk over the text.
struct Cursor<'a> {
    text: &'a str,
    offset: usize,
    place: Place,
}

impl Cursor<'_> {
    fn place_at(&mut self, offset: usize) -> Place {
        for c in self.text.get(self.offset..offset).unwrap_or_default().chars() {
            if c == '\n' {
                self.place = Place { line: self.place.line + 1, column: 1 };
            } else {
                self.place.column += 1;
            }
        }
        self.offset = self.offset.max(offset);
        self.place
    }

    fn end_of(text: &str) -> Place {
        Cursor { text, offset: 0, place: Place { line: 1, column: 1 } }.place_at(text.len())
    }
}
