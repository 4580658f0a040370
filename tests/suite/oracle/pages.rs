//! Reading pages: tags with their attributes, and words between words.

use std::collections::BTreeMap;

/// The attributes of every element that has any.
pub(super) fn elements(html: &str) -> Vec<BTreeMap<String, String>> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        let Some(length) = rest[start..].find('>') else { break };
        let tag = &rest[start + 1..start + length];
        if tag.contains("data-nhiem-vu") {
            found.push(attributes(tag));
        }
        rest = &rest[start + length + 1..];
    }
    found
}

fn attributes(tag: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut rest = tag;
    while let Some((before, after)) = rest.split_once("=\"") {
        let name = before.rsplit(' ').next().unwrap_or_default();
        let Some((value, more)) = after.split_once('"') else { break };
        found.insert(name.to_owned(), value.to_owned());
        rest = more;
    }
    found
}

/// The plan whose first page lies at a path.
pub(super) fn plan_of_page(path: &str) -> Option<String> {
    let id = path.strip_suffix("/index.html")?;
    let is_plan = id.starts_with("ke-hoach/") && id.split('/').count() == 3;
    (is_plan && !id.rsplit('/').next()?.starts_with("trang-")).then(|| id.to_owned())
}

/// The number right before some words.
pub(super) fn number_before(text: &str, words: &str) -> Option<usize> {
    let (before, _) = text.split_once(words)?;
    before.trim_end().rsplit(' ').next()?.parse().ok()
}

/// What stands between two texts.
pub(super) fn between<'t>(text: &'t str, start: &str, end: &str) -> Option<&'t str> {
    let (_, after) = text.split_once(start)?;
    after.split_once(end).map(|(inside, _)| inside)
}

/// The texts of links.
pub(super) fn names(html: &str) -> Vec<String> {
    let links = html.split("<a ").skip(1);
    let text = |link: &str| Some(link.split_once('>')?.1.split_once("</a>")?.0.to_owned());
    links.filter_map(text).collect()
}
