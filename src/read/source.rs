//! ● Reads the site folder once.
//!
//! Takes a folder, returns a [`SourceTree`]: every file sorted by path, texts decoded and in NFC with LF line
//! ends, links refused, odd names reported. Attachments are listed, and read once when somebody names them: what was read
//! then is what is published, or the run ends ([`SourceTree::send`], [`SourceTree::settled`]). Nothing outside the folder
//! is ever opened.

mod decode;
mod inspect;
mod name;
mod reader;
mod refresh;
mod walk;
mod whole;

#[cfg(feature = "benchmarks")]
pub(crate) use inspect::inspect;
pub(crate) use reader::READING;
pub(crate) use refresh::{Candidates, RetryPolicy};
pub(crate) use walk::is_litter;
pub(crate) use whole::{FileDigest, SendError};

use crate::basics::diag::{Diagnostic, Diagnostics, Fatal, FileId, Message, Sources, msg};
use crate::basics::path::SourcePath;
use crate::read::visible::Inspection;
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use walk::{Problem, Stamp};

/// The largest text file that is read; a plan of a million words stays below it.
pub(crate) const MAX_TEXT_BYTES: u64 = 8 * 1024 * 1024;
/// The largest table (.csv, .xlsx) or document (.docx) that is read.
pub(crate) const MAX_TABLE_BYTES: u64 = 20 * 1024 * 1024;

/// The site folder as read.
#[derive(Debug, Default, Clone)]
pub(crate) struct SourceTree {
    /// By path; the place of a file is its id.
    files: Vec<Tracked>,
    /// What there is to say about the names of the files.
    names: Arc<[Diagnostic]>,
}

/// A file and what the disk said of it when it was read.
#[derive(Debug, Clone)]
struct Tracked {
    file: Arc<SourceFile>,
    stamp: Stamp,
}

/// One file of the site folder.
#[derive(Debug)]
pub(crate) struct SourceFile {
    pub(crate) path: SourcePath,
    pub(crate) size: u64,
    pub(crate) content: Content,
    disk: PathBuf,
    problem: Option<Problem>,
    /// Of the bytes on the disk, once they were read for it.
    digest: OnceLock<FileDigest>,
    /// What a search through it found, once somebody asked.
    inspection: OnceLock<Arc<Inspection>>,
}

/// What was read of a file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Content {
    /// Decoded text.
    Text(Arc<str>),
    /// A table, an office document, a file of a theme that is no text.
    Bytes(Vec<u8>),
    /// Anything else: an attachment, read when it is needed.
    Unread,
    /// Could not be used; a diagnostic says why.
    Unusable,
}

/// The text of a file that is no part of a site yet, in any encoding of CONTENT §1.
///
/// # Errors
/// Why the bytes are no text.
pub(crate) fn text_of(bytes: &[u8]) -> Result<String, Message> {
    decode::decode(bytes).map_err(|problem| walk::encoding(problem).message)
}

impl SourceTree {
    /// Reads `bangtin.toml`, `content/` and `themes/` under `root`.
    pub(crate) fn read_site(root: &Path) -> Result<Self, Fatal> {
        require_settings(root)?;
        Ok(Self::of(walk::load(walk::walk(root))))
    }

