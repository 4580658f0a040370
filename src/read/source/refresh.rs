//! The tree after something may have changed on the disk: only what changed is read again.

use super::walk::{self, Stamp};
use super::{Content, SourceFile, SourceTree, Tracked, is_litter, require_settings};
use crate::basics::diag::Fatal;
use crate::basics::path::SourcePath;
use crate::basics::text::normal;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// What may have changed since a tree was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Candidates {
    /// These files and folders, by their place on the disk.
    These(BTreeSet<PathBuf>),
    /// Anything.
    Everything,
}

/// How much of what looks like the middle of a save is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RetryPolicy {
    /// Files that are gone, held by another program, emptied, or half written.
    Full,
    /// All of those but files that are gone.
    Held,
    /// Everything is taken as it is.
    None,
}

impl Candidates {
    /// Both.
    pub(crate) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::These(mut these), Self::These(others)) => {
                these.extend(others);
                Self::These(these)
            }
            _ => Self::Everything,
        }
    }
}

/// What a look at the disk brought.
pub(crate) struct Refreshed {
    /// The new tree; `None` when everything is as it was.
    pub(crate) tree: Option<SourceTree>,
    /// Whether a file is held by another program, or was found empty in the middle of a save; it was left as it was.
    pub(crate) busy: bool,
}

impl SourceTree {
    /// The tree as it is on the disk now. Files that did not change are shared with this one.
    ///
    /// With retry, a file in the middle of a save is left as it was and reported as busy.
    pub(crate) fn refreshed(
        &self,
        root: &Path,
        candidates: &Candidates,
        retry: RetryPolicy,
    ) -> Result<Refreshed, Fatal> {
        require_settings(root)?;
        let again = Rescan { before: self, root, retry };
        match candidates {
            Candidates::These(paths) => Ok(again.some(paths).unwrap_or_else(|| again.all(paths))),
            Candidates::Everything => Ok(again.all(&BTreeSet::new())),
        }
    }
}

/// One look at the disk.
struct Rescan<'a> {
    before: &'a SourceTree,
    root: &'a Path,
    retry: RetryPolicy,
}

