//! Pictures beside pages: what a chat shows, and icons for the home screen of a phone.

use super::{Exporter, Made};
use crate::edition::relate::Edition;
use crate::edition::route::View;
use crate::publish::picture::{self, Card};
use crate::site::model::{Id, OfKind, Plan};

/// Changes with the picture of a page; `colour` is that of the theme's bar.
pub(super) fn hash(edition: &Edition, view: View, colour: &str) -> String {
    Card::of(edition, view.entry().and_then(Plan::id), colour).hash()
}

/// What a chat shows beside a link: of the site, or of a plan.
pub(super) fn card(cx: &Exporter<'_>, plan: Option<Id<Plan>>) -> Made {
    Ok(Card::of(cx.edition(), plan, cx.renderer.theme.colour()).draw().unwrap_or_default())
}

/// An icon of so many pixels.
pub(super) fn icon(cx: &Exporter<'_>, size: u32) -> Made {
    Ok(picture::icon(size, cx.renderer.theme.colour()).unwrap_or_default())
}
