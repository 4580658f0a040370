//! Clearing of files: what may be published is read to its end, once; what is published later are those very bytes.

use crate::basics::diag::{Diagnostic, Diagnostics, FileId, codes, msg};
use crate::basics::path::SourcePath;
use crate::read::source::{FileDigest, SourceTree};
use crate::site::model::{Content, EntryId, Index, Naming, named_files};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The files that an entry names, each with the way it does.
pub(super) type Names = Arc<[(FileId, Naming)]>;

/// A file that may be published. Only the gate makes one.
#[derive(Debug, Clone)]
pub(crate) struct Cleared {
    file: FileId,
    path: SourcePath,
    digest: FileDigest,
    /// Whether it is a picture, which is published without its metadata.
    is_picture: bool,
}

impl Cleared {
    pub(crate) fn file(&self) -> FileId {
        self.file
    }

    /// Where the editor put it.
    pub(crate) fn path(&self) -> &SourcePath {
        &self.path
    }

    /// Whether it is a picture, which is published without its metadata.
    pub(crate) fn is_picture(&self) -> bool {
        self.is_picture
    }

    /// What it holds.
    pub(crate) fn digest(&self) -> &FileDigest {
        &self.digest
    }
}

/// The files that the entries of an edition name; those of entries that did not change are taken from `before`.
pub(super) fn names(
    content: &Content,
    index: &Index,
    changed: &BTreeSet<EntryId>,
    before: Option<&BTreeMap<EntryId, Names>>,
) -> BTreeMap<EntryId, Names> {
    let mut names = before.cloned().unwrap_or_default();
    let entries: Vec<EntryId> = changed.iter().copied().collect();
    let fresh: Vec<_> = entries.into_par_iter().map(|entry| (entry, named_files(content, index, entry))).collect();
    for (entry, files) in fresh {
        if files.is_empty() {
            names.remove(&entry);
        } else {
            names.insert(entry, files.into());
        }
    }
    names
}

/// Reads every file that may be published. What cannot be read is reported, and is not cleared.
pub(super) fn clear(named: &BTreeMap<EntryId, Names>, tree: &SourceTree) -> (BTreeMap<FileId, Cleared>, Diagnostics) {
    let may_be_published = |naming: &Naming| match naming {
        Naming::Offered | Naming::Evidence => true,
        Naming::Table => false,
    };
    let names = named.values().flat_map(|names| names.iter());
    let files: BTreeSet<FileId> = names.filter(|(_, naming)| may_be_published(naming)).map(|(file, _)| *file).collect();
    let files: Vec<FileId> = files.into_iter().collect();
    let read: Vec<_> = files.into_par_iter().map(|file| (file, tree.digest(file))).collect();
    let (mut cleared, mut unread) = (BTreeMap::new(), Diagnostics::default());
    for (file, digest) in read {
        match (digest, tree.file(file)) {
            (Ok(digest), Some(source)) => {
                let is_picture = tree.inspect(file).is_some_and(|inspection| inspection.kind.is_cleaned());
                cleared.insert(file, Cleared { file, path: source.path.clone(), digest, is_picture });
            }
            (Err(error), Some(source)) if !source.is_unusable() => unread.push(unreadable(file, &error)),
            // Why it cannot be used was said when the folder was read.
            (_, _) => {}
        }
    }
    (cleared, unread)
}

fn unreadable(file: FileId, error: &std::io::Error) -> Diagnostic {
    Diagnostic::new(codes::FILE_UNREADABLE, file, msg!("không mở được: {error}", "cannot be opened: {error}")).help(
        msg!(
            "kiểm tra quyền đọc, hoặc đóng chương trình đang giữ tệp",
            "check the permissions, or close the program that holds it"
        ),
    )
}
