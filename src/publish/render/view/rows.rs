//! Rows of lists: plans, documents, sessions, materials.

use super::{DateView, PlanLink, WordView, document_name};
use crate::basics::date::print_day;
use crate::edition::relate::Node;
use crate::edition::route::View;
use crate::publish::render::PageCx;
use crate::read::vocabulary::{Audience, TaskState, kind_name};
use crate::site::model::{Document, DocumentState, EntryId, Id, Material, Plan, PlanState, Session};
use serde::Serialize;

/// A row of a list of plans.
#[derive(Debug, Serialize)]
pub(in crate::publish::render) struct PlanRow {
    #[serde(flatten)]
    pub(in crate::publish::render) link: PlanLink,
    pub(in crate::publish::render) number: Option<String>,
    pub(in crate::publish::render) kind: String,
    pub(in crate::publish::render) date: Option<DateView>,
    pub(in crate::publish::render) state: WordView,
    pub(in crate::publish::render) tasks: usize,
    pub(in crate::publish::render) done: usize,
    pub(in crate::publish::render) late: usize,
    pub(in crate::publish::render) amended: bool,
    pub(in crate::publish::render) internal: bool,
}

/// A row of a list of documents, with or without a file.
#[derive(Debug, Serialize)]
pub(in crate::publish::render) struct DocumentRow {
    pub(in crate::publish::render) id: String,
    pub(in crate::publish::render) name: String,
    pub(in crate::publish::render) title: String,
    pub(in crate::publish::render) url: Option<String>,
    pub(in crate::publish::render) date: Option<DateView>,
    pub(in crate::publish::render) issuer: Option<String>,
    /// As written in the citing document.
    pub(in crate::publish::render) written: Option<String>,
    pub(in crate::publish::render) is_plan: bool,
    /// Of a document that is not in force, and why.
    pub(in crate::publish::render) state: Option<WordView>,
}

/// A row of a list of sessions.
#[derive(Debug, Serialize)]
pub(in crate::publish::render) struct SessionRow {
    pub(in crate::publish::render) id: String,
    pub(in crate::publish::render) title: String,
    pub(in crate::publish::render) url: String,
    pub(in crate::publish::render) date: DateView,
    pub(in crate::publish::render) when: String,
    pub(in crate::publish::render) place: Option<String>,
    pub(in crate::publish::render) form: Option<WordView>,
    pub(in crate::publish::render) future: bool,
    /// Postponed or cancelled.
    pub(in crate::publish::render) off: Option<WordView>,
    pub(in crate::publish::render) has_results: bool,
}

/// A row of a list of materials.
#[derive(Debug, Serialize)]
pub(in crate::publish::render) struct MaterialRow {
    pub(in crate::publish::render) title: String,
    pub(in crate::publish::render) url: String,
    pub(in crate::publish::render) kind: WordView,
    pub(in crate::publish::render) date: Option<DateView>,
    pub(in crate::publish::render) language: String,
}

