//! Markdown bodies: one pass that finds headings, links, images, directives and running text.
//!
//! Takes the text after the front matter, returns [`Body`]; rendering reads the same text again with the same options.
//! Directives are recognised in the event stream (a fenced block with info string `{name …}`), never by replacing text.

mod seen;

pub(crate) use seen::{Seen, SeenKind, tells_products};

use crate::basics::diag::{Diagnostic, Diagnostics, FileId, Located, Span, codes, msg};
use crate::basics::text::{Excerpt, single_spaced, slug_limited, word_count};
use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

/// Deeper nesting than any text needs; beyond it nothing is rendered.
const MAX_DEPTH: usize = 60;

/// The Markdown of the contract: CommonMark + tables, footnotes, strikethrough, task lists, heading attributes,
/// GFM alerts, definition lists.
pub(crate) fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
}

/// Follows HTML comments over several lines: an editor's note to self, which nobody is shown.
#[derive(Debug, Default)]
pub(crate) struct Comment {
    open: bool,
}

impl Comment {
    /// What of a piece of HTML stands outside comments.
    pub(crate) fn outside<'h>(&mut self, html: &'h str) -> Cow<'h, str> {
        if !self.open && !html.contains("<!--") {
            return Cow::Borrowed(html);
        }
        let (mut kept, mut rest) = (String::new(), html);
        loop {
            if self.open {
                let Some((_, after)) = rest.split_once("-->") else { return Cow::Owned(kept) };
                (self.open, rest) = (false, after);
            }
            let Some((before, inside)) = rest.split_once("<!--") else {
                kept.push_str(rest);
                return Cow::Owned(kept);
            };
            kept.push_str(before);
            (self.open, rest) = (true, inside);
        }
    }
}

/// What is known of a body without rendering it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Body {
    /// Bytes of the file's text.
    pub(crate) range: Range<usize>,
    pub(crate) headings: Vec<Heading>,
    pub(crate) links: Vec<Link>,
    pub(crate) directives: Vec<Directive>,
    /// Running text, block by block, without headings, tables and code.
    pub(crate) paragraphs: Vec<Excerpt>,
    /// False when the text is nested too deeply to be rendered.
    pub(crate) usable: bool,
}

impl Body {
    pub(crate) fn is_empty(&self) -> bool {
        self.range.is_empty() || !self.usable
    }
}

/// A heading with its anchor, unique in the body.
#[derive(Debug, Clone)]
pub(crate) struct Heading {
    pub(crate) level: u8,
    pub(crate) text: String,
    pub(crate) anchor: String,
}

/// Whether a link is followed or shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LinkKind {
    Link,
    Image,
}

/// A link or image, with its target as written.
#[derive(Debug, Clone)]
pub(crate) struct Link {
    pub(crate) kind: LinkKind,
    pub(crate) target: Located<String>,
}

/// A fenced block whose info string is `{name …}`.
#[derive(Debug, Clone)]
pub(crate) struct Directive {
    /// What stands between the braces.
    pub(crate) info: Located<String>,
    /// The template inside the block; empty for the standard form.
    pub(crate) body: Located<String>,
}

/// The inside of a directive's braces, where an info string is one.
pub(crate) fn directive_info(info: &str) -> Option<&str> {
    info.trim().strip_prefix('{')?.strip_suffix('}').map(str::trim)
}

/// Scans the body of one file; returns what is known of it, and all that stands in it to be seen.
pub(crate) fn scan(text: &Arc<str>, range: Range<usize>, file: FileId, diagnostics: &mut Diagnostics) -> (Body, Seen) {
    let source = text.get(range.clone()).unwrap_or_default();
    let trimmed = source.trim();
    let mut scanner = Scanner {
        text,
        file,
        offset: range.start,
        source,
        body: Body { usable: true, ..Body::default() },
        anchors: BTreeSet::new(),
        repeated: BTreeMap::new(),
        found: diagnostics,
        block: String::new(),
        block_at: 0..0,
        heading: None,
        image_alt: None,
        silent: 0,
        comment: Comment::default(),
        seen: Seen::default(),
    };
    let mut depth = 0_usize;
    for (event, at) in Parser::new_ext(source, options()).into_offset_iter() {
        match &event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_DEPTH {
            scanner.too_deep(at);
            break;
        }
        scanner.seen.event(&event, range.start + at.start);
        scanner.event(event, at);
    }
    scanner.close_block();
    let Scanner { mut body, seen, .. } = scanner;
    body.range = if trimmed.is_empty() { range.start..range.start } else { range };
    (body, seen)
}

