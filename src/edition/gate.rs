//! The only way to something publishable.
//!
//! Takes the [`Site`] and an audience, returns [`Admitted`]: the same tables without the rows, tasks, names and
//! references that the audience must not see, and every file that may be published, read to its end. Nothing after this
//! stage can reach what was left out: it holds no index and no row of the whole site.
//! Scans every text and office attachment for secrecy marks and personal data on the way (CONTENT §14 «Gate»).

mod clear;
mod filter;
mod inside;
mod scan;
mod settings;
mod tables;

pub(crate) use clear::Cleared;

use crate::basics::date::Day;
use crate::basics::diag::{Diagnostics, FileId};
use crate::read::config::Config;
use crate::read::source::SourceTree;
use crate::read::vocabulary::Audience;
use crate::site::model::{Content, EntryDiagnostics, EntryId, Index, LinkTarget, Naming, Site};
use clear::{Names, names};
use filter::Filter;
use inside::Inside;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What one build is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Request {
    pub(crate) audience: Audience,
    /// Whether drafts («dự thảo») are built.
    pub(crate) drafts: bool,
    /// The build date.
    pub(crate) today: Day,
}

/// What the audience may see.
#[derive(Debug)]
pub(crate) struct Admitted {
    pub(crate) request: Request,
    pub(crate) config: Config,
    pub(crate) content: Content,
    pub(crate) clearance: Clearance,
    /// Whether what is given to groups is given to their members; where not, the rules say so, and nothing is published.
    pub(crate) opens_groups: bool,
}

/// What the gate knows of an edition beside its rows.
#[derive(Debug, Clone)]
pub(crate) struct Clearance {
    /// Ids and files of the edition, and no others.
    pub(crate) index: Arc<Index>,
    /// Links, as written, to entries that the edition does not hold; by the file they stand in.
    withheld: BTreeMap<FileId, BTreeSet<String>>,
    /// The files that entries name; entries that name none are left out.
    named: BTreeMap<EntryId, Names>,
    /// Those of them that may be published.
    cleared: BTreeMap<FileId, Cleared>,
    /// Those that cannot be read.
    pub(crate) unread: Diagnostics,
    pub(crate) diagnostics: EntryDiagnostics,
}

impl Clearance {
    /// Resolves a link as it is written in the file `from`.
    pub(crate) fn link(&self, from: FileId, target: &str) -> LinkTarget {
        if self.withheld.get(&from).is_some_and(|withheld| withheld.contains(target)) {
            return LinkTarget::Nothing;
        }
        self.index.link(from, target)
    }

    /// The entries that offer files, each with those files.
    pub(crate) fn offered(&self) -> impl Iterator<Item = (EntryId, impl Iterator<Item = &Cleared>)> {
        self.named.iter().map(|(entry, names)| {
            let offered = names.iter().filter(|(_, naming)| *naming == Naming::Offered);
            (*entry, offered.filter_map(|(file, _)| self.cleared(*file)))
        })
    }

    /// A file that may be published; `None` for one that no content of the edition names, or that cannot be read.
    pub(crate) fn cleared(&self, file: FileId) -> Option<&Cleared> {
        self.cleared.get(&file)
    }
}

/// What the same gate let through of an earlier state of the site.
#[derive(Clone, Copy)]
pub(crate) struct Before<'a> {
    pub(crate) site: &'a Site,
    pub(crate) request: Request,
    pub(crate) content: &'a Content,
    pub(crate) clearance: &'a Clearance,
}

/// Filters the site for one audience. Rows that are the very rows of the site `before`, and are seen with the same eyes, are
/// taken from there.
pub(crate) fn admit(site: &Site, tree: &SourceTree, request: Request, before: Option<Before<'_>>) -> Admitted {
    let filter = Filter::new(site, request);
    let visible = filter.visible();
    let kept = before.filter(|before| {
        before.request == request
            && Arc::ptr_eq(&before.site.index, &site.index)
            && before.content.holds_the_same(&visible)
            && filter.decides_as(&Filter::new(before.site, request))
    });
    let changed = match kept {
        Some(before) => with_amending(site, site.content.changed_since(&before.site.content)),
        None => site.content.entries().map(|(entry, _)| entry).collect(),
    };
    let (mut content, mut diagnostics) = match kept {
        Some(before) => (before.content.clone(), before.clearance.diagnostics.without(&changed)),
        None => (visible.clone(), EntryDiagnostics::default()),
    };
    Inside { visible: &visible, filter: &filter, tree }.clean(&changed, &mut content, &mut diagnostics);
    diagnostics.whole = filter.hidden_amendments(&visible);
    scan::scan_settings(&site.config.sensitive, request.audience, &mut diagnostics.whole);
    let mut withheld = kept.map(|before| before.clearance.withheld.clone()).unwrap_or_default();
    for (entry, meta) in changed.iter().filter_map(|entry| Some((*entry, content.meta(*entry)?))) {
        let links = filter.withheld(entry, &visible);
        if links.is_empty() {
            withheld.remove(&meta.file)
        } else {
            withheld.insert(meta.file, links)
        };
    }
    let named = names(&content, &site.index, &changed, kept.map(|before| &before.clearance.named));
    let same_files = kept.filter(|before| before.clearance.named == named);
    let (index, cleared, unread) = match same_files {
        Some(before) => {
            let Clearance { index, cleared, unread, .. } = before.clearance;
            (Arc::clone(index), cleared.clone(), unread.clone())
        }
        None => {
            let (cleared, unread) = clear::clear(&named, tree);
            (Arc::new(site.index.of_edition(&content, named.values().flat_map(|names| names.iter()))), cleared, unread)
        }
    };
    let clearance = Clearance { index, withheld, named, cleared, unread, diagnostics };
    let config = settings::of_edition(site, tree, &content);
    Admitted { request, config, content, clearance, opens_groups: site.given_too_much.is_none() }
}

/// Entries that changed, and the amendments of those among them: a change is shown where its task is.
fn with_amending(site: &Site, mut changed: BTreeSet<EntryId>) -> BTreeSet<EntryId> {
    let amends = |change: &crate::site::model::Amendment| changed.contains(&EntryId::Plan(change.plan));
    let amending = site.content.plans.iter().filter(|(_, plan)| plan.amendments.iter().any(amends));
    let amending: Vec<_> = amending.map(|(id, _)| EntryId::Plan(id)).collect();
    changed.extend(amending);
    changed
}
