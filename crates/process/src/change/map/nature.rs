//! What a token that stands at a node is in the middle of, so that it can be told whether it can go on there under another
//! model.

use crate::model::{
    Activity, Definition, EventPosition, Gateway, Model, NodeId, NodeKind, Repeat, Subprocess, SubprocessForm, Task,
};

/// Whether a completed activity can be compensated in this model.
pub fn can_undo(model: &Model, node: NodeId) -> bool {
    let compensates = |node: NodeId| {
        model[node].event().is_some_and(|event| matches!(event.definition, Definition::Compensation { .. }))
    };
    let at_border = model[node].boundaries.iter().any(|boundary| compensates(*boundary));
    let inside = model[node].inside().is_some_and(|scope| {
        let starts = model[scope].event_subprocesses.iter().filter_map(|node| model[*node].inside());
        starts.flat_map(|scope| model[scope].starts.iter()).any(|start| compensates(*start))
    });
    at_border || inside
}

/// What a token that stands at a node is in the middle of; of one nature, it can go on.
#[derive(Debug, PartialEq, Eq)]
pub enum Nature {
    Work,
    Receive,
    Call,
    Subprocess(std::mem::Discriminant<SubprocessForm>),
    Gateway(std::mem::Discriminant<Gateway>),
    Event(bool, std::mem::Discriminant<Definition>),
}

pub fn nature(model: &Model, node: NodeId) -> Nature {
    match &model[node].kind {
        NodeKind::Gateway(gateway) => Nature::Gateway(std::mem::discriminant(gateway)),
        NodeKind::Event(event) => {
            let waits = matches!(event.position, EventPosition::Catch | EventPosition::Boundary { .. });
            Nature::Event(waits, std::mem::discriminant(&event.definition))
        }
        NodeKind::Activity(Activity { task, .. }) => match task {
            Task::Receive { .. } => Nature::Receive,
            Task::Call { .. } => Nature::Call,
            Task::Subprocess(Subprocess { form, .. }) => Nature::Subprocess(std::mem::discriminant(form)),
            _ => Nature::Work,
        },
    }
}

/// 0: not repeated, 1: a loop, 2: several instances.
pub fn repetition(model: &Model, node: NodeId) -> u8 {
    match model[node].activity().and_then(|activity| activity.repeat.as_ref()) {
        None => 0,
        Some(Repeat::Loop(_)) => 1,
        Some(Repeat::Multi(_)) => 2,
    }
}
