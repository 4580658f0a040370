//! The pages of an edition and their addresses.
//!
//! Takes the [`Edition`], returns every page but the old addresses, in a fixed order; pure. Which of them answer at their
//! address is decided where all files of the site are listed, in `publication`.

mod catalogue;
mod pages;
mod slice;

pub(crate) use catalogue::{letter, titles};
pub(crate) use pages::{Pages, pages};
pub(crate) use slice::Slice;

use crate::basics::diag::Location;
use crate::basics::path::UrlPath;
#[cfg(doc)]
use crate::edition::relate::Edition;
use crate::site::model::{Document, EntryId, Id, Material, Organisation, Page as PlainPage, Plan, Session};

/// Rows of one list page.
pub(crate) const LIST_ROWS: usize = 50;
/// Tasks of one page of an organisation.
pub(crate) const ORGANISATION_TASKS: usize = 60;
/// Tasks of one page of a plan.
pub(crate) const PLAN_TASKS: usize = 150;
/// Lines of a month, of the progress tables, of the map of the site.
pub(crate) const LONG_ROWS: usize = 150;

/// What a page shows. `part` counts from 0; parts after the first are `trang-2/`, `trang-3/` …
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum View {
    Home,
    PlanList {
        year: Option<i16>,
        part: usize,
    },
    Plan {
        id: Id<Plan>,
        part: usize,
    },
    OrganisationList,
    Organisation {
        id: Id<Organisation>,
        part: usize,
    },
    StudyRecord {
        part: usize,
    },
    Session(Id<Session>),
    DocumentList {
        part: usize,
    },
    Document {
        id: Id<Document>,
        part: usize,
    },
    /// A document known from citations only, by its place in the basis graph.
    Cited {
        index: usize,
        part: usize,
    },
    MaterialList {
        part: usize,
    },
    Material(Id<Material>),
    /// A topic, by its place in the settings.
    Topic {
        index: usize,
        part: usize,
    },
    /// A conference, by its place in [`Edition::conferences`].
    Conference(usize),
    Amendments {
        part: usize,
    },
    Consultations,
    Progress {
        part: usize,
    },
    Calendar,
    Month {
        year: i16,
        month: i8,
        part: usize,
    },
    Feedback,
    /// The search page, and the catalogue it continues as.
    Search {
        part: usize,
    },
    SiteMap {
        part: usize,
    },
    NotFound,
    /// What a phone shows without network when it has not kept the page.
    Offline,
    /// The notice of a plan, for the wall («áp phích»).
    Poster(Id<Plan>),
    Plain(Id<PlainPage>),
    /// An old address, by its place among those of the publication.
    Redirect(usize),
}

impl View {
    /// The same for all pages that show the same kind of thing, whichever and whichever part.
    pub(crate) fn kind(self) -> std::mem::Discriminant<Self> {
        std::mem::discriminant(&self)
    }

    /// The entry that a page is about, where it is about one.
    pub(crate) fn entry(self) -> Option<EntryId> {
        match self {
            Self::Plan { id, .. } | Self::Poster(id) => Some(EntryId::Plan(id)),
            Self::Organisation { id, .. } => Some(EntryId::Organisation(id)),
            Self::Session(id) => Some(EntryId::Session(id)),
            Self::Document { id, .. } => Some(EntryId::Document(id)),
            Self::Material(id) => Some(EntryId::Material(id)),
            Self::Plain(id) => Some(EntryId::Page(id)),
            _ => None,
        }
    }
}

/// A page, its address, and the place in the content that it comes from.
#[derive(Debug, Clone)]
pub(crate) struct Route {
    pub(crate) url: UrlPath,
    pub(crate) view: View,
    pub(crate) at: Location,
}

impl View {
    /// The (first) page of an entry.
    pub(crate) fn of(entry: EntryId) -> Self {
        match entry {
            EntryId::Organisation(id) => Self::Organisation { id, part: 0 },
            EntryId::Document(id) => Self::Document { id, part: 0 },
            EntryId::Plan(id) => Self::Plan { id, part: 0 },
            EntryId::Session(id) => Self::Session(id),
            EntryId::Material(id) => Self::Material(id),
            EntryId::Page(id) => Self::Plain(id),
        }
    }
}
