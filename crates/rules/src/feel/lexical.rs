//! What names mean while a text is read: which are known, which slot holds what the text binds itself, and which
//! are left to the scope. The longest known name goes first (DMN 1.5, 10.3.1.4).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::ast::Node;
use super::builtins;
use super::expression::{INPUT, Names};
use super::lexer::{begins_name, continues_name, joins_name, skip};
use super::types::Type;

/// Words that end a name where they stand inside it and it isn't known.
const ENDS: [&str; 9] = ["and", "or", "in", "between", "instance", "then", "else", "return", "satisfies"];

/// The names at one place of a text.
#[derive(Debug, Default)]
pub(crate) struct Lexical {
    /// By their normal form.
    globals: BTreeMap<String, Arc<str>>,
    /// Names of entries, known behind a point and inside filters.
    properties: BTreeMap<String, Arc<str>>,
    shared: Arc<Shared>,
    locals: Vec<Local>,
    next: usize,
    most: usize,
    /// Parts of the longest name.
    parts: usize,
    free: BTreeSet<Arc<str>>,
    /// Free names that nobody knows and that can't be entries of a filter's items.
    pub unknown: BTreeSet<Arc<str>>,
    /// How often the tested value was read so far.
    pub input_reads: usize,
}

/// Names that many texts of one document know: of types, and of entries.
#[derive(Debug, Default)]
pub(crate) struct Shared {
    properties: BTreeMap<String, Arc<str>>,
    types: BTreeMap<String, Type>,
    parts: usize,
}

impl Shared {
    pub(crate) fn new(types: Vec<(String, Type)>, properties: &[String]) -> Self {
        let mut out = Self::default();
        for (name, meaning) in types {
            let (normal, parts) = normal(&name);
            out.parts = out.parts.max(parts);
            out.types.insert(normal, meaning);
        }
        for name in properties {
            let (normal, parts) = normal(name);
            out.parts = out.parts.max(parts);
            out.properties.insert(normal, Arc::from(name.as_str()));
        }
        out
    }
}

#[derive(Debug, Clone)]
struct Local {
    normal: String,
    slot: usize,
    /// An item whose entries are names too.
    item: bool,
    read: bool,
}

/// What to go back to when names end.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mark {
    locals: usize,
    next: usize,
}

impl Lexical {
    pub(crate) fn new(names: &Names) -> Self {
        let mut lexical = Self { parts: builtins::MOST_PARTS, ..Self::default() };
        for name in &names.0 {
            lexical.know(name);
        }
        lexical
    }

    pub(crate) fn sharing(shared: Arc<Shared>) -> Self {
        Self { parts: builtins::MOST_PARTS.max(shared.parts), shared, ..Self::default() }
    }

    fn known_property(&self, normal: &str) -> Option<&Arc<str>> {
        self.properties.get(normal).or_else(|| self.shared.properties.get(normal))
    }

    /// How many names the text has bound here.
    pub(crate) fn bound(&self) -> usize {
        self.locals.len()
    }

    /// A name of the scope around.
    pub(crate) fn know(&mut self, name: &str) {
        let (normal, parts) = normal(name);
        self.parts = self.parts.max(parts);
        self.globals.insert(normal, Arc::from(name.trim()));
    }

    /// A name of an entry.
    pub(crate) fn know_property(&mut self, name: &str) {
        let (normal, parts) = normal(name);
        self.parts = self.parts.max(parts);
        self.properties.insert(normal, Arc::from(name));
    }

    pub(crate) fn type_named(&self, name: &str) -> Type {
        let (normal, _) = normal(name);
        self.shared.types.get(&normal).cloned().or_else(|| Type::named(&normal)).unwrap_or(Type::Unknown)
    }

    pub(crate) fn mark(&self) -> Mark {
        Mark { locals: self.locals.len(), next: self.next }
    }

    /// Ends the names bound since; their slots are used again.
    pub(crate) fn release(&mut self, mark: Mark) {
        self.locals.truncate(mark.locals);
        self.next = mark.next;
    }

    /// Binds a name to a new slot.
    pub(crate) fn bind(&mut self, name: &str) -> usize {
        let slot = self.slot();
        self.name_slot(name, slot);
        slot
    }

