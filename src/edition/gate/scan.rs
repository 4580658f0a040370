//! Every text and every file that an entry names, looked through for marks and personal data.

use crate::basics::diag::{Diagnostic, Diagnostics, FileId, Location, Message, codes, msg};
use crate::read::sensitive::{Innocent, Mark, MarkFound, Personal, PersonalFound, Sensitive};
use crate::read::source::SourceTree;
use crate::read::visible::{Danger, Inspection, Place, Trace, Unread};
use crate::read::vocabulary::{Audience, EntryKind};
use crate::site::model::{Content, EntryId, Meta, Naming, Site, named_files};
use std::collections::BTreeSet;

/// Secrecy marks in anything stop every build; the other findings concern what this audience is shown.
pub(super) fn scan(
    site: &Site,
    shown: &Content,
    tree: &SourceTree,
    entry: EntryId,
    audience: Audience,
    diagnostics: &mut Diagnostics,
) {
    let Some(meta) = site.content.meta(entry) else { return };
    let public = audience == Audience::Public && shown.meta(entry).is_some();
    report_marks(&meta.sensitive.marks, public, diagnostics);
    diagnostics.extend(meta.innocent.iter().map(answered_for));
    if public {
        let own = |personal: &PersonalFound| is_own_contact(meta, personal);
        let personal = meta.sensitive.personal.iter().filter(|personal| !own(personal));
        diagnostics.extend(personal.map(personal_problem));
    }
    let named = named_files(&site.content, &site.index, entry);
    // A table of tasks is published as tasks; the file itself only where it is offered.
    let published: BTreeSet<FileId> =
        named.iter().filter(|(_, naming)| *naming != Naming::Table).map(|(file, _)| *file).collect();
    let files: BTreeSet<FileId> = named.into_iter().map(|(file, _)| file).collect();
    for file in files {
        if let Some(inspection) = tree.inspect(file) {
            let published = published.contains(&file);
            let allowed = &site.config.allowed_extensions;
            File { file, meta, tree, inspection: &inspection, public, published, allowed }.report(diagnostics);
        }
    }
}

/// The same for the settings of the site, which every page shows.
pub(super) fn scan_settings(sensitive: &Sensitive, audience: Audience, diagnostics: &mut Diagnostics) {
    let public = audience == Audience::Public;
    report_marks(&sensitive.marks, public, diagnostics);
    let ids = sensitive.personal.iter().filter(|found| matches!(found.personal, Personal::CitizenId(_)));
    diagnostics.extend(ids.filter(|_| public).map(personal_problem));
}

fn report_marks(marks: &[MarkFound], public: bool, diagnostics: &mut Diagnostics) {
    diagnostics.extend(marks.iter().filter_map(|found| mark_problem(found.mark, found.at, None, public)));
}

/// Names the file, the line or place, and the mark; quotes nothing.
fn mark_problem(mark: Mark, at: Location, place: Option<&Place>, public: bool) -> Option<Diagnostic> {
    let innocent = msg!(
        "nếu chữ này không phải dấu mật: ghi vào mục `khong_phai_dau_mat = [{{ cau = \"…đúng nguyên văn…\", ly_do = \"…\", boi = \"…\" }}]`",
        "where it is no mark: `khong_phai_dau_mat = [{{ cau = \"…its exact words…\", ly_do = \"…\", boi = \"…\" }}]` on the entry"
    );
    let Message { vi: where_vi, en: where_en } = in_brackets(place);
    let (innocent_vi, innocent_en) = (&innocent.vi, &innocent.en);
    match mark {
        Mark::Secret(name) => Some(
            Diagnostic::new(
                codes::SECRECY_MARK,
                at,
                msg!(
                    "tệp mang dấu «{name}»{where_vi}; không dựng trang",
                    "the file carries the mark «{name}»{where_en}; nothing is built"
                ),
            )
            .help(msg!(
                "đưa tệp này ra khỏi thư mục trang ngay, và báo người phụ trách bảo vệ bí mật; {innocent_vi}",
                "take the file out of the site folder now, and tell whoever is responsible for secrets; {innocent_en}"
            )),
        ),
        Mark::Internal(name) if public => Some(
            Diagnostic::new(
                codes::INTERNAL_MARK,
                at,
                msg!(
                    "tệp mang dấu «{name}»{where_vi} mà đặt công khai",
                    "the file carries the mark «{name}»{where_en} and is public"
                ),
            )
            .help(msg!(
                "đặt `doi_tuong = \"noi-bo\"` cho mục này, hoặc bỏ tệp; {innocent_vi}",
                "set `doi_tuong = \"noi-bo\"` here, or remove the file; {innocent_en}"
            )),
        ),
        Mark::Internal(_) => None,
    }
}

