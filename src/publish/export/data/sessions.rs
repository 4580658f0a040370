//! Study sessions, their results, and how far every plan has come. Small counts are hidden as on the pages (CONTENT §9).

use crate::edition::relate::{Figures, SessionFigures, ShownCount};
use crate::publish::export::Exporter;
use crate::site::model::{EntryId, Id, Moment, Session, Study};
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Serialize, JsonSchema)]
pub(super) struct Sessions {
    /// Study sessions («đợt quán triệt»), by id.
    #[serde(rename = "quan_triet")]
    sessions: Vec<SessionFacts>,
    /// Coverage («độ phủ»): which organisations have studied which plan.
    #[serde(rename = "do_phu")]
    coverage: Vec<CoverageFacts>,
    /// How far every plan and document has come, in Party organisations and members.
    #[serde(rename = "muc_do")]
    studies: Vec<StudyFacts>,
}

/// How far the study of a plan or document has come.
#[derive(Serialize, JsonSchema)]
struct StudyFacts {
    /// Id of the plan or document.
    id: String,
    /// Party organisations that count: those that sessions with results convened.
    #[serde(rename = "to_chuc_dang")]
    organisations: usize,
    #[serde(rename = "da_hoc")]
    studied: usize,
    /// Members; none where it would give a small count back, or where somebody has not reported.
    #[serde(rename = "trieu_tap", skip_serializing_if = "Option::is_none")]
    convened: Option<i64>,
    #[serde(rename = "tham_du", skip_serializing_if = "Option::is_none")]
    attended: Option<i64>,
    #[serde(rename = "hoc_bu", skip_serializing_if = "Option::is_none")]
    made_up: Option<i64>,
}

/// A count of people: a number; «dưới 5» where a smaller one would give somebody away; «không công bố riêng» where such a
/// one would follow from it.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
pub(super) enum Count {
    Exact(i64),
    Hidden(String),
}

#[derive(Serialize, JsonSchema)]
struct SessionFacts {
    id: String,
    /// The page, relative to the root of the site.
    #[serde(rename = "dia_chi")]
    url: String,
    #[serde(rename = "tieu_de")]
    title: String,
    #[serde(rename = "ten_ngan", skip_serializing_if = "Option::is_none")]
    short_title: Option<String>,
    /// A day, or a day and an hour in the zone of the site.
    #[serde(rename = "bat_dau")]
    starts: String,
    #[serde(rename = "ket_thuc", skip_serializing_if = "Option::is_none")]
    ends: Option<String>,
    #[serde(rename = "hinh_thuc", skip_serializing_if = "Option::is_none")]
    form: Option<String>,
    #[serde(rename = "dia_diem", skip_serializing_if = "Option::is_none")]
    place: Option<String>,
    #[serde(rename = "diem_cau", skip_serializing_if = "Vec::is_empty")]
    other_venues: Vec<String>,
    /// Ids of the plans studied.
    #[serde(rename = "ke_hoach", skip_serializing_if = "Vec::is_empty")]
    plans: Vec<String>,
    /// Ids of the documents studied.
    #[serde(rename = "van_ban", skip_serializing_if = "Vec::is_empty")]
    documents: Vec<String>,
    /// Roles, never names.
    #[serde(rename = "bao_cao_vien", skip_serializing_if = "Vec::is_empty")]
    speakers: Vec<String>,
    /// Who was convened, as written.
    #[serde(rename = "trieu_tap", skip_serializing_if = "String::is_empty")]
    convened: String,
    #[serde(rename = "han_thu_hoach", skip_serializing_if = "Option::is_none")]
    papers_due: Option<String>,
    /// Who held it.
    #[serde(rename = "to_chuc_boi", skip_serializing_if = "Option::is_none")]
    organiser: Option<String>,
    /// The role of who was in the chair.
    #[serde(rename = "chu_tri", skip_serializing_if = "Option::is_none")]
    chair: Option<String>,
    /// Classes of people it is for.
    #[serde(rename = "thanh_phan", skip_serializing_if = "Vec::is_empty")]
    attendees: Vec<String>,
    /// `hoan` or `huy`: it is not held on its day.
    #[serde(rename = "trang_thai", skip_serializing_if = "Option::is_none")]
    status: Option<String>,
    #[serde(rename = "ly_do", skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(rename = "ket_qua", skip_serializing_if = "Vec::is_empty")]
    results: Vec<ResultFacts>,
    /// Sum of those convened; none where a hidden count would follow from it, or where somebody has not reported.
    #[serde(rename = "tong_trieu_tap", skip_serializing_if = "Option::is_none")]
    total_convened: Option<i64>,
    #[serde(rename = "tong_tham_du", skip_serializing_if = "Option::is_none")]
    total_attended: Option<i64>,
    #[serde(rename = "tong_hoc_bu", skip_serializing_if = "Option::is_none")]
    total_made_up: Option<i64>,
    #[serde(rename = "tong_thu_hoach", skip_serializing_if = "Option::is_none")]
    total_papers: Option<i64>,
    #[serde(rename = "tong_quan_chung", skip_serializing_if = "Option::is_none")]
    total_guests: Option<i64>,
    /// Absent with a reason: only together.
    #[serde(rename = "tong_vang_co_ly_do", skip_serializing_if = "Option::is_none")]
    total_excused: Option<i64>,
    #[serde(rename = "tong_vang_khong_ly_do", skip_serializing_if = "Option::is_none")]
    total_unexcused: Option<i64>,
}

