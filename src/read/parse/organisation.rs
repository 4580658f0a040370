//! `to-chuc/` and `van-ban/` (CONTENT §4, §5).

use super::plan::{Period, read_period};
use crate::basics::date::Day;
use crate::basics::diag::Located;
use crate::read::fields::Fields;
use crate::read::vocabulary::{Level, OrganisationKind};

/// An organisation or group as written.
#[derive(Debug, Clone)]
pub(crate) struct Organisation {
    pub(crate) name: String,
    pub(crate) short_name: Option<String>,
    pub(crate) other_names: Vec<String>,
    pub(crate) kind: Option<OrganisationKind>,
    pub(crate) parent: Option<Located<String>>,
    pub(crate) order: i64,
    pub(crate) active_from: Option<Day>,
    pub(crate) active_to: Option<Day>,
    pub(crate) predecessors: Vec<Located<String>>,
    /// Where its people study («học tại»).
    pub(crate) studies_at: Vec<Located<String>>,
    pub(crate) members: Option<i64>,
    pub(crate) phone: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) group: Option<GroupRule>,
}

/// Who belongs to a group («nhóm»).
#[derive(Debug, Clone)]
pub(crate) struct GroupRule {
    pub(crate) of_kind: Option<OrganisationKind>,
    pub(crate) listed: Vec<Located<String>>,
}

pub(super) fn read_organisation(fields: &mut Fields<'_, '_, '_>) -> Organisation {
    let plain = |texts: Vec<Located<String>>| texts.into_iter().map(|text| text.value).collect();
    let name = fields.required_text("ten").map(|text| text.value).unwrap_or_default();
    let group = fields.table("nhom", |group| GroupRule {
        of_kind: group.choice("loai", &OrganisationKind::WORDS),
        listed: group.texts("gom"),
    });
    let kind = fields.choice("loai", &OrganisationKind::WORDS);
    let active = fields
        .table("hoat_dong", |active| (active.date("tu").map(|day| day.value), active.date("den").map(|day| day.value)));
    let (active_from, active_to) = active.unwrap_or_default();
    Organisation {
        name,
        short_name: fields.text("ten_ngan").map(|text| text.value),
        other_names: plain(fields.texts("ten_khac")),
        kind,
        parent: fields.text("thuoc"),
        order: fields.integer("thu_tu", -1_000_000..=1_000_000).map_or(i64::MAX, |number| number.value),
        active_from,
        active_to,
        predecessors: fields.texts("ke_thua"),
        studies_at: fields.texts("hoc_tai"),
        members: fields.integer("so_dang_vien", 0..=i64::MAX).map(|number| number.value),
        phone: fields.text("dien_thoai").map(|text| text.value),
        email: fields.text("email").map(|text| text.value),
        group,
    }
}

/// A document of another body, or an own resolution, as written.
#[derive(Debug, Clone)]
pub(crate) struct Document {
    pub(crate) number: Option<Located<String>>,
    pub(crate) kind: Option<Located<String>>,
    pub(crate) title: Option<String>,
    /// Used in headings and lists, with the full one beneath («tên ngắn»).
    pub(crate) short_title: Option<String>,
    pub(crate) issuer: Option<Located<String>>,
    pub(crate) date: Option<Located<Day>>,
    pub(crate) level: Option<Level>,
    pub(crate) basis: Vec<Located<String>>,
    pub(crate) source: Option<Located<String>>,
    pub(crate) conference: Option<String>,
    pub(crate) concretise_by: Option<Day>,
    pub(crate) valid: Period,
    /// Documents that it replaces.
    pub(crate) replaces: Vec<Located<String>>,
    /// Documents that it amends.
    pub(crate) amends: Vec<Located<String>>,
}

pub(super) fn read_document(fields: &mut Fields<'_, '_, '_>) -> Document {
    Document {
        number: fields.text("so_ky_hieu"),
        kind: fields.text("loai"),
        title: fields.text("tieu_de").map(|text| text.value),
        short_title: fields.text("ten_ngan").map(|text| text.value),
        issuer: fields.text("co_quan"),
        date: fields.date("ngay"),
        level: fields.choice("cap", &Level::WORDS),
        basis: fields.texts("can_cu"),
        source: fields.text("nguon"),
        conference: fields.text("hoi_nghi").map(|text| text.value),
        concretise_by: fields.date("han_cu_the_hoa").map(|day| day.value),
        valid: read_period(fields, "hieu_luc"),
        replaces: fields.texts("thay_the"),
        amends: fields.texts("sua_doi"),
    }
}
