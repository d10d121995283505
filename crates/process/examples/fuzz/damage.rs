//! Inputs: this repository's own models, expressions and decision models, damaged. A number and a seed give always the
//! same input. Not here: what is done with them.

use std::path::Path;

/// What an input is meant to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Bpmn,
    Feel,
    Tests,
    Dmn,
}

impl Kind {
    pub fn name(self) -> &'static str {
        match self {
            Self::Bpmn => "bpmn",
            Self::Feel => "feel",
            Self::Tests => "unary tests",
            Self::Dmn => "dmn",
        }
    }
}

pub struct Input {
    pub kind: Kind,
    pub bytes: Vec<u8>,
    /// For the choices of who plays it.
    pub dice: Dice,
}

/// Xorshift: quick, and the same everywhere.
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    pub fn of(seed: u64, number: u64) -> Self {
        let mut dice = Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ number.wrapping_mul(0xd1b5_4a32_d192_ed03) | 1);
        for _ in 0..4 {
            dice.next();
        }
        dice
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// Below a bound; 0 where there is nothing below it.
    pub fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() >> 11).unwrap_or(0).checked_rem(bound).unwrap_or(0)
    }

    pub fn pick<'a, T>(&mut self, among: &'a [T]) -> Option<&'a T> {
        among.get(self.below(among.len()))
    }
}

/// Undamaged inputs.
pub struct Seeds {
    bpmn: Vec<Vec<u8>>,
    feel: Vec<Vec<u8>>,
    dmn: Vec<Vec<u8>>,
}

const VALUES: [&str; 18] = [
    "",
    "0",
    "-1",
    "1",
    "99999999999999999999",
    "1e400",
    "P1000000000Y",
    "PT0S",
    "R/PT0S",
    "R-1/P1D",
    "true",
    "none",
    "2026-02-30",
    "=a.b[1]",
    "${x}",
    "\u{0}",
    "&#x10FFFF;",
    "流程",
];
const WORDS: [&str; 44] = [
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "..",
    ",",
    "**",
    "-",
    "null",
    "if ",
    " then ",
    " else ",
    "for x in ",
    " return ",
    "some x in ",
    " satisfies ",
    "every x in ",
    "instance of ",
    "function(x) ",
    "not(",
    "sort(",
    "1e999",
    "@\"P1Y\"",
    "date(\"2026-02-29\")",
    "duration(\"P9999999999D\")",
    "between ",
    " and ",
    "?",
    "item",
    "partial",
    "count(",
    "string join(",
    "replace(\"a\",\"(a*)*b\",\"\")",
    "matches(\"aaaaaaaaaaaaaaaaaaaaaaaaa\",\"(a+)+$\")",
    "9999999999",
    "substring(",
    "number(",
    "1..1000000",
    "list contains(",
    "concatenate(",
    "流程",
    "\"",
];
const TAGS: [&str; 20] = [
    "startEvent",
    "endEvent",
    "userTask",
    "subProcess",
    "transaction",
    "adHocSubProcess",
    "parallelGateway",
    "inclusiveGateway",
    "exclusiveGateway",
    "eventBasedGateway",
    "complexGateway",
    "boundaryEvent",
    "intermediateCatchEvent",
    "intermediateThrowEvent",
    "callActivity",
    "receiveTask",
    "scriptTask",
    "sequenceFlow",
    "process",
    "dataObject",
];

