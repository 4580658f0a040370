//! `ke-hoach-chua-quan-triet`, `to-chuc-chua-quan-triet`: plans that no session was about, and Party organisations that were
//! convened and have not studied them, as the pages have it.

use crate::basics::date::Day;
use crate::basics::diag::{Diagnostic, codes, msg};
use crate::site::model::{Content, Id, Organisation, Plan, Session, Site, Study, StudyState};

/// Names in one message.
const MOST_NAMES: usize = 5;

pub(super) fn check(site: &Site, in_force: &[(Id<Plan>, &Plan)], today: Day) -> Vec<Diagnostic> {
    let content = &site.content;
    let limit = site.config.thresholds.first_session;
    let mut sessions = content.sessions_by_plan();
    for held in sessions.values_mut() {
        held.retain(|id| content.sessions.get(*id).is_some_and(Session::is_held));
    }
    sessions.retain(|_, held| !held.is_empty());
    let old = |plan: &Plan| plan.date.is_some_and(|date| crate::basics::date::days_between(date, today) > limit);
    let due = in_force.iter().filter(|(_, plan)| !plan.tasks.is_empty() && old(plan));
    due.filter_map(|(id, plan)| match sessions.remove(id) {
        None => Some(never(plan)),
        Some(held) => partly(content, plan, &Study::of(content, held)),
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

/// Party organisations that have not studied it, or gave no figures.
fn partly(content: &Content, plan: &Plan, study: &Study) -> Option<Diagnostic> {
    let name = |id: Id<Organisation>| content.organisations.get(id).map(|row| row.name.as_str());
    let party = study.organisations.iter().filter(|(_, state)| !matches!(state, StudyState::Studied(_)));
    let missed: Vec<&str> = party.filter_map(|(id, _)| name(*id)).collect();
    if missed.is_empty() {
        return None;
    }
    let (count, total) = (missed.len(), study.organisations.len());
    let mut list = missed.iter().take(MOST_NAMES).copied().collect::<Vec<_>>().join("; ");
    if count > MOST_NAMES {
        list.push_str("; …");
    }
    Some(
        Diagnostic::new(
            codes::ORGANISATION_UNREAD,
            plan.meta.at,
            msg!(
                "{count}/{total} tổ chức đảng chưa học hoặc chưa có số liệu: {list}",
                "{count} of {total} Party organisations have not studied it, or gave no figures: {list}"
            ),
        )
        .help(msg!(
            "mời họ dự buổi học bù, hoặc bổ sung `[[ket_qua]]` của họ vào buổi đã học",
            "invite them to another session, or add their `[[ket_qua]]` to the one that was held"
        )),
    )
}
