//! `thoi-han-ngoai-ke-hoach`: a deadline outside the period of its plan.

use crate::basics::date::print_day;
use crate::basics::diag::{Diagnostic, codes, msg};
use crate::site::model::{AmendedParts, Plan, Site, Task};

/// The period is that after amendments.
pub(super) fn check(site: &Site, parts: &AmendedParts) -> Vec<Diagnostic> {
    let plans = site.content.plans.iter().map(|(id, plan)| parts.plan(id).map_or(plan, |plan| &**plan));
    plans.flat_map(|plan| plan.tasks.iter().filter_map(move |task| problem(plan, task))).collect()
}

fn problem(plan: &Plan, task: &Task) -> Option<Diagnostic> {
    let deadline = task.values.deadline.as_ref()?;
    let end = deadline.value.end()?;
    let early = plan.valid.from.filter(|from| end < *from);
    let late = plan.valid.to.filter(|to| end > *to);
    let (limit, side_vi, side_en) = match (early, late) {
        (Some(from), _) => (from, "trước ngày bắt đầu", "before its start"),
        (None, Some(to)) => (to, "sau ngày kết thúc", "after its end"),
        (None, None) => return None,
    };
    let limit = print_day(limit);
    Some(
        Diagnostic::new(
            codes::TASK_OUTSIDE_PLAN,
            deadline.at,
            msg!("thời hạn {side_vi} của kế hoạch ({limit})", "the deadline lies {side_en} of the plan ({limit})"),
        )
        .help(msg!("sửa `thoi_han`, hoặc `hieu_luc` của kế hoạch", "mend `thoi_han`, or the plan's `hieu_luc`")),
    )
}
