//! `ke-hoach-chua-quan-triet`, `to-chuc-chua-quan-triet`: plans that no session was about, and organisations with tasks
//! that no session reached. Only organisations count that take part in sessions at all: an office whose people study in
//! their Party cells is reached there.

use crate::basics::date::Day;
use crate::basics::diag::{Diagnostic, codes, msg};
use crate::site::model::{Content, Id, Organisation, Parties, Plan, Site};
use std::collections::{BTreeMap, BTreeSet};

/// A plan may be so many days old before somebody has to ask.
const GRACE_DAYS: i64 = 30;
/// Names in one message.
const MOST_NAMES: usize = 5;

pub(super) fn check(site: &Site, in_force: &[(Id<Plan>, &Plan)], today: Day) -> Vec<Diagnostic> {
    let content = &site.content;
    let mut sessions: BTreeMap<Id<Plan>, BTreeSet<Id<Organisation>>> = BTreeMap::new();
    for (_, session) in content.sessions.iter() {
        let mut reached: BTreeSet<Id<Organisation>> = leaves(content, &session.convened);
        for result in session.results.iter().filter(|result| result.attended != Some(0)) {
            reached.extend(opened(content, result.organisation));
        }
        for plan in &session.plans {
            sessions.entry(*plan).or_default().extend(reached.iter().copied());
        }
    }
    let studying: BTreeSet<Id<Organisation>> = sessions.values().flatten().copied().collect();
    let old = |plan: &Plan| plan.date.is_some_and(|date| crate::basics::date::days_between(date, today) > GRACE_DAYS);
    let due = in_force.iter().filter(|(_, plan)| !plan.tasks.is_empty() && old(plan));
    due.filter_map(|(id, plan)| match sessions.get(id) {
        None => Some(never(plan)),
        Some(reached) => partly(content, plan, reached, &studying),
    })
    .collect()
}

fn never(plan: &Plan) -> Diagnostic {
    Diagnostic::new(
        codes::PLAN_UNREAD,
        plan.meta.at,
        msg!("chưa có buổi quán triệt nào về kế hoạch này", "no session has been about this plan"),
    )
    .help(msg!(
        "tổ chức quán triệt rồi ghi lại: bangtin new quan-triet; đã học rồi thì thêm kế hoạch vào `ke_hoach` của buổi đó",
        "hold a session and record it: bangtin new quan-triet; or add the plan to `ke_hoach` of the one that was held"
    ))
}

fn partly(
    content: &Content,
    plan: &Plan,
    reached: &BTreeSet<Id<Organisation>>,
    studying: &BTreeSet<Id<Organisation>>,
) -> Option<Diagnostic> {
    let parties = plan.tasks.iter().flat_map(|task| task.values.lead.iter().chain(&task.values.support));
    let wanted = parties.flat_map(|parties| leaves(content, parties)).filter(|id| studying.contains(id));
    let wanted: BTreeSet<Id<Organisation>> = wanted.collect();
    let missed: Vec<&str> = wanted
        .difference(reached)
        .filter_map(|id| content.organisations.get(*id))
        .map(|organisation| organisation.name.as_str())
        .collect();
    if missed.is_empty() {
        return None;
    }
    let (count, total) = (missed.len(), wanted.len());
    let mut list = missed.iter().take(MOST_NAMES).copied().collect::<Vec<_>>().join("; ");
    if count > MOST_NAMES {
        list.push_str("; …");
    }
    Some(
        Diagnostic::new(
            codes::ORGANISATION_UNREAD,
            plan.meta.at,
            msg!(
                "{count}/{total} tổ chức có nhiệm vụ chưa được quán triệt: {list}",
                "{count} of {total} organisations with tasks have not studied it: {list}"
            ),
        )
        .help(msg!(
            "mời họ dự buổi học bù, hoặc bổ sung `[[ket_qua]]` của họ vào buổi đã học",
            "invite them to another session, or add their `[[ket_qua]]` to the one that was held"
        )),
    )
}

fn leaves(content: &Content, parties: &Parties) -> BTreeSet<Id<Organisation>> {
    parties.known().into_iter().flat_map(|id| opened(content, id)).collect()
}

/// A group's members, or the organisation itself.
fn opened(content: &Content, id: Id<Organisation>) -> Vec<Id<Organisation>> {
    match content.organisations.get(id).and_then(|row| row.group.as_ref()) {
        Some(group) => group.members.clone(),
        None => vec![id],
    }
}
