//! One view of a case for whoever handles it: how it stands, the day line and the lanes, what was
//! declared, the papers, the opinions, what happened, and the acts that post and state allow.
//! The look is recorded before the page answers; personal values stay masked until somebody says
//! why they have to be seen.

use askama::Template;
use catalogue::{form::Field, words::FieldType};
use kernel::{Timestamp, access::Actor};
use serde::Deserialize;
use store::{Error, Event, Read};
use web::{Answer, Choice, Cx, Fail, Form, Html, Path, Query, Shell, State, Typed};

use super::{desk::View, due_light, masked_applicant, staff_name, waits_for};
use crate::{
    Room,
    act::{APPLICANT, HANDOVER_REASON, OPINION},
    answers,
    case::{Case, CaseId, State as CaseState},
    correct,
    draft::Answers,
    matter,
    pages::{
        case::{self as shown, PaperRow, Whole},
        check,
        course::{Course, Loaded},
        days::{self, Line},
        words,
    },
    path, permits, records,
    refusal::Refusal,
    routes::{change as changes_to, staff as to},
    task::{Kind, Task, TaskState},
};

/// Why somebody has to see personal data: keys of texts that the person reads in the list of looks.
pub(crate) const REASONS: [(&str, &str); 4] = [
    ("examine", "casework-look-reason-examine"),
    ("identify", "casework-look-reason-identify"),
    ("contact", "casework-look-reason-contact"),
    ("complaint", "casework-look-reason-complaint"),
];
/// What opening the page is called in the list of looks.
const LOOKED: &str = "casework-look-case";
/// For so long the values stay readable to who said why.
const SHOWN_FOR_MILLIS: i64 = 15 * 60_000;

/// A case with everything its page says, and who may do what with it.
pub(crate) struct Open {
    pub whole: Whole,
    pub applicant: String,
    pub declared: Answers,
    /// The same with the names of divisions in the place of their codes.
    named: Answers,
    pub form: catalogue::form::Form,
    /// The reader said why a moment ago.
    pub unmasked: bool,
    opinions: Vec<(u32, String, String)>,
    /// Hand-overs inside a body, by task.
    handed: Vec<Handed>,
    events: Vec<(Event, String)>,
}

/// To whom of its body a task was handed over, and why.
struct Handed {
    task: u32,
    at: Timestamp,
    to: String,
    reason: String,
}

impl Open {
    pub(crate) fn load(read: &Read<'_>, cx: &Cx, id: &CaseId) -> Result<Self, Error> {
        let mut case = visible(read, &cx.actor, id)?;
        words::items(read, cx.locale, [&mut case])?;
        let unmasked = said_why(read, &cx.actor, &case)?;
        let whole = Whole::load(read, case)?;
        let case = &whole.case;
        let applicant = if unmasked {
            erased_is_empty(read.open_text(&case.person, APPLICANT, &case.applicant))?
        } else {
            masked_applicant(read, case)?
        };
        let declared = match correct::declared(read, case) {
            Err(Error::Erased) => Answers::new(),
            other => other?,
        };
        let mut opinions = Vec::new();
        for task in whole.tasks.iter().filter(|task| task.state == TaskState::Done) {
            let Some(sealed) = &task.opinion else { continue };
            let words = erased_is_empty(read.open_text(&case.person, OPINION, sealed))?;
            let by = match &task.done_by {
                Some(staff) => staff_name(read, staff, cx.locale)?,
                None => String::new(),
            };
            opinions.push((task.number, words, by));
        }
        let handed = handed(read, cx, case)?;
        let mut events = Vec::new();
        for event in &whole.events {
            let by = match event.actor.parse() {
                Ok(staff) => staff_name(read, &staff, cx.locale)?,
                Err(_) => String::new(),
            };
            events.push((event.clone(), by));
        }
        let form = matter::of_case(read, case, cx.app.texts())?.form;
        let named = answers::with_places(read, &form, &declared, cx.locale)?;
        Ok(Self { applicant, declared, named, form, unmasked, opinions, handed, events, whole })
    }
}

