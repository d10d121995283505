//! A notice 文书: numbered, sealed and dated, in whose name and by what title, with basis, reasons
//! and remedies. It is a record made in the verb's transaction; the document is rendered from it
//! whenever somebody opens it, always the same.

use kernel::{Timestamp, id::BodyId};
use serde::{Deserialize, Serialize};

/// Which notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 收件凭证: what arrived, when; AL 32(5).
    Slip,
    /// 受理通知书; AL 32(5), dated and sealed.
    Acceptance,
    /// 补正告知书; AL 32(4).
    Correction,
    /// 不受理告知书; AL 32(1).
    NotRequired,
    /// 不予受理决定书; AL 32(2), 32(5).
    Refusal,
    /// 特别程序告知书; AL 45.
    Special,
    /// 延期告知书; AL 42.
    Extension,
    /// 超期说明: why the body is late.
    Delay,
    /// 准予决定书; AL 38(1).
    Approval,
    /// 不予许可决定书, with reasons and remedies; AL 38(2).
    Denial,
    /// 撤回确认.
    Withdrawal,
    /// 终止办理决定书: a correction was not answered.
    Termination,
}

impl Kind {
    pub const ALL: [Self; 12] = [
        Self::Slip,
        Self::Acceptance,
        Self::Correction,
        Self::NotRequired,
        Self::Refusal,
        Self::Special,
        Self::Extension,
        Self::Delay,
        Self::Approval,
        Self::Denial,
        Self::Withdrawal,
        Self::Termination,
    ];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Slip => "slip",
            Self::Acceptance => "acceptance",
            Self::Correction => "correction",
            Self::NotRequired => "not_required",
            Self::Refusal => "refusal",
            Self::Special => "special",
            Self::Extension => "extension",
            Self::Delay => "delay",
            Self::Approval => "approval",
            Self::Denial => "denial",
            Self::Withdrawal => "withdrawal",
            Self::Termination => "termination",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// Key of its heading in the locales.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Slip => "casework-notice-slip",
            Self::Acceptance => "casework-notice-acceptance",
            Self::Correction => "casework-notice-correction",
            Self::NotRequired => "casework-notice-not-required",
            Self::Refusal => "casework-notice-refusal",
            Self::Special => "casework-notice-special",
            Self::Extension => "casework-notice-extension",
            Self::Delay => "casework-notice-delay",
            Self::Approval => "casework-notice-approval",
            Self::Denial => "casework-notice-denial",
            Self::Withdrawal => "casework-notice-withdrawal",
            Self::Termination => "casework-notice-termination",
        }
    }
}

/// A notice that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    pub number: String,
    pub kind: Kind,
    /// In whose name.
    pub body: BodyId,
    pub at: Timestamp,
    /// `Facts` under the installation's signature, as a sealed record's text, sealed for the person.
    pub record: Vec<u8>,
}

/// What a notice says, apart from fixed words of its kind.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Facts {
    pub case_number: String,
    pub item: String,
    pub addressee: String,
    pub body: String,
    /// By what title: `own`, `entrusted`, `consolidated`, `deemed`, `lapsed`, `renewed`.
    pub title: String,
    pub date: String,
    /// Reasons, defects (`what` with `where_`), papers received.
    pub lines: Vec<Line>,
    /// Laws cited.
    pub bases: Vec<String>,
    /// Last days: key of the label and date.
    pub days: Vec<(String, String)>,
    /// Key of the remedies text; derived, never typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remedies: Option<String>,
    /// What becomes of the application when nobody answers in time: the provision by which it lapses, or
    /// the key of a text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unanswered: Option<String>,
    /// The body that is competent, when we are not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub right_body: Option<String>,
}

/// A line of a notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub what: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
}