/// Targets of the links and images of a short rich text (a summary, an answer).
pub(crate) fn links_in(text: &str) -> Vec<(LinkKind, String)> {
    let mut found = Vec::new();
    // Every kind of link needs one of these, and most texts have none.
    if !text.contains(['[', '<']) {
        return found;
    }
    for event in Parser::new_ext(text, options()) {
        match event {
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                found.push((LinkKind::Link, full_target(link_type, &dest_url)))
            }
            Event::Start(Tag::Image { dest_url, .. }) => found.push((LinkKind::Image, dest_url.to_string())),
            _ => {}
        }
    }
    found
}

/// The target with the scheme that an automatic mail link leaves out.
pub(crate) fn full_target(link_type: LinkType, target: &str) -> String {
    if link_type == LinkType::Email { format!("mailto:{target}") } else { target.to_owned() }
}

/// The running text of a short rich text, without its marks.
pub(crate) fn plain_text(text: &str) -> String {
    let mut plain = String::new();
    for event in Parser::new_ext(text, options()) {
        match event {
            Event::Text(text) | Event::Code(text) => plain.push_str(&text),
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::Heading(_)) => {
                plain.push(' ')
            }
            _ => {}
        }
    }
    single_spaced(&plain)
}

/// Everything a reader reads in a text, tables and notes included, one block or cell a line; directives left out.
pub(crate) fn whole_text(text: &str) -> String {
    let mut whole = String::with_capacity(text.len());
    let mut directive = false;
    for event in Parser::new_ext(text, options()) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => directive = directive_info(&info).is_some(),
            Event::End(TagEnd::CodeBlock) => directive = false,
            Event::Text(text) | Event::Code(text) if !directive => whole.push_str(&text),
            Event::SoftBreak | Event::HardBreak => whole.push(' '),
            Event::End(
                TagEnd::Paragraph
                | TagEnd::Heading(_)
                | TagEnd::Item
                | TagEnd::TableCell
                | TagEnd::DefinitionListTitle
                | TagEnd::DefinitionListDefinition,
            ) => whole.push('\n'),
            _ => {}
        }
    }
    whole
}

struct Scanner<'a> {
    /// All of the file.
    text: &'a Arc<str>,
    file: FileId,
    offset: usize,
    source: &'a str,
    body: Body,
    anchors: BTreeSet<String>,
    /// How often a wanted anchor was taken already.
    repeated: BTreeMap<String, usize>,
    found: &'a mut Diagnostics,
    /// Text of the block being read.
    block: String,
    /// From its first text to its last one.
    block_at: Range<usize>,
    heading: Option<(u8, Option<String>)>,
    /// The alternative text of the image being read, and where it stands.
    image_alt: Option<(String, Range<usize>)>,
    /// Depth of blocks whose text is no running text.
    silent: usize,
    comment: Comment,
    seen: Seen,
}

