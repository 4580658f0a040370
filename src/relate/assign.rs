//! Tasks by organisation: lead, support, and through which group.

use super::{Effective, PlanState};
use crate::model::{Content, Id, Organisation, Parties, Plan};

/// What an organisation does in a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    Lead,
    Support,
}

impl Role {
    /// The word of the hook `data-vai`.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Lead => "chu-tri",
            Self::Support => "phoi-hop",
        }
    }
}

/// A task on an organisation's page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Assignment {
    pub(crate) plan: Id<Plan>,
    /// Place in the effective plan's tasks.
    pub(crate) task: usize,
    pub(crate) role: Role,
    /// The group through which it was given.
    pub(crate) via: Option<Id<Organisation>>,
}

/// Every organisation's tasks in plans in force, each once: lead before support, directly before through a group.
pub(super) fn assign(content: &Content, effective: &[Option<Effective>]) -> Vec<Vec<Assignment>> {
    let mut lists: Vec<Vec<Assignment>> = vec![Vec::new(); content.organisations.capacity()];
    for (plan, _) in content.plans.iter() {
        let Some(current) = effective.get(plan.index()).and_then(Option::as_ref) else { continue };
        if current.state != PlanState::InForce {
            continue;
        }
        for (task, entry) in current.tasks.iter().enumerate().filter(|(_, entry)| !entry.withdrawn) {
            let values = &entry.task.values;
            let roles = [(Role::Lead, values.lead.as_ref()), (Role::Support, values.support.as_ref())];
            for (role, parties) in roles {
                let Some(parties) = parties else { continue };
                for (organisation, via) in reached(content, parties) {
                    let Some(list) = lists.get_mut(organisation.index()) else { continue };
                    let known =
                        list.iter().rev().take_while(|known| known.plan == plan).any(|known| known.task == task);
                    if !known {
                        list.push(Assignment { plan, task, role, via });
                    }
                }
            }
        }
    }
    lists
}

/// Organisations that a text names, and then the members of the groups among them.
fn reached(content: &Content, parties: &Parties) -> Vec<(Id<Organisation>, Option<Id<Organisation>>)> {
    let named = parties.known();
    let mut found: Vec<_> = named.iter().map(|id| (*id, None)).collect();
    for group in named {
        let members = content.organisations.get(group).and_then(|row| row.group.as_ref());
        let members = members.map(|group| group.members.as_slice()).unwrap_or_default();
        found.extend(members.iter().map(|member| (*member, Some(group))));
    }
    found
}
