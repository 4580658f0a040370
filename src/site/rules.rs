//! Checks on the content that no single stage would notice; one file each, named after its code.
//!
//! Most look at one entry, and hold until it changes; the others take the whole [`Site`] (every audience). None changes
//! anything. Levels are set by `[kiem_tra]` of the site, in `pipeline`. Rules that compare everything with everything, or
//! with the day, are in [`whole`].

mod amendment_by_position;
mod approval_missing;
mod attachment_huge;
mod attendance;
mod form_incomplete;
mod group_too_large;
mod leader_records;
mod number_twice;
mod summary;
mod task_product_missing;
mod task_state_odd;
mod task_vague;
mod whole;

pub(crate) use whole::check as check_whole;

use crate::basics::diag::{Diagnostic, Diagnostics};
use crate::site::model::{EntryDiagnostics, EntryId, Meta, OfKind, Plan, Session, Site};
use std::sync::Arc;

/// Tasks named in one message.
const MOST_CODES: usize = 12;

/// The first codes of tasks for a message, and how many more there are.
fn first_codes<'c>(codes: impl ExactSizeIterator<Item = &'c str>) -> (String, usize) {
    let more = codes.len().saturating_sub(MOST_CODES);
    (codes.take(MOST_CODES).collect::<Vec<_>>().join(", "), more)
}

/// A rule: what it looks at in, diagnostics out.
enum Rule {
    Entry(fn(&Site, &Meta) -> Vec<Diagnostic>),
    Plan(fn(&Plan) -> Vec<Diagnostic>),
    Session(fn(&Session) -> Vec<Diagnostic>),
}

const RULES: [Rule; 8] = [
    Rule::Plan(approval_missing::check),
    Rule::Entry(attachment_huge::check),
    Rule::Session(attendance::check),
    Rule::Plan(form_incomplete::check),
    Rule::Plan(summary::check),
    Rule::Plan(task_product_missing::check),
    Rule::Plan(task_state_odd::check),
    Rule::Plan(task_vague::check),
];

/// What the rules found in a site.
#[derive(Debug, Default)]
pub(crate) struct Ruled {
    by_entry: EntryDiagnostics,
    /// Entries with the number of an earlier one.
    same_number: Vec<(EntryId, EntryId)>,
}

impl Ruled {
    /// Everything, where it stands in the site that it was found in.
    pub(crate) fn diagnostics(&self, site: &Site) -> Diagnostics {
        let mut all = self.by_entry.all();
        all.extend(number_twice::placed(&self.same_number, site));
        all.extend(group_too_large::check(site));
        all.extend(leader_records::check(site));
        all.extend(amendment_by_position::check(site));
        all
    }
}

/// Runs every rule. What was found in a site of `before` holds for the rows that are the very same, and, where names and
/// numbers are the same too, for how entries stand to each other.
pub(crate) fn check(site: &Site, before: Option<(&Site, &Ruled)>) -> Ruled {
    let kept = before.filter(|(before, _)| Arc::ptr_eq(&before.index, &site.index));
    let (changed, mut by_entry) = match kept {
        Some((before, ruled)) => {
            let changed = site.content.changed_since(&before.content);
            let kept = ruled.by_entry.without(&changed);
            (changed, kept)
        }
        None => (site.content.entries().map(|(entry, _)| entry).collect(), EntryDiagnostics::default()),
    };
    for entry in changed {
        by_entry.note(entry, about_entry(site, entry));
    }
    let same_number = kept.map_or_else(|| number_twice::pairs(site), |(_, ruled)| ruled.same_number.clone());
    Ruled { by_entry, same_number }
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
        }
    }
    found
}
