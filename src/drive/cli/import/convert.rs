//! Old formats (`.doc`, web pages and RTF under that name) through LibreOffice, where there is one.

#![allow(clippy::disallowed_methods, reason = "this runs another program on a copy of the file")]

use crate::basics::diag::{Fatal, Message, msg};
use crate::drive::cli::console::Console;
use crate::read::office::Shape;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs, thread};

/// LibreOffice is given this long.
const PATIENCE: Duration = Duration::from_secs(120);

/// Names under which it is installed.
const PROGRAMS: [&str; 5] = [
    "soffice",
    "libreoffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:\\Program Files\\LibreOffice\\program\\soffice.exe",
    "C:\\Program Files (x86)\\LibreOffice\\program\\soffice.exe",
];

/// The bytes of an Office package: the file's own, or what LibreOffice makes of an old one.
pub(super) fn to_package(path: &Path, bytes: Vec<u8>, console: &Console) -> Result<Vec<u8>, Fatal> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let is_sheet = name.to_lowercase().ends_with(".xls");
    let (is, extension) = match Shape::of(&bytes) {
        Shape::Zip => return Ok(bytes),
        Shape::Locked => {
            return Err(Fatal::new(msg!("{name} có mật khẩu; không đọc được", "{name} is locked with a password"))
                .help(msg!(
                    "mở bằng Word, bỏ mật khẩu (File → Info → Protect Document), lưu lại rồi nhập",
                    "open it in Word, remove the password, save it again"
                )));
        }
        Shape::Old if is_sheet => (msg!("tệp Excel đời cũ (.xls)", "an old Excel file (.xls)"), "xls"),
        Shape::Old => (msg!("tệp Word đời cũ (.doc)", "an old Word file (.doc)"), "doc"),
        Shape::Html => (msg!("trang web (HTML) mang tên Word", "a web page (HTML) under a Word name"), "html"),
        Shape::Rtf => (msg!("tệp RTF", "an RTF file"), "rtf"),
        Shape::Empty | Shape::Other => {
            return Err(Fatal::new(msg!(
                "{name} không phải tệp Word hay Excel, hoặc đã hỏng",
                "{name} is no Word or Excel file, or broken"
            ))
            .help(msg!(
                "mở bằng Word hoặc Excel và lưu lại dạng .docx, .xlsx",
                "open it in Word or Excel and save it again as .docx or .xlsx"
            )));
        }
    };
    let Some(program) = installed() else { return Err(by_hand(&name, &is)) };
    let (vi, en) = (&is.vi, &is.en);
    console.say(
        msg!("{name} là {vi}; đang chuyển bằng LibreOffice…", "{name} is {en}; converting with LibreOffice …")
            .in_lang(console.lang),
    );
    convert(&program, &bytes, extension, is_sheet).ok_or_else(|| {
        Fatal::new(msg!("LibreOffice không mở được {name}: tệp hỏng?", "LibreOffice cannot open {name}: is it broken?"))
            .help(msg!(
                "mở bằng Word, lưu lại dạng .docx rồi nhập tệp mới",
                "open it in Word, save it as .docx and import that"
            ))
    })
}

fn by_hand(name: &str, is: &Message) -> Fatal {
    let (vi, en) = (&is.vi, &is.en);
    Fatal::new(msg!("{name} là {vi}, không phải .docx", "{name} is {en}, not .docx")).help(msg!(
        "mở bằng Word, chọn File → Save As, kiểu «Word Document (*.docx)», rồi nhập tệp mới; hoặc cài LibreOffice để bangtin tự chuyển",
        "open it in Word, choose File → Save As, type «Word Document (*.docx)», and import that; or install LibreOffice"
    ))
}

fn installed() -> Option<PathBuf> {
    let paths = env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = env::split_paths(&paths).collect();
    PROGRAMS.iter().find_map(|program| {
        let path = PathBuf::from(program);
        if path.is_absolute() {
            return path.is_file().then_some(path);
        }
        folders.iter().map(|folder| folder.join(program)).find(|path| path.is_file())
    })
}

/// `file:///tmp/x`, `file:///C:/x`.
fn file_url(path: &Path) -> String {
    let path = path.to_string_lossy().replace('\\', "/");
    if path.starts_with('/') { format!("file://{path}") } else { format!("file:///{path}") }
}

/// Runs LibreOffice on a copy in a folder of its own, with a profile of its own: the user's may be open.
fn convert(program: &Path, bytes: &[u8], extension: &str, is_sheet: bool) -> Option<Vec<u8>> {
    let folder = tempfile::tempdir().ok()?;
    let input = folder.path().join(format!("tep.{extension}"));
    fs::write(&input, bytes).ok()?;
    let profile = format!("-env:UserInstallation={}", file_url(&folder.path().join("profile")));
    let filter = if extension == "html" && !is_sheet { "--infilter=HTML (StarWriter)" } else { "--norestore" };
    let (to, made) = if is_sheet { ("xlsx", "tep.xlsx") } else { ("docx:MS Word 2007 XML", "tep.docx") };
    let mut child = Command::new(program)
        .args([&profile, "--headless", filter, "--convert-to", to, "--outdir"])
        .arg(folder.path())
        .arg(&input)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let started = Instant::now();
    while child.try_wait().ok()?.is_none() {
        if started.elapsed() > PATIENCE {
            let _ = child.kill();
            let _ = child.wait();
            return None;
        }
        thread::sleep(Duration::from_millis(50));
    }
    fs::read(folder.path().join(made)).ok()
}