    /// A new slot without name.
    pub(crate) fn slot(&mut self) -> usize {
        let slot = self.next;
        self.next += 1;
        self.most = self.most.max(self.next);
        slot
    }

    /// Names a slot.
    pub(crate) fn name_slot(&mut self, name: &str, slot: usize) {
        let (normal, parts) = normal(name);
        self.parts = self.parts.max(parts);
        self.locals.push(Local { normal, slot, item: false, read: false });
    }

    /// Binds `item` of a filter.
    pub(crate) fn bind_item(&mut self) -> usize {
        let slot = self.bind("item");
        if let Some(local) = self.locals.last_mut() {
            local.item = true;
        }
        slot
    }

    /// Binds the tested value in the first slot.
    pub(crate) fn bind_input(&mut self) {
        let slot = self.bind("?");
        debug_assert_eq!(slot, INPUT);
    }

    /// Whether the name last bound to the slot was read.
    pub(crate) fn was_read(&self, slot: usize) -> bool {
        self.locals.iter().rev().any(|local| local.slot == slot && local.read)
    }

    /// A function begins: its frame starts with what stands around it.
    pub(crate) fn enter_function(&mut self) -> (usize, usize) {
        let outer = (self.next, self.most);
        self.most = self.next;
        outer
    }

    /// It ends; the size of its frame.
    pub(crate) fn leave_function(&mut self, outer: (usize, usize)) -> usize {
        let size = self.most;
        self.most = outer.1;
        size
    }

    /// Slots of the frame.
    pub(crate) fn slots(&self) -> usize {
        self.most
    }

    pub(crate) fn free_names(&self) -> Box<[Arc<str>]> {
        self.free.iter().cloned().collect()
    }

    /// What a name means here.
    pub(crate) fn resolve(&mut self, name: &str) -> Node {
        let (normal, _) = normal(name);
        if normal == "?" {
            self.input_reads += 1;
        }
        let mut items = Vec::new();
        let mut found = None;
        for local in self.locals.iter_mut().rev() {
            if local.normal == normal {
                local.read = true;
                found = Some(Node::Local(local.slot));
                break;
            }
            if local.item {
                items.push(local.slot);
            }
        }
        let actual = self.globals.get(&normal).or_else(|| self.known_property(&normal)).cloned();
        let known = self.globals.contains_key(&normal);
        let name = actual.unwrap_or_else(|| Arc::from(normal.as_str()));
        let mut node = found.unwrap_or_else(|| match builtins::find(&normal).filter(|_| !known) {
            Some(builtin) => Node::Known(name.clone(), builtin),
            None => {
                self.free.insert(name.clone());
                if !known && items.is_empty() {
                    self.unknown.insert(name.clone());
                }
                Node::Global(name.clone())
            }
        });
        // The innermost item goes first.
        for item in items.into_iter().rev() {
            node = Node::Entry { name: name.clone(), item, outer: Box::new(node) };
        }
        node
    }

    /// The end of the name that begins at `at`, where a name may stand.
    pub(crate) fn name_end(&self, text: &str, at: usize) -> Option<usize> {
        let in_filter = self.locals.iter().any(|local| local.item);
        self.longest(text, at, |normal| {
            self.globals.contains_key(normal)
                || self.locals.iter().any(|local| local.normal == *normal)
                || builtins::find(normal).is_some()
                || (in_filter && self.known_property(normal).is_some())
        })
    }

    /// The end of a name of the scope or of this text that begins at `at`, however long.
    pub(crate) fn known_end(&self, text: &str, at: usize) -> Option<usize> {
        let known =
            |normal: &str| self.globals.contains_key(normal) || self.locals.iter().any(|local| local.normal == *normal);
        self.known(text, at, known)
    }

    /// The end of the name of a type that begins at `at`.
    pub(crate) fn type_end(&self, text: &str, at: usize) -> Option<usize> {
        let known =
            self.known(text, at, |normal| self.shared.types.contains_key(normal) || Type::named(normal).is_some());
        known.or_else(|| self.longest(text, at, |_| false))
    }

