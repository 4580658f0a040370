//! Numbers as Vietnamese readers write them: decimal comma, point between thousands.

/// A number with at most two decimals: `1234.5` → `1.234,5`.
pub(crate) fn decimal(value: f64) -> String {
    let rounded = format!("{value:.2}");
    let trimmed = rounded.trim_end_matches('0').trim_end_matches('.');
    localise(trimmed)
}

/// How many of a hundred a part is.
pub(crate) fn percent_of(part: i64, whole: i64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "head counts are far below 2^52")]
    let percent = part as f64 * 100.0 / whole as f64;
    percent
}

/// A number with exactly `places` decimals: `(94.4, 1)` → `94,4`.
pub(crate) fn decimal_places(value: f64, places: usize) -> String {
    localise(&format!("{value:.places$}"))
}

fn localise(plain: &str) -> String {
    let (sign, digits) = match plain.strip_prefix('-') {
        Some(rest) if rest.chars().any(|ch| ('1'..='9').contains(&ch)) => ("-", rest),
        Some(rest) => ("", rest),
        None => ("", plain),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut out = String::from(sign);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push(',');
        out.push_str(fraction);
    }
    out
}

/// A file size for a reader: `1,2 MB`, `48 KB`.
pub(crate) fn file_size(bytes: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "a rounded size for display")]
    let size = bytes as f64;
    if bytes >= 1_000_000 {
        format!("{} MB", decimal_places(size / 1_000_000.0, 1))
    } else {
        format!("{} KB", bytes.div_ceil(1000))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_use_comma_and_thousands_point() {
        assert_eq!(decimal(1234.5), "1.234,5");
        assert_eq!(decimal(95.0), "95");
        assert_eq!(decimal(-0.001), "0");
        assert_eq!(decimal(-1_234_567.0), "-1.234.567");
        assert_eq!(decimal_places(94.0, 1), "94,0");
        assert_eq!(file_size(1_234_567), "1,2 MB");
        assert_eq!(file_size(47_100), "48 KB");
    }
}
