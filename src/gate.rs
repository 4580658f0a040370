//! The only way to something publishable.
//!
//! Takes the [`Site`] and an audience, returns [`Admitted`]: the same tables without the rows, tasks, names and
//! references that the audience must not see. Nothing after this stage can reach what was left out.
//! Scans every text and office attachment for secrecy marks and personal data on the way (CONTENT §14 «Gate»).

mod filter;
mod marks;
mod personal;
mod scan;

use crate::config::{Audience, Config};
use crate::date::Day;
use crate::diag::Outcome;
use crate::model::{Content, Index, Site};
use crate::source::SourceTree;

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
    pub(crate) index: Index,
}

/// Filters the site for one audience.
pub(crate) fn admit(site: &Site, tree: &SourceTree, request: Request) -> Outcome<Admitted> {
    let mut diagnostics = crate::diag::Diagnostics::default();
    let content = filter::filter(site, tree, request, &mut diagnostics);
    scan::scan(site, &content, tree, request.audience, &mut diagnostics);
    let value = Admitted { request, config: site.config.clone(), content, index: site.index.clone() };
    Outcome { value, diagnostics }
}
