//! The one walk over the folder, and the reading of its files.

#![allow(clippy::disallowed_methods, reason = "this is the module that reads the disk")]

use super::decode::{DecodeProblem, decode};
use super::{Content, FileDigest, MAX_TABLE_BYTES, MAX_TEXT_BYTES, SourceFile, Tracked};
use crate::basics::diag::{Code, Diagnostic, FileId, Message, codes, msg};
use crate::basics::path::SourcePath;
use crate::basics::text::normal;
use rayon::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, SystemTime};

/// Something wrong with a file, whatever its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Problem {
    code: Code,
    pub(super) message: Message,
    help: Message,
}

impl Problem {
    pub(super) fn at(&self, file: FileId) -> Diagnostic {
        Diagnostic::new(self.code, file, self.message.clone()).help(self.help.clone())
    }
}

pub(super) struct Found {
    pub(super) files: Vec<(SourcePath, PathBuf)>,
    pub(super) refused: Vec<(SourcePath, Problem)>,
}

/// Lists `bangtin.toml`, `content/` and `themes/`, without following links.
pub(super) fn walk(root: &Path) -> Found {
    let mut found =
        Found { files: vec![(SourcePath::new("bangtin.toml"), root.join("bangtin.toml"))], refused: Vec::new() };
    for top in ["content", "themes"] {
        let folder = root.join(top);
        if folder.is_symlink() {
            found.refused.push((SourcePath::new(top), link_problem()));
        } else if folder.is_dir() {
            visit(&folder, top, &mut found);
        }
    }
    found
}

fn visit(folder: &Path, shown: &str, found: &mut Found) {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => {
            found.refused.push((SourcePath::new(shown), unreadable(&error)));
            return;
        }
    };
    for entry in entries {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                found.refused.push((SourcePath::new(shown), unreadable(&error)));
                continue;
            }
        };
        let raw_name = entry.file_name();
        let Some(name) = raw_name.to_str() else {
            let shown = format!("{shown}/{}", raw_name.to_string_lossy());
            found.refused.push((SourcePath::new(shown), name_not_unicode()));
            continue;
        };
        if is_litter(name) {
            continue;
        }
        let path = format!("{shown}/{}", normal(name));
        match entry.file_type() {
            Err(error) => found.refused.push((SourcePath::new(path), unreadable(&error))),
            Ok(kind) if kind.is_symlink() => found.refused.push((SourcePath::new(path), link_problem())),
            Ok(kind) if kind.is_dir() => visit(&entry.path(), &path, found),
            Ok(kind) if kind.is_file() => found.files.push((SourcePath::new(path), entry.path())),
            Ok(_) => found.refused.push((SourcePath::new(path), link_problem())),
        }
    }
}

/// What office programs and systems leave behind; nobody means it as content.
pub(crate) fn is_litter(name: &str) -> bool {
    let lower = name.to_lowercase();
    lower.starts_with('.')
        || lower.starts_with("~$")
        || matches!(lower.as_str(), "thumbs.db" | "desktop.ini" | "__macosx")
        || lower.ends_with(".tmp")
        || lower.ends_with('~')
}

/// What the disk says of a file without opening it, and when it was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    modified: Option<SystemTime>,
    size: u64,
    /// Whether the file was so young that a change within the clock's grain would not show.
    young: bool,
}

/// The coarsest clock of a file system still in use (FAT).
const CLOCK_GRAIN: Duration = Duration::from_secs(2);

impl Stamp {
    /// A stamp that says nothing: the file is always read again.
    const NONE: Self = Self { modified: None, size: 0, young: true };

    pub(super) fn of(disk: &Path) -> Self {
        let Ok(meta) = fs::metadata(disk) else { return Self::NONE };
        let modified = meta.modified().ok();
        let age = modified.and_then(|modified| SystemTime::now().duration_since(modified).ok());
        Self { modified, size: meta.len(), young: age.is_none_or(|age| age < CLOCK_GRAIN) }
    }