impl Seeds {
    pub fn read() -> Result<Self, String> {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut bpmn = Vec::new();
        for folder in ["tests/models", "tests/changes"] {
            let failed = |error: std::io::Error| format!("{folder}: {error}");
            let mut paths = Vec::new();
            for entry in std::fs::read_dir(here.join(folder)).map_err(failed)? {
                paths.push(entry.map_err(failed)?.path());
            }
            paths.sort();
            for path in paths.iter().filter(|path| path.extension().is_some_and(|extension| extension == "bpmn")) {
                bpmn.push(std::fs::read(path).map_err(failed)?);
            }
        }
        let rules = here.join("../rules/tests/it");
        let feel = std::fs::read_to_string(rules.join("feel.txt")).map_err(|error| format!("feel.txt: {error}"))?;
        let feel = feel.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.rsplit_once("=>"));
        let feel = feel.map(|(text, _)| text.trim().as_bytes().to_vec()).collect();
        let dmn = std::fs::read(rules.join("models/fees.dmn")).map_err(|error| format!("fees.dmn: {error}"))?;
        Ok(Self { bpmn, feel, dmn: vec![dmn, BOXED.as_bytes().to_vec()] })
    }

    pub fn input(&self, seed: u64, number: u64) -> Input {
        let mut dice = Dice::of(seed, number);
        let (kind, seeds) = match dice.below(10) {
            0..=4 => (Kind::Bpmn, &self.bpmn),
            5 | 6 => (Kind::Feel, &self.feel),
            7 => (Kind::Tests, &self.feel),
            _ => (Kind::Dmn, &self.dmn),
        };
        let mut bytes = dice.pick(seeds).cloned().unwrap_or_default();
        for _ in 0..1 + dice.below(6) {
            match kind {
                Kind::Feel | Kind::Tests => damage_words(&mut bytes, seeds, &mut dice),
                Kind::Bpmn | Kind::Dmn => damage_xml(&mut bytes, seeds, &mut dice),
            }
        }
        Input { kind, bytes, dice }
    }
}

/// What any bytes suffer: one changed, a piece taken out, moved, said again, or brought from elsewhere.
fn damage_bytes(bytes: &mut Vec<u8>, seeds: &[Vec<u8>], dice: &mut Dice) {
    let from = dice.below(bytes.len());
    let end = (from + 1 + dice.below(80)).min(bytes.len());
    let to = dice.below(bytes.len() + 1);
    match dice.below(5) {
        0 => {
            if let Some(byte) = bytes.get_mut(from) {
                *byte = u8::try_from(dice.below(256)).unwrap_or(0);
            }
        }
        1 => drop(bytes.drain(from..end)),
        2 => {
            let piece: Vec<u8> = bytes.drain(from..end).collect();
            let to = to.min(bytes.len());
            bytes.splice(to..to, piece);
        }
        3 => {
            let piece = bytes.get(from..end).unwrap_or_default().repeat(1 + dice.below(4));
            bytes.splice(to..to, piece);
        }
        _ => {
            let other = dice.pick(seeds).cloned().unwrap_or_default();
            let begin = dice.below(other.len());
            let piece = other.get(begin..(begin + 200).min(other.len())).unwrap_or_default().to_vec();
            bytes.splice(to..to, piece);
        }
    }
}

fn damage_words(bytes: &mut Vec<u8>, seeds: &[Vec<u8>], dice: &mut Dice) {
    match dice.below(6) {
        0 => damage_bytes(bytes, seeds, dice),
        1 | 2 => {
            let to = dice.below(bytes.len() + 1);
            bytes.splice(to..to, dice.pick(&WORDS).unwrap_or(&"").bytes());
        }
        3 => {
            // Another expression inside this one.
            let other = dice.pick(seeds).cloned().unwrap_or_default();
            let to = dice.below(bytes.len() + 1);
            bytes.splice(to..to, [b"(".to_vec(), other, b")".to_vec()].concat());
        }
        4 => {
            // Deeper and deeper.
            let most = if dice.below(20) == 0 { 5_000 } else { 30 };
            let depth = 1 + dice.below(most);
            let (open, close) =
                *dice.pick(&[("(", ")"), ("[", "]"), ("-", ""), ("{a:", "}"), ("not(", ")")]).unwrap_or(&("", ""));
            *bytes =
                [open.repeat(depth).into_bytes(), std::mem::take(bytes), close.repeat(depth).into_bytes()].concat();
        }
        _ => {
            let word = dice.pick(&WORDS).unwrap_or(&"");
            let copies = 1 + dice.below(4);
            let own = std::mem::take(bytes);
            for copy in 0..=copies {
                if copy > 0 {
                    bytes.extend(word.bytes());
                }
                bytes.extend(&own);
            }
            bytes.truncate(20_000);
        }
    }
}

