//! Rich text to HTML: the events of the parser, with our own headings, tables, footnotes, links and images.
//!
//! Raw HTML is printed as text. Nothing here emits a style, a script or an event handler.

use super::PageCx;
use super::html::push_with_abbreviations;
use crate::basics::diag::FileId;
use crate::basics::text::{escape, push_escaped};
use crate::publish::theme::Markup;
use crate::read::markdown::{Body, Comment, full_target, options};
use crate::site::model::{EntryId, LinkTarget};
use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, CowStr, Event, Parser, Tag, TagEnd};
use std::collections::{BTreeMap, BTreeSet};

/// A text to render, and where it stands.
pub(super) struct RichText<'t> {
    pub(super) text: &'t str,
    /// The entry it belongs to: links and files are found beside it.
    pub(super) entry: EntryId,
    pub(super) file: FileId,
    /// What is known of a body; `None` for short texts, whose headings become bold lines.
    pub(super) body: Option<&'t Body>,
    /// Level of the highest heading.
    pub(super) top_level: u8,
    /// Tells the footnotes of several texts on one page apart.
    pub(super) prefix: &'t str,
}

impl PageCx<'_> {
    /// Renders the body of an entry.
    pub(super) fn body_html(&self, entry: EntryId, text: &str, top_level: u8) -> Markup {
        let Some(meta) = self.edition.content.meta(entry) else { return Markup::default() };
        if meta.body.is_empty() {
            return Markup::default();
        }
        let text = text.get(meta.body.range.clone()).unwrap_or_default();
        Markup(self.rich(&RichText { text, entry, file: meta.file, body: Some(&meta.body), top_level, prefix: "" }))
    }

    /// Renders a short rich text: a summary, an answer.
    pub(super) fn short_html(&self, entry: EntryId, text: &str, prefix: &str) -> Markup {
        let Some(meta) = self.edition.content.meta(entry) else { return Markup::default() };
        Markup(self.rich(&RichText { text, entry, file: meta.file, body: None, top_level: 3, prefix }))
    }

    pub(super) fn rich(&self, rich: &RichText<'_>) -> String {
        let mut writer = Writer::new(self, rich);
        for event in Parser::new_ext(rich.text, options()) {
            writer.event(event);
        }
        writer.finish()
    }
}

struct Writer<'a, 't> {
    cx: &'a PageCx<'a>,
    rich: &'a RichText<'t>,
    /// Open buffers: the text, and a footnote definition being collected.
    out: Vec<String>,
    headings: usize,
    directives: usize,
    levels: Vec<(u8, u8)>,
    table: Option<TableState>,
    tables: usize,
    notes: Notes,
    links: Vec<bool>,
    image: Option<(String, String)>,
    /// Inside a code block or a directive.
    code: Option<Code>,
    seen: BTreeSet<usize>,
    /// Abbreviations are not explained inside links and headings.
    plain: usize,
    comment: Comment,
}

enum Code {
    Block,
    Directive,
}

struct TableState {
    alignments: Vec<Alignment>,
    column: usize,
    head: bool,
}

#[derive(Default)]
struct Notes {
    numbers: BTreeMap<String, usize>,
    references: BTreeMap<usize, usize>,
    texts: BTreeMap<usize, String>,
    open: Vec<usize>,
}

impl Notes {
    fn number(&mut self, label: &str) -> usize {
        let next = self.numbers.len() + 1;
        *self.numbers.entry(label.to_owned()).or_insert(next)
    }
}

impl<'a, 't> Writer<'a, 't> {
    fn new(cx: &'a PageCx<'a>, rich: &'a RichText<'t>) -> Self {
        Self {
            cx,
            rich,
            out: vec![String::with_capacity(rich.text.len() * 3 / 2)],
            headings: 0,
            directives: 0,
            levels: Vec::new(),
            table: None,
            tables: 0,
            notes: Notes::default(),
            links: Vec::new(),
            image: None,
            code: None,
            seen: BTreeSet::new(),
            plain: 0,
            comment: Comment::default(),
        }
    }

