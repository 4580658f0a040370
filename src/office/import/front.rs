//! Front matter: keys in the order of the contract, with remarks where somebody must look.

use std::fmt::Write;

/// TOML while it is written.
#[derive(Debug, Default)]
pub(super) struct Front {
    out: String,
}

impl Front {
    pub(super) fn text(&mut self, key: &str, value: &str) {
        let _ = writeln!(self.out, "{key} = {}", quoted(value));
    }

    pub(super) fn optional(&mut self, key: &str, value: Option<&str>) {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            self.text(key, value);
        }
    }

    /// A value that is TOML already: a date, a number, a table.
    pub(super) fn raw(&mut self, key: &str, value: &str) {
        let _ = writeln!(self.out, "{key} = {value}");
    }

    pub(super) fn list(&mut self, key: &str, values: &[String]) {
        if values.is_empty() {
            return;
        }
        let _ = writeln!(self.out, "{key} = [");
        for value in values {
            let _ = writeln!(self.out, "  {},", quoted(value));
        }
        self.out.push_str("]\n");
    }

    /// A remark; each line of it.
    pub(super) fn remark(&mut self, text: &str) {
        for line in text.lines() {
            let _ = writeln!(self.out, "{}", format!("# {line}").trim_end());
        }
    }

    pub(super) fn table(&mut self, name: &str) {
        let _ = writeln!(self.out, "\n[[{name}]]");
    }

    pub(super) fn blank(&mut self) {
        self.out.push('\n');
    }

    /// The TOML alone.
    pub(super) fn into_text(self) -> String {
        self.out
    }

    /// The file: front matter between its lines, then the body.
    pub(super) fn with_body(self, body: &str) -> String {
        let body = body.trim();
        match body {
            "" => format!("+++\n{}+++\n", self.out),
            body => format!("+++\n{}+++\n\n{body}\n", self.out),
        }
    }
}

/// A string as TOML writes it, on one line.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for ch in text.trim().chars() {
        match ch {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push(' '),
            ch if ch.is_control() => {}
            ch => out.push(ch),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn every_text_is_one_toml_string(text in "\\PC{0,40}") {
            let read: Result<toml::Table, _> = toml::from_str(&format!("a = {}", quoted(&text)));
            let value = read.ok().and_then(|table| table.get("a").and_then(|value| value.as_str().map(str::to_owned)));
            proptest::prop_assert_eq!(value.as_deref(), Some(text.trim()));
        }
    }
}