impl Scanner<'_> {
    fn span(&self, at: &Range<usize>) -> Span {
        Span::new(self.file, at.start + self.offset..at.end + self.offset)
    }

    fn event(&mut self, event: Event<'_>, at: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, at),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Code(text) => self.words(&text, at),
            Event::SoftBreak | Event::HardBreak => self.words(" ", at),
            Event::Html(html) | Event::InlineHtml(html) => self.html(&html, &at),
            Event::FootnoteReference(_)
            | Event::Rule
            | Event::TaskListMarker(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_) => {}
        }
    }

    fn words(&mut self, words: &str, at: Range<usize>) {
        if let Some((alt, _)) = &mut self.image_alt {
            alt.push_str(words);
        } else if self.silent == 0 {
            if self.block.is_empty() {
                self.block_at = at.clone();
            }
            self.block_at.end = at.end;
            self.block.push_str(words);
        }
    }

    fn start(&mut self, tag: Tag<'_>, at: Range<usize>) {
        match tag {
            Tag::Heading { level, id, .. } => {
                self.close_block();
                self.heading = Some((level as u8, id.map(|id| id.to_string())));
            }
            Tag::Paragraph | Tag::Item | Tag::DefinitionListTitle | Tag::DefinitionListDefinition => self.close_block(),
            Tag::Link { link_type, dest_url, .. } => self.link(LinkKind::Link, &full_target(link_type, &dest_url), &at),
            Tag::Image { dest_url, .. } => {
                self.link(LinkKind::Image, &dest_url, &at);
                self.image_alt = Some((String::new(), at));
            }
            Tag::CodeBlock(kind) => {
                self.close_block();
                self.silent += 1;
                if let CodeBlockKind::Fenced(info) = kind {
                    self.directive(&info, &at);
                }
            }
            Tag::Table(_) | Tag::FootnoteDefinition(_) => {
                self.close_block();
                self.silent += 1;
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => self.close_heading(),
            TagEnd::Paragraph | TagEnd::Item | TagEnd::DefinitionListTitle | TagEnd::DefinitionListDefinition => {
                self.close_block();
            }
            TagEnd::CodeBlock | TagEnd::Table | TagEnd::FootnoteDefinition => {
                self.silent = self.silent.saturating_sub(1)
            }
            TagEnd::Image => {
                if let Some((alt, at)) = self.image_alt.take()
                    && word_count(&alt) == 0
                {
                    self.alt_missing(&at);
                }
            }
            _ => {}
        }
    }

    fn close_block(&mut self) {
        let block = std::mem::take(&mut self.block);
        let block = single_spaced(&block);
        if !block.is_empty() {
            let at = self.block_at.start + self.offset..self.block_at.end + self.offset;
            self.body.paragraphs.push(Excerpt::new(self.text, at, &block));
        }
    }

    fn close_heading(&mut self) {
        let text = single_spaced(&std::mem::take(&mut self.block));
        let Some((level, wanted)) = self.heading.take() else { return };
        let anchor = self.anchor(wanted.as_deref().unwrap_or(&text));
        self.body.headings.push(Heading { level, text, anchor });
    }

    /// An anchor nobody else has: not another heading, not a task (`nv-`), not the theme's own (`bt-`), not a footnote.
    fn anchor(&mut self, wanted: &str) -> String {
        let mut base = slug_limited(wanted, 60);
        let reserved = ["nv-", "bt-", "fn-", "ref-"].iter().any(|prefix| base.starts_with(prefix));
        if base.is_empty() || reserved || base.starts_with(|ch: char| ch.is_ascii_digit()) {
            base = format!("muc-{base}").trim_end_matches('-').to_owned();
        }
        let mut anchor = base.clone();
        while !self.anchors.insert(anchor.clone()) {
            let count = self.repeated.entry(base.clone()).or_insert(1);
            *count += 1;
            anchor = format!("{base}-{count}");
        }
        anchor
    }

    fn link(&mut self, kind: LinkKind, target: &str, at: &Range<usize>) {
        let target = Located::new(target.to_owned(), self.span(&self.target_range(target, at)));
        self.body.links.push(Link { kind, target });
    }

    /// The part of a link that is its target, so that the caret stands under what must be mended.
    fn target_range(&self, target: &str, at: &Range<usize>) -> Range<usize> {
        let whole = self.source.get(at.clone()).unwrap_or_default();
        match whole.rfind(target).filter(|_| !target.is_empty()) {
            Some(offset) => at.start + offset..at.start + offset + target.len(),
            None => at.clone(),
        }
    }

    fn directive(&mut self, info: &str, at: &Range<usize>) {
        let Some(inside) = directive_info(info) else { return };
        let whole = self.source.get(at.clone()).unwrap_or_default();
        let info_start = at.start + whole.find(inside).unwrap_or(0);
        let body_start = whole.find('\n').map_or(whole.len(), |newline| newline + 1);
        let inner = whole.get(body_start..).unwrap_or_default();
        let body_end = match inner.trim_end().rfind('\n') {
            Some(last) if is_fence(inner.get(last + 1..).unwrap_or_default()) => last + 1,
            None if is_fence(inner) => 0,
            _ => inner.len(),
        };
        let body_at = at.start + body_start..at.start + body_start + body_end;
        let info = Located::new(inside.to_owned(), self.span(&(info_start..info_start + inside.len())));
        let body = Located::new(inner.get(..body_end).unwrap_or_default().to_owned(), self.span(&body_at));
        self.body.directives.push(Directive { info, body });
    }

    fn html(&mut self, html: &str, at: &Range<usize>) {
        let html = self.comment.outside(html);
        let html = html.trim();
        if html.is_empty() {
            return;
        }
        let shown: String = html.chars().take(40).collect();
        let at = at.start..at.start + html.len().min(at.len());
        self.found.push(
            Diagnostic::new(
                codes::HTML_ESCAPED,
                self.span(&at),
                msg!("HTML `{shown}` không được dùng; in ra như chữ", "HTML `{shown}` is not allowed; printed as text"),
            )
            .help(msg!(
                "viết bằng Markdown; dấu `<` trong chữ thì viết `\\<`",
                "use Markdown; write a plain `<` as `\\<`"
            )),
        );
    }

    fn alt_missing(&mut self, at: &Range<usize>) {
        self.found.push(
            Diagnostic::new(
                codes::IMAGE_ALT_MISSING,
                self.span(at),
                msg!("ảnh chưa có lời mô tả", "the image has no description"),
            )
            .help(msg!(
                "ghi trong ngoặc vuông ảnh cho thấy gì: ![Hội nghị tại hội trường](anh.jpg)",
                "say in the brackets what it shows: ![The meeting](photo.jpg)"
            )),
        );
    }

    fn too_deep(&mut self, at: Range<usize>) {
        self.body.usable = false;
        let at = at.start..at.start + 1;
        self.found.push(
            Diagnostic::new(
                codes::MARKDOWN_TOO_DEEP,
                self.span(&at),
                msg!(
                    "danh sách hoặc trích dẫn lồng quá {MAX_DEPTH} tầng",
                    "lists or quotes nest deeper than {MAX_DEPTH}"
                ),
            )
            .help(msg!("bớt số tầng; văn bản hành chính cần nhiều nhất năm tầng", "use fewer levels")),
        );
    }
}

