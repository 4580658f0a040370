//! A site after an edit: rows that the edit does not touch are those of the site before.
//!
//! Sound because a row depends on its own entry and on the [`Surroundings`] alone. An edit that changes what others see of
//! an entry (its name, number, date, issuer), or which files there are, makes the whole site anew.

use super::build::{Site, Sorted};
use super::resolve::Resolver;
#[cfg(doc)]
use super::resolve::Surroundings;
use super::{Content, EntryId};
use crate::config::Config;
use crate::diag::Located;
use crate::parse::{Data, Entry, Parsed};
use crate::source::SourceTree;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A site and what it was made from.
#[derive(Clone, Copy)]
pub(crate) struct Before<'a> {
    pub(crate) site: &'a Site,
    pub(crate) tree: &'a SourceTree,
    pub(crate) parsed: &'a Parsed,
}

/// What an edit changed.
#[derive(Debug, Clone)]
pub(crate) struct Touched {
    pub(crate) entries: BTreeSet<EntryId>,
    /// Whether it changed neither who may see an entry nor what amends what.
    pub(crate) is_local: bool,
}

impl Before<'_> {
    /// The site of another tree, when only entries differ, and others see them as before.
    pub(super) fn after(self, tree: &SourceTree, config: &Config, parsed: &Parsed) -> Option<Site> {
        self.only_texts_changed(tree)?;
        let changed = parsed.changed_since(self.parsed)?;
        let site = self.site;
        let mut content = site.content.clone();
        let mut touched = Touched { entries: BTreeSet::new(), is_local: true };
        let mut fresh = Vec::new();
        for (old, new) in changed {
            let entry = site.index.by_id(&new.id)?;
            // Of two files with one id, the first is the entry.
            let is_first = site.content.meta(entry).is_some_and(|meta| meta.file == new.file);
            if !is_first || !looks_the_same(old, new) {
                return None;
            }
            let resolver = Resolver::new(config, &site.index, &site.around);
            let problems = resolver.into_place(Sorted::of(vec![new]), entry, &mut content);
            fresh.push((entry, problems));
            touched.is_local &= is_local(&site.content, &content, entry);
            touched.entries.insert(entry);
        }
        let mut found = site.found.without(&touched.entries);
        for (entry, problems) in fresh {
            found.note(entry, problems);
            found.note(entry, super::links::check(&content, &site.index, entry));
        }
        let (index, around) = (Arc::clone(&site.index), Arc::clone(&site.around));
        Some(Site { config: config.clone(), content, index, found, touched: Some(touched), around })
    }

    /// Whether no file came or went, and what changed is texts of entries, or the theme's business.
    fn only_texts_changed(self, tree: &SourceTree) -> Option<()> {
        let mut changed = tree.changed_since(self.tree)?.into_iter().filter_map(|id| tree.file(id));
        let fine = changed.all(|file| {
            let path = file.path.as_str();
            path.starts_with("themes/") || (path.starts_with("content/") && file.path.extension() == "md")
        });
        fine.then_some(())
    }
}

/// Whether everything that other entries see of an entry is as it was.
fn looks_the_same(old: &Entry, new: &Entry) -> bool {
    fn same<T: PartialEq>(a: &Option<Located<T>>, b: &Option<Located<T>>) -> bool {
        a.as_ref().map(|a| &a.value) == b.as_ref().map(|b| &b.value)
    }
    old.id == new.id
        && match (&old.data, &new.data) {
            (Data::Document(a), Data::Document(b)) => {
                same(&a.number, &b.number)
                    && same(&a.date, &b.date)
                    && same(&a.issuer, &b.issuer)
                    && same(&a.kind, &b.kind)
            }
            (Data::Plan(a), Data::Plan(b)) => {
                same(&a.number, &b.number) && same(&a.date, &b.date) && same(&a.issuer, &b.issuer) && a.kind == b.kind
            }
            (Data::Session(a), Data::Session(b)) => a.starts.is_some() == b.starts.is_some(),
            (Data::Material(_), Data::Material(_)) | (Data::Page(_), Data::Page(_)) => true,
            // Organisations are named everywhere.
            _ => false,
        }
}

/// Whether an entry is seen by whom it was, and neither amends nor is amended.
fn is_local(old: &Content, new: &Content, entry: EntryId) -> bool {
    let audience = |content: &Content| content.meta(entry).map(|meta| meta.audience);
    if audience(old) != audience(new) {
        return false;
    }
    let EntryId::Plan(id) = entry else { return true };
    let (Some(before), Some(now)) = (old.plans.get(id), new.plans.get(id)) else { return false };
    let amends = !before.amendments.is_empty() || !now.amendments.is_empty();
    let is_amended = || new.plans.iter().flat_map(|(_, plan)| &plan.amendments).any(|change| change.plan == id);
    before.status == now.status && !amends && !is_amended()
}
