//! New and changed files of a site, written so that a run that fails in the middle leaves none of them.

#![allow(clippy::disallowed_methods, reason = "this writes files")]

use crate::diag::{Fatal, msg};
use crate::import::NewFile;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

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
    let mut staged: Vec<(tempfile::NamedTempFile, PathBuf)> = Vec::new();
    for file in files {
        let target = site.join(file.path.as_str());
        let shown = target.display();
        let failed = |error: std::io::Error| {
            Fatal::new(msg!("không ghi được {shown}: {error}", "cannot write {shown}: {error}"))
        };
        let folder = target.parent().unwrap_or(site);
        fs::create_dir_all(folder).map_err(failed)?;
        // The leading dot keeps a preview that is watching from taking it for content.
        let mut temporary = tempfile::Builder::new().prefix(".bangtin-").tempfile_in(folder).map_err(failed)?;
        temporary.write_all(&file.bytes).and_then(|()| temporary.as_file().sync_all()).map_err(failed)?;
        staged.push((temporary, target));
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

/// Whether the path, or the other way to write the same entry, is there: `x.md` and `x/index.md` are one.
fn is_taken(site: &Path, file: &NewFile) -> bool {
    let path = file.path.as_str();
    let twin = match path.strip_suffix("/index.md") {
        Some(stem) => Some(format!("{stem}.md")),
        None => path.strip_suffix(".md").map(|stem| format!("{stem}/index.md")),
    };
    std::iter::once(path.to_owned()).chain(twin).any(|path| site.join(path).exists())
}
