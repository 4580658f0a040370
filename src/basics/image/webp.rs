//! WebP: the chunks of the picture and of its frames.

use super::Cursor;

/// Bits of the extended header that promise a profile, EXIF and XMP.
const PROMISES: u8 = 0b0010_1100;
/// Bytes of a frame before its chunks.
const FRAME_HEAD: usize = 16;

pub(super) fn clean(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut cursor = Cursor(bytes);
    cursor.take(4)?;
    let size = cursor.le32()?.checked_sub(4)?;
    cursor.take(4)?;
    let body = chunks(cursor.take(size)?, true)?;
    let size = u32::try_from(body.len() + 4).ok()?.to_le_bytes();
    Some([b"RIFF", &size[..], b"WEBP", &body].concat())
}

fn chunks(bytes: &[u8], outer: bool) -> Option<Vec<u8>> {
    let mut cursor = Cursor(bytes);
    let mut out = Vec::with_capacity(bytes.len());
    let mut pictures = 0;
    while !cursor.is_empty() {
        let name: [u8; 4] = cursor.array()?;
        let length = cursor.le32()?;
        let mut data = cursor.take(length)?.to_vec();
        if length % 2 == 1 {
            cursor.take(1)?;
        }
        match &name {
            b"VP8X" if outer => *data.first_mut()? &= !PROMISES,
            b"ANMF" if outer => {
                let (head, frame) = data.split_at_checked(FRAME_HEAD)?;
                data = [head, &chunks(frame, false)?].concat();
                pictures += 1;
            }
            b"VP8 " | b"VP8L" => pictures += 1,
            b"ALPH" | b"ANIM" => {}
            _ => continue,
        }
        out.extend(name);
        out.extend(u32::try_from(data.len()).ok()?.to_le_bytes());
        out.extend(&data);
        if data.len() % 2 == 1 {
            out.push(0);
        }
    }
    (pictures > 0).then_some(out)
}
