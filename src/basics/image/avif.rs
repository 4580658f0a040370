//! AVIF: looked through, not copied. Its parts point at each other by byte; one with more than a picture in it is refused.

use super::Cursor;

/// Boxes a picture is made of.
const OUTER: [&[u8; 4]; 4] = [b"ftyp", b"meta", b"mdat", b"free"];
const INNER: [&[u8; 4]; 9] = [b"hdlr", b"pitm", b"iloc", b"iinf", b"iprp", b"iref", b"idat", b"grpl", b"dinf"];
/// What an item of a picture may be.
const ITEMS: [&[u8; 4]; 4] = [b"av01", b"grid", b"iovl", b"tmap"];

pub(super) fn check(bytes: &[u8]) -> Option<()> {
    each(bytes, |name, data| {
        let known = OUTER.contains(&name) && (name != b"free" || data.iter().all(|byte| *byte == 0));
        match name {
            b"meta" => meta(data),
            _ => known.then_some(()),
        }
    })
}

fn meta(data: &[u8]) -> Option<()> {
    each(data.get(4..)?, |name, data| match name {
        b"iinf" => items(data),
        _ => INNER.contains(&name).then_some(()),
    })
}

fn items(data: &[u8]) -> Option<()> {
    let mut cursor = Cursor(data);
    let version = cursor.array::<4>()?[0];
    if version == 0 {
        cursor.be16()?
    } else {
        cursor.be32()?
    };
    each(cursor.0, |name, data| {
        let version = *data.first()?;
        // Since the second version an item has an id, a place to protect it, and its kind.
        let kind = data.get(if version == 2 { 8..12 } else { 10..14 })?;
        (name == b"infe" && version >= 2 && ITEMS.iter().any(|known| kind == *known)).then_some(())
    })
}

/// Visits boxes one after another, all of them well-formed.
fn each<'b>(bytes: &'b [u8], visit: impl Fn(&'b [u8; 4], &'b [u8]) -> Option<()>) -> Option<()> {
    let mut cursor = Cursor(bytes);
    while !cursor.is_empty() {
        let size = cursor.be32()?;
        let name: &[u8; 4] = cursor.take(4)?.try_into().ok()?;
        let data = match size {
            0 => cursor.take(cursor.0.len())?,
            1 => {
                let wide = usize::try_from(u64::from_be_bytes(cursor.array()?)).ok()?;
                cursor.take(wide.checked_sub(16)?)?
            }
            _ => cursor.take(size.checked_sub(8)?)?,
        };
        visit(name, data)?;
    }
    Some(())
}