impl Rescan<'_> {
    /// Looks at known files only. `None` when the candidates are more than that: folders, new and removed files.
    fn some(&self, paths: &BTreeSet<PathBuf>) -> Option<Refreshed> {
        let mut places = BTreeSet::new();
        for path in paths {
            // A watcher may name a place by another way than we do; then only a walk can tell.
            let inside = path.strip_prefix(self.root).ok()?;
            let Some(source) = source_path(inside) else { continue };
            match self.before.place_of(&source) {
                Some(place) if path.is_file() && !path.is_symlink() => {
                    places.insert(place);
                }
                // A temporary file that came and went again.
                None if !path.exists() && !self.is_folder(&source) => {}
                _ => return None,
            }
        }
        let mut tree = self.before.clone();
        let mut busy = false;
        let mut changed = false;
        for place in places {
            let Some(tracked) = tree.files.get_mut(place) else { continue };
            let file = &tracked.file;
            let now = self.read(file.path.clone(), file.disk.clone(), Some(tracked), &mut busy);
            changed |= !Arc::ptr_eq(&now.file, &tracked.file);
            *tracked = now;
        }
        Some(Refreshed { tree: changed.then_some(tree), busy })
    }

    /// Whether the tree knows files below a path.
    fn is_folder(&self, path: &SourcePath) -> bool {
        self.before.below(&format!("{path}/")).next().is_some()
    }

    /// Walks the whole folder; opens what is new, what looks different, and what is suspected.
    fn all(&self, suspected: &BTreeSet<PathBuf>) -> Refreshed {
        let found = walk::walk(self.root);
        let refused = walk::Found { files: Vec::new(), refused: found.refused };
        let read: Vec<(Tracked, bool)> = found
            .files
            .into_par_iter()
            .map(|(path, disk)| {
                let known = self.before.place_of(&path).and_then(|place| self.before.files.get(place));
                let mut busy = false;
                let same = known.is_some_and(|known| {
                    !suspected.contains(&disk)
                        && known.file.problem.is_none()
                        && known.stamp.proves_unchanged(Stamp::of(&disk))
                });
                let tracked = match known {
                    Some(known) if same => known.clone(),
                    _ => self.read(path, disk, known, &mut busy),
                };
                (tracked, busy)
            })
            .collect();
        if self.retry == RetryPolicy::Full && self.is_something_gone(&read) {
            // Set aside for its successor, or on the way to another folder: half of that is nothing to show.
            return Refreshed { tree: None, busy: true };
        }
        let busy = read.iter().any(|(_, busy)| *busy);
        let mut files: Vec<Tracked> = read.into_iter().map(|(tracked, _)| tracked).collect();
        files.extend(walk::load(refused).into_iter().map(|now| {
            let known = self.before.place_of(&now.file.path).and_then(|place| self.before.files.get(place));
            known.filter(|known| says_the_same(&known.file, &now.file)).cloned().unwrap_or(now)
        }));
        let tree = SourceTree::of(files);
        let same = tree.files.len() == self.before.files.len()
            && tree.files.iter().zip(&self.before.files).all(|(now, before)| Arc::ptr_eq(&now.file, &before.file));
        Refreshed { tree: (!same).then_some(tree), busy }
    }

    /// Whether a file of the tree is not among those that are there now.
    fn is_something_gone(&self, now: &[(Tracked, bool)]) -> bool {
        let there: BTreeSet<&SourcePath> = now.iter().map(|(tracked, _)| &tracked.file.path).collect();
        let known = self.before.files.iter().filter(|tracked| tracked.file.problem.is_none());
        known.map(|tracked| &tracked.file.path).any(|path| !there.contains(path))
    }

    /// Reads a file again; keeps the one from before where nothing changed, or where it is better to wait.
    fn read(&self, path: SourcePath, disk: PathBuf, before: Option<&Tracked>, busy: &mut bool) -> Tracked {
        let (now, held) = walk::load_one(path, disk);
        let patient = self.retry != RetryPolicy::None;
        let Some(before) = before else {
            *busy |= held && patient;
            return now;
        };
        if patient && (held || became_empty(&before.file, &now.file) || lost_its_front(&before.file, &now.file)) {
            *busy = true;
            return before.clone();
        }
        // What is not kept in memory tells of a change by its stamp alone.
        let same = says_the_same(&before.file, &now.file)
            && (now.file.content != Content::Unread || before.stamp.agrees_with(now.stamp));
        if same { Tracked { file: Arc::clone(&before.file), stamp: now.stamp } } else { now }
    }
}

fn says_the_same(before: &SourceFile, now: &SourceFile) -> bool {
    let same_bytes = || match (before.digest.get(), now.digest.get()) {
        (Some(before), Some(now)) => before == now,
        _ => true,
    };
    before.size == now.size && before.content == now.content && before.problem == now.problem && same_bytes()
}

/// Many programs empty a file before they write it.
fn became_empty(before: &SourceFile, now: &SourceFile) -> bool {
    now.size == 0 && before.size > 0
}

/// The front matter of an entry has lost its second `+++`: what follows has not been written yet.
fn lost_its_front(before: &SourceFile, now: &SourceFile) -> bool {
    let marks = |file: &SourceFile| {
        file.text().map_or(0, |text| text.lines().filter(|line| line.trim_end() == "+++").take(2).count())
    };
    now.path.extension() == "md" && marks(before) == 2 && marks(now) < 2
}

/// The path of a file inside the site folder, when it is one that the tree would hold.
fn source_path(inside: &Path) -> Option<SourcePath> {
    let mut parts = Vec::new();
    for part in inside.components() {
        let Component::Normal(name) = part else { return None };
        let name = name.to_string_lossy();
        if is_litter(&name) {
            return None;
        }
        parts.push(normal(&name).into_owned());
    }
    let known = match parts.first().map(String::as_str) {
        Some("bangtin.toml") => parts.len() == 1,
        Some("content" | "themes") => true,
        _ => false,
    };
    known.then(|| SourcePath::new(parts.join("/")))
}

