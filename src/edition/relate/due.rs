//! When tasks are due, and how they stand on the build date. Nothing of this is stored (CONTENT §7).

use crate::basics::date::{Day, Meaning, days_between};
use crate::read::vocabulary::{TaskState, TaskStatus};
use crate::site::model::{Plan, TaskValues};

/// A deadline this near is «sắp đến hạn».
const SOON_DAYS: i64 = 15;

/// The days on which a plan's recurring deadlines fall: inside its validity, or until 12 months after the build date.
pub(crate) fn window(plan: &Plan, today: Day) -> (Day, Day) {
    let from = plan.valid.from.or(plan.date).unwrap_or(today);
    let to = plan.valid.to.unwrap_or_else(|| today.saturating_add(jiff::Span::new().months(12)));
    (from, to)
}

/// The last day of the deadline, or the next occurrence of a recurring one.
pub(super) fn next_due(values: &TaskValues, plan: &Plan, today: Day) -> Option<Day> {
    match values.deadline.as_ref()?.value.meaning {
        Meaning::Day(end) | Meaning::Period { end, .. } => Some(end),
        Meaning::Recurring(every) => {
            let (from, to) = window(plan, today);
            every.occurrences(from.max(today), to).first().copied()
        }
        Meaning::Continuous | Meaning::Unknown => None,
    }
}

/// The status the editor stated, and what follows from the date. A recurring task is never late: whether the last
/// occurrence was kept is not in the facts.
pub(super) fn state(values: &TaskValues, due: Option<Day>, today: Day) -> TaskState {
    let stated = values.status.unwrap_or_default();
    match stated {
        TaskStatus::Done => return TaskState::Done,
        TaskStatus::Paused => return TaskState::Paused,
        TaskStatus::NotStarted | TaskStatus::UnderWay => {}
    }
    match due.map(|due| days_between(today, due)) {
        Some(left) if left < 0 => TaskState::Late,
        Some(left) if left <= SOON_DAYS => TaskState::DueSoon,
        _ if stated == TaskStatus::UnderWay => TaskState::UnderWay,
        _ => TaskState::NotStarted,
    }
}
