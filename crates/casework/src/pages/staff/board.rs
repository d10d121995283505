//! The board: how each body of a division stands, in figures that open their rows; what is late, by
//! whom, why, and what can be done now. It shows figures and cases, never persons.

use askama::Template;
use axum::response::IntoResponse;
use http::{HeaderValue, header};
use kernel::{
    Date, Problem, Text, Timestamp,
    access::{Actor, Role},
    division::DivisionCode,
    id::BodyId,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Error, Read};
use web::{Answer, Cx, Query, Shell, State};

use super::{
    board_changes::{self, OfficerRow},
    days_between, waits_for,
};
use crate::{
    Room,
    case::{Case, CaseId, State as CaseState},
    pages::words::{self, Names},
    path, records,
    refusal::Refusal,
    routes::staff as to,
};

/// Bodies at once.
const BODIES: u32 = 50;
/// Cases at once.
const CASES: u32 = 50;
/// Rows of a file of cases.
const FILE_ROWS: u32 = 5_000;
/// Corrections and acceptances by law are counted over so many days.
pub(crate) const PERIOD_DAYS: i64 = 30;
const WATCHES: &[Role] = &[Role::Supervisor, Role::Leader, Role::Auditor];

/// Whether somebody has a board.
pub(crate) fn watches(actor: &Actor) -> bool {
    actor.has_role(Role::Head) || WATCHES.iter().any(|role| actor.has_role(*role))
}

/// What somebody may look at.
pub(crate) struct Watch {
    /// Divisions with all below them.
    divisions: Vec<DivisionCode>,
    /// Single bodies.
    bodies: Vec<BodyId>,
}

impl Watch {
    pub(crate) fn of(actor: &Actor) -> Self {
        let mut watch = Self { divisions: Vec::new(), bodies: Vec::new() };
        for scope in actor.scopes() {
            match (scope.role, scope.division) {
                (Role::Supervisor | Role::Leader | Role::Auditor, Some(division)) => watch.divisions.push(division),
                (Role::Head | Role::Supervisor | Role::Leader | Role::Auditor, _) => {
                    watch.bodies.push(scope.body.clone());
                }
                _ => {}
            }
        }
        watch.divisions.dedup();
        watch.bodies.dedup();
        watch
    }

    fn reaches(&self, division: &DivisionCode) -> bool {
        self.divisions.iter().any(|mine| mine.contains(division))
    }

    /// The bodies of a page: those of the division, or the single ones.
    fn bodies(
        &self,
        read: &Read<'_>,
        division: Option<&DivisionCode>,
        after: &str,
        limit: u32,
    ) -> Result<Vec<directory::Body>, Error> {
        match division {
            Some(division) => directory::bodies::in_division(read, division, after, limit),
            None => {
                let mut found = Vec::new();
                for id in &self.bodies {
                    found.extend(directory::bodies::by_id(read, id)?);
                }
                Ok(found)
            }
        }
    }

    /// The division that somebody chose, else the first of those in reach; none for who has single bodies.
    fn chosen(&self, division: &str) -> Result<Option<DivisionCode>, Error> {
        if division.is_empty() {
            return Ok(self.divisions.first().copied());
        }
        let code: DivisionCode = division.parse().map_err(|_| Refusal::NotFound)?;
        if self.reaches(&code) { Ok(Some(code)) } else { Err(Refusal::NotFound.into()) }
    }

    /// A page of bodies, and the key of the next.
    fn page(
        &self,
        read: &Read<'_>,
        division: Option<&DivisionCode>,
        after: &str,
        limit: u32,
    ) -> Result<(Vec<directory::Body>, Option<String>), Error> {
        let mut bodies = self.bodies(read, division, after, limit + 1)?;
        let more = bodies.len() > limit as usize;
        bodies.truncate(limit as usize);
        let next = bodies.last().filter(|_| more).map(|body| body.id.to_string());
        Ok((bodies, next))
    }

    pub(super) fn body(&self, read: &Read<'_>, id: &BodyId) -> Result<directory::Body, Error> {
        let body = directory::bodies::by_id(read, id)?.ok_or(Refusal::NotFound)?;
        if self.bodies.contains(id) || self.reaches(&body.division) { Ok(body) } else { Err(Refusal::NotFound.into()) }
    }
}

/// The bodies of a page of the board, and the key of the next.
pub(super) fn bodies_of(
    read: &Read<'_>,
    actor: &Actor,
    division: &str,
    after: &str,
    limit: u32,
) -> Result<(Vec<directory::Body>, Option<String>), Error> {
    let watch = Watch::of(actor);
    let chosen = watch.chosen(division)?;
    watch.page(read, chosen.as_ref(), after, limit)
}

