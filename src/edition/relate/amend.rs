//! Effective plans: the plan, and its amendments in order of date, then id (CONTENT §8).

use super::due;
use super::number::Numbers;
use crate::basics::date::Day;
use crate::basics::diag::{Diagnostic, Diagnostics, codes, msg};
use crate::edition::gate::Request;
use crate::edition::relate::TaskState;
use crate::read::parse::{AmendmentKind, PlanStatus};
use crate::site::model::{Amendment, Content, EntryId, Id, OfKind, Plan, Task, TaskValues};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Where a plan stands on the build date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PlanState {
    Draft,
    /// People may comment.
    Consultation,
    /// The time for comments is over, the plan not issued.
    Consulted,
    InForce,
    Expired,
    Replaced(Id<Plan>),
    Withdrawn(Id<Plan>),
}

impl PlanState {
    /// The word used in themes and data.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Draft => "du-thao",
            Self::Consultation => "lay-y-kien",
            Self::Consulted => "da-lay-y-kien",
            Self::InForce => "dang-hieu-luc",
            Self::Expired => "het-hieu-luc",
            Self::Replaced(_) => "bi-thay-the",
            Self::Withdrawn(_) => "bi-bai-bo",
        }
    }
}

/// A plan after its amendments.
#[derive(Debug, Clone)]
pub(crate) struct Effective {
    pub(crate) state: PlanState,
    /// Every task ever in force, withdrawn ones included, in the order of the plan; added ones at the end.
    pub(crate) tasks: Vec<EffectiveTask>,
    /// What others changed here, oldest first.
    pub(crate) changes: Vec<AppliedChange>,
    /// What this document changed elsewhere, in its own order.
    pub(crate) made: Vec<AppliedChange>,
    /// What this document would change elsewhere, were it in effect; empty when it is.
    pub(crate) proposed: Vec<AppliedChange>,
}

impl Effective {
    /// The tasks that no amendment withdrew.
    pub(crate) fn standing(&self) -> impl Iterator<Item = &EffectiveTask> {
        self.tasks.iter().filter(|task| !task.withdrawn)
    }

    /// The same, each with its place among all.
    pub(crate) fn placed(&self) -> impl Iterator<Item = (usize, &EffectiveTask)> {
        self.tasks.iter().enumerate().filter(|(_, task)| !task.withdrawn)
    }
}

/// A task after the amendments of its plan.
#[derive(Debug, Clone)]
pub(crate) struct EffectiveTask {
    pub(crate) task: Arc<Task>,
    pub(crate) changes: Vec<AppliedChange>,
    /// Dates of amendments that changed it once and were withdrawn or replaced since, each with the date of its end.
    undone: Vec<(Day, Day)>,
    pub(crate) withdrawn: bool,
    pub(crate) added: bool,
    pub(crate) state: TaskState,
    /// When it is due next; `None` for continuous tasks and deadlines nobody understands.
    pub(crate) due: Option<Day>,
}

impl EffectiveTask {
    /// How often documents changed it: an amendment that was withdrawn since has changed it twice.
    pub(crate) fn revisions(&self) -> usize {
        self.changes.len() + 2 * self.undone.len()
    }

    /// When documents changed it.
    pub(super) fn revised_on(&self) -> impl Iterator<Item = Day> {
        let undone = self.undone.iter().flat_map(|(made, ended)| [*made, *ended]);
        self.changes.iter().filter_map(|change| change.date).chain(undone)
    }
}

/// One change of an amending document.
#[derive(Debug, Clone)]
pub(crate) struct AppliedChange {
    /// The amending document.
    pub(crate) by: Id<Plan>,
    /// Of the document; `None` only for one that is not issued.
    pub(crate) date: Option<Day>,
    /// The plan that is changed.
    pub(crate) plan: Id<Plan>,
    pub(crate) kind: AmendmentKind,
    /// Code of the task; `None` for the whole plan.
    pub(crate) task: Option<String>,
    pub(crate) reason: Option<String>,
    pub(crate) fields: Vec<FieldChange>,
}

/// A value before and after.
#[derive(Debug, Clone)]
pub(crate) struct FieldChange {
    pub(crate) field: Field,
    /// Empty when there was none.
    pub(crate) old: String,
    pub(crate) new: String,
    /// The new value names only organisations that this audience may not see.
    pub(crate) left_out: bool,
}

/// The keys of a task that a reader may see changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    Content,
    Lead,
    Support,
    Responsible,
    Deadline,
    Product,
    Authority,
    Target,
    Note,
    Status,
    Progress,
    DoneOn,
    PlaceInText,
}

