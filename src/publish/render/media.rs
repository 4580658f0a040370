//! Images and other files: sizes for the page.

use crate::basics::diag::FileId;
use crate::basics::text::file_size;
use std::collections::BTreeMap;
use std::io::{BufRead, Seek};

/// Width and height of the images that are published, in pixels.
#[derive(Debug, Default)]
pub(crate) struct Media {
    sizes: BTreeMap<FileId, (usize, usize)>,
}

impl Media {
    /// Notes the size of a file, when `open` gives an image of that extension. Only its head is read.
    pub(crate) fn note<R: BufRead + Seek>(
        &mut self,
        file: FileId,
        extension: &str,
        open: impl FnOnce() -> std::io::Result<R>,
    ) {
        const IMAGES: [&str; 6] = ["png", "jpg", "jpeg", "gif", "webp", "avif"];
        if IMAGES.contains(&extension)
            && let Ok(size) = open().map_err(imagesize::ImageError::from).and_then(imagesize::reader_size)
        {
            self.sizes.insert(file, (size.width, size.height));
        }
    }

    /// Takes over what was noted of a file before.
    pub(crate) fn keep(&mut self, file: FileId, before: &Self) {
        self.sizes.extend(before.size(file).map(|size| (file, size)));
    }

    pub(crate) fn size(&self, file: FileId) -> Option<(usize, usize)> {
        self.sizes.get(&file).copied()
    }
}

/// What a reader is told of a file before the tap: `PDF, 1,2 MB`.
pub(super) fn describe(extension: &str, size: u64) -> String {
    format!("{}, {}", extension.to_uppercase(), file_size(size))
}
