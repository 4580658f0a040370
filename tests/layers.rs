//! Module edges: an arrow may only point up in the list of `src/lib.rs`, and only the marked modules touch the world.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test may fail loudly and read what it checks"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Top-level modules, highest first; each may use the ones named.
const EDGES: [(&str, &[&str]); 31] = [
    ("text", &[]),
    ("image", &[]),
    ("qr", &[]),
    ("path", &["text"]),
    ("date", &["text"]),
    ("diag", &["text", "path"]),
    ("office", &["text", "diag"]),
    ("fields", &["text", "date", "diag"]),
    ("source", &["text", "path", "diag"]),
    ("config", &["text", "path", "date", "diag", "fields"]),
    ("parse", &["text", "path", "date", "diag", "office", "fields", "source", "config"]),
    ("model", &["text", "path", "date", "diag", "fields", "source", "config", "parse"]),
    ("import", &["text", "image", "path", "date", "diag", "office", "config", "parse", "model"]),
    ("rules", &["text", "date", "diag", "config", "parse", "model"]),
    ("gate", &["text", "date", "diag", "office", "config", "source", "parse", "model"]),
    ("relate", &["text", "date", "diag", "config", "parse", "model", "gate"]),
    ("progress", &["text", "path", "date", "diag", "parse", "model", "import", "relate"]),
    ("route", &["text", "path", "date", "diag", "config", "parse", "model", "relate"]),
    ("picture", &["path", "date", "config", "model", "relate"]),
    ("theme", &["text", "path", "diag", "fields", "source", "config"]),
    ("compose", &["text"]),
    ("paperwork", &["text", "date", "config", "parse", "model", "relate", "compose"]),
    ("search", &["text", "path", "date", "diag", "model", "parse", "relate", "route"]),
    (
        "render",
        &[
            "text", "qr", "path", "date", "diag", "config", "parse", "model", "relate", "route", "picture", "theme",
            "compose", "search",
        ],
    ),
    (
        "export",
        &[
            "text",
            "path",
            "date",
            "diag",
            "config",
            "parse",
            "model",
            "relate",
            "route",
            "picture",
            "theme",
            "paperwork",
            "render",
        ],
    ),
    ("links", &["path"]),
    ("output", &["path", "diag"]),
    (
        "pipeline",
        &[
            "text", "path", "date", "diag", "config", "source", "parse", "model", "rules", "gate", "relate", "route",
            "theme", "compose", "search", "render", "export", "links", "output", "image",
        ],
    ),
    ("serve", &["text", "qr", "path", "date", "diag", "config", "source", "gate", "search", "pipeline"]),
    (
        "cli",
        &[
            "text",
            "date",
            "diag",
            "office",
            "source",
            "config",
            "path",
            "gate",
            "parse",
            "model",
            "import",
            "progress",
            "paperwork",
            "pipeline",
            "serve",
        ],
    ),
    ("benchmarks", &["text", "path", "date", "diag", "source", "config", "parse", "gate", "pipeline"]),
];

/// Files that may touch disk, clock, environment or terminal.
const WORLD: [&str; 7] =
    ["src/source/", "src/output", "src/serve/", "src/serve.rs", "src/cli", "src/main.rs", "src/source.rs"];

/// What touching the world looks like.
const WORLDLY: [&str; 8] =
    ["std::fs", "fs::", "std::env", "SystemTime", "Timestamp::now", "Zoned::now", "println!", "std::net"];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("src is readable").flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

fn files() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    sources(&root.join("src"), &mut found);
    let relative = |path: &PathBuf| path.strip_prefix(root).expect("inside").to_string_lossy().replace('\\', "/");
    found.iter().map(|path| (relative(path), fs::read_to_string(path).expect("readable"))).collect()
}

/// The top-level module a file belongs to.
fn module(path: &str) -> &str {
    let inside = path.trim_start_matches("src/");
    inside.split('/').next().unwrap_or(inside).trim_end_matches(".rs")
}

/// Modules named after `crate::` in a text, tests included.
fn used(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("crate::") {
        let rest = &text[at + "crate::".len()..];
        if let Some(list) = rest.strip_prefix('{') {
            let list = list.split('}').next().unwrap_or_default();
            found.extend(list.split(',').map(|item| first_word(item.trim())));
        } else {
            found.push(first_word(rest));
        }
    }
    found
}

fn first_word(text: &str) -> String {
    text.chars().take_while(|ch| ch.is_ascii_lowercase() || *ch == '_').collect()
}

#[test]
fn modules_use_only_what_stands_above_them() {
    let edges: BTreeMap<&str, &[&str]> = EDGES.into_iter().collect();
    let mut forbidden = Vec::new();
    for (path, text) in files() {
        let own = module(&path);
        if ["lib", "main"].contains(&own) {
            continue;
        }
        let allowed = edges.get(own).unwrap_or_else(|| panic!("{path}: module `{own}` is not in the table"));
        for target in used(&text) {
            if edges.contains_key(target.as_str()) && target != own && !allowed.contains(&target.as_str()) {
                forbidden.push(format!("{path} uses {target}"));
            }
        }
    }
    assert!(forbidden.is_empty(), "forbidden edges:\n{}", forbidden.join("\n"));
}

#[test]
fn the_table_itself_points_up_only() {
    for (place, (name, allowed)) in EDGES.iter().enumerate() {
        for target in *allowed {
            let there = EDGES.iter().position(|(known, _)| known == target);
            assert!(there.is_some_and(|there| there < place), "{name} → {target}");
        }
    }
}

#[test]
fn only_marked_modules_touch_the_world() {
    let mut found = Vec::new();
    for (path, text) in files() {
        if WORLD.iter().any(|world| path.starts_with(world)) {
            continue;
        }
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for (number, line) in code.lines().enumerate() {
            let is_comment = line.trim_start().starts_with("//");
            if !is_comment && WORLDLY.iter().any(|word| line.contains(word)) {
                found.push(format!("{path}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    assert!(found.is_empty(), "outside the marked modules:\n{}", found.join("\n"));
}

#[test]
fn no_unsafe_no_unfinished_code() {
    for (path, text) in files() {
        for word in ["todo!(", "unimplemented!(", "unsafe {"] {
            assert!(!text.contains(word), "{path} has {word}");
        }
    }
}
