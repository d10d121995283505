//! A change of one running case 个案变更: what an officer proposes on a ground from a closed list, and
//! what a second person outside the case makes of it. Not here: what it would do to the case (`plan`),
//! the verbs (`changing`), many cases at once (`migration`).

mod asked;
mod plan;

use kernel::{
    Id, Timestamp,
    id::{BodyId, StaffId},
};
use process::change::{Answer, Burden};
use serde::{Deserialize, Serialize};

use crate::{case::CaseId, flow::Snapshot};

pub use asked::{Asked, Op};
pub(crate) use plan::{Plan, Standing, program};

/// The kind of a change's id.
#[derive(Debug)]
pub enum ChangeKind {}
impl kernel::id::Kind for ChangeKind {
    const PREFIX: &'static str = "change";
}
pub type ChangeId = Id<ChangeKind>;

/// Schema of the canonical encoding.
pub const SCHEMA: u16 = 1;

/// Why a case may be handled otherwise 变更事由. The list is closed: what is not on it is no ground.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// 需专家或专业机构意见.
    ExpertOpinion,
    /// 职责依法调整: the law moved the matter to another body.
    Competence,
    /// 回避: who would handle it has an interest in it.
    Avoidance,
    /// 该环节对本申请不适用.
    NotApplicable,
    /// 流转有误: it was sent to the wrong body, or past the right one.
    Routing,
    /// 出现新情况: a step must be done again on new facts.
    NewFacts,
    /// 涉及他人重大利益: those whose interests it touches must be heard; AL 36.
    ThirdParty,
    /// 需有关部门协助: another body's help is needed for the decision.
    Assistance,
    /// 复议决定或裁判要求: a review or a court requires it.
    Ruling,
}

impl Ground {
    pub const ALL: [Self; 9] = [
        Self::ExpertOpinion,
        Self::Competence,
        Self::Avoidance,
        Self::NotApplicable,
        Self::Routing,
        Self::NewFacts,
        Self::ThirdParty,
        Self::Assistance,
        Self::Ruling,
    ];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ExpertOpinion => "expert_opinion",
            Self::Competence => "competence",
            Self::Avoidance => "avoidance",
            Self::NotApplicable => "not_applicable",
            Self::Routing => "routing",
            Self::NewFacts => "new_facts",
            Self::ThirdParty => "third_party",
            Self::Assistance => "assistance",
            Self::Ruling => "ruling",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ground| ground.as_str() == text)
    }

    /// Key of its label in the locales.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::ExpertOpinion => "casework-change-ground-expert-opinion",
            Self::Competence => "casework-change-ground-competence",
            Self::Avoidance => "casework-change-ground-avoidance",
            Self::NotApplicable => "casework-change-ground-not-applicable",
            Self::Routing => "casework-change-ground-routing",
            Self::NewFacts => "casework-change-ground-new-facts",
            Self::ThirdParty => "casework-change-ground-third-party",
            Self::Assistance => "casework-change-ground-assistance",
            Self::Ruling => "casework-change-ground-ruling",
        }
    }
}

/// Where a change stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChangeState {
    /// 待审批: the case goes on as before.
    Proposed,
    /// 已生效: the case runs on the derived model.
    Applied,
    /// 不同意.
    Refused,
    /// 撤回: its proposer took it back.
    Withdrawn,
    /// 已撤销: applied, and taken back before the next step.
    Undone,
}

impl ChangeState {
    const ALL: [Self; 5] = [Self::Proposed, Self::Applied, Self::Refused, Self::Withdrawn, Self::Undone];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Applied => "applied",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
            Self::Undone => "undone",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }

    /// Key of its label in the locales.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Proposed => "casework-change-state-proposed",
            Self::Applied => "casework-change-state-applied",
            Self::Refused => "casework-change-state-refused",
            Self::Withdrawn => "casework-change-state-withdrawn",
            Self::Undone => "casework-change-state-undone",
        }
    }
}

/// A change. Field order is the canonical encoding of its journal digest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    pub id: ChangeId,
    pub version: i64,
    pub case: CaseId,
    /// The competent body of the case.
    pub body: BodyId,
    pub state: ChangeState,
    pub ground: Ground,
    /// The article on which it rests, as typed; empty where nobody is burdened.
    pub legal_basis: String,
    /// Why, in words; sealed for the applicant's person.
    #[serde(skip)]
    pub reason: Vec<u8>,
    pub asked: Asked,
    /// What the proposer answered where the engine asked.
    pub answers: Vec<Answer>,
    /// Digest of the model that the case ran on.
    pub model: String,
    /// Digest of the model that follows.
    pub derived: String,
    /// What the applicant would bear more, as of the proposal; then as of the approval.
    pub burdens: Vec<Burden>,
    pub proposer: StaffId,
    pub proposed_at: Timestamp,
    /// Who approved or refused it.
    pub second: Option<StaffId>,
    /// Why it was refused; sealed for the applicant's person.
    #[serde(skip)]
    pub said: Option<Vec<u8>>,
    pub decided_at: Option<Timestamp>,
    pub undone_by: Option<StaffId>,
    pub undone_at: Option<Timestamp>,
    /// The process of the case and its tasks before it was applied.
    pub was: Option<Snapshot>,
    /// The process as the change left it: what can be undone is still so.
    pub left: Option<process::state::State>,
}

/// Whether an element of a model is a step that people do.
pub(crate) fn is_step(model: &process::model::Model, id: &str) -> bool {
    asked::step(model, id).is_some()
}
