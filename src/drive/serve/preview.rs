//! The newest edition for each kind of viewer, and the last good one where the newest has errors.
//!
//! Takes suspicions about the disk, returns files of the site. There is no second way to make a page: a file comes from the
//! same [`Snapshot`] that a build writes. Knows nothing of HTTP.

use crate::basics::date::Day;
use crate::basics::diag::Fatal;
use crate::basics::path::{OutPath, content_hash};
use crate::drive::pipeline::{FileBytes, Findings, Snapshot, Workspace, complete};
use crate::edition::gate::Request;
use crate::publish::search::SearchIndex;
use crate::read::source::{Candidates, RetryPolicy};
use crate::read::vocabulary::Audience;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};
use tokio::sync::watch;

/// Through whose eyes the site is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Viewer {
    pub(super) audience: Audience,
    pub(super) drafts: bool,
}

impl Viewer {
    /// The word that stands for it in a cookie: `noi-bo`, `cong-khai.nhap`.
    pub(super) fn word(self) -> String {
        format!("{}{}", self.audience.word(), if self.drafts { ".nhap" } else { "" })
    }

    pub(super) fn from_word(word: &str) -> Option<Self> {
        let (audience, drafts) = word.strip_suffix(".nhap").map_or((word, false), |audience| (audience, true));
        let (_, audience) = *Audience::WORDS.iter().find(|(known, _)| *known == audience)?;
        Some(Self { audience, drafts })
    }
}

/// What a viewer is shown.
pub(super) struct ViewerState {
    /// The last edition without errors.
    good: Option<Arc<Snapshot>>,
    /// The last one; most of the next one is taken from it.
    newest: Option<Arc<Snapshot>>,
    /// What there is to say about the newest one.
    pub(super) findings: Findings,
    /// What only the last check of the whole output could tell.
    late: Findings,
    /// The search of the page that a reader may still have open.
    older_index: Option<Arc<SearchIndex>>,
    last_asked: Instant,
}

/// A file as it is served.
pub(super) struct Served {
    pub(super) bytes: Vec<u8>,
    /// Changes with the bytes.
    pub(super) version: String,
    /// What is to be said about this page alone.
    pub(super) findings: Findings,
}

/// Why there is no file to serve.
pub(super) enum NotServed {
    /// The site has no such file; this is its page for that.
    Missing(Served),
    /// Nothing without errors has been seen yet, or the template failed.
    Broken(Findings),
}

/// How the newest state came about.
#[derive(Debug, Clone, Default)]
pub(super) struct Change {
    /// Counts the editions since the start.
    pub(super) number: u64,
    /// Counts whatever there is to tell, the findings of an idle check too.
    pub(super) news: u64,
    /// When it was there, in milliseconds since 1970.
    pub(super) at: u64,
    /// From the first sign of a change to the finished edition.
    pub(super) took: Duration,
    /// Why the folder could not be read at all.
    pub(super) fatal: Option<Fatal>,
}

/// The site folder while somebody edits it.
pub(super) struct Preview {
    workspace: Mutex<Workspace>,
    /// The folder of the site on its server, with both slashes.
    base: Mutex<Arc<str>>,
    shown: Mutex<BTreeMap<Viewer, ViewerState>>,
    /// The viewer of whom the terminal speaks.
    pub(super) own: Viewer,
    today: Box<dyn Fn() -> Day + Send + Sync>,
    changes: watch::Sender<Change>,
}

/// Who asked this short a time ago is still looking.
const LOOKING: Duration = Duration::from_secs(60);
/// How long an edition that nobody asks for is kept up to date.
const UNASKED: Duration = Duration::from_secs(3600);

impl Preview {
    pub(super) fn new(workspace: Workspace, own: Viewer, today: Box<dyn Fn() -> Day + Send + Sync>) -> Self {
        let (changes, _) = watch::channel(Change { at: now_millis(), ..Change::default() });
        let base = Mutex::new(Arc::from(workspace.base()));
        Self { workspace: Mutex::new(workspace), base, shown: Mutex::default(), own, today, changes }
    }

    /// News, as they come.
    pub(super) fn changes(&self) -> watch::Receiver<Change> {
        self.changes.subscribe()
    }

    /// The folder of the site on its server, with both slashes.
    pub(super) fn base(&self) -> Arc<str> {
        Arc::clone(&lock(&self.base))
    }

