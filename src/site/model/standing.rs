//! Where every plan stands on a day: the one definition of «in force» (CONTENT §8).
//!
//! An amendment counts while it is issued, dated on or before the day, and not itself withdrawn or replaced by one that
//! counts. So a plan that was replaced is in force again once its replacement is withdrawn.

use super::{Amendment, Content, Id, Plan};
use crate::basics::date::Day;
use crate::read::parse::{AmendmentKind, PlanStatus};

/// Where a plan stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PlanState {
    Draft,
    /// People may comment.
    Consultation,
    /// The time for comments is over, the plan not issued.
    Consulted,
    InForce,
    Expired,
    Replaced(Id<Plan>),
    Withdrawn(Id<Plan>),
}

impl PlanState {
    /// The word used in themes and data.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Draft => "du-thao",
            Self::Consultation => "lay-y-kien",
            Self::Consulted => "da-lay-y-kien",
            Self::InForce => "dang-hieu-luc",
            Self::Expired => "het-hieu-luc",
            Self::Replaced(_) => "bi-thay-the",
            Self::Withdrawn(_) => "bi-bai-bo",
        }
    }

    /// By what the plan says of itself, whatever others do to it.
    pub(crate) fn own(plan: &Plan, today: Day) -> Self {
        let past_end = plan.valid.to.is_some_and(|end| end < today);
        let comments_end = plan.consultation.as_ref().and_then(|consultation| consultation.period.to);
        match plan.status {
            PlanStatus::Draft => Self::Draft,
            PlanStatus::Consultation if comments_end.is_some_and(|end| end < today) => Self::Consulted,
            PlanStatus::Consultation => Self::Consultation,
            PlanStatus::Expired => Self::Expired,
            PlanStatus::Issued if past_end => Self::Expired,
            PlanStatus::Issued => Self::InForce,
        }
    }
}

/// A document that amends plans, issued on or before the day.
pub(crate) struct Amending<'a> {
    pub(crate) id: Id<Plan>,
    pub(crate) date: Day,
    pub(crate) plan: &'a Plan,
    /// When it was withdrawn or replaced itself.
    pub(crate) ended: Option<Day>,
}

/// How the plans of some content stand on a day.
pub(crate) struct Standing<'a> {
    /// In the order in which they take effect: by date, then id. Those that ended are among them: the numbers that they gave
    /// stay used.
    pub(crate) amending: Vec<Amending<'a>>,
    /// What ended a plan, by the place of the plan.
    ended_by: Vec<Option<PlanState>>,
}

impl<'a> Standing<'a> {
    pub(crate) fn of(content: &'a Content, today: Day) -> Self {
        let issued = content.plans.iter().filter(|(_, plan)| !plan.amendments.is_empty());
        let issued =
            issued.filter_map(|(id, plan)| plan.issued_by(today).map(|date| Amending { id, date, plan, ended: None }));
        let mut amending: Vec<Amending<'_>> = issued.collect();
        amending.sort_by_key(|source| (source.date, source.id));
        let ends = ends(&amending, content.plans.capacity());
        let mut ended_by = vec![None; content.plans.capacity()];
        for source in &mut amending {
            source.ended = ends.get(source.id.index()).copied().flatten();
            if source.ended.is_some() {
                continue;
            }
            for change in &source.plan.amendments {
                if let Some((state, place)) = end(change, source.id).zip(ended_by.get_mut(change.plan.index())) {
                    *place = Some(state);
                }
            }
        }
        Self { amending, ended_by }
    }

    /// Where a plan of the content stands.
    pub(crate) fn state(&self, id: Id<Plan>, plan: &Plan, today: Day) -> PlanState {
        let ended = self.ended_by.get(id.index()).copied().flatten();
        ended.unwrap_or_else(|| PlanState::own(plan, today))
    }

    /// The amending documents that count.
    pub(crate) fn effective(&self) -> impl Iterator<Item = &Amending<'a>> {
        self.amending.iter().filter(|source| source.ended.is_none())
    }
}

/// When amending documents were ended, by their places: the newest is looked at first, for it may end those that end others.
fn ends(amending: &[Amending<'_>], plans: usize) -> Vec<Option<Day>> {
    let mut ends: Vec<Option<Day>> = vec![None; plans];
    for source in amending.iter().rev() {
        if ends.get(source.id.index()).copied().flatten().is_some() {
            continue;
        }
        for change in source.plan.amendments.iter().filter(|change| change.plan != source.id) {
            if let Some(place) = end(change, source.id).and_then(|_| ends.get_mut(change.plan.index())) {
                *place = Some(source.date);
            }
        }
    }
    ends
}

/// What a change makes of the whole plan, where it ends it.
fn end(change: &Amendment, by: Id<Plan>) -> Option<PlanState> {
    match (change.kind, &change.task) {
        (AmendmentKind::Replace, _) => Some(PlanState::Replaced(by)),
        (AmendmentKind::Withdraw, None) => Some(PlanState::Withdrawn(by)),
        (AmendmentKind::Withdraw | AmendmentKind::Add | AmendmentKind::Change, _) => None,
    }
}
