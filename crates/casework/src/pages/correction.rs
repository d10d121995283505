//! Answering a correction: each defect at its field or paper with the officer's words; what is
//! handed in is kept even when something else of the answer is wrong.

use askama::Template;
use catalogue::form::{Field, Section};
use kernel::{Date, Problem};
use store::{Error, Read};
use web::{Answer, Choice, Cx, Fail, Form, Path, Shell, State as Taken, Typed};

use super::{
    case::own,
    papers,
    section::{self, Ask},
};
use crate::{
    Room,
    case::{Case, CaseId, State},
    correct,
    correction::{Defect, Target},
    draft::Answers,
    drafting,
    matter::{self, Matter},
    paper::Paper,
    path, records,
    refusal::Refusal,
};

/// An open correction with everything its page needs.
pub(crate) struct Open {
    pub case: Case,
    pub matter: Matter,
    pub declared: Answers,
    pub defects: Vec<Defect>,
    pub answer_by: Date,
    pub lapse: Option<String>,
    /// Files of this answer that were taken so far.
    pub parked: Vec<Paper>,
    pub places: Vec<Choice>,
}

impl Open {
    fn load(read: &Read<'_>, cx: &Cx, shell: &Shell, id: &CaseId) -> Result<Self, Error> {
        let case = own(read, &cx.actor, id)?;
        let open = records::corrections(read, id)?.into_iter().find(|correction| correction.answered_at.is_none());
        let correction = open.filter(|_| case.state == State::Correction).ok_or(Refusal::Stale)?;
        let matter = matter::of_case(read, &case, cx.app.texts())?;
        let declared = correct::declared(read, &case)?;
        Ok(Self {
            defects: correct::defects(read, &case, &correction)?,
            answer_by: correction.answer_by,
            lapse: correction.lapse.clone(),
            parked: records::papers(read, &correct::parking(id))?,
            places: section::places(read, shell, &case.division, &matter.form, &declared)?,
            matter,
            declared,
            case,
        })
    }

    fn field(&self, key: &str) -> Option<(&Section, &Field)> {
        let find = |section: &'_ Section| section.fields.iter().position(|field| field.key == key);
        let section = self.matter.form.iter().find(|section| find(section).is_some())?;
        Some((section, section.fields.get(find(section)?)?))
    }
}

/// One defect with the way to mend it.
pub(crate) struct Mend {
    pub what: String,
    /// A field to be filled in anew.
    pub ask: Option<Ask>,
    /// A paper to be handed in anew: field and name.
    pub file: Option<(String, String)>,
    pub taken: String,
}

#[derive(Template)]
#[template(path = "casework/correction.html")]
pub(crate) struct CorrectionPage {
    pub shell: Shell,
    pub form: Form,
    pub action: String,
    pub back: String,
    pub number: String,
    pub body: String,
    pub answer_by: String,
    /// What becomes of the application when nobody answers.
    pub unanswered: String,
    pub mends: Vec<Mend>,
    pub accept: &'static str,
}

async fn open(cx: &Cx, id: &CaseId) -> Result<Open, Fail> {
    let (asker, id) = (cx.clone(), id.clone());
    let shell = cx.shell("");
    cx.read(move |read| Open::load(read, &asker, &shell, &id)).await
}

async fn show(cx: &Cx, open: &Open, form: Form) -> Answer {
    let shell = cx
        .shell(cx.t("casework-correction-title"))
        .crumb(cx.t("casework-my"), web::MY)
        .crumb(open.matter.item.name.get(cx.locale), path::case(&open.case.id));
    let names = papers::file_names(cx, &open.case.person, &open.parked).await?;
    let mut labels: Vec<(String, String)> = Vec::new();
    let mut mends = Vec::new();
    for defect in &open.defects {
        let mut mend = Mend { what: defect.what.clone(), ask: None, file: None, taken: String::new() };
        match &defect.target {
            Target::Field(key) => {
                let Some((section, field)) = open.field(key) else { continue };
                let ask = section::ask(&shell, section, field, None, &open.places);
                labels.push((ask.key.clone(), ask.label.clone()));
                mend.ask = Some(ask);
            }
            Target::Material(key) => {
                let material = open.matter.item.materials.iter().find(|material| material.key == *key);
                let Some(material) = material else { continue };
                let (field, name) = (drafting::paper_field(key), shell.text(&material.name).to_owned());
                labels.push((field.clone(), name.clone()));
                let file = open.parked.iter().find(|paper| paper.material == *key);
                let called = names.iter().find(|(of, _)| of == key).map_or("", |(_, name)| name.as_str());
                mend.taken = file.map(|paper| papers::file(&shell, paper, called)).unwrap_or_default();
                mend.file = Some((field, name));
            }
        }
        mends.push(mend);
    }
    let labels: Vec<(&str, &str)> = labels.iter().map(|(field, label)| (field.as_str(), label.as_str())).collect();
    let form = form.labelled(&labels);
    cx.form_page(
        &form,
        &CorrectionPage {
            action: path::case_correction(&open.case.id),
            back: path::case(&open.case.id),
            number: open.case.number.clone(),
            body: shell.text(&open.matter.body.name).to_owned(),
            answer_by: shell.date(open.answer_by),
            unanswered: match &open.lapse {
                Some(basis) => shell.t1("casework-correction-lapses", "basis", basis.as_str()),
                None => shell.t("casework-correction-unanswered").into_owned(),
            },
            mends,
            accept: papers::ACCEPT,
            form: form.clone(),
            shell,
        },
    )
}

