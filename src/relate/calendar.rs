//! Everything with a day: deadlines, occurrences of recurring ones, milestones, sessions, consultations.

use super::{Effective, PlanState, due};
use crate::date::{Day, Meaning};
use crate::model::{Content, Id, Plan, Session};

/// Something on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Event {
    pub(crate) day: Day,
    pub(crate) kind: EventKind,
}

/// What it is; the order is the order within a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum EventKind {
    Session(Id<Session>),
    /// Reflection papers of a session are due.
    Papers(Id<Session>),
    /// A task of a plan in force, by its place in the effective plan.
    Task {
        plan: Id<Plan>,
        task: usize,
        recurring: bool,
    },
    /// A milestone, by its place in the plan.
    Milestone {
        plan: Id<Plan>,
        milestone: usize,
        recurring: bool,
    },
    /// A consultation ends.
    Consultation(Id<Plan>),
}

/// Every event of the edition, by day.
pub(super) fn events(content: &Content, effective: &[Option<Effective>], today: Day) -> Vec<Event> {
    let mut events = Vec::new();
    for (id, session) in content.sessions.iter() {
        events.push(Event { day: session.starts.day, kind: EventKind::Session(id) });
        events.extend(session.papers_due.map(|day| Event { day, kind: EventKind::Papers(id) }));
    }
    for (id, plan) in content.plans.iter() {
        let Some(current) = effective.get(id.index()).and_then(Option::as_ref) else { continue };
        match current.state {
            PlanState::InForce => plan_events(id, plan, current, today, &mut events),
            PlanState::Consultation | PlanState::Consulted => {
                let ends = plan.consultation.as_ref().and_then(|consultation| consultation.period.to);
                events.extend(ends.map(|day| Event { day, kind: EventKind::Consultation(id) }));
            }
            PlanState::Draft | PlanState::Expired | PlanState::Replaced(_) | PlanState::Withdrawn(_) => {}
        }
    }
    events.sort_unstable();
    events
}

fn plan_events(id: Id<Plan>, plan: &Plan, current: &Effective, today: Day, events: &mut Vec<Event>) {
    for (task, entry) in current.tasks.iter().enumerate().filter(|(_, entry)| !entry.withdrawn) {
        let Some(deadline) = &entry.task.values.deadline else { continue };
        let days = days(deadline.value.meaning, plan, today);
        events.extend(
            days.into_iter().map(|(day, recurring)| Event { day, kind: EventKind::Task { plan: id, task, recurring } }),
        );
    }
    for (milestone, entry) in plan.milestones.iter().enumerate() {
        let Some(deadline) = &entry.deadline else { continue };
        let days = days(deadline.value.meaning, plan, today);
        events.extend(
            days.into_iter()
                .map(|(day, recurring)| Event { day, kind: EventKind::Milestone { plan: id, milestone, recurring } }),
        );
    }
}

fn days(meaning: Meaning, plan: &Plan, today: Day) -> Vec<(Day, bool)> {
    match meaning {
        Meaning::Day(end) | Meaning::Period { end, .. } => vec![(end, false)],
        Meaning::Recurring(every) => {
            let (from, to) = due::window(plan, today);
            every.occurrences(from, to).into_iter().map(|day| (day, true)).collect()
        }
        Meaning::Continuous | Meaning::Unknown => Vec::new(),
    }
}
