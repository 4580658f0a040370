//! One calendar day: reading the notations people use, and printing it.

/// A calendar day in the site's one time zone.
pub(crate) type Day = jiff::civil::Date;

/// Why a text is no date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DateProblem {
    /// Not written like a date at all.
    NotADate,
    /// Written like a date, but the month or the day does not exist (`31/02/2026`).
    Impossible {
        /// Days of that month, where the month exists.
        days_in_month: Option<i8>,
        month: i8,
        year: i16,
    },
}

/// Reads `2026-06-30`, `30/6/2026`, `30-06-2026` or `30.6.2026`, and nothing around it.
pub(crate) fn parse_date(text: &str) -> Result<Day, DateProblem> {
    match split_date(text.trim()) {
        Some((date, "")) => date,
        _ => Err(DateProblem::NotADate),
    }
}

/// Reads a date at the start of a text and returns it with the rest. `None`: no date stands there.
pub(crate) fn split_date(text: &str) -> Option<(Result<Day, DateProblem>, &str)> {
    let (first, rest) = digits(text)?;
    let separator = rest.chars().next().filter(|ch| matches!(ch, '/' | '-' | '.'))?;
    let (second, rest) = digits(rest.get(1..)?)?;
    let (third, rest) = digits(rest.strip_prefix(separator)?)?;
    let (year, month, day) = match (first.len(), second.len(), third.len()) {
        (4, 1..=2, 1..=2) if separator == '-' => (first, second, third),
        (1..=2, 1..=2, 4) => (third, second, first),
        _ => return None,
    };
    let year: i16 = year.parse().ok()?;
    if !(1800..2200).contains(&year) {
        return Some((Err(DateProblem::NotADate), rest));
    }
    Some((make_day(year, month.parse().ok()?, day.parse().ok()?), rest))
}

/// Year, month and day at the start of a text, whether they exist or not, and the rest; a year of two digits is of this
/// century. `None`: no date stands there.
pub(super) fn split_parts(text: &str) -> Option<((i16, i8, i8), &str)> {
    let (first, rest) = digits(text)?;
    let separator = rest.chars().next().filter(|ch| matches!(ch, '/' | '-' | '.'))?;
    let (second, rest) = digits(rest.get(1..)?)?;
    let (third, rest) = digits(rest.strip_prefix(separator)?)?;
    let (year, month, day) = match (first.len(), second.len(), third.len()) {
        (4, 1..=2, 1..=2) if separator != '.' => (first, second, third),
        (1..=2, 1..=2, 2 | 4) => (third, second, first),
        _ => return None,
    };
    let year: i16 = year.parse().ok()?;
    let year = if third.len() == 2 && first.len() < 4 { year + 2000 } else { year };
    let parts = (year, month.parse().ok()?, day.parse().ok()?);
    (1900..2200).contains(&year).then_some((parts, rest))
}

/// The day, or what is impossible about it.
pub(super) fn make_day(year: i16, month: i8, day: i8) -> Result<Day, DateProblem> {
    Day::new(year, month, day).map_err(|_| DateProblem::Impossible {
        days_in_month: Day::new(year, month, 1).ok().map(Day::days_in_month),
        month,
        year,
    })
}

fn digits(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|ch: char| !ch.is_ascii_digit()).unwrap_or(text.len());
    (end > 0).then(|| text.split_at(end))
}

/// `15/03/2026`.
pub(crate) fn print_day(day: Day) -> String {
    let mut text = String::with_capacity(10);
    for part in [day.day(), day.month()] {
        push_two(&mut text, part);
        text.push('/');
    }
    text.push_str(&day.year().to_string());
    text
}

/// A number of two digits, from 0 to 99. Every row of every list prints days.
fn push_two(out: &mut String, number: i8) {
    let digit = |number: i8| char::from(b'0' + number.unsigned_abs() % 10);
    out.push(digit(number / 10));
    out.push(digit(number));
}

/// 0 for Monday to 6 for Sunday.
pub(crate) fn weekday(day: Day) -> usize {
    usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or(0)
}

/// Whole days from `from` to `to`; negative when `to` is earlier.
pub(crate) fn days_between(from: Day, to: Day) -> i64 {
    to.duration_since(from).as_hours() / 24
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn dates_are_read_in_every_notation() {
        for text in ["2026-06-30", "30/6/2026", "30-06-2026", "30.06.2026", " 30/06/2026 "] {
            assert_eq!(parse_date(text), Ok(date(2026, 6, 30)), "{text}");
        }
    }

    #[test]
    fn impossible_dates_are_told_from_other_text() {
        assert_eq!(
            parse_date("31/02/2026"),
            Err(DateProblem::Impossible { days_in_month: Some(28), month: 2, year: 2026 })
        );
        assert_eq!(
            parse_date("01/13/2026"),
            Err(DateProblem::Impossible { days_in_month: None, month: 13, year: 2026 })
        );
        for text in ["", "quý II", "30/6", "30/6-2026", "2026/6/30x", "12345/1/2026", "0026-06-30", "1/1/0001"] {
            assert_eq!(parse_date(text), Err(DateProblem::NotADate), "{text}");
        }
    }

    #[test]
    fn days_print_the_vietnamese_way() {
        assert_eq!(print_day(date(2026, 3, 5)), "05/03/2026");
        assert_eq!(weekday(date(2026, 11, 22)), 6);
        assert_eq!(days_between(date(2026, 11, 22), date(2026, 12, 1)), 9);
        assert_eq!(days_between(date(2026, 11, 22), date(2026, 11, 20)), -2);
    }
}
