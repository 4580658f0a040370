//! What an amendment changes that is no task: a target, a milestone, the period or the summary of a plan (CONTENT §8).

use super::TaskPatch;
use super::plan::{Period, read_period};
use crate::basics::date::Deadline;
use crate::basics::diag::Located;
use crate::read::fields::Fields;
use crate::read::vocabulary::{AmendmentKind, Direction, MilestoneKind};
use std::collections::BTreeMap;

/// The part of a plan.
#[derive(Debug, Clone)]
pub(crate) enum PlanPart {
    /// By its name.
    Target(Located<String>),
    /// By its name.
    Milestone(Located<String>),
    Plan,
}

/// New values of such a part; what is not given stays.
#[derive(Debug, Clone)]
pub(crate) struct PartChange {
    pub(crate) part: PlanPart,
    pub(crate) unit: Option<String>,
    pub(crate) goals: BTreeMap<i16, f64>,
    pub(crate) goal_in_words: Option<String>,
    pub(crate) achieved: BTreeMap<i16, f64>,
    pub(crate) direction: Option<Direction>,
    pub(crate) milestone_kind: Option<MilestoneKind>,
    pub(crate) deadline: Option<Located<Deadline>>,
    pub(crate) result: Option<String>,
    pub(crate) period: Option<Period>,
    pub(crate) summary: Option<String>,
}

/// The part that an amendment is about, where it is about none of the tasks. Keys that a task has too are taken from its
/// values.
pub(super) fn read_part(
    fields: &mut Fields<'_, '_, '_>,
    (kind, names_task): (Option<AmendmentKind>, bool),
    values: &mut TaskPatch,
) -> Option<PartChange> {
    if names_task || kind == Some(AmendmentKind::Add) && values.content.is_some() {
        return None;
    }
    let milestone = fields.text("moc");
    let target = fields.place_of("chi_tieu").zip(values.target.take());
    let target = target.map(|(at, name)| Located::new(name, at));
    if milestone.is_none() && target.is_none() && !fields.has("hieu_luc") && !fields.has("tom_tat") {
        return None;
    }
    let change = PartChange {
        part: PlanPart::Plan,
        unit: fields.text("don_vi").map(|text| text.value),
        goals: fields.numbers_by_year("dich"),
        goal_in_words: fields.text("dich_nguyen_van").map(|text| text.value),
        achieved: fields.numbers_by_year("thuc_hien"),
        direction: fields.choice("chieu", &Direction::WORDS),
        milestone_kind: fields.choice("loai", &MilestoneKind::WORDS),
        deadline: None,
        result: fields.text("ket_qua").map(|text| text.value),
        period: fields.has("hieu_luc").then(|| read_period(fields, "hieu_luc")),
        summary: fields.text("tom_tat").map(|text| text.value),
    };
    Some(match (milestone, target) {
        (Some(name), _) => PartChange { part: PlanPart::Milestone(name), deadline: values.deadline.take(), ..change },
        (None, Some(name)) => PartChange { part: PlanPart::Target(name), ..change },
        (None, None) => change,
    })
}
