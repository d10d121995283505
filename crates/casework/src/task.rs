//! The part of one body in a case 部门办理环节. Tasks come in turns: those of one turn are side by
//! side. They are a projection of the case's process (`flow`), and of what it will probably come to.

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
    /// The step of the model that it is.
    pub element: String,
    /// The token that stands there, since it opened.
    pub token: Option<u32>,
    /// To whom of the body it was handed over; else any of its officers may do it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assigned: Option<StaffId>,
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
            element: String::new(),
            token: None,
            assigned: None,
            opinion: None,
        }
    }
}
