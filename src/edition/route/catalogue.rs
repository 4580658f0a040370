//! The catalogue: plans, documents, materials and pages by title.

use super::{Listed, Routes, View};
use crate::basics::path::UrlPath;
use crate::basics::text::{Collation, Syllable};
use crate::edition::relate::Edition;
use crate::site::model::EntryId;

/// Everything that has a title or number of its own, in Vietnamese order.
pub(super) fn catalogue(edition: &Edition, routes: &Routes) -> Vec<Listed> {
    let lines = titles(edition, routes).map(|(number, title, url)| Listed {
        letter: letter(title),
        number: number.cloned(),
        title: title.clone(),
        url: url.clone(),
    });
    let collation = Collation::vietnamese();
    let mut lines: Vec<_> = lines
        .map(|line| ((line.letter != OTHER, collation.key(&line.letter), collation.key(&line.title)), line))
        .collect();
    lines.sort_by(|(a, first), (b, second)| a.cmp(b).then_with(|| first.url.cmp(&second.url)));
    lines.into_iter().map(|(_, line)| line).collect()
}

/// Numbers, titles and addresses, in no order of use to a reader.
pub(super) fn titles<'e>(
    edition: &'e Edition,
    routes: &'e Routes,
) -> impl Iterator<Item = (Option<&'e String>, &'e String, &'e UrlPath)> {
    let content = &edition.content;
    let plans = content.plans.iter().map(|(id, row)| (EntryId::Plan(id), row.number.as_ref(), Some(&row.title)));
    let documents =
        content.documents.iter().map(|(id, row)| (EntryId::Document(id), row.number.as_ref(), row.title.as_ref()));
    let materials = content.materials.iter().map(|(id, row)| (EntryId::Material(id), None, Some(&row.title)));
    let pages = content.pages.iter().map(|(id, row)| (EntryId::Page(id), None, Some(&row.title)));
    let entries = plans
        .chain(documents)
        .chain(materials)
        .chain(pages)
        .filter_map(|(entry, number, title)| Some((number, title.or(number)?, routes.entry(entry)?)));
    let cited = edition.basis.cited.iter().enumerate().filter_map(|(index, cited)| {
        Some((cited.number.as_ref(), &cited.title, routes.url(View::Cited { index, part: 0 })?))
    });
    entries.chain(cited)
}

/// Stands for digits and everything that is no letter; such titles come first.
const OTHER: &str = "#";

/// The letter a title is looked up under, its tone apart: «Ứng» stands at «Ư».
fn letter(title: &str) -> String {
    let first = title.chars().find(|ch| ch.is_alphanumeric()).filter(|ch| ch.is_alphabetic());
    let key = first.map(|first| Syllable::of(&first.to_string()).key);
    key.and_then(|key| key.chars().next()).map_or_else(|| OTHER.to_owned(), |letter| letter.to_uppercase().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_stands_at_its_letter_without_tone() {
        for (title, at) in [("Ứng dụng", "Ư"), ("«Đề án", "Đ"), ("Ảnh", "A"), ("10 việc", "#"), ("…", "#")]
        {
            assert_eq!(letter(title), at, "{title}");
        }
    }
}
