//! `nhiem-vu-chung-chung`: tasks that nobody can check, because they name an attitude («tăng cường», «đẩy mạnh») and
//! neither product nor number. One message per plan, with the codes of the tasks.

use crate::basics::diag::{Diagnostic, codes, msg};
use crate::basics::text::fold_words;
use crate::site::model::{Plan, Task};

/// What such tasks begin with, folded.
const ATTITUDES: [&str; 16] = [
    "tang cuong",
    "day manh",
    "nang cao",
    "tiep tuc",
    "chu trong",
    "quan tam",
    "phat huy",
    "thuc hien tot",
    "lam tot",
    "chu dong",
    "tich cuc",
    "thuong xuyen",
    "coi trong",
    "quyet liet",
    "doi moi",
    "tap trung",
];

pub(super) fn check(plan: &Plan) -> Vec<Diagnostic> {
    problem(plan).into_iter().collect()
}

fn problem(plan: &Plan) -> Option<Diagnostic> {
    let vague: Vec<_> = plan.tasks.iter().filter(|task| is_vague(task)).collect();
    let first = vague.first()?;
    let (count, total) = (vague.len(), plan.tasks.len());
    let list = vague.iter().take(12).map(|task| task.code.as_str()).collect::<Vec<_>>().join(", ");
    let list = if count > 12 { format!("{list}…") } else { list };
    Some(
        Diagnostic::new(
            codes::TASK_VAGUE,
            first.values.content.as_ref().map_or(first.at, |content| content.at),
            msg!(
                "{count}/{total} nhiệm vụ chung chung, không đo được: {list}",
                "{count} of {total} tasks are vague and cannot be measured: {list}"
            ),
        )
        .help(msg!(
            "ghi việc cụ thể kèm số lượng, hoặc thêm `san_pham`, `chi_tieu` để biết khi nào là xong",
            "name a concrete piece of work with a number, or add `san_pham`, `chi_tieu`"
        )),
    )
}

fn is_vague(task: &Task) -> bool {
    let values = &task.values;
    let Some(content) = &values.content else { return false };
    let folded = fold_words(&content.value);
    let starts = ATTITUDES.iter().any(|word| folded.strip_prefix(word).is_some_and(|rest| rest.starts_with(' ')));
    let measured = values.product.is_some() || values.target.is_some() || folded.chars().any(|ch| ch.is_ascii_digit());
    starts && !measured
}
