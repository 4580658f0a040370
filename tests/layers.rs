//! Module edges: seven wings, each of a few modules; an arrow may only point up in the table, and only the marked modules
//! touch the world. `docs/ARCHITECTURE.md` shows the same picture.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test may fail loudly and read what it checks"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// A module, and the modules that it uses, each as `wing::module`.
type Module = (&'static str, &'static [&'static str]);

/// The wings in the order of the line, and the modules of each, each with every module that it uses.
const WINGS: [(&str, &[Module]); 7] = [
    (
        "basics",
        &[
            ("apart", &[]),
            ("graph", &[]),
            ("text", &[]),
            ("image", &[]),
            ("qr", &[]),
            ("path", &[]),
            ("date", &["basics::text"]),
            ("diag", &["basics::text"]),
        ],
    ),
    (
        "read",
        &[
            ("vocabulary", &[]),
            ("sensitive", &["basics::text", "basics::diag"]),
            ("markdown", &["basics::text", "basics::diag"]),
            ("citation", &["basics::text", "basics::date", "read::vocabulary"]),
            ("office", &["basics::text", "basics::diag"]),
            (
                "visible",
                &["basics::text", "basics::image", "basics::diag", "read::sensitive", "read::markdown", "read::office"],
            ),
            ("fields", &["basics::date", "basics::diag"]),
            ("scan", &["basics::diag", "read::sensitive", "read::markdown", "read::fields"]),
            ("source", &["basics::apart", "basics::text", "basics::path", "basics::diag", "read::visible"]),
            (
                "config",
                &[
                    "basics::text",
                    "basics::path",
                    "basics::date",
                    "basics::diag",
                    "read::vocabulary",
                    "read::sensitive",
                    "read::fields",
                    "read::scan",
                ],
            ),
            ("grid", &["basics::text", "basics::date", "basics::diag", "read::office", "read::source"]),
            (
                "parse",
                &[
                    "basics::text",
                    "basics::path",
                    "basics::date",
                    "basics::diag",
                    "read::vocabulary",
                    "read::sensitive",
                    "read::markdown",
                    "read::fields",
                    "read::scan",
                    "read::source",
                    "read::config",
                    "read::grid",
                ],
            ),
        ],
    ),
    (
        "site",
        &[
            (
                "model",
                &[
                    "basics::graph",
                    "basics::text",
                    "basics::path",
                    "basics::date",
                    "basics::diag",
                    "read::vocabulary",
                    "read::sensitive",
                    "read::markdown",
                    "read::citation",
                    "read::fields",
                    "read::source",
                    "read::config",
                    "read::parse",
                ],
            ),
            (
                "rules",
                &[
                    "basics::text",
                    "basics::date",
                    "basics::diag",
                    "read::vocabulary",
                    "read::markdown",
                    "read::citation",
                    "read::config",
                    "site::model",
                ],
            ),
        ],
    ),
    (
        "edition",
        &[
            (
                "gate",
                &[
                    "basics::text",
                    "basics::path",
                    "basics::date",
                    "basics::diag",
                    "read::vocabulary",
                    "read::sensitive",
                    "read::visible",
                    "read::source",
                    "read::config",
                    "site::model",
                ],
            ),
            (
                "relate",
                &[
                    "basics::graph",
                    "basics::text",
                    "basics::path",
                    "basics::date",
                    "basics::diag",
                    "read::vocabulary",
                    "read::markdown",
                    "read::citation",
                    "read::config",
                    "site::model",
                    "edition::gate",
                ],
            ),
            ("route", &["basics::text", "basics::path", "basics::diag", "site::model", "edition::relate"]),
            (
                "publication",
                &[
                    "basics::text",
                    "basics::path",
                    "basics::diag",
                    "read::config",
                    "site::model",
                    "edition::gate",
                    "edition::relate",
                    "edition::route",
                ],
            ),
        ],
    ),
    (
        "publish",
        &[
            ("picture", &["basics::path", "basics::date", "site::model", "edition::relate"]),
            (
                "theme",
                &["basics::text", "basics::path", "basics::diag", "read::fields", "read::source", "read::config"],
            ),
            ("compose", &["basics::apart", "basics::text", "basics::diag"]),
            (
                "letter",
                &[
                    "basics::text",
                    "basics::date",
                    "basics::diag",
                    "read::vocabulary",
                    "read::markdown",
                    "site::model",
                    "edition::relate",
                    "publish::compose",
                ],
            ),
            (
                "search",
                &[
                    "basics::text",
                    "basics::path",
                    "basics::date",
                    "basics::diag",
                    "read::vocabulary",
                    "read::markdown",
                    "site::model",
                    "edition::relate",
                    "edition::route",
                    "edition::publication",
                ],
            ),
            (
                "render",
                &[
                    "basics::text",
                    "basics::qr",
                    "basics::path",
                    "basics::date",
                    "basics::diag",
                    "read::vocabulary",
                    "read::markdown",
                    "read::config",
                    "site::model",
                    "edition::relate",
                    "edition::route",
                    "edition::publication",
                    "publish::theme",
                    "publish::compose",
                    "publish::search",
                ],
            ),
            (
                "export",
                &[
                    "basics::text",
                    "basics::path",
                    "basics::date",
                    "basics::diag",
                    "read::vocabulary",
                    "read::config",
                    "site::model",
                    "edition::relate",
                    "edition::route",
                    "edition::publication",
                    "publish::picture",
                    "publish::letter",
                    "publish::render",
                ],
            ),
            ("links", &["basics::path"]),
            ("output", &["basics::path", "basics::diag"]),
        ],
    ),
    (
        "office",
        &[
            (
                "import",
                &[
                    "basics::text",
                    "basics::image",
                    "basics::path",
                    "basics::date",
                    "basics::diag",
                    "read::vocabulary",
                    "read::sensitive",
                    "read::markdown",
                    "read::citation",
                    "read::office",
                    "read::visible",
                    "read::grid",
                    "read::parse",
                    "site::model",
                ],
            ),
            (
                "progress",
                &[
                    "basics::text",
                    "basics::path",
                    "basics::date",
                    "basics::diag",
                    "read::vocabulary",
                    "read::grid",
                    "read::parse",
                    "site::model",
                    "edition::relate",
                    "office::import",
                ],
            ),
            ("paperwork", &["basics::text", "read::markdown", "publish::letter"]),
        ],
    ),
    (
        "drive",
        &[
            (
                "pipeline",
                &[
                    "basics::image",
                    "basics::path",
                    "basics::date",
                    "basics::diag",
                    "read::vocabulary",
                    "read::source",
                    "read::config",
                    "read::parse",
                    "site::model",
                    "site::rules",
                    "edition::gate",
                    "edition::relate",
                    "edition::route",
                    "edition::publication",
                    "publish::theme",
                    "publish::compose",
                    "publish::search",
                    "publish::render",
                    "publish::export",
                    "publish::links",
                    "publish::output",
                ],
            ),
            (
                "serve",
                &[
                    "basics::text",
                    "basics::qr",
                    "basics::path",
                    "basics::date",
                    "basics::diag",
                    "read::vocabulary",
                    "read::source",
                    "edition::gate",
                    "publish::search",
                    "drive::pipeline",
                ],
            ),
            (
                "cli",
                &[
                    "basics::apart",
                    "basics::text",
                    "basics::path",
                    "basics::date",
                    "basics::diag",
                    "read::vocabulary",
                    "read::office",
                    "read::source",
                    "read::config",
                    "read::grid",
                    "site::model",
                    "edition::gate",
                    "publish::compose",
                    "publish::letter",
                    "publish::output",
                    "office::import",
                    "office::progress",
                    "office::paperwork",
                    "drive::pipeline",
                    "drive::serve",
                ],
            ),
        ],
    ),
];

/// Files that may touch disk, clock, environment or terminal.
const WORLD: [&str; 8] = [
    "src/basics/apart.rs",
    "src/read/source/",
    "src/read/source.rs",
    "src/publish/output",
    "src/drive/serve/",
    "src/drive/serve.rs",
    "src/drive/cli",
    "src/main.rs",
];

/// What touching the world looks like.
const WORLDLY: [&str; 8] =
    ["std::fs", "fs::", "std::env", "SystemTime", "Timestamp::now", "Zoned::now", "println!", "std::net"];

fn sources(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("src is readable").flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, paths);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            paths.push(path);
        }
    }
}

