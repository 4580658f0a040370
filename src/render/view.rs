//! Pieces that many pages show: dates, links, tasks, rows of lists.

use super::PageCx;
use super::html::{escape, push_with_abbreviations};
use super::media::describe;
use crate::date::{Day, Meaning, print_day};
use crate::diag::FileId;
use crate::model::{
    Document, EntryId, EvidenceSource, Id, Issuer, Material, Organisation, Parties, Plan, Segment, Session,
};
use crate::parse::{TaskStatus, kind_name};
use crate::relate::{AppliedChange, EffectiveTask, Field, FieldChange, Node, PlanState, TaskState};
use crate::route::View;
use crate::text::decimal;
use serde::Serialize;

/// A date for `<time datetime="…">`.
#[derive(Debug, Clone, Serialize)]
pub(super) struct DateView {
    pub(super) iso: String,
    pub(super) text: String,
}

impl DateView {
    pub(super) fn of(day: Day) -> Self {
        Self { iso: day.to_string(), text: print_day(day) }
    }
}

/// A text that may lead somewhere.
#[derive(Debug, Clone, Serialize)]
pub(super) struct LinkView {
    pub(super) text: String,
    pub(super) url: Option<String>,
}

/// A file to take away.
#[derive(Debug, Serialize)]
pub(super) struct FileView {
    pub(super) name: String,
    pub(super) url: String,
    /// `PDF, 1,2 MB`
    pub(super) facts: String,
    pub(super) extension: String,
}

/// A word of a fixed list with its label.
#[derive(Debug, Clone, Serialize)]
pub(super) struct WordView {
    pub(super) word: &'static str,
    pub(super) label: String,
}

/// A deadline: as written, and the day it means.
#[derive(Debug, Serialize)]
pub(super) struct DeadlineView {
    pub(super) text: String,
    /// Last day of its interval, or the next occurrence.
    pub(super) iso: Option<String>,
    /// The day in words, where the text does not name it.
    pub(super) next: Option<String>,
    /// Whether a script may add «còn 5 ngày».
    pub(super) counts: bool,
    /// Whether it has passed on the build date: the words a script adds are longer then.
    pub(super) late: bool,
}

/// A task, ready to print.
#[derive(Debug, Serialize)]
pub(super) struct TaskView {
    pub(super) hook: String,
    pub(super) anchor: String,
    pub(super) code: String,
    /// What stands before the task: its row number as written where that is its code, else the code.
    pub(super) label: String,
    /// The row number of a table, where it differs from the code.
    pub(super) row_number: Option<String>,
    pub(super) url: String,
    pub(super) content_html: String,
    pub(super) plan: PlanLink,
    pub(super) lead_html: String,
    pub(super) support_html: String,
    pub(super) responsible: Option<String>,
    pub(super) deadline: Option<DeadlineView>,
    pub(super) product: Option<String>,
    pub(super) authority: Option<String>,
    pub(super) target: Option<String>,
    pub(super) note: Option<String>,
    pub(super) place_in_text: Option<String>,
    pub(super) extra: Vec<ExtraView>,
    pub(super) state: WordView,
    pub(super) progress: Option<String>,
    pub(super) progress_value: Option<f64>,
    pub(super) done_on: Option<DateView>,
    pub(super) evidence: Vec<EvidenceView>,
    pub(super) log: Vec<LogView>,
    pub(super) changes: Vec<ChangeView>,
    pub(super) withdrawn: bool,
    pub(super) added: bool,
    pub(super) internal: bool,
    pub(super) role: Option<WordView>,
    pub(super) via: Option<ViaView>,
}

/// A column of a table that has no field of its own.
#[derive(Debug, Serialize)]
pub(super) struct ExtraView {
    pub(super) name: String,
    pub(super) text: String,
}

/// The group through which a task was given.
#[derive(Debug, Serialize)]
pub(super) struct ViaView {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) url: Option<String>,
}

/// A plan, named shortly.
#[derive(Debug, Clone, Serialize)]
pub(super) struct PlanLink {
    pub(super) id: String,
    /// «Kế hoạch số 12-KH/ĐU»
    pub(super) name: String,
    pub(super) title: String,
    pub(super) url: String,
}

#[derive(Debug, Serialize)]
pub(super) struct EvidenceView {
    pub(super) name: String,
    pub(super) url: String,
    pub(super) facts: Option<String>,
}

