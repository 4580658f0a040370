//! The head of a document: who issued it, number, place and date, kind, title.
//!
//! Forms: Hướng dẫn 36-HD/VPTW and 05-HD/VPTW (Party), Nghị định 30/2020/NĐ-CP (state).

use super::report::{Place, Report};
use crate::basics::date::Day;
use crate::basics::diag::msg;
use crate::basics::text::{capitalised, fold_words, single_spaced};
use crate::read::citation::Citation;
use crate::read::office::word::{Block, Paragraph, paragraphs};
use crate::read::sensitive::{Layout, marks_in};
use crate::read::vocabulary::KINDS;

/// A head that goes on longer than this is no head.
const MOST_LINES: usize = 40;
const WIDE_GAP: &str = "      ";
/// Lines above the head that are kept in the text.
const MOST_ABOVE: usize = 5;
const MOST_TITLE_LINES: usize = 8;
/// The state's or the Party's title stands among the first lines, or the document has no head.
const TITLE_WITHIN: usize = 12;
/// Longer lines are text.
const LONGEST_HEAD: usize = 220;

/// What a head says.
#[derive(Debug, Default)]
pub(super) struct Letterhead {
    /// Names of offices as written, the highest first.
    pub(super) offices: Vec<String>,
    pub(super) number: Option<String>,
    /// «Số» without a number yet.
    pub(super) unnumbered: bool,
    pub(super) date: Option<Day>,
    pub(super) kind: Option<&'static str>,
    pub(super) title: Option<String>,
    pub(super) is_draft: bool,
    /// How many blocks it takes.
    pub(super) blocks: usize,
    /// Lines of the last of them that belong to the text.
    pub(super) leftover: Vec<String>,
}

/// One line of the head, with where it stands.
struct Line<'d> {
    block: usize,
    paragraph: &'d Paragraph,
    text: String,
}

/// What a line is.
enum Meaning {
    /// The name of the country or Party, a motto, a rule of dashes.
    Ornament,
    Number(String),
    Unnumbered,
    Date(Option<Day>),
    Kind(&'static str, String),
    About(String),
    Draft,
    Stamp,
    Office,
    Text,
}

/// Reads the head; where there is none, a first line that looks like a title is one.
pub(super) fn read(blocks: &[Block], report: &mut Report) -> Letterhead {
    let lines = lines(blocks);
    let has_head =
        lines.iter().filter(|line| !line.text.is_empty()).take(TITLE_WITHIN).any(|line| is_national(&line.text));
    let names_kind = |line: &Line<'_>| matches!(meaning(&line.text), Meaning::Kind(..) | Meaning::About(_));
    let kind_at = lines.iter().take(MOST_LINES).position(names_kind).filter(|_| has_head);
    let mut reading =
        Reading { head: Letterhead::default(), titles: Vec::new(), place: Where::default(), has_head, report };
    let mut read = 0;
    for (at, line) in lines.iter().enumerate().take(MOST_LINES) {
        reading.place.kind_ahead = kind_at.is_some_and(|kind| at < kind);
        let is_taken = if reading.head.kind.is_some() || !has_head {
            let in_table = matches!(blocks.get(line.block), Some(Block::Table(_)));
            reading.title_line(line, in_table)
        } else {
            reading.head_line(line)
        };
        if !is_taken {
            break;
        }
        reading.head.blocks = line.block + 1;
        read += 1;
    }
    let mut head = reading.finish();
    let leftover = lines.iter().skip(read).take_while(|line| line.block < head.blocks);
    head.leftover.extend(leftover.filter(|line| !is_rule(&line.text)).map(|line| line.text.clone()));
    head
}

/// A head while it is read.
struct Reading<'d, 'r> {
    head: Letterhead,
    titles: Vec<&'d Line<'d>>,
    place: Where,
    has_head: bool,
    report: &'r mut Report,
}

/// Where some parts of the head were found.
#[derive(Default)]
struct Where {
    /// The block of the kind, and of «V/v».
    kind: Option<usize>,
    about: Option<usize>,
    /// Whether the kind is still to come.
    kind_ahead: bool,
    /// Whether anything was recognised yet.
    begun: bool,
    /// Whether a rule of dashes has closed the title.
    closed: bool,
}

impl<'d> Reading<'d, '_> {
    /// Takes a line of the title; false ends the head.
    fn title_line(&mut self, line: &'d Line<'d>, in_table: bool) -> bool {
        let last = self.titles.last().copied();
        if line.text.is_empty() {
            return last.is_none();
        }
        if is_rule(&line.text) {
            self.place.closed = last.is_some();
            return true;
        }
        let same_paragraph = last.is_some_and(|last| last.paragraph.number == line.paragraph.number);
        // «CHỦ TỊCH …» below a title in small letters says who decides.
        let turns = !same_paragraph && last.is_some_and(|last| !is_upper(&last.text)) && is_upper(&line.text);
        let numbered = last.is_some() && super::body::form_level(&line.text).is_some();
        let to_the_side = !same_paragraph && last.is_some_and(|last| last.paragraph.centred) && !line.paragraph.centred;
        let is_sentence = self.has_head && last.is_some() && !same_paragraph && line.text.ends_with(['.', ':']);
        let elsewhere = in_table && self.place.kind != Some(line.block);
        let full = self.titles.len() >= MOST_TITLE_LINES;
        if self.place.closed
            || turns
            || numbered
            || to_the_side
            || is_sentence
            || elsewhere
            || full
            || !is_title(line, last, self.has_head)
        {
            return false;
        }
        self.titles.push(line);
        true
    }

