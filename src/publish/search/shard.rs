//! The index cut into runs of keys, so that a query fetches the few that hold its words.
//!
//! A shard, inflated: the length of its directory (u32, little-endian), the directory, then bits. The directory has a
//! line a key, `key|variant,count,k,bytes|…`: an empty variant is the key itself; count and bytes are base 36. The bits
//! of a variant are, for each document, the gap to the one before it as a Rice code with parameter k, and four bits of
//! weight.

use super::bits::BitWriter;
use super::fragment::deflate;
use super::postings::{List, Posting};
use rayon::prelude::*;

/// Bytes of a shard before it is packed, at least and at most.
const SMALLEST: usize = 2_500;
const LARGEST: usize = 8_000;
/// Shards whose boundaries are read at once; with more, one more request costs less.
const MOST_UNGROUPED: usize = 1_000;

/// A key ready to be stored.
#[derive(Debug)]
pub(super) struct Stored {
    key: String,
    /// What follows the key in the directory.
    line: String,
    bits: Vec<u8>,
    /// Documents in all spellings together.
    pub(super) documents: usize,
}

impl Stored {
    pub(super) fn new(entry: &Posting, documents: usize) -> Self {
        let (mut line, mut bits) = (String::new(), Vec::new());
        for list in &entry.lists {
            let k = rice_parameter(list.postings.len(), documents);
            let packed = pack(list, k);
            let variant = if list.variant == entry.key { "" } else { list.variant.as_str() };
            line.push_str(&format!("|{variant},{},{k},{}", base36(list.postings.len()), base36(packed.len())));
            bits.extend(packed);
        }
        let documents = entry.lists.iter().map(|list| list.postings.len()).sum();
        Self { key: entry.key.clone(), line, bits, documents }
    }

    pub(super) fn key(&self) -> &str {
        &self.key
    }

    fn size(&self) -> usize {
        self.key.len() + self.line.len() + self.bits.len()
    }
}

/// The k with which gaps of this density take the fewest bits.
fn rice_parameter(count: usize, documents: usize) -> u8 {
    // log₂ of 0.69 × gap, rounded.
    (0..24).find(|k| documents * 69 < count.max(1) * (141 << k)).unwrap_or(24)
}

fn pack(list: &List, k: u8) -> Vec<u8> {
    let mut writer = BitWriter::default();
    let mut next = 0;
    for (document, weight) in &list.postings {
        writer.rice(document - next, k);
        writer.bits(u32::from(*weight), 4);
        next = document + 1;
    }
    writer.finish()
}

fn base36(mut number: usize) -> String {
    let mut digits = Vec::new();
    loop {
        let digit = u8::try_from(number % 36).unwrap_or_default();
        digits.push(char::from(if digit < 10 { b'0' + digit } else { b'a' + digit - 10 }));
        number /= 36;
        if number == 0 {
            return digits.into_iter().rev().collect();
        }
    }
}

/// All shards of an index.
#[derive(Debug, Default)]
pub(super) struct Shards {
    /// For each shard the shortest text that is above every key before it and not above its own first key.
    pub(super) boundaries: Vec<String>,
    /// Shards whose boundaries stand together in a file `k/<n>.bin`, and have one in `boundaries`; 0 when all are there.
    pub(super) group: usize,
    pub(super) files: Vec<(String, Vec<u8>)>,
}

/// Cuts sorted keys into shards and packs them, in parallel.
pub(super) fn shards(keys: &[Stored]) -> Shards {
    let total: usize = keys.iter().map(Stored::size).sum();
    let target = ideal_size(total);
    let mut runs: Vec<&[Stored]> = Vec::new();
    let (mut start, mut size) = (0, 0);
    for (place, key) in keys.iter().enumerate() {
        if size > 0 && size + key.size() > target {
            runs.extend(keys.get(start..place));
            (start, size) = (place, 0);
        }
        size += key.size();
    }
    runs.extend(keys.get(start..));
    let before = std::iter::once("").chain(runs.iter().filter_map(|run| run.last().map(Stored::key)));
    let boundaries =
        before.zip(&runs).map(|(before, run)| boundary(before, run.first().map_or("", Stored::key))).collect();
    let packed: Vec<Vec<u8>> = runs.par_iter().map(|run| deflate(&bytes(run))).collect();
    let files = packed.into_iter().enumerate().map(|(number, bytes)| (format!("s/{number}.bin"), bytes)).collect();
    let mut shards = Shards { boundaries, group: 0, files };
    if shards.files.len() > MOST_UNGROUPED {
        shards.group_boundaries();
    }
    shards
}

impl Shards {
    /// Moves the boundaries into files of their own, so that a reader of a large site does not pay for all of them.
    fn group_boundaries(&mut self) {
        self.group = self.boundaries.len().isqrt();
        let groups: Vec<&[String]> = self.boundaries.chunks(self.group).collect();
        let packed = groups.iter().enumerate();
        let packed = packed.map(|(number, group)| (format!("k/{number}.bin"), deflate(group.join("\n").as_bytes())));
        self.files.extend(packed.collect::<Vec<_>>());
        self.boundaries = groups.iter().filter_map(|group| group.first().cloned()).collect();
    }
}

/// A reader pays for a few shards and for the boundaries of all: both cost least together near the square root.
fn ideal_size(total: usize) -> usize {
    total.isqrt().saturating_mul(2).clamp(SMALLEST, LARGEST)
}

/// The shortest beginning of `first` that is above `before`.
fn boundary(before: &str, first: &str) -> String {
    let ends = first.char_indices().map(|(at, ch)| at + ch.len_utf8());
    let mut beginnings = ends.filter_map(|end| first.get(..end));
    beginnings.find(|beginning| *beginning > before).unwrap_or(first).to_owned()
}

fn bytes(run: &[Stored]) -> Vec<u8> {
    let lines: Vec<String> = run.iter().map(|stored| format!("{}{}", stored.key, stored.line)).collect();
    let directory = lines.join("\n");
    let mut bytes = u32::try_from(directory.len()).unwrap_or_default().to_le_bytes().to_vec();
    bytes.extend(directory.into_bytes());
    run.iter().for_each(|stored| bytes.extend(&stored.bits));
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boundaries_are_as_short_as_they_can_be() {
        assert_eq!(boundary("chuyen de", "chuyen doi"), "chuyen do");
        assert_eq!(boundary("", "an"), "a");
        assert_eq!(boundary("an", "an ninh"), "an ");
    }

    #[test]
    fn numbers_are_written_as_javascript_reads_them() {
        assert_eq!([0, 35, 36, 1295].map(base36), ["0", "z", "10", "zz"]);
    }

    #[test]
    fn gaps_of_any_density_have_a_parameter() {
        assert_eq!(rice_parameter(100, 100), 0);
        assert_eq!(rice_parameter(1, 0), 0);
        assert!(rice_parameter(1, 1_000_000) > 15);
    }
}
