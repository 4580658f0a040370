//! Home: my organisation, the next deadlines, the next session, what is new.

use super::Html;
use super::calendar::EventRow;
use super::organisations::OrganisationRow;
use crate::edition::relate::{Edition, EventKind, organisation_order};
use crate::edition::route::View;
use crate::publish::render::PageCx;
use crate::publish::render::frame::About;
use crate::publish::render::view::{ChangeView, PlanRow, SessionRow};
use crate::read::vocabulary::OrganisationKind;
use crate::site::model::{Id, Organisation, PlanState};
use serde::Serialize;

/// Organisations offered on home; the rest is one tap away.
const CHOICES: usize = 12;
const EVENTS: usize = 5;
const PLANS: usize = 5;
const CHANGES: usize = 3;

#[derive(Serialize)]
struct Home<'a> {
    organisations: Vec<OrganisationRow>,
    more_organisations: usize,
    organisations_url: Option<String>,
    events: Vec<EventRow<'a>>,
    calendar_url: Option<String>,
    session: Option<SessionRow>,
    record_url: Option<String>,
    plans: Vec<PlanRow>,
    plans_url: Option<String>,
    plan_count: usize,
    changes: Vec<ChangeView>,
    changes_url: Option<String>,
    topics: Vec<TopicLink>,
    consultations: usize,
    consultations_url: Option<String>,
    progress_url: Option<String>,
    documents_url: Option<String>,
    materials_url: Option<String>,
}

#[derive(Serialize)]
struct TopicLink {
    name: String,
    description: Option<String>,
    url: Option<String>,
    plans: usize,
}

pub(super) fn home(cx: &PageCx<'_>) -> Html {
    let edition = cx.edition;
    let title = edition.config.title.clone();
    let about = About::new(title, "trang-chu")
        .description(cx.t("trang_chu", "mo_ta").replace("{don_vi}", &edition.config.publisher));
    let mut with_tasks: Vec<_> = organisation_order(edition)
        .into_iter()
        .filter(|id| edition.content.organisations.get(*id).is_some_and(|row| row.group.is_none()))
        .filter(|id| !edition.assignments(*id).is_empty())
        .collect();
    // Members of party cells are most of the readers: their cells come first.
    let is_cell = |id: &Id<Organisation>| {
        edition.content.organisations.get(*id).is_some_and(|row| row.kind == OrganisationKind::PartyCell)
    };
    with_tasks.sort_by_key(|id| !is_cell(id));
    let events = edition.coming().iter().filter(|event| match event.kind {
        EventKind::Task { plan, task, .. } => {
            edition.task(plan, task).is_some_and(|task| task.standing.state.is_open())
        }
        _ => true,
    });
    let lists = cx.edition.lists();
    let page = Home {
        organisations: with_tasks.iter().take(CHOICES).filter_map(|id| cx.organisation_row(*id)).collect(),
        more_organisations: with_tasks.len().saturating_sub(CHOICES),
        organisations_url: cx.view_url(View::OrganisationList),
        events: events.take(EVENTS).filter_map(|event| cx.event(event)).collect(),
        calendar_url: cx.view_url(View::Calendar),
        session: lists.coming_sessions.iter().filter_map(|id| cx.session_row(*id)).find(|row| row.future),
        record_url: cx.view_url(View::StudyRecord { part: 0 }),
        plans: lists.plans.iter().take(PLANS).filter_map(|id| cx.plan_row(*id)).collect(),
        plans_url: cx.view_url(View::PlanList { year: None, part: 0 }),
        plan_count: edition.content.plans.len(),
        changes: cx.changes(lists.changes.get(..CHANGES).unwrap_or(&lists.changes)),
        changes_url: cx.view_url(View::Amendments { part: 0 }),
        topics: topics(cx),
        consultations: open_consultations(edition),
        consultations_url: cx.view_url(View::Consultations),
        progress_url: cx.view_url(View::Progress { part: 0 }),
        documents_url: cx.view_url(View::DocumentList { part: 0 }),
        materials_url: cx.view_url(View::MaterialList { part: 0 }),
    };
    cx.show("trang-chu.html", cx.frame(about), page)
}

/// Plans on which people may comment now.
fn open_consultations(edition: &Edition) -> usize {
    let states = edition.content.plans.iter().filter_map(|(id, _)| edition.effective(id));
    states.filter(|plan| plan.state == PlanState::Consultation).count()
}

fn topics(cx: &PageCx<'_>) -> Vec<TopicLink> {
    let topics = cx.edition.config.topics.iter().enumerate();
    let link = |(index, topic): (usize, &crate::read::config::Topic)| TopicLink {
        name: topic.name.clone(),
        description: topic.description.clone(),
        url: cx.view_url(View::Topic { index, part: 0 }),
        plans: cx.edition.lists().by_topic.get(index).map_or(0, |list| list.plans.len()),
    };
    topics.map(link).collect()
}
