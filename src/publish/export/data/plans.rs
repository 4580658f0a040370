//! Plans, their targets and milestones.

use super::tasks::{DeadlineFacts, deadline};
use crate::edition::relate::{Effective, Node, plain_summary};
use crate::publish::export::Exporter;
use crate::site::model::{ChangedPart, EntryId, Id, Issuer, Milestone, Plan, Target};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize, JsonSchema)]
pub(super) struct Plans {
    /// Plans («kế hoạch»), by id.
    #[serde(rename = "ke_hoach")]
    plans: Vec<PlanFacts>,
}

#[derive(Serialize, JsonSchema)]
struct PlanFacts {
    id: String,
    /// The page, relative to the root of the site.
    #[serde(rename = "dia_chi")]
    url: String,
    #[serde(rename = "so_ky_hieu", skip_serializing_if = "Option::is_none")]
    number: Option<String>,
    #[serde(rename = "loai")]
    kind: String,
    #[serde(rename = "tieu_de")]
    title: String,
    #[serde(rename = "ten_ngan", skip_serializing_if = "Option::is_none")]
    short_title: Option<String>,
    #[serde(rename = "co_quan")]
    issuer: String,
    #[serde(rename = "ngay", skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    #[serde(rename = "nguoi_ky", skip_serializing_if = "Option::is_none")]
    signer: Option<String>,
    #[serde(rename = "hieu_luc_tu", skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    #[serde(rename = "hieu_luc_den", skip_serializing_if = "Option::is_none")]
    to: Option<String>,
    /// Codes of topics.
    #[serde(rename = "linh_vuc", skip_serializing_if = "Vec::is_empty")]
    topics: Vec<String>,
    /// How it stands on the build date: `dang-hieu-luc`, `het-hieu-luc`, `bi-thay-the`, `bi-bai-bo`, `lay-y-kien`,
    /// `da-lay-y-kien` or `du-thao`.
    #[serde(rename = "trang_thai")]
    state: String,
    #[serde(rename = "tom_tat")]
    summary: String,
    /// Whether a program wrote the summary.
    #[serde(rename = "tom_tat_tu_dong")]
    is_automatic: bool,
    /// Summaries in other languages, as Markdown, by language tag.
    #[serde(rename = "tom_tat_ngon_ngu", skip_serializing_if = "BTreeMap::is_empty")]
    summaries: BTreeMap<String, String>,
    #[serde(rename = "tu_khoa", skip_serializing_if = "Vec::is_empty")]
    keywords: Vec<String>,
    /// Ids of the documents and plans it is based on.
    #[serde(rename = "can_cu", skip_serializing_if = "Vec::is_empty")]
    basis: Vec<String>,
    #[serde(rename = "chi_tieu", skip_serializing_if = "Vec::is_empty")]
    targets: Vec<TargetFacts>,
    #[serde(rename = "moc", skip_serializing_if = "Vec::is_empty")]
    milestones: Vec<MilestoneFacts>,
    /// What later documents changed in it, oldest first.
    #[serde(rename = "dieu_chinh", skip_serializing_if = "Vec::is_empty")]
    changes: Vec<ChangeFacts>,
    /// How many tasks it gives now.
    #[serde(rename = "so_nhiem_vu")]
    tasks: usize,
}

#[derive(Serialize, JsonSchema)]
struct TargetFacts {
    #[serde(rename = "ten")]
    name: String,
    #[serde(rename = "don_vi", skip_serializing_if = "Option::is_none")]
    unit: Option<String>,
    /// Aims by year.
    #[serde(rename = "dich", skip_serializing_if = "BTreeMap::is_empty")]
    goals: BTreeMap<i16, f64>,
    #[serde(rename = "dich_nguyen_van", skip_serializing_if = "Option::is_none")]
    goal_in_words: Option<String>,
    /// Results by year.
    #[serde(rename = "thuc_hien", skip_serializing_if = "BTreeMap::is_empty")]
    achieved: BTreeMap<i16, f64>,
    #[serde(rename = "theo_doi", skip_serializing_if = "Option::is_none")]
    tracked_by: Option<String>,
}

