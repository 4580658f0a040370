//! Printing diagnostics: for a person at a terminal, and as JSON for a program.

use super::{Diagnostic, FileId, Lang, Location, Severity, Span};
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet, renderer::DecorStyle};
use serde::Serialize;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Where the printer finds paths and texts.
pub(crate) trait Sources {
    /// The path shown for a file, relative to the site folder.
    fn path(&self, file: FileId) -> &str;
    /// Its text as spans count it; `None` for files that are no text.
    fn text(&self, file: FileId) -> Option<&str>;
}

/// Longer lines are cut round the place; shorter ones are printed from their start, so that the column is right.
const MAX_LINE: usize = 40_000;

/// Prints diagnostics of one run in one language.
pub(crate) struct Printer<'a> {
    sources: &'a dyn Sources,
    lang: Lang,
    renderer: Renderer,
    /// Where the lines of a file start, in bytes: read once for all that is printed of it.
    lines: RefCell<BTreeMap<FileId, Rc<[usize]>>>,
}

impl<'a> Printer<'a> {
    pub(crate) fn new(sources: &'a dyn Sources, lang: Lang, colour: bool) -> Self {
        let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
        let renderer = renderer.decor_style(DecorStyle::Unicode).term_width(120);
        Self { sources, lang, renderer, lines: RefCell::default() }
    }

    /// The whole message: cause, source line with caret, fix.
    pub(crate) fn print(&self, diagnostic: &Diagnostic) -> String {
        let level = match (diagnostic.severity, self.lang) {
            (Severity::Error, Lang::Vi) => Level::ERROR.with_name("lỗi"),
            (Severity::Warning, Lang::Vi) => Level::WARNING.with_name("cảnh báo"),
            (Severity::Error, Lang::En) => Level::ERROR,
            (Severity::Warning, Lang::En) => Level::WARNING,
        };
        let title = level.primary_title(diagnostic.message.in_lang(self.lang)).id(diagnostic.code.as_str());
        let group = match diagnostic.at {
            Location::Text(span) if diagnostic.code.quotes() => self.snippet(diagnostic, span, title),
            Location::Site => self.with_related(diagnostic, Group::with_title(title)),
            Location::File(_) | Location::Cell { .. } | Location::Text(_) => {
                self.with_related(diagnostic, title.element(Origin::path(self.place(diagnostic.at))))
            }
        };
        let group = match &diagnostic.help {
            Some(help) => {
                let name = if self.lang == Lang::Vi { "cách sửa" } else { "help" };
                group.element(Level::HELP.with_name(name).message(help.in_lang(self.lang)))
            }
            None => group,
        };
        self.renderer.render(&[group])
    }

    /// The cause in one line, with the line of the file where there is one.
    pub(crate) fn one_line(&self, diagnostic: &Diagnostic) -> String {
        let message = diagnostic.message.in_lang(self.lang);
        let code = diagnostic.code.as_str();
        match diagnostic.at.span().and_then(|span| self.line_column(span)) {
            Some((line, _)) if self.lang == Lang::Vi => format!("dòng {line}: {message} [{code}]"),
            Some((line, _)) => format!("line {line}: {message} [{code}]"),
            None => format!("{message} [{code}]"),
        }
    }

