//! ● Reads the site folder once.
//!
//! Takes a folder, returns a [`SourceTree`]: every file sorted by path, texts decoded and in NFC with LF line
//! ends, links refused, odd names reported. Attachments are listed, and read only by [`SourceTree::read`] when
//! somebody names them. Nothing outside the folder is ever opened.

mod decode;
mod name;
mod walk;

use crate::diag::{Diagnostics, Fatal, FileId, Outcome, Sources, msg};
use crate::path::SourcePath;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The largest text file that is read; a plan of a million words stays below it.
pub(crate) const MAX_TEXT_BYTES: u64 = 8 * 1024 * 1024;
/// The largest table (.csv, .xlsx) or document (.docx) that is read.
pub(crate) const MAX_TABLE_BYTES: u64 = 20 * 1024 * 1024;

/// The site folder as read.
#[derive(Debug, Default)]
pub(crate) struct SourceTree {
    files: Vec<SourceFile>,
    by_path: BTreeMap<SourcePath, FileId>,
}

/// One file of the site folder.
#[derive(Debug)]
pub(crate) struct SourceFile {
    pub(crate) path: SourcePath,
    pub(crate) size: u64,
    pub(crate) content: Content,
    disk: PathBuf,
}

/// What was read of a file.
#[derive(Debug)]
pub(crate) enum Content {
    /// Decoded text.
    Text(String),
    /// A table or office document, as bytes.
    Office(Vec<u8>),
    /// Anything else: an attachment, read when it is needed.
    Unread,
    /// Could not be used; a diagnostic says why.
    Unusable,
}

impl SourceTree {
    /// Reads `bangtin.toml`, `content/` and `themes/` under `root`.
    pub(crate) fn read_site(root: &Path) -> Result<Outcome<Self>, Fatal> {
        if !root.join("bangtin.toml").is_file() {
            let shown = root.display();
            return Err(Fatal::new(msg!(
                "không thấy tệp bangtin.toml trong {shown}",
                "there is no bangtin.toml in {shown}"
            ))
            .help(msg!(
                "chạy lệnh trong thư mục của trang, hoặc thêm `--site THƯ-MỤC`; tạo trang mới bằng `bangtin new site`",
                "run the command in the site folder, or add `--site DIR`; make a site with `bangtin new site`"
            )));
        }
        let mut diagnostics = Diagnostics::default();
        let found = walk::walk(root);
        let mut files = walk::load(found.files);
        files.sort_by(|a, b| a.file.path.cmp(&b.file.path));
        let mut tree = Self::default();
        for loaded in files {
            let id = tree.push(loaded.file);
            diagnostics.extend(loaded.problem.map(|problem| problem.at(id)));
        }
        for (path, problem) in found.refused {
            let id = tree.push(SourceFile::unusable(path));
            diagnostics.push(problem.at(id));
        }
        diagnostics.extend(name::check(&tree));
        Ok(Outcome { value: tree, diagnostics })
    }

    fn push(&mut self, file: SourceFile) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.by_path.insert(file.path.clone(), id);
        self.files.push(file);
        id
    }

    pub(crate) fn files(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files.iter().enumerate().map(|(index, file)| (FileId(u32::try_from(index).unwrap_or(u32::MAX)), file))
    }

    pub(crate) fn file(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(id.0 as usize)
    }

    pub(crate) fn find(&self, path: &SourcePath) -> Option<FileId> {
        self.by_path.get(path).copied()
    }

    /// The decoded text of a file; `None` for what is no text.
    pub(crate) fn text_of(&self, id: FileId) -> Option<&str> {
        self.file(id).and_then(SourceFile::text)
    }

    /// The bytes of a file, from memory or from disk.
    pub(crate) fn read(&self, id: FileId) -> std::io::Result<Vec<u8>> {
        let missing = || std::io::Error::from(std::io::ErrorKind::NotFound);
        let file = self.file(id).ok_or_else(missing)?;
        match &file.content {
            Content::Office(bytes) => Ok(bytes.clone()),
            Content::Text(_) | Content::Unread => walk::read_bytes(&file.disk),
            Content::Unusable => Err(missing()),
        }
    }
}

impl SourceFile {
    fn unusable(path: SourcePath) -> Self {
        Self { path, size: 0, content: Content::Unusable, disk: PathBuf::new() }
    }

    pub(crate) fn text(&self) -> Option<&str> {
        match &self.content {
            Content::Text(text) => Some(text),
            Content::Office(_) | Content::Unread | Content::Unusable => None,
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
