//! A task, and a change to it, ready to print.

use super::{DateView, LinkView, PlanLink, WordView};
use crate::basics::date::{Day, Deadline, Meaning, print_day};
use crate::basics::text::decimal;
use crate::basics::text::escape;
use crate::edition::relate::{AppliedChange, Assignment, EffectiveTask, Field, FieldChange};
use crate::publish::render::PageCx;
use crate::publish::theme::Markup;
use crate::read::vocabulary::{Audience, Role, TaskState, TaskStatus};
use crate::site::model::{
    ChangedPart, EntryId, EvidenceSource, Id, LogEntry, Organisation, PartField, PartFieldChange, Plan, TaskEvidence,
    TaskValues,
};
use serde::Serialize;

/// A deadline: as written, and the day it means.
#[derive(Debug, Serialize)]
pub(in crate::publish::render) struct DeadlineView {
    pub(in crate::publish::render) text: String,
    /// Last day of its interval, or the next occurrence.
    pub(in crate::publish::render) iso: Option<String>,
    /// The day in words, where the text does not name it.
    pub(in crate::publish::render) next: Option<String>,
    /// Whether it has no date on purpose.
    pub(in crate::publish::render) undated: bool,
    /// Whether a script may add «còn 5 ngày».
    pub(in crate::publish::render) counts: bool,
    /// Whether it has passed on the build date: the words a script adds are longer then.
    pub(in crate::publish::render) late: bool,
}

/// A task, ready to print.
#[derive(Debug, Serialize)]
pub(in crate::publish::render) struct TaskView {
    pub(in crate::publish::render) hook: String,
    pub(in crate::publish::render) anchor: String,
    pub(in crate::publish::render) code: String,
    /// What stands before the task: its row number as written where that is its code, else the code.
    pub(in crate::publish::render) label: String,
    /// The row number of a table, where it differs from the code.
    pub(in crate::publish::render) row_number: Option<String>,
    pub(in crate::publish::render) url: String,
    pub(in crate::publish::render) content_html: Markup,
    pub(in crate::publish::render) plan: PlanLink,
    pub(in crate::publish::render) lead_html: Markup,
    pub(in crate::publish::render) support_html: Markup,
    pub(in crate::publish::render) responsible: Option<String>,
    pub(in crate::publish::render) deadline: Option<DeadlineView>,
    pub(in crate::publish::render) product: Option<String>,
    pub(in crate::publish::render) authority: Option<String>,
    pub(in crate::publish::render) target: Option<String>,
    pub(in crate::publish::render) note: Option<String>,
    pub(in crate::publish::render) place_in_text: Option<String>,
    pub(in crate::publish::render) extra: Vec<ExtraView>,
    /// For whom the page is; of the whole on the plan's page.
    pub(in crate::publish::render) state: WordView,
    /// Where several lead it: what the whole says of them.
    pub(in crate::publish::render) shared: Option<SharedView>,
    pub(in crate::publish::render) progress: Option<String>,
    pub(in crate::publish::render) progress_value: Option<f64>,
    pub(in crate::publish::render) done_on: Option<DateView>,
    pub(in crate::publish::render) evidence: Vec<EvidenceView>,
    pub(in crate::publish::render) log: Vec<LogView>,
    pub(in crate::publish::render) changes: Vec<ChangeView>,
    pub(in crate::publish::render) withdrawn: bool,
    pub(in crate::publish::render) added: bool,
    pub(in crate::publish::render) internal: bool,
    pub(in crate::publish::render) role: Option<WordView>,
    pub(in crate::publish::render) via: Option<ViaView>,
}

/// A task that several lead.
#[derive(Debug, Serialize)]
pub(in crate::publish::render) struct SharedView {
    /// How many lead it, and how many of them have done it.
    pub(in crate::publish::render) total: usize,
    pub(in crate::publish::render) done: usize,
    /// How the whole stands.
    pub(in crate::publish::render) state: WordView,
    /// Whether anything was recorded of one of them.
    pub(in crate::publish::render) counted: bool,
    /// What each has recorded; empty on the pages of organisations.
    pub(in crate::publish::render) leaders: Vec<LeaderView>,
}