impl PageCx<'_> {
    pub(in crate::publish::render) fn plan_row(&self, id: Id<Plan>) -> Option<PlanRow> {
        let plan = self.edition.content.plans.get(id)?;
        let effective = self.edition.effective(id)?;
        let open: Vec<_> = effective.standing().collect();
        let with_state = |state| open.iter().filter(|task| task.standing.state == state).count();
        Some(PlanRow {
            link: self.plan_link(id),
            number: plan.number.clone(),
            kind: plan.kind.name().to_owned(),
            date: plan.date.map(DateView::of),
            state: self.plan_state(effective.state),
            tasks: open.len(),
            done: with_state(TaskState::Done),
            late: with_state(TaskState::Late),
            amended: !effective.changes.is_empty(),
            internal: plan.meta.audience == Audience::Internal,
        })
    }

    pub(in crate::publish::render) fn plan_state(&self, state: PlanState) -> WordView {
        self.word("trang_thai_ke_hoach", state.word())
    }

    /// Whether a document is in force, where something is known of it.
    pub(in crate::publish::render) fn document_state(&self, id: Id<Document>) -> Option<WordView> {
        let row = self.edition.content.documents.get(id)?;
        let state = self.edition.document_state(id)?;
        let known = row.valid.from.or(row.valid.to).is_some() || state != DocumentState::InForce;
        known.then(|| self.word("hieu_luc_van_ban", state.word()))
    }

    /// A node of the basis graph as a row.
    pub(in crate::publish::render) fn node_row(&self, node: Node, written: Option<&str>) -> Option<DocumentRow> {
        let written = written.map(str::to_owned);
        match node {
            Node::Plan(id) => {
                let plan = self.edition.content.plans.get(id)?;
                Some(DocumentRow {
                    id: plan.meta.id.clone(),
                    name: plan.name(),
                    title: plan.heading().to_owned(),
                    url: self.entry_url(EntryId::Plan(id)),
                    date: plan.date.map(DateView::of),
                    issuer: Some(self.issuer(plan.issuer.as_ref()).text),
                    written,
                    is_plan: true,
                    state: None,
                })
            }
            Node::Document(id) => self.document_row(id).map(|row| DocumentRow { written, ..row }),
            Node::Cited(index) => {
                let cited = self.edition.basis.cited.get(index)?;
                let kind = cited.identity.kind.map(kind_name);
                let name = match (kind, &cited.number) {
                    (Some(kind), Some(number)) => format!("{kind} số {number}"),
                    (None, Some(number)) => number.clone(),
                    _ => cited.title.clone(),
                };
                Some(DocumentRow {
                    id: cited.id.clone(),
                    name,
                    title: cited.title.clone(),
                    url: self.view_url(View::Cited { index, part: 0 }),
                    date: cited.identity.date.map(DateView::of),
                    issuer: cited.identity.issuer.clone(),
                    written,
                    is_plan: false,
                    state: None,
                })
            }
        }
    }

    pub(in crate::publish::render) fn document_row(&self, id: Id<Document>) -> Option<DocumentRow> {
        let row = self.edition.content.documents.get(id)?;
        Some(DocumentRow {
            id: row.meta.id.clone(),
            name: document_name(row),
            title: row.heading().unwrap_or_default().to_owned(),
            url: self.entry_url(EntryId::Document(id)),
            date: row.date.map(DateView::of),
            issuer: row.issuer.as_ref().map(|issuer| issuer.text.clone()),
            written: None,
            is_plan: false,
            state: self.document_state(id).filter(|state| state.word != "con-hieu-luc"),
        })
    }

    pub(in crate::publish::render) fn session_row(&self, id: Id<Session>) -> Option<SessionRow> {
        let row = self.edition.content.sessions.get(id)?;
        Some(SessionRow {
            id: row.meta.id.clone(),
            title: row.heading().to_owned(),
            url: self.entry_url(EntryId::Session(id))?,
            date: DateView::of(row.starts.day),
            when: self.when(row),
            place: row.place.clone(),
            form: row.form.map(|form| self.word("hinh_thuc", form.word())),
            future: row.is_held() && row.starts.day >= self.edition.request.today,
            off: row.status.map(|status| self.word("trang_thai_buoi", status.word())),
            has_results: row.results.iter().any(|result| result.attended.is_some()),
        })
    }

    /// «Thứ Hai, 02/03/2026, 14:00–16:30»
    pub(in crate::publish::render) fn when(&self, session: &Session) -> String {
        const DAYS: [&str; 7] = ["thu_2", "thu_3", "thu_4", "thu_5", "thu_6", "thu_7", "chu_nhat"];
        let day = session.starts.day;
        let weekday = self.t("ngay", DAYS.get(crate::basics::date::weekday(day)).copied().unwrap_or("thu_2"));
        let mut when = format!("{weekday}, {}", print_day(day));
        let clock = |time: jiff::civil::Time| format!("{:02}:{:02}", time.hour(), time.minute());
        if let Some(time) = session.starts.time {
            when.push_str(&format!(", {}", clock(time)));
        }
        if let Some(ends) = session.ends {
            let end_clock = ends.time.map(clock).unwrap_or_default();
            if ends.day == day && !end_clock.is_empty() {
                when.push_str(&format!("–{end_clock}"));
            } else if ends.day != day {
                when.push_str(&format!(" – {} {end_clock}", print_day(ends.day)));
            }
        }
        when.trim_end().to_owned()
    }

    pub(in crate::publish::render) fn material_row(&self, id: Id<Material>) -> Option<MaterialRow> {
        let row = self.edition.content.materials.get(id)?;
        Some(MaterialRow {
            title: row.heading().to_owned(),
            url: self.entry_url(EntryId::Material(id))?,
            kind: self.word("loai_tai_lieu", row.kind.word()),
            date: row.date.map(DateView::of),
            language: row.language.clone(),
        })
    }
}
