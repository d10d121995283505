//! One change of a case 个案变更: what would change in words and in the drawing, which tasks would move where,
//! which days would change, who is burdened; and what the second person makes of it.

use askama::Template;
use store::{Error, Read};
use web::{Answer, Cx, Fail, Form, Html, Path, Shell, State, Typed};

use super::{
    case::{looked, shell, visible},
    change_words::{self as said, Marks, Steps},
    changes::{Sent, carry, light},
    staff_name,
};
use crate::{
    Office, Room,
    act::CHANGE_REASON,
    case::{Case, CaseId},
    change::{Change, ChangeId, ChangeState, Plan, Standing},
    changing,
    flow::Place,
    matter::{self, Matter},
    pages::{course::Loaded, words},
    path, permits, records,
    refusal::Refusal,
    routes::change as to,
    task::{Task, TaskState},
};

/// What opening the page is called in the list of looks.
const LOOKED: &str = "casework-look-case";

/// A change with everything that its page says.
pub(crate) struct Open {
    pub case: Case,
    pub change: Change,
    matter: Matter,
    steps: Steps,
    /// What it would do now, while it is proposed; none where it can't be done any more.
    plan: Option<Plan>,
    tasks: Vec<Task>,
    /// What the case passed so far, on whatever model.
    trodden: std::collections::BTreeSet<String>,
    body: String,
    reason: String,
    answer: String,
    by: [String; 3],
    /// The models before and after, as kept.
    models: Vec<std::sync::Arc<process::program::Program>>,
    may_second: bool,
    may_withdraw: bool,
    stands_still: bool,
}

impl Open {
    pub(crate) fn load(
        read: &Read<'_>,
        cx: &Cx,
        office: &Office,
        id: &CaseId,
        change: &ChangeId,
    ) -> Result<Self, Error> {
        let mut case = visible(read, &cx.actor, id)?;
        let tasks = records::tasks(read, id)?;
        permits::see_staff(&cx.actor, &case, &tasks)?;
        let found = records::change_by_id(read, change)?.filter(|change| change.case == *id);
        let change = found.ok_or(Refusal::NotFound)?;
        words::items(read, cx.locale, [&mut case])?;
        let matter = matter::of_case_without_form(read, &case)?;
        let standing = Standing::of(read, office, id)?;
        let mut plan = None;
        if let (ChangeState::Proposed, Some(standing)) = (change.state, &standing)
            && standing.model == change.model
            && changing::handled(&case).is_ok()
        {
            let now = Plan::of(read, office, cx.now, standing, &change.asked, &change.legal_basis, &change.answers);
            plan = now.ok().filter(|plan| changing::stands(plan, &change.legal_basis).is_ok());
        }
        let mut models = Vec::new();
        for digest in [&change.model, &change.derived] {
            if records::model(read, digest)?.is_some() {
                models.push(crate::change::program(read, &office.programs, digest)?);
            }
        }
        let all = models.iter().chain(plan.iter().flat_map(|plan| [&plan.old, &plan.program]));
        let all: Vec<_> = all.map(|program| &*program.model).collect();
        let steps = Steps::of(read, &matter, &case, &all)?;
        let body = match &change.asked.body {
            Some(body) => directory::bodies::by_id(read, &Place::parse(body).body(read, &matter, &case)?)?
                .map(|body| body.name.get(cx.locale).to_owned()),
            None => None,
        };
        let open_text = |sealed: &[u8]| match read.open_text(&case.person, CHANGE_REASON, sealed) {
            Err(Error::Erased) => Ok(String::new()),
            other => other,
        };
        let name = |staff: &Option<kernel::id::StaffId>| match staff {
            Some(staff) => staff_name(read, staff, cx.locale),
            None => Ok(String::new()),
        };
        let stands_still = standing.is_some_and(|standing| {
            standing.model == change.derived && change.left.as_ref() == Some(&standing.state) && !case.state.ended()
        });
        let happened = read.stream(id.as_str())?;
        let loaded = Loaded::of(read, &office.programs, &case)?;
        let trodden = loaded.map(|loaded| loaded.trodden).unwrap_or_default();
        Ok(Self {
            reason: open_text(&change.reason)?,
            answer: change.said.as_deref().map(open_text).transpose()?.unwrap_or_default(),
            by: [staff_name(read, &change.proposer, cx.locale)?, name(&change.second)?, name(&change.undone_by)?],
            may_second: permits::second(&cx.actor, &case, &tasks, &change, &happened).is_ok(),
            may_withdraw: permits::withdraw_change(&cx.actor, &case, &tasks, &change).is_ok(),
            body: body.unwrap_or_default(),
            case,
            change,
            matter,
            steps,
            plan,
            tasks,
            trodden,
            models,
            stands_still,
        })
    }
}

/// A drawing with its heading.
pub(crate) struct Drawn {
    pub title: String,
    pub picture: Html,
}