/// Every file of `src` with its text.
fn files() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    sources(&root.join("src"), &mut paths);
    let relative = |path: &PathBuf| path.strip_prefix(root).expect("inside").to_string_lossy().replace('\\', "/");
    paths.iter().map(|path| (relative(path), fs::read_to_string(path).expect("readable"))).collect()
}

/// `wing::module` of a file; `None` for the files that hold the wings together.
fn module(path: &str) -> Option<String> {
    let inside = path.strip_prefix("src/")?.strip_suffix(".rs")?;
    let mut parts = inside.split('/');
    Some(format!("{}::{}", parts.next()?, parts.next()?))
}

/// Modules named after `crate::` in a text, tests included. Lists in braces are not used across modules.
fn used(path: &str, text: &str) -> Vec<String> {
    let mut targets = Vec::new();
    for (at, _) in text.match_indices("crate::") {
        let rest = &text[at + "crate::".len()..];
        assert!(!rest.starts_with('{'), "{path}: one `use` a module");
        let wing = first_word(rest);
        let Some(after) = rest[wing.len()..].strip_prefix("::") else { continue };
        targets.push(format!("{wing}::{}", first_word(after)));
    }
    targets
}

fn first_word(text: &str) -> String {
    text.chars().take_while(|ch| ch.is_ascii_lowercase() || *ch == '_').collect()
}

