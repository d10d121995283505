//! The state of a licence 证照状态, the acts that change it and their grounds in law. Expiry is no
//! act: it follows from the date (Administrative Licensing Law 行政许可法, AL below).

use kernel::Date;
use serde::{Deserialize, Serialize};

/// What the last act made of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// 有效, until its last day.
    Valid,
    /// 暂扣: without force for a while.
    Suspended,
    /// 撤回: law or facts changed; AL 8, with compensation.
    Withdrawn,
    /// 撤销: it should not have been given; AL 69.
    Annulled,
    /// 注销: struck off the register; AL 70.
    Cancelled,
    /// 吊销: taken as a penalty.
    Stripped,
    /// 换证: another licence stands in its place.
    Superseded,
}

/// How a licence stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Its first day is still to come.
    NotYet,
    Valid,
    Suspended,
    /// 已过期.
    Expired,
    Withdrawn,
    Annulled,
    Cancelled,
    Stripped,
    Superseded,
}

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

impl State {
    pub const ALL: [Self; 7] =
        [Self::Valid, Self::Suspended, Self::Withdrawn, Self::Annulled, Self::Cancelled, Self::Stripped, Self::Superseded];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Suspended => "suspended",
            Self::Withdrawn => "withdrawn",
            Self::Annulled => "annulled",
            Self::Cancelled => "cancelled",
            Self::Stripped => "stripped",
            Self::Superseded => "superseded",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }

    /// The state after an act, if the law allows the act in this state. `expired`: its last day is past.
    #[must_use]
    pub fn after(self, act: Act, expired: bool) -> Option<Self> {
        match (act, self) {
            (Act::Suspend, Self::Valid) if !expired => Some(Self::Suspended),
            (Act::Resume, Self::Suspended) => Some(Self::Valid),
            // What has no force any more can't be withdrawn.
            (Act::Withdraw, Self::Valid | Self::Suspended) if !expired => Some(Self::Withdrawn),
            (Act::Strip, Self::Valid | Self::Suspended) if !expired => Some(Self::Stripped),
            // Annulment looks back: an expired licence can still be annulled.
            (Act::Annul, Self::Valid | Self::Suspended) => Some(Self::Annulled),
            (Act::Cancel, Self::Valid | Self::Suspended | Self::Withdrawn | Self::Annulled | Self::Stripped) => {
                Some(Self::Cancelled)
            }
            // A renewal applied for in time may be decided after the last day (AL 50).
            (Act::Supersede, Self::Valid | Self::Suspended) => Some(Self::Superseded),
            _ => None,
        }
    }

    /// How it stands on `today`.
    #[must_use]
    pub fn standing(self, from: Date, to: Option<Date>, today: Date) -> Standing {
        match self {
            Self::Withdrawn => Standing::Withdrawn,
            Self::Annulled => Standing::Annulled,
            Self::Cancelled => Standing::Cancelled,
            Self::Stripped => Standing::Stripped,
            Self::Superseded => Standing::Superseded,
            _ if to.is_some_and(|to| to < today) => Standing::Expired,
            Self::Suspended => Standing::Suspended,
            Self::Valid if from > today => Standing::NotYet,
            Self::Valid => Standing::Valid,
        }
    }
}

