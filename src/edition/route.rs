//! Every address of an edition: pages, continuation pages, attachments, redirects; collisions are errors.
//!
//! Takes the [`Edition`], returns [`Routes`]; pure. What has no route is not published.

mod attachments;
mod build;
mod catalogue;
mod lists;
mod mentions;

pub(crate) use build::routes;
pub(crate) use lists::{Lists, OrganisationList, Slice, TaskBlock, organisation_order};

use crate::basics::diag::{FileId, Location};
use crate::basics::path::{OutPath, UrlPath};
use crate::edition::relate::Edition;
use crate::site::model::{Document, EntryId, Id, Material, Organisation, Page as PlainPage, Plan, Session};
use ahash::HashMap;
use mentions::Mentions;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Files that other stages write beside the page of an entry: no attachment and no redirect may take their names.
const BESIDE: [&str; 5] = ["lich.ics", "feed.xml", "nhiem-vu.csv", "stratml.xml", "truyen-thanh.txt"];

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
    /// A conference, by its place in [`Routes::conferences`].
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
    /// An old address, by its place in [`Routes::redirects`].
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

/// A page and its address.
#[derive(Debug, Clone)]
pub(crate) struct Route {
    pub(crate) url: UrlPath,
    pub(crate) view: View,
}

/// An old address that leads to an entry.
#[derive(Debug, Clone)]
pub(crate) struct Redirect {
    pub(crate) to: UrlPath,
}

/// A conference («hội nghị») and the documents it adopted.
#[derive(Debug, Clone)]
pub(crate) struct Conference {
    pub(crate) slug: String,
    pub(crate) name: String,
    pub(crate) documents: Vec<Id<Document>>,
}

/// A line of the catalogue: what a reader finds by title or number without search.
#[derive(Debug, Clone)]
pub(crate) struct Listed {
    /// «Đ», or `#` for a title that begins with no letter.
    pub(crate) letter: String,
    pub(crate) number: Option<String>,
    pub(crate) title: String,
    pub(crate) url: UrlPath,
}

/// A file that is published with an entry.
#[derive(Debug, Clone)]
pub(crate) struct Attachment {
    pub(crate) url: UrlPath,
    pub(crate) file: FileId,
}

/// What answers at a path of the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer {
    /// A page, by its place in [`Routes::pages`].
    Page(usize),
    /// An attachment, by its place in [`Routes::attachments`].
    Attachment(usize),
    /// A file that another stage writes.
    Other,
}

/// Every address of the edition.
#[derive(Debug, Default)]
pub(crate) struct Routes {
    pub(crate) pages: Vec<Route>,
    pub(crate) redirects: Vec<Redirect>,
    pub(crate) conferences: Vec<Conference>,
    pub(crate) attachments: Vec<Attachment>,
    /// Sorted when the first page of it is asked for: an edit of a plan needs none.
    catalogue: OnceLock<Vec<Listed>>,
    /// The same for what every other list of the site shows.
    lists: OnceLock<Lists>,
    /// The same for what is about an entry.
    mentions: OnceLock<Mentions>,
    /// The same for what an organisation's pages show, one by one.
    organisations: Vec<OnceLock<OrganisationList>>,
    /// Months that have a page, earliest first.
    pub(crate) months: Vec<(i16, i8)>,
    by_path: HashMap<OutPath, (Answer, Location)>,
    by_view: HashMap<View, UrlPath>,
    by_file: BTreeMap<(EntryId, FileId), UrlPath>,
}

impl Routes {
    /// None yet, of an edition.
    fn empty(edition: &Edition) -> Self {
        let organisations = std::iter::repeat_with(OnceLock::new).take(edition.content.organisations.capacity());
        Self { organisations: organisations.collect(), ..Self::default() }
    }

    /// What answers at a path.
    pub(crate) fn answer(&self, path: &OutPath) -> Option<Answer> {
        self.by_path.get(path).map(|(answer, _)| *answer)
    }

    /// What the catalogue lists, by title in Vietnamese order. `edition` is the one these routes were made for.
    pub(crate) fn catalogue(&self, edition: &Edition) -> &[Listed] {
        self.catalogue.get_or_init(|| catalogue::catalogue(edition, self))
    }

    /// What the lists of the whole site show. `edition` is the one these routes were made for.
    pub(crate) fn lists(&self, edition: &Edition) -> &Lists {
        self.lists.get_or_init(|| Lists::of(edition))
    }

    /// The sessions and materials about an entry. `edition` is the one these routes were made for.
    fn mentioned(&self, edition: &Edition, entry: EntryId) -> Option<&mentions::Mentioned> {
        self.mentions.get_or_init(|| mentions::mentions(edition)).get(&entry)
    }

    /// The sessions about an entry, in the order of ids; of an organisation, those that are its own.
    pub(crate) fn sessions_about(&self, edition: &Edition, entry: EntryId) -> &[Id<Session>] {
        self.mentioned(edition, entry).map_or(&[], |mentioned| mentioned.sessions.as_slice())
    }

    /// The materials about an entry, in the order of ids.
    pub(crate) fn materials_about(&self, edition: &Edition, entry: EntryId) -> &[Id<Material>] {
        self.mentioned(edition, entry).map_or(&[], |mentioned| mentioned.materials.as_slice())
    }

    /// What an organisation's pages show. `edition` is the one these routes were made for.
    pub(crate) fn organisation(&self, edition: &Edition, id: Id<Organisation>) -> Option<&OrganisationList> {
        let own = || self.sessions_about(edition, EntryId::Organisation(id));
        let list = self.organisations.get(id.index())?;
        Some(list.get_or_init(|| OrganisationList::of(edition, id, own())))
    }

    /// The address of a page, where it has one.
    pub(crate) fn url(&self, view: View) -> Option<&UrlPath> {
        self.by_view.get(&view)
    }

    /// The (first) page of an entry.
    pub(crate) fn entry(&self, entry: EntryId) -> Option<&UrlPath> {
        self.url(match entry {
            EntryId::Organisation(id) => View::Organisation { id, part: 0 },
            EntryId::Document(id) => View::Document { id, part: 0 },
            EntryId::Plan(id) => View::Plan { id, part: 0 },
            EntryId::Session(id) => View::Session(id),
            EntryId::Material(id) => View::Material(id),
            EntryId::Page(id) => View::Plain(id),
        })
    }

    /// The published address of a file that an entry names.
    pub(crate) fn attachment(&self, entry: EntryId, file: FileId) -> Option<&UrlPath> {
        self.by_file.get(&(entry, file))
    }

    /// The address of a task: the page of its plan that holds it, with its anchor.
    pub(crate) fn task(&self, plan: Id<Plan>, place: usize, code: &str) -> Option<String> {
        let part = place / PLAN_TASKS;
        self.url(View::Plan { id: plan, part }).map(|url| [url.as_str(), "#nv-", code].concat())
    }
}
