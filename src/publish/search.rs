//! Search in the reader's browser: what is found, and the files under `tim-kiem/` that the client reads.
//!
//! Takes the publication, returns paths and bytes; knows no disk. Only what the gate let into the edition
//! can be found. The same edition gives the same bytes at any number of threads.
//!
//! There is no crate that writes lunr indexes: [`lunr`] writes the whole index as lunr.js 2.3.9 itself would, for
//! sites small enough to load it; [`shard`] cuts an index into runs of terms, of which a query needs a few. The client
//! puts a genuine lunr index together from them (`themes/bang-tin/nguon/tim-kiem`).

mod bits;
mod collect;
mod document;
mod fragment;
mod lunr;
mod postings;
mod root;
mod script;
mod shard;
mod vocabulary;

pub(crate) use document::HitKind;

use collect::Collector;
use postings::{Inverter, Posting};
use shard::Stored;

use crate::basics::diag::Sources;
use crate::basics::path::{OutPath, content_hash};
use crate::basics::text::Lexicon;
use crate::edition::publication::{Publication, SEARCH_FOLDER as FOLDER};

/// The most documents for which the whole index is written in lunr's own format.
const MOST_IN_LUNR: usize = 300;
/// The most bytes of an index that a page may load as one script, when it is opened from a disk.
const MOST_IN_SCRIPT: usize = 8_000_000;

/// The index of one edition.
#[derive(Debug, Default)]
pub(crate) struct SearchIndex {
    /// `tim-kiem/<hash>/`: the name changes with the content, so that caches never mix builds.
    pub(crate) folder: String,
    /// The index as one script, for pages that were opened from a disk and may not fetch; only of a small index.
    pub(crate) script: Option<String>,
    /// By path.
    pub(crate) files: Vec<(OutPath, Vec<u8>)>,
}

impl SearchIndex {
    /// One file of it.
    pub(crate) fn file(&self, path: &OutPath) -> Option<&[u8]> {
        let place = self.files.binary_search_by(|(known, _)| known.cmp(path)).ok()?;
        self.files.get(place).map(|(_, bytes)| bytes.as_slice())
    }
}

/// Indexes everything that can be found.
pub(crate) fn index(publication: &Publication, sources: &(dyn Sources + Sync)) -> SearchIndex {
    let edition = &publication.edition;
    let collector = Collector::new(publication, sources);
    let subjects = collector.subjects();
    let count = subjects.len();
    let lexicon = Lexicon::new(&edition.config.abbreviations, &collect::names(edition));
    let store = |entry: Posting| Stored::new(&entry, count);
    let filters = postings::filters(edition, &subjects, &collector);
    let analysed = vocabulary::analyse(&lexicon, &subjects, &collector);
    let mut keys = Inverter::new(&analysed).entries(store);
    let lunr = (count <= MOST_IN_LUNR).then(|| lunr::index(&analysed));
    drop(analysed);
    keys.extend(filters.into_iter().map(store));
    keys.sort_by(|a, b| a.key().cmp(b.key()));
    let shards = shard::shards(&keys);
    let common = root::common(count, &keys);
    drop(keys);
    // Only now: rows and texts take as much room as the keys did.
    let fragments = fragment::fragments(&subjects, &collector);
    let root = root::root(count, &lexicon, &common, &shards, &fragments);
    let mut files = vec![("root.bin".to_owned(), root)];
    files.extend(shards.files);
    files.extend(fragments.files);
    let pieces = files.iter().flat_map(|(name, bytes)| [name.as_bytes(), bytes]);
    let folder = format!("{FOLDER}/{}/", content_hash(pieces));
    let mut index = SearchIndex { folder, ..SearchIndex::default() };
    if files.iter().map(|(_, bytes)| bytes.len()).sum::<usize>() <= MOST_IN_SCRIPT {
        let path = format!("{FOLDER}/chi-muc.js");
        index.files.push((OutPath::new(path.clone()), script::script(&files)));
        index.script = Some(path);
    }
    index.files.extend(lunr.map(|json| (OutPath::new(format!("{FOLDER}/lunr.json")), json)));
    let folder = index.folder.clone();
    index.files.extend(files.into_iter().map(|(name, bytes)| (OutPath::new(format!("{folder}{name}")), bytes)));
    index.files.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
    index
}
