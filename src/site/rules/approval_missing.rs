//! `thieu-duyet`: a public plan without a publication sign-off.

use crate::basics::diag::{Diagnostic, codes, msg};
use crate::read::vocabulary::{Audience, PlanStatus};
use crate::site::model::Plan;

pub(super) fn check(plan: &Plan) -> Vec<Diagnostic> {
    let public = plan.meta.audience == Audience::Public && plan.status != PlanStatus::Draft;
    if !public || plan.approval.as_ref().is_some_and(|approval| approval.by.is_some()) {
        return Vec::new();
    }
    let missing = Diagnostic::new(
        codes::APPROVAL_MISSING,
        plan.meta.at,
        msg!("kế hoạch công khai chưa ghi ai duyệt đăng", "a public plan does not say who approved its publication"),
    );
    vec![missing.help(msg!(
        "thêm `duyet = {{ boi = \"Phó Bí thư Thường trực\", ngay = 2026-01-21 }}`",
        "add `duyet = {{ boi = \"…\", ngay = 2026-01-21 }}`"
    ))]
}
