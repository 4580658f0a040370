//! Progress: totals, by organisation, by plan, what is late.

use super::Html;
use crate::model::{Id, Organisation};
use crate::relate::TaskState;
use crate::render::PageCx;
use crate::render::frame::About;
use crate::render::view::{CountView, LinkView, PlanRow, TaskView};
use crate::route::{LONG_ROWS, Slice, View, organisation_order};
use serde::Serialize;

/// Late tasks listed; the rest is on the pages of those who lead them.
const LATE: usize = 60;

#[derive(Serialize)]
struct Progress {
    first: bool,
    total: usize,
    done: usize,
    percent: usize,
    counts: Vec<CountView>,
    late: Vec<TaskView>,
    late_total: usize,
    organisations: Vec<OrganisationProgress>,
    plans: Vec<PlanRow>,
}

#[derive(Serialize)]
struct OrganisationProgress {
    organisation: LinkView,
    total: usize,
    done: usize,
    late: usize,
    soon: usize,
    percent: usize,
}

pub(super) fn progress(cx: &PageCx<'_>, part: usize) -> Html {
    let edition = cx.edition;
    let mut tasks: Vec<_> = edition
        .plans_in_force()
        .flat_map(|(plan, _, effective)| {
            let open = effective.tasks.iter().enumerate().filter(|(_, task)| !task.withdrawn);
            open.map(move |(place, task)| (task.due, plan, place, task))
        })
        .collect();
    tasks.sort_by_key(|(due, plan, place, _)| (*due, *plan, *place));
    let late: Vec<_> = tasks.iter().filter(|(.., task)| task.state == TaskState::Late).collect();
    let done = tasks.iter().filter(|(.., task)| task.state == TaskState::Done).count();
    let mut plans: Vec<_> = edition
        .plans_in_force()
        .filter(|(_, _, effective)| !effective.tasks.is_empty())
        .map(|(id, plan, _)| (plan.date, id))
        .collect();
    plans.sort_by_key(|(date, id)| (std::cmp::Reverse(*date), *id));
    let slice = Slice::new(part, plans.len(), LONG_ROWS);
    let first = part == 0;
    let about = About::new(cx.t("tien_do", "danh_sach"), "ke-hoach")
        .description(cx.t("tien_do", "danh_sach_mo_ta"))
        .pagination(cx.pagination(slice, |part| View::Progress { part }));
    let page = Progress {
        first,
        total: tasks.len(),
        done,
        percent: percent(done, tasks.len()),
        counts: cx.state_counts(tasks.iter().map(|(.., task)| task.state)),
        late_total: late.len(),
        late: late.iter().take(LATE).map(|(_, plan, place, task)| cx.task(*plan, *place, task)).collect(),
        organisations: if first { organisations(cx) } else { Vec::new() },
        plans: slice.of(&plans).iter().filter_map(|(_, id)| cx.plan_row(*id)).collect(),
    };
    cx.show("tien-do.html", cx.frame(about), page)
}

/// Organisations that lead or support something, those with late tasks first as in every list of theirs.
fn organisations(cx: &PageCx<'_>) -> Vec<OrganisationProgress> {
    let rows = organisation_order(cx.edition).into_iter();
    let is_group =
        |id: &Id<Organisation>| cx.edition.content.organisations.get(*id).is_some_and(|row| row.group.is_some());
    rows.filter(|id| !is_group(id))
        .filter_map(|id| {
            let states = cx.states(id);
            if states.is_empty() {
                return None;
            }
            let count = |wanted: TaskState| states.iter().filter(|state| **state == wanted).count();
            let done = count(TaskState::Done);
            Some(OrganisationProgress {
                organisation: cx.organisation_link(id)?,
                total: states.len(),
                done,
                late: count(TaskState::Late),
                soon: count(TaskState::DueSoon),
                percent: percent(done, states.len()),
            })
        })
        .collect()
}

fn percent(part: usize, whole: usize) -> usize {
    (part * 100).checked_div(whole).unwrap_or(0)
}
