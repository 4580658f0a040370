//! One module per family of pages: the context of its template.

mod calendar;
mod documents;
mod home;
mod materials;
mod organisations;
mod other;
mod plan;
mod plans;
mod poster;
mod progress;
mod search;
mod sessions;
mod target;

pub(super) use target::TargetView;

use super::PageCx;
use super::frame::Frame;
use crate::basics::diag::Diagnostic;
use crate::edition::route::{Route, View};
use crate::site::model::{Id, Plan};
use serde::Serialize;

type Html = Result<Vec<u8>, Box<Diagnostic>>;

/// The summary of a plan as HTML.
pub(super) fn plan_summary(cx: &PageCx<'_>, id: Id<Plan>, plan: &Plan) -> String {
    plan::summary(cx, id, plan).0.0
}

/// A page: its frame, and what only its template knows.
#[derive(Serialize)]
struct PageView<T: Serialize> {
    frame: Frame,
    #[serde(flatten)]
    page: T,
}

impl PageCx<'_> {
    fn show<T: Serialize>(&self, template: &str, frame: Frame, page: T) -> Html {
        self.theme.render(template, &PageView { frame, page })
    }
}

pub(super) fn render(cx: &PageCx<'_>, route: &Route) -> Html {
    match route.view {
        View::Home => home::home(cx),
        View::PlanList { year, part } => plans::list(cx, year, part),
        View::Plan { id, part } => plan::plan(cx, id, part),
        View::OrganisationList => organisations::list(cx),
        View::Organisation { id, part } => organisations::organisation(cx, id, part),
        View::StudyRecord { part } => sessions::record(cx, part),
        View::Session(id) => sessions::session(cx, id),
        View::DocumentList { part } => documents::list(cx, part),
        View::Document { id, part } => documents::document(cx, id, part),
        View::Cited { index, part } => documents::cited(cx, index, part),
        View::MaterialList { part } => materials::list(cx, part),
        View::Material(id) => materials::material(cx, id),
        View::Topic { index, part } => plans::topic(cx, index, part),
        View::Conference(index) => documents::conference(cx, index),
        View::Amendments { part } => plans::amendments(cx, part),
        View::Consultations => plans::consultations(cx),
        View::Progress { part } => progress::progress(cx, part),
        View::Calendar => calendar::calendar(cx),
        View::Month { year, month, part } => calendar::month(cx, year, month, part),
        View::Feedback => other::feedback(cx),
        View::Search { part } => search::search(cx, part),
        View::SiteMap { part } => other::site_map(cx, part),
        View::NotFound => other::not_found(cx),
        View::Offline => other::offline(cx),
        View::Poster(id) => poster::poster(cx, id),
        View::Plain(id) => other::plain(cx, id),
        View::Redirect(index) => other::redirect(cx, index),
    }
}