/// How one body stands.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Figures {
    pub body: String,
    pub name: Text,
    pub submitted: i64,
    pub received: i64,
    pub correction: i64,
    pub accepted: i64,
    pub special: i64,
    /// Past the day by which the next thing was to happen.
    pub late: i64,
    /// Over the last 30 days: cases that came.
    pub came: i64,
    /// Over the last 30 days: with a correction.
    pub corrected: i64,
    /// Over the last 30 days: accepted by law, because nothing was said.
    pub deemed: i64,
}

/// The first id that a case of the period can have.
fn since(now: Timestamp) -> String {
    CaseId::new(now.plus_minutes(-PERIOD_DAYS * 24 * 60), [0; 10]).to_string()
}

/// The figures of a body.
pub(crate) fn figures(read: &Read<'_>, body: &directory::Body, now: Timestamp) -> Result<Figures, Error> {
    let counts = records::counts(read, &body.id)?;
    let of = |state: CaseState| counts.iter().find(|(found, _)| *found == state).map_or(0, |(_, count)| *count);
    let (came, corrected, deemed) = records::period(read, &body.id, &since(now))?;
    Ok(Figures {
        body: body.id.to_string(),
        name: body.name.clone(),
        submitted: of(CaseState::Submitted),
        received: of(CaseState::Received),
        correction: of(CaseState::Correction),
        accepted: of(CaseState::Accepted),
        special: of(CaseState::Special),
        late: records::late_cases_count(read, &body.id, now.date())?,
        came,
        corrected,
        deemed,
    })
}

/// What a figure counts.
pub(crate) const FIGURES: [&str; 8] =
    ["late", "submitted", "received", "correction", "accepted", "special", "corrected", "deemed"];

impl Figures {
    pub(crate) fn get(&self, what: &str) -> i64 {
        match what {
            "late" => self.late,
            "submitted" => self.submitted,
            "received" => self.received,
            "correction" => self.correction,
            "accepted" => self.accepted,
            "special" => self.special,
            "corrected" => self.corrected,
            _ => self.deemed,
        }
    }
}

/// A figure with the way to its rows.
pub(crate) struct Cell {
    pub label: String,
    pub count: String,
    /// Empty where there is nothing to open.
    pub href: String,
    pub grave: bool,
}

pub(crate) struct Row {
    pub name: String,
    pub cells: Vec<Cell>,
}

pub(crate) fn row(shell: &Shell, figures: &Figures) -> Row {
    let cell = |what: &&str| {
        let count = figures.get(what);
        let href = web::path::with_query(to::BOARD_ROWS, &[("body", &figures.body), ("what", what)]);
        Cell {
            label: head(shell, what),
            count: shell.number(count),
            href: if count == 0 { String::new() } else { href },
            grave: *what == "late" && count > 0,
        }
    };
    Row { name: shell.text(&figures.name).to_owned(), cells: FIGURES.iter().map(cell).collect() }
}

pub(crate) fn head(shell: &Shell, what: &str) -> String {
    shell.t(&["casework-board-", what].concat()).into_owned()
}

#[derive(Template)]
#[template(path = "casework/board.html")]
pub(crate) struct Board {
    pub shell: Shell,
    pub place: String,
    pub heads: Vec<String>,
    pub rows: Vec<Row>,
    pub sum: Vec<String>,
    /// Officers with the changes of running cases that they proposed.
    pub changes: Vec<OfficerRow>,
    pub change_heads: Vec<String>,
    /// Divisions below: name and address.
    pub below: Vec<(String, String)>,
    pub csv: String,
    pub signs: String,
    pub first: String,
    pub next: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    division: String,
    after: String,
    body: String,
    what: String,
}

/// One page of the board: bodies with their figures, and where one is.
pub(crate) struct Loaded {
    pub division: Option<directory::Division>,
    pub below: Vec<directory::Division>,
    pub figures: Vec<Figures>,
    pub next: Option<String>,
}

pub(crate) fn load(
    read: &Read<'_>,
    actor: &Actor,
    division: &str,
    after: &str,
    limit: u32,
    now: Timestamp,
) -> Result<Loaded, Error> {
    let watch = Watch::of(actor);
    let chosen = watch.chosen(division)?;
    let (bodies, next) = watch.page(read, chosen.as_ref(), after, limit)?;
    let figures = bodies.iter().map(|body| figures(read, body, now)).collect::<Result<Vec<_>, _>>()?;
    let (division, below) = match &chosen {
        Some(code) => (directory::divisions::get(read, code)?, directory::divisions::children(read, code)?),
        None => (None, Vec::new()),
    };
    Ok(Loaded { division, below, figures, next })
}