/// An amending document that was issued.
struct Source<'a> {
    id: Id<Plan>,
    date: Day,
    plan: &'a Plan,
    /// When it was withdrawn or replaced itself: the numbers it gave stay used.
    ended: Option<Day>,
}

/// Every plan as it stands, by place; `None` for plans that the edition does not hold.
pub(super) type Plans = Vec<Option<Arc<Effective>>>;

pub(super) fn apply(content: &Content, request: Request, found: &mut Diagnostics) -> Plans {
    let mut effective: Vec<Option<Effective>> = vec![None; content.plans.capacity()];
    for (id, plan) in content.plans.iter() {
        if let Some(slot) = effective.get_mut(id.index()) {
            *slot = Some(original(plan, request.today));
        }
    }
    let mut numbers = Numbers::of(content);
    let sources = sources(content, request.today);
    for source in &sources {
        for change in &source.plan.amendments {
            let Some(target) = content.plans.get(change.plan) else { continue };
            let code = numbers.code_of(change);
            if let Some(ended) = source.ended {
                let plan = effective.get_mut(change.plan.index()).and_then(Option::as_mut);
                undo(plan, code.as_ref().or(change.task.as_ref().map(|code| &code.value)), (source.date, ended));
                continue;
            }
            report_order(source, target, change, found);
            let applied = effective
                .get_mut(change.plan.index())
                .and_then(Option::as_mut)
                .and_then(|plan| apply_one(plan, source, change, code, target, found));
            if let Some(applied) = applied
                && let Some(own) = effective.get_mut(source.id.index()).and_then(Option::as_mut)
            {
                own.made.push(applied);
            }
        }
    }
    propose(content, &sources, &mut effective);
    for (id, plan) in content.plans.iter() {
        if let Some(effective) = effective.get_mut(id.index()).and_then(Option::as_mut) {
            settle_tasks(effective, plan, request.today);
        }
    }
    effective.into_iter().map(|plan| plan.map(Arc::new)).collect()
}

/// The same after an edit of plans that neither amend nor are amended.
pub(super) fn apply_again(content: &Content, request: Request, before: &Plans, touched: &BTreeSet<EntryId>) -> Plans {
    let mut effective = before.clone();
    for id in touched.iter().filter_map(|entry| Plan::id(*entry)) {
        let now = content.plans.get(id).map(|plan| {
            let mut now = original(plan, request.today);
            settle_tasks(&mut now, plan, request.today);
            Arc::new(now)
        });
        if let Some(slot) = effective.get_mut(id.index()) {
            *slot = now;
        }
    }
    effective
}

fn original(plan: &Plan, today: Day) -> Effective {
    let past_end = plan.valid.to.is_some_and(|end| end < today);
    let comments_end = plan.consultation.as_ref().and_then(|consultation| consultation.period.to);
    let state = match plan.status {
        PlanStatus::Draft => PlanState::Draft,
        PlanStatus::Consultation if comments_end.is_some_and(|end| end < today) => PlanState::Consulted,
        PlanStatus::Consultation => PlanState::Consultation,
        PlanStatus::Expired => PlanState::Expired,
        PlanStatus::Issued if past_end => PlanState::Expired,
        PlanStatus::Issued => PlanState::InForce,
    };
    let tasks = plan.tasks.iter().map(|task| EffectiveTask {
        task: Arc::clone(task),
        changes: Vec::new(),
        undone: Vec::new(),
        withdrawn: false,
        added: false,
        state: TaskState::NotStarted,
        due: None,
    });
    Effective { state, tasks: tasks.collect(), changes: Vec::new(), made: Vec::new(), proposed: Vec::new() }
}

/// Amending documents that are issued and dated on or before today, oldest first; those not themselves withdrawn or
/// replaced count.
fn sources(content: &Content, today: Day) -> Vec<Source<'_>> {
    let mut sources: Vec<Source<'_>> = content
        .plans
        .iter()
        .filter(|(_, plan)| !plan.amendments.is_empty())
        .filter_map(|(id, plan)| plan.issued_by(today).map(|date| Source { id, date, plan, ended: None }))
        .collect();
    sources.sort_by_key(|source| (source.date, source.id));
    let mut ends: Vec<Option<Day>> = vec![None; content.plans.capacity()];
    for source in sources.iter().rev() {
        if ends.get(source.id.index()).copied().flatten().is_some() {
            continue;
        }
        for change in source.plan.amendments.iter().filter(|change| ends_plan(change) && change.plan != source.id) {
            if let Some(end) = ends.get_mut(change.plan.index()) {
                *end = Some(source.date);
            }
        }
    }
    for source in &mut sources {
        source.ended = ends.get(source.id.index()).copied().flatten();
    }
    sources
}

