//! PNG: the chunks that decoding needs.

use super::Cursor;

const KEPT: [&[u8; 4]; 13] = [
    b"IHDR", b"PLTE", b"IDAT", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT",
];

pub(super) fn clean(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut cursor = Cursor(bytes);
    let mut out = cursor.take(8)?.to_vec();
    let mut pictures = 0;
    loop {
        let chunk = cursor;
        let length = cursor.be32()?;
        let name: [u8; 4] = cursor.array()?;
        cursor.take(length.checked_add(4)?)?;
        let whole = chunk.0.get(..length.checked_add(12)?)?;
        if out.len() == 8 && &name != b"IHDR" {
            return None;
        }
        pictures += usize::from(&name == b"IDAT");
        if KEPT.contains(&&name) {
            out.extend(whole);
        }
        if &name == b"IEND" {
            out.extend(whole.get(..12).filter(|_| length == 0)?);
            return (pictures > 0).then_some(out);
        }
    }
}