/// One of those that lead a task.
#[derive(Debug, Serialize)]
pub(in crate::publish::render) struct LeaderView {
    pub(in crate::publish::render) organisation: LinkView,
    pub(in crate::publish::render) state: WordView,
    pub(in crate::publish::render) progress: Option<String>,
    pub(in crate::publish::render) done_on: Option<DateView>,
    pub(in crate::publish::render) quantity: Option<String>,
    pub(in crate::publish::render) note: Option<String>,
    pub(in crate::publish::render) evidence: Vec<EvidenceView>,
}

/// A column of a table that has no field of its own.
#[derive(Debug, Serialize)]
pub(in crate::publish::render) struct ExtraView {
    pub(in crate::publish::render) name: String,
    pub(in crate::publish::render) text: String,
}

/// The group through which a task was given.
#[derive(Debug, Serialize)]
pub(in crate::publish::render) struct ViaView {
    pub(in crate::publish::render) id: String,
    pub(in crate::publish::render) name: String,
    pub(in crate::publish::render) url: Option<String>,
}

#[derive(Debug, Serialize)]
pub(in crate::publish::render) struct EvidenceView {
    pub(in crate::publish::render) name: String,
    pub(in crate::publish::render) url: String,
    pub(in crate::publish::render) facts: Option<String>,
}

#[derive(Debug, Serialize)]
pub(in crate::publish::render) struct LogView {
    pub(in crate::publish::render) date: Option<DateView>,
    pub(in crate::publish::render) text: String,
    pub(in crate::publish::render) progress: Option<String>,
}

/// A change by an amendment, as a reader of either side sees it.
#[derive(Debug, Serialize)]
pub(in crate::publish::render) struct ChangeView {
    pub(in crate::publish::render) date: Option<DateView>,
    pub(in crate::publish::render) kind: WordView,
    pub(in crate::publish::render) by: PlanLink,
    pub(in crate::publish::render) plan: PlanLink,
    /// Code and address of the task; `None` for the whole plan.
    pub(in crate::publish::render) task: Option<LinkView>,
    /// «Chỉ tiêu: …», «Mốc: …» or the plan itself, where that is what changed.
    pub(in crate::publish::render) part: Option<String>,
    pub(in crate::publish::render) reason: Option<String>,
    pub(in crate::publish::render) fields: Vec<FieldView>,
}

#[derive(Debug, Serialize)]
pub(in crate::publish::render) struct FieldView {
    pub(in crate::publish::render) name: String,
    pub(in crate::publish::render) old: String,
    pub(in crate::publish::render) new: String,
}

