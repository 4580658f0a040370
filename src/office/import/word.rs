//! A Word document as an entry: the order in which its parts are told.

use super::entry::{ImportedEntry, Issuer};
use super::front::Front;
use super::letterhead::Letterhead;
use super::organisations::{Matcher, kind_of, new_id};
use super::report::{Place, Report};
use super::tables::Tasks;
use super::targets::NewTarget;
use super::{Draft, NewFile, body, closing, coverage, letterhead, opening, refuse, signers, suggest, tables, targets};
use crate::basics::diag::{Message, msg};
use crate::basics::image::without_metadata;
use crate::basics::path::{SourcePath, is_device_name};
use crate::basics::text::{COMMON_ABBREVIATIONS, Legacy, capitalised, fold_name, fold_words, slug, slug_limited};
use crate::read::grid::Grid;
use crate::read::office::word::{Block, read};
use crate::read::sensitive::{Personal, personal_data_in};
use crate::read::visible;
use crate::read::vocabulary::{DocumentKind, EntryKind};
use crate::site::model::Site;

/// What the user asked for.
#[derive(Debug, Clone, Default)]
pub(crate) struct WordOptions {
    /// The name of the file, for the remark at the top.
    pub(crate) name: String,
    /// Where it shall go, instead of where its head says.
    pub(crate) kind: Option<EntryKind>,
    /// Whether text of old fonts may be converted.
    pub(crate) convert: bool,
    /// Whether organisations that nobody knows are made.
    pub(crate) make_organisations: bool,
    /// Whether several heads in one file are one document.
    pub(crate) as_one: bool,
}

/// Why nothing is imported.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// It cannot be read, or must not be.
    Stopped { cause: Message, help: Message },
    /// It is set in old fonts: the text would have to be converted first.
    Legacy(Legacy),
}

/// The longest slug made of a title.
const LONGEST_SLUG: usize = 60;

/// Every text in a package, whatever it stands in.
pub(crate) fn everything_in(name: &str, bytes: &[u8]) -> Vec<String> {
    let visible = visible::read(name, bytes, visible::Reader::Program);
    visible.blocks.into_iter().map(|block| block.text).collect()
}

/// Reads a document into an entry.
///
/// # Errors
/// When the bytes are no Word document, it carries a secrecy mark, holds several documents, or is in an old encoding.
pub(crate) fn word(bytes: &[u8], site: &Site, options: &WordOptions) -> Result<Draft, Refusal> {
    let mut document = read(bytes).map_err(|cause| {
        refuse::stopped(cause, msg!("mở bằng Word và lưu lại dạng .docx", "open it in Word and save it again as .docx"))
    })?;
    let mut report = Report::default();
    refuse::decode(&mut document, options, &mut report)?;
    let internal_only = refuse::secrets(&document, &everything_in(&options.name, bytes), &mut report)?;
    refuse::what_is_no_document(&document, options)?;
    refuse::say_oddities(&document, &mut report);

    let signed_as = signers::take_out(&mut document.body, &mut report);
    let matcher = Matcher::new(site);
    let mut head = letterhead::read(&document.body, &mut report);
    if head.title.is_none() {
        let title = options.name.rsplit_once('.').map_or(options.name.as_str(), |(stem, _)| stem).to_owned();
        report.guessed(
            Place::Whole,
            msg!("không thấy trích yếu; lấy tên tệp: {title}", "no title found; took the file name: {title}"),
        );
        head.title = Some(title);
    }
    let rest = document.body.get(head.blocks..).unwrap_or_default();
    // A file without head is no letter that somebody signed.
    let end = head.kind.and_then(|_| closing::read(rest, &mut report));
    let (middle, after) = match &end {
        Some(end) => (rest.get(..end.blocks.start), rest.get(end.blocks.end..)),
        None => (Some(rest), None),
    };
    let (middle, after) = (middle.unwrap_or_default(), after.unwrap_or_default());
    let basis = opening::citations(middle, &mut report);
    let suggestions = suggest::suggestions(middle, &matcher, &mut report);

    let mut parts = Parts::default();
    let mut writer = body::Writer::new(&document);
    if internal_only {
        // Kept in the text, so that no build for everyone takes it.
        writer.plain("Lưu hành nội bộ");
    }
    head.leftover.iter().for_each(|line| writer.plain(line));
    let mut number = 0;
    for blocks in [middle, after] {
        for block in blocks {
            parts.block(block, &mut number, &matcher, &mut writer, &mut report);
        }
        if let (Some(end), true) = (&end, std::ptr::eq(blocks, middle)) {
            end.recipients.iter().for_each(|line| writer.plain(line));
        }
    }
    let body = writer.finish(&mut report);

    let issuer = issuer(&head, &matcher, site, &mut report);
    let kind = options.kind.unwrap_or_else(|| guessed_kind(&head, &issuer, &mut report));
    let id = id(kind, &head);
    let entry = ImportedEntry {
        head: &head,
        role: end.as_ref().and_then(|end| end.role.as_deref()).or(signed_as.as_deref()),
        issuer: &issuer,
        basis: &basis,
        suggestions: &suggestions,
        parts: &parts,
        internal_only,
    };
    say_what_is_known(&head, site, &mut report);
    let text = entry.front(kind, options).with_body(&body.markdown);
    let mut files = vec![NewFile { path: path(&id, !body.pictures.is_empty()), bytes: text.clone().into_bytes() }];
    for (name, bytes) in body.pictures {
        let path = SourcePath::new(format!("content/{id}/{name}"));
        // What cannot be cleaned is kept as it is, and no build publishes it.
        files.push(NewFile { path, bytes: without_metadata(&bytes).unwrap_or(bytes) });
    }
    if options.make_organisations {
        files.extend(new_organisations(&parts.tasks.unknown, &mut report));
    }
    parts.tasks.say_missing(&mut report);
    say_personal(&text, &mut report);
    let accounted = parts.accounted.iter().chain(&parts.tasks.accounted).map(String::as_str);
    coverage::check(&document, std::iter::once(text.as_str()).chain(accounted), &mut report);
    Ok(Draft { files, report })
}

