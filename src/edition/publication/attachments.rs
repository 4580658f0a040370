//! Which files are published with an entry, and under which names: only those that content of the edition names.

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

/// The names that a file of an entry may get, below the page of the entry, the best first.
pub(super) fn names<'a>(
    edition: &Edition,
    meta: &Meta,
    cleared: &'a Cleared,
) -> impl Iterator<Item = String> + use<'a> {
    let own = edition.clearance.index.facts(meta.file);
    let folder = own.map(|own| own.path.folder()).unwrap_or_default();
    let path = cleared.path();
    let inside = path.as_str().strip_prefix(folder).unwrap_or(path.file_name()).trim_start_matches('/');
    let mut parts: Vec<String> = inside.split('/').map(slug_file_name).collect();
    let last = parts.pop().unwrap_or_default();
    let last = if last == "index.html" { "tep-index.html".to_owned() } else { last };
    let folder: String = parts.iter().map(|part| format!("{part}/")).collect();
    let first = format!("{folder}{last}");
    let others = (2..).map(move |count| match last.rsplit_once('.') {
        Some((stem, extension)) => format!("{folder}{stem}-{count}.{extension}"),
        None => format!("{folder}{last}-{count}"),
    });
    std::iter::once(first).chain(others)
}
