//! The study record, and each session.

use super::Html;
use crate::basics::text::{decimal_places, percent_of};
use crate::edition::relate::{Figures, PlanCoverage, SessionFigures, ShownCount};
use crate::edition::route::{LIST_ROWS, Slice, View};
use crate::publish::render::PageCx;
use crate::publish::render::frame::About;
use crate::publish::render::takeaway::TakeAway;
use crate::publish::render::view::{
    DateView, DocumentRow, FileView, LinkView, MaterialRow, PlanRow, SessionRow, StudyView, WordView,
};
use crate::publish::theme::Markup;
use crate::site::model::{EntryId, Id, Organisation, Session};
use serde::Serialize;

#[derive(Serialize)]
struct Record {
    total: usize,
    future: Vec<SessionRow>,
    rows: Vec<RecordRow>,
    coverage: Vec<CoverageRow>,
    coverage_total: usize,
}

/// A session with its totals.
#[derive(Serialize)]
struct RecordRow {
    #[serde(flatten)]
    session: SessionRow,
    organisations: usize,
    convened: Option<i64>,
    attended: Option<i64>,
    ratio: Option<String>,
    results: Vec<ResultView>,
}

/// A plan and how far its study has come.
#[derive(Serialize)]
struct CoverageRow {
    id: String,
    name: String,
    title: String,
    url: String,
    sessions: usize,
    study: StudyView,
    organisations: Vec<CoverageCell>,
}

#[derive(Serialize)]
struct CoverageCell {
    name: String,
    url: Option<String>,
    state: WordView,
}

pub(super) fn record(cx: &PageCx<'_>, part: usize) -> Html {
    let edition = cx.edition;
    let lists = cx.edition.lists();
    let total = lists.coming_sessions.len() + lists.past_sessions.len();
    let slice = Slice::new(part, total.max(lists.coverage.len()), LIST_ROWS);
    let coming = if part == 0 { lists.coming_sessions.as_slice() } else { &[] };
    let covered = slice.of(&lists.coverage).iter().filter_map(|place| edition.coverage.get(*place));
    let about = About::new(cx.t("quan_triet", "danh_sach"), "quan-triet")
        .description(cx.t("quan_triet", "danh_sach_mo_ta"))
        .pagination(cx.pagination(slice, |part| View::StudyRecord { part }));
    let page = Record {
        total,
        future: coming.iter().filter_map(|id| cx.session_row(*id)).collect(),
        rows: slice.of(&lists.past_sessions).iter().filter_map(|id| record_row(cx, *id)).collect(),
        coverage_total: lists.coverage.len(),
        coverage: covered.filter_map(|covered| coverage_row(cx, covered)).collect(),
    };
    cx.show("quan-triet-danh-sach.html", cx.frame(about), page)
}

fn record_row(cx: &PageCx<'_>, id: Id<Session>) -> Option<RecordRow> {
    let session = cx.edition.content.sessions.get(id)?;
    let told = cx.edition.figures(id)?;
    let totals = totals(told);
    Some(RecordRow {
        session: cx.session_row(id)?,
        organisations: session.results.len(),
        convened: totals.convened,
        attended: totals.attended,
        ratio: totals.ratio,
        results: results(cx, session, told),
    })
}

fn coverage_row(cx: &PageCx<'_>, covered: &PlanCoverage) -> Option<CoverageRow> {
    let plan = cx.plan_row(covered.plan)?.link;
    let cells = cx.edition.named_of(&covered.study).filter_map(|(id, state)| {
        let link = cx.organisation_link(id)?;
        Some(CoverageCell { name: link.text, url: link.url, state: cx.word("do_phu", state.word()) })
    });
    Some(CoverageRow {
        id: plan.id,
        name: plan.name,
        title: plan.title,
        url: plan.url,
        sessions: covered.study.sessions.len(),
        study: cx.study(&covered.study),
        organisations: cells.collect(),
    })
}

#[derive(Serialize)]
struct SessionPage {
    id: String,
    /// Beneath the heading, where that is a short one.
    full_title: Option<String>,
    when: String,
    date: DateView,
    future: bool,
    /// Postponed or cancelled, and why.
    off: Option<WordView>,
    reason: Option<String>,
    form: Option<WordView>,
    place: Option<String>,
    other_venues: Vec<String>,
    organiser: Option<LinkView>,
    chair: Option<String>,
    attendees: Vec<WordView>,
    speakers: Vec<String>,
    planned_length: Option<String>,
    actual_length: Option<String>,
    combined: bool,
    papers_due: Option<DateView>,
    convened_html: Markup,
    plans: Vec<PlanRow>,
    documents: Vec<DocumentRow>,
    materials: Vec<MaterialRow>,
    results: Vec<ResultView>,
    has_results: bool,
    convened: Option<i64>,
    attended: Option<i64>,
    made_up: Option<i64>,
    ratio: Option<String>,
    papers: Option<i64>,
    guests: Option<i64>,
    excused: Option<i64>,
    unexcused: Option<i64>,
    body_html: Markup,
    files: Vec<FileView>,
    take: TakeAway,
    internal: bool,
}

/// The result of one organisation, as this audience may see it.
#[derive(Serialize)]
struct ResultView {
    organisation: LinkView,
    convened: String,
    attended: String,
    ratio: Option<String>,
    made_up: String,
    guests: String,
    papers: String,
}

struct Totals {
    convened: Option<i64>,
    attended: Option<i64>,
    ratio: Option<String>,
}

