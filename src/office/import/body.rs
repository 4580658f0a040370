//! Paragraphs and tables as Markdown, so that a reader of the page sees the words of the document and no sign of Markdown.

use super::report::{Place, Report};
use crate::basics::diag::msg;
use crate::basics::text::{escape_markdown, fold_words, single_spaced};
use crate::read::office::word::{Block, Inline, Paragraph, Run, Table, WordDocument, paragraphs};
use std::collections::BTreeMap;

/// Longer paragraphs are text, however bold.
const LONGEST_HEADING: usize = 260;

/// Soft hyphens and spaces without width.
const INVISIBLE: [char; 2] = ['\u{ad}', '\u{200b}'];
const HARD_BREAK: &str = "\\\n";

/// A body while it is written.
pub(super) struct Writer<'d> {
    document: &'d WordDocument,
    out: String,
    /// Footnotes in the order of their first mention.
    notes: Vec<String>,
    /// File names of the pictures shown, by their id.
    pictures: BTreeMap<String, String>,
    level: usize,
    in_list: bool,
}

/// A finished body.
pub(super) struct Body {
    pub(super) markdown: String,
    /// File name and bytes.
    pub(super) pictures: Vec<(String, Vec<u8>)>,
}

/// The descriptions of all pictures.
pub(super) fn alternatives(document: &WordDocument) -> Vec<String> {
    let inlines = paragraphs(&document.body).into_iter().flat_map(|paragraph| &paragraph.inlines);
    let texts = inlines.filter_map(|inline| match inline {
        Inline::Picture { alternative, .. } => Some(alternative.clone()),
        Inline::Text(_) | Inline::Note(_) => None,
    });
    texts.collect()
}

/// Whether a paragraph is a heading, by its style or by its form.
pub(super) fn is_heading(paragraph: &Paragraph) -> bool {
    heading_level(paragraph).is_some()
}

impl<'d> Writer<'d> {
    pub(super) fn new(document: &'d WordDocument) -> Self {
        let (notes, pictures) = (Vec::new(), BTreeMap::new());
        Self { document, out: String::new(), notes, pictures, level: 1, in_list: false }
    }

    pub(super) fn blocks(&mut self, blocks: &[Block], report: &mut Report) {
        for block in blocks {
            match block {
                Block::Paragraph(paragraph) => self.paragraph(paragraph, report),
                Block::Table(table) => self.table(table, report),
            }
        }
    }

    pub(super) fn paragraph(&mut self, paragraph: &Paragraph, report: &mut Report) {
        if let Some(level) = heading_level(paragraph) {
            // No level is skipped: screen readers walk headings like stairs.
            let level = level.min(self.level + 1);
            self.level = level;
            let line = escape_markdown(&paragraph.line(), false);
            let rest = self.others(paragraph, report);
            self.block(&format!("{} {line}{rest}", "#".repeat(level)));
            return;
        }
        match without_sign(paragraph) {
            Some((nested, item)) => {
                let text = self.inlines(&item, false, report);
                self.item(nested, text.trim());
            }
            None => {
                let text = self.inlines(paragraph, false, report);
                if !text.trim().is_empty() {
                    self.block(&line_start(text.trim()));
                }
            }
        }
    }

    /// A line of plain text as a paragraph of its own.
    pub(super) fn plain(&mut self, text: &str) {
        let run = Run { text: text.to_owned(), ..Run::default() };
        self.paragraph(&Paragraph { inlines: vec![Inline::Text(run)], ..Paragraph::default() }, &mut Report::default());
    }

    /// An item of a list; what stands below another is nested.
    fn item(&mut self, nested: bool, text: &str) {
        let indent = if nested && self.in_list { "  " } else { "" };
        self.out.push_str(if self.in_list { "\n" } else { "\n\n" });
        // A hard break goes on inside the item.
        let text = line_start(text).replace('\n', &format!("\n{indent}  "));
        self.out.push_str(&format!("{indent}- {text}"));
        self.in_list = true;
    }

