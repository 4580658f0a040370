//! A small cursor over folded words, from which the deadline grammar reads.

use super::day::{DateProblem, Day, split_date};

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
        let folded =
            crate::basics::text::fold(text).replace(['–', '—', '‑'], "-").replace([',', ';', '(', ')', ':'], " ");
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
        if !rest.is_empty() && !rest.starts_with(' ') {
            return false;
        }
        self.rest = rest.trim_start().to_owned();
        true
    }

    /// Takes the first of `words` that the text starts with.
    pub(super) fn any(&mut self, words: &[&str]) -> bool {
        words.iter().any(|word| self.word(word))
    }

    /// Takes a literal mark such as `-` or `/` that stands directly before the next word.
    pub(super) fn mark(&mut self, mark: char) -> bool {
        let Some(rest) = self.rest.strip_prefix(mark) else { return false };
        self.rest = rest.trim_start().to_owned();
        true
    }

    /// A day with its year.
    pub(super) fn date(&mut self) -> Option<Result<Day, DateProblem>> {
        let (date, rest) = split_date(&self.rest)?;
        if rest.starts_with(|ch: char| ch.is_alphanumeric()) {
            return None;
        }
        let rest = rest.trim_start().to_owned();
        self.rest = rest;
        Some(date)
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

    /// Whether a second end of a stretch is still to come: «… đến …», «… - …».
    pub(super) fn has_range(&self) -> bool {
        self.rest.contains('-') || self.rest.split(' ').any(|word| word == "den")
    }

    /// Runs `read` on a copy and keeps its progress only when it returns something.
    pub(super) fn attempt<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let mut ahead = self.clone();
        let value = read(&mut ahead)?;
        *self = ahead;
        Some(value)
    }
}
