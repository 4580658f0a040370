//! `thieu-duyet`: a public plan without a publication sign-off.

use crate::config::Audience;
use crate::diag::{Diagnostic, codes, msg};
use crate::model::Site;
use crate::parse::PlanStatus;

pub(super) fn check(site: &Site) -> Vec<Diagnostic> {
    let plans = site.content.plans.iter().map(|(_, plan)| plan);
    plans
        .filter(|plan| plan.meta.audience == Audience::Public && plan.status != PlanStatus::Draft)
        .filter(|plan| plan.approval.as_ref().is_none_or(|approval| approval.by.is_none()))
        .map(|plan| {
            Diagnostic::new(
                codes::APPROVAL_MISSING,
                plan.meta.at,
                msg!(
                    "kế hoạch công khai chưa ghi ai duyệt đăng",
                    "a public plan does not say who approved its publication"
                ),
            )
            .help(msg!(
                "thêm `duyet = {{ boi = \"Phó Bí thư Thường trực\", ngay = 2026-01-21 }}`",
                "add `duyet = {{ boi = \"…\", ngay = 2026-01-21 }}`"
            ))
        })
        .collect()
}
