//! Which folder may be written, and what lies beside it.

#![allow(clippy::disallowed_methods, reason = "this is the module that writes the site")]

use super::access::Access;
use super::manifest::Manifest;
use super::{cannot_write, in_place_help};
use crate::basics::diag::{Fatal, Message, msg};
use std::fs::{self, File, TryLockError};
use std::path::{Component, Path, PathBuf};

/// The staging folder of a build in place.
pub(super) const STAGING_INSIDE: &str = ".bangtin/moi";

/// How a build reaches the published folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placing {
    /// A new folder takes the place of the old one, in one step.
    Swap,
    /// Each file takes the place of the old one: for folders that somebody else holds («tại chỗ»).
    InPlace,
}

/// The published folder and its neighbours: lock, staging, backup. Beside it, or all inside.
pub(super) struct Neighbours {
    target: PathBuf,
    staging: PathBuf,
    backup: PathBuf,
    lock: PathBuf,
    placing: Placing,
}

impl Neighbours {
    pub(super) fn of(out: &Path, sources: &[PathBuf], placing: Placing) -> Result<Self, Fatal> {
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
        check_overlap(&absolute, sources)?;
        fs::create_dir_all(parent).map_err(|error| cannot_write(parent, &error))?;
        let parent = parent.canonicalize().map_err(|error| cannot_write(parent, &error))?;
        let name = absolute.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let target = parent.join(&name);
        let beside = |suffix: &str| parent.join(format!(".{name}.bangtin-{suffix}"));
        let (backup, lock) = (beside("cu"), beside("khoa"));
        let staging = match placing {
            Placing::Swap => beside("moi"),
            Placing::InPlace => target.join(STAGING_INSIDE),
        };
        match placing {
            Placing::Swap => check_mount(&target, &parent)?,
            Placing::InPlace => make_target(&target, &parent)?,
        }
        Ok(Self { target, staging, backup, lock, placing })
    }

    pub(super) fn placing(&self) -> Placing {
        self.placing
    }

    /// What the published folder lets whom do, or what it will.
    pub(super) fn access(&self) -> Result<Access, Fatal> {
        let access = match (self.target.is_dir(), self.target.parent()) {
            (false, Some(parent)) => Access::inside(parent),
            _ => Access::of(&self.target),
        };
        access.map_err(|error| cannot_write(&self.target, &error))
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
        let file = match self.placing {
            Placing::Swap => open_lock(&self.lock).map_err(|error| self.no_lock(&error))?,
            Placing::InPlace => self.open_inside()?,
        };
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

    /// What is locked where nothing may lie beside the folder: the folder itself, or a file of ours in it.
    fn open_inside(&self) -> Result<File, Fatal> {
        let opened = if cfg!(unix) { File::open(&self.target) } else { open_lock(&self.target.join(".bangtin/khoa")) };
        opened.map_err(|error| cannot_write(&self.target, &error))
    }

    fn no_lock(&self, error: &std::io::Error) -> Fatal {
        let shown = self.lock.display();
        match error.kind() {
            std::io::ErrorKind::Other => {
                return Fatal::new(msg!(
                    "{shown} không phải tệp khóa của bangtin: {error}",
                    "{shown} is no lock of bangtin: {error}"
                ))
                .help(msg!("xem ai đặt nó ở đó, xóa nó rồi dựng lại", "see who put it there, remove it, build again"));
            }
            std::io::ErrorKind::PermissionDenied => {}
            _ => return cannot_write(&self.lock, error),
        }
        let parent = self.lock.parent().unwrap_or(&self.lock).display();
        let target = self.target.display();
        let Message { vi, en } = in_place_help();
        Fatal::new(msg!(
            "không có quyền ghi vào {parent}, nơi bản mới được dựng cạnh {target} rồi mới tráo vào",
            "{parent} may not be written, where the new site is built beside {target} before the two are swapped"
        ))
        .help(msg!("cấp quyền ghi vào {parent}; hoặc {vi}", "give the right to write into {parent}; or {en}"))
    }
}

/// Opens a lock file, never what a link in its place leads to.
fn open_lock(path: &Path) -> std::io::Result<File> {
    let mut options = File::options();
    options.create(true).truncate(false).read(true).write(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;
        let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
        options.mode(0o600).custom_flags(i32::try_from(flags.bits()).unwrap_or_default());
    }
    if fs::symlink_metadata(path).is_ok_and(|meta| !meta.is_file()) {
        return Err(std::io::Error::other("liên kết hoặc không phải tệp thường (a link, or no plain file)"));
    }
    let file = options.open(path)?;
    match is_only_name(&file)? {
        true => Ok(file),
        false => Err(std::io::Error::other("tệp này còn tên khác (it has another name)")),
    }
}

/// A file with another name is somebody else's: what is written here would stand there.
#[cfg(unix)]
fn is_only_name(file: &File) -> std::io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    file.metadata().map(|meta| meta.is_file() && meta.nlink() == 1)
}

