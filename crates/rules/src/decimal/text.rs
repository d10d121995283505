//! Decimals as text: FEEL's literals with exponents in, plain notation out. Grouping and other
//! separators are for the FEEL function `number`.

use std::fmt::{self, Write as _};
use std::str::FromStr;

use super::{DIGITS, Decimal};

/// The text is no number of this kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a decimal number")]
pub struct NotANumber;

impl FromStr for Decimal {
    type Err = NotANumber;

    /// `[+-]digits[.digits][e[+-]digits]`, also `.5` and `5.`; more than 34 digits are rounded half to even.
    fn from_str(text: &str) -> Result<Self, NotANumber> {
        let (negative, rest) = match text.as_bytes().first() {
            Some(b'-') => (true, text.get(1..).unwrap_or_default()),
            Some(b'+') => (false, text.get(1..).unwrap_or_default()),
            _ => (false, text),
        };
        let (mantissa, exponent) = match rest.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent_of(exponent)?),
            None => (rest, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        if whole.is_empty() && fraction.is_empty() {
            return Err(NotANumber);
        }
        let (mut coefficient, mut kept, mut dropped, mut sticky) = (0u128, 0u32, 0i64, false);
        for byte in whole.bytes().chain(fraction.bytes()) {
            if !byte.is_ascii_digit() {
                return Err(NotANumber);
            }
            let digit = u128::from(byte - b'0');
            if kept >= DIGITS + 2 {
                sticky |= digit != 0;
                dropped += 1;
            } else {
                coefficient = coefficient * 10 + digit;
                kept += u32::from(coefficient > 0);
            }
        }
        let places = i64::try_from(fraction.len()).map_err(|_| NotANumber)?;
        let exponent = i64::from(exponent) - places + dropped;
        let exponent = i32::try_from(exponent.clamp(-100_000, 100_000)).map_err(|_| NotANumber)?;
        Self::rounded(negative, coefficient, exponent, sticky).ok_or(NotANumber)
    }
}

fn exponent_of(text: &str) -> Result<i32, NotANumber> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(NotANumber);
    }
    let value: i32 = digits.parse().unwrap_or(50_000).min(50_000);
    Ok(if text.starts_with('-') { -value } else { value })
}

impl fmt::Display for Decimal {
    /// Plain notation, digits behind the point as the number carries them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_negative() {
            f.write_char('-')?;
        }
        let digits = self.coefficient().to_string();
        let exponent = self.exponent();
        if exponent >= 0 {
            f.write_str(&digits)?;
            if !self.is_zero() {
                for _ in 0..exponent {
                    f.write_char('0')?;
                }
            }
            return Ok(());
        }
        let places = usize::try_from(-exponent).unwrap_or(0);
        match digits.len().checked_sub(places).filter(|before| *before > 0).and_then(|at| digits.split_at_checked(at)) {
            Some((whole, fraction)) => write!(f, "{whole}.{fraction}"),
            None => write!(f, "0.{digits:0>places$}"),
        }
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}
