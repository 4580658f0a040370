//! Tera's errors, as diagnostics that point into the template.

use crate::diag::{Diagnostic, FileId, Location, Span, codes, msg};
use std::collections::BTreeMap;
use tera::ErrorKind;

pub(super) fn diagnostic(
    error: &tera::Error,
    template: &str,
    files: &BTreeMap<String, FileId>,
    texts: &BTreeMap<String, String>,
) -> Diagnostic {
    let (name, reason, position) = match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => (
            report.filename().to_owned(),
            report.message().to_owned(),
            Some((report.span().start_line, report.span().start_col)),
        ),
        other => (template.to_owned(), other.to_string(), None),
    };
    let at = files.get(&name).map_or(Location::Site, |file| match position {
        Some((line, column)) => place(*file, texts.get(&name).map(String::as_str).unwrap_or_default(), line, column),
        None => Location::File(*file),
    });
    let line = position.map(|(line, _)| format!(":{line}")).unwrap_or_default();
    Diagnostic::new(
        codes::THEME_BROKEN,
        at,
        msg!("mẫu trang `{name}{line}`: {reason}", "template `{name}{line}`: {reason}"),
    )
    .help(msg!(
        "sửa mẫu trong themes/, hoặc xóa tệp ấy để dùng mẫu có sẵn",
        "mend the template in themes/, or delete the file to use the built-in one"
    ))
}

/// A 1-based line and 0-based column as a place in the text.
fn place(file: FileId, text: &str, line: usize, column: usize) -> Location {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = text.get(start..).unwrap_or_default().lines().next().unwrap_or_default();
    let offset: usize = rest.chars().take(column).map(char::len_utf8).sum();
    Span::new(file, start + offset..start + rest.len().max(offset)).into()
}
