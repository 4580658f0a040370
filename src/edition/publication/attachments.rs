//! Which files are published with an entry, and under which names: only those that content of the edition names.

use crate::basics::path::is_device_name;
use crate::basics::text::slug_file_name;
use crate::edition::gate::Cleared;
use crate::edition::relate::Edition;
use crate::site::model::{EntryId, Meta, evidence_files};
use std::collections::BTreeMap;

/// The files of entries, each once: what they offer, and the evidence of effective tasks.
pub(super) fn by_entry(edition: &Edition) -> Vec<(EntryId, Vec<&Cleared>)> {
    let mut files: BTreeMap<EntryId, Vec<&Cleared>> =
        edition.clearance.offered().map(|(entry, offered)| (entry, offered.collect())).collect();
    for (id, _) in edition.content.plans.iter() {
        let tasks = edition.effective(id).map(|effective| effective.tasks.as_slice()).unwrap_or_default();
        let evidence = tasks.iter().flat_map(|task| evidence_files(&task.task.values));
        for cleared in evidence.filter_map(|file| edition.clearance.cleared(file)) {
            files.entry(EntryId::Plan(id)).or_default().push(cleared);
        }
    }
    for files in files.values_mut() {
        files.sort_unstable_by_key(|cleared| cleared.file());
        files.dedup_by_key(|cleared| cleared.file());
    }
    let mut files: Vec<_> = files.into_iter().collect();
    files.retain(|(_, files)| !files.is_empty());
    files
}

/// The name that a file of an entry gets below the page of the entry; numbered where another has it.
pub(super) struct Name {
    /// Folders beside the entry that it lies in, slugged.
    folders: Vec<String>,
    last: String,
}

impl Name {
    pub(super) fn of(edition: &Edition, meta: &Meta, cleared: &Cleared) -> Self {
        let own = edition.clearance.index.facts(meta.file);
        let folder = own.map(|own| own.path.folder()).unwrap_or_default();
        let path = cleared.path();
        let inside = path.as_str().strip_prefix(folder).unwrap_or(path.file_name()).trim_start_matches('/');
        let mut folders: Vec<String> = inside.split('/').map(slug_file_name).map(writable).collect();
        let last = folders.pop().unwrap_or_default();
        // A page is called so.
        let last = if last == "index.html" { "tep-index.html".to_owned() } else { last };
        Self { folders, last }
    }

    /// The folder, with its closing `/`; from the second on the first part is numbered. Empty without one.
    pub(super) fn folder(&self, number: usize) -> String {
        let part = |(place, part): (usize, &String)| {
            if place == 0 && number > 1 { format!("{part}-{number}/") } else { format!("{part}/") }
        };
        self.folders.iter().enumerate().map(part).collect()
    }

    /// The file itself, numbered from the second on.
    pub(super) fn file(&self, number: usize) -> String {
        match self.last.rsplit_once('.') {
            _ if number < 2 => self.last.clone(),
            Some((stem, extension)) => format!("{stem}-{number}.{extension}"),
            None => format!("{}-{number}", self.last),
        }
    }
}

/// A name that every system can write: Windows keeps some for itself.
fn writable(name: String) -> String {
    if is_device_name(&name) { format!("tep-{name}") } else { name }
}
