//! Targets, milestones, period and summary of plans as their amendments left them (CONTENT §8): the one place that applies
//! them, for pages and rules alike.

use super::{Amending, Amendment, Content, Id, Milestone, Plan, Standing, Target};
use crate::basics::date::print_day;
use crate::basics::diag::{Diagnostic, Located, codes, msg, nearest};
use crate::basics::text::{decimal, fold_words};
use crate::read::parse::{PartChange, Period, PlanPart};
use crate::read::vocabulary::{AmendmentKind, MilestoneKind};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A key of such a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PartField {
    Name,
    Unit,
    Goal,
    Achieved,
    Direction,
    Deadline,
    Result,
    Period,
    Summary,
}

/// Its value before and after, as a reader sees it; empty when there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PartFieldChange {
    pub(crate) field: PartField,
    pub(crate) old: String,
    pub(crate) new: String,
}

/// What of a plan an amendment changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ChangedPart {
    Target(String),
    Milestone(String),
    Plan,
}

/// A change that was applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AppliedPart {
    pub(crate) part: ChangedPart,
    pub(crate) fields: Vec<PartFieldChange>,
}

impl AppliedPart {
    /// A change of which it is not known what it does.
    pub(crate) fn named(change: &PartChange) -> Self {
        let part = match &change.part {
            PlanPart::Target(name) => ChangedPart::Target(name.value.clone()),
            PlanPart::Milestone(name) => ChangedPart::Milestone(name.value.clone()),
            PlanPart::Plan => ChangedPart::Plan,
        };
        Self { part, fields: Vec::new() }
    }
}

/// Plans after the amendments of what is no task.
#[derive(Debug, Clone, Default)]
pub(crate) struct AmendedParts {
    plans: BTreeMap<Id<Plan>, Arc<Plan>>,
    /// By the amending document, and the place of the change in it.
    applied: BTreeMap<(Id<Plan>, usize), AppliedPart>,
    pub(crate) problems: Vec<Diagnostic>,
}

impl AmendedParts {
    /// Every amendment that counts, in the order in which they take effect.
    pub(crate) fn of(content: &Content, standing: &Standing<'_>) -> Self {
        let mut parts = Self::default();
        for Amending { id, plan, .. } in standing.effective() {
            for (place, change) in plan.amendments.iter().enumerate() {
                let Some(part) = &change.part else { continue };
                let known = parts.plans.get(&change.plan).or_else(|| content.plans.shared(change.plan));
                let Some(mut target) = known.map(|plan| Plan::clone(plan)) else { continue };
                match apply(&mut target, change, part) {
                    Ok(applied) => {
                        parts.applied.insert((*id, place), applied);
                        parts.plans.insert(change.plan, Arc::new(target));
                    }
                    Err(problem) => parts.problems.push(*problem),
                }
            }
        }
        parts
    }

    /// What a change of a document did.
    pub(crate) fn applied(&self, by: Id<Plan>, place: usize) -> Option<&AppliedPart> {
        self.applied.get(&(by, place))
    }

    /// A plan as it stands, where it was amended.
    pub(crate) fn plan(&self, id: Id<Plan>) -> Option<&Arc<Plan>> {
        self.plans.get(&id)
    }

    /// Every plan that was amended.
    pub(crate) fn plans(&self) -> impl Iterator<Item = (Id<Plan>, &Arc<Plan>)> {
        self.plans.iter().map(|(id, plan)| (*id, plan))
    }
}

fn apply(plan: &mut Plan, change: &Amendment, part: &PartChange) -> Result<AppliedPart, Box<Diagnostic>> {
    match &part.part {
        PlanPart::Target(name) => {
            let texts = |plan: &Plan| plan.targets.iter().find(|row| same(&row.name, name)).map(target_texts);
            let before = texts(plan);
            of_list(
                &mut plan.targets,
                (change.kind, name),
                |row| &row.name,
                || new_target(change, name),
                |row| set_target(row, part),
            )?;
            Ok(AppliedPart { part: ChangedPart::Target(name.value.clone()), fields: fields(before, texts(plan)) })
        }
        PlanPart::Milestone(name) => {
            let texts = |plan: &Plan| plan.milestones.iter().find(|row| same(&row.name, name)).map(milestone_texts);
            let before = texts(plan);
            let rows = &mut plan.milestones;
            of_list(
                rows,
                (change.kind, name),
                |row| &row.name,
                || new_milestone(change, name),
                |row| set_milestone(row, part),
            )?;
            Ok(AppliedPart { part: ChangedPart::Milestone(name.value.clone()), fields: fields(before, texts(plan)) })
        }
        PlanPart::Plan => {
            let texts = |plan: &Plan| {
                vec![
                    (PartField::Period, period_text(plan.valid)),
                    (PartField::Summary, plan.summary.clone().unwrap_or_default()),
                ]
            };
            let before = Some(texts(plan));
            if let Some(period) = part.period {
                plan.valid = Period { from: period.from.or(plan.valid.from), to: period.to.or(plan.valid.to) };
            }
            if part.summary.is_some() {
                plan.summary.clone_from(&part.summary);
            }
            Ok(AppliedPart { part: ChangedPart::Plan, fields: fields(before, Some(texts(plan))) })
        }
    }
}

/// Names are compared as people write them.
fn same(name: &str, written: &Located<String>) -> bool {
    fold_words(name) == fold_words(&written.value)
}

