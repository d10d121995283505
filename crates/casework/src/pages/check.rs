//! Check your answers, declare their truth, submit. However often the form is sent, one case comes
//! of it.

use askama::Template;
use kernel::Problem;
use web::{Answer, Cx, Fail, Form, Path, Shell, State, Typed};

use super::{
    draft::Open,
    papers,
    section::shown,
    words::{self, Tag},
};
use crate::{
    Room, answers,
    case::Channel,
    draft::{Answers, DraftId},
    drafting, path, receipt,
    submit::{Drawn, Submission, Submitted, prepare_slip, submit as verb},
};

pub(crate) struct Row {
    pub term: String,
    pub value: String,
    pub source: Option<Tag>,
}

pub(crate) struct Part {
    pub title: String,
    pub change: String,
    pub rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "casework/check.html")]
pub(crate) struct CheckPage {
    pub shell: Shell,
    pub form: Form,
    pub action: String,
    pub back: String,
    pub item: String,
    pub body: String,
    pub parts: Vec<Part>,
    /// What is still wrong: words and the address where it is mended.
    pub missing: Vec<(String, String)>,
    pub applicant: String,
    pub fee: String,
}

/// The answers of a form in sections, as they are read back.
pub(crate) fn parts(shell: &Shell, open: &Open, named: &Answers, names: &[(String, String)]) -> Vec<Part> {
    let id = &open.draft.id;
    let mut parts: Vec<Part> = Vec::new();
    for section in &open.matter.form {
        let asked = section.fields.iter().filter(|field| answers::asked(field, &open.answers));
        let rows = asked.map(|field| {
            let value = open.answers.get(&field.key).map(String::as_str).unwrap_or_default();
            Row {
                term: shell.text(&field.label).to_owned(),
                value: read_back(shell, field, named.get(&field.key).map_or(value, String::as_str)),
                source: open.known.origin(&field.key, value).map(|origin| words::tag(shell, origin)),
            }
        });
        parts.push(Part {
            title: shell.text(&section.title).to_owned(),
            change: path::draft_section(id, &section.key),
            rows: rows.collect(),
        });
    }
    if !open.matter.item.materials.is_empty() {
        let rows = open.matter.item.materials.iter().map(|material| {
            let handed = open.papers.iter().find(|paper| paper.material == material.key);
            let held = open.known.papers.get(&material.key).filter(|_| handed.is_none());
            let name = names.iter().find(|(key, _)| *key == material.key).map_or("", |(_, name)| name.as_str());
            let value = match (handed, held) {
                (Some(paper), _) => papers::file(shell, paper, name),
                (None, Some(_)) => shell.t("casework-paper-held").into_owned(),
                (None, None) if material.may_be_left_out() => shell.t("casework-paper-left-out").into_owned(),
                (None, None) => shell.t("casework-paper-missing").into_owned(),
            };
            let term = shell.text(&material.name).to_owned();
            Row { term, value, source: held.map(|(_, origin)| words::tag(shell, origin)) }
        });
        let rows = rows.collect();
        let title = shell.t("casework-papers-title").into_owned();
        parts.push(Part { title, change: path::draft_papers(id), rows });
    }
    parts
}

/// One answer as it is read back: labels of choices, yes and no in words.
pub(crate) fn read_back(shell: &Shell, field: &catalogue::form::Field, value: &str) -> String {
    let word = |line: &str| match (field.kind, line) {
        (catalogue::words::FieldType::YesNo, "yes") => shell.t("casework-yes").into_owned(),
        (catalogue::words::FieldType::YesNo, "no") => shell.t("casework-no").into_owned(),
        _ => line.to_owned(),
    };
    if value.trim().is_empty() {
        return shell.t("casework-not-answered").into_owned();
    }
    let lines = answers::shown(field, value, shell.locale);
    if field.choices.is_empty() && field.kind != catalogue::words::FieldType::YesNo {
        return value.to_owned();
    }
    lines.into_iter().map(word).collect::<Vec<_>>().join(&shell.t("web-list-separator"))
}

