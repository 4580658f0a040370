//! The words of all documents, numbered so that their order is the order of the index.

use super::document::SearchDocument;
use crate::text::{Analyser, Lexicon, Syllable, Terms};
use rayon::prelude::*;

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
        let renumber = |id: &mut u32| *id = numbers.get(*id as usize).copied().unwrap_or(u32::MAX);
        for terms in [&mut self.title, &mut self.text] {
            terms.tokens.iter_mut().for_each(|term| renumber(&mut term.id));
            for (first, second) in &mut terms.extra {
                renumber(first);
                second.iter_mut().for_each(renumber);
            }
        }
    }
}

/// Analyses all documents, in parallel.
pub(super) fn analyse(lexicon: &Lexicon, documents: &[SearchDocument]) -> Analysed {
    let mut chunks: Vec<(Vec<Syllable>, Vec<Analysis>)> = documents
        .par_chunks(CHUNK)
        .map(|chunk| {
            let mut analyser = Analyser::new(lexicon);
            let analysed = chunk
                .iter()
                .map(|document| {
                    let mut title = analyser.analyse(&document.whole_title());
                    title.extra.extend(analyser.own_entities(&document.issued_as()));
                    for name in std::iter::once(&document.title).chain(&document.other_names) {
                        title.extra.extend(analyser.whole_name(name));
                    }
                    Analysis { title, text: analyser.analyse(&document.text) }
                })
                .collect();
            (analyser.syllables, analysed)
        })
        .collect();
    let mut all: Vec<&Syllable> = chunks.iter().flat_map(|(syllables, _)| syllables).collect();
    all.par_sort_unstable();
    all.dedup();
    let syllables: Vec<Syllable> = all.into_iter().cloned().collect();
    chunks.par_iter_mut().for_each(|(own, analysed)| {
        let number = |syllable| syllables.binary_search(syllable).ok().and_then(|place| u32::try_from(place).ok());
        let numbers: Vec<u32> = own.iter().map(|syllable| number(syllable).unwrap_or(u32::MAX)).collect();
        analysed.iter_mut().for_each(|analysis| analysis.renumber(&numbers));
    });
    let mut folded = Vec::with_capacity(syllables.len());
    let mut current = 0;
    for (place, syllable) in syllables.iter().enumerate() {
        let same = place.checked_sub(1).and_then(|before| syllables.get(before));
        current += u32::from(same.is_some_and(|before| before.folded != syllable.folded));
        folded.push(current);
    }
    Analysed { folded, documents: chunks.into_iter().flat_map(|(_, analysed)| analysed).collect(), syllables }
}
