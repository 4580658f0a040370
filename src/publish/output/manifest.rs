//! `.bangtin/manifest.json`: every other file with its sha256. No time in it.

#![allow(clippy::disallowed_methods, reason = "this is the module that writes the site")]

use super::inputs::hex;
use crate::basics::path::{MANIFEST_PATH, OutPath};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// What a build in place was about to write, until it is done: it is ours like what the manifest names.
pub(super) const PENDING_PATH: &str = ".bangtin/dang-do.json";

/// So much of a file is held at once.
const PIECE: usize = 64 * 1024;

/// Size and hash of one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FileFacts {
    /// 64 hex digits.
    pub(super) sha256: String,
    /// Bytes.
    #[serde(rename = "kich_thuoc")]
    pub(super) size: u64,
}

impl FileFacts {
    pub(crate) fn of(bytes: &[u8]) -> Self {
        Self { sha256: hex(&Sha256::digest(bytes)), size: bytes.len() as u64 }
    }

    /// Of bytes whose hash is known.
    pub(crate) fn known(sha256: &[u8; 32], size: u64) -> Self {
        Self { sha256: hex(sha256), size }
    }

    /// Whether a file on the disk is this one, byte for byte. It is read piece by piece; a link to a file is none.
    pub(super) fn are_of(&self, path: &Path) -> bool {
        let is_file = std::fs::symlink_metadata(path).is_ok_and(|meta| meta.is_file() && meta.len() == self.size);
        is_file && hash_of(path).is_ok_and(|hash| hash == self.sha256)
    }
}

fn hash_of(path: &Path) -> std::io::Result<String> {
    let mut file = std::fs::File::open(path)?;
    let mut hash = Sha256::new();
    let mut piece = vec![0; PIECE];
    loop {
        let read = file.read(&mut piece)?;
        match piece.get(..read) {
            Some([]) | None => return Ok(hex(&hash.finalize())),
            Some(bytes) => hash.update(bytes),
        }
    }
}

/// What a build wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    #[serde(rename = "phien_ban")]
    version: u32,
    #[serde(rename = "tao_boi")]
    made_by: String,
    #[serde(rename = "tep")]
    pub(super) files: BTreeMap<String, FileFacts>,
}

impl Manifest {
    pub(super) fn new(files: &BTreeMap<OutPath, FileFacts>) -> Self {
        Self {
            version: 1,
            made_by: format!("bangtin {}", env!("CARGO_PKG_VERSION")),
            files: files.iter().map(|(path, facts)| (path.as_str().to_owned(), facts.clone())).collect(),
        }
    }

    /// The manifest of a published folder; `None` when there is none that we understand.
    pub(super) fn read(folder: &Path) -> Option<Self> {
        Self::read_at(&folder.join(MANIFEST_PATH))
    }

    fn read_at(path: &Path) -> Option<Self> {
        serde_json::from_str(&std::fs::read_to_string(path).ok()?).ok()
    }

    /// Everything in a folder that is ours: what the manifest names, and what a build that was cut off has written.
    pub(super) fn read_all(folder: &Path) -> Option<Self> {
        let pending = Self::read_at(&folder.join(PENDING_PATH));
        match (Self::read(folder), pending) {
            (Some(mut known), Some(pending)) => {
                known.files.extend(pending.files);
                Some(known)
            }
            (known, pending) => known.or(pending),
        }
    }

    /// The same, and the files that only another one names.
    pub(super) fn with_others_of(&self, other: &Self) -> Self {
        let mut all = other.clone();
        all.files.extend(self.files.clone());
        all
    }

    pub(super) fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }
}

/// The facts of files as they are made, from any thread, where nothing is written.
#[derive(Default)]
pub(crate) struct Listing(Mutex<BTreeMap<OutPath, FileFacts>>);

impl Listing {
    pub(crate) fn note(&self, path: &OutPath, facts: FileFacts) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(path.clone(), facts);
    }

    /// The manifest that a build of the same files writes.
    pub(crate) fn manifest(self) -> String {
        Manifest::new(&self.0.into_inner().unwrap_or_else(PoisonError::into_inner)).to_json()
    }
}