    /// Takes a line above the title; false ends the head.
    fn head_line(&mut self, line: &Line<'_>) -> bool {
        let (place, text) = (Place::Paragraph(line.paragraph.number), &line.text);
        let head = &mut self.head;
        match meaning(text) {
            Meaning::Ornament if text.is_empty() || is_rule(text) => return true,
            Meaning::Ornament => {
                self.report.recognised(
                    place,
                    msg!("tiêu đề, không in lại: {text}", "heading of the form, not repeated: {text}"),
                );
            }
            Meaning::Stamp => self.report.recognised(place, msg!("dấu đóng trên văn bản: {text}", "a stamp: {text}")),
            Meaning::Number(number) => {
                let said = msg!("số ký hiệu: {number} (ghi: {text})", "number: {number} (written: {text})");
                self.report.recognised(place, said);
                head.number = Some(number);
            }
            Meaning::Unnumbered => {
                self.report.guessed(place, msg!("chưa có số: {text}", "no number yet: {text}"));
                head.unnumbered = true;
            }
            Meaning::Date(day) => {
                let complete = msg!("nơi và ngày ban hành: {text}", "place and date: {text}");
                match day {
                    Some(_) => self.report.recognised(place, complete),
                    None => {
                        self.report.guessed(place, msg!("chưa đủ ngày ban hành: {text}", "date not complete: {text}"))
                    }
                }
                head.date = day.or(head.date);
            }
            Meaning::Kind(kind, rest) => {
                let said = msg!("loại văn bản: {kind} (ghi: {text})", "kind: {kind} (written: {text})");
                self.report.recognised(place, said);
                head.kind = Some(kind);
                self.place.kind = Some(line.block);
                if !rest.is_empty() {
                    head.title = Some(rest);
                }
            }
            Meaning::About(title) => {
                let said = msg!("trích yếu: {title} (ghi: {text})", "title: {title} (written: {text})");
                self.report.recognised(place, said);
                head.title = Some(title);
                self.place.about = Some(line.block);
            }
            Meaning::Draft => {
                self.report.recognised(place, msg!("bản dự thảo: {text}", "a draft: {text}"));
                head.is_draft = true;
            }
            Meaning::Office => {
                self.report.recognised(place, msg!("cơ quan: {text}", "office: {text}"));
                head.offices.push(text.clone());
            }
            Meaning::Text => return self.other_line(line),
        }
        self.place.begun = true;
        true
    }

