//! What a manager arranges at a hall: hours, times to book, closed days, each from a day on; and which
//! screens are kiosks.

use askama::Template;
use kernel::{Problem, Text};
use serde::Deserialize;
use store::Error;
use web::{Answer, Check, Cx, Form, Path, Shell, Typed};

use super::{hall_of, help::managed, opening};
use crate::{
    arrange::{self, Change},
    hall::{Hall, HallId},
    hours::{Capacity, Closed, Day, Hours, Spans},
    permits::MayManage,
    routes,
};

/// What is arranged, as it comes. `what`: `hours`, `capacity`, `closed` or `kiosks`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct RawChange {
    what: String,
    from: String,
    to: String,
    working: String,
    weekend: String,
    holiday: String,
    within: String,
    every: String,
    places: String,
    reason: String,
    reason_en: String,
}

fn spans(check: &mut Check, field: &'static str, typed: &str) -> Spans {
    match Spans::parse(typed) {
        Ok(spans) if typed.len() <= 200 => spans,
        _ => {
            check.wrong(field, "problem-hall-spans");
            Spans::default()
        }
    }
}

impl TryFrom<RawChange> for Change {
    type Error = Problem;

    fn try_from(raw: RawChange) -> Result<Self, Problem> {
        let mut check = Check::new();
        let what = check.choice("what", &raw.what, |what| {
            ["hours", "capacity", "closed", "kiosks"].into_iter().find(|one| *one == what)
        });
        if what == Some("kiosks") {
            return Ok(Self::ForgetKiosks);
        }
        let from = check.date("from", &raw.from).unwrap_or_default();
        let to = if raw.to.trim().is_empty() { None } else { check.date("to", &raw.to) };
        let change = match what {
            Some("hours") => Self::Hours(Hours {
                from,
                to,
                working: spans(&mut check, "working", &raw.working),
                weekend: spans(&mut check, "weekend", &raw.weekend),
                holiday: spans(&mut check, "holiday", &raw.holiday),
            }),
            Some("capacity") => {
                let within = spans(&mut check, "within", &raw.within);
                let every = check.number("every", &raw.every, 5..=240).unwrap_or(15);
                let places = check.number("places", &raw.places, 0..=200).unwrap_or(0);
                let (every, places) = (u16::try_from(every).unwrap_or(15), u16::try_from(places).unwrap_or(0));
                Self::Capacity(Capacity { from, to, within, every, places })
            }
            _ => {
                let zh = check.text("reason", &raw.reason, 1..=200);
                let en = check.text("reason_en", &raw.reason_en, 0..=200);
                Self::Close(Closed { date: from, reason: Text { zh, en: Some(en).filter(|text| !text.is_empty()) } })
            }
        };
        check.done()?;
        Ok(change)
    }
}

#[derive(Template)]
#[template(path = "hall_manage.html")]
pub(crate) struct ManagePage {
    pub shell: Shell,
    pub form: Form,
    pub here: String,
    /// From, to, working days, weekends, holidays.
    pub hours: Vec<[String; 5]>,
    /// From, to, within, minutes apart, places.
    pub capacity: Vec<[String; 5]>,
    pub closed: Vec<(String, String)>,
    pub make_kiosk: String,
    pub kiosk: String,
    pub helpers: String,
    pub today: String,
}

async fn show(cx: &Cx, id: HallId, form: Form) -> Answer {
    let actor = cx.actor.clone();
    let hall = cx
        .read(move |read| {
            let hall = hall_of(read, &id)?;
            MayManage::of(read, &actor, &hall)?;
            Ok::<_, Error>(hall)
        })
        .await?;
    let today = routes::of_hall(routes::TODAY, &hall.id);
    let title = cx.tn("hall-manage", &[("hall", &hall.name.get(cx.locale))]);
    let shell =
        cx.shell(title).crumb(cx.t("hall-managed"), routes::BOARDS).crumb(hall.name.get(cx.locale), today).wide();
    cx.form_page(&form, &page_for(shell, form.clone(), &hall))
}

pub(crate) fn page_for(shell: Shell, form: Form, hall: &Hall) -> ManagePage {
    let until =
        |to: Option<kernel::Date>| to.map_or_else(|| shell.t("hall-until-further").into_owned(), |to| shell.date(to));
    let words = |spans: &Spans| {
        let day = if spans.is_empty() { Day::Rest } else { Day::Open(spans.clone()) };
        opening(&shell, &day)
    };
    let hours = hall.settings.hours.iter().rev().map(|one| {
        [shell.date(one.from), until(one.to), words(&one.working), words(&one.weekend), words(&one.holiday)]
    });
    let capacity = hall.settings.capacity.iter().rev().map(|one| {
        [shell.date(one.from), until(one.to), words(&one.within), one.every.to_string(), one.places.to_string()]
    });
    let closed =
        hall.settings.closed.iter().rev().map(|one| (shell.date(one.date), shell.text(&one.reason).to_owned()));
    let address = |pattern| routes::of_hall(pattern, &hall.id);
    ManagePage {
        form,
        here: address(routes::MANAGE),
        hours: hours.collect(),
        capacity: capacity.collect(),
        closed: closed.collect(),
        make_kiosk: address(routes::MAKE_KIOSK),
        kiosk: address(routes::KIOSK),
        helpers: address(routes::HELPERS),
        today: address(routes::TODAY),
        shell,
    }
}

pub(crate) async fn page(cx: Cx, Path(id): Path<HallId>) -> Answer {
    let form = cx.form();
    show(&cx, id, form).await
}

pub(crate) async fn arrange(cx: Cx, Path(id): Path<HallId>, typed: Typed) -> Answer {
    let done = match typed.command::<RawChange, Change>() {
        Ok(change) => {
            managed(&cx, &id, move |tx, permit, hall| arrange::arrange(tx, permit, hall, &change)).await.map(drop)
        }
        Err(problem) => Err(problem.into()),
    };
    match done {
        Ok(()) => Ok(cx.see_other(&routes::of_hall(routes::MANAGE, &id))),
        Err(fail) => {
            let form = cx.form_again(&typed, fail)?;
            show(&cx, id, form).await
        }
    }
}
