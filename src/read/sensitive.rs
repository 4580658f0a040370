//! Secrecy marks and personal data of a text, looked for once, when the text is parsed; `gate` says what they mean.

mod letters;
mod marks;
mod personal;

pub(crate) use marks::{Layout, Mark};
pub(crate) use personal::{Personal, find as personal_data_in};

use crate::basics::diag::Location;
use std::ops::Range;

/// What was found in the text of an entry.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sensitive {
    pub(crate) marks: Vec<MarkFound>,
    pub(crate) personal: Vec<PersonalFound>,
}

/// A mark, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MarkFound {
    pub(crate) mark: Mark,
    pub(crate) at: Location,
}

/// Something personal, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PersonalFound {
    pub(crate) personal: Personal,
    pub(crate) at: Location,
}

/// A passage that somebody answers for: no mark (`khong_phai_dau_mat`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Innocent {
    /// Its exact words.
    pub(crate) passage: String,
    pub(crate) reason: String,
    /// The role that looked.
    pub(crate) by: String,
    pub(crate) at: Location,
}

/// Whether a text can hold any mark. Cheaper than to look for each: almost every text holds none.
pub(crate) fn may_hold_marks(text: &str) -> bool {
    marks::may_hold(text)
}

/// Marks of a text that stand in no single line of it, with their bytes.
pub(crate) fn marks_across(text: &str) -> Vec<(Mark, Range<usize>)> {
    marks::across(text)
}

/// Every mark of a text, with the bytes it stands at, but for passages that somebody answers for.
pub(crate) fn marks_in(text: &str, layout: Layout, innocent: &[Innocent]) -> Vec<(Mark, Range<usize>)> {
    let mut found = marks::find(text, layout);
    if !found.is_empty() && !innocent.is_empty() {
        let words: Vec<String> = innocent.iter().map(|innocent| innocent.passage.clone()).collect();
        let free = marks::passages(text, &words);
        found.retain(|(_, at)| !free.iter().any(|free| free.start <= at.start && at.end <= free.end));
    }
    found
}
