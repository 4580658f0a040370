//! What can be found.

use crate::basics::date::{Day, print_day};
use crate::site::model::{EntryId, Id, Material, Plan};
use std::borrow::Cow;

/// What a hit is («loại»), in the order in which filters show them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum HitKind {
    Plan,
    Task,
    Document,
    Session,
    Material,
    Answer,
    Organisation,
    Page,
}

impl HitKind {
    pub(crate) const ALL: [Self; 8] = [
        Self::Plan,
        Self::Task,
        Self::Document,
        Self::Session,
        Self::Material,
        Self::Answer,
        Self::Organisation,
        Self::Page,
    ];

    /// The word by which the client filters, and the theme names it.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Plan => "ke-hoach",
            Self::Task => "nhiem-vu",
            Self::Document => "van-ban",
            Self::Session => "quan-triet",
            Self::Material => "tai-lieu",
            Self::Answer => "hoi-dap",
            Self::Organisation => "to-chuc",
            Self::Page => "trang",
        }
    }
}

/// Which thing it is that can be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Subject {
    Posting(EntryId),
    /// A task, by its plan and place.
    Task(Id<Plan>, usize),
    /// An answer of a material, by its place.
    Answer(Id<Material>, usize),
    /// A document that is only cited, by its place.
    Cited(usize),
}

/// Tells of what can be found, as often as it is asked: all of it together is as much as the content.
pub(super) trait Catalogue: Sync {
    /// `None` for what nobody can find.
    fn document(&self, subject: Subject) -> Option<SearchDocument<'_>>;

    /// Everything a reader reads of a thing but its title, one piece a line.
    fn text(&self, subject: Subject) -> String;
}

/// One thing that can be found.
#[derive(Debug, Clone)]
pub(super) struct SearchDocument<'a> {
    pub(super) kind: HitKind,
    /// Relative to the site's root; a task's leads to its anchor.
    pub(super) url: String,
    /// Number and symbol, as a reader cites it.
    pub(super) number: Option<&'a str>,
    pub(super) title: Cow<'a, str>,
    /// Other names by which a reader may ask for exactly this.
    pub(super) other_names: Vec<&'a str>,
    /// What is searched as title beside it: the kind and number of a document, «Kế hoạch số 12-KH/ĐU».
    pub(super) name: Option<String>,
    pub(super) date: Option<Day>,
    /// Short id and short name of the organisations it names.
    pub(super) organisations: Vec<(&'a str, &'a str)>,
}

impl<'a> SearchDocument<'a> {
    pub(super) fn new(kind: HitKind, url: String, title: impl Into<Cow<'a, str>>) -> Self {
        Self {
            kind,
            url,
            number: None,
            title: title.into(),
            other_names: Vec::new(),
            name: None,
            date: None,
            organisations: Vec::new(),
        }
    }

    /// The number and date that are its own, not those of something it cites: who types them looks for this first.
    pub(super) fn issued_as(&self) -> String {
        if !matches!(self.kind, HitKind::Plan | HitKind::Document | HitKind::Session) {
            return String::new();
        }
        let name = self.name.as_deref().or(self.number).unwrap_or_default();
        let date = self.date.map(print_day).unwrap_or_default();
        format!("{name}\n{date}")
    }

    /// Everything that counts as title.
    pub(super) fn whole_title(&self) -> String {
        match &self.name {
            Some(name) => format!("{name}\n{}", self.title),
            None => self.title.clone().into_owned(),
        }
    }
}
