//! Copies of images without metadata: where a photo was taken and by whom is nobody's business.
//!
//! Takes and returns bytes; what is no image of a known kind stays as it is.

use img_parts::{Bytes, ImageEXIF, ImageICC, jpeg::Jpeg, png::Png};

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
