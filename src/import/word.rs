//! A Word document as an entry: the order in which its parts are told.

use super::front::{Front, quoted};
use super::letterhead::Letterhead;
use super::organisations::{Matcher, kind_of, new_id};
use super::report::{Place, Report};
use super::suggest::Suggestion;
use super::tables::{Tasks, write_task};
use super::targets::NewTarget;
use super::{Draft, NewFile, body, closing, coverage, letterhead, opening, suggest, tables, targets};
use crate::config::Audience;
use crate::diag::{Message, msg};
use crate::image::strip_metadata;
use crate::model::Site;
use crate::office::word::{Block, Oddity, WordDocument, paragraphs, paragraphs_mut, read};
use crate::parse::{DocumentKind, Kind, Mark, marks_in};
use crate::path::SourcePath;
use crate::text::{COMMON_ABBREVIATIONS, Legacy, fold_name, fold_words, nfc, slug, slug_limited};

/// What the user asked for.
#[derive(Debug, Clone, Default)]
pub(crate) struct WordOptions {
    /// The name of the file, for the remark at the top.
    pub(crate) name: String,
    /// Where it shall go, instead of where its head says.
    pub(crate) kind: Option<Kind>,
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

/// A mark stands nearly alone in its line; a longer one only speaks of marks.
const LONGEST_BESIDE_MARK: usize = 30;
/// The longest slug made of a title.
const LONGEST_SLUG: usize = 60;

/// Reads a document into an entry.
///
/// # Errors
/// When the bytes are no Word document, it carries a secrecy mark, holds several documents, or is in an old encoding.
pub(crate) fn word(bytes: &[u8], site: &Site, options: &WordOptions) -> Result<Draft, Refusal> {
    let mut document = read(bytes).map_err(|cause| {
        stopped(cause, msg!("mở bằng Word và lưu lại dạng .docx", "open it in Word and save it again as .docx"))
    })?;
    let mut report = Report::default();
    decode(&mut document, options, &mut report)?;
    let internal_only = refuse_secrets(&document, &mut report)?;
    refuse_what_is_no_document(&document, options)?;
    say_oddities(&document, &mut report);

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
    let entry = Entry {
        head: &head,
        role: end.as_ref().and_then(|end| end.role.as_deref()),
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
        let extension = name.rsplit_once('.').map(|(_, end)| end.to_owned()).unwrap_or_default();
        let path = SourcePath::new(format!("content/{id}/{name}"));
        files.push(NewFile { path, bytes: strip_metadata(&extension, bytes) });
    }
    if options.make_organisations {
        files.extend(new_organisations(&parts.tasks.unknown, &mut report));
    }
    let accounted = parts.accounted.iter().chain(&parts.tasks.accounted).map(String::as_str);
    coverage::check(&document, std::iter::once(text.as_str()).chain(accounted), &mut report);
    Ok(Draft { files, report })
}

/// Tasks and targets of the tables.
#[derive(Default)]
struct Parts {
    tasks: Tasks,
    targets: Vec<NewTarget>,
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
                if !paragraph.is_empty() {
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
            writer.table(table, report);
        }
    }
}

/// Everything that goes into the front matter.
struct Entry<'e> {
    head: &'e Letterhead,
    role: Option<&'e str>,
    issuer: &'e Issuer,
    basis: &'e [String],
    suggestions: &'e [Suggestion],
    parts: &'e Parts,
    internal_only: bool,
}

struct Issuer {
    /// What `co_quan` will say.
    text: Option<String>,
    /// Whether it is an organisation of the site, or who publishes it.
    is_own: bool,
}

impl Entry<'_> {
    fn front(&self, kind: Kind, options: &WordOptions) -> Front {
        let mut front = Front::default();
        let name = &options.name;
        front.remark(&format!("Nhập từ «{name}». Đọc lại cả tệp trước khi đăng."));
        self.identity(kind, &mut front);
        front.list("can_cu", self.basis);
        front.blank();
        if self.internal_only {
            front.remark("Tài liệu ghi «Lưu hành nội bộ»: giữ noi-bo.");
        } else {
            front
                .remark("Chỉ đảng viên xem được. Khi được phép công khai: đổi thành \"cong-khai\" và ghi người duyệt.");
        }
        front.text("doi_tuong", Audience::Internal.word());
        if kind == Kind::Plan {
            front.remark("duyet = { boi = \"…\", ngay = 2026-01-31 }");
            front.remark("tom_tat = \"Tóm tắt trong vài câu, không quá 120 từ\"");
            self.parts.targets.iter().for_each(|target| write_target(target, &mut front));
            self.parts.tasks.list.iter().for_each(|task| write_task(task, &mut front));
            self.write_suggestions(&mut front);
        }
        front
    }

    fn identity(&self, kind: Kind, front: &mut Front) {
        let head = self.head;
        match &head.number {
            Some(number) => front.text("so_ky_hieu", number),
            None => front.remark("so_ky_hieu = \"…\""),
        }
        front.optional("loai", head.kind.filter(|word| kind == Kind::Document || DocumentKind::of(word).is_some()));
        front.text("tieu_de", head.title.as_deref().unwrap_or_default());
        front.optional("co_quan", self.issuer.text.as_deref());
        match head.date {
            Some(day) => front.raw("ngay", &day.to_string()),
            None => front.remark("ngay = 2026-01-31"),
        }
        if kind == Kind::Plan {
            front.optional("nguoi_ky", self.role);
            if head.number.is_none() || head.date.is_none() || head.is_draft {
                front.remark("Chưa đủ số và ngày: là dự thảo. Ban hành rồi thì bỏ dòng dưới.");
                front.text("trang_thai", "du-thao");
            }
        }
    }

    fn write_suggestions(&self, front: &mut Front) {
        if self.suggestions.is_empty() {
            return;
        }
        front.blank();
        front.remark("Gợi ý từ mục «Tổ chức thực hiện»: việc nào đúng thì bỏ dấu # và điền thời hạn.");
        for suggestion in self.suggestions {
            let (paragraph, content) = (suggestion.paragraph, quoted(&suggestion.content));
            let lead = quoted(&suggestion.organisation);
            front.remark(&format!(
                "\n[[nhiem_vu]]  # đoạn {paragraph}\nnoi_dung = {content}\nchu_tri = {lead}\nthoi_han = \"…\""
            ));
        }
    }
}

