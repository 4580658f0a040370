//! Every text and every named office file, looked through for marks and personal data.

use crate::basics::diag::{Diagnostic, Diagnostics, FileId, Span, codes, msg};
use crate::read::office::office_blocks;
use crate::read::sensitive::{Mark, Personal, marks_in, marks_in_table, personal_data_in};
use crate::read::source::{Content as FileContent, SourceFile, SourceTree};
use crate::read::vocabulary::{Audience, EntryKind};
use crate::site::model::{Content, EntryId, Meta, Site, named_files};
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
    scan_entry(meta, public, diagnostics);
    let named = named_files(&site.content, &site.index, entry);
    // Rows that are shown are still as they were written: they name the same files.
    let files: BTreeSet<FileId> = named.into_iter().map(|(file, _)| file).collect();
    for file in files {
        scan_file(file, tree, public, diagnostics);
    }
}

/// The cells of a text table, whatever separates them.
fn cells(text: &str) -> impl Iterator<Item = &str> {
    text.split(['\n', ',', ';', '\t']).map(|cell| cell.trim_matches(['"', ' ']))
}

fn scan_entry(meta: &Meta, public: bool, diagnostics: &mut Diagnostics) {
    report_marks(&meta.sensitive.marks, meta.file, public, diagnostics);
    if public {
        report_personal(meta, diagnostics);
    }
}

fn report_marks(marks: &[Mark], file: FileId, public: bool, diagnostics: &mut Diagnostics) {
    diagnostics.extend(marks.iter().filter_map(|mark| mark_problem(*mark, file, public)));
}

/// Names the file and the mark; quotes nothing.
fn mark_problem(mark: Mark, file: FileId, public: bool) -> Option<Diagnostic> {
    match mark {
        Mark::Secret(name) => Some(
            Diagnostic::new(
                codes::SECRECY_MARK,
                file,
                msg!("tệp mang dấu «{name}»; không dựng trang", "the file carries the mark «{name}»; nothing is built"),
            )
            .help(msg!(
                "đưa tệp này ra khỏi thư mục trang ngay, và báo người phụ trách bảo vệ bí mật",
                "take the file out of the site folder now, and tell whoever is responsible for secrets"
            )),
        ),
        Mark::Internal(name) if public => Some(
            Diagnostic::new(
                codes::INTERNAL_MARK,
                file,
                msg!("tệp mang dấu «{name}» mà đặt công khai", "the file carries the mark «{name}» and is public"),
            )
            .help(msg!(
                "đặt `doi_tuong = \"noi-bo\"` cho mục này, hoặc bỏ tệp",
                "set `doi_tuong = \"noi-bo\"` here, or remove the file"
            )),
        ),
        Mark::Internal(_) => None,
    }
}

fn report_personal(meta: &Meta, diagnostics: &mut Diagnostics) {
    // Only organisations have a key for a number of theirs; in any other front matter one is part of what is printed.
    let has_own_phone = meta.id.starts_with(EntryKind::Organisation.folder());
    for personal in meta.sensitive.personal.iter().cloned() {
        match personal {
            Personal::CitizenId(range) => diagnostics.push(
                Diagnostic::new(
                    codes::CITIZEN_ID,
                    Span::new(meta.file, range),
                    msg!("đây giống số căn cước công dân", "this looks like a citizen id"),
                )
                .help(msg!(
                    "xóa số này: trang công khai không đăng số căn cước",
                    "remove it: a public page carries no citizen ids"
                )),
            ),
            Personal::Phone(range) if !has_own_phone || meta.body.range.contains(&range.start) => {
                diagnostics.push(private_contact(
                    Span::new(meta.file, range),
                    msg!("số điện thoại riêng trong bài", "a private telephone number in the text"),
                ));
            }
            Personal::Email(range) if meta.body.range.contains(&range.start) => {
                diagnostics.push(private_contact(
                    Span::new(meta.file, range),
                    msg!("hộp thư riêng trong bài", "a private mail address in the text"),
                ));
            }
            Personal::Phone(_) | Personal::Email(_) => {}
        }
    }
}

fn private_contact(at: Span, message: crate::basics::diag::Message) -> Diagnostic {
    Diagnostic::new(codes::PRIVATE_CONTACT, at, message).help(msg!(
        "dùng số máy, hộp thư của cơ quan (khối {{lien-he}})",
        "use the office's number or mailbox (block {{lien-he}})"
    ))
}

