//! `moc-qua-han`, `thieu-moc`: milestones that passed without a result, and long plans that have none.

use crate::basics::date::{Day, days_between, print_day};
use crate::basics::diag::{Diagnostic, codes, msg};
use crate::site::model::{Id, Milestone, Plan};

/// A plan longer than a year and a half needs one.
const LONG_DAYS: i64 = 548;

pub(super) fn check(in_force: &[(Id<Plan>, &Plan)], today: Day) -> Vec<Diagnostic> {
    let past = in_force.iter().flat_map(|(_, plan)| &plan.milestones).filter_map(|milestone| past(milestone, today));
    let none = in_force.iter().filter_map(|(_, plan)| none(plan));
    past.chain(none).collect()
}

fn past(milestone: &Milestone, today: Day) -> Option<Diagnostic> {
    let end = milestone.deadline.as_ref()?.value.end().filter(|end| *end < today)?;
    if milestone.result.is_some() {
        return None;
    }
    let (name, end) = (&milestone.name, print_day(end));
    Some(
        Diagnostic::new(
            codes::MILESTONE_PAST,
            milestone.at,
            msg!(
                "mốc «{name}» đã qua ({end}) mà chưa ghi kết quả",
                "the milestone «{name}» passed ({end}) without a result"
            ),
        )
        .help(msg!(
            "thêm `ket_qua = \"…\"` vào mốc này; lùi mốc thì sửa `thoi_han` bằng văn bản điều chỉnh",
            "add `ket_qua = \"…\"` to it; a later date needs an amendment"
        )),
    )
}

fn none(plan: &Plan) -> Option<Diagnostic> {
    let (from, to) = (plan.valid.from.or(plan.date)?, plan.valid.to?);
    if !plan.milestones.is_empty() || plan.tasks.is_empty() || days_between(from, to) <= LONG_DAYS {
        return None;
    }
    let (from, to) = (print_day(from), print_day(to));
    Some(
        Diagnostic::new(
            codes::MILESTONES_NONE,
            plan.meta.at,
            msg!(
                "kế hoạch kéo dài hơn 18 tháng ({from} – {to}) mà không có mốc sơ kết, kiểm tra nào",
                "the plan goes on for more than 18 months ({from} – {to}) without any milestone"
            ),
        )
        .help(msg!(
            "thêm `[[moc]]`: sơ kết hằng năm, kiểm tra, tổng kết",
            "add `[[moc]]`: a yearly review, an inspection, the final one"
        )),
    )
}
