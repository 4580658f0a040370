//! `.bangtin/manifest.json`: every other file with its sha256. No time in it.

#![allow(clippy::disallowed_methods, reason = "this is the module that writes the site")]

use super::MANIFEST_PATH;
use super::inputs::hex;
use crate::basics::path::OutPath;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// Size and hash of one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FileFacts {
    /// 64 hex digits.
    pub(super) sha256: String,
    /// Bytes.
    #[serde(rename = "kich_thuoc")]
    pub(super) size: u64,
}

impl FileFacts {
    pub(super) fn of(bytes: &[u8]) -> Self {
        Self { sha256: hex(&Sha256::digest(bytes)), size: bytes.len() as u64 }
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
        let text = std::fs::read_to_string(folder.join(MANIFEST_PATH)).ok()?;
        serde_json::from_str(&text).ok()
    }

    pub(super) fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }
}

/// The facts of files as they are made, from any thread, where nothing is written.
#[derive(Default)]
pub(crate) struct Listing(Mutex<BTreeMap<OutPath, FileFacts>>);

impl Listing {
    pub(crate) fn note(&self, path: &OutPath, bytes: &[u8]) {
        let facts = FileFacts::of(bytes);
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(path.clone(), facts);
    }

    /// The manifest that a build of the same files writes.
    pub(crate) fn manifest(self) -> String {
        Manifest::new(&self.0.into_inner().unwrap_or_else(PoisonError::into_inner)).to_json()
    }
}
