//! Checks on the content that no single stage would notice; one file each, named after its code.
//!
//! Each takes the whole [`Site`] (every audience) and reports; none changes anything. Levels are set by
//! `[kiem_tra]` of the site, in `pipeline`.

mod approval_missing;
mod attachment_huge;
mod attendance;
mod number_twice;
mod summary;
mod task_outside_plan;
mod task_product_missing;
mod task_state_odd;

use crate::diag::{Diagnostic, Diagnostics};
use crate::model::Site;

/// A rule: the site in, diagnostics out.
type Rule = fn(&Site) -> Vec<Diagnostic>;

const RULES: [Rule; 8] = [
    approval_missing::check,
    attachment_huge::check,
    attendance::check,
    number_twice::check,
    summary::check,
    task_outside_plan::check,
    task_product_missing::check,
    task_state_odd::check,
];

/// Runs every rule.
pub(crate) fn check(site: &Site) -> Diagnostics {
    let mut found = Diagnostics::default();
    for rule in RULES {
        found.extend(rule(site));
    }
    found
}
