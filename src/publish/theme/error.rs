//! Tera's errors, as diagnostics that point into the template.

use super::files::ORIGINAL;
use super::reason::Reason;
use crate::basics::diag::{Diagnostic, FileId, Location, Span, codes, msg};
use std::collections::BTreeMap;
use tera::ErrorKind;

/// Where a template is broken, and what Tera says of it.
struct Fault {
    /// The template's name; empty where Tera names none.
    name: String,
    reason: String,
    /// A 1-based line and 0-based column.
    position: Option<(usize, usize)>,
}

pub(super) fn diagnostic(
    error: &tera::Error,
    template: &str,
    files: &BTreeMap<String, FileId>,
    texts: &BTreeMap<String, String>,
) -> Diagnostic {
    let fault = Fault::of(error, template, files, texts);
    let reason = Reason::of(&fault.reason);
    let (vi, en) = (reason.vi(), reason.en());
    // A template of ours is called as people know it, unless they have one of the same name.
    let shown = fault.name.strip_prefix(ORIGINAL).filter(|original| !files.contains_key(*original));
    let shown = shown.unwrap_or(&fault.name);
    let line = fault.position.map(|(line, _)| format!(":{line}")).unwrap_or_default();
    if let Some((component, file)) = fault.overriding(&reason, files, texts) {
        return Diagnostic::new(
            codes::THEME_BROKEN,
            Location::File(file),
            msg!(
                "thành phần `{component}` của trang không hợp với chỗ gọi nó, mẫu `{shown}{line}`: {vi}",
                "the site's component `{component}` does not fit its call in template `{shown}{line}`: {en}"
            ),
        )
        .help(msg!(
            "cho thành phần ấy nhận các tham số như bản có sẵn, hoặc đặt cho nó tên khác",
            "let it take what the built-in one takes, or give it another name"
        ));
    }
    let at = files.get(&fault.name).map_or(Location::Site, |file| match fault.position {
        Some(position) => place(*file, texts.get(&fault.name).map_or("", String::as_str), position),
        None => Location::File(*file),
    });
    Diagnostic::new(codes::THEME_BROKEN, at, msg!("mẫu trang `{shown}{line}`: {vi}", "template `{shown}{line}`: {en}"))
        .help(msg!(
            "sửa mẫu trong themes/, hoặc xóa tệp ấy để dùng mẫu có sẵn",
            "mend the template in themes/, or delete the file to use the built-in one"
        ))
}

impl Fault {
    fn of(
        error: &tera::Error,
        template: &str,
        files: &BTreeMap<String, FileId>,
        texts: &BTreeMap<String, String>,
    ) -> Self {
        let kind = error.kind();
        match kind {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => Self {
                name: report.filename().to_owned(),
                reason: report.message().to_owned(),
                position: Some((report.span().start_line, report.span().start_col)),
            },
            ErrorKind::MissingParent { current, .. } => {
                Self { name: current.clone(), reason: kind.to_string(), position: None }
            }
            ErrorKind::CircularExtend { tpl, inheritance_chain: chain }
            | ErrorKind::CircularInclude { tpl, include_chain: chain } => {
                // The circle begins anywhere; the file to mend is one of the site's own.
                let own = chain.iter().chain([tpl]).find(|name| files.contains_key(*name)).unwrap_or(tpl);
                let original = format!("{ORIGINAL}{own}");
                let hint =
                    texts.contains_key(&original).then(|| format!("; to change the built-in one, extend `{original}`"));
                let reason = format!("Circular use of `{own}`{}", hint.unwrap_or_default());
                Self { name: own.clone(), reason, position: None }
            }
            other => Self::drawn(&other.to_string(), template, files),
        }
    }

    /// Of a message that draws its place itself: `error: … --> ke-hoach.html:1:36 …`.
    fn drawn(text: &str, template: &str, files: &BTreeMap<String, FileId>) -> Self {
        let reason = text.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned();
        let place = text.split_once("--> ").and_then(|(_, rest)| {
            let mut parts = rest.lines().next()?.trim().rsplitn(3, ':');
            let (column, line): (usize, usize) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
            Some((parts.next()?.to_owned(), (line, column.saturating_sub(1))))
        });
        match place {
            Some((name, position)) => Self { name, reason, position: Some(position) },
            None => {
                // Where it only names templates, the first of the site's own.
                let named = Reason::of(&reason).quoted().find(|name| files.contains_key(*name));
                Self { name: named.unwrap_or(template).to_owned(), reason, position: None }
            }
        }
    }

    /// The site's component that a template of ours calls in vain, and its file.
    fn overriding<'t>(
        &self,
        reason: &Reason<'_>,
        files: &BTreeMap<String, FileId>,
        texts: &'t BTreeMap<String, String>,
    ) -> Option<(&'t str, FileId)> {
        if files.contains_key(&self.name) || !reason.is_about_arguments() {
            return None;
        }
        let (line, column) = self.position?;
        let line = texts.get(&self.name)?.lines().nth(line.checked_sub(1)?)?;
        let call = line.get(line.char_indices().nth(column)?.0..)?;
        let component = call.trim_start_matches(['{', '%', '-', ' ', '<']);
        let component = component.split(|ch: char| !ch.is_alphanumeric() && ch != '_').next()?;
        let begins = format!("component {component}(");
        let file = files.iter().find(|(name, _)| texts.get(*name).is_some_and(|text| text.contains(&begins)))?.1;
        Some((component, *file))
    }
}

/// A 1-based line and 0-based column as a place in the text.
fn place(file: FileId, text: &str, (line, column): (usize, usize)) -> Location {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = text.get(start..).unwrap_or_default().lines().next().unwrap_or_default();
    let offset: usize = rest.chars().take(column).map(char::len_utf8).sum();
    Span::new(file, start + offset..start + rest.len().max(offset)).into()
}
