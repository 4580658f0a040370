//! Whether documents are in force on a day (CONTENT §5): the one definition.

use super::{Content, Document, Id};
use crate::basics::date::Day;
use crate::read::vocabulary::DocumentStanding;
use std::collections::BTreeMap;

/// Whether a document is in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum DocumentState {
    InForce,
    /// By these, in force itself.
    Amended(Vec<Id<Document>>),
    NotYet,
    Expired,
    Replaced(Id<Document>),
}

impl DocumentState {
    /// The word used in themes and data.
    pub(crate) fn word(&self) -> &'static str {
        let standing = match self {
            Self::InForce => DocumentStanding::InForce,
            Self::Amended(_) => DocumentStanding::Amended,
            Self::NotYet => DocumentStanding::NotYet,
            Self::Expired => DocumentStanding::Expired,
            Self::Replaced(_) => DocumentStanding::Replaced,
        };
        standing.word()
    }

    /// Whether it was in force once and is no more.
    pub(crate) fn has_ended(&self) -> bool {
        matches!(self, Self::Expired | Self::Replaced(_))
    }
}

/// How the documents of some content stand to each other on a day.
#[derive(Debug, Default)]
pub(crate) struct Validity {
    replaced: BTreeMap<Id<Document>, Id<Document>>,
    amended: BTreeMap<Id<Document>, Vec<Id<Document>>>,
}

impl Validity {
    pub(crate) fn of(content: &Content, today: Day) -> Self {
        let mut validity = Self::default();
        let counts = content.documents.iter().filter(|(_, row)| has_begun(row, today));
        let mut counts: Vec<_> = counts.filter(|(_, row)| !row.replaces.is_empty() || !row.amends.is_empty()).collect();
        counts.sort_by_key(|(id, row)| (row.date, *id));
        for (id, row) in counts {
            // Of several that replace one the newest is its successor.
            validity.replaced.extend(row.replaces.iter().filter(|other| **other != id).map(|other| (*other, id)));
            for other in row.amends.iter().filter(|other| **other != id) {
                validity.amended.entry(*other).or_default().push(id);
            }
        }
        validity
    }

    pub(crate) fn state(&self, id: Id<Document>, row: &Document, today: Day) -> DocumentState {
        if let Some(by) = self.replaced.get(&id) {
            return DocumentState::Replaced(*by);
        }
        if row.valid.to.is_some_and(|to| to < today) {
            return DocumentState::Expired;
        }
        if !has_begun(row, today) {
            return DocumentState::NotYet;
        }
        self.amended.get(&id).map_or(DocumentState::InForce, |by| DocumentState::Amended(by.clone()))
    }
}

fn has_begun(row: &Document, today: Day) -> bool {
    row.date.max(row.valid.from).is_none_or(|from| from <= today)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::harness::{Ward, day};

    #[test]
    fn a_document_says_whether_it_is_in_force_and_by_what_it_is_not() {
        let document = |id: &str, keys: &str| {
            format!(
                "-- content/van-ban/{id}.md --\n+++\nso_ky_hieu = \"{id}-NQ/TW\"\ntieu_de = \"{id}\"\n{keys}\n+++\n"
            )
        };
        let ward = Ward::of(
            &[
                document("1", "ngay = 2020-01-01"),
                document("2", "ngay = 2021-01-01\nhieu_luc = { den = 2025-12-31 }"),
                document("3", "ngay = 2022-01-01\nthay_the = [\"1-NQ/TW\"]\nsua_doi = [\"van-ban/4\"]"),
                document("4", "ngay = 2023-01-01"),
                document("5", "ngay = 2024-01-01\nhieu_luc = { tu = 2027-01-01 }\nthay_the = [\"4\"]"),
            ]
            .concat(),
        );
        let content = &ward.workspace().site().content;
        let states = |today: &str| {
            let validity = Validity::of(content, day(today));
            let states = content.documents.iter().map(|(id, row)| validity.state(id, row, day(today)).word());
            states.collect::<Vec<_>>().join(" ")
        };
        assert_eq!(states("2026-11-22"), "bi-thay-the het-hieu-luc con-hieu-luc duoc-sua-doi chua-hieu-luc");
        assert_eq!(states("2021-06-01"), "con-hieu-luc con-hieu-luc chua-hieu-luc chua-hieu-luc chua-hieu-luc");
        assert_eq!(states("2027-01-01"), "bi-thay-the het-hieu-luc con-hieu-luc bi-thay-the con-hieu-luc");
    }
}