fn scan_file(file: FileId, tree: &SourceTree, public: bool, diagnostics: &mut Diagnostics) {
    let Some(source) = tree.file(file) else { return };
    diagnostics.extend(unsafe_file(file, source));
    match &source.content {
        FileContent::Text(text) => {
            report_marks(&marks_in_table(text, cells(text)), file, public, diagnostics);
            if public && personal_data_in(text).iter().any(|personal| matches!(personal, Personal::CitizenId(_))) {
                diagnostics.push(citizen_id_in_file(file));
            }
        }
        FileContent::Bytes(bytes) => match office_blocks(bytes) {
            Ok(blocks) => {
                report_marks(&marks_in(blocks.iter().map(String::as_str)), file, public, diagnostics);
                let ids = blocks.iter().flat_map(|block| personal_data_in(block));
                if public && ids.into_iter().any(|personal| matches!(personal, Personal::CitizenId(_))) {
                    diagnostics.push(citizen_id_in_file(file));
                }
            }
            Err(reason) => diagnostics.push(unreadable(file, &reason)),
        },
        FileContent::Unread if !OPAQUE.iter().chain(&ACTIVE).any(|kind| source.path.extension() == *kind) => {
            diagnostics.push(unreadable(
                file,
                &msg!("bangtin không đọc được loại tệp này", "bangtin cannot read this kind of file"),
            ));
        }
        FileContent::Unread | FileContent::Unusable => {}
    }
}

/// Kinds of file in which nobody expects bangtin to find a mark: scans, pictures, sound, video.
const OPAQUE: [&str; 16] = [
    "pdf", "png", "jpg", "jpeg", "gif", "webp", "avif", "mp3", "ogg", "opus", "m4a", "wav", "mp4", "webm", "ics", "vcf",
];

/// Files that run code in the reader's browser or on the reader's machine.
const ACTIVE: [&str; 20] = [
    "html", "htm", "xhtml", "xht", "js", "mjs", "php", "exe", "msi", "bat", "cmd", "com", "scr", "ps1", "vbs", "jar",
    "apk", "docm", "xlsm", "swf",
];

fn unsafe_file(file: FileId, source: &SourceFile) -> Option<Diagnostic> {
    let extension = source.path.extension();
    let scripted = extension == "svg" && source.text().is_some_and(is_scripted);
    (scripted || ACTIVE.contains(&extension.as_str())).then(|| {
        Diagnostic::new(
            codes::ATTACHMENT_UNSAFE,
            file,
            msg!(
                "tệp .{extension} này chạy được mã trên máy người đọc; không đăng",
                "this .{extension} can run code on the reader's machine; it is not published"
            ),
        )
        .help(msg!(
            "đăng bản PDF, Word, Excel hoặc ảnh PNG, JPG",
            "publish it as PDF, Word, Excel, or a PNG or JPG image"
        ))
    })
}

/// Whether an SVG is more than a picture.
fn is_scripted(svg: &str) -> bool {
    let lower = svg.to_lowercase();
    let handler = lower.split(char::is_whitespace).any(|word| word.starts_with("on") && word.contains('='));
    handler
        || ["<script", "<foreignobject", "javascript:", "<!entity", "<iframe"].iter().any(|mark| lower.contains(mark))
}

fn citizen_id_in_file(file: FileId) -> Diagnostic {
    Diagnostic::new(
        codes::CITIZEN_ID,
        file,
        msg!("tệp có số giống số căn cước công dân", "the file holds what looks like a citizen id"),
    )
    .help(msg!("xóa số ấy khỏi tệp trước khi công khai", "remove it before publishing"))
}

fn unreadable(file: FileId, reason: &crate::basics::diag::Message) -> Diagnostic {
    let (vi, en) = (&reason.vi, &reason.en);
    Diagnostic::new(
        codes::ATTACHMENT_UNREADABLE,
        file,
        msg!("không mở được tệp để tìm dấu mật: {vi}", "the file cannot be searched for secrecy marks: {en}"),
    )
    .help(msg!(
        "lưu lại bằng Word hoặc Excel dạng .docx, .xlsx rồi tự kiểm tra dấu mật",
        "save it again as .docx or .xlsx, and look for marks yourself"
    ))
}
