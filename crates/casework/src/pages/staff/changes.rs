//! 个案变更 of a case: what was proposed and what came of it, and the form by which an officer proposes.
//! Where the engine can't tell what is meant, the form comes back with its questions.

use askama::Template;
use kernel::Problem;
use process::change::Question;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Answered, Error, Read, Tx};
use web::{Answer, Check, Choice, Cx, Fail, Form, Path, Query, Shell, State, Typed};

use super::{
    acts::Desk,
    case::{From, shell, visible},
    change_words::{Asking, Steps, askings},
};
use crate::{
    Room,
    case::{Case, CaseId},
    change::{Asked, Change, ChangeId, Ground, Op, Plan, Standing},
    changing::{self, Proposal},
    matter::{self, Matter},
    pages::words,
    path, permits, records,
    refusal::Refusal,
    routes::change as to,
    task::{Task, TaskState},
};

/// Bodies of one division on the list.
const BODIES: u32 = 200;

/// A change as it comes.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawChange {
    /// `skip`, `after`, `before`, `beside`, `repeat`, `reassign`, `lead`.
    #[schemars(extend("enum" = Op::ALL.map(Op::as_str)))]
    pub operation: String,
    /// Id of the step in the case's own model.
    #[schemars(length(min = 1, max = 200), regex(pattern = web::check::TEXT))]
    pub element: String,
    /// For `repeat` the step where the case stands, for `lead` the step that follows.
    #[serde(default)]
    #[schemars(length(max = 200), regex(pattern = web::check::ANY_TEXT))]
    pub to: String,
    /// `own`, `@KEY` of a body, or `LEVEL/LINE`.
    #[serde(default)]
    #[schemars(length(max = 100), regex(pattern = web::check::ANY_TEXT))]
    pub body: String,
    /// Working days that an added step may take.
    #[serde(default)]
    pub days: String,
    /// Materials of the item that an added step asks for, by key.
    #[serde(default)]
    pub papers: Vec<String>,
    /// One of the list of grounds.
    #[schemars(extend("enum" = Ground::ALL.map(Ground::as_str)))]
    pub ground: String,
    /// The article on which it rests; needed where anything is added.
    #[serde(default)]
    #[schemars(length(max = 200), regex(pattern = web::check::ANY_TEXT))]
    pub legal_basis: String,
    #[schemars(length(min = 1, max = 1000), regex(pattern = web::check::LINES))]
    pub reason: String,
    /// Where the engine asked: `move:TOKEN:STEP`, `drop:TOKEN`, `forget:STEP`, `add:STEP`.
    #[serde(default)]
    pub answers: Vec<String>,
}

impl TryFrom<RawChange> for Proposal {
    type Error = Problem;

    fn try_from(raw: RawChange) -> Result<Self, Problem> {
        let mut check = Check::new();
        let op = check.choice("operation", &raw.operation, Op::parse);
        let element = check.text("element", &raw.element, 1..=200);
        let names_other = matches!(op, Some(Op::Repeat | Op::Lead));
        let to = check.text("to", &raw.to, usize::from(names_other)..=200);
        let names_body = op.is_some_and(Op::names_body);
        let body = check.text("body", &raw.body, usize::from(names_body)..=100);
        let days = if raw.days.trim().is_empty() { None } else { check.number("days", &raw.days, 1..=60) };
        let ground = check.choice("ground", &raw.ground, Ground::parse);
        let legal_basis = check.text("legal_basis", &raw.legal_basis, 0..=200);
        let reason = check.lines("reason", &raw.reason, 1..=1000);
        let answers: Option<Vec<_>> = raw.answers.iter().map(|answer| changing::answer(answer)).collect();
        if answers.is_none() || raw.papers.len() > 20 {
            check.wrong("answers", "problem-field-choice");
        }
        check.done()?;
        let (Some(op), Some(ground), Some(answers)) = (op, ground, answers) else { return Err(Problem::invalid()) };
        let asked = Asked {
            op,
            element,
            to: Some(to).filter(|_| names_other),
            body: Some(body).filter(|_| names_body),
            days: days.and_then(|days| u32::try_from(days).ok()),
            papers: if names_body { raw.papers } else { Vec::new() },
        };
        Ok(Self { asked, ground, legal_basis, reason, answers })
    }
}

