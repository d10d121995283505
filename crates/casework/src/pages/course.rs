//! The course of a case 办理流程: its model as a drawing and as an outline in words, with what is done,
//! where it stands and what is late; and the same picture of a model without a case. Who can't see
//! the drawing reads the outline: it says the same. Not here: what an editor may do with a model.

mod passed;

use std::collections::{BTreeMap, HashMap};

use kernel::{Locale, Text, division::Level};
use process::{
    draw::{Drawing, Mark, draw},
    model::{Definition, EventPosition, Model, NodeId, NodeKind},
    outline::{Entry, outline},
};
use store::{Error, Read};
use web::{Html, Shell, Texts};

use super::{changed::ChangedRow, reasons::ReasonRow};
use crate::flow::{Place, RENEW, SPECIAL_BEGAN, is_renewing};

pub(crate) use passed::Loaded;

/// Names of the bodies that models name by key.
pub(crate) type Keys = HashMap<String, Text>;

/// The names of the bodies that a model names by key.
pub(crate) fn keys(read: &Read<'_>, model: &Model) -> Result<Keys, Error> {
    let mut keys = Keys::new();
    for node in &model.nodes {
        if let Some(Place::Named(key)) = node.official.body.as_deref().map(Place::parse)
            && !keys.contains_key(&key)
            && let Some(body) = directory::bodies::by_key(read, &key)?
        {
            keys.insert(key, body.name);
        }
    }
    Ok(keys)
}

/// What an element is called, by id.
pub(crate) type Called = BTreeMap<String, String>;

/// What stands at an element: how many, in which words, in which look.
#[derive(Debug, Clone, Default)]
pub(crate) struct Standing {
    pub count: u32,
    pub label: String,
    pub class: &'static str,
}

/// A row of the outline.
pub(crate) struct Row {
    pub number: String,
    /// How deep inside sub-processes.
    pub depth: usize,
    pub name: String,
    pub kind: String,
    pub office: String,
    pub then: String,
    pub standing: String,
    pub tag: &'static str,
}

/// A drawing with its outline.
pub(crate) struct Course {
    pub title: String,
    pub picture: Html,
    pub rows: Vec<Row>,
    /// Of one case: which rules led it here.
    pub reasons: Vec<ReasonRow>,
    /// Of one case: how its steps were changed.
    pub changed: Vec<ChangedRow>,
    /// Of one case: what the law does by itself, and when.
    pub by_law: String,
}

/// The body of a step in words that hold for every case.
fn place(shell: &Shell, keys: &Keys, place: &Place) -> String {
    match place {
        Place::Own => shell.t("casework-place-own").into_owned(),
        Place::Named(key) => keys.get(key).map_or_else(|| key.clone(), |name| shell.text(name).to_owned()),
        Place::Competent { level, line } => {
            shell.t2("casework-place-competent", "level", level_word(shell, *level), "line", line.as_str())
        }
    }
}

pub(crate) fn level_word(shell: &Shell, level: Level) -> String {
    shell.t(&["catalogue-level-", level.as_str()].concat()).into_owned()
}

/// What a task of the model is: by its name, or in a word. A name that only says the word is said in
/// the reader's language.
fn task_word(shell: &Shell, name: &str, form: Option<&str>) -> String {
    let key = match form {
        Some("decide") => "casework-step-decide",
        Some(RENEW) => "casework-step-renew",
        _ => "casework-step-review",
    };
    if name.is_empty() || name == shell.texts().message(Locale::Zh, key, &[]) {
        shell.t(key).into_owned()
    } else {
        name.to_owned()
    }
}

/// Names in Chinese for what is generated without, for the text of a draft.
pub(crate) fn plain_names(texts: &Texts, model: &Model) -> Called {
    let word = |key: &'static str| texts.message(Locale::Zh, key, &[]);
    let name = |node: &process::model::Node| match &node.kind {
        NodeKind::Activity(_) => match node.official.form.as_deref() {
            Some("review") => Some(word("casework-step-review")),
            Some("decide") => Some(word("casework-step-decide")),
            Some(RENEW) => Some(word("casework-step-renew")),
            _ => beside(model, node.inside()).map(word),
        },
        NodeKind::Event(event) => start_or_end(model, node, event).map(word),
        NodeKind::Gateway(_) => None,
    };
    model.nodes.iter().filter_map(|node| Some((node.id.to_string(), name(node)?))).collect()
}

fn renews_after(model: &Model, node: &process::model::Node) -> bool {
    beside(model, Some(node.scope)) == Some("casework-step-renewal")
}

/// The text for an event that has no name of its own.
fn start_or_end(model: &Model, node: &process::model::Node, event: &process::model::Event) -> Option<&'static str> {
    let of_process = model.processes.contains(&node.scope);
    match (&event.definition, event.position) {
        (Definition::None, EventPosition::Start { .. }) if of_process => Some("casework-step-accepted"),
        (Definition::None, EventPosition::End) if of_process => Some("casework-step-over"),
        (Definition::Timer(_), EventPosition::Start { .. }) if renews_after(model, node) => {
            Some("casework-step-expires")
        }
        (Definition::Message(_), EventPosition::Start { .. }) => Some("casework-step-begins"),
        (Definition::Message(_), EventPosition::Catch) => Some("casework-step-ends"),
        _ => None,
    }
}

