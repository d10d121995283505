//! Suites of token moves: scripts that are rehearsed, and the traces that are expected. A result is
//! right when the exits of each element agree per segment, when the trees of visits are equal, and
//! when the order of actions is causal; numbers of visits are labels only.

use std::{
    collections::{BTreeMap, HashMap},
    path::Path,
};

use serde_json::Value;

use super::{Doors, Score, files, json, list, text};

/// Runs every script of a suite.
///
/// # Errors
/// When its files can't be read.
pub fn run(doors: &Doors, folder: &Path) -> Result<Score, String> {
    let mut score = Score::default();
    for (name, script) in files(&folder.join("scripts"), ".json")? {
        let expected = json(&folder.join("expected").join(format!("{name}.json")))?;
        let model = folder.join("models").join(text(&json(&script)?, "model"));
        score.count(&name, rehearsed(doors, &model, &script, &expected));
    }
    Ok(score)
}

fn rehearsed(doors: &Doors, model: &Path, script: &Path, expected: &Value) -> Result<(), String> {
    let (model, script) = (model.to_string_lossy(), script.to_string_lossy());
    let answer = doors.open(&["process", "rehearse", &model, "--script", &script, "--json"])?;
    if answer.code != Some(0) {
        return Err(format!("exit {:?}: {}", answer.code, answer.told));
    }
    let given: Vec<Vec<Entry>> = answer.lines.iter().filter_map(|line| trace(line.get("trace")?)).collect();
    let wanted: Vec<Vec<Entry>> = list(expected, "segments").iter().filter_map(trace).collect();
    if given.len() != wanted.len() {
        return Err(format!("{} segments instead of {}", given.len(), wanted.len()));
    }
    for (place, (one, exits)) in given.iter().zip(list(expected, "exits")).enumerate() {
        let mut counted: BTreeMap<&str, u64> = BTreeMap::new();
        for entry in one.iter().filter(|entry| entry.action == "exit") {
            *counted.entry(&entry.element).or_default() += 1;
        }
        let exits = exits.as_object().ok_or("exits of a segment are no object")?;
        let agree = exits.len() == counted.len()
            && exits.iter().all(|(element, count)| counted.get(element.as_str()).copied() == count.as_u64());
        if !agree {
            return Err(format!("segment {place}: exits {counted:?} instead of {exits:?}"));
        }
    }
    let given: Vec<&Entry> = given.iter().flatten().collect();
    let wanted: Vec<&Entry> = wanted.iter().flatten().collect();
    if text(expected, "order") != "exits" && nested(&given) != nested(&wanted) {
        return Err(format!("the trees of visits differ:\n    {}\n    {}", nested(&given), nested(&wanted)));
    }
    causal(&given)?;
    let open = answer.lines.iter().find_map(|line| line.get("open")).and_then(Value::as_array).map_or(0, Vec::len);
    let still = list(expected, "open").len();
    if open == still { Ok(()) } else { Err(format!("{open} visits open instead of {still}")) }
}

/// `action:element:visit:parent`.
struct Entry {
    action: String,
    element: String,
    visit: u64,
    parent: u64,
}

fn trace(value: &Value) -> Option<Vec<Entry>> {
    value.as_array()?.iter().map(|entry| read(entry.as_str()?)).collect()
}

fn read(entry: &str) -> Option<Entry> {
    let (rest, parent) = entry.rsplit_once(':')?;
    let (rest, visit) = rest.rsplit_once(':')?;
    let (action, element) = rest.split_once(':')?;
    Some(Entry {
        action: action.into(),
        element: element.into(),
        visit: visit.parse().ok()?,
        parent: parent.parse().ok()?,
    })
}

/// The tree of visits with the actions of each, written so that the order of siblings doesn't matter.
fn nested(entries: &[&Entry]) -> String {
    let mut label: BTreeMap<u64, String> = BTreeMap::new();
    let mut children: HashMap<u64, Vec<u64>> = HashMap::new();
    for entry in entries {
        let known = label.entry(entry.visit).or_insert_with(|| {
            children.entry(entry.parent).or_default().push(entry.visit);
            format!("{} ", entry.element)
        });
        known.push_str(entry.action.get(..1).unwrap_or_default());
    }
    branch(0, &label, &children)
}

fn branch(visit: u64, label: &BTreeMap<u64, String>, children: &HashMap<u64, Vec<u64>>) -> String {
    let below = children.get(&visit).map_or(&[][..], Vec::as_slice);
    let mut below: Vec<String> = below.iter().map(|child| branch(*child, label, children)).collect();
    below.sort();
    format!("{}[{}]", label.get(&visit).map_or("", String::as_str), below.join(","))
}

/// Per visit create, then enter or signal, then exit, then destroy; a parent starts before its
/// children and is destroyed after them.
fn causal(entries: &[&Entry]) -> Result<(), String> {
    let mut stage: HashMap<u64, u8> = HashMap::new();
    for entry in entries {
        let before = stage.get(&entry.visit).copied();
        let parent = stage.get(&entry.parent).copied();
        let (right, after) = match entry.action.as_str() {
            "create" => {
                (before.is_none() && (entry.parent == 0 || parent.is_some_and(|parent| (2..5).contains(&parent))), 1)
            }
            "enter" | "signal" => (before.is_some_and(|before| before < 4), 2),
            "exit" => (before.is_some_and(|before| before < 4), 3),
            "destroy" => (before.is_some_and(|before| before < 4), 4),
            _ => (false, 0),
        };
        if !right {
            return Err(format!("{} of {} {} comes out of order", entry.action, entry.element, entry.visit));
        }
        stage.insert(entry.visit, after);
    }
    Ok(())
}
