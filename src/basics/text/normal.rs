//! Text as it is read from files: composed, with the letters that old keyboards and word processors leave in it made plain
//! (CONTENT §1).

use super::{Legacy, nfc};
use std::borrow::Cow;

/// The composed text (NFC) in which `Ð` and `ð` are `Đ` and `đ`, a no-break space is a space, and soft hyphens and
/// zero-width characters are nothing. A text of [`Legacy`] letters, to which these mean others, is only composed.
pub(crate) fn normal(text: &str) -> Cow<'_, str> {
    let composed = nfc(text);
    // No other letter of Vietnamese begins with these bytes; most files have none of them.
    let may_hold = composed.bytes().any(|byte| matches!(byte, 0xc2 | 0xe2 | 0xef)) || composed.contains(['Ð', 'ð']);
    if !may_hold || !composed.contains(is_typed_otherwise) || Legacy::of_text(&composed).is_some() {
        return composed;
    }
    // What stood between a letter and its mark is gone.
    Cow::Owned(nfc(&plain(&composed)).into_owned())
}

fn is_typed_otherwise(ch: char) -> bool {
    matches!(ch, 'Ð' | 'ð' | '\u{a0}' | '\u{202f}' | '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for ch in text.chars() {
        match ch {
            'Ð' => out.push('Đ'),
            'ð' => out.push('đ'),
            '\u{a0}' | '\u{202f}' => out.push(' '),
            // Joiners make one picture of several, and letters of other scripts: only between Latin ones are they litter.
            '\u{200c}' | '\u{200d}' if out.chars().next_back().is_some_and(joins) => out.push(ch),
            ch if is_typed_otherwise(ch) => {}
            ch => out.push(ch),
        }
    }
    out
}

/// Whether what follows a joiner may change how a character looks.
fn joins(ch: char) -> bool {
    let is_latin =
        ch.is_ascii() || matches!(ch, '\u{c0}'..='\u{24f}' | '\u{300}'..='\u{36f}' | '\u{1e00}'..='\u{1eff}');
    !is_latin && !ch.is_whitespace()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_old_keyboards_and_word_processors_leave_is_made_plain() {
        assert_eq!(normal("Ðoàn Thanh niên, quận ðống"), "Đoàn Thanh niên, quận đống");
        assert_eq!(normal("so_ky_hieu\u{a0}= \"12\u{2060}-KH\u{200b}/ÐU\"\u{feff}"), "so_ky_hieu = \"12-KH/ĐU\"");
        assert_eq!(normal("tuyên\u{ad} truyền\u{200d}"), "tuyên truyền");
        let family = "👨\u{200d}👩\u{200d}👧";
        assert_eq!(normal(family), family, "a picture of several stays one");
        let old = "Céng hoµ x· héi chñ nghÜa ViÖt Nam, §éc lËp - Tù do - H¹nh phóc, ph\u{ad}êng Hoa Ban";
        assert_eq!(normal(old), old, "letters of an old font are for the converter");
    }

    proptest! {
        #[test]
        fn it_is_done_once_and_loses_no_letter(text in "[aếÐð \u{a0}\u{ad}\u{200b}\u{200d}\u{301}👨]{0,20}") {
            let once = normal(&text).into_owned();
            prop_assert_eq!(normal(&once), once.as_str());
            let letters = |text: &str| nfc(text).chars().filter(|ch| ch.is_alphanumeric()).count();
            prop_assert_eq!(letters(&once), letters(&text.replace(is_typed_otherwise, "")) + text.matches(['Ð', 'ð']).count());
        }
    }
}
