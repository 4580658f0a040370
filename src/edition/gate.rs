//! The only way to something publishable.
//!
//! Takes the [`Site`] and an audience, returns [`Admitted`]: the same tables without the rows, tasks, names and
//! references that the audience must not see. Nothing after this stage can reach what was left out.
//! Scans every text and office attachment for secrecy marks and personal data on the way (CONTENT §14 «Gate»).

mod filter;
mod inside;
mod scan;

use crate::basics::date::Day;
use crate::read::config::{Audience, Config};
use crate::read::source::SourceTree;
use crate::site::model::{Content, EntryId, Found, Index, Site};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What one build is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Request {
    pub(crate) audience: Audience,
    /// Whether drafts («dự thảo») are built.
    pub(crate) drafts: bool,
    /// The build date.
    pub(crate) today: Day,
}

/// What the audience may see.
#[derive(Debug)]
pub(crate) struct Admitted {
    pub(crate) request: Request,
    pub(crate) config: Config,
    pub(crate) content: Content,
    pub(crate) index: Arc<Index>,
    pub(crate) found: Found,
    /// Entries that differ from what was admitted before; `None` when any may.
    pub(crate) touched: Option<BTreeSet<EntryId>>,
}

/// What the same request was given before the last edit.
#[derive(Clone, Copy)]
pub(crate) struct Before<'a> {
    pub(crate) request: Request,
    pub(crate) content: &'a Content,
    pub(crate) found: &'a Found,
}

/// Filters the site for one audience. Rows that the last edit did not touch are taken from `before`.
pub(crate) fn admit(site: &Site, tree: &SourceTree, request: Request, before: Option<Before<'_>>) -> Admitted {
    let touched = site.touched.as_ref().filter(|touched| touched.is_local).map(|touched| &touched.entries);
    let before = before.filter(|before| before.request == request).zip(touched);
    let (content, found) = filter::filter(site, tree, request, before);
    let (config, index) = (site.config.clone(), Arc::clone(&site.index));
    Admitted { request, config, content, index, found, touched: before.map(|(_, touched)| touched.clone()) }
}
