//! StratML Part 2 (ISO 17469-1 family), the performance plan: what programs for strategic plans of public bodies read.
//!
//! A plan is a performance plan, a heading of its task table a goal, a task an objective with its product and its
//! progress as indicators; targets are objectives of a goal of their own.

use super::Exporter;
use super::xml::Xml;
use crate::basics::text::slug;
use crate::edition::relate::{Effective, EffectiveTask, Node, plain_summary};
use crate::site::model::{EntryId, Id, Parties, Plan, Segment, Target, TaskValues};
use std::collections::BTreeMap;

const NAMESPACE: &str = "urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport";

/// The file of a plan.
pub(super) fn strategy(cx: &Exporter<'_>, id: Id<Plan>) -> String {
    let edition = cx.edition();
    let Some((plan, current)) = edition.content.plans.get(id).zip(edition.effective(id)) else { return String::new() };
    let root = [("xmlns", NAMESPACE), ("Type", "Performance_Plan")];
    let mut xml = Xml::new("PerformancePlanOrReport", &root);
    xml.element("Name", &[], &format!("{}: {}", plan.name(), plan.title));
    xml.element("Description", &[], &plain_summary(edition, id, plan));
    let basis: Vec<String> = edition
        .basis
        .basis_of(Node::Plan(id))
        .iter()
        .filter_map(|(node, written)| cx.named(*node, written.as_deref()))
        .collect();
    if !basis.is_empty() {
        xml.element("OtherInformation", &[], &format!("{}: {}", cx.t("can_cu"), basis.join("; ")));
    }
    xml.open("StrategicPlanCore", &[]);
    organisation(cx, &mut xml, plan, current);
    xml.open("Mission", &[]);
    xml.element("Description", &[], &plan.title);
    xml.close();
    goals(cx, &mut xml, plan, current);
    xml.close();
    administration(cx, &mut xml, id, plan);
    xml.finish()
}

/// Who answers for the plan, and everybody it gives tasks to.
fn organisation(cx: &Exporter<'_>, xml: &mut Xml, plan: &Plan, current: &Effective) {
    xml.open("Organization", &[]);
    xml.element("Name", &[], &cx.issuer(plan));
    let mut stakeholders: BTreeMap<_, bool> = BTreeMap::new();
    for task in current.standing() {
        let values = &task.task.values;
        let parties = [(&values.lead, true), (&values.support, false)];
        for (parties, leads) in parties.into_iter().filter_map(|(parties, leads)| Some((parties.as_ref()?, leads))) {
            for known in parties.known() {
                *stakeholders.entry(known).or_default() |= leads;
            }
        }
    }
    for (known, leads) in stakeholders {
        if let Some(row) = cx.edition().content.organisations.get(known) {
            stakeholder(cx, xml, &row.name, row.group.is_some(), leads);
        }
    }
    xml.close();
}

fn stakeholder(cx: &Exporter<'_>, xml: &mut Xml, name: &str, is_group: bool, leads: bool) {
    let kind = if is_group { "Generic_Group" } else { "Organization" };
    xml.open("Stakeholder", &[("StakeholderTypeType", kind)]);
    xml.element("Name", &[], name);
    xml.open("Role", &[]);
    xml.element("Name", &[], cx.t(if leads { "chu_tri" } else { "phoi_hop" }));
    xml.element("RoleType", &[], "Performer");
    xml.close();
    xml.close();
}

/// The headings of the tasks, then the targets; there is always one (the format asks for it).
fn goals(cx: &Exporter<'_>, xml: &mut Xml, plan: &Plan, current: &Effective) {
    let mut by_section: BTreeMap<Option<usize>, Vec<&EffectiveTask>> = BTreeMap::new();
    for task in current.standing() {
        by_section.entry(task.task.section).or_default().push(task);
    }
    let mut number = 0;
    for (section, tasks) in &by_section {
        number += 1;
        let name = section.and_then(|place| plan.sections.get(place)).map(|section| section.title.as_str());
        open_goal(xml, name.unwrap_or_else(|| cx.t("cac_nhiem_vu")), number);
        tasks.iter().for_each(|task| objective(cx, xml, task));
        xml.close();
    }
    if !plan.targets.is_empty() {
        number += 1;
        open_goal(xml, cx.t("chi_tieu"), number);
        plan.targets.iter().enumerate().for_each(|(place, target)| target_objective(cx, xml, place + 1, target));
        xml.close();
    }
    if number == 0 {
        open_goal(xml, &plan.title, 1);
        xml.close();
    }
}

fn open_goal(xml: &mut Xml, name: &str, number: usize) {
    xml.open("Goal", &[]);
    xml.element("Name", &[], name);
    xml.element("Description", &[], name);
    xml.element("Identifier", &[], &format!("muc-{number}"));
    xml.element("SequenceIndicator", &[], &number.to_string());
}

