//! Decimal numbers 十进制数 as FEEL has them (DMN 1.5, 10.3.2.3.1): 34 significant digits, rounded half
//! to even, exponents of IEEE 754-2019 decimal128. What fits 128 bits is computed there; the rest goes
//! through big integers. A result that is not a number of this kind is `None`. No NaN, no infinity.

mod text;
mod transcend;

use std::cmp::Ordering;

use num_bigint::BigUint;

/// Significant digits of a number.
pub const DIGITS: u32 = 34;
const LARGEST: u128 = 10u128.pow(DIGITS) - 1;
const HIGHEST: i32 = 6111;
const LOWEST: i32 = -6176;

/// `(-1)^negative * coefficient * 10^exponent`.
#[derive(Clone, Copy)]
pub struct Decimal {
    low: u64,
    high: u64,
    exponent: i16,
    negative: bool,
}

/// How a number is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rounding {
    HalfEven,
    HalfUp,
    HalfDown,
    /// Away from zero.
    Up,
    /// Towards zero.
    Down,
    Ceiling,
    Floor,
}

impl Decimal {
    pub const ZERO: Self = Self { low: 0, high: 0, exponent: 0, negative: false };
    pub const ONE: Self = Self { low: 1, high: 0, exponent: 0, negative: false };

    /// `coefficient * 10^exponent`, rounded to 34 digits; `None` where it is too large.
    #[must_use]
    pub fn new(negative: bool, coefficient: u128, exponent: i32) -> Option<Self> {
        if coefficient <= LARGEST && (LOWEST..=HIGHEST).contains(&exponent) {
            return Some(Self::raw(negative, coefficient, exponent));
        }
        Self::rounded(negative, coefficient, exponent, false)
    }

    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "halves of 128 bits; callers keep the exponent in range")]
    fn raw(negative: bool, coefficient: u128, exponent: i32) -> Self {
        Self {
            low: coefficient as u64,
            high: (coefficient >> 64) as u64,
            exponent: exponent as i16,
            negative: negative && coefficient != 0,
        }
    }

    /// The digits without sign and point.
    #[must_use]
    pub fn coefficient(self) -> u128 {
        u128::from(self.high) << 64 | u128::from(self.low)
    }

    #[must_use]
    pub fn exponent(self) -> i32 {
        i32::from(self.exponent)
    }

    #[must_use]
    pub fn is_negative(self) -> bool {
        self.negative
    }

    #[must_use]
    pub fn is_zero(self) -> bool {
        self.low == 0 && self.high == 0
    }

    /// Rounds half to even; `sticky` says that digits other than zero were cut before.
    fn rounded(negative: bool, mut coefficient: u128, mut exponent: i32, sticky: bool) -> Option<Self> {
        let over = digits(coefficient).saturating_sub(DIGITS);
        let below = u32::try_from(LOWEST - exponent).unwrap_or(0);
        let drop = over.max(below.min(60));
        if drop > 0 {
            let (kept, rest, half) = match power(drop) {
                Some(unit) => (coefficient / unit, coefficient % unit, unit / 2),
                None => (0, coefficient.min(1), 2),
            };
            let up = rest > half || (rest == half && (sticky || kept % 2 == 1));
            coefficient = kept + u128::from(up);
            exponent += i32::try_from(drop).unwrap_or(0);
            if coefficient > LARGEST {
                coefficient /= 10;
                exponent += 1;
            }
        }
        if coefficient == 0 {
            return Some(Self::raw(false, 0, exponent.clamp(LOWEST, HIGHEST)));
        }
        if exponent < LOWEST {
            return Some(Self::raw(false, 0, LOWEST));
        }
        while exponent > HIGHEST && coefficient <= LARGEST / 10 {
            coefficient *= 10;
            exponent -= 1;
        }
        (exponent <= HIGHEST).then(|| Self::raw(negative, coefficient, exponent))
    }

    fn from_big(negative: bool, value: &BigUint, exponent: i32, sticky: bool) -> Option<Self> {
        // 2^120 has 37 digits: at least two more than are kept.
        let bits = value.bits();
        if bits <= 120 {
            return Self::rounded(negative, u128::try_from(value).unwrap_or(0), exponent, sticky);
        }
        let drop = u32::try_from((bits - 120) * 30103 / 100_000 + 1).unwrap_or(u32::MAX);
        let unit = BigUint::from(10u32).pow(drop);
        let kept = value / &unit;
        let sticky = sticky || &kept * &unit != *value;
        // A last digit of 0 or 5 with more behind it must not look exact.
        let mut coefficient = u128::try_from(&kept).unwrap_or(0);
        let mut exponent = exponent.checked_add(i32::try_from(drop).ok()?)?;
        if sticky && coefficient <= u128::MAX / 100 {
            coefficient = coefficient * 10 + 1;
            exponent -= 1;
        }
        Self::rounded(negative, coefficient, exponent, sticky)
    }

    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        if self.exponent == other.exponent && self.high == 0 && other.high == 0 {
            let (a, b) = (u128::from(self.low), u128::from(other.low));
            let (negative, sum) = match (self.negative == other.negative, a >= b) {
                (true, _) => (self.negative, a + b),
                (false, true) => (self.negative, a - b),
                (false, false) => (other.negative, b - a),
            };
            return Some(Self::raw(negative, sum, self.exponent()));
        }
        let (a, b) = if self.exponent >= other.exponent { (self, other) } else { (other, self) };
        let apart = u32::try_from(a.exponent() - b.exponent()).unwrap_or(0);
        if b.is_zero() && apart > 0 {
            // The exponent that is kept is the smaller one as far as the digits allow.
            let room = DIGITS.saturating_sub(digits(a.coefficient())).min(apart);
            return a.scaled(room).or(Some(a));
        }
        if a.is_zero() {
            return Some(b);
        }
        let scaled = power(apart).and_then(|unit| a.coefficient().checked_mul(unit));
        if let Some(high) = scaled.filter(|high| *high < u128::MAX / 2) {
            let low = b.coefficient();
            let (negative, sum) = match (a.negative == b.negative, high >= low) {
                (true, _) => (a.negative, high + low),
                (false, true) => (a.negative, high - low),
                (false, false) => (b.negative, low - high),
            };
            return Self::new(negative, sum, b.exponent());
        }
        if apart > 80 {
            // The smaller one is beneath every digit that is kept: one unit far below stands for it.
            let high = BigUint::from(a.coefficient()) * BigUint::from(10u32).pow(45);
            let sum = if a.negative == b.negative { high + 1u32 } else { high - 1u32 };
            return Self::from_big(a.negative, &sum, a.exponent() - 45, false);
        }
        let high = BigUint::from(a.coefficient()) * BigUint::from(10u32).pow(apart);
        let low = BigUint::from(b.coefficient());
        if a.negative == b.negative {
            return Self::from_big(a.negative, &(high + low), b.exponent(), false);
        }
        if high >= low {
            Self::from_big(a.negative, &(high - low), b.exponent(), false)
        } else {
            Self::from_big(b.negative, &(low - high), b.exponent(), false)
        }
    }

    /// The same number with `places` more digits behind it.
    fn scaled(self, places: u32) -> Option<Self> {
        let coefficient = self.coefficient().checked_mul(power(places)?)?;
        Self::new(self.negative, coefficient, self.exponent() - i32::try_from(places).ok()?)
    }

    #[must_use]
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.checked_add(other.negated())
    }

    #[must_use]
    pub fn checked_mul(self, other: Self) -> Option<Self> {
        let negative = self.negative != other.negative;
        let exponent = self.exponent() + other.exponent();
        if self.high == 0 && other.high == 0 {
            return Self::new(negative, u128::from(self.low) * u128::from(other.low), exponent);
        }
        match self.coefficient().checked_mul(other.coefficient()) {
            Some(product) => Self::new(negative, product, exponent),
            None => {
                let product = BigUint::from(self.coefficient()) * BigUint::from(other.coefficient());
                Self::from_big(negative, &product, exponent, false)
            }
        }
    }

    /// `None` also where `other` is zero.
    #[must_use]
    pub fn checked_div(self, other: Self) -> Option<Self> {
        if other.is_zero() {
            return None;
        }
        let negative = self.negative != other.negative;
        let ideal = self.exponent() - other.exponent();
        let (a, b) = (self.coefficient(), other.coefficient());
        if a % b == 0 {
            return Self::new(negative, a / b, ideal);
        }
        let shift = (DIGITS + 2 + digits(b)).saturating_sub(digits(a));
        let exponent = ideal - i32::try_from(shift).ok()?;
        let (quotient, exact) = match power(shift).and_then(|unit| a.checked_mul(unit)) {
            Some(scaled) => (scaled / b, scaled % b == 0),
            None => {
                let scaled = BigUint::from(a) * BigUint::from(10u32).pow(shift);
                let divisor = BigUint::from(b);
                let quotient = &scaled / &divisor;
                let exact = &quotient * &divisor == scaled;
                (u128::try_from(&quotient).ok()?, exact)
            }
        };
        let out = Self::rounded(negative, quotient, exponent, !exact)?;
        Some(if exact { out.trimmed_to(ideal) } else { out })
    }

    /// Trailing zeros go, down to the exponent `ideal`.
    fn trimmed_to(self, ideal: i32) -> Self {
        let (mut coefficient, mut exponent) = (self.coefficient(), self.exponent());
        if coefficient == 0 {
            return Self::raw(false, 0, ideal.clamp(LOWEST, HIGHEST));
        }
        for step in [32u32, 16, 8, 4, 2, 1] {
            let Some(unit) = power(step) else { continue };
            let next = exponent + i32::try_from(step).unwrap_or(0);
            if next <= ideal && coefficient % unit == 0 {
                coefficient /= unit;
                exponent = next;
            }
        }
        Self::raw(self.negative, coefficient, exponent)
    }

    /// Without trailing zeros behind the point.
    #[must_use]
    pub fn trimmed(self) -> Self {
        if self.exponent >= 0 { self } else { self.trimmed_to(0) }
    }

    /// `self - other * floor(self / other)`: the sign of the divisor (DMN 1.5, table 74).
    #[must_use]
    pub fn modulo(self, other: Self) -> Option<Self> {
        if other.is_zero() {
            return None;
        }
        let exponent = self.exponent.min(other.exponent);
        let (ua, ub) = (self.exponent() - i32::from(exponent), other.exponent() - i32::from(exponent));
        if ua > 7000 || ub > 7000 {
            return None;
        }
        let ten = BigUint::from(10u32);
        let a = BigUint::from(self.coefficient()) * ten.pow(u32::try_from(ua).ok()?);
        let b = BigUint::from(other.coefficient()) * ten.pow(u32::try_from(ub).ok()?);
        let rest = a % &b;
        let rest = if self.negative != other.negative && rest != BigUint::ZERO { b - rest } else { rest };
        Self::from_big(other.negative, &rest, i32::from(exponent), false)
    }

    #[must_use]
    pub fn negated(self) -> Self {
        Self { negative: !self.negative && !self.is_zero(), ..self }
    }

    #[must_use]
    pub fn abs(self) -> Self {
        Self { negative: false, ..self }
    }

    /// Cut to `scale` digits behind the point; a negative scale cuts before it.
    #[must_use]
    pub fn round(self, scale: i32, rounding: Rounding) -> Option<Self> {
        let places = -scale;
        if self.exponent() >= places {
            let more = u32::try_from(self.exponent() - places).ok()?;
            let room = DIGITS.saturating_sub(digits(self.coefficient()).max(1));
            return if more <= room { self.scaled(more) } else { Some(self) };
        }
        let drop = u32::try_from(places - self.exponent()).ok()?;
        let (kept, rest, half) = match power(drop) {
            Some(unit) => (self.coefficient() / unit, self.coefficient() % unit, unit / 2),
            None => (0, self.coefficient().min(1), 2),
        };
        let up = match rounding {
            Rounding::HalfEven => rest > half || (rest == half && kept % 2 == 1),
            Rounding::HalfUp => rest >= half,
            Rounding::HalfDown => rest > half,
            Rounding::Up => rest > 0,
            Rounding::Down => false,
            Rounding::Ceiling => rest > 0 && !self.negative,
            Rounding::Floor => rest > 0 && self.negative,
        };
        Self::new(self.negative, kept + u128::from(up), places)
    }

    #[must_use]
    pub fn is_integer(self) -> bool {
        self.exponent >= 0 || self.trimmed().exponent >= 0
    }

    /// The integer, where it is one and fits.
    #[must_use]
    pub fn to_i64(self) -> Option<i64> {
        if self.exponent == 0 && self.high == 0 {
            let value = i64::try_from(self.low).ok()?;
            return Some(if self.negative { -value } else { value });
        }
        let trimmed = self.trimmed();
        let unit = power(u32::try_from(trimmed.exponent()).ok()?)?;
        let value = i128::try_from(trimmed.coefficient().checked_mul(unit)?).ok()?;
        i64::try_from(if self.negative { -value } else { value }).ok()
    }

    /// The integer below, where it fits.
    #[must_use]
    pub fn floor_i64(self) -> Option<i64> {
        self.round(0, Rounding::Floor)?.to_i64()
    }

    #[must_use]
    pub fn to_f64(self) -> f64 {
        format!("{}{}e{}", if self.negative { "-" } else { "" }, self.coefficient(), self.exponent)
            .parse()
            .unwrap_or(0.0)
    }

    /// The shortest decimal that reads back as `value`; `None` for NaN and infinities.
    #[must_use]
    pub fn from_f64(value: f64) -> Option<Self> {
        value.is_finite().then(|| format!("{value:e}").parse().ok())?
    }
}