#[derive(Template)]
#[template(path = "casework/desk_change.html")]
pub(crate) struct ChangePage {
    pub shell: Shell,
    pub form: Form,
    pub number: String,
    pub seen: i64,
    pub kind: &'static str,
    pub state: String,
    pub what: String,
    pub ground: String,
    pub basis: String,
    pub reason: String,
    /// Who did what when: proposed, decided, undone.
    pub acts: Vec<(String, String)>,
    pub answer: String,
    /// Proposed, and can't be done any more as it was.
    pub stale: bool,
    /// It says what would be, not what was.
    pub ahead: bool,
    pub moves: Vec<String>,
    pub days: Vec<String>,
    pub burdens: Vec<String>,
    pub drawings: Vec<Drawn>,
    pub approve: String,
    pub refuse: String,
    pub withdraw: String,
    pub undo: String,
    /// Why the one who looks can't approve.
    pub not_second: bool,
    pub back: String,
}

impl ChangePage {
    pub(crate) fn of(shell: Shell, form: Form, open: &Open) -> Self {
        let (change, steps) = (&open.change, &open.steps);
        let proposed = change.state == ChangeState::Proposed;
        let act = |key: &str, by: &str, at: Option<kernel::Timestamp>| {
            at.map(|at| {
                let when = shell.moment(at);
                let words = if by.is_empty() { when } else { shell.t2("casework-change-by", "who", by, "when", when) };
                (shell.t(key).into_owned(), words)
            })
        };
        let [proposer, second, undoer] = &open.by;
        let decided = match change.state {
            ChangeState::Refused => "casework-change-state-refused",
            ChangeState::Withdrawn => "casework-change-state-withdrawn",
            _ => "casework-change-state-applied",
        };
        let second = if change.state == ChangeState::Withdrawn { proposer } else { second };
        let acts = [
            act("casework-change-proposed-by", proposer, Some(change.proposed_at)),
            act(decided, second, change.decided_at),
            act("casework-change-state-undone", undoer, change.undone_at),
        ];
        let (moves, days) = match &open.plan {
            Some(plan) => (said::moves(&shell, steps, &plan.moves), said::clocks(&shell, steps, &plan.clocks)),
            None => (Vec::new(), Vec::new()),
        };
        let burdens = open.plan.as_ref().map_or(&change.burdens, |plan| &plan.burdens);
        let address = |may: bool, pattern: &'static str| {
            if may { to::of_change(pattern, &change.case, &change.id) } else { String::new() }
        };
        let second_may = proposed && open.may_second;
        Self {
            number: open.case.number.clone(),
            seen: change.version,
            kind: light(change),
            state: shell.t(change.state.label()).into_owned(),
            what: said::sentence(&shell, steps, &change.asked, &open.body),
            ground: shell.t(change.ground.label()).into_owned(),
            basis: change.legal_basis.clone(),
            reason: open.reason.clone(),
            acts: acts.into_iter().flatten().collect(),
            answer: open.answer.clone(),
            stale: proposed && open.plan.is_none(),
            ahead: proposed && open.plan.is_some(),
            moves,
            days,
            burdens: said::burdens(&shell, steps, &open.matter, burdens),
            drawings: drawings(&shell, open),
            approve: address(second_may && open.plan.is_some(), to::APPROVAL),
            refuse: address(second_may, to::REFUSAL),
            withdraw: address(proposed && open.may_withdraw, to::WITHDRAWAL),
            undo: address(change.state == ChangeState::Applied && open.may_second && open.stands_still, to::UNDOING),
            not_second: proposed && !open.may_second,
            back: to::of_case(to::CHANGES, &change.case),
            form,
            shell,
        }
    }
}

/// The derived model with what is added, and where the case stands; before it the old one where it loses a step.
fn drawings(shell: &Shell, open: &Open) -> Vec<Drawn> {
    let (old, new) = match (&open.plan, open.models.as_slice()) {
        (Some(plan), _) => (&plan.old.model, &plan.program.model),
        (None, [old, new, ..]) => (&old.model, &new.model),
        (None, [old]) => (&old.model, &old.model),
        (None, []) => return Vec::new(),
    };
    let in_state = |state: TaskState| open.tasks.iter().filter(move |task| task.state == state);
    let ids = |state: TaskState| in_state(state).map(|task| task.element.as_str());
    let gone = |from: &process::model::Model, to: &process::model::Model| -> Vec<String> {
        let ids = from.node_ids().map(|node| &from[node].id);
        ids.filter(|id| to.element(id).is_none()).map(ToString::to_string).collect()
    };
    let (removed, added) = (gone(old, new), gone(new, old));
    let (mut before, mut after) = (Marks::default(), Marks::default());
    // A step that stands open is not over, whatever was passed there before.
    let is_open = |id: &str| ids(TaskState::Open).any(|open| open == id) || ids(TaskState::Done).any(|done| done == id);
    let passed = || open.trodden.iter().filter(|id| !is_open(id)).cloned();
    before.mark(passed(), "is-done");
    after.mark(passed(), "is-done");
    before.mark(ids(TaskState::Done), "is-done");
    before.mark(ids(TaskState::Open), "is-current");
    before.mark(removed.iter().map(String::as_str), "is-removed");
    after.mark(ids(TaskState::Done), "is-done");
    after.mark(added, "is-added");
    match &open.plan {
        // Where the tokens would stand: those that move, and those that stay.
        Some(plan) => {
            let stays = |task: &&Task| !plan.moves.iter().any(|moved| Some(moved.token) == task.token);
            after.mark(in_state(TaskState::Open).filter(stays).map(|task| task.element.as_str()), "is-current");
            after.mark(plan.moves.iter().filter_map(|moved| moved.to.as_deref()), "is-current");
        }
        None => after.mark(ids(TaskState::Open), "is-current"),
    }
    let mut out = Vec::new();
    let title = |key: &str| shell.t(key).into_owned();
    if !removed.is_empty() {
        let title = title("casework-change-before");
        out.push(Drawn { picture: said::picture(shell, &open.steps, old, "before", &title, &before), title });
    }
    let title = title("casework-change-after");
    out.push(Drawn { picture: said::picture(shell, &open.steps, new, "after", &title, &after), title });
    out
}

