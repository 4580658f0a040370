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

use crate::basics::date::Day;
use crate::basics::diag::{Diagnostic, Diagnostics};
use crate::read::parse::{AmendmentKind, PlanStatus};
use crate::site::model::{Id, Plan, Site};
use rayon::prelude::*;
use std::collections::BTreeSet;

/// Runs them all, as on a day.
pub(crate) fn check(site: &Site, today: Day) -> Diagnostics {
    let in_force = in_force(site, today);
    let rules: [&(dyn Fn() -> Vec<Diagnostic> + Sync); 7] = [
        &|| abbreviation_unknown::check(site),
        &|| basis_late::check(site),
        &|| copied::check(site, &in_force),
        &|| purpose_twice::check(site, &in_force),
        &|| task_near_twice::check(&in_force),
        &|| task_two_leads::check(&in_force),
        &|| unread::check(site, &in_force, today),
    ];
    let mut found = Diagnostics::default();
    let each: Vec<Vec<Diagnostic>> = rules.par_iter().map(|rule| rule()).collect();
    found.extend(each.into_iter().flatten());
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