impl From<i64> for Decimal {
    fn from(value: i64) -> Self {
        Self { low: value.unsigned_abs(), high: 0, exponent: 0, negative: value < 0 }
    }
}

impl From<i32> for Decimal {
    fn from(value: i32) -> Self {
        Self::from(i64::from(value))
    }
}

impl From<u64> for Decimal {
    fn from(value: u64) -> Self {
        Self { low: value, high: 0, exponent: 0, negative: false }
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Decimal {}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.negative, other.negative) {
            (false, true) => return Ordering::Greater,
            (true, false) => return Ordering::Less,
            _ => {}
        }
        let magnitude = if self.exponent == other.exponent {
            self.coefficient().cmp(&other.coefficient())
        } else {
            magnitude(*self, *other)
        };
        if self.negative { magnitude.reverse() } else { magnitude }
    }
}

impl std::hash::Hash for Decimal {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        let plain = self.trimmed_to(HIGHEST);
        (plain.negative, plain.low, plain.high, if plain.is_zero() { 0 } else { plain.exponent }).hash(state);
    }
}

fn magnitude(a: Decimal, b: Decimal) -> Ordering {
    match (a.is_zero(), b.is_zero()) {
        (true, true) => return Ordering::Equal,
        (true, false) => return Ordering::Less,
        (false, true) => return Ordering::Greater,
        _ => {}
    }
    let top = |value: Decimal| value.exponent() + i32::try_from(digits(value.coefficient())).unwrap_or(0);
    top(a).cmp(&top(b)).then_with(|| {
        // The same number of digits before the point: at most 33 places apart.
        let apart = a.exponent() - b.exponent();
        let unit = power(apart.unsigned_abs()).unwrap_or(1);
        match apart > 0 {
            true => (a.coefficient() * unit).cmp(&b.coefficient()),
            false => a.coefficient().cmp(&(b.coefficient() * unit)),
        }
    })
}

/// 10 to the power, where it fits 128 bits.
fn power(exponent: u32) -> Option<u128> {
    10u128.checked_pow(exponent)
}

fn digits(value: u128) -> u32 {
    value.checked_ilog10().map_or(0, |log| log + 1)
}

#[cfg(test)]
mod tests;
