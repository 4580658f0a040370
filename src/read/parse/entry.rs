//! One `.md` file: front matter between two `+++`, then Markdown.

use super::{Document, EntryHeader, Material, Organisation, Page, Plan, Session, identity};
use super::{material, organisation, plan, session};
use crate::basics::date::Day;
use crate::basics::diag::{Diagnostic, Diagnostics, FileId, Located, Location, Outcome, Span, codes, msg};
use crate::read::config::Config;
use crate::read::fields::{Context, Fields};
use crate::read::markdown::{self, Body};
use crate::read::scan;
use crate::read::sensitive::{Innocent, Sensitive};
use crate::read::source::{SourceFile, SourceTree};
use crate::read::vocabulary::Audience;
use crate::read::vocabulary::EntryKind;
use std::sync::Arc;

/// One parsed entry; references are still text.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) id: String,
    pub(crate) file: FileId,
    /// Where to point when the entry as a whole is meant.
    pub(crate) at: Location,
    pub(crate) common: Common,
    pub(crate) body: Body,
    pub(crate) sensitive: Sensitive,
    pub(crate) data: Data,
}

impl Entry {
    pub(super) fn header(&self) -> EntryHeader {
        let has_row = !matches!(&self.data, Data::Session(session) if session.starts.is_none());
        EntryHeader { id: self.id.clone(), file: self.file, at: self.at, kind: self.data.kind(), has_row }
    }
}

/// What every kind of entry may say.
#[derive(Debug, Clone, Default)]
pub(crate) struct Common {
    pub(crate) audience: Option<Audience>,
    pub(crate) attachments: Vec<Attachment>,
    pub(crate) old_addresses: Vec<Located<String>>,
    pub(crate) innocent: Vec<Innocent>,
    /// The day of its last change of substance («cập nhật»).
    pub(crate) revised: Option<Day>,
}

/// A file beside the entry that it offers («tệp đính kèm»).
#[derive(Debug, Clone)]
pub(crate) struct Attachment {
    pub(crate) name: String,
    /// The file name as written, relative to the entry's folder.
    pub(crate) file: Located<String>,
    pub(crate) looked: Option<Looked>,
}

/// Somebody looked through a file that bangtin cannot read (`da_xem`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Looked {
    /// The role of who did.
    pub(crate) by: String,
    /// Of the file as it was then, in hexadecimal digits.
    pub(crate) sha256: String,
    pub(crate) at: Location,
}

/// What only one kind says.
#[derive(Debug, Clone)]
pub(crate) enum Data {
    Organisation(Organisation),
    Document(Document),
    Plan(Box<Plan>),
    Session(Box<Session>),
    Material(Box<Material>),
    Page(Page),
}

impl Data {
    fn kind(&self) -> EntryKind {
        match self {
            Self::Organisation(_) => EntryKind::Organisation,
            Self::Document(_) => EntryKind::Document,
            Self::Plan(_) => EntryKind::Plan,
            Self::Session(_) => EntryKind::Session,
            Self::Material(_) => EntryKind::Material,
            Self::Page(_) => EntryKind::Page,
        }
    }
}

/// Parses one file. `None` when nothing of it can be used; a diagnostic says why.
pub(super) fn parse_entry(
    tree: &SourceTree,
    file: FileId,
    source: &SourceFile,
    config: &Config,
) -> Outcome<Option<Entry>> {
    let mut diagnostics = Diagnostics::default();
    let value = source.shared_text().and_then(|text| read_entry(tree, file, source, text, config, &mut diagnostics));
    Outcome { value, diagnostics }
}

