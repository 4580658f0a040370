//! How long something is, as people write it: «150 phút», «2 giờ 30 phút», «2,5 giờ», «2h30», «90'».

use crate::basics::text::fold;

/// The minutes that a text means; `None` for one that says none, such as «một buổi».
pub(crate) fn minutes_of(written: &str) -> Option<i64> {
    let folded = fold(written).replace(',', ".");
    let mut minutes = 0.0;
    let mut after_hours = false;
    let mut rest = folded.trim();
    while let Some(start) = rest.find(|ch: char| ch.is_ascii_digit()) {
        let tail = rest.get(start..)?;
        let end = tail.find(|ch: char| !ch.is_ascii_digit() && ch != '.').unwrap_or(tail.len());
        let (number, tail) = tail.split_at(end);
        let number: f64 = number.trim_end_matches('.').parse().ok()?;
        let unit = tail.trim_start();
        if ["gio", "tieng", "h"].iter().any(|word| unit.starts_with(word)) {
            minutes += number * 60.0;
            after_hours = true;
        } else if ["phut", "p", "'", "’"].iter().any(|word| unit.starts_with(word)) || after_hours {
            minutes += number;
            after_hours = false;
        } else {
            return None;
        }
        rest = tail;
    }
    #[expect(clippy::cast_possible_truncation, reason = "a day has few minutes")]
    (1.0..100_000.0).contains(&minutes).then(|| minutes.round() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lengths_are_read_as_people_write_them() {
        for (written, minutes) in [
            ("150 phút", Some(150)),
            ("2 giờ 30 phút", Some(150)),
            ("2,5 giờ", Some(150)),
            ("2h30", Some(150)),
            ("02 giờ", Some(120)),
            ("90'", Some(90)),
            ("04 tiếng", Some(240)),
            ("một buổi", None),
            ("1 ngày", None),
            ("", None),
        ] {
            assert_eq!(minutes_of(written), minutes, "{written}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_survived(written in "[0-9., hgiờphút'ế]{0,16}") {
            let _ = minutes_of(&written);
        }
    }
}
