//! The part of one body in a case 部门办理环节. Tasks come in turns: all of one turn run side by
//! side, the next turn begins when they are done. The plan is made from the item's shape at
//! acceptance; the process engine will make it later, through this same door.

use kernel::{
    Date, Timestamp,
    id::{BodyId, StaffId},
};
use serde::{Deserialize, Serialize};

/// What the body is to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 审核: examines and gives an opinion.
    Review,
    /// 决定: decides, in its own name.
    Decide,
}

impl Kind {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Review => "review",
            Self::Decide => "decide",
        }
    }
}

/// Where a task stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TaskState {
    /// Its turn has not come.
    Waiting,
    Open,
    Done,
    /// The case ended before.
    Dropped,
}

impl TaskState {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Open => "open",
            Self::Done => "done",
            Self::Dropped => "dropped",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Self {
        match text {
            "open" => Self::Open,
            "done" => Self::Done,
            "dropped" => Self::Dropped,
            _ => Self::Waiting,
        }
    }
}

/// What came of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Agree,
    Disagree,
    Approve,
    Deny,
}

impl Outcome {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Agree => "agree",
            Self::Disagree => "disagree",
            Self::Approve => "approve",
            Self::Deny => "deny",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Agree, Self::Disagree, Self::Approve, Self::Deny].into_iter().find(|outcome| outcome.as_str() == text)
    }
}

/// A task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// Counted from 1.
    pub number: u32,
    /// Tasks of one turn run side by side.
    pub turn: u32,
    pub kind: Kind,
    pub body: BodyId,
    pub state: TaskState,
    pub opened_at: Option<Timestamp>,
    pub due: Option<Date>,
    pub done_at: Option<Timestamp>,
    pub done_by: Option<StaffId>,
    pub outcome: Option<Outcome>,
    /// Sealed for the applicant's person.
    #[serde(skip)]
    pub opinion: Option<Vec<u8>>,
}

impl Task {
    #[must_use]
    pub fn new(number: u32, turn: u32, kind: Kind, body: BodyId) -> Self {
        Self {
            number,
            turn,
            kind,
            body,
            state: TaskState::Waiting,
            opened_at: None,
            due: None,
            done_at: None,
            done_by: None,
            outcome: None,
            opinion: None,
        }
    }
}

/// The turn whose tasks are to open now: the earliest that is not done, when nothing is open.
#[must_use]
pub fn next_turn(tasks: &[Task]) -> Option<u32> {
    if tasks.iter().any(|task| task.state == TaskState::Open) {
        return None;
    }
    tasks.iter().filter(|task| task.state == TaskState::Waiting).map(|task| task.turn).min()
}

#[cfg(test)]
mod tests {
    use kernel::Timestamp;

    use super::*;

    fn task(number: u32, turn: u32, state: TaskState) -> Task {
        let body = BodyId::new(Timestamp(1), [u8::try_from(number).unwrap_or(0); 10]);
        Task { state, ..Task::new(number, turn, Kind::Review, body) }
    }

    #[test]
    fn a_turn_opens_when_every_task_of_the_one_before_is_done() {
        use TaskState::{Done, Open, Waiting};
        let all = |states: [TaskState; 4]| {
            let turns = [1, 2, 2, 3];
            let tasks: Vec<Task> =
                (0_u32..).zip(turns).zip(states).map(|((number, turn), state)| task(number, turn, state)).collect();
            next_turn(&tasks)
        };
        assert_eq!(all([Waiting, Waiting, Waiting, Waiting]), Some(1));
        assert_eq!(all([Done, Waiting, Waiting, Waiting]), Some(2));
        assert_eq!(all([Done, Open, Done, Waiting]), None);
        assert_eq!(all([Done, Done, Done, Waiting]), Some(3));
        assert_eq!(all([Done, Done, Done, Done]), None);
    }
}
