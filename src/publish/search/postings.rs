//! Which document holds which unit, and how much it matters there.

use super::HitKind;
use super::document::{Catalogue, Subject};
use super::vocabulary::Analysed;
use crate::basics::text::Syllable;
use crate::edition::relate::Edition;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// BM25: how fast repetition stops to matter.
const K1: f64 = 1.2;
/// BM25: how much a long text weakens each of its words.
const B: f64 = 0.6;
/// Occurrences that are sorted at a time.
const BUCKET: usize = 1_000_000;
/// Most buckets: each goes through all documents once.
const MOST_BUCKETS: usize = 32;
/// Set in a weight where the unit stands in the title; the three bits below it are the impact in the text.
const IN_TITLE: u8 = 8;
/// The highest impact.
const MOST_IMPACT: u8 = 7;

/// The documents of one spelling of a unit.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct List {
    /// `uy3 ban`
    pub(super) variant: String,
    /// Documents, ascending, each with its weight.
    pub(super) postings: Vec<(u32, u8)>,
}

/// A folded unit with all its spellings, the most frequent first.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Posting {
    /// `uy ban`
    pub(super) key: String,
    pub(super) lists: Vec<List>,
}

/// One occurrence: the unit as a [`code`], and the document with its field. Sorting them brings everything into the order
/// of the index.
type Occurrence = (u64, u32);

/// Syllables whose occurrences are sorted at a time.
struct Bucket {
    /// Folded syllables, by their places.
    folded: std::ops::Range<u32>,
    /// Occurrences, at most.
    most: usize,
}

/// A unit as one number: the folded first syllable, the folded second one plus one, then which spelling of each.
mod code {
    /// Bits of a folded syllable, and of a spelling of it. A text with more of either is no language.
    const FOLDED: u32 = 22;
    const SPELLING: u32 = 10;

    /// A folded syllable and its spelling, by their places.
    pub(super) type Place = (u32, u32);

    pub(super) fn of((first, spelling): Place, second: Option<Place>) -> u64 {
        let (second, second_spelling) = second.map_or((0, 0), |(folded, spelling)| (folded + 1, spelling));
        let fit = |value: u32, bits: u32| u64::from(value.min((1 << bits) - 1));
        let folded = fit(first, FOLDED) << FOLDED | fit(second, FOLDED);
        folded << (2 * SPELLING) | fit(spelling, SPELLING) << SPELLING | fit(second_spelling, SPELLING)
    }

    /// What all spellings of a unit have in common.
    pub(super) fn folded(code: u64) -> u64 {
        code >> (2 * SPELLING)
    }

    /// The syllables of a code.
    pub(super) fn places(code: u64) -> (Place, Option<Place>) {
        let part = |shift: u32, bits: u32| u32::try_from(code >> shift & ((1 << bits) - 1)).unwrap_or_default();
        let second = part(2 * SPELLING, FOLDED).checked_sub(1);
        let first = (part(2 * SPELLING + FOLDED, FOLDED), part(SPELLING, SPELLING));
        (first, second.map(|folded| (folded, part(0, SPELLING))))
    }
}

/// Everything that is needed to list postings, bucket by bucket.
pub(super) struct Inverter<'a> {
    analysed: &'a Analysed,
    /// For each syllable its folded form and which spelling of it it is.
    places: Vec<code::Place>,
    /// For each folded form its first syllable.
    firsts: Vec<u32>,
    /// For each document how much its length weakens each word.
    norms: Vec<f64>,
}

impl<'a> Inverter<'a> {
    pub(super) fn new(analysed: &'a Analysed) -> Self {
        let lengths: Vec<f64> = analysed.documents.iter().map(|document| number(document.length())).collect();
        let average = lengths.iter().sum::<f64>() / number(lengths.len().max(1));
        let norms = lengths.iter().map(|length| 1.0 - B + B * length / average.max(1.0)).collect();
        let mut firsts: Vec<u32> = Vec::new();
        let mut places = Vec::with_capacity(analysed.folded.len());
        for (number, folded) in (0_u32..).zip(&analysed.folded) {
            if firsts.len() <= *folded as usize {
                firsts.push(number);
            }
            places.push((*folded, number - firsts.last().copied().unwrap_or(number)));
        }
        Self { analysed, places, firsts, norms }
    }

    /// All units in the order of their keys; `use_entry` turns each into what is kept of it.
    pub(super) fn entries<T: Send>(&self, use_entry: impl Fn(Posting) -> T + Sync) -> Vec<T> {
        let buckets = self.buckets();
        let found: Vec<Vec<T>> = buckets
            .par_iter()
            .map(|bucket| {
                let mut occurrences = self.occurrences(bucket);
                occurrences.sort_unstable();
                let groups = occurrences.chunk_by(|a, b| code::folded(a.0) == code::folded(b.0));
                groups.map(|group| use_entry(self.entry(group))).collect()
            })
            .collect();
        found.into_iter().flatten().collect()
    }

