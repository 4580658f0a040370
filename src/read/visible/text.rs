//! Plain text, tables of text, and web pages.

use super::{Place, Unread, Visible, VisibleBlock};
use crate::basics::text::nfc;
use crate::read::markdown::tells_products;
use crate::read::office::decode;

/// Reads a text of any encoding of CONTENT §1; a table cell by cell.
pub(super) fn read(name: &str, bytes: &[u8], visible: &mut Visible) {
    let Some(text) = decoded(bytes) else { return visible.miss(Unread::Kind) };
    // A mail or an archive of a web page is written in codes.
    if text.get(..text.floor_char_boundary(2000)).is_some_and(|head| head.contains("MIME-Version:")) {
        visible.miss(Unread::Kind);
    }
    let extension = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    if matches!(extension.as_str(), "csv" | "tsv") {
        return table(&text, visible);
    }
    prose(&text, visible);
}

fn decoded(bytes: &[u8]) -> Option<String> {
    let wide = bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF");
    let fine = wide || std::str::from_utf8(bytes).is_ok_and(|text| !text.contains('\0'));
    fine.then(|| nfc(&decode(bytes).replace("\r\n", "\n").replace('\r', "\n")).into_owned())
}

/// Paragraphs, each with its line.
fn prose(text: &str, visible: &mut Visible) {
    let mut line = 1;
    for paragraph in text.split("\n\n") {
        let place = Place::Line(line);
        if !paragraph.trim().is_empty() {
            visible.blocks.push(VisibleBlock { text: paragraph.to_owned(), place, prose: true, product: false });
        }
        line += u32::try_from(paragraph.matches('\n').count()).unwrap_or(u32::MAX).saturating_add(2);
    }
}

/// Cells under every separator that a table may have: what is a cell under the wrong one is a piece of a cell.
fn table(text: &str, visible: &mut Visible) {
    let count = |sign: char| text.lines().take(50).map(|line| line.matches(sign).count()).sum::<usize>();
    let separator = [',', ';', '\t'].into_iter().max_by_key(|sign| count(*sign)).unwrap_or(',');
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(u8::try_from(separator).unwrap_or(b','))
        .from_reader(text.as_bytes());
    let mut products: Vec<bool> = Vec::new();
    for record in reader.records().filter_map(Result::ok) {
        let line = record.position().map_or(1, csv::Position::line);
        for (column, cell) in record.iter().enumerate() {
            if tells_products(cell) {
                products.resize(products.len().max(column + 1), false);
                products.iter_mut().skip(column).take(1).for_each(|known| *known = true);
            }
            let place = Place::Line(u32::try_from(line).unwrap_or(u32::MAX));
            let product = products.get(column).copied().unwrap_or_default();
            visible.blocks.push(VisibleBlock {
                text: cell.trim().to_owned(),
                place,
                prose: cell.contains('\n'),
                product,
            });
        }
    }
}

/// A web page without its tags, comments included, each piece of text a block.
pub(super) fn html(bytes: &[u8], visible: &mut Visible) {
    let Some(text) = decoded(bytes) else { return visible.miss(Unread::Kind) };
    let (mut block, mut rest) = (String::new(), text.as_str());
    while let Some((before, tag_on)) = rest.split_once('<') {
        block.push_str(before);
        let Some((tag, after)) = tag_on.split_once('>') else { break };
        let name: String = tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        if !INLINE.contains(&name.to_ascii_lowercase().as_str()) {
            flush(&mut block, visible);
        }
        // Descriptions and comments.
        tag.split(['"', '\''])
            .filter(|piece| !piece.is_ascii())
            .for_each(|piece| visible.push(unescaped(piece), Place::Property));
        rest = after;
    }
    block.push_str(rest);
    flush(&mut block, visible);
}

/// Tags that part no text.
const INLINE: [&str; 14] =
    ["b", "i", "u", "em", "strong", "span", "font", "a", "sup", "sub", "small", "big", "mark", "s"];

fn flush(block: &mut String, visible: &mut Visible) {
    let text = unescaped(&std::mem::take(block));
    if !text.trim().is_empty() {
        visible.push(text.trim().to_owned(), Place::Text);
    }
}

fn unescaped(text: &str) -> String {
    let plain = quick_xml::escape::unescape_with(text, |name| match name {
        "nbsp" => Some("\u{a0}"),
        known => quick_xml::escape::resolve_predefined_entity(known).or(Some("")),
    });
    nfc(plain.as_deref().unwrap_or(text)).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(name: &str, bytes: &[u8]) -> Vec<String> {
        let mut visible = Visible::default();
        if name.ends_with("html") {
            html(bytes, &mut visible)
        } else {
            read(name, bytes, &mut visible)
        };
        visible.blocks.into_iter().map(|block| block.text).collect()
    }

    #[test]
    fn cells_are_read_as_they_are_quoted() {
        let found = texts("a.csv", "Việc,Sản phẩm\n\"Bảo đảm bí, mật\",Mật\n".as_bytes());
        assert_eq!(found.get(2).map(String::as_str), Some("Bảo đảm bí, mật"));
    }

    #[test]
    fn web_pages_lose_their_tags() {
        let found = texts("a.html", "<p>M<b>&#7852;</b>T<img alt='Ảnh'><!-- Ẩn --><p>hai".as_bytes());
        assert!(["MẬT", "Ảnh", "hai"].iter().all(|wanted| found.iter().any(|text| text == wanted)), "{found:?}");
    }

    #[test]
    fn other_encodings_are_not_read() {
        let mut visible = Visible::default();
        read("a.txt", b"M\xD5T", &mut visible);
        assert_eq!(visible.unread, Some(Unread::Kind));
    }
}
