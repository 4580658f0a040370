//! The one escape for HTML.

/// Text as HTML, for elements and quoted attributes alike.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_escaped(&mut out, text);
    out
}

/// Appends escaped text.
pub(crate) fn push_escaped(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some((at, escaped)) = rest.bytes().enumerate().find_map(|(at, byte)| Some((at, escaped(byte)?))) {
        out.push_str(rest.get(..at).unwrap_or_default());
        out.push_str(escaped);
        rest = rest.get(at + 1..).unwrap_or_default();
    }
    out.push_str(rest);
}

/// What stands for a sign that HTML would take for its own.
fn escaped(byte: u8) -> Option<&'static str> {
    Some(match byte {
        b'&' => "&amp;",
        b'<' => "&lt;",
        b'>' => "&gt;",
        b'"' => "&quot;",
        b'\'' => "&#39;",
        _ => return None,
    })
}

/// The text with every sign that Markdown would take for its own made plain.
pub(crate) fn escape_markdown(text: &str, in_table: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(ch) = chars.next() {
        let next = chars.peek().copied();
        let special = match ch {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '~' | '{' => true,
            // At the end of a piece too: what the next one begins with may make an entity of it.
            '&' => next.is_none_or(|next| next.is_ascii_alphanumeric() || next == '#'),
            '|' => in_table,
            _ => false,
        };
        if special {
            out.push('\\');
        }
        out.push(ch);
    }
    out
}

/// What of a text XML can hold: all but control signs (XML 1.0 §2.2).
pub(crate) fn without_control_signs(text: &str) -> String {
    let allowed =
        |ch: &char| matches!(ch, '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..);
    text.chars().filter(allowed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_that_ends_with_an_ampersand_makes_no_entity_with_the_next() {
        assert_eq!(format!("{}{}", escape_markdown("A &", false), escape_markdown("eg;", false)), "A \\&eg;");
        assert_eq!(escape_markdown("a & b &lt; *c* | d", true), "a & b \\&lt; \\*c\\* \\| d");
    }
}
