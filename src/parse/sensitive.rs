//! Secrecy marks and personal data of a text, looked for once, when the text is parsed; `gate` says what they mean.

use super::marks::{self, Mark};
use super::personal::{self, Personal};

/// What was found in the text of an entry.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sensitive {
    pub(crate) marks: Vec<Mark>,
    pub(crate) personal: Vec<Personal>,
}

impl Sensitive {
    /// Looks through the whole file, and its running text as it will be read.
    pub(super) fn of<'t>(text: &'t str, paragraphs: impl Iterator<Item = &'t str>) -> Self {
        Self { marks: marks_in(text_blocks(text).chain(paragraphs)), personal: personal::find(text) }
    }
}

/// The marks of some blocks, each once.
pub(crate) fn marks_in<'b>(blocks: impl Iterator<Item = &'b str>) -> Vec<Mark> {
    let mut found = Vec::new();
    for mark in blocks.filter_map(marks::find) {
        if !found.contains(&mark) {
            found.push(mark);
        }
    }
    found
}

/// The lines of a text, their TOML values, and their table cells: each may hold a mark and nothing else.
pub(crate) fn text_blocks(text: &str) -> impl Iterator<Item = &str> {
    text.lines().flat_map(|line| {
        let value = line.split_once('=').map(|(_, value)| value.trim_matches([' ', '"', '\'', '[', ']']));
        let cells = line.contains('|').then(|| line.split('|')).into_iter().flatten();
        std::iter::once(line).chain(value).chain(cells)
    })
}
