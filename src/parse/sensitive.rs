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
    pub(super) fn of<'t>(text: &'t str, paragraphs: impl Iterator<Item = &'t str> + Clone) -> Self {
        Self { marks: marks_in_text(text, paragraphs), personal: personal::find(text) }
    }
}

/// The marks of some blocks, each once.
pub(crate) fn marks_in<'b>(blocks: impl Iterator<Item = &'b str>) -> Vec<Mark> {
    each_once(blocks.filter_map(marks::find))
}

/// The marks of a text, and of what else it holds than lines.
pub(crate) fn marks_in_text<'t>(text: &'t str, more: impl Iterator<Item = &'t str> + Clone) -> Vec<Mark> {
    // A value or a cell holds no phrase that its line has not.
    let find = if marks::have_phrase(text.lines().chain(more.clone())) { marks::find } else { marks::find_alone };
    each_once(text_blocks(text).chain(more).filter_map(find))
}

fn each_once(marks: impl Iterator<Item = Mark>) -> Vec<Mark> {
    let mut found = Vec::new();
    for mark in marks {
        if !found.contains(&mark) {
            found.push(mark);
        }
    }
    found
}

/// The lines of a text, their TOML values, and their table cells: each may hold a mark and nothing else.
fn text_blocks(text: &str) -> impl Iterator<Item = &str> {
    text.lines().flat_map(|line| {
        let value = line.split_once('=').map(|(_, value)| value.trim_matches([' ', '"', '\'', '[', ']']));
        let cells = line.contains('|').then(|| line.split('|')).into_iter().flatten();
        std::iter::once(line).chain(value).chain(cells)
    })
}
