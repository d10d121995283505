//! The halls of the reader's division, and one of them: when, where, what can be done there, how long
//! one waits now and how that is known.

use askama::Template;
use kernel::Text;
use store::{Error, Read};
use web::{Answer, Cx, Path, Shell, State};

use super::{first_words, hall_of, halls_for, opening, place, queue_name, sort_label, wait};
use crate::{
    Room,
    estimate::Range,
    hall::{Hall, HallId},
    hours::Day,
    order::Claim,
    picture::Picture,
    routes,
};

pub(crate) struct Row {
    pub name: String,
    pub href: String,
    pub sort: String,
    pub address: String,
    pub today: String,
    pub open: bool,
    pub wait: String,
    pub villages: String,
}

#[derive(Template)]
#[template(path = "halls.html")]
pub(crate) struct HallsPage {
    pub shell: Shell,
    pub rows: Vec<Row>,
    pub follow: &'static str,
}

/// Halls whose waits are shown in a list.
const WAITS: usize = 12;

pub(crate) async fn list(cx: Cx, State(room): State<Room>) -> Answer {
    let (place, calendar) = (place(&cx, room.home), room.directory.calendar());
    let found = cx
        .read(move |read| {
            let halls = halls_for(read, &place)?;
            let mut out = Vec::new();
            for (number, hall) in halls.into_iter().enumerate() {
                let picture = Picture::of(read, &hall, &calendar)?;
                let letter = busiest(&hall);
                let open = picture.is_open();
                let range = if number < WAITS && open {
                    letter.and_then(|letter| picture.range_for(&hall, &letter, Claim::Plain))
                } else {
                    None
                };
                out.push((hall, picture.day.clone(), open, range));
            }
            Ok::<_, Error>(out)
        })
        .await?;
    let shell = cx.shell(cx.t("hall-nav"));
    let rows = found.iter().map(|(hall, day, open, range)| row(&shell, hall, day, *open, range.as_ref())).collect();
    cx.page(&HallsPage { shell, rows, follow: routes::FOLLOW })
}

/// The queue for any item, else the first.
pub(crate) fn busiest(hall: &Hall) -> Option<String> {
    let queues = &hall.settings.queues;
    queues.iter().find(|queue| queue.any).or_else(|| queues.first()).map(|queue| queue.letter.clone())
}

pub(crate) fn row(shell: &Shell, hall: &Hall, day: &Day, open: bool, range: Option<&Range>) -> Row {
    let counted = open && !hall.settings.counters.is_empty();
    let villages: Vec<&str> = hall.settings.villages.iter().map(|village| shell.text(village)).collect();
    Row {
        name: shell.text(&hall.name).to_owned(),
        href: routes::of_hall(routes::HALL, &hall.id),
        sort: shell.t(sort_label(hall.sort)).into_owned(),
        address: shell.text(&hall.settings.address).to_owned(),
        today: opening(shell, day),
        open,
        wait: if counted { wait(shell, range) } else { String::new() },
        villages: villages.join(&shell.t("hall-comma")),
    }
}

/// A queue as the page of its hall shows it.
pub(crate) struct QueueRow {
    pub name: String,
    pub about: String,
    pub waiting: u32,
    pub wait: String,
    /// How the range came about.
    pub why: String,
    /// Name and guide of the items received.
    pub items: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "hall.html")]
pub(crate) struct HallPage {
    pub shell: Shell,
    pub sort: String,
    pub fictional: bool,
    pub address: String,
    pub phone: String,
    pub note: String,
    pub today: String,
    pub open: bool,
    pub weekly: Vec<(String, String)>,
    pub closed: Vec<(String, String)>,
    pub queues: Vec<QueueRow>,
    pub villages: Vec<String>,
    pub first: String,
    pub in_a_row: u16,
    pub counters: usize,
    /// Empty where nothing can be booked.
    pub book: String,
    pub board: String,
}

/// Items of a queue that its hall's page names.
const ITEMS: usize = 60;

type Named = Vec<(String, Text)>;

fn named(read: &Read<'_>, hall: &Hall) -> Result<Vec<Named>, Error> {
    let of = |items: &[String]| {
        let mut out = Vec::new();
        for item in items.iter().take(ITEMS) {
            out.extend(super::item_name(read, item)?.map(|name| (item.clone(), name)));
        }
        Ok(out)
    };
    hall.settings.queues.iter().map(|queue| of(&queue.items)).collect()
}