/// « (trang 3)»; nothing where the place of the diagnostic says it.
fn in_brackets(place: Option<&Place>) -> Message {
    let Some(Message { vi, en }) = place.map(Place::message) else { return msg!("", "") };
    msg!(" ({vi})", " ({en})")
}

/// A passage that somebody answers for: told at every check, quoted never.
fn answered_for(innocent: &Innocent) -> Diagnostic {
    let Innocent { passage: _, reason, by, at } = innocent;
    Diagnostic::new(
        codes::NOT_A_MARK,
        *at,
        msg!("{by} xác nhận đây không phải dấu mật: {reason}", "{by} answers for this being no secrecy mark: {reason}"),
    )
    .help(msg!(
        "xem lại khi nội dung đổi; không còn cần thì bỏ dòng này",
        "look again when the text changes; remove the line when it is not needed"
    ))
}

/// Only organisations have a key for a number of theirs; addresses of mail in keys are meant to be there.
fn is_own_contact(meta: &Meta, found: &PersonalFound) -> bool {
    let in_body = found.at.span().is_some_and(|span| meta.body.range.contains(&span.range().start));
    match found.personal {
        Personal::CitizenId(_) => false,
        Personal::Phone(_) => !in_body && meta.id.starts_with(EntryKind::Organisation.folder()),
        Personal::Email(_) => !in_body,
    }
}

fn personal_problem(found: &PersonalFound) -> Diagnostic {
    match found.personal {
        Personal::CitizenId(_) => citizen_id(found.at, None),
        Personal::Phone(_) => {
            private_contact(found.at, msg!("số điện thoại riêng trong bài", "a private telephone number in the text"))
        }
        Personal::Email(_) => {
            private_contact(found.at, msg!("hộp thư riêng trong bài", "a private mail address in the text"))
        }
    }
}

fn citizen_id(at: Location, place: Option<&Place>) -> Diagnostic {
    let Message { vi, en } = in_brackets(place);
    Diagnostic::new(
        codes::CITIZEN_ID,
        at,
        msg!("có số giống số căn cước công dân{vi}", "there is what looks like a citizen id{en}"),
    )
    .help(msg!("xóa số này: trang công khai không đăng số căn cước", "remove it: a public page carries no citizen ids"))
}

fn private_contact(at: Location, message: Message) -> Diagnostic {
    Diagnostic::new(codes::PRIVATE_CONTACT, at, message).help(msg!(
        "dùng số máy, hộp thư của cơ quan (khối {{lien-he}})",
        "use the office's number or mailbox (block {{lien-he}})"
    ))
}

/// A file that an entry names.
struct File<'f> {
    file: FileId,
    meta: &'f Meta,
    tree: &'f SourceTree,
    inspection: &'f Inspection,
    /// Whether everyone is shown what names it.
    public: bool,
    /// Whether it is published as it is.
    published: bool,
    /// Extensions that the settings allow beyond the list.
    allowed: &'f [String],
}

