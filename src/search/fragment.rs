//! What a result shows: rows (title, address, kind, number, date, organisations, how the text begins), and whole texts.
//!
//! A page of results needs ten rows at once; whole texts are fetched for the few results whose beginning does not show
//! the words that were found. Both are packed several to a file, so that a large site has no more than
//! some thousand files here.

use super::Kind;
use super::document::SearchDocument;
use crate::text::single_spaced;
use miniz_oxide::deflate::compress_to_vec_zlib;
use rayon::prelude::*;
use serde::Serialize;

/// Most files of rows, and of texts.
const MOST_FILES: usize = 2_500;
/// A text of so many words stands whole in its row; of a longer one as many words stand there as a snippet shows.
const SHORT: usize = 60;
const BEGINNING: usize = 26;
/// How hard zlib tries.
const LEVEL: u8 = 5;
/// Most organisations a row names.
const MOST_CHIPS: usize = 3;

/// Rows and texts, packed.
#[derive(Debug, Default)]
pub(super) struct Fragments {
    /// Rows in one file.
    pub(super) rows_a_file: usize,
    /// Texts in one file.
    pub(super) texts_a_file: usize,
    pub(super) files: Vec<(String, Vec<u8>)>,
}

/// A result as the client reads it: an array, to save names.
#[derive(Serialize)]
struct Row<'a>(&'a str, &'a str, usize, &'a str, String, &'a [(&'a str, &'a str)], &'a str, Option<usize>);

/// What a row shows of a text.
struct Shown {
    /// All of a short one.
    text: String,
    /// Whether there is more.
    goes_on: bool,
}

/// Packs rows and texts; `text` gives the words of one document.
pub(super) fn fragments(
    documents: &[SearchDocument<'_>],
    text: impl Fn(&SearchDocument<'_>) -> String + Sync,
) -> Fragments {
    let beginnings: Vec<Shown> = documents.par_iter().map(|document| beginning(shown(&text(document)))).collect();
    let mut numbers = 0..;
    let rows: Vec<Row<'_>> = documents
        .iter()
        .zip(&beginnings)
        .map(|(document, shown)| {
            let whole = if shown.goes_on { numbers.next() } else { None };
            row(document, &shown.text, whole)
        })
        .collect();
    let rows_a_file = rows.len().div_ceil(MOST_FILES).max(1);
    let mut files = pack("f", &rows, rows_a_file, |row| row);
    let long = documents.iter().zip(&beginnings).filter(|(_, shown)| shown.goes_on);
    let long: Vec<&SearchDocument<'_>> = long.map(|(document, _)| document).collect();
    let texts_a_file = long.len().div_ceil(MOST_FILES).max(1);
    files.extend(pack("t", &long, texts_a_file, |document| shown(&text(document))));
    Fragments { rows_a_file, texts_a_file, files }
}

fn row<'a>(document: &'a SearchDocument<'_>, text: &'a str, whole: Option<usize>) -> Row<'a> {
    Row(
        &document.title,
        &document.url,
        Kind::ALL.iter().position(|kind| *kind == document.kind).unwrap_or_default(),
        document.number.unwrap_or_default(),
        document.date.map(|date| date.to_string()).unwrap_or_default(),
        document.organisations.get(..MOST_CHIPS).unwrap_or(&document.organisations),
        text,
        whole,
    )
}

fn pack<'i, T: Sync, S: Serialize>(
    folder: &str,
    items: &'i [T],
    size: usize,
    written: impl Fn(&'i T) -> S + Sync,
) -> Vec<(String, Vec<u8>)> {
    let file = |chunk: &'i [T]| {
        let items: Vec<S> = chunk.iter().map(&written).collect();
        deflate(&serde_json::to_vec(&items).unwrap_or_default())
    };
    let packed: Vec<Vec<u8>> = items.par_chunks(size).map(file).collect();
    packed.into_iter().enumerate().map(|(number, bytes)| (format!("{folder}/{number}.bin"), bytes)).collect()
}

/// One line, its pieces set apart by a dot in the middle.
fn shown(text: &str) -> String {
    let lines = text.lines().map(single_spaced);
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" · ")
}

fn beginning(text: String) -> Shown {
    if text.split(' ').nth(SHORT).is_none() {
        return Shown { text, goes_on: false };
    }
    let end = text.match_indices(' ').nth(BEGINNING).map_or(text.len(), |(at, _)| at);
    Shown { text: text.get(..end).unwrap_or(&text).to_owned(), goes_on: true }
}

/// Packed with zlib, whatever the host does. By a library that writes the same bytes on every processor.
pub(super) fn deflate(bytes: &[u8]) -> Vec<u8> {
    compress_to_vec_zlib(bytes, LEVEL)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::document::Subject;

    #[test]
    fn a_short_text_stands_in_its_row_and_a_long_one_begins_there() {
        let document = |place| SearchDocument::new(Subject::Cited(place), Kind::Page, "x/".to_owned(), "T");
        let text = |document: &SearchDocument<'_>| match document.subject {
            Subject::Cited(0) => "ngắn\ngọn".to_owned(),
            _ => "tiếng ".repeat(100),
        };
        let fragments = fragments(&[document(0), document(1)], text);
        let names: Vec<_> = fragments.files.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["f/0.bin", "f/1.bin", "t/0.bin"]);
    }

    #[test]
    fn pieces_stay_apart() {
        assert_eq!(shown("một  hai\n\n ba\n"), "một hai · ba");
        let long = beginning("a ".repeat(80));
        assert_eq!((long.text.split(' ').count(), long.goes_on), (BEGINNING + 1, true));
        let short = beginning("a ".repeat(40));
        assert_eq!((short.text.len(), short.goes_on), (80, false));
    }
}
