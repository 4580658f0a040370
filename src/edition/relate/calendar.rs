//! Everything with a day: deadlines, occurrences of recurring ones, milestones, sessions, consultations.

use super::amend::Plans;
use super::{Effective, due, stands_as_before};
use crate::basics::date::{Day, Deadline, Meaning};
use crate::site::model::{Content, EntryId, Id, OfKind, Plan, PlanState, Session};
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

/// What a calendar was made from, for the next one.
#[derive(Clone, Copy)]
pub(super) struct Before<'a> {
    pub(super) content: &'a Content,
    pub(super) effective: &'a Plans,
    pub(super) events: &'a Arc<Vec<Event>>,
}

/// Every event of the edition, by day. Those of entries that are as they were are kept from `before`: the very list where no
/// day of the others changed.
pub(super) fn events(content: &Content, effective: &Plans, today: Day, before: Option<Before<'_>>) -> Arc<Vec<Event>> {
    let is_kept = |entry: EntryId| before.is_some_and(|before| before.has(entry, content, effective));
    let mut own = Vec::new();
    for (id, session) in content.sessions.iter().filter(|(id, _)| !is_kept(EntryId::Session(*id))) {
        session_events(id, session, &mut own);
    }
    for (id, plan) in content.plans.iter().filter(|(id, _)| !is_kept(EntryId::Plan(*id))) {
        if let Some(current) = effective.get(id.index()).and_then(Option::as_ref) {
            plan_events(id, plan, current, today, &mut own);
        }
    }
    own.sort_unstable();
    let Some(before) = before else { return Arc::new(own) };
    let mut changed = content.changed_since(before.content);
    let stands = |id: &Id<Plan>| stands_as_before(before.effective, effective, *id);
    let other = content.plans.iter().map(|(id, _)| id).filter(|id| !stands(id));
    changed.extend(other.map(EntryId::Plan));
    let is_old = |event: &&Event| changed.contains(&event.kind.entry());
    if before.events.iter().filter(is_old).eq(&own) {
        return Arc::clone(before.events);
    }
    merged(before.events.iter().filter(|event| !is_old(event)), own)
}

impl Before<'_> {
    /// Whether the events of an entry are what they were.
    fn has(&self, entry: EntryId, content: &Content, effective: &Plans) -> bool {
        let plan =
            |id| content.plans.shares(&self.content.plans, id) && stands_as_before(self.effective, effective, id);
        let session = |id| content.sessions.shares(&self.content.sessions, id);
        Plan::id(entry).is_some_and(plan) || Session::id(entry).is_some_and(session)
    }
}

/// Two sorted lists as one.
fn merged<'a>(kept: impl Iterator<Item = &'a Event>, own: Vec<Event>) -> Arc<Vec<Event>> {
    let mut events = Vec::with_capacity(own.len());
    let mut own = own.into_iter().peekable();
    for event in kept {
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
    let papers_due = session.papers_due.filter(|_| session.is_held());
    events.extend(papers_due.map(|day| Event { day, kind: EventKind::Papers(id) }));
}

fn plan_events(id: Id<Plan>, plan: &Plan, current: &Effective, today: Day, events: &mut Vec<Event>) {
    match current.state {
        PlanState::InForce => deadlines(id, plan, current, today, events),
        PlanState::Consultation | PlanState::Consulted => {
            let ends = plan.consultation.as_ref().and_then(|consultation| consultation.period.to);
            events.extend(ends.map(|day| Event { day, kind: EventKind::Consultation(id) }));
        }
        PlanState::Draft
        | PlanState::NotYet
        | PlanState::Expired
        | PlanState::Replaced(_)
        | PlanState::Withdrawn(_) => {}
    }
}

fn deadlines(id: Id<Plan>, plan: &Plan, current: &Effective, today: Day, events: &mut Vec<Event>) {
    for (task, entry) in current.placed() {
        let Some(deadline) = &entry.task.values.deadline else { continue };
        let days = days(&deadline.value, plan, today);
        events.extend(
            days.into_iter().map(|(day, recurring)| Event { day, kind: EventKind::Task { plan: id, task, recurring } }),
        );
    }
    for (milestone, entry) in plan.milestones.iter().enumerate() {
        let Some(deadline) = &entry.deadline else { continue };
        let days = days(&deadline.value, plan, today);
        events.extend(
            days.into_iter()
                .map(|(day, recurring)| Event { day, kind: EventKind::Milestone { plan: id, milestone, recurring } }),
        );
    }
}

fn days(deadline: &Deadline, plan: &Plan, today: Day) -> Vec<(Day, bool)> {
    let recurring = matches!(deadline.meaning, Meaning::Recurring(_));
    deadline.due_days(due::window(plan, today)).into_iter().map(|day| (day, recurring)).collect()
}