impl File<'_> {
    fn report(&self, diagnostics: &mut Diagnostics) {
        let at = Location::from(self.file);
        let marks = self.inspection.marks(&self.meta.innocent);
        let mut told = BTreeSet::new();
        let once = marks.into_iter().filter(|(mark, place)| told.insert((*mark, (*place).clone())));
        diagnostics.extend(once.filter_map(|(mark, place)| mark_problem(mark, at, Some(place), self.public)));
        if self.published {
            diagnostics.extend(self.problem_of_kind());
        }
        if !self.public {
            return;
        }
        diagnostics.extend(self.inspection.citizen_ids.iter().map(|place| citizen_id(at, Some(place))));
        diagnostics.extend(self.inspection.phones.first().map(|place| {
            let Message { vi, en } = place.message();
            private_contact(
                at,
                msg!("số điện thoại riêng trong tệp ({vi})", "a private telephone number in the file ({en})"),
            )
        }));
        if self.published {
            self.report_unread(diagnostics);
            self.report_traces(diagnostics);
        }
    }

    /// Files that must not be published as they are, whoever may see them.
    fn problem_of_kind(&self) -> Option<Diagnostic> {
        let extension = self.tree.file(self.file)?.path.extension();
        if ACTIVE.contains(&extension.as_str()) {
            return Some(runs(self.file, &format!(".{extension}")));
        }
        match &self.inspection.danger {
            Some(Danger::Runs(what)) => Some(runs(self.file, what)),
            Some(Danger::NoPicture) => Some(no_picture(self.file)),
            Some(Danger::Metadata) => Some(not_clean(self.file)),
            None if PUBLISHED.contains(&extension.as_str()) || self.allowed.contains(&extension) => None,
            None => Some(unknown_kind(self.file, &extension)),
        }
    }

    /// What nobody could search is published only after somebody looked at it.
    fn report_unread(&self, diagnostics: &mut Diagnostics) {
        let Some(why) = &self.inspection.unread else { return };
        let Ok(digest) = self.tree.digest(self.file) else { return };
        let hash: String = digest.sha256.iter().map(|byte| format!("{byte:02x}")).collect();
        let looked = self.meta.attachments.iter().filter(|named| named.file == self.file);
        let looked: Vec<_> = looked.filter_map(|named| named.looked.as_ref()).collect();
        if looked.iter().any(|looked| looked.sha256 == hash) {
            return;
        }
        let changed = looked.first().map(|looked| looked.at);
        diagnostics.push(unseen(self.file, why, &hash, changed));
    }

    fn report_traces(&self, diagnostics: &mut Diagnostics) {
        let names = self.inspection.traces.iter().map(|trace| match trace {
            Trace::Changes => msg!("dấu theo dõi thay đổi", "tracked changes"),
            Trace::Comments => msg!("lời góp ý", "comments"),
            Trace::Authors => msg!("tên người soạn", "names of authors"),
            Trace::HiddenText => msg!("chữ ẩn", "hidden text"),
        });
        let (vi, en): (Vec<String>, Vec<String>) = names.map(|Message { vi, en }| (vi, en)).unzip();
        if vi.is_empty() {
            return;
        }
        let (vi, en) = (vi.join(", "), en.join(", "));
        diagnostics.push(
            Diagnostic::new(
                codes::ATTACHMENT_TRACES,
                self.file,
                msg!("tệp công khai còn {vi}", "the public file still has {en}"),
            )
            .help(msg!(
                "trong Word: Tệp › Kiểm tra tài liệu › xóa, rồi lưu; hoặc đăng bản PDF",
                "in Word: File › Inspect Document › remove, and save; or publish a PDF"
            )),
        );
    }
}

/// Kinds of files that a ward publishes.
const PUBLISHED: [&str; 39] = [
    "pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "dotx", "xltx", "ppsx", "odt", "ods", "odp", "rtf", "txt",
    "csv", "tsv", "ics", "vcf", "zip", "png", "jpg", "jpeg", "gif", "webp", "avif", "svg", "mp3", "ogg", "opus", "m4a",
    "wav", "mp4", "webm", "md", "json", "xml", "vtt", "srt",
];