/// The hand-overs inside a body.
fn handed(read: &Read<'_>, cx: &Cx, case: &Case) -> Result<Vec<Handed>, Error> {
    let mut out = Vec::new();
    for made in records::handovers(read, &case.id)? {
        let reason = erased_is_empty(read.open_text(&case.person, HANDOVER_REASON, &made.reason))?;
        out.push(Handed { task: made.task, at: made.at, to: staff_name(read, &made.to, cx.locale)?, reason });
    }
    Ok(out)
}

fn erased_is_empty(opened: Result<String, Error>) -> Result<String, Error> {
    match opened {
        Err(Error::Erased) => Ok(String::new()),
        other => other,
    }
}

/// The case, if a member of staff may see it.
pub(crate) fn visible(read: &Read<'_>, actor: &Actor, id: &CaseId) -> Result<Case, Error> {
    let case = records::find(read, id)?.ok_or(Refusal::NotFound)?;
    permits::see(actor, &case, &records::tasks(read, id)?)?;
    Ok(case)
}

/// Whether this member of staff recorded, not long ago, why the data of this case must be seen.
fn said_why(read: &Read<'_>, actor: &Actor, case: &Case) -> Result<bool, Error> {
    let since = read.now().plus_millis(-SHOWN_FOR_MILLIS);
    let looks = identity::looks_at(read, &case.person, Timestamp(i64::MAX), 100)?;
    Ok(looks.iter().any(|look| {
        Some(&look.staff) == actor.as_staff()
            && look.case == case.number
            && look.at >= since
            && REASONS.iter().any(|(_, key)| *key == look.what)
    }))
}

/// Records that staff saw the case, before the page answers.
pub(crate) async fn looked(cx: &Cx, case: &Case, what: &'static str) -> Result<(), Fail> {
    let (actor, person, number) = (cx.actor.clone(), case.person.clone(), case.number.clone());
    cx.write(move |tx| identity::look(tx, &actor, &person, "casework", what, Some(&number))).await
}

/// An answer on the page.
pub(crate) struct Said {
    pub term: String,
    pub value: String,
    pub masked: bool,
}

pub(crate) struct Part {
    pub title: String,
    pub rows: Vec<Said>,
}

/// Whether a field says who somebody is or how to reach them.
fn is_personal(field: &Field) -> bool {
    matches!(field.kind, FieldType::CitizenId | FieldType::Phone | FieldType::Email | FieldType::Address)
        || field.prefill.as_deref().is_some_and(|from| from.starts_with("person."))
}

/// The value with its middle covered.
fn covered(field: &Field, value: &str) -> String {
    match (field.kind, field.prefill.as_deref()) {
        (FieldType::CitizenId, _) | (_, Some("person.citizen_id")) => identity::masked_id(value),
        (_, Some("person.name")) => identity::masked_name(value),
        (FieldType::Address, _) | (_, Some("person.address")) => value.chars().take(6).chain("****".chars()).collect(),
        _ => {
            let count = value.chars().count();
            let ends = if count >= 8 { 3 } else { 1 };
            value
                .chars()
                .take(ends)
                .chain("****".chars())
                .chain(value.chars().skip(count.saturating_sub(ends)))
                .collect()
        }
    }
}

/// The declared answers with the personal ones covered.
pub(crate) fn covered_answers(form: &[catalogue::form::Section], declared: &Answers) -> Answers {
    let fields = form.iter().flat_map(|section| &section.fields).collect::<Vec<_>>();
    let one = |(key, value): (&String, &String)| {
        let field = fields.iter().find(|field| field.key == *key);
        let value =
            field.filter(|field| is_personal(field)).map_or_else(|| value.clone(), |field| covered(field, value));
        (key.clone(), value)
    };
    declared.iter().map(one).collect()
}

