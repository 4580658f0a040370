//! A whole index in the format of lunr.js 2.3.9, byte for byte as `JSON.stringify` writes one that lunr built from the
//! same tokens: `lunr.Index.load` takes it as it is. Documents are named by their number, fields are `title` and `text`,
//! the pipeline is empty: analysis is ours.

use super::postings::number;
use super::vocabulary::Analysed;
use crate::basics::text::Terms;
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;

/// The version whose format this is.
const VERSION: &str = "2.3.9";
const FIELDS: [&str; 2] = ["title", "text"];
/// lunr's defaults.
const K1: f64 = 1.2;
const B: f64 = 0.75;

/// The index of analysed documents.
pub(super) fn index(analysed: &Analysed) -> Vec<u8> {
    let name = |id: u32| analysed.syllables.get(id as usize).map_or("", |syllable| syllable.key.as_str());
    let tokens = |terms: &Terms| -> Vec<String> {
        let unit = |(first, second): (u32, Option<u32>)| match second {
            Some(second) => format!("{} {}", name(first), name(second)),
            None => name(first).to_owned(),
        };
        terms.units().map(unit).collect()
    };
    let documents: Vec<[Vec<String>; 2]> =
        analysed.documents.iter().map(|document| [tokens(&document.title), tokens(&document.text)]).collect();
    serialise(&documents).into_bytes()
}

/// Where a term occurs.
struct Posting {
    /// The number lunr gave the term when it met it first.
    index: usize,
    /// Documents, by field.
    documents: [Vec<usize>; 2],
}

/// What lunr.js serialises for documents of these tokens, field by field.
fn serialise(documents: &[[Vec<String>; 2]]) -> String {
    let postings = postings(documents);
    let mut json = format!("{{\"version\":\"{VERSION}\",\"fields\":[\"title\",\"text\"],\"fieldVectors\":[");
    let averages = averages(documents);
    for (number, fields) in documents.iter().enumerate() {
        for ((field, tokens), average) in FIELDS.iter().zip(fields).zip(averages) {
            let comma = if json.ends_with('[') { "" } else { "," };
            let vector = vector(tokens, average, &postings, documents.len());
            let numbers: Vec<String> = vector.iter().map(|(index, score)| format!("{index},{score}")).collect();
            // Writing into a string cannot fail.
            let _ = write!(json, "{comma}[\"{field}/{number}\",[{}]]", numbers.join(","));
        }
    }
    json.push_str("],\"invertedIndex\":[");
    let mut sorted: Vec<(&str, &Posting)> = postings.iter().map(|(term, posting)| (*term, posting)).collect();
    sorted.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
    let terms: Vec<String> = sorted.into_iter().map(|(term, posting)| term_json(term, posting)).collect();
    json.push_str(&terms.join(","));
    json.push_str("],\"pipeline\":[]}");
    json
}

fn postings(documents: &[[Vec<String>; 2]]) -> HashMap<&str, Posting> {
    let mut postings: HashMap<&str, Posting> = HashMap::new();
    for (number, fields) in documents.iter().enumerate() {
        for (field, tokens) in fields.iter().enumerate() {
            for token in tokens {
                let index = postings.len();
                let posting =
                    postings.entry(token).or_insert_with(|| Posting { index, documents: [Vec::new(), Vec::new()] });
                if let Some(list) = posting.documents.get_mut(field).filter(|list| list.last() != Some(&number)) {
                    list.push(number);
                }
            }
        }
    }
    postings
}

/// The average length of each field.
fn averages(documents: &[[Vec<String>; 2]]) -> [f64; 2] {
    let mut sums = [0, 0];
    for fields in documents {
        for (sum, tokens) in sums.iter_mut().zip(fields) {
            *sum += tokens.len();
        }
    }
    sums.map(|sum| number(sum) / number(documents.len()))
}

/// The scores of a field's terms, by the numbers of the terms.
fn vector(
    tokens: &[String],
    average: f64,
    postings: &HashMap<&str, Posting>,
    documents: usize,
) -> BTreeMap<usize, f64> {
    let mut frequencies: BTreeMap<&str, usize> = BTreeMap::new();
    for token in tokens {
        *frequencies.entry(token).or_default() += 1;
    }
    let length = number(tokens.len());
    let scored = frequencies.into_iter().filter_map(|(term, frequency)| {
        let posting = postings.get(term)?;
        let frequency = number(frequency);
        let weight = ((K1 + 1.0) * frequency) / (K1 * (1.0 - B + B * (length / average)) + frequency);
        let score = idf(posting, documents) * weight;
        Some((posting.index, (score * 1000.0).round() / 1000.0))
    });
    scored.collect()
}

/// lunr counts a document once for each field that holds the term.
fn idf(posting: &Posting, documents: usize) -> f64 {
    let with_term: f64 = posting.documents.iter().map(|list| number(list.len())).sum();
    let x = (number(documents) - with_term + 0.5) / (with_term + 0.5);
    (1.0 + x.abs()).ln()
}

fn term_json(term: &str, posting: &Posting) -> String {
    let fields = FIELDS.iter().zip(&posting.documents).map(|(field, documents)| {
        let documents: Vec<String> = documents.iter().map(|number| format!("\"{number}\":{{}}")).collect();
        format!("\"{field}\":{{{}}}", documents.join(","))
    });
    let fields: Vec<String> = fields.collect();
    let term = serde_json::to_string(term).unwrap_or_default();
    format!("[{term},{{\"_index\":{},{}}}]", posting.index, fields.join(","))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::expect_used, clippy::disallowed_methods, reason = "a test may fail loudly")]

    use super::*;

    /// `tests/search/lunr-tokens.json`, of which `tests/search/lunr.test.mjs` has lunr.js build the same index.
    #[test]
    fn the_index_is_what_lunr_writes_for_the_same_tokens() {
        let tokens = include_str!("../../../tests/search/lunr-tokens.json");
        let documents: Vec<[Vec<String>; 2]> = serde_json::from_str(tokens).expect("tokens");
        assert_eq!(serialise(&documents), include_str!("../../../tests/search/lunr-index.json").trim_end());
    }
}