    pub(super) fn table(&mut self, table: &Table, report: &mut Report) {
        if is_layout(table) {
            for cell in table.cells() {
                self.blocks(&cell.blocks, report);
            }
            return;
        }
        let width = table.rows.iter().map(Vec::len).max().unwrap_or_default();
        let mut rows = Vec::new();
        for row in &table.rows {
            let mut cells: Vec<String> = Vec::new();
            for cell in row {
                let pieces =
                    paragraphs(&cell.blocks).into_iter().map(|paragraph| self.inlines(paragraph, true, report));
                let text = pieces.filter(|piece| !piece.trim().is_empty()).collect::<Vec<_>>().join(" ");
                cells.push(if cell.first { text.trim().to_owned() } else { String::new() });
            }
            cells.resize(width, String::new());
            if cells.iter().any(|cell| !cell.is_empty()) {
                rows.push(format!("| {} |", cells.join(" | ")));
            }
        }
        if !rows.is_empty() {
            rows.insert(1, format!("|{}", " --- |".repeat(width)));
            self.block(&rows.join("\n"));
        }
    }

    /// Footnotes at the end, and everything together.
    pub(super) fn finish(mut self, report: &mut Report) -> Body {
        let mut at = 0;
        while let Some(id) = self.notes.get(at).cloned() {
            let document = self.document;
            let blocks = document.notes.get(&id).map(Vec::as_slice).unwrap_or_default();
            let found = paragraphs(blocks);
            let texts: Vec<String> = found.iter().map(|paragraph| self.inlines(paragraph, true, report)).collect();
            let text = texts.join(" ");
            self.block(&format!("[^{}]: {}", at + 1, text.trim()));
            at += 1;
        }
        let bytes = |id: &String| self.document.pictures.get(id).map(|picture| picture.bytes.clone());
        let pictures = self.pictures.iter().filter_map(|(id, name)| Some((name.clone(), bytes(id)?))).collect();
        Body { markdown: self.out.trim().to_owned() + "\n", pictures }
    }

    fn block(&mut self, text: &str) {
        self.out.push_str("\n\n");
        self.out.push_str(text);
        self.in_list = false;
    }

    /// Pictures and notes of a paragraph whose text is written already.
    fn others(&mut self, paragraph: &Paragraph, report: &mut Report) -> String {
        let mut out = String::new();
        for inline in &paragraph.inlines {
            if !matches!(inline, Inline::Text(_)) {
                self.push_other(inline, paragraph, &mut out, report);
            }
        }
        out
    }

    fn inlines(&mut self, paragraph: &Paragraph, in_table: bool, report: &mut Report) -> String {
        let mut out = paragraph
            .label
            .as_deref()
            .map(|label| format!("{} ", escape_markdown(label, in_table)))
            .unwrap_or_default();
        for (place, inline) in paragraph.inlines.iter().enumerate() {
            match inline {
                Inline::Text(run) => {
                    let after = paragraph.inlines.iter().skip(place + 1);
                    let next = after.filter_map(first_sign).next();
                    push_run(run, next, in_table, &mut out);
                }
                other => self.push_other(other, paragraph, &mut out, report),
            }
        }
        out.trim_matches(' ').trim_end_matches(HARD_BREAK).trim_end().to_owned()
    }

    fn push_other(&mut self, inline: &Inline, paragraph: &Paragraph, out: &mut String, report: &mut Report) {
        match inline {
            Inline::Text(_) => {}
            Inline::Note(id) => {
                let place = self.notes.iter().position(|known| known == id).unwrap_or_else(|| {
                    self.notes.push(id.clone());
                    self.notes.len() - 1
                });
                out.push_str(&format!("[^{}]", place + 1));
            }
            Inline::Picture { id, alternative } => {
                let Some(picture) = self.document.pictures.get(id) else { return };
                let count = self.pictures.len() + 1;
                let fresh = || format!("hinh-{count}.{}", picture.extension);
                let name = self.pictures.entry(id.clone()).or_insert_with(fresh).clone();
                out.push_str(&format!("![{}]({name})", escape_markdown(alternative, true)));
                let place = Place::Paragraph(paragraph.number);
                if alternative.trim().is_empty() {
                    report.left(
                        place,
                        msg!(
                            "ảnh {name} chưa có mô tả: ghi vào giữa hai ngoặc vuông",
                            "image {name} has no description: write it between the brackets"
                        ),
                    );
                } else {
                    report.recognised(place, msg!("ảnh {name}: {alternative}", "image {name}: {alternative}"));
                }
            }
        }
    }
}

