//! What others keep in the published folder: it stays where it is and as it is.

#![allow(clippy::disallowed_methods, reason = "this is the module that writes the site")]

use super::access::Access;
use super::folder::STAGING_INSIDE;
use super::manifest::PENDING_PATH;
use super::manifest::{FileFacts, Manifest};
use super::{copy_with_time, in_place_help, make_parent};
use crate::basics::diag::{Fatal, msg};
use crate::basics::path::MANIFEST_PATH;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Files and folders that no build of ours wrote, by path, those above first.
#[derive(Debug, Default)]
pub(super) struct Others {
    pub(super) files: Vec<String>,
    /// Empty ones too.
    pub(super) folders: Vec<String>,
}

impl Others {
    /// What lies in a folder beside what `old` names.
    pub(super) fn of(target: &Path, old: Option<&Manifest>) -> Self {
        // What a build leaves that was cut off, and its own notes.
        let mut ours = BTreeSet::from([".bangtin", STAGING_INSIDE, MANIFEST_PATH, PENDING_PATH]);
        for path in old.into_iter().flat_map(|old| old.files.keys()) {
            ours.insert(path.as_str());
            ours.extend(path.match_indices('/').filter_map(|(end, _)| path.get(..end)));
        }
        let mut found = Self::default();
        found.list(target, "", &ours);
        found
    }

    fn list(&mut self, folder: &Path, prefix: &str, ours: &BTreeSet<&str>) {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if path == STAGING_INSIDE {
                continue;
            }
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                if !ours.contains(path.as_str()) {
                    self.folders.push(path.clone());
                }
                self.list(&entry.path(), &format!("{path}/"), ours);
            } else if !ours.contains(path.as_str()) {
                self.files.push(path);
            }
        }
    }

    /// Makes sure that the site needs none of their places. A file of the very bytes that the site has there becomes ours.
    pub(super) fn make_way(&mut self, target: &Path, new: &BTreeMap<String, FileFacts>) -> Result<(), Fatal> {
        self.files.retain(|path| !new.get(path).is_some_and(|facts| facts.are_of(&target.join(path))));
        let folders: BTreeSet<&str> =
            new.keys().flat_map(|path| path.match_indices('/').filter_map(|(end, _)| path.get(..end))).collect();
        let taken = self.files.iter().find(|path| new.contains_key(*path) || folders.contains(path.as_str()));
        let taken = taken.or_else(|| self.folders.iter().find(|path| new.contains_key(*path)));
        match taken {
            None => Ok(()),
            Some(path) => {
                let shown = target.join(path).display().to_string();
                Err(Fatal::new(msg!(
                    "{shown} không do bangtin tạo, mà trang cần chỗ ấy",
                    "{shown} was not made by bangtin, and the site needs its place"
                ))
                .help(msg!("chuyển tệp ấy đi chỗ khác rồi dựng lại", "move it away and build again")))
            }
        }
    }

    /// Takes them along into the folder that is to take the place of the published one.
    ///
    /// # Errors
    /// When one of them would not be as it is.
    pub(super) fn take_along(&self, target: &Path, staging: &Path, own: &Access) -> Result<(), Fatal> {
        for path in &self.folders {
            let (from, to) = (target.join(path), staging.join(path));
            let may = fs::symlink_metadata(&from).is_ok_and(|meta| own.may_replace(&meta));
            if !may || fs::create_dir_all(&to).is_err() {
                return Err(not_kept(&from));
            }
        }
        for path in &self.files {
            let (from, to) = (target.join(path), staging.join(path));
            let is_linked = make_parent(&to).and_then(|()| fs::hard_link(&from, &to)).is_ok();
            let may = || fs::symlink_metadata(&from).is_ok_and(|meta| meta.is_file() && own.may_replace(&meta));
            let is_kept = is_linked || (may() && copy_with_time(&from, &to));
            if !is_kept {
                return Err(not_kept(&from));
            }
        }
        Ok(())
    }
}

fn not_kept(path: &Path) -> Fatal {
    let shown = path.display();
    Fatal::new(msg!(
        "không giữ nguyên được {shown} khi tráo thư mục: nó của người khác",
        "{shown} is another's and cannot stay as it is when the folders are swapped"
    ))
    .help(in_place_help())
}