/// Telephone numbers, mailboxes and citizen ids that came along: only somebody can tell whether they may be published.
fn say_personal(text: &str, report: &mut Report) {
    for found in personal_data_in(text) {
        let (range, what) = match found {
            Personal::CitizenId(range) => (range, msg!("số căn cước", "a citizen id")),
            Personal::Phone(range) => (range, msg!("số điện thoại", "a telephone number")),
            Personal::Email(range) => (range, msg!("hộp thư riêng", "a private mailbox")),
        };
        let line = text.get(..range.start).unwrap_or_default().matches('\n').count() + 1;
        let (vi, en) = (what.vi, what.en);
        report.left(
            Place::Whole,
            msg!(
                "dòng {line} của tệp ghi {vi}; bỏ đi nếu là của cá nhân",
                "line {line} of the file holds {en}; remove it if it is a person's"
            ),
        );
    }
}

/// Tasks and targets of the tables.
#[derive(Default)]
pub(super) struct Parts {
    pub(super) tasks: Tasks,
    pub(super) targets: Vec<NewTarget>,
    accounted: Vec<String>,
}

impl Parts {
    fn block(
        &mut self,
        block: &Block,
        number: &mut usize,
        matcher: &Matcher<'_>,
        writer: &mut body::Writer<'_>,
        report: &mut Report,
    ) {
        let table = match block {
            Block::Paragraph(paragraph) => {
                let goes_on = fold_words(&paragraph.line()).contains("tiep theo");
                if !paragraph.is_empty() && !goes_on {
                    self.tasks.ends();
                }
                writer.paragraph(paragraph, report);
                return;
            }
            Block::Table(table) => table,
        };
        *number += 1;
        let grid = tables::grid(table, *number);
        if self.tasks.read(&grid, *number, matcher, report) {
            std::mem::take(&mut self.tasks.captions).iter().for_each(|line| writer.plain(line));
        } else if let Some((targets, accounted)) = targets::read(&grid, *number, report) {
            self.targets.extend(targets);
            self.accounted.extend(accounted);
        } else {
            say_other_table(&grid, *number, report);
            writer.table(table, report);
        }
    }
}

/// A table that is neither of tasks nor of targets stays in the text; somebody may have meant it to be one.
fn say_other_table(grid: &Grid, number: usize, report: &mut Report) {
    const LIKELY_COLUMNS: usize = 3;
    let header = grid.rows.iter().find(|row| row.iter().filter(|cell| !cell.text.is_empty()).count() >= LIKELY_COLUMNS);
    if let (Some(header), true) = (header, grid.rows.len() > 1) {
        let columns = header.iter().map(|cell| cell.text.replace('\n', " ")).collect::<Vec<_>>().join(" | ");
        report.guessed(
            Place::Table(number, None),
            msg!(
                "không phải bảng nhiệm vụ hay chỉ tiêu, giữ nguyên trong bài (cột: {columns})",
                "neither tasks nor targets, kept in the text as it is (columns: {columns})"
            ),
        );
    }
}

/// The office that issued the document, as the site knows it or as far as capitals can be told.
fn issuer(head: &Letterhead, matcher: &Matcher<'_>, site: &Site, report: &mut Report) -> Issuer {
    let Some(last) = head.offices.last() else { return Issuer { text: None, is_own: false } };
    let whole = head.offices.join(" ");
    let publisher = &site.config.publisher;
    if [last, &whole].iter().any(|name| fold_name(name) == fold_name(publisher)) {
        report.recognised(Place::Whole, msg!("cơ quan ban hành: {publisher}", "issued by: {publisher}"));
        return Issuer { text: Some(publisher.clone()), is_own: true };
    }
    for name in [last, &whole] {
        let matched = matcher.names(name);
        if matched.unknown.is_empty() && matched.guessed.len() <= 1 {
            let organisation = matched.guessed.first().map_or_else(|| title_case(name), |(_, known)| known.clone());
            let said = msg!("cơ quan ban hành: {organisation}", "issued by: {organisation}");
            if matched.guessed.is_empty() {
                report.recognised(Place::Whole, said);
            } else {
                report.guessed(Place::Whole, said);
            }
            return Issuer { text: Some(organisation), is_own: true };
        }
    }
    let name = title_case(last);
    report.guessed(
        Place::Whole,
        msg!("cơ quan ban hành: {name} (xem lại chữ hoa)", "issued by: {name} (check the capitals)"),
    );
    Issuer { text: Some(name), is_own: false }
}

