//! Pieces that many pages show: dates, links, tasks, rows of lists.

mod rows;
mod study;
mod task;

pub(super) use rows::{DocumentRow, MaterialRow, PlanRow, SessionRow};
pub(super) use study::StudyView;
pub(super) use task::{ChangeView, DeadlineView, TaskView};

use super::PageCx;
use super::html::push_with_abbreviations;
use crate::basics::date::{Day, print_day};
use crate::basics::diag::FileId;
use crate::basics::text::escape;
use crate::basics::text::file_size;
use crate::edition::relate::Tally;
use crate::edition::route::View;
use crate::publish::theme::Markup;
use crate::read::vocabulary::{kind_name, numbered_name};
use crate::site::model::{Document, EntryId, Id, Issuer, Organisation, Parties, Plan, Segment};
use serde::Serialize;

/// A date for `<time datetime="…">`.
#[derive(Debug, Clone, Serialize)]
pub(super) struct DateView {
    pub(super) iso: String,
    pub(super) text: String,
}

impl DateView {
    pub(super) fn of(day: Day) -> Self {
        Self { iso: day.to_string(), text: print_day(day) }
    }
}

/// A text that may lead somewhere.
#[derive(Debug, Clone, Serialize)]
pub(super) struct LinkView {
    pub(super) text: String,
    pub(super) url: Option<String>,
}

/// A file to take away.
#[derive(Debug, Serialize)]
pub(super) struct FileView {
    pub(super) name: String,
    pub(super) url: String,
    /// `PDF, 1,2 MB`
    pub(super) facts: String,
    pub(super) extension: String,
}

/// A word of a fixed list with its label.
#[derive(Debug, Clone, Serialize)]
pub(super) struct WordView {
    pub(super) word: &'static str,
    pub(super) label: String,
}

/// A plan, named shortly.
#[derive(Debug, Clone, Serialize)]
pub(super) struct PlanLink {
    pub(super) id: String,
    /// «Kế hoạch số 12-KH/ĐU»
    pub(super) name: String,
    pub(super) title: String,
    pub(super) url: String,
}

impl<'a> PageCx<'a> {
    pub(super) fn word(&self, table: &'a str, word: &'static str) -> WordView {
        WordView { word, label: self.t(table, word).to_owned() }
    }

    pub(super) fn entry_url(&self, entry: EntryId) -> Option<String> {
        self.publication.entry(entry).map(|url| self.link(url.as_str()))
    }

    pub(super) fn view_url(&self, view: View) -> Option<String> {
        self.publication.url(view).map(|url| self.link(url.as_str()))
    }

    pub(super) fn plan_link(&self, id: Id<Plan>) -> PlanLink {
        let Some(plan) = self.edition.content.plans.get(id) else {
            return PlanLink {
                id: String::new(),
                name: String::new(),
                title: String::new(),
                url: self.link("ke-hoach/"),
            };
        };
        PlanLink {
            id: plan.meta.id.clone(),
            name: plan.name(),
            title: plan.heading().to_owned(),
            url: self.entry_url(EntryId::Plan(id)).unwrap_or_default(),
        }
    }

    /// Names as they were written: known ones linked, abbreviations explained.
    pub(super) fn parties_html(&self, parties: &Parties) -> Markup {
        let mut html = String::new();
        for segment in &parties.segments {
            match segment {
                Segment::Known(id, text) => match self.entry_url(EntryId::Organisation(*id)) {
                    Some(url) => {
                        html.push_str(&format!("<a href=\"{}\">", escape(&url)));
                        self.push_name(&mut html, text);
                        html.push_str("</a>");
                    }
                    None => self.push_name(&mut html, text),
                },
                Segment::Unknown(text) => self.push_name(&mut html, text),
                Segment::Gap(text) => html.push_str(&escape(text)),
            }
        }
        Markup(html)
    }

    fn push_name(&self, html: &mut String, text: &str) {
        push_with_abbreviations(html, text, &self.edition.config.abbreviations, |_| true);
    }

    /// Plain text of a field with its abbreviations explained.
    pub(super) fn text_html(&self, text: &str) -> Markup {
        let mut html = String::new();
        self.push_name(&mut html, text);
        Markup(html)
    }

    /// What a language calls itself; its tag where the theme does not know it.
    pub(super) fn language_name(&self, tag: &str) -> String {
        match self.theme.strings.get("ngon_ngu", tag) {
            unknown if unknown == tag => tag.to_uppercase(),
            name => name.to_owned(),
        }
    }

    pub(super) fn issuer(&self, issuer: Option<&Issuer>) -> LinkView {
        match issuer {
            Some(issuer) if issuer.text.is_empty() => {
                LinkView { text: self.t("nhiem_vu", "khong_cong_bo").to_owned(), url: None }
            }
            Some(issuer) => LinkView {
                text: issuer.text.clone(),
                url: issuer.organisation.and_then(|id| self.entry_url(EntryId::Organisation(id))),
            },
            None => LinkView { text: self.edition.config.publisher.clone(), url: None },
        }
    }

    pub(super) fn file(&self, entry: EntryId, file: FileId, name: &str) -> Option<FileView> {
        let attachment = self.publication.attachment(entry, file)?;
        let extension = attachment.cleared.path().extension();
        Some(FileView {
            name: name.to_owned(),
            url: self.link(attachment.url.as_str()),
            facts: describe(&extension, attachment.cleared.digest().size),
            extension,
        })
    }

    pub(super) fn files(&self, entry: EntryId) -> Vec<FileView> {
        let attachments = self.edition.content.meta(entry).map(|meta| meta.attachments.as_slice()).unwrap_or_default();
        attachments.iter().filter_map(|named| self.file(entry, named.file, &named.name)).collect()
    }

    pub(super) fn organisation_link(&self, id: Id<Organisation>) -> Option<LinkView> {
        let row = self.edition.content.organisations.get(id)?;
        Some(LinkView { text: row.name.clone(), url: self.entry_url(EntryId::Organisation(id)) })
    }

    /// How many tasks stand in each state, the states in a fixed order, empty ones left out.
    pub(super) fn state_counts(&self, tally: Tally) -> Vec<CountView> {
        let some = tally.counts().filter(|(_, count)| *count > 0);
        some.map(|(state, count)| CountView { state: self.word("trang_thai", state.word()), count }).collect()
    }
}

/// A state and how many tasks stand in it.
#[derive(Debug, Serialize)]
pub(super) struct CountView {
    pub(super) state: WordView,
    pub(super) count: usize,
}

/// What a reader is told of a file before the tap: `PDF, 1,2 MB`.
fn describe(extension: &str, size: u64) -> String {
    format!("{}, {}", extension.to_uppercase(), file_size(size))
}

/// «Nghị quyết số 57-NQ/TW», the number, or the title.
pub(super) fn document_name(document: &Document) -> String {
    if let (None, Some(title)) = (&document.number, &document.title) {
        return title.clone();
    }
    let name = numbered_name(document.kind.as_deref().map(kind_name), document.number.as_deref());
    name.unwrap_or_else(|| document.meta.id.clone())
}
