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
mod number;
mod summary;

pub(crate) use amend::{AppliedChange, Effective, EffectiveTask, Field, FieldChange, PlanState};
pub(crate) use assign::{Assignment, Role};
pub(crate) use basis::{BasisGraph, CitedDocument, Node};
pub(crate) use calendar::{Event, EventKind};
pub(crate) use coverage::{Coverage, PlanCoverage, Shown, attendance_total, shown_count};
pub(crate) use due::TaskState;
pub(crate) use summary::automatic_summary;

use crate::config::Config;
use crate::diag::{Diagnostics, Outcome};
use crate::gate::{Admitted, Request};
use crate::model::{Content, Id, Index, Organisation, Plan};

/// Everything one audience may see, related.
#[derive(Debug)]
pub(crate) struct Edition {
    pub(crate) request: Request,
    pub(crate) config: Config,
    pub(crate) content: Content,
    pub(crate) index: Index,
    effective: Vec<Option<Effective>>,
    assignments: Vec<Vec<Assignment>>,
    pub(crate) basis: BasisGraph,
    pub(crate) coverage: Vec<PlanCoverage>,
    pub(crate) calendar: Vec<Event>,
}

impl Edition {
    /// The plan as it stands after its amendments.
    pub(crate) fn effective(&self, plan: Id<Plan>) -> Option<&Effective> {
        self.effective.get(plan.index())?.as_ref()
    }

    /// Tasks of an organisation, in plans in force.
    pub(crate) fn assignments(&self, organisation: Id<Organisation>) -> &[Assignment] {
        self.assignments.get(organisation.index()).map_or(&[], Vec::as_slice)
    }

    /// The task an assignment or event means.
    pub(crate) fn task(&self, plan: Id<Plan>, task: usize) -> Option<&EffectiveTask> {
        self.effective(plan)?.tasks.get(task)
    }

    /// How far the study of a plan has come.
    pub(crate) fn coverage_of(&self, plan: Id<Plan>) -> Option<&PlanCoverage> {
        let place = self.coverage.binary_search_by_key(&plan, |covered| covered.plan).ok()?;
        self.coverage.get(place)
    }

    /// The plans in force, in the order of ids.
    pub(crate) fn plans_in_force(&self) -> impl Iterator<Item = (Id<Plan>, &Plan, &Effective)> {
        self.content.plans.iter().filter_map(|(id, plan)| {
            let effective = self.effective(id)?;
            (effective.state == PlanState::InForce).then_some((id, plan, effective))
        })
    }
}

/// Relates everything in the edition.
pub(crate) fn relate(admitted: Admitted) -> Outcome<Edition> {
    let mut diagnostics = Diagnostics::default();
    let Admitted { request, config, content, index } = admitted;
    let effective = amend::apply(&content, request, &mut diagnostics);
    let assignments = assign::assign(&content, &effective);
    let basis = basis::graph(&content, &mut diagnostics);
    let coverage = coverage::coverage(&content, &effective, request.today);
    let calendar = calendar::events(&content, &effective, request.today);
    let value = Edition { request, config, content, index, effective, assignments, basis, coverage, calendar };
    Outcome { value, diagnostics }
}
