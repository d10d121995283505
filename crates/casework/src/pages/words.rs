//! The same words on every page of the room: how a case stands, for whom it waits, what comes next
//! and by when, where a value came from.

use std::collections::HashMap;

use kernel::{Calendar, Date, Locale, Text, id::BodyId, ledger::DayReason};
use store::{Error, Read};
use web::Shell;

use crate::{
    case::{Case, State, WaitsFor},
    clock::AMBER,
    known::Origin,
    task::{Task, TaskState},
};

/// Names of bodies.
pub(crate) type Names = HashMap<BodyId, Text>;

/// The names of these bodies; one that is not there has none.
pub(crate) fn names<'a>(read: &Read<'_>, bodies: impl IntoIterator<Item = &'a BodyId>) -> Result<Names, Error> {
    let mut names = Names::new();
    for id in bodies {
        if !names.contains_key(id)
            && let Some(body) = directory::bodies::by_id(read, id)?
        {
            names.insert(id.clone(), body.name);
        }
    }
    Ok(names)
}

/// The name of each case's item in the reader's language, where there is one: a case keeps the Chinese
/// name, which has legal force.
pub(crate) fn items<'a>(
    read: &Read<'_>,
    locale: Locale,
    cases: impl IntoIterator<Item = &'a mut Case>,
) -> Result<(), Error> {
    if locale == Locale::Zh {
        return Ok(());
    }
    let mut known: HashMap<String, Option<String>> = HashMap::new();
    for case in cases {
        if !known.contains_key(&case.item) {
            let card = match case.item.parse() {
                Ok(id) => catalogue::card(read, &id)?,
                Err(_) => None,
            };
            known.insert(case.item.clone(), card.and_then(|card| card.name.en));
        }
        if let Some(Some(name)) = known.get(&case.item) {
            case.item_name.clone_from(name);
        }
    }
    Ok(())
}

/// The bodies that a case's row names.
pub(crate) fn bodies_of(case: &Case) -> Vec<&BodyId> {
    let waits = if let WaitsFor::Body(body) = &case.waits_for { Some(body) } else { None };
    std::iter::once(&case.body).chain(waits).collect()
}

pub(crate) fn name<'a>(shell: &Shell, names: &'a Names, body: &BodyId) -> &'a str {
    names.get(body).map_or("", |name| name.get(shell.locale))
}

/// For whom it waits, as the applicant reads it; empty when for nobody.
pub(crate) fn waits_for(shell: &Shell, names: &Names, waits: &WaitsFor) -> String {
    match waits {
        WaitsFor::Applicant => shell.t("casework-waits-you").into_owned(),
        WaitsFor::Window => shell.t("casework-waits-window").into_owned(),
        WaitsFor::Body(body) => shell.t1("casework-waits-body", "body", name(shell, names, body)),
        WaitsFor::Bodies(count) => shell.t1("casework-waits-bodies", "count", *count),
        WaitsFor::Nobody => String::new(),
    }
}

/// Kind of the tag and its word: how a case stands, by shape and word and colour.
pub(crate) fn light(shell: &Shell, case: &Case, calendar: &Calendar, today: Date) -> (&'static str, String) {
    let word = |key: &str| shell.t(key).into_owned();
    let ended = match case.state {
        State::Approved => Some("done"),
        State::Denied | State::Refused | State::NotRequired => Some("refused"),
        State::Withdrawn | State::Terminated => Some("off"),
        State::Correction => Some("soon"),
        State::Special => Some("waiting"),
        _ => None,
    };
    if let Some(kind) = ended {
        return (kind, word(case.state.label()));
    }
    match case.next_due() {
        Some(due) if today > due => ("late", word("casework-light-late")),
        Some(due) if calendar.working_days_between(today, due) <= AMBER => ("soon", word("casework-light-soon")),
        _ => ("running", word(case.state.label())),
    }
}

/// What happens next, by whom and by when, in one or two sentences.
pub(crate) fn next(shell: &Shell, case: &Case, names: &Names, permit: bool) -> String {
    let day = case.next_due().map(|day| shell.date(day)).unwrap_or_default();
    let body = name(shell, names, &case.body).to_owned();
    let waits = waits_for(shell, names, &case.waits_for);
    let key = match case.state {
        State::Submitted | State::Received if permit => "casework-next-examined-permit",
        State::Submitted | State::Received => "casework-next-examined",
        State::Correction => "casework-next-correction",
        State::Accepted if day.is_empty() => "casework-next-handled-open",
        State::Accepted => "casework-next-handled",
        State::Special => "casework-next-special",
        State::Approved if case.delivered_at.is_some() && case.licence.is_some() => "casework-next-licence",
        State::Approved if case.delivered_at.is_some() => "casework-next-delivered",
        State::Approved => "casework-next-collect",
        State::Denied => "casework-next-denied",
        State::Refused => "casework-next-refused",
        State::NotRequired => "casework-next-not-required",
        State::Withdrawn => "casework-next-withdrawn",
        State::Terminated => "casework-next-terminated",
    };
    shell.tn(key, &[("day", &day), ("body", &body), ("waits", &waits)])
}

/// Why a day counts or does not.
pub(crate) fn day_reason(shell: &Shell, reason: &DayReason) -> String {
    let key = reason.message();
    match reason {
        DayReason::MakeUpWorkingDay { name } | DayReason::Holiday { name } => shell.t1(key, "name", name.as_str()),
        DayReason::Paused { why } => {
            let why = if why.starts_with("casework-") { shell.t(why).into_owned() } else { why.clone() };
            shell.t1(key, "why", why)
        }
        _ => shell.t(key).into_owned(),
    }
}

/// The tag that a filled-in value carries.
#[derive(Debug, Clone)]
pub(crate) struct Tag {
    pub words: String,
    pub why: String,
}

pub(crate) fn tag(shell: &Shell, origin: &Origin) -> Tag {
    match origin {
        Origin::Person { on } => Tag {
            words: shell.t1("casework-origin-person", "day", shell.date(*on)),
            why: shell.t("casework-origin-person-why").into_owned(),
        },
        Origin::Enterprise { on } => Tag {
            words: shell.t1("casework-origin-enterprise", "day", shell.date(*on)),
            why: shell.t("casework-origin-enterprise-why").into_owned(),
        },
        Origin::Licence { name, issuer, issued, identifier } => Tag {
            words: shell.t2("casework-origin-licence", "name", shell.text(name), "day", shell.date(*issued)),
            why: shell.t2(
                "casework-origin-licence-why",
                "issuer",
                shell.text(issuer),
                "identifier",
                identifier.as_str(),
            ),
        },
    }
}

/// Where a paper came from, in a word.
pub(crate) fn source(shell: &Shell, source: crate::paper::Source) -> String {
    shell.t(&["casework-source-", source.as_str()].concat()).into_owned()
}

/// Its level of trust, in words.
pub(crate) fn level(shell: &Shell, level: crate::paper::Level) -> String {
    shell.t(&["casework-level-", &level.as_str().to_ascii_lowercase()].concat()).into_owned()
}

/// Whether several bodies work side by side at some time.
pub(crate) fn side_by_side(tasks: &[Task]) -> bool {
    let live = || tasks.iter().filter(|task| task.state != TaskState::Dropped);
    live().any(|task| live().any(|other| other.number != task.number && other.turn == task.turn))
}
