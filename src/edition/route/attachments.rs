//! Which files are published, and under which names: only those that content of this edition names.

use super::Attachment;
use crate::basics::diag::FileId;
use crate::basics::path::UrlPath;
use crate::basics::text::slug_file_name;
use crate::edition::relate::Edition;
use crate::site::model::{EntryId, EvidenceSource, LinkTarget, entry_links};
use std::collections::{BTreeMap, BTreeSet};

/// Files of one entry, each with its address under the entry's own page.
pub(super) fn of_entry(edition: &Edition, entry: EntryId, page: &UrlPath) -> Vec<Attachment> {
    let files = named_files(edition, entry);
    if files.is_empty() {
        return Vec::new();
    }
    let mut taken: BTreeSet<String> = super::BESIDE.iter().map(|name| (*name).to_owned()).collect();
    let mut names: BTreeMap<FileId, String> = BTreeMap::new();
    for file in files {
        let Some(facts) = edition.index.facts(file) else { continue };
        let own = edition.content.meta(entry).and_then(|meta| edition.index.facts(meta.file));
        let folder = own.map(|own| own.path.folder()).unwrap_or_default();
        let inside = facts.path.as_str().strip_prefix(folder).unwrap_or(facts.path.file_name()).trim_start_matches('/');
        names.insert(file, unique_name(inside, &mut taken));
    }
    let attach =
        |(file, name): (FileId, String)| Attachment { url: UrlPath::new(format!("{}{name}", page.as_str())), file };
    names.into_iter().map(attach).collect()
}

/// A slugged path that no other file of the entry has, and that is no page of it.
fn unique_name(inside: &str, taken: &mut BTreeSet<String>) -> String {
    let mut parts: Vec<String> = inside.split('/').map(slug_file_name).collect();
    let last = parts.pop().unwrap_or_default();
    let last = if last == "index.html" { "tep-index.html".to_owned() } else { last };
    let folder: String = parts.iter().map(|part| format!("{part}/")).collect();
    let mut name = format!("{folder}{last}");
    let mut count = 1;
    while !taken.insert(name.clone()) {
        count += 1;
        name = match last.rsplit_once('.') {
            Some((stem, extension)) => format!("{folder}{stem}-{count}.{extension}"),
            None => format!("{folder}{last}-{count}"),
        };
    }
    name
}

/// Attachments, evidence of effective tasks, and files that texts link to or show.
fn named_files(edition: &Edition, entry: EntryId) -> BTreeSet<FileId> {
    let Some(meta) = edition.content.meta(entry) else { return BTreeSet::new() };
    let mut files: BTreeSet<FileId> = meta.attachments.iter().map(|named| named.file).collect();
    if let EntryId::Plan(id) = entry
        && let Some(effective) = edition.effective(id)
    {
        let evidence = effective.tasks.iter().flat_map(|task| &task.task.values.evidence);
        files.extend(evidence.filter_map(|evidence| match evidence.source {
            EvidenceSource::File(file) => Some(file),
            EvidenceSource::Address(_) => None,
        }));
    }
    for link in entry_links(&edition.content, entry) {
        if let LinkTarget::File(file) = edition.index.link(meta.file, &link.target) {
            files.insert(file);
        }
    }
    files
}
