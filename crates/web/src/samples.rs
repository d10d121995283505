//! Pages with made-up content: every room adds its own, one test renders them all in both
//! languages and every look, and the same files are looked at as screenshots. The page of the
//! form kit stands here, because it belongs to no room.

use std::sync::Arc;

use askama::Template;
use kernel::{Date, Locale, Text};

use crate::{
    app::{ActorInfo, Site},
    day_line::{Day, DayLine, Flag},
    form::{Choice, FieldError, Form},
    html::Html,
    lanes::{Lane, Lanes, Light, Stretch},
    prefs::Prefs,
    shell::{NavItem, Shell},
    texts::Texts,
};

/// Gathers rendered pages in one language and look.
pub struct Sampler {
    pub texts: Texts,
    pub locale: Locale,
    pub prefs: Prefs,
    pub site: Site,
    /// Name and HTML.
    pub pages: Vec<(&'static str, String)>,
    /// Pages that could not be rendered.
    pub failed: Vec<String>,
}

impl Sampler {
    #[must_use]
    pub fn new(texts: Texts, locale: Locale, prefs: Prefs, site: Site) -> Self {
        Self { texts, locale, prefs, site, pages: Vec::new(), failed: Vec::new() }
    }

    /// A frame for a page whose title is the text of `key`.
    #[must_use]
    pub fn shell(&self, key: &str) -> Shell {
        Shell::sample(&self.texts, self.locale, self.prefs.clone(), self.site.clone())
            .titled(self.texts.get(self.locale, key))
    }

    /// Renders a page under a name of its own.
    pub fn page(&mut self, name: &'static str, page: &impl Template) {
        match page.render() {
            Ok(html) => self.pages.push((name, html)),
            Err(error) => self.failed.push(format!("{name}: {error}")),
        }
    }
}

/// The pages of `web` itself.
pub fn own(sampler: &mut Sampler) {
    crate::own::samples(sampler);
}

/// The form kit and the components on one page.
#[derive(Template)]
#[template(path = "kit_sample.html")]
struct KitPage {
    shell: Shell,
    form: Form,
    choices: Vec<Choice>,
    line: Html,
    lanes: Html,
}

pub(crate) fn kit(sampler: &mut Sampler) {
    for (name, failed) in [("kit", false), ("kit-errors", true)] {
        let mut shell = sampler.shell("web-sample").crumb(sampler.texts.get(sampler.locale, "web-home"), "/");
        if !failed {
            let info =
                ActorInfo { display_name: Text::zh(shell.t("web-sample-person")), unread: 3, ..ActorInfo::default() };
            shell.user = Some(Arc::new(info));
            let item = |key: &str, current| NavItem { label: shell.t(key).into_owned(), href: "/", current };
            shell.nav = vec![item("web-home", false), item("web-sample-table", true), item("web-sample-tasks", false)];
        }
        let mut form = Form { once: "0123456789abcdef".into(), ..Form::default() }
            .with("name", shell.t("web-sample-person"))
            .with("born", "1990-02-30")
            .with("kind", "a")
            .with("tags", "b");
        if failed {
            let message = |key: &str| shell.t(key).into_owned();
            let label = |field: &str| message(&["web-sample-", field].concat());
            form.errors = vec![
                FieldError { field: "name".into(), label: label("name"), message: message("problem-field-empty") },
                FieldError { field: "born".into(), label: label("born"), message: message("problem-field-date") },
                FieldError { field: "kind".into(), label: label("kind"), message: message("problem-field-choose") },
            ];
        }
        let choices = ["a", "b", "c"]
            .iter()
            .map(|value| {
                Choice::new(*value, shell.t1("web-sample-choice", "name", *value)).hint(shell.t("web-sample-hint"))
            })
            .collect();
        let (line, lanes) = (line(&shell).draw(&shell), sample_lanes(&shell).draw(&shell));
        sampler.page(name, &KitPage { shell, form, choices, line, lanes });
    }
}

fn line(shell: &Shell) -> DayLine {
    let mut counted = 0;
    let days = (22..=30).chain(31..=42).map(|day| {
        let date =
            if day <= 30 { Date::constant(2026, 9, 22 + (day - 22)) } else { Date::constant(2026, 10, day - 30) };
        let holiday = date >= Date::constant(2026, 10, 1) && date <= Date::constant(2026, 10, 7);
        let weekend = matches!(date.weekday().to_monday_one_offset(), 6 | 7) && date.day() != 10;
        let counts = !(holiday || weekend || day == 22);
        if counts {
            counted += 1;
        }
        let reason = match (holiday, weekend, day) {
            (true, _, _) => "web-sample-holiday",
            (_, true, _) => "web-day-weekend",
            (_, _, 22) => "web-day-received",
            _ => "",
        };
        Day {
            date,
            number: counts.then_some(counted),
            reason: if reason.is_empty() { String::new() } else { shell.t(reason).into_owned() },
            events: match day {
                22 => vec![shell.t("web-sample-received").into_owned()],
                24 => vec![shell.t("web-sample-accepted").into_owned()],
                _ => Vec::new(),
            },
        }
    });
    DayLine {
        days: days.collect(),
        today: Some(Date::constant(2026, 9, 28)),
        promised: Some(Flag { date: Date::constant(2026, 10, 9), provisional: false }),
        statutory: Some(Flag { date: Date::constant(2026, 10, 12), provisional: true }),
    }
}

fn sample_lanes(shell: &Shell) -> Lanes {
    let lane = |body: &str, light, from, to, state: &str| Lane {
        body: shell.t(body).into_owned(),
        light,
        state: shell.t(state).into_owned(),
        stretches: vec![Stretch { from, to, silent: light == Light::Late }],
    };
    Lanes {
        days: 12,
        today: Some(8),
        lanes: vec![
            lane("web-sample-body-a", Light::Done, 0, 5, "web-light-done"),
            lane("web-sample-body-b", Light::Running, 0, 8, "web-light-running"),
            lane("web-sample-body-c", Light::Late, 2, 8, "web-light-late"),
            lane("web-sample-body-d", Light::Waiting, 8, 8, "web-light-waiting"),
        ],
        meeting: shell.t("web-sample-meeting").into_owned(),
    }
}
