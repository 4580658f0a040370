//! `theo-to-chuc-la`, `trang-thai-mau-thuan`: what single organisations have done of a task that does not fit who leads it, or
//! what is stated of the whole.

use crate::basics::diag::{Diagnostic, codes, msg};
use crate::read::vocabulary::{TaskState, TaskStatus};
use crate::site::model::{Circumstances, Content, Id, Organisation, Parties, Plan, Site, Task, TaskStanding};
use std::collections::BTreeSet;

pub(super) fn check(site: &Site) -> Vec<Diagnostic> {
    let content = &site.content;
    let mut found = Vec::new();
    for (id, plan) in content.plans.iter() {
        for task in plan.tasks.iter().filter(|task| !task.values.by_leader.is_empty()) {
            let leaders = leaders(content, id, task);
            let strangers = task.values.by_leader.iter().filter(|row| {
                row.organisation.known().first().is_some_and(|organisation| !leaders.contains(organisation))
            });
            found.extend(strangers.map(|row| stranger(row.at, &row.organisation.text(), &task.code)));
            found.extend(contradiction(content, task));
        }
    }
    found
}

/// Who leads a task, or leads it by some amendment, members of groups included.
fn leaders(content: &Content, plan: Id<Plan>, task: &Task) -> BTreeSet<Id<Organisation>> {
    let changes = content.plans.iter().flat_map(|(_, plan)| &plan.amendments);
    let changes = changes
        .filter(|change| change.plan == plan && change.task.as_ref().is_some_and(|code| code.value == task.code));
    let lead = task.values.lead.iter().chain(changes.filter_map(|change| change.values.lead.as_ref()));
    lead.flat_map(Parties::known).flat_map(|id| content.opened(id).chain([id])).collect()
}

fn stranger(at: crate::basics::diag::Location, name: &str, code: &str) -> Diagnostic {
    Diagnostic::new(
        codes::LEADER_UNKNOWN,
        at,
        msg!(
            "«{name}» không chủ trì nhiệm vụ {code}, cũng không ở trong nhóm chủ trì",
            "«{name}» does not lead task {code}, nor is it in a group that does"
        ),
    )
    .help(msg!(
        "sửa `to_chuc`, hoặc thêm tổ chức này vào `chu_tri` của nhiệm vụ",
        "mend `to_chuc`, or add the organisation to `chu_tri` of the task"
    ))
}

/// What is stated of the whole, against what the rows say of it; the rows win.
fn contradiction(content: &Content, task: &Task) -> Option<Diagnostic> {
    let stated = task.values.status?;
    // Long after every last day: whoever led to the end is counted.
    let today = crate::basics::date::Day::MAX;
    let circumstances = Circumstances { plan_in_force: true, withdrawn: false, today };
    let standing = TaskStanding::of(content, &task.values, circumstances);
    let (done, all, code) = (standing.done, standing.leaders, &task.code);
    let is_done = standing.state == TaskState::Done;
    let message = match stated {
        TaskStatus::Done if !is_done => msg!(
            "nhiệm vụ {code} ghi hoàn thành mà theo từng tổ chức mới có {done}/{all} tổ chức hoàn thành",
            "task {code} is marked done, and {done} of {all} organisations have completed it"
        ),
        TaskStatus::NotStarted | TaskStatus::UnderWay | TaskStatus::Paused if is_done => msg!(
            "nhiệm vụ {code}: cả {all} tổ chức đã hoàn thành mà nhiệm vụ chưa ghi hoàn thành",
            "task {code}: all {all} organisations have completed it, and it is not marked done"
        ),
        TaskStatus::NotStarted | TaskStatus::UnderWay | TaskStatus::Paused | TaskStatus::Done => return None,
    };
    Some(Diagnostic::new(codes::TASK_STATE_ODD, task.at, message).help(msg!(
        "bỏ `trang_thai` của nhiệm vụ (trang tính theo từng tổ chức), hoặc sửa các khối `theo_to_chuc`",
        "remove `trang_thai` of the task (it follows from the rows), or mend the blocks `theo_to_chuc`"
    )))
}
