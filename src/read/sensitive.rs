//! Secrecy marks and personal data of a text, looked for once, when the text is parsed; `gate` says what they mean.

mod marks;
mod personal;

pub(crate) use marks::Mark;
pub(crate) use personal::{Personal, find as personal_data_in};

use crate::basics::text::Excerpt;

/// What was found in the text of an entry.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sensitive {
    pub(crate) marks: Vec<Mark>,
    pub(crate) personal: Vec<Personal>,
}

impl Sensitive {
    /// Looks through the whole file, and its running text as it will be read.
    pub(crate) fn of(text: &str, paragraphs: &[Excerpt]) -> Self {
        // What stands in the file as it reads is part of a line, phrases and all.
        let joined = paragraphs.iter().filter(|paragraph| !paragraph.is_shared()).map(|paragraph| &**paragraph);
        let find = finder(text.lines().chain(joined));
        let blocks = text_blocks(text).chain(paragraphs.iter().map(|paragraph| &**paragraph));
        Self { marks: each_once(blocks.filter_map(find)), personal: personal::find(text) }
    }
}

/// The marks of some blocks, each once.
pub(crate) fn marks_in<'b>(blocks: impl Iterator<Item = &'b str>) -> Vec<Mark> {
    each_once(blocks.filter_map(marks::find))
}

/// The marks of a text, and of its cells.
pub(crate) fn marks_in_table<'t>(text: &'t str, cells: impl Iterator<Item = &'t str>) -> Vec<Mark> {
    each_once(text_blocks(text).chain(cells).filter_map(finder(text.lines())))
}

/// Looks at one block for what some texts can hold: almost none holds a phrase, and a value or a cell none that its line
/// has not.
fn finder<'t>(texts: impl Iterator<Item = &'t str>) -> impl Fn(&str) -> Option<Mark> {
    if marks::have_phrase(texts) { marks::find } else { marks::find_alone }
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
