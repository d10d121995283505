//! The state of a licence 证照状态 and what an act makes of it. Expiry is no act: it follows from the
//! date (Administrative Licensing Law 行政许可法, AL below). Grounds stand in `act`.

use kernel::Date;
use serde::{Deserialize, Serialize};

use crate::act::Act;

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

impl State {
    pub const ALL: [Self; 7] = [
        Self::Valid,
        Self::Suspended,
        Self::Withdrawn,
        Self::Annulled,
        Self::Cancelled,
        Self::Stripped,
        Self::Superseded,
    ];

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

    /// It has lost its force, for a while or for good: its seal is shown struck through.
    #[must_use]
    pub fn is_struck(self) -> bool {
        !matches!(self, Self::Valid | Self::NotYet)
    }

    /// Whether it can be relied on.
    #[must_use]
    pub fn holds(self) -> bool {
        self == Self::Valid
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_act_in_every_state_is_as_the_law_says() {
        use State::*;
        // valid, suspended, withdrawn, annulled, cancelled, stripped, superseded; before and after the last day.
        type Row = [Option<State>; 7];
        let table: [(Act, Row, Row); 7] = [
            (Act::Suspend, [Some(Suspended), None, None, None, None, None, None], [None; 7]),
            (
                Act::Resume,
                [None, Some(Valid), None, None, None, None, None],
                [None, Some(Valid), None, None, None, None, None],
            ),
            (Act::Withdraw, [Some(Withdrawn), Some(Withdrawn), None, None, None, None, None], [None; 7]),
            (Act::Strip, [Some(Stripped), Some(Stripped), None, None, None, None, None], [None; 7]),
            (
                Act::Annul,
                [Some(Annulled), Some(Annulled), None, None, None, None, None],
                [Some(Annulled), Some(Annulled), None, None, None, None, None],
            ),
            (
                Act::Cancel,
                [Some(Cancelled), Some(Cancelled), Some(Cancelled), Some(Cancelled), None, Some(Cancelled), None],
                [Some(Cancelled), Some(Cancelled), Some(Cancelled), Some(Cancelled), None, Some(Cancelled), None],
            ),
            (
                Act::Supersede,
                [Some(Superseded), Some(Superseded), None, None, None, None, None],
                [Some(Superseded), Some(Superseded), None, None, None, None, None],
            ),
        ];
        for (act, before, after) in table {
            for (place, state) in State::ALL.into_iter().enumerate() {
                assert_eq!(state.after(act, false), before[place], "{act:?} {state:?}");
                assert_eq!(state.after(act, true), after[place], "{act:?} {state:?} expired");
            }
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
