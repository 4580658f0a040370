//! Which organisations have studied which plans, and counts as an audience may see them (CONTENT §9).

use super::amend::Plans;
use super::{Effective, stands_as_before};
use crate::basics::date::Day;
use crate::read::vocabulary::Audience;
use crate::site::model::{Attendance, Content, Id, Organisation, Parties, Plan, PlanState, Session};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Whether an organisation has studied a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Coverage {
    /// Attended the session.
    Studied(Id<Session>),
    /// Was convened to a session of which nobody has reported this organisation's result.
    NoData,
    /// No session reached it yet.
    NotStudied,
}

/// Coverage of one plan.
#[derive(Debug)]
pub(crate) struct PlanCoverage {
    pub(crate) plan: Id<Plan>,
    pub(crate) sessions: Vec<Id<Session>>,
    /// Organisations with tasks in the plan or convened to its sessions; no groups.
    pub(crate) organisations: BTreeMap<Id<Organisation>, Coverage>,
}

/// What coverage was made from, for the next time. Organisations must be the same.
#[derive(Clone, Copy)]
pub(super) struct Before<'a> {
    pub(super) content: &'a Content,
    pub(super) effective: &'a Plans,
    pub(super) coverage: &'a [Arc<PlanCoverage>],
}

/// Coverage of every plan in force, and of every other plan that was studied. That of a plan which stands as it stood, and
/// whose sessions are the very same, is kept from `before`.
pub(super) fn coverage(
    content: &Content,
    effective: &Plans,
    today: Day,
    before: Option<Before<'_>>,
) -> Vec<Arc<PlanCoverage>> {
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
        if current.state != PlanState::InForce && held.is_empty() {
            continue;
        }
        let kept = before.and_then(|before| before.of(plan, &held, content, effective));
        coverage.push(kept.unwrap_or_else(|| Arc::new(of_plan(content, current, plan, held, today))));
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
        let same = known.sessions == sessions
            && stands_as_before(self.effective, effective, plan)
            && sessions.iter().all(|id| content.sessions.shares(&self.content.sessions, *id));
        same.then(|| Arc::clone(known))
    }
}

fn of_plan(
    content: &Content,
    current: &Effective,
    plan: Id<Plan>,
    sessions: Vec<Id<Session>>,
    today: Day,
) -> PlanCoverage {
    let mut organisations = BTreeMap::new();
    if current.state == PlanState::InForce {
        for parties in current.standing().flat_map(|task| task.task.values.lead.iter().chain(&task.task.values.support))
        {
            for organisation in leaves(content, parties) {
                organisations.insert(organisation, Coverage::NotStudied);
            }
        }
    }
    for id in &sessions {
        let Some(session) = content.sessions.get(*id) else { continue };
        let held = session.starts.day <= today;
        for organisation in leaves(content, &session.convened) {
            note(&mut organisations, organisation, if held { Coverage::NoData } else { Coverage::NotStudied });
        }
        for result in &session.results {
            let state = match result.attended {
                Some(0) => Coverage::NotStudied,
                Some(_) => Coverage::Studied(*id),
                None if held => Coverage::NoData,
                None => Coverage::NotStudied,
            };
            if state == Coverage::NotStudied && result.attended.is_some() {
                organisations
                    .entry(result.organisation)
                    .and_modify(|known| {
                        if *known == Coverage::NoData {
                            *known = Coverage::NotStudied;
                        }
                    })
                    .or_insert(Coverage::NotStudied);
            } else {
                note(&mut organisations, result.organisation, state);
                // A group's result says that its members were there, not which of them.
                let group = content.organisations.get(result.organisation).and_then(|row| row.group.as_ref());
                for member in group.map(|group| group.members.as_slice()).unwrap_or_default() {
                    note(&mut organisations, *member, Coverage::NoData);
                }
            }
        }
    }
    organisations.retain(|id, _| content.organisations.get(*id).is_some_and(|row| row.group.is_none()));
    PlanCoverage { plan, sessions, organisations }
}

/// The better of what is known and what is new: studied, then no data, then not.
fn note(organisations: &mut BTreeMap<Id<Organisation>, Coverage>, id: Id<Organisation>, state: Coverage) {
    let known = organisations.entry(id).or_insert(Coverage::NotStudied);
    if state < *known && !matches!(*known, Coverage::Studied(_)) {
        *known = state;
    }
}

/// Organisations that a text names, groups opened up and left out themselves.
fn leaves(content: &Content, parties: &Parties) -> Vec<Id<Organisation>> {
    let mut found = Vec::new();
    for id in parties.known() {
        match content.organisations.get(id).and_then(|row| row.group.as_ref()) {
            Some(group) => found.extend(group.members.iter().copied()),
            None => found.push(id),
        }
    }
    found
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
