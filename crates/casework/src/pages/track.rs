//! Following a case by its number and receipt secret, without an account. What is shown holds no
//! personal data; which of the two was wrong is not said.

use askama::Template;
use kernel::{Calendar, Date, Problem};
use web::{Answer, Cx, Fail, Form, Shell, State, Typed};

use super::{
    case::{self, Step, Whole},
    days::{self, Line},
    words,
};
use crate::{Room, path, receipt};

#[derive(Template)]
#[template(path = "casework/track.html")]
pub(crate) struct Track {
    pub shell: Shell,
    pub form: Form,
    pub action: &'static str,
}

#[derive(Template)]
#[template(path = "casework/tracked.html")]
pub(crate) struct Tracked {
    pub shell: Shell,
    pub number: String,
    pub item: String,
    pub body: String,
    pub kind: &'static str,
    pub word: String,
    pub next: String,
    pub waits: String,
    pub lines: Vec<Line>,
    pub steps: Vec<Step>,
    pub again: &'static str,
}

impl Tracked {
    pub(crate) fn of(shell: Shell, whole: &Whole, calendar: &Calendar, today: Date) -> Self {
        let case = &whole.case;
        let (kind, word) = words::light(&shell, case, calendar, today);
        let waits = match case.waits_for {
            crate::case::WaitsFor::Applicant => shell.t("casework-waits-applicant").into_owned(),
            _ => words::waits_for(&shell, &whole.names, &case.waits_for),
        };
        Self {
            number: case.number.clone(),
            item: shell.text(&whole.matter.item.name).to_owned(),
            body: words::name(&shell, &whole.names, &case.body).to_owned(),
            kind,
            word,
            next: words::next(&shell, case, &whole.names, whole.matter.is_permit()),
            waits,
            lines: days::lines(&shell, case, &whole.clocks, &whole.events, calendar, today),
            steps: case::steps(&shell, whole, false),
            again: path::TRACK,
            shell,
        }
    }
}

fn form_page(cx: &Cx, form: Form) -> Answer {
    let shell = cx.shell(cx.t("casework-track-title"));
    let labels = [("number", shell.t("casework-track-number")), ("secret", shell.t("casework-track-secret"))];
    let labels: Vec<(&str, &str)> = labels.iter().map(|(field, label)| (*field, label.as_ref())).collect();
    let form = form.labelled(&labels);
    cx.form_page(&form, &Track { form: form.clone(), action: path::TRACK, shell })
}

pub(crate) async fn page(cx: Cx) -> Answer {
    let form = cx.form();
    form_page(&cx, form)
}

async fn found(cx: &Cx, typed: &Typed) -> Result<Whole, Fail> {
    let (number, secret) = (typed.get("number").trim().to_owned(), typed.get("secret").trim().to_owned());
    let mut empty = Problem::invalid();
    for (field, value) in [("number", &number), ("secret", &secret)] {
        if value.is_empty() {
            empty = empty.field(field, "problem-field-empty");
        }
    }
    if !empty.fields.is_empty() {
        return Err(empty.into());
    }
    cx.read(move |read| {
        let case = receipt::follow(read, &number, &secret)?;
        let case = case.ok_or_else(|| Problem::invalid().field("number", "casework-track-wrong"))?;
        Whole::load(read, case)
    })
    .await
}

pub(crate) async fn follow(cx: Cx, State(room): State<Room>, typed: Typed) -> Answer {
    match found(&cx, &typed).await {
        Ok(whole) => {
            let shell = cx.shell(cx.t("casework-tracked-title")).crumb(cx.t("casework-track-title"), path::TRACK);
            cx.page(&Tracked::of(shell, &whole, &room.needs().directory.calendar(), cx.now.date()))
        }
        Err(fail) => {
            let form = cx.form_again(&typed, fail)?;
            form_page(&cx, form)
        }
    }
}
