//! Writing XML: elements with attributes and text, escaped; signs that XML cannot hold are left out.

/// What every file begins with.
pub(super) const XML_HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// A text for an element or a quoted attribute.
pub(super) fn escaped(text: &str) -> String {
    crate::basics::text::escape(&text.chars().filter(|ch| is_allowed(*ch)).collect::<String>())
}

/// XML 1.0 §2.2.
fn is_allowed(ch: char) -> bool {
    matches!(ch, '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

/// A document that grows from its beginning to its end.
pub(super) struct Xml {
    text: String,
    open: Vec<&'static str>,
}

impl Xml {
    /// A document whose root has these attributes.
    pub(super) fn new(root: &'static str, attributes: &[(&str, &str)]) -> Self {
        let mut xml = Self { text: XML_HEAD.to_owned(), open: Vec::new() };
        xml.open(root, attributes);
        xml
    }

    /// Begins an element; what follows stands in it, until it is closed.
    pub(super) fn open(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes);
        self.text.push_str(">\n");
        self.open.push(name);
    }

    /// Ends the element that was opened last.
    pub(super) fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            self.indent();
            self.text.push_str(&format!("</{name}>\n"));
        }
    }

    /// An element with a text.
    pub(super) fn element(&mut self, name: &'static str, attributes: &[(&str, &str)], text: &str) {
        self.tag(name, attributes);
        self.text.push_str(&format!(">{}</{name}>\n", escaped(text)));
    }

    /// An element with nothing in it.
    pub(super) fn empty(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes);
        self.text.push_str("/>\n");
    }

    /// The document, with everything closed.
    pub(super) fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.text
    }

    fn tag(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.indent();
        self.text.push_str(&format!("<{name}"));
        for (key, value) in attributes {
            self.text.push_str(&format!(" {key}=\"{}\"", escaped(value)));
        }
    }

    fn indent(&mut self) {
        self.text.push_str(&"  ".repeat(self.open.len()));
    }
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
