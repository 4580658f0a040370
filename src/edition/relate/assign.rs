//! Tasks by organisation: lead, support, and through which group.

use super::Effective;
use super::amend::Plans;
use crate::basics::date::Day;
use crate::read::vocabulary::{Role, TaskState};
use crate::site::model::{Circumstances, Content, Id, Organisation, Parties, Plan, PlanState, TaskStates};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A task on an organisation's page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Assignment {
    pub(crate) plan: Id<Plan>,
    /// Place in the effective plan's tasks.
    pub(crate) task: usize,
    pub(crate) role: Role,
    /// The group through which it was given.
    pub(crate) via: Option<Id<Organisation>>,
    /// How it stands for the organisation; for one that supports it, how the whole stands.
    pub(crate) state: TaskState,
}

/// Tasks of every organisation, by its place, in the order of plans.
pub(super) type Assignments = Vec<Arc<Vec<Assignment>>>;

/// Every organisation's tasks in plans in force, each once: lead before support, directly before through a group. Those of
/// plans that stand as they stood are kept from `before`; groups must be the same, and opened as they were.
pub(super) fn assign(
    content: &Content,
    effective: &Plans,
    opens_groups: bool,
    today: Day,
    before: Option<(&Plans, &Assignments)>,
) -> Assignments {
    let stood = before.map_or(&[] as &[_], |(plans, _)| plans.as_slice());
    let is_kept = |id: Id<Plan>| super::stands_as_before(stood, effective, id);
    let mut lists = match before {
        Some((_, lists)) => lists.clone(),
        None => vec![Arc::default(); content.organisations.capacity()],
    };
    for list in lists.iter_mut().filter(|list| !list.iter().all(|known| is_kept(known.plan))) {
        Arc::make_mut(list).retain(|known| is_kept(known.plan));
    }
    for (plan, _) in content.plans.iter().filter(|(plan, _)| !is_kept(*plan)) {
        let Some(current) = effective.get(plan.index()).and_then(Option::as_ref) else { continue };
        of_plan(content, plan, current, (opens_groups, today), |organisation, assignment| {
            if let Some(list) = lists.get_mut(organisation.index()) {
                let list = Arc::make_mut(list);
                let place = list.partition_point(|known| known.plan <= assignment.plan);
                list.insert(place, assignment);
            }
        });
    }
    lists
}

/// Every assignment of one plan, those of an organisation in the order in which it shows them.
fn of_plan(
    content: &Content,
    plan: Id<Plan>,
    current: &Effective,
    (opens_groups, today): (bool, Day),
    mut assign: impl FnMut(Id<Organisation>, Assignment),
) {
    if current.state != PlanState::InForce {
        return;
    }
    for (task, entry) in current.placed() {
        let mut known = BTreeSet::new();
        let values = &entry.task.values;
        let states = TaskStates::of(content, values, Circumstances { plan_in_force: true, withdrawn: false, today });
        let roles = [(Role::Lead, values.lead.as_ref()), (Role::Support, values.support.as_ref())];
        for (role, parties) in roles {
            let Some(parties) = parties else { continue };
            for (organisation, via) in reached(content, parties).filter(|(_, via)| opens_groups || via.is_none()) {
                if known.insert(organisation) {
                    let state = match role {
                        Role::Lead => states.of_leader(organisation),
                        Role::Support => entry.standing.state,
                    };
                    assign(organisation, Assignment { plan, task, role, via, state });
                }
            }
        }
    }
}

/// Organisations that a text names, and then the members of the groups among them.
fn reached(content: &Content, parties: &Parties) -> impl Iterator<Item = (Id<Organisation>, Option<Id<Organisation>>)> {
    let named = parties.known();
    let directly: Vec<_> = named.iter().map(|id| (*id, None)).collect();
    let through = named.into_iter().flat_map(|group| {
        let members = content.organisations.get(group).and_then(|row| row.group.as_ref());
        let members = members.map(|group| group.members.as_slice()).unwrap_or_default();
        members.iter().map(move |member| (*member, Some(group)))
    });
    directly.into_iter().chain(through)
}
