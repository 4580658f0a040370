//! Cutting text into tokens: the first step of search, the same in Rust and in the reader's browser.
//!
//! The tables here stand again in `themes/bang-tin/nguon/tim-kiem/analysis.mjs`; `tests/search/vectors.json` holds the two
//! together.

use std::borrow::Cow;

/// A run of letters, or a run of digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token<'t> {
    pub(crate) text: &'t str,
    /// Whether a sentence, a bracket or a quotation begins before it, so that it is nobody's neighbour to the left.
    pub(crate) starts: bool,
    /// The one character that ties it to the token before: `57-NQ`, `22/12`, `1.500`.
    pub(crate) tie: Option<char>,
}

impl Token<'_> {
    pub(crate) fn is_number(&self) -> bool {
        self.text.starts_with(|ch: char| ch.is_ascii_digit())
    }
}

/// Invisible characters that word processors leave inside words.
fn is_ignored(ch: char) -> bool {
    matches!(ch, '\u{ad}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// Everything that is part of no word: blanks, punctuation, symbols, the private characters of old bullet fonts.
fn is_separator(ch: char) -> bool {
    matches!(ch,
        '\0'..='/' | ':'..='@' | '['..='`' | '{'..='\u{bf}' | '\u{d7}' | '\u{f7}' | '\u{2000}'..='\u{2bff}'
        | '\u{2e00}'..='\u{2e7f}' | '\u{3000}'..='\u{3020}' | '\u{e000}'..='\u{f8ff}' | '\u{fe10}'..='\u{ffff}')
}

/// What ends a sentence or stands round a piece of one.
const BREAKS: [char; 19] =
    ['.', ';', ':', '!', '?', '(', ')', '[', ']', '"', '“', '”', '«', '»', '…', '|', '•', '·', '\n'];

/// Whether what stands between two tokens parts them. A stop that touches both does not: `22.12`, `U.B.N.D`, `7:30`.
fn parts(gap: &str) -> bool {
    gap != "." && gap != ":" && gap.contains(BREAKS)
}

/// The text without invisible characters; borrowed when there are none.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    // No letter of Vietnamese begins with the bytes that these characters begin with.
    let may_hide = text.bytes().any(|byte| matches!(byte, 0xc2 | 0xe2 | 0xef));
    if !may_hide || !text.contains(is_ignored) { Cow::Borrowed(text) } else { Cow::Owned(text.replace(is_ignored, "")) }
}

/// The tokens of a [`visible`] text.
pub(crate) fn tokens(text: &str) -> impl Iterator<Item = Token<'_>> {
    let mut rest = text;
    let mut first = true;
    std::iter::from_fn(move || {
        let start = rest.find(|ch| !is_separator(ch))?;
        let (gap, word) = rest.split_at(start);
        let digits = word.starts_with(|ch: char| ch.is_ascii_digit());
        let end = word.find(|ch: char| is_separator(ch) || ch.is_ascii_digit() != digits).unwrap_or(word.len());
        let (word, after) = word.split_at(end);
        rest = after;
        let starts = first || parts(gap);
        first = false;
        let mut inside = gap.chars();
        let tie = match (inside.next(), inside.next()) {
            (Some(ch @ ('-' | '/' | '.')), None) => Some(ch),
            _ => None,
        };
        Some(Token { text: word, starts, tie })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cut(text: &str) -> Vec<&str> {
        tokens(text).map(|token| token.text).collect()
    }

    #[test]
    fn letters_and_digits_are_cut_at_each_other_and_at_everything_else() {
        assert_eq!(cut("Số 57-NQ/TW, KP3 (22.12.2024)"), ["Số", "57", "NQ", "TW", "KP", "3", "22", "12", "2024"]);
        assert_eq!(cut("\u{f0b7} Gạch đầu dòng"), ["Gạch", "đầu", "dòng"]);
        assert_eq!(visible("tuyên\u{ad}truyền"), "tuyêntruyền");
    }

    #[test]
    fn sentences_and_brackets_part_neighbours_but_stops_inside_words_do_not() {
        let starts = |text| tokens(text).map(|token| token.starts).collect::<Vec<_>>();
        assert_eq!(starts("xong. Tiếp theo"), [true, true, false]);
        assert_eq!(starts("phòng, chữa cháy"), [true, false, false]);
        assert_eq!(starts("U.B.N.D 7:30"), [true, false, false, false, false, false]);
        assert_eq!(starts("a (b) c"), [true, true, true]);
    }

    proptest! {
        #[test]
        fn no_letter_and_no_digit_is_lost(text in "\\PC{0,60}") {
            let shown = visible(&text);
            let kept: String = tokens(&shown).flat_map(|token| token.text.chars()).collect();
            let all: String = shown.chars().filter(|ch| !is_separator(*ch)).collect();
            prop_assert_eq!(kept, all);
            let vietnamese = "aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạ0123456789";
            prop_assert!(vietnamese.chars().all(|ch| !is_separator(ch)));
        }
    }
}
