//! Tells when something in a site folder may have changed.
//!
//! Takes the folder, returns [`Candidates`] in bursts: one for everything that one save, one checkout, one copied folder sets
//! off. Where the system tells nothing (network drives, full tables), the folder is looked at on a timer instead. It never
//! says what changed, only where to look.

#![allow(clippy::disallowed_methods, reason = "this is the module that watches the disk")]

use crate::read::source::Candidates;
use notify::event::{AccessKind, AccessMode, CreateKind, ModifyKind};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant, SystemTime};

/// A burst is over after this long without an event.
pub(super) const QUIET: Duration = Duration::from_millis(12);
/// A burst that does not end is cut here, so that something is seen of it.
const LONGEST_BURST: Duration = Duration::from_millis(250);
/// More candidates than this are not looked at one by one.
const MOST_SUSPECTS: usize = 500;

/// What came of waiting.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum WatchEvent {
    /// Refreshed there; the first sign came at that moment.
    Changed(Burst),
    /// Nothing until the time was over.
    Nothing,
}

/// What one save, one copied folder, one checkout set off.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Burst {
    pub(super) candidates: Candidates,
    pub(super) since: Instant,
    /// Folders came or went: files inside may follow that nobody will tell of.
    pub(super) folders: bool,
}

type Sign = (Instant, notify::Result<Event>);

/// Watches one site folder.
pub(super) struct Watch {
    root: PathBuf,
    signs: Receiver<Sign>,
    sender: Sender<Sign>,
    /// `None` while the folder is looked at on a timer.
    native: Option<RecommendedWatcher>,
    armed: BTreeMap<PathBuf, Identity>,
}

/// What tells a folder from another one that took its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Identity {
    created: Option<SystemTime>,
    inode: u64,
}

impl Watch {
    /// Starts watching; the error says why the system cannot, and nothing is watched then.
    pub(super) fn new(root: &Path, native: bool) -> (Self, Option<notify::Error>) {
        let (sender, signs) = channel();
        let mut watch = Self { root: root.to_owned(), signs, sender, native: None, armed: BTreeMap::new() };
        let problem = if native { watch.start().err() } else { None };
        (watch, problem)
    }

    /// Whether the system tells of changes.
    pub(super) fn is_native(&self) -> bool {
        self.native.is_some()
    }

    /// Gives up on the system's word.
    pub(super) fn stop_native(&mut self) {
        self.native = None;
        self.armed.clear();
    }

    /// Stops hearing without knowing it, as on a drive that does not tell of changes.
    #[cfg(test)]
    pub(super) fn disconnect(&mut self) {
        if let Some(native) = &mut self.native {
            for folder in self.armed.keys() {
                let _ = native.unwatch(folder);
            }
        }
    }

    fn start(&mut self) -> notify::Result<()> {
        let sender = self.sender.clone();
        let mut native = notify::recommended_watcher(move |event| {
            // Nobody listens any more when the preview ends.
            let _ = sender.send((Instant::now(), event));
        })?;
        native.watch(&self.root, RecursiveMode::NonRecursive)?;
        self.native = Some(native);
        self.armed.extend(identity(&self.root).map(|identity| (self.root.clone(), identity)));
        self.arm()?;
        Ok(())
    }

    /// Watches the folders that have come, or come back, since the last time. True when there were any.
    pub(super) fn arm(&mut self) -> notify::Result<bool> {
        let Some(native) = &mut self.native else { return Ok(false) };
        let mut fresh = false;
        let tops = [(self.root.clone(), RecursiveMode::NonRecursive)].into_iter();
        let inside = ["content", "themes"].map(|top| (self.root.join(top), RecursiveMode::Recursive));
        for (folder, mode) in tops.chain(inside) {
            let now = identity(&folder);
            if now == self.armed.get(&folder).copied() {
                continue;
            }
            fresh = true;
            if self.armed.remove(&folder).is_some() {
                // What is gone is not watched any more, whatever this says.
                let _ = native.unwatch(&folder);
            }
            if let Some(identity) = now {
                native.watch(&folder, mode)?;
                self.armed.insert(folder, identity);
            }
        }
        Ok(fresh)
    }

    /// Waits for a sign, then for the end of the burst it began.
    pub(super) fn listen(&self, until: Instant) -> WatchEvent {
        let mut burst: Option<BurstBuilder> = None;
        loop {
            let deadline = burst.as_ref().map_or(until, BurstBuilder::ends);
            match self.signs.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok((at, sign)) => {
                    let sign = Signal::of(&self.root, sign);
                    if !sign.is_nothing() {
                        burst.get_or_insert_with(|| BurstBuilder::new(at)).add(at, sign);
                    }
                    if burst.is_none() && Instant::now() >= until {
                        return WatchEvent::Nothing;
                    }
                }
                Err(RecvTimeoutError::Timeout) => {
                    return burst.map_or(WatchEvent::Nothing, |burst| WatchEvent::Changed(burst.burst()));
                }
                // Cannot be: this struct holds a sender itself.
                Err(RecvTimeoutError::Disconnected) => return WatchEvent::Nothing,
            }
        }
    }
}

/// A burst on its way.
struct BurstBuilder {
    since: Instant,
    last: Instant,
    paths: BTreeSet<PathBuf>,
    everything: bool,
    folders: bool,
}

impl BurstBuilder {
    fn new(at: Instant) -> Self {
        Self { since: at, last: at, paths: BTreeSet::new(), everything: false, folders: false }
    }

    fn add(&mut self, at: Instant, sign: Signal) {
        self.last = at.max(self.last);
        self.everything |= sign.everything || self.paths.len() > MOST_SUSPECTS;
        self.folders |= sign.folders;
        if !self.everything {
            self.paths.extend(sign.paths);
        }
    }

