//! Exact scores: hundredths in, fractions through, rounding only for the eye.

use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// A criterion score in hundredths of a point: 8250 is 82.50.
pub type Hundredths = i64;

/// Why a typed score was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadScore {
    /// Not a number, or more than two decimals.
    NotANumber,
    /// Below zero or above the criterion's maximum.
    OutOfRange,
}

/// Reads what a judge typed: "82", "82,5" or "82.50", within `0..=max` whole points.
///
/// # Errors
/// [`BadScore`] says what is wrong; "NaN", "1e2" and "8,2,5" are not numbers.
pub fn parse(text: &str, max: u32) -> Result<Hundredths, BadScore> {
    let text = text.trim().replace(',', ".");
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    let negative = whole.starts_with('-');
    let whole = whole.strip_prefix('-').unwrap_or(whole);
    if whole.is_empty() || whole.len() > 9 || !digits(whole) || !digits(part) || part.len() > 2 {
        return Err(BadScore::NotANumber);
    }
    let read = |s: &str| s.parse::<i64>().map_err(|_| BadScore::NotANumber);
    let part = if part.is_empty() { 0 } else { read(&format!("{part:0<2}"))? };
    let value = read(whole)? * 100 + part;
    if (negative && value > 0) || value > i64::from(max) * 100 {
        return Err(BadScore::OutOfRange);
    }
    Ok(value)
}

/// A score as people write it in Indonesia: "82", "82,5", "82,25".
pub fn show(value: Hundredths) -> String {
    let (whole, part) = (value / 100, value % 100);
    match part {
        0 => whole.to_string(),
        p if p % 10 == 0 => format!("{whole},{}", p / 10),
        p => format!("{whole},{p:02}"),
    }
}

/// An exact fraction, always with a positive denominator.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Exact {
    /// Upper part.
    pub numerator: i128,
    /// Lower part, above zero.
    pub denominator: i128,
}

impl Exact {
    /// Zero.
    pub const ZERO: Self = Self { numerator: 0, denominator: 1 };

    /// `numerator / denominator` in lowest terms; a denominator of zero or less is a mistake of
    /// the caller and is read as one.
    pub fn new(numerator: i128, denominator: i128) -> Self {
        let denominator = denominator.max(1);
        let divisor = gcd(numerator.unsigned_abs(), denominator.unsigned_abs());
        let divisor = i128::try_from(divisor).unwrap_or(1).max(1);
        Self { numerator: numerator / divisor, denominator: denominator / divisor }
    }

    /// The sum, exact.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self::new(
            self.numerator * other.denominator + other.numerator * self.denominator,
            self.denominator * other.denominator,
        )
    }

    /// This divided by a count; by zero gives zero.
    #[must_use]
    pub fn over(self, count: usize) -> Self {
        match i128::try_from(count) {
            Ok(count) if count > 0 => Self::new(self.numerator, self.denominator * count),
            _ => Self::ZERO,
        }
    }

    /// As a number to calculate with; never for an official comparison.
    pub fn real(self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "what is estimated needs no more digits")]
        let (upper, lower) = (self.numerator as f64, self.denominator as f64);
        upper / lower
    }

    /// Rounded half up to two decimals, in hundredths: for display only.
    pub fn hundredths(self) -> i64 {
        let rounded = (self.numerator * 200 + self.denominator).div_euclid(2 * self.denominator);
        i64::try_from(rounded).unwrap_or(i64::MAX)
    }

    /// Rounded half up to `decimals`, with a decimal point, as files carry it.
    pub fn decimal(self, decimals: u32) -> String {
        let one = 10_i128.pow(decimals.min(15));
        // The whole part goes its own way, so that long fractions do not overflow.
        let rest = self.numerator.rem_euclid(self.denominator);
        let part = (2 * rest * one + self.denominator) / (2 * self.denominator);
        let rounded = self.numerator.div_euclid(self.denominator) * one + part;
        let (sign, size) = if rounded < 0 { ("-", -rounded) } else { ("", rounded) };
        let (whole, part) = (size / one, size % one);
        let width = usize::try_from(decimals.min(15)).unwrap_or(0);
        if width == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part:0width$}") }
    }

    /// Two decimals, half up, with a decimal comma: "77,73".
    pub fn display(self) -> String {
        let value = self.hundredths();
        format!("{},{:02}", value / 100, value % 100)
    }
}

impl PartialEq for Exact {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Exact {}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Exact {
    fn cmp(&self, other: &Self) -> Ordering {
        let left = self.numerator.checked_mul(other.denominator);
        let right = other.numerator.checked_mul(self.denominator);
        if let (Some(left), Some(right)) = (left, right) {
            return left.cmp(&right);
        }
        // Too long to be multiplied: the whole parts, then what is left over, turned upside down.
        let whole = |x: &Self| x.numerator.div_euclid(x.denominator);
        let rest = |x: &Self| x.numerator.rem_euclid(x.denominator);
        whole(self).cmp(&whole(other)).then_with(|| match (rest(self), rest(other)) {
            (0, 0) => Ordering::Equal,
            (0, _) => Ordering::Less,
            (_, 0) => Ordering::Greater,
            (a, b) => {
                let turned = |part, whole| Self { numerator: whole, denominator: part };
                turned(b, other.denominator).cmp(&turned(a, self.denominator))
            }
        })
    }
}

fn gcd(a: u128, b: u128) -> u128 {
    if b == 0 { a } else { gcd(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn judges_may_type_a_comma_or_a_point() {
        assert_eq!(parse("82", 100), Ok(8200));
        assert_eq!(parse(" 82,5 ", 100), Ok(8250));
        assert_eq!(parse("82.25", 100), Ok(8225));
        assert_eq!(parse("100", 100), Ok(10_000));
        assert_eq!(parse("-0", 100), Ok(0));
    }

    #[test]
    fn what_is_not_a_score_is_refused() {
        for text in ["", "NaN", "1e2", "8,2,5", "82,555", "+5", "9999999999", "٨٢"] {
            assert_eq!(parse(text, 100), Err(BadScore::NotANumber), "{text:?}");
        }
        for text in ["101", "100,01", "-1"] {
            assert_eq!(parse(text, 100), Err(BadScore::OutOfRange), "{text:?}");
        }
    }

    #[test]
    fn rounding_is_half_up_and_only_for_display() {
        assert_eq!(Exact::new(1166, 15).display(), "77,73");
        assert_eq!(Exact::new(12_345, 1000).display(), "12,35");
        assert_eq!(Exact::new(1166, 15).decimal(6), "77.733333");
        assert_eq!(Exact::new(-1, 8).decimal(2), "-0.12");
        assert_eq!(Exact::new(5, 2).decimal(0), "3");
        assert!(Exact::new(1, 3) > Exact::new(33_333, 100_000));
    }

    #[test]
    fn fractions_too_long_to_multiply_are_compared_all_the_same() {
        let long = 10_i128.pow(30);
        let (a, b) = (Exact::new(7 * long + 1, long + 3), Exact::new(7 * long + 2, long + 3));
        assert_eq!((a.cmp(&b), b.cmp(&a)), (Ordering::Less, Ordering::Greater));
        assert_eq!(a, Exact::new(7 * long + 1, long + 3));
        assert!(Exact::new(-7 * long - 1, long + 3) > Exact::new(-7 * long - 2, long + 3));
    }

    proptest::proptest! {
        #[test]
        fn what_is_shown_can_be_typed_again(value in 0_i64..=10_000) {
            proptest::prop_assert_eq!(parse(&show(value), 100), Ok(value));
        }
    }
}