/// The edges of the table: `wing::module`, and what it may use.
fn edges() -> Vec<(String, &'static [&'static str])> {
    let of = |(wing, modules): &(&str, &'static [Module])| {
        let wing = (*wing).to_owned();
        modules.iter().map(move |(module, targets)| (format!("{wing}::{module}"), *targets))
    };
    WINGS.iter().flat_map(of).collect()
}

/// What each module uses, by `wing::module`.
fn uses() -> BTreeMap<String, BTreeSet<String>> {
    let known: BTreeSet<String> = edges().into_iter().map(|(module, _)| module).collect();
    let mut uses: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (path, text) in files() {
        let Some(own) = module(&path) else { continue };
        assert!(known.contains(&own), "{path}: module `{own}` is not in the table");
        let targets = used(&path, &text);
        let others: Vec<_> = targets.into_iter().filter(|target| known.contains(target) && *target != own).collect();
        uses.entry(own).or_default().extend(others);
    }
    uses
}

#[test]
fn modules_use_what_the_table_says_and_nothing_else() {
    let uses = uses();
    for (module, allowed) in edges() {
        let allowed: BTreeSet<String> = allowed.iter().map(|target| (*target).to_owned()).collect();
        let used = uses.get(&module).cloned().unwrap_or_default();
        let new: Vec<_> = used.difference(&allowed).collect();
        let gone: Vec<_> = allowed.difference(&used).collect();
        assert!(new.is_empty(), "{module} may not use {new:?}");
        assert!(gone.is_empty(), "{module} no longer uses {gone:?}: take it out of the table");
    }
}

#[test]
fn the_table_itself_points_up_only() {
    let edges = edges();
    for (place, (module, allowed)) in edges.iter().enumerate() {
        for target in *allowed {
            let there = edges.iter().position(|(known, _)| known == target);
            assert!(there.is_some_and(|there| there < place), "{module} → {target}");
        }
    }
}

#[test]
fn only_marked_modules_touch_the_world() {
    let mut touching = Vec::new();
    for (path, text) in files() {
        if WORLD.iter().any(|world| path.starts_with(world)) {
            continue;
        }
        // What follows is for tests; a whole file is, where its head says so.
        let code = text.split("cfg(test)]").next().unwrap_or_default();
        for (number, line) in code.lines().enumerate() {
            let is_comment = line.trim_start().starts_with("//");
            if !is_comment && WORLDLY.iter().any(|word| line.contains(word)) {
                touching.push(format!("{path}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    assert!(touching.is_empty(), "outside the marked modules:\n{}", touching.join("\n"));
}

#[test]
fn no_unsafe_no_unfinished_code() {
    for (path, text) in files() {
        for word in ["todo!(", "unimplemented!(", "unsafe {"] {
            assert!(!text.contains(word), "{path} has {word}");
        }
    }
}