    /// A site folder that lies on no disk, for tests of the stages after this one.
    #[cfg(test)]
    pub(crate) fn in_memory<'f>(files: impl IntoIterator<Item = (&'f str, &'f [u8])>) -> Self {
        Self::of(files.into_iter().map(|(path, bytes)| walk::in_memory(path, bytes)).collect())
    }

    fn of(mut files: Vec<Tracked>) -> Self {
        files.sort_by(|a, b| a.file.path.cmp(&b.file.path));
        let mut tree = Self { files, names: Arc::default() };
        tree.names = name::check(&tree).into();
        tree
    }

    /// What there is to say about the files themselves.
    pub(crate) fn diagnostics(&self) -> Diagnostics {
        let mut diagnostics = Diagnostics::default();
        diagnostics.extend(self.files().filter_map(|(id, file)| Some(file.problem.as_ref()?.at(id))));
        diagnostics.extend(self.names.iter().cloned());
        diagnostics
    }

    /// A hash of every path and every byte that counts: of attachments those that were read, for no other is published.
    /// `None` where a file cannot be read.
    pub(crate) fn fingerprint(&self) -> Option<[u8; 32]> {
        let of = |tracked: &Tracked| {
            let file = &tracked.file;
            let mut hash = Sha256::new();
            hash.update(file.path.as_str());
            hash.update([0]);
            match (&file.content, file.digest.get()) {
                (Content::Unusable, _) => return None,
                (_, Some(digest)) => hash.update(digest.sha256),
                (Content::Text(text), None) => hash.update(text.as_bytes()),
                (Content::Bytes(bytes), None) => hash.update(bytes),
                (Content::Unread, None) => hash.update(file.size.to_le_bytes()),
            }
            Some(<[u8; 32]>::from(hash.finalize()))
        };
        let each: Option<Vec<[u8; 32]>> = self.files.par_iter().map(of).collect();
        Some(Sha256::digest(each?.concat()).into())
    }

    pub(crate) fn files(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.shared_files().map(|(id, file)| (id, &**file))
    }

    /// Every file, as it is shared with the trees before and after.
    pub(crate) fn shared_files(&self) -> impl Iterator<Item = (FileId, &Arc<SourceFile>)> {
        self.files.iter().enumerate().map(|(index, tracked)| (file_id(index), &tracked.file))
    }

    pub(crate) fn file(&self, id: FileId) -> Option<&SourceFile> {
        self.shared(id).map(|file| &**file)
    }

    /// The files that differ from those of an earlier tree. `None` when files came or went.
    pub(crate) fn changed_since(&self, before: &Self) -> Option<Vec<FileId>> {
        let same_shape = self.files.len() == before.files.len();
        let both = before.files.iter().zip(&self.files).enumerate();
        let changed = both.filter(|(_, (old, new))| !Arc::ptr_eq(&old.file, &new.file));
        let place = |(place, (old, new)): (usize, (&Tracked, &Tracked))| {
            (old.file.path == new.file.path).then(|| file_id(place))
        };
        if same_shape { changed.map(place).collect() } else { None }
    }

    /// The files whose paths begin with `prefix`, a folder with its closing `/`.
    pub(crate) fn below(&self, prefix: &str) -> impl Iterator<Item = (FileId, &Arc<SourceFile>)> {
        let start = self.files.partition_point(|tracked| tracked.file.path.as_str() < prefix);
        let files = self.files.iter().enumerate().skip(start);
        files
            .take_while(move |(_, tracked)| tracked.file.path.as_str().starts_with(prefix))
            .map(|(place, tracked)| (file_id(place), &tracked.file))
    }

    /// A file, as it is shared with the trees before and after.
    pub(crate) fn shared(&self, id: FileId) -> Option<&Arc<SourceFile>> {
        self.files.get(id.0 as usize).map(|tracked| &tracked.file)
    }

    pub(crate) fn find(&self, path: &SourcePath) -> Option<FileId> {
        self.place_of(path).map(file_id)
    }

    fn place_of(&self, path: &SourcePath) -> Option<usize> {
        self.files.binary_search_by(|tracked| tracked.file.path.cmp(path)).ok()
    }

    /// The decoded text of a file; `None` for what is no text.
    pub(crate) fn text_of(&self, id: FileId) -> Option<&str> {
        self.file(id).and_then(SourceFile::text)
    }
}

fn file_id(place: usize) -> FileId {
    FileId(u32::try_from(place).unwrap_or(u32::MAX))
}

/// Without its settings a folder is no site.
fn require_settings(root: &Path) -> Result<(), Fatal> {
    if root.join("bangtin.toml").is_file() {
        return Ok(());
    }
    let shown = root.display();
    Err(Fatal::new(msg!("không thấy tệp bangtin.toml trong {shown}", "there is no bangtin.toml in {shown}")).help(
        msg!(
            "chạy lệnh trong thư mục của trang, hoặc thêm `--site THƯ-MỤC`; tạo trang mới bằng `bangtin new site`",
            "run the command in the site folder, or add `--site DIR`; make a site with `bangtin new site`"
        ),
    ))
}

impl SourceFile {
    /// The bytes that are held: of a text as it was decoded; none of a file that is read when it is needed.
    pub(crate) fn held(&self) -> &[u8] {
        match &self.content {
            Content::Text(text) => text.as_bytes(),
            Content::Bytes(bytes) => bytes,
            Content::Unread | Content::Unusable => &[],
        }
    }

    /// Whether nothing of it can be used; a diagnostic says why.
    pub(crate) fn is_unusable(&self) -> bool {
        self.content == Content::Unusable
    }

    pub(crate) fn text(&self) -> Option<&str> {
        self.shared_text().map(|text| &**text)
    }

    /// The text, for whoever keeps pieces of it.
    pub(crate) fn shared_text(&self) -> Option<&Arc<str>> {
        match &self.content {
            Content::Text(text) => Some(text),
            Content::Bytes(_) | Content::Unread | Content::Unusable => None,
        }
    }
}

impl Sources for SourceTree {
    fn path(&self, file: FileId) -> &str {
        self.file(file).map_or("?", |file| file.path.as_str())
    }

    fn text(&self, file: FileId) -> Option<&str> {
        self.text_of(file)
    }
}