#[derive(Debug, Serialize)]
pub(super) struct LogView {
    pub(super) date: Option<DateView>,
    pub(super) text: String,
    pub(super) progress: Option<String>,
}

/// A change by an amendment, as a reader of either side sees it.
#[derive(Debug, Serialize)]
pub(super) struct ChangeView {
    pub(super) date: DateView,
    pub(super) kind: WordView,
    pub(super) by: PlanLink,
    pub(super) plan: PlanLink,
    /// Code and address of the task; `None` for the whole plan.
    pub(super) task: Option<LinkView>,
    pub(super) reason: Option<String>,
    pub(super) fields: Vec<FieldView>,
}

#[derive(Debug, Serialize)]
pub(super) struct FieldView {
    pub(super) name: String,
    pub(super) old: String,
    pub(super) new: String,
}

/// A row of a list of plans.
#[derive(Debug, Serialize)]
pub(super) struct PlanRow {
    #[serde(flatten)]
    pub(super) link: PlanLink,
    pub(super) number: Option<String>,
    pub(super) kind: String,
    pub(super) date: Option<DateView>,
    pub(super) state: WordView,
    pub(super) tasks: usize,
    pub(super) done: usize,
    pub(super) late: usize,
    pub(super) amended: bool,
    pub(super) internal: bool,
}

/// A row of a list of documents, with or without a file.
#[derive(Debug, Serialize)]
pub(super) struct DocumentRow {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) title: String,
    pub(super) url: Option<String>,
    pub(super) date: Option<DateView>,
    pub(super) issuer: Option<String>,
    /// As written in the citing document.
    pub(super) written: Option<String>,
    pub(super) is_plan: bool,
}

/// A row of a list of sessions.
#[derive(Debug, Serialize)]
pub(super) struct SessionRow {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) url: String,
    pub(super) date: DateView,
    pub(super) when: String,
    pub(super) place: Option<String>,
    pub(super) form: Option<WordView>,
    pub(super) future: bool,
    pub(super) has_results: bool,
}

/// A row of a list of materials.
#[derive(Debug, Serialize)]
pub(super) struct MaterialRow {
    pub(super) title: String,
    pub(super) url: String,
    pub(super) kind: WordView,
    pub(super) date: Option<DateView>,
    pub(super) language: String,
}

impl<'a> PageCx<'a> {
    pub(super) fn word(&self, table: &'a str, word: &'static str) -> WordView {
        WordView { word, label: self.t(table, word).to_owned() }
    }

    pub(super) fn entry_url(&self, entry: EntryId) -> Option<String> {
        self.routes.entry(entry).map(|url| self.link(url.as_str()))
    }

    pub(super) fn view_url(&self, view: View) -> Option<String> {
        self.routes.url(view).map(|url| self.link(url.as_str()))
    }

    pub(super) fn plan_link(&self, id: Id<Plan>) -> PlanLink {
        let Some(plan) = self.edition.content.plans.get(id) else {
            return PlanLink {
                id: String::new(),
                name: String::new(),
                title: String::new(),
                url: self.link("ke-hoach/"),
            };
        };
        PlanLink {
            id: plan.meta.id.clone(),
            name: plan_name(plan),
            title: plan.title.clone(),
            url: self.entry_url(EntryId::Plan(id)).unwrap_or_default(),
        }
    }

