//! `sao-chep`: how much of a plan's text is copied from the document it is based on (*sao chép*), and which passages.
//! For editors only: nothing of it is published.

use crate::diag::{Diagnostic, codes, msg};
use crate::model::{BasisTarget, Id, Plan, Site};
use crate::text::{decimal, fold_words};
use std::collections::{BTreeMap, HashSet};
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

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
    let mut known: BTreeMap<&str, HashSet<u64>> = BTreeMap::new();
    let mut found = Vec::new();
    for (_, plan) in in_force {
        let text = Words::of(&plan.meta.body.paragraphs);
        if text.folded.len() < FEWEST_WORDS {
            continue;
        }
        for basis in &plan.basis {
            let meta = match &basis.target {
                BasisTarget::Document(id) => site.content.documents.get(*id).map(|document| &document.meta),
                BasisTarget::Plan(id) => site.content.plans.get(*id).map(|plan| &plan.meta),
                BasisTarget::Cited(_) => None,
            };
            let Some(meta) = meta.filter(|meta| !meta.body.paragraphs.is_empty()) else { continue };
            let shingles =
                known.entry(meta.id.as_str()).or_insert_with(|| Words::of(&meta.body.paragraphs).shingles().collect());
            let copied = text.copied(shingles);
            if let Some(diagnostic) = problem(&text, &copied, &meta.id, basis.at) {
                found.push(diagnostic);
            }
        }
    }
    found
}

/// A text word by word, as written and folded.
struct Words {
    written: Vec<String>,
    folded: Vec<String>,
}

impl Words {
    fn of(paragraphs: &[String]) -> Self {
        let words = paragraphs.iter().flat_map(|paragraph| paragraph.split_whitespace());
        let pairs = words.map(|word| (word.to_owned(), fold_words(word))).filter(|(_, folded)| !folded.is_empty());
        let (written, folded) = pairs.unzip();
        Self { written, folded }
    }

    fn shingles(&self) -> impl Iterator<Item = u64> {
        let hasher = BuildHasherDefault::<DefaultHasher>::default();
        self.folded.windows(SHINGLE).map(move |words| hasher.hash_one(words))
    }

    /// Which words stand in a stretch that the other text has too.
    fn copied(&self, other: &HashSet<u64>) -> Vec<bool> {
        let mut copied = vec![false; self.folded.len()];
        for (at, shingle) in self.shingles().enumerate() {
            if other.contains(&shingle) {
                copied.iter_mut().skip(at).take(SHINGLE).for_each(|word| *word = true);
            }
        }
        copied
    }
}

fn problem(text: &Words, copied: &[bool], id: &str, at: crate::diag::Location) -> Option<Diagnostic> {
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
fn passages(text: &Words, copied: &[bool]) -> Vec<String> {
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
