//! The account of days of a case: the day line for its page, and every day a row for each clock.
//! Applicant, officer and supervisor see the same, made by the same functions.

use askama::Template;
use kernel::{Calendar, Date, ledger::DayRow};
use store::Event;
use web::{
    Answer, Cx, Html, Path, Shell, State,
    day_line::{Day, DayLine, Flag},
};

use super::words;
use crate::{
    Room,
    case::{Case, CaseId},
    clock::{Clock, Name},
    path, permits, records,
    refusal::Refusal,
};

/// A heading with a picture.
pub(crate) struct Line {
    pub title: String,
    pub words: String,
    pub picture: Html,
}

/// The lines of a case: one for both ends of the decision where they count alike, else one each;
/// before acceptance, that of the receipt.
pub(crate) fn lines(
    shell: &Shell,
    case: &Case,
    clocks: &[Clock],
    events: &[Event],
    calendar: &Calendar,
    today: Date,
) -> Vec<Line> {
    let of = |name: Name| clocks.iter().find(|clock| clock.name == name);
    let (statutory, promised) = (of(Name::Statutory), of(Name::Promised));
    let draw = |clock: &Clock, flags: [Option<&Clock>; 2]| {
        let flag = |clock: &Clock| {
            let due = clock.terms.due(calendar, today);
            Flag { date: due.date, provisional: due.provisional }
        };
        let [promised, statutory] = flags;
        let rows = clock.rows(calendar, today);
        let line = DayLine {
            days: rows.iter().map(|row| day(shell, row, events)).collect(),
            today: clock.terms.ended.is_none().then_some(today),
            promised: promised.map(flag),
            statutory: statutory.map(flag),
        };
        Line {
            title: shell.t(clock.name.label()).into_owned(),
            words: standing(shell, clock, calendar, today),
            picture: line.draw(shell),
        }
    };
    match (statutory, promised) {
        (Some(law), Some(promise)) if law.terms.limit.unit == promise.terms.limit.unit => {
            let longer = if law.due(calendar, today) >= promise.due(calendar, today) { law } else { promise };
            let mut line = draw(longer, [Some(promise), Some(law)]);
            line.title = shell.t("casework-clock-decision").into_owned();
            line.words = standing(shell, promise, calendar, today);
            vec![line]
        }
        (None, None) => {
            let receipt = of(Name::Receipt).filter(|_| case.accepted_at.is_none() && !case.state.ended());
            receipt.map(|clock| draw(clock, [None, Some(clock)])).into_iter().collect()
        }
        (law, promise) => {
            let promise = promise.map(|clock| draw(clock, [Some(clock), None]));
            promise.into_iter().chain(law.map(|clock| draw(clock, [None, Some(clock)]))).collect()
        }
    }
}

fn day(shell: &Shell, row: &DayRow, events: &[Event]) -> Day {
    let happened = events.iter().filter(|event| event.at.date() == row.date && is_told(&event.kind));
    Day {
        date: row.date,
        number: row.number,
        reason: match row.counted {
            true if row.reason == kernel::ledger::DayReason::Counted => String::new(),
            _ => words::day_reason(shell, &row.reason),
        },
        events: happened.filter_map(|event| event_word(shell, &event.kind)).collect(),
    }
}

/// What an entry of the journal says on the line and in the timeline.
pub(crate) fn event_word(shell: &Shell, kind: &str) -> Option<String> {
    let (_, done) = kind.split_once('.')?;
    if done == "recomputed" {
        return None;
    }
    Some(shell.t(&["casework-event-", &done.replace('_', "-")].concat()).into_owned())
}

/// Whether the applicant is told of an entry: what is only proposed for a case, or
/// came to nothing, or stays inside a body, is not.
pub(crate) fn is_told(kind: &str) -> bool {
    !matches!(kind, "case.change_proposed" | "case.change_refused" | "case.change_withdrawn" | "case.handed_over")
}

/// How a clock stands, in one sentence.
pub(crate) fn standing(shell: &Shell, clock: &Clock, calendar: &Calendar, today: Date) -> String {
    let standing = clock.standing(calendar, today);
    let day = shell.date(standing.due.date);
    let unit = clock.terms.limit.unit.as_str().replace('_', "-");
    let unit = if unit == "working-days" { "working-days" } else { "calendar-days" };
    let mut words = if clock.terms.ended.is_some() && standing.late_by > 0 {
        shell.t2("casework-standing-ended-late", "day", &day, "late", shell.span(standing.late_by, unit))
    } else if clock.terms.ended.is_some() {
        shell.t1("casework-standing-ended", "day", &day)
    } else if standing.late_by > 0 {
        shell.t2("casework-standing-late", "day", &day, "late", shell.span(standing.late_by, unit))
    } else if standing.paused {
        shell.t1("casework-standing-paused", "day", &day)
    } else {
        shell.t2("casework-standing-left", "day", &day, "left", shell.span(standing.left, unit))
    };
    if standing.due.provisional {
        words.push_str(&shell.t("casework-standing-provisional"));
    }
    words
}

/// One clock with every day.
pub(crate) struct Account {
    pub title: String,
    pub basis: String,
    pub words: String,
    pub rows: Vec<AccountRow>,
}

pub(crate) struct AccountRow {
    pub date: String,
    pub number: String,
    pub reason: String,
    pub late: bool,
}

/// Every clock of a case as a table.
pub(crate) fn accounts(shell: &Shell, clocks: &[Clock], calendar: &Calendar, today: Date) -> Vec<Account> {
    let mut ordered: Vec<&Clock> = clocks.iter().collect();
    ordered.sort_by(|one, other| one.name.cmp(&other.name));
    let account = |clock: &Clock| Account {
        title: match clock.name {
            Name::Task(number) => shell.t1("casework-clock-task-of", "number", number),
            _ => shell.t(clock.name.label()).into_owned(),
        },
        basis: shell.t(&format!("casework-clock-{}-basis", clock.name.family())).into_owned(),
        words: standing(shell, clock, calendar, today),
        rows: clock
            .rows(calendar, today)
            .iter()
            .map(|row| AccountRow {
                date: shell.date_weekday(row.date),
                number: row.number.map(|number| number.to_string()).unwrap_or_default(),
                reason: words::day_reason(shell, &row.reason),
                late: row.late,
            })
            .collect(),
    };
    ordered.into_iter().map(account).collect()
}

#[derive(Template)]
#[template(path = "casework/days.html")]
pub(crate) struct Days {
    pub shell: Shell,
    pub number: String,
    pub accounts: Vec<Account>,
}

/// Every day of every clock.
pub(crate) async fn page(cx: Cx, State(room): State<Room>, Path(id): Path<CaseId>) -> Answer {
    let (actor, locale) = (cx.actor.clone(), cx.locale);
    let (case, clocks) = cx
        .read(move |read| {
            let mut case = records::find(read, &id)?.ok_or(Refusal::NotFound)?;
            permits::applicant(&actor, &case)?;
            words::items(read, locale, [&mut case])?;
            let clocks = records::clocks(read, &id)?;
            Ok((case, clocks))
        })
        .await?;
    let shell = cx
        .shell(cx.t("casework-days-title"))
        .crumb(cx.t("casework-my"), web::MY)
        .crumb(case.item_name.clone(), path::case(&case.id));
    let accounts = accounts(&shell, &clocks, &room.needs().directory.calendar(), cx.now.date());
    cx.page(&Days { number: case.number, accounts, shell })
}
