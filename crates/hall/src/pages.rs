//! Pages of the room, by who stands before them: anybody, a person with an account, a kiosk, a clerk,
//! whoever answers, a helper, a manager. Here are the words that several of them use.

use kernel::{DivisionCode, Problem, Text, Timestamp};
use store::{Error, Read};
use web::{Choice, Cx, Fail, Shell};

use crate::{
    estimate::Range,
    hall::{Hall, HallId, Queue, Sort},
    hours::{self, Day},
    records,
    ticket::Ground,
};

pub(crate) mod board;
pub(crate) mod book;
pub(crate) mod counter;
pub(crate) mod halls;
pub(crate) mod help;
pub(crate) mod kiosk;
pub(crate) mod manage;
pub(crate) mod mine;
pub(crate) mod queue;
pub(crate) mod stuck;
pub(crate) mod today;

mod sample;

pub(crate) use sample::samples;

/// The hall of an address.
pub(crate) fn hall_of(read: &Read<'_>, id: &HallId) -> Result<Hall, Error> {
    Ok(records::by_id(read, id)?.ok_or_else(Problem::not_found)?)
}

/// A hall, where nothing else is looked up.
pub(crate) async fn hall(cx: &Cx, id: &HallId) -> Result<Hall, Fail> {
    let id = id.clone();
    cx.glance(move |read| hall_of(read, &id)).await
}

/// `10:05`, in China.
pub(crate) fn time(at: Timestamp) -> String {
    hours::clock(at.minute_of_day())
}

/// About how long one waits.
pub(crate) fn wait(shell: &Shell, range: Option<&Range>) -> String {
    let Some(range) = range else { return shell.t("hall-wait-unknown").into_owned() };
    let (low, high) = (range.low / 60_000, range.high / 60_000);
    let words = if low == 0 {
        shell.t1("hall-wait-up-to", "high", high)
    } else {
        shell.t2("hall-wait", "low", low, "high", high)
    };
    if range.closes { [&words, " ", &*shell.t("hall-wait-closes")].concat() } else { words }
}

/// When a day is open, in words.
pub(crate) fn opening(shell: &Shell, day: &Day) -> String {
    match day {
        Day::Open(spans) => spans.to_string().replace(' ', ", ").replace('-', "\u{2013}"),
        Day::Rest => shell.t("hall-rest").into_owned(),
        Day::Closed(reason) => shell.t1("hall-closed", "reason", shell.text(reason)),
    }
}

/// `A General matters`.
pub(crate) fn queue_name(shell: &Shell, queue: &Queue) -> String {
    [&queue.letter, " ", shell.text(&queue.name)].concat()
}

pub(crate) fn sort_label(sort: Sort) -> &'static str {
    match sort {
        Sort::Hall => "hall-sort-hall",
        Sort::Point => "hall-sort-point",
    }
}

/// Why somebody is served first, to choose from; nobody first is the first.
pub(crate) fn grounds(shell: &Shell, hall: &Hall) -> Vec<Choice> {
    let none = Choice::new("none", shell.t("hall-ground-none"));
    let each =
        hall.settings.rules.first.iter().map(|ground| Choice::new(ground.as_str(), ground_words(shell, hall, *ground)));
    std::iter::once(none).chain(each).collect()
}

pub(crate) fn ground_words(shell: &Shell, hall: &Hall, ground: Ground) -> String {
    shell.t1(ground.label(), "age", u32::from(hall.settings.rules.first_age))
}

/// What somebody chose as a ground; `none` and nothing are none.
pub(crate) fn read_ground(check: &mut web::Check, typed: Option<&str>) -> Option<Ground> {
    let typed = typed.map(str::trim).filter(|typed| !typed.is_empty() && *typed != "none")?;
    check.choice("first", typed, Ground::parse)
}

/// The words of the grounds, joined.
pub(crate) fn first_words(shell: &Shell, hall: &Hall) -> String {
    let separator = shell.t("hall-comma");
    let words: Vec<String> =
        hall.settings.rules.first.iter().map(|ground| ground_words(shell, hall, *ground)).collect();
    words.join(&separator)
}

/// The name of an item, in both languages.
pub(crate) fn item_name(read: &Read<'_>, item: &str) -> Result<Option<Text>, Error> {
    match item.parse() {
        Ok(id) => Ok(catalogue::card(read, &id)?.map(|card| card.name)),
        Err(_) => Ok(None),
    }
}

/// The division of the reader: the one chosen, or the site's.
pub(crate) fn place(cx: &Cx, home: DivisionCode) -> DivisionCode {
    cx.prefs.division.as_deref().and_then(|code| code.parse().ok()).unwrap_or(home)
}

/// The halls of a division, those above it first, then those below, with a bound.
pub(crate) fn halls_for(read: &Read<'_>, place: &DivisionCode) -> Result<Vec<Hall>, Error> {
    const MOST: u32 = 60;
    let mut out = Vec::new();
    for above in directory::divisions::path(read, place)?.iter().rev().filter(|above| above.code != *place) {
        out.extend(records::at(read, &above.code, MOST)?);
    }
    let mut here = records::within(read, place, MOST)?;
    here.extend(out);
    here.truncate(MOST as usize);
    Ok(here)
}
