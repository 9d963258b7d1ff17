//! Quantities as Kubernetes writes them: `250m`, `1.5`, `512Mi`, `1e3`.
//!
//! Mirrors `ParseQuantity` of apimachinery's `pkg/api/resource/quantity.go`, its oddities
//! included: `.5`, `1.` and `+1` are quantities, and `.` alone is zero.

use std::fmt;

/// An amount, in billionths of its unit, rounded up; saturates far beyond what any cluster has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quantity {
    nanos: i128,
}

/// Why a text is no quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuantityError {
    /// Not `[+-]digits[suffix]` at all.
    Form,
    /// A number with a suffix that does not exist, such as `1K`.
    Suffix,
}

const NANOS: i128 = 1_000_000_000;
/// More digits than this change nothing: the amount saturates.
const DIGITS: usize = 28;

impl Quantity {
    /// Reads a quantity.
    ///
    /// # Errors
    /// Says whether the form or only the suffix is wrong.
    pub fn parse(text: &str) -> Result<Self, QuantityError> {
        let text = text.trim();
        let (negative, unsigned) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let split = unsigned
            .find(|c: char| !c.is_ascii_digit() && c != '.')
            .unwrap_or(unsigned.len());
        let (number, suffix) = unsigned.split_at(split);
        let alone = text.len() == 1 && unsigned.is_empty();
        if (number.is_empty() && !alone) || !is_suffix_shaped(suffix) {
            return Err(QuantityError::Form);
        }
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        if fraction.contains('.') {
            return Err(QuantityError::Form);
        }
        let scale = Scale::of_suffix(suffix).ok_or(QuantityError::Suffix)?;
        let nanos = scale.nanos(whole, fraction);
        Ok(Self {
            nanos: if negative { -nanos } else { nanos },
        })
    }

    /// Below zero.
    pub fn is_negative(self) -> bool {
        self.nanos < 0
    }

    /// Not a whole number of thousandths: the API server rounds such CPU up.
    pub fn is_finer_than_milli(self) -> bool {
        self.nanos % (NANOS / 1000) != 0
    }

    /// Not a whole number of the unit, as `100m` of bytes.
    pub fn is_fraction(self) -> bool {
        self.nanos % NANOS != 0
    }

    /// So many whole units.
    pub fn of_units(units: i128) -> Self {
        Self {
            nanos: units.saturating_mul(NANOS),
        }
    }

    /// Both together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            nanos: self.nanos.saturating_add(other.nanos),
        }
    }

    /// So many times.
    #[must_use]
    pub fn times(self, count: i128) -> Self {
        Self {
            nanos: self.nanos.saturating_mul(count),
        }
    }

    /// Whether it is no more than so many times another.
    pub fn is_at_most_times(self, other: Self, times: Self) -> bool {
        self.nanos.saturating_mul(NANOS) <= other.nanos.saturating_mul(times.nanos)
    }

    /// How much of another amount it is, in percent, from 0 to 100; 100 of nothing.
    pub fn percent_of(self, whole: Self) -> u32 {
        if whole.nanos <= 0 {
            return 100;
        }
        let percent = (self.nanos.max(0).saturating_mul(100) + whole.nanos - 1) / whole.nanos;
        u32::try_from(percent.min(100)).unwrap_or(100)
    }

    /// The whole units, rounded up.
    pub fn units(self) -> i128 {
        self.nanos.div_euclid(NANOS) + i128::from(self.nanos.rem_euclid(NANOS) != 0)
    }
}

impl fmt::Display for Quantity {
    /// In the largest binary unit that leaves a whole number, else in units, else in thousandths, rounded up.
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_fraction() {
            let thousandths = self.nanos.div_euclid(NANOS / 1000) + i128::from(self.is_finer_than_milli());
            return write!(to, "{thousandths}m");
        }
        let units = self.units();
        let binary = [(30, "Gi"), (20, "Mi"), (10, "Ki")];
        let fits = |(power, _): &(u32, &str)| units != 0 && units % (1 << power) == 0;
        match binary.into_iter().find(fits) {
            Some((power, suffix)) => write!(to, "{}{suffix}", units >> power),
            None => write!(to, "{units}"),
        }
    }
}

/// `[eEinumkKMGTP]*[-+]?[0-9]*`
fn is_suffix_shaped(suffix: &str) -> bool {
    let rest = suffix.trim_start_matches(|c| "eEinumkKMGTP".contains(c));
    let rest = rest.strip_prefix(['-', '+']).unwrap_or(rest);
    rest.chars().all(|c| c.is_ascii_digit())
}

