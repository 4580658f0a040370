//! Checks on the content that no single stage would notice; one file each, named after its code.
//!
//! Most look at one entry, and hold until it changes; the others take the whole [`Site`] (every audience). None changes
//! anything. Levels are set by `[kiem_tra]` of the site, in `pipeline`. Rules that compare everything with everything, or
//! with the day, are in [`whole`].

mod approval_missing;
mod attachment_huge;
mod attendance;
mod form_incomplete;
mod number_twice;
mod summary;
mod task_outside_plan;
mod task_product_missing;
mod task_state_odd;
mod task_vague;
mod whole;

pub(crate) use whole::check as check_whole;

use crate::basics::diag::{Diagnostic, Diagnostics};
use crate::site::model::{EntryId, Found, Meta, OfKind, Plan, Session, Site};

/// A rule: what it looks at in, diagnostics out.
enum Rule {
    Entry(fn(&Site, &Meta) -> Vec<Diagnostic>),
    Plan(fn(&Plan) -> Vec<Diagnostic>),
    Session(fn(&Session) -> Vec<Diagnostic>),
    Site(fn(&Site) -> Vec<Diagnostic>),
}

const RULES: [Rule; 10] = [
    Rule::Plan(approval_missing::check),
    Rule::Entry(attachment_huge::check),
    Rule::Session(attendance::check),
    Rule::Plan(form_incomplete::check),
    Rule::Site(number_twice::check),
    Rule::Plan(summary::check),
    Rule::Plan(task_outside_plan::check),
    Rule::Plan(task_product_missing::check),
    Rule::Plan(task_state_odd::check),
    Rule::Plan(task_vague::check),
];

/// Runs every rule; on entries that the last edit did not touch, what was found `before` still holds.
pub(crate) fn check(site: &Site, before: Option<&Found>) -> Found {
    if let (Some(touched), Some(before)) = (&site.touched, before) {
        let mut found = before.without(&touched.entries);
        for entry in &touched.entries {
            found.note(*entry, about_entry(site, *entry));
        }
        // What was found of the whole points into texts; where nothing was found, there is still nothing: no entry changed
        // in what others see of it.
        if !found.whole.is_empty() {
            found.whole = about_site(site);
        }
        return found;
    }
    let mut found = Found::default();
    found.whole = about_site(site);
    for (entry, _) in site.content.entries() {
        found.note(entry, about_entry(site, entry));
    }
    found
}

fn about_site(site: &Site) -> Diagnostics {
    let mut found = Diagnostics::default();
    for rule in RULES {
        if let Rule::Site(check) = rule {
            found.extend(check(site));
        }
    }
    found
}

fn about_entry(site: &Site, entry: EntryId) -> Diagnostics {
    let mut found = Diagnostics::default();
    let content = &site.content;
    let plan = Plan::id(entry).and_then(|id| content.plans.get(id));
    let session = Session::id(entry).and_then(|id| content.sessions.get(id));
    for rule in RULES {
        match rule {
            Rule::Entry(check) => found.extend(content.meta(entry).into_iter().flat_map(|meta| check(site, meta))),
            Rule::Plan(check) => found.extend(plan.into_iter().flat_map(check)),
            Rule::Session(check) => found.extend(session.into_iter().flat_map(check)),
            Rule::Site(_) => {}
        }
    }
    found
}