/// What steps are called: what each does and who does it, how it begins and ends.
pub(crate) fn called(shell: &Shell, model: &Model, keys: &Keys) -> Called {
    let mut called = Called::new();
    for node in &model.nodes {
        let name = match &node.kind {
            NodeKind::Activity(_) if node.official.body.is_some() => {
                let body = node.official.body.as_deref().map_or(Place::Own, Place::parse);
                let what = task_word(shell, &node.name, node.official.form.as_deref());
                shell.t2("casework-step-of", "what", what, "body", place(shell, keys, &body))
            }
            NodeKind::Activity(_) => match beside(model, node.inside()).filter(|_| node.name.is_empty()) {
                Some(key) => shell.t(key).into_owned(),
                None => continue,
            },
            NodeKind::Event(event) => {
                let key = start_or_end(model, node, event);
                let plain = |key: &&'static str| {
                    node.name.is_empty() || *node.name == *shell.texts().message(Locale::Zh, key, &[])
                };
                match key.filter(plain) {
                    Some(key) => shell.t(key).into_owned(),
                    None => continue,
                }
            }
            _ => continue,
        };
        called.insert(node.id.to_string(), name);
    }
    called
}

/// What stands beside the bodies: a special procedure, or the renewal by law.
fn beside(model: &Model, inside: Option<process::model::ScopeId>) -> Option<&'static str> {
    let nodes = &model[inside?].nodes;
    let special = |node: &NodeId| match model[*node].event().map(|event| &event.definition) {
        Some(Definition::Message(Some(message))) => {
            model.declared.get(message.0 as usize).is_some_and(|declared| &*declared.name == SPECIAL_BEGAN)
        }
        _ => false,
    };
    if nodes.iter().any(special) {
        return Some("casework-step-special");
    }
    nodes.iter().any(|node| is_renewing(&model[*node])).then_some("casework-step-renewal")
}

/// A model drawn and told. `id` tells two pictures on one page apart.
pub(crate) fn course(
    shell: &Shell,
    model: &Model,
    called: &Called,
    standing: &BTreeMap<String, Standing>,
    id: &str,
    title: &str,
) -> Course {
    let mark = |(element, one): (&'_ String, &'_ Standing)| -> (String, Standing) { (element.clone(), one.clone()) };
    let held: Vec<(String, Standing)> = standing.iter().map(mark).collect();
    let marks = held
        .iter()
        .map(|(element, one)| {
            (element.as_str(), Mark { count: one.count, label: one.label.as_str(), class: one.class })
        })
        .collect();
    let names = called.iter().map(|(element, name)| (element.as_str(), name.as_str())).collect();
    let description = shell.t("casework-course-described");
    let drawing = Drawing { title, description: &description, id, marks, names, plane: "" };
    let mut rows = Vec::new();
    for process in outline(model).processes {
        for entry in &process.entries {
            tell(shell, entry, called, standing, 0, &mut rows);
        }
    }
    let picture = Html(draw(model, &drawing));
    Course { title: title.to_owned(), picture, rows, reasons: Vec::new(), changed: Vec::new(), by_law: String::new() }
}

fn tell(
    shell: &Shell,
    entry: &Entry,
    called: &Called,
    standing: &BTreeMap<String, Standing>,
    depth: usize,
    rows: &mut Vec<Row>,
) {
    let ways: Vec<String> = entry
        .next
        .iter()
        .map(|next| match (&*next.condition, next.is_default) {
            ("", false) => next.number.clone(),
            ("", true) => shell.t1("casework-course-else", "step", next.number.as_str()),
            (condition, _) => shell.t2("casework-course-if", "step", next.number.as_str(), "condition", condition),
        })
        .collect();
    let basis = entry.office.iter().find(|(key, _)| *key == "legal-basis").map(|(_, value)| value.to_string());
    let here = standing.get(&*entry.element);
    let own = called.get(&*entry.element).map_or(&*entry.name, String::as_str);
    rows.push(Row {
        number: entry.number.clone(),
        depth,
        name: if own.is_empty() { String::new() } else { own.to_owned() },
        kind: kind(shell, &entry.kind),
        office: basis.unwrap_or_default(),
        then: if ways.is_empty() { String::new() } else { shell.t1("casework-course-then", "steps", ways.join(", ")) },
        standing: here.map(|one| one.label.clone()).unwrap_or_default(),
        tag: match here.map(|one| one.class) {
            Some("is-done") => "done",
            Some("is-current") => "running",
            Some("is-late") => "late",
            Some("is-wrong" | "is-removed") => "refused",
            _ => "waiting",
        },
    });
    for inner in entry.beside.iter().chain(&entry.inside) {
        tell(shell, inner, called, standing, depth + 1, rows);
    }
}

/// What an element is, in words.
pub(crate) fn kind(shell: &Shell, kind: &str) -> String {
    const POSITIONS: [&str; 7] = ["start-beside", "boundary-beside", "start", "catch", "throw", "boundary", "end"];
    let event = POSITIONS.iter().find_map(|position| {
        let what = kind.strip_suffix(position)?.strip_suffix('-')?;
        Some((what, *position))
    });
    match event {
        Some((what, position)) => {
            let place = shell.t(&["casework-position-", position].concat()).into_owned();
            if what == "none" {
                return place;
            }
            let what = shell.t(&["casework-trigger-", what].concat()).into_owned();
            shell.t2("casework-kind-event", "what", what, "position", place)
        }
        None => shell.t(&["casework-kind-", kind].concat()).into_owned(),
    }
}
