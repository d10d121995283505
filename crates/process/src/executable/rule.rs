//! tidy: table. The rules that a model must keep to be run, each with its name and with a hint in English for those who
//! work at the command line. Pages show texts of their own, by the rule's name.

use serde::Serialize;

/// A rule, named as it stands in output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    BadValue,
    BoundaryWithIncoming,
    BoundaryWithoutTrigger,
    CallWithoutProcess,
    CancelOutsideTransaction,
    CatchWithoutTrigger,
    ComplexGateway,
    ConditionMissing,
    CrossesScope,
    DuplicateId,
    EndWithOutgoing,
    EventSubprocessConnected,
    EventSubprocessStart,
    GatewayTarget,
    LinkWithoutTarget,
    LoopWithoutEnd,
    MissingReference,
    MultiInstanceWithoutCount,
    MultipleEvents,
    NoId,
    NoProcess,
    NothingToStart,
    ParallelEventGateway,
    StartWithIncoming,
    StartTrigger,
    SubprocessStart,
    ThrowKind,
    TimerUnset,
    UnknownElement,
}

impl Rule {
    /// What to do about it, in English.
    #[must_use]
    pub fn hint(self) -> &'static str {
        match self {
            Self::BadValue => "write a number or true or false, as the attribute asks",
            Self::BoundaryWithIncoming => "a boundary event begins a path; let the flow end at an activity or gateway",
            Self::BoundaryWithoutTrigger => "say what the boundary event waits for: a message, a timer, an error ...",
            Self::CallWithoutProcess => "name the process that the call activity starts (calledElement)",
            Self::CancelOutsideTransaction => {
                "cancel events belong to transactions: the end event inside, the boundary event on one"
            }
            Self::CatchWithoutTrigger => "say what the event waits for: a message, a timer, a signal or a condition",
            Self::ComplexGateway => "use an inclusive gateway, or a parallel and an exclusive one",
            Self::ConditionMissing => "write the condition on which the event happens",
            Self::CrossesScope => {
                "a sequence flow stays inside its process or sub-process; use a message flow, or an event at the border"
            }
            Self::DuplicateId => "give each element an id of its own",
            Self::EndWithOutgoing => "an end event ends the path; use an intermediate event to go on",
            Self::EventSubprocessConnected => "an event sub-process is set off by its start event; remove its flows",
            Self::EventSubprocessStart => "give the event sub-process one start event with a trigger",
            Self::GatewayTarget => {
                "behind an event-based gateway stand catch events and receive tasks without boundary events"
            }
            Self::LinkWithoutTarget => "draw the catching link event of the same name in the same scope",
            Self::LoopWithoutEnd => "give the loop a condition or a maximum",
            Self::MissingReference => "the id isn't in the document, or is of something else; correct or remove it",
            Self::MultiInstanceWithoutCount => "say how often: a number (loopCardinality) or a collection",
            Self::MultipleEvents => {
                "links, errors, compensation and ends stand alone at an event; give it one definition"
            }
            Self::NoId => "give the element an id",
            Self::NoProcess => "the document has no process; draw one, or open it as a drawing",
            Self::NothingToStart => "draw a start event, or an activity without incoming flow",
            Self::ParallelEventGateway => {
                "a parallel event-based gateway begins a process (instantiate); elsewhere use a parallel gateway in front of \
                 the events that must all happen"
            }
            Self::StartWithIncoming => "nothing flows into a start event; lead the flow to the node behind it",
            Self::StartTrigger => {
                "a process starts with none, a message, a timer, a signal or a condition; errors, escalations and \
                 compensation start event sub-processes only"
            }
            Self::SubprocessStart => "an embedded sub-process starts with a none start event",
            Self::ThrowKind => "this event can only be caught; an event of this kind isn't thrown here",
            Self::TimerUnset => "write the date, the duration or the cycle (ISO 8601)",
            Self::UnknownElement => "this element isn't run by the engine; it is kept in the drawing",
        }
    }
}
