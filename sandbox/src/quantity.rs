//! Quantities such as `500m` or `2Gi`.

const NANO: i128 = 1_000_000_000;
const SHAPE: &str = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
const SUFFIX: &str = "unable to parse quantity's suffix";

/// The quantity in billionths, or what is wrong with the text.
pub(crate) fn parse(text: &str) -> Result<i128, &'static str> {
    let text = text.trim();
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let end = unsigned
        .find(|letter: char| !letter.is_ascii_digit() && letter != '.')
        .unwrap_or(unsigned.len());
    let (digits, suffix) = unsigned.split_at(end);
    if digits.is_empty() {
        // Go reads a lone sign as 0; nothing at all is refused.
        return if suffix.is_empty() && !text.is_empty() {
            Ok(0)
        } else {
            Err(SHAPE)
        };
    }
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if fraction.contains('.') {
        return Err(SUFFIX);
    }
    let (multiplier, divisor) = scale(suffix)?;
    // Beyond 27 digits everything is more than the largest quantity, or less than the smallest.
    let whole: i128 = if whole.len() > 27 {
        i128::MAX / NANO
    } else {
        whole.parse().unwrap_or(0)
    };
    let fraction: String = fraction.chars().chain("000000000".chars()).take(9).collect();
    let billionths = whole.saturating_mul(NANO).saturating_add(fraction.parse().unwrap_or(0));
    let scaled = billionths.saturating_mul(multiplier);
    let value = scaled.saturating_add(divisor - 1) / divisor;
    // As the API server does: what is more than the largest quantity is the largest.
    let value = value.min(i128::from(i64::MAX) * NANO);
    Ok(if text.starts_with('-') { -value } else { value })
}

/// What the suffix multiplies by, and what it divides by.
fn scale(suffix: &str) -> Result<(i128, i128), &'static str> {
    Ok(match suffix {
        "n" => (1, NANO),
        "u" => (1, 1_000_000),
        "m" => (1, 1_000),
        "" => (1, 1),
        "k" => (1_000, 1),
        "M" => (1_000_000, 1),
        "G" => (1_000_000_000, 1),
        "T" => (1_000_000_000_000, 1),
        "P" => (1_000_000_000_000_000, 1),
        "E" => (1_000_000_000_000_000_000, 1),
        "Ki" => (1 << 10, 1),
        "Mi" => (1 << 20, 1),
        "Gi" => (1 << 30, 1),
        "Ti" => (1 << 40, 1),
        "Pi" => (1 << 50, 1),
        "Ei" => (1 << 60, 1),
        _ => return exponent(suffix),
    })
}

/// `e3`, `E-2`: no larger than the largest suffix.
fn exponent(suffix: &str) -> Result<(i128, i128), &'static str> {
    match suffix.strip_prefix(['e', 'E']).unwrap_or("").parse::<i32>() {
        Ok(up @ 0..) => Ok((10_i128.pow(up.unsigned_abs().min(18)), 1)),
        Ok(down) => Ok((1, 10_i128.pow(down.unsigned_abs().min(18)))),
        Err(_) if suffix.chars().all(|letter| "eEinumkKMGTP".contains(letter)) => Err(SUFFIX),
        Err(_) => Err(SHAPE),
    }
}

/// A quantity that was found to be one, in whole units rounded down.
pub(crate) fn units(text: &str) -> i128 {
    parse(text).unwrap_or(0) / NANO
}

#[cfg(test)]
mod tests {
    use super::{NANO, parse};

    #[test]
    fn what_the_api_server_reads_is_read() {
        for (text, billionths) in [
            ("1", NANO),
            ("500m", NANO / 2),
            ("1.5", NANO * 3 / 2),
            (".5", NANO / 2),
            ("1.", NANO),
            ("1e3", 1000 * NANO),
            ("1Ki", 1024 * NANO),
            ("1Ei", (1 << 60) * NANO),
            ("-1", -NANO),
            ("+", 0),
            (" 1", NANO),
        ] {
            assert_eq!(parse(text), Ok(billionths), "{text}");
        }
    }

    #[test]
    fn what_is_no_quantity_is_refused() {
        for text in ["", "1GiB", "1K", "1ki", "1e", "0x1", "1_000", "100 m", "viel"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
