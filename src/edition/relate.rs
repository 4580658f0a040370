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
mod figures;
mod lists;
mod mentions;
mod newest;
mod summary;
mod tally;

pub(crate) use amend::{AppliedChange, Effective, EffectiveTask, Field, FieldChange};
pub(crate) use assign::Assignment;
pub(crate) use basis::{BasisGraph, CitedDocument, Node};
pub(crate) use calendar::{Event, EventKind};
pub(crate) use coverage::{PlanCoverage, ShownCount};
pub(crate) use due::window;
pub(crate) use figures::{Figures, SessionFigures};
pub(crate) use lists::{Conference, Lists, OrganisationList, TaskBlock, organisation_order};
pub(crate) use summary::{automatic_summary, plain_summary};
pub(crate) use tally::Tally;

use crate::basics::date::Day;
use crate::basics::diag::Diagnostics;
use crate::edition::gate::{Admitted, Clearance, Request};
use crate::read::config::Config;
use crate::read::vocabulary::{Audience, TaskState};
use crate::site::model::{
    Circumstances, Content, Document, DocumentState, EntryId, Id, Material, Organisation, Plan, PlanState, Session,
    Study, TaskStates, Validity,
};
use mentions::{Mentioned, Mentions};
use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

/// Everything one audience may see, related.
#[derive(Debug)]
pub(crate) struct Edition {
    pub(crate) request: Request,
    pub(crate) config: Config,
    /// Its entries, plans as their amendments left them but for their tasks.
    pub(crate) content: Content,
    /// The same as the gate let them through.
    pub(crate) admitted: Content,
    /// What the gate knows of it: ids, files, links.
    pub(crate) clearance: Clearance,
    amended: amend::Amended,
    /// Whether groups were opened for them.
    opens_groups: bool,
    assignments: assign::Assignments,
    pub(crate) basis: Arc<BasisGraph>,
    pub(crate) coverage: Vec<Arc<PlanCoverage>>,
    pub(crate) calendar: Arc<Vec<Event>>,
    validity: Validity,
    /// The newest date of any plan or session that is not ahead of the build date.
    pub(crate) newest: Option<Day>,
    /// By the slug of the name.
    pub(crate) conferences: Vec<Conference>,
    /// What lists of the whole site show; sorted when the first page asks: an edit of a plan needs none.
    lists: OnceLock<Lists>,
    /// The same for what is about an entry.
    mentions: OnceLock<Mentions>,
    /// The same for what is told of the results of sessions, one by one.
    figures: Vec<OnceLock<SessionFigures>>,
    members_hidden: OnceLock<BTreeSet<Id<Organisation>>>,
    /// The same for what an organisation's pages show, one by one.
    organisation_lists: Vec<OnceLock<OrganisationList>>,
}

impl Edition {
    /// The plan as it stands after its amendments.
    pub(crate) fn effective(&self, plan: Id<Plan>) -> Option<&Effective> {
        self.amended.plans.get(plan.index())?.as_deref()
    }

    /// Tasks of an organisation, in plans in force.
    pub(crate) fn assignments(&self, organisation: Id<Organisation>) -> &[Assignment] {
        self.assignments.get(organisation.index()).map_or(&[], |list| list.as_slice())
    }

    /// The task an assignment or event means.
    pub(crate) fn task(&self, plan: Id<Plan>, task: usize) -> Option<&EffectiveTask> {
        self.effective(plan)?.tasks.get(task)
    }

    /// How a task of a plan stands for each that leads it.
    pub(crate) fn task_states<'a>(&'a self, plan: Id<Plan>, task: &'a EffectiveTask) -> TaskStates<'a> {
        let plan_in_force = self.effective(plan).is_some_and(|plan| plan.state == PlanState::InForce);
        let at = Circumstances { plan_in_force, withdrawn: task.withdrawn, today: self.request.today };
        TaskStates::of(&self.content, &task.task.values, at)
    }

    /// How far the study of a plan has come.
    pub(crate) fn coverage_of(&self, plan: Id<Plan>) -> Option<&PlanCoverage> {
        let place = self.coverage.binary_search_by_key(&plan, |covered| covered.plan).ok()?;
        self.coverage.get(place).map(|covered| &**covered)
    }

    /// Who has studied a document: by the sessions about it, or about a plan that rests on it.
    pub(crate) fn study_of_document(&self, document: Id<Document>) -> Study {
        let about = self.mentioned(EntryId::Document(document)).map(|mentioned| mentioned.studied.clone());
        Study::of(&self.content, about.unwrap_or_default())
    }

    /// Whether a document is in force.
    pub(crate) fn document_state(&self, id: Id<Document>) -> Option<DocumentState> {
        Some(self.validity.state(id, self.content.documents.get(id)?, self.request.today))
    }

