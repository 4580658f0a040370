//! `nhiem-vu-im-lang`: a task whose deadline is long over, and of which nobody has said a word since.

use crate::basics::date::{Day, days_between, print_day};
use crate::basics::diag::{Diagnostic, Location, codes, msg};
use crate::read::vocabulary::{AmendmentKind, TaskState};
use crate::site::model::{Circumstances, Id, Plan, Site, Standing, Task, TaskStates, TaskValues};
use std::collections::BTreeMap;

/// What amendments in force say of the deadlines of a plan's tasks; `None`: the task was withdrawn.
type Amended<'a> = BTreeMap<(Id<Plan>, &'a str), Option<&'a TaskValues>>;

pub(super) fn check(
    site: &Site,
    standing: &Standing<'_>,
    in_force: &[(Id<Plan>, &Plan)],
    today: Day,
) -> Vec<Diagnostic> {
    let mut amended: Amended<'_> = BTreeMap::new();
    for change in standing.effective().flat_map(|source| &source.plan.amendments) {
        if let Some(task) = &change.task {
            let values = (change.kind != AmendmentKind::Withdraw).then_some(&change.values);
            amended.insert((change.plan, task.value.as_str()), values);
        }
    }
    let plans = in_force.iter().filter_map(|(id, plan)| {
        let change = |task: &Task| amended.get(&(*id, task.code.as_str())).copied();
        let silent: Vec<Silent<'_>> =
            plan.tasks.iter().filter_map(|task| silent(site, task, change(task), today)).collect();
        told(&silent, site.config.thresholds.silent)
    });
    plans.collect()
}

/// A task of which nobody has said a word.
struct Silent<'a> {
    code: &'a str,
    at: Location,
    due: Day,
    /// Since its last day, or the last word.
    days: i64,
}

fn silent<'a>(site: &Site, task: &'a Task, change: Option<Option<&TaskValues>>, today: Day) -> Option<Silent<'a>> {
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
    let due = values.deadline.as_ref()?.value.end()?;
    let word = values.log.iter().filter_map(|entry| entry.date).filter(|day| *day <= today).max();
    let days = days_between(word.map_or(due, |word| word.max(due)), today);
    (days > site.config.thresholds.silent).then_some(Silent { code: &task.code, at: task.at, due, days })
}

/// One message per plan: one per task would bury everything else.
fn told(silent: &[Silent<'_>], limit: i64) -> Option<Diagnostic> {
    let first = silent.first()?;
    let message = match silent {
        [Silent { code, due, days, .. }] => {
            let due = print_day(*due);
            msg!(
                "nhiệm vụ số {code} đến hạn ngày {due}, {days} ngày qua không có cập nhật nào",
                "task {code} was due on {due}; not a word about it for {days} days"
            )
        }
        several => {
            let count = several.len();
            let (list, more) = crate::site::rules::first_codes(several.iter().map(|task| task.code));
            let list = if more > 0 { format!("{list}…") } else { list };
            msg!(
                "{count} nhiệm vụ đã đến hạn, hơn {limit} ngày qua không có cập nhật nào: số {list}",
                "{count} tasks are due; not a word about them for more than {limit} days: {list}"
            )
        }
    };
    Some(Diagnostic::new(codes::TASK_SILENT, first.at, message).help(msg!(
        "hỏi đơn vị chủ trì rồi ghi `trang_thai`, `tien_do` hoặc `[[nhiem_vu.cap_nhat]]`; lùi hạn thì ban hành điều chỉnh",
        "ask who leads them, and record `trang_thai`, `tien_do` or `[[nhiem_vu.cap_nhat]]`; a later date needs an amendment"
    )))
}
