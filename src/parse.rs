//! Source files to parsed entries, with the place of everything.
//!
//! Takes a [`SourceTree`], returns [`Parsed`]: every entry as [`Entry`]; never fails, only reports. Each file is parsed on
//! its own, so that after an edit only the files that changed are parsed again. Names and references stay
//! text here; `model` resolves them. Nothing is filtered here: the audience is `gate`'s business.

mod citation;
mod entry;
mod identity;
mod markdown;
mod material;
mod office;
mod organisation;
mod plan;
mod session;
mod table;
mod task;

pub(crate) use citation::{Citation, CitationIdentity, KINDS, kind_name, normal_number, numbered_name};
pub(crate) use entry::{Common, Data, Entry, Kind};
pub(crate) use markdown::{
    Body, Comment, Directive, LinkKind, directive_info, full_target, links_in, options, plain_text, whole_text,
};
pub(crate) use material::{Answer, Material, MaterialKind, Page, QuizItem};
pub(crate) use office::office_blocks;
pub(crate) use organisation::{Document, GroupRule, Level, Organisation, OrganisationKind};
pub(crate) use plan::{
    Amendment, AmendmentKind, Approval, Consultation, Direction, DocumentKind, Milestone, Period, Plan, PlanStatus,
    Target,
};
pub(crate) use session::{Attendance, Form, Moment, Session};
pub(crate) use task::{Evidence, LogEntry, Task, TaskPatch, TaskSection, TaskStatus};

use crate::config::Config;
use crate::diag::{Diagnostics, FileId, Outcome};
use crate::path::SourcePath;
use crate::source::{SourceFile, SourceTree};
use rayon::prelude::*;
use std::sync::Arc;

/// Every file of a tree that is an entry, parsed, in the order of their paths.
#[derive(Debug, Default)]
pub(crate) struct Parsed {
    files: Vec<ParsedFile>,
    /// Codes of the topics that the settings knew: all of them that parsing asks for.
    topics: Vec<String>,
}

/// One parsed file, with everything it was parsed from.
#[derive(Debug, Clone)]
struct ParsedFile {
    id: FileId,
    source: Arc<SourceFile>,
    table: Option<UsedTable>,
    entry: Option<Arc<Entry>>,
    diagnostics: Diagnostics,
}

/// The table beside an entry that holds its tasks, whether it was there or not.
#[derive(Debug, Clone)]
struct UsedTable {
    path: SourcePath,
    found: Option<(FileId, Arc<SourceFile>)>,
}

impl Parsed {
    /// Parses every entry of the tree, in parallel; what was parsed from the same files `before` is taken from there.
    pub(crate) fn of(tree: &SourceTree, config: &Config, before: &Self) -> Self {
        let topics: Vec<String> = config.topics.iter().map(|topic| topic.code.clone()).collect();
        let reusable = if topics == before.topics { before.files.as_slice() } else { &[] };
        let files: Vec<_> = tree.shared_files().filter(|(_, file)| is_entry(file)).collect();
        let files = files.into_par_iter().map(|(id, source)| {
            let known = reusable.binary_search_by_key(&id, |parsed| parsed.id).ok();
            let known = known.and_then(|place| reusable.get(place)).filter(|parsed| parsed.holds_for(source, tree));
            known.cloned().unwrap_or_else(|| ParsedFile::parse(tree, id, source, config))
        });
        Self { files: files.collect(), topics }
    }

    /// What there is to say about the entries, each for itself.
    pub(crate) fn diagnostics(&self) -> Diagnostics {
        let mut all = Diagnostics::default();
        for file in &self.files {
            all.append(file.diagnostics.clone());
        }
        all
    }

    /// Entries that were parsed anew since `before`, old and new, when both are of the same files. `None` when a file is an
    /// entry in only one of them.
    pub(crate) fn changed_since<'p>(&'p self, before: &'p Self) -> Option<Vec<(&'p Arc<Entry>, &'p Arc<Entry>)>> {
        let both = before.files.iter().zip(&self.files);
        let changed = both.filter(|(old, new)| !Arc::ptr_eq(&old.source, &new.source));
        changed.map(|(old, new)| old.entry.as_ref().zip(new.entry.as_ref())).collect()
    }

    pub(crate) fn entries(&self) -> impl Iterator<Item = &Arc<Entry>> {
        self.files.iter().filter_map(|file| file.entry.as_ref())
    }
}

impl ParsedFile {
    fn parse(tree: &SourceTree, id: FileId, source: &Arc<SourceFile>, config: &Config) -> Self {
        let Outcome { value, diagnostics } = entry::parse_entry(tree, id, source, config);
        let table = value.as_ref().and_then(|entry| UsedTable::of(entry, source, tree));
        Self { id, source: Arc::clone(source), table, entry: value.map(Arc::new), diagnostics }
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