enum Scale {
    /// Power of ten.
    Decimal(i32),
    /// Power of 1024.
    Binary(u32),
}

impl Scale {
    fn of_suffix(suffix: &str) -> Option<Self> {
        let scale = match suffix {
            "n" => Self::Decimal(-9),
            "u" => Self::Decimal(-6),
            "m" => Self::Decimal(-3),
            "" => Self::Decimal(0),
            "k" => Self::Decimal(3),
            "M" => Self::Decimal(6),
            "G" => Self::Decimal(9),
            "T" => Self::Decimal(12),
            "P" => Self::Decimal(15),
            "E" => Self::Decimal(18),
            "Ki" => Self::Binary(1),
            "Mi" => Self::Binary(2),
            "Gi" => Self::Binary(3),
            "Ti" => Self::Binary(4),
            "Pi" => Self::Binary(5),
            "Ei" => Self::Binary(6),
            exponent => {
                let digits = exponent.strip_prefix(['e', 'E'])?;
                Self::Decimal(digits.parse::<i32>().ok()?)
            }
        };
        Some(scale)
    }

    /// `whole.fraction` at this scale, in billionths, rounded up.
    fn nanos(&self, whole: &str, fraction: &str) -> i128 {
        let digits = format!("{whole}{fraction}");
        let digits = digits.trim_start_matches('0');
        let mantissa: i128 = digits
            .get(..digits.len().min(DIGITS))
            .and_then(|kept| kept.parse().ok())
            .unwrap_or(0);
        let dropped = digits.len().saturating_sub(DIGITS);
        let places = i32::try_from(fraction.len()).unwrap_or(i32::MAX);
        let beyond = i32::try_from(dropped).unwrap_or(i32::MAX);
        match self {
            Self::Decimal(power) => shift(
                mantissa,
                power.saturating_add(9).saturating_sub(places).saturating_add(beyond),
            ),
            Self::Binary(power) => {
                let scaled = mantissa.saturating_mul(1_i128 << (10 * power));
                shift(scaled, 9_i32.saturating_sub(places).saturating_add(beyond))
            }
        }
    }
}

/// `mantissa * 10^power`, rounded up, saturating.
fn shift(mantissa: i128, power: i32) -> i128 {
    if mantissa == 0 {
        return 0;
    }
    let factor = 10_i128.checked_pow(power.unsigned_abs());
    match (power >= 0, factor) {
        (true, Some(factor)) => mantissa.saturating_mul(factor),
        (true, None) => i128::MAX,
        (false, Some(factor)) => mantissa / factor + i128::from(mantissa % factor != 0),
        (false, None) => 1,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn units(text: &str) -> i128 {
        Quantity::parse(text).unwrap().units()
    }

    #[test]
    fn what_kubernetes_takes_is_taken() {
        assert_eq!(
            (units("512Mi"), units("1Gi"), units("1k"), units("1E")),
            (512 << 20, 1 << 30, 1000, 10_i128.pow(18))
        );
        assert_eq!(
            (units("1e3"), units("1E3"), units("0.5Ki"), units(".5k"), units("1.")),
            (1000, 1000, 512, 500, 1)
        );
        assert_eq!(
            (units("+1"), units(" 1"), units("1n"), units("."), units("-")),
            (1, 1, 1, 0, 0)
        );
    }

    #[test]
    fn what_kubernetes_refuses_is_refused_with_the_right_reason() {
        for text in ["", "0x1", "1_000", "100 m", "abc", "1.2.3", "١"] {
            assert_eq!(Quantity::parse(text), Err(QuantityError::Form), "{text}");
        }
        for text in ["1K", "1ki", "1e", "1mm", "1iM", "5ee3"] {
            assert_eq!(Quantity::parse(text), Err(QuantityError::Suffix), "{text}");
        }
    }

    #[test]
    fn amounts_compare_across_suffixes() {
        let of = |text| Quantity::parse(text).unwrap();
        assert!(of("1000m") == of("1") && of("1Mi") > of("1M") && of("-1").is_negative() && of("100m").is_fraction());
        assert!(of("1u").is_finer_than_milli() && !of("250m").is_finer_than_milli());
        assert!(of("9e999") > of("1Ei") && of("1e-999") > of("0"));
    }

    proptest! {
        #[test]
        fn no_text_panics(text in ".{0,80}") {
            let _ = Quantity::parse(&text);
        }

        #[test]
        fn no_long_number_panics(text in "[+-]?[0-9.]{0,60}(e-?[0-9]{0,12}|[KMGTPE]i?)?") {
            let _ = Quantity::parse(&text);
        }
    }
}
