//! How a foreign list becomes items: a file in TOML that names the columns, the words and the rules,
//! so that another place's list is a new mapping and not new code. What a mapping says is data;
//! what it means is in `import`.

use std::collections::BTreeMap;

use kernel::{DivisionCode, Text, division::Level, limit::Unit};
use serde::Deserialize;

use crate::words::{Mode, Stage, Type};

/// A mapping 字段映射 for one list.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// The list's own name, one word: its reports are kept under it.
    pub list: String,
    pub format: Format,
    /// Where the list comes from, shown on every item made from it.
    #[serde(default)]
    pub source: Option<Text>,
    /// The system of its codes; native items name their own.
    #[serde(default)]
    pub code_system: String,
    /// Where rows say nothing else.
    #[serde(default)]
    pub division: Option<DivisionCode>,
    #[serde(default)]
    pub level: Option<Level>,
    /// Words that mean that there is nothing.
    #[serde(default)]
    pub none: Vec<String>,
    /// Key of an item to the column or columns that hold it.
    #[serde(default)]
    pub columns: BTreeMap<Key, Columns>,
    /// Key of an item to its table of words.
    #[serde(default)]
    pub values: BTreeMap<Key, BTreeMap<String, String>>,
    #[serde(default)]
    pub limits: Limits,
    #[serde(default)]
    pub places: Places,
    /// Marks between several plain names in one cell.
    #[serde(default)]
    pub aka_marks: String,
    /// Theme words that say nothing.
    #[serde(default)]
    pub themes_ignored: Vec<String>,
    /// A file beside the mapping with tables of lines: one named as the list for its bodies, `labels`
    /// for the words of `stages`.
    #[serde(default)]
    pub lines_file: Option<String>,
    #[serde(default)]
    pub bodies: Bodies,
    #[serde(default)]
    pub stages: Stages,
    /// The first rule that fits a row decides.
    #[serde(default)]
    pub modes: Vec<Rule>,
    /// Keys that the list does not have at all; pages then say so instead of nothing.
    #[serde(default)]
    pub fields_absent: Vec<String>,
}

/// How the rows are written. A file may be packed with gzip.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Native items, one JSON object a line.
    Items,
    /// Foreign JSON objects, one a line.
    Jsonl,
    /// Comma-separated with a head.
    Csv,
}

/// What a column can give.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Key {
    Code,
    BasicCode,
    HandlingCode,
    Name,
    Aka,
    Summary,
    Type,
    Division,
    Level,
    Body,
    /// The body's organisation code, to be found inside the item's code.
    BodyCode,
    Audience,
    Link,
    Platform,
    Booking,
    Statutory,
    Promised,
    Conditions,
    Stages,
    Places,
    Advice,
    Complaint,
    Visits,
    Courier,
    Depth,
    Themes,
    Materials,
}

/// One column, or several that are joined.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Columns {
    One(String),
    Many(Vec<String>),
}

impl Columns {
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let (one, many) = match self {
            Self::One(name) => (Some(name), &[] as &[String]),
            Self::Many(names) => (None, names.as_slice()),
        };
        one.into_iter().chain(many).map(String::as_str)
    }
}

/// How limits are written: a number and the word of a unit in a pattern.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// `{n}` and `{unit}` stand for the number and the word; `{n}({unit})`.
    pub pattern: String,
    pub units: BTreeMap<String, Unit>,
}

/// How places are written.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Places {
    /// Beginnings that are no part of the address.
    pub strip: Vec<String>,
}

/// What the list does not say of its bodies.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Bodies {
    /// Whole names and their lines.
    pub named: BTreeMap<String, String>,
    /// A part of the name and the line; the first that fits.
    pub lines: Vec<(String, String)>,
    /// The line of bodies of which nothing says it.
    pub other: String,
}

impl Bodies {
    /// The line 条 of the body with this name.
    #[must_use]
    pub fn line(&self, name: &str) -> &str {
        let by_part =
            || self.lines.iter().find(|(part, _)| name.contains(part.as_str())).map(|(_, line)| line.as_str());
        let other = if self.other.is_empty() { "?" } else { &self.other };
        self.named.get(name).map(String::as_str).or_else(by_part).unwrap_or(other)
    }
}

