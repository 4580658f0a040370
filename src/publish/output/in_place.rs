//! A build into a folder that cannot be swapped: each file by rename, those that others need first.
//!
//! What is about to be written is noted before the first file, so that a build that was cut off at any moment is finished
//! by the next one, and nothing of it is taken for somebody else's.

#![allow(clippy::disallowed_methods, reason = "this is the module that writes the site")]

use super::access::Access;
use super::manifest::{Manifest, PENDING_PATH};
use super::{cannot_write, write_file};
use crate::basics::diag::{Fatal, msg};
use crate::basics::path::MANIFEST_PATH;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// A staged site, and the folder that it goes into.
pub(super) struct InPlace<'a> {
    staging: &'a Path,
    target: &'a Path,
    old: Option<&'a Manifest>,
    new: &'a Manifest,
    /// The folders of the target that were looked at, and what they let whom do.
    folders: RefCell<BTreeMap<String, Access>>,
}

impl<'a> InPlace<'a> {
    pub(super) fn new(staging: &'a Path, target: &'a Path, old: Option<&'a Manifest>, new: &'a Manifest) -> Self {
        Self { staging, target, old, new, folders: RefCell::default() }
    }

    pub(super) fn run(&self) -> Result<(), Fatal> {
        // What is still to go is in the note too: once the manifest is the new one, nothing else knows it.
        let all = self.old.map_or_else(|| self.new.clone(), |old| self.new.with_others_of(old));
        self.write_note(PENDING_PATH, &all)?;
        let mut paths: Vec<&String> = self.new.files.keys().collect();
        paths.sort_by_key(|path| turn(path));
        for path in paths {
            if self.staging.join(path).exists() {
                self.make_way(path)?;
                self.bring(path)?;
            } else {
                let place = self.target.join(path);
                self.folder_of(path)?.give_file(&place).map_err(|error| cannot_write(&place, &error))?;
            }
        }
        self.write_note(MANIFEST_PATH, self.new)?;
        for path in
            self.old.into_iter().flat_map(|old| old.files.keys()).filter(|path| !self.new.files.contains_key(*path))
        {
            self.remove(path)?;
        }
        remove(&self.target.join(PENDING_PATH))
    }

    /// Writes a manifest under one of its names, in one step.
    fn write_note(&self, path: &str, manifest: &Manifest) -> Result<(), Fatal> {
        let staged = self.staging.join(path);
        remove(&staged)?;
        write_file(&staged, manifest.to_json().as_bytes()).map_err(|error| cannot_write(&staged, &error))?;
        self.bring(path)
    }

    /// Takes away the files of an earlier build in a folder where a file must be.
    fn make_way(&self, path: &str) -> Result<(), Fatal> {
        if !fs::symlink_metadata(self.target.join(path)).is_ok_and(|meta| meta.is_dir()) {
            return Ok(());
        }
        let inside = format!("{path}/");
        let old = self.old.into_iter().flat_map(|old| old.files.range(inside.clone()..));
        old.map(|(old, _)| old).take_while(|old| old.starts_with(&inside)).try_for_each(|old| self.remove(old))
    }

    /// Renames a staged file to its place.
    fn bring(&self, path: &str) -> Result<(), Fatal> {
        let place = self.target.join(path);
        let access = self.folder_of(path)?;
        let staged = self.staging.join(path);
        let done = access.give_file(&staged).and_then(|()| fs::rename(&staged, &place));
        done.map_err(|error| cannot_write(&place, &error))
    }

    /// What the folder of a file lets whom do; it is made where it is not there. A link is never gone through.
    fn folder_of(&self, path: &str) -> Result<Access, Fatal> {
        let Some((folder, _)) = path.rsplit_once('/') else {
            return Access::of(self.target).map_err(|error| cannot_write(self.target, &error));
        };
        if let Some(known) = self.folders.borrow().get(folder) {
            return Ok(known.clone());
        }
        let above = self.folder_of(folder)?;
        let place = self.target.join(folder);
        let failed = |error: std::io::Error| cannot_write(&place, &error);
        let access = match fs::symlink_metadata(&place) {
            Ok(meta) if meta.is_dir() => Access::of(&place).map_err(failed)?,
            Ok(_) if !self.old.is_some_and(|old| old.files.contains_key(folder)) => return Err(no_folder(&place)),
            found => {
                if found.is_ok() {
                    remove(&place)?;
                }
                let access = above.for_folder_inside();
                access.make_private(&place).and_then(|()| access.give_new(&place)).map_err(failed)?;
                access
            }
        };
        self.folders.borrow_mut().insert(folder.to_owned(), access.clone());
        Ok(access)
    }

    /// Removes a file of an earlier build, and the folders of ours that it leaves empty.
    fn remove(&self, path: &str) -> Result<(), Fatal> {
        let mut folder = self.target.to_owned();
        for (end, _) in path.match_indices('/') {
            folder = self.target.join(path.get(..end).unwrap_or_default());
            if !fs::symlink_metadata(&folder).is_ok_and(|meta| meta.is_dir()) {
                return Ok(());
            }
        }
        remove(&self.target.join(path))?;
        while folder != self.target && fs::remove_dir(&folder).is_ok() {
            folder.pop();
        }
        Ok(())
    }
}

/// When a file is brought: what pages need, pages, what leads to them.
fn turn(path: &str) -> u8 {
    match path {
        "index.html" | "sw.js" | "sitemap.xml" => 2,
        _ if path.ends_with(".html") => 1,
        _ => 0,
    }
}

fn remove(path: &Path) -> Result<(), Fatal> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(cannot_write(path, &error)),
        _ => Ok(()),
    }
}

fn no_folder(path: &Path) -> Fatal {
    let shown = path.display();
    Fatal::new(msg!(
        "{shown} không phải thư mục, mà trang cần chỗ ấy",
        "{shown} is no folder, and the site needs its place"
    ))
    .help(msg!("chuyển nó đi chỗ khác rồi dựng lại", "move it away and build again"))
}
