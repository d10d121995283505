//! Past cases done again on another model 回放 before it is published: which would have gone another way,
//! which would have waited for what nobody ever did, which steps would have been late.

use std::{collections::BTreeMap, sync::Arc};

use askama::Template;
use process::{program::Program, replay::replay, state::Variables, step::Env};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Error, Read};
use web::{Answer, Cx, Path, Shell, State};

use super::Opened;
use crate::{
    Room, edition::EditionId, flow::Programs, pages::course, permits, records, refusal::Refusal, routes::console as to,
};

/// Cases looked at: the newest that ended.
const CASES: u32 = 300;
/// Rows shown.
const SHOWN: usize = 50;

/// What the past would have been, in figures.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Figures {
    /// Ended cases that were done again.
    pub cases: usize,
    /// They would have gone the same way.
    pub same: usize,
    pub other: usize,
    /// They would wait for a step that was never done.
    pub waiting: usize,
    /// At least one step would have been late.
    pub late: usize,
    /// They began before what happened in processes was kept.
    pub unknown: usize,
}

/// One case that would have gone another way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Otherwise {
    pub number: String,
    pub was: Vec<String>,
    pub would_be: Vec<String>,
    pub waits_at: Vec<String>,
    /// Step, working days it took, working days it would have had.
    pub late: Vec<(String, u32, u32)>,
}

/// The past on another model.
pub(crate) struct Past {
    pub figures: Figures,
    pub rows: Vec<Otherwise>,
    /// The models that the cases went by, by digest.
    pub models: BTreeMap<String, Arc<Program>>,
}

/// The newest ended cases of an item, done again on a text.
pub(crate) fn past(read: &Read<'_>, programs: &Programs, opened: &Opened, env: &Env<'_>) -> Result<Past, Error> {
    let other = programs.get(&opened.edition.digest, &|| Ok(opened.edition.text.clone()))?;
    let rules = programs.rules(&opened.edition.digest, &other);
    let (now, calendar) = (env.now, env.calendar.clone());
    let decide = |name: &str, variables: &Variables| rules.decide(name, variables, now, &calendar);
    let env = env.clone().deciding(&decide);
    let (mut figures, mut rows, mut models) = (Figures::default(), Vec::new(), BTreeMap::new());
    let texts = |names: &[Box<str>]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
    for (id, digest) in records::ended_flows(read, &opened.edition.item, CASES)? {
        let events = records::flow_events(read, &id)?;
        if events.is_empty() {
            figures.unknown += 1;
            continue;
        }
        let text = || records::model(read, &digest)?.ok_or_else(|| Refusal::NotFound.into());
        let was = programs.get(&digest, &text)?;
        models.insert(digest.clone(), was.clone());
        let found = replay(&was, &other, id.as_str(), &events, &env);
        figures.cases += 1;
        figures.same += usize::from(found.same_path);
        figures.other += usize::from(!found.same_path);
        figures.waiting += usize::from(!found.waits_at.is_empty());
        figures.late += usize::from(!found.late.is_empty());
        if (!found.same_path || !found.late.is_empty()) && rows.len() < SHOWN {
            let number = records::find(read, &id)?.map(|case| case.number).unwrap_or_default();
            rows.push(Otherwise {
                number,
                was: texts(&found.was),
                would_be: texts(&found.would_be),
                waits_at: texts(&found.waits_at),
                late: found.late.iter().map(|late| (late.element.to_string(), late.took, late.days)).collect(),
            });
        }
    }
    Ok(Past { figures, rows, models })
}

/// A row in words.
pub(crate) struct Row {
    pub number: String,
    pub was: String,
    pub would_be: String,
    pub waits_at: String,
    pub late: String,
}

#[derive(Template)]
#[template(path = "casework/console_past.html")]
pub(crate) struct PastPage {
    pub shell: Shell,
    /// Label and number.
    pub figures: Vec<(String, String)>,
    pub rows: Vec<Row>,
    /// Rows that are not shown.
    pub more: usize,
}

pub(crate) fn figures(shell: &Shell, figures: &Figures) -> Vec<(String, String)> {
    let all = [
        ("cases", figures.cases),
        ("same", figures.same),
        ("other", figures.other),
        ("waiting", figures.waiting),
        ("late", figures.late),
        ("unknown", figures.unknown),
    ];
    all.iter()
        .map(|(name, count)| {
            let label = shell.t(&["casework-past-", name].concat()).into_owned();
            (label, shell.number(i64::try_from(*count).unwrap_or(0)))
        })
        .collect()
}

pub(crate) async fn page(cx: Cx, State(room): State<Room>, Path(id): Path<EditionId>) -> Answer {
    let (asker, programs) = (cx.clone(), room.programs().clone());
    let calendar = room.needs().directory.calendar();
    let page = cx
        .read(move |read| {
            let opened = Opened::of(read, &id)?;
            if !permits::counts(&asker.actor, &opened.subject.body) {
                return Err(Refusal::NotPermitted.into());
            }
            let name = opened.subject.item.item.name.get(asker.locale).to_owned();
            let shell = super::shell(&asker, asker.t("casework-models-past"), &opened.edition.item, &name)
                .crumb(asker.t("casework-models-one"), to::of(to::EDITION, &id));
            let found = past(read, &programs, &opened, &Env::new(asker.now, calendar.clone()))?;
            let own = programs.get(&opened.edition.digest, &|| Ok(opened.edition.text.clone()))?;
            let mut called = course::Called::new();
            for program in std::iter::once(&own).chain(found.models.values()) {
                for (id, name) in course::called(&shell, &program.model, &course::keys(read, &program.model)?) {
                    called.entry(id).or_insert(name);
                }
            }
            let name = |id: &String| called.get(id).cloned().unwrap_or_else(|| id.clone());
            let names = |ids: &[String]| ids.iter().map(name).collect::<Vec<_>>().join(" → ");
            let late = |(step, took, days): &(String, u32, u32)| {
                shell.tn("casework-past-took", &[("step", &name(step)), ("took", took), ("days", days)])
            };
            let rows: Vec<Row> = found
                .rows
                .iter()
                .map(|row| Row {
                    number: row.number.clone(),
                    was: names(&row.was),
                    would_be: names(&row.would_be),
                    waits_at: names(&row.waits_at),
                    late: row.late.iter().map(late).collect::<Vec<_>>().join("; "),
                })
                .collect();
            Ok(PastPage {
                figures: figures(&shell, &found.figures),
                more: found.figures.other.saturating_sub(rows.len()),
                rows,
                shell: shell.clone(),
            })
        })
        .await?;
    cx.page(&page)
}
