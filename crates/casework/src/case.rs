//! The case 办件: its legal state and the transitions that the law allows. A transition checks the
//! state it starts from and says by which article; clocks, papers and notices stand beside it.

use kernel::{
    Date, Id, Timestamp,
    division::DivisionCode,
    id::{BodyId, EnterpriseId, Kind, PersonId},
};
use serde::{Deserialize, Serialize};

/// The kind of a case's id.
#[derive(Debug)]
pub enum CaseKind {}
impl Kind for CaseKind {
    const PREFIX: &'static str = "case";
}
pub type CaseId = Id<CaseKind>;

/// Legal state 办件状态.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// 已提交: it arrived; the 5 days of AL 32 run.
    Submitted,
    /// 已接件: the window holds it, with a dated slip.
    Received,
    /// 补正: the applicant was told all defects; AL 32(4).
    Correction,
    /// 不受理: no licence is needed for it; AL 32(1).
    NotRequired,
    /// 不予受理: not ours; the right body was named; AL 32(2).
    Refused,
    /// 已受理: the decision clock runs, the bodies handle it.
    Accepted,
    /// 特别程序: a hearing, test or expert review stops the clock; AL 45.
    Special,
    /// 准予: decided in favour.
    Approved,
    /// 不予许可: denied, with reasons and remedies; AL 38.
    Denied,
    /// 撤回申请: the applicant took it back.
    Withdrawn,
    /// 终止: ended without decision, such as a correction never answered.
    Terminated,
}

impl State {
    pub const ALL: [Self; 11] = [
        Self::Submitted,
        Self::Received,
        Self::Correction,
        Self::NotRequired,
        Self::Refused,
        Self::Accepted,
        Self::Special,
        Self::Approved,
        Self::Denied,
        Self::Withdrawn,
        Self::Terminated,
    ];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Submitted => "submitted",
            Self::Received => "received",
            Self::Correction => "correction",
            Self::NotRequired => "not_required",
            Self::Refused => "refused",
            Self::Accepted => "accepted",
            Self::Special => "special",
            Self::Approved => "approved",
            Self::Denied => "denied",
            Self::Withdrawn => "withdrawn",
            Self::Terminated => "terminated",
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
            Self::Submitted => "casework-state-submitted",
            Self::Received => "casework-state-received",
            Self::Correction => "casework-state-correction",
            Self::NotRequired => "casework-state-not-required",
            Self::Refused => "casework-state-refused",
            Self::Accepted => "casework-state-accepted",
            Self::Special => "casework-state-special",
            Self::Approved => "casework-state-approved",
            Self::Denied => "casework-state-denied",
            Self::Withdrawn => "casework-state-withdrawn",
            Self::Terminated => "casework-state-terminated",
        }
    }

    /// No further decision can come.
    #[must_use]
    pub fn ended(self) -> bool {
        matches!(
            self,
            Self::NotRequired | Self::Refused | Self::Approved | Self::Denied | Self::Withdrawn | Self::Terminated
        )
    }

    /// Before acceptance.
    #[must_use]
    pub fn before_acceptance(self) -> bool {
        matches!(self, Self::Submitted | Self::Received | Self::Correction)
    }
}

/// How the application came 申请渠道.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    Online,
    Window,
    Program,
}

impl Channel {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::Window => "window",
            Self::Program => "program",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Online, Self::Window, Self::Program].into_iter().find(|channel| channel.as_str() == text)
    }
}

/// For whom a case waits, so that every list says it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WaitsFor {
    Applicant,
    Window,
    Body(BodyId),
    /// So many bodies side by side.
    Bodies(u32),
    Nobody,
}

impl WaitsFor {
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Applicant => "applicant".into(),
            Self::Window => "window".into(),
            Self::Body(body) => body.to_string(),
            Self::Bodies(count) => format!("bodies:{count}"),
            Self::Nobody => "nobody".into(),
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Self {
        match text {
            "applicant" => Self::Applicant,
            "window" => Self::Window,
            _ => text
                .strip_prefix("bodies:")
                .and_then(|count| count.parse().ok())
                .map(Self::Bodies)
                .or_else(|| text.parse().ok().map(Self::Body))
                .unwrap_or(Self::Nobody),
        }
    }
}

/// A case. Field order is the canonical encoding of its journal digest, schema 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    pub id: CaseId,
    pub version: i64,
    /// Official number 办件编号.
    pub number: String,
    /// Digest of the receipt secret with which anyone may follow the case.
    #[serde(skip)]
    pub secret: Vec<u8>,
    pub item: String,
    pub item_version: i64,
    pub item_name: String,
    pub item_type: String,
    /// The competent body, in whose name the case is decided.
    pub body: BodyId,
    /// Where the matter belongs.
    pub division: DivisionCode,
    pub person: PersonId,
    pub enterprise: Option<EnterpriseId>,
    /// The applicant's name, sealed for the person.
    #[serde(skip)]
    pub applicant: Vec<u8>,
    pub channel: Channel,
    pub state: State,
    pub shape: String,
    pub waits_for: WaitsFor,
    pub corrections: u32,
    pub submitted_at: Timestamp,
    pub received_at: Option<Timestamp>,
    pub accepted_at: Option<Timestamp>,
    /// Accepted by law because nothing was said within 5 working days; AL 32.
    pub deemed: bool,
    pub decided_at: Option<Timestamp>,
    pub delivered_at: Option<Timestamp>,
    pub ended_at: Option<Timestamp>,
    /// Identifier of the licence that came of it.
    pub licence: Option<String>,
    pub receipt_due: Option<Date>,
    pub statutory_due: Option<Date>,
    pub promised_due: Option<Date>,
    /// A due date rests on a year whose calendar is not there yet.
    pub provisional: bool,
}

