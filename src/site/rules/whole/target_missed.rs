//! `chi-tieu-hut`: a target whose year is over, and whose number was not reached.

use crate::basics::date::Day;
use crate::basics::diag::{Diagnostic, codes, msg};
use crate::basics::text::decimal;
use crate::read::vocabulary::Direction;
use crate::site::model::{Id, Plan, Target};

pub(super) fn check(in_force: &[(Id<Plan>, &Plan)], today: Day) -> Vec<Diagnostic> {
    in_force.iter().flat_map(|(_, plan)| &plan.targets).filter_map(|target| missed(target, today)).collect()
}

/// The newest year that is over and of which the number is known.
fn missed(target: &Target, today: Day) -> Option<Diagnostic> {
    let mut known = target.goals.iter().filter_map(|(year, goal)| Some((*year, *goal, *target.achieved.get(year)?)));
    let (year, goal, reached) = known.rfind(|(year, ..)| *year < today.year())?;
    let is_met = match target.direction.unwrap_or_default() {
        Direction::AtLeast => reached >= goal,
        Direction::AtMost => reached <= goal,
        Direction::Exactly => (reached - goal).abs() < 1e-9,
    };
    if is_met {
        return None;
    }
    let (name, unit) = (&target.name, target.unit.as_deref().unwrap_or_default());
    let (goal, reached) = (decimal(goal), decimal(reached));
    Some(
        Diagnostic::new(
            codes::TARGET_MISSED,
            target.at,
            msg!(
                "chỉ tiêu «{name}» năm {year}: đạt {reached} {unit}, mục tiêu {goal} {unit}",
                "target «{name}» of {year}: {reached} {unit} reached, {goal} {unit} wanted"
            ),
        )
        .help(msg!(
            "nêu nguyên nhân, giải pháp ở báo cáo; gõ nhầm thì sửa `thuc_hien`, `dich` hoặc `chieu`",
            "say why in the report; if it is a slip, mend `thuc_hien`, `dich` or `chieu`"
        )),
    )
}
