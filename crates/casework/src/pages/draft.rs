//! The task list of a draft: what is done, what is still to do; throwing it away; and a new draft
//! from a past application.

use askama::Template;
use catalogue::words::Necessity;
use kernel::problem::FieldProblem;
use store::{Error, Read};
use web::{Answer, Cx, Path, Shell, State, Texts};

use crate::{
    Room, answers,
    case::CaseId,
    draft::{Answers, Draft, DraftId},
    drafting,
    known::{self, Known},
    matter::{self, Matter},
    paper::Paper,
    path, records,
    refusal::Refusal,
};

/// A draft with all that is known for it.
pub(crate) struct Open {
    pub draft: Draft,
    pub matter: Matter,
    pub known: Known,
    /// Uploaded.
    pub papers: Vec<Paper>,
    /// Typed, and known where nothing was typed.
    pub answers: Answers,
    /// What would be refused if it were submitted now.
    pub wrong: Vec<FieldProblem>,
}

impl Open {
    pub(crate) fn load(
        read: &Read<'_>,
        room: &Room,
        actor: &kernel::access::Actor,
        id: &DraftId,
        texts: &Texts,
    ) -> Result<Self, Error> {
        let draft = drafting::own(read, actor, id)?;
        let matter = matter::of_draft(read, &draft, texts)?;
        let known = known::known(read, &room.needs().types, &matter, &draft.person, draft.enterprise.as_ref())?;
        let papers = records::papers(read, id.as_str())?;
        let answers = known.under(&draft.answers);
        let (_, mut wrong) = answers::check(&matter.form, &answers, read.now().date());
        for material in &matter.item.materials {
            let there = papers.iter().any(|paper| paper.material == material.key);
            let needed = !matches!(material.necessity, Some(Necessity::LateOk | Necessity::Conditional));
            if needed && !there && !known.papers.contains_key(&material.key) {
                wrong.push(FieldProblem {
                    field: drafting::paper_field(&material.key).into(),
                    message: "casework-paper-wanting",
                    args: vec![("name", material.name.zh.clone())],
                });
            }
        }
        Ok(Self { draft, matter, known, papers, answers, wrong })
    }

    /// As `load`, off the reactor. A draft that became a case leads there.
    pub(crate) async fn of(cx: &Cx, room: &Room, id: &DraftId) -> Result<Result<Self, CaseId>, web::Fail> {
        let (room, actor, id, texts) = (room.clone(), cx.actor.clone(), id.clone(), cx.app.texts().clone());
        let open = cx.read(move |read| Self::load(read, &room, &actor, &id, &texts)).await?;
        Ok(match &open.draft.submitted {
            Some(case) => Err(case.clone()),
            None => Ok(open),
        })
    }

    pub(crate) fn shell(&self, cx: &Cx, title: String) -> Shell {
        let shell = cx.shell(title).crumb(cx.t("casework-my"), web::MY);
        let name = shell.text(&self.matter.item.name).to_owned();
        shell.crumb(name, path::draft(&self.draft.id))
    }

    /// Whether something of this section is wrong or wanting.
    pub(crate) fn section_wrong(&self, section: &catalogue::form::Section) -> bool {
        section.fields.iter().any(|field| self.wrong.iter().any(|wrong| wrong.field == field.key))
    }

    pub(crate) fn papers_wanting(&self) -> usize {
        self.wrong.iter().filter(|wrong| wrong.field.starts_with("material.")).count()
    }
}

/// A row of the task list.
pub(crate) struct Task {
    pub label: String,
    pub href: String,
    pub kind: &'static str,
    pub word: String,
}

#[derive(Template)]
#[template(path = "casework/draft.html")]
pub(crate) struct Tasks {
    pub shell: Shell,
    pub item: String,
    pub body: String,
    pub place: String,
    pub tasks: Vec<Task>,
    pub known: usize,
    pub ready: bool,
    pub check: String,
    pub discard: String,
    pub kept: String,
}

impl Tasks {
    pub(crate) fn of(shell: Shell, open: &Open, place: String) -> Self {
        let id = &open.draft.id;
        let word = |key: &str| shell.t(key).into_owned();
        let mut tasks: Vec<Task> = Vec::new();
        for section in &open.matter.form {
            let touched = section.fields.iter().any(|field| open.draft.answers.contains_key(&field.key));
            let wrong = open.section_wrong(section);
            let (kind, key) = match (wrong, touched) {
                (false, _) => ("done", "casework-task-done"),
                (true, true) => ("soon", "casework-task-unfinished"),
                (true, false) => ("waiting", "casework-task-todo"),
            };
            let label = shell.text(&section.title).to_owned();
            tasks.push(Task { label, href: path::draft_section(id, &section.key), kind, word: word(key) });
        }
        if !open.matter.item.materials.is_empty() {
            let wanting = open.papers_wanting();
            let (kind, key) = match wanting {
                0 => ("done", word("casework-task-done")),
                count => ("waiting", shell.t1("casework-papers-wanting", "count", count)),
            };
            tasks.push(Task { label: word("casework-papers-title"), href: path::draft_papers(id), kind, word: key });
        }
        Self {
            item: shell.text(&open.matter.item.name).to_owned(),
            body: shell.text(&open.matter.body.name).to_owned(),
            place,
            tasks,
            known: open.known.fields.len() + open.known.papers.len(),
            ready: open.wrong.is_empty(),
            check: path::draft_check(id),
            discard: path::draft_discard(id),
            kept: shell.moment(open.draft.changed_at),
            shell,
        }
    }
}

pub(crate) async fn page(cx: Cx, State(room): State<Room>, Path(id): Path<DraftId>) -> Answer {
    let open = match Open::of(&cx, &room, &id).await? {
        Ok(open) => open,
        Err(case) => return Ok(cx.see_other(&path::case(&case))),
    };
    let division = open.draft.division;
    let found = cx.read(move |read| directory::divisions::get(read, &division)).await?;
    let shell = cx.shell(cx.t("casework-draft-title")).crumb(cx.t("casework-my"), web::MY);
    let place = found.map(|division| shell.text(&division.name).to_owned()).unwrap_or_default();
    cx.page(&Tasks::of(shell, &open, place))
}

pub(crate) async fn discard(cx: Cx, Path(id): Path<DraftId>) -> Answer {
    let actor = cx.actor.clone();
    cx.write(move |tx| drafting::discard(tx, &actor, &id)).await?;
    Ok(cx.see_other(web::MY))
}

/// A new draft with what was declared in a past case.
pub(crate) async fn copy(cx: Cx, Path(id): Path<CaseId>) -> Answer {
    let (actor, texts) = (cx.actor.clone(), cx.app.texts().clone());
    let draft = cx
        .write(move |tx| {
            let case = records::find(tx, &id)?.ok_or(Refusal::NotFound)?;
            crate::permits::applicant(&actor, &case)?;
            let item = case.item.parse().map_err(|_| Refusal::NotFound)?;
            let whom = matter::applicant(case.enterprise.is_some());
            let matter = matter::load(tx, &item, None, &case.division, whom, &texts)?;
            drafting::copy(tx, &actor, &matter, &id)
        })
        .await?;
    Ok(cx.see_other(&path::draft(&draft.id)))
}