    /// Looks at the disk and brings every edition in use up to date. True when it is worth looking again soon.
    pub(super) fn look(&self, candidates: &Candidates, retry: RetryPolicy, since: Instant) -> Refreshed {
        let patient = retry != RetryPolicy::None;
        let mut workspace = lock(&self.workspace);
        match workspace.refresh(candidates, retry) {
            Ok(look) => {
                let recovered = self.changes.borrow().fatal.is_some();
                if look.changed || recovered {
                    let replaced = self.renew(&workspace);
                    self.tell(since, None);
                    // Taking a large edition down takes a while; nobody has to wait for it.
                    drop(replaced);
                }
                Refreshed { changed: look.changed || recovered, busy: look.busy }
            }
            Err(fatal) => {
                let known = self.changes.borrow().fatal.is_some();
                if !known && !patient {
                    self.tell(since, Some(fatal));
                }
                Refreshed { changed: !known && !patient, busy: patient && !known }
            }
        }
    }

    /// Makes every edition anew: the day has changed.
    pub(super) fn turn_day(&self) {
        let since = Instant::now();
        let replaced = self.renew(&lock(&self.workspace));
        self.tell(since, None);
        drop(replaced);
    }

    pub(super) fn today(&self) -> Day {
        (self.today)()
    }

    fn tell(&self, since: Instant, fatal: Option<Fatal>) {
        self.changes.send_modify(|change| {
            *change = Change {
                number: change.number + 1,
                news: change.news + 1,
                at: now_millis(),
                took: since.elapsed(),
                fatal,
            };
        });
    }

    /// Brings every edition in use up to date. Returns those that were replaced.
    fn renew(&self, workspace: &Workspace) -> Vec<Option<Arc<Snapshot>>> {
        *lock(&self.base) = Arc::from(workspace.base());
        let viewers: Vec<Viewer> = {
            let mut shown = lock(&self.shown);
            shown.retain(|viewer, shown| *viewer == self.own || shown.last_asked.elapsed() < UNASKED);
            shown.keys().copied().collect()
        };
        let again = |viewer| {
            let newest = lock(&self.shown).get(&viewer).and_then(|shown| shown.newest.clone());
            let snapshot = self.snapshot(workspace, viewer, newest.as_deref());
            let mut shown = lock(&self.shown);
            let next = ViewerState::after(shown.get(&viewer), snapshot);
            shown.insert(viewer, next);
            newest
        };
        viewers.into_iter().map(again).collect()
    }

    fn snapshot(&self, workspace: &Workspace, viewer: Viewer, before: Option<&Snapshot>) -> Snapshot {
        let request = Request { audience: viewer.audience, drafts: viewer.drafts, today: self.today() };
        workspace.snapshot(request, before)
    }

    /// Does something with what a viewer is shown.
    pub(super) fn with<T>(&self, viewer: Viewer, look: impl FnOnce(&ViewerState) -> T) -> T {
        if let Some(shown) = lock(&self.shown).get_mut(&viewer) {
            shown.last_asked = Instant::now();
            return look(shown);
        }
        let workspace = lock(&self.workspace);
        let fresh = ViewerState::after(None, self.snapshot(&workspace, viewer, None));
        look(lock(&self.shown).entry(viewer).or_insert(fresh))
    }

    /// Through whose eyes a page that this viewer does not see is seen.
    pub(super) fn seen_by(&self, viewer: Viewer, path: &OutPath) -> Option<Viewer> {
        let (audience, is_draft) = lock(&self.workspace).meant_for(path)?;
        let needed = Viewer { audience: viewer.audience.max(audience), drafts: viewer.drafts || is_draft };
        Some(needed).filter(|needed| *needed != viewer)
    }

