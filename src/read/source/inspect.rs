//! Looking through a file for what must not be published: once, in the very bytes that are published.

#![allow(clippy::disallowed_methods, reason = "this module reads the disk")]

use super::{Content, FileDigest, SourceFile, SourceTree, reader, walk};
use crate::basics::diag::FileId;
use crate::read::visible::{Danger, FileKind, Inspection, MAX_VISIBLE_BYTES, Reader, Unread, read};
use std::io::Read;
use std::sync::Arc;

/// Enough to know what a file is.
const HEAD: u64 = 1024;

impl SourceTree {
    /// What a search through a file finds; looked for when it is asked for first. `None` for a file that cannot be used, as
    /// was said when the folder was read.
    pub(crate) fn inspect(&self, id: FileId) -> Option<Arc<Inspection>> {
        let file = self.file(id)?;
        if file.content == Content::Unusable {
            return None;
        }
        Some(Arc::clone(file.inspection.get_or_init(|| Arc::new(file.inspect()))))
    }
}

impl SourceFile {
    fn inspect(&self) -> Inspection {
        match &self.content {
            Content::Text(text) => self.read(text.as_bytes()),
            Content::Bytes(bytes) => self.read(bytes),
            Content::Unread | Content::Unusable => {
                self.inspect_on_disk().unwrap_or_else(|_| Inspection::unread(FileKind::Other, Unread::Broken))
            }
        }
    }

    fn inspect_on_disk(&self) -> std::io::Result<Inspection> {
        let mut source = walk::open(&self.disk, &self.path)?;
        let mut bytes = Vec::new();
        (&mut source).take(HEAD).read_to_end(&mut bytes)?;
        let kind = FileKind::of(&bytes);
        if matches!(kind, FileKind::Media | FileKind::OtherPicture) {
            let visible = read("", &[], Reader::Program);
            return Ok(Inspection::of(kind, visible).with(Danger::of(self.path.as_str(), &bytes)));
        }
        if self.size > MAX_VISIBLE_BYTES {
            let danger = kind.is_picture_or_sound().then_some(Danger::Metadata);
            return Ok(Inspection::unread(kind, Unread::TooMuch).with(danger));
        }
        (&mut source).take(MAX_VISIBLE_BYTES).read_to_end(&mut bytes)?;
        // What is searched is what is published.
        let digest = if self.is_image() { FileDigest::of_image(&bytes) } else { FileDigest::of(&bytes) };
        if self.digest.get_or_init(|| digest).sha256 != digest.sha256 {
            return Ok(Inspection::unread(kind, Unread::Broken));
        }
        Ok(self.read(&bytes))
    }

    fn read(&self, bytes: &[u8]) -> Inspection {
        inspect(self.path.as_str(), bytes)
    }
}

/// What a search through the bytes of a file finds.
pub(crate) fn inspect(name: &str, bytes: &[u8]) -> Inspection {
    let mut visible = read(name, bytes, Reader::Program);
    if visible.needs_process {
        visible = reader::read_apart(name, bytes);
    }
    Inspection::of(FileKind::of(bytes), visible).with(Danger::of(name, bytes))
}
