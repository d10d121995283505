//! tidy: table. The signs inside shapes, as paths in a square of 16 by 16, so that no font is needed.

use std::fmt::Write as _;

use crate::model::{Activity, Definition, Gateway, Repeat, SubprocessForm, Task};

const CIRCLE: &str = "M8 2a6 6 0 1 1 0 12a6 6 0 1 1 0-12";
const CROSS: &str = "M3 3l10 10M13 3L3 13";
const ENVELOPE: &str = "M1 3h14v10H1zM1 3l7 6 7-6";
const LINES: &str = "M3 1h10v14H3zM5 4h6M5 7h6M5 10h6";
const PENTAGON: &str = "M8 1l7 5-3 9H4L1 6z";
const BACK: &str = "M8 3v10L2 8zM14 3v10L8 8z";

/// Draws a sign with its middle at a point. It is decoration: the title of the shape says the same.
pub(super) fn sign(out: &mut String, path: &str, x: f64, y: f64) {
    if path.is_empty() {
        return;
    }
    let (x, y) = (x - 8.0, y - 8.0);
    let _ = write!(
        out,
        "<path class=\"bpmn-sign\" aria-hidden=\"true\" fill=\"none\" stroke=\"currentColor\" transform=\"translate({x} {y})\" d=\"{path}\"/>"
    );
}

/// The sign of a task's kind.
pub(super) fn of_task(task: &Task) -> &'static str {
    match task {
        Task::User => "M8 2a3 3 0 1 1 0 6a3 3 0 1 1 0-6M2 15c0-4 3-6 6-6s6 2 6 6z",
        Task::Manual => "M3 9V5h2V3h2V2h2v1h2v2h2v5c0 3-2 5-5 5s-5-2-5-6",
        Task::Service => "M8 3a5 5 0 1 1 0 10a5 5 0 1 1 0-10M8 6a2 2 0 1 1 0 4a2 2 0 1 1 0-4M8 0v3M8 13v3M0 8h3M13 8h3",
        Task::Send { .. } | Task::Receive { .. } => ENVELOPE,
        Task::Script(_) => LINES,
        Task::BusinessRule => "M1 2h14v12H1zM1 6h14M6 6v8",
        Task::Abstract | Task::Subprocess(_) | Task::Call { .. } => "",
    }
}

/// The signs at the lower edge of an activity.
pub(super) fn of_activity(activity: &Activity, is_expanded: bool) -> Vec<&'static str> {
    let mut signs = Vec::new();
    match &activity.repeat {
        Some(Repeat::Loop(_)) => signs.push("M12 5a5 5 0 1 0 1 4M13 2v4H9"),
        Some(Repeat::Multi(multi)) if multi.is_sequential => signs.push("M2 4h12M2 8h12M2 12h12"),
        Some(Repeat::Multi(_)) => signs.push("M4 2v12M8 2v12M12 2v12"),
        None => {}
    }
    if let Task::Subprocess(inside) = &activity.task {
        if matches!(inside.form, SubprocessForm::AdHoc { .. }) {
            signs.push("M1 9c2-4 4-4 7 0s5 4 7 0");
        }
        if !is_expanded {
            signs.push("M2 2h12v12H2zM8 5v6M5 8h6");
        }
    }
    if activity.is_for_compensation {
        signs.push(BACK);
    }
    signs
}

/// The sign of what an event waits for or brings about.
pub(super) fn of_event(definition: &Definition) -> &'static str {
    match definition {
        Definition::None => "",
        Definition::Message(_) => ENVELOPE,
        Definition::Timer(_) => "M8 1a7 7 0 1 1 0 14a7 7 0 1 1 0-14M8 4v4l3 2",
        Definition::Signal(_) => "M8 2l6 11H2z",
        Definition::Error { .. } => "M2 14l4-10 3 6 5-8-4 12-3-6z",
        Definition::Escalation { .. } => "M8 2l4 11-4-4-4 4z",
        Definition::Conditional(_) => LINES,
        Definition::Link { .. } => "M1 6h8V3l6 5-6 5v-3H1z",
        Definition::Terminate => "M8 2a6 6 0 1 1 0 12a6 6 0 1 1 0-12M8 5a3 3 0 1 1 0 6a3 3 0 1 1 0-6M8 7a1 1 0 1 1 0 2",
        Definition::Compensation { .. } => BACK,
        Definition::Cancel => CROSS,
        Definition::Multiple { .. } => PENTAGON,
    }
}

/// The sign of a gateway.
pub(super) fn of_gateway(gateway: Gateway) -> &'static str {
    match gateway {
        Gateway::Exclusive => CROSS,
        Gateway::Parallel => "M8 1v14M1 8h14",
        Gateway::Inclusive => CIRCLE,
        Gateway::EventBased { .. } => PENTAGON,
        Gateway::Complex => "M8 1v14M1 8h14M3 3l10 10M13 3L3 13",
    }
}