/// Well-formed for the most part: values, names and whole elements change places.
fn damage_xml(bytes: &mut Vec<u8>, seeds: &[Vec<u8>], dice: &mut Dice) {
    if dice.below(5) == 0 {
        return damage_bytes(bytes, seeds, dice);
    }
    let text = String::from_utf8_lossy(bytes).into_owned();
    let changed = match dice.below(6) {
        0 | 1 => other_value(&text, dice),
        2 => other_name(&text, dice),
        3 => other_text(&text, dice),
        4 => nested(&text, dice),
        _ => element_moved(&text, dice),
    };
    if let Some(changed) = changed {
        *bytes = changed.into_bytes();
    }
}

/// An attribute says what another says, or something strange.
fn other_value(text: &str, dice: &mut Dice) -> Option<String> {
    let mut parts: Vec<&str> = text.split('"').collect();
    let values = parts.len() / 2;
    let (to, from) = (dice.below(values) * 2 + 1, dice.below(values) * 2 + 1);
    let value = if dice.below(4) == 0 { *dice.pick(&VALUES)? } else { *parts.get(from)? };
    *parts.get_mut(to)? = value;
    Some(parts.join("\""))
}

/// An element is of another kind, at both its ends.
fn other_name(text: &str, dice: &mut Dice) -> Option<String> {
    let old = dice.pick(&TAGS)?;
    let at: Vec<usize> = text.match_indices(&["<", old].concat()).map(|(at, _)| at).collect();
    let at = *dice.pick(&at)?;
    let new = dice.pick(&TAGS)?;
    let (before, rest) = text.split_at(at);
    let rest = rest.replacen(old, new, 1);
    let rest = rest.replacen(&["</", old, ">"].concat(), &["</", new, ">"].concat(), 1);
    Some([before, &rest].concat())
}

/// The text of an element is another.
fn other_text(text: &str, dice: &mut Dice) -> Option<String> {
    let starts: Vec<usize> = text.match_indices('>').map(|(at, _)| at + 1).collect();
    let from = *dice.pick(&starts)?;
    let end = text.get(from..)?.find('<').map_or(text.len(), |at| from + at);
    let word = if dice.below(2) == 0 { *dice.pick(&VALUES)? } else { *dice.pick(&WORDS)? };
    let word = word.replace('<', "&lt;");
    Some([text.get(..from)?, &word, text.get(end..)?].concat())
}

/// A piece inside itself, many times.
fn nested(text: &str, dice: &mut Dice) -> Option<String> {
    let (from, end) = element(text, dice)?;
    let piece = text.get(from..end)?;
    let inner = piece.find('>')? + 1;
    let most = if dice.below(10) == 0 { 200 } else { 4 };
    let turns = 1 + dice.below(most);
    let (open, close) = (piece.get(..inner)?, piece.get(inner..)?);
    if open.ends_with("/>") {
        return Some([text.get(..end)?, &piece.repeat(turns), text.get(end..)?].concat());
    }
    Some([text.get(..from)?, &open.repeat(turns), piece, &close.repeat(turns), text.get(end..)?].concat())
}

fn element_moved(text: &str, dice: &mut Dice) -> Option<String> {
    let (from, end) = element(text, dice)?;
    let piece = text.get(from..end)?.to_owned();
    let rest = if dice.below(2) == 0 { text.to_owned() } else { [text.get(..from)?, text.get(end..)?].concat() };
    let places: Vec<usize> = rest.match_indices('<').map(|(at, _)| at).collect();
    let to = *dice.pick(&places)?;
    Some([rest.get(..to)?, &piece, rest.get(to..)?].concat())
}

/// From the beginning of an element to the end that looks like its own.
fn element(text: &str, dice: &mut Dice) -> Option<(usize, usize)> {
    let starts: Vec<usize> = text.match_indices('<').map(|(at, _)| at).collect();
    let from = *dice.pick(&starts)?;
    let rest = text.get(from..)?;
    let open = rest.find('>')?;
    if rest.get(..open)?.ends_with('/') {
        return Some((from, from + open + 1));
    }
    let name = rest.get(1..)?.split([' ', '>', '\n']).next()?;
    let close = ["</", name, ">"].concat();
    let end = rest.find(&close)? + close.len();
    Some((from, from + end))
}

/// Boxed expressions of all forms.
const BOXED: &str = include_str!("boxed.dmn");