pub(crate) async fn one(cx: Cx, State(room): State<Room>, Path(id): Path<HallId>) -> Answer {
    let calendar = room.directory.calendar();
    let (hall, picture, names) = cx
        .read(move |read| {
            let hall = hall_of(read, &id)?;
            let picture = Picture::of(read, &hall, &calendar)?;
            let names = named(read, &hall)?;
            Ok::<_, Error>((hall, picture, names))
        })
        .await?;
    let shell = cx.shell(shell_name(&cx, &hall)).crumb(cx.t("hall-nav"), routes::HALLS);
    cx.page(&page(shell, &hall, &picture, &names, cx.now.date()))
}

fn shell_name(cx: &Cx, hall: &Hall) -> String {
    hall.name.get(cx.locale).to_owned()
}

pub(crate) fn page(shell: Shell, hall: &Hall, picture: &Picture, names: &[Named], today: kernel::Date) -> HallPage {
    let settings = &hall.settings;
    let none = Vec::new();
    let queues = settings
        .queues
        .iter()
        .enumerate()
        .map(|(place, queue)| queue_row(&shell, hall, picture, queue, names.get(place).unwrap_or(&none)))
        .collect();
    let hours = settings.hours.iter().filter(|hours| hours.from <= today && hours.to.is_none_or(|to| today <= to));
    let weekly = hours.max_by_key(|hours| hours.from).map(|hours| {
        let spans = |spans: &crate::hours::Spans| {
            let day = if spans.is_empty() { Day::Rest } else { Day::Open(spans.clone()) };
            opening(&shell, &day)
        };
        vec![
            (shell.t("hall-hours-working").into_owned(), spans(&hours.working)),
            (shell.t("hall-hours-weekend").into_owned(), spans(&hours.weekend)),
            (shell.t("hall-hours-holiday").into_owned(), spans(&hours.holiday)),
        ]
    });
    let closed = settings.closed.iter().filter(|closed| closed.date >= today);
    HallPage {
        sort: shell.t(sort_label(hall.sort)).into_owned(),
        fictional: settings.fictional,
        address: shell.text(&settings.address).to_owned(),
        phone: settings.phone.clone().unwrap_or_default(),
        note: settings.note.as_ref().map_or_else(String::new, |note| shell.text(note).to_owned()),
        today: opening(&shell, &picture.day),
        open: picture.is_open(),
        weekly: weekly.unwrap_or_default(),
        closed: closed.map(|closed| (shell.date(closed.date), shell.text(&closed.reason).to_owned())).collect(),
        queues,
        villages: settings.villages.iter().map(|village| shell.text(village).to_owned()).collect(),
        first: first_words(&shell, hall),
        in_a_row: settings.rules.in_a_row,
        counters: picture.sittings.len(),
        book: if settings.capacity.is_empty() { String::new() } else { routes::of_hall(routes::BOOK, &hall.id) },
        board: if settings.counters.is_empty() { String::new() } else { routes::of_hall(routes::BOARD, &hall.id) },
        shell,
    }
}

fn queue_row(
    shell: &Shell,
    hall: &Hall,
    picture: &Picture,
    queue: &crate::hall::Queue,
    names: &[(String, Text)],
) -> QueueRow {
    let range = if picture.is_open() { picture.range_for(hall, &queue.letter, Claim::Plain) } else { None };
    let waiting = picture.waiting.iter().filter(|ticket| ticket.queue == queue.letter).count();
    let why = range.as_ref().map(|range| {
        let mean = (range.mean + 30) / 60;
        shell.tn("hall-wait-why", &[("ahead", &range.ahead), ("desks", &range.desks), ("mean", &mean.max(1))])
    });
    QueueRow {
        name: queue_name(shell, queue),
        about: queue.about.as_ref().map_or_else(String::new, |about| shell.text(about).to_owned()),
        waiting: u32::try_from(waiting).unwrap_or(u32::MAX),
        wait: if picture.is_open() { wait(shell, range.as_ref()) } else { String::new() },
        why: why.unwrap_or_default(),
        items: names
            .iter()
            .map(|(id, name)| (shell.text(name).to_owned(), web::path::fill(catalogue::routes::ITEM, &[id])))
            .collect(),
    }
}