    /// Whether a file with this stamp then and `now` now was certainly left alone.
    pub(super) fn proves_unchanged(self, now: Self) -> bool {
        !self.young && self.modified.is_some() && self.agrees_with(now)
    }

    /// Whether nothing tells the two apart.
    pub(super) fn agrees_with(self, now: Self) -> bool {
        self.modified == now.modified && self.size == now.size
    }
}

/// Reads what the pipeline needs in memory, in parallel.
pub(super) fn load(found: Found) -> Vec<Tracked> {
    let mut files: Vec<_> = found.files.into_par_iter().map(|(path, disk)| load_one(path, disk).0).collect();
    files.extend(found.refused.into_iter().map(|(path, problem)| Tracked {
        file: Arc::new(SourceFile {
            path,
            size: 0,
            content: Content::Unusable,
            disk: PathBuf::new(),
            problem: Some(problem),
            digest: OnceLock::new(),
            inspection: OnceLock::new(),
        }),
        stamp: Stamp::NONE,
    }));
    files
}

/// Reads one file; true when somebody else seems to hold it.
pub(super) fn load_one(path: SourcePath, disk: PathBuf) -> (Tracked, bool) {
    let stamp = Stamp::of(&disk);
    let size = stamp.size;
    let (content, digest, problem) = match read_content(&path, &disk, size) {
        Ok((content, digest)) => (content, digest, None),
        Err(problem) => (Content::Unusable, None, Some(problem)),
    };
    let held = problem.as_ref().is_some_and(|problem| problem.code == codes::FILE_UNREADABLE);
    let digest = digest.map_or_else(OnceLock::new, OnceLock::from);
    (
        Tracked {
            file: Arc::new(SourceFile { path, size, content, disk, problem, digest, inspection: OnceLock::new() }),
            stamp,
        },
        held,
    )
}

/// How a file is held.
enum Holding {
    Text {
        most: u64,
    },
    Bytes,
    /// Not at all: it is read when somebody names it.
    Unread,
}

fn holding(path: &SourcePath) -> Holding {
    let theme = path.as_str().starts_with("themes/");
    match path.extension().as_str() {
        "md" | "toml" | "svg" | "txt" | "tsv" => Holding::Text { most: MAX_TEXT_BYTES },
        "html" | "css" | "js" | "xml" if theme => Holding::Text { most: MAX_TEXT_BYTES },
        "csv" => Holding::Text { most: MAX_TABLE_BYTES },
        "xlsx" | "docx" | "pptx" | "dotx" | "xltx" | "ppsx" | "odt" | "ods" | "odp" => Holding::Bytes,
        _ if theme => Holding::Bytes,
        _ => Holding::Unread,
    }
}

/// What is held of a file; of a text that may be published the digest too, for its bytes are not held.
fn read_content(path: &SourcePath, disk: &Path, size: u64) -> Result<(Content, Option<FileDigest>), Problem> {
    let most = match holding(path) {
        Holding::Text { most } => most,
        Holding::Bytes => MAX_TABLE_BYTES,
        Holding::Unread => return Ok((Content::Unread, None)),
    };
    limit(size, most)?;
    hold(path, fs::read(disk).map_err(|error| unreadable(&error))?)
}

fn hold(path: &SourcePath, bytes: Vec<u8>) -> Result<(Content, Option<FileDigest>), Problem> {
    match holding(path) {
        Holding::Text { .. } => {
            let text = decode(&bytes).map_err(encoding)?;
            let published = !matches!(path.extension().as_str(), "md" | "toml");
            Ok((Content::Text(text.into()), published.then(|| FileDigest::of(&bytes))))
        }
        Holding::Bytes => Ok((Content::Bytes(bytes), None)),
        Holding::Unread => Ok((Content::Unread, None)),
    }
}

