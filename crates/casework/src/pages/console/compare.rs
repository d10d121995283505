//! Two versions beside each other: what was added, taken away and changed, in words and on both drawings.

use std::collections::BTreeMap;

use askama::Template;
use process::{
    diff::{What, diff},
    model::Model,
};
use serde::Deserialize;
use web::{Answer, Choice, Cx, Path, Query, Shell, State};

use super::{Opened, place_word};
use crate::{
    Room,
    edition::EditionId,
    pages::course::{self, Course, Standing},
    records,
    refusal::Refusal,
    routes::console as to,
};

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    with: String,
}

/// One difference.
pub(crate) struct Change {
    pub tag: &'static str,
    pub what: String,
    pub name: String,
    /// Aspect, before, after.
    pub aspects: Vec<(String, String, String)>,
}

#[derive(Template)]
#[template(path = "casework/console_compare.html")]
pub(crate) struct ComparePage {
    pub shell: Shell,
    pub action: String,
    pub with: String,
    pub others: Vec<Choice>,
    pub same: bool,
    pub changes: Vec<Change>,
    /// Title and drawing: the other first.
    pub drawings: Vec<(String, Course)>,
}

fn standing(shell: &Shell, found: &process::diff::Difference, old: bool) -> BTreeMap<String, Standing> {
    let mut out = BTreeMap::new();
    for change in &found.changes {
        let (class, key) = match change.what {
            What::Removed if old => ("is-removed", "casework-models-removed"),
            What::Added if !old => ("is-added", "casework-models-added"),
            What::Changed => ("is-changed", "casework-models-changed"),
            _ => continue,
        };
        out.insert(change.element.to_string(), Standing { count: 0, label: shell.t(key).into_owned(), class });
    }
    out
}

pub(crate) fn changes(shell: &Shell, found: &process::diff::Difference, names: [&course::Called; 2]) -> Vec<Change> {
    let [old, new] = names;
    let name = |change: &process::diff::Change| {
        let own = if change.name.is_empty() { None } else { Some(change.name.to_string()) };
        own.or_else(|| new.get(&*change.element).or_else(|| old.get(&*change.element)).cloned())
            .unwrap_or_else(|| change.element.to_string())
    };
    let aspect = |aspect: &process::diff::Aspect| {
        let text = |side: &Option<Box<str>>| side.as_deref().unwrap_or("–").to_owned();
        (aspect.name.to_string(), text(&aspect.before), text(&aspect.after))
    };
    let change = |change: &process::diff::Change| {
        let (tag, key) = match change.what {
            What::Added => ("done", "casework-models-added"),
            What::Removed => ("refused", "casework-models-removed"),
            What::Changed => ("soon", "casework-models-changed"),
        };
        Change {
            tag,
            what: shell.t(key).into_owned(),
            name: name(change),
            aspects: change.aspects.iter().map(aspect).collect(),
        }
    };
    found.changes.iter().map(change).collect()
}

pub(crate) async fn page(
    cx: Cx,
    State(room): State<Room>,
    Path(id): Path<EditionId>,
    Query(asked): Query<Asked>,
) -> Answer {
    let (asker, programs) = (cx.clone(), room.programs().clone());
    let page = cx
        .read(move |read| {
            let Opened { edition, subject } = Opened::of(read, &id)?;
            let name = subject.item.item.name.get(asker.locale).to_owned();
            let shell = super::shell(&asker, asker.t("casework-models-compare"), &edition.item, &name);
            let editions = records::editions(read, &edition.item)?;
            let mut others = vec![Choice::new("generated", shell.t("casework-models-base-generated"))];
            for other in editions.iter().filter(|other| other.id != edition.id) {
                let place = place_word(&shell, read, other.division.as_ref())?;
                let number = shell.number(other.number);
                let label = shell.t2("casework-models-version", "number", number, "place", place);
                others.push(Choice::new(other.id.as_str(), label));
            }
            // Unasked: with the version before it, else with what is generated.
            let before =
                || editions.iter().find(|other| other.division == edition.division && other.number < edition.number);
            let with = match asked.with.as_str() {
                "" => before().map_or_else(|| "generated".to_owned(), |other| other.id.to_string()),
                with => with.to_owned(),
            };
            let model = |text: &str| {
                process::bpmn::read(text.as_bytes()).map_err(|error| store::Error::Engine(error.to_string()))
            };
            let old: Model = match editions.iter().find(|other| other.id.as_str() == with) {
                Some(other) => model(&other.text)?,
                None if with == "generated" => model(&subject.generated(&programs)?.1)?,
                None => return Err(Refusal::NotFound.into()),
            };
            let new = model(&edition.text)?;
            let found = diff(&old, &new);
            let called =
                |model: &Model| Ok::<_, store::Error>(course::called(&shell, model, &course::keys(read, model)?));
            let (old_names, new_names) = (called(&old)?, called(&new)?);
            let label = others.iter().find(|other| other.value == with).map(|other| other.label.clone());
            let this = shell.t2(
                "casework-models-version",
                "number",
                shell.number(edition.number),
                "place",
                place_word(&shell, read, edition.division.as_ref())?,
            );
            let sides = [(label.unwrap_or_default(), &old, &old_names, true), (this, &new, &new_names, false)];
            let drawings = sides.into_iter().map(|(title, model, names, is_old)| {
                let id = if is_old { "before" } else { "after" };
                let standing = standing(&shell, &found, is_old);
                let drawn = course::course(&shell, model, names, &standing, id, &title);
                (title, drawn)
            });
            Ok(ComparePage {
                action: to::of(to::COMPARISON, &edition.id),
                with,
                others,
                same: found.same_meaning,
                changes: changes(&shell, &found, [&old_names, &new_names]),
                drawings: drawings.collect(),
                shell: shell.clone(),
            })
        })
        .await?;
    cx.page(&page)
}
