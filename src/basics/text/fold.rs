//! Normal form and folding: what makes two spellings of one Vietnamese name equal.

use std::borrow::Cow;
use unicode_normalization::{IsNormalized, UnicodeNormalization, char::is_combining_mark, is_nfc_quick};

/// The composed form (NFC). Borrowed when the text already is composed.
pub(crate) fn nfc(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfc().collect())
    }
}

/// One character without marks, in lower case: `Ằ` → `a`, `Đ` → `d`.
///
/// `đ` has no decomposition in Unicode, so it is mapped by hand.
fn push_folded(ch: char, out: &mut String) {
    if ch.is_ascii() {
        out.push(ch.to_ascii_lowercase());
        return;
    }
    for part in std::iter::once(ch).nfd().filter(|part| !is_combining_mark(*part)) {
        match part {
            'đ' | 'Đ' | 'ð' | 'Ð' => out.push('d'),
            other => out.extend(other.to_lowercase()),
        }
    }
}

/// The text without marks and in lower case; punctuation and spacing stay.
pub(crate) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for ch in text.chars() {
        push_folded(ch, &mut out);
    }
    out
}

/// The key under which names are compared: folded words joined by one space.
///
/// Case, marks, tone placement, punctuation and spacing do not matter, nor does a missing space
/// between a word and a number (`Chi bộ1` = `chi bộ 1`).
pub(crate) fn fold_words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut last: Option<char> = None;
    let mut gap = false;
    for ch in fold(text).chars() {
        if !ch.is_alphanumeric() {
            gap = true;
            continue;
        }
        let turns = last.is_some_and(|before| before.is_ascii_digit() != ch.is_ascii_digit());
        if !out.is_empty() && (gap || turns) {
            out.push(' ');
        }
        out.push(ch);
        last = Some(ch);
        gap = false;
    }
    out
}

/// The key under which names of organisations are compared: [`fold_words`] without its spaces, but for those that keep
/// two numbers apart, so that `U.B.N.D` = `UBND` and `Khuphố 1` = `Khu phố 1`.
pub(crate) fn fold_name(text: &str) -> String {
    let words = fold_words(text);
    let mut out = String::with_capacity(words.len());
    for word in words.split(' ') {
        let digit = |ch: Option<char>| ch.is_some_and(|ch| ch.is_ascii_digit());
        if digit(out.chars().next_back()) && digit(word.chars().next()) {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn spellings_of_one_name_fold_to_one_key() {
        let key = fold_words("Ủy ban nhân dân phường");
        for spelling in ["UỶ BAN NHÂN DÂN PHƯỜNG", "uỷ ban  nhân dân, phường", "Uy ban nhan dan phuong"] {
            assert_eq!(fold_words(spelling), key, "{spelling}");
        }
        assert_eq!(fold_words("Đường Đặng"), "duong dang");
        assert_eq!(fold_words("Chi bộ1"), fold_words("chi bộ 1"));
        assert_eq!(fold_name("U.B.N.D"), fold_name("UBND"));
        assert_eq!(fold_name("Khuphố 1"), fold_name("Khu phố 1"));
        assert_ne!(fold_name("Tổ 1 1"), fold_name("Tổ 11"));
    }

    #[test]
    fn decomposed_text_folds_like_composed_text() {
        let decomposed: String = "Nghị quyết về đường".nfd().collect();
        assert_eq!(fold(&decomposed), fold("Nghị quyết về đường"));
        assert_eq!(nfc(&decomposed), "Nghị quyết về đường");
    }

    proptest! {
        #[test]
        fn folding_is_idempotent(text in "\\PC{0,40}") {
            let once = fold_words(&text);
            prop_assert_eq!(fold_words(&once), once);
        }
    }
}
