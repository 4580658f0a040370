//! The letters of a text as an eye reads them: no case, no spaces, no look-alikes of other scripts.

use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// The letters of a text in lower case and nothing else.
pub(super) fn letters(text: &str) -> String {
    let text = plain(text);
    let mut letters = String::with_capacity(text.len());
    text.chars().for_each(|ch| push_letter(&mut letters, ch));
    letters
}

/// Letters, each byte with the place of its letter in the text.
#[derive(Debug, Default)]
pub(super) struct Placed {
    pub(super) letters: String,
    places: Vec<usize>,
}

impl Placed {
    pub(super) fn of(text: &str) -> Self {
        let mut placed = Self::default();
        let mut start = 0;
        for piece in clusters(text) {
            for ch in plain(piece).chars() {
                push_letter(&mut placed.letters, ch);
            }
            placed.places.resize(placed.letters.len(), start);
            start += piece.len();
        }
        placed
    }

    /// The first byte of the letter at a byte of the letters.
    pub(super) fn place(&self, byte: usize) -> Option<usize> {
        self.places.get(byte).copied()
    }
}

/// Letters with the marks that follow them.
fn clusters(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let marks = rest.get(first.len_utf8()..)?;
        let end = marks.find(|ch| !is_combining(ch)).unwrap_or(marks.len());
        let (cluster, after) = rest.split_at(first.len_utf8() + end);
        rest = after;
        Some(cluster)
    })
}

fn is_combining(ch: char) -> bool {
    matches!(ch, '\u{300}'..='\u{36f}')
}

/// The text in Latin letters: full-width, mathematical and circled ones, and those of Cyrillic and Greek that look the same,
/// are what they look like.
fn plain(text: &str) -> Cow<'_, str> {
    let ordinary = |ch: char| matches!(ch, '\0'..='\u{24f}' | '\u{1ea0}'..='\u{1ef9}' | '\u{2000}'..='\u{206f}');
    if text.chars().all(ordinary) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.nfkd().map(latin).nfc().collect())
}

fn latin(ch: char) -> char {
    match ch {
        'А' | 'а' | 'Α' | 'α' => 'a',
        'В' | 'в' | 'Β' | 'β' => 'b',
        'С' | 'с' | 'Ϲ' | 'ϲ' => 'c',
        'Е' | 'е' | 'Ε' | 'ε' => 'e',
        'Н' | 'н' | 'Η' | 'һ' | 'Һ' => 'h',
        'І' | 'і' | 'Ι' | 'ι' | 'Ӏ' | 'ӏ' => 'i',
        'К' | 'к' | 'Κ' | 'κ' => 'k',
        'М' | 'м' | 'Μ' => 'm',
        'Ν' => 'n',
        'О' | 'о' | 'Ο' | 'ο' | 'σ' => 'o',
        'Р' | 'р' | 'Ρ' | 'ρ' => 'p',
        'Ѕ' | 'ѕ' => 's',
        'Т' | 'т' | 'Τ' | 'τ' => 't',
        'У' | 'у' | 'Υ' | 'υ' => 'y',
        'Х' | 'х' | 'Χ' | 'χ' => 'x',
        'ᴀ' => 'a',
        'ᴍ' => 'm',
        'ᴛ' => 't',
        other => other,
    }
}

/// Every character of every text comes through here.
fn push_letter(letters: &mut String, ch: char) {
    match ch {
        // Ð and ð, and Ɖ, are typed for Đ.
        '\u{d0}' | '\u{f0}' | '\u{189}' => letters.push('đ'),
        'a'..='z' | 'ß'..='ö' | 'ø'..='ÿ' => letters.push(ch),
        'A'..='Z' => letters.push(ch.to_ascii_lowercase()),
        '\0'..='\u{7f}' => {}
        // Vietnamese letters stand in pairs, the capital first.
        '\u{1ea0}'..='\u{1ef9}' => letters.push(char::from_u32(u32::from(ch) | 1).unwrap_or(ch)),
        _ if ch.is_alphabetic() => letters.extend(ch.to_lowercase()),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn look_alikes_are_what_they_look_like() {
        for text in ["MẬT", "ＭẬＴ", "МẬТ", "М\u{410}\u{323}\u{302}Т", "ΜẬΤ", "𝐌Ậ𝐓", "M\u{200b}Ậ\u{ad}T", "Ⓜ Ậ Ⓣ"]
        {
            assert_eq!(letters(text), "mật", "{text}");
            assert_eq!(Placed::of(text).letters, "mật", "{text}");
        }
        assert_eq!(letters("Ðộ Ɖộ"), "độđộ");
    }

    proptest::proptest! {
        #[test]
        fn letters_are_those_that_unicode_says(text in "[a-zA-Z0-9 .,À-ÏÑ-ïñ-ſẠ-ỹƠơƯư]{0,40}") {
            let plain: String = text.chars().filter(|ch| ch.is_alphabetic()).flat_map(char::to_lowercase).collect();
            proptest::prop_assert_eq!(letters(&text), plain);
        }

        #[test]
        fn every_letter_has_the_place_it_stands_at(text in "[a-cẬậМ \u{300}\u{323}ＭЖ]{0,30}") {
            let placed = Placed::of(&text);
            for byte in 0..placed.letters.len() {
                let place = placed.place(byte);
                proptest::prop_assert!(place.is_some_and(|place| text.is_char_boundary(place) && place < text.len()));
            }
        }
    }
}