/// A table that only puts things side by side: one row or one column, or whole texts in its cells.
fn is_layout(table: &Table) -> bool {
    let columns = table.rows.iter().map(Vec::len).max().unwrap_or_default();
    let filled = |blocks: &[Block]| paragraphs(blocks).iter().filter(|paragraph| !paragraph.is_empty()).count();
    let long = table
        .cells()
        .any(|cell| filled(&cell.blocks) > 3 || cell.blocks.iter().any(|block| matches!(block, Block::Table(_))));
    table.rows.len() < 2 || columns < 2 || (columns == 2 && long)
}

/// 2–6 for a heading.
fn heading_level(paragraph: &Paragraph) -> Option<usize> {
    let line = paragraph.line();
    let letters = line.chars().filter(|ch| ch.is_alphabetic()).count();
    if letters == 0 || line.chars().count() > LONGEST_HEADING || line.ends_with(';') {
        return None;
    }
    let upper = line.chars().filter(|ch| ch.is_alphabetic()).all(char::is_uppercase);
    let by_form = form_level(&line).filter(|_| paragraph.is_bold() || upper && letters > 3);
    // Outline levels are set on anything; a sentence or an item of a list is no heading.
    let is_text = line.ends_with('.') || line.starts_with(['-', '+', '–', '•']);
    let by_style = paragraph.heading.map(|level| usize::from(level) + 1).filter(|_| !is_text);
    by_form.or(by_style).map(|level| level.min(6))
}

/// The rank of a number such as «I-», «Điều 3.», «2.1.», «a)».
pub(super) fn form_level(line: &str) -> Option<usize> {
    let folded = fold_words(line);
    let first = folded.split(' ').next().unwrap_or_default();
    let second = folded.split(' ').nth(1).unwrap_or_default();
    let counted = |word: &str| {
        !word.is_empty() && (word.chars().all(|ch| ch.is_ascii_digit()) || word.chars().all(|ch| "ivxlc".contains(ch)))
    };
    if ["phan", "chuong"].contains(&first) && (counted(second) || second == "thu") || folded.starts_with("phu luc") {
        return Some(2);
    }
    if first == "muc" && counted(second) || first == "dieu" && counted(second) {
        return Some(3);
    }
    let sign = line.split([' ', '\u{a0}']).next().unwrap_or_default();
    let inner = sign.trim_end_matches(['.', ')', '-', '–', ':', '/']);
    let marked = inner.len() < sign.len() || line.get(sign.len()..)?.trim_start().starts_with(['-', '–']);
    if inner.is_empty() || !marked {
        return None;
    }
    if inner.chars().all(|ch| "IVXLC".contains(ch)) {
        return Some(2);
    }
    if inner.split('.').all(|part| !part.is_empty() && part.len() < 4 && part.chars().all(|ch| ch.is_ascii_digit())) {
        return Some(2 + inner.split('.').count());
    }
    let letter = inner.chars().count() == 1 && inner.chars().all(char::is_lowercase);
    letter.then_some(4)
}

/// The paragraph without the dash or plus that makes it an item of a list, and whether it is nested.
fn without_sign(paragraph: &Paragraph) -> Option<(bool, Paragraph)> {
    const SIGNS: [char; 4] = ['-', '–', '•', '+'];
    let mut item = paragraph.clone();
    if let Some(label) = &paragraph.label {
        item.label = None;
        return (label == "-").then_some((false, item));
    }
    let first = item.runs_mut().find(|run| !run.text.trim().is_empty())?;
    let text = first.text.trim_start();
    let sign = text.chars().next().filter(|sign| SIGNS.contains(sign))?;
    let rest = text.get(sign.len_utf8()..).unwrap_or_default();
    // «-5 độ» and «+84…» are no items.
    if rest.starts_with(|ch: char| ch.is_ascii_digit())
        || rest.trim().chars().all(|ch| !ch.is_alphanumeric()) && !rest.is_empty()
    {
        return None;
    }
    let rest = rest.trim_start().to_owned();
    first.text = rest;
    let says_something = item.runs().any(|run| run.text.chars().any(char::is_alphanumeric));
    says_something.then_some((sign == '+', item))
}