fn write_target(target: &NewTarget, front: &mut Front) {
    front.table("chi_tieu");
    front.text("ten", &target.name);
    front.optional("don_vi", target.unit.as_deref());
    let years = |values: &std::collections::BTreeMap<i16, f64>| {
        let pairs: Vec<String> = values.iter().map(|(year, value)| format!("{year} = {value}")).collect();
        format!("{{ {} }}", pairs.join(", "))
    };
    if !target.goals.is_empty() {
        front.raw("dich", &years(&target.goals));
    }
    front.optional("dich_nguyen_van", Some(&target.in_words.join("; ")));
    if !target.achieved.is_empty() {
        front.raw("thuc_hien", &years(&target.achieved));
    }
    front.optional("chieu", target.direction);
    front.optional("theo_doi", target.tracked_by.as_deref());
}

fn stopped(cause: Message, help: Message) -> Refusal {
    Refusal::Stopped { cause, help }
}

/// Composes every text, and converts what is set in old fonts.
fn decode(document: &mut WordDocument, options: &WordOptions, report: &mut Report) -> Result<(), Refusal> {
    let whole: String = paragraphs(&document.body).iter().map(|paragraph| paragraph.text() + "\n").collect();
    let by_letters = Legacy::of_text(&whole);
    let mut converted = None;
    let notes = document.notes.values_mut().flat_map(|blocks| paragraphs_mut(blocks));
    let margins = document.margins.iter_mut().flat_map(|blocks| paragraphs_mut(blocks));
    for paragraph in paragraphs_mut(&mut document.body).into_iter().chain(notes).chain(margins) {
        for run in paragraph.runs_mut() {
            let by_font = run.font.as_deref().and_then(Legacy::of_font);
            // Old fonts are often set on text that is Unicode already.
            let is_old = !run.text.is_ascii() && run.text.chars().all(|ch| u32::from(ch) < 0x100);
            match by_font.or(by_letters).filter(|_| is_old) {
                Some(legacy) => {
                    run.text = legacy.to_unicode_in(run.font.as_deref().unwrap_or_default(), &run.text);
                    converted = Some(legacy);
                }
                None => run.text = nfc(&run.text).into_owned(),
            }
        }
    }
    if let Some(legacy) = converted {
        if !options.convert {
            return Err(Refusal::Legacy(legacy));
        }
        let name = legacy.name();
        report.guessed(
            Place::Whole,
            msg!("đã chuyển mã từ {name} sang Unicode; đọc lại", "converted from {name} to Unicode; read it again"),
        );
    }
    Ok(())
}

/// Marks of secrecy stop everything; true where the text is for internal use only.
fn refuse_secrets(document: &WordDocument, report: &mut Report) -> Result<bool, Refusal> {
    let all = std::iter::once(&document.body).chain(&document.margins).chain(document.notes.values());
    let mut internal = false;
    let mut secret = None;
    for paragraph in all.flat_map(|blocks| paragraphs(blocks)) {
        for line in paragraph.text().split(['\n', '\t']) {
            match marks_in(std::iter::once(line)).first() {
                None => {}
                Some(Mark::Internal(_)) => internal = true,
                Some(Mark::Secret(name)) if line.chars().count() <= name.chars().count() + LONGEST_BESIDE_MARK => {
                    secret = Some(name.to_owned());
                }
                Some(Mark::Secret(name)) => report.left(
                    Place::Paragraph(paragraph.number),
                    msg!(
                        "câu này nhắc cụm từ «{name}»: bản dựng nào cũng sẽ dừng ở đây, sửa hoặc bỏ câu trước khi dựng",
                        "this sentence has the phrase «{name}»: every build will stop here; change it first"
                    ),
                ),
            }
        }
    }
    if let Some(name) = secret {
        return Err(stopped(
            msg!("tài liệu có dấu «{name}»; không nhập", "the document carries the mark «{name}»; not imported"),
            msg!(
                "tài liệu mật không được đưa lên trang, dù chỉ cho đảng viên; hỏi người phụ trách bảo mật",
                "secret documents must not go on the site, not even for members; ask whoever is in charge"
            ),
        ));
    }
    Ok(internal)
}

