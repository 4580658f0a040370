//! Vietnamese syllables as search sees them: marks taken apart, so that they can be compared one by one.

use unicode_normalization::UnicodeNormalization;

/// A syllable or number («tiếng»), in the two spellings under which the index knows it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Syllable {
    /// Without any mark, đ → d: `duong`. A number without leading zeros.
    pub(crate) folded: String,
    /// Letters with their quality, then the tone as a digit 1–5 (sắc, huyền, hỏi, ngã, nặng), none when level:
    /// `đương2`. Where the tone mark stands does not matter: `hoà` = `hòa` = `hoa2`.
    pub(crate) key: String,
}

impl Syllable {
    /// Reads one token.
    pub(crate) fn of(token: &str) -> Self {
        if token.starts_with(|ch: char| ch.is_ascii_digit()) {
            let number = token.trim_start_matches('0');
            let number = if number.is_empty() { "0" } else { number };
            return Self { folded: number.to_owned(), key: number.to_owned() };
        }
        let (mut letters, mut folded) = (String::with_capacity(token.len()), String::with_capacity(token.len()));
        let mut tone = None;
        for ch in token.to_lowercase().nfd() {
            match ch {
                '\u{301}' => tone = Some('1'),
                '\u{300}' => tone = Some('2'),
                '\u{309}' => tone = Some('3'),
                '\u{303}' => tone = Some('4'),
                '\u{323}' => tone = Some('5'),
                // Eth and the African d stand for đ in texts converted from old encodings.
                'đ' | 'ð' | 'ɖ' => {
                    letters.push('đ');
                    folded.push('d');
                }
                mark @ '\u{300}'..='\u{36f}' => letters.push(mark),
                other => {
                    letters.push(other);
                    folded.push(other);
                }
            }
        }
        let mut key: String = letters.nfc().collect();
        key.extend(tone);
        Self { folded, key }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn key(token: &str) -> String {
        Syllable::of(token).key
    }

    #[test]
    fn the_place_of_a_tone_mark_does_not_matter_its_kind_does() {
        assert_eq!(key("hoà"), key("HÒA"));
        assert_eq!(key("uỷ"), key("ủy"));
        assert_eq!(key("đường"), "đương2");
        assert_ne!(key("đường"), key("dương"));
        assert_eq!(Syllable::of("Đường").folded, "duong");
        assert_eq!(key("Ð"), "đ");
        assert_eq!(key("007"), "7");
        assert_eq!(key("00"), "0");
    }

    #[test]
    fn composed_and_decomposed_spellings_are_one() {
        let decomposed: String = "quyết".nfd().collect();
        assert_eq!(key(&decomposed), key("quyết"));
    }

    proptest! {
        #[test]
        fn folding_a_syllable_twice_changes_nothing(text in "\\PC{1,20}") {
            for token in crate::basics::text::token::tokens(&text) {
                let once = Syllable::of(token.text).folded;
                prop_assert_eq!(&Syllable::of(&once).folded, &once);
            }
        }

        #[test]
        fn a_letter_without_marks_is_never_lost(token in "[a-zA-ZăâđêôơưĂÂĐÊÔƠƯáàảãạếềểễệ]{1,8}") {
            prop_assert_eq!(Syllable::of(&token).folded.chars().count(), token.chars().count());
        }
    }
}
