//! Who does what, by when, under which plan; in both directions.
//!
//! Takes what the gate [`Admitted`], returns the [`Edition`]: the content with amendments applied, tasks by
//! organisation, the basis graph, study coverage and the calendar. Runs after the gate, so that nothing internal can
//! show through a relation. Pure: the build date is part of the request.

mod amend;
mod assign;
mod basis;
mod calendar;
mod coverage;
mod due;
mod newest;
mod number;
mod summary;
mod tally;

pub(crate) use amend::{AppliedChange, Effective, EffectiveTask, Field, FieldChange, PlanState};
pub(crate) use assign::{Assignment, Role};
pub(crate) use basis::{BasisGraph, CitedDocument, Node};
pub(crate) use calendar::{Event, EventKind};
pub(crate) use coverage::{Coverage, PlanCoverage, Shown, attendance_total, shown_count};
pub(crate) use due::{TaskState, window};
pub(crate) use summary::{automatic_summary, plain_summary};
pub(crate) use tally::Tally;

use crate::basics::date::Day;
use crate::basics::diag::Diagnostics;
use crate::edition::gate::{self, Admitted, Request};
use crate::read::config::Config;
use crate::site::model::{Content, Found, Id, Index, OfKind, Organisation, Plan};
use std::sync::Arc;

/// Everything one audience may see, related.
#[derive(Debug)]
pub(crate) struct Edition {
    pub(crate) request: Request,
    pub(crate) config: Config,
    pub(crate) content: Content,
    pub(crate) index: Arc<Index>,
    effective: amend::Plans,
    assignments: assign::Assignments,
    pub(crate) basis: Arc<BasisGraph>,
    pub(crate) coverage: Vec<Arc<PlanCoverage>>,
    pub(crate) calendar: Arc<Vec<Event>>,
    /// The newest date of any plan or session that is not ahead of the build date.
    pub(crate) newest: Option<Day>,
    /// What the gate found.
    admitted: Found,
    /// What there is to say about amendments.
    amended: Diagnostics,
    /// What there is to say about the basis graph.
    based: Diagnostics,
}

impl Edition {
    /// The plan as it stands after its amendments.
    pub(crate) fn effective(&self, plan: Id<Plan>) -> Option<&Effective> {
        self.effective.get(plan.index())?.as_deref()
    }

    /// Tasks of an organisation, in plans in force.
    pub(crate) fn assignments(&self, organisation: Id<Organisation>) -> &[Assignment] {
        self.assignments.get(organisation.index()).map_or(&[], |list| list.as_slice())
    }

    /// The task an assignment or event means.
    pub(crate) fn task(&self, plan: Id<Plan>, task: usize) -> Option<&EffectiveTask> {
        self.effective(plan)?.tasks.get(task)
    }

    /// How far the study of a plan has come.
    pub(crate) fn coverage_of(&self, plan: Id<Plan>) -> Option<&PlanCoverage> {
        self.shared_coverage(plan).map(|covered| &**covered)
    }

    fn shared_coverage(&self, plan: Id<Plan>) -> Option<&Arc<PlanCoverage>> {
        let place = self.coverage.binary_search_by_key(&plan, |covered| covered.plan).ok()?;
        self.coverage.get(place)
    }

    /// Events from the build date on.
    pub(crate) fn coming(&self) -> &[Event] {
        let start = self.calendar.partition_point(|event| event.day < self.request.today);
        self.calendar.get(start..).unwrap_or_default()
    }

    /// What the gate let through, for the next time.
    pub(crate) fn admitted(&self) -> gate::Before<'_> {
        gate::Before { request: self.request, content: &self.content, found: &self.admitted }
    }

    /// What there is to say about this edition.
    pub(crate) fn diagnostics(&self) -> Diagnostics {
        let mut all = self.admitted.all();
        all.append(self.amended.clone());
        all.append(self.based.clone());
        all
    }

    /// The plans in force, in the order of ids.
    pub(crate) fn plans_in_force(&self) -> impl Iterator<Item = (Id<Plan>, &Plan, &Effective)> {
        self.content.plans.iter().filter_map(|(id, plan)| {
            let effective = self.effective(id)?;
            (effective.state == PlanState::InForce).then_some((id, plan, effective))
        })
    }

    /// The tasks in force, by plan, each with its place there.
    pub(crate) fn tasks_in_force(&self) -> impl Iterator<Item = (Id<Plan>, &Plan, usize, &EffectiveTask)> {
        let plans = self.plans_in_force();
        plans.flat_map(|(id, plan, effective)| effective.placed().map(move |(place, task)| (id, plan, place, task)))
    }
}

/// Relates everything in the edition; what the last edit does not touch is taken from the edition before.
pub(crate) fn relate(admitted: Admitted, before: Option<&Edition>) -> Edition {
    let Admitted { request, config, content, index, found, touched } = admitted;
    let today = request.today;
    let again = before.zip(touched.as_ref());
    let mut amended = again.map(|(before, _)| before.amended.clone()).unwrap_or_default();
    let effective = match again {
        Some((before, touched)) => amend::apply_again(&content, request, &before.effective, touched),
        None => amend::apply(&content, request, &mut amended),
    };
    let assignments = match again {
        Some((before, touched)) => {
            let plans = touched.iter().filter_map(|entry| Plan::id(*entry)).collect();
            assign::assign_again(&content, &effective, &before.assignments, &plans)
        }
        None => assign::assign(&content, &effective),
    };
    // What was found points into texts, which may have moved; where nothing was found, nothing is to be found again.
    let mut based = Diagnostics::default();
    let same_basis =
        |before: &Edition, touched| before.based.is_empty() && basis::is_as_before(&before.content, &content, touched);
    let basis = match again.filter(|(before, touched)| same_basis(before, touched)) {
        Some((before, _)) => Arc::clone(&before.basis),
        None => Arc::new(basis::graph(&content, &mut based)),
    };
    let coverage = coverage::coverage(&content, &effective, today, again);
    let calendar = match again {
        Some((before, touched)) => calendar::events_again(&content, &effective, today, &before.calendar, touched),
        None => Arc::new(calendar::events(&content, &effective, today)),
    };
    Edition {
        newest: newest::newest(&content, today),
        request,
        config,
        content,
        index,
        effective,
        assignments,
        basis,
        coverage,
        calendar,
        admitted: found,
        amended,
        based,
    }
}