impl Standing {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotYet => "not_yet",
            Self::Valid => "valid",
            Self::Suspended => "suspended",
            Self::Expired => "expired",
            Self::Withdrawn => "withdrawn",
            Self::Annulled => "annulled",
            Self::Cancelled => "cancelled",
            Self::Stripped => "stripped",
            Self::Superseded => "superseded",
        }
    }

    /// Key of its word in the locales.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::NotYet => "licences-standing-not-yet",
            Self::Valid => "licences-standing-valid",
            Self::Suspended => "licences-standing-suspended",
            Self::Expired => "licences-standing-expired",
            Self::Withdrawn => "licences-standing-withdrawn",
            Self::Annulled => "licences-standing-annulled",
            Self::Cancelled => "licences-standing-cancelled",
            Self::Stripped => "licences-standing-stripped",
            Self::Superseded => "licences-standing-superseded",
        }
    }

    /// Kind of its tag in the form kit.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::Valid => "done",
            Self::NotYet | Self::Suspended => "waiting",
            Self::Expired | Self::Superseded | Self::Cancelled => "off",
            Self::Withdrawn | Self::Annulled | Self::Stripped => "refused",
        }
    }

    /// Whether it can be relied on.
    #[must_use]
    pub fn holds(self) -> bool {
        self == Self::Valid
    }
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
                Ground::Abuse, Ground::BeyondPower, Ground::Procedure, Ground::Unqualified, Ground::OtherAnnul, Ground::Fraud,
            ],
            Self::Cancel => &[
                Ground::Expired, Ground::Death, Ground::Dissolved, Ground::Ended, Ground::ForceMajeure, Ground::OtherCancel,
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
        Self::Penalty, Self::OtherLaw, Self::TermOver, Self::Lifted, Self::LawChanged, Self::FactsChanged, Self::Abuse,
        Self::BeyondPower, Self::Procedure, Self::Unqualified, Self::OtherAnnul, Self::Fraud, Self::Expired, Self::Death,
        Self::Dissolved, Self::Ended, Self::ForceMajeure, Self::OtherCancel, Self::Renewed, Self::Changed, Self::Corrected,
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
    fn every_act_in_every_state_is_as_the_law_says() {
        use State::*;
        // valid, suspended, withdrawn, annulled, cancelled, stripped, superseded; before and after the last day.
        let table: [(Act, [Option<State>; 7], [Option<State>; 7]); 7] = [
            (Act::Suspend, [Some(Suspended), None, None, None, None, None, None], [None; 7]),
            (Act::Resume, [None, Some(Valid), None, None, None, None, None], [None, Some(Valid), None, None, None, None, None]),
            (Act::Withdraw, [Some(Withdrawn), Some(Withdrawn), None, None, None, None, None], [None; 7]),
            (Act::Strip, [Some(Stripped), Some(Stripped), None, None, None, None, None], [None; 7]),
            (Act::Annul, [Some(Annulled), Some(Annulled), None, None, None, None, None],
                [Some(Annulled), Some(Annulled), None, None, None, None, None]),
            (Act::Cancel, [Some(Cancelled), Some(Cancelled), Some(Cancelled), Some(Cancelled), None, Some(Cancelled), None],
                [Some(Cancelled), Some(Cancelled), Some(Cancelled), Some(Cancelled), None, Some(Cancelled), None]),
            (Act::Supersede, [Some(Superseded), Some(Superseded), None, None, None, None, None],
                [Some(Superseded), Some(Superseded), None, None, None, None, None]),
        ];
        for (act, before, after) in table {
            for (place, state) in State::ALL.into_iter().enumerate() {
                assert_eq!(state.after(act, false), before[place], "{act:?} {state:?}");
                assert_eq!(state.after(act, true), after[place], "{act:?} {state:?} expired");
            }
        }
    }

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

    #[test]
    fn a_licence_expires_by_the_date_alone() {
        let (from, to) = (Date::constant(2026, 1, 1), Some(Date::constant(2026, 12, 31)));
        let on = |state: State, year, month, day| state.standing(from, to, Date::constant(year, month, day));
        assert_eq!(on(State::Valid, 2025, 12, 31), Standing::NotYet);
        assert_eq!(on(State::Valid, 2026, 12, 31), Standing::Valid);
        assert_eq!(on(State::Valid, 2027, 1, 1), Standing::Expired);
        assert_eq!(on(State::Suspended, 2027, 1, 1), Standing::Expired);
        assert_eq!(on(State::Annulled, 2027, 1, 1), Standing::Annulled);
        assert_eq!(State::Valid.standing(from, None, Date::constant(2200, 1, 1)), Standing::Valid);
    }
}
