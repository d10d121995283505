//! Roots, powers, exponentials and logarithms of decimals, computed in fixed point with 60 places and
//! rounded once: the last of the 34 digits is right but where the true value lies within 1e-20 of a tie.

use num_bigint::{BigInt, BigUint, Sign};

use super::{DIGITS, Decimal, digits};

/// Places behind the point while computing.
const PLACES: u32 = 60;

impl Decimal {
    /// The square root; `None` below zero.
    #[must_use]
    pub fn sqrt(self) -> Option<Self> {
        if self.is_negative() {
            return None;
        }
        let odd = self.exponent().rem_euclid(2);
        let shift = 2 * DIGITS + 4;
        let value = BigUint::from(self.coefficient()) * BigUint::from(10u32).pow(shift + u32::try_from(odd).ok()?);
        let root = value.sqrt();
        let exact = &root * &root == value;
        let half = (self.exponent() - odd) / 2;
        let exponent = half - i32::try_from(shift / 2).ok()?;
        let out = Self::from_big(false, &root, exponent, !exact)?;
        Some(if exact { out.trimmed_to(half) } else { out })
    }

    /// e to this power.
    #[must_use]
    pub fn exp(self) -> Option<Self> {
        if self.is_zero() {
            return Some(Self::ONE);
        }
        let top = self.exponent() + i32::try_from(digits(self.coefficient())).ok()?;
        if top > 5 {
            return if self.is_negative() { Some(Self::ZERO) } else { None };
        }
        let (value, exponent) = exp_fixed(&fixed(self)?)?;
        Self::from_big(false, &value, exponent, true)
    }

    /// The natural logarithm; `None` at and below zero.
    #[must_use]
    pub fn ln(self) -> Option<Self> {
        if self.is_negative() || self.is_zero() {
            return None;
        }
        if self == Self::ONE {
            return Some(Self::ZERO);
        }
        let value = ln_fixed(self)?;
        of_fixed(&value, true)
    }

    /// This number to the power `exponent`; exact where the result has at most 34 digits.
    #[must_use]
    pub fn pow(self, exponent: Self) -> Option<Self> {
        if exponent.is_zero() {
            return Some(Self::ONE);
        }
        if self.is_zero() {
            return if exponent.is_negative() { None } else { Some(Self::ZERO) };
        }
        let whole = exponent.to_i64();
        if let Some(times) = whole.filter(|times| times.unsigned_abs() <= 100_000) {
            let value = self.exact_power(times.unsigned_abs());
            if let Some(value) = value {
                return if times < 0 { Self::ONE.checked_div(value) } else { Some(value) };
            }
        }
        let negative = match (self.is_negative(), whole) {
            (true, None) if !exponent.is_integer() => return None,
            (true, Some(times)) => times % 2 != 0,
            _ => false,
        };
        if self.abs() == Self::ONE {
            return Some(if negative { Self::ONE.negated() } else { Self::ONE });
        }
        let log = ln_fixed(self.abs())?;
        let scale = exponent.exponent();
        let mut product = log * BigInt::from(exponent.coefficient());
        let unit = BigInt::from(10u32).pow(scale.unsigned_abs().min(7000));
        if scale >= 0 {
            product *= unit;
        } else {
            product /= unit;
        }
        if exponent.is_negative() {
            product = -product;
        }
        let limit = BigInt::from(100_000u32) * BigInt::from(10u32).pow(PLACES);
        if product > limit {
            return None;
        }
        if product < -limit {
            return Some(Self::ZERO);
        }
        let (value, shift) = exp_fixed(&product)?;
        Self::from_big(negative, &value, shift, true)
    }

