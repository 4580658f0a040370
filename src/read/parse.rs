//! Source files to parsed entries, with the place of everything.
//!
//! Takes a [`SourceTree`], returns every entry as [`Entry`]; never fails, only reports. Each file is parsed on its own, so
//! that after an edit only the files that changed are parsed again. Names and references stay
//! text here; `model` resolves them. Nothing is filtered here: the audience is `gate`'s business.

mod entry;
mod identity;
mod material;
mod organisation;
mod part;
mod plan;
mod public_identity;
mod session;
mod table;
mod task;

pub(crate) use entry::{Common, Data, Entry, Looked, front_matter};
pub(crate) use material::{Answer, Material, Page, QuizItem};
pub(crate) use organisation::{Document, GroupRule, Organisation};
pub(crate) use part::{PartChange, PlanPart};
pub(crate) use plan::{Amendment, Approval, Consultation, Milestone, Period, Plan, Target};
pub(crate) use session::{Attendance, Moment, Session};
pub(crate) use table::{TaskTable, tasks_in_grid};
pub(crate) use task::{Evidence, LeaderRecord, LogEntry, Task, TaskPatch, TaskSection};

use crate::read::vocabulary::EntryKind;
use public_identity::PublicIdentity;

use crate::basics::diag::{Diagnostics, FileId, Location, Outcome};
use crate::basics::path::SourcePath;
use crate::read::config::Config;
use crate::read::source::{SourceFile, SourceTree};
use rayon::prelude::*;
use std::sync::Arc;

/// What is remembered of every entry of a tree, in the order of their paths: enough to know what an edit changes.
#[derive(Debug, Default)]
pub(crate) struct Parsed {
    files: Vec<Arc<ParsedFile>>,
    /// Codes of the topics that the settings knew: all of them that parsing asks for.
    topics: Vec<String>,
}

/// One parsed file, with everything it was parsed from.
#[derive(Debug)]
struct ParsedFile {
    id: FileId,
    source: Arc<SourceFile>,
    table: Option<UsedTable>,
    /// `None` for a file that is no entry.
    header: Option<EntryHeader>,
    /// What others see of the entry; `None` where every key of it may be seen elsewhere.
    identity: Option<PublicIdentity>,
    diagnostics: Diagnostics,
}

/// What is known of an entry without its keys.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct EntryHeader {
    pub(crate) id: String,
    pub(crate) file: FileId,
    /// Where to point when the entry as a whole is meant.
    pub(crate) at: Location,
    pub(crate) kind: EntryKind,
    /// Whether the site has a row for it: a session without a day has no place in any record.
    pub(crate) has_row: bool,
}

/// The table beside an entry that holds its tasks, whether it was there or not.
#[derive(Debug)]
struct UsedTable {
    path: SourcePath,
    found: Option<(FileId, Arc<SourceFile>)>,
}

/// What parsing brings.
pub(crate) struct Parsing {
    pub(crate) parsed: Parsed,
    /// Entries that were parsed anew, in the order of their paths.
    pub(crate) fresh: Vec<Entry>,
}

/// Parses every entry of the tree, in parallel, but those that were parsed from the same files `before`.
pub(crate) fn parse(tree: &SourceTree, config: &Config, before: &Parsed) -> Parsing {
    let topics: Vec<String> = config.topics.iter().map(|topic| topic.code.clone()).collect();
    let reusable = if topics == before.topics { before.files.as_slice() } else { &[] };
    let files: Vec<_> = tree.below("content/").filter(|(_, file)| is_entry(file)).collect();
    let parsed = files.into_par_iter().map(|(id, source)| {
        let known = reusable.binary_search_by_key(&id, |parsed| parsed.id).ok();
        let known = known.and_then(|place| reusable.get(place)).filter(|parsed| parsed.holds_for(source, tree));
        match known {
            Some(known) => (Arc::clone(known), None),
            None => ParsedFile::parse(tree, id, source, config),
        }
    });
    let parsed: Vec<(Arc<ParsedFile>, Option<Entry>)> = parsed.collect();
    let (files, fresh): (Vec<_>, Vec<_>) = parsed.into_iter().unzip();
    Parsing { parsed: Parsed { files, topics }, fresh: fresh.into_iter().flatten().collect() }
}

impl Parsed {
    /// What there is to say about the entries, each for itself.
    pub(crate) fn diagnostics(&self) -> Diagnostics {
        let mut all = Diagnostics::default();
        for file in self.files.iter().filter(|file| !file.diagnostics.is_empty()) {
            all.append(file.diagnostics.clone());
        }
        all
    }

    /// Every entry, in the order of their paths.
    pub(crate) fn headers(&self) -> impl Iterator<Item = &EntryHeader> {
        self.files.iter().filter_map(|file| file.header.as_ref())
    }

    /// Whether every entry that was parsed anew since `before` shows others what it showed them then.
    pub(crate) fn keeps_identities(&self, before: &Self) -> bool {
        let mut changed = before.files.iter().zip(&self.files).filter(|(old, new)| !Arc::ptr_eq(old, new));
        self.files.len() == before.files.len()
            && changed.all(|(old, new)| old.identity.is_some() && old.identity == new.identity)
    }
}

impl ParsedFile {
    fn parse(tree: &SourceTree, id: FileId, source: &Arc<SourceFile>, config: &Config) -> (Arc<Self>, Option<Entry>) {
        let Outcome { value: entry, diagnostics } = entry::parse_entry(tree, id, source, config);
        let table = entry.as_ref().and_then(|entry| UsedTable::of(entry, source, tree));
        let identity = entry.as_ref().and_then(PublicIdentity::of);
        let header = entry.as_ref().map(Entry::header);
        (Arc::new(Self { id, source: Arc::clone(source), table, header, identity, diagnostics }), entry)
    }

    /// Whether parsing again would see the very same bytes.
    fn holds_for(&self, source: &Arc<SourceFile>, tree: &SourceTree) -> bool {
        Arc::ptr_eq(&self.source, source) && self.table.as_ref().is_none_or(|table| table.is_as_it_was(tree))
    }
}

impl UsedTable {
    fn of(entry: &Entry, source: &SourceFile, tree: &SourceTree) -> Option<Self> {
        let Data::Plan(plan) = &entry.data else { return None };
        let path = plan.table_path(source)?;
        Some(Self { found: Self::look_up(&path, tree), path })
    }

    fn look_up(path: &SourcePath, tree: &SourceTree) -> Option<(FileId, Arc<SourceFile>)> {
        let id = tree.find(path)?;
        Some((id, Arc::clone(tree.shared(id)?)))
    }

    fn is_as_it_was(&self, tree: &SourceTree) -> bool {
        match (&self.found, Self::look_up(&self.path, tree)) {
            (Some((id, file)), Some((now, there))) => *id == now && Arc::ptr_eq(file, &there),
            (None, None) => true,
            _ => false,
        }
    }
}

fn is_entry(file: &SourceFile) -> bool {
    let path = file.path.as_str();
    path.starts_with("content/") && !path.starts_with("content/mau/") && file.path.extension() == "md"
}