/// Files that run code in the reader's browser or on the reader's machine; no setting allows them.
const ACTIVE: [&str; 26] = [
    "html", "htm", "xhtml", "xht", "js", "mjs", "php", "exe", "msi", "bat", "cmd", "com", "scr", "ps1", "vbs", "jar",
    "apk", "docm", "xlsm", "pptm", "swf", "svgz", "hta", "lnk", "reg", "sh",
];

fn runs(file: FileId, what: &str) -> Diagnostic {
    Diagnostic::new(
        codes::ATTACHMENT_UNSAFE,
        file,
        msg!(
            "tệp này chạy được mã trên máy người đọc, hoặc dẫn đi nơi khác ({what}); không đăng",
            "this file can run code on the reader's machine, or leads elsewhere ({what}); it is not published"
        ),
    )
    .help(msg!("đăng bản PDF, Word, Excel hoặc ảnh PNG, JPG", "publish it as PDF, Word, Excel, or a PNG or JPG image"))
}

fn no_picture(file: FileId) -> Diagnostic {
    Diagnostic::new(
        codes::ATTACHMENT_UNSAFE,
        file,
        msg!(
            "tệp mang tên ảnh mà không phải ảnh; không đăng",
            "it has the name of a picture and is none; it is not published"
        ),
    )
    .help(msg!("mở bằng chương trình xem ảnh rồi lưu lại thành PNG hoặc JPG", "save it again as PNG or JPG"))
}

fn not_clean(file: FileId) -> Diagnostic {
    Diagnostic::new(
        codes::IMAGE_NOT_CLEAN,
        file,
        msg!(
            "không tách được ảnh khỏi thông tin đi kèm (nơi chụp, máy chụp…); không đăng",
            "the picture cannot be parted from what stands beside it (place, camera…); it is not published"
        ),
    )
    .help(msg!(
        "lưu lại ảnh thành JPG hoặc PNG; ảnh nặng hơn 32 MB thì thu nhỏ",
        "save it again as JPG or PNG; make it smaller than 32 MB"
    ))
}

fn unknown_kind(file: FileId, extension: &str) -> Diagnostic {
    let (Message { vi, en }, extension) = match extension {
        "" => (msg!("tệp không có phần mở rộng", "files without an extension"), "."),
        _ => (msg!("loại tệp `.{extension}`", "files `.{extension}`"), extension),
    };
    Diagnostic::new(
        codes::ATTACHMENT_KIND,
        file,
        msg!("{vi} không có trong danh sách được đăng", "{en} are not on the list of what is published"),
    )
    .help(msg!(
        "chuyển sang PDF; nếu cần đúng loại này, ghi trong bangtin.toml: [tep] cho_phep = [\"{extension}\"]",
        "convert it to PDF; where this kind is needed, write in bangtin.toml: [tep] cho_phep = [\"{extension}\"]"
    ))
}

fn unseen(file: FileId, why: &Unread, hash: &str, changed: Option<Location>) -> Diagnostic {
    let Message { vi, en } = why.message();
    let found = Diagnostic::new(
        codes::ATTACHMENT_UNSEEN,
        changed.unwrap_or_else(|| file.into()),
        match changed {
            None => msg!(
                "chưa tìm được dấu mật trong tệp: {vi}; chưa ai xác nhận đã xem",
                "the file could not be searched for secrecy marks: {en}; nobody looked through it"
            ),
            Some(_) => msg!(
                "tệp đã đổi từ lúc được xem; máy không tự tìm được dấu mật: {vi}",
                "the file changed since somebody looked through it; it cannot be searched: {en}"
            ),
        },
    );
    found.help(msg!(
        "mở tệp xem hết từng trang; không có dấu mật thì ghi cạnh tên tệp trong `tep`: da_xem = {{ boi = \"Chánh Văn phòng\", sha256 = \"{hash}\" }}",
        "look through every page; where there is no mark write beside its name in `tep`: da_xem = {{ boi = \"…\", sha256 = \"{hash}\" }}"
    ))
}
