//! Images and other files: sizes for the page, and copies without metadata.

use crate::diag::FileId;
use crate::text::file_size;
use img_parts::{Bytes, ImageEXIF, ImageICC, jpeg::Jpeg, png::Png};
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

/// The bytes that are published: images lose EXIF, GPS, comments and texts; everything else stays as it is.
pub(crate) fn strip_metadata(extension: &str, bytes: Vec<u8>) -> Vec<u8> {
    match extension {
        "jpg" | "jpeg" => strip_jpeg(&bytes).unwrap_or(bytes),
        "png" => strip_png(&bytes).unwrap_or(bytes),
        _ => bytes,
    }
}

/// Keeps what decoding needs: no APP1–APP15 (EXIF, XMP, IPTC) but the Adobe colour transform, no comments.
fn strip_jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    const APP1: u8 = 0xE1;
    const APP14_ADOBE: u8 = 0xEE;
    const APP15: u8 = 0xEF;
    const COMMENT: u8 = 0xFE;
    let mut jpeg = Jpeg::from_bytes(Bytes::copy_from_slice(bytes)).ok()?;
    jpeg.set_exif(None);
    jpeg.set_icc_profile(None);
    jpeg.segments_mut().retain(|segment| {
        let marker = segment.marker();
        let metadata = (APP1..=APP15).contains(&marker) && marker != APP14_ADOBE;
        !metadata && marker != COMMENT
    });
    Some(jpeg.encoder().bytes().to_vec())
}

/// Keeps the chunks that decoding needs.
fn strip_png(bytes: &[u8]) -> Option<Vec<u8>> {
    const DROPPED: [[u8; 4]; 5] = [*b"tEXt", *b"zTXt", *b"iTXt", *b"eXIf", *b"tIME"];
    let mut png = Png::from_bytes(Bytes::copy_from_slice(bytes)).ok()?;
    png.chunks_mut().retain(|chunk| !DROPPED.contains(&chunk.kind()));
    Some(png.encoder().bytes().to_vec())
}

/// What a reader is told of a file before the tap: `PDF, 1,2 MB`.
pub(super) fn describe(extension: &str, size: u64) -> String {
    format!("{}, {}", extension.to_uppercase(), file_size(size))
}
