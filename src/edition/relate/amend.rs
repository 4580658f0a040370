//! Effective plans: the plan, and its amendments in order of date, then id (CONTENT §8).

mod tests;
mod values;

use super::due;
use crate::basics::date::Day;
use crate::basics::diag::{Diagnostic, Diagnostics, codes, msg};
use crate::edition::gate::Request;
use crate::read::vocabulary::{AmendmentKind, TaskState};
use crate::site::model::{
    AmendedParts, Amending, Amendment, AppliedPart, Circumstances, Content, Id, Numbers, Plan, PlanState, Standing,
    Task, TaskStanding, TaskStates, TaskValues,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use values::overwrite;

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
    /// How the whole of it stands.
    pub(crate) standing: TaskStanding,
    /// When it is due next; `None` for continuous tasks and deadlines nobody understands.
    pub(crate) due: Option<Day>,
}

impl EffectiveTask {
    /// One of which it is not known yet how it stands.
    fn new(task: Arc<Task>, added: bool) -> Self {
        let standing = TaskStanding { state: TaskState::Unrecorded, leaders: 0, done: 0 };
        Self { task, changes: Vec::new(), undone: Vec::new(), withdrawn: false, added, standing, due: None }
    }

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
    /// What else of the plan is changed, and how.
    pub(crate) part: Option<AppliedPart>,
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

/// Every plan as it stands, by place; `None` for plans that the edition does not hold.
pub(super) type Plans = Vec<Option<Arc<Effective>>>;

/// The plans of an edition after their amendments.
#[derive(Debug, Default)]
pub(super) struct Amended {
    pub(super) plans: Plans,
    /// Plans that amend or are amended: how one of them stands depends on the others.
    entangled: BTreeSet<Id<Plan>>,
    /// What of them changed beside tasks.
    pub(super) parts: AmendedParts,
    pub(super) diagnostics: Diagnostics,
}

/// Applies every amendment. A plan by itself is kept from `before` where its row is the very same; those that are entangled
/// are kept together or not at all.
pub(super) fn apply(content: &Content, request: Request, before: Option<(&Content, &Amended)>) -> Amended {
    let entangled = entangled(content);
    let is_same = |before: &Content, id: Id<Plan>| content.plans.shares(&before.plans, id);
    let kept = before
        .filter(|(before, amended)| amended.entangled == entangled && entangled.iter().all(|id| is_same(before, *id)));
    let (mut settled, parts, diagnostics) = match kept {
        Some((_, amended)) => {
            let of = |id: &Id<Plan>| Some((*id, amended.plans.get(id.index())?.clone()?));
            (entangled.iter().filter_map(of).collect(), amended.parts.clone(), amended.diagnostics.clone())
        }
        None => amend(content, request, &entangled),
    };
    let kept_alone = |id: Id<Plan>| {
        let (_, amended) =
            before.filter(|(before, amended)| is_same(before, id) && !amended.entangled.contains(&id))?;
        amended.plans.get(id.index())?.clone()
    };
    let mut plans: Plans = vec![None; content.plans.capacity()];
    for (id, plan) in content.plans.iter() {
        if let Some(place) = plans.get_mut(id.index()) {
            let alone = || kept_alone(id).unwrap_or_else(|| Arc::new(alone(content, plan, request.today)));
            *place = Some(settled.remove(&id).unwrap_or_else(alone));
        }
    }
    Amended { plans, entangled, parts, diagnostics }
}

/// Plans that amend others, and those that they amend.
fn entangled(content: &Content) -> BTreeSet<Id<Plan>> {
    let amending = content.plans.iter().filter(|(_, plan)| !plan.amendments.is_empty());
    let both = amending.flat_map(|(id, plan)| plan.amendments.iter().map(|change| change.plan).chain([id]));
    both.filter(|id| content.plans.get(*id).is_some()).collect()
}

/// A plan that neither amends nor is amended.
fn alone(content: &Content, plan: &Plan, today: Day) -> Effective {
    let mut effective = original(plan, PlanState::own(plan, today));
    settle_tasks(&mut effective, content, plan, today);
    effective
}

/// The plans that amend or are amended.
fn amend(
    content: &Content,
    request: Request,
    entangled: &BTreeSet<Id<Plan>>,
) -> (BTreeMap<Id<Plan>, Arc<Effective>>, AmendedParts, Diagnostics) {
    let mut found = Diagnostics::default();
    let standing = Standing::of(content, request.today);
    let mut parts = AmendedParts::of(content, &standing);
    found.extend(std::mem::take(&mut parts.problems));
    let originals = entangled.iter().filter_map(|id| {
        let plan = content.plans.get(*id)?;
        Some((*id, original(plan, standing.state(*id, plan, request.today))))
    });
    let mut effective: BTreeMap<Id<Plan>, Effective> = originals.collect();
    let mut numbers = Numbers::of(content);
    for source in &standing.amending {
        for (place, change) in source.plan.amendments.iter().enumerate() {
            let Some(target) = content.plans.get(change.plan) else { continue };
            let code = numbers.code_of(change);
            if let Some(ended) = source.ended {
                let plan = effective.get_mut(&change.plan);
                undo(plan, code.as_ref().or(change.task.as_ref().map(|code| &code.value)), (source.date, ended));
                continue;
            }
            report_order(source, target, change, &mut found);
            let plan = effective.get_mut(&change.plan);
            let applied = plan.and_then(|plan| match &change.part {
                Some(_) => apply_part(plan, source, change, parts.applied(source.id, place)?),
                None => apply_one(plan, source, change, code, target, &mut found),
            });
            if let Some(applied) = applied
                && let Some(own) = effective.get_mut(&source.id)
            {
                own.made.push(applied);
            }
        }
    }
    propose(content, &standing, &mut effective);
    for (id, effective) in &mut effective {
        if let Some(plan) = parts.plan(*id).map(|plan| &**plan).or_else(|| content.plans.get(*id)) {
            settle_tasks(effective, content, plan, request.today);
        }
    }
    (effective.into_iter().map(|(id, plan)| (id, Arc::new(plan))).collect(), parts, found)
}

/// A plan before its amendments.
fn original(plan: &Plan, state: PlanState) -> Effective {
    let tasks = plan.tasks.iter().map(|task| EffectiveTask::new(Arc::clone(task), false));
    Effective { state, tasks: tasks.collect(), changes: Vec::new(), made: Vec::new(), proposed: Vec::new() }
}

/// Notes on a task that an amendment of it no longer counts: it was another one for a while.
fn undo(plan: Option<&mut Effective>, code: Option<&String>, dates: (Day, Day)) {
    let task = plan.zip(code).and_then(|(plan, code)| plan.tasks.iter_mut().find(|task| task.task.code == *code));
    if let Some(task) = task {
        task.undone.push(dates);
    }
}

fn report_order(source: &Amending<'_>, target: &Plan, change: &Amendment, found: &mut Diagnostics) {
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
    source: &Amending<'_>,
    change: &Amendment,
    code: Option<String>,
    target: &Plan,
    found: &mut Diagnostics,
) -> Option<AppliedChange> {
    let mut applied = described(source.id, Some(source.date), change);
    match (change.kind, &change.task) {
        // That the plan ended is part of how it stands.
        (AmendmentKind::Replace, _) | (AmendmentKind::Withdraw, None) => {}
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

/// A change of what is no task.
fn apply_part(
    effective: &mut Effective,
    source: &Amending<'_>,
    change: &Amendment,
    applied: &AppliedPart,
) -> Option<AppliedChange> {
    let mut described = described(source.id, Some(source.date), change);
    described.part = Some(applied.clone());
    effective.changes.push(described.clone());
    Some(described)
}

/// A change before it is known what it does.
fn described(by: Id<Plan>, date: Option<Day>, change: &Amendment) -> AppliedChange {
    AppliedChange {
        by,
        date,
        plan: change.plan,
        kind: change.kind,
        task: change.task.as_ref().map(|code| code.value.clone()),
        part: change.part.as_ref().map(AppliedPart::named),
        reason: change.reason.clone(),
        fields: Vec::new(),
    }
}

/// What documents without effect (not issued yet, withdrawn, over) would change in the plans as they stand.
fn propose(content: &Content, standing: &Standing<'_>, effective: &mut BTreeMap<Id<Plan>, Effective>) {
    let counted: BTreeSet<Id<Plan>> = standing.effective().map(|source| source.id).collect();
    for (id, plan) in content.plans.iter().filter(|(id, plan)| !plan.amendments.is_empty() && !counted.contains(id)) {
        let proposed = plan.amendments.iter().map(|change| {
            let mut described = described(id, plan.date, change);
            let target = effective.get(&change.plan);
            let values = described.task.as_ref().and_then(|code| {
                let task = target?.tasks.iter().find(|task| task.task.code == *code)?;
                Some(task.task.values.clone())
            });
            described.fields = overwrite(&mut values.unwrap_or_default(), &change.values);
            described
        });
        let proposed = proposed.collect();
        if let Some(effective) = effective.get_mut(&id) {
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
        has_own_code: change.new_code.is_some(),
        row_number: None,
        section: None,
        values: change.values.clone(),
        extra: Vec::new(),
    });
    effective.tasks.push(EffectiveTask::new(task, true));
    Some(code)
}

fn settle_tasks(effective: &mut Effective, content: &Content, plan: &Plan, today: Day) {
    let plan_in_force = effective.state == PlanState::InForce;
    for task in &mut effective.tasks {
        let values = &task.task.values;
        // Nobody is late with a plan that is over, or not yet issued.
        task.due = due::next_due(values, plan, today).filter(|_| plan_in_force);
        let circumstances = Circumstances { plan_in_force, withdrawn: task.withdrawn, today };
        task.standing = TaskStates::of(content, values, circumstances).standing();
    }
}
