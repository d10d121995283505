//! A helper's mandate 帮办代办授权: at one point, for some days, for some items or all that the point
//! receives, for people of one division. Without one a helper acts for nobody.

use kernel::{Date, DivisionCode, Timestamp, id::StaffId};
use serde::Serialize;

use crate::hall::HallId;

/// Kind of a mandate's id.
#[derive(Debug)]
pub enum MandateKind {}
impl kernel::id::Kind for MandateKind {
    const PREFIX: &'static str = "helping";
}

/// Names a mandate.
pub type MandateId = kernel::Id<MandateKind>;

pub(crate) const SCHEMA: u16 = 1;

/// A mandate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mandate {
    pub id: MandateId,
    pub version: i64,
    pub hall: HallId,
    pub staff: StaffId,
    pub division: DivisionCode,
    /// Ids of items; all that the point receives when empty.
    pub items: Vec<String>,
    pub from: Date,
    pub to: Date,
    pub revoked_at: Option<Timestamp>,
}

impl Mandate {
    /// Whether it holds on a day.
    #[must_use]
    pub fn holds(&self, on: Date) -> bool {
        self.revoked_at.is_none() && self.from <= on && on <= self.to
    }

    /// Whether it reaches an item; a matter without an item needs a mandate for all.
    #[must_use]
    pub fn reaches(&self, item: Option<&str>) -> bool {
        self.items.is_empty() || item.is_some_and(|item| self.items.iter().any(|known| known == item))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Id;

    #[test]
    fn a_mandate_is_dated_narrow_and_revocable() {
        let at = Timestamp(1_790_000_000_000);
        let day = Date::constant;
        let mandate = Mandate {
            id: Id::new(at, [1; 10]),
            version: 1,
            hall: Id::new(at, [1; 10]),
            staff: Id::new(at, [1; 10]),
            division: "440117103".parse().unwrap(),
            items: vec!["item_a".into()],
            from: day(2026, 9, 1),
            to: day(2026, 9, 30),
            revoked_at: None,
        };
        for (on, holds) in [((8, 31), false), ((9, 1), true), ((9, 30), true), ((10, 1), false)] {
            assert_eq!(mandate.holds(day(2026, on.0, on.1)), holds, "{on:?}");
        }
        assert!(mandate.reaches(Some("item_a")) && !mandate.reaches(Some("item_b")) && !mandate.reaches(None));
        assert!(Mandate { items: Vec::new(), ..mandate.clone() }.reaches(None));
        assert!(!Mandate { revoked_at: Some(at), ..mandate }.holds(day(2026, 9, 1)));
    }
}
