//! Files that are published as they are: each is read once to know what it holds, and compared with that when it is
//! published.

#![allow(clippy::disallowed_methods, reason = "this is the module that reads the disk")]

use super::walk::{self, Stamp};
use super::{Content, SourceFile, SourceTree, Tracked};
use crate::basics::diag::{Fatal, FileId, msg};
use crate::basics::path::SourcePath;
use rayon::prelude::*;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;
use std::io::{self, Read, Write};
use std::path::Path;

/// What one reading of a file brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FileDigest {
    pub(crate) sha256: [u8; 32],
    /// In bytes.
    pub(crate) size: u64,
    /// Width and height in pixels, of an image that a browser shows.
    pub(crate) pixels: Option<(usize, usize)>,
}

/// Why the bytes of a file could not be sent on.
#[derive(Debug)]
pub(crate) enum SendError {
    /// They are no longer those that were read first.
    Changed,
    /// They cannot be read.
    Unreadable,
    /// Whoever takes them does not.
    Write(io::Error),
}

/// Extensions of images whose size a page states.
const IMAGES: [&str; 6] = ["png", "jpg", "jpeg", "gif", "webp", "avif"];
/// The most bytes of an image that are held at once to find its size.
const MOST_IMAGE_BYTES: u64 = 64 * 1024 * 1024;
/// So much of a file is held at once.
const PIECE: usize = 256 * 1024;

impl FileDigest {
    pub(super) fn of(bytes: &[u8]) -> Self {
        Self { sha256: Sha256::digest(bytes).into(), size: bytes.len() as u64, pixels: None }
    }

    pub(super) fn of_image(bytes: &[u8]) -> Self {
        let size = imagesize::blob_size(bytes).ok();
        Self { pixels: size.map(|size| (size.width, size.height)), ..Self::of(bytes) }
    }
}

impl SourceTree {
    /// What a file holds. Read from the disk when it is asked for first, and never again.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub(crate) fn digest(&self, id: FileId) -> io::Result<FileDigest> {
        let file = self.file(id).ok_or(io::ErrorKind::NotFound)?;
        if let Some(known) = file.digest.get() {
            return Ok(*known);
        }
        let digest = file.read_digest()?;
        Ok(*file.digest.get_or_init(|| digest))
    }

    /// Sends the bytes of a file to `sink`, piece by piece, and makes sure that they are those of its digest.
    ///
    /// # Errors
    /// When they are not, or cannot be read or written. What was written until then is to be thrown away.
    pub(crate) fn send(&self, id: FileId, sink: &mut dyn Write) -> Result<(), SendError> {
        let expected = self.digest(id).map_err(|_| SendError::Unreadable)?;
        let file = self.file(id).ok_or(SendError::Changed)?;
        if let Content::Bytes(bytes) = &file.content {
            return sink.write_all(bytes).map_err(SendError::Write);
        }
        let mut source = walk::open(&file.disk, &file.path).map_err(|_| SendError::Unreadable)?;
        let mut hash = Sha256::new();
        let mut piece = vec![0; PIECE];
        let mut left = expected.size;
        loop {
            let read = source.read(&mut piece).map_err(|_| SendError::Unreadable)?;
            let bytes = piece.get(..read).unwrap_or_default();
            if bytes.is_empty() {
                break;
            }
            left = left.checked_sub(bytes.len() as u64).ok_or(SendError::Changed)?;
            hash.update(bytes);
            sink.write_all(bytes).map_err(SendError::Write)?;
        }
        let same = left == 0 && <[u8; 32]>::from(hash.finalize()) == expected.sha256;
        if same { Ok(()) } else { Err(SendError::Changed) }
    }

    /// Makes sure that the folder is still what was read: since then no file came, went or changed. Then what was read is
    /// one state of it, for every file was the same from its own reading until now.
    ///
    /// # Errors
    /// When it is not.
    pub(crate) fn settled(&self, root: &Path) -> Result<(), Fatal> {
        let walk::Found { files, refused } = walk::walk(root);
        let now: BTreeSet<&SourcePath> =
            files.iter().map(|(path, _)| path).chain(refused.iter().map(|(path, _)| path)).collect();
        let then: BTreeSet<&SourcePath> = self.files.iter().map(|tracked| &tracked.file.path).collect();
        if let Some(path) = now.symmetric_difference(&then).next() {
            return Err(changed_meanwhile(path.as_str()));
        }
        let changed = self.files.par_iter().find_first(|tracked| !tracked.is_as_read());
        changed.map_or(Ok(()), |tracked| Err(changed_meanwhile(tracked.file.path.as_str())))
    }

    /// An error that names `id`, which is no longer what it was when the run began.
    pub(crate) fn changed(&self, id: FileId) -> Fatal {
        let path = self.file(id).map(|file| file.path.to_string()).unwrap_or_default();
        changed_meanwhile(&path)
    }
}

/// A file changed while the site was read or built.
pub(super) fn changed_meanwhile(path: &str) -> Fatal {
    Fatal::new(msg!(
        "tệp {path} thay đổi trong khi bangtin đang làm việc; dừng lại để không đăng nửa cũ nửa mới",
        "{path} changed while bangtin was at work; it stopped, so that nothing half old and half new is published"
    ))
    .help(msg!(
        "chờ lưu hoặc chép xong rồi chạy lại; trang đã đăng vẫn nguyên như trước",
        "run again when the save or copy is done; the published site is as it was"
    ))
}

impl Tracked {
    /// Whether the file on the disk is the one that was read. What could have changed within the grain of the clock is read
    /// again; what was refused was not read, and stops a build by itself.
    fn is_as_read(&self) -> bool {
        let file = &self.file;
        if file.problem.is_some() {
            return true;
        }
        let now = Stamp::of(&file.disk);
        if !self.stamp.agrees_with(now) {
            return false;
        }
        self.stamp.proves_unchanged(now) || file.is_still_on_disk()
    }
}

impl SourceFile {
    fn is_still_on_disk(&self) -> bool {
        match (&self.content, self.digest.get()) {
            (_, Some(digest)) => self.stream_digest().is_ok_and(|now| now.sha256 == digest.sha256),
            (Content::Unread | Content::Unusable, None) => true,
            (Content::Text(_) | Content::Bytes(_), None) => {
                let (now, _) = walk::load_one(self.path.clone(), self.disk.clone());
                now.file.content == self.content
            }
        }
    }

    fn read_digest(&self) -> io::Result<FileDigest> {
        match &self.content {
            Content::Bytes(bytes) => Ok(FileDigest::of(bytes)),
            Content::Unusable => Err(io::ErrorKind::NotFound.into()),
            Content::Unread if self.is_image() => {
                walk::read_bytes(&self.disk, &self.path).map(|bytes| FileDigest::of_image(&bytes))
            }
            Content::Text(_) | Content::Unread => self.stream_digest(),
        }
    }

    pub(super) fn is_image(&self) -> bool {
        self.size <= MOST_IMAGE_BYTES && IMAGES.contains(&self.path.extension().as_str())
    }

    fn stream_digest(&self) -> io::Result<FileDigest> {
        let mut source = walk::open(&self.disk, &self.path)?;
        let (mut hash, mut size) = (Sha256::new(), 0);
        let mut piece = vec![0; PIECE];
        loop {
            let read = source.read(&mut piece)?;
            let bytes = piece.get(..read).unwrap_or_default();
            if bytes.is_empty() {
                return Ok(FileDigest { sha256: hash.finalize().into(), size, pixels: None });
            }
            hash.update(bytes);
            size += bytes.len() as u64;
        }
    }
}
