//! What templates may do with a text.

use crate::basics::text::push_escaped;
use tera::{Kwargs, State, TeraResult, Value};

/// `"{n} nhiệm vụ" | fill(n=3)`: puts values into the places of a string.
pub(super) fn fill(template: &str, values: Kwargs, _: &State<'_>) -> TeraResult<String> {
    let mut filled = template.to_owned();
    for (key, value) in values.iter() {
        filled = filled.replace(&format!("{{{key}}}"), &value.to_string());
    }
    Ok(filled)
}

/// `"Kế hoạch số 12-KH/ĐU" | keep`: escaped, with the numbers of documents kept on one line.
pub(super) fn keep(text: &str, _: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    Ok(Value::safe_string(&numbers_kept(text)))
}

fn numbers_kept(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + 64);
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        push_escaped(&mut html, text);
        return html;
    }
    for word in text.split_inclusive(char::is_whitespace) {
        let number = word.trim_end().trim_end_matches(['.', ',', ';', ':', ')', '»', '"']);
        if is_number(number) {
            html.push_str("<span class=\"lien\">");
            push_escaped(&mut html, number);
            html.push_str("</span>");
            push_escaped(&mut html, word.get(number.len()..).unwrap_or_default());
        } else {
            push_escaped(&mut html, word);
        }
    }
    html
}

/// `57-NQ/TW`, `85/KH-UBND`, `13/2023/QH15`.
fn is_number(word: &str) -> bool {
    /// A longer one would not fit a phone beside other words.
    const LONGEST: usize = 24;
    word.starts_with(|first: char| first.is_ascii_digit())
        && word.contains(['-', '/', '–'])
        && word.contains(char::is_uppercase)
        && word.chars().count() <= LONGEST
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_documents_are_kept_and_all_else_is_only_escaped() {
        assert_eq!(
            numbers_kept("Kế hoạch số 12-KH/ĐU, <b>"),
            "Kế hoạch số <span class=\"lien\">12-KH/ĐU</span>, &lt;b&gt;"
        );
        assert_eq!(numbers_kept("13/2023/QH15"), "<span class=\"lien\">13/2023/QH15</span>");
        for plain in ["ngày 31/8/2026", "nhiệm kỳ 2025-2030"] {
            assert_eq!(numbers_kept(plain), plain);
        }
        assert!(!numbers_kept("1<script>-X/").contains("<script>"));
    }
}