#[derive(Serialize, JsonSchema)]
struct MilestoneFacts {
    #[serde(rename = "loai")]
    kind: String,
    #[serde(rename = "ten")]
    name: String,
    #[serde(rename = "thoi_han", skip_serializing_if = "Option::is_none")]
    deadline: Option<DeadlineFacts>,
    #[serde(rename = "ket_qua", skip_serializing_if = "Option::is_none")]
    result: Option<String>,
}

#[derive(Serialize, JsonSchema)]
struct ChangeFacts {
    /// Id of the document that made the change.
    #[serde(rename = "boi")]
    by: String,
    #[serde(rename = "ngay", skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    /// `sua-doi`, `bo-sung`, `bai-bo` or `thay-the`.
    #[serde(rename = "kieu")]
    kind: String,
    /// Code of the task; none for the whole plan.
    #[serde(rename = "nhiem_vu", skip_serializing_if = "Option::is_none")]
    task: Option<String>,
    /// Name of the target, or of the milestone, where that is what changed.
    #[serde(rename = "chi_tieu", skip_serializing_if = "Option::is_none")]
    target: Option<String>,
    #[serde(rename = "moc", skip_serializing_if = "Option::is_none")]
    milestone: Option<String>,
    #[serde(rename = "ly_do", skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

pub(super) fn plans(cx: &Exporter<'_>) -> Plans {
    let plans = cx.edition().content.plans.iter();
    Plans { plans: plans.filter_map(|(id, plan)| Some(facts(cx, id, plan, cx.edition().effective(id)?))).collect() }
}

fn facts(cx: &Exporter<'_>, id: Id<Plan>, plan: &Plan, current: &Effective) -> PlanFacts {
    let edition = cx.edition();
    PlanFacts {
        id: plan.meta.id.clone(),
        url: cx.relative(EntryId::Plan(id)),
        number: plan.number.clone(),
        kind: plan.kind.word().to_owned(),
        title: plan.title.clone(),
        short_title: plan.short_title.clone(),
        issuer: cx.issuer(plan),
        date: plan.date.map(|day| day.to_string()),
        signer: plan.signer.clone(),
        from: plan.valid.from.map(|day| day.to_string()),
        to: plan.valid.to.map(|day| day.to_string()),
        topics: plan.topics.clone(),
        state: current.state.word().to_owned(),
        summary: plain_summary(edition, id, plan),
        is_automatic: plan.summary.is_none(),
        summaries: plan.summaries_by_language.iter().cloned().collect(),
        keywords: plan.keywords.clone(),
        basis: edition.basis.basis_of(Node::Plan(id)).iter().filter_map(|(node, _)| cx.node_id(*node)).collect(),
        targets: plan.targets.iter().map(target).collect(),
        milestones: plan.milestones.iter().map(milestone).collect(),
        changes: current.changes.iter().filter_map(|change| change_facts(cx, change)).collect(),
        tasks: current.standing().count(),
    }
}

fn target(target: &Target) -> TargetFacts {
    TargetFacts {
        name: target.name.clone(),
        unit: target.unit.clone(),
        goals: target.goals.clone(),
        goal_in_words: target.goal_in_words.clone(),
        achieved: target.achieved.clone(),
        tracked_by: target.tracked_by.as_ref().map(|issuer: &Issuer| issuer.text.clone()),
    }
}

fn milestone(milestone: &Milestone) -> MilestoneFacts {
    MilestoneFacts {
        kind: milestone.kind.word().to_owned(),
        name: milestone.name.clone(),
        deadline: milestone.deadline.as_ref().map(|written| deadline(&written.value)),
        result: milestone.result.clone(),
    }
}

fn change_facts(cx: &Exporter<'_>, change: &crate::edition::relate::AppliedChange) -> Option<ChangeFacts> {
    Some(ChangeFacts {
        by: cx.edition().content.plans.get(change.by)?.meta.id.clone(),
        date: change.date.map(|day| day.to_string()),
        kind: change.kind.word().to_owned(),
        task: change.task.clone(),
        target: match change.part.as_ref().map(|applied| &applied.part) {
            Some(ChangedPart::Target(name)) => Some(name.clone()),
            _ => None,
        },
        milestone: match change.part.as_ref().map(|applied| &applied.part) {
            Some(ChangedPart::Milestone(name)) => Some(name.clone()),
            _ => None,
        },
        reason: change.reason.clone(),
    })
}
