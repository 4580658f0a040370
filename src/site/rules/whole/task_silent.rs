//! `nhiem-vu-im-lang`: a task whose deadline is long over, and of which nobody has said a word since.

use crate::basics::date::{Day, days_between, print_day};
use crate::basics::diag::{Diagnostic, Location, codes, msg};
use crate::read::vocabulary::{AmendmentKind, TaskState};
use crate::site::model::{Circumstances, Id, Plan, Site, Standing, Task, TaskStates, TaskValues};
use std::collections::BTreeMap;

/// What amendments in force say of the deadlines of a plan's tasks; `None`: the task was withdrawn.
type Amended<'a> = BTreeMap<(Id<Plan>, &'a str), Option<&'a TaskValues>>;

pub(super) fn check(site: &Site, in_force: &[(Id<Plan>, &Plan)], today: Day) -> Vec<Diagnostic> {
    let standing = Standing::of(&site.content, today);
    let mut amended: Amended<'_> = BTreeMap::new();
    for change in standing.effective().flat_map(|source| &source.plan.amendments) {
        if let Some(task) = &change.task {
            let values = (change.kind != AmendmentKind::Withdraw).then_some(&change.values);
            amended.insert((change.plan, task.value.as_str()), values);
        }
    }
    let tasks = in_force.iter().flat_map(|(id, plan)| plan.tasks.iter().map(move |task| (*id, task)));
    tasks.filter_map(|(id, task)| silent(site, task, amended.get(&(id, task.code.as_str())).copied(), today)).collect()
}

fn silent(site: &Site, task: &Task, change: Option<Option<&TaskValues>>, today: Day) -> Option<Diagnostic> {
    let values = match change {
        // Withdrawn: nobody is asked.
        Some(None) => return None,
        // What else an amendment says of it does not matter here.
        Some(Some(patch)) if patch.deadline.is_some() => {
            TaskValues { deadline: patch.deadline.clone(), ..task.values.clone() }
        }
        _ => task.values.clone(),
    };
    let at = Circumstances { plan_in_force: true, withdrawn: false, today };
    let state = TaskStates::of(&site.content, &values, at).standing().state;
    if !matches!(state, TaskState::Late | TaskState::DueUnrecorded) {
        return None;
    }
    let end = values.deadline.as_ref()?.value.end()?;
    let word = values.log.iter().filter_map(|entry| entry.date).filter(|day| *day <= today).max();
    let days = days_between(word.map_or(end, |word| word.max(end)), today);
    let limit = site.config.thresholds.silent;
    (days > limit).then(|| told(&task.code, task.at, (end, days)))
}

fn told(code: &str, at: Location, (end, days): (Day, i64)) -> Diagnostic {
    let end = print_day(end);
    Diagnostic::new(
        codes::TASK_SILENT,
        at,
        msg!(
            "nhiệm vụ số {code} đến hạn ngày {end}, {days} ngày qua không có cập nhật nào",
            "task {code} was due on {end}; not a word about it for {days} days"
        ),
    )
    .help(msg!(
        "hỏi đơn vị chủ trì rồi ghi `trang_thai`, `tien_do` hoặc `[[nhiem_vu.cap_nhat]]`; lùi hạn thì ban hành điều chỉnh",
        "ask who leads it, and record `trang_thai`, `tien_do` or `[[nhiem_vu.cap_nhat]]`; a later date needs an amendment"
    ))
}
