//! The words of all documents, numbered so that their order is the order of the index.

use super::document::{Catalogue, SearchDocument, Subject};
use crate::basics::text::{Analyser, Lexicon, Syllable, Terms};
use ahash::AHashMap;
use rayon::prelude::*;
use std::sync::{Mutex, PoisonError};

/// Documents that share one analyser.
const CHUNK: usize = 64;

/// Every document as numbers of syllables.
#[derive(Debug, Default)]
pub(super) struct Analysed {
    /// Sorted, each once; the number of a syllable is its place.
    pub(super) syllables: Vec<Syllable>,
    /// For each syllable the number of its folded form; these count up in the order of syllables.
    pub(super) folded: Vec<u32>,
    pub(super) documents: Vec<Analysis>,
}

/// One document.
#[derive(Debug, Default)]
pub(super) struct Analysis {
    pub(super) title: Terms,
    pub(super) text: Terms,
}

impl Analysis {
    /// Syllables in all.
    pub(super) fn length(&self) -> usize {
        self.title.tokens.len() + self.text.tokens.len()
    }

    fn renumber(&mut self, numbers: &[u32]) {
        let number = |id: u32| numbers.get(id as usize).copied().unwrap_or(u32::MAX);
        for terms in [&mut self.title, &mut self.text] {
            terms.tokens.iter_mut().for_each(|term| *term = term.renumbered(number(term.id())));
            for (first, second) in &mut terms.extra {
                *first = number(*first);
                *second = second.map(number);
            }
        }
    }
}

/// Numbers syllables as they come from any thread: a first number for each, whatever the order.
#[derive(Debug, Default)]
struct Numbering(AHashMap<Syllable, u32>);

impl Numbering {
    fn number(&mut self, syllable: Syllable) -> u32 {
        let next = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        *self.0.entry(syllable).or_insert(next)
    }

    /// The syllables in order, and for each first number the place of its syllable there.
    fn sorted(self) -> (Vec<Syllable>, Vec<u32>) {
        let mut all: Vec<(Syllable, u32)> = self.0.into_iter().collect();
        all.par_sort_unstable();
        let mut places = vec![u32::MAX; all.len()];
        for (place, (_, number)) in (0..).zip(&all) {
            if let Some(slot) = places.get_mut(*number as usize) {
                *slot = place;
            }
        }
        (all.into_iter().map(|(syllable, _)| syllable).collect(), places)
    }
}

/// Analyses everything, in parallel; what is told of a thing is forgotten as soon as it is analysed.
pub(super) fn analyse(lexicon: &Lexicon, subjects: &[Subject], catalogue: &impl Catalogue) -> Analysed {
    let numbering = Mutex::new(Numbering::default());
    let chunks = subjects.par_chunks(CHUNK).map(|chunk| {
        let mut analyser = Analyser::new(lexicon);
        let analysis = |subject: &Subject| match catalogue.document(*subject) {
            Some(document) => analysis(&mut analyser, &document, &catalogue.text(*subject)),
            None => Analysis::default(),
        };
        let mut analysed: Vec<Analysis> = chunk.iter().map(analysis).collect();
        let mut numbering = numbering.lock().unwrap_or_else(PoisonError::into_inner);
        let numbers: Vec<u32> = analyser.syllables.into_iter().map(|syllable| numbering.number(syllable)).collect();
        drop(numbering);
        analysed.iter_mut().for_each(|analysis| analysis.renumber(&numbers));
        analysed
    });
    let mut documents: Vec<Analysis> = chunks.flatten_iter().collect();
    let (syllables, places) = numbering.into_inner().unwrap_or_else(PoisonError::into_inner).sorted();
    documents.par_iter_mut().for_each(|analysis| analysis.renumber(&places));
    let mut folded = Vec::with_capacity(syllables.len());
    let mut current = 0;
    for (place, syllable) in syllables.iter().enumerate() {
        let same = place.checked_sub(1).and_then(|before| syllables.get(before));
        current += u32::from(same.is_some_and(|before| before.folded != syllable.folded));
        folded.push(current);
    }
    Analysed { folded, documents, syllables }
}

fn analysis(analyser: &mut Analyser<'_>, document: &SearchDocument<'_>, text: &str) -> Analysis {
    let mut title = analyser.analyse(&document.whole_title());
    title.extra.extend(analyser.own_entities(&document.issued_as()));
    for name in std::iter::once(&*document.title).chain(document.other_names.iter().copied()) {
        title.extra.extend(analyser.whole_name(name));
    }
    title.extra.shrink_to_fit();
    Analysis { title, text: analyser.analyse(text) }
}