    fn ends(&self) -> Instant {
        (self.last + QUIET).min(self.since + LONGEST_BURST)
    }

    fn burst(self) -> Burst {
        let candidates = if self.everything { Candidates::Everything } else { Candidates::These(self.paths) };
        Burst { candidates, since: self.since, folders: self.folders }
    }
}

/// One event, and what of it concerns the site.
#[derive(Default)]
struct Signal {
    paths: Vec<PathBuf>,
    everything: bool,
    folders: bool,
}

impl Signal {
    fn of(root: &Path, sign: notify::Result<Event>) -> Self {
        let Ok(event) = sign else { return Self { everything: true, folders: true, ..Self::default() } };
        if event.need_rescan() {
            return Self { everything: true, folders: true, ..Self::default() };
        }
        let written = matches!(event.kind, EventKind::Access(AccessKind::Close(AccessMode::Write)));
        if event.kind.is_access() && !written {
            return Self::default();
        }
        let folders = matches!(
            event.kind,
            EventKind::Create(CreateKind::Folder) | EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_))
        );
        let paths: Vec<PathBuf> = event.paths.into_iter().filter(|path| concerns(root, path)).collect();
        Self { folders: folders && !paths.is_empty(), paths, everything: false }
    }

    fn is_nothing(&self) -> bool {
        self.paths.is_empty() && !self.everything
    }
}

/// Whether a path is one that a site is made of; the published folder lies beside those, and is not.
fn concerns(root: &Path, path: &Path) -> bool {
    match path.strip_prefix(root) {
        Ok(inside) => inside.components().next().is_none_or(|top| {
            let top = top.as_os_str();
            top == "content" || top == "themes" || top == "bangtin.toml"
        }),
        // Named by another way: a link, a short name.
        Err(_) => true,
    }
}

fn identity(folder: &Path) -> Option<Identity> {
    let meta = std::fs::metadata(folder).ok().filter(std::fs::Metadata::is_dir)?;
    Some(Identity { created: meta.created().ok(), inode: inode(&meta) })
}

#[cfg(unix)]
fn inode(meta: &std::fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(meta)
}

#[cfg(not(unix))]
fn inode(_: &std::fs::Metadata) -> u64 {
    0
}

#[cfg(test)]
#[allow(clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]
mod tests {
    use super::*;
    use std::fs;

    fn site() -> (tempfile::TempDir, Watch) {
        let site = tempfile::tempdir().expect("a folder");
        for folder in ["content/ke-hoach", "themes", "public"] {
            fs::create_dir_all(site.path().join(folder)).expect("made");
        }
        let (watch, problem) = Watch::new(site.path(), true);
        assert!(problem.is_none(), "{problem:?}");
        (site, watch)
    }

    fn heard(watch: &Watch) -> Option<Burst> {
        match watch.listen(Instant::now() + Duration::from_secs(2)) {
            WatchEvent::Changed(burst) => Some(burst),
            WatchEvent::Nothing => None,
        }
    }

    #[test]
    fn one_save_is_one_burst_that_names_the_file() {
        let (site, watch) = site();
        let file = site.path().join("content/ke-hoach/a.md");
        fs::write(&file, "mot").expect("written");
        let burst = heard(&watch).expect("a burst");
        assert_eq!(burst.candidates, Candidates::These(BTreeSet::from([file])));
        assert_eq!(watch.listen(Instant::now() + Duration::from_millis(100)), WatchEvent::Nothing);
    }

    #[test]
    fn reading_and_publishing_are_no_changes() {
        let (site, watch) = site();
        fs::write(site.path().join("content/a.md"), "mot").expect("written");
        assert!(heard(&watch).is_some());
        fs::read(site.path().join("content/a.md")).expect("read");
        fs::write(site.path().join("public/index.html"), "x").expect("written");
        fs::create_dir(site.path().join(".public.bangtin-moi")).expect("made");
        assert_eq!(watch.listen(Instant::now() + Duration::from_millis(150)), WatchEvent::Nothing);
    }

    #[test]
    fn a_thousand_files_are_a_few_bursts() {
        let (site, watch) = site();
        for number in 0..1000 {
            fs::write(site.path().join(format!("content/ke-hoach/{number}.md")), "x").expect("written");
        }
        let mut bursts = 0;
        while let WatchEvent::Changed(_) = watch.listen(Instant::now() + Duration::from_millis(200)) {
            bursts += 1;
        }
        assert!((1..=5).contains(&bursts), "{bursts} bursts");
    }

    #[test]
    fn a_folder_that_comes_back_is_watched_again() {
        let (site, mut watch) = site();
        let content = site.path().join("content");
        fs::remove_dir_all(&content).expect("removed");
        assert!(heard(&watch).is_some());
        assert!(watch.arm().expect("armed"));
        fs::create_dir_all(&content).expect("made");
        assert!(heard(&watch).is_some_and(|burst| burst.folders));
        assert!(watch.arm().expect("armed"));
        while heard_soon(&watch) {}
        fs::write(content.join("a.md"), "mot").expect("written");
        assert!(heard(&watch).is_some());
    }

    fn heard_soon(watch: &Watch) -> bool {
        watch.listen(Instant::now() + Duration::from_millis(60)) != WatchEvent::Nothing
    }

    #[test]
    fn a_folder_that_cannot_be_watched_is_said_to_be() {
        let (watch, problem) = Watch::new(Path::new("/khong/co/thu/muc/nay"), true);
        assert!(problem.is_some() && !watch.is_native());
    }
}