    /// Ranges of folded syllables with about as many occurrences each.
    fn buckets(&self) -> Vec<Bucket> {
        let mut counts = vec![0_usize; self.firsts.len()];
        for terms in self.analysed.documents.iter().flat_map(|document| [&document.title, &document.text]) {
            let tokens = terms.tokens.iter().map(|term| (term.id(), 2));
            for (id, most) in tokens.chain(terms.extra.iter().map(|(first, _)| (*first, 1))) {
                if let Some(count) = self.place(id).and_then(|(folded, _)| counts.get_mut(folded as usize)) {
                    *count += most;
                }
            }
        }
        let size = BUCKET.max(counts.iter().sum::<usize>().div_ceil(MOST_BUCKETS));
        let mut buckets = Vec::new();
        let (mut start, mut most) = (0, 0);
        for (folded, count) in (0_u32..).zip(&counts) {
            most += count;
            if most >= size {
                buckets.push(Bucket { folded: start..folded + 1, most });
                (start, most) = (folded + 1, 0);
            }
        }
        buckets.push(Bucket { folded: start..u32::try_from(self.firsts.len()).unwrap_or(u32::MAX), most });
        buckets
    }

    fn place(&self, syllable: u32) -> Option<code::Place> {
        self.places.get(syllable as usize).copied()
    }

    fn occurrences(&self, bucket: &Bucket) -> Vec<Occurrence> {
        let mut occurrences = Vec::with_capacity(bucket.most);
        for (number, document) in (0_u32..).zip(&self.analysed.documents) {
            for (terms, field) in [(&document.title, 0), (&document.text, 1)] {
                let place = number << 1 | field;
                // Every bucket passes here for every token: what does not belong to it must go at once.
                let ours = |first: u32| self.place(first).filter(|(folded, _)| bucket.folded.contains(folded));
                for (at, term) in terms.tokens.iter().enumerate() {
                    let Some(first) = ours(term.id()) else { continue };
                    occurrences.push((code::of(first, None), place));
                    if let Some(next) = terms.tokens.get(at + 1).filter(|next| !next.starts()) {
                        occurrences.push((code::of(first, self.place(next.id())), place));
                    }
                }
                for (first, second) in &terms.extra {
                    let Some(first) = ours(*first) else { continue };
                    occurrences.push((code::of(first, second.and_then(|second| self.place(second))), place));
                }
            }
        }
        occurrences
    }

    /// What one folded unit's occurrences say.
    fn entry(&self, occurrences: &[Occurrence]) -> Posting {
        let first = |occurrences: &[Occurrence]| occurrences.first().map_or(0, |first| first.0);
        let mut lists: Vec<List> = occurrences
            .chunk_by(|a, b| a.0 == b.0)
            .map(|unit| List {
                variant: self.name(first(unit), |syllable| &syllable.key),
                postings: unit.chunk_by(|a, b| a.1 >> 1 == b.1 >> 1).map(|document| self.posting(document)).collect(),
            })
            .collect();
        lists.sort_by_key(|list| std::cmp::Reverse(list.postings.len()));
        Posting { key: self.name(first(occurrences), |syllable| &syllable.folded), lists }
    }

    fn name(&self, unit: u64, form: impl Fn(&Syllable) -> &str) -> String {
        let syllable = |(folded, spelling): code::Place| {
            let first = self.firsts.get(folded as usize).copied().unwrap_or(u32::MAX);
            self.analysed.syllables.get(first.saturating_add(spelling) as usize).map_or("", &form)
        };
        match code::places(unit) {
            (first, Some(second)) => format!("{} {}", syllable(first), syllable(second)),
            (first, None) => syllable(first).to_owned(),
        }
    }

    fn posting(&self, occurrences: &[Occurrence]) -> (u32, u8) {
        let document = occurrences.first().map_or(0, |first| first.1 >> 1);
        let in_text = occurrences.iter().filter(|occurrence| occurrence.1 & 1 == 1).count();
        let norm = self.norms.get(document as usize).copied().unwrap_or(1.0);
        let title = if in_text < occurrences.len() { IN_TITLE } else { 0 };
        (document, title | impact(number(in_text) / norm))
    }
}

/// Quantised BM25: 0 where the unit does not occur, else 1 to 7.
fn impact(frequency: f64) -> u8 {
    if frequency <= 0.0 {
        return 0;
    }
    let saturated = frequency / (frequency + K1);
    let steps = (1..MOST_IMPACT).filter(|step| saturated * f64::from(MOST_IMPACT) >= f64::from(*step)).count();
    u8::try_from(steps).unwrap_or_default() + 1
}

