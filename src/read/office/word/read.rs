//! A package as a document: which part is what, and what lies beside the text.

use super::body::{Walker, tidy};
use super::numbering::Numbering;
use super::part::{self, Relation};
use super::style::Styles;
use super::{Inline, Oddity, Picture, WordDocument};
use crate::basics::diag::Message;
use crate::read::office::package::{Package, broken};
use crate::read::office::xml::Element;
use std::collections::BTreeMap;

/// What browsers show.
const PICTURES: [&str; 5] = ["png", "jpg", "jpeg", "gif", "webp"];

/// Reads a document.
///
/// # Errors
/// When the bytes are no Word document, or more than the limits allow.
pub(crate) fn read(bytes: &[u8]) -> Result<WordDocument, Message> {
    let mut package = Package::open(bytes)?;
    let main = part::main_part(&mut package)?;
    let relations = part::relations(&mut package, &main)?;
    let named = |kind: &str| relations.values().find(|relation| relation.kind == kind && !relation.external);
    let mut load = |kind: &str| match named(kind) {
        Some(relation) => part::tree(&mut package, &relation.target),
        None => Ok(None),
    };
    let (styles, numbering) = (load("styles")?, load("numbering")?);
    let (footnotes, endnotes, comments) = (load("footnotes")?, load("endnotes")?, load("comments")?);
    let root = part::tree(&mut package, &main)?;
    let body = root.as_ref().and_then(|root| root.find("body")).ok_or_else(broken)?;

    let mut walker = Walker {
        styles: &Styles::of(styles.as_ref()),
        numbering: Numbering::of(numbering.as_ref()),
        relations: &relations,
        document: WordDocument::default(),
        paragraphs: 0,
        boxes: 0,
    };
    let blocks = walker.blocks(body);
    walker.document.body = blocks;
    for (part, prefix) in [(&footnotes, "f"), (&endnotes, "e")] {
        walker.notes(part.as_ref(), prefix);
    }
    for comment in comments.iter().flat_map(Element::elements).flat_map(Element::elements) {
        let text = tidy(&comment.text());
        walker.document.oddities.extend((!text.is_empty()).then_some(Oddity::Comment(text)));
    }
    for relation in relations.values().filter(|relation| ["header", "footer"].contains(&relation.kind.as_str())) {
        if let Some(root) = part::tree(&mut package, &relation.target)? {
            let blocks = root.elements().flat_map(|element| walker.blocks(element)).collect();
            walker.document.margins.push(blocks);
        }
    }
    let mut document = walker.document;
    objects(&mut package, &relations, &mut document.oddities)?;
    chunks(&mut package, &relations, &mut document.oddities)?;
    pictures(&mut package, &relations, &mut document)?;
    Ok(document)
}

/// Text of diagrams and charts lies in parts of their own.
fn objects(
    package: &mut Package<'_>,
    relations: &BTreeMap<String, Relation>,
    oddities: &mut Vec<Oddity>,
) -> Result<(), Message> {
    for relation in relations.values().filter(|relation| ["diagramData", "chart"].contains(&relation.kind.as_str())) {
        if let Some(root) = part::tree(package, &relation.target)? {
            let mut texts = Vec::new();
            texts_in(&root, &mut texts);
            oddities.push(Oddity::Object(texts.join("; ")));
        }
    }
    Ok(())
}

/// Every `t` and `v` below: words of diagrams, labels of charts.
fn texts_in(element: &Element, found: &mut Vec<String>) {
    for child in element.elements() {
        if ["t", "v"].contains(&child.name.as_str()) {
            let text = tidy(&child.text());
            if !text.is_empty() {
                found.push(text);
            }
        } else {
            texts_in(child, found);
        }
    }
}

/// Texts that other programs hang on to the document (`altChunk`): web pages, mails. Not read, but told.
fn chunks(
    package: &mut Package<'_>,
    relations: &BTreeMap<String, Relation>,
    oddities: &mut Vec<Oddity>,
) -> Result<(), Message> {
    for relation in relations.values().filter(|relation| relation.kind == "aFChunk" && !relation.external) {
        let bytes = package.bytes(&relation.target)?.unwrap_or_default();
        let text = if bytes.starts_with(b"PK") {
            relation.target.clone()
        } else {
            without_tags(&String::from_utf8_lossy(&bytes))
        };
        oddities.push(Oddity::Object(text));
    }
    Ok(())
}

/// The words of a web page, tags and scripts aside.
fn without_tags(html: &str) -> String {
    let pieces = html.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text));
    tidy(&pieces.collect::<Vec<_>>().join(" "))
}