/// The counts of one organisation; what was not reported is left out.
#[derive(Serialize, JsonSchema)]
struct ResultFacts {
    /// Id of the organisation.
    #[serde(rename = "to_chuc")]
    organisation: String,
    #[serde(rename = "trieu_tap", skip_serializing_if = "Option::is_none")]
    convened: Option<Count>,
    #[serde(rename = "tham_du", skip_serializing_if = "Option::is_none")]
    attended: Option<Count>,
    #[serde(rename = "hoc_bu", skip_serializing_if = "Option::is_none")]
    made_up: Option<Count>,
    #[serde(rename = "quan_chung", skip_serializing_if = "Option::is_none")]
    guests: Option<Count>,
    #[serde(rename = "thu_hoach", skip_serializing_if = "Option::is_none")]
    papers: Option<Count>,
}

#[derive(Serialize, JsonSchema)]
struct CoverageFacts {
    /// Id of the plan.
    #[serde(rename = "ke_hoach")]
    plan: String,
    /// Id of the organisation.
    #[serde(rename = "to_chuc")]
    organisation: String,
    /// `da-quan-triet`, `chua-co-so-lieu` or `chua-quan-triet`.
    #[serde(rename = "trang_thai")]
    state: String,
}

pub(super) fn sessions(cx: &Exporter<'_>) -> Sessions {
    let sessions = cx.edition().content.sessions.iter();
    Sessions {
        sessions: sessions.map(|(id, session)| facts(cx, id, session)).collect(),
        coverage: coverage(cx),
        studies: studies(cx),
    }
}