/// The raw change of a form: answers stand in a field each.
fn raw(typed: &Typed) -> Result<RawChange, Problem> {
    let mut raw: RawChange = typed.read()?;
    let answers = typed.fields().iter().filter(|(name, value)| name.starts_with("answer_") && !value.is_empty());
    raw.answers.extend(answers.map(|(_, value)| value.clone()));
    Ok(raw)
}

/// Which act on which change, and what was seen.
pub(crate) struct Sent {
    pub case: CaseId,
    pub name: &'static str,
    /// The change, or what is proposed: the same token with another is another act.
    pub about: String,
    pub once: Option<String>,
    pub seen: Option<i64>,
}

/// Carries an act out. The same token is the same act: the second time nothing is done.
pub(crate) async fn carry(
    cx: &Cx,
    room: &Room,
    sent: Sent,
    act: impl Fn(&Tx<'_>, &Desk<'_>) -> Result<Change, Error> + Send + 'static,
) -> Result<ChangeId, Fail> {
    let (actor, room, texts) = (cx.actor.clone(), room.clone(), cx.app.texts().clone());
    let office = room.office(cx.app.store());
    cx.write(move |tx| {
        visible(tx, &actor, &sent.case)?;
        let desk = Desk { room: &room, office: &office, actor: &actor, texts: &texts, seen: sent.seen };
        let request = [sent.name, ":", sent.case.as_str(), ":", &sent.about].concat();
        let request = seals::digest::digest(request.as_bytes());
        let who = actor.journal_name();
        if let Some(once) = &sent.once {
            match tx.answered(&who, once, &request)? {
                Answered::Before(id) => return id.parse().map_err(|_| Refusal::NotFound.into()),
                Answered::OtherRequest => return Err(Problem::stale().into()),
                Answered::New => {}
            }
        }
        let change = act(tx, &desk)?;
        if let Some(once) = &sent.once {
            tx.answer(&who, once, &request, change.id.as_str())?;
        }
        Ok(change.id)
    })
    .await
}

/// What the form stands on: the case and its own model.
pub(crate) struct Basis {
    pub case: Case,
    pub matter: Matter,
    pub tasks: Vec<Task>,
    pub standing: Standing,
    pub steps: Steps,
    pub bodies: Vec<directory::Body>,
    pub questions: Vec<(Question, Vec<String>)>,
}

impl Basis {
    fn load(read: &Read<'_>, cx: &Cx, room: &Room, id: &CaseId, typed: Option<&Proposal>) -> Result<Self, Error> {
        let mut case = visible(read, &cx.actor, id)?;
        let tasks = records::tasks(read, id)?;
        permits::propose(&cx.actor, &case, &tasks)?;
        words::items(read, cx.locale, [&mut case])?;
        let matter = matter::of_case_without_form(read, &case)?;
        let office = room.office(cx.app.store());
        let standing = Standing::of(read, &office, id)?.ok_or_else(changing::no_process)?;
        let mut questions = Vec::new();
        let mut models = vec![standing.program.model.clone()];
        if let Some(typed) = typed {
            let Proposal { asked, legal_basis, answers, .. } = typed;
            // What can't even be derived says so at its field.
            if let Ok(plan) = Plan::of(read, &office, cx.now, &standing, asked, legal_basis, answers) {
                let with = |question: &Question| (question.clone(), changing::choices(&plan, question));
                questions = plan.questions.iter().map(with).collect();
                models.push(plan.program.model.clone());
            }
        }
        let models: Vec<&process::model::Model> = models.iter().map(|model| &**model).collect();
        let steps = Steps::of(read, &matter, &case, &models)?;
        let mut bodies = Vec::new();
        for division in case.division.lineage() {
            bodies.extend(directory::bodies::in_division(read, &division, "", BODIES)?);
        }
        bodies.sort_by(|one, other| one.id.cmp(&other.id));
        bodies.dedup_by(|one, other| one.id == other.id);
        bodies.sort_by(|one, other| (&other.division, &one.code).cmp(&(&one.division, &other.code)));
        Ok(Self { case, matter, tasks, standing, steps, bodies, questions })
    }
}