fn refuse_what_is_no_document(document: &WordDocument, options: &WordOptions) -> Result<(), Refusal> {
    if paragraphs(&document.body).iter().all(|paragraph| paragraph.is_empty()) {
        return Err(stopped(
            msg!("tệp không có chữ nào", "the file holds no text"),
            msg!(
                "nếu là bản quét, đánh máy lại hoặc đính kèm tệp PDF",
                "if it is a scan, type it again or attach the PDF"
            ),
        ));
    }
    let heads = letterhead::numbered_heads(&document.body);
    if heads.len() > 1 && !options.as_one {
        let (count, list) = (heads.len(), heads.join(", "));
        return Err(stopped(
            msg!("tệp có {count} văn bản: {list}", "the file holds {count} documents: {list}"),
            msg!(
                "tách mỗi văn bản thành một tệp rồi nhập lại; nếu thật ra là một, thêm --mot-van-ban",
                "put each into a file of its own; if they are one, add --mot-van-ban"
            ),
        ));
    }
    Ok(())
}

fn say_oddities(document: &WordDocument, report: &mut Report) {
    for oddity in &document.oddities {
        match oddity {
            Oddity::Inserted(text) => report.guessed(
                Place::Whole,
                msg!(
                    "chữ thêm khi bật theo dõi sửa đổi, đã nhận: «{text}»",
                    "text added as a tracked change, accepted: «{text}»"
                ),
            ),
            Oddity::Deleted(text) => report.left(
                Place::Whole,
                msg!(
                    "chữ xóa khi bật theo dõi sửa đổi, đã bỏ: «{text}»",
                    "text deleted as a tracked change, left out: «{text}»"
                ),
            ),
            Oddity::Hidden(text) => {
                report.left(Place::Whole, msg!("chữ ẩn, đã bỏ: «{text}»", "hidden text, left out: «{text}»"))
            }
            Oddity::Comment(text) => {
                report.left(Place::Whole, msg!("nhận xét bên lề, đã bỏ: «{text}»", "a comment, left out: «{text}»"));
            }
            Oddity::Object(text) => report.left(
                Place::Whole,
                msg!(
                    "đối tượng nhúng (biểu đồ, sơ đồ, công thức), đã bỏ: «{text}»",
                    "an embedded object, left out: «{text}»"
                ),
            ),
            Oddity::Picture(name) => report.left(
                Place::Whole,
                msg!(
                    "ảnh {name} không phải dạng trình duyệt xem được; lưu lại thành PNG rồi chèn",
                    "image {name} is in no format that browsers show; save it as PNG"
                ),
            ),
        }
    }
    for (number, blocks) in document.margins.iter().enumerate() {
        let lines: Vec<String> = paragraphs(blocks).iter().map(|paragraph| paragraph.line()).collect();
        let text =
            lines.iter().filter(|line| line.chars().any(char::is_alphabetic)).cloned().collect::<Vec<_>>().join(" / ");
        if !text.is_empty() {
            let number = number + 1;
            report.left(
                Place::Whole,
                msg!(
                    "đầu trang hoặc chân trang {number}, không đưa vào: «{text}»",
                    "header or footer {number}, left out: «{text}»"
                ),
            );
        }
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
            report.recognised(Place::Whole, msg!("cơ quan ban hành: {organisation}", "issued by: {organisation}"));
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
            (false, true) => {
                let mut chars = small.chars();
                chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
            }
            (false, false) => small.clone(),
        });
        in_name = in_name || PLACES.contains(&small.as_str());
    }
    out.join(" ")
}

/// Own plans go to `ke-hoach/`, papers of others to `van-ban/`.
fn guessed_kind(head: &Letterhead, issuer: &Issuer, report: &mut Report) -> Kind {
    let is_plan = head.kind.is_some_and(|word| DocumentKind::of(word).is_some());
    let kind = if is_plan && issuer.is_own { Kind::Plan } else { Kind::Document };
    let folder = kind.folder();
    let other = if kind == Kind::Plan { Kind::Document.folder() } else { Kind::Plan.folder() };
    report.guessed(
        Place::Whole,
        msg!(
            "xếp vào content/{folder}/ (khác: --loai {other})",
            "filed under content/{folder}/ (else: --loai {other})"
        ),
    );
    kind
}

fn id(kind: Kind, head: &Letterhead) -> String {
    let title = head.title.as_deref().unwrap_or_default();
    let name = match &head.number {
        Some(number) => slug(number),
        None => slug_limited(&format!("{} {title}", head.kind.unwrap_or_default()), LONGEST_SLUG),
    };
    let name = if name.is_empty() { "van-ban-moi".to_owned() } else { name };
    match head.date.filter(|_| kind == Kind::Plan) {
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
