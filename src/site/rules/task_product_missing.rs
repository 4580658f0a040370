//! `nhiem-vu-thieu-san-pham`: tasks that do not say what will prove them done («6 rõ»). One message per plan, with the
//! codes of the tasks: one per task would bury everything else.

use crate::basics::diag::{Diagnostic, Message, codes, msg};
use crate::site::model::{Plan, Task};

pub(super) fn check(plan: &Plan) -> Vec<Diagnostic> {
    problem(plan).into_iter().collect()
}

fn problem(plan: &Plan) -> Option<Diagnostic> {
    let without: Vec<_> = plan.tasks.iter().filter(|task| task.values.product.is_none()).collect();
    let first = without.first()?;
    let total = plan.tasks.len();
    Some(Diagnostic::new(codes::TASK_PRODUCT_MISSING, first.at, message(&without, total)).help(msg!(
        "thêm `san_pham = \"…\"` (báo cáo, biên bản, số lượng…)",
        "add `san_pham = \"…\"` (a report, minutes, a count …)"
    )))
}

fn message(without: &[&std::sync::Arc<Task>], total: usize) -> Message {
    if let [task] = without {
        let code = &task.code;
        return msg!("nhiệm vụ số {code} chưa ghi sản phẩm", "task {code} names no product");
    }
    let count = without.len();
    let (list, more) = super::first_codes(without.iter().map(|task| task.code.as_str()));
    let list = if more > 0 { format!("{list}…") } else { list };
    msg!(
        "{count} trong {total} nhiệm vụ chưa ghi sản phẩm: số {list}",
        "{count} of {total} tasks name no product: {list}"
    )
}