    /// One file of the site.
    pub(super) fn file(&self, viewer: Viewer, path: &OutPath) -> Result<Served, NotServed> {
        let (good, newest, older, findings) = self.with(viewer, |shown| {
            (shown.good.clone(), shown.newest.clone(), shown.older_index.clone(), shown.findings.clone())
        });
        let Some(good) = good else { return Err(NotServed::Broken(findings)) };
        if let Some(bytes) = older.as_ref().and_then(|index| index.file(path)) {
            return Ok(Served::of(bytes.to_vec(), Findings::default()));
        }
        // What changes at this very moment is looked at again, and served then.
        let served = |made: Result<(FileBytes<'_>, Findings), Findings>| {
            let (bytes, own) = made.map_err(NotServed::Broken)?;
            let bytes = bytes.into_vec().map_err(|_| NotServed::Broken(findings.clone()))?;
            Ok(Served::of(bytes, own))
        };
        // An attachment that was replaced since is the newest one, whatever else is to be mended.
        let again = |broken| match newest.as_ref().and_then(|newest| newest.file(path)) {
            Some(made @ Ok((FileBytes::Cleared(_), _))) => served(made),
            _ => Err(broken),
        };
        match good.file(path) {
            Some(made) => served(made).or_else(again),
            None => match good.file(&OutPath::new("404.html")).map(served) {
                Some(Ok(missing)) => Err(NotServed::Missing(missing)),
                _ => Err(NotServed::Broken(findings)),
            },
        }
    }

    /// Makes everything that somebody looks at once, while nothing else is to be done. True when there
    /// is news for the terminal.
    pub(super) fn check_all(&self) -> bool {
        let mut own_news = false;
        let number = self.changes.borrow().number;
        let still = || self.changes.borrow().number == number;
        let looking: Vec<Viewer> = lock(&self.shown)
            .iter()
            .filter(|(viewer, shown)| **viewer == self.own || shown.last_asked.elapsed() < LOOKING)
            .map(|(viewer, _)| *viewer)
            .collect();
        for viewer in looking {
            let newest = lock(&self.shown).get(&viewer).and_then(|shown| shown.newest.clone());
            let Some(newest) = newest.filter(|newest| !newest.findings().has_errors()) else { continue };
            let Some(done) = complete(&newest, &|_| {}, None, &still) else { return own_news };
            if self.checked(viewer, &newest, &done.findings) {
                own_news |= viewer == self.own;
                self.changes.send_modify(|change| change.news += 1);
            }
        }
        own_news
    }

    /// Takes over what a check found, if it is still about what is shown. True when that is news.
    fn checked(&self, viewer: Viewer, checked: &Arc<Snapshot>, findings: &Findings) -> bool {
        let mut shown = lock(&self.shown);
        let current = |shown: &ViewerState| shown.newest.as_ref().is_some_and(|newest| Arc::ptr_eq(newest, checked));
        let Some(shown) = shown.get_mut(&viewer).filter(|shown| current(shown)) else { return false };
        let late = findings.beyond(checked.findings());
        let said = shown.findings.beyond(checked.findings());
        let news = !late.beyond(&said).is_empty() || !said.beyond(&late).is_empty();
        shown.late = late;
        shown.findings = findings.clone();
        news
    }
}

/// What a look at the disk brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Refreshed {
    pub(super) changed: bool,
    /// Somebody is in the middle of a save.
    pub(super) busy: bool,
}

impl ViewerState {
    fn after(before: Option<&Self>, snapshot: Snapshot) -> Self {
        let last_asked = before.map_or_else(Instant::now, |before| before.last_asked);
        let good = before.and_then(|before| before.good.clone());
        let older_index = before.and_then(|before| before.older_index.clone());
        let known_theme = good.as_ref().is_some_and(|good| snapshot.has_theme_of(good));
        let tried =
            if known_theme { snapshot.findings().clone() } else { snapshot.findings().and(&snapshot.try_templates()) };
        let own = &tried;
        let late = before.map(|before| before.late.still_true(own)).unwrap_or_default();
        let (findings, is_good) = (own.and(&late), !own.has_errors());
        let newest = Some(Arc::new(snapshot));
        if !is_good {
            return Self { good, newest, findings, late, older_index, last_asked };
        }
        let older_index = good.and_then(|good| good.made_index()).or(older_index);
        Self { good: newest.clone(), newest, findings, late, older_index, last_asked }
    }
}

impl Served {
    fn of(bytes: Vec<u8>, findings: Findings) -> Self {
        Self { version: content_hash([bytes.as_slice()]), bytes, findings }
    }
}

/// A lock whose holder panicked is still a lock: what it guards is replaced as a whole, never half.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[allow(clippy::disallowed_methods, reason = "the bar says when an edit was seen; no file depends on it")]
fn now_millis() -> u64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
