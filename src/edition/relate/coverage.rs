//! Who has studied which plan, and counts as an audience may see them (CONTENT §9).

use super::amend::Plans;
use super::stands_as_before;
use crate::read::vocabulary::Audience;
use crate::site::model::{Attendance, Content, Id, Organisation, Plan, PlanState, Session, Study};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Who has studied one plan.
#[derive(Debug)]
pub(crate) struct PlanCoverage {
    pub(crate) plan: Id<Plan>,
    pub(crate) study: Study,
}

/// What coverage was made from, for the next time. Organisations must be the same.
#[derive(Clone, Copy)]
pub(super) struct Before<'a> {
    pub(super) content: &'a Content,
    pub(super) effective: &'a Plans,
    pub(super) coverage: &'a [Arc<PlanCoverage>],
}

/// Coverage of every plan in force that gives tasks, and of every other plan that was studied. That of a plan which stands as
/// it stood, and whose sessions are the very same, is kept from `before`.
pub(super) fn coverage(content: &Content, effective: &Plans, before: Option<Before<'_>>) -> Vec<Arc<PlanCoverage>> {
    let mut sessions: BTreeMap<Id<Plan>, Vec<Id<Session>>> = BTreeMap::new();
    for (id, session) in content.sessions.iter() {
        for plan in &session.plans {
            sessions.entry(*plan).or_default().push(id);
        }
    }
    let mut coverage = Vec::new();
    for (plan, _) in content.plans.iter() {
        let Some(current) = effective.get(plan.index()).and_then(Option::as_ref) else { continue };
        let held = sessions.remove(&plan).unwrap_or_default();
        let gives_tasks = current.state == PlanState::InForce && current.standing().next().is_some();
        if !gives_tasks && held.is_empty() {
            continue;
        }
        let kept = before.and_then(|before| before.of(plan, &held, content, effective));
        let new = || Arc::new(PlanCoverage { plan, study: Study::of(content, held.clone()) });
        coverage.push(kept.unwrap_or_else(new));
    }
    coverage
}

impl Before<'_> {
    /// The coverage of a plan with these sessions, where it still holds.
    fn of(
        &self,
        plan: Id<Plan>,
        sessions: &[Id<Session>],
        content: &Content,
        effective: &Plans,
    ) -> Option<Arc<PlanCoverage>> {
        let place = self.coverage.binary_search_by_key(&plan, |covered| covered.plan).ok()?;
        let known = self.coverage.get(place)?;
        let same = known.study.sessions == sessions
            && stands_as_before(self.effective, effective, plan)
            && sessions.iter().all(|id| content.sessions.shares(&self.content.sessions, *id));
        same.then(|| Arc::clone(known))
    }
}

/// A count as it may be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ShownCount {
    Count(i64),
    /// «dưới 5»
    Under(i64),
    /// «chưa có số liệu»
    NoData,
}

/// A per-organisation count: the public edition does not tell small ones.
pub(crate) fn shown_count(count: Option<i64>, audience: Audience, limit: i64) -> ShownCount {
    match count {
        None => ShownCount::NoData,
        Some(count) if audience == Audience::Public && count < limit => ShownCount::Under(limit),
        Some(count) => ShownCount::Count(count),
    }
}

/// The sum of a column, left out where an organisation has no number, or where it would give back one that is hidden.
pub(crate) fn attendance_total(
    results: &[Attendance<Id<Organisation>>],
    pick: impl Fn(&Attendance<Id<Organisation>>) -> Option<i64>,
    audience: Audience,
    limit: i64,
) -> Option<i64> {
    // A sum over some of the organisations would pass for the whole.
    let counts: Vec<i64> = results.iter().map(pick).collect::<Option<_>>()?;
    let hidden = counts.iter().any(|count| matches!(shown_count(Some(*count), audience, limit), ShownCount::Under(_)));
    (!counts.is_empty() && !hidden).then(|| counts.iter().sum())
}
