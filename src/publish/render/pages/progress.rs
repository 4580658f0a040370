//! Progress: totals, by organisation, by plan, what is late.

use super::Html;
use crate::edition::relate::organisation_order;
use crate::edition::route::{LONG_ROWS, Slice, View};
use crate::publish::render::PageCx;
use crate::publish::render::frame::About;
use crate::publish::render::view::{CountView, LinkView, PlanRow, TaskView};
use crate::read::vocabulary::TaskState;
use crate::site::model::{Id, Organisation};
use serde::Serialize;

/// Late tasks listed; the rest is on the pages of those who lead them.
const LATE: usize = 60;

#[derive(Serialize)]
struct Progress {
    first: bool,
    total: usize,
    done: usize,
    counts: Vec<CountView>,
    late: Vec<TaskView>,
    late_total: usize,
    organisations: Vec<OrganisationProgress>,
    /// Whether late tasks are counted by organisation.
    counts_late: bool,
    plans: Vec<PlanRow>,
}

#[derive(Serialize)]
struct OrganisationProgress {
    organisation: LinkView,
    total: usize,
    done: usize,
    /// `None` where the edition does not count it by organisation.
    late: Option<usize>,
    soon: usize,
    unrecorded: usize,
}

pub(super) fn progress(cx: &PageCx<'_>, part: usize) -> Html {
    let edition = cx.edition;
    let list = &cx.edition.lists().progress;
    let late = list.late.iter().take(LATE);
    let late = late.filter_map(|(plan, place)| Some(cx.task(*plan, *place, edition.task(*plan, *place)?)));
    let slice = Slice::new(part, list.plans.len(), LONG_ROWS);
    let first = part == 0;
    let about = About::new(cx.t("tien_do", "danh_sach"), "ke-hoach")
        .description(cx.t("tien_do", "danh_sach_mo_ta"))
        .pagination(cx.pagination(slice, |part| View::Progress { part }));
    let page = Progress {
        first,
        total: list.tally.total(),
        done: list.tally.of(TaskState::Done),
        counts: cx.state_counts(list.tally),
        late_total: list.late.len(),
        late: late.collect(),
        organisations: if first { organisations(cx) } else { Vec::new() },
        counts_late: edition.told_late(&list.tally).is_some(),
        plans: slice.of(&list.plans).iter().filter_map(|id| cx.plan_row(*id)).collect(),
    };
    cx.show("tien-do.html", cx.frame(about), page)
}

/// Organisations that lead something, in the order of every list of them.
fn organisations(cx: &PageCx<'_>) -> Vec<OrganisationProgress> {
    let rows = organisation_order(cx.edition).into_iter();
    let is_group =
        |id: &Id<Organisation>| cx.edition.content.organisations.get(*id).is_some_and(|row| row.group.is_some());
    rows.filter(|id| !is_group(id))
        .filter_map(|id| {
            let tally = cx.edition.organisation_list(id)?.tally;
            if tally.total() == 0 {
                return None;
            }
            Some(OrganisationProgress {
                organisation: cx.organisation_link(id)?,
                total: tally.total(),
                done: tally.of(TaskState::Done),
                late: cx.edition.told_late(&tally),
                soon: tally.of(TaskState::DueSoon),
                unrecorded: tally.of(TaskState::DueUnrecorded),
            })
        })
        .collect()
}
