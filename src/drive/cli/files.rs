//! New and changed files of a site, written so that a run that fails in the middle leaves none of them.

#![allow(clippy::disallowed_methods, reason = "this writes files")]

use crate::basics::diag::{Fatal, msg};
use crate::office::import::NewFile;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// Writes every file, or none.
///
/// # Errors
/// When one is there already and `overwrite` is not set, or cannot be written.
pub(super) fn create(site: &Path, files: &[NewFile], overwrite: bool) -> Result<(), Fatal> {
    let twins: Vec<PathBuf> = files.iter().filter_map(|file| twin(site, file)).collect();
    let there = files.iter().map(|file| site.join(file.path.as_str())).find(|path| path.exists());
    if let Some(taken) = there.or_else(|| twins.first().cloned()).filter(|_| !overwrite) {
        let path = taken.strip_prefix(site).unwrap_or(&taken).display();
        return Err(Fatal::new(msg!("{path} đã có; không ghi đè", "{path} is there already; it is not overwritten"))
            .help(msg!("xem lại tệp đó; nếu muốn thay, thêm --ghi-de", "look at it; to replace it add --ghi-de")));
    }
    if let Some(beside) = files.iter().find_map(|file| left_behind(site, file, files)) {
        return Err(Fatal::new(msg!(
            "{beside} nằm cạnh mục sẽ bị thay, và không còn ai dùng",
            "{beside} lies beside the entry that would be replaced, and nobody would use it any more"
        ))
        .help(msg!(
            "nhập vào tên khác rồi chép phần cần thiết, hoặc dời các tệp đó đi trước",
            "import it under another name and copy what is needed, or move those files first"
        )));
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
    // What was replaced must not stay beside it as a second entry of the same id.
    for twin in twins {
        let shown = twin.display();
        fs::remove_file(&twin)
            .map_err(|error| Fatal::new(msg!("không bỏ được {shown}: {error}", "cannot remove {shown}: {error}")))?;
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

/// The other file that writes the same entry, where it is there: `x.md` and `x/index.md` are one.
fn twin(site: &Path, file: &NewFile) -> Option<PathBuf> {
    let path = file.path.as_str();
    let other = match path.strip_suffix("/index.md") {
        Some(stem) => format!("{stem}.md"),
        None => format!("{}/index.md", path.strip_suffix(".md")?),
    };
    Some(site.join(other)).filter(|other| other.exists())
}

/// A file in the folder of an entry that is about to be replaced, and that the new one does not bring along.
fn left_behind(site: &Path, file: &NewFile, files: &[NewFile]) -> Option<String> {
    let path = file.path.as_str();
    let stem = path.strip_suffix("/index.md").or_else(|| path.strip_suffix(".md"))?;
    site.join(stem).join("index.md").exists().then_some(())?;
    let inside = fs::read_dir(site.join(stem)).ok()?.filter_map(Result::ok);
    let names = inside.filter_map(|entry| entry.file_name().into_string().ok()).filter(|name| name != "index.md");
    let is_new = |name: &String| files.iter().any(|file| file.path.as_str() == format!("{stem}/{name}"));
    names.filter(|name| !is_new(name)).map(|name| format!("{stem}/{name}")).min()
}
