//! Signs of gaming a clock on the board: how many cases of each body show which sign, and those cases.
//! A sign is a question to the body, no finding: the page says so, and names no person.

use std::collections::BTreeMap;

use askama::Template;
use kernel::{Calendar, Problem, Text, Timestamp, access::Actor, id::BodyId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Error, Read};
use web::{
    Answer, Cx, Query, Shell, State,
    api::{After, Listed},
};

use super::board::{self, Cell, PERIOD_DAYS, Watch, opens};
use crate::{
    Room,
    case::{Case, CaseId},
    clock::Name,
    pages::words,
    path, records,
    refusal::Refusal,
    routes::staff as to,
    signs::{self, Limits, Seen, Sign},
};

/// Bodies at once.
const BODIES: u32 = 50;
/// Cases of a body that are looked at: those of the period that may show a sign.
const LOOKED_AT: u32 = 2_000;
/// Cases shown at once.
const SHOWN: usize = 200;

/// A case and what it shows.
pub(crate) struct Shown {
    pub case: Case,
    pub signs: Vec<Sign>,
}

/// The cases of a body that show a sign, those that came first before.
pub(crate) fn of_body(
    read: &Read<'_>,
    calendar: &Calendar,
    body: &BodyId,
    now: Timestamp,
) -> Result<Vec<Shown>, Error> {
    let Some(limits) = signs::limits() else { return Ok(Vec::new()) };
    let since = now.plus_minutes(-PERIOD_DAYS * 24 * 60);
    let first = CaseId::new(since, [0; 10]).to_string();
    let (late, quick) = (i64::from(limits.receipt_days) * 86_400_000, limits.at_once_minutes * 60_000);
    let mut shown: BTreeMap<CaseId, Shown> = BTreeMap::new();
    for case in records::suspects(read, body, &first, late, quick, LOOKED_AT)? {
        let seen = seen(read, case, limits)?;
        let signs = signs::of_case(&seen, calendar, limits);
        if !signs.is_empty() {
            shown.insert(seen.case.id.clone(), Shown { case: seen.case, signs });
        }
    }
    for id in signs::in_bulk(&records::taken(read, body, since, LOOKED_AT)?, calendar, limits) {
        if let Some(known) = shown.get_mut(&id) {
            known.signs.push(Sign::InBulk);
        } else if let Some(case) = records::find(read, &id)? {
            shown.insert(id, Shown { case, signs: vec![Sign::InBulk] });
        }
    }
    Ok(shown.into_values().collect())
}

/// What the signs of a case are read from.
fn seen(read: &Read<'_>, case: Case, limits: &Limits) -> Result<Seen, Error> {
    let terms = records::clocks(read, &case.id)?.into_iter().find(|clock| clock.name == Name::Statutory);
    let again = match case.ended_at {
        Some(ended) if case.state == crate::case::State::Withdrawn => {
            let until = ended.plus_minutes(i64::from(limits.again_within_days) * 24 * 60);
            records::applied_again(read, &case.person, &case, ended, until)?
        }
        _ => false,
    };
    let instant = match case.item.parse() {
        Ok(item) => catalogue::item(read, &item, Some(case.item_version))?
            .is_some_and(|published| published.item.case_type == Some(catalogue::words::CaseType::Instant)),
        Err(_) => false,
    };
    Ok(Seen { case, terms: terms.map(|clock| clock.terms), again, instant })
}

/// How many cases of a body show each sign, over the last 30 days.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SignFigures {
    pub body: String,
    pub name: Text,
    pub counts: Vec<SignCount>,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SignCount {
    pub sign: Sign,
    pub cases: i64,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    division: String,
    body: String,
    sign: String,
    after: String,
}

fn figures(
    read: &Read<'_>,
    actor: &Actor,
    calendar: &Calendar,
    asked: &Asked,
    limit: u32,
    now: Timestamp,
) -> Result<(Vec<SignFigures>, Option<String>), Error> {
    let (bodies, next) = board::bodies_of(read, actor, &asked.division, &asked.after, limit)?;
    let mut out = Vec::new();
    for body in bodies {
        let shown = of_body(read, calendar, &body.id, now)?;
        let count = |sign: Sign| shown.iter().filter(|one| one.signs.contains(&sign)).count();
        let counts = Sign::ALL
            .into_iter()
            .map(|sign| SignCount { sign, cases: i64::try_from(count(sign)).unwrap_or(i64::MAX) })
            .collect();
        out.push(SignFigures { body: body.id.to_string(), name: body.name, counts });
    }
    Ok((out, next))
}

fn label(shell: &Shell, sign: Sign) -> String {
    shell.t(&["casework-sign-", &sign.as_str().replace('_', "-")].concat()).into_owned()
}

/// What a sign means, with its number.
pub(crate) fn meaning(shell: &Shell, sign: Sign) -> String {
    let Some(limits) = signs::limits() else { return String::new() };
    let key = ["casework-sign-", &sign.as_str().replace('_', "-"), "-means"].concat();
    let number = |n: u32| shell.number(i64::from(n));
    let (days, many) = match sign {
        Sign::AgainNearDue => (number(limits.again_last_days), number(limits.again_within_days)),
        Sign::SpecialLate => (number(limits.special_last_days), String::new()),
        Sign::ReceivedLate => (number(limits.receipt_days), String::new()),
        Sign::AtOnce => (shell.number(limits.at_once_minutes), String::new()),
        Sign::InBulk => {
            let many = i64::try_from(limits.bulk_decisions).unwrap_or(i64::MAX);
            (shell.number(limits.bulk_minutes), shell.number(many))
        }
        Sign::SecondList => (String::new(), String::new()),
    };
    shell.tn(&key, &[("days", &days), ("many", &many)])
}

