//! `bangtin import`: Word, Excel and CSV files into the content folder.
//!
//! Nothing is written before the whole draft stands; then all of its files are, or none.

#![allow(clippy::disallowed_methods, reason = "this command reads and writes files")]

mod convert;
mod progress;
mod sheet;
mod word;

use super::args::ImportOptions;
use super::console::Console;
use super::{Exit, files};
use crate::basics::diag::{Fatal, Message, msg};
use crate::drive::pipeline::Workspace;
use crate::office::import::{Certainty, Draft, Refusal, Report};
use crate::read::office::{Program, Shape};
use serde_json::json;
use std::fs;
use std::path::Path;

/// Larger files are not even read.
const LARGEST: u64 = 20 * 1024 * 1024;

pub(super) fn run(options: &ImportOptions, console: &Console) -> Result<Exit, Fatal> {
    let bytes = read(&options.file)?;
    let workspace = Workspace::open(&options.site)?;
    if is_text_table(&options.file, &bytes) {
        return sheet::text(&bytes, &workspace, options, console);
    }
    let bytes = convert::to_package(&options.file, bytes, console)?;
    let name = file_name(&options.file);
    let program = Program::of(&bytes).map_err(|cause| Fatal::new(cause).help(save_again()))?;
    match program {
        Program::Word => word::run(&bytes, &workspace, options, console),
        Program::Excel => sheet::workbook(&bytes, &workspace, options, console),
        Program::OpenDocument => {
            Err(Fatal::new(msg!("{name} là tệp LibreOffice (.odt, .ods)", "{name} is a LibreOffice file (.odt, .ods)"))
                .help(msg!(
                    "trong LibreOffice chọn Lưu thành…, kiểu Word (.docx) hoặc Excel (.xlsx), rồi nhập tệp đó",
                    "in LibreOffice choose Save As, Word (.docx) or Excel (.xlsx), and import that"
                )))
        }
        Program::Other => Err(Fatal::new(msg!(
            "{name} không phải tệp Office thật: là tệp nén khác",
            "{name} is not a real Office file: some other archive"
        ))
        .help(save_again())),
    }
}

fn is_text_table(path: &Path, bytes: &[u8]) -> bool {
    let extension = path.extension().map(|extension| extension.to_ascii_lowercase()).unwrap_or_default();
    ["csv", "tsv", "txt"].iter().any(|known| extension == *known) && Shape::of(bytes) == Shape::Other
}

fn save_again() -> Message {
    msg!(
        "mở bằng Word hoặc Excel và lưu lại dạng .docx, .xlsx",
        "open it in Word or Excel and save it again as .docx or .xlsx"
    )
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn refused(refusal: Refusal) -> Fatal {
    match refusal {
        Refusal::Stopped { cause, help } => Fatal::new(cause).help(help),
        Refusal::Legacy(legacy) => {
            let name = legacy.name();
            Fatal::new(msg!(
                "tệp dùng phông cũ {name}; chưa nhập",
                "the file is set in old fonts, {name}; not imported"
            ))
            .help(msg!("thêm --chuyen-ma để chuyển sang Unicode", "add --chuyen-ma to convert it to Unicode"))
        }
    }
}

/// Shows the report, writes the files, says what comes next.
fn finish(draft: &Draft, options: &ImportOptions, console: &Console) -> Result<Exit, Fatal> {
    if !options.dry_run {
        files::create(&options.site, &draft.files, options.overwrite)?;
    }
    if options.json {
        console.print(&serde_json::to_string_pretty(&as_json(draft, console)).unwrap_or_default());
    } else {
        say_report(&draft.report, console);
    }
    let Some(first) = draft.files.first() else { return Ok(Exit::Clean) };
    let paths: Vec<&str> = draft.files.iter().map(|file| file.path.as_str()).collect();
    let (path, list) = (first.path.as_str(), paths.join("\n  "));
    console.say(
        match options.dry_run {
            true => {
                msg!("Chạy thử, chưa ghi gì. Sẽ ghi:\n  {list}", "Only tried, nothing written. Would write:\n  {list}")
            }
            false => msg!(
                "✓ Đã ghi:\n  {list}\nTiếp theo: mở {path}, sửa những dòng có dấu ? và !, rồi chạy bangtin check.",
                "✓ Written:\n  {list}\nNext: open {path}, mend the lines marked ? and !, then run bangtin check."
            ),
        }
        .in_lang(console.lang),
    );
    Ok(Exit::Clean)
}

fn say_report(report: &Report, console: &Console) {
    let groups = [
        (Certainty::Recognised, "✓", msg!("Nhận ra:", "Recognised:")),
        (Certainty::Guessed, "?", msg!("Đoán, xem lại giúp:", "Guessed, please look:")),
        (Certainty::Left, "!", msg!("Không đưa vào, hoặc chưa hiểu:", "Left out, or not understood:")),
    ];
    for (certainty, sign, title) in groups {
        let lines = report.lines(certainty);
        if lines.is_empty() {
            continue;
        }
        console.say(title.in_lang(console.lang));
        for line in lines {
            console.say(&format!("  {sign} {}", line.text(console.lang)));
        }
        console.say("");
    }
}

fn as_json(draft: &Draft, console: &Console) -> serde_json::Value {
    let lines = |certainty| -> Vec<serde_json::Value> {
        let lines = draft.report.lines(certainty).into_iter();
        lines
            .map(|line| json!({ "noi": line.place.message().in_lang(console.lang), "loi": line.text.in_lang(console.lang) }))
            .collect()
    };
    let files: Vec<&str> = draft.files.iter().map(|file| file.path.as_str()).collect();
    json!({
        "tep": files,
        "nhan_ra": lines(Certainty::Recognised),
        "doan": lines(Certainty::Guessed),
        "chua_dua_vao": lines(Certainty::Left),
    })
}

fn read(path: &Path) -> Result<Vec<u8>, Fatal> {
    let shown = path.display();
    let failed =
        |error: std::io::Error| Fatal::new(msg!("không mở được {shown}: {error}", "cannot open {shown}: {error}"));
    let size = fs::metadata(path).map_err(failed)?.len();
    if size > LARGEST {
        let (size, limit) = (crate::basics::text::file_size(size), crate::basics::text::file_size(LARGEST));
        return Err(Fatal::new(msg!(
            "{shown} quá lớn: {size}, tối đa {limit}",
            "{shown} is too large: {size}, at most {limit}"
        ))
        .help(msg!(
            "nén ảnh trong Word (Picture Format → Compress Pictures), hoặc tách tệp",
            "compress the pictures in Word, or split the file"
        )));
    }
    let bytes = fs::read(path).map_err(failed)?;
    match Shape::of(&bytes) {
        Shape::Empty => Err(Fatal::new(msg!("{shown} trống, không có byte nào", "{shown} is empty"))
            .help(msg!("chép lại tệp từ máy đã soạn", "copy the file again from where it was written"))),
        _ => Ok(bytes),
    }
}