impl PageCx<'_> {
    /// A task as its plan's page shows it.
    pub(in crate::publish::render) fn task(&self, plan: Id<Plan>, place: usize, entry: &EffectiveTask) -> TaskView {
        self.task_view(plan, place, entry, true)
    }

    /// A task, with each that leads it or with the whole alone.
    fn task_view(&self, plan: Id<Plan>, place: usize, entry: &EffectiveTask, with_leaders: bool) -> TaskView {
        let values = &entry.task.values;
        let link = self.plan_link(plan);
        let code = &entry.task.code;
        let row_number = entry.task.row_number.clone();
        let same_number = row_number.as_ref().is_some_and(|number| number.trim_end_matches(['.', ')', ' ']) == code);
        let state = entry.standing.state;
        let progress = values.progress.or((state == TaskState::Done).then_some(100.0));
        TaskView {
            hook: format!("{}#{code}", link.id),
            anchor: format!("nv-{code}"),
            code: code.clone(),
            label: row_number.clone().filter(|_| same_number).unwrap_or_else(|| code.clone()),
            row_number: row_number.filter(|_| !same_number),
            url: self.publication.task(plan, place, code).map(|url| self.link(&url)).unwrap_or_default(),
            content_html: values.content.as_ref().map(|text| self.text_html(&text.value)).unwrap_or_default(),
            plan: link,
            lead_html: match &values.lead {
                Some(lead) if !lead.is_empty() => self.parties_html(lead),
                Some(lead) if lead.left_out => Markup(escape(self.t("nhiem_vu", "khong_cong_bo"))),
                _ => Markup(escape(self.t("nhiem_vu", "chua_giao"))),
            },
            support_html: values.support.as_ref().map(|support| self.parties_html(support)).unwrap_or_default(),
            responsible: values.responsible.clone(),
            deadline: values.deadline.as_ref().map(|deadline| self.deadline(&deadline.value, entry.due, state)),
            product: values.product.clone(),
            authority: values.authority.clone(),
            target: values.target.clone(),
            note: values.note.clone(),
            place_in_text: values.place_in_text.clone(),
            extra: extra(&entry.task.extra),
            state: self.state_of_task(plan, state),
            shared: self.shared(plan, entry, with_leaders),
            progress: progress.map(|percent| format!("{} %", decimal(percent))),
            progress_value: progress,
            done_on: values.done_on.map(DateView::of),
            evidence: values.evidence.iter().filter_map(|evidence| self.evidence(plan, evidence)).collect(),
            log: self.log(values),
            changes: entry.changes.iter().map(|change| self.change(change)).collect(),
            withdrawn: entry.withdrawn,
            added: entry.added,
            internal: values.audience == Some(Audience::Internal),
            role: None,
            via: None,
        }
    }

    /// A task as an organisation's page shows it.
    pub(in crate::publish::render) fn task_of(
        &self,
        organisation: Option<Id<Organisation>>,
        assignment: Assignment,
    ) -> Option<TaskView> {
        let entry = self.edition.task(assignment.plan, assignment.task)?;
        let mut view = self.task_view(assignment.plan, assignment.task, entry, organisation.is_none());
        if assignment.role == Role::Lead {
            self.make_own(&mut view, organisation, assignment, entry);
        }
        view.role = Some(self.word("vai", assignment.role.word()));
        view.via = assignment.via.and_then(|group| {
            let row = self.edition.content.organisations.get(group)?;
            let url = self.entry_url(EntryId::Organisation(group));
            Some(ViaView { id: row.meta.short_id().to_owned(), name: row.name.clone(), url })
        });
        Some(view)
    }

    /// What the page of one that leads it says: its own state and records, and what the whole says beside them.
    fn make_own(
        &self,
        view: &mut TaskView,
        organisation: Option<Id<Organisation>>,
        assignment: Assignment,
        entry: &EffectiveTask,
    ) {
        let values = &entry.task.values;
        let own = organisation.and_then(|id| values.by_leader.iter().find(|row| row.organisation.known() == [id]));
        view.state = self.state_of_task(assignment.plan, assignment.state);
        view.deadline =
            values.deadline.as_ref().map(|deadline| self.deadline(&deadline.value, entry.due, assignment.state));
        if own.is_none() && assignment.state != TaskState::Shared {
            return;
        }
        let progress = own.and_then(|row| row.progress);
        let progress = progress.or((assignment.state == TaskState::Done).then_some(100.0));
        view.progress = progress.map(|percent| format!("{} %", decimal(percent)));
        view.progress_value = progress;
        view.done_on = own.and_then(|row| row.done_on).map(DateView::of);
    }

    /// A state in words; of a plan that binds nobody, how the plan stands.
    fn state_of_task(&self, plan: Id<Plan>, state: TaskState) -> WordView {
        let of_plan = self.edition.effective(plan).filter(|_| state == TaskState::NotInForce);
        let label = of_plan.map(|plan| self.plan_state(plan.state).label);
        let word = self.word("trang_thai", state.word());
        WordView { label: label.unwrap_or(word.label), word: word.word }
    }

    /// What is to be said of those that lead a task together; `None` for one that a single organisation leads.
    fn shared(&self, plan: Id<Plan>, entry: &EffectiveTask, with_leaders: bool) -> Option<SharedView> {
        let standing = entry.standing;
        if standing.leaders < 2 {
            return None;
        }
        let counted = !entry.task.values.by_leader.is_empty();
        let states = (with_leaders && counted).then(|| self.edition.task_states(plan, entry));
        let leaders = states.iter().flat_map(|states| states.leaders().iter().map(move |leader| (states, *leader)));
        let leaders = leaders.filter_map(|(states, id)| {
            let (row, state) = (states.record(id), states.of_leader(id));
            // Of whom nothing is recorded nothing is said but that.
            let state = if row.is_none() && state != TaskState::Done { TaskState::Unrecorded } else { state };
            let evidence = row.map(|row| row.evidence.as_slice()).unwrap_or_default();
            Some(LeaderView {
                organisation: self.organisation_link(id)?,
                state: self.state_of_task(plan, state),
                progress: row.and_then(|row| row.progress).map(|percent| format!("{} %", decimal(percent))),
                done_on: row.and_then(|row| row.done_on).map(DateView::of),
                quantity: row.and_then(|row| row.quantity).map(decimal),
                note: row.and_then(|row| row.note.clone()),
                evidence: evidence.iter().filter_map(|evidence| self.evidence(plan, evidence)).collect(),
            })
        });
        Some(SharedView {
            total: standing.leaders,
            done: standing.done,
            state: self.state_of_task(plan, standing.state),
            counted,
            leaders: leaders.collect(),
        })
    }

    fn deadline(&self, deadline: &Deadline, due: Option<Day>, state: TaskState) -> DeadlineView {
        let recurring = matches!(deadline.meaning, Meaning::Recurring(_));
        let open = state.is_open() && state != TaskState::Paused;
        DeadlineView {
            text: deadline.verbatim.clone(),
            iso: deadline.end().or(due).map(|day| day.to_string()),
            next: due.filter(|_| recurring).map(print_day),
            undated: deadline.meaning == Meaning::Undated,
            counts: open && due.is_some(),
            late: state == TaskState::Late,
        }
    }

    fn evidence(&self, plan: Id<Plan>, evidence: &TaskEvidence) -> Option<EvidenceView> {
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

    fn log(&self, values: &TaskValues) -> Vec<LogView> {
        let mut log: Vec<_> = values.log.iter().collect();
        log.sort_by_key(|entry| std::cmp::Reverse(entry.date));
        let view = |entry: &LogEntry| LogView {
            date: entry.date.map(DateView::of),
            text: entry.text.clone(),
            progress: entry.progress.map(|percent| format!("{} %", decimal(percent))),
        };
        log.into_iter().map(view).collect()
    }

    pub(in crate::publish::render) fn change(&self, change: &AppliedChange) -> ChangeView {
        let task = change.task.as_ref().map(|code| {
            let tasks = self.edition.effective(change.plan).map(|plan| plan.tasks.as_slice()).unwrap_or_default();
            let place = tasks.iter().position(|task| task.task.code == *code);
            let url =
                place.and_then(|place| self.publication.task(change.plan, place, code)).map(|url| self.link(&url));
            LinkView { text: code.clone(), url }
        });
        ChangeView {
            date: change.date.map(DateView::of),
            kind: self.word("kieu_dieu_chinh", change.kind.word()),
            by: self.plan_link(change.by),
            plan: self.plan_link(change.plan),
            task,
            part: change.part.as_ref().map(|applied| self.part(&applied.part)),
            reason: change.reason.clone(),
            fields: match &change.part {
                Some(applied) => applied.fields.iter().map(|field| self.part_field(field)).collect(),
                None => change.fields.iter().map(|field| self.field(field)).collect(),
            },
        }
    }

    fn part(&self, part: &ChangedPart) -> String {
        match part {
            ChangedPart::Target(name) => format!("{}: {name}", self.t("dieu_chinh", "chi_tieu")),
            ChangedPart::Milestone(name) => format!("{}: {name}", self.t("dieu_chinh", "moc")),
            ChangedPart::Plan => self.t("dieu_chinh", "ca_ke_hoach").to_owned(),
        }
    }

    fn part_field(&self, change: &PartFieldChange) -> FieldView {
        let key = match change.field {
            PartField::Name => "ten",
            PartField::Unit => "don_vi",
            PartField::Goal => "dich",
            PartField::Achieved => "thuc_hien",
            PartField::Direction => "chieu",
            PartField::Deadline => "thoi_han",
            PartField::Result => "ket_qua",
            PartField::Period => "hieu_luc",
            PartField::Summary => "tom_tat",
        };
        FieldView { name: self.t("phan_sua", key).to_owned(), old: change.old.clone(), new: change.new.clone() }
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
        let new = if change.left_out { self.t("nhiem_vu", "khong_cong_bo").to_owned() } else { shown(&change.new) };
        FieldView { name: self.t("nhiem_vu", key).to_owned(), old: shown(&change.old), new }
    }
}

fn extra(columns: &[(String, String)]) -> Vec<ExtraView> {
    columns.iter().map(|(name, text)| ExtraView { name: name.clone(), text: text.clone() }).collect()
}
