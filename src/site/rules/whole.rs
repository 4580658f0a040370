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
use crate::site::model::{Id, Plan, PlanState, Site, Standing};
use rayon::prelude::*;

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
    let standing = Standing::of(&site.content, today);
    let plans = site.content.plans.iter();
    plans.filter(|(id, plan)| standing.state(*id, plan, today) == PlanState::InForce).collect()
}