    fn exact_power(self, times: u64) -> Option<Self> {
        let base = self.trimmed_to(6111);
        let room = u128::from(times) * u128::from(digits(base.coefficient()).saturating_sub(1));
        if room > u128::from(DIGITS) {
            return None;
        }
        let coefficient = base.coefficient().checked_pow(u32::try_from(times).ok()?)?;
        let exponent = i64::from(base.exponent()) * i64::try_from(times).ok()?;
        if digits(coefficient) > DIGITS {
            return None;
        }
        let value = Self::new(base.is_negative() && times % 2 == 1, coefficient, i32::try_from(exponent).ok()?)?;
        // 10 ** 3 reads 1000, not 1E+3.
        let room = DIGITS.saturating_sub(digits(coefficient));
        let more = u32::try_from(value.exponent()).unwrap_or(0);
        Some(if more > 0 && more <= room { value.scaled(more)? } else { value })
    }
}

fn one() -> BigInt {
    BigInt::from(10u32).pow(PLACES)
}

/// The number in fixed point.
fn fixed(value: Decimal) -> Option<BigInt> {
    let coefficient = BigInt::from(value.coefficient());
    let shift = value.exponent() + i32::try_from(PLACES).ok()?;
    let unit = || BigInt::from(10u32).pow(shift.unsigned_abs());
    let out = match shift {
        ..-100 => BigInt::ZERO,
        -100..0 => coefficient / unit(),
        0.. => coefficient * unit(),
    };
    Some(if value.is_negative() { -out } else { out })
}

fn of_fixed(value: &BigInt, sticky: bool) -> Option<Decimal> {
    let places = i32::try_from(PLACES).ok()?;
    Decimal::from_big(value.sign() == Sign::Minus, value.magnitude(), -places, sticky)
}

/// `e^value` as a number with 60 places, and the power of ten to multiply it with.
fn exp_fixed(value: &BigInt) -> Option<(BigUint, i32)> {
    let ten = ln_ten();
    let mut tens = value / &ten;
    if value.sign() == Sign::Minus {
        tens -= 1;
    }
    let rest = value - &tens * &ten;
    // Halved eight times, the series needs some 25 terms.
    let small = rest >> 8;
    let one = one();
    let (mut sum, mut term) = (one.clone(), one.clone());
    for n in 1u32..80 {
        term = &term * &small / (&one * n);
        if term == BigInt::ZERO {
            break;
        }
        sum += &term;
    }
    for _ in 0..8 {
        sum = &sum * &sum / &one;
    }
    let exponent = i32::try_from(&tens).ok()? - i32::try_from(PLACES).ok()?;
    Some((sum.magnitude().clone(), exponent))
}

/// The natural logarithm of a positive number, in fixed point.
fn ln_fixed(value: Decimal) -> Option<BigInt> {
    let count = digits(value.coefficient());
    // value = mantissa * 10^tens with a mantissa from 1 to 10.
    let tens = value.exponent() + i32::try_from(count).ok()? - 1;
    let mantissa = BigInt::from(value.coefficient()) * BigInt::from(10u32).pow(PLACES - (count - 1));
    Some(ln_mantissa(&mantissa) + ln_ten() * tens)
}

/// By halving towards 1 and the series of the inverse hyperbolic tangent.
fn ln_mantissa(mantissa: &BigInt) -> BigInt {
    let one = one();
    let mut value = mantissa.clone();
    let mut doublings = 0u32;
    while value > &one + &one / 100u32 {
        value = (&value * &one).sqrt();
        doublings += 1;
    }
    series(&value, &one) << doublings
}

fn series(value: &BigInt, one: &BigInt) -> BigInt {
    let ratio = (value - one) * one / (value + one);
    let square = &ratio * &ratio / one;
    let (mut power, mut sum) = (ratio.clone(), ratio);
    for n in 1u32..200 {
        power = &power * &square / one;
        if power == BigInt::ZERO {
            break;
        }
        sum += &power / (2 * n + 1);
    }
    sum << 1
}

fn ln_ten() -> BigInt {
    static TEN: std::sync::OnceLock<BigInt> = std::sync::OnceLock::new();
    TEN.get_or_init(|| ln_mantissa(&(one() * 10u32))).clone()
}
