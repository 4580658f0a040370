//! The loop between the disk and the preview: waits for signs, looks, waits for files that are being written, and uses
//! quiet moments to check everything.

use super::preview::{Preview, Refreshed};
use super::watch::{Burst, Watch, WatchEvent};
use super::{Event, Reporter};
use crate::read::source::{Candidates, RetryPolicy};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How often a folder is looked at when nobody tells of changes.
const POLL: Duration = Duration::from_millis(250);
/// How often it is looked at all the same when somebody does: a drive may have stopped telling.
const SAFETY: Duration = Duration::from_secs(2);
/// A look that takes long is repeated less often: at most one part in so many of the time goes into looking.
const LOOK_SHARE: u32 = 20;
/// Waiting for a file that is being written: first this long, each time twice as long.
const FIRST_RETRY: Duration = Duration::from_millis(25);
/// After so many tries a file that is gone is believed to be gone: a bit over 150 ms, in which its successor comes.
const RETRIES_GONE: u32 = 3;
/// After so many tries the file is taken as it is; together they wait for a bit over three seconds.
const RETRIES: u32 = 7;
/// Files may follow a new folder unseen: look again after this long.
const AFTER_FOLDERS: Duration = Duration::from_millis(150);
/// How long nobody may have saved before everything is checked.
const IDLE: Duration = Duration::from_millis(700);
/// So many changes found without a sign prove that the system does not tell.
const MISSED: u32 = 2;

/// The loop's own state.
pub(super) struct Engine {
    preview: Arc<Preview>,
    watch: Watch,
    tell: Reporter,
    again: Option<Retry>,
    next_look: Instant,
    missed: u32,
    last_change: Instant,
    checked: bool,
}

/// A place to look at again.
struct Retry {
    candidates: Candidates,
    since: Instant,
    at: Instant,
    attempt: u32,
}

impl Engine {
    pub(super) fn new(preview: Arc<Preview>, watch: Watch, tell: Reporter) -> Self {
        let now = Instant::now();
        Self { preview, watch, tell, again: None, next_look: now + SAFETY, missed: 0, last_change: now, checked: false }
    }

    /// Runs for as long as the program does.
    pub(super) fn run(mut self) -> ! {
        let mut today = self.preview.today();
        loop {
            // A fault of our own ends one look, not the preview.
            if catch_unwind(AssertUnwindSafe(|| self.step())).is_err() {
                (self.tell)(Event::Stumbled);
            }
            let now = self.preview.today();
            if now != today {
                today = now;
                self.preview.turn_day();
            }
        }
    }

    /// Waits for one thing to happen and does what it asks for.
    fn step(&mut self) {
        let idle = (!self.checked).then(|| self.last_change + IDLE);
        let until =
            self.again.as_ref().map(|again| again.at).into_iter().chain(idle).fold(self.next_look, Instant::min);
        match self.watch.listen(until) {
            WatchEvent::Changed(burst) => self.heard(burst),
            WatchEvent::Nothing => self.quiet(),
        }
    }

    fn heard(&mut self, burst: Burst) {
        self.missed = 0;
        let waiting = self.again.take();
        let attempt = waiting.as_ref().map_or(0, |again| again.attempt);
        let candidates = match waiting {
            Some(again) => burst.candidates.and(again.candidates),
            None => burst.candidates,
        };
        let candidates = if burst.folders && self.arm() { Candidates::Everything } else { candidates };
        self.look(candidates, burst.since, attempt);
        if burst.folders && self.again.is_none() {
            let now = Instant::now();
            self.again =
                Some(Retry { candidates: Candidates::Everything, since: now, at: now + AFTER_FOLDERS, attempt: 0 });
        }
    }

    fn quiet(&mut self) {
        let now = Instant::now();
        if let Some(again) = self.again.take_if(|again| again.at <= now) {
            self.look(again.candidates, again.since, again.attempt);
        } else if self.next_look <= now {
            self.look_anyway();
        } else if !self.checked && self.last_change + IDLE <= now {
            self.checked = true;
            let (preview, tell) = (Arc::clone(&self.preview), Arc::clone(&self.tell));
            std::thread::spawn(move || check_quietly(&preview, &tell));
        }
    }

    /// A look without a sign.
    fn look_anyway(&mut self) {
        let started = Instant::now();
        if self.again.is_some() {
            // Somebody is waited for already.
            self.next_look = started + SAFETY;
            return;
        }
        let fresh = self.arm();
        let found = self.look(Candidates::Everything, started, 0);
        let pause = if self.watch.is_native() { SAFETY } else { POLL };
        self.next_look = Instant::now() + pause.max(started.elapsed() * LOOK_SHARE);
        if !found || fresh || !self.watch.is_native() {
            return;
        }
        // Perhaps the sign is only slower than we were.
        match self.watch.listen(Instant::now() + AFTER_FOLDERS) {
            WatchEvent::Changed(burst) => self.heard(burst),
            WatchEvent::Nothing => self.missed += 1,
        }
        if self.missed >= MISSED {
            self.watch.stop_native();
            self.next_look = Instant::now() + POLL;
            (self.tell)(Event::Polling { reason: None });
        }
    }