/// What was declared, by section; personal values covered unless they may be seen.
pub(crate) fn parts(shell: &Shell, open: &Open) -> Vec<Part> {
    let said = |field: &Field| {
        let value = open.declared.get(&field.key).map(String::as_str).unwrap_or_default();
        let masked = !open.unmasked && is_personal(field) && !value.trim().is_empty();
        Said {
            term: shell.text(&field.label).to_owned(),
            value: if masked {
                covered(field, value)
            } else {
                check::read_back(shell, field, open.named.get(&field.key).map_or(value, String::as_str))
            },
            masked,
        }
    };
    let part = |section: &catalogue::form::Section| Part {
        title: shell.text(&section.title).to_owned(),
        rows: section.fields.iter().filter(|field| answers::asked(field, &open.declared)).map(said).collect(),
    };
    open.form.iter().map(part).filter(|part| !part.rows.is_empty()).collect()
}

/// An act that may be done now.
pub(crate) struct Act {
    pub label: String,
    pub href: String,
    /// A post of one button; else a page of its own.
    pub post: bool,
    /// The one act of the page.
    pub primary: bool,
    pub key: &'static str,
    pub hint: String,
}

/// The acts that the posts of the actor and the state of the case allow.
pub(crate) fn acts(shell: &Shell, actor: &Actor, whole: &Whole, from: &str, today: kernel::Date) -> Vec<Act> {
    let (case, tasks) = (&whole.case, whole.tasks.as_slice());
    let id = &case.id;
    let mut out: Vec<Act> = Vec::new();
    let mut add = |may: bool, post: bool, name: &str, key: &'static str, href: String| {
        if may {
            let text = |part: &str| shell.t(&["casework-desk-", part, "-", name].concat()).into_owned();
            let href = if post { href } else { web::path::with_query(&href, &[("from", from)]) };
            out.push(Act { label: text("act"), href, post, primary: false, key, hint: text("hint") });
        }
    };
    let before = matches!(case.state, CaseState::Submitted | CaseState::Received);
    let accepts = before && permits::accept(actor, case).is_ok();
    let receives = case.state == CaseState::Submitted && permits::receive(actor, case).is_ok();
    for task in tasks.iter().filter(|task| task.state == TaskState::Open && case.state == CaseState::Accepted) {
        let reviews = task.kind == Kind::Review && permits::review(actor, case, task, tasks).is_ok();
        add(reviews, false, "opinion", "o", to::of_task(to::OPINION, id, task.number));
        let decides = task.kind == Kind::Decide && permits::decide(actor, case, task, tasks).is_ok();
        add(decides, false, "decision", "d", to::of_task(to::DECISION, id, task.number));
        let hands = permits::hand_over(actor, case, task, tasks).is_ok();
        add(hands, false, "handover", "m", to::of_task(to::HANDOVER, id, task.number));
    }
    add(accepts, true, "accept", "a", to::of_case(to::ACCEPTANCE, id));
    add(receives, true, "receive", "r", to::of_case(to::RECEIPT, id));
    let once = case.corrections == 0;
    add(accepts && once, false, "correction", "c", to::of_case(to::CORRECTION, id));
    add(accepts && once, false, "refusal", "x", to::of_case(to::REFUSAL, id));
    let silent = case.state == CaseState::Correction && whole.answer_by.is_some_and(|day| today > day);
    add(silent && permits::accept(actor, case).is_ok(), false, "termination", "t", to::of_case(to::TERMINATION, id));
    let rules = permits::rule_the_clock(actor, case, tasks).is_ok();
    add(rules && case.state == CaseState::Special, true, "resume", "s", to::of_case(to::RESUMPTION, id));
    let undelivered = case.state == CaseState::Approved && case.delivered_at.is_none();
    let delivers = undelivered && permits::deliver(actor, case, tasks).is_ok();
    add(delivers, true, "deliver", "h", to::of_case(to::DELIVERY, id));
    let extended = whole.clocks.iter().any(|clock| !clock.terms.extensions.is_empty());
    let runs = case.state == CaseState::Accepted && !whole.clocks.is_empty();
    add(rules && runs, false, "pause", "p", to::of_case(to::PAUSE, id));
    add(rules && runs && !extended, false, "extension", "e", to::of_case(to::EXTENSION, id));
    let late = case.next_due().is_some_and(|due| today > due) && permits::explain(actor, case, tasks).is_ok();
    add(late, false, "delay", "l", to::of_case(to::DELAY, id));
    let handled = matches!(case.state, CaseState::Accepted | CaseState::Special);
    let proposes = handled && permits::propose(actor, case, tasks).is_ok();
    add(proposes, false, "change", "g", to::of_case(changes_to::NEW_CHANGE, id));
    if let Some(first) = out.first_mut() {
        first.primary = true;
    }
    out
}

