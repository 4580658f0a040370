//! Writing XML: elements with attributes and text, escaped; signs that XML cannot hold are left out.

use crate::basics::text::{escape, without_control_signs};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

/// What every file begins with.
pub(super) const XML_HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// A text for an element or a quoted attribute.
pub(super) fn escaped(text: &str) -> String {
    escape(&without_control_signs(text))
}

/// A document that grows from its beginning to its end.
pub(super) struct Xml {
    writer: Writer<Vec<u8>>,
    open: Vec<&'static str>,
}

impl Xml {
    /// A document whose root has these attributes.
    pub(super) fn new(root: &'static str, attributes: &[(&str, &str)]) -> Self {
        let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
        put(&mut writer, Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        let mut xml = Self { writer, open: Vec::new() };
        xml.open(root, attributes);
        xml
    }

    /// Begins an element; what follows stands in it, until it is closed.
    pub(super) fn open(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        put(&mut self.writer, Event::Start(tag(name, attributes)));
        self.open.push(name);
    }

    /// Ends the element that was opened last.
    pub(super) fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            put(&mut self.writer, Event::End(BytesEnd::new(name)));
        }
    }

    /// An element with a text.
    pub(super) fn element(&mut self, name: &'static str, attributes: &[(&str, &str)], text: &str) {
        put(&mut self.writer, Event::Start(tag(name, attributes)));
        put(&mut self.writer, Event::Text(BytesText::new(&without_control_signs(text))));
        put(&mut self.writer, Event::End(BytesEnd::new(name)));
    }

    /// An element with nothing in it.
    pub(super) fn empty(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        put(&mut self.writer, Event::Empty(tag(name, attributes)));
    }

    /// The document, with everything closed.
    pub(super) fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        String::from_utf8(self.writer.into_inner()).unwrap_or_default() + "\n"
    }
}

fn put(writer: &mut Writer<Vec<u8>>, event: Event<'_>) {
    // Writing to memory cannot fail.
    let _ = writer.write_event(event);
}

fn tag<'n>(name: &'n str, attributes: &[(&str, &str)]) -> BytesStart<'n> {
    let mut tag = BytesStart::new(name);
    for (key, value) in attributes {
        tag.push_attribute((*key, without_control_signs(value).as_str()));
    }
    tag
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_nest_and_texts_are_escaped() {
        let mut xml = Xml::new("a", &[("b", "1 < \"2\"")]);
        xml.open("c", &[]);
        xml.element("d", &[], "x & \u{1}y");
        xml.empty("e", &[]);
        assert_eq!(
            xml.finish(),
            format!("{XML_HEAD}<a b=\"1 &lt; &quot;2&quot;\">\n  <c>\n    <d>x &amp; y</d>\n    <e/>\n  </c>\n</a>\n")
        );
    }
}