/// A site folder as somebody edits it: the tree after each step is the tree that a fresh start reads.
#[cfg(test)]
#[allow(
    clippy::expect_used,
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    reason = "a test may fail loudly, and writes files"
)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;
    use std::fs;

    fn contents(tree: &SourceTree) -> BTreeMap<String, String> {
        tree.files().map(|(_, file)| (file.path.to_string(), format!("{:?}{:?}", file.content, file.problem))).collect()
    }

    fn site() -> tempfile::TempDir {
        let site = tempfile::tempdir().expect("a folder");
        fs::create_dir_all(site.path().join("content/ke-hoach")).expect("made");
        fs::write(site.path().join("bangtin.toml"), "").expect("written");
        fs::write(site.path().join("content/ke-hoach/a.md"), "mot").expect("written");
        site
    }

    fn read(site: &Path) -> SourceTree {
        SourceTree::read_site(site).unwrap_or_default()
    }

    fn these(site: &Path, names: &[&str]) -> Candidates {
        Candidates::These(names.iter().map(|name| site.join(name)).collect())
    }

    fn refreshed(tree: &SourceTree, site: &Path, candidates: &Candidates, retry: RetryPolicy) -> Refreshed {
        tree.refreshed(site, candidates, retry).unwrap_or(Refreshed { tree: None, busy: true })
    }

    #[test]
    fn an_edited_file_is_read_again_and_the_others_are_shared() {
        let site = site();
        fs::write(site.path().join("content/ke-hoach/b.md"), "khac").expect("written");
        let before = read(site.path());
        fs::write(site.path().join("content/ke-hoach/a.md"), "hai").expect("written");
        let found = refreshed(&before, site.path(), &these(site.path(), &["content/ke-hoach/a.md"]), RetryPolicy::Full);
        let after = found.tree.expect("a change");
        assert_eq!(contents(&after), contents(&read(site.path())));
        let shared = before.shared_files().zip(after.shared_files()).filter(|(a, b)| Arc::ptr_eq(a.1, b.1)).count();
        assert_eq!(shared, 2, "bangtin.toml and b.md");
    }

    #[test]
    fn a_file_saved_without_a_change_changes_nothing() {
        let site = site();
        let before = read(site.path());
        fs::write(site.path().join("content/ke-hoach/a.md"), "mot").expect("written");
        for candidates in [these(site.path(), &["content/ke-hoach/a.md"]), Candidates::Everything] {
            assert!(refreshed(&before, site.path(), &candidates, RetryPolicy::Full).tree.is_none());
        }
    }

    #[test]
    fn files_of_others_are_no_suspects() {
        let site = site();
        let before = read(site.path());
        let names = ["public/index.html", "content/ke-hoach/~$a.md", "content/.a.md.swp", "content/4913"];
        assert!(refreshed(&before, site.path(), &these(site.path(), &names), RetryPolicy::Full).tree.is_none());
    }

    #[test]
    fn a_file_emptied_in_the_middle_of_a_save_is_waited_for() {
        let site = site();
        let before = read(site.path());
        fs::write(site.path().join("content/ke-hoach/a.md"), "").expect("written");
        let candidates = these(site.path(), &["content/ke-hoach/a.md"]);
        let waiting = refreshed(&before, site.path(), &candidates, RetryPolicy::Full);
        assert!(waiting.busy && waiting.tree.is_none());
        let given_up = refreshed(&before, site.path(), &candidates, RetryPolicy::None);
        assert!(!given_up.busy && given_up.tree.is_some());
    }

    #[test]
    fn a_file_set_aside_for_its_successor_is_waited_for() {
        let site = site();
        let before = read(site.path());
        fs::remove_file(site.path().join("content/ke-hoach/a.md")).expect("removed");
        let candidates = these(site.path(), &["content/ke-hoach/a.md"]);
        let waiting = refreshed(&before, site.path(), &candidates, RetryPolicy::Full);
        assert!(waiting.busy && waiting.tree.is_none());
        assert!(refreshed(&before, site.path(), &candidates, RetryPolicy::Held).tree.is_some());
    }

    #[test]
    fn a_front_without_its_end_is_waited_for() {
        let site = site();
        fs::write(site.path().join("content/ke-hoach/a.md"), "+++\nten = 1\n+++\nBài").expect("written");
        let before = read(site.path());
        fs::write(site.path().join("content/ke-hoach/a.md"), "+++\nten = 1\nso").expect("written");
        let candidates = these(site.path(), &["content/ke-hoach/a.md"]);
        assert!(refreshed(&before, site.path(), &candidates, RetryPolicy::Held).busy);
        assert!(refreshed(&before, site.path(), &candidates, RetryPolicy::None).tree.is_some());
    }

    #[cfg(unix)]
    #[test]
    fn what_takes_the_place_of_an_attachment_is_not_followed() {
        let site = site();
        fs::write(site.path().join("content/ke-hoach/a.pdf"), "pdf").expect("written");
        fs::write(site.path().join("ngoai.pdf"), "ngoài trang").expect("written");
        let tree = read(site.path());
        let file = tree.find(&SourcePath::new("content/ke-hoach/a.pdf")).expect("known");
        let send = || {
            let mut bytes = Vec::new();
            tree.send(file, &mut bytes).map(|()| bytes)
        };
        assert_eq!(send().expect("readable"), b"pdf");
        fs::remove_file(site.path().join("content/ke-hoach/a.pdf")).expect("removed");
        std::os::unix::fs::symlink(site.path().join("ngoai.pdf"), site.path().join("content/ke-hoach/a.pdf"))
            .expect("made");
        assert!(send().is_err());
        fs::rename(site.path().join("content"), site.path().join("that")).expect("moved");
        fs::remove_file(site.path().join("that/ke-hoach/a.pdf")).expect("removed");
        fs::write(site.path().join("that/ke-hoach/a.pdf"), "ngoài trang").expect("written");
        std::os::unix::fs::symlink(site.path().join("that"), site.path().join("content")).expect("made");
        assert!(send().is_err());
    }

    #[test]
    fn a_site_without_settings_is_no_site() {
        let site = site();
        let before = read(site.path());
        fs::remove_file(site.path().join("bangtin.toml")).expect("removed");
        assert!(before.refreshed(site.path(), &Candidates::Everything, RetryPolicy::Full).is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]
        #[test]
        fn after_any_edits_the_tree_is_what_a_fresh_start_reads(
            steps in proptest::collection::vec((0..4_u8, 0..4_u8, "[a-c]{0,3}"), 1..12),
        ) {
            let site = site();
            let mut tree = read(site.path());
            for (what, which, text) in steps {
                let name = ["content/ke-hoach/a.md", "content/b/c.md", "content/b/d.pdf", "themes/x/y.css"][usize::from(which)];
                let path = site.path().join(name);
                let other = site.path().join("content/z");
                match what {
                    0 | 1 => {
                        fs::create_dir_all(path.parent().expect("inside")).expect("made");
                        fs::write(&path, text).expect("written");
                    }
                    2 => drop(fs::remove_file(&path)),
                    _ => {
                        drop(fs::remove_dir_all(&other));
                        drop(fs::rename(site.path().join("content/b"), &other));
                    }
                }
                let mut candidates = BTreeSet::from([path]);
                if what == 3 {
                    candidates.extend([other, site.path().join("content/b")]);
                }
                let found = refreshed(&tree, site.path(), &Candidates::These(candidates), RetryPolicy::None);
                tree = found.tree.unwrap_or(tree);
                prop_assert_eq!(contents(&tree), contents(&read(site.path())));
            }
        }
    }
}