    fn put(&mut self, html: &str) {
        if let Some(out) = self.out.last_mut() {
            out.push_str(html);
        }
    }

    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text),
            Event::Code(text) => {
                let html = escape(&text);
                if let Some((_, alt)) = &mut self.image {
                    alt.push_str(&text);
                } else {
                    self.put(&format!("<code>{html}</code>"));
                }
            }
            Event::Html(html) | Event::InlineHtml(html) => self.raw_html(&html),
            Event::FootnoteReference(label) => self.footnote_reference(&label),
            Event::SoftBreak => self.text("\n"),
            Event::HardBreak => self.put("<br>\n"),
            Event::Rule => self.put("<hr>\n"),
            Event::TaskListMarker(done) => {
                let (mark, key) = if done { ("☑", "da_xong") } else { ("☐", "chua_xong") };
                let label = escape(self.cx.t("noi_dung", key));
                self.put(&format!("<span class=\"o-danh-dau\" role=\"img\" aria-label=\"{label}\">{mark}</span> "));
            }
            Event::InlineMath(text) | Event::DisplayMath(text) => self.text(&text),
        }
    }

    /// Comments vanish, everything else is printed as the editor typed it.
    fn raw_html(&mut self, html: &str) {
        let html = escape(&self.comment.outside(html));
        self.put(&html);
    }

    fn text(&mut self, text: &str) {
        if let Some((_, alt)) = &mut self.image {
            alt.push_str(text);
            return;
        }
        match self.code {
            Some(Code::Directive) => return,
            Some(Code::Block) => {
                let html = escape(text);
                self.put(&html);
                return;
            }
            None => {}
        }
        let Some(out) = self.out.last_mut() else { return };
        if self.plain > 0 {
            push_escaped(out, text);
        } else {
            let seen = &mut self.seen;
            push_with_abbreviations(out, text, &self.cx.edition.config.abbreviations, |index| seen.insert(index));
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph => self.put("<p>"),
            Tag::Heading { level, .. } => self.start_heading(level as u8),
            Tag::BlockQuote(kind) => self.start_quote(kind),
            Tag::CodeBlock(kind) => self.start_code(&kind),
            Tag::HtmlBlock => self.put("<p>"),
            Tag::List(None) => self.put("<ul>\n"),
            Tag::List(Some(1)) => self.put("<ol>\n"),
            Tag::List(Some(start)) => self.put(&format!("<ol start=\"{start}\">\n")),
            Tag::Item => self.put("<li>"),
            Tag::FootnoteDefinition(label) => {
                let number = self.notes.number(&label);
                self.notes.open.push(number);
                self.out.push(String::new());
            }
            Tag::DefinitionList => self.put("<dl>\n"),
            Tag::DefinitionListTitle => self.put("<dt>"),
            Tag::DefinitionListDefinition => self.put("<dd>"),
            Tag::Table(alignments) => self.start_table(alignments),
            Tag::TableHead => {
                if let Some(table) = &mut self.table {
                    table.head = true;
                    table.column = 0;
                }
                self.put("<thead><tr>");
            }
            Tag::TableRow => {
                if let Some(table) = &mut self.table {
                    table.column = 0;
                }
                self.put("<tr>");
            }
            Tag::TableCell => self.start_cell(),
            Tag::Emphasis => self.put("<em>"),
            Tag::Strong => self.put("<strong>"),
            Tag::Strikethrough => self.put("<del>"),
            Tag::Superscript => self.put("<sup>"),
            Tag::Subscript => self.put("<sub>"),
            Tag::Link { link_type, dest_url, title, .. } => self.start_link(&full_target(link_type, &dest_url), &title),
            Tag::Image { dest_url, .. } => self.image = Some((dest_url.to_string(), String::new())),
            Tag::MetadataBlock(_) => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::HtmlBlock => self.put("</p>\n"),
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::BlockQuote(kind) => self.put(if kind.is_some() { "</div>\n" } else { "</blockquote>\n" }),
            TagEnd::CodeBlock => {
                if matches!(self.code.take(), Some(Code::Block)) {
                    self.put("</code></pre>\n");
                }
            }
            TagEnd::List(ordered) => self.put(if ordered { "</ol>\n" } else { "</ul>\n" }),
            TagEnd::Item => self.put("</li>\n"),
            TagEnd::FootnoteDefinition => self.end_footnote(),
            TagEnd::DefinitionList => self.put("</dl>\n"),
            TagEnd::DefinitionListTitle => self.put("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.put("</dd>\n"),
            TagEnd::Table => {
                self.table = None;
                self.put("</tbody></table></div>\n");
            }
            TagEnd::TableHead => {
                if let Some(table) = &mut self.table {
                    table.head = false;
                }
                self.put("</tr></thead><tbody>\n");
            }
            TagEnd::TableRow => self.put("</tr>\n"),
            TagEnd::TableCell => {
                self.put(if self.table.as_ref().is_some_and(|table| table.head) { "</th>" } else { "</td>" })
            }
            TagEnd::Emphasis => self.put("</em>"),
            TagEnd::Strong => self.put("</strong>"),
            TagEnd::Strikethrough => self.put("</del>"),
            TagEnd::Superscript => self.put("</sup>"),
            TagEnd::Subscript => self.put("</sub>"),
            TagEnd::Link => {
                self.plain = self.plain.saturating_sub(1);
                if self.links.pop() == Some(true) {
                    self.put("</a>");
                }
            }
            TagEnd::Image => self.end_image(),
            TagEnd::MetadataBlock(_) => {}
        }
    }

    /// The level on the page: headings never skip one, and the highest is the text's top level.
    fn page_level(&mut self, level: u8) -> u8 {
        while self.levels.last().is_some_and(|(written, _)| *written >= level) {
            self.levels.pop();
        }
        let shown = self.levels.last().map_or(self.rich.top_level, |(_, shown)| shown + 1).min(6);
        self.levels.push((level, shown));
        shown
    }

    fn start_heading(&mut self, level: u8) {
        self.plain += 1;
        let Some(heading) = self.rich.body.and_then(|body| body.headings.get(self.headings)) else {
            self.put("<p><strong>");
            return;
        };
        let anchor = heading.anchor.clone();
        let level = self.page_level(level);
        self.put(&format!("<h{level} id=\"{anchor}\">"));
    }

    fn end_heading(&mut self) {
        self.plain = self.plain.saturating_sub(1);
        if self.rich.body.and_then(|body| body.headings.get(self.headings)).is_none() {
            self.put("</strong></p>\n");
            return;
        }
        self.headings += 1;
        let level = self.levels.last().map_or(self.rich.top_level, |(_, shown)| *shown);
        self.put(&format!("</h{level}>\n"));
    }

    fn start_quote(&mut self, kind: Option<BlockQuoteKind>) {
        let (word, key) = match kind {
            None => {
                self.put("<blockquote>\n");
                return;
            }
            Some(BlockQuoteKind::Note) => ("ghi-chu", "ghi_chu"),
            Some(BlockQuoteKind::Tip) => ("meo", "meo"),
            Some(BlockQuoteKind::Important) => ("quan-trong", "quan_trong"),
            Some(BlockQuoteKind::Warning) => ("canh-bao", "canh_bao"),
            Some(BlockQuoteKind::Caution) => ("than-trong", "than_trong"),
        };
        let title = escape(self.cx.t("noi_dung", key));
        self.put(&format!("<div class=\"luu-y {word}\"><p class=\"luu-y-ten\">{title}</p>\n"));
    }

    fn start_code(&mut self, kind: &CodeBlockKind<'_>) {
        if let CodeBlockKind::Fenced(info) = kind
            && crate::read::markdown::directive_info(info).is_some()
            && let Some(body) = self.rich.body
        {
            let directive = body.directives.get(self.directives);
            self.directives += 1;
            self.code = Some(Code::Directive);
            if let Some(directive) = directive {
                let html = self.cx.directive(self.rich.entry, directive);
                self.put(&html);
            }
            return;
        }
        self.code = Some(Code::Block);
        let label = escape(self.cx.t("noi_dung", "doan_ma"));
        self.put(&format!("<pre tabindex=\"0\" role=\"region\" aria-label=\"{label}\"><code>"));
    }

    fn start_table(&mut self, alignments: Vec<Alignment>) {
        self.tables += 1;
        let label = self.cx.t("noi_dung", "bang_so").replace("{n}", &format!("{}{}", self.rich.prefix, self.tables));
        let label = escape(&label);
        self.table = Some(TableState { alignments, column: 0, head: false });
        self.put(&format!("<div class=\"bang-cuon\" role=\"region\" tabindex=\"0\" aria-label=\"{label}\"><table>"));
    }

    fn start_cell(&mut self) {
        let Some(table) = &mut self.table else { return };
        let class = match table.alignments.get(table.column) {
            Some(Alignment::Right) => " class=\"phai\"",
            Some(Alignment::Center) => " class=\"giua\"",
            Some(Alignment::Left | Alignment::None) | None => "",
        };
        table.column += 1;
        let tag = if table.head { "th scope=\"col\"" } else { "td" };
        let html = format!("<{tag}{class}>");
        self.put(&html);
    }

    fn start_link(&mut self, target: &str, title: &str) {
        self.plain += 1;
        let href = self.href(target);
        let external = href.as_ref().is_some_and(|(_, external)| *external);
        self.links.push(href.is_some());
        if let Some((href, _)) = href {
            let title = if title.is_empty() { String::new() } else { format!(" title=\"{}\"", escape(title)) };
            let rel = if external { " rel=\"external noopener\"" } else { "" };
            self.put(&format!("<a href=\"{}\"{title}{rel}>", escape(&href)));
        }
    }

    /// Where a link leads from this page, and whether it leaves the site. `None`: the text stays, the link does not.
    fn href(&self, target: &str) -> Option<(String, bool)> {
        let cx = self.cx;
        match cx.edition.clearance.link(self.rich.file, target) {
            LinkTarget::External(url) => {
                let web = url.starts_with("http");
                Some((url, web))
            }
            LinkTarget::Anchor(anchor) => Some((format!("#{anchor}"), false)),
            LinkTarget::Entry(entry, fragment) => {
                let url = cx.entry_url(entry)?;
                Some((fragment.map_or_else(|| url.clone(), |fragment| format!("{url}#{fragment}")), false))
            }
            LinkTarget::SitePath(path) => Some((cx.link(&path), false)),
            LinkTarget::File(file) => {
                let attachment = cx.publication.attachment(self.rich.entry, file)?;
                Some((cx.link(attachment.url.as_str()), false))
            }
            LinkTarget::Forbidden | LinkTarget::Nothing => None,
        }
    }

    fn end_image(&mut self) {
        let Some((target, alt)) = self.image.take() else { return };
        let cx = self.cx;
        let alt = escape(&alt);
        let LinkTarget::File(file) = cx.edition.clearance.link(self.rich.file, &target) else {
            self.put(&alt);
            return;
        };
        let Some(attachment) = cx.publication.attachment(self.rich.entry, file) else { return };
        let size =
            attachment.cleared.digest().pixels.map(|(width, height)| format!(" width=\"{width}\" height=\"{height}\""));
        let html = format!(
            "<img src=\"{}\" alt=\"{alt}\"{} loading=\"lazy\" decoding=\"async\">",
            escape(&cx.link(attachment.url.as_str())),
            size.unwrap_or_default()
        );
        self.put(&html);
    }

    fn footnote_reference(&mut self, label: &CowStr<'_>) {
        let number = self.notes.number(label);
        let count = self.notes.references.entry(number).or_default();
        *count += 1;
        let again = if *count > 1 { format!("-{count}") } else { String::new() };
        let prefix = self.rich.prefix;
        let text = escape(&self.cx.t("noi_dung", "chu_thich_so").replace("{n}", &number.to_string()));
        self.put(&format!(
            "<sup class=\"chu-thich\"><a href=\"#fn-{prefix}{number}\" id=\"ref-{prefix}{number}{again}\" aria-label=\"{text}\">{number}</a></sup>"
        ));
    }

    fn end_footnote(&mut self) {
        let text = self.out.pop().unwrap_or_default();
        if let Some(number) = self.notes.open.pop() {
            self.notes.texts.insert(number, text);
        }
    }

    fn finish(mut self) -> String {
        let texts = std::mem::take(&mut self.notes.texts);
        if !texts.is_empty() {
            let prefix = self.rich.prefix;
            let title = escape(self.cx.t("noi_dung", "chu_thich"));
            self.put(&format!("<div class=\"chu-thich-cuoi\" role=\"note\" aria-label=\"{title}\"><ol>\n"));
            for (number, text) in texts {
                let back = if self.notes.references.contains_key(&number) {
                    let label = escape(&self.cx.t("noi_dung", "ve_cho_chu_thich").replace("{n}", &number.to_string()));
                    format!(" <a href=\"#ref-{prefix}{number}\" aria-label=\"{label}\">↩</a>")
                } else {
                    String::new()
                };
                self.put(&format!("<li id=\"fn-{prefix}{number}\" value=\"{number}\">{text}{back}</li>\n"));
            }
            self.put("</ol></div>\n");
        }
        self.out.into_iter().next().unwrap_or_default()
    }
}
