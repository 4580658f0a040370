//! What the readers of attachments do with files that nobody would make on purpose: changed copies of good ones.
//!
//! `cargo bench --features benchmarks --bench fuzz -- 600 FILE…` changes the files for so many seconds, in parts of packages
//! too, and prints how many were read, the slowest, and the memory of this process. A panic ends it. The changes follow from
//! the number of a round: the same files give the same rounds.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::cast_possible_truncation,
    reason = "a benchmark may fail loudly, and reads and prints"
)]

use bangtin::benchmarks::{inspect, strip};
use std::io::{Cursor, Read, Write};
use std::time::{Duration, Instant};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

fn main() {
    if bangtin::cli::run_as_worker().is_some() {
        return;
    }
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    let seconds = arguments.next().and_then(|seconds| seconds.parse().ok()).expect("seconds, then files");
    let seeds: Vec<(String, Vec<u8>)> =
        arguments.map(|path| (path.clone(), std::fs::read(path).expect("a file"))).collect();
    let (started, mut rounds, mut unread) = (Instant::now(), 0_u64, 0_u64);
    let mut slowest = (Duration::ZERO, String::new());
    while started.elapsed() < Duration::from_secs(seconds) {
        let (name, seed) = &seeds[rounds as usize % seeds.len()];
        let changed = changed(seed, &mut Dice(rounds + 1));
        let began = Instant::now();
        unread += u64::from(inspect(name, &changed));
        let _ = strip(&changed);
        if began.elapsed() > slowest.0 {
            slowest = (began.elapsed(), format!("{name}, round {rounds}"));
        }
        rounds += 1;
    }
    let memory = memory_stats::memory_stats().map_or(0, |used| used.physical_mem >> 20);
    println!("{rounds} files, {unread} unread, slowest {:.2} s ({}), {memory} MB", slowest.0.as_secs_f64(), slowest.1);
}

/// Numbers that look like chance.
struct Dice(u64);

impl Dice {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % below.max(1)
    }
}

/// A changed copy; of a package now and then one with changed parts.
fn changed(seed: &[u8], dice: &mut Dice) -> Vec<u8> {
    if seed.starts_with(b"PK") && dice.next(4) > 0 {
        return repacked(seed, dice).unwrap_or_else(|| scrambled(seed, dice));
    }
    scrambled(seed, dice)
}

fn repacked(seed: &[u8], dice: &mut Dice) -> Option<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(seed)).ok()?;
    let victim = dice.next(archive.len());
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    for place in 0..archive.len() {
        let mut part = archive.by_index(place).ok()?;
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).ok()?;
        let name = part.name().ok()?.into_owned();
        let bytes = if place == victim { scrambled(&bytes, dice) } else { bytes };
        package.start_file(name, SimpleFileOptions::default()).ok()?;
        package.write_all(&bytes).ok()?;
    }
    Some(package.finish().ok()?.into_inner())
}

/// Bytes flipped, taken out, doubled, moved, and signs of the formats put in.
fn scrambled(seed: &[u8], dice: &mut Dice) -> Vec<u8> {
    const SIGNS: [&[u8]; 16] = [
        b"<",
        b">",
        b"/>",
        b"</w:p>",
        b"<![CDATA[",
        b"&#x41;",
        b"]]>",
        b"(",
        b"<<",
        b"endobj",
        b"stream\n",
        b" 0 R",
        b"\xff\xff\xff\xff",
        b"\0\0\0\0",
        b"99999999999",
        b"<text:s text:c=\"999999999\"/>",
    ];
    let mut bytes = seed.to_vec();
    for _ in 0..=dice.next(6) {
        let at = dice.next(bytes.len() + 1);
        let end = (at + 1 + dice.next(200)).min(bytes.len());
        match dice.next(6) {
            0 if at < bytes.len() => bytes[at] = dice.next(256) as u8,
            1 => drop(bytes.drain(at.min(end)..end)),
            2 => {
                let piece = bytes[at.min(end)..end].repeat(1 + dice.next(50));
                bytes.splice(at..at, piece);
            }
            3 => {
                let piece = bytes[at.min(end)..end].to_vec();
                let to = dice.next(bytes.len() + 1);
                bytes.splice(to..to, piece);
            }
            4 => bytes.truncate(at),
            _ => {
                let sign = SIGNS[dice.next(SIGNS.len())];
                bytes.splice(at..at, sign.iter().copied());
            }
        }
    }
    bytes
}
