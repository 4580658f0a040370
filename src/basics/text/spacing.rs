//! White space and the first letter of a text.

/// All white space as single spaces, none at the ends.
pub(crate) fn single_spaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Whether a text surely is as [`single_spaced`] would make it; a text with spaces of other kinds may be, too.
pub(crate) fn is_single_spaced(text: &str) -> bool {
    let mut before = b' ';
    for byte in text.bytes() {
        // How every space begins that is not ASCII.
        let other_space = byte.is_ascii_control() || matches!((before, byte), (_, 0xc2 | 0xe2 | 0xe3) | (0xe1, 0x9a));
        if other_space || (byte == b' ' && before == b' ') {
            return false;
        }
        before = byte;
    }
    before != b' ' || text.is_empty()
}

/// The first letter as a capital, the rest as it is.
pub(crate) fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_surely_is_single_spaced_stays_as_it_is(text in "[a ế\u{a0}\u{2009}\u{3000}\u{1680}\u{85}\n\t]{0,12}") {
            if is_single_spaced(&text) {
                prop_assert_eq!(single_spaced(&text), text);
            }
        }
    }
}
