//! The files of a theme: the embedded ones, overridden by the site's own.

use crate::basics::diag::{Diagnostic, Diagnostics, FileId, Located, codes, msg, nearest};
use crate::read::source::SourceTree;
use include_dir::{Dir, include_dir};
use std::borrow::Cow;
use std::collections::BTreeMap;

static DEFAULT: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/bang-tin");

/// The name of the embedded theme.
pub(super) const DEFAULT_NAME: &str = "bang-tin";

/// Where templates of the embedded theme are found: what a site overrides can be extended, and a component that it has
/// wins over the one of the same name there.
pub(super) const ORIGINAL: &str = "goc/";

/// One file, with where it came from.
pub(super) struct ThemeFile {
    pub(super) bytes: Cow<'static, [u8]>,
    /// The site's file; `None` for an embedded one.
    pub(super) id: Option<FileId>,
}

/// Files by their path inside the theme.
pub(super) struct Files {
    files: BTreeMap<String, ThemeFile>,
}

impl Files {
    /// The embedded theme with the site's files over it. `None` when the site names a theme it does not have.
    pub(super) fn collect(tree: &SourceTree, name: &Located<String>, found: &mut Diagnostics) -> Option<Self> {
        let mut files = BTreeMap::new();
        embedded(&DEFAULT, &mut files);
        let prefix = format!("themes/{}/", name.value);
        let mut own = 0;
        for (id, file) in tree.below(&prefix) {
            let inside = file.path.as_str().strip_prefix(&prefix).unwrap_or_default().to_owned();
            own += 1;
            files.insert(inside, ThemeFile { bytes: Cow::Owned(file.held().to_vec()), id: Some(id) });
        }
        if own == 0 && name.value != DEFAULT_NAME {
            found.push(missing(tree, name));
            return None;
        }
        Some(Self { files })
    }

    pub(super) fn get(&self, path: &str) -> Option<&ThemeFile> {
        self.files.get(path)
    }

    pub(super) fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path).and_then(|file| std::str::from_utf8(&file.bytes).ok())
    }

    /// The files of one folder of the theme, by their name inside it.
    pub(super) fn folder<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a ThemeFile)> {
        self.files.iter().filter_map(move |(path, file)| Some((path.strip_prefix(folder)?.strip_prefix('/')?, file)))
    }

    /// Templates by name: the site's own as they are called, the embedded ones below [`ORIGINAL`].
    pub(super) fn templates(&self) -> BTreeMap<String, String> {
        let mut originals = BTreeMap::new();
        DEFAULT.get_dir("trang").into_iter().for_each(|folder| embedded(folder, &mut originals));
        let originals = Self { files: originals };
        let text = |file: &ThemeFile| std::str::from_utf8(&file.bytes).ok().map(str::to_owned);
        let own = self.folder("trang").filter(|(_, file)| file.id.is_some());
        let own = own.filter_map(|(name, file)| Some((name.to_owned(), text(file)?)));
        let originals = originals.folder("trang");
        let originals = originals.filter_map(|(name, file)| Some((format!("{ORIGINAL}{name}"), text(file)?)));
        originals.chain(own).collect()
    }

    /// Document templates by name.
    pub(super) fn documents(&self) -> BTreeMap<String, String> {
        let text = |file: &ThemeFile| std::str::from_utf8(&file.bytes).ok().map(str::to_owned);
        self.folder("mau")
            .filter_map(|(name, file)| Some((name.strip_suffix(".md")?.to_owned(), text(file)?)))
            .collect()
    }

    /// Scripts for the worker of a site, by name.
    pub(super) fn workers(&self) -> BTreeMap<String, String> {
        let text = |file: &ThemeFile| std::str::from_utf8(&file.bytes).ok().map(str::to_owned);
        self.folder("ngoai-tuyen").filter_map(|(name, file)| Some((name.to_owned(), text(file)?))).collect()
    }

    pub(super) fn template_ids(&self) -> BTreeMap<String, FileId> {
        self.folder("trang").filter_map(|(name, file)| Some((name.to_owned(), file.id?))).collect()
    }
}

fn embedded(dir: &Dir<'static>, files: &mut BTreeMap<String, ThemeFile>) {
    for file in dir.files() {
        let path = file.path().to_string_lossy().replace('\\', "/");
        files.insert(path, ThemeFile { bytes: Cow::Borrowed(file.contents()), id: None });
    }
    for inner in dir.dirs() {
        embedded(inner, files);
    }
}

fn missing(tree: &SourceTree, name: &Located<String>) -> Diagnostic {
    let typed = &name.value;
    let folders = tree.below("themes/").filter_map(|(_, file)| file.path.as_str().split('/').nth(1));
    let mut known: Vec<&str> = folders.collect();
    known.push(DEFAULT_NAME);
    let found = Diagnostic::new(
        codes::THEME_MISSING,
        name.at,
        msg!("không có giao diện `{typed}`", "there is no theme `{typed}`"),
    );
    match nearest(typed, known) {
        Some(near) => found.label(msg!("ý bạn là `{near}`?", "did you mean `{near}`?")),
        None => found,
    }
    .help(msg!(
        "đặt giao diện vào themes/{typed}/, hoặc bỏ dòng này để dùng giao diện có sẵn",
        "put the theme into themes/{typed}/, or remove the line to use the built-in one"
    ))
}
