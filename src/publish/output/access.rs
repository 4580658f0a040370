//! Who may reach what is published: the folder says so, not the umask of one run.
//!
//! Owner, group, mode and access lists of a folder belong to whoever set it up (a web server, a group of editors). A new
//! folder takes its place only when it has all of them; what is written inside follows it.

#![allow(clippy::disallowed_methods, reason = "this is the module that writes the site")]

use super::manifest::FileFacts;
use super::not_given;
use crate::basics::diag::Fatal;
use crate::basics::path::MANIFEST_PATH;
use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

#[cfg(unix)]
pub(super) use unix::Access;

#[cfg(not(unix))]
pub(super) use other::Access;

/// Gives every folder and file of a staged site what it is to have: folders that are published keep theirs, new ones follow
/// the folder around them.
pub(super) fn give_access(
    staging: &Path,
    target: &Path,
    top: &Access,
    ours: &BTreeMap<String, FileFacts>,
) -> Result<(), Fatal> {
    let mut folders: BTreeMap<String, (Access, bool)> = BTreeMap::from([(String::new(), (top.clone(), true))]);
    let mut pending = vec![String::new()];
    while let Some(folder) = pending.pop() {
        // Where it has lists, the system gives what is made inside its own.
        let access = folders.get(&folder).map_or_else(|| top.clone(), |(access, _)| access.clone());
        for entry in fs::read_dir(staging.join(&folder)).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
            let failed = |error: std::io::Error| not_given(&target.join(&path), &error);
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                let published = target.join(&path);
                let kept = fs::symlink_metadata(&published).is_ok_and(|meta| meta.is_dir());
                let own = if kept { Access::of(&published).map_err(failed)? } else { access.for_folder_inside() };
                if kept || !access.has_lists() {
                    folders.insert(path.clone(), (own, kept));
                }
                pending.push(path);
            } else if ours.contains_key(&path) || path == MANIFEST_PATH {
                access.give_file(&entry.path()).map_err(failed)?;
            }
        }
    }
    // Those inside first: a folder may be shut.
    for (path, (access, kept)) in folders.iter().rev().filter(|(path, _)| !path.is_empty()) {
        let staged = staging.join(path);
        let given = if *kept { access.give(&staged) } else { access.give_new(&staged) };
        given.map_err(|error| not_given(&target.join(path), &error))?;
    }
    Ok(())
}

#[cfg(unix)]
mod unix {
    use super::{Path, fs, io};
    use rustix::fs::{Gid, Uid, XattrFlags, chown};
    use std::fs::{Metadata, Permissions};
    use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};

    /// The access lists of a folder: its own, and the one for what is made inside.
    const LISTS: [&str; 2] = ["system.posix_acl_access", "system.posix_acl_default"];
    const SETGID: u32 = 0o2000;
    const PRIVATE: u32 = 0o700;

    /// What a folder lets whom do.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub(in super::super) struct Access {
        mode: u32,
        owner: u32,
        group: u32,
        /// Where there is one, what is made inside has one too, and its mode follows from it.
        lists: [Option<Vec<u8>>; 2],
    }

    impl Access {
        /// Of a folder that is there.
        pub(in super::super) fn of(folder: &Path) -> io::Result<Self> {
            let meta = fs::symlink_metadata(folder)?;
            Ok(Self {
                mode: meta.mode() & 0o7777,
                owner: meta.uid(),
                group: meta.gid(),
                lists: LISTS.map(|name| list(folder, name)),
            })
        }

        /// Of a folder that is to be made in this one: what may be read there may be read in it; it may be written by others
        /// only where the group shares what is made.
        pub(in super::super) fn inside(parent: &Path) -> io::Result<Self> {
            Ok(Self::of(parent)?.for_folder_inside())
        }

        /// Of a folder that is to be made in one of this access.
        pub(in super::super) fn for_folder_inside(&self) -> Self {
            let shared = self.mode & SETGID != 0;
            let mode = self.mode & if shared { SETGID | 0o775 } else { 0o755 } | PRIVATE;
            Self { mode, lists: [None, self.lists[1].clone()], ..self.clone() }
        }

        /// Whether what is made inside has access lists by itself.
        pub(in super::super) fn has_lists(&self) -> bool {
            self.lists[1].is_some()
        }

        /// Makes a folder that nobody else can look into, in which files get the right group and lists.
        pub(in super::super) fn make_private(&self, folder: &Path) -> io::Result<()> {
            fs::DirBuilder::new().mode(PRIVATE).create(folder)?;
            let made = fs::symlink_metadata(folder)?;
            if made.gid() != self.group {
                // Of a group that we are not in: said before anything is published.
                let _ = chown(folder, None, Some(Gid::from_raw(self.group)));
            }
            if let Some(bytes) = &self.lists[1] {
                let _ = rustix::fs::setxattr(folder, LISTS[1], bytes, XattrFlags::empty());
            }
            fs::set_permissions(folder, Permissions::from_mode(PRIVATE | self.mode & SETGID))
        }

        /// Gives a folder this access.
        ///
        /// # Errors
        /// When it cannot have it: the folder is another's.
        pub(in super::super) fn give(&self, folder: &Path) -> io::Result<()> {
            let now = Self::of(folder)?;
            if (now.owner, now.group) != (self.owner, self.group) {
                chown(folder, Some(Uid::from_raw(self.owner)), Some(Gid::from_raw(self.group)))?;
            }
            if now == *self {
                return Ok(());
            }
            self.open(folder)
        }

        /// Gives a folder that was not there before this access; its owner may be another one.
        pub(in super::super) fn give_new(&self, folder: &Path) -> io::Result<()> {
            let now = Self::of(folder)?;
            self.give_away(folder, (now.owner, now.group));
            self.open(folder)
        }

        /// Lets owner and group be those of the folder around, where the process may do that.
        fn give_away(&self, path: &Path, now: (u32, u32)) {
            if now != (self.owner, self.group) {
                let group = Some(Gid::from_raw(self.group));
                let owner = (now.0 != self.owner).then(|| Uid::from_raw(self.owner));
                // Else it is ours, and readable.
                let _ = chown(path, owner, group).or_else(|_| chown(path, None, group));
            }
        }

        fn open(&self, folder: &Path) -> io::Result<()> {
            fs::set_permissions(folder, Permissions::from_mode(self.mode))?;
            for (name, bytes) in LISTS.iter().zip(&self.lists) {
                match bytes {
                    Some(bytes) => rustix::fs::setxattr(folder, *name, bytes, XattrFlags::empty())?,
                    // Where there are no lists, there is none to be taken away.
                    None => drop(rustix::fs::removexattr(folder, *name)),
                }
            }
            Ok(())
        }

        /// Gives a file of ours what a file in a folder of this access has.
        pub(in super::super) fn give_file(&self, file: &Path) -> io::Result<()> {
            let meta = fs::symlink_metadata(file)?;
            self.give_away(file, (meta.uid(), meta.gid()));
            let mode = self.mode & 0o666;
            if self.lists[1].is_some() || meta.mode() & 0o7777 == mode {
                return Ok(());
            }
            fs::set_permissions(file, Permissions::from_mode(mode))
        }

        /// Whether the process, whose own folder this is, may remove and make again another folder, or a file.
        pub(in super::super) fn may_replace(&self, other: &Metadata) -> bool {
            self.owner == 0 || self.owner == other.uid()
        }
    }

    fn list(folder: &Path, name: &str) -> Option<Vec<u8>> {
        let mut bytes = vec![0; 64 * 1024];
        let length = rustix::fs::getxattr(folder, name, bytes.as_mut_slice()).ok()?;
        bytes.truncate(length);
        (!bytes.is_empty()).then_some(bytes)
    }
}

