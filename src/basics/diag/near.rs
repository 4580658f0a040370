//! «Ý bạn là …?»: the nearest of the names that would have been right.

use crate::basics::text::fold_words;

/// The candidate nearest to `typed`, when it is near enough to be worth offering.
pub(crate) fn nearest<'a>(typed: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed = squeeze(typed);
    if typed.is_empty() {
        return None;
    }
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&typed, &squeeze(candidate)), candidate))
        .filter(|(distance, candidate)| *distance <= allowed(candidate, &typed))
        .min()
        .map(|(_, candidate)| candidate)
}

fn squeeze(text: &str) -> String {
    fold_words(text).replace(' ', "")
}

fn allowed(candidate: &str, typed: &str) -> usize {
    candidate.chars().count().min(typed.chars().count()).div_ceil(4).min(5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misspelt_keys_find_their_neighbour() {
        let keys = ["thoi_han", "chu_tri", "phoi_hop", "noi_dung"];
        assert_eq!(nearest("thoihan", keys), Some("thoi_han"));
        assert_eq!(nearest("chủ_trì", keys), Some("chu_tri"));
        assert_eq!(nearest("phoi_hopp", keys), Some("phoi_hop"));
        assert_eq!(nearest("xyz", keys), None);
        assert_eq!(nearest("", keys), None);
    }
}