pub(crate) async fn page(cx: Cx, Query(asked): Query<Asked>) -> Answer {
    let (actor, wanted, now) = (cx.actor.clone(), asked.clone(), cx.now);
    let locale = cx.locale;
    let (found, officers) = cx
        .read(move |read| {
            let found = load(read, &actor, &wanted.division, &wanted.after, BODIES, now)?;
            let officers = board_changes::load(read, &found.figures, locale, now)?;
            Ok((found, officers))
        })
        .await?;
    let shell = cx.shell(cx.t("casework-board-title")).wide();
    let changes = board_changes::rows(&shell, &officers);
    cx.page(&Board { changes, ..Board::of(shell, &found, &asked.division, &asked.after) })
}

impl Board {
    pub(crate) fn of(shell: Shell, found: &Loaded, division: &str, after: &str) -> Self {
        let here = |after: &str| web::path::with_query(to::BOARD, &[("division", division), ("after", after)]);
        let sum = FIGURES.iter().map(|what| shell.number(found.figures.iter().map(|row| row.get(what)).sum::<i64>()));
        let below = found.below.iter().map(|below| {
            let href = web::path::with_query(to::BOARD, &[("division", below.code.as_str())]);
            (shell.text(&below.name).to_owned(), href)
        });
        Self {
            place: found.division.as_ref().map(|place| shell.text(&place.name).to_owned()).unwrap_or_default(),
            heads: FIGURES.iter().map(|what| head(&shell, what)).collect(),
            rows: found.figures.iter().map(|figures| row(&shell, figures)).collect(),
            sum: sum.collect(),
            changes: Vec::new(),
            change_heads: board_changes::heads(&shell),
            below: below.collect(),
            csv: web::path::with_query(to::BOARD_CSV, &[("division", division)]),
            signs: web::path::with_query(to::BOARD_SIGNS, &[("division", division)]),
            first: if after.is_empty() { String::new() } else { here("") },
            next: found.next.as_deref().map(here).unwrap_or_default(),
            shell,
        }
    }
}

/// A file that spreadsheets open: UTF-8 with its mark.
fn csv_file(name: &'static str, lines: Vec<Vec<String>>) -> Answer {
    let mut text = String::from("\u{feff}");
    for line in lines {
        // A cell that begins like a formula is made text.
        let cell = |cell: String| {
            let cell = if cell.starts_with(['=', '+', '-', '@']) { ["'", &cell].concat() } else { cell };
            ["\"", &cell.replace('"', "\"\""), "\""].concat()
        };
        text.push_str(&line.into_iter().map(cell).collect::<Vec<_>>().join(","));
        text.push_str("\r\n");
    }
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static(name)),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    Ok((headers, text).into_response())
}

/// The figures of every body of the division.
pub(crate) async fn csv(cx: Cx, Query(asked): Query<Asked>) -> Answer {
    let (actor, now) = (cx.actor.clone(), cx.now);
    let found = cx.read(move |read| load(read, &actor, &asked.division, "", FILE_ROWS, now)).await?;
    let shell = cx.shell("");
    let mut lines = vec![
        std::iter::once(cx.t("casework-board-body")).chain(FIGURES.iter().map(|what| head(&shell, what))).collect(),
    ];
    lines.extend(found.figures.iter().map(|figures| {
        let name = shell.text(&figures.name).to_owned();
        std::iter::once(name).chain(FIGURES.iter().map(|what| figures.get(what).to_string())).collect()
    }));
    csv_file("attachment; filename=\"figures.csv\"", lines)
}

/// A case behind a figure.
pub(crate) struct CaseRow {
    pub number: String,
    /// Empty for who sees figures only.
    pub href: String,
    pub item: String,
    pub state: String,
    pub waits: String,
    pub since: String,
    pub due: String,
    pub late: String,
    pub why: String,
    pub now: String,
}

pub(crate) fn case_row(shell: &Shell, names: &Names, case: &Case, today: Date, opens: bool) -> CaseRow {
    let due = case.next_due();
    let late = due.filter(|due| today > *due && case.state != CaseState::Special);
    let text = |part: &str| {
        let state = case.state.as_str().replace('_', "-");
        shell.t(&["casework-board-", part, "-", &state].concat()).into_owned()
    };
    let since = match case.state {
        CaseState::Submitted => Some(case.submitted_at),
        CaseState::Received | CaseState::Correction => case.received_at.or(Some(case.submitted_at)),
        _ => case.accepted_at,
    };
    let open = matches!(case.state, CaseState::Submitted | CaseState::Received | CaseState::Accepted);
    CaseRow {
        number: case.number.clone(),
        href: if opens { path::desk_case(&case.id) } else { String::new() },
        item: case.item_name.clone(),
        state: shell.t(case.state.label()).into_owned(),
        waits: waits_for(shell, names, &case.waits_for),
        since: since.map(|at| shell.date(at.date())).unwrap_or_default(),
        due: due.map(|due| shell.date(due)).unwrap_or_default(),
        late: late.map(|due| shell.span(days_between(due, today), "calendar-days")).unwrap_or_default(),
        why: if late.is_some() && open { text("why") } else { String::new() },
        now: if late.is_some() && open { text("now") } else { String::new() },
    }
}

