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
        let plain = whole.map_or_else(|| stored.to_owned(), |number| format!("{number:.0}"));
        let code = style.and_then(|style| self.codes.get(style)).and_then(Option::as_deref).unwrap_or_default();
        let places = code.split(';').next().unwrap_or_default().matches('0').count();
        let zeros = code
            .split(';')
            .next()
            .is_some_and(|code| code.starts_with(['0', '"']) && !code.contains(['.', '#', '%', 'E']));
        if whole.is_some() && zeros && places > plain.len() { format!("{plain:0>places$}") } else { plain }
    }
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
        assert_eq!(formats.show("1.203004567E9", Some(2)), "001203004567");
        assert_eq!(formats.show("1203004567", Some(0)), "1203004567");
        assert_eq!(formats.show("0.5", Some(1)), "0.5");
        assert_eq!(formats.show("x", None), "x");
    }
}