/// The first sign that an inline shows; `None` for an empty one.
fn first_sign(inline: &Inline) -> Option<char> {
    match inline {
        Inline::Text(run) => run.text.chars().find(|ch| !INVISIBLE.contains(ch)),
        Inline::Note(_) | Inline::Picture { .. } => Some('['),
    }
}

/// A run, line by line: a break of Word is a hard break, or a space in a table.
fn push_run(run: &Run, next: Option<char>, in_table: bool, out: &mut String) {
    let text = run.text.replace(INVISIBLE, "").replace('\t', " ");
    let mut lines = text.split('\n').peekable();
    while let Some(line) = lines.next() {
        let is_last = lines.peek().is_none();
        push_line(run, line, if is_last { next } else { Some('\n') }, in_table, out);
        if !is_last {
            push_break(in_table, out);
        }
    }
}

/// No break before the first word, and none after another.
fn push_break(in_table: bool, out: &mut String) {
    out.truncate(out.trim_end_matches(' ').len());
    if in_table {
        out.push(' ');
    } else if !out.is_empty() && !out.ends_with(HARD_BREAK) {
        out.push_str(HARD_BREAK);
    }
}

/// Emphasis only where Markdown will see it as such; a sign of Markdown on the page is worse than a plain word.
fn push_line(run: &Run, text: &str, next: Option<char>, in_table: bool, out: &mut String) {
    let inner = text.trim();
    let (lead, tail) = (text.len() - text.trim_start().len(), text.len() - text.trim_end().len());
    let before = if lead > 0 { Some(' ') } else { out.chars().next_back() };
    let after = if tail > 0 { Some(' ') } else { next };
    let mark = match (run.bold, run.italic) {
        (true, true) => "***",
        (true, false) => "**",
        (false, true) => "*",
        (false, false) => "",
    };
    let mark = if emphasis_holds(inner, before, after) { mark } else { "" };
    let fresh_line = out.is_empty() || out.ends_with('\n');
    if lead > 0 && !fresh_line {
        out.push(' ');
    }
    let single = single_spaced(inner);
    let written = escape_markdown(&single, in_table);
    let schemes = ["http://", "https://", "mailto:"];
    let link = run.link.as_deref().filter(|link| schemes.iter().any(|scheme| link.starts_with(scheme)));
    match link {
        Some(link) if !inner.is_empty() => {
            out.push_str(&format!("[{mark}{written}{mark}](<{}>)", link.replace(['<', '>', ' ', '\n'], "")));
        }
        _ => out.push_str(&format!("{mark}{written}{mark}")),
    }
    if tail > 0 {
        out.push(' ');
    }
}

/// The rules of CommonMark for a run of stars on both sides of a text.
fn emphasis_holds(inner: &str, before: Option<char>, after: Option<char>) -> bool {
    let is_mark = |ch: char| !ch.is_alphanumeric() && !ch.is_whitespace();
    let (Some(first), Some(last)) = (inner.chars().next(), inner.chars().next_back()) else { return false };
    let open = |side: Option<char>| side.is_none_or(|ch| ch.is_whitespace() || is_mark(ch) && ch != '*');
    inner.chars().any(char::is_alphanumeric)
        && (!is_mark(first) || open(before))
        && (!is_mark(last) || open(after))
        && before != Some('*')
        && after != Some('*')
}