    pub(super) fn plan_row(&self, id: Id<Plan>) -> Option<PlanRow> {
        let plan = self.edition.content.plans.get(id)?;
        let effective = self.edition.effective(id)?;
        let open: Vec<_> = effective.tasks.iter().filter(|task| !task.withdrawn).collect();
        let with_state = |state| open.iter().filter(|task| task.state == state).count();
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
            internal: plan.meta.audience == crate::config::Audience::Internal,
        })
    }

    pub(super) fn plan_state(&self, state: PlanState) -> WordView {
        let word = match state {
            PlanState::Draft => "du-thao",
            PlanState::Consultation => "lay-y-kien",
            PlanState::InForce => "dang-hieu-luc",
            PlanState::Expired => "het-hieu-luc",
            PlanState::Replaced(_) => "bi-thay-the",
            PlanState::Withdrawn(_) => "bi-bai-bo",
        };
        self.word("trang_thai_ke_hoach", word)
    }

    /// Names as they were written: known ones linked, abbreviations explained.
    pub(super) fn parties_html(&self, parties: &Parties) -> String {
        let mut html = String::new();
        for segment in &parties.segments {
            match segment {
                Segment::Known(id, text) => match self.entry_url(EntryId::Organisation(*id)) {
                    Some(url) => {
                        html.push_str(&format!("<a href=\"{}\">", escape(&url)));
                        self.push_name(&mut html, text);
                        html.push_str("</a>");
                    }
                    None => self.push_name(&mut html, text),
                },
                Segment::Unknown(text) => self.push_name(&mut html, text),
                Segment::Gap(text) => html.push_str(&escape(text)),
            }
        }
        html
    }

    fn push_name(&self, html: &mut String, text: &str) {
        push_with_abbreviations(html, text, &self.edition.config.abbreviations, |_| true);
    }

    /// Plain text of a field with its abbreviations explained.
    pub(super) fn text_html(&self, text: &str) -> String {
        let mut html = String::new();
        self.push_name(&mut html, text);
        html
    }

    pub(super) fn issuer(&self, issuer: Option<&Issuer>) -> LinkView {
        match issuer {
            Some(issuer) => LinkView {
                text: issuer.text.clone(),
                url: issuer.organisation.and_then(|id| self.entry_url(EntryId::Organisation(id))),
            },
            None => LinkView { text: self.edition.config.publisher.clone(), url: None },
        }
    }

    /// A task as its plan's page shows it.
    pub(super) fn task(&self, plan: Id<Plan>, place: usize, entry: &EffectiveTask) -> TaskView {
        let values = &entry.task.values;
        let link = self.plan_link(plan);
        let code = &entry.task.code;
        let row_number = entry.task.row_number.clone();
        let same_number = row_number.as_ref().is_some_and(|number| number.trim_end_matches(['.', ')', ' ']) == code);
        let status = values.status.unwrap_or_default();
        let progress = values.progress.or((status == TaskStatus::Done).then_some(100.0));
        TaskView {
            hook: format!("{}#{code}", link.id),
            anchor: format!("nv-{code}"),
            code: code.clone(),
            label: row_number.clone().filter(|_| same_number).unwrap_or_else(|| code.clone()),
            row_number: row_number.filter(|_| !same_number),
            url: self.routes.task(plan, place, code).map(|url| self.link(&url)).unwrap_or_default(),
            content_html: values.content.as_ref().map(|text| self.text_html(&text.value)).unwrap_or_default(),
            plan: link,
            lead_html: match &values.lead {
                Some(lead) if !lead.is_empty() => self.parties_html(lead),
                Some(lead) if lead.left_out => escape(self.t("nhiem_vu", "khong_cong_bo")),
                _ => escape(self.t("nhiem_vu", "chua_giao")),
            },
            support_html: values.support.as_ref().map(|support| self.parties_html(support)).unwrap_or_default(),
            responsible: values.responsible.clone(),
            deadline: values.deadline.as_ref().map(|deadline| self.deadline(&deadline.value, entry.due, entry.state)),
            product: values.product.clone(),
            authority: values.authority.clone(),
            target: values.target.clone(),
            note: values.note.clone(),
            place_in_text: values.place_in_text.clone(),
            extra: extra(&entry.task.extra),
            state: self.word("trang_thai", entry.state.word()),
            progress: progress.map(|percent| format!("{} %", decimal(percent))),
            progress_value: progress,
            done_on: values.done_on.map(DateView::of),
            evidence: values.evidence.iter().filter_map(|evidence| self.evidence(plan, evidence)).collect(),
            log: self.log(values),
            changes: entry.changes.iter().map(|change| self.change(change)).collect(),
            withdrawn: entry.withdrawn,
            added: entry.added,
            internal: values.audience == Some(crate::config::Audience::Internal),
            role: None,
            via: None,
        }
    }

    /// A task as an organisation's page shows it.
    pub(super) fn task_of(&self, assignment: crate::relate::Assignment) -> Option<TaskView> {
        let entry = self.edition.task(assignment.plan, assignment.task)?;
        let mut view = self.task(assignment.plan, assignment.task, entry);
        view.role = Some(self.word("vai", assignment.role.word()));
        view.via = assignment.via.and_then(|group| {
            let row = self.edition.content.organisations.get(group)?;
            let url = self.entry_url(EntryId::Organisation(group));
            Some(ViaView { id: row.meta.short_id().to_owned(), name: row.name.clone(), url })
        });
        Some(view)
    }

    fn deadline(&self, deadline: &crate::date::Deadline, due: Option<Day>, state: TaskState) -> DeadlineView {
        let recurring = matches!(deadline.meaning, Meaning::Recurring(_));
        let open = matches!(state, TaskState::Late | TaskState::DueSoon | TaskState::UnderWay | TaskState::NotStarted);
        DeadlineView {
            text: deadline.verbatim.clone(),
            iso: due.map(|day| day.to_string()),
            next: due.filter(|_| recurring).map(print_day),
            counts: open && due.is_some(),
            late: state == TaskState::Late,
        }
    }

    fn evidence(&self, plan: Id<Plan>, evidence: &crate::model::TaskEvidence) -> Option<EvidenceView> {
        match &evidence.source {
            EvidenceSource::Address(url) => {
                Some(EvidenceView { name: evidence.name.clone(), url: url.clone(), facts: None })
            }
            EvidenceSource::File(file) => {
                let view = self.file(EntryId::Plan(plan), *file, &evidence.name)?;
                Some(EvidenceView { name: view.name, url: view.url, facts: Some(view.facts) })
            }
        }
    }

    pub(super) fn file(&self, entry: EntryId, file: FileId, name: &str) -> Option<FileView> {
        let url = self.routes.attachment(entry, file)?;
        let facts = self.edition.index.facts(file)?;
        let extension = facts.path.extension();
        Some(FileView {
            name: name.to_owned(),
            url: self.link(url.as_str()),
            facts: describe(&extension, facts.size),
            extension,
        })
    }

    pub(super) fn files(&self, entry: EntryId) -> Vec<FileView> {
        let attachments = self.edition.content.meta(entry).map(|meta| meta.attachments.as_slice()).unwrap_or_default();
        attachments.iter().filter_map(|named| self.file(entry, named.file, &named.name)).collect()
    }

    fn log(&self, values: &crate::model::TaskValues) -> Vec<LogView> {
        let mut log: Vec<_> = values.log.iter().collect();
        log.sort_by_key(|entry| std::cmp::Reverse(entry.date));
        let view = |entry: &crate::parse::LogEntry| LogView {
            date: entry.date.map(DateView::of),
            text: entry.text.clone(),
            progress: entry.progress.map(|percent| format!("{} %", decimal(percent))),
        };
        log.into_iter().map(view).collect()
    }

    pub(super) fn change(&self, change: &AppliedChange) -> ChangeView {
        let task = change.task.as_ref().map(|code| {
            let tasks = self.edition.effective(change.plan).map(|plan| plan.tasks.as_slice()).unwrap_or_default();
            let place = tasks.iter().position(|task| task.task.code == *code);
            let url = place.and_then(|place| self.routes.task(change.plan, place, code)).map(|url| self.link(&url));
            LinkView { text: code.clone(), url }
        });
        ChangeView {
            date: DateView::of(change.date),
            kind: self.word("kieu_dieu_chinh", change.kind.word()),
            by: self.plan_link(change.by),
            plan: self.plan_link(change.plan),
            task,
            reason: change.reason.clone(),
            fields: change.fields.iter().map(|field| self.field(field)).collect(),
        }
    }

    fn field(&self, change: &FieldChange) -> FieldView {
        let key = match change.field {
            Field::Content => "noi_dung",
            Field::Lead => "chu_tri",
            Field::Support => "phoi_hop",
            Field::Responsible => "phu_trach",
            Field::Deadline => "thoi_han",
            Field::Product => "san_pham",
            Field::Authority => "tham_quyen",
            Field::Target => "chi_tieu",
            Field::Note => "ghi_chu",
            Field::Status => "trang_thai",
            Field::Progress => "tien_do",
            Field::DoneOn => "ngay_hoan_thanh",
            Field::PlaceInText => "muc",
        };
        let shown = |text: &str| match (change.field, TaskStatus::WORDS.iter().find(|(word, _)| *word == text)) {
            (Field::Status, Some((word, _))) => self.word("trang_thai", word).label,
            _ => text.to_owned(),
        };
        FieldView { name: self.t("nhiem_vu", key).to_owned(), old: shown(&change.old), new: shown(&change.new) }
    }

    /// A node of the basis graph as a row.
    pub(super) fn node_row(&self, node: Node, written: Option<&str>) -> Option<DocumentRow> {
        let written = written.map(str::to_owned);
        match node {
            Node::Plan(id) => {
                let plan = self.edition.content.plans.get(id)?;
                Some(DocumentRow {
                    id: plan.meta.id.clone(),
                    name: plan_name(plan),
                    title: plan.title.clone(),
                    url: self.entry_url(EntryId::Plan(id)),
                    date: plan.date.map(DateView::of),
                    issuer: Some(self.issuer(plan.issuer.as_ref()).text),
                    written,
                    is_plan: true,
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
                })
            }
        }
    }

    pub(super) fn document_row(&self, id: Id<Document>) -> Option<DocumentRow> {
        let row = self.edition.content.documents.get(id)?;
        Some(DocumentRow {
            id: row.meta.id.clone(),
            name: document_name(row),
            title: row.title.clone().unwrap_or_default(),
            url: self.entry_url(EntryId::Document(id)),
            date: row.date.map(DateView::of),
            issuer: row.issuer.as_ref().map(|issuer| issuer.text.clone()),
            written: None,
            is_plan: false,
        })
    }

    pub(super) fn session_row(&self, id: Id<Session>) -> Option<SessionRow> {
        let row = self.edition.content.sessions.get(id)?;
        Some(SessionRow {
            id: row.meta.id.clone(),
            title: row.title.clone(),
            url: self.entry_url(EntryId::Session(id))?,
            date: DateView::of(row.starts.day),
            when: self.when(row),
            place: row.place.clone(),
            form: row.form.map(|form| self.word("hinh_thuc", form.word())),
            future: row.starts.day >= self.edition.request.today,
            has_results: row.results.iter().any(|result| result.attended.is_some()),
        })
    }

    /// «Thứ Hai, 02/03/2026, 14:00–16:30»
    pub(super) fn when(&self, session: &Session) -> String {
        const DAYS: [&str; 7] = ["thu_2", "thu_3", "thu_4", "thu_5", "thu_6", "thu_7", "chu_nhat"];
        let day = session.starts.day;
        let weekday = self.t("ngay", DAYS.get(crate::date::weekday(day)).copied().unwrap_or("thu_2"));
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

    pub(super) fn material_row(&self, id: Id<Material>) -> Option<MaterialRow> {
        let row = self.edition.content.materials.get(id)?;
        Some(MaterialRow {
            title: row.title.clone(),
            url: self.entry_url(EntryId::Material(id))?,
            kind: self.word("loai_tai_lieu", row.kind.word()),
            date: row.date.map(DateView::of),
            language: row.language.clone(),
        })
    }

    pub(super) fn organisation_link(&self, id: Id<Organisation>) -> Option<LinkView> {
        let row = self.edition.content.organisations.get(id)?;
        Some(LinkView { text: row.name.clone(), url: self.entry_url(EntryId::Organisation(id)) })
    }

    /// How many tasks stand in each state, the states in a fixed order, empty ones left out.
    pub(super) fn state_counts(&self, states: impl Iterator<Item = TaskState>) -> Vec<CountView> {
        let states: Vec<_> = states.collect();
        let counts = TaskState::ALL.into_iter().map(|state| {
            let count = states.iter().filter(|known| **known == state).count();
            CountView { state: self.word("trang_thai", state.word()), count }
        });
        counts.filter(|count| count.count > 0).collect()
    }
}

/// A state and how many tasks stand in it.
#[derive(Debug, Serialize)]
pub(super) struct CountView {
    pub(super) state: WordView,
    pub(super) count: usize,
}

fn extra(columns: &[(String, String)]) -> Vec<ExtraView> {
    columns.iter().map(|(name, text)| ExtraView { name: name.clone(), text: text.clone() }).collect()
}

/// «Kế hoạch số 12-KH/ĐU», or the kind alone.
pub(super) fn plan_name(plan: &Plan) -> String {
    match &plan.number {
        Some(number) => format!("{} số {number}", plan.kind.name()),
        None => plan.kind.name().to_owned(),
    }
}

/// «Nghị quyết số 57-NQ/TW», the number, or the title.
pub(super) fn document_name(document: &Document) -> String {
    let kind = document.kind.as_deref().map(kind_name);
    match (kind, &document.number) {
        (Some(kind), Some(number)) => format!("{kind} số {number}"),
        (None, Some(number)) => number.clone(),
        (Some(kind), None) => document.title.clone().unwrap_or_else(|| kind.to_owned()),
        (None, None) => document.title.clone().unwrap_or_else(|| document.meta.id.clone()),
    }
}
