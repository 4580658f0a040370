//! Who has studied which plan, and counts as an audience may see them (CONTENT §9).

use super::amend::Plans;
use super::{Edition, Figures, SessionFigures, stands_as_before};
use crate::read::vocabulary::Audience;
use crate::site::model::{Content, Id, Organisation, Plan, PlanState, Session, Study, StudyState};
use std::collections::{BTreeMap, BTreeSet};
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
    /// «không công bố riêng»: another that is hidden would follow from it.
    Withheld,
    /// «chưa có số liệu»
    NoData,
}

impl ShownCount {
    /// What is told of a count where those below `limit` are hidden, if any are.
    pub(super) fn of(count: Option<i64>, limit: Option<i64>) -> Self {
        match (count, limit) {
            (None, _) => Self::NoData,
            (Some(count), Some(limit)) if count < limit => Self::Under(limit),
            (Some(count), _) => Self::Count(count),
        }
    }
}

impl Edition {
    /// Counts below this are hidden; `None` where nothing is.
    fn hidden_below(&self) -> Option<i64> {
        (self.request.audience == Audience::Public).then_some(self.config.small_count)
    }

    /// What is told of the results of a session.
    pub(crate) fn figures(&self, session: Id<Session>) -> Option<&SessionFigures> {
        let row = self.content.sessions.get(session)?;
        let told = self.figures.get(session.index())?;
        Some(told.get_or_init(|| SessionFigures::of(row, self.hidden_below())))
    }

    /// The members of an organisation, as this audience may see them: not told where a session withholds the same number,
    /// nor where those beneath it that are hidden would follow from it.
    pub(crate) fn shown_members(&self, id: Id<Organisation>) -> ShownCount {
        let count = self.content.organisations.get(id).and_then(|row| row.members);
        let shown = ShownCount::of(count, self.hidden_below());
        let is_public = self.hidden_below().is_some();
        if is_public && matches!(shown, ShownCount::Count(_)) && self.members_hidden().contains(&id) {
            return ShownCount::Withheld;
        }
        shown
    }

    /// Organisations whose members are not told, and those above them.
    fn members_hidden(&self) -> &BTreeSet<Id<Organisation>> {
        self.members_hidden.get_or_init(|| {
            let small = self.content.organisations.iter().filter_map(|(id, row)| {
                matches!(ShownCount::of(row.members, self.hidden_below()), ShownCount::Under(_)).then_some(id)
            });
            let withheld = self.content.sessions.iter().flat_map(|(id, row)| {
                let cells = self.figures(id).map(|figures| figures.convened.cells.as_slice()).unwrap_or_default();
                let cells = row.results.iter().zip(cells);
                cells.filter(|(_, cell)| **cell == ShownCount::Withheld).map(|(result, _)| result.organisation)
            });
            let mut hidden = BTreeSet::new();
            for id in small.chain(withheld) {
                let parent = |id: &Id<Organisation>| self.content.organisations.get(*id)?.parent;
                let mut next = Some(id);
                while let Some(id) = next.filter(|id| hidden.insert(*id)) {
                    next = parent(&id);
                }
            }
            hidden
        })
    }

    /// The sum of a count over the results that make up a study: told where it follows from sums of sessions that are told,
    /// so that it tells nothing new.
    pub(crate) fn study_total(&self, study: &Study, of: fn(&SessionFigures) -> &Figures) -> Option<i64> {
        let mut total = 0;
        let mut by_session: BTreeMap<Id<Session>, BTreeSet<Id<Organisation>>> = BTreeMap::new();
        for result in &study.results {
            by_session.entry(result.session).or_default().insert(result.organisation);
        }
        for (id, counted) in &by_session {
            let (row, figures) = (self.content.sessions.get(*id)?, of(self.figures(*id)?));
            let cells = || row.results.iter().zip(&figures.cells);
            let is_hidden = |cell: &ShownCount| matches!(cell, ShownCount::Under(_) | ShownCount::Withheld);
            let told = |wanted: bool| {
                let told = cells().filter(move |(result, _)| counted.contains(&result.organisation) == wanted);
                told.map(|(_, cell)| if let ShownCount::Count(count) = cell { *count } else { 0 }).sum::<i64>()
            };
            if cells().any(|(result, cell)| counted.contains(&result.organisation) && *cell == ShownCount::NoData) {
                return None;
            }
            let hidden: Vec<bool> = cells()
                .filter(|(_, cell)| is_hidden(cell))
                .map(|(result, _)| counted.contains(&result.organisation))
                .collect();
            total += match (hidden.iter().any(|counted| *counted), hidden.iter().all(|counted| *counted)) {
                (false, _) => told(true),
                (true, true) => figures.total? - told(false),
                (true, false) => return None,
            };
        }
        (!by_session.is_empty()).then_some(total)
    }

    /// The Party organisations of which this audience is told how far they have come: in public those that have studied it,
    /// and others only where the site wants it.
    pub(crate) fn named_of(&self, study: &Study) -> impl Iterator<Item = (Id<Organisation>, StudyState)> {
        let all = self.request.audience == Audience::Internal || self.config.names_unread;
        let states = study.organisations.iter().map(|(id, state)| (*id, *state));
        states.filter(move |(_, state)| all || matches!(state, StudyState::Studied(_)))
    }
}