pub(crate) struct Row {
    pub name: String,
    pub cells: Vec<Cell>,
}

#[derive(Template)]
#[template(path = "casework/board_signs.html")]
pub(crate) struct SignsPage {
    pub shell: Shell,
    pub heads: Vec<String>,
    pub rows: Vec<Row>,
    /// Each sign with what it means.
    pub meanings: Vec<(String, String)>,
    pub first: String,
    pub next: String,
}

impl SignsPage {
    pub(crate) fn of(shell: Shell, figures: &[SignFigures], first: String, next: String) -> Self {
        let cell = |body: &str, count: &SignCount| Cell {
            label: label(&shell, count.sign),
            count: shell.number(count.cases),
            href: if count.cases == 0 {
                String::new()
            } else {
                web::path::with_query(to::BOARD_SIGN, &[("body", body), ("sign", count.sign.as_str())])
            },
            grave: false,
        };
        let rows = figures.iter().map(|one| Row {
            name: shell.text(&one.name).to_owned(),
            cells: one.counts.iter().map(|count| cell(&one.body, count)).collect(),
        });
        let meanings = Sign::ALL.into_iter().map(|sign| (label(&shell, sign), meaning(&shell, sign)));
        Self {
            rows: rows.collect(),
            heads: Sign::ALL.into_iter().map(|sign| label(&shell, sign)).collect(),
            meanings: meanings.collect(),
            first,
            next,
            shell,
        }
    }
}

/// Which bodies show which signs.
pub(crate) async fn page(cx: Cx, State(room): State<Room>, Query(asked): Query<Asked>) -> Answer {
    let (actor, wanted, now) = (cx.actor.clone(), asked.clone(), cx.now);
    let calendar = room.needs().directory.calendar();
    let (found, next) = cx.read(move |read| figures(read, &actor, &calendar, &wanted, BODIES, now)).await?;
    let here = |after: &str| web::path::with_query(to::BOARD_SIGNS, &[("division", &asked.division), ("after", after)]);
    let shell = cx.shell(cx.t("casework-signs-title")).crumb(cx.t("casework-board-title"), to::BOARD).wide();
    let first = if asked.after.is_empty() { String::new() } else { here("") };
    cx.page(&SignsPage::of(shell, &found, first, next.as_deref().map(here).unwrap_or_default()))
}

/// A case behind a figure.
pub(crate) struct SignRow {
    pub number: String,
    /// Empty for who sees figures only.
    pub href: String,
    pub item: String,
    pub state: String,
    pub submitted: String,
    pub received: String,
    pub ended: String,
    pub due: String,
}

#[derive(Template)]
#[template(path = "casework/board_sign.html")]
pub(crate) struct SignPage {
    pub shell: Shell,
    pub body: String,
    pub meaning: String,
    pub rows: Vec<SignRow>,
    /// More than are shown.
    pub more: bool,
}

pub(crate) fn row(shell: &Shell, case: &Case, opens: bool) -> SignRow {
    let at = |moment: Option<Timestamp>| moment.map(|at| shell.moment(at)).unwrap_or_default();
    SignRow {
        number: case.number.clone(),
        href: if opens { path::desk_case(&case.id) } else { String::new() },
        item: case.item_name.clone(),
        state: shell.t(case.state.label()).into_owned(),
        submitted: at(Some(case.submitted_at)),
        received: at(case.received_at),
        ended: at(case.decided_at.or(case.ended_at)),
        due: case.promised_due.or(case.statutory_due).map(|due| shell.date(due)).unwrap_or_default(),
    }
}

/// The cases of a body that show a sign.
pub(crate) async fn cases(cx: Cx, State(room): State<Room>, Query(asked): Query<Asked>) -> Answer {
    if asked.body.is_empty() {
        // Without a figure there are no cases behind it: the figures are on the board.
        return Ok(cx.see_other(to::BOARD_SIGNS));
    }
    let sign = Sign::parse(&asked.sign).ok_or_else(Problem::not_found)?;
    let (actor, now, locale) = (cx.actor.clone(), cx.now, cx.locale);
    let calendar = room.needs().directory.calendar();
    let (body, mut found) = cx
        .read(move |read| {
            let id: BodyId = asked.body.parse().map_err(|_| Refusal::NotFound)?;
            let body = Watch::of(&actor).body(read, &id)?;
            let shown = of_body(read, &calendar, &id, now)?;
            let shows = shown.into_iter().filter(|one| one.signs.contains(&sign));
            let mut cases: Vec<Case> = shows.map(|one| one.case).collect();
            words::items(read, locale, &mut cases)?;
            Ok((body, cases))
        })
        .await?;
    let more = found.len() > SHOWN;
    found.truncate(SHOWN);
    let shell = cx
        .shell(cx.t(&["casework-sign-", &sign.as_str().replace('_', "-")].concat()))
        .crumb(cx.t("casework-board-title"), to::BOARD)
        .crumb(cx.t("casework-signs-title"), to::BOARD_SIGNS)
        .wide();
    let opens = opens(&cx.actor);
    cx.page(&SignPage {
        body: shell.text(&body.name).to_owned(),
        meaning: meaning(&shell, sign),
        rows: found.iter().map(|case| row(&shell, case, opens)).collect(),
        more,
        shell,
    })
}

/// The figures by program, of the caller's first division or own body.
pub(crate) async fn api(cx: Cx, State(room): State<Room>, Query(after): Query<After>) -> Answer {
    let (actor, now, limit) = (cx.actor.clone(), cx.now, after.limit());
    let asked = Asked { after: after.key().to_owned(), ..Asked::default() };
    let calendar = room.needs().directory.calendar();
    let (items, next) = cx.read(move |read| figures(read, &actor, &calendar, &asked, limit, now)).await?;
    cx.json(&Listed { items, next })
}