/// Number of the canonical encoding.
pub const SCHEMA: u16 = 1;

/// An act that the state does not allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotNow {
    pub state: State,
    /// Article that says so.
    pub article: &'static str,
}

impl Case {
    /// The next day that somebody must keep: of the receipt, else the promise, else the law.
    #[must_use]
    pub fn next_due(&self) -> Option<Date> {
        if self.state.ended() {
            return None;
        }
        self.receipt_due.or(self.promised_due).or(self.statutory_due)
    }

    fn must(&self, allowed: &[State], article: &'static str) -> Result<(), NotNow> {
        if allowed.contains(&self.state) { Ok(()) } else { Err(NotNow { state: self.state, article }) }
    }

    /// 接件: the window takes it over.
    pub(crate) fn received(&mut self, at: Timestamp) -> Result<(), NotNow> {
        self.must(&[State::Submitted], "AL 32")?;
        self.state = State::Received;
        self.received_at = Some(at);
        self.waits_for = WaitsFor::Body(self.body.clone());
        Ok(())
    }

    /// 补正: all defects at once, and once only; a second list is no transition.
    pub(crate) fn correction_asked(&mut self) -> Result<(), NotNow> {
        self.must(&[State::Submitted, State::Received], "AL 32(4)")?;
        if self.corrections > 0 {
            return Err(NotNow { state: self.state, article: "AL 32(5)" });
        }
        self.state = State::Correction;
        self.corrections += 1;
        self.waits_for = WaitsFor::Applicant;
        self.receipt_due = None;
        Ok(())
    }

    pub(crate) fn corrected(&mut self, receipt_due: Option<Date>) -> Result<(), NotNow> {
        self.must(&[State::Correction], "AL 32(5)")?;
        self.state = State::Received;
        self.receipt_due = receipt_due;
        self.waits_for = WaitsFor::Body(self.body.clone());
        Ok(())
    }

    /// 受理, or by law when nothing was said in time: then from the day the papers arrived.
    pub(crate) fn accepted(&mut self, at: Timestamp, deemed: bool) -> Result<(), NotNow> {
        self.must(&[State::Submitted, State::Received], "AL 32(5)")?;
        self.state = State::Accepted;
        self.accepted_at = Some(at);
        self.deemed = deemed;
        self.receipt_due = None;
        Ok(())
    }

    /// 不受理 or 不予受理. After a correction was answered the body must accept (AL 32(5)).
    pub(crate) fn turned_away(&mut self, state: State, at: Timestamp) -> Result<(), NotNow> {
        self.must(&[State::Submitted, State::Received], "AL 32(1), 32(2)")?;
        if self.corrections > 0 {
            return Err(NotNow { state: self.state, article: "AL 32(5)" });
        }
        self.end(state, at);
        Ok(())
    }

    pub(crate) fn special_began(&mut self) -> Result<(), NotNow> {
        self.must(&[State::Accepted], "AL 45")?;
        self.state = State::Special;
        Ok(())
    }

    pub(crate) fn special_ended(&mut self) -> Result<(), NotNow> {
        self.must(&[State::Special], "AL 45")?;
        self.state = State::Accepted;
        Ok(())
    }

    pub(crate) fn decided(&mut self, approved: bool, at: Timestamp) -> Result<(), NotNow> {
        self.must(&[State::Accepted], "AL 38, 42")?;
        self.decided_at = Some(at);
        self.end(if approved { State::Approved } else { State::Denied }, at);
        Ok(())
    }

    pub(crate) fn withdrawn(&mut self, at: Timestamp) -> Result<(), NotNow> {
        if self.state.ended() {
            return Err(NotNow { state: self.state, article: "AL 38" });
        }
        self.end(State::Withdrawn, at);
        Ok(())
    }

    /// 终止: the correction was not answered in time.
    pub(crate) fn terminated(&mut self, at: Timestamp) -> Result<(), NotNow> {
        self.must(&[State::Correction], "AL 32(4)")?;
        self.end(State::Terminated, at);
        Ok(())
    }

    pub(crate) fn delivered(&mut self, at: Timestamp) -> Result<(), NotNow> {
        self.must(&[State::Approved, State::Denied, State::Refused, State::NotRequired], "AL 44")?;
        if self.delivered_at.is_some() {
            return Err(NotNow { state: self.state, article: "AL 44" });
        }
        self.delivered_at = Some(at);
        self.waits_for = WaitsFor::Nobody;
        Ok(())
    }

    fn end(&mut self, state: State, at: Timestamp) {
        self.state = state;
        self.ended_at = Some(at);
        self.receipt_due = None;
        self.waits_for = WaitsFor::Nobody;
    }
}
