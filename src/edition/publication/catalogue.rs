//! The catalogue: plans, documents, materials and pages by title.

use super::Publication;
use crate::basics::path::UrlPath;
use crate::basics::text::Collation;
use crate::edition::route::{letter, titles};

/// A line of the catalogue: what a reader finds by title or number without search.
#[derive(Debug, Clone)]
pub(crate) struct Listed {
    /// «Đ»; `None` for a title that begins with no letter.
    pub(crate) letter: Option<String>,
    pub(crate) number: Option<String>,
    pub(crate) title: String,
    pub(crate) url: UrlPath,
}

/// Everything that has a title or number of its own, in Vietnamese order; titles that begin with no letter come first.
pub(super) fn catalogue(publication: &Publication) -> Vec<Listed> {
    let collation = Collation::vietnamese();
    let lines = titles(&publication.edition).filter_map(|title| {
        let line = Listed {
            letter: letter(title.text),
            number: title.number.cloned(),
            title: title.text.clone(),
            url: publication.url(title.view)?.clone(),
        };
        Some(((line.letter.as_deref().map(|letter| collation.key(letter)), collation.key(&line.title)), line))
    });
    let mut lines: Vec<_> = lines.collect();
    lines.sort_by(|(a, first), (b, second)| a.cmp(b).then_with(|| first.url.cmp(&second.url)));
    lines.into_iter().map(|(_, line)| line).collect()
}
