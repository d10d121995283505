//! A migration 批量迁移: a published version of a model for the running cases that run on other models of its item
//! and place. Not here: what becomes of one case (`migrating`), the change of a single case (`change`).

use kernel::{Id, Timestamp, division::DivisionCode, id::StaffId};
use serde::{Deserialize, Serialize};

use crate::edition::EditionId;

/// The kind of a migration's id.
#[derive(Debug)]
pub enum MigrationKind {}
impl kernel::id::Kind for MigrationKind {
    const PREFIX: &'static str = "migration";
}
pub type MigrationId = Id<MigrationKind>;

/// Schema of the canonical encoding.
pub const SCHEMA: u16 = 1;

/// Where a migration stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MigrationState {
    /// 预演中: a dry run over all cases, a few at a time; nothing is carried over.
    Weighing,
    /// 预演完成.
    Weighed,
    /// 进行中: cases are carried over, a few at a time.
    Running,
    /// 已暂停.
    Paused,
    /// 已完成: every case was looked at.
    Done,
    /// 撤销中: cases that did not go on are put back.
    Undoing,
    /// 已撤销.
    Undone,
}

impl MigrationState {
    const ALL: [Self; 7] =
        [Self::Weighing, Self::Weighed, Self::Running, Self::Paused, Self::Done, Self::Undoing, Self::Undone];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Weighing => "weighing",
            Self::Weighed => "weighed",
            Self::Running => "running",
            Self::Paused => "paused",
            Self::Done => "done",
            Self::Undoing => "undoing",
            Self::Undone => "undone",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }

    /// A dry run: what was found was not done.
    #[must_use]
    pub fn is_dry(self) -> bool {
        matches!(self, Self::Weighing | Self::Weighed)
    }

    /// Cases are still to be carried over or put back, or may be.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Running | Self::Paused | Self::Undoing)
    }
}

/// What becomes of one case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It runs on the new version.
    Moves,
    /// It would be burdened, and no transition rule is cited.
    Stays,
    /// A person would have to say where it goes on.
    Asks,
    /// It was changed by itself, which the new version knows nothing of.
    Own,
    /// It has ended.
    Over,
    /// It could not be carried over; the log says why.
    Failed,
}

impl Verdict {
    pub const ALL: [Self; 6] = [Self::Moves, Self::Stays, Self::Asks, Self::Own, Self::Over, Self::Failed];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Moves => "moves",
            Self::Stays => "stays",
            Self::Asks => "asks",
            Self::Own => "own",
            Self::Over => "over",
            Self::Failed => "failed",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.as_str() == text)
    }
}

/// A migration. Field order is the canonical encoding of its journal digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Migration {
    pub id: MigrationId,
    pub version: i64,
    pub edition: EditionId,
    pub item: String,
    /// None: wherever the item is handled.
    pub division: Option<DivisionCode>,
    /// Digest of the model to which cases are carried over.
    pub model: String,
    pub state: MigrationState,
    /// The rule that lets burdened cases move too; empty: they stay.
    pub transition_rule: String,
    pub begun_by: StaffId,
    pub begun_at: Timestamp,
    /// When every case had been looked at, or put back.
    pub ended_at: Option<Timestamp>,
}
