//! ● Writes the site: staged beside the folder, swapped in one step.
//!
//! Takes paths and bytes, from any thread; keeps hashes, never all the bytes. Until [`Staging::commit`] returns, the
//! published folder is byte-identical to what it was; on any error, or when the program is killed, it stays so.
//! Nothing is ever written into a folder that does not carry our manifest.

#![allow(clippy::disallowed_methods, reason = "this is the module that writes the site")]

mod access;
mod commit;
mod folder;
mod in_place;
mod inputs;
mod manifest;
mod others;
mod twins;

pub use folder::Placing;
pub(crate) use inputs::Inputs;
pub(crate) use manifest::{FileFacts, Listing};
pub(crate) use twins::Coding;

use crate::basics::diag::{Fatal, Message, msg};
use crate::basics::path::{MANIFEST_PATH, OutPath};
use access::{Access, give_access};
use commit::Swap;
use folder::Neighbours;
use in_place::InPlace;
use manifest::{Manifest, PENDING_PATH};
use others::Others;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// Why a file could not be sent into the site.
pub(crate) enum SendFailure {
    /// It cannot be written.
    Write(std::io::Error),
    /// The run must end: what is sent is not what was promised.
    Fatal(Box<Fatal>),
}

/// What a commit did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// Files of the site.
    pub files: usize,
    /// Files that are new or differ from before.
    pub changed: usize,
    /// Files that were there before and are gone.
    pub removed: usize,
    /// Files in the folder that no build of ours wrote; they stay.
    pub strangers: usize,
    /// Bytes of the site.
    pub bytes: u64,
}

/// A site being written beside the published one.
pub(crate) struct Staging {
    neighbours: Neighbours,
    /// What the published folder lets whom do.
    access: Access,
    old: Option<Manifest>,
    files: Mutex<BTreeMap<OutPath, FileFacts>>,
    changed: std::sync::atomic::AtomicUsize,
    failure: Mutex<Option<Fatal>>,
    /// Held until the end; another build waits for nobody, it is told.
    lock: File,
}

impl Staging {
    /// Prepares to write `out`. `sources` are folders that the output must not overlap.
    pub(crate) fn open(out: &Path, sources: &[PathBuf], placing: Placing) -> Result<Self, Fatal> {
        let neighbours = Neighbours::of(out, sources, placing)?;
        let lock = neighbours.lock()?;
        commit::recover(&neighbours)?;
        folder::check_ours(neighbours.target())?;
        let old = Manifest::read_all(neighbours.target());
        folder::remove_leftover(neighbours.staging())?;
        let access = neighbours.access()?;
        let made = access.make_private(neighbours.staging());
        made.map_err(|error| cannot_write(neighbours.staging(), &error))?;
        Ok(Self {
            access,
            neighbours,
            old,
            files: Mutex::default(),
            changed: std::sync::atomic::AtomicUsize::new(0),
            failure: Mutex::default(),
            lock,
        })
    }

    /// Whether the published site was made from these inputs, and is as it was made: then everything of it is staged.
    pub(crate) fn holds(&self, inputs: &Inputs) -> bool {
        let Some(old) = self.old.as_ref().filter(|old| inputs.are_remembered(&self.lock, &old.to_json())) else {
            return false;
        };
        let target = self.neighbours.target();
        let as_made = old.files.par_iter().all(|(path, facts)| facts.are_of(&target.join(path)));
        if as_made && let Ok(mut files) = self.files.lock() {
            *files = old.files.iter().map(|(path, facts)| (OutPath::new(path.clone()), facts.clone())).collect();
        }
        as_made
    }

    /// Stages one file. Failures are kept and told by [`Staging::commit`].
    pub(crate) fn put(&self, path: &OutPath, bytes: &[u8]) {
        let facts = FileFacts::of(bytes);
        let staged = self.neighbours.staging().join(path.as_str());
        let carried = self.carry_over(path, &facts, &staged, bytes);
        if !carried {
            self.changed.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            if let Err(error) = write_file(&staged, bytes) {
                self.fail(cannot_write(&staged, &error));
            }
        }
        if let Ok(mut files) = self.files.lock() {
            files.insert(path.clone(), facts);
        }
    }

    /// Stages a file that `send` writes piece by piece; `facts` are known before. What it sends must be those very bytes, or it
    /// fails.
    pub(crate) fn put_sent(
        &self,
        path: &OutPath,
        facts: FileFacts,
        send: impl FnOnce(&mut dyn Write) -> Result<(), SendFailure>,
    ) {
        let staged = self.neighbours.staging().join(path.as_str());
        if !self.carry_over_sent(path, &facts, &staged) {
            self.changed.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            let done = make_parent(&staged).and_then(|()| File::create_new(&staged)).map_err(SendFailure::Write);
            match done.and_then(|mut file| send(&mut file)) {
                Ok(()) => {}
                Err(SendFailure::Write(error)) => self.fail(cannot_write(&staged, &error)),
                Err(SendFailure::Fatal(fatal)) => self.fail(*fatal),
            }
        }
        if let Ok(mut files) = self.files.lock() {
            files.insert(path.clone(), facts);
        }
    }

