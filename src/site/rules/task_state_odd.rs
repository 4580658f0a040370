//! `trang-thai-mau-thuan`: a status and its facts that contradict each other.

use crate::basics::diag::{Diagnostic, Message, codes, msg};
use crate::read::vocabulary::TaskStatus;
use crate::site::model::{Plan, TaskValues};

pub(super) fn check(plan: &Plan) -> Vec<Diagnostic> {
    plan.tasks
        .iter()
        .filter_map(|task| {
            let message = contradiction(&task.values)?;
            Some(Diagnostic::new(codes::TASK_STATE_ODD, task.at, message).help(msg!(
                "sửa `trang_thai`, `tien_do` hoặc `ngay_hoan_thanh` cho khớp nhau",
                "make `trang_thai`, `tien_do` and `ngay_hoan_thanh` agree"
            )))
        })
        .collect()
}

fn contradiction(values: &TaskValues) -> Option<Message> {
    let status = values.status?;
    let done = status == TaskStatus::Done;
    match values.progress {
        Some(percent) if done && percent < 100.0 => {
            return Some(msg!("ghi hoàn thành mà tiến độ chỉ {percent} %", "marked done at {percent} % progress"));
        }
        Some(percent) if percent > 0.0 && status == TaskStatus::NotStarted => {
            return Some(msg!(
                "ghi chưa thực hiện mà tiến độ {percent} %",
                "marked not started at {percent} % progress"
            ));
        }
        _ => {}
    }
    (values.done_on.is_some() && !done).then(|| {
        msg!(
            "có ngày hoàn thành mà trạng thái không phải hoàn thành",
            "has a date of completion but is not marked done"
        )
    })
}
