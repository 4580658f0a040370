//! What there is to say about a site, by the entry it is about: what is said of an entry holds until that entry changes.

use super::EntryId;
use crate::basics::diag::Diagnostics;
use std::collections::{BTreeMap, BTreeSet};

/// Diagnostics, kept apart by entry.
#[derive(Debug, Clone, Default)]
pub(crate) struct EntryDiagnostics {
    /// About no single entry: how they stand to each other.
    pub(crate) whole: Diagnostics,
    by_entry: BTreeMap<EntryId, Diagnostics>,
}

impl EntryDiagnostics {
    /// Adds what there is to say about one entry.
    pub(crate) fn note(&mut self, entry: EntryId, more: Diagnostics) {
        if !more.is_empty() {
            self.by_entry.entry(entry).or_default().append(more);
        }
    }

    /// What still holds when these entries have changed.
    pub(crate) fn without(&self, changed: &BTreeSet<EntryId>) -> Self {
        let mut kept = self.clone();
        kept.by_entry.retain(|entry, _| !changed.contains(entry));
        kept
    }

    pub(crate) fn all(&self) -> Diagnostics {
        let mut all = self.whole.clone();
        for found in self.by_entry.values() {
            all.append(found.clone());
        }
        all
    }
}
