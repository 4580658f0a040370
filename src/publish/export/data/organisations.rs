//! Organisations and groups.

use super::sessions::{Count, count};
use crate::publish::export::Exporter;
use crate::read::vocabulary::Role;
use crate::site::model::{EntryId, Id, Organisation};
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Serialize, JsonSchema)]
pub(super) struct Organisations {
    /// Organisations («tổ chức») and groups, by id.
    #[serde(rename = "to_chuc")]
    organisations: Vec<OrganisationFacts>,
}

#[derive(Serialize, JsonSchema)]
struct OrganisationFacts {
    id: String,
    /// The page, relative to the root of the site.
    #[serde(rename = "dia_chi")]
    url: String,
    #[serde(rename = "ten")]
    name: String,
    #[serde(rename = "ten_ngan", skip_serializing_if = "Option::is_none")]
    short_name: Option<String>,
    #[serde(rename = "ten_khac", skip_serializing_if = "Vec::is_empty")]
    other_names: Vec<String>,
    /// The kind; none for a group.
    #[serde(rename = "loai", skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    /// Ids of the members of a group; none for an organisation.
    #[serde(rename = "thanh_vien", skip_serializing_if = "Option::is_none")]
    members: Option<Vec<String>>,
    /// Id of the parent.
    #[serde(rename = "thuoc", skip_serializing_if = "Option::is_none")]
    parent: Option<String>,
    /// Ids of predecessors.
    #[serde(rename = "ke_thua", skip_serializing_if = "Vec::is_empty")]
    predecessors: Vec<String>,
    #[serde(rename = "hoat_dong_tu", skip_serializing_if = "Option::is_none")]
    active_from: Option<String>,
    #[serde(rename = "hoat_dong_den", skip_serializing_if = "Option::is_none")]
    active_to: Option<String>,
    /// Party members.
    #[serde(rename = "so_dang_vien", skip_serializing_if = "Option::is_none")]
    member_count: Option<Count>,
    #[serde(rename = "dien_thoai", skip_serializing_if = "Option::is_none")]
    phone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    /// Tasks it leads, in plans in force.
    #[serde(rename = "so_viec_chu_tri")]
    lead: usize,
    /// Tasks it supports.
    #[serde(rename = "so_viec_phoi_hop")]
    support: usize,
}

pub(super) fn organisations(cx: &Exporter<'_>) -> Organisations {
    let rows = cx.edition().content.organisations.iter();
    Organisations { organisations: rows.map(|(id, row)| facts(cx, id, row)).collect() }
}

fn facts(cx: &Exporter<'_>, id: Id<Organisation>, row: &Organisation) -> OrganisationFacts {
    let edition = cx.edition();
    let name_of = |id: &Id<Organisation>| Some(edition.content.organisations.get(*id)?.meta.id.clone());
    let tasks = |role| edition.assignments(id).iter().filter(|given| given.role == role).count();
    OrganisationFacts {
        id: row.meta.id.clone(),
        url: cx.relative(EntryId::Organisation(id)),
        name: row.name.clone(),
        short_name: row.short_name.clone(),
        other_names: row.other_names.clone(),
        kind: row.group.is_none().then(|| row.kind.word().to_owned()),
        members: row.group.as_ref().map(|group| group.members.iter().filter_map(name_of).collect()),
        parent: row.parent.as_ref().and_then(name_of),
        predecessors: row.predecessors.iter().filter_map(name_of).collect(),
        active_from: row.active_from.map(|day| day.to_string()),
        active_to: row.active_to.map(|day| day.to_string()),
        member_count: count(cx.edition().shown_members(id)),
        phone: row.phone.clone(),
        email: row.email.clone(),
        lead: tasks(Role::Lead),
        support: tasks(Role::Support),
    }
}