async fn show(cx: &Cx, room: &Room, id: &CaseId, change: &ChangeId, form: Form) -> Answer {
    let (asker, office) = (cx.clone(), room.office(cx.app.store()));
    let (case, wanted) = (id.clone(), change.clone());
    let open = cx.read(move |read| Open::load(read, &asker, &office, &case, &wanted)).await?;
    looked(cx, &open.case, LOOKED).await?;
    let shell = shell(cx, cx.t("casework-change-one"), "")
        .crumb(open.case.item_name.clone(), path::desk_case(id))
        .crumb(cx.t("casework-change-title"), to::of_case(to::CHANGES, id));
    let page = ChangePage::of(shell, form.clone(), &open);
    cx.form_page(&form, &page)
}

pub(crate) async fn page(cx: Cx, State(room): State<Room>, Path((id, change)): Path<(CaseId, ChangeId)>) -> Answer {
    let form = cx.form();
    show(&cx, &room, &id, &change, form).await
}

/// What the second person, or the proposer, does with a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Act {
    Approve,
    Refuse,
    Withdraw,
    Undo,
}

/// Carries one of the four acts out.
pub(crate) async fn act_in(
    cx: &Cx,
    room: &Room,
    (id, change): (&CaseId, &ChangeId),
    act: Act,
    reason: String,
    (once, seen): (Option<String>, Option<i64>),
) -> Result<ChangeId, Fail> {
    let name = match act {
        Act::Approve => "change-approve",
        Act::Refuse => "change-refuse",
        Act::Withdraw => "change-withdraw",
        Act::Undo => "change-undo",
    };
    let sent = Sent { case: id.clone(), name, about: change.to_string(), once, seen };
    let (id, change) = (id.clone(), change.clone());
    carry(cx, room, sent, move |tx, desk| {
        let (office, actor, seen) = (desk.office, desk.actor, desk.seen);
        match act {
            Act::Approve => changing::approve(tx, office, actor, &desk.matter(tx, &id)?, &id, &change, seen),
            Act::Refuse => changing::refuse(tx, office, actor, &id, &change, seen, &reason),
            Act::Withdraw => changing::withdraw(tx, office, actor, &id, &change, seen),
            Act::Undo => changing::undo(tx, office, actor, &id, &change, seen),
        }
    })
    .await
}

async fn sent(cx: Cx, room: Room, id: CaseId, change: ChangeId, typed: Typed, act: Act) -> Answer {
    let mut check = web::Check::new();
    let least = usize::from(act == Act::Refuse);
    let reason = check.lines("reason", typed.get("reason"), least..=1000);
    let result = match check.done() {
        Err(problem) => Err(problem.into()),
        Ok(()) => {
            let brought = (typed.once().map(str::to_owned), typed.get("seen").parse().ok());
            act_in(&cx, &room, (&id, &change), act, reason, brought).await
        }
    };
    match result {
        Ok(change) => Ok(cx.see_other(&to::of_change(to::CHANGE, &id, &change))),
        Err(fail) => {
            let reason = cx.t("casework-change-refuse-reason");
            let form = cx.form_again(&typed, fail)?.labelled(&[("reason", &reason)]);
            show(&cx, &room, &id, &change, form).await
        }
    }
}

pub(crate) async fn approve(
    cx: Cx,
    State(room): State<Room>,
    Path((id, change)): Path<(CaseId, ChangeId)>,
    typed: Typed,
) -> Answer {
    sent(cx, room, id, change, typed, Act::Approve).await
}

pub(crate) async fn refuse(
    cx: Cx,
    State(room): State<Room>,
    Path((id, change)): Path<(CaseId, ChangeId)>,
    typed: Typed,
) -> Answer {
    sent(cx, room, id, change, typed, Act::Refuse).await
}

pub(crate) async fn withdraw(
    cx: Cx,
    State(room): State<Room>,
    Path((id, change)): Path<(CaseId, ChangeId)>,
    typed: Typed,
) -> Answer {
    sent(cx, room, id, change, typed, Act::Withdraw).await
}

pub(crate) async fn undo(
    cx: Cx,
    State(room): State<Room>,
    Path((id, change)): Path<(CaseId, ChangeId)>,
    typed: Typed,
) -> Answer {
    sent(cx, room, id, change, typed, Act::Undo).await
}