    /// A line that is no part of the form: above everything («Mẫu số 03»), or «V/v …» gone on to the next line.
    fn other_line(&mut self, line: &Line<'_>) -> bool {
        let (place, text) = (Place::Paragraph(line.paragraph.number), &line.text);
        let goes_on = self.place.about == Some(line.block) && text.chars().count() < LONGEST_HEAD;
        if let (Some(title), true) = (&mut self.head.title, goes_on) {
            self.report.recognised(place, msg!("trích yếu, tiếp: {text}", "title, gone on: {text}"));
            title.push(' ');
            title.push_str(text);
            return true;
        }
        let addresses = fold_words(text).starts_with("kinh gui");
        let goes_on = !self.place.begun || self.place.kind_ahead && !addresses;
        if !goes_on || self.head.leftover.len() >= MOST_ABOVE {
            return false;
        }
        self.report.guessed(
            place,
            msg!(
                "dòng lạ ở phần đầu văn bản, đưa vào bài: {text}",
                "an odd line in the head, kept in the text: {text}"
            ),
        );
        self.head.leftover.push(text.clone());
        true
    }

    fn finish(self) -> Letterhead {
        let mut head = self.head;
        if head.kind.is_none() && self.place.about.is_some() {
            head.kind = Some("cong-van");
        }
        let Some(first) = self.titles.first() else { return head };
        let lines = self.titles.iter().map(|line| line.text.as_str());
        let written: Vec<&str> = head.title.as_deref().into_iter().chain(lines).collect();
        let title = sentence_case(&written.join(" "));
        let place = Place::Paragraph(first.paragraph.number);
        match self.has_head {
            true => self.report.recognised(place, msg!("trích yếu: {title}", "title: {title}")),
            false => self.report.guessed(place, msg!("tiêu đề: {title}", "title: {title}")),
        }
        head.title = Some(title);
        head
    }
}

/// The numbers of the documents that a file holds: each beside a name of the Party or the country.
pub(super) fn numbered_heads(blocks: &[Block]) -> Vec<String> {
    let lines = lines(blocks);
    let filled = || lines.iter().filter(|line| !line.text.is_empty()).enumerate();
    let mut titles: Vec<usize> = filled().filter(|(_, line)| is_national(&line.text)).map(|(at, _)| at).collect();
    let mut found: Vec<String> = Vec::new();
    for (at, line) in filled() {
        let Meaning::Number(number) = meaning(&line.text) else { continue };
        let Some(title) = titles.iter().position(|title| title.abs_diff(at) < TITLE_WITHIN) else { continue };
        titles.remove(title);
        if !found.contains(&number) {
            found.push(number);
        }
    }
    found
}

/// Paragraphs cut at line breaks and wide gaps: a head often puts two columns on one line.
fn lines(blocks: &[Block]) -> Vec<Line<'_>> {
    let mut found = Vec::new();
    for (block, content) in blocks.iter().enumerate() {
        for paragraph in paragraphs(std::slice::from_ref(content)) {
            let text = paragraph.text();
            let texts = text.split('\n').flat_map(columns);
            found.extend(texts.map(|text| Line { block, paragraph, text }));
        }
    }
    found
}

/// A line cut at tabs and wide gaps, but not at the blanks that wait for a number or a day.
fn columns(line: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for piece in line.replace(WIDE_GAP, "\t").split('\t') {
        let text = single_spaced(piece);
        let waits = |before: &String| {
            ["so", "ngay", "thang", "nam"].contains(&fold_words(before).rsplit(' ').next().unwrap_or_default())
        };
        match found.last_mut() {
            Some(before) if text.is_empty() || waits(before) || text.starts_with(['/', '-', '…']) => {
                if !text.is_empty() {
                    before.push(' ');
                    before.push_str(&text);
                }
            }
            _ => found.push(text),
        }
    }
    found
}

fn is_rule(text: &str) -> bool {
    text.chars().all(|ch| !ch.is_alphanumeric())
}

fn is_national(text: &str) -> bool {
    let folded = fold_words(text);
    folded == "dang cong san viet nam" || folded == "cong hoa xa hoi chu nghia viet nam"
}

fn is_upper(text: &str) -> bool {
    let letters = || text.chars().filter(|ch| ch.is_alphabetic());
    let upper = letters().filter(|ch| ch.is_uppercase()).count();
    letters().count() > 1 && upper * 10 >= letters().count() * 9
}