/// «ĐẢNG ỦY PHƯỜNG HOA BAN» as «Đảng ủy phường Hoa Ban»: what follows the word for a place is its name.
fn title_case(text: &str) -> String {
    const PLACES: [&str; 8] = ["phường", "xã", "tỉnh", "huyện", "quận", "thị", "phố", "thôn"];
    let mut out: Vec<String> = Vec::new();
    let mut in_name = false;
    for word in text.split_whitespace() {
        let small = word.to_lowercase();
        let is_short = COMMON_ABBREVIATIONS.iter().any(|(short, _)| *short == word);
        let capital = in_name || out.is_empty();
        out.push(match (is_short, capital) {
            (true, _) => word.to_owned(),
            (false, true) => capitalised(&small),
            (false, false) => small.clone(),
        });
        in_name = in_name || PLACES.contains(&small.as_str());
    }
    out.join(" ")
}

/// Own plans go to `ke-hoach/`, papers of others to `van-ban/`.
fn guessed_kind(head: &Letterhead, issuer: &Issuer, report: &mut Report) -> EntryKind {
    let is_plan = head.kind.is_some_and(|word| DocumentKind::of(word).is_some());
    let kind = if is_plan && issuer.is_own { EntryKind::Plan } else { EntryKind::Document };
    let folder = kind.folder();
    let other = if kind == EntryKind::Plan { EntryKind::Document.folder() } else { EntryKind::Plan.folder() };
    report.guessed(
        Place::Whole,
        msg!(
            "xếp vào content/{folder}/ (khác: --loai {other})",
            "filed under content/{folder}/ (else: --loai {other})"
        ),
    );
    kind
}

fn id(kind: EntryKind, head: &Letterhead) -> String {
    let title = head.title.as_deref().unwrap_or_default();
    let name = match &head.number {
        Some(number) => slug(number),
        None => slug_limited(&format!("{} {title}", head.kind.unwrap_or_default()), LONGEST_SLUG),
    };
    // A title without a letter, or a name that Windows keeps for itself.
    let name = match name.as_str() {
        "" => "van-ban-moi".to_owned(),
        name if is_device_name(name) => format!("van-ban-{name}"),
        name => name.to_owned(),
    };
    match head.date.filter(|_| kind == EntryKind::Plan) {
        Some(day) => format!("{}/{}/{name}", kind.folder(), day.year()),
        None => format!("{}/{name}", kind.folder()),
    }
}

fn path(id: &str, in_folder: bool) -> SourcePath {
    SourcePath::new(if in_folder { format!("content/{id}/index.md") } else { format!("content/{id}.md") })
}

/// The number may be taken already.
fn say_what_is_known(head: &Letterhead, site: &Site, report: &mut Report) {
    let Some(number) = &head.number else { return };
    let same = |other: &Option<String>| other.as_deref().is_some_and(|other| fold_words(other) == fold_words(number));
    let plans = site.content.plans.iter().filter(|(_, plan)| same(&plan.number)).map(|(_, plan)| plan.meta.id.as_str());
    let documents =
        site.content.documents.iter().filter(|(_, found)| same(&found.number)).map(|(_, found)| found.meta.id.as_str());
    for id in plans.chain(documents) {
        report.guessed(Place::Whole, msg!("số {number} đã có ở {id}", "number {number} is already at {id}"));
    }
}

fn new_organisations(names: &[String], report: &mut Report) -> Vec<NewFile> {
    let mut files: Vec<NewFile> = Vec::new();
    for name in names {
        let Some(id) = new_id(name) else { continue };
        let path = SourcePath::new(format!("content/{id}.md"));
        if files.iter().any(|file| file.path == path) {
            continue;
        }
        let kind = kind_of(name);
        let mut front = Front::default();
        front.text("ten", name);
        front.text("loai", kind);
        report.guessed(
            Place::Whole,
            msg!("tạo tổ chức «{name}», loại {kind}", "made the organisation «{name}», kind {kind}"),
        );
        files.push(NewFile { path, bytes: front.with_body("").into_bytes() });
    }
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_capitals_are_written_small_but_for_places() {
        assert_eq!(title_case("ĐẢNG ỦY PHƯỜNG HOA BAN"), "Đảng ủy phường Hoa Ban");
        assert_eq!(title_case("BAN XÂY DỰNG ĐẢNG"), "Ban xây dựng đảng");
        assert_eq!(title_case("UBND XÃ SUỐI LIM"), "UBND xã Suối Lim");
    }
}
