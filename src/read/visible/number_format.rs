//! How a number in a cell of a workbook is shown, as far as it tells a citizen id: leading zeros, groups of zeros.

use crate::read::visible::xml::attribute;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeMap;

/// The number formats of a workbook's cell styles, by style.
#[derive(Debug, Default)]
pub(super) struct NumberFormats {
    codes: Vec<Option<String>>,
}

impl NumberFormats {
    /// Reads `xl/styles.xml`; what is broken there makes no format.
    pub(super) fn of(styles: &str) -> Self {
        let mut own: BTreeMap<String, String> = BTreeMap::new();
        let (mut codes, mut in_cells) = (Vec::new(), false);
        let mut reader = Reader::from_str(styles);
        while let Ok(event) = reader.read_event() {
            match event {
                Event::Eof => break,
                Event::Start(element) | Event::Empty(element) => match element.local_name().as_ref() {
                    "numFmt" => own_format(&element, &mut own),
                    "cellXfs" => in_cells = true,
                    "xf" if in_cells => {
                        let id = attribute(&element, "numFmtId").unwrap_or_default();
                        codes.push(own.get(&id).cloned());
                    }
                    _ => {}
                },
                Event::End(element) if element.local_name().as_ref() == "cellXfs" => in_cells = false,
                _ => {}
            }
        }
        Self { codes }
    }

    /// A stored number as it is shown in a cell of a style.
    pub(super) fn show(&self, stored: &str, style: Option<usize>) -> String {
        let whole = stored.parse::<f64>().ok().filter(|number| number.abs() < 1e15 && number.fract() == 0.0);
        let Some(number) = whole else { return stored.to_owned() };
        let plain = format!("{number:.0}");
        let code = style.and_then(|style| self.codes.get(style)).and_then(Option::as_deref).unwrap_or_default();
        let section = code.split(';').next().unwrap_or_default();
        shown(&plain, &pieces(section)).unwrap_or(plain)
    }

    /// A stored text as it is shown in a cell of a style: the fourth section of a format, or a single one, may add to it.
    pub(super) fn show_text(&self, stored: &str, style: Option<usize>) -> String {
        let code = style.and_then(|style| self.codes.get(style)).and_then(Option::as_deref).unwrap_or_default();
        let sections: Vec<&str> = code.split(';').collect();
        let section = sections.get(3).or_else(|| sections.last()).copied().unwrap_or_default();
        if !section.contains('@') {
            return stored.to_owned();
        }
        let shown = pieces(section).into_iter().filter_map(|piece| match piece {
            Piece::Words(words) => Some(words),
            Piece::Sign('@') => Some(stored.to_owned()),
            Piece::Zero | Piece::Sign(_) => None,
        });
        shown.collect()
    }
}

/// A piece of a format.
#[derive(Debug, PartialEq, Eq)]
enum Piece {
    /// Shown as it is written.
    Words(String),
    /// A place for a digit, zero where there is none.
    Zero,
    /// Anything else.
    Sign(char),
}

/// The pieces of one section, without conditions and colours in brackets.
fn pieces(section: &str) -> Vec<Piece> {
    let mut found = Vec::new();
    let mut letters = section.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => found.push(Piece::Words(letters.by_ref().take_while(|letter| *letter != '"').collect())),
            '\\' => found.extend(letters.next().map(|letter| Piece::Words(letter.to_string()))),
            '_' | '*' => drop(letters.next()),
            '[' => drop(letters.by_ref().find(|letter| *letter == ']')),
            '0' => found.push(Piece::Zero),
            ' ' | '-' | '/' => found.push(Piece::Words(letter.to_string())),
            sign => found.push(Piece::Sign(sign)),
        }
    }
    found
}

/// Digits in the places of a format of zeros and words; `None` for any other format.
fn shown(digits: &str, pieces: &[Piece]) -> Option<String> {
    let places = pieces.iter().filter(|piece| **piece == Piece::Zero).count();
    let others = pieces.iter().any(|piece| matches!(piece, Piece::Sign(_)));
    if places == 0 || others || digits.starts_with('-') {
        return None;
    }
    let padded = format!("{digits:0>places$}");
    let first = padded.len() - places;
    let mut shown = String::new();
    let mut next = 0;
    for piece in pieces {
        match piece {
            Piece::Words(words) => shown.push_str(words),
            // What has no place of its own stands before the first.
            Piece::Zero => {
                let from = if next == 0 { 0 } else { first + next };
                shown.push_str(padded.get(from..=first + next)?);
                next += 1;
            }
            Piece::Sign(_) => {}
        }
    }
    Some(shown)
}

/// The words that a format shows, whatever the number is.
pub(super) fn words(code: &str) -> String {
    let section = |section: &str| {
        let words = pieces(section).into_iter().filter_map(|piece| match piece {
            Piece::Words(words) => Some(words),
            Piece::Zero | Piece::Sign(_) => None,
        });
        words.collect::<String>()
    };
    code.split(';').map(section).filter(|words| !words.trim().is_empty()).collect::<Vec<_>>().join("\n")
}

fn own_format(element: &BytesStart<'_>, own: &mut BTreeMap<String, String>) {
    if let (Some(id), Some(code)) = (attribute(element, "numFmtId"), attribute(element, "formatCode")) {
        own.insert(id, code);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeros_are_shown_that_a_format_asks_for() {
        let formats = NumberFormats::of(
            "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"000000000000\"/><numFmt numFmtId=\"165\" formatCode=\"000 000 000 000\"/></numFmts>\
             <cellStyleXfs><xf numFmtId=\"164\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/></cellXfs></styleSheet>",
        );
        assert_eq!(formats.show("1203004567", Some(1)), "001203004567");
        assert_eq!(formats.show("1.203004567E9", Some(2)), "001 203 004 567");
        assert_eq!(formats.show("1203004567", Some(0)), "1203004567");
        assert_eq!(formats.show("0.5", Some(1)), "0.5");
        assert_eq!(formats.show("x", None), "x");
    }

    #[test]
    fn a_format_may_add_to_a_text() {
        let formats = NumberFormats::of(
            "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"@&quot;ẬT&quot;\"/><numFmt numFmtId=\"165\" formatCode=\"0;0;0;&quot;T&quot;@\"/></numFmts>\
             <cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/></cellXfs></styleSheet>",
        );
        assert_eq!(formats.show_text("M", Some(1)), "MẬT");
        assert_eq!(formats.show_text("ẬM", Some(2)), "TẬM");
        assert_eq!(formats.show_text("M", Some(0)), "M");
        assert_eq!(formats.show_text("M", None), "M");
    }

    #[test]
    fn words_and_zeros_of_a_format_are_shown_where_they_stand() {
        let show = |code: &str, digits: &str| shown(digits, &pieces(code.split(';').next().unwrap_or_default()));
        assert_eq!(show("\"0\"0", "79186012345").as_deref(), Some("079186012345"));
        assert_eq!(show("[>0]000000000000;General", "1086012345").as_deref(), Some("001086012345"));
        assert_eq!(show("\"CCCD \"000\\.000 000000", "79186012345").as_deref(), Some("CCCD 079.186 012345"));
        assert_eq!(show("00-00", "12345").as_deref(), Some("123-45"));
        assert_eq!(show("#,##0", "120000000000"), None);
        assert_eq!(show("General", "1"), None);
        assert_eq!(words("[Red]\"M\"\\Ậ\"T\";0\"đồng\""), "MẬT\nđồng");
        assert_eq!(words("dd/mm/yyyy"), "//");
    }
}
