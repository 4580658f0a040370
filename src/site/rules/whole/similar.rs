//! Texts as sets of word pairs, and which of very many are nearly the same.
//!
//! An exact join by prefixes: two sets can only be alike if they share one of their rarest pairs (Chaudhuri, Ganti,
//! Kaushik 2006; Bayardo, Ma, Srikant 2007). Linear where texts differ, and the same on every run.

use crate::basics::text::fold_words;
use ahash::HashMap;
use rayon::prelude::*;

/// A text that shares its rarest words with more others than this is boilerplate.
const MOST_CANDIDATES: usize = 200;

/// A text as numbers for its word pairs, rarest first.
type Set = Vec<u32>;

/// Pairs of texts with the share of word pairs that they have in common, at least `least` of both together.
pub(super) fn near_pairs(texts: &[String], least: f64) -> Vec<(usize, usize, f64)> {
    let sets = sets(texts);
    let mut by_pair: HashMap<u32, Vec<usize>> = HashMap::default();
    let mut candidates: Vec<(usize, usize)> = Vec::new();
    for (at, set) in sets.iter().enumerate() {
        let from = candidates.len();
        for pair in set.iter().take(prefix(set.len(), least)) {
            let others = by_pair.entry(*pair).or_default();
            candidates.extend(others.iter().take(MOST_CANDIDATES).map(|other| (*other, at)));
            others.push(at);
        }
        // Several rare pairs in common are still one candidate.
        if let Some(fresh) = candidates.get_mut(from..) {
            fresh.sort_unstable();
        }
    }
    candidates.dedup();
    let near = candidates.into_par_iter().filter_map(|(one, other)| {
        let share = jaccard(sets.get(one)?, sets.get(other)?, least);
        (share >= least).then_some((one, other, share))
    });
    near.collect()
}

/// How many of the rarest pairs two alike sets cannot both miss.
fn prefix(length: usize, least: f64) -> usize {
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "sets of some dozens"
    )]
    let common = (length as f64 * least).ceil() as usize;
    (length + 1).saturating_sub(common).min(length)
}

fn sets(texts: &[String]) -> Vec<Set> {
    let folded: Vec<String> = texts.par_iter().map(|text| fold_words(text)).collect();
    let mut words: HashMap<&str, u64> = HashMap::default();
    let mut numbers: HashMap<u64, u32> = HashMap::default();
    let mut counts: Vec<u32> = Vec::new();
    let mut sets: Vec<Set> = Vec::with_capacity(texts.len());
    for text in &folded {
        let mut set: Set = Vec::new();
        let mut last: Option<u64> = None;
        for word in text.split(' ') {
            let next = words.len() as u64;
            let word = *words.entry(word).or_insert(next);
            if let Some(before) = last {
                let next = u32::try_from(counts.len()).unwrap_or(u32::MAX);
                let number = *numbers.entry(before << 32 | word).or_insert(next);
                if number == next {
                    counts.push(0);
                }
                set.push(number);
            }
            last = Some(word);
        }
        set.sort_unstable();
        set.dedup();
        for number in &set {
            if let Some(count) = counts.get_mut(*number as usize) {
                *count += 1;
            }
        }
        sets.push(set);
    }
    let rarity = |number: &u32| (counts.get(*number as usize).copied().unwrap_or_default(), *number);
    sets.par_iter_mut().for_each(|set| set.sort_unstable_by_key(rarity));
    sets
}

/// Shared over all; 0 where the sizes alone keep it below `least`.
fn jaccard(one: &Set, other: &Set, least: f64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "sets of some dozens")]
    let share = |part: usize, whole: usize| if whole == 0 { 0.0 } else { part as f64 / whole as f64 };
    let (small, large) = (one.len().min(other.len()), one.len().max(other.len()));
    if share(small, large) < least {
        return 0.0;
    }
    let shared = one.iter().filter(|number| other.contains(number)).count();
    share(shared, one.len() + other.len() - shared)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(texts: &[&str]) -> Vec<(usize, usize)> {
        let texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
        near_pairs(&texts, 0.7).into_iter().map(|(one, other, _)| (one, other)).collect()
    }

    #[test]
    fn texts_that_differ_in_a_word_are_near() {
        let found = pairs(&[
            "Tổ chức 12 buổi bình dân học vụ số tại các khu phố trên địa bàn phường",
            "Rà soát, lập danh sách hộ kinh doanh theo ngành nghề",
            "Tổ chức 10 buổi bình dân học vụ số tại các khu phố trên địa bàn phường",
            "Mở lớp ghi sổ cho nữ chủ hộ kinh doanh",
        ]);
        assert_eq!(found, [(0, 2)]);
    }

    proptest::proptest! {
        #[test]
        fn the_join_finds_what_comparing_all_finds(
            texts in proptest::collection::vec("[abc]( [abcd]){3,7}", 1..12)
        ) {
            let sets = sets(&texts);
            let mut all = Vec::new();
            for (at, one) in sets.iter().enumerate() {
                for (before, other) in sets.iter().enumerate().take(at) {
                    if jaccard(one, other, 0.7) >= 0.7 {
                        all.push((before, at));
                    }
                }
            }
            let mut found: Vec<_> = near_pairs(&texts, 0.7).into_iter().map(|(one, other, _)| (one, other)).collect();
            all.sort_unstable();
            found.sort_unstable();
            proptest::prop_assert_eq!(found, all);
        }
    }
}