fn objective(cx: &Exporter<'_>, xml: &mut Xml, task: &EffectiveTask) {
    // Key by key: a new one does not compile until somebody has decided whether the strategy has a place for it.
    let TaskValues {
        content,
        lead,
        support,
        deadline,
        product,
        progress,
        done_on,
        // What Strategy Markup has no place for.
        place_in_text: _,
        responsible: _,
        authority: _,
        target: _,
        note: _,
        status: _,
        evidence: _,
        audience: _,
        log: _,
        by_leader: _,
    } = &task.task.values;
    let code = &task.task.code;
    xml.open("Objective", &[]);
    xml.element("Name", &[], content.as_ref().map(|content| content.value.as_str()).unwrap_or_default());
    xml.element("Identifier", &[], &format!("nv-{code}"));
    xml.element("SequenceIndicator", &[], code);
    parties(cx, xml, lead.as_ref(), true);
    parties(cx, xml, support.as_ref(), false);
    let deadline = deadline.as_ref().map(|deadline| &deadline.value);
    if let Some(deadline) = deadline {
        xml.element("OtherInformation", &[], &format!("{}: {}", cx.t("thoi_han"), deadline.verbatim));
    }
    let last = deadline.and_then(|deadline| deadline.end()).map(|day| day.to_string());
    if let Some(product) = product {
        let kind = [("ValueChainStage", "Output"), ("PerformanceIndicatorType", "Qualitative")];
        xml.open("PerformanceIndicator", &kind);
        xml.element("MeasurementDimension", &[], product);
        xml.element("UnitOfMeasurement", &[], cx.t("san_pham"));
        let actual = done_on.map(|day| day.to_string());
        let actual = actual.as_ref().map(|day| (Some(day.as_str()), None));
        measured(xml, Some((last.as_deref(), None)), actual);
        xml.close();
    }
    if let Some(progress) = *progress {
        let kind = [("ValueChainStage", "Output_Processing"), ("PerformanceIndicatorType", "Quantitative")];
        xml.open("PerformanceIndicator", &kind);
        xml.element("MeasurementDimension", &[], cx.t("tien_do"));
        xml.element("UnitOfMeasurement", &[], "%");
        measured(xml, Some((last.as_deref(), Some(100.0))), Some((None, Some(progress))));
        xml.close();
    }
    xml.close();
}

/// Everybody named, known or not.
fn parties(cx: &Exporter<'_>, xml: &mut Xml, parties: Option<&Parties>, leads: bool) {
    for segment in parties.iter().flat_map(|parties| &parties.segments) {
        match segment {
            Segment::Known(id, _) => {
                if let Some(row) = cx.edition().content.organisations.get(*id) {
                    stakeholder(cx, xml, &row.name, row.group.is_some(), leads);
                }
            }
            Segment::Unknown(name) => stakeholder(cx, xml, name, false, leads),
            Segment::Gap(_) => {}
        }
    }
}

type Measured<'a> = (Option<&'a str>, Option<f64>);

/// A target and a result: by when, how much.
fn measured(xml: &mut Xml, target: Option<Measured<'_>>, actual: Option<Measured<'_>>) {
    let is_said = |(day, units): &Measured<'_>| day.is_some() || units.is_some();
    let (target, actual) = (target.filter(is_said), actual.filter(is_said));
    if target.is_none() && actual.is_none() {
        return;
    }
    xml.open("MeasurementInstance", &[]);
    for (name, said) in [("TargetResult", target), ("ActualResult", actual)] {
        let Some((day, units)) = said else { continue };
        xml.open(name, &[]);
        if let Some(day) = day {
            xml.element("EndDate", &[], day);
        }
        if let Some(units) = units {
            xml.element("NumberOfUnits", &[], &units.to_string());
        }
        xml.close();
    }
    xml.close();
}

fn target_objective(cx: &Exporter<'_>, xml: &mut Xml, number: usize, target: &Target) {
    xml.open("Objective", &[]);
    xml.element("Name", &[], &target.name);
    if let Some(words) = &target.goal_in_words {
        xml.element("Description", &[], words);
    }
    xml.element("Identifier", &[], &format!("ct-{number}"));
    xml.element("SequenceIndicator", &[], &number.to_string());
    if let Some(by) = target.tracked_by.as_ref().filter(|by| !by.text.is_empty()) {
        xml.element("OtherInformation", &[], &format!("{}: {}", cx.t("theo_doi"), by.text));
    }
    let kind = if target.goals.is_empty() { "Qualitative" } else { "Quantitative" };
    xml.open("PerformanceIndicator", &[("ValueChainStage", "Outcome"), ("PerformanceIndicatorType", kind)]);
    xml.element("MeasurementDimension", &[], &target.name);
    xml.element("UnitOfMeasurement", &[], target.unit.as_deref().unwrap_or_default());
    let years: std::collections::BTreeSet<_> = target.goals.keys().chain(target.achieved.keys()).collect();
    for year in years {
        let end = format!("{year}-12-31");
        let at = |values: &BTreeMap<i16, f64>| values.get(year).map(|value| (Some(end.as_str()), Some(*value)));
        measured(xml, at(&target.goals), at(&target.achieved));
    }
    xml.close();
    xml.close();
}

fn administration(cx: &Exporter<'_>, xml: &mut Xml, id: Id<Plan>, plan: &Plan) {
    xml.open("AdministrativeInformation", &[]);
    xml.element("Identifier", &[], &format!("kh-{}", slug(&plan.meta.id)));
    for (name, day) in [("StartDate", plan.valid.from), ("EndDate", plan.valid.to), ("PublicationDate", plan.date)] {
        if let Some(day) = day {
            xml.element(name, &[], &day.to_string());
        }
    }
    xml.element("Source", &[], &cx.entry(EntryId::Plan(id)));
    xml.close();
}
