//! Everything with a day: deadlines, occurrences of recurring ones, milestones, sessions, consultations.

use super::amend::Plans;
use super::{Effective, PlanState, due};
use crate::basics::date::{Day, Meaning};
use crate::site::model::{Content, EntryId, Id, OfKind, Plan, Session};
use std::collections::BTreeSet;
use std::sync::Arc;

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
pub(super) fn events(content: &Content, effective: &Plans, today: Day) -> Vec<Event> {
    let mut events = Vec::new();
    for (id, session) in content.sessions.iter() {
        session_events(id, session, &mut events);
    }
    for (id, plan) in content.plans.iter() {
        if let Some(current) = effective.get(id.index()).and_then(Option::as_ref) {
            plan_events(id, plan, current, today, &mut events);
        }
    }
    events.sort_unstable();
    events
}

/// The same after an edit of these entries: the very same where no day of theirs changed.
pub(super) fn events_again(
    content: &Content,
    effective: &Plans,
    today: Day,
    before: &Arc<Vec<Event>>,
    touched: &BTreeSet<EntryId>,
) -> Arc<Vec<Event>> {
    let mut own = Vec::new();
    for entry in touched {
        if let Some((id, session)) = Session::id(*entry).and_then(|id| Some((id, content.sessions.get(id)?))) {
            session_events(id, session, &mut own);
        }
        if let Some((id, plan)) = Plan::id(*entry).and_then(|id| Some((id, content.plans.get(id)?)))
            && let Some(current) = effective.get(id.index()).and_then(Option::as_ref)
        {
            plan_events(id, plan, current, today, &mut own);
        }
    }
    own.sort_unstable();
    let is_touched = |event: &&Event| touched.contains(&event.kind.entry());
    if before.iter().filter(is_touched).eq(&own) {
        return Arc::clone(before);
    }
    let mut events = Vec::with_capacity(before.len() + own.len());
    let mut own = own.into_iter().peekable();
    for event in before.iter().filter(|event| !is_touched(event)) {
        while let Some(earlier) = own.next_if(|own| own < event) {
            events.push(earlier);
        }
        events.push(*event);
    }
    events.extend(own);
    Arc::new(events)
}

impl EventKind {
    /// The entry that it comes from.
    fn entry(self) -> EntryId {
        match self {
            Self::Session(id) | Self::Papers(id) => EntryId::Session(id),
            Self::Task { plan, .. } | Self::Milestone { plan, .. } | Self::Consultation(plan) => EntryId::Plan(plan),
        }
    }
}

fn session_events(id: Id<Session>, session: &Session, events: &mut Vec<Event>) {
    events.push(Event { day: session.starts.day, kind: EventKind::Session(id) });
    events.extend(session.papers_due.map(|day| Event { day, kind: EventKind::Papers(id) }));
}

fn plan_events(id: Id<Plan>, plan: &Plan, current: &Effective, today: Day, events: &mut Vec<Event>) {
    match current.state {
        PlanState::InForce => deadlines(id, plan, current, today, events),
        PlanState::Consultation | PlanState::Consulted => {
            let ends = plan.consultation.as_ref().and_then(|consultation| consultation.period.to);
            events.extend(ends.map(|day| Event { day, kind: EventKind::Consultation(id) }));
        }
        PlanState::Draft | PlanState::Expired | PlanState::Replaced(_) | PlanState::Withdrawn(_) => {}
    }
}

fn deadlines(id: Id<Plan>, plan: &Plan, current: &Effective, today: Day, events: &mut Vec<Event>) {
    for (task, entry) in current.placed() {
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
