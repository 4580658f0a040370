//! The orders in which lists show their rows, and how they are cut into pages.

use crate::date::Meaning;
use crate::model::{Id, Organisation, Plan};
use crate::relate::{Assignment, Edition, Role, TaskState};
use crate::text::Collation;

/// One page of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Slice {
    /// 0-based.
    pub(crate) part: usize,
    pub(crate) parts: usize,
    size: usize,
}

impl Slice {
    pub(crate) fn new(part: usize, total: usize, size: usize) -> Self {
        Self { part, parts: Self::count(total, size), size }
    }

    /// How many pages a list has; an empty list has one.
    pub(crate) fn count(total: usize, size: usize) -> usize {
        total.div_ceil(size).max(1)
    }

    /// The rows of this page.
    pub(crate) fn of<'a, T>(&self, rows: &'a [T]) -> &'a [T] {
        let start = (self.part * self.size).min(rows.len());
        rows.get(start..(start + self.size).min(rows.len())).unwrap_or_default()
    }

    /// The place of this page's first row in the whole list.
    pub(crate) fn start(&self) -> usize {
        self.part * self.size
    }
}

/// Plans of the edition, newest first; undated drafts lead, ties go by id.
pub(crate) fn plans_newest_first(edition: &Edition) -> Vec<Id<Plan>> {
    let mut plans: Vec<_> = edition.content.plans.iter().map(|(id, plan)| (plan.date, id)).collect();
    plans.sort_by(|(a, first), (b, second)| match (a, b) {
        (Some(a), Some(b)) => b.cmp(a).then(first.cmp(second)),
        (None, None) => first.cmp(second),
        (None, Some(_)) => std::cmp::Ordering::Less,
        (Some(_), None) => std::cmp::Ordering::Greater,
    });
    plans.into_iter().map(|(_, id)| id).collect()
}

/// Organisations by kind, then by the order the editor gave, then by name.
pub(crate) fn organisation_order(edition: &Edition) -> Vec<Id<Organisation>> {
    let collation = Collation::vietnamese();
    let mut rows: Vec<_> = edition
        .content
        .organisations
        .iter()
        .map(|(id, row)| ((row.group.is_some(), row.kind, row.order, collation.key(&row.name)), id))
        .collect();
    rows.sort();
    rows.into_iter().map(|(_, id)| id).collect()
}

/// The blocks of an organisation's page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum TaskBlock {
    ToDo,
    Support,
    Continuous,
    Done,
}

impl TaskBlock {
    pub(crate) const ALL: [Self; 4] = [Self::ToDo, Self::Support, Self::Continuous, Self::Done];

    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::ToDo => "can-lam",
            Self::Support => "phoi-hop",
            Self::Continuous => "thuong-xuyen",
            Self::Done => "hoan-thanh",
        }
    }
}

/// An organisation's tasks in the order of its page: to do by deadline, support, continuous, done.
pub(super) fn page_tasks(edition: &Edition, organisation: Id<Organisation>) -> Vec<(TaskBlock, Assignment)> {
    let mut rows: Vec<_> = edition
        .assignments(organisation)
        .iter()
        .filter_map(|assignment| {
            let task = edition.task(assignment.plan, assignment.task)?;
            let continuous = task
                .task
                .values
                .deadline
                .as_ref()
                .is_some_and(|deadline| deadline.value.meaning == Meaning::Continuous);
            let block = match (task.state, assignment.role) {
                (TaskState::Done, _) => TaskBlock::Done,
                _ if continuous => TaskBlock::Continuous,
                (_, Role::Lead) => TaskBlock::ToDo,
                (_, Role::Support) => TaskBlock::Support,
            };
            let key = (block, task.due.is_none(), task.due, assignment.role, assignment.plan, assignment.task);
            Some((key, (block, *assignment)))
        })
        .collect();
    rows.sort_by_key(|(key, _)| *key);
    rows.into_iter().map(|(_, row)| row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slices_cover_every_row_once() {
        let rows: Vec<usize> = (0..101).collect();
        let parts = Slice::count(rows.len(), 50);
        assert_eq!(parts, 3);
        let all: Vec<usize> = (0..parts).flat_map(|part| Slice::new(part, rows.len(), 50).of(&rows).to_vec()).collect();
        assert_eq!(all, rows);
        assert_eq!(Slice::count(0, 50), 1);
        assert_eq!(Slice::new(7, 3, 50).of(&rows[..3]), &[] as &[usize]);
    }
}
