//! When tasks are due. Nothing of this is stored (CONTENT §7).

use crate::basics::date::Day;
use crate::site::model::{Plan, TaskValues};

/// The days on which a plan's recurring deadlines fall: inside its validity, or until 12 months after the build date.
pub(crate) fn window(plan: &Plan, today: Day) -> (Day, Day) {
    let from = plan.valid.from.or(plan.date).unwrap_or(today);
    let to = plan.valid.to.unwrap_or_else(|| today.saturating_add(jiff::Span::new().months(12)));
    (from, to)
}

/// The last day of the deadline, or the next occurrence of a recurring one.
pub(super) fn next_due(values: &TaskValues, plan: &Plan, today: Day) -> Option<Day> {
    values.deadline.as_ref()?.value.next_due(today, window(plan, today))
}