fn meaning(text: &str) -> Meaning {
    let folded = fold_words(text);
    if is_rule(text) || is_national(text) || folded.starts_with("doc lap tu do hanh phuc") {
        return Meaning::Ornament;
    }
    if is_stamp(text, &folded) {
        return Meaning::Stamp;
    }
    if let Some(number) = number(text, &folded) {
        return number;
    }
    if let Some(date) = date(text, &folded) {
        return Meaning::Date(date);
    }
    if let Some(about) = folded.starts_with("v v ").then(|| text.split_once(' ').map(|(_, rest)| rest)).flatten() {
        return Meaning::About(capitalised(about));
    }
    if folded.starts_with("du thao") && text.chars().count() < 40 {
        return Meaning::Draft;
    }
    if let Some((kind, rest)) = kind(text, &folded) {
        return Meaning::Kind(kind, rest);
    }
    let is_form = folded.starts_with("mau so") || folded.starts_with("mau ");
    match is_upper(text) && text.chars().count() < LONGEST_HEAD && !text.ends_with([':', ';']) && !is_form {
        true => Meaning::Office,
        false => Meaning::Text,
    }
}

/// What is stamped on a document: how far it may go, how urgent it is, whether it is a copy.
fn is_stamp(text: &str, folded: &str) -> bool {
    const STAMPS: [&str; 8] =
        ["hoa toc", "thuong khan", "khan", "ban sao", "sao y", "sao y ban chinh", "trich sao", "sao luc"];
    STAMPS.contains(&folded) || !marks_in(text, Layout::Block, &[]).is_empty() && text.chars().count() < 60
}

/// «Số 12-KH/ĐU», «Số: 15/KH-UBND», «Số: …/BC-VHXH».
fn number(text: &str, folded: &str) -> Option<Meaning> {
    let is_number = folded == "so" || folded.starts_with("so ");
    let has_symbol = text.contains(['/', '-']) && text.chars().count() < 60;
    if !is_number || !has_symbol {
        return None;
    }
    Some(match Citation::parse(text).written_number {
        Some(number) => Meaning::Number(number),
        None => Meaning::Unnumbered,
    })
}

/// «Hoa Ban, ngày 20 tháng 01 năm 2026», «ngày 20/1/2026», blanks and all.
fn date(text: &str, folded: &str) -> Option<Option<Day>> {
    let words: Vec<&str> = folded.split(' ').collect();
    let has = |word: &str| words.contains(&word);
    if text.chars().count() >= 90 {
        return None;
    }
    let read =
        || Citation::parse(text).identity.date.or_else(|| Citation::parse(&text.replace('.', "/")).identity.date);
    if has("ngay") && has("thang") && has("nam") {
        return Some(read());
    }
    // «Hoa Ban, 20-5-2026», «ngày    /5/2026».
    let has_year = words.iter().any(|word| word.len() == 4 && (word.starts_with("20") || word.starts_with("19")));
    if words.len() <= 8 && has_year && text.contains(['/', '-', '.']) && (has("ngay") || text.contains(", ")) {
        return Some(read());
    }
    if !has("ngay") {
        return None;
    }
    // A sentence may hold a date too: this line holds little else.
    let digits = text.chars().filter(char::is_ascii_digit).count();
    if words.len() <= 12 && digits >= 6 { read().map(Some) } else { None }
}

/// A line that begins with a kind of document in capitals; what follows it is the title.
fn kind(text: &str, folded: &str) -> Option<(&'static str, String)> {
    KINDS.iter().find_map(|(word, name)| {
        let known = fold_words(name);
        let rest = folded.strip_prefix(&known)?;
        if !rest.is_empty() && !rest.starts_with(' ') {
            return None;
        }
        let words = name.split(' ').count();
        let written: Vec<&str> = text.split(' ').collect();
        let (head, tail) = written.split_at_checked(words)?;
        let is_kind = is_upper(&head.join(" ")) && (tail.is_empty() || !is_upper(&tail.join(" ")) || tail.len() > 2);
        is_kind.then(|| (*word, capitalised(&tail.join(" "))))
    })
}

/// Lines of a title are set in the middle or bold; one that begins the text is neither.
fn is_title(line: &Line<'_>, before: Option<&Line<'_>>, has_head: bool) -> bool {
    let folded = fold_words(&line.text);
    let begins_text = ["can cu ", "thuc hien ", "kinh gui", "i ", "1 ", "dieu 1", "phan "]
        .iter()
        .any(|word| folded.starts_with(word));
    let stands_out = line.paragraph.centred || line.paragraph.is_bold() || is_upper(&line.text);
    let same_paragraph = before.is_some_and(|before| before.paragraph.number == line.paragraph.number);
    let short = line.text.chars().count() < LONGEST_HEAD * 2;
    let centred = line.paragraph.centred && !folded.starts_with("kinh gui");
    short && (same_paragraph || (stands_out && (!begins_text || has_head && centred)))
}

