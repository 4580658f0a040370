//! `theo-to-chuc-la`, `trang-thai-mau-thuan`: what single organisations have done of a task that does not fit who leads it, or
//! what is stated of the whole.

use crate::basics::diag::{Diagnostic, codes, msg};
use crate::read::vocabulary::{TaskState, TaskStatus};
use crate::site::model::{Circumstances, Content, Id, Organisation, Parties, Plan, Site, Task, TaskStates};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn check(site: &Site) -> Vec<Diagnostic> {
    let content = &site.content;
    let mut found = Vec::new();
    let recorded = content.plans.iter().flat_map(|(id, plan)| plan.tasks.iter().map(move |task| (id, task)));
    let recorded: Vec<_> = recorded.filter(|(_, task)| !task.values.by_leader.is_empty()).collect();
    if recorded.is_empty() {
        return found;
    }
    let amended = amended_leads(content);
    for (id, task) in recorded {
        let later = amended.get(&(id, task.code.as_str())).into_iter().flatten().copied();
        let leaders = opened(content, task.values.lead.iter().chain(later));
        let strangers =
            task.values.by_leader.iter().filter(|row| {
                row.organisation.known().first().is_some_and(|organisation| !leaders.contains(organisation))
            });
        found.extend(strangers.map(|row| stranger(row.at, &row.organisation.text(), &task.code)));
        found.extend(contradiction(content, task));
    }
    found
}

/// Who leads a task by some amendment, by plan and code.
fn amended_leads(content: &Content) -> BTreeMap<(Id<Plan>, &str), Vec<&Parties>> {
    let mut leads: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for change in content.plans.iter().flat_map(|(_, plan)| &plan.amendments) {
        if let (Some(code), Some(lead)) = (&change.task, &change.values.lead) {
            leads.entry((change.plan, code.value.as_str())).or_default().push(lead);
        }
    }
    leads
}

/// Those who are named, members of groups included.
fn opened<'a>(content: &Content, named: impl Iterator<Item = &'a Parties>) -> BTreeSet<Id<Organisation>> {
    named.flat_map(Parties::known).flat_map(|id| content.opened(id).chain([id])).collect()
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
    let standing = TaskStates::of(content, &task.values, circumstances).standing();
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