/// Notes on a task that an amendment of it no longer counts: it was another one for a while.
fn undo(plan: Option<&mut Effective>, code: Option<&String>, dates: (Day, Day)) {
    let task = plan.zip(code).and_then(|(plan, code)| plan.tasks.iter_mut().find(|task| task.task.code == *code));
    if let Some(task) = task {
        task.undone.push(dates);
    }
}

fn ends_plan(change: &Amendment) -> bool {
    change.task.is_none() && matches!(change.kind, AmendmentKind::Withdraw | AmendmentKind::Replace)
}

fn report_order(source: &Source<'_>, target: &Plan, change: &Amendment, found: &mut Diagnostics) {
    if target.date.is_some_and(|date| date > source.date) {
        let id = &target.meta.id;
        found.push(
            Diagnostic::new(
                codes::AMENDMENT_ORDER,
                change.at,
                msg!(
                    "điều chỉnh ban hành trước `{id}` mà nó điều chỉnh",
                    "the amendment is older than `{id}`, which it amends"
                ),
            )
            .help(msg!("kiểm tra `ngay` của hai văn bản", "check `ngay` of the two documents")),
        );
    }
}

fn apply_one(
    effective: &mut Effective,
    source: &Source<'_>,
    change: &Amendment,
    code: Option<String>,
    target: &Plan,
    found: &mut Diagnostics,
) -> Option<AppliedChange> {
    let mut applied = described(source.id, Some(source.date), change);
    match (change.kind, &change.task) {
        (AmendmentKind::Replace, _) => effective.state = PlanState::Replaced(source.id),
        (AmendmentKind::Withdraw, None) => effective.state = PlanState::Withdrawn(source.id),
        (AmendmentKind::Add, _) => {
            applied.task = Some(add_task(effective, change, code?, target, found)?);
            applied.fields = overwrite(&mut TaskValues::default(), &change.values);
        }
        (AmendmentKind::Change | AmendmentKind::Withdraw, Some(code)) => {
            let Some(task) = effective.tasks.iter_mut().find(|task| task.task.code == code.value && !task.withdrawn)
            else {
                found.push(no_such_task(&code.value, code.at, target, effective));
                return None;
            };
            if change.kind == AmendmentKind::Withdraw {
                task.withdrawn = true;
            } else {
                applied.fields = overwrite(&mut Arc::make_mut(&mut task.task).values, &change.values);
            }
        }
        (AmendmentKind::Change, None) => return None,
    }
    if let Some(code) = &applied.task
        && let Some(task) = effective.tasks.iter_mut().find(|task| task.task.code == *code)
    {
        let mut on_task = applied.clone();
        // Of a task that was added everything is new, and stands there already.
        on_task.fields.retain(|_| change.kind != AmendmentKind::Add);
        task.changes.push(on_task);
    }
    effective.changes.push(applied.clone());
    Some(applied)
}

/// A change before it is known what it does.
fn described(by: Id<Plan>, date: Option<Day>, change: &Amendment) -> AppliedChange {
    AppliedChange {
        by,
        date,
        plan: change.plan,
        kind: change.kind,
        task: change.task.as_ref().map(|code| code.value.clone()),
        reason: change.reason.clone(),
        fields: Vec::new(),
    }
}

