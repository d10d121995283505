//! 补正: one list, once. The officer ticks the papers and answers that are wrong and says at each
//! what is wrong and how to mend it (AL 32(4)).

use askama::Template;
use kernel::Problem;
use web::{Answer, Cx, Form, Path, Query, Shell, State, Typed};

use super::{
    acts::{Sent, carry, done},
    case::{From, Open, looked, shell},
};
use crate::{
    Room, answers,
    case::CaseId,
    correct,
    correction::{Defect, Target},
    path,
    refusal::Refusal,
    routes::staff as to,
};

/// Characters of one defect's words.
const WORDS: std::ops::RangeInclusive<usize> = 1..=500;
const LOOKED: &str = "casework-look-case";

/// Something that may be wrong.
pub(crate) struct Point {
    /// `m.KEY` of a paper, `f.KEY` of an answer.
    pub value: String,
    pub label: String,
    /// Name of the field for the words.
    pub words: String,
    pub chosen: bool,
}

#[derive(Template)]
#[template(path = "casework/desk_correction.html")]
pub(crate) struct CorrectionPage {
    pub shell: Shell,
    pub form: Form,
    pub action: String,
    pub back: String,
    pub number: String,
    pub seen: i64,
    pub from: String,
    pub answer_by: String,
    /// Papers and answers, each under its heading.
    pub groups: Vec<(String, Vec<Point>)>,
}

/// The points of a case that can be ticked.
pub(crate) fn points(shell: &Shell, open: &Open, form: &Form) -> Vec<(String, Vec<Point>)> {
    let point = |value: String, label: &str| Point {
        label: label.to_owned(),
        words: ["words.", &value].concat(),
        chosen: form.chosen("at", &value),
        value,
    };
    let papers = open.whole.matter.item.materials.iter();
    let papers = papers.map(|material| point(["m.", &material.key].concat(), shell.text(&material.name)));
    let fields = open.form.iter().flat_map(|section| &section.fields);
    let fields = fields.filter(|field| answers::asked(field, &open.declared));
    let fields = fields.map(|field| point(["f.", &field.key].concat(), shell.text(&field.label)));
    let title = |key: &str| shell.t(key).into_owned();
    let groups: [(String, Vec<Point>); 2] =
        [(title("casework-papers-title"), papers.collect()), (title("casework-desk-declared"), fields.collect())];
    groups.into_iter().filter(|(_, points)| !points.is_empty()).collect()
}

async fn show(cx: &Cx, room: &Room, id: &CaseId, from: &str, form: Form) -> Answer {
    let (asker, wanted) = (cx.clone(), id.clone());
    let open = cx.read(move |read| Open::load(read, &asker, &wanted)).await?;
    let case = &open.whole.case;
    crate::permits::accept(&cx.actor, case).map_err(Refusal::problem)?;
    looked(cx, case, LOOKED).await?;
    let back = web::path::with_query(&path::desk_case(id), &[("from", from)]);
    let shell = shell(cx, cx.t("casework-desk-act-correction"), from).crumb(case.item_name.clone(), back.clone());
    let calendar = room.needs().directory.calendar();
    let answer_by = correct::answer_limit(&open.whole.matter.item).due(cx.now.date(), &calendar).date;
    let groups = points(&shell, &open, &form);
    let page = CorrectionPage {
        action: to::of_case(to::CORRECTION, id),
        back,
        number: case.number.clone(),
        seen: case.version,
        from: from.to_owned(),
        answer_by: shell.date(answer_by),
        groups,
        form: form.clone(),
        shell,
    };
    cx.form_page(&form, &page)
}

pub(crate) async fn page(
    cx: Cx,
    State(room): State<Room>,
    Path(id): Path<CaseId>,
    Query(asked): Query<From>,
) -> Answer {
    let form = cx.form();
    show(&cx, &room, &id, &asked.from, form).await
}

/// What was ticked, with its words; the version is filled in from what was handed in.
fn defects(typed: &Typed) -> Result<Vec<Defect>, Problem> {
    let mut problem = Problem::invalid();
    let mut out = Vec::new();
    for at in typed.all("at") {
        let target = match at.split_once('.') {
            Some(("m", key)) => Target::Material(key.to_owned()),
            Some(("f", key)) => Target::Field(key.to_owned()),
            _ => continue,
        };
        let field = ["words.", at].concat();
        let what = typed.get(&field).trim();
        let writable = |c: char| c == '\n' || c == '\r' || c == '\t' || !web::check::is_unwritable(c);
        if what.is_empty() {
            problem = problem.field(field, "casework-desk-defect-words");
        } else if !WORDS.contains(&what.chars().count()) || !what.chars().all(writable) {
            problem = problem.field(field, "casework-desk-defect-long");
        } else {
            out.push(Defect { target, version: 0, what: what.to_owned() });
        }
    }
    if out.is_empty() && problem.fields.is_empty() {
        problem = problem.field("at", "casework-desk-defect-none");
    }
    if problem.fields.is_empty() { Ok(out) } else { Err(problem) }
}

/// Which version of each paper has the defect.
pub(crate) fn at_versions(
    read: &store::Read<'_>,
    id: &CaseId,
    defects: &[Defect],
) -> Result<Vec<Defect>, store::Error> {
    let papers = crate::records::papers(read, id.as_str())?;
    let declared = crate::records::declaration(read, id)?.map_or(0, |(version, _)| version);
    let version = |target: &Target| match target {
        Target::Material(key) => papers.iter().find(|paper| paper.material == *key).map_or(0, |paper| paper.version),
        Target::Field(_) => declared,
    };
    Ok(defects.iter().map(|defect| Defect { version: version(&defect.target), ..defect.clone() }).collect())
}

pub(crate) async fn ask(cx: Cx, State(room): State<Room>, Path(id): Path<CaseId>, typed: Typed) -> Answer {
    let result = match defects(&typed) {
        Err(problem) => Err(problem.into()),
        Ok(defects) => {
            let sent = Sent::of(&id, "ask", &typed);
            carry(&cx, &room, sent, move |tx, desk, id| {
                let matter = desk.matter(tx, id)?;
                let defects = at_versions(tx, id, &defects)?;
                correct::ask(tx, desk.office, desk.actor, &matter, id, desk.seen, &defects)
            })
            .await
        }
    };
    match result {
        Ok(()) => done(&cx, &typed, &id).await,
        Err(fail) => {
            let form = cx.form_again(&typed, fail)?;
            show(&cx, &room, &id, typed.get("from"), form).await
        }
    }
}