/// The part of one body on the page.
pub(crate) struct TaskRow {
    pub body: String,
    pub what: String,
    pub kind: &'static str,
    pub word: String,
    pub due: String,
    pub opinion: String,
    pub by: String,
    /// To whom of the body it was handed over, and why.
    pub handed: String,
}

fn task_row(shell: &Shell, open: &Open, task: &Task, today: kernel::Date) -> TaskRow {
    let late = task.state == TaskState::Open && task.due.is_some_and(|due| today > due);
    let opinion = open.opinions.iter().find(|(number, ..)| *number == task.number);
    let handed = open.handed.iter().rev().find(|handed| handed.task == task.number).map(|handed| {
        let when = shell.moment(handed.at);
        shell.tn("casework-handover-done", &[("when", &when), ("who", &handed.to), ("reason", &handed.reason)])
    });
    let key = if task.kind == Kind::Review { "casework-desk-task-review" } else { "casework-desk-task-decide" };
    TaskRow {
        body: words::name(shell, &open.whole.names, &task.body).to_owned(),
        what: shell.t(key).into_owned(),
        kind: match task.state {
            TaskState::Done => "done",
            TaskState::Open if late => "late",
            TaskState::Open => "running",
            TaskState::Waiting => "waiting",
            TaskState::Dropped => "off",
        },
        word: shown::task_word(shell, task, late),
        due: task.due.map(|due| shell.date(due)).unwrap_or_default(),
        opinion: opinion.map(|(_, words, _)| words.clone()).unwrap_or_default(),
        by: opinion.map(|(_, _, by)| by.clone()).unwrap_or_default(),
        handed: handed.unwrap_or_default(),
    }
}

/// A notice on the page.
pub(crate) struct NoticeRow {
    pub title: String,
    pub number: String,
    pub day: String,
    pub href: String,
}

/// Something that happened.
pub(crate) struct StepRow {
    pub when: String,
    pub what: String,
    pub who: String,
}

#[derive(Template)]
#[template(path = "casework/desk_case.html")]
pub(crate) struct CasePage {
    pub shell: Shell,
    pub form: Form,
    pub number: String,
    pub from: String,
    pub seen: i64,
    pub kind: &'static str,
    pub state: String,
    pub waits: String,
    pub body: String,
    pub applicant: String,
    pub channel: String,
    pub submitted: String,
    pub due: String,
    pub due_kind: &'static str,
    pub due_word: String,
    pub deemed: bool,
    pub acts: Vec<Act>,
    pub lines: Vec<Line>,
    pub days: String,
    pub lanes: Option<Html>,
    pub tasks: Vec<TaskRow>,
    pub parts: Vec<Part>,
    pub masked: bool,
    pub unmask: String,
    pub reasons: Vec<Choice>,
    pub papers: Vec<PaperRow>,
    pub notices: Vec<NoticeRow>,
    pub steps: Vec<StepRow>,
    pub licence: String,
    /// Where the changes of this one case are.
    pub changes: String,
    pub next: String,
    pub list: String,
    pub course: Option<Course>,
}