#[derive(Template)]
#[template(path = "casework/board_cases.html")]
pub(crate) struct CasesPage {
    pub shell: Shell,
    pub body: String,
    pub late: bool,
    pub rows: Vec<CaseRow>,
    pub csv: String,
    pub first: String,
    pub next: String,
}

struct Rows {
    body: directory::Body,
    cases: Vec<Case>,
    names: Names,
}

fn cases(read: &Read<'_>, actor: &Actor, asked: &Asked, now: Timestamp, limit: u32) -> Result<Rows, Error> {
    let id: BodyId = asked.body.parse().map_err(|_| Refusal::NotFound)?;
    let body = Watch::of(actor).body(read, &id)?;
    let from = since(now);
    let after = asked.after.as_str();
    let later = if after > from.as_str() { after } else { &from };
    let cases = match asked.what.as_str() {
        "late" => records::late_cases(read, &id, now.date(), after, limit)?,
        "corrected" => records::corrected_cases(read, &id, later, limit)?,
        "deemed" => records::deemed_cases(read, &id, later, limit)?,
        state => {
            let state = CaseState::parse(state).filter(|state| !state.ended()).ok_or(Refusal::NotFound)?;
            records::of_body(read, &id, state, after, limit)?
        }
    };
    let names = words::names(read, cases.iter().flat_map(words::bodies_of))?;
    Ok(Rows { body, cases, names })
}

/// Who sees figures only is not led to the cases.
pub(super) fn opens(actor: &Actor) -> bool {
    [Role::Supervisor, Role::Auditor, Role::Head].iter().any(|role| actor.has_role(*role))
}

/// The cases behind a figure.
pub(crate) async fn rows(cx: Cx, State(_): State<Room>, Query(asked): Query<Asked>) -> Answer {
    if asked.body.is_empty() {
        // Without a figure there are no cases behind it: the figures are on the board.
        return Ok(cx.see_other(to::BOARD));
    }
    let (actor, wanted, now, locale) = (cx.actor.clone(), asked.clone(), cx.now, cx.locale);
    let Rows { body, cases: mut found, names } = cx
        .read(move |read| {
            let mut rows = cases(read, &actor, &wanted, now, CASES + 1)?;
            words::items(read, locale, &mut rows.cases)?;
            Ok(rows)
        })
        .await?;
    let more = found.len() > CASES as usize;
    found.truncate(CASES as usize);
    let here = |after: &str| {
        web::path::with_query(to::BOARD_ROWS, &[("body", &asked.body), ("what", &asked.what), ("after", after)])
    };
    let shell = cx
        .shell(cx.t(&["casework-board-", &asked.what].concat()))
        .crumb(cx.t("casework-board-title"), to::BOARD)
        .wide();
    let opens = opens(&cx.actor);
    cx.page(&CasesPage {
        body: shell.text(&body.name).to_owned(),
        late: asked.what == "late",
        next: found.last().filter(|_| more).map(|case| here(case.id.as_str())).unwrap_or_default(),
        rows: found.iter().map(|case| case_row(&shell, &names, case, cx.now.date(), opens)).collect(),
        csv: web::path::with_query(to::ROWS_CSV, &[("body", &asked.body), ("what", &asked.what)]),
        first: if asked.after.is_empty() { String::new() } else { here("") },
        shell,
    })
}

/// The same as a file.
pub(crate) async fn rows_csv(cx: Cx, Query(asked): Query<Asked>) -> Answer {
    let (actor, wanted, now) = (cx.actor.clone(), asked.clone(), cx.now);
    let Rows { body, cases: found, names } = cx.read(move |read| cases(read, &actor, &wanted, now, FILE_ROWS)).await?;
    if !FIGURES.contains(&asked.what.as_str()) {
        return Err(Problem::not_found().into());
    }
    let shell = cx.shell("");
    let heads = ["number", "item", "body", "state", "waits", "since", "due", "late", "why"];
    let mut lines: Vec<Vec<String>> =
        vec![heads.iter().map(|name| cx.t(&["casework-board-head-", name].concat())).collect()];
    lines.extend(found.iter().map(|case| {
        let row = case_row(&shell, &names, case, cx.now.date(), false);
        let body = shell.text(&body.name).to_owned();
        vec![row.number, row.item, body, row.state, row.waits, row.since, row.due, row.late, row.why]
    }));
    csv_file("attachment; filename=\"cases.csv\"", lines)
}
