//! Days, hours, months, quarters and rhythms.

use super::Reader;
use super::number::{in_words, month_name, roman_value};

/// `quý I – II/2026` as `quý I–II/2026`: one stretch is one token.
pub(super) fn tight_stretches(tokens: &[String]) -> String {
    let mut text = String::new();
    for (at, token) in tokens.iter().enumerate() {
        let named = |back: usize| {
            let word = at.checked_sub(back).and_then(|at| tokens.get(at)).map(|word| word.to_lowercase());
            word.is_some_and(|word| ["quý", "tháng"].contains(&word.as_str()))
        };
        let dash = |token: &str| ["-", "–"].contains(&token);
        let joins = dash(token) && named(2)
            || named(3) && at.checked_sub(1).and_then(|at| tokens.get(at)).is_some_and(|token| dash(token));
        if at > 0 && !joins {
            text.push(' ');
        }
        text.push_str(token);
    }
    text
}

impl Reader<'_> {
    /// `3-5/2026` behind «tháng», `I-II/2026` behind «quý», `T6/2026`, `Q.II`, `tháng/lần`: months, quarters, rhythms.
    pub(super) fn part_of_year(&self, core: &str) -> Option<String> {
        if let Some((unit, often)) = core.split_once('/').filter(|(unit, often)| *often == "lần" || *unit == "lần")
        {
            return Some(if often == "lần" { format!("{unit} một lần") } else { format!("lần mỗi {often}") });
        }
        let short = |letters: &[&str]| {
            let rest = letters.iter().find_map(|letter| core.strip_prefix(*letter))?;
            rest.starts_with(|ch: char| ch.is_ascii_digit() || ch == 'I').then_some(rest)
        };
        let (word, most, text, lead) = match (short(&["T.", "T"]), short(&["Q.", "Q", "q"])) {
            (Some(rest), _) => ("tháng", 12, rest, "tháng "),
            (_, Some(rest)) => ("quý", 4, rest, "quý "),
            _ if self.before == "tháng" && core.contains(['-', '–']) => ("tháng", 12, core, ""),
            _ if self.before == "quý" && core.contains(['-', '–']) => ("quý", 4, core, ""),
            _ => return None,
        };
        let (text, year) = match text.split_once('/') {
            Some((text, year)) => (text, Some(year.parse::<u64>().ok().filter(|year| (1900..2200).contains(year))?)),
            None => (text, None),
        };
        let part = |text: &str| {
            let number = text.parse::<u64>().ok().or_else(|| roman_value(text))?;
            Some(month_name((1..=most).contains(&number).then_some(number)?))
        };
        let said = match text.split_once(['-', '–']) {
            Some((from, to)) => format!("{} đến {word} {}", part(from)?, part(to)?),
            None => part(text)?,
        };
        let year = year.map(|year| format!(" năm {}", in_words(year))).unwrap_or_default();
        Some(format!("{lead}{said}{year}"))
    }

    /// `30/4-1/5`, `10-15/12/2026`: from a day to another.
    pub(super) fn days(&self, core: &str) -> Option<String> {
        let (from, to) = core.split_once(['-', '–'])?;
        let day = |text: &str, alone: bool| {
            let (day, rest) = match text.split_once('/') {
                Some((day, rest)) => (day, Some(rest)),
                None => (text, None),
            };
            let day = day.parse::<u64>().ok().filter(|day| (1..=31).contains(day))?;
            let Some(rest) = rest else { return alone.then(|| in_words(day)) };
            let (month, year) = rest.split_once('/').map_or((rest, None), |(month, year)| (month, Some(year)));
            let month = month.parse::<u64>().ok().filter(|month| (1..=12).contains(month))?;
            let year = match year {
                Some(year) => {
                    let year = year.parse::<u64>().ok().filter(|year| (1900..2200).contains(year))?;
                    format!(" năm {}", in_words(year))
                }
                None => String::new(),
            };
            Some(format!("{} tháng {}{year}", in_words(day), month_name(month)))
        };
        let lead = if self.before == "ngày" { "" } else { "ngày " };
        Some(format!("{lead}{} đến ngày {}", day(from, true)?, day(to, false)?))
    }

    /// `20/1/2026`, `1/2026`, `15/3`, `II/2026`.
    pub(super) fn date(&self, core: &str) -> Option<String> {
        let parts: Vec<&str> = match core.matches('.').count() {
            2 => core.split('.').collect(),
            _ => core.split(['/', '-']).collect(),
        };
        // Of two digits it is of this century, in a date that says day and month too.
        let year = |text: &str| {
            let year = text.parse::<u64>().ok()?;
            let short = text.len() == 2 && parts.len() == 3 && core.contains('/');
            Some(if short { year + 2000 } else { year }).filter(|year| (1900..2200).contains(year))
        };
        let small = |text: &str, most: u64| text.parse::<u64>().ok().filter(|value| (1..=most).contains(value));
        let lead = |word: &str| if self.before == word { String::new() } else { format!("{word} ") };
        match parts.as_slice() {
            [day, month, full] => {
                let (day, month, full) = (small(day, 31)?, small(month, 12)?, year(full)?);
                Some(format!("{}{} tháng {} năm {}", lead("ngày"), in_words(day), month_name(month), in_words(full)))
            }
            [part, full] if core.contains('/') && year(full).is_some() => {
                let full = year(full)?;
                let quarter = part.strip_prefix(['Q', 'q']).and_then(|quarter| quarter.parse().ok());
                match roman_value(part).or(quarter).filter(|_| self.before == "quý" || quarter.is_some()) {
                    Some(quarter) => Some(format!("{}{} năm {}", lead("quý"), month_name(quarter), in_words(full))),
                    None => {
                        let month = small(part, 12)?;
                        Some(format!("{}{} năm {}", lead("tháng"), month_name(month), in_words(full)))
                    }
                }
            }
            [day, month]
                if core.contains('/')
                    && ["ngày", "đến", "từ", "hết", "dịp", "lễ", "trước", "sau"].contains(&self.before) =>
            {
                let (day, month) = (small(day, 31)?, small(month, 12)?);
                Some(format!("{}{} tháng {}", lead("ngày"), in_words(day), month_name(month)))
            }
            _ => None,
        }
    }

    /// `14h30`, `7h`, `14:30`.
    pub(super) fn hour(&self, core: &str) -> Option<String> {
        let (hour, minute) = core.split_once(['h', ':'])?;
        let hour = hour.parse::<u64>().ok().filter(|hour| *hour < 25)?;
        match minute {
            "" | "00" => Some(format!("{} giờ", in_words(hour))),
            minute => {
                let minute = minute.parse::<u64>().ok().filter(|minute| *minute < 60)?;
                Some(format!("{} giờ {} phút", in_words(hour), in_words(minute)))
            }
        }
    }
}
