//! `sao-chep`: how much of a plan's text is copied from the document it is based on (*sao chép*), and which passages.
//! For editors only: nothing of it is published.

use crate::basics::diag::{Diagnostic, codes, msg};
use crate::basics::text::{Excerpt, decimal, fold};
use crate::site::model::{BasisTarget, Id, Meta, Plan, Site};
use ahash::{HashSet, RandomState};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// So many words in a row that stand in both are no accident.
const SHINGLE: usize = 10;
/// The share from which somebody should look.
const LEAST: f64 = 0.4;
/// Shorter texts say too little.
const FEWEST_WORDS: usize = 120;
/// Passages that are quoted, and the words of each.
const MOST_PASSAGES: usize = 3;
const QUOTED_WORDS: usize = 14;

pub(super) fn check(site: &Site, in_force: &[(Id<Plan>, &Plan)]) -> Vec<Diagnostic> {
    let cited = in_force.iter().flat_map(|(_, plan)| &plan.basis).filter_map(|basis| text_of(site, &basis.target));
    let cited: BTreeMap<&str, &Meta> = cited.map(|meta| (meta.id.as_str(), meta)).collect();
    let known: BTreeMap<&str, Shingles> =
        cited.into_par_iter().map(|(id, meta)| (id, Words::of(&meta.body.paragraphs).shingles().collect())).collect();
    let found = in_force.par_iter().map(|(_, plan)| {
        if plan.basis.iter().all(|basis| text_of(site, &basis.target).is_none()) {
            return Vec::new();
        }
        let text = Words::of(&plan.meta.body.paragraphs);
        if text.folded.len() < FEWEST_WORDS {
            return Vec::new();
        }
        let against = plan.basis.iter().filter_map(|basis| {
            let meta = text_of(site, &basis.target)?;
            problem(&text, &text.copied(known.get(meta.id.as_str())?), &meta.id, basis.at)
        });
        against.collect()
    });
    found.flatten().collect()
}

/// What a basis says, where the site has its text.
fn text_of<'s>(site: &'s Site, target: &BasisTarget) -> Option<&'s Meta> {
    let meta = match target {
        BasisTarget::Document(id) => site.content.documents.get(*id).map(|document| &document.meta),
        BasisTarget::Plan(id) => site.content.plans.get(*id).map(|plan| &plan.meta),
        BasisTarget::Cited(_) => None,
    };
    meta.filter(|meta| !meta.body.paragraphs.is_empty())
}

type Shingles = HashSet<u64>;

/// A text word by word.
struct Words<'t> {
    written: Vec<&'t str>,
    /// Hashes of the words, folded.
    folded: Vec<u64>,
}

/// Any hash will do that is the same for both texts.
fn hasher() -> RandomState {
    RandomState::with_seeds(1, 2, 3, 4)
}

impl<'t> Words<'t> {
    fn of(paragraphs: &'t [Excerpt]) -> Self {
        let hasher = hasher();
        let words = paragraphs.iter().flat_map(|paragraph| paragraph.split_whitespace());
        let words = words.filter(|word| word.chars().any(char::is_alphanumeric));
        let (written, folded) = words.map(|word| (word, hasher.hash_one(fold(word)))).unzip();
        Self { written, folded }
    }

    fn shingles(&self) -> impl Iterator<Item = u64> {
        let hasher = hasher();
        self.folded.windows(SHINGLE).map(move |words| hasher.hash_one(words))
    }

    /// Which words stand in a stretch that the other text has too.
    fn copied(&self, other: &Shingles) -> Vec<bool> {
        let mut copied = vec![false; self.folded.len()];
        for (at, shingle) in self.shingles().enumerate() {
            if other.contains(&shingle) {
                copied.iter_mut().skip(at).take(SHINGLE).for_each(|word| *word = true);
            }
        }
        copied
    }
}

fn problem(text: &Words<'_>, copied: &[bool], id: &str, at: crate::basics::diag::Location) -> Option<Diagnostic> {
    let count = copied.iter().filter(|word| **word).count();
    #[expect(clippy::cast_precision_loss, reason = "words of a text")]
    let share = count as f64 / copied.len().max(1) as f64;
    if share < LEAST {
        return None;
    }
    let percent = decimal((share * 100.0).floor());
    let list = passages(text, copied).join("; ");
    Some(
        Diagnostic::new(
            codes::COPIED,
            at,
            msg!(
                "{percent}% lời văn của kế hoạch chép từ {id}: {list}",
                "{percent}% of the plan's text is copied from {id}: {list}"
            ),
        )
        .help(msg!(
            "thay các đoạn chép bằng việc cụ thể của địa phương: ai làm, làm gì, bao giờ xong",
            "put local work in place of the copied passages: who, what, by when"
        )),
    )
}

/// The longest copied passages, longest first.
fn passages(text: &Words<'_>, copied: &[bool]) -> Vec<String> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    let mut start = None;
    for (at, is_copied) in copied.iter().chain([&false]).enumerate() {
        match (start, is_copied) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                runs.push((from, at - from));
                start = None;
            }
            _ => {}
        }
    }
    runs.sort_by_key(|(from, length)| (std::cmp::Reverse(*length), *from));
    let quoted = runs.iter().take(MOST_PASSAGES).map(|(from, length)| {
        let words = text.written.get(*from..from + length.min(&QUOTED_WORDS)).unwrap_or_default().join(" ");
        format!("«{words} …» ({length} tiếng)")
    });
    quoted.collect()
}