/// The frame of pages about a case: from the list it was opened from.
pub(crate) fn shell(cx: &Cx, title: String, from: &str) -> Shell {
    let back = View::parse(from).map_or_else(|| web::DESK.to_owned(), |view| view.href(""));
    cx.shell(title).crumb(cx.t("casework-desk-title"), back)
}

impl CasePage {
    pub(crate) fn of(
        shell: Shell,
        form: Form,
        open: &Open,
        actor: &Actor,
        room: &Room,
        from: &str,
        now: Timestamp,
    ) -> Self {
        let (whole, case) = (&open.whole, &open.whole.case);
        let (calendar, today) = (room.needs().directory.calendar(), now.date());
        let (kind, _) = words::light(&shell, case, &calendar, today);
        let stopped = matches!(case.state, CaseState::Correction | CaseState::Special) || case.state.ended();
        let due =
            if case.state == CaseState::Correction { whole.answer_by } else { case.next_due().filter(|_| !stopped) };
        let (due_kind, due_word) = match due {
            Some(due) if case.state == CaseState::Correction => unanswered(&shell, due, today),
            Some(due) => due_light(&shell, &calendar, today, Some(due)),
            None => ("waiting", String::new()),
        };
        let parts = parts(&shell, open);
        let notice = |notice: &crate::notice::Notice| NoticeRow {
            title: shell.t(notice.kind.label()).into_owned(),
            number: notice.number.clone(),
            day: shell.date(notice.at.date()),
            href: to::of_part(to::NOTICE, &case.id, &notice.number),
        };
        let step = |(event, by): &(Event, String)| {
            let who = match event.actor.split_once([':', '_']) {
                Some(("staff", _)) => by.clone(),
                Some(("system", "migration")) => shell.t("casework-who-migration").into_owned(),
                Some(("system", _)) => shell.t("casework-who-law").into_owned(),
                _ => shell.t("casework-who-applicant").into_owned(),
            };
            Some(StepRow { when: shell.moment(event.at), what: days::event_word(&shell, &event.kind)?, who })
        };
        let view = View::parse(from);
        Self {
            number: case.number.clone(),
            from: view.map(View::as_str).unwrap_or_default().to_owned(),
            seen: case.version,
            kind: if matches!(kind, "late" | "soon") && !stopped { "running" } else { kind },
            state: shell.t(case.state.label()).into_owned(),
            waits: waits_for(&shell, &whole.names, &case.waits_for),
            body: words::name(&shell, &whole.names, &case.body).to_owned(),
            applicant: open.applicant.clone(),
            channel: shell.t(&["casework-desk-channel-", case.channel.as_str()].concat()).into_owned(),
            submitted: shell.moment(case.submitted_at),
            due: due.map(|due| shell.date(due)).unwrap_or_default(),
            due_kind,
            due_word,
            deemed: case.deemed,
            acts: acts(&shell, actor, whole, from, today),
            lines: days::lines(&shell, case, &whole.clocks, &whole.events, &calendar, today),
            days: to::of_case(to::DAYS, &case.id),
            lanes: shown::lanes(&shell, whole, today),
            tasks: whole.tasks.iter().map(|task| task_row(&shell, open, task, today)).collect(),
            masked: parts.iter().flat_map(|part| &part.rows).any(|row| row.masked)
                || (!open.unmasked && case.enterprise.is_none()),
            parts,
            unmask: to::of_case(to::DATA, &case.id),
            reasons: reasons(&shell),
            papers: shown::papers(&shell, whole, &|material| to::of_part(to::FILE, &case.id, material)),
            notices: whole.notices.iter().map(notice).collect(),
            steps: open.events.iter().rev().filter_map(step).collect(),
            licence: case.licence.clone().unwrap_or_default(),
            changes: to::of_case(changes_to::CHANGES, &case.id),
            next: String::new(),
            course: None,
            list: view.map_or_else(|| web::DESK.to_owned(), |view| view.href("")),
            form,
            shell,
        }
    }
}