fn missing(shell: &Shell, open: &Open) -> Vec<(String, String)> {
    let id = &open.draft.id;
    let mut out = Vec::new();
    for wrong in &open.wrong {
        let message = shell.texts().message(shell.locale, wrong.message, &wrong.args);
        if let Some(key) = wrong.field.strip_prefix("material.") {
            let name = open.matter.item.materials.iter().find(|material| material.key == key);
            let name = name.map(|material| shell.text(&material.name).to_owned()).unwrap_or_default();
            out.push(([name, message].join(&shell.t("casework-colon")), path::draft_paper(id, key)));
            continue;
        }
        for section in &open.matter.form {
            let field = section.fields.iter().find(|field| wrong.field == field.key);
            if let Some(field) = field.filter(|field| shown(section, field, &open.answers)) {
                let label = shell.text(&field.label).to_owned();
                let words = [label, message.clone()].join(&shell.t("casework-colon"));
                let place = ["#f-", &field.key].concat();
                out.push((words, [path::draft_section(id, &section.key), place].concat()));
            }
        }
    }
    out
}

async fn show(cx: &Cx, open: &Open, form: Form) -> Answer {
    let names = papers::file_names(cx, &open.draft.person, &open.papers).await?;
    let (asked, given, locale) = (open.matter.form.clone(), open.answers.clone(), cx.locale);
    let named = cx.read(move |read| answers::with_places(read, &asked, &given, locale)).await?;
    let shell = open.shell(cx, cx.t("casework-check-title"));
    let form = form.clone().labelled(&[("declared", &shell.t("casework-declaration-label"))]);
    let fee = match &open.matter.item.fees {
        None => String::new(),
        Some(fees) if fees.is_empty() => shell.t("casework-fee-none").into_owned(),
        Some(fees) => fees
            .iter()
            .map(|fee| [&*fee.name, &*fee.amount].join(" "))
            .collect::<Vec<_>>()
            .join(&shell.t("web-list-separator")),
    };
    cx.form_page(
        &form,
        &CheckPage {
            action: path::draft_check(&open.draft.id),
            back: path::draft(&open.draft.id),
            item: shell.text(&open.matter.item.name).to_owned(),
            body: shell.text(&open.matter.body.name).to_owned(),
            parts: parts(&shell, open, &named, &names),
            missing: missing(&shell, open),
            applicant: open.known.applicant.clone(),
            fee,
            form: form.clone(),
            shell,
        },
    )
}

pub(crate) async fn page(cx: Cx, State(room): State<Room>, Path(id): Path<DraftId>) -> Answer {
    match Open::of(&cx, &room, &id).await? {
        Ok(open) => show(&cx, &open, cx.form()).await,
        Err(case) => Ok(cx.see_other(&path::case(&case))),
    }
}

/// Submits an open draft, or finds the case that it became.
async fn submitted(cx: &Cx, room: &Room, open: &Open, typed: &Typed) -> Result<Submitted, Fail> {
    if typed.get("declared") != "on" {
        return Err(Problem::invalid().field("declared", "casework-declaration-wanting").into());
    }
    drafting::suits(&cx.actor, &open.matter).map_err(Problem::from)?;
    let store = cx.app.store();
    let year = cx.now.date().year();
    let number =
        room.needs().directory.draw_number_async(store, &open.matter.body, crate::submit::NUMBERS, year).await?;
    let mut drawn = Drawn { secret: receipt::secret(store.keys(), &number), number, at: cx.now, slip: None };
    let submission = Submission {
        draft: Some(open.draft.id.clone()),
        enterprise: open.draft.enterprise.clone(),
        division: open.draft.division,
        answers: open.answers.clone(),
        papers: Vec::new(),
        held: open.known.held(),
        applicant: open.known.applicant.clone(),
        channel: Channel::Online,
    };
    let (office, actor, matter) = (room.office(store), cx.actor.clone(), open.matter.clone());
    drawn.slip = prepare_slip(&office, &matter, &submission, open.papers.clone(), &drawn)?;
    cx.write(move |tx| verb(tx, &office, &actor, &matter, &submission, &drawn)).await
}

pub(crate) async fn submit(cx: Cx, State(room): State<Room>, Path(id): Path<DraftId>, typed: Typed) -> Answer {
    let open = match Open::of(&cx, &room, &id).await? {
        Ok(open) => open,
        // Sent twice: the case is there.
        Err(case) => return Ok(cx.see_other(&path::case_submitted(&case))),
    };
    match submitted(&cx, &room, &open, &typed).await {
        Ok(done) => Ok(cx.see_other(&path::case_submitted(&done.case))),
        Err(fail) => {
            let form = cx.form_again(&typed, fail)?;
            show(&cx, &open, form).await
        }
    }
}
