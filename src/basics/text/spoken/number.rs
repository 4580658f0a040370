//! Numbers in words, as people say them.
//!
//! Takes values, runs of digits and Roman numerals; knows no units and no neighbours.

pub(super) fn digit_by_digit(digits: &str) -> String {
    let words = digits.chars().filter_map(|digit| digit.to_digit(10)).map(|digit| in_words(u64::from(digit)));
    words.collect::<Vec<_>>().join(" ")
}

/// `5` → «năm», `25` → «hai mươi lăm», `05` → «không năm».
pub(super) fn fraction_in_words(digits: &str) -> Option<String> {
    if digits.starts_with('0') || digits.len() > 2 {
        return Some(digit_by_digit(digits));
    }
    digits.parse().ok().map(in_words)
}

pub(super) fn month_name(month: u64) -> String {
    if month == 4 { "tư".to_owned() } else { in_words(month) }
}

pub(super) fn ordinal(value: u64) -> String {
    match value {
        1 => "nhất".to_owned(),
        4 => "tư".to_owned(),
        value => in_words(value),
    }
}

/// The value of a Roman numeral up to 50, as in «Đại hội XIV».
pub(super) fn roman_value(text: &str) -> Option<u64> {
    if text.is_empty() || text.len() > 7 || !text.chars().all(|ch| "IVXL".contains(ch)) {
        return None;
    }
    let digit = |ch: char| match ch {
        'I' => 1_u64,
        'V' => 5,
        'X' => 10,
        _ => 50,
    };
    let values: Vec<u64> = text.chars().map(digit).collect();
    let pairs = values.iter().zip(values.iter().skip(1).chain([&0]));
    let (plus, minus) = pairs.fold(
        (0, 0),
        |(plus, minus), (value, next)| {
            if value < next { (plus, minus + value) } else { (plus + value, minus) }
        },
    );
    Some(plus - minus)
}

/// The digits, which every other number is made of.
pub(super) const DIGITS: [&str; 10] = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];

/// A whole number in words: `2026` → «hai nghìn không trăm hai mươi sáu».
pub(super) fn in_words(value: u64) -> String {
    const SCALES: [&str; 4] = ["", " nghìn", " triệu", " tỷ"];
    if value >= 1_000_000_000_000 {
        let (high, low) = (value / 1_000_000_000, value % 1_000_000_000);
        let low = if low == 0 { String::new() } else { format!(" {}", in_words(low)) };
        return format!("{} tỷ{low}", in_words(high));
    }
    let groups: Vec<u64> = (0..4_u32).map(|power| value / 1000_u64.pow(power) % 1000).collect();
    let highest = groups.iter().rposition(|group| *group > 0).unwrap_or(0);
    let mut words: Vec<String> = Vec::new();
    for (power, group) in groups.iter().enumerate().take(highest + 1).rev() {
        if *group > 0 || highest == 0 {
            let scale = SCALES.get(power).copied().unwrap_or_default();
            words.push(format!("{}{scale}", three_digits(*group, power < highest)));
        }
    }
    words.join(" ")
}

/// Three digits; `inner` says that more stand before them, so that the hundreds are named even where there are none.
fn three_digits(group: u64, inner: bool) -> String {
    let digit =
        |value: u64| usize::try_from(value).ok().and_then(|value| DIGITS.get(value)).copied().unwrap_or_default();
    let (hundreds, tens, ones) = (group / 100, group / 10 % 10, group % 10);
    let mut words: Vec<String> = Vec::new();
    if hundreds > 0 || inner {
        words.push(format!("{} trăm", digit(hundreds)));
    }
    match tens {
        0 if ones > 0 && !words.is_empty() => words.push("linh".to_owned()),
        0 => {}
        1 => words.push("mười".to_owned()),
        tens => words.push(format!("{} mươi", digit(tens))),
    }
    match (tens, ones) {
        (0, 0) if !words.is_empty() => {}
        (1.., 0) => {}
        (2.., 1) => words.push("mốt".to_owned()),
        (2.., 4) => words.push("tư".to_owned()),
        (1.., 5) => words.push("lăm".to_owned()),
        (_, ones) => words.push(digit(ones).to_owned()),
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_read_as_people_read_them() {
        for (value, words) in [
            (0, "không"),
            (4, "bốn"),
            (10, "mười"),
            (15, "mười lăm"),
            (21, "hai mươi mốt"),
            (24, "hai mươi tư"),
            (105, "một trăm linh năm"),
            (110, "một trăm mười"),
            (1000, "một nghìn"),
            (1214, "một nghìn hai trăm mười bốn"),
            (2026, "hai nghìn không trăm hai mươi sáu"),
            (2005, "hai nghìn không trăm linh năm"),
            (1_000_005, "một triệu không trăm linh năm"),
            (319_317_000, "ba trăm mười chín triệu ba trăm mười bảy nghìn"),
        ] {
            assert_eq!(in_words(value), words, "{value}");
        }
    }
}
