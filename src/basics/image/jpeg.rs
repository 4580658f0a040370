//! JPEG: tables, frames and scans; of application segments only what decoding needs.

use super::Cursor;

const END: u8 = 0xD9;
const SCAN: u8 = 0xDA;

pub(super) fn clean(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut cursor = Cursor(bytes);
    let mut out = cursor.take(2)?.to_vec();
    let mut scans = 0;
    loop {
        if cursor.byte()? != 0xFF {
            return None;
        }
        let mut marker = cursor.byte()?;
        while marker == 0xFF {
            marker = cursor.byte()?;
        }
        if marker == END {
            out.extend([0xFF, END]);
            return (scans > 0).then_some(out);
        }
        let length = cursor.be16()?.checked_sub(2)?;
        let data = cursor.take(length)?;
        if let Some(kept) = kept(marker, data) {
            out.extend([0xFF, marker]);
            out.extend(u16::try_from(kept.len() + 2).ok()?.to_be_bytes());
            out.extend(kept);
        }
        if marker == SCAN {
            scans += 1;
            let coded = coded_length(cursor.0)?;
            out.extend(cursor.take(coded)?);
        }
    }
}

/// What is kept of a segment.
fn kept(marker: u8, data: &[u8]) -> Option<&[u8]> {
    match marker {
        // Frames, tables of Huffman and arithmetic coding, quantisation, restart interval, lines, scans.
        0xC0..=0xCF | 0xDA..=0xDD => Some(data),
        // JFIF with a thumbnail is left out whole: nothing needs it.
        0xE0 => Some(data.get(..14)?).filter(|head| head.starts_with(b"JFIF\0") && head.ends_with(&[0, 0])),
        // How colours are to be read.
        0xEE => Some(data.get(..12)?).filter(|head| head.starts_with(b"Adobe")),
        _ => None,
    }
}

/// Coded data ends at a marker that is no restart.
fn coded_length(bytes: &[u8]) -> Option<usize> {
    let mut markers = memchr::memchr_iter(0xFF, bytes);
    markers.find(|at| !matches!(bytes.get(at + 1), Some(0x00 | 0xD0..=0xD7 | 0xFF) | None))
}
