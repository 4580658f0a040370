//! All that stands in a text to be seen, in whatever it stands: paragraphs, cells, notes, captions, code, comments.

use crate::basics::text::fold_words;
use pulldown_cmark::{Event, Tag, TagEnd};

/// The text block by block, with the place of each in the file.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    pub(crate) text: String,
    pub(crate) blocks: Vec<SeenBlock>,
    /// Which columns of the table being read tell products.
    products: Vec<bool>,
    column: usize,
    in_head: bool,
}

/// One block of [`Seen::text`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct SeenBlock {
    /// Its first byte in the text; it ends where the next begins.
    pub(crate) start: usize,
    /// Where it begins in the file.
    pub(crate) at: usize,
    pub(crate) kind: SeenKind,
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SeenKind {
    /// Its lines are one text.
    Lines,
    Cell,
    /// A cell of a column of products.
    ProductCell,
}

impl Seen {
    pub(super) fn event(&mut self, event: &Event<'_>, at: usize) {
        match event {
            Event::Start(tag) => self.start(tag, at),
            Event::End(tag) => self.end(*tag, at),
            Event::Text(text) | Event::Code(text) => self.push(text, at),
            Event::Html(html) => self.html(html, "\n", at),
            Event::InlineHtml(tag) if tag.to_ascii_lowercase().starts_with("<br") => self.text.push('\n'),
            Event::InlineHtml(html) => self.html(html, "", at),
            Event::SoftBreak | Event::HardBreak => self.text.push('\n'),
            Event::InlineMath(text) | Event::DisplayMath(text) => self.push(text, at),
            Event::FootnoteReference(_) | Event::Rule | Event::TaskListMarker(_) => {}
        }
    }

    /// The blocks with their text.
    pub(crate) fn blocks(&self) -> impl Iterator<Item = (&str, SeenBlock)> {
        let ends = self.blocks.iter().skip(1).map(|next| next.start).chain([self.text.len()]);
        self.blocks.iter().zip(ends).map(|(block, end)| (self.text.get(block.start..end).unwrap_or_default(), *block))
    }

    fn push(&mut self, text: &str, at: usize) {
        if self.blocks.is_empty() {
            self.open(at, SeenKind::Lines);
        }
        self.text.push_str(text);
    }

    /// What is written between tags and in quotes inside them.
    fn html(&mut self, html: &str, between: &str, at: usize) {
        let mut rest = html;
        while let Some((before, tag_on)) = rest.split_once('<') {
            self.push(before, at);
            if let Some(comment) = tag_on.strip_prefix("!--") {
                let (comment, after) = comment.split_once("-->").unwrap_or((comment, ""));
                self.aside(comment, at);
                rest = after;
                continue;
            }
            let (tag, after) = tag_on.split_once('>').unwrap_or((tag_on, ""));
            tag.split(['"', '\'']).skip(1).step_by(2).for_each(|value| self.aside(value, at));
            self.push(between, at);
            rest = after;
        }
        self.push(rest, at);
    }

    fn open(&mut self, at: usize, kind: SeenKind) {
        self.text.push('\n');
        self.blocks.push(SeenBlock { start: self.text.len(), at, kind });
    }

    fn start(&mut self, tag: &Tag<'_>, at: usize) {
        match tag {
            Tag::Table(_) => self.products.clear(),
            Tag::TableHead => (self.in_head, self.column) = (true, 0),
            Tag::TableRow => self.column = 0,
            Tag::TableCell => {
                let product = !self.in_head && self.products.get(self.column).copied().unwrap_or_default();
                self.open(at, if product { SeenKind::ProductCell } else { SeenKind::Cell });
            }
            Tag::Link { title, .. } if !title.is_empty() => self.aside(title, at),
            Tag::Image { title, .. } => {
                self.aside(title, at);
                self.open(at, SeenKind::Lines);
            }
            Tag::Link { .. } | Tag::Emphasis | Tag::Strong | Tag::Strikethrough => {}
            _ => self.open(at, SeenKind::Lines),
        }
    }

    fn end(&mut self, tag: TagEnd, at: usize) {
        match tag {
            TagEnd::TableHead => self.in_head = false,
            TagEnd::TableCell => {
                if self.in_head {
                    let start = self.blocks.last().map_or(0, |block| block.start);
                    self.products.push(tells_products(self.text.get(start..).unwrap_or_default()));
                }
                self.column += 1;
            }
            TagEnd::Link | TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => {}
            _ => self.open(at, SeenKind::Lines),
        }
    }

    /// A text beside the text: the title of a link or of an image.
    fn aside(&mut self, text: &str, at: usize) {
        self.open(at, SeenKind::Lines);
        self.text.push_str(text);
        self.open(at, SeenKind::Lines);
    }
}

/// Whether a header says that its column tells products.
pub(crate) fn tells_products(header: &str) -> bool {
    let folded = fold_words(header);
    ["san pham", "ket qua", "mat hang", "nong san", "ten hang"].iter().any(|word| folded.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use pulldown_cmark::Parser;

    #[test]
    fn everything_is_a_block_of_its_own() {
        let text = "Một\nhai[^1] ![ảnh](a.png \"tên\") ba\n\n# Đầu {#x}\n\n|Sản phẩm|b|\n|-|-|\n|Mật|đ|\n\n<!-- ghi -->\n\n[^1]: chú\n\n```\nmã\n```\n";
        let mut seen = Seen::default();
        for (event, at) in Parser::new_ext(text, super::super::options()).into_offset_iter() {
            seen.event(&event, at.start);
        }
        let blocks: Vec<(&str, SeenKind)> =
            seen.blocks().map(|(text, block)| (text.trim(), block.kind)).filter(|(text, _)| !text.is_empty()).collect();
        use SeenKind::{Cell, Lines, ProductCell};
        let expected = [
            ("Một\nhai", Lines),
            ("tên", Lines),
            ("ảnh", Lines),
            ("ba", Lines),
            ("Đầu", Lines),
            ("Sản phẩm", Cell),
            ("b", Cell),
            ("Mật", ProductCell),
            ("đ", Cell),
            ("ghi", Lines),
            ("chú", Lines),
            ("mã", Lines),
        ];
        assert_eq!(blocks, expected);
        assert!(seen.blocks().all(|(_, block)| block.at <= text.len()));
    }
}
