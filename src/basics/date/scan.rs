//! A small cursor over folded words, from which the deadline grammar reads.

use super::day::split_parts;

/// The text still to be read: folded, single spaces, no spaces around `-` and `/`.
#[derive(Debug, Clone)]
pub(super) struct Scan {
    rest: String,
}

/// `quí` is `quý`, `kì` is `kỳ`, `06 tháng` is `6 tháng`.
fn one_spelling(word: &str) -> &str {
    match word {
        "qui" => "quy",
        "ki" => "ky",
        "03" | "06" | "09" => word.trim_start_matches('0'),
        other => other,
    }
}

impl Scan {
    pub(super) fn new(text: &str) -> Self {
        // Digits of full width read as any others.
        let narrow = |ch: char| char::from_digit(u32::from(ch).wrapping_sub(0xff10), 10).unwrap_or(ch);
        let text: String = text.chars().map(narrow).collect();
        let folded = crate::basics::text::fold(&text).replace(['–', '—', '‑'], "-").replace([',', ';', '(', ')'], " ");
        let mut rest = folded.split_whitespace().map(one_spelling).collect::<Vec<_>>().join(" ");
        for (wide, tight) in [(" - ", "-"), (" -", "-"), ("- ", "-"), (" / ", "/"), (" /", "/"), ("/ ", "/")] {
            rest = rest.replace(wide, tight);
        }
        Self { rest: rest.trim_end_matches('.').to_owned() }
    }

    pub(super) fn is_done(&self) -> bool {
        self.rest.is_empty()
    }

    /// Takes `word` (one or more whole words) when the text starts with it.
    pub(super) fn word(&mut self, word: &str) -> bool {
        let Some(rest) = self.rest.strip_prefix(word) else { return false };
        if !rest.is_empty() && !rest.starts_with([' ', '/']) {
            return false;
        }
        self.rest = rest.trim_start().to_owned();
        true
    }

    /// Takes the first of `words` that the text starts with.
    pub(super) fn any(&mut self, words: &[&str]) -> bool {
        words.iter().any(|word| self.word(word))
    }

    /// The same, and which one it was.
    pub(super) fn one_of(&mut self, words: &[&'static str]) -> Option<&'static str> {
        words.iter().copied().find(|word| self.word(word))
    }

    /// Takes `letters` where a number or a Roman numeral follows at once: `t6`, `q.ii`.
    pub(super) fn letters_before_number(&mut self, letters: &str) -> bool {
        let rest = self
            .rest
            .strip_prefix(letters)
            .filter(|rest| rest.starts_with(|ch: char| ch.is_ascii_digit() || ch == 'i'));
        let Some(rest) = rest.map(str::to_owned) else { return false };
        self.rest = rest;
        true
    }

    /// Takes an hour: `8h00`, `8 giờ 30`, `8:00`.
    pub(super) fn clock(&mut self) {
        let hour = |scan: &mut Self| {
            scan.word("luc");
            let (hours, rest) = scan.rest.split_at(scan.rest.find(|ch: char| !ch.is_ascii_digit())?);
            if hours.is_empty() || hours.len() > 2 {
                return None;
            }
            let rest = rest.trim_start();
            let rest =
                rest.strip_prefix('h').or_else(|| rest.strip_prefix("gio")).or_else(|| rest.strip_prefix(':'))?;
            let rest = rest.trim_start();
            let minutes = rest.find(|ch: char| !ch.is_ascii_digit()).unwrap_or(rest.len());
            let is_minutes = minutes == 2 && !rest.get(minutes..).unwrap_or_default().starts_with(['/', '.', '-']);
            let rest = if is_minutes { rest.get(minutes..)? } else { rest };
            scan.rest = rest.trim_start().to_owned();
            scan.word("phut");
            Some(())
        };
        self.attempt(hour);
    }

    /// Takes a day of the week: 0 for Monday to 6 for Sunday.
    pub(super) fn weekday(&mut self) -> Option<i8> {
        const DAYS: [(&[&str], i8); 7] = [
            (&["thu hai", "thu 2"], 0),
            (&["thu ba", "thu 3"], 1),
            (&["thu tu", "thu 4"], 2),
            (&["thu nam", "thu 5"], 3),
            (&["thu sau", "thu 6"], 4),
            (&["thu bay", "thu 7"], 5),
            (&["chu nhat"], 6),
        ];
        DAYS.iter().find(|(names, _)| self.any(names)).map(|(_, day)| *day)
    }

    /// Takes a literal mark such as `-` or `/` that stands directly before the next word.
    pub(super) fn mark(&mut self, mark: char) -> bool {
        let Some(rest) = self.rest.strip_prefix(mark) else { return false };
        self.rest = rest.trim_start().to_owned();
        true
    }

    /// A day with its year, of four digits or two: year, month, day, whether they exist or not.
    pub(super) fn date(&mut self) -> Option<(i16, i8, i8)> {
        let ((year, month, day), rest) = split_parts(&self.rest)?;
        if rest.starts_with(|ch: char| ch.is_alphanumeric()) {
            return None;
        }
        let rest = rest.trim_start().to_owned();
        self.rest = rest;
        Some((year, month, day))
    }

    /// A number of at most `max_digits` digits that no letter follows.
    pub(super) fn number(&mut self, max_digits: usize) -> Option<i16> {
        let end = self.rest.find(|ch: char| !ch.is_ascii_digit()).unwrap_or(self.rest.len());
        let (digits, rest) = self.rest.split_at(end);
        if digits.is_empty() || digits.len() > max_digits || rest.starts_with(char::is_alphabetic) {
            return None;
        }
        let value = digits.parse().ok()?;
        self.rest = rest.trim_start().to_owned();
        Some(value)
    }

    /// A year from 1900 to 2199, with or without the word `nam` before it.
    pub(super) fn year(&mut self) -> Option<i16> {
        let mut ahead = self.clone();
        ahead.word("nam");
        let year = ahead.number(4).filter(|year| (1900..2200).contains(year))?;
        *self = ahead;
        Some(year)
    }

    /// A quarter: `ii`, `2`, `q2`.
    pub(super) fn quarter(&mut self) -> Option<i8> {
        let names: [(&str, i8); 4] = [("iv", 4), ("iii", 3), ("ii", 2), ("i", 1)];
        for (name, value) in names {
            let Some(rest) = self.rest.strip_prefix(name) else { continue };
            if !rest.starts_with(char::is_alphanumeric) {
                self.rest = rest.trim_start().to_owned();
                return Some(value);
            }
        }
        let mut ahead = self.clone();
        let value = ahead.number(1).filter(|value| (1..=4).contains(value))?;
        *self = ahead;
        i8::try_from(value).ok()
    }

    /// Runs `read` on a copy and keeps its progress only when it returns something.
    pub(super) fn attempt<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let mut ahead = self.clone();
        let value = read(&mut ahead)?;
        *self = ahead;
        Some(value)
    }
}
