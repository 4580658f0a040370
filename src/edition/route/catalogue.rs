//! What has a title or number of its own: the lines of the catalogue, which readers without script search.

use super::View;
use crate::basics::text::Syllable;
use crate::edition::relate::Edition;
use crate::site::model::EntryId;

/// A page that is found by its title or its number.
pub(crate) struct Title<'e> {
    pub(crate) view: View,
    pub(crate) number: Option<&'e String>,
    /// The number, of a document without a title.
    pub(crate) text: &'e String,
}

/// Plans, documents, materials and pages, in no order of use to a reader.
pub(crate) fn titles(edition: &Edition) -> impl Iterator<Item = Title<'_>> {
    let content = &edition.content;
    let plans = content.plans.iter().map(|(id, row)| (EntryId::Plan(id), row.number.as_ref(), Some(&row.title)));
    let documents =
        content.documents.iter().map(|(id, row)| (EntryId::Document(id), row.number.as_ref(), row.title.as_ref()));
    let materials = content.materials.iter().map(|(id, row)| (EntryId::Material(id), None, Some(&row.title)));
    let pages = content.pages.iter().map(|(id, row)| (EntryId::Page(id), None, Some(&row.title)));
    let entries = plans.chain(documents).chain(materials).chain(pages);
    let entries = entries
        .filter_map(|(entry, number, title)| Some(Title { view: View::of(entry), number, text: title.or(number)? }));
    let cited = edition.basis.cited.iter().enumerate().map(|(index, cited)| {
        let view = View::Cited { index, part: 0 };
        Title { view, number: cited.number.as_ref(), text: &cited.title }
    });
    entries.chain(cited)
}

/// The letter a title is looked up under, its tone apart: «Ứng» stands at «Ư». `None` for digits and what is no letter.
pub(crate) fn letter(title: &str) -> Option<String> {
    let first = title.chars().find(|ch| ch.is_alphanumeric()).filter(|ch| ch.is_alphabetic())?;
    Syllable::of(&first.to_string()).key.chars().next().map(|letter| letter.to_uppercase().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_stands_at_its_letter_without_tone() {
        for (title, at) in [("Ứng dụng", "Ư"), ("«Đề án", "Đ"), ("Ảnh", "A"), ("10 việc", ""), ("…", "")]
        {
            assert_eq!(letter(title).unwrap_or_default(), at, "{title}");
        }
    }
}
