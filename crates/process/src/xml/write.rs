//! Writes a tree back as XML: as it was read, with declarations added for what was put in since. Not here: any care for
//! the looks of the text.

use super::{Attribute, Child, Document, Name, Tag, XMLNS};

/// The text of a document, in UTF-8, with an XML declaration.
#[must_use]
pub fn write(document: &Document) -> String {
    let mut out = Writing { text: String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"), bound: Vec::new() };
    for child in &document.prolog {
        out.child(child);
        out.text.push('\n');
    }
    out.tag(&document.root);
    out.text.push('\n');
    for child in &document.epilog {
        out.child(child);
        out.text.push('\n');
    }
    out.text
}

struct Writing<'a> {
    text: String,
    bound: Vec<(&'a str, &'a str)>,
}

impl<'a> Writing<'a> {
    fn tag(&mut self, tag: &'a Tag) {
        let before = self.bound.len();
        for attribute in tag.attributes.iter().filter(|attribute| attribute.name.is_declaration()) {
            let prefix = if attribute.name.prefix.is_empty() { "" } else { &*attribute.name.local };
            self.bound.push((prefix, &attribute.value));
        }
        let mut added: Vec<(&str, &str)> = Vec::new();
        self.bind(&tag.name, false, &mut added);
        for attribute in &tag.attributes {
            self.bind(&attribute.name, true, &mut added);
        }
        self.text.push('<');
        self.name(&tag.name);
        for Attribute { name, value } in &tag.attributes {
            self.text.push(' ');
            self.name(name);
            self.text.push_str("=\"");
            self.escaped(value, true);
            self.text.push('"');
        }
        for (prefix, space) in added {
            self.text.push_str(if prefix.is_empty() { " xmlns" } else { " xmlns:" });
            self.text.push_str(prefix);
            self.text.push_str("=\"");
            self.escaped(space, true);
            self.text.push('"');
        }
        if tag.children.is_empty() {
            self.text.push_str("/>");
        } else {
            self.text.push('>');
            for child in &tag.children {
                self.child(child);
            }
            self.text.push_str("</");
            self.name(&tag.name);
            self.text.push('>');
        }
        self.bound.truncate(before);
    }

    /// Declares the prefix of a name here if it doesn't stand for its namespace.
    fn bind(&mut self, name: &'a Name, of_attribute: bool, added: &mut Vec<(&'a str, &'a str)>) {
        let is_fixed = name.is_declaration() || &*name.prefix == "xml";
        if is_fixed || (of_attribute && name.prefix.is_empty()) {
            return;
        }
        let found = self.bound.iter().rev().find(|(prefix, _)| *prefix == &*name.prefix);
        let space = found.map_or("", |(_, space)| space);
        if space != &*name.space {
            self.bound.push((&name.prefix, &name.space));
            added.push((&name.prefix, &name.space));
        }
    }

    fn name(&mut self, name: &Name) {
        if &*name.space == XMLNS && name.prefix.is_empty() {
            self.text.push_str("xmlns");
            return;
        }
        if !name.prefix.is_empty() {
            self.text.push_str(&name.prefix);
            self.text.push(':');
        }
        self.text.push_str(&name.local);
    }

    fn child(&mut self, child: &'a Child) {
        match child {
            Child::Tag(tag) => self.tag(tag),
            Child::Text(text) => self.escaped(text, false),
            Child::Comment(text) => {
                self.text.push_str("<!--");
                self.text.push_str(text);
                self.text.push_str("-->");
            }
            Child::Instruction(text) => {
                self.text.push_str("<?");
                self.text.push_str(text);
                self.text.push_str("?>");
            }
        }
    }

    fn escaped(&mut self, text: &str, of_attribute: bool) {
        for c in text.chars() {
            match c {
                '&' => self.text.push_str("&amp;"),
                '<' => self.text.push_str("&lt;"),
                '>' => self.text.push_str("&gt;"),
                '"' if of_attribute => self.text.push_str("&quot;"),
                '\r' => self.text.push_str("&#13;"),
                '\n' if of_attribute => self.text.push_str("&#10;"),
                '\t' if of_attribute => self.text.push_str("&#9;"),
                c => self.text.push(c),
            }
        }
    }
}