    /// The longest known name at `at`.
    fn known(&self, text: &str, at: usize, known: impl Fn(&str) -> bool) -> Option<usize> {
        let mut parts = Parts::at(text, at);
        let (mut normal, mut best) = (String::new(), None);
        for _ in 0..self.parts {
            let Some(part) = parts.next() else { break };
            push_part(&mut normal, part.text);
            if known(&normal) {
                best = Some(part.end);
            }
        }
        best
    }

    /// Ends the names bound since, but keeps their slots.
    pub(crate) fn forget(&mut self, mark: Mark) {
        self.locals.truncate(mark.locals);
    }

    /// The end of the name of an entry that begins at `at`.
    pub(crate) fn property_end(&self, text: &str, at: usize) -> Option<usize> {
        self.longest(text, at, |normal| self.known_property(normal).is_some() || self.globals.contains_key(normal))
    }

    /// The entry's name as it was written where it was made known.
    pub(crate) fn property(&self, name: &str) -> Arc<str> {
        let (normal, _) = normal(name);
        match self.known_property(&normal) {
            Some(actual) => actual.clone(),
            None => Arc::from(normal),
        }
    }

    /// The longest known name at `at`; words side by side where they aren't known.
    fn longest(&self, text: &str, at: usize, known: impl Fn(&str) -> bool) -> Option<usize> {
        let mut parts = Parts::at(text, at);
        let (mut normal, mut best, mut words) = (String::new(), None, None);
        let mut joined = true;
        for count in 0.. {
            let Some(part) = parts.next() else { break };
            let sign = part.text.chars().next().is_some_and(joins_name);
            if count == 0 && (sign || part.text.starts_with(|c: char| !begins_name(c))) {
                return None;
            }
            push_part(&mut normal, part.text);
            joined &= !sign && (count == 0 || (part.spaced && !ENDS.contains(&part.text)));
            if joined {
                words = Some(part.end);
            }
            if count < self.parts && known(&normal) {
                best = Some(part.end);
            }
            if !joined && count >= self.parts {
                break;
            }
        }
        // Words behind a known name can be nothing else than the rest of a longer one.
        best.max(words)
    }
}

/// The name in the form in which names are compared: one space between words, none around signs; and its parts.
pub(crate) fn normal(name: &str) -> (String, usize) {
    let (mut out, mut count) = (String::new(), 0);
    let mut parts = Parts { text: name, at: 0, foreign: true };
    while let Some(part) = parts.next() {
        push_part(&mut out, part.text);
        count += 1;
    }
    (out, count)
}

fn push_part(out: &mut String, part: &str) {
    let word = |c: char| continues_name(c);
    if out.chars().next_back().is_some_and(word) && part.chars().next().is_some_and(word) {
        out.push(' ');
    }
    out.push_str(part);
}

/// Words and signs, one after the other.
struct Parts<'a> {
    text: &'a str,
    at: usize,
    /// Whether characters that no name may hold are parts too.
    foreign: bool,
}

struct Part<'a> {
    text: &'a str,
    end: usize,
    /// White space stands before it.
    spaced: bool,
}

impl<'a> Parts<'a> {
    fn at(text: &'a str, at: usize) -> Self {
        Self { text, at, foreign: false }
    }

    fn next(&mut self) -> Option<Part<'a>> {
        let start = if self.foreign { self.at + self.space() } else { skip(self.text, self.at) };
        let rest = self.text.get(start..)?;
        let first = rest.chars().next()?;
        let length = if continues_name(first) {
            rest.find(|c| !continues_name(c)).unwrap_or(rest.len())
        } else if joins_name(first) || self.foreign {
            first.len_utf8()
        } else {
            return None;
        };
        let spaced = start > self.at;
        self.at = start + length;
        Some(Part { text: rest.get(..length)?, end: self.at, spaced })
    }

    fn space(&self) -> usize {
        let rest = self.text.get(self.at..).unwrap_or_default();
        rest.len() - rest.trim_start().len()
    }
}

/// Whether two names are one in normal form.
pub(crate) fn same(a: &str, b: &str) -> bool {
    a == b || normal(a).0 == normal(b).0
}