    fn snippet<'b>(&'b self, diagnostic: &'b Diagnostic, span: Span, title: annotate_snippets::Title<'b>) -> Group<'b> {
        let Some(excerpt) = self.excerpt(span) else {
            return title.element(Origin::path(self.place(diagnostic.at)));
        };
        let mut annotation = AnnotationKind::Primary.span(excerpt.range.clone());
        if let Some(label) = &diagnostic.label {
            annotation = annotation.label(label.in_lang(self.lang));
        }
        let group = title.element(
            Snippet::source(excerpt.text)
                .path(self.sources.path(span.file))
                .line_start(excerpt.line)
                .annotation(annotation),
        );
        self.with_related(diagnostic, group)
    }

    /// The other places that matter, each with its line.
    fn with_related<'b>(&'b self, diagnostic: &'b Diagnostic, mut group: Group<'b>) -> Group<'b> {
        for (span, message) in &diagnostic.related {
            let Some(excerpt) = self.excerpt(*span) else { continue };
            group = group.element(
                Snippet::source(excerpt.text)
                    .path(self.sources.path(span.file))
                    .line_start(excerpt.line)
                    .annotation(AnnotationKind::Context.span(excerpt.range).label(message.in_lang(self.lang))),
            );
        }
        group
    }

    /// The line a span starts on, with the part of the span that lies on it. Long lines are cut round the span.
    fn excerpt(&self, span: Span) -> Option<Excerpt<'_>> {
        let text = self.sources.text(span.file)?;
        let start = floor_boundary(text, span.range().start);
        let end = floor_boundary(text, span.range().end).max(start);
        let line_start = text.get(..start)?.rfind('\n').map_or(0, |at| at + 1);
        let line_end = text.get(start..)?.find('\n').map_or(text.len(), |at| start + at);
        let from = floor_boundary(text, line_start.max(start.saturating_sub(MAX_LINE / 2)));
        let to = floor_boundary(text, line_end.min(start + MAX_LINE));
        Some(Excerpt {
            text: text.get(from..to)?.trim_end_matches('\r'),
            line: self.line(span.file, text, start),
            range: start - from..end.min(to) - from,
        })
    }

    /// `content/a.md:7:12`, or the cell of a workbook.
    pub(crate) fn place(&self, at: Location) -> String {
        match at {
            Location::Site => String::new(),
            Location::File(file) => self.sources.path(file).to_owned(),
            Location::Cell { file, sheet, row, column } => {
                let (path, sheet, row) = (self.sources.path(file), sheet + 1, row + 1);
                let column = column_name(column);
                match self.lang {
                    Lang::Vi => format!("{path} (trang tính {sheet}, ô {column}{row})"),
                    Lang::En => format!("{path} (sheet {sheet}, cell {column}{row})"),
                }
            }
            Location::Text(span) => {
                let path = self.sources.path(span.file);
                match self.line_column(span) {
                    Some((line, column)) => format!("{path}:{line}:{column}"),
                    None => path.to_owned(),
                }
            }
        }
    }

    /// 1-based line, and column counted in characters.
    fn line_column(&self, span: Span) -> Option<(usize, usize)> {
        let text = self.sources.text(span.file)?;
        let before = text.get(..floor_boundary(text, span.range().start))?;
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Some((self.line(span.file, text, before.len()), before.get(line_start..)?.chars().count() + 1))
    }

    /// The 1-based number of the line with a byte.
    fn line(&self, file: FileId, text: &str, at: usize) -> usize {
        let mut lines = self.lines.borrow_mut();
        let starts = lines.entry(file).or_insert_with(|| text.match_indices('\n').map(|(end, _)| end + 1).collect());
        starts.partition_point(|start| *start <= at) + 1
    }

    /// The same as data.
    pub(crate) fn json(&self, diagnostic: &Diagnostic) -> DiagnosticJson {
        let position = diagnostic.at.span().and_then(|span| self.line_column(span));
        let cell = match diagnostic.at {
            Location::Cell { row, column, .. } => Some(format!("{}{}", column_name(column), row + 1)),
            Location::Site | Location::File(_) | Location::Text(_) => None,
        };
        DiagnosticJson {
            code: diagnostic.code.as_str(),
            severity: diagnostic.severity,
            file: diagnostic.at.file().map(|file| self.sources.path(file).to_owned()),
            line: position.map(|(line, _)| line),
            column: position.map(|(_, column)| column),
            cell,
            message: diagnostic.message.in_lang(self.lang).to_owned(),
            label: diagnostic.label.as_ref().map(|label| label.in_lang(self.lang).to_owned()),
            help: diagnostic.help.as_ref().map(|help| help.in_lang(self.lang).to_owned()),
        }
    }
}

struct Excerpt<'a> {
    text: &'a str,
    line: usize,
    range: std::ops::Range<usize>,
}

fn floor_boundary(text: &str, at: usize) -> usize {
    text.floor_char_boundary(at.min(text.len()))
}

