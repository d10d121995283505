//! Rates 好评率: always with numerator and denominator, and with their interval; the share of those
//! who did not rate stands beside. Few ratings are never ranked.

use schemars::JsonSchema;
use serde::Serialize;

/// Fewer ratings than this are not compared.
pub const LEAST: i64 = 10;

/// The 97.5 % point of the normal distribution, for an interval of 95 %.
const Z: f64 = 1.959_963_984_540_054;

/// Counts of handlings that ended and of their ratings.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rates {
    /// Rated 5, 4 or 3.
    pub good: i64,
    /// Rated 2 or 1.
    pub bad: i64,
    pub rated: i64,
    /// Handlings that ended.
    pub closed: i64,
}

/// A share, in millionths, with the Wilson interval of 95 %.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Share {
    pub numerator: i64,
    pub denominator: i64,
    pub millionths: i64,
    /// Lower end of the interval, in millionths.
    pub low: i64,
    /// Upper end.
    pub high: i64,
}

impl Share {
    /// `None` without a denominator: nothing is filled in.
    #[must_use]
    pub fn of(numerator: i64, denominator: i64) -> Option<Self> {
        if denominator <= 0 || !(0..=denominator).contains(&numerator) {
            return None;
        }
        let (low, high) = wilson(numerator, denominator);
        let millionths = numerator.saturating_mul(1_000_000) / denominator;
        Some(Self { numerator, denominator, millionths, low: low.min(millionths), high: high.max(millionths) })
    }
}

/// Wilson's score interval (E. B. Wilson, 1927), in millionths within 0 and 1,000,000.
#[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "shares of counts far below 2^53")]
fn wilson(numerator: i64, denominator: i64) -> (i64, i64) {
    let (n, p) = (denominator as f64, numerator as f64 / denominator as f64);
    let z2 = Z * Z;
    let middle = (p + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = Z / (1.0 + z2 / n) * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
    let millionths = |share: f64| (share.clamp(0.0, 1.0) * 1_000_000.0).round() as i64;
    (millionths(middle - half), millionths(middle + half))
}

impl Rates {
    #[must_use]
    pub fn good(self) -> Option<Share> {
        Share::of(self.good, self.rated)
    }

    #[must_use]
    pub fn bad(self) -> Option<Share> {
        Share::of(self.bad, self.rated)
    }

    /// Those who did not rate, of all handlings that ended.
    #[must_use]
    pub fn unrated(self) -> Option<Share> {
        Share::of(self.closed.saturating_sub(self.rated), self.closed)
    }

    /// Whether there are enough ratings to be compared with others.
    #[must_use]
    pub fn comparable(self) -> bool {
        self.rated >= LEAST
    }
}

/// Millionths as a percentage with one place: `96.4`.
#[must_use]
pub fn percent(millionths: i64) -> String {
    let tenths = (millionths + 500) / 1_000;
    format!("{}.{}", tenths / 10, tenths % 10)
}
