//! A site after an edit: rows that the edit does not touch are those of the site before.
//!
//! Sound because a row depends on its own entry and on the [`Surroundings`] alone. An edit that changes what others see of
//! an entry (its name, number, date, issuer), or which files there are, makes the whole site anew.

use super::build::{Site, Sorted};
use super::resolve::Resolver;
#[cfg(doc)]
use super::resolve::Surroundings;
use super::{Content, EntryId};
use crate::read::config::Config;
use crate::read::parse::{Entry, Parsed};
use crate::read::source::SourceTree;
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
    /// The site of another tree, when only texts of entries differ, and others see those entries as before. `fresh` are the
    /// entries that were parsed anew.
    pub(crate) fn after(self, tree: &SourceTree, config: &Config, parsed: &Parsed, fresh: Vec<Entry>) -> Option<Site> {
        let site = self.site;
        // What was found of the whole points into texts, which may have moved.
        let whole = site.found.whole.is_empty();
        if !whole || !self.only_texts_changed(tree) || !parsed.keeps_faces(self.parsed) {
            return None;
        }
        let mut content = site.content.clone();
        let mut touched = Touched { entries: BTreeSet::new(), is_local: true };
        let mut problems = Vec::new();
        for new in fresh {
            let entry = site.index.by_id(&new.id)?;
            // Of two files with one id, the first is the entry.
            if site.content.meta(entry).is_none_or(|meta| meta.file != new.file) {
                return None;
            }
            let resolver = Resolver::new(config, &site.index, &site.around);
            problems.push((entry, resolver.into_place(Sorted::of(vec![new]), entry, &mut content)));
            touched.is_local &= is_local(&site.content, &content, entry);
            touched.entries.insert(entry);
        }
        let mut found = site.found.without(&touched.entries);
        for (entry, problems) in problems {
            found.note(entry, problems);
            found.note(entry, super::links::check(&content, &site.index, entry));
        }
        let (index, around) = (Arc::clone(&site.index), Arc::clone(&site.around));
        Some(Site { config: config.clone(), content, index, found, touched: Some(touched), around })
    }

    /// Whether no file came or went, and what changed is texts of entries, or the theme's business.
    fn only_texts_changed(self, tree: &SourceTree) -> bool {
        let Some(changed) = tree.changed_since(self.tree) else { return false };
        changed.into_iter().filter_map(|id| tree.file(id)).all(|file| {
            let path = file.path.as_str();
            path.starts_with("themes/") || (path.starts_with("content/") && file.path.extension() == "md")
        })
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
