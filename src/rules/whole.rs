//! Rules on how entries stand to each other, and to the day of the check: what is unread, late, double or copied.
//!
//! They look at everything, whoever may see it, and are run when somebody asks for the whole site: never between a save
//! and the page.

mod abbreviation_unknown;
mod basis_late;
mod copied;
mod purpose_twice;
mod similar;
mod task_near_twice;
mod task_two_leads;
mod unread;

use crate::date::Day;
use crate::diag::Diagnostics;
use crate::model::{Id, Plan, Site};
use crate::parse::{AmendmentKind, PlanStatus};
use std::collections::BTreeSet;

/// Runs them all, as on a day.
pub(crate) fn check(site: &Site, today: Day) -> Diagnostics {
    let in_force = in_force(site, today);
    let mut found = Diagnostics::default();
    found.extend(abbreviation_unknown::check(site));
    found.extend(basis_late::check(site));
    found.extend(copied::check(site, &in_force));
    found.extend(purpose_twice::check(site, &in_force));
    found.extend(task_near_twice::check(&in_force));
    found.extend(task_two_leads::check(&in_force));
    found.extend(unread::check(site, &in_force, today));
    found
}

/// Plans that bind somebody on a day, in the order of ids.
fn in_force(site: &Site, today: Day) -> Vec<(Id<Plan>, &Plan)> {
    let issued = |plan: &Plan| plan.status == PlanStatus::Issued && plan.issued_by(today).is_some();
    let plans = || site.content.plans.iter();
    let ended: BTreeSet<Id<Plan>> = plans()
        .filter(|(_, plan)| issued(plan))
        .flat_map(|(_, plan)| &plan.amendments)
        .filter(|change| {
            change.task.is_none() && matches!(change.kind, AmendmentKind::Withdraw | AmendmentKind::Replace)
        })
        .map(|change| change.plan)
        .collect();
    let runs = |plan: &Plan| plan.valid.to.is_none_or(|to| to >= today);
    plans().filter(|(id, plan)| issued(plan) && runs(plan) && !ended.contains(id)).collect()
}