/// The reasons to choose from.
pub(crate) fn reasons(shell: &Shell) -> Vec<Choice> {
    REASONS.iter().map(|(value, key)| Choice::new(*value, shell.t(key))).collect()
}

/// Whether the time for the answer to a correction has run out, by kind of tag and word.
pub(crate) fn unanswered(shell: &Shell, answer_by: kernel::Date, today: kernel::Date) -> (&'static str, String) {
    let (kind, key) = if today > answer_by {
        ("soon", "casework-desk-unanswered")
    } else {
        ("waiting", "casework-desk-awaits-answer")
    };
    (kind, shell.t(key).into_owned())
}

/// The page of a case, with a form that may carry what went wrong.
pub(crate) async fn show(cx: &Cx, room: &Room, id: &CaseId, from: &str, form: Form) -> Answer {
    let (asker, wanted, view) = (cx.clone(), id.clone(), View::parse(from));
    let programs = room.programs().clone();
    let (open, next, course) = cx
        .read(move |read| {
            let open = Open::load(read, &asker, &wanted)?;
            let course = Loaded::of(read, &programs, &open.whole.case)?;
            let reach = super::reach::Reach::of(read, &asker.actor)?;
            let next = match view {
                Some(view) => super::desk::next(read, &reach, view, &wanted)?,
                None => None,
            };
            Ok((open, next, course))
        })
        .await?;
    looked(cx, &open.whole.case, LOOKED).await?;
    let shell = shell(cx, open.whole.case.item_name.clone(), from).wide();
    let next = next.map(|next| web::path::with_query(&path::desk_case(&next), &[("from", from)])).unwrap_or_default();
    let course = course
        .map(|loaded| loaded.course(&shell, &open.whole.matter, &open.whole.names, &open.whole.tasks, cx.now.date()));
    let page = CasePage { next, course, ..CasePage::of(shell, form.clone(), &open, &cx.actor, room, from, cx.now) };
    cx.form_page(&form, &page)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct From {
    pub from: String,
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

/// Personal values become readable to this member of staff for a while; why is recorded first.
pub(crate) async fn unmask(cx: Cx, State(room): State<Room>, Path(id): Path<CaseId>, typed: Typed) -> Answer {
    let mut check = web::Check::new();
    let reason = check.choice("reason", typed.get("reason"), |value| {
        REASONS.iter().find(|(known, _)| *known == value).map(|(_, key)| *key)
    });
    let wrong = check.done().err();
    if let Some(problem) = wrong {
        let form = cx.form_again(&typed, problem.into())?;
        return show(&cx, &room, &id, typed.get("from"), form).await;
    }
    let actor = cx.actor.clone();
    let wanted = id.clone();
    let case = cx.read(move |read| visible(read, &actor, &wanted)).await?;
    looked(&cx, &case, reason.unwrap_or(LOOKED)).await?;
    Ok(cx.see_other(&web::path::with_query(&path::desk_case(&id), &[("from", typed.get("from"))])))
}

/// Every day of every clock, as the applicant sees it.
pub(crate) async fn days(cx: Cx, State(room): State<Room>, Path(id): Path<CaseId>) -> Answer {
    let (actor, locale) = (cx.actor.clone(), cx.locale);
    let (case, clocks) = cx
        .read(move |read| {
            let mut case = visible(read, &actor, &id)?;
            words::items(read, locale, [&mut case])?;
            let clocks = records::clocks(read, &case.id)?;
            Ok((case, clocks))
        })
        .await?;
    let shell = cx
        .shell(cx.t("casework-days-title"))
        .crumb(cx.t("casework-desk-title"), web::DESK)
        .crumb(case.item_name.clone(), path::desk_case(&case.id));
    let accounts = days::accounts(&shell, &clocks, &room.needs().directory.calendar(), cx.now.date());
    cx.page(&days::Days { number: case.number, accounts, shell })
}
