//! What a site was made from, remembered beside it: a build of the same inputs by the same program gives the same bytes, and
//! need not make them again.
//!
//! Kept in the lock file, never in the site: a hash of internal content is no public byte. Believed only when the published
//! files are, byte for byte, those of the build that is remembered.

#![allow(clippy::disallowed_methods, reason = "this is the module that writes the site")]

use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};

/// A hash of everything that a build depends on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Inputs(String);

impl Inputs {
    /// Of these pieces and this very program; `None` where the system does not show it.
    pub(crate) fn of(pieces: &[&[u8]]) -> Option<Self> {
        let program = program()?;
        let mut hash = Sha256::new();
        for piece in [program.as_slice()].iter().chain(pieces) {
            hash.update(piece.len().to_le_bytes());
            hash.update(piece);
        }
        Some(Self(hex(&hash.finalize())))
    }

    /// The line that remembers them with the manifest of what they gave.
    fn line(&self, manifest: &str) -> String {
        format!("{} {}\n", self.0, hex(&Sha256::digest(manifest)))
    }

    /// Whether the lock file remembers these with that manifest.
    pub(super) fn are_remembered(&self, mut lock: &File, manifest: &str) -> bool {
        let mut text = String::new();
        let read = lock.seek(SeekFrom::Start(0)).and_then(|_| lock.read_to_string(&mut text));
        read.is_ok() && text == self.line(manifest)
    }
}

/// Samples of the program are so many bytes long, and so many are taken.
const SAMPLE: u64 = 16 * 1024;
const SAMPLES: u64 = 32;

/// What tells this program from any other: where it lies, its length and time, and samples of it. Reading all of it would
/// take longer than a small site does.
fn program() -> Option<Vec<u8>> {
    let path = std::env::current_exe().ok()?;
    let mut file = File::open(&path).ok()?;
    let meta = file.metadata().ok()?;
    let mut identity = format!("{} {} {:?}", path.display(), meta.len(), meta.modified().ok()?).into_bytes();
    for number in 0..SAMPLES {
        file.seek(SeekFrom::Start(meta.len() / SAMPLES * number)).ok()?;
        Read::by_ref(&mut file).take(SAMPLE).read_to_end(&mut identity).ok()?;
    }
    Some(identity)
}

/// Writes into the lock file what the published site was made from; nothing where that is not known.
pub(super) fn remember(mut lock: &File, inputs: Option<&Inputs>, manifest: &str) {
    let line = inputs.map(|inputs| inputs.line(manifest)).unwrap_or_default();
    let written = lock.set_len(0).and_then(|()| lock.seek(SeekFrom::Start(0)));
    // What is not remembered is made again.
    let _ = written.and_then(|_| lock.write_all(line.as_bytes()));
}

/// Lower-case hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or_default();
    bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]).map(digit).collect()
}
