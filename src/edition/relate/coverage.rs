//! Who has studied which plan, and counts as an audience may see them (CONTENT §9).

use super::amend::Plans;
use super::{Edition, stands_as_before};
use crate::read::vocabulary::Audience;
use crate::site::model::{Content, Id, Organisation, Plan, PlanState, Session, Study, StudyState};
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
    let mut sessions = content.sessions_by_plan();
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

impl Edition {
    /// A count of one organisation, as this audience may see it.
    pub(crate) fn shown_count(&self, count: Option<i64>) -> ShownCount {
        let (public, limit) = (self.request.audience == Audience::Public, self.config.small_count);
        match count {
            None => ShownCount::NoData,
            Some(count) if public && count < limit => ShownCount::Under(limit),
            Some(count) => ShownCount::Count(count),
        }
    }

    /// The sum of the counts of organisations, left out where one has none, or where it would give back one that is hidden.
    pub(crate) fn shown_total(&self, counts: impl Iterator<Item = Option<i64>>) -> Option<i64> {
        // A sum over some of the organisations would pass for the whole.
        let counts: Vec<i64> = counts.collect::<Option<_>>()?;
        let hidden = counts.iter().any(|count| matches!(self.shown_count(Some(*count)), ShownCount::Under(_)));
        (!counts.is_empty() && !hidden).then(|| counts.iter().sum())
    }

    /// The Party organisations of which this audience is told how far they have come: in public those that have studied it,
    /// and others only where the site wants it.
    pub(crate) fn named_of(&self, study: &Study) -> impl Iterator<Item = (Id<Organisation>, StudyState)> {
        let all = self.request.audience == Audience::Internal || self.config.names_unread;
        let states = study.organisations.iter().map(|(id, state)| (*id, *state));
        states.filter(move |(_, state)| all || matches!(state, StudyState::Studied(_)))
    }
}