/// A title in capitals as a sentence; names inside it cannot be told.
fn sentence_case(text: &str) -> String {
    if is_upper(text) { capitalised(&text.to_lowercase()) } else { capitalised(text) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::office::word::{Inline, Run};

    fn block(text: &str, centred: bool, bold: bool) -> Block {
        let run = Run { text: text.to_owned(), bold, ..Run::default() };
        // Any number that differs from the next paragraph's.
        let number = text.len();
        Block::Paragraph(Paragraph { number, inlines: vec![Inline::Text(run)], centred, ..Paragraph::default() })
    }

    fn head(lines: &[(&str, bool)]) -> Letterhead {
        let blocks: Vec<Block> = lines.iter().map(|(text, centred)| block(text, *centred, *centred)).collect();
        read(&blocks, &mut Report::default())
    }

    #[test]
    fn a_party_head_is_read() {
        let head = head(&[
            ("ĐẢNG BỘ TỈNH HOA SƠN\tĐẢNG CỘNG SẢN VIỆT NAM", false),
            ("ĐẢNG ỦY PHƯỜNG HOA BAN\tHoa Ban, ngày 20 tháng 01 năm 2026", false),
            ("*", false),
            ("Số 12-KH/ĐU", false),
            ("KẾ HOẠCH", true),
            ("thực hiện Nghị quyết số 57-NQ/TW, ngày 22/12/2024", true),
            ("của Bộ Chính trị về đột phá phát triển", true),
            ("-----", true),
            ("Thực hiện Nghị quyết số 57-NQ/TW, Ban Thường vụ xây dựng kế hoạch như sau:", false),
        ]);
        assert_eq!(head.offices, ["ĐẢNG BỘ TỈNH HOA SƠN", "ĐẢNG ỦY PHƯỜNG HOA BAN"]);
        assert_eq!((head.number.as_deref(), head.kind), (Some("12-KH/ĐU"), Some("ke-hoach")));
        assert_eq!(head.date.map(|day| day.to_string()).as_deref(), Some("2026-01-20"));
        let title = "Thực hiện Nghị quyết số 57-NQ/TW, ngày 22/12/2024 của Bộ Chính trị về đột phá phát triển";
        assert_eq!((head.title.as_deref(), head.blocks), (Some(title), 8));
    }

    #[test]
    fn a_state_head_with_blanks_is_read() {
        let head = head(&[
            ("UBND XÃ SUỐI LIM", true),
            ("PHÒNG VĂN HÓA - XÃ HỘI", true),
            ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", true),
            ("Độc lập – Tự do – Hạnh phúc", true),
            ("Số:        /BC-VHXH", true),
            ("Suối Lim, ngày    tháng  6  năm 2026", true),
            ("BÁO CÁO\nKết quả tháng 6", true),
            ("", false),
            ("Thực hiện Quy chế làm việc", false),
        ]);
        assert_eq!(head.offices, ["UBND XÃ SUỐI LIM", "PHÒNG VĂN HÓA - XÃ HỘI"]);
        assert!(head.unnumbered && head.number.is_none() && head.date.is_none());
        assert_eq!((head.kind, head.title.as_deref()), (Some("bao-cao"), Some("Kết quả tháng 6")));
    }

    #[test]
    fn numbered_heads_are_counted() {
        let one = ["ĐẢNG CỘNG SẢN VIỆT NAM", "Số 12-KH/ĐU", "KẾ HOẠCH"].map(|line| block(line, true, true));
        let two = ["ĐẢNG CỘNG SẢN VIỆT NAM", "Số 13-KH/ĐU", "KẾ HOẠCH"].map(|line| block(line, true, true));
        let blank = ["ĐẢNG CỘNG SẢN VIỆT NAM", "Số …-KH/ĐU", "KẾ HOẠCH"].map(|line| block(line, true, true));
        assert_eq!(numbered_heads(&[one.clone(), blank].concat()), ["12-KH/ĐU"]);
        assert_eq!(numbered_heads(&[one, two].concat()), ["12-KH/ĐU", "13-KH/ĐU"]);
    }
}