#[cfg(not(unix))]
fn is_only_name(file: &File) -> std::io::Result<bool> {
    file.metadata().map(|meta| meta.is_file())
}

/// The folder of a build in place; a new one is as open as the one around it.
fn make_target(target: &Path, parent: &Path) -> Result<(), Fatal> {
    let make = |folder: &Path, around: &Path| {
        if folder.is_dir() {
            return Ok(());
        }
        let access = Access::inside(around)?;
        access.make_private(folder)?;
        access.give_new(folder)
    };
    make(target, parent).map_err(|error| cannot_write(target, &error))?;
    check_ours(target)?;
    make(&target.join(".bangtin"), target).map_err(|error| cannot_write(&target.join(".bangtin"), &error))
}

/// Where a path leads once it is there: links of the folders that exist are followed, `..` goes up.
fn resolved(path: &Path) -> PathBuf {
    let plain = |path: &Path| {
        let mut plain = PathBuf::new();
        for part in path.components() {
            match part {
                Component::ParentDir => drop(plain.pop()),
                Component::CurDir => {}
                _ => plain.push(part),
            }
        }
        plain
    };
    let existing = path.ancestors().find_map(|above| Some((above, above.canonicalize().ok()?)));
    match existing {
        Some((above, real)) => plain(&real.join(path.strip_prefix(above).unwrap_or(Path::new("")))),
        None => plain(path),
    }
}

/// The output must not swallow the sources, nor lie inside them.
fn check_overlap(target: &Path, sources: &[PathBuf]) -> Result<(), Fatal> {
    let target = resolved(target);
    for source in sources {
        let source = std::path::absolute(source).map_or_else(|_| resolved(source), |source| resolved(&source));
        if target.starts_with(&source) || source.starts_with(&target) {
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
                "thêm --tai-cho để ghi thẳng vào trong, hoặc dựng vào một thư mục con của nó: `--out {shown}/trang`",
                "add --in-place to write into it, or build into a folder inside it: `--out {shown}/site`"
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
    let is_nothing = |name: &std::ffi::OsStr| name == ".bangtin" || name == "lost+found";
    let holds_something =
        fs::read_dir(target).is_ok_and(|entries| entries.flatten().any(|entry| !is_nothing(&entry.file_name())));
    if holds_something && Manifest::read_all(target).is_none() {
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
    let removed = fs::remove_dir_all(folder).or_else(|error| match error.kind() {
        // A folder inside may be read only: of others, kept with their mode.
        std::io::ErrorKind::PermissionDenied => {
            make_writable(folder);
            fs::remove_dir_all(folder)
        }
        _ => Err(error),
    });
    match removed {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(cannot_write(folder, &error)),
    }
}

/// Lets the process remove what lies in a folder and in those inside it.
#[cfg(unix)]
fn make_writable(folder: &Path) {
    use std::os::unix::fs::PermissionsExt;
    // What stays shut is told when it cannot be removed.
    let _ = fs::set_permissions(folder, fs::Permissions::from_mode(0o700));
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            make_writable(&entry.path());
        }
    }
}

#[cfg(not(unix))]
fn make_writable(_: &Path) {}
