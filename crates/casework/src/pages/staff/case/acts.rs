//! The acts that post and state of a case allow now.

use kernel::access::Actor;
use web::Shell;

use crate::{
    case::State as CaseState,
    pages::case::Whole,
    permits,
    routes::{change as changes_to, staff as to},
    task::{Kind, TaskState},
};

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
