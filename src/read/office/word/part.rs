//! Parts of the package and how they name each other.

use crate::basics::diag::Message;
use crate::read::office::package::{Package, broken};
use crate::read::office::xml::{self, Element};
use std::collections::BTreeMap;

/// What one part says of another («relationship»).
#[derive(Debug, Clone)]
pub(super) struct Relation {
    /// Last word of its type: `image`, `footnotes`, `header` …
    pub(super) kind: String,
    /// Name of the part in the package, or an address outside.
    pub(super) target: String,
    pub(super) external: bool,
}

/// The main part's name, wherever the package keeps it.
pub(super) fn main_part(package: &mut Package<'_>) -> Result<String, Message> {
    let relations = relations(package, "")?;
    let main = relations.into_values().find(|relation| relation.kind == "officeDocument" && !relation.external);
    main.map(|relation| relation.target).ok_or_else(broken)
}

/// The relations of a part, by id; of the package itself for the empty name.
pub(super) fn relations(package: &mut Package<'_>, part: &str) -> Result<BTreeMap<String, Relation>, Message> {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let file = if folder.is_empty() { format!("_rels/{name}.rels") } else { format!("{folder}/_rels/{name}.rels") };
    let Some(root) = tree(package, &file)? else { return Ok(BTreeMap::new()) };
    let list = root.elements().flat_map(Element::elements).filter_map(|element| {
        let external = element.attribute("TargetMode") == Some("External");
        let target = element.attribute("Target")?;
        let target = if external { target.to_owned() } else { resolve(folder, target) };
        let kind = element.attribute("Type")?.rsplit('/').next()?.to_owned();
        Some((element.attribute("Id")?.to_owned(), Relation { kind, target, external }))
    });
    Ok(list.collect())
}

/// A part as a tree; `None` where there is no such part.
pub(super) fn tree(package: &mut Package<'_>, name: &str) -> Result<Option<Element>, Message> {
    package.text(name)?.map(|text| xml::read(&text)).transpose()
}

/// A target beside the part that names it.
fn resolve(folder: &str, target: &str) -> String {
    let (base, target) = match target.strip_prefix('/') {
        Some(absolute) => ("", absolute),
        None => (folder, target),
    };
    let mut parts: Vec<&str> = base.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_read_from_the_folder_of_their_part() {
        assert_eq!(resolve("word", "media/image1.png"), "word/media/image1.png");
        assert_eq!(resolve("word", "/word/footnotes.xml"), "word/footnotes.xml");
        assert_eq!(resolve("word", "../customXml/item1.xml"), "customXml/item1.xml");
    }
}
