//! Rows and columns of a sheet that its maker hid or filtered away.

use crate::read::office::Package;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::{BTreeMap, BTreeSet};

/// What is hidden in one sheet, 0-based.
#[derive(Debug, Default)]
pub(super) struct Hidden {
    pub(super) rows: BTreeSet<usize>,
    pub(super) columns: BTreeSet<usize>,
}

/// What is hidden in each sheet, by its name. A sheet whose part is not found hides nothing.
pub(super) fn of(package: &mut Package<'_>) -> BTreeMap<String, Hidden> {
    let mut text = |name: &str| package.text(name).ok().flatten().unwrap_or_default();
    let mut targets = BTreeMap::new();
    each(&text("xl/_rels/workbook.xml.rels"), |element| {
        if let (Some(id), Some(target)) = (value(element, "Id"), value(element, "Target")) {
            targets.insert(id, target);
        }
    });
    let mut sheets = Vec::new();
    each(&text("xl/workbook.xml"), |element| {
        if element.local_name().as_ref() == "sheet"
            && let (Some(name), Some(id)) = (value(element, "name"), value(element, "id"))
        {
            sheets.push((name, id));
        }
    });
    let parts = sheets.into_iter().filter_map(|(name, id)| Some((name, part(targets.get(&id)?))));
    parts.map(|(name, part)| (name, of_sheet(&text(&part)))).collect()
}

/// The part that a target of the workbook names.
fn part(target: &str) -> String {
    let target = target.replace('\\', "/");
    match target.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None => format!("xl/{}", target.trim_start_matches("./")),
    }
}

fn of_sheet(xml: &str) -> Hidden {
    let mut hidden = Hidden::default();
    let mut row = 0;
    each(xml, |element| match element.local_name().as_ref() {
        "row" => {
            row = value(element, "r").and_then(|number| number.parse().ok()).unwrap_or(row + 1);
            let no_height = value(element, "ht").is_some_and(|height| height == "0");
            if is_on(element, "hidden") || no_height {
                hidden.rows.insert(usize::saturating_sub(row, 1));
            }
        }
        "col" if is_on(element, "hidden") || value(element, "width").is_some_and(|width| width == "0") => {
            let at = |key: &str| value(element, key).and_then(|number| number.parse::<usize>().ok());
            if let (Some(from), Some(to)) = (at("min"), at("max")) {
                hidden.columns.extend(from.saturating_sub(1)..to.min(super::MAX_COLUMNS));
            }
        }
        _ => {}
    });
    hidden
}

fn each(xml: &str, mut visit: impl FnMut(&BytesStart<'_>)) {
    let mut reader = Reader::from_str(xml);
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Eof => return,
            Event::Start(element) | Event::Empty(element) => visit(&element),
            _ => {}
        }
    }
}

fn is_on(element: &BytesStart<'_>, name: &str) -> bool {
    value(element, name).is_some_and(|value| matches!(value.as_str(), "1" | "true" | "on"))
}

fn value(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = element.attributes().filter_map(Result::ok);
    let found = attributes.find(|attribute| attribute.key.local_name().as_ref() == name)?;
    Some(
        quick_xml::escape::unescape(&found.value)
            .map_or_else(|_| found.value.to_string(), std::borrow::Cow::into_owned),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_rows_and_columns_are_found() {
        let hidden = of_sheet(
            "<worksheet><cols><col min=\"1\" max=\"1\" width=\"9\"/><col min=\"3\" max=\"4\" hidden=\"1\"/></cols>\
             <sheetData><row r=\"2\"/><row r=\"3\" hidden=\"true\"/><row ht=\"0\"/></sheetData></worksheet>",
        );
        assert_eq!(hidden.rows.into_iter().collect::<Vec<_>>(), [2, 3]);
        assert_eq!(hidden.columns.into_iter().collect::<Vec<_>>(), [2, 3]);
    }
}
