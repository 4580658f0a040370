//! The live channel: tells an open page when it has changed, and how the site stands.
//!
//! Each connection belongs to one page. After every edition that page is made again, and only if its bytes differ the
//! browser is told: pages that an edit does not touch stay as they are.

use super::address::{self, Address};
use super::http::{Listener, is_page, parameter, viewer};
use super::pages::{BROKEN, broken_version};
use super::preview::{Change, NotServed, Viewer};
use super::status::{Status, status};
use crate::basics::path::OutPath;
use crate::drive::pipeline::Findings;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream::unfold;
use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::watch;

/// One open page.
struct Line {
    door: Arc<Listener>,
    changes: watch::Receiver<Change>,
    viewer: Viewer,
    page: OutPath,
    /// Of the page as the browser has it.
    version: String,
    /// The edition it was compared with last; `None` before the first time.
    number: Option<u64>,
    waiting: VecDeque<Event>,
}

/// Opens the channel of one page.
pub(super) async fn listen(door: Arc<Listener>, request: &Parts, base: &str) -> Response {
    let page = parameter(request, "trang").map(|page| address::read(&page, base));
    let Some(Address::File(page)) = page.filter(|page| matches!(page, Address::File(file) if is_page(file))) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let mut changes = door.preview.changes();
    // What is there already is the first news.
    changes.mark_changed();
    let viewer = viewer(&door, &request.headers);
    let version = parameter(request, "ban").unwrap_or_default();
    let line = Line { door, changes, viewer, page, version, number: None, waiting: VecDeque::new() };
    let events = unfold(line, |mut line| async move {
        let event = line.next().await?;
        Some((Ok::<_, Infallible>(event), line))
    });
    Sse::new(Box::pin(events)).keep_alive(KeepAlive::new().interval(Duration::from_secs(15))).into_response()
}

impl Line {
    /// The next event; `None` when nobody may listen any more.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.waiting.pop_front() {
                return Some(event);
            }
            match self.phone_time() {
                None => self.changes.changed().await.ok()?,
                Some(left) => tokio::time::timeout(left, self.changes.changed()).await.ok()?.ok()?,
            }
            self.hear().await?;
        }
    }

    /// How long a phone may still listen.
    fn phone_time(&self) -> Option<Duration> {
        let phones = self.door.phones.as_ref().filter(|_| self.door.is_for_phones)?;
        Some(phones.left(Instant::now()))
    }

    /// Compares the page and describes the state.
    async fn hear(&mut self) -> Option<()> {
        let change = self.changes.borrow_and_update().clone();
        let (door, viewer, page) = (Arc::clone(&self.door), self.viewer, self.page.clone());
        let news = tokio::task::spawn_blocking(move || News::of(&door, viewer, &page, &change)).await.ok()?;
        let compared = self.number.replace(news.number) == Some(news.number);
        // A page that says what is broken gives way to the next one; a good one stays.
        let broken = news.broken.filter(|_| self.version.starts_with(BROKEN));
        let version = news.version.or(broken);
        if let Some(version) = version.filter(|version| !compared && *version != self.version) {
            self.waiting.push_back(Event::default().event("doi").data(&version));
            self.version = version;
        }
        let status = serde_json::to_string(&news.status).unwrap_or_default();
        self.waiting.push_back(Event::default().event("trang-thai").data(status));
        Some(())
    }
}

/// What one page is told.
struct News {
    number: u64,
    /// Of the page as it would be served; `None` when it cannot be made, and the old one is better than nothing.
    version: Option<String>,
    /// Of the page that says why there is none.
    broken: Option<String>,
    status: Status,
}

impl News {
    fn of(door: &Listener, viewer: Viewer, page: &OutPath, change: &Change) -> Self {
        let served = door.preview.file(viewer, page);
        let site = door.preview.with(viewer, |shown| shown.findings.clone());
        let mut broken = None;
        let mut seen_by = None;
        let (version, own) = match served {
            Ok(served) => (Some(served.version), served.findings),
            Err(NotServed::Missing(served)) => {
                // A phone sees what it was opened for, and learns of nothing else.
                seen_by = door.preview.seen_by(viewer, page).filter(|_| !door.is_for_phones);
                (Some(served.version), served.findings)
            }
            Err(NotServed::Broken(findings)) => {
                broken = Some(broken_version(&findings));
                (None, findings)
            }
        };
        // Messages quote what is written, and it is written for every audience.
        let findings = if door.is_for_phones { Findings::default() } else { site.and(&own) };
        Self { number: change.number, version, broken, status: status(change, viewer, seen_by, &findings, door.lang) }
    }
}
