//! `nhiem-vu-thieu-san-pham`: tasks that do not say what will prove them done («6 rõ»). One message per plan, with the
//! codes of the tasks: one per task would bury everything else.

use crate::basics::diag::{Diagnostic, codes, msg};
use crate::site::model::Plan;

pub(super) fn check(plan: &Plan) -> Vec<Diagnostic> {
    problem(plan).into_iter().collect()
}

fn problem(plan: &Plan) -> Option<Diagnostic> {
    let without: Vec<_> = plan.tasks.iter().filter(|task| task.values.product.is_none()).collect();
    let first = without.first()?;
    let (count, total) = (without.len(), plan.tasks.len());
    let list = without.iter().take(12).map(|task| task.code.as_str()).collect::<Vec<_>>().join(", ");
    let list = if count > 12 { format!("{list}…") } else { list };
    Some(
        Diagnostic::new(
            codes::TASK_PRODUCT_MISSING,
            first.at,
            msg!(
                "{count}/{total} nhiệm vụ chưa ghi sản phẩm: {list}",
                "{count} of {total} tasks name no product: {list}"
            ),
        )
        .help(msg!(
            "thêm `san_pham = \"…\"` (báo cáo, biên bản, số lượng…)",
            "add `san_pham = \"…\"` (a report, minutes, a count …)"
        )),
    )
}
