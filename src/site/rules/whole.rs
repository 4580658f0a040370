//! Rules on how entries stand to each other, and to the day of the check: what is unread, late, double or copied.
//!
//! They look at everything, whoever may see it, and are run when somebody asks for the whole site: never between a save
//! and the page.

mod abbreviation_unknown;
mod basis_ended;
mod basis_late;
mod consultation_sham;
mod copied;
mod date_ahead;
mod milestones;
mod purpose_twice;
mod sham_study;
mod similar;
mod stray;
mod target_missed;
mod task_near_twice;
mod task_outside_plan;
mod task_silent;
mod task_two_leads;
mod unread;

use crate::basics::date::Day;
use crate::basics::diag::{Diagnostic, Diagnostics};
use crate::site::model::{AmendedParts, Id, Plan, PlanState, Site, Standing};
use rayon::prelude::*;

/// Runs them all, as on a day.
pub(crate) fn check(site: &Site, today: Day) -> Diagnostics {
    let standing = Standing::of(&site.content, today);
    let parts = AmendedParts::of(&site.content, &standing);
    let in_force = in_force(site, &standing, &parts, today);
    let rules: [&(dyn Fn() -> Vec<Diagnostic> + Sync); 16] = [
        &|| abbreviation_unknown::check(site),
        &|| basis_ended::check(site, &in_force, today),
        &|| basis_late::check(site),
        &|| consultation_sham::check(site, today),
        &|| copied::check(site, &in_force),
        &|| date_ahead::check(site, today),
        &|| milestones::check(&in_force, today),
        &|| purpose_twice::check(site, &in_force),
        &|| sham_study::check(site, &in_force, today),
        &|| stray::check(site),
        &|| target_missed::check(&in_force, today),
        &|| task_near_twice::check(&in_force),
        &|| task_outside_plan::check(site, &parts),
        &|| task_silent::check(site, &standing, &in_force, today),
        &|| task_two_leads::check(&in_force),
        &|| unread::check(site, &in_force, today),
    ];
    let mut diagnostics = Diagnostics::default();
    let each: Vec<Vec<Diagnostic>> = rules.par_iter().map(|rule| rule()).collect();
    diagnostics.extend(each.into_iter().flatten());
    diagnostics
}

/// Plans that bind somebody on a day, in the order of ids, as their amendments left them.
fn in_force<'a>(
    site: &'a Site,
    standing: &Standing<'_>,
    parts: &'a AmendedParts,
    today: Day,
) -> Vec<(Id<Plan>, &'a Plan)> {
    let plans = site.content.plans.iter();
    let binding = plans.filter(|(id, plan)| standing.state(*id, plan, today) == PlanState::InForce);
    binding.map(|(id, plan)| (id, parts.plan(id).map_or(plan, |plan| &**plan))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::harness::{Ward, day};

    /// A is replaced by B, B is withdrawn by C.
    const CHAIN: &str = "-- content/to-chuc/hoi.md --\n+++\nten = \"Hội\"\nloai = \"khac\"\n+++\n\
        -- content/ke-hoach/a.md --\n+++\ntieu_de = \"A\"\nngay = 2026-03-01\nTASK+++\n\
        -- content/ke-hoach/b.md --\n+++\ntieu_de = \"B\"\nngay = 2026-03-02\n[[dieu_chinh]]\nke_hoach = \"a\"\n\
        kieu = \"thay-the\"\nTASK+++\n\
        -- content/ke-hoach/c.md --\n+++\ntieu_de = \"C\"\nngay = 2026-03-03\n[[dieu_chinh]]\nke_hoach = \"b\"\n\
        kieu = \"bai-bo\"\nTASK+++\n";

    #[test]
    fn rules_speak_of_the_plans_that_the_pages_show_as_in_force() {
        let task = "[[nhiem_vu]]\nnoi_dung = \"Việc\"\nchu_tri = [\"hoi\"]\nthoi_han = \"2027\"\n";
        let ward = Ward::of(&CHAIN.replace("TASK", task));
        let site = ward.workspace().site();
        let unread = check(site, day("2026-11-22")).into_sorted();
        let unread = unread.iter().filter(|found| found.code().as_str() == "ke-hoach-chua-quan-triet");
        let files: Vec<_> = unread.filter_map(|found| found.at.file()).collect();
        let file = |id: &str| Some(site.content.meta(site.index.entry(id, &[])?)?.file);
        let expected: Vec<_> = ["ke-hoach/a", "ke-hoach/c"].into_iter().filter_map(file).collect();
        assert_eq!(files, expected, "A is in force again, B is not");
    }
}
