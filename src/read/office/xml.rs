//! A part as a small tree. Names are local names: the parts that are read never mix two vocabularies that share one.

use super::package::broken;
use crate::basics::diag::{Message, msg};
use quick_xml::Reader;
use quick_xml::escape::{resolve_predefined_entity, unescape};
use quick_xml::events::{BytesStart, Event};

/// Deeper than any document nests; beyond it somebody wants to break the reader.
const MAX_DEPTH: usize = 256;
const MAX_NODES: usize = 4_000_000;

/// One element.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub(super) name: String,
    attributes: Vec<(String, String)>,
    pub(super) children: Vec<Node>,
}

/// What an element holds.
#[derive(Debug)]
pub(super) enum Node {
    Element(Element),
    Text(String),
}

impl Element {
    /// An attribute by its local name.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The elements directly inside.
    pub(super) fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|child| match child {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The first element of that name directly inside.
    pub(super) fn child(&self, name: &str) -> Option<&Self> {
        self.elements().find(|element| element.name == name)
    }

    /// The `val` of the first element of that name directly inside.
    pub(super) fn value_of(&self, name: &str) -> Option<&str> {
        self.child(name)?.attribute("val")
    }

    /// A switch such as `<b/>`: on unless it says otherwise; `None` where it is not there.
    pub(super) fn switch(&self, name: &str) -> Option<bool> {
        let value = self.child(name)?.attribute("val");
        Some(!matches!(value, Some("0" | "false" | "off" | "none")))
    }

    /// The first element of that name at any depth, in document order.
    pub(super) fn find(&self, name: &str) -> Option<&Self> {
        self.elements().find_map(|element| if element.name == name { Some(element) } else { element.find(name) })
    }

    /// The text of the element and of all it holds.
    pub(super) fn text(&self) -> String {
        let pieces = self.children.iter().map(|child| match child {
            Node::Element(element) => element.text(),
            Node::Text(text) => text.clone(),
        });
        pieces.collect()
    }
}

/// Reads a whole part. Entities that a document declares itself are not resolved: they stay out.
pub(super) fn read(xml: &str) -> Result<Element, Message> {
    let mut reader = Reader::from_str(xml);
    let mut open = vec![Element::default()];
    let mut nodes = 0_usize;
    loop {
        let event = reader.read_event().map_err(|_| broken())?;
        nodes += 1;
        if open.len() > MAX_DEPTH || nodes > MAX_NODES {
            return Err(msg!("tệp lồng nhau quá sâu hoặc quá dài", "the file nests too deep or is too long"));
        }
        match event {
            Event::Start(start) => open.push(element(&start)),
            Event::Empty(start) => push(&mut open, Node::Element(element(&start))),
            Event::End(_) => {
                let closed = open.pop().ok_or_else(broken)?;
                push(&mut open, Node::Element(closed));
            }
            Event::Text(text) => push(&mut open, Node::Text(text.xml10_content().into_owned())),
            Event::CData(text) => push(&mut open, Node::Text(text.xml10_content().into_owned())),
            Event::GeneralRef(reference) => {
                let own = reference.resolve_char_ref().ok().flatten().map(String::from);
                let named = || resolve_predefined_entity(&reference.xml10_content()).map(str::to_owned);
                if let Some(text) = own.or_else(named) {
                    push(&mut open, Node::Text(text));
                }
            }
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    // A part that ends in the middle of an element was cut off.
    match open.len() {
        1 => open.pop().ok_or_else(broken),
        _ => Err(broken()),
    }
}

fn push(open: &mut [Element], node: Node) {
    if let Some(parent) = open.last_mut() {
        parent.children.push(node);
    }
}

fn element(start: &BytesStart<'_>) -> Element {
    let attributes = start.attributes().filter_map(Result::ok).map(|attribute| {
        let raw = attribute.value.into_owned();
        let value = unescape(&raw).map_or_else(|_| raw.clone(), std::borrow::Cow::into_owned);
        (attribute.key.local_name().as_ref().to_owned(), value)
    });
    Element { name: start.local_name().as_ref().to_owned(), attributes: attributes.collect(), children: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_do_not_matter_and_text_is_unescaped() {
        let root = read("<a:x xmlns:a='u' a:val='1 &amp; 2'><y>t&#233;&lt;</y><b/><i w:val='0'/></a:x>");
        let root = root.unwrap_or_default();
        let x = root.child("x").unwrap_or(&root);
        assert_eq!(x.attribute("val"), Some("1 & 2"));
        assert_eq!(x.text(), "té<");
        assert_eq!((x.switch("b"), x.switch("i"), x.switch("u")), (Some(true), Some(false), None));
    }

    #[test]
    fn hostile_parts_are_refused() {
        assert!(read(&"<a>".repeat(1000)).is_err());
        assert!(read("<a><b></a>").is_err());
        assert!(read("<a><b>").is_err());
        let bomb = "<!DOCTYPE a [<!ENTITY x 'ha'><!ENTITY y '&x;&x;&x;'>]><a>&y;</a>";
        assert_eq!(read(bomb).map(|root| root.text()), Ok(String::new()));
        let file = "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>";
        assert_eq!(read(file).map(|root| root.text()), Ok(String::new()));
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_survived(text in "[<>/a-c =\"'&;!\\[\\]-]{0,60}") {
            let _ = read(&text);
        }
    }
}
