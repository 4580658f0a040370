//! Marking of abbreviations.

use crate::text::push_escaped;

/// Escapes a text and puts `<abbr>` round abbreviations of the site; `seen` holds those already explained.
pub(super) fn push_with_abbreviations(
    out: &mut String,
    text: &str,
    abbreviations: &[(String, String)],
    mut first_use: impl FnMut(usize) -> bool,
) {
    let mut rest = text;
    while !rest.is_empty() {
        let found = abbreviations
            .iter()
            .enumerate()
            .filter_map(|(index, (short, _))| Some((find_word(rest, short)?, std::cmp::Reverse(short.len()), index)))
            .min();
        let Some((start, std::cmp::Reverse(length), index)) = found else { break };
        push_escaped(out, rest.get(..start).unwrap_or_default());
        let word = rest.get(start..start + length).unwrap_or_default();
        match abbreviations.get(index).filter(|_| first_use(index)) {
            Some((_, long)) => {
                out.push_str("<abbr title=\"");
                push_escaped(out, long);
                out.push_str("\">");
                push_escaped(out, word);
                out.push_str("</abbr>");
            }
            None => push_escaped(out, word),
        }
        rest = rest.get(start + length..).unwrap_or_default();
    }
    push_escaped(out, rest);
}

/// Where `word` stands in `text` as a word of its own.
fn find_word(text: &str, word: &str) -> Option<usize> {
    let mut from = 0;
    while let Some(offset) = text.get(from..)?.find(word) {
        let start = from + offset;
        let before = text.get(..start)?.chars().next_back();
        let after = text.get(start + word.len()..)?.chars().next();
        let inside = |ch: Option<char>| ch.is_some_and(|ch| ch.is_alphanumeric());
        let in_number = |ch: Option<char>| ch.is_some_and(|ch| ch == '-' || ch == '/');
        if !inside(before) && !inside(after) && !in_number(before) && !in_number(after) {
            return Some(start);
        }
        from = start + word.len();
    }
    None
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
