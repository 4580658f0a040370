//! The floor: what no generator can do without. Reads every input, parses its TOML and its Markdown, writes as many bytes
//! in as many files as the build wrote.

use pulldown_cmark::{Options, Parser, html};
use rayon::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Every file below a folder, with its size.
fn files(folder: &Path, found: &mut Vec<(PathBuf, usize)>) {
    for entry in fs::read_dir(folder).expect("readable").flatten() {
        let path = entry.path();
        match entry.metadata().expect("known") {
            about if about.is_dir() => files(&path, found),
            about => found.push((path, usize::try_from(about.len()).expect("small"))),
        }
    }
}

/// Does it; returns the seconds of each part.
pub(crate) fn run(site: &Path, out: &Path, like: &Path) -> Vec<(String, f64)> {
    let mut inputs = Vec::new();
    files(&site.join("content"), &mut inputs);
    let mut outputs = Vec::new();
    files(like, &mut outputs);
    let _ = fs::remove_dir_all(out);
    let begun = Instant::now();
    let parsed: usize = inputs.par_iter().map(|(path, _)| parse(&fs::read_to_string(path).unwrap_or_default())).sum();
    let read = begun.elapsed().as_secs_f64();
    assert!(parsed > 0, "something was parsed");
    let begun = Instant::now();
    let page = vec![b'x'; outputs.iter().map(|(_, size)| *size).max().unwrap_or_default()];
    outputs.par_iter().for_each(|(path, size)| {
        let path = out.join(path.strip_prefix(like).expect("inside"));
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, &page[..*size]).expect("written");
    });
    let written = begun.elapsed().as_secs_f64();
    let _ = fs::remove_dir_all(out);
    vec![("parse".to_owned(), read), ("write".to_owned(), written)]
}

/// The bytes of a file's HTML.
fn parse(text: &str) -> usize {
    let Some((front, body)) = text.strip_prefix("+++\n").and_then(|rest| rest.split_once("\n+++\n")) else {
        return text.len();
    };
    let front: toml::Table = toml::from_str(front).expect("TOML");
    let mut out = String::with_capacity(body.len() * 2);
    html::push_html(&mut out, Parser::new_ext(body, Options::all()));
    out.len() + front.len()
}
