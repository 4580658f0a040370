//! The files that an entry names: the one list of them, for the gate that reads them and the site that publishes them.

use super::{Content, EntryId, EvidenceSource, Index, LinkTarget, TaskValues, entry_links};
use crate::basics::diag::FileId;

/// In which way an entry names a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Naming {
    /// As an attachment, or by a link or an image in a text: it is published with the entry.
    Offered,
    /// As evidence of a task, or of a change to one: it is published where that task is shown.
    Evidence,
    /// As the table that tasks are read from: it is not published.
    Table,
}

/// The files that an entry names, by file; one that is named in several ways stands there once for each.
pub(crate) fn named_files(content: &Content, index: &Index, entry: EntryId) -> Vec<(FileId, Naming)> {
    let Some(meta) = content.meta(entry) else { return Vec::new() };
    let mut files: Vec<_> = meta.attachments.iter().map(|named| (named.file, Naming::Offered)).collect();
    for link in entry_links(content, entry) {
        if let LinkTarget::File(file) = index.link(meta.file, &link.target) {
            files.push((file, Naming::Offered));
        }
    }
    if let EntryId::Plan(id) = entry
        && let Some(plan) = content.plans.get(id)
    {
        let changes = plan.amendments.iter().map(|change| &change.values);
        let values = plan.tasks.iter().map(|task| &task.values).chain(changes);
        files.extend(values.flat_map(evidence_files).map(|file| (file, Naming::Evidence)));
        files.extend(plan.table.map(|file| (file, Naming::Table)));
    }
    files.sort_unstable();
    files.dedup();
    files
}

/// The files that stand as evidence of a task.
pub(crate) fn evidence_files(values: &TaskValues) -> impl Iterator<Item = FileId> {
    let of_leaders = values.by_leader.iter().flat_map(|row| &row.evidence);
    values.evidence.iter().chain(of_leaders).filter_map(|evidence| match evidence.source {
        EvidenceSource::File(file) => Some(file),
        EvidenceSource::Address(_) => None,
    })
}
