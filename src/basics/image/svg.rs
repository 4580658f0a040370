//! SVG: a picture made of text. What draws nothing is left out: metadata, comments, elements of drawing programs.

use quick_xml::NsReader;
use quick_xml::events::Event;
use quick_xml::name::ResolveResult;

/// What elements of SVG are called (W3C SVG 2).
pub(crate) const SVG_NAMESPACE: &str = "http://www.w3.org/2000/svg";

/// Whether it begins as one; a byte order mark and a declaration may stand before.
pub(super) fn is_one(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
    let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    text.starts_with(b"<") && memchr::memmem::find(head, b"<svg").is_some()
}

/// The picture, byte for byte, without what draws nothing.
pub(super) fn clean(bytes: &[u8]) -> Option<Vec<u8>> {
    // The reader does not count the byte order mark.
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let svg = std::str::from_utf8(bytes).ok()?;
    let mut reader = NsReader::from_str(svg);
    let mut clean = Vec::with_capacity(bytes.len());
    // Elements that are open, and how many of them were when one began that is left out.
    let (mut open, mut left_out) = (0_usize, None);
    loop {
        let from = usize::try_from(reader.buffer_position()).ok()?;
        let event = reader.read_event().ok()?;
        let mut keep = left_out.is_none();
        match &event {
            Event::Start(element) => {
                open += 1;
                if left_out.is_none() && !draws(&reader, element) {
                    (keep, left_out) = (false, Some(open));
                }
            }
            Event::Empty(element) => keep &= draws(&reader, element),
            Event::End(_) => {
                if left_out == Some(open) {
                    left_out = None;
                }
                open = open.checked_sub(1)?;
            }
            Event::Comment(_) => keep = false,
            Event::Eof => return (open == 0 && !clean.is_empty()).then_some(clean),
            Event::Text(_)
            | Event::CData(_)
            | Event::GeneralRef(_)
            | Event::Decl(_)
            | Event::PI(_)
            | Event::DocType(_) => {}
        }
        if keep {
            let to = usize::try_from(reader.buffer_position()).ok()?;
            clean.extend_from_slice(bytes.get(from..to)?);
        }
    }
}

fn draws(reader: &NsReader<&[u8]>, element: &quick_xml::events::BytesStart<'_>) -> bool {
    let is_svg = matches!(reader.resolver().resolve_element(element.name()).0, ResolveResult::Bound(bound) if bound.as_ref() == SVG_NAMESPACE);
    is_svg && element.local_name().as_ref() != "metadata"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn svg(inside: &str) -> String {
        format!(
            "<?xml version=\"1.0\"?>\n<svg xmlns=\"{SVG_NAMESPACE}\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">{inside}</svg>\n"
        )
    }

    #[test]
    fn what_draws_nothing_is_left_out_and_all_else_stays() {
        let clean = |inside: &str| clean(svg(inside).as_bytes()).and_then(|bytes| String::from_utf8(bytes).ok());
        let drawn = "<title>Sơ đồ &amp; bảng</title><g fill=\"red\"><path d=\"M0 0\"/></g>";
        assert_eq!(clean(drawn), Some(svg(drawn)));
        let beside =
            "<!-- A --><metadata><dc:creator>B</dc:creator></metadata><metadata/><dc:x a=\"1\"/><dc:y><g/>C</dc:y>";
        assert_eq!(clean(&format!("{beside}{drawn}{beside}")), Some(svg(drawn)));
        assert_eq!(clean("<g>"), None);
        let marked = ["\u{feff}".to_owned(), svg(&format!("{beside}{drawn}"))].concat();
        let clean = super::clean(marked.as_bytes()).and_then(|bytes| String::from_utf8(bytes).ok());
        assert_eq!(clean, Some(svg(drawn)));
    }

    proptest::proptest! {
        #[test]
        fn no_metadata_is_left_and_cleaning_twice_changes_nothing(inside in "(<g>|</g>|<metadata>|</metadata>|<dc:a>|</dc:a>|<!--|-->|SECRET|<path/>){0,12}") {
            if let Some(once) = clean(svg(&inside).as_bytes()) {
                proptest::prop_assert!(memchr::memmem::find(&once, b"<metadata").is_none());
                proptest::prop_assert_eq!(clean(&once), Some(once));
            }
        }
    }
}
