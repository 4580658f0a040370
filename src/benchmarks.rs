//! What the benchmark `hot` calls: the functions that a build calls most often, each on a text or a ward that it is given.
//!
//! Only there with the feature `benchmarks`; no part of the program.

use crate::basics::date::{Day, Deadline};
use crate::basics::diag::{Diagnostics, Fatal, FileId};
use crate::basics::image::without_metadata;
use crate::basics::path::{OutPath, SourcePath};
use crate::basics::text::{self, Analyser, Lexicon};
use crate::drive::pipeline::{Snapshot, Workspace};
use crate::edition::gate::Request;
use crate::read::config::{self, Config};
use crate::read::parse::{self, Parsed};
use crate::read::source::{self, SourceTree};
use std::path::Path;

/// Without marks, in lower case.
#[must_use]
pub fn fold(text: &str) -> String {
    text::fold(text)
}

/// As part of an address.
#[must_use]
pub fn slug(text: &str) -> String {
    text::slug(text)
}

/// Whether a deadline is understood.
#[must_use]
pub fn deadline(text: &str) -> bool {
    Deadline::parse(text).1.is_none()
}

/// The words, names and numbers that the search indexes of a document's text.
#[must_use]
pub fn analyse(text: &str) -> usize {
    let lexicon = Lexicon::new(&[], &[]);
    Analyser::new(&lexicon).analyse(text).units().count()
}

/// What the gate makes of an attachment; whether some of it stayed unread.
#[must_use]
pub fn inspect(name: &str, bytes: &[u8]) -> bool {
    source::inspect(name, bytes).unread.is_some()
}

/// What is published of a picture; whether nothing is.
#[must_use]
pub fn strip(bytes: &[u8]) -> bool {
    without_metadata(bytes).is_err()
}

/// A site in memory.
pub struct Ward {
    tree: SourceTree,
    config: Config,
    snapshot: Snapshot,
}

impl Ward {
    /// Reads the site of a folder; its edition for everybody on a day.
    ///
    /// # Errors
    /// When there is no site.
    pub fn open(folder: &Path, today: Day) -> Result<Self, Fatal> {
        let tree = SourceTree::read_site(folder)?;
        let settings = tree.find(&SourcePath::new("bangtin.toml")).unwrap_or(FileId(0));
        let mut diagnostics = Diagnostics::default();
        let config = config::read(tree.text_of(settings).unwrap_or_default(), settings).collect(&mut diagnostics);
        let request = Request { audience: crate::read::vocabulary::Audience::Public, drafts: false, today };
        let snapshot = Workspace::open(folder)?.snapshot(request, None);
        Ok(Self { tree, config, snapshot })
    }

    /// Parses every file; how many entries were not known before.
    #[must_use]
    pub fn parse(&self) -> usize {
        parse::parse(&self.tree, &self.config, &Parsed::default()).fresh.len()
    }

    /// Renders the page at a path; its bytes.
    #[must_use]
    pub fn page(&self, path: &str) -> usize {
        let made = self.snapshot.file(&OutPath::new(path)).and_then(Result::ok);
        made.map_or(0, |(bytes, _)| bytes.into_vec().map_or(0, |bytes| bytes.len()))
    }
}
