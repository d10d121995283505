//! Events 事件 of a model: where they stand and what they wait for or bring about. Not here: how they are matched when a
//! process runs.

use super::{DeclaredId, Expression, NodeId};

#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    pub position: EventPosition,
    pub definition: Definition,
}

/// Where an event stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EventPosition {
    /// `interrupting` counts for the start event of an event sub-process.
    Start {
        interrupting: bool,
    },
    Catch,
    Throw,
    /// `host` is the activity to which it is attached.
    Boundary {
        host: NodeId,
        interrupting: bool,
    },
    End,
}

/// What an event waits for or brings about. A reference is none where the document gives none (then a catcher catches
/// all) or where it leads nowhere (then `Model::faults` says so).
#[derive(Debug, Clone, PartialEq)]
pub enum Definition {
    None,
    Message(Option<DeclaredId>),
    Timer(Timer),
    Signal(Option<DeclaredId>),
    /// `code_variable`: where the catcher keeps the code (Camunda).
    Error {
        error: Option<DeclaredId>,
        code_variable: Option<Box<str>>,
    },
    Escalation {
        escalation: Option<DeclaredId>,
        code_variable: Option<Box<str>>,
    },
    Conditional(Expression),
    /// The name joins throw and catch of one scope.
    Link {
        name: Box<str>,
    },
    Terminate,
    /// `activity`: whose handlers run; none: all of the scope. `wait` is `waitForCompletion`.
    Compensation {
        activity: Option<NodeId>,
        wait: bool,
    },
    Cancel,
    /// Several definitions at one event; `parallel`: all must happen.
    Multiple {
        definitions: Vec<Definition>,
        parallel: bool,
    },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timer {
    pub form: TimerForm,
    pub expression: Expression,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TimerForm {
    Date,
    Duration,
    Cycle,
    /// The definition says nothing; a model that is only drawn may do so.
    Unset,
}
