//! Which folder may be written, and what lies beside it.

#![allow(clippy::disallowed_methods, reason = "this is the module that writes the site")]

use super::cannot_write;
use super::manifest::Manifest;
use crate::basics::diag::{Fatal, msg};
use crate::basics::path::MANIFEST_PATH;
use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

/// The published folder and its neighbours: lock, staging, backup. All beside it, never in it.
pub(super) struct Neighbours {
    target: PathBuf,
    staging: PathBuf,
    backup: PathBuf,
    lock: PathBuf,
}

impl Neighbours {
    pub(super) fn of(out: &Path, sources: &[PathBuf]) -> Result<Self, Fatal> {
        let shown = out.display();
        let absolute = std::path::absolute(out).map_err(|error| cannot_write(out, &error))?;
        if fs::symlink_metadata(&absolute).is_ok_and(|meta| meta.is_symlink()) {
            return Err(Fatal::new(msg!("{shown} là liên kết (symlink)", "{shown} is a link"))
                .help(msg!("ghi đường dẫn thật bằng `--out`", "name the real folder with `--out`")));
        }
        if absolute.exists() && !absolute.is_dir() {
            return Err(Fatal::new(msg!("{shown} không phải thư mục", "{shown} is no folder"))
                .help(msg!("chọn thư mục khác bằng `--out`", "choose another folder with `--out`")));
        }
        let parent = absolute.parent().filter(|_| absolute.file_name().is_some()).ok_or_else(|| {
            Fatal::new(msg!("không dùng {shown} làm thư mục ra được", "{shown} cannot be the output folder"))
        })?;
        fs::create_dir_all(parent).map_err(|error| cannot_write(parent, &error))?;
        let parent = parent.canonicalize().map_err(|error| cannot_write(parent, &error))?;
        let name = absolute.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let target = parent.join(&name);
        check_overlap(&target, sources)?;
        check_mount(&target, &parent)?;
        let beside = |suffix: &str| parent.join(format!(".{name}.bangtin-{suffix}"));
        Ok(Self { staging: beside("moi"), backup: beside("cu"), lock: beside("khoa"), target })
    }

    pub(super) fn target(&self) -> &Path {
        &self.target
    }

    pub(super) fn staging(&self) -> &Path {
        &self.staging
    }

    pub(super) fn backup(&self) -> &Path {
        &self.backup
    }

    /// The lock of this output; an error when another build holds it.
    pub(super) fn lock(&self) -> Result<File, Fatal> {
        let file = File::options()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(&self.lock)
            .map_err(|error| cannot_write(&self.lock, &error))?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(TryLockError::WouldBlock) => {
                let shown = self.target.display();
                Err(Fatal::new(msg!("một lệnh khác đang dựng trang vào {shown}", "another build is writing {shown}"))
                    .help(msg!("chờ lệnh kia xong rồi chạy lại", "wait for it, then run again")))
            }
            Err(TryLockError::Error(error)) => Err(cannot_write(&self.lock, &error)),
        }
    }
}

/// The output must not swallow the sources, nor lie inside them.
fn check_overlap(target: &Path, sources: &[PathBuf]) -> Result<(), Fatal> {
    for source in sources {
        let Ok(source) = source.canonicalize() else { continue };
        if target.starts_with(&source) || source.starts_with(target) {
            let (out, inside) = (target.display(), source.display());
            return Err(Fatal::new(msg!(
                "thư mục ra {out} chồng lên nội dung {inside}",
                "the output {out} overlaps the content {inside}"
            ))
            .help(msg!(
                "chọn thư mục khác bằng `--out`, ví dụ `--out public`",
                "choose another folder with `--out`, such as `--out public`"
            )));
        }
    }
    Ok(())
}

/// A mount point cannot be swapped by renaming.
#[cfg(unix)]
fn check_mount(target: &Path, parent: &Path) -> Result<(), Fatal> {
    use std::os::unix::fs::MetadataExt;
    let device = |path: &Path| fs::metadata(path).map(|meta| meta.dev()).ok();
    match (device(target), device(parent)) {
        (Some(own), Some(above)) if own != above => {
            let shown = target.display();
            Err(Fatal::new(msg!(
                "{shown} là điểm gắn ổ đĩa; không tráo được",
                "{shown} is a mount point and cannot be swapped"
            ))
            .help(msg!(
                "dựng vào một thư mục con của nó: `--out {shown}/trang`",
                "build into a folder inside it: `--out {shown}/site`"
            )))
        }
        _ => Ok(()),
    }
}

#[cfg(not(unix))]
fn check_mount(_: &Path, _: &Path) -> Result<(), Fatal> {
    Ok(())
}

/// Refuses a folder that holds something and does not carry our manifest.
pub(super) fn check_ours(target: &Path) -> Result<(), Fatal> {
    let holds_something = fs::read_dir(target).is_ok_and(|mut entries| entries.next().is_some());
    if holds_something && Manifest::read(target).is_none() {
        let shown = target.display();
        return Err(Fatal::new(msg!(
            "{shown} không phải do bangtin tạo ra; không ghi đè",
            "{shown} was not made by bangtin; it is not overwritten"
        ))
        .help(msg!(
            "chọn thư mục trống bằng `--out`, hoặc tự xóa thư mục này",
            "choose an empty folder with `--out`, or remove this one yourself"
        )));
    }
    Ok(())
}

/// Removes a staging or backup folder of ours, where there is one.
pub(super) fn remove_leftover(folder: &Path) -> Result<(), Fatal> {
    match fs::remove_dir_all(folder) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(cannot_write(folder, &error)),
    }
}

/// Every file of a folder but our manifest, by path.
pub(super) fn files(folder: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    list(folder, "", &mut found);
    found.remove(MANIFEST_PATH);
    found
}

fn list(folder: &Path, prefix: &str, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            list(&entry.path(), &format!("{path}/"), found);
        } else {
            found.insert(path);
        }
    }
}
