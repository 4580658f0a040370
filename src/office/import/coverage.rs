//! The promise of an import: every word of the document is in the files or in the report.

use super::report::{Place, Report};
use crate::basics::diag::msg;
use crate::read::office::word::{Paragraph, WordDocument, paragraphs};
use std::collections::BTreeMap;

/// More missing places than this are one problem, not many.
const MOST_LINES: usize = 200;

/// Reports every paragraph some of whose words are neither in `written` nor in the report.
pub(super) fn check<'t>(document: &WordDocument, written: impl Iterator<Item = &'t str>, report: &mut Report) {
    let mut there: BTreeMap<String, usize> = BTreeMap::new();
    let mut count = |text: &str| words(text).into_iter().for_each(|word| *there.entry(word).or_default() += 1);
    written.for_each(&mut count);
    report.words().for_each(&mut count);
    let notes = document.notes.values().flat_map(|blocks| paragraphs(blocks));
    let all: Vec<&Paragraph> = paragraphs(&document.body).into_iter().chain(notes).collect();
    let mut missing = Vec::new();
    for paragraph in all {
        let text = paragraph.text();
        let lost = words(&text).into_iter().filter(|word| match there.get_mut(word) {
            Some(count) if *count > 0 => {
                *count -= 1;
                false
            }
            _ => true,
        });
        if lost.count() > 0 {
            missing.push(paragraph);
        }
    }
    for paragraph in missing.into_iter().take(MOST_LINES) {
        let line = paragraph.line();
        report
            .left(Place::Paragraph(paragraph.number), msg!("chưa đưa vào tệp: «{line}»", "not in the file: «{line}»"));
    }
}

/// Letters and digits in a row, without regard to case; signs of Markdown, and points in numbers, do not part a word.
fn words(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let digit = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(char::is_ascii_digit);
    let mut found = Vec::new();
    let mut word = String::new();
    for (at, ch) in chars.iter().enumerate() {
        let in_number = ".,".contains(*ch) && digit(at.checked_sub(1)) && digit(Some(at + 1));
        if ch.is_alphanumeric() {
            word.extend(ch.to_lowercase());
        } else if !in_number && !"*\\\u{ad}\u{200b}".contains(*ch) && !word.is_empty() {
            found.push(std::mem::take(&mut word));
        }
    }
    if !word.is_empty() {
        found.push(word);
    }
    found
}