pub(super) fn session(cx: &PageCx<'_>, id: Id<Session>) -> Html {
    let edition = cx.edition;
    let Some(session) = edition.content.sessions.get(id) else { return Ok(Vec::new()) };
    let entry = EntryId::Session(id);
    let Some(told) = edition.figures(id) else { return Ok(Vec::new()) };
    let totals = totals(told);
    let about = About::new(session.heading(), "quan-triet")
        .description(format!("{} – {}", cx.when(session), session.title))
        .crumb(cx.t("quan_triet", "danh_sach"), cx.view_url(View::StudyRecord { part: 0 }))
        .data(&cx.session_data(id, session))
        .updated(session.meta.newest([Some(session.starts.day)], edition.request.today));
    let page = SessionPage {
        id: session.meta.id.clone(),
        full_title: session.short_title.is_some().then(|| session.title.clone()),
        when: cx.when(session),
        date: DateView::of(session.starts.day),
        future: session.is_held() && session.starts.day >= edition.request.today,
        off: session.status.map(|status| cx.word("trang_thai_buoi", status.word())),
        reason: session.reason.clone(),
        form: session.form.map(|form| cx.word("hinh_thuc", form.word())),
        place: session.place.clone(),
        other_venues: session.other_venues.clone(),
        organiser: session.organiser.as_ref().map(|organiser| cx.issuer(Some(organiser))),
        chair: session.chair.clone(),
        attendees: session.attendees.iter().map(|class| cx.word("lop_nguoi", class.word())).collect(),
        speakers: session.speakers.clone(),
        planned_length: session.planned_length.clone(),
        actual_length: actual_length(cx, session),
        combined: session.combined,
        papers_due: session.papers_due.map(DateView::of),
        convened_html: cx.parties_html(&session.convened),
        plans: session.plans.iter().filter_map(|id| cx.plan_row(*id)).collect(),
        documents: session.documents.iter().filter_map(|id| cx.document_row(*id)).collect(),
        materials: session.materials.iter().filter_map(|id| cx.material_row(*id)).collect(),
        results: results(cx, session, told),
        has_results: session.results.iter().any(|result| result.attended.is_some()),
        convened: totals.convened,
        attended: totals.attended,
        made_up: told.made_up.total,
        ratio: totals.ratio,
        papers: told.papers.total,
        guests: told.guests.total,
        excused: told.excused,
        unexcused: told.unexcused,
        body_html: cx.body_html(entry, cx.text_of(session.meta.file), 3),
        files: cx.files(entry),
        take: cx.calendar_of(View::of(entry)),
        internal: session.meta.audience == crate::read::vocabulary::Audience::Internal,
    };
    cx.show("quan-triet.html", cx.frame(about), page)
}

/// How long it lasted, from its times.
fn actual_length(cx: &PageCx<'_>, session: &Session) -> Option<String> {
    let ends = session.ends.filter(|ends| ends.day < cx.edition.request.today)?;
    let start = session.starts.day.to_datetime(session.starts.time?);
    let end = ends.day.to_datetime(ends.time?);
    let minutes = end.duration_since(start).as_mins();
    (minutes > 0).then(|| cx.t("quan_triet", "so_phut").replace("{n}", &minutes.to_string()))
}

/// Totals; the ratio of what is told.
fn totals(told: &SessionFigures) -> Totals {
    let (convened, attended) = (told.convened.total, told.attended.total);
    let ratio = convened.zip(attended).filter(|(convened, _)| *convened > 0);
    Totals { convened, attended, ratio: ratio.map(|(convened, attended)| percent(attended, convened)) }
}

/// The results of a session, as they are told.
fn results(cx: &PageCx<'_>, session: &Session, told: &SessionFigures) -> Vec<ResultView> {
    let rows = session.results.iter().enumerate();
    rows.filter_map(|(place, row)| result(cx, row.organisation, |figures| cell(figures(told), place))).collect()
}

fn cell(figures: &Figures, place: usize) -> ShownCount {
    figures.cells.get(place).copied().unwrap_or(ShownCount::NoData)
}

fn result(
    cx: &PageCx<'_>,
    organisation: Id<Organisation>,
    told: impl Fn(fn(&SessionFigures) -> &Figures) -> ShownCount,
) -> Option<ResultView> {
    let (convened, attended) = (told(|told| &told.convened), told(|told| &told.attended));
    let ratio = match (convened, attended) {
        (ShownCount::Count(convened), ShownCount::Count(attended)) if convened > 0 => Some(percent(attended, convened)),
        _ => None,
    };
    Some(ResultView {
        organisation: cx.organisation_link(organisation)?,
        convened: cx.count_text(convened),
        attended: cx.count_text(attended),
        ratio,
        made_up: cx.count_text(told(|told| &told.made_up)),
        guests: cx.count_text(told(|told| &told.guests)),
        papers: cx.count_text(told(|told| &told.papers)),
    })
}

fn percent(part: i64, whole: i64) -> String {
    format!("{} %", decimal_places(percent_of(part, whole), 1))
}

impl PageCx<'_> {
    /// A count of one organisation: a number, «dưới 5», «không công bố riêng», «chưa có số liệu».
    pub(super) fn count_text(&self, count: ShownCount) -> String {
        match count {
            ShownCount::Count(count) => count.to_string(),
            ShownCount::Under(limit) => self.t("quan_triet", "duoi").replace("{n}", &limit.to_string()),
            ShownCount::Withheld => self.t("quan_triet", "khong_cong_bo_rieng").to_owned(),
            ShownCount::NoData => self.t("quan_triet", "chua_co_so_lieu").to_owned(),
        }
    }
}