#[cfg(not(unix))]
mod other {
    use super::{Path, fs, io};

    /// Folders inherit what they let whom do from the one that they lie in.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub(in super::super) struct Access;

    impl Access {
        pub(in super::super) fn of(_: &Path) -> io::Result<Self> {
            Ok(Self)
        }

        pub(in super::super) fn inside(_: &Path) -> io::Result<Self> {
            Ok(Self)
        }

        pub(in super::super) fn for_folder_inside(&self) -> Self {
            Self
        }

        pub(in super::super) fn has_lists(&self) -> bool {
            false
        }

        pub(in super::super) fn make_private(&self, folder: &Path) -> io::Result<()> {
            fs::create_dir(folder)
        }

        pub(in super::super) fn give(&self, _: &Path) -> io::Result<()> {
            Ok(())
        }

        pub(in super::super) fn give_new(&self, _: &Path) -> io::Result<()> {
            Ok(())
        }

        pub(in super::super) fn give_file(&self, _: &Path) -> io::Result<()> {
            Ok(())
        }

        pub(in super::super) fn may_replace(&self, _: &fs::Metadata) -> bool {
            true
        }
    }
}

#[cfg(all(test, unix))]
#[allow(clippy::expect_used, reason = "a test may fail loudly")]
mod tests {
    use super::Access;
    use std::fs::{self, Permissions};
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    use std::path::Path;

    fn mode(path: &Path) -> u32 {
        fs::symlink_metadata(path).expect("is there").mode() & 0o7777
    }

    fn folder(parent: &Path, name: &str, mode: u32) -> std::path::PathBuf {
        let folder = parent.join(name);
        fs::create_dir(&folder).expect("made");
        fs::set_permissions(&folder, Permissions::from_mode(mode)).expect("set");
        folder
    }

    #[test]
    fn a_folder_takes_the_place_of_another_with_its_mode_and_is_private_until_then() {
        let ground = tempfile::tempdir().expect("a folder");
        for (kept, file) in [(0o755, 0o644), (0o2775, 0o664), (0o750, 0o640), (0o700, 0o600)] {
            let old = folder(ground.path(), &format!("cu-{kept:o}"), kept);
            let access = Access::of(&old).expect("access");
            let new = ground.path().join(format!("moi-{kept:o}"));
            access.make_private(&new).expect("made");
            assert_eq!(mode(&new) & 0o777, 0o700);
            fs::write(new.join("a"), "a").expect("written");
            access.give_file(&new.join("a")).expect("given");
            access.give(&new).expect("given");
            assert_eq!((mode(&new), mode(&new.join("a"))), (kept, file));
            assert_eq!(Access::of(&new).expect("access"), access);
        }
    }

    #[test]
    fn a_new_folder_is_as_open_as_the_one_around_it_but_nobody_else_s_to_write() {
        let ground = tempfile::tempdir().expect("a folder");
        for (around, new) in [(0o755, 0o755), (0o1777, 0o755), (0o2775, 0o2775), (0o711, 0o711), (0o500, 0o700)] {
            let around = folder(ground.path(), &format!("{around:o}"), around);
            let inside = ground.path().join(format!("trong-{new:o}-{}", mode(&around)));
            Access::inside(&around).expect("access").make_private(&inside).expect("made");
            Access::inside(&around).expect("access").give(&inside).expect("given");
            assert_eq!(mode(&inside), new);
        }
    }
}
