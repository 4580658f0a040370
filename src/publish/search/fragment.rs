//! What a result shows: rows (title, address, kind, number, date, organisations, how the text begins), and whole texts.
//!
//! A page of results needs ten rows at once; whole texts are fetched for the few results whose beginning does not show
//! the words that were found. Both are packed several to a file, so that a large site has no more than
//! some thousand files here.

use super::HitKind;
use super::document::{Catalogue, SearchDocument, Subject};
use crate::basics::text::single_spaced;
use miniz_oxide::deflate::compress_to_vec_zlib;
use rayon::prelude::*;
use serde::{Serialize, Serializer};

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
struct HitRow<'a> {
    document: SearchDocument<'a>,
    text: &'a str,
    /// The number of its whole text.
    whole: Option<usize>,
}

impl Serialize for HitRow<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let document = &self.document;
        (
            &document.title,
            &document.url,
            HitKind::ALL.iter().position(|kind| *kind == document.kind).unwrap_or_default(),
            document.number.unwrap_or_default(),
            document.date.map(|date| date.to_string()).unwrap_or_default(),
            document.organisations.get(..MOST_CHIPS).unwrap_or(&document.organisations),
            self.text,
            self.whole,
        )
            .serialize(serializer)
    }
}

/// Packs rows and texts.
pub(super) fn fragments(subjects: &[Subject], catalogue: &impl Catalogue) -> Fragments {
    let whole = |subject: &Subject| shown(&catalogue.text(*subject));
    let beginnings: Vec<(String, bool)> = subjects.par_iter().map(|subject| beginning(whole(subject))).collect();
    let mut long: Vec<Subject> = Vec::new();
    let number = |(subject, (text, goes_on)): (&Subject, (String, bool))| {
        let number = goes_on.then_some(long.len());
        long.extend(number.map(|_| *subject));
        (*subject, text, number)
    };
    let rows: Vec<(Subject, String, Option<usize>)> = subjects.iter().zip(beginnings).map(number).collect();
    let row = |(subject, text, whole): &(Subject, String, Option<usize>)| {
        let document = catalogue.document(*subject);
        json(&document.map(|document| HitRow { document, text, whole: *whole }))
    };
    let rows_a_file = rows.len().div_ceil(MOST_FILES).max(1);
    let texts_a_file = long.len().div_ceil(MOST_FILES).max(1);
    let mut files = pack("f", &rows, rows_a_file, row);
    files.extend(pack("t", &long, texts_a_file, |subject| json(&whole(subject))));
    Fragments { rows_a_file, texts_a_file, files }
}

/// Files with so many items each; `written` gives one as JSON.
fn pack<T: Sync>(
    folder: &str,
    items: &[T],
    size: usize,
    written: impl Fn(&T) -> Vec<u8> + Sync,
) -> Vec<(String, Vec<u8>)> {
    let file = |chunk: &[T]| {
        let items: Vec<Vec<u8>> = chunk.iter().map(&written).collect();
        deflate(&[b"[".as_slice(), &items.join(b",".as_slice()), b"]"].concat())
    };
    let packed: Vec<Vec<u8>> = items.par_chunks(size).map(file).collect();
    packed.into_iter().enumerate().map(|(number, bytes)| (format!("{folder}/{number}.bin"), bytes)).collect()
}

fn json(item: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(item).unwrap_or_default()
}

/// One line, its pieces set apart by a dot in the middle.
fn shown(text: &str) -> String {
    let lines = text.lines().map(single_spaced);
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// What a row shows of a text, and whether there is more.
fn beginning(text: String) -> (String, bool) {
    if text.split(' ').nth(SHORT).is_none() {
        return (text, false);
    }
    let end = text.match_indices(' ').nth(BEGINNING).map_or(text.len(), |(at, _)| at);
    (text.get(..end).unwrap_or(&text).to_owned(), true)
}

/// Packed with zlib, whatever the host does. By a library that writes the same bytes on every processor.
pub(super) fn deflate(bytes: &[u8]) -> Vec<u8> {
    compress_to_vec_zlib(bytes, LEVEL)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing, reason = "a test may fail loudly")]

    use super::*;

    struct Texts([String; 2]);

    impl Catalogue for Texts {
        fn document(&self, _: Subject) -> Option<SearchDocument<'_>> {
            Some(SearchDocument::new(HitKind::Page, "x/".to_owned(), "T"))
        }

        fn text(&self, subject: Subject) -> String {
            let Subject::Cited(place) = subject else { return String::new() };
            self.0[place].clone()
        }
    }

    #[test]
    fn a_short_text_stands_in_its_row_and_a_long_one_begins_there() {
        let texts = Texts(["ngắn\ngọn".to_owned(), "tiếng ".repeat(100)]);
        let fragments = fragments(&[Subject::Cited(0), Subject::Cited(1)], &texts);
        let names: Vec<_> = fragments.files.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["f/0.bin", "f/1.bin", "t/0.bin"]);
    }

    #[test]
    fn pieces_stay_apart() {
        assert_eq!(shown("một  hai\n\n ba\n"), "một hai · ba");
        let (long, goes_on) = beginning("a ".repeat(80));
        assert_eq!((long.split(' ').count(), goes_on), (BEGINNING + 1, true));
        let (short, goes_on) = beginning("a ".repeat(40));
        assert_eq!((short.len(), goes_on), (80, false));
    }
}