    /// The same as [`Staging::carry_over`] for bytes that are not held.
    fn carry_over_sent(&self, path: &OutPath, facts: &FileFacts, staged: &Path) -> bool {
        let known = self.old.as_ref().and_then(|old| old.files.get(path.as_str()));
        let published = self.neighbours.target().join(path.as_str());
        known == Some(facts) && facts.are_of(&published) && self.take(&published, staged)
    }

    /// Stages the compressed twin of a file that was staged before. The twin of an unchanged file is taken along, when it is
    /// as the manifest says.
    pub(crate) fn put_twin(&self, of: &OutPath, bytes: &[u8], twin: &OutPath, coding: Coding) {
        let kept = self.kept_twin(of, twin);
        if let Some(packed) = kept.or_else(|| coding.compress(bytes)) {
            self.put(twin, &packed);
        }
    }

    fn kept_twin(&self, of: &OutPath, twin: &OutPath) -> Option<Vec<u8>> {
        let old = self.old.as_ref()?;
        let now = self.files.lock().ok()?.get(of).cloned()?;
        let facts = old.files.get(twin.as_str()).filter(|_| old.files.get(of.as_str()) == Some(&now))?;
        self.published(twin.as_str(), facts)
    }

    /// The bytes of a published file, where it is as the manifest says.
    fn published(&self, path: &str, facts: &FileFacts) -> Option<Vec<u8>> {
        let place = self.neighbours.target().join(path);
        let is_file = fs::symlink_metadata(&place).is_ok_and(|meta| meta.is_file() && meta.len() == facts.size);
        let bytes = is_file.then(|| fs::read(&place).ok()).flatten()?;
        (FileFacts::of(&bytes) == *facts).then_some(bytes)
    }

    /// Notes why the site cannot be committed.
    pub(crate) fn fail(&self, fatal: Fatal) {
        if let Ok(mut failure) = self.failure.lock() {
            failure.get_or_insert(fatal);
        }
    }

    /// Links an unchanged file into the staging folder, so that it keeps its bytes and its time.
    /// What the manifest says is believed only when the file itself agrees.
    fn carry_over(&self, path: &OutPath, facts: &FileFacts, staged: &Path, bytes: &[u8]) -> bool {
        let known = self.old.as_ref().and_then(|old| old.files.get(path.as_str()));
        if known != Some(facts) {
            return false;
        }
        let published = self.neighbours.target().join(path.as_str());
        let is_file = fs::symlink_metadata(&published).is_ok_and(|meta| meta.is_file() && meta.len() == facts.size);
        if !is_file || fs::read(&published).is_ok_and(|old| old != bytes) {
            return false;
        }
        self.take(&published, staged)
    }

    /// Has an unchanged file where the new site has it.
    fn take(&self, published: &Path, staged: &Path) -> bool {
        self.neighbours.placing() == Placing::InPlace || link(published, staged)
    }

    /// Writes the manifest and swaps the folders. Leaves everything as it was when anything failed. Remembers the `inputs`,
    /// where all that there is to say about them is said without making the pages.
    pub(crate) fn commit(self, inputs: Option<&Inputs>) -> Result<Written, Fatal> {
        let failure = self.failure.lock().ok().and_then(|mut failure| failure.take());
        if let Some(fatal) = failure {
            let _ = folder::remove_leftover(self.neighbours.staging());
            return Err(fatal);
        }
        let files = self.files.lock().map(|mut files| std::mem::take(&mut *files)).unwrap_or_default();
        let manifest = Manifest::new(&files);
        let removed = self
            .old
            .as_ref()
            .map_or(0, |old| old.files.keys().filter(|path| !manifest.files.contains_key(*path)).count());
        let mut others = Others::of(self.neighbours.target(), self.old.as_ref());
        others.make_way(self.neighbours.target(), &manifest.files).inspect_err(|_| self.clean())?;
        let changed = self.changed.load(std::sync::atomic::Ordering::Relaxed);
        let written = Written {
            files: files.len(),
            changed,
            removed,
            strangers: others.files.len(),
            bytes: manifest.files.values().map(|facts| facts.size).sum(),
        };
        if changed == 0
            && self.old.as_ref() == Some(&manifest)
            && manifest.files.keys().all(|path| self.neighbours.target().join(path).is_file())
            // The last build into the folder was cut off when only its note was left.
            && !self.neighbours.target().join(PENDING_PATH).exists()
        {
            folder::remove_leftover(self.neighbours.staging())?;
            inputs::remember(&self.lock, inputs, &manifest.to_json());
            return Ok(written);
        }
        let placed = match self.neighbours.placing() {
            Placing::Swap => self.swap(&manifest, &files, &others),
            Placing::InPlace => self.bring(&manifest, &files),
        };
        if placed.is_err() {
            self.clean();
        }
        placed.map(|()| {
            inputs::remember(&self.lock, inputs, &manifest.to_json());
            written
        })
    }

