//! New and changed files of a site, written so that a run that fails in the middle leaves none of them.

#![allow(clippy::disallowed_methods, reason = "this writes files")]

use crate::diag::{Fatal, msg};
use crate::import::NewFile;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// Writes every file, or none.
///
/// # Errors
/// When one is there already and `overwrite` is not set, or cannot be written.
pub(super) fn create(site: &Path, files: &[NewFile], overwrite: bool) -> Result<(), Fatal> {
    if !overwrite && let Some(file) = files.iter().find(|file| is_taken(site, file)) {
        let path = &file.path;
        return Err(Fatal::new(msg!("{path} đã có; không ghi đè", "{path} is there already; it is not overwritten"))
            .help(msg!("xem lại tệp đó; nếu muốn thay, thêm --ghi-de", "look at it; to replace it add --ghi-de")));
    }
    let mut staged: Vec<(NamedTempFile, PathBuf)> = Vec::new();
    for file in files {
        let target = site.join(file.path.as_str());
        let shown = target.display();
        let failed = |error: std::io::Error| {
            Fatal::new(msg!("không ghi được {shown}: {error}", "cannot write {shown}: {error}"))
        };
        let folder = target.parent().unwrap_or(site);
        fs::create_dir_all(folder).map_err(failed)?;
        staged.push((staged_beside(folder, &file.bytes).map_err(failed)?, target));
    }
    let mut written: Vec<PathBuf> = Vec::new();
    for (temporary, target) in staged {
        if let Err(error) = temporary.persist(&target) {
            let shown = target.display();
            if !overwrite {
                written.iter().for_each(|path| drop(fs::remove_file(path)));
            }
            return Err(Fatal::new(msg!("không ghi được {shown}: {error}", "cannot write {shown}: {error}")));
        }
        written.push(target);
    }
    Ok(())
}

/// Writes one file outside the site, over the one that may be there.
///
/// # Errors
/// When it cannot be written, as while Excel has it open.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> Result<(), Fatal> {
    let shown = path.display();
    let failed = |error: std::io::Error| {
        Fatal::new(msg!("không ghi được {shown}: {error}", "cannot write {shown}: {error}")).help(msg!(
            "đóng tệp nếu đang mở trong Word, Excel; hoặc chọn tên khác với -o",
            "close it in Word or Excel, or choose another name with -o"
        ))
    };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let temporary = staged_beside(folder, bytes).map_err(failed)?;
    temporary.persist(path).map(drop).map_err(|error| failed(error.error))
}

/// The bytes in a file of its own, ready to take its place. The leading dot keeps a preview that is watching from taking
/// it for content.
fn staged_beside(folder: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".bangtin-");
    // Temporary files are their owner's alone; these become files like any other.
    #[cfg(unix)]
    let builder = builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut temporary = builder.tempfile_in(folder)?;
    temporary.write_all(bytes)?;
    temporary.as_file().sync_all()?;
    Ok(temporary)
}

/// Whether the path, or the other way to write the same entry, is there: `x.md` and `x/index.md` are one.
fn is_taken(site: &Path, file: &NewFile) -> bool {
    let path = file.path.as_str();
    let twin = match path.strip_suffix("/index.md") {
        Some(stem) => Some(format!("{stem}.md")),
        None => path.strip_suffix(".md").map(|stem| format!("{stem}/index.md")),
    };
    std::iter::once(path.to_owned()).chain(twin).any(|path| site.join(path).exists())
}
