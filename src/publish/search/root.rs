//! `root.bin`: packed JSON, what the client must know before the first word is typed.

use super::HitKind;
use super::fragment::{Fragments, deflate};
use super::shard::{Shards, Stored};
use crate::basics::text::{DOCUMENT_CODES, Lexicon};
use serde::Serialize;

/// A syllable in more than this share of the documents says little beside others …
const COMMON_PERCENT: usize = 30;
/// … unless there are few documents.
const COMMON_AT_LEAST: usize = 30;

#[derive(Serialize)]
struct Root<'a> {
    /// Documents.
    n: usize,
    /// Boundaries of the shards, or of groups of them, one a line.
    b: String,
    /// Shards in a group; 0 when there are no groups.
    g: usize,
    /// Common syllables, one blank apart.
    c: &'a str,
    /// Abbreviations: the key, then the keys of the full form.
    a: Vec<String>,
    /// Codes of document kinds: the code, then the names people write.
    d: Vec<String>,
    /// Words of the kinds, in the order of their numbers in rows.
    k: Vec<&'a str>,
    /// Rows, and texts, in one file.
    r: usize,
    t: usize,
}

/// The common syllables, one blank apart.
pub(super) fn common(documents: usize, keys: &[Stored]) -> String {
    let least = COMMON_AT_LEAST.max(documents * COMMON_PERCENT / 100);
    let is_common = |stored: &&Stored| stored.documents > least && !stored.key().contains([' ', '~', '#', '@']);
    keys.iter().filter(is_common).map(Stored::key).collect::<Vec<_>>().join(" ")
}

pub(super) fn root(
    documents: usize,
    lexicon: &Lexicon,
    common: &str,
    shards: &Shards,
    fragments: &Fragments,
) -> Vec<u8> {
    let abbreviations = lexicon.abbreviations().iter().map(|(alias, full)| {
        let keys = std::iter::once(alias).chain(full).map(|syllable| syllable.key.as_str());
        keys.collect::<Vec<_>>().join(" ")
    });
    let codes = DOCUMENT_CODES.iter().map(|(code, names)| {
        let all = std::iter::once(code).chain(*names);
        all.copied().collect::<Vec<_>>().join(",")
    });
    let root = Root {
        n: documents,
        b: shards.boundaries.join("\n"),
        g: shards.group,
        c: common,
        a: abbreviations.collect(),
        d: codes.collect(),
        k: HitKind::ALL.iter().map(|kind| kind.word()).collect(),
        r: fragments.rows_a_file,
        t: fragments.texts_a_file,
    };
    deflate(&serde_json::to_vec(&root).unwrap_or_default())
}