#[derive(Template)]
#[template(path = "casework/desk_change_new.html")]
pub(crate) struct NewPage {
    pub shell: Shell,
    pub form: Form,
    pub action: String,
    pub back: String,
    pub number: String,
    pub seen: i64,
    pub operations: Vec<Choice>,
    pub steps: Vec<Choice>,
    pub bodies: Vec<Choice>,
    pub papers: Vec<Choice>,
    pub grounds: Vec<Choice>,
    pub askings: Vec<Asking>,
}

/// The operations to choose from.
pub(crate) fn operations(shell: &Shell) -> Vec<Choice> {
    let text = |op: Op, end: &str| shell.t(&["casework-change-op-", op.as_str(), end].concat()).into_owned();
    Op::ALL.iter().map(|op| Choice::new(op.as_str(), text(*op, "")).hint(text(*op, "-hint"))).collect()
}

/// The list of grounds.
pub(crate) fn grounds(shell: &Shell) -> Vec<Choice> {
    Ground::ALL.iter().map(|ground| Choice::new(ground.as_str(), shell.t(ground.label()))).collect()
}

impl NewPage {
    fn of(shell: Shell, form: Form, found: &Basis) -> Self {
        let (case, model) = (&found.case, &found.standing.program.model);
        let at = |id: &str| {
            let of = |state: TaskState| found.tasks.iter().any(|task| task.element == id && task.state == state);
            let key = match (of(TaskState::Open), of(TaskState::Done)) {
                (true, _) => "casework-change-at-open",
                (false, true) => "casework-change-at-done",
                _ => return String::new(),
            };
            shell.t(key).into_owned()
        };
        let own = Choice::new("own", shell.text(&found.matter.body.name));
        let others = found.bodies.iter().filter(|body| body.id != found.matter.body.id);
        let others = others.map(|body| Choice::new(["@", &body.key].concat(), shell.text(&body.name)));
        let papers = found.matter.item.materials.iter();
        Self {
            action: to::of_case(to::CHANGES, &case.id),
            back: path::desk_case(&case.id),
            number: case.number.clone(),
            seen: case.version,
            operations: operations(&shell),
            steps: found.steps.choices(&shell, model, &at),
            bodies: std::iter::once(own).chain(others).collect(),
            papers: papers.map(|paper| Choice::new(paper.key.as_str(), shell.text(&paper.name))).collect(),
            grounds: grounds(&shell),
            askings: askings(&shell, &found.steps, &found.questions),
            form,
            shell,
        }
    }
}

async fn show(cx: &Cx, room: &Room, id: &CaseId, from: &str, form: Form, typed: Option<Proposal>) -> Answer {
    let (asker, room, wanted) = (cx.clone(), room.clone(), id.clone());
    let found = cx.read(move |read| Basis::load(read, &asker, &room, &wanted, typed.as_ref())).await?;
    let shell = shell(cx, cx.t("casework-change-new"), from)
        .crumb(found.case.item_name.clone(), path::desk_case(id))
        .crumb(cx.t("casework-change-title"), to::of_case(to::CHANGES, id));
    let page = NewPage::of(shell, form.clone(), &found);
    cx.form_page(&form, &page)
}

pub(crate) async fn form(
    cx: Cx,
    State(room): State<Room>,
    Path(id): Path<CaseId>,
    Query(asked): Query<From>,
) -> Answer {
    let form = cx.form();
    show(&cx, &room, &id, &asked.from, form, None).await
}