/// What documents without effect (not issued yet, withdrawn, over) would change in the plans as they stand.
fn propose(content: &Content, sources: &[Source<'_>], effective: &mut [Option<Effective>]) {
    let counts = |id: Id<Plan>| sources.iter().any(|source| source.id == id && source.ended.is_none());
    for (id, plan) in content.plans.iter().filter(|(id, plan)| !plan.amendments.is_empty() && !counts(*id)) {
        let proposed = plan.amendments.iter().map(|change| {
            let mut described = described(id, plan.date, change);
            let target = effective.get(change.plan.index()).and_then(Option::as_ref);
            let values = described.task.as_ref().and_then(|code| {
                let task = target?.tasks.iter().find(|task| task.task.code == *code)?;
                Some(task.task.values.clone())
            });
            described.fields = overwrite(&mut values.unwrap_or_default(), &change.values);
            described
        });
        let proposed = proposed.collect();
        if let Some(effective) = effective.get_mut(id.index()).and_then(Option::as_mut) {
            effective.proposed = proposed;
        }
    }
}

fn no_such_task(code: &str, at: crate::basics::diag::Location, target: &Plan, effective: &Effective) -> Diagnostic {
    let id = &target.meta.id;
    let codes_there: Vec<_> =
        effective.tasks.iter().filter(|task| !task.withdrawn).map(|task| task.task.code.as_str()).collect();
    let list = codes_there.join(", ");
    Diagnostic::new(
        codes::AMENDMENT_TARGET,
        at,
        msg!(
            "`{id}` không có nhiệm vụ `{code}` (hoặc nó đã bị bãi bỏ)",
            "`{id}` has no task `{code}` (or it was withdrawn)"
        ),
    )
    .help(msg!("các mã đang có: {list}", "codes there are: {list}"))
}

/// Adds a task and returns its code.
fn add_task(
    effective: &mut Effective,
    change: &Amendment,
    code: String,
    target: &Plan,
    found: &mut Diagnostics,
) -> Option<String> {
    change.values.content.as_ref()?;
    if effective.tasks.iter().any(|task| task.task.code == code) {
        let id = &target.meta.id;
        found.push(
            Diagnostic::new(
                codes::AMENDMENT_TARGET,
                change.at,
                msg!("`{id}` đã có nhiệm vụ mã `{code}`", "`{id}` already has a task `{code}`"),
            )
            .help(msg!(
                "bỏ `ma` để lấy số tiếp theo, hoặc ghi mã chưa dùng",
                "leave out `ma` to take the next number, or give an unused one"
            )),
        );
        return None;
    }
    let task = Arc::new(Task {
        at: change.at,
        code: code.clone(),
        row_number: None,
        section: None,
        values: change.values.clone(),
        extra: Vec::new(),
    });
    effective.tasks.push(EffectiveTask {
        task,
        changes: Vec::new(),
        undone: Vec::new(),
        withdrawn: false,
        added: true,
        state: TaskState::NotStarted,
        due: None,
    });
    Some(code)
}

/// Puts new values over old ones and says what a reader sees changed.
fn overwrite(old: &mut TaskValues, new: &TaskValues) -> Vec<FieldChange> {
    let before = texts(old);
    let after = texts(new);
    let mut fields = Vec::new();
    for ((field, before), (_, after)) in before.into_iter().zip(after) {
        if let Some(after) = after
            && before.as_ref() != Some(&after)
        {
            let parties = match field {
                Field::Lead => new.lead.as_ref(),
                Field::Support => new.support.as_ref(),
                _ => None,
            };
            let left_out = parties.is_some_and(|parties| parties.left_out && parties.is_empty());
            fields.push(FieldChange { field, old: before.unwrap_or_default(), new: after, left_out });
        }
    }
    let new = new.clone();
    old.place_in_text = new.place_in_text.or(old.place_in_text.take());
    old.content = new.content.or(old.content.take());
    old.lead = new.lead.or(old.lead.take());
    old.support = new.support.or(old.support.take());
    old.responsible = new.responsible.or(old.responsible.take());
    old.deadline = new.deadline.or(old.deadline.take());
    old.product = new.product.or(old.product.take());
    old.authority = new.authority.or(old.authority.take());
    old.target = new.target.or(old.target.take());
    old.note = new.note.or(old.note.take());
    old.status = new.status.or(old.status);
    old.progress = new.progress.or(old.progress);
    old.done_on = new.done_on.or(old.done_on);
    old.audience = new.audience.or(old.audience);
    old.evidence.extend(new.evidence);
    old.log.extend(new.log);
    fields
}

/// Every comparable value as a reader would see it.
fn texts(values: &TaskValues) -> [(Field, Option<String>); 13] {
    [
        (Field::Content, values.content.as_ref().map(|content| content.value.clone())),
        (Field::Lead, values.lead.as_ref().map(crate::site::model::Parties::text)),
        (Field::Support, values.support.as_ref().map(crate::site::model::Parties::text)),
        (Field::Responsible, values.responsible.clone()),
        (Field::Deadline, values.deadline.as_ref().map(|deadline| deadline.value.verbatim.clone())),
        (Field::Product, values.product.clone()),
        (Field::Authority, values.authority.clone()),
        (Field::Target, values.target.clone()),
        (Field::Note, values.note.clone()),
        (Field::Status, values.status.map(|status| status.word().to_owned())),
        (Field::Progress, values.progress.map(|percent| format!("{} %", crate::basics::text::decimal(percent)))),
        (Field::DoneOn, values.done_on.map(crate::basics::date::print_day)),
        (Field::PlaceInText, values.place_in_text.clone()),
    ]
}

fn settle_tasks(effective: &mut Effective, plan: &Plan, today: Day) {
    let in_force = effective.state == PlanState::InForce;
    for task in &mut effective.tasks {
        // Nobody is late with a plan that is over, or not yet issued.
        task.due = due::next_due(&task.task.values, plan, today).filter(|_| in_force);
        task.state = due::state(&task.task.values, task.due, today);
    }
}