/// How the bodies that take part are written: level, line and stages of each in one cell.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Stages {
    /// Between two bodies.
    pub between: String,
    /// Around the stages of one.
    pub open: String,
    pub close: String,
    /// Between two stages.
    pub comma: String,
    /// Word with which a label begins, and its level.
    pub levels: BTreeMap<String, Level>,
    /// Word of the list to the line of our directory.
    pub lines: BTreeMap<String, String>,
    /// Words that name no line: an editor has to say who is meant.
    pub unknown: Vec<String>,
    pub words: BTreeMap<String, Stage>,
}

/// A rule of the handling mode 办理方式. Everything that it says must fit.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rule {
    pub types: Vec<Type>,
    /// One of these in the name.
    pub name: Vec<String>,
    /// One of these at the end of the name.
    pub name_ends: Vec<String>,
    pub materials: Option<bool>,
    /// Whether a statutory or a promised limit is given.
    pub limits: Option<bool>,
    pub link: Option<bool>,
    #[serde(rename = "is")]
    pub mode: Option<Mode>,
    /// The mode where the row has no link.
    pub without_link: Option<Mode>,
}

impl Mapping {
    /// Reads a mapping and judges it.
    ///
    /// # Errors
    /// Where and why it can't be used, for an operator.
    pub fn read(text: &str) -> Result<Self, String> {
        let mapping: Self = toml::from_str(text).map_err(|error| error.to_string())?;
        mapping.judge().map(|()| mapping)
    }

    /// Reads a mapping and the file of lines that it names. `beside` gives a file next to the mapping
    /// by its name; without the file, lines are those of the mapping alone.
    ///
    /// # Errors
    /// Where and why one of them can't be used, for an operator.
    pub fn read_beside(text: &str, beside: &dyn Fn(&str) -> Option<String>) -> Result<Self, String> {
        let mut mapping = Self::read(text)?;
        let Some(file) = mapping.lines_file.as_deref().filter(|file| !file.contains(['/', '\\'])) else {
            return Ok(mapping);
        };
        let Some(lines) = beside(file) else { return Ok(mapping) };
        let mut tables: BTreeMap<String, BTreeMap<String, String>> =
            toml::from_str(&lines).map_err(|error| format!("{file}: {error}"))?;
        for (name, line) in tables.remove(&mapping.list).unwrap_or_default() {
            mapping.bodies.named.entry(name.trim().to_owned()).or_insert(line);
        }
        for (word, line) in tables.remove("labels").unwrap_or_default() {
            mapping.stages.lines.entry(word).or_insert(line);
        }
        Ok(mapping)
    }

    /// A mapping for native items in no particular list.
    #[must_use]
    pub fn native(list: &str) -> Self {
        Self {
            list: list.into(),
            format: Format::Items,
            source: None,
            code_system: String::new(),
            division: None,
            level: None,
            none: Vec::new(),
            columns: BTreeMap::new(),
            values: BTreeMap::new(),
            limits: Limits::default(),
            places: Places::default(),
            aka_marks: String::new(),
            themes_ignored: Vec::new(),
            lines_file: None,
            bodies: Bodies::default(),
            stages: Stages::default(),
            modes: Vec::new(),
            fields_absent: Vec::new(),
        }
    }

    fn judge(&self) -> Result<(), String> {
        let word =
            |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        if !word(&self.list) {
            return Err(format!("list: {:?} is not one word of letters, digits and -", self.list));
        }
        if self.format == Format::Items {
            return Ok(());
        }
        if !word(&self.code_system) {
            return Err(format!("code_system: {:?} is not one word of letters, digits and -", self.code_system));
        }
        for key in [Key::Code, Key::Name, Key::Type, Key::Body] {
            if !self.columns.contains_key(&key) {
                return Err(format!("columns: {key:?} is wanting"));
            }
        }
        let limits = self.columns.contains_key(&Key::Statutory) || self.columns.contains_key(&Key::Promised);
        if limits && !(self.limits.pattern.contains("{n}") && self.limits.pattern.contains("{unit}")) {
            return Err("limits.pattern: {n} and {unit} are wanting".into());
        }
        if self.columns.contains_key(&Key::Stages) && (self.stages.between.is_empty() || self.stages.open.is_empty()) {
            return Err("stages: between and open are wanting".into());
        }
        for table in self.values.get(&Key::Type).into_iter().flat_map(BTreeMap::values) {
            Type::parse(table).ok_or_else(|| format!("values.type: {table:?} is no type"))?;
        }
        match self.modes.iter().find(|rule| rule.mode.is_none()) {
            Some(rule) => Err(format!("modes: a rule without `is`: {rule:?}")),
            None => Ok(()),
        }
    }
}