/// Proposes, from a form.
pub(crate) async fn propose(cx: Cx, State(room): State<Room>, Path(id): Path<CaseId>, typed: Typed) -> Answer {
    let proposal = raw(&typed).and_then(Proposal::try_from);
    let result = match &proposal {
        Err(problem) => Err(problem.clone().into()),
        Ok(proposal) => {
            let once = typed.once().map(str::to_owned);
            propose_in(&cx, &room, &id, once, typed.get("seen").parse().ok(), proposal).await
        }
    };
    match result {
        Ok(change) => Ok(cx.see_other(&to::of_change(to::CHANGE, &id, &change))),
        Err(fail) => {
            let label = |field: &str| cx.t(&["casework-change-field-", field].concat());
            let fields = ["operation", "element", "to", "body", "days", "ground"].map(|field| (field, label(field)));
            let mut labels: Vec<(&str, &str)> = fields.iter().map(|(field, label)| (*field, label.as_str())).collect();
            let (basis, reason) = (label("legal-basis"), label("reason"));
            labels.extend([("legal_basis", basis.as_str()), ("reason", reason.as_str())]);
            let mut form = cx.form_again(&typed, fail)?.labelled(&labels);
            // Programs read which answers a question takes; people choose among them.
            for error in form.errors.iter_mut().filter(|error| error.field.starts_with("answer_")) {
                error.message = cx.t("casework-change-answer-wanted");
            }
            show(&cx, &room, &id, typed.get("from"), form, proposal.ok()).await
        }
    }
}

pub(crate) async fn propose_in(
    cx: &Cx,
    room: &Room,
    id: &CaseId,
    once: Option<String>,
    seen: Option<i64>,
    proposal: &Proposal,
) -> Result<ChangeId, Fail> {
    let about = serde_json::to_string(&(&proposal.asked, &proposal.answers, &proposal.reason))?;
    let sent = Sent { case: id.clone(), name: "change", about, once, seen };
    let (id, proposal) = (id.clone(), proposal.clone());
    carry(cx, room, sent, move |tx, desk| changing::propose(tx, desk.office, desk.actor, &id, desk.seen, &proposal))
        .await
}

/// A change on the list.
pub(crate) struct Row {
    pub href: String,
    pub what: String,
    pub ground: String,
    pub kind: &'static str,
    pub state: String,
    pub when: String,
}

#[derive(Template)]
#[template(path = "casework/desk_changes.html")]
pub(crate) struct ListPage {
    pub shell: Shell,
    pub number: String,
    pub rows: Vec<Row>,
    /// Empty for who may not propose.
    pub new: String,
    pub back: String,
}

/// Shape of the tag of a state.
pub(crate) fn light(change: &Change) -> &'static str {
    use crate::change::ChangeState::{Applied, Proposed, Refused, Undone, Withdrawn};
    match change.state {
        Proposed => "waiting",
        Applied => "done",
        Refused => "refused",
        Withdrawn | Undone => "off",
    }
}

pub(crate) fn row(shell: &Shell, change: &Change) -> Row {
    Row {
        href: to::of_change(to::CHANGE, &change.case, &change.id),
        what: shell.t(&["casework-change-op-", change.asked.op.as_str()].concat()).into_owned(),
        ground: shell.t(change.ground.label()).into_owned(),
        kind: light(change),
        state: shell.t(change.state.label()).into_owned(),
        when: shell.moment(change.proposed_at),
    }
}

/// The changes of a case.
pub(crate) async fn page(cx: Cx, Path(id): Path<CaseId>, Query(asked): Query<From>) -> Answer {
    let (actor, locale, wanted) = (cx.actor.clone(), cx.locale, id.clone());
    let (case, changes, may) = cx
        .read(move |read| {
            let mut case = visible(read, &actor, &wanted)?;
            words::items(read, locale, [&mut case])?;
            let tasks = records::tasks(read, &wanted)?;
            permits::see_staff(&actor, &case, &tasks)?;
            let may = permits::propose(&actor, &case, &tasks).is_ok() && changing::handled(&case).is_ok();
            Ok((case, records::changes(read, &wanted)?, may))
        })
        .await?;
    let shell =
        shell(&cx, cx.t("casework-change-title"), &asked.from).crumb(case.item_name.clone(), path::desk_case(&id));
    cx.page(&ListPage {
        number: case.number,
        rows: changes.iter().map(|change| row(&shell, change)).collect(),
        new: if may { to::of_case(to::NEW_CHANGE, &id) } else { String::new() },
        back: path::desk_case(&id),
        shell,
    })
}
