//! For editors of the catalogue: what each list left open when it was last taken over.

pub(crate) mod bundles;

use std::collections::BTreeMap;

use askama::Template;
use web::{Answer, Cx, Shell};

use super::Say;
use crate::{
    import::{Open, Report},
    listing::{self, Listing},
};

/// Lines shown of each kind; the rest is in the JSON of the command line.
const SHOWN: usize = 20;

/// What is open of one kind.
pub(crate) struct OpenKind {
    pub what: String,
    pub count: usize,
    pub rows: Vec<OpenRow>,
    pub more: usize,
}

pub(crate) struct OpenRow {
    pub line: usize,
    pub code: String,
    pub detail: Say,
}

pub(crate) struct Shown {
    pub list: String,
    pub source: Option<Say>,
    pub at: String,
    pub counts: Vec<(String, String)>,
    pub rejected: Vec<(usize, String)>,
    pub rejected_more: usize,
    pub open: Vec<OpenKind>,
}

#[derive(Template)]
#[template(path = "catalogue_imports.html")]
pub(crate) struct ImportsPage {
    pub shell: Shell,
    pub lists: Vec<Shown>,
}

/// `GET /console/catalogue/imports`.
pub async fn imports(cx: Cx) -> Answer {
    let lists = cx.read(listing::all).await?;
    let shell = cx.shell(cx.t("catalogue-imports")).crumb(cx.t("web-home"), "/").wide();
    cx.page(&page(shell, &lists))
}

pub(crate) fn page(shell: Shell, lists: &[Listing]) -> ImportsPage {
    let lists = lists.iter().map(|list| shown(&shell, list)).collect();
    ImportsPage { shell, lists }
}

fn shown(shell: &Shell, list: &Listing) -> Shown {
    let Report { read, created, changed, unchanged, rejected, ambiguous } = &list.report;
    let counts = [
        ("catalogue-report-read", read),
        ("catalogue-report-created", created),
        ("catalogue-report-changed", changed),
        ("catalogue-report-unchanged", unchanged),
        ("catalogue-report-rejected", &rejected.len()),
        ("catalogue-report-open", &ambiguous.len()),
    ];
    let mut kinds: BTreeMap<Open, Vec<OpenRow>> = BTreeMap::new();
    for open in ambiguous {
        let detail = Say::zh(&open.detail, shell.locale);
        kinds.entry(open.kind).or_default().push(OpenRow { line: open.line, code: open.code.clone(), detail });
    }
    Shown {
        list: list.list.clone(),
        source: list.source.as_ref().map(|source| Say::of(source, shell.locale)),
        at: shell.moment(list.at),
        counts: counts
            .into_iter()
            .map(|(key, count)| (shell.t(key).into_owned(), shell.number(i64::try_from(*count).unwrap_or(0))))
            .collect(),
        rejected: rejected.iter().take(SHOWN).map(|one| (one.line, one.reason.clone())).collect(),
        rejected_more: rejected.len().saturating_sub(SHOWN),
        open: kinds
            .into_iter()
            .map(|(kind, mut rows)| {
                let count = rows.len();
                rows.truncate(SHOWN);
                let what = shell.t(&["catalogue-open-", kind.as_str()].concat()).into_owned();
                OpenKind { what, count, more: count - rows.len(), rows }
            })
            .collect(),
    }
}