fn read_entry(
    tree: &SourceTree,
    file: FileId,
    source: &SourceFile,
    text: &Arc<str>,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Option<Entry> {
    let (kind, id, problem) = match identity::identify(&source.path, file) {
        Ok(found) => found,
        Err(problem) => {
            diagnostics.push(*problem);
            return None;
        }
    };
    diagnostics.extend(problem);
    let parts = match split(text) {
        Ok(parts) => parts,
        Err(problem) => {
            diagnostics.push(no_front_matter(problem, file, text));
            return None;
        }
    };
    let front = text.get(parts.front.clone()).unwrap_or_default();
    let (body, seen) = markdown::scan(text, parts.body.clone(), file, diagnostics);
    let mut cx = Context::new(file, parts.front.start, diagnostics);
    let document = crate::read::fields::Document::parse(front, &mut cx);
    let (common, mut data) = document.read(&mut cx, |fields| {
        let common = read_common(fields);
        (common, read_data(kind, fields, config))
    });
    let texts = document.texts(&cx);
    let sensitive = scan::Scan { file, text, front: parts.front.clone(), texts: &texts, innocent: &common.innocent }
        .entry(parts.body, &seen);
    if let Data::Plan(plan) = &mut data {
        plan::attach_table(plan, tree, source, diagnostics);
    }
    let at = Span::new(file, parts.front.start..first_line_end(front, parts.front.start)).into();
    Some(Entry { id, file, at, common, body, sensitive, data })
}

fn read_common(fields: &mut Fields<'_, '_, '_>) -> Common {
    Common {
        audience: fields.choice("doi_tuong", &Audience::WORDS),
        attachments: fields.tables("tep", read_attachment).into_iter().flatten().collect(),
        old_addresses: fields.texts("dia_chi_cu"),
        innocent: fields.tables(scan::INNOCENT, read_innocent).into_iter().flatten().collect(),
        revised: fields.date("cap_nhat").map(|day| day.value),
    }
}

fn read_attachment(fields: &mut Fields<'_, '_, '_>) -> Option<Attachment> {
    let name = fields.text("ten");
    let looked = fields.table("da_xem", read_looked).flatten();
    let file = fields.required_text("tep")?;
    Some(Attachment { name: name.map_or_else(|| file.value.clone(), |name| name.value), file, looked })
}

fn read_looked(fields: &mut Fields<'_, '_, '_>) -> Option<Looked> {
    let (by, at) = (fields.required_text("boi"), fields.place());
    let sha256 = fields.required_text("sha256")?.value.to_ascii_lowercase();
    Some(Looked { by: by?.value, sha256, at })
}

fn read_innocent(fields: &mut Fields<'_, '_, '_>) -> Option<Innocent> {
    let at = fields.place();
    let passage = fields.required_text("cau");
    let reason = fields.required_text("ly_do");
    let by = fields.required_text("boi");
    Some(Innocent { passage: passage?.value, reason: reason?.value, by: by?.value, at })
}

fn read_data(kind: EntryKind, fields: &mut Fields<'_, '_, '_>, config: &Config) -> Data {
    match kind {
        EntryKind::Organisation => Data::Organisation(organisation::read_organisation(fields)),
        EntryKind::Document => Data::Document(organisation::read_document(fields)),
        EntryKind::Plan => Data::Plan(Box::new(plan::read(fields, config))),
        EntryKind::Session => Data::Session(Box::new(session::read(fields))),
        EntryKind::Material => Data::Material(Box::new(material::read_material(fields))),
        EntryKind::Page => Data::Page(material::read_page(fields)),
    }
}

struct Parts {
    front: std::ops::Range<usize>,
    body: std::ops::Range<usize>,
}

enum SplitProblem {
    Missing,
    Yaml,
    Unclosed,
}

/// The bytes between the two `+++` lines of a file; `None` where there are none.
pub(crate) fn front_matter(text: &str) -> Option<std::ops::Range<usize>> {
    split(text).ok().map(|parts| parts.front)
}

/// Finds the two `+++` lines.
fn split(text: &str) -> Result<Parts, SplitProblem> {
    let start = text.len() - text.trim_start().len();
    let rest = text.get(start..).unwrap_or_default();
    let first = rest.lines().next().unwrap_or_default();
    if first.trim_end() != "+++" {
        return Err(if first.trim_end() == "---" { SplitProblem::Yaml } else { SplitProblem::Missing });
    }
    let front_start = start + first.len() + 1;
    let mut at = front_start;
    for line in text.get(front_start..).unwrap_or_default().split_inclusive('\n') {
        if line.trim_end() == "+++" {
            return Ok(Parts { front: front_start..at, body: at + line.len()..text.len() });
        }
        at += line.len();
    }
    Err(SplitProblem::Unclosed)
}

fn no_front_matter(problem: SplitProblem, file: FileId, text: &str) -> Diagnostic {
    let message = match problem {
        SplitProblem::Missing => msg!("tệp không bắt đầu bằng dòng `+++`", "the file does not start with a line `+++`"),
        SplitProblem::Yaml => msg!(
            "phần đầu viết giữa `---` (YAML); bangtin dùng TOML giữa `+++`",
            "front matter stands between `---` (YAML); bangtin uses TOML between `+++`"
        ),
        SplitProblem::Unclosed => {
            msg!("phần đầu mở bằng `+++` mà không đóng", "the front matter is opened with `+++` and never closed")
        }
    };
    let line = text.lines().next().unwrap_or_default().len().min(60);
    Diagnostic::new(codes::FRONT_MATTER_MISSING, Span::new(file, 0..text.floor_char_boundary(line)), message).help(
        msg!(
            "đặt các khóa giữa hai dòng chỉ có `+++`, rồi mới đến nội dung",
            "put the keys between two lines that hold nothing but `+++`, then the text"
        ),
    )
}

fn first_line_end(front: &str, start: usize) -> usize {
    start + front.lines().next().map_or(0, str::len)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn front_matter_is_found_between_its_marks() {
        let text = "+++\nten = \"a\"\n+++\nNội dung";
        let parts = split(text).unwrap_or(Parts { front: 0..0, body: 0..0 });
        assert_eq!(text.get(parts.front), Some("ten = \"a\"\n"));
        assert_eq!(text.get(parts.body), Some("Nội dung"));
        assert!(matches!(split("---\na: b\n---\n"), Err(SplitProblem::Yaml)));
        assert!(matches!(split("+++\nten = 1\n"), Err(SplitProblem::Unclosed)));
        assert!(matches!(split("Chào"), Err(SplitProblem::Missing)));
        assert!(split("+++\n+++").is_ok());
    }

    proptest! {
        #[test]
        fn any_text_is_split_inside_its_bounds(text in "[+\\-\\na ế]{0,30}") {
            if let Ok(parts) = split(&text) {
                prop_assert!(text.get(parts.front).is_some());
                prop_assert!(text.get(parts.body).is_some());
            }
        }
    }
}
