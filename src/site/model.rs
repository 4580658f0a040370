//! Validated, immutable content: every name and reference resolved, every default applied.
//!
//! Takes parsed entries and the settings, returns [`Site`]. References that fail are reported and left out;
//! audiences are only recorded here, `gate` acts on them. Nothing after this stage looks up a name again,
//! but for links in Markdown, which keep their text and are resolved by [`Index`].

mod basis;
mod build;
mod entry_diagnostics;
mod files;
mod index;
mod links;
mod names;
mod organisation;
mod plan;
mod resolve;
mod standing;
mod table;

pub(crate) use basis::{Basis, BasisTarget};
pub(crate) use build::{Site, Sources, build, task_audience};
pub(crate) use entry_diagnostics::EntryDiagnostics;
pub(crate) use files::{Naming, evidence_files, named_files};
pub(crate) use index::{Index, LinkTarget};
pub(crate) use links::{broken, entry_links};
pub(crate) use names::{Parties, Segment};
pub(crate) use organisation::{Document, Group, Material, Organisation, Page, Session};
pub(crate) use plan::{Amendment, EvidenceSource, Issuer, Plan, Target, Task, TaskEvidence, TaskValues};
pub(crate) use standing::{Amending, PlanState, Standing};
pub(crate) use table::{Id, Table};

use crate::read::markdown::Body;
pub(crate) use crate::read::parse::{Attendance, LogEntry, Milestone, Moment, TaskSection};
use crate::read::sensitive::Sensitive;
use crate::read::vocabulary::{Audience, EntryKind};

use crate::basics::diag::{FileId, Location};
use std::collections::BTreeSet;

/// What every entry has.
#[derive(Debug, Clone)]
pub(crate) struct Meta {
    /// Path under `content/` without `.md`.
    pub(crate) id: String,
    pub(crate) file: FileId,
    pub(crate) at: Location,
    pub(crate) audience: Audience,
    pub(crate) attachments: Vec<NamedFile>,
    pub(crate) old_addresses: Vec<crate::basics::diag::Located<String>>,
    pub(crate) body: Body,
    pub(crate) sensitive: Sensitive,
}

impl Meta {
    /// The id without its kind folder: `12-kh-du` of `ke-hoach/2026/12-kh-du` is `2026/12-kh-du`.
    pub(crate) fn short_id(&self) -> &str {
        self.id.split_once('/').map_or(self.id.as_str(), |(_, rest)| rest)
    }
}

/// A file that an entry offers.
#[derive(Debug, Clone)]
pub(crate) struct NamedFile {
    pub(crate) name: String,
    pub(crate) file: FileId,
    pub(crate) at: Location,
}

/// Any entry, by its typed id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum EntryId {
    Organisation(Id<Organisation>),
    Document(Id<Document>),
    Plan(Id<Plan>),
    Session(Id<Session>),
    Material(Id<Material>),
    Page(Id<Page>),
}

/// A kind of row: its table, and its ids among those of all entries.
pub(crate) trait OfKind: Sized {
    fn entry(id: Id<Self>) -> EntryId;
    /// The id, when the entry is of this kind.
    fn id(entry: EntryId) -> Option<Id<Self>>;
    fn table(content: &Content) -> &Table<Self>;
    fn table_mut(content: &mut Content) -> &mut Table<Self>;
}

macro_rules! kinds {
    ($($kind:ident $table:ident),*) => {
        $(impl OfKind for $kind {
            fn entry(id: Id<Self>) -> EntryId {
                EntryId::$kind(id)
            }
            fn id(entry: EntryId) -> Option<Id<Self>> {
                if let EntryId::$kind(id) = entry { Some(id) } else { None }
            }
            fn table(content: &Content) -> &Table<Self> {
                &content.$table
            }
            fn table_mut(content: &mut Content) -> &mut Table<Self> {
                &mut content.$table
            }
        })*
    };
}
kinds!(Organisation organisations, Document documents, Plan plans, Session sessions, Material materials, Page pages);

/// The content of a site, or of one edition of it: tables of entries, each sorted by id.
#[derive(Debug, Clone, Default)]
pub(crate) struct Content {
    pub(crate) organisations: Table<Organisation>,
    pub(crate) documents: Table<Document>,
    pub(crate) plans: Table<Plan>,
    pub(crate) sessions: Table<Session>,
    pub(crate) materials: Table<Material>,
    pub(crate) pages: Table<Page>,
}