/// Adds, changes or withdraws the row of a name.
fn of_list<T>(
    rows: &mut Vec<T>,
    (kind, name): (AmendmentKind, &Located<String>),
    name_of: impl Fn(&T) -> &str,
    new: impl FnOnce() -> T,
    set: impl FnOnce(&mut T),
) -> Result<(), Box<Diagnostic>> {
    let place = rows.iter().position(|row| same(name_of(row), name));
    match (kind, place) {
        (AmendmentKind::Add, None) => {
            let mut row = new();
            set(&mut row);
            rows.push(row);
        }
        (AmendmentKind::Change, Some(place)) => {
            if let Some(row) = rows.get_mut(place) {
                set(row);
            }
        }
        (AmendmentKind::Withdraw, Some(place)) => drop(rows.remove(place)),
        (AmendmentKind::Add, Some(_)) => return Err(Box::new(there_already(name))),
        (AmendmentKind::Change | AmendmentKind::Withdraw | AmendmentKind::Replace, _) => {
            return Err(Box::new(not_there(name, rows.iter().map(name_of))));
        }
    }
    Ok(())
}

fn there_already(name: &Located<String>) -> Diagnostic {
    let written = &name.value;
    Diagnostic::new(
        codes::AMENDMENT_TARGET,
        name.at,
        msg!("kế hoạch đã có «{written}»", "the plan already has «{written}»"),
    )
    .help(msg!("để sửa nó, ghi `kieu = \"sua-doi\"`", "to change it write `kieu = \"sua-doi\"`"))
}

fn not_there<'a>(name: &Located<String>, known: impl Iterator<Item = &'a str>) -> Diagnostic {
    let written = &name.value;
    let problem = Diagnostic::new(
        codes::AMENDMENT_TARGET,
        name.at,
        msg!("kế hoạch không có chỉ tiêu, mốc «{written}»", "the plan has no target or milestone «{written}»"),
    );
    let problem = match nearest(written, known) {
        Some(near) => problem.label(msg!("ý bạn là «{near}»?", "did you mean «{near}»?")),
        None => problem,
    };
    problem.help(msg!("ghi đúng `ten` của chỉ tiêu hoặc mốc ấy", "write the exact `ten` of the target or milestone"))
}

fn new_target(change: &Amendment, name: &Located<String>) -> Target {
    Target {
        at: change.at,
        name: name.value.clone(),
        unit: None,
        goals: BTreeMap::new(),
        goal_in_words: None,
        achieved: BTreeMap::new(),
        direction: None,
        tracked_by: None,
    }
}

fn set_target(row: &mut Target, part: &PartChange) {
    row.unit = part.unit.clone().or(row.unit.take());
    row.direction = part.direction.or(row.direction);
    row.achieved.extend(&part.achieved);
    // New goals in words or in numbers take the place of the old ones, year by year.
    row.goals.extend(&part.goals);
    row.goal_in_words = part.goal_in_words.clone().or(row.goal_in_words.take());
}

fn new_milestone(change: &Amendment, name: &Located<String>) -> Milestone {
    Milestone { at: change.at, kind: MilestoneKind::Other, name: name.value.clone(), deadline: None, result: None }
}

fn set_milestone(row: &mut Milestone, part: &PartChange) {
    row.kind = part.milestone_kind.unwrap_or(row.kind);
    row.deadline = part.deadline.clone().or(row.deadline.take());
    row.result = part.result.clone().or(row.result.take());
}

type Texts = Vec<(PartField, String)>;

/// What differs; all of a part that came or went.
fn fields(before: Option<Texts>, after: Option<Texts>) -> Vec<PartFieldChange> {
    let blank = |texts: &Texts| texts.iter().map(|(field, _)| (*field, String::new())).collect::<Texts>();
    let (before, after) = match (before, after) {
        (Some(before), Some(after)) => (before, after),
        (Some(before), None) => (before.clone(), blank(&before)),
        (None, Some(after)) => (blank(&after), after),
        (None, None) => return Vec::new(),
    };
    let both = before.into_iter().zip(after).filter(|((_, old), (_, new))| old != new);
    both.map(|((field, old), (_, new))| PartFieldChange { field, old, new }).collect()
}

fn target_texts(row: &Target) -> Texts {
    let by_year = |numbers: &BTreeMap<i16, f64>| {
        numbers.iter().map(|(year, number)| format!("{year}: {}", decimal(*number))).collect::<Vec<_>>().join("; ")
    };
    let goal = match (&row.goal_in_words, row.goals.is_empty()) {
        (Some(words), true) => words.clone(),
        (Some(words), false) => format!("{words}; {}", by_year(&row.goals)),
        (None, _) => by_year(&row.goals),
    };
    let direction = row.direction.map(|direction| direction.word().to_owned());
    vec![
        (PartField::Name, row.name.clone()),
        (PartField::Goal, goal),
        (PartField::Unit, row.unit.clone().unwrap_or_default()),
        (PartField::Direction, direction.unwrap_or_default()),
        (PartField::Achieved, by_year(&row.achieved)),
    ]
}

fn milestone_texts(row: &Milestone) -> Texts {
    vec![
        (PartField::Name, row.name.clone()),
        (
            PartField::Deadline,
            row.deadline.as_ref().map(|deadline| deadline.value.verbatim.clone()).unwrap_or_default(),
        ),
        (PartField::Result, row.result.clone().unwrap_or_default()),
    ]
}

fn period_text(period: Period) -> String {
    let day = |day: Option<_>| day.map_or_else(|| "…".to_owned(), print_day);
    match (period.from, period.to) {
        (None, None) => String::new(),
        (from, to) => format!("{} – {}", day(from), day(to)),
    }
}