/// `0` → `A`, `27` → `AB`.
fn column_name(column: u16) -> String {
    let mut left = u32::from(column) + 1;
    let mut name = Vec::new();
    while left > 0 {
        let digit = (left - 1) % 26;
        name.push(char::from(b'A' + u8::try_from(digit).unwrap_or(0)));
        left = (left - 1) / 26;
    }
    name.iter().rev().collect()
}

/// One diagnostic as `--json` prints it.
#[derive(Debug, Clone, Serialize)]
pub struct DiagnosticJson {
    /// Stable code.
    #[serde(rename = "ma")]
    pub code: &'static str,
    /// `loi` or `canh-bao`.
    #[serde(rename = "muc")]
    pub severity: Severity,
    /// File, relative to the site folder.
    #[serde(rename = "tep")]
    pub file: Option<String>,
    /// 1-based line.
    #[serde(rename = "dong")]
    pub line: Option<usize>,
    /// 1-based column in characters.
    #[serde(rename = "cot")]
    pub column: Option<usize>,
    /// Cell of a workbook, `C5`.
    #[serde(rename = "o", skip_serializing_if = "Option::is_none")]
    pub cell: Option<String>,
    /// What is wrong.
    #[serde(rename = "thong_bao")]
    pub message: String,
    /// What is wrong at the very place.
    #[serde(rename = "nhan", skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// What to do.
    #[serde(rename = "cach_sua")]
    pub help: Option<String>,
}

/// «2 lỗi, 5 cảnh báo», or that there is nothing to say.
pub(crate) fn counts_line(diagnostics: &[Diagnostic], lang: Lang) -> String {
    let errors = diagnostics.iter().filter(|found| found.severity == Severity::Error).count();
    let warnings = diagnostics.len() - errors;
    match lang {
        Lang::Vi if diagnostics.is_empty() => "không có lỗi, không có cảnh báo".to_owned(),
        Lang::Vi => format!("{errors} lỗi, {warnings} cảnh báo"),
        Lang::En if diagnostics.is_empty() => "no errors, no warnings".to_owned(),
        Lang::En => format!("{errors} errors, {warnings} warnings"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::basics::diag::{codes, msg};

    struct One(&'static str);

    impl Sources for One {
        fn path(&self, _: FileId) -> &str {
            "content/ke-hoach/12-kh-du.md"
        }
        fn text(&self, _: FileId) -> Option<&str> {
            Some(self.0)
        }
    }

    fn sample(start: usize, end: usize) -> Diagnostic {
        Diagnostic::new(
            codes::DATE_IMPOSSIBLE,
            Span::new(FileId(0), start..end),
            msg!("ngày không có thật", "no such date"),
        )
        .label(msg!("tháng 2 năm 2026 chỉ có 28 ngày", "February 2026 has 28 days"))
        .help(msg!("ghi 28/02/2026", "write 28/02/2026"))
    }

    #[test]
    fn a_message_names_place_cause_and_fix() {
        let sources = One("+++\nten = \"Tổ chức\"\nthoi_han = \"31/02/2026\"\n+++\n");
        let start = sources.0.find("\"31").unwrap_or(0);
        let printer = Printer::new(&sources, Lang::Vi, false);
        insta::assert_snapshot!(printer.print(&sample(start, start + 12)), @r#"
        lỗi[ngay-khong-co-that]: ngày không có thật
          ╭▸ content/ke-hoach/12-kh-du.md:3:12
          │
        3 │ thoi_han = "31/02/2026"
          │            ━━━━━━━━━━━━ tháng 2 năm 2026 chỉ có 28 ngày
          │
          ╰ cách sửa: ghi 28/02/2026
        "#);
    }

    #[test]
    fn columns_count_characters() {
        let sources = One("Đảng ủy x");
        let printer = Printer::new(&sources, Lang::En, false);
        let at = sources.0.find('x').unwrap_or(0);
        assert_eq!(printer.json(&sample(at, at + 1)).column, Some(9));
    }

    #[test]
    fn places_outside_the_text_are_survived() {
        let sources = One("ngắn");
        let printer = Printer::new(&sources, Lang::Vi, false);
        assert!(printer.print(&sample(1000, 2000)).contains("ngay-khong-co-that"));
        assert_eq!(column_name(27), "AB");
    }
}