    /// Lets the staged folder take the place of the published one, with all that others keep there.
    fn swap(&self, manifest: &Manifest, files: &BTreeMap<OutPath, FileFacts>, others: &Others) -> Result<(), Fatal> {
        let (target, staging) = (self.neighbours.target(), self.neighbours.staging());
        let place = staging.join(MANIFEST_PATH);
        write_file(&place, manifest.to_json().as_bytes()).map_err(|error| cannot_write(&place, &error))?;
        let own = Access::of(staging).map_err(|error| cannot_write(staging, &error))?;
        others.take_along(target, staging, &own)?;
        give_access(staging, target, &self.access, &manifest.files)?;
        let given = if target.exists() { self.access.give(staging) } else { self.access.give_new(staging) };
        given.map_err(|error| not_given(target, &error))?;
        flush(staging, files);
        Swap::new(&self.neighbours).run()
    }

    /// Brings each staged file to its place in the published folder.
    fn bring(&self, manifest: &Manifest, files: &BTreeMap<OutPath, FileFacts>) -> Result<(), Fatal> {
        let (target, staging) = (self.neighbours.target(), self.neighbours.staging());
        flush(staging, files);
        InPlace::new(staging, target, self.old.as_ref(), manifest).run()?;
        folder::remove_leftover(staging)
    }

    /// After a failure, which is what there is to tell.
    fn clean(&self) {
        let _ = folder::remove_leftover(self.neighbours.staging());
    }

    /// Drops what was staged.
    pub(crate) fn abandon(self) -> Result<(), Fatal> {
        folder::remove_leftover(self.neighbours.staging())
    }
}

fn write_file(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    make_parent(path)?;
    File::create_new(path)?.write_all(bytes)
}

fn make_parent(path: &Path) -> std::io::Result<()> {
    match path.parent() {
        Some(parent) if !parent.is_dir() => fs::create_dir_all(parent),
        _ => Ok(()),
    }
}

/// The same file at another path: its bytes and its time.
fn link(from: &Path, to: &Path) -> bool {
    make_parent(to).is_ok() && (fs::hard_link(from, to).is_ok() || copy_with_time(from, to))
}

/// A copy that keeps the time of the original, for file systems without hard links.
fn copy_with_time(from: &Path, to: &Path) -> bool {
    let copied = fs::copy(from, to).and_then(|_| {
        let modified = fs::metadata(from)?.modified()?;
        File::options().write(true).open(to)?.set_modified(modified)
    });
    copied.is_ok()
}

/// Gets the staged bytes onto the disk before the swap makes them the site.
#[cfg(target_os = "linux")]
fn flush(staging: &Path, files: &BTreeMap<OutPath, FileFacts>) {
    let synced = File::open(staging).is_ok_and(|folder| rustix::fs::syncfs(&folder).is_ok());
    if !synced {
        flush_each(staging, files);
    }
}

#[cfg(not(target_os = "linux"))]
fn flush(staging: &Path, files: &BTreeMap<OutPath, FileFacts>) {
    flush_each(staging, files);
}

fn flush_each(staging: &Path, files: &BTreeMap<OutPath, FileFacts>) {
    files.par_iter().for_each(|(path, _)| {
        if let Ok(file) = File::open(staging.join(path.as_str())) {
            let _ = file.sync_all();
        }
    });
}

/// What to do where folders cannot be swapped.
fn in_place_help() -> Message {
    msg!("thêm --tai-cho để ghi từng tệp vào trong thư mục ấy", "add --in-place to write file by file into that folder")
}

/// The new folder cannot have what the published one lets whom do.
fn not_given(path: &Path, error: &std::io::Error) -> Fatal {
    let shown = path.display();
    Fatal::new(msg!(
        "không giữ được chủ, nhóm và quyền của {shown} khi tráo thư mục: {error}",
        "owner, group and rights of {shown} cannot be kept when the folders are swapped: {error}"
    ))
    .help(in_place_help())
}

fn cannot_write(path: &Path, error: &std::io::Error) -> Fatal {
    let shown = path.display();
    Fatal::new(msg!("không ghi được {shown}: {error}", "cannot write {shown}: {error}")).help(msg!(
        "kiểm tra chỗ trống và quyền ghi; trang đã đăng vẫn nguyên như trước",
        "check free space and permissions; the published site is as it was"
    ))
}
