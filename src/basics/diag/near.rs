//! «Ý bạn là …?»: the nearest of the names that would have been right.

use crate::basics::text::fold_words;
use std::collections::BTreeSet;

/// Of so many names each is compared; of more only those round the place where the name would stand.
const COMPARED: usize = 400;

/// The candidate nearest to `typed`, when it is near enough to be worth offering.
pub(crate) fn nearest<'a>(typed: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed = Name::of(typed);
    if typed.letters.is_empty() {
        return None;
    }
    let candidates = candidates.into_iter().filter_map(|candidate| typed.distance(&Name::of(candidate), candidate));
    candidates.min().map(|(_, candidate)| candidate)
}

/// The nearest of many, each 0 or more edits away.
pub(crate) type Near<'a> = Option<(usize, &'a str)>;

/// Many names, asked for more than once: a question does not look at each of them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Nearby {
    /// In the order of their letters.
    forward: Vec<(Name, String)>,
    /// Their places there, in the order of their letters from behind: a mistake at the start leaves the end.
    backward: Vec<(String, usize)>,
}

impl Nearby {
    pub(crate) fn of<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let mut forward: Vec<_> = names.into_iter().map(|name| (Name::of(name), name.to_owned())).collect();
        forward.sort();
        forward.dedup();
        let mut backward: Vec<_> =
            forward.iter().enumerate().map(|(place, (name, _))| (name.reversed(), place)).collect();
        backward.sort();
        Self { forward, backward }
    }

    /// The nearest name, when it is near enough to be worth offering.
    pub(crate) fn nearest(&self, typed: &str) -> Near<'_> {
        let typed = Name::of(typed);
        if typed.letters.is_empty() {
            return None;
        }
        let places = match self.forward.len() <= COMPARED {
            true => (0..self.forward.len()).collect(),
            false => self.round(&typed),
        };
        let names = places.into_iter().filter_map(|place| self.forward.get(place));
        names.filter_map(|(name, written)| typed.distance(name, written.as_str())).min()
    }

    /// The places of the names that begin or end as `typed` does.
    fn round(&self, typed: &Name) -> BTreeSet<usize> {
        let reversed = typed.reversed();
        let window = |middle: usize| middle.saturating_sub(COMPARED / 4)..middle + COMPARED / 4;
        let forward = window(self.forward.partition_point(|(name, _)| name < typed));
        let backward = window(self.backward.partition_point(|(name, _)| *name < reversed));
        let ends = self.backward.iter().skip(backward.start).take(backward.len()).map(|(_, place)| *place);
        forward.chain(ends).collect()
    }
}

/// A name as names are compared: folded, without spaces.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Name {
    letters: String,
    /// Letters.
    count: usize,
}

impl Name {
    fn of(text: &str) -> Self {
        let letters = fold_words(text).replace(' ', "");
        let count = letters.chars().count();
        Self { letters, count }
    }

    fn reversed(&self) -> String {
        self.letters.chars().rev().collect()
    }

    /// How far a candidate is, where that is near enough.
    fn distance<'a>(&self, candidate: &Self, written: &'a str) -> Near<'a> {
        let allowed = self.count.min(written.chars().count()).div_ceil(4).min(5);
        if self.count.abs_diff(candidate.count) > allowed {
            return None;
        }
        let distance = strsim::osa_distance(&self.letters, &candidate.letters);
        (distance <= allowed).then_some((distance, written))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn misspelt_keys_find_their_neighbour() {
        let keys = ["thoi_han", "chu_tri", "phoi_hop", "noi_dung"];
        assert_eq!(nearest("thoihan", keys), Some("thoi_han"));
        assert_eq!(nearest("chủ_trì", keys), Some("chu_tri"));
        assert_eq!(nearest("phoi_hopp", keys), Some("phoi_hop"));
        assert_eq!(nearest("xyz", keys), None);
        assert_eq!(nearest("", keys), None);
    }

    #[test]
    fn one_of_thousands_is_found_whether_its_start_or_its_end_is_misspelt() {
        let names: Vec<String> = (0..5_000).map(|number| format!("{number}-kh-du-nam-2026-phuong")).collect();
        let nearby = Nearby::of(names.iter().map(String::as_str));
        assert_eq!(
            nearby.nearest("x4321-kh-du-nam-2026-phuong").map(|(_, name)| name),
            Some("4321-kh-du-nam-2026-phuong")
        );
        assert_eq!(
            nearby.nearest("4321-kh-du-nam-2026-phuog").map(|(_, name)| name),
            Some("4321-kh-du-nam-2026-phuong")
        );
        assert_eq!(nearby.nearest("ban-tin-khac-han"), None);
    }

    proptest! {
        #[test]
        fn of_few_names_the_same_one_is_offered(typed in "[a-d_]{0,6}", names in proptest::collection::vec("[a-d_]{1,6}", 0..8)) {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let nearby = Nearby::of(names.iter().copied());
            prop_assert_eq!(nearby.nearest(&typed).map(|(_, name)| name), nearest(&typed, names));
        }
    }
}
