//! Tera's errors, as diagnostics that point into the template.

use super::files::ORIGINAL;
use super::reason::Reason;
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
        ErrorKind::MissingParent { current, .. } => (current.clone(), error.kind().to_string(), None),
        other => pointed(&other.to_string(), template, files),
    };
    let reason = Reason::of(&reason);
    let (vi, en) = (reason.vi(), reason.en());
    // A template of ours is called as people know it, unless they have one of the same name.
    let shown = name.strip_prefix(ORIGINAL).filter(|original| !files.contains_key(*original)).unwrap_or(&name);
    let at = files.get(&name).map_or(Location::Site, |file| match position {
        Some((line, column)) => place(*file, texts.get(&name).map(String::as_str).unwrap_or_default(), line, column),
        None => Location::File(*file),
    });
    let line = position.map(|(line, _)| format!(":{line}")).unwrap_or_default();
    Diagnostic::new(codes::THEME_BROKEN, at, msg!("mẫu trang `{shown}{line}`: {vi}", "template `{shown}{line}`: {en}"))
        .help(msg!(
            "sửa mẫu trong themes/, hoặc xóa tệp ấy để dùng mẫu có sẵn",
            "mend the template in themes/, or delete the file to use the built-in one"
        ))
}

/// A message that draws its place itself: `error: … --> ke-hoach.html:1:36 …`.
fn pointed(text: &str, template: &str, files: &BTreeMap<String, FileId>) -> (String, String, Option<(usize, usize)>) {
    let reason = text.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned();
    let place = text.split_once("--> ").and_then(|(_, rest)| {
        let mut parts = rest.lines().next()?.trim().rsplitn(3, ':');
        let (column, line): (usize, usize) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        Some((parts.next()?.to_owned(), (line, column.saturating_sub(1))))
    });
    match place {
        Some((name, position)) => (name, reason, Some(position)),
        None => {
            // Where it only names templates, the first of the site's own.
            let named = Reason::of(&reason).quoted().find(|name| files.contains_key(*name));
            (named.unwrap_or(template).to_owned(), reason, None)
        }
    }
}

/// A 1-based line and 0-based column as a place in the text.
fn place(file: FileId, text: &str, line: usize, column: usize) -> Location {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = text.get(start..).unwrap_or_default().lines().next().unwrap_or_default();
    let offset: usize = rest.chars().take(column).map(char::len_utf8).sum();
    Span::new(file, start + offset..start + rest.len().max(offset)).into()
}