fn prefilled(form: Form, open: &Open) -> Form {
    open.defects.iter().fold(form, |form, defect| match &defect.target {
        Target::Field(key) => {
            let value = open.declared.get(key).map(String::as_str).unwrap_or_default();
            value.lines().fold(form, |form, line| form.with(key, line))
        }
        Target::Material(_) => form,
    })
}

pub(crate) async fn page(cx: Cx, Path(id): Path<CaseId>) -> Answer {
    match open(&cx, &id).await {
        Ok(open) => {
            let form = prefilled(cx.form(), &open);
            show(&cx, &open, form).await
        }
        // Answered already, or never asked: the case says how it stands.
        Err(Fail::Problem(problem)) if problem == Problem::stale() => Ok(cx.see_other(&path::case(&id))),
        Err(other) => Err(other),
    }
}

/// Takes the files of the form, each for itself: one that is wrong loses none of the others.
async fn park(cx: &Cx, open: &Open, typed: &Typed) -> Result<(), Fail> {
    let mut wrong = Problem::invalid();
    for defect in &open.defects {
        let Target::Material(key) = &defect.target else { continue };
        let field = drafting::paper_field(key);
        let Some(upload) = typed.files_of(&field).next().cloned() else { continue };
        match papers::kept(cx, &field, &upload).await {
            Ok(file) => {
                let (actor, place, key) = (cx.actor.clone(), correct::parking(&open.case.id), key.clone());
                cx.write(move |tx| {
                    let paper = drafting::name_file(tx, &actor, &key, &file, &upload.name)?;
                    records::drop_paper(tx, &place, &key)?;
                    records::put_paper(tx, &place, &paper)
                })
                .await?;
            }
            Err(Fail::Problem(problem)) => wrong.fields.extend(problem.fields),
            Err(other) => return Err(other),
        }
    }
    if wrong.fields.is_empty() { Ok(()) } else { Err(wrong.into()) }
}

async fn answered(cx: &Cx, room: &Room, open: &Open, typed: &Typed) -> Result<(), Fail> {
    park(cx, open, typed).await?;
    let mut changed = Answers::new();
    for defect in &open.defects {
        if let Target::Field(key) = &defect.target
            && typed.fields().iter().any(|(name, _)| name == key)
        {
            changed.insert(key.clone(), typed.all(key).collect::<Vec<_>>().join("\n"));
        }
    }
    let (office, actor) = (room.office(cx.app.store()), cx.actor.clone());
    let (matter, id) = (open.matter.clone(), open.case.id.clone());
    cx.write(move |tx| {
        let papers = records::papers(tx, &correct::parking(&id))?;
        correct::answer(tx, &office, &actor, &matter, &id, &changed, &papers)?;
        records::drop_papers(tx, &correct::parking(&id)).map(drop)
    })
    .await
}

pub(crate) async fn answer(cx: Cx, Taken(room): Taken<Room>, Path(id): Path<CaseId>, typed: Typed) -> Answer {
    let before = match open(&cx, &id).await {
        Ok(before) => before,
        Err(Fail::Problem(problem)) if problem == Problem::stale() => return Ok(cx.see_other(&path::case(&id))),
        Err(other) => return Err(other),
    };
    match answered(&cx, &room, &before, &typed).await {
        Ok(()) => Ok(cx.see_other(&path::case(&id))),
        Err(fail) => {
            let form = cx.form_again(&typed, fail)?;
            // Files that were taken meanwhile are shown as such.
            let after = open(&cx, &id).await?;
            show(&cx, &after, form).await
        }
    }
}
