//! Who has studied something, ready to print.

use super::LinkView;
use crate::basics::text::{decimal_places, percent_of};
use crate::publish::render::PageCx;
use crate::read::vocabulary::{Audience, OrganisationKind};
use crate::site::model::{Id, Organisation, Study, StudyState};
use serde::Serialize;

/// «17/17 chi bộ · 96,8% đảng viên», and who is left.
#[derive(Debug, Serialize)]
pub(in crate::publish::render) struct StudyView {
    pub(in crate::publish::render) studied: usize,
    /// 0 as long as there is no result.
    pub(in crate::publish::render) total: usize,
    /// «chi bộ», or «tổ chức đảng» where others are among them.
    pub(in crate::publish::render) units: String,
    /// Of the members convened, the share that came; none where a part of it is not published.
    pub(in crate::publish::render) ratio: Option<String>,
    /// What is said instead, where there is no result.
    pub(in crate::publish::render) nothing: Option<String>,
    pub(in crate::publish::render) missing_total: usize,
    /// By name where the edition names them.
    pub(in crate::publish::render) missing: Vec<LinkView>,
    pub(in crate::publish::render) no_data_total: usize,
    pub(in crate::publish::render) no_data: Vec<LinkView>,
}

/// Organisations listed by name; more are only counted.
const LISTED: usize = 60;

impl PageCx<'_> {
    pub(in crate::publish::render) fn study(&self, study: &Study) -> StudyView {
        let edition = self.edition;
        let public = edition.request.audience == Audience::Public;
        let count = |wanted: StudyState| study.organisations.values().filter(|state| **state == wanted).count();
        let named = |wanted: StudyState| {
            let some = edition.named_of(study).filter(move |(_, state)| *state == wanted).take(LISTED);
            some.filter_map(|(id, _)| self.organisation_link(id)).collect()
        };
        let is_cell = |id: &Id<Organisation>| {
            edition.content.organisations.get(*id).is_some_and(|row| row.kind == OrganisationKind::PartyCell)
        };
        let units = if study.organisations.keys().all(is_cell) { "chi_bo" } else { "to_chuc_dang" };
        let nothing = study.organisations.is_empty().then(|| {
            let key = if public { "chua_co_so_lieu_cong_khai" } else { "chua_co_ket_qua" };
            self.t("do_phu", key).to_owned()
        });
        StudyView {
            studied: study.studied(),
            total: study.organisations.len(),
            units: self.t("do_phu", units).to_owned(),
            ratio: self.attendance_ratio(study),
            nothing,
            missing_total: count(StudyState::NotStudied),
            missing: named(StudyState::NotStudied),
            no_data_total: count(StudyState::NoData),
            no_data: named(StudyState::NoData),
        }
    }

    /// From totals that are told.
    fn attendance_ratio(&self, study: &Study) -> Option<String> {
        let convened = self.edition.study_total(study, |told| &told.convened).filter(|convened| *convened > 0)?;
        let attended = self.edition.study_total(study, |told| &told.attended)?;
        Some(format!("{}%", decimal_places(percent_of(attended, convened), 1)))
    }
}
