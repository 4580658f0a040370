//! Lists of plans: all, by year, by topic; amendments; consultations.

use super::Html;
use super::calendar::EventRow;
use crate::edition::relate::EventKind;
use crate::edition::route::{LIST_ROWS, Slice, View};
use crate::publish::render::PageCx;
use crate::publish::render::frame::About;
use crate::publish::render::view::{ChangeView, CountView, DateView, DocumentRow, LinkView, PlanRow};
use crate::read::vocabulary::PlanStatus;
use crate::site::model::{Id, Plan, PlanState};
use serde::Serialize;
use std::collections::BTreeSet;

#[derive(Serialize)]
struct PlanList {
    total: usize,
    rows: Vec<PlanRow>,
    years: Vec<FilterLink>,
    topics: Vec<LinkView>,
    year: Option<i16>,
}

#[derive(Serialize)]
struct FilterLink {
    text: String,
    url: Option<String>,
    current: bool,
}

pub(super) fn list(cx: &PageCx<'_>, year: Option<i16>, part: usize) -> Html {
    let edition = cx.edition;
    let lists = cx.edition.lists();
    let plans = match year {
        Some(year) => lists.by_year.get(&year).map(Vec::as_slice).unwrap_or_default(),
        None => &lists.plans,
    };
    let slice = Slice::new(part, plans.len(), LIST_ROWS);
    let all = cx.t("ke_hoach", "danh_sach");
    let title = year.map_or_else(|| all.to_owned(), |year| cx.t("ke_hoach", "nam").replace("{nam}", &year.to_string()));
    let mut about =
        About::new(title, "ke-hoach").pagination(cx.pagination(slice, |part| View::PlanList { year, part }));
    if year.is_some() {
        about = about.crumb(all, cx.view_url(View::PlanList { year: None, part: 0 }));
    }
    let mut years = vec![FilterLink {
        text: cx.t("chung", "tat_ca").to_owned(),
        url: cx.view_url(View::PlanList { year: None, part: 0 }),
        current: year.is_none(),
    }];
    years.extend(lists.by_year.keys().rev().map(|known| FilterLink {
        text: known.to_string(),
        url: cx.view_url(View::PlanList { year: Some(*known), part: 0 }),
        current: year == Some(*known),
    }));
    let topics = edition.config.topics.iter().enumerate();
    let page = PlanList {
        total: plans.len(),
        rows: slice.of(plans).iter().filter_map(|id| cx.plan_row(*id)).collect(),
        years,
        topics: topics
            .map(|(index, topic)| LinkView {
                text: topic.name.clone(),
                url: cx.view_url(View::Topic { index, part: 0 }),
            })
            .collect(),
        year,
    };
    cx.show("ke-hoach-danh-sach.html", cx.frame(about), page)
}

#[derive(Serialize)]
struct TopicPage<'a> {
    description: Option<String>,
    total: usize,
    rows: Vec<PlanRow>,
    counts: Vec<CountView>,
    open: usize,
    next: Vec<EventRow<'a>>,
    documents: Vec<DocumentRow>,
}

/// Documents shown on a topic's page: those its plans are based on directly.
const TOPIC_DOCUMENTS: usize = 30;
/// Tasks shown on a topic's page: the next that are due.
const TOPIC_TASKS: usize = 8;