fn is_fence(line: &str) -> bool {
    let line = line.trim();
    line.len() >= 3 && (line.chars().all(|ch| ch == '`') || line.chars().all(|ch| ch == '~'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn body(text: &str) -> (Body, Vec<Diagnostic>) {
        let mut diagnostics = Diagnostics::default();
        let (body, _) = scan(&text.into(), 0..text.len(), FileId(0), &mut diagnostics);
        (body, diagnostics.into_sorted())
    }

    #[test]
    fn anchors_are_unique_and_never_taken_by_the_theme() {
        let (body, _) = body("# Mục đích\n\n## Mục đích\n\n## nv-7\n\n## 2026\n\n## Đích {#dich-den}\n");
        let anchors: Vec<_> = body.headings.iter().map(|heading| heading.anchor.as_str()).collect();
        assert_eq!(anchors, ["muc-dich", "muc-dich-2", "muc-nv-7", "muc-2026", "dich-den"]);
    }

    #[test]
    fn every_comment_of_a_line_is_left_out() {
        let outside = |pieces: &[&str]| {
            let mut comment = Comment::default();
            pieces.iter().map(|piece| comment.outside(piece).into_owned()).collect::<Vec<_>>().join("|")
        };
        assert_eq!(outside(&["<!-- a --><!-- b -->"]), "");
        assert_eq!(outside(&["x<!-- a -->y<!-- b -->z"]), "xyz");
        assert_eq!(outside(&["<!-- a", "b --><b>", "<!-- c"]), "|<b>|");
        assert_eq!(outside(&["<b>"]), "<b>");
    }

    #[test]
    fn running_text_leaves_out_tables_and_code() {
        let (body, _) = body("Một *hai*\nba.\n\n- bốn\n- năm\n\n| a |\n|---|\n| b |\n\n```\nmã\n```\n");
        let paragraphs: Vec<&str> = body.paragraphs.iter().map(|paragraph| &**paragraph).collect();
        assert_eq!(paragraphs, ["Một hai ba.", "bốn", "năm"]);
    }

    #[test]
    fn directives_are_found_with_their_place() {
        let text = "Trước\n\n```{lien-he to_chuc=\"a\"}\n{{ x }}\n```\n\nSau";
        let (body, _) = body(text);
        let directive = body.directives.first().map(|found| (found.info.value.as_str(), found.body.value.as_str()));
        assert_eq!(directive, Some(("lien-he to_chuc=\"a\"", "{{ x }}\n")));
        let at = body.directives.first().and_then(|found| found.info.at.span()).map(Span::range);
        assert_eq!(at.and_then(|range| text.get(range)), Some("lien-he to_chuc=\"a\""));
        assert_eq!(super::directive_info("toml"), None);
    }

    #[test]
    fn links_point_at_their_target() {
        let text = "Xem [Kế hoạch](ke-hoach/2026/12) và ![](anh.png)";
        let (body, found) = body(text);
        let targets: Vec<_> = body.links.iter().filter_map(|link| text.get(link.target.at.span()?.range())).collect();
        assert_eq!(targets, ["ke-hoach/2026/12", "anh.png"]);
        assert_eq!(found.first().map(Diagnostic::code), Some(codes::IMAGE_ALT_MISSING));
    }

    #[test]
    fn hostile_nesting_ends_in_a_diagnostic() {
        let (body, found) = body(&">".repeat(2000));
        assert!(!body.usable);
        assert_eq!(found.first().map(Diagnostic::code), Some(codes::MARKDOWN_TOO_DEEP));
    }

    proptest! {
        #[test]
        fn any_text_is_survived(text in "[#>*`{}\\[\\]()!|\\- \\na ế]{0,80}") {
            let _ = body(&text);
        }
    }
}