fn facts(cx: &Exporter<'_>, id: Id<Session>, session: &Session) -> SessionFacts {
    let edition = cx.edition();
    let content = &edition.content;
    let told = edition.figures(id).cloned().unwrap_or_default();
    let cell = |figures: &Figures, place: usize| figures.cells.get(place).and_then(|cell| count(*cell));
    let results = session.results.iter().enumerate().filter_map(|(place, result)| {
        Some(ResultFacts {
            organisation: content.organisations.get(result.organisation)?.meta.id.clone(),
            convened: cell(&told.convened, place),
            attended: cell(&told.attended, place),
            made_up: cell(&told.made_up, place),
            guests: cell(&told.guests, place),
            papers: cell(&told.papers, place),
        })
    });
    SessionFacts {
        id: session.meta.id.clone(),
        url: cx.relative(EntryId::Session(id)),
        title: session.title.clone(),
        short_title: session.short_title.clone(),
        starts: moment(session.starts),
        ends: session.ends.map(moment),
        form: session.form.map(|form| form.word().to_owned()),
        place: session.place.clone(),
        other_venues: session.other_venues.clone(),
        plans: session.plans.iter().filter_map(|id| Some(content.plans.get(*id)?.meta.id.clone())).collect(),
        documents: session
            .documents
            .iter()
            .filter_map(|id| Some(content.documents.get(*id)?.meta.id.clone()))
            .collect(),
        speakers: session.speakers.clone(),
        convened: session.convened.text(),
        papers_due: session.papers_due.map(|day| day.to_string()),
        organiser: session.organiser.as_ref().map(|organiser| organiser.text.clone()),
        chair: session.chair.clone(),
        attendees: session.attendees.iter().map(|class| class.word().to_owned()).collect(),
        status: session.status.map(|status| status.word().to_owned()),
        reason: session.reason.clone(),
        results: results.collect(),
        total_convened: told.convened.total,
        total_attended: told.attended.total,
        total_made_up: told.made_up.total,
        total_papers: told.papers.total,
        total_guests: told.guests.total,
        total_excused: told.excused,
        total_unexcused: told.unexcused,
    }
}

/// A count as it is told; `None` where nobody gave one.
pub(super) fn count(count: ShownCount) -> Option<Count> {
    match count {
        ShownCount::Count(count) => Some(Count::Exact(count)),
        ShownCount::Under(limit) => Some(Count::Hidden(format!("dưới {limit}"))),
        ShownCount::Withheld => Some(Count::Hidden("không công bố riêng".to_owned())),
        ShownCount::NoData => None,
    }
}

fn moment(moment: Moment) -> String {
    match moment.time {
        Some(time) => format!("{}T{:02}:{:02}:{:02}", moment.day, time.hour(), time.minute(), time.second()),
        None => moment.day.to_string(),
    }
}

/// Who is known to have studied what; who has not, only where this edition names them.
fn coverage(cx: &Exporter<'_>) -> Vec<CoverageFacts> {
    let content = &cx.edition().content;
    let mut rows = Vec::new();
    for covered in &cx.edition().coverage {
        let Some(plan) = content.plans.get(covered.plan) else { continue };
        for (organisation, state) in cx.edition().named_of(&covered.study) {
            let Some(organisation) = content.organisations.get(organisation) else { continue };
            rows.push(CoverageFacts {
                plan: plan.meta.id.clone(),
                organisation: organisation.meta.id.clone(),
                state: state.word().to_owned(),
            });
        }
    }
    rows
}

/// Every plan and document that was studied, by id.
fn studies(cx: &Exporter<'_>) -> Vec<StudyFacts> {
    let edition = cx.edition();
    let plans = edition.coverage.iter().filter_map(|covered| {
        let id = edition.content.plans.get(covered.plan)?.meta.id.clone();
        study_facts(cx, id, &covered.study)
    });
    let documents = edition.content.documents.iter();
    let documents =
        documents.filter_map(|(id, row)| study_facts(cx, row.meta.id.clone(), &edition.study_of_document(id)));
    let mut all: Vec<StudyFacts> = plans.chain(documents).collect();
    all.sort_by(|a, b| a.id.cmp(&b.id));
    all
}

fn study_facts(cx: &Exporter<'_>, id: String, study: &Study) -> Option<StudyFacts> {
    if study.organisations.is_empty() {
        return None;
    }
    let sum = |of: fn(&SessionFigures) -> &Figures| cx.edition().study_total(study, of);
    Some(StudyFacts {
        id,
        organisations: study.organisations.len(),
        studied: study.studied(),
        convened: sum(|told| &told.convened),
        attended: sum(|told| &told.attended),
        made_up: sum(|told| &told.made_up),
    })
}
