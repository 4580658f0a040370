//! Marking of abbreviations.

use crate::basics::text::push_escaped;

/// Escapes a text and puts `<abbr>` round abbreviations of the site; `seen` holds those already explained.
pub(super) fn push_with_abbreviations(
    out: &mut String,
    text: &str,
    abbreviations: &[(String, String)],
    mut first_use: impl FnMut(usize) -> bool,
) {
    // Most bytes begin no abbreviation: that is known without a look at what letters they are.
    let mut begins = [false; 256];
    for first in abbreviations.iter().filter_map(|(short, _)| short.bytes().next()) {
        if let Some(first) = begins.get_mut(usize::from(first)) {
            *first = true;
        }
    }
    let may_begin = |byte: u8| begins.get(usize::from(byte)).is_some_and(|begins| *begins);
    let mut written = 0;
    for at in text.bytes().enumerate().filter(|(_, byte)| may_begin(*byte)).map(|(at, _)| at) {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let stands = at >= written && !goes_on(before);
        let Some((index, short, long)) = stands.then(|| abbreviation(text.get(at..)?, abbreviations)).flatten() else {
            continue;
        };
        push_escaped(out, text.get(written..at).unwrap_or_default());
        written = at + short.len();
        if first_use(index) {
            out.push_str("<abbr title=\"");
            push_escaped(out, long);
            out.push_str("\">");
            push_escaped(out, short);
            out.push_str("</abbr>");
        } else {
            push_escaped(out, short);
        }
    }
    push_escaped(out, text.get(written..).unwrap_or_default());
}

/// The longest abbreviation that a text begins with, as a word of its own.
fn abbreviation<'a>(text: &str, abbreviations: &'a [(String, String)]) -> Option<(usize, &'a str, &'a str)> {
    let here = abbreviations.iter().enumerate().filter(|(_, (short, _))| {
        text.strip_prefix(short.as_str()).is_some_and(|rest| !short.is_empty() && !goes_on(rest.chars().next()))
    });
    let longest = here.max_by_key(|(index, (short, _))| (short.len(), std::cmp::Reverse(*index)));
    longest.map(|(index, (short, long))| (index, short.as_str(), long.as_str()))
}

/// Whether a sign makes one word, or one number of a document, with what stands beside it.
fn goes_on(ch: Option<char>) -> bool {
    ch.is_some_and(|ch| ch.is_alphanumeric() || ch == '-' || ch == '/')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(text: &str) -> String {
        let list = [("UBND".to_owned(), "Ủy ban nhân dân".to_owned()), ("TW".to_owned(), "Trung ương".to_owned())];
        let mut out = String::new();
        let mut seen = Vec::new();
        push_with_abbreviations(&mut out, text, &list, |index| {
            let first = !seen.contains(&index);
            seen.push(index);
            first
        });
        out
    }

    #[test]
    fn abbreviations_are_explained_once_and_never_inside_numbers() {
        assert_eq!(mark("UBND và UBND <b>"), "<abbr title=\"Ủy ban nhân dân\">UBND</abbr> và UBND &lt;b&gt;");
        assert_eq!(mark("57-NQ/TW, XUBND"), "57-NQ/TW, XUBND");
    }
}