pub(super) fn topic(cx: &PageCx<'_>, index: usize, part: usize) -> Html {
    let edition = cx.edition;
    let Some(topic) = edition.config.topics.get(index) else { return Ok(Vec::new()) };
    let Some(list) = cx.edition.lists().by_topic.get(index) else { return Ok(Vec::new()) };
    let slice = Slice::new(part, list.plans.len(), LIST_ROWS);
    let about = About::new(topic.name.clone(), "ke-hoach")
        .description(topic.description.clone().unwrap_or_default())
        .crumb(cx.t("ke_hoach", "danh_sach"), cx.view_url(View::PlanList { year: None, part: 0 }))
        .pagination(cx.pagination(slice, |part| View::Topic { index, part }));
    let next = edition
        .coming()
        .iter()
        .filter(|event| match event.kind {
            EventKind::Task { plan, task, .. } => {
                edition.content.plans.get(plan).is_some_and(|plan| plan.topics.contains(&topic.code))
                    && edition.task(plan, task).is_some_and(|task| task.standing.state.is_open())
            }
            _ => false,
        })
        .take(TOPIC_TASKS);
    let mut seen = BTreeSet::new();
    let basis = list.plans.iter().flat_map(|id| edition.basis.basis_of(crate::edition::relate::Node::Plan(*id)));
    let documents = basis.filter(|(node, _)| seen.insert(*node)).take(TOPIC_DOCUMENTS);
    let page = TopicPage {
        description: topic.description.clone(),
        total: list.plans.len(),
        rows: slice.of(&list.plans).iter().filter_map(|id| cx.plan_row(*id)).collect(),
        next: next.filter_map(|event| cx.event(event)).collect(),
        open: list.tally.open(),
        counts: cx.state_counts(list.tally),
        documents: documents.filter_map(|(node, _)| cx.node_row(*node, None)).collect(),
    };
    cx.show("linh-vuc.html", cx.frame(about), page)
}

#[derive(Serialize)]
struct AmendmentList {
    total: usize,
    rows: Vec<ChangeView>,
}

pub(super) fn amendments(cx: &PageCx<'_>, part: usize) -> Html {
    let changes = &cx.edition.lists().changes;
    let slice = Slice::new(part, changes.len(), LIST_ROWS);
    let about = About::new(cx.t("dieu_chinh", "danh_sach"), "ke-hoach")
        .crumb(cx.t("ke_hoach", "danh_sach"), cx.view_url(View::PlanList { year: None, part: 0 }))
        .pagination(cx.pagination(slice, |part| View::Amendments { part }));
    let page = AmendmentList { total: changes.len(), rows: cx.changes(slice.of(changes)) };
    cx.show("dieu-chinh.html", cx.frame(about), page)
}

impl PageCx<'_> {
    /// Changes by the amending plan and their places there.
    pub(super) fn changes(&self, places: &[(Id<Plan>, usize)]) -> Vec<ChangeView> {
        let change = |(plan, place): &(Id<Plan>, usize)| self.edition.effective(*plan)?.made.get(*place);
        places.iter().filter_map(change).map(|change| self.change(change)).collect()
    }
}

#[derive(Serialize)]
struct Consultations {
    open: Vec<ConsultationRow>,
    closed: Vec<ConsultationRow>,
}

#[derive(Serialize)]
struct ConsultationRow {
    #[serde(flatten)]
    row: PlanRow,
    from: Option<DateView>,
    to: Option<DateView>,
    send_to: Option<String>,
    comments: Option<i64>,
    response: Option<String>,
}

pub(super) fn consultations(cx: &PageCx<'_>) -> Html {
    let edition = cx.edition;
    let mut open = Vec::new();
    let mut closed = Vec::new();
    for id in cx.edition.lists().plans.iter().copied() {
        let Some(plan) = edition.content.plans.get(id) else { continue };
        let consulted = plan.consultation.as_ref();
        if plan.status != PlanStatus::Consultation && consulted.is_none() {
            continue;
        }
        let Some(row) = cx.plan_row(id) else { continue };
        let period = consulted.map(|consultation| consultation.period).unwrap_or_default();
        let row = ConsultationRow {
            row,
            from: period.from.map(DateView::of),
            to: period.to.map(DateView::of),
            send_to: consulted.and_then(|consultation| consultation.send_to.clone()),
            comments: consulted.and_then(|consultation| consultation.comments),
            response: consulted.and_then(|consultation| consultation.response.clone()),
        };
        let running = edition.effective(id).is_some_and(|plan| plan.state == PlanState::Consultation);
        if running { open.push(row) } else { closed.push(row) }
    }
    let about = About::new(cx.t("lay_y_kien", "danh_sach"), "ke-hoach")
        .crumb(cx.t("ke_hoach", "danh_sach"), cx.view_url(View::PlanList { year: None, part: 0 }));
    cx.show("lay-y-kien.html", cx.frame(about), Consultations { open, closed })
}