/// A count as a number to calculate with; beyond 2³² nobody counts.
pub(super) fn number(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::from(u32::MAX), f64::from)
}

/// Lists that filters use: documents of a kind, of a year, of an organisation. They stand in the index beside the words,
/// under keys that no word has, so that a filter costs nothing until it is used.
pub(super) fn filters(edition: &Edition, subjects: &[Subject], catalogue: &impl Catalogue) -> Vec<Posting> {
    let mut lists: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    let mut tasks = BTreeMap::new();
    for (number, subject) in (0_u32..).zip(subjects) {
        let Some(document) = catalogue.document(*subject) else { continue };
        lists.entry(kind_key(document.kind)).or_default().push(number);
        if let Some(date) = document.date {
            lists.entry(format!("~n{}", date.year())).or_default().push(number);
        }
        for (id, _) in &document.organisations {
            lists.entry(format!("~t{id}")).or_default().push(number);
        }
        if let Subject::Task(plan, place) = subject {
            tasks.insert((*plan, *place), number);
        }
    }
    // A task given to a group is a task of each member.
    for (id, row) in edition.content.organisations.iter() {
        let given = edition.assignments(id).iter();
        let numbers: Vec<u32> = given.filter_map(|given| tasks.get(&(given.plan, given.task)).copied()).collect();
        if !numbers.is_empty() {
            lists.entry(format!("~t{}", row.meta.short_id())).or_default().extend(numbers);
        }
    }
    let entry = |(key, mut numbers): (String, Vec<u32>)| {
        numbers.sort_unstable();
        numbers.dedup();
        let postings = numbers.into_iter().map(|number| (number, 0)).collect();
        Posting { lists: vec![List { variant: key.clone(), postings }], key }
    };
    lists.into_iter().map(entry).collect()
}

fn kind_key(kind: HitKind) -> String {
    format!("~k{}", kind.word())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::basics::text::Lexicon;
    use crate::publish::search::document::SearchDocument;
    use crate::publish::search::vocabulary::analyse;

    /// A title and a text each.
    struct Texts<'t>(&'t [(&'t str, &'t str)]);

    impl Catalogue for Texts<'_> {
        fn document(&self, subject: Subject) -> Option<SearchDocument<'_>> {
            let Subject::Cited(place) = subject else { return None };
            Some(SearchDocument::new(HitKind::Document, String::new(), self.0.get(place)?.0))
        }

        fn text(&self, subject: Subject) -> String {
            let Subject::Cited(place) = subject else { return String::new() };
            self.0[place].1.to_owned()
        }
    }

    fn entries(texts: &[(&str, &str)]) -> Vec<Posting> {
        let lexicon = Lexicon::new(&[], &[]);
        let subjects: Vec<_> = (0..texts.len()).map(Subject::Cited).collect();
        let analysed = analyse(&lexicon, &subjects, &Texts(texts));
        Inverter::new(&analysed).entries(|entry| entry)
    }

    #[test]
    fn spellings_of_one_unit_stand_together_and_keys_are_sorted() {
        let found = entries(&[("Đường", "đường dương"), ("", "duong, đường")]);
        let keys: Vec<_> = found.iter().map(|entry| entry.key.as_str()).collect();
        assert_eq!(keys, ["duong", "duong duong", "duong !"]);
        let duong = &found[0];
        let variants: Vec<_> = duong.lists.iter().map(|list| (list.variant.as_str(), list.postings.len())).collect();
        assert_eq!(variants, [("đương2", 2), ("duong", 1), ("dương", 1)]);
        assert!(duong.lists[0].postings[0].1 & IN_TITLE != 0);
        assert!(duong.lists[0].postings[1].1 & IN_TITLE == 0);
    }

    #[test]
    fn a_code_sorts_as_its_unit_and_gives_it_back() {
        let units =
            [((0, 0), None), ((0, 3), None), ((0, 0), Some((0, 0))), ((0, 1), Some((0, 2))), ((7, 1), Some((9, 1)))];
        for (first, second) in units {
            assert_eq!(code::places(code::of(first, second)), (first, second));
        }
        assert!(units.is_sorted_by_key(|(first, second)| code::folded(code::of(*first, *second))));
    }

    #[test]
    fn impact_grows_with_frequency_and_stays_below_eight() {
        assert_eq!(impact(0.0), 0);
        assert_eq!(impact(0.01), 1);
        assert!(impact(1.0) < impact(3.0));
        assert_eq!(impact(1e9), 7);
    }
}