/// A file that lies on no disk, for tests of the stages after this one.
#[cfg(test)]
pub(super) fn in_memory(path: &str, bytes: &[u8]) -> Tracked {
    let path = SourcePath::new(path);
    let (content, digest, problem) = match hold(&path, bytes.to_vec()) {
        Ok((content, digest)) => (content, Some(digest.unwrap_or_else(|| FileDigest::of(bytes))), None),
        Err(problem) => (Content::Unusable, None, Some(problem)),
    };
    let digest = digest.map_or_else(OnceLock::new, OnceLock::from);
    let (size, disk) = (bytes.len() as u64, PathBuf::new());
    Tracked {
        file: Arc::new(SourceFile { path, size, content, disk, problem, digest, inspection: OnceLock::new() }),
        stamp: Stamp::NONE,
    }
}

/// Opens a file that was not kept in memory, where it still is one: what took its place since, a link or a pipe, is not
/// followed. `path` says how many of the last parts of `disk` belong to the site.
pub(super) fn open(disk: &Path, path: &SourcePath) -> std::io::Result<std::io::BufReader<fs::File>> {
    let parts = path.as_str().split('/').count();
    let is_link = |place: &Path| fs::symlink_metadata(place).is_ok_and(|meta| meta.is_symlink());
    if disk.ancestors().take(parts).any(is_link) || !fs::symlink_metadata(disk)?.is_file() {
        return Err(std::io::ErrorKind::NotFound.into());
    }
    fs::File::open(disk).map(std::io::BufReader::new)
}

/// The bytes of such a file.
pub(super) fn read_bytes(disk: &Path, path: &SourcePath) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut open(disk, path)?, &mut bytes)?;
    Ok(bytes)
}

fn limit(size: u64, most: u64) -> Result<(), Problem> {
    if size <= most {
        return Ok(());
    }
    let (size, most) = (crate::basics::text::file_size(size), crate::basics::text::file_size(most));
    Err(Problem {
        code: codes::FILE_TOO_LARGE,
        message: msg!("tệp nặng {size}, quá giới hạn {most}", "the file has {size}, over the limit of {most}"),
        help: msg!(
            "chia thành nhiều tệp, hoặc đưa phần phụ lục thành tệp đính kèm",
            "split it, or make the annex an attachment"
        ),
    })
}

fn unreadable(error: &std::io::Error) -> Problem {
    Problem {
        code: codes::FILE_UNREADABLE,
        message: msg!("không mở được: {error}", "cannot be opened: {error}"),
        help: msg!(
            "kiểm tra quyền đọc, hoặc đóng chương trình đang giữ tệp",
            "check the permissions, or close the program that holds it"
        ),
    }
}

fn link_problem() -> Problem {
    Problem {
        code: codes::FILE_IS_LINK,
        message: msg!(
            "đây là liên kết (symlink), không phải tệp thật; không đọc",
            "this is a link, not a file; it is not read"
        ),
        help: msg!("chép tệp thật vào đây thay cho liên kết", "copy the real file here instead"),
    }
}

fn name_not_unicode() -> Problem {
    Problem {
        code: codes::FILE_NAME_FORBIDDEN,
        message: msg!("tên tệp không phải Unicode", "the file name is not Unicode"),
        help: msg!("đổi tên: chữ thường không dấu, số và dấu gạch ngang", "rename it: plain letters, digits, hyphens"),
    }
}

pub(super) fn encoding(problem: DecodeProblem) -> Problem {
    let message = match problem {
        DecodeProblem::Utf8 { line } => {
            msg!(
                "chữ ở dòng {line} không phải UTF-8 (có thể là TCVN3, VNI hoặc Windows-1258)",
                "line {line} is not UTF-8"
            )
        }
        DecodeProblem::Utf16 => msg!("tệp UTF-16 bị cụt hoặc hỏng", "the UTF-16 text is cut or broken"),
        DecodeProblem::Zeros => {
            msg!(
                "tệp có byte 0: là UTF-16 thiếu BOM, hoặc không phải tệp chữ",
                "zero bytes: UTF-16 without BOM, or no text"
            )
        }
    };
    Problem {
        code: codes::ENCODING,
        message,
        help: msg!("mở tệp trong Notepad, chọn Lưu thành…, Mã hóa: UTF-8", "save the file as UTF-8"),
    }
}
