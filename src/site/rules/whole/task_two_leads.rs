//! `nhiem-vu-hai-chu-tri`: tasks led by several organisations at once: who answers for them? One message per plan.

use crate::basics::diag::{Diagnostic, Message, codes, msg};
use crate::site::model::{Id, Parties, Plan, Task};

pub(super) fn check(in_force: &[(Id<Plan>, &Plan)]) -> Vec<Diagnostic> {
    in_force.iter().filter_map(|(_, plan)| problem(plan)).collect()
}

fn problem(plan: &Plan) -> Option<Diagnostic> {
    let shared: Vec<_> = plan.tasks.iter().filter(|task| leads(task) > 1).collect();
    let first = shared.first()?;
    let codes: Vec<&str> = shared.iter().map(|task| task.code.as_str()).collect();
    Some(Diagnostic::new(codes::TASK_TWO_LEADS, first.at, message(&codes, leads(first))).help(msg!(
        "giữ một tổ chức ở `chu_tri`, chuyển tổ chức khác sang `phoi_hop`",
        "keep one organisation in `chu_tri`, move the others to `phoi_hop`"
    )))
}

fn message(codes: &[&str], leads: usize) -> Message {
    if let [code] = codes {
        return msg!(
            "nhiệm vụ số {code} có {leads} đơn vị cùng chủ trì",
            "task {code} is led by {leads} organisations"
        );
    }
    let count = codes.len();
    let (list, more) = crate::site::rules::first_codes(codes.iter().copied());
    let (rest_vi, rest_en) = match more {
        0 => (String::new(), String::new()),
        _ => (format!(" và {more} nhiệm vụ nữa"), format!(" and {more} more")),
    };
    msg!(
        "{count} nhiệm vụ có nhiều đơn vị cùng chủ trì: số {list}{rest_vi}",
        "{count} tasks are led by several organisations: {list}{rest_en}"
    )
}

fn leads(task: &Task) -> usize {
    task.values.lead.as_ref().map(Parties::known).unwrap_or_default().len()
}
