//! What a reader takes away from a page: the files that lie beside it.

use super::PageCx;
use crate::edition::route::View;
use serde::Serialize;

/// Links to the files beside a page; `None` where the site has none of the kind.
#[derive(Debug, Default, Serialize)]
pub(super) struct TakeAway {
    /// The calendar as a file.
    pub(super) calendar: Option<String>,
    /// The same for a phone that keeps it up to date (`webcal:`).
    pub(super) subscribe: Option<String>,
    pub(super) feed: Option<String>,
    pub(super) table: Option<String>,
    pub(super) poster: Option<String>,
    pub(super) broadcast: Option<String>,
    pub(super) strategy: Option<String>,
}

impl PageCx<'_> {
    /// The calendar beside a page.
    pub(super) fn calendar_of(&self, view: View) -> TakeAway {
        let Some(file) = self.publication.beside(view, "lich.ics") else { return TakeAway::default() };
        let absolute = self.edition.config.base.absolute(&file);
        TakeAway {
            calendar: Some(self.link(file.as_str())),
            subscribe: absolute.split_once("//").map(|(_, rest)| format!("webcal://{rest}")),
            ..TakeAway::default()
        }
    }

    /// A file beside a page, where the site has such files.
    pub(super) fn beside(&self, view: View, name: &str) -> Option<String> {
        self.publication.beside(view, name).map(|file| self.link(file.as_str()))
    }
}
