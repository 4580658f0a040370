//! GIF: pictures, how they are shown, and how often they are repeated.

use super::Cursor;

pub(super) fn clean(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut cursor = Cursor(bytes);
    let mut out = cursor.take(13)?.to_vec();
    out.extend(cursor.take(colours(*out.get(10)?))?);
    let mut pictures = 0;
    loop {
        match cursor.byte()? {
            0x3B => {
                out.push(0x3B);
                return (pictures > 0).then_some(out);
            }
            0x2C => {
                let head = cursor.take(9)?;
                let table = cursor.take(colours(*head.last()?))?;
                let start = cursor.take(1)?;
                out.push(0x2C);
                out.extend([head, table, start, blocks(&mut cursor)?].concat());
                pictures += 1;
            }
            0x21 => {
                let kind = cursor.byte()?;
                let data = blocks(&mut cursor)?;
                let kept = match kind {
                    // How a picture is shown: four bytes.
                    0xF9 => data.len() == 6,
                    // How often the pictures are repeated.
                    0xFF => data.len() == 17 && data.get(1..12) == Some(b"NETSCAPE2.0"),
                    _ => false,
                };
                if kept {
                    out.extend([0x21, kind]);
                    out.extend(data);
                }
            }
            _ => return None,
        }
    }
}

/// Bytes of the table of colours that flags announce.
fn colours(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}

/// Blocks up to the empty one.
fn blocks<'b>(cursor: &mut Cursor<'b>) -> Option<&'b [u8]> {
    let start = cursor.0;
    let mut length = 0;
    loop {
        let size = usize::from(cursor.byte()?);
        cursor.take(size)?;
        length += size + 1;
        if size == 0 {
            return start.get(..length);
        }
    }
}
