//! Changes of running cases on the board: how many each officer proposed over the last days and what came of
//! them; each figure opens its rows.

use askama::Template;
use kernel::{Locale, Text, Timestamp, id::BodyId, id::StaffId};
use serde::Deserialize;
use store::{Error, Read};
use web::{Answer, Cx, Query, Shell};

use super::{
    board::{Cell, Figures, PERIOD_DAYS, Watch, opens},
    changes::{self, Row},
    staff_name,
};
use crate::{
    change::Change,
    records::{self, ByOfficer},
    refusal::Refusal,
    routes::{change as to, staff::BOARD},
};

/// Changes at once.
const MOST: u32 = 50;
/// What is counted.
pub(crate) const COUNTED: [&str; 4] = ["proposed", "applied", "refused", "undone"];

/// An officer with the figures.
pub(crate) struct Officer {
    pub body: String,
    pub body_name: Text,
    pub name: String,
    pub counts: ByOfficer,
}

fn since(now: Timestamp) -> Timestamp {
    now.plus_minutes(-PERIOD_DAYS * 24 * 60)
}

/// The officers who proposed changes in cases of these bodies.
pub(crate) fn load(
    read: &Read<'_>,
    figures: &[Figures],
    locale: Locale,
    now: Timestamp,
) -> Result<Vec<Officer>, Error> {
    let mut out = Vec::new();
    for figure in figures {
        let Ok(body) = figure.body.parse::<BodyId>() else { continue };
        for counts in records::changes_by_officer(read, &body, since(now))? {
            out.push(Officer {
                body: figure.body.clone(),
                body_name: figure.name.clone(),
                name: staff_name(read, &counts.officer, locale)?,
                counts,
            });
        }
    }
    Ok(out)
}

pub(crate) struct OfficerRow {
    pub body: String,
    pub name: String,
    pub cells: Vec<Cell>,
}

fn label(shell: &Shell, what: &str) -> String {
    shell.t(&["casework-board-changes-", what].concat()).into_owned()
}

/// Heads of the table.
pub(crate) fn heads(shell: &Shell) -> Vec<String> {
    COUNTED.iter().map(|what| label(shell, what)).collect()
}

pub(crate) fn rows(shell: &Shell, officers: &[Officer]) -> Vec<OfficerRow> {
    let row = |officer: &Officer| {
        let cell = |(what, count): (&&str, &i64)| {
            let ids = [("body", officer.body.as_str()), ("officer", officer.counts.officer.as_str()), ("what", what)];
            Cell {
                label: label(shell, what),
                count: shell.number(count),
                href: if *count == 0 { String::new() } else { web::path::with_query(to::BOARD_CHANGES, &ids) },
                grave: false,
            }
        };
        OfficerRow {
            body: shell.text(&officer.body_name).to_owned(),
            name: officer.name.clone(),
            cells: COUNTED.iter().zip(&officer.counts.counts).map(cell).collect(),
        }
    };
    officers.iter().map(row).collect()
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    body: String,
    officer: String,
    what: String,
    after: String,
}

/// A change behind a figure.
pub(crate) struct ChangeRow {
    pub number: String,
    /// Who sees figures only is not led there.
    pub opens: bool,
    pub row: Row,
}

#[derive(Template)]
#[template(path = "casework/board_changes.html")]
pub(crate) struct ChangesPage {
    pub shell: Shell,
    pub officer: String,
    pub rows: Vec<ChangeRow>,
    pub first: String,
    pub next: String,
}

/// The changes behind a figure.
pub(crate) async fn page(cx: Cx, Query(asked): Query<Asked>) -> Answer {
    if asked.body.is_empty() {
        // Without a figure there are no changes behind it: the figures are on the board.
        return Ok(cx.see_other(BOARD));
    }
    let (actor, wanted, now, locale) = (cx.actor.clone(), asked.clone(), cx.now, cx.locale);
    let (officer, mut found) = cx
        .read(move |read| {
            let id: BodyId = wanted.body.parse().map_err(|_| Refusal::NotFound)?;
            let officer: StaffId = wanted.officer.parse().map_err(|_| Refusal::NotFound)?;
            Watch::of(&actor).body(read, &id)?;
            let what = COUNTED.iter().find(|what| **what == wanted.what).ok_or(Refusal::NotFound)?;
            let all = records::changes_of_officer(read, &id, &officer, what, since(now), &wanted.after, MOST + 1)?;
            let mut found: Vec<(Change, String)> = Vec::new();
            for change in all {
                let number = records::find(read, &change.case)?.map(|case| case.number).unwrap_or_default();
                found.push((change, number));
            }
            Ok((staff_name(read, &officer, locale)?, found))
        })
        .await?;
    let more = found.len() > MOST as usize;
    found.truncate(MOST as usize);
    let here = |after: &str| {
        let ids = [("body", asked.body.as_str()), ("officer", &asked.officer), ("what", &asked.what), ("after", after)];
        web::path::with_query(to::BOARD_CHANGES, &ids)
    };
    let title = cx.t(&["casework-board-changes-", &asked.what].concat());
    let shell = cx.shell(title).crumb(cx.t("casework-board-title"), BOARD).wide();
    let opens = opens(&cx.actor);
    let row = |(change, number): &(Change, String)| ChangeRow {
        number: number.clone(),
        opens,
        row: changes::row(&shell, change),
    };
    cx.page(&ChangesPage {
        officer,
        next: found.last().filter(|_| more).map(|(change, _)| here(change.id.as_str())).unwrap_or_default(),
        rows: found.iter().map(row).collect(),
        first: if asked.after.is_empty() { String::new() } else { here("") },
        shell,
    })
}