    /// What the lists of the whole site show.
    pub(crate) fn lists(&self) -> &Lists {
        self.lists.get_or_init(|| Lists::of(self))
    }

    /// The sessions and materials about an entry.
    fn mentioned(&self, entry: EntryId) -> Option<&Mentioned> {
        self.mentions.get_or_init(|| mentions::mentions(self)).get(&entry)
    }

    /// The sessions about an entry, in the order of ids; of an organisation, those that are its own.
    pub(crate) fn sessions_about(&self, entry: EntryId) -> &[Id<Session>] {
        self.mentioned(entry).map_or(&[], |mentioned| mentioned.sessions.as_slice())
    }

    /// The materials about an entry, in the order of ids.
    pub(crate) fn materials_about(&self, entry: EntryId) -> &[Id<Material>] {
        self.mentioned(entry).map_or(&[], |mentioned| mentioned.materials.as_slice())
    }

    /// What an organisation's pages show.
    pub(crate) fn organisation_list(&self, id: Id<Organisation>) -> Option<&OrganisationList> {
        let own = || self.sessions_about(EntryId::Organisation(id));
        let list = self.organisation_lists.get(id.index())?;
        Some(list.get_or_init(|| OrganisationList::of(self, id, own())))
    }

    /// Events from the build date on.
    pub(crate) fn coming(&self) -> &[Event] {
        let start = self.calendar.partition_point(|event| event.day < self.request.today);
        self.calendar.get(start..).unwrap_or_default()
    }

    /// What there is to say about this edition.
    pub(crate) fn diagnostics(&self) -> Diagnostics {
        let mut all = self.clearance.diagnostics.all();
        all.append(self.clearance.unread.clone());
        all.append(self.amended.diagnostics.clone());
        all.append(self.basis.diagnostics(&self.content));
        all
    }

    /// How many tasks of an organisation are late, where this edition counts them by organisation.
    pub(crate) fn told_late(&self, tally: &Tally) -> Option<usize> {
        let is_told = self.request.audience == Audience::Internal || self.config.counts_late;
        is_told.then(|| tally.of(TaskState::Late))
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

/// Relates everything in the edition. What rows that are the very same gave `before`, for the same request, is taken from
/// there.
pub(crate) fn relate(admitted: Admitted, before: Option<&Edition>) -> Edition {
    let Admitted { request, config, content: admitted, clearance, opens_groups } = admitted;
    let today = request.today;
    // Ids mean the same entries as long as those are the same.
    let before = before.filter(|before| before.request == request && before.content.holds_the_same(&admitted));
    // Groups pass tasks on and are convened: where an organisation changed, who does what is worked out anew.
    let same_groups = before.filter(|before| {
        let organisations = &admitted.organisations;
        organisations.iter().all(|(id, _)| organisations.shares(&before.content.organisations, id))
    });
    let amended = amend::apply(&admitted, request, same_groups.map(|before| (&before.admitted, &before.amended)));
    let mut content = admitted.clone();
    for (id, plan) in amended.parts.plans() {
        content.plans.replace(id, Some(Arc::clone(plan)));
    }
    let kept = same_groups.filter(|before| before.opens_groups == opens_groups);
    let kept = kept.map(|before| (&before.amended.plans, &before.assignments));
    let assignments = assign::assign(&content, &amended.plans, opens_groups, today, kept);
    let basis = basis::graph(&content, before.map(|before| (&before.content, &before.basis)));
    let kept = same_groups.map(|before| coverage::Before {
        content: &before.content,
        effective: &before.amended.plans,
        coverage: &before.coverage,
    });
    let coverage = coverage::coverage(&content, &amended.plans, kept);
    let kept = before.map(|before| calendar::Before {
        content: &before.content,
        effective: &before.amended.plans,
        events: &before.calendar,
    });
    let calendar = calendar::events(&content, &amended.plans, today, kept);
    let organisation_lists = std::iter::repeat_with(OnceLock::new).take(content.organisations.capacity());
    Edition {
        validity: Validity::of(&content, today),
        newest: newest::newest(&content, today),
        conferences: lists::conferences(&content),
        lists: OnceLock::new(),
        mentions: OnceLock::new(),
        organisation_lists: organisation_lists.collect(),
        figures: std::iter::repeat_with(OnceLock::new).take(content.sessions.capacity()).collect(),
        members_hidden: OnceLock::new(),
        request,
        config,
        content,
        admitted,
        clearance,
        amended,
        opens_groups,
        assignments,
        basis,
        coverage,
        calendar,
    }
}

/// Whether a plan stands exactly as it did in other plans.
fn stands_as_before(before: &[Option<Arc<Effective>>], now: &amend::Plans, id: Id<Plan>) -> bool {
    let of = |plans: &'_ [Option<Arc<Effective>>]| plans.get(id.index()).and_then(Option::as_ref).map(Arc::as_ptr);
    of(before).is_some() && of(before) == of(now)
}