/// How many rows of each kind there are, counted while ids are given out.
#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    organisations: usize,
    documents: usize,
    plans: usize,
    sessions: usize,
    materials: usize,
    pages: usize,
}

impl Counts {
    /// The next id of a kind.
    fn next(&mut self, kind: EntryKind) -> EntryId {
        fn of<T>(count: &mut usize) -> Id<T> {
            *count += 1;
            Id::new(*count - 1)
        }
        match kind {
            EntryKind::Organisation => EntryId::Organisation(of(&mut self.organisations)),
            EntryKind::Document => EntryId::Document(of(&mut self.documents)),
            EntryKind::Plan => EntryId::Plan(of(&mut self.plans)),
            EntryKind::Session => EntryId::Session(of(&mut self.sessions)),
            EntryKind::Material => EntryId::Material(of(&mut self.materials)),
            EntryKind::Page => EntryId::Page(of(&mut self.pages)),
        }
    }
}

impl Content {
    /// So many ids without rows.
    fn vacant(counts: Counts) -> Self {
        let Counts { organisations, documents, plans, sessions, materials, pages } = counts;
        Self {
            organisations: Table::vacant(organisations),
            documents: Table::vacant(documents),
            plans: Table::vacant(plans),
            sessions: Table::vacant(sessions),
            materials: Table::vacant(materials),
            pages: Table::vacant(pages),
        }
    }

    /// The entries whose rows are not the very rows of another state of the same content: changed, come or gone.
    pub(crate) fn changed_since(&self, before: &Self) -> BTreeSet<EntryId> {
        fn of<T: OfKind>(now: &Table<T>, before: &Table<T>, changed: &mut BTreeSet<EntryId>) {
            let ids = (0..now.capacity().max(before.capacity())).map(Id::new);
            changed.extend(ids.filter(|id| !now.shares(before, *id)).map(T::entry));
        }
        let Self { organisations, documents, plans, sessions, materials, pages } = self;
        let mut changed = BTreeSet::new();
        of(organisations, &before.organisations, &mut changed);
        of(documents, &before.documents, &mut changed);
        of(plans, &before.plans, &mut changed);
        of(sessions, &before.sessions, &mut changed);
        of(materials, &before.materials, &mut changed);
        of(pages, &before.pages, &mut changed);
        changed
    }

    /// Whether both hold the same entries.
    pub(crate) fn holds_the_same(&self, other: &Self) -> bool {
        fn of<T>(own: &Table<T>, other: &Table<T>) -> bool {
            own.capacity() == other.capacity() && own.iter().map(|(id, _)| id).eq(other.iter().map(|(id, _)| id))
        }
        let Self { organisations, documents, plans, sessions, materials, pages } = self;
        of(organisations, &other.organisations)
            && of(documents, &other.documents)
            && of(plans, &other.plans)
            && of(sessions, &other.sessions)
            && of(materials, &other.materials)
            && of(pages, &other.pages)
    }

    /// What every entry has, of any kind. `None` for an entry that this content does not hold.
    pub(crate) fn meta(&self, entry: EntryId) -> Option<&Meta> {
        match entry {
            EntryId::Organisation(id) => self.organisations.get(id).map(|entry| &entry.meta),
            EntryId::Document(id) => self.documents.get(id).map(|entry| &entry.meta),
            EntryId::Plan(id) => self.plans.get(id).map(|entry| &entry.meta),
            EntryId::Session(id) => self.sessions.get(id).map(|entry| &entry.meta),
            EntryId::Material(id) => self.materials.get(id).map(|entry| &entry.meta),
            EntryId::Page(id) => self.pages.get(id).map(|entry| &entry.meta),
        }
    }

    /// Every entry, kind by kind.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (EntryId, &Meta)> {
        let organisations = self.organisations.iter().map(|(id, entry)| (EntryId::Organisation(id), &entry.meta));
        let documents = self.documents.iter().map(|(id, entry)| (EntryId::Document(id), &entry.meta));
        let plans = self.plans.iter().map(|(id, entry)| (EntryId::Plan(id), &entry.meta));
        let sessions = self.sessions.iter().map(|(id, entry)| (EntryId::Session(id), &entry.meta));
        let materials = self.materials.iter().map(|(id, entry)| (EntryId::Material(id), &entry.meta));
        let pages = self.pages.iter().map(|(id, entry)| (EntryId::Page(id), &entry.meta));
        organisations.chain(documents).chain(plans).chain(sessions).chain(materials).chain(pages)
    }
}
