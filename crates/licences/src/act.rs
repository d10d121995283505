//! The acts on a licence that was issued and the grounds that the law gives for each
//! (Administrative Licensing Law 行政许可法, AL below). In which state an act is allowed stands in
//! `state`, who may do it in `permits`.

use serde::{Deserialize, Serialize};

use crate::state::State;

/// An act on a licence that was issued.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    Suspend,
    Resume,
    Withdraw,
    Annul,
    Cancel,
    Strip,
    Supersede,
}

/// The ground of an act: where the law lists them, the paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// A penalty: Administrative Penalty Law 行政处罚法, article 9.
    Penalty,
    /// Another law says so, named in the reason.
    OtherLaw,
    /// The time of the suspension is over.
    TermOver,
    /// The decision to suspend was taken back.
    Lifted,
    /// AL 8: the law it rests on was changed or repealed.
    LawChanged,
    /// AL 8: the facts changed greatly.
    FactsChanged,
    /// AL 69(1) no. 1: abuse or neglect of office.
    Abuse,
    /// AL 69(1) no. 2: beyond the powers of the body.
    BeyondPower,
    /// AL 69(1) no. 3: against the procedure of the law.
    Procedure,
    /// AL 69(1) no. 4: to someone not qualified.
    Unqualified,
    /// AL 69(1) no. 5: otherwise annullable by law.
    OtherAnnul,
    /// AL 69(2): got by fraud or bribery.
    Fraud,
    /// AL 70 no. 1: expired and not renewed.
    Expired,
    /// AL 70 no. 2: the holder died or lost the capacity.
    Death,
    /// AL 70 no. 3: the organisation ended.
    Dissolved,
    /// AL 70 no. 4: it was annulled, withdrawn or stripped.
    Ended,
    /// AL 70 no. 5: force majeure makes it void of purpose.
    ForceMajeure,
    /// AL 70 no. 6: otherwise by law; the holder's own wish among them.
    OtherCancel,
    /// 延续: renewed in time (AL 50).
    Renewed,
    /// 变更: what stands on it changed (AL 49).
    Changed,
    /// 更正: a slip was mended.
    Corrected,
}

impl Act {
    pub const ALL: [Self; 7] =
        [Self::Suspend, Self::Resume, Self::Withdraw, Self::Annul, Self::Cancel, Self::Strip, Self::Supersede];
    /// Those that an officer does on the page; superseding issues another licence.
    pub const BY_HAND: [Self; 6] =
        [Self::Suspend, Self::Resume, Self::Withdraw, Self::Annul, Self::Cancel, Self::Strip];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Suspend => "suspend",
            Self::Resume => "resume",
            Self::Withdraw => "withdraw",
            Self::Annul => "annul",
            Self::Cancel => "cancel",
            Self::Strip => "strip",
            Self::Supersede => "supersede",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.as_str() == text)
    }

    /// Kind of its journal entry.
    #[must_use]
    pub fn kind(self) -> &'static str {
        match self {
            Self::Suspend => "licence.suspended",
            Self::Resume => "licence.resumed",
            Self::Withdraw => "licence.withdrawn",
            Self::Annul => "licence.annulled",
            Self::Cancel => "licence.cancelled",
            Self::Strip => "licence.stripped",
            Self::Supersede => "licence.superseded",
        }
    }

    /// Key of the message to the holder.
    #[must_use]
    pub(crate) fn told(self) -> &'static str {
        match self {
            Self::Suspend => "licences-told-suspend",
            Self::Resume => "licences-told-resume",
            Self::Withdraw => "licences-told-withdraw",
            Self::Annul => "licences-told-annul",
            Self::Cancel => "licences-told-cancel",
            Self::Strip => "licences-told-strip",
            Self::Supersede => "licences-told-supersede",
        }
    }

    /// The grounds that the law gives for it.
    #[must_use]
    pub fn grounds(self) -> &'static [Ground] {
        match self {
            Self::Suspend => &[Ground::Penalty, Ground::OtherLaw],
            Self::Resume => &[Ground::TermOver, Ground::Lifted],
            Self::Withdraw => &[Ground::LawChanged, Ground::FactsChanged],
            Self::Annul => &[
                Ground::Abuse,
                Ground::BeyondPower,
                Ground::Procedure,
                Ground::Unqualified,
                Ground::OtherAnnul,
                Ground::Fraud,
            ],
            Self::Cancel => &[
                Ground::Expired,
                Ground::Death,
                Ground::Dissolved,
                Ground::Ended,
                Ground::ForceMajeure,
                Ground::OtherCancel,
            ],
            Self::Strip => &[Ground::Penalty],
            Self::Supersede => &[Ground::Renewed, Ground::Changed, Ground::Corrected],
        }
    }

    /// Whether a ground carries the act in a state: each act has its own, and what was annulled,
    /// withdrawn or stripped is cancelled on that ground alone.
    #[must_use]
    pub fn rests_on(self, ground: Ground, state: State, expired: bool) -> bool {
        let ended = matches!(state, State::Withdrawn | State::Annulled | State::Stripped);
        self.grounds().contains(&ground)
            && match ground {
                Ground::Expired => expired && !ended,
                Ground::Ended => ended,
                _ => self != Self::Cancel || !ended,
            }
    }
}

impl Ground {
    pub const ALL: [Self; 21] = [
        Self::Penalty,
        Self::OtherLaw,
        Self::TermOver,
        Self::Lifted,
        Self::LawChanged,
        Self::FactsChanged,
        Self::Abuse,
        Self::BeyondPower,
        Self::Procedure,
        Self::Unqualified,
        Self::OtherAnnul,
        Self::Fraud,
        Self::Expired,
        Self::Death,
        Self::Dissolved,
        Self::Ended,
        Self::ForceMajeure,
        Self::OtherCancel,
        Self::Renewed,
        Self::Changed,
        Self::Corrected,
    ];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Penalty => "penalty",
            Self::OtherLaw => "other_law",
            Self::TermOver => "term_over",
            Self::Lifted => "lifted",
            Self::LawChanged => "law_changed",
            Self::FactsChanged => "facts_changed",
            Self::Abuse => "abuse",
            Self::BeyondPower => "beyond_power",
            Self::Procedure => "procedure",
            Self::Unqualified => "unqualified",
            Self::OtherAnnul => "other_annul",
            Self::Fraud => "fraud",
            Self::Expired => "expired",
            Self::Death => "death",
            Self::Dissolved => "dissolved",
            Self::Ended => "ended",
            Self::ForceMajeure => "force_majeure",
            Self::OtherCancel => "other_cancel",
            Self::Renewed => "renewed",
            Self::Changed => "changed",
            Self::Corrected => "corrected",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ground| ground.as_str() == text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_act_has_grounds_of_its_own() {
        assert!(Act::Cancel.rests_on(Ground::Expired, State::Valid, true));
        assert!(!Act::Cancel.rests_on(Ground::Expired, State::Valid, false));
        assert!(Act::Cancel.rests_on(Ground::Ended, State::Annulled, false));
        assert!(!Act::Cancel.rests_on(Ground::Death, State::Annulled, false));
        assert!(!Act::Cancel.rests_on(Ground::Ended, State::Valid, false));
        assert!(!Act::Annul.rests_on(Ground::Penalty, State::Valid, false));
        assert!(Act::Annul.rests_on(Ground::Fraud, State::Valid, true));
        for ground in Ground::ALL {
            assert_eq!(Ground::parse(ground.as_str()), Some(ground));
            assert!(Act::ALL.iter().any(|act| act.grounds().contains(&ground)), "{ground:?}");
        }
    }
}