    /// Watches folders that came back. True when there were any.
    fn arm(&mut self) -> bool {
        match self.watch.arm() {
            Ok(fresh) => fresh,
            Err(error) => {
                self.watch.stop_native();
                (self.tell)(Event::Polling { reason: Some(error.to_string()) });
                true
            }
        }
    }

    /// Looks at the disk; true when something changed.
    fn look(&mut self, candidates: Candidates, since: Instant, attempt: u32) -> bool {
        let retry = match attempt {
            0..RETRIES_GONE => RetryPolicy::Full,
            RETRIES_GONE..RETRIES => RetryPolicy::Held,
            _ => RetryPolicy::None,
        };
        let Refreshed { changed, busy } = self.preview.look(&candidates, retry, since);
        if busy {
            let at = Instant::now() + FIRST_RETRY * 2_u32.pow(attempt);
            self.again = Some(Retry { candidates, since, at, attempt: attempt + 1 });
        }
        if changed {
            self.last_change = Instant::now();
            self.checked = false;
            let change = self.preview.changes().borrow().clone();
            // A slow terminal holds nobody up.
            let findings = self.preview.with(self.preview.own, |shown| shown.findings.clone());
            let (took, fatal, base) = (change.took, change.fatal.as_ref(), self.preview.base());
            (self.tell)(Event::Changed { took, findings: &findings, fatal, base: &base });
        }
        changed
    }
}

/// Checks the whole output on one thread, so that the next save finds the other one free.
fn check_quietly(preview: &Preview, tell: &Reporter) {
    let Ok(pool) = rayon::ThreadPoolBuilder::new().num_threads(1).build() else { return };
    if pool.install(|| preview.check_all()) {
        let findings = preview.with(preview.own, |shown| shown.findings.clone());
        tell(Event::Checked(&findings));
    }
}

#[cfg(test)]
#[allow(clippy::expect_used, clippy::disallowed_methods, reason = "a test may fail loudly, and writes files")]
mod tests {
    use super::*;
    use crate::basics::path::OutPath;
    use crate::drive::pipeline::Workspace;
    use crate::drive::serve::preview::Viewer;
    use crate::read::vocabulary::Audience;
    use std::fs;
    use std::sync::Mutex;

    const PAGE: &str = "content/trang/gioi-thieu.md";

    fn write(site: &std::path::Path, text: &str) {
        let page = format!("+++\ntieu_de = \"Giới thiệu\"\ndoi_tuong = \"cong-khai\"\n+++\n{text}\n");
        fs::write(site.join(PAGE), page).expect("written");
    }

    #[test]
    fn a_system_that_does_not_tell_is_found_out_and_the_edits_are_seen_all_the_same() {
        let site = tempfile::tempdir().expect("a folder");
        fs::create_dir_all(site.path().join("content/trang")).expect("made");
        let settings = "[trang]\nten = \"Trang\"\ndon_vi = \"Đảng ủy\"\ndia_chi = \"https://thu.example/\"\n";
        fs::write(site.path().join("bangtin.toml"), settings).expect("written");
        write(site.path(), "một");
        let viewer = Viewer { audience: Audience::Public, drafts: false };
        let today = crate::basics::date::parse_date("2026-11-22").expect("a day");
        let workspace = Workspace::open(site.path()).expect("a site");
        let preview = Arc::new(Preview::new(workspace, viewer, Box::new(move || today)));
        let (mut watch, problem) = Watch::new(site.path(), true);
        assert!(problem.is_none());
        watch.disconnect();
        let polling = Arc::new(Mutex::new(0));
        let count = Arc::clone(&polling);
        let tell: Reporter = Arc::new(move |told| {
            if matches!(told, Event::Polling { reason: None }) {
                *count.lock().expect("not poisoned") += 1;
            }
        });
        let mut engine = Engine::new(Arc::clone(&preview), watch, tell);
        let page = OutPath::new("gioi-thieu/index.html");
        let shows = |text: &str| {
            preview.file(viewer, &page).is_ok_and(|served| String::from_utf8_lossy(&served.bytes).contains(text))
        };
        assert!(shows("một"));
        for (number, text) in ["lần thứ hai", "lần thứ ba", "lần thứ tư"].into_iter().enumerate() {
            write(site.path(), text);
            let end = Instant::now() + Duration::from_secs(10);
            while !shows(text) && Instant::now() < end {
                engine.step();
            }
            assert!(shows(text), "{text}");
            assert_eq!(engine.watch.is_native(), number == 0, "{text}");
        }
        assert_eq!(*polling.lock().expect("not poisoned"), 1, "said once");
    }
}
