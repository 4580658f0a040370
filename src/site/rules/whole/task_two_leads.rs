//! `nhiem-vu-hai-chu-tri`: tasks led by several organisations at once: who answers for them? One message per plan.

use crate::basics::diag::{Diagnostic, codes, msg};
use crate::site::model::{Id, Parties, Plan, Task};

pub(super) fn check(in_force: &[(Id<Plan>, &Plan)]) -> Vec<Diagnostic> {
    in_force.iter().filter_map(|(_, plan)| problem(plan)).collect()
}

fn problem(plan: &Plan) -> Option<Diagnostic> {
    let shared: Vec<_> = plan.tasks.iter().filter(|task| leads(task) > 1).collect();
    let first = shared.first()?;
    let count = shared.len();
    let list = shared.iter().take(12).map(|task| task.code.as_str()).collect::<Vec<_>>().join(", ");
    let list = if count > 12 { format!("{list}…") } else { list };
    Some(
        Diagnostic::new(
            codes::TASK_TWO_LEADS,
            first.at,
            msg!(
                "{count} nhiệm vụ có nhiều tổ chức cùng chủ trì: {list}",
                "{count} tasks are led by several organisations: {list}"
            ),
        )
        .help(msg!(
            "giữ một tổ chức ở `chu_tri`, chuyển tổ chức khác sang `phoi_hop`",
            "keep one organisation in `chu_tri`, move the others to `phoi_hop`"
        )),
    )
}

fn leads(task: &Task) -> usize {
    task.values.lead.as_ref().map(Parties::known).unwrap_or_default().len()
}
