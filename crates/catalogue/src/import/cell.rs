//! What single cells mean: none-words, limits with their units, the bodies that take part.

use kernel::{Limit, division::Level};
use serde_json::Value;
use web::check::half_width;

use crate::{
    mapping::{Limits, Mapping, Stages},
    shape::Part,
    words::Stage,
};

/// The texts of a cell: none, one, or the elements of a list. None-words are nothing.
pub(super) fn texts(cell: Option<&Value>, mapping: &Mapping) -> Result<Vec<String>, String> {
    let clean = |text: &str| {
        let text: String = text.chars().filter(|c| *c == '\n' || !web::check::is_unwritable(*c)).collect();
        let text = text.trim().to_owned();
        (!text.is_empty() && !mapping.none.contains(&text)).then_some(text)
    };
    Ok(match cell {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::String(text)) => clean(text).into_iter().collect(),
        Some(Value::Number(number)) => clean(&number.to_string()).into_iter().collect(),
        Some(Value::Array(all)) => {
            let each = all.iter().map(|one| one.as_str().ok_or("a list of something else than texts"));
            each.collect::<Result<Vec<_>, _>>()?.into_iter().filter_map(clean).collect()
        }
        Some(Value::Bool(_) | Value::Object(_)) => return Err("neither a text nor a list of texts".into()),
    })
}

/// `30(工作日)` by the pattern `{n}({unit})`. Full-width marks are read as half-width.
///
/// # Errors
/// Why it is no limit.
pub fn limit(text: &str, limits: &Limits) -> Result<Limit, String> {
    let wrong = || format!("{text:?} is not written as {:?}", limits.pattern);
    let (pattern, typed) = (half_width(&limits.pattern), half_width(text.trim()));
    let (before, rest) = pattern.split_once("{n}").ok_or_else(wrong)?;
    let (between, after) = rest.split_once("{unit}").ok_or_else(wrong)?;
    let inner = typed.strip_prefix(before).and_then(|text| text.strip_suffix(after)).ok_or_else(wrong)?;
    let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
    let (n, word) = inner.split_at_checked(digits).ok_or_else(wrong)?;
    let n: u32 = n.parse().map_err(|_| wrong())?;
    let word = word.strip_prefix(between).ok_or_else(wrong)?;
    let unit = limits.units.get(word).ok_or_else(|| format!("{text:?}: the unit {word:?} is not in the mapping"))?;
    Ok(Limit::new(n, *unit))
}

/// The parts of the bodies in one cell, and the words that name no line.
pub fn parts(text: &str, rules: &Stages) -> Result<(Vec<Part>, Vec<String>), String> {
    let (mut parts, mut unknown): (Vec<Part>, Vec<String>) = (Vec::new(), Vec::new());
    for label in split_outside(text, rules) {
        let (who, stages) = label.split_once(rules.open.as_str()).ok_or_else(|| format!("{label:?} has no stages"))?;
        let stages = stages.strip_suffix(rules.close.as_str()).ok_or_else(|| format!("{label:?} does not end"))?;
        let found =
            rules.levels.iter().find_map(|(word, level)| Some((*level, who.trim().strip_prefix(word.as_str())?)));
        let (level, word): (Level, &str) = found.ok_or_else(|| format!("{who:?} begins with no level"))?;
        let mut wanted = stages
            .split(rules.comma.as_str())
            .map(|word| rules.words.get(word.trim()).copied().ok_or_else(|| format!("{word:?} is no stage")));
        let mut stages: Vec<Stage> = wanted.by_ref().collect::<Result<_, _>>()?;
        stages.sort_unstable();
        stages.dedup();
        let line = match rules.lines.get(word) {
            Some(line) => line.clone(),
            None => {
                unknown.push(who.trim().to_owned());
                word.to_owned()
            }
        };
        if parts.iter().any(|part| part.level == level && part.line == line) {
            return Err(format!("{who:?} stands twice"));
        }
        parts.push(Part { level, line, body: None, stages });
    }
    Ok((parts, unknown))
}

/// The labels; a mark within the stages of one does not part them.
fn split_outside<'a>(text: &'a str, rules: &Stages) -> Vec<&'a str> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(end) = rest.find(rules.close.as_str()) {
        let (label, after) = rest.split_at_checked(end + rules.close.len()).unwrap_or((rest, ""));
        out.push(label);
        rest = after.strip_prefix(rules.between.as_str()).unwrap_or(after);
    }
    if !rest.trim().is_empty() {
        out.push(rest);
    }
    out
}