/// Signs that mean something only where a line begins.
fn line_start(text: &str) -> String {
    let lines = text.split('\n').map(|line| {
        let digits = line.chars().take_while(char::is_ascii_digit).count();
        let after = line.get(digits..).unwrap_or_default();
        if (1..10).contains(&digits) && after.starts_with(['.', ')']) {
            format!("{}\\{after}", line.get(..digits).unwrap_or_default())
        } else if line.starts_with(['#', '>', '+', '-', '=', ':', '|']) {
            format!("\\{line}")
        } else {
            line.to_owned()
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use pulldown_cmark::{Event, Parser};

    fn run(text: &str, bold: bool) -> Inline {
        Inline::Text(Run { text: text.to_owned(), bold, ..Run::default() })
    }

    fn markdown(paragraphs: Vec<Vec<Inline>>) -> String {
        let document = WordDocument::default();
        let mut writer = Writer::new(&document);
        for inlines in paragraphs {
            writer.paragraph(&Paragraph { inlines, ..Paragraph::default() }, &mut Report::default());
        }
        writer.finish(&mut Report::default()).markdown
    }

    fn shown(markdown: &str) -> String {
        let parser = Parser::new_ext(markdown, crate::read::markdown::options());
        let texts = parser.filter_map(|event| match event {
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                Some(text.to_string())
            }
            Event::SoftBreak | Event::HardBreak => Some(" ".to_owned()),
            _ => None,
        });
        texts.collect()
    }

    #[test]
    fn headings_are_told_by_number_and_look() {
        let level =
            |text: &str, bold| heading_level(&Paragraph { inlines: vec![run(text, bold)], ..Paragraph::default() });
        assert_eq!(level("I- MỤC ĐÍCH, YÊU CẦU", true), Some(2));
        assert_eq!(level("I. KẾT QUẢ ĐẠT ĐƯỢC", false), Some(2));
        assert_eq!(level("1- Mục đích", true), Some(3));
        assert_eq!(level("1.1. Về lãnh đạo", true), Some(4));
        assert_eq!(level("a) Đối với chi bộ", true), Some(4));
        assert_eq!(level("Điều 3. Tổ chức thực hiện", true), Some(3));
        assert_eq!(level("1. Tổ chức 12 buổi học", false), None);
        assert_eq!(level("Nhiệm vụ trọng tâm", true), None);
        assert_eq!(level("2026", true), None);
    }

    #[test]
    fn numbers_dashes_and_signs_stay_text() {
        let text = markdown(vec![
            vec![run("1. Họp *giao ban* [1] <b>", false)],
            vec![run("- Một", false)],
            vec![run("+ Hai", false)],
            vec![run("# Ba | bốn", false)],
        ]);
        assert_eq!(text, "1\\. Họp \\*giao ban\\* \\[1\\] \\<b>\n\n- Một\n  - Hai\n\n\\# Ba | bốn\n");
        assert_eq!(shown(&text), "1. Họp *giao ban* [1] <b>MộtHai# Ba | bốn");
    }

    #[test]
    fn breaks_stand_between_lines_and_nowhere_else() {
        let text = markdown(vec![vec![run("\nMột", true), run("\n", false), run("hai \n", false), run("ba\n", true)]]);
        assert_eq!(text, "**Một**\\\nhai\\\n**ba**\n");
    }

    #[test]
    fn emphasis_never_shows_its_stars() {
        let text =
            markdown(vec![vec![run("Điều 1.", true), run("Phạm vi ", false), run("áp dụng", true), run(":", false)]]);
        assert_eq!(text, "Điều 1.Phạm vi **áp dụng**:\n");
    }

    proptest::proptest! {
        #[test]
        fn every_visible_sign_survives(
            pieces in proptest::collection::vec(("[a-zế0-9 *_#<>|~&;.:{}\\[\\]()!`+=\\\\-]{0,12}", proptest::bool::ANY), 1..5)
        ) {
            let inlines: Vec<Inline> = pieces.iter().map(|(text, bold)| run(text, *bold)).collect();
            let visible = |text: &str| text.chars().filter(|ch| !ch.is_whitespace()).collect::<String>();
            let written: String = pieces.iter().map(|(text, _)| text.as_str()).collect();
            let page = visible(&shown(&markdown(vec![inlines])));
            let list = visible(&written);
            let bare = list.strip_prefix(['-', '+']).unwrap_or(&list);
            proptest::prop_assert!(page == list || page == bare, "{written:?} shows as {page:?}");
        }
    }
}