/// Loads the pictures that the text shows; what no browser shows is an oddity.
fn pictures(
    package: &mut Package<'_>,
    relations: &BTreeMap<String, Relation>,
    document: &mut WordDocument,
) -> Result<(), Message> {
    let mut shown = Vec::new();
    for paragraph in super::paragraphs(&document.body) {
        for inline in &paragraph.inlines {
            if let Inline::Picture { id, .. } = inline
                && !shown.contains(id)
            {
                shown.push(id.clone());
            }
        }
    }
    for id in shown {
        let Some(relation) = relations.get(&id) else { continue };
        let extension = relation.target.rsplit_once('.').map(|(_, end)| end.to_lowercase()).unwrap_or_default();
        let usable = PICTURES.contains(&extension.as_str()) && !relation.external;
        let bytes = if usable { package.bytes(&relation.target)? } else { None };
        match bytes {
            Some(bytes) => {
                document.pictures.insert(id, Picture { extension, bytes });
            }
            None => document.oddities.push(Oddity::Picture(relation.target.clone())),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Write};
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    const RELATIONS: &str =
        "<Relationships><Relationship Id='r' Type='x/officeDocument' Target='word/document.xml'/></Relationships>";

    fn package(body: &str) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let document = format!("<w:document><w:body>{body}</w:body></w:document>");
        for (name, text) in [("_rels/.rels", RELATIONS), ("word/document.xml", &document)] {
            assert!(zip.start_file(name, SimpleFileOptions::default()).is_ok());
            assert!(zip.write_all(text.as_bytes()).is_ok());
        }
        zip.finish().map(Cursor::into_inner).unwrap_or_default()
    }

    fn text(body: &str) -> Vec<String> {
        let document = read(&package(body)).unwrap_or_default();
        super::super::paragraphs(&document.body).iter().map(|paragraph| paragraph.line()).collect()
    }

    #[test]
    fn what_is_not_known_is_looked_through() {
        assert_eq!(
            text(
                "<w:p><w:smartTag><w:r><w:t>a</w:t></w:r></w:smartTag><w:oMath><m:r><m:t>b</m:t></m:r></w:oMath></w:p>"
            ),
            ["ab"]
        );
        assert_eq!(
            text(
                "<w:sdt><w:sdtContent><w:tbl><w:tr><w:tc><w:p><w:r><w:t>c</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:sdtContent></w:sdt>"
            ),
            ["c"]
        );
    }

    #[test]
    fn square_metres_stay_square() {
        let raised = "<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>2</w:t></w:r>";
        assert_eq!(text(&format!("<w:p><w:r><w:t>50 m</w:t></w:r>{raised}</w:p>")), ["50 m²"]);
        assert_eq!(text(&format!("<w:p><w:r><w:t>Việt Nam</w:t></w:r>{raised}</w:p>")), ["Việt Nam2"]);
    }

    #[test]
    fn instructions_of_fields_are_no_text() {
        let field = |kind: &str| format!("<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>");
        let body = format!(
            "<w:p>{}<w:r><w:instrText>PAGE</w:instrText><w:t>x</w:t></w:r>{}<w:r><w:t>7</w:t></w:r>{}</w:p>",
            field("begin"),
            field("separate"),
            field("end")
        );
        assert_eq!(text(&body), ["7"]);
    }

    /// Trees of the elements that the reader knows, wrong nesting included.
    fn tree() -> impl proptest::strategy::Strategy<Value = String> {
        use proptest::prelude::*;
        const NAMES: [&str; 22] = [
            "p",
            "r",
            "t",
            "tbl",
            "tr",
            "tc",
            "tcPr",
            "gridSpan",
            "vMerge",
            "ins",
            "del",
            "drawing",
            "txbxContent",
            "numPr",
            "pPr",
            "rPr",
            "AlternateContent",
            "Choice",
            "Fallback",
            "hyperlink",
            "fldChar",
            "sym",
        ];
        let leaf = prop_oneof![
            "[a-zế 0-9]{0,6}".prop_map(String::from),
            Just("<w:vMerge w:val='restart'/>".to_owned()),
            Just("<w:gridSpan w:val='999999'/>".to_owned()),
            Just("<w:gridBefore w:val='70000'/>".to_owned()),
            Just("<w:numPr><w:numId w:val='1'/><w:ilvl w:val='99'/></w:numPr>".to_owned()),
            Just("<w:footnoteReference w:id='1'/>".to_owned()),
        ];
        leaf.prop_recursive(6, 60, 5, |inner| {
            (proptest::sample::select(NAMES.to_vec()), proptest::collection::vec(inner, 0..5))
                .prop_map(|(name, inner)| format!("<w:{name}>{}</w:{name}>", inner.concat()))
        })
    }

    proptest::proptest! {
        #[test]
        fn any_tree_is_survived(body in tree()) {
            let _ = read(&package(&body));
        }

        #[test]
        fn any_damage_is_survived(at in 0_usize..600, byte: u8) {
            let mut bytes = package("<w:p><w:r><w:t>Kế hoạch</w:t></w:r></w:p>");
            let length = bytes.len();
            if let Some(place) = bytes.get_mut(at % length) {
                *place = byte;
            }
            let _ = read(&bytes);
        }
    }
}
