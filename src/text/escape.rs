//! The one escape for HTML.

/// Text as HTML, for elements and quoted attributes alike.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_escaped(&mut out, text);
    out
}

/// Appends escaped text.
pub(crate) fn push_escaped(out: &mut String, text: &str) {
    for ch in text.chars() {
        match ch {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
}

/// The text with every sign that Markdown would take for its own made plain.
pub(crate) fn escape_markdown(text: &str, in_table: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(ch) = chars.next() {
        let next = chars.peek().copied();
        let special = match ch {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '~' | '{' => true,
            '&' => next.is_some_and(|next| next.is_ascii_alphanumeric() || next == '#'),
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
