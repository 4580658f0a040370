//! `du-lieu/site.json`: who made this, when, for whom.

use super::Exporter;
use schemars::JsonSchema;
use serde::Serialize;

/// `du-lieu/site.json`: who made this, when, for whom.
#[derive(Serialize, JsonSchema)]
pub(super) struct SiteFacts<'a> {
    /// Version of the shape of all files in `du-lieu/`.
    #[serde(rename = "phien_ban")]
    version: u32,
    #[serde(rename = "tao_boi")]
    made_by: String,
    #[serde(rename = "ngay")]
    date: String,
    #[serde(rename = "doi_tuong")]
    audience: &'a str,
    #[serde(rename = "ten")]
    title: &'a str,
    #[serde(rename = "don_vi")]
    publisher: &'a str,
    /// Administrative code of the unit.
    #[serde(rename = "ma_don_vi", skip_serializing_if = "Option::is_none")]
    unit_code: Option<&'a str>,
    /// `phuong`, `xa` or `dac-khu`.
    #[serde(rename = "loai_don_vi")]
    unit_kind: &'a str,
    #[serde(rename = "dia_chi")]
    base: String,
    #[serde(rename = "tim_kiem", skip_serializing_if = "Option::is_none")]
    search: Option<SearchPaths>,
}

/// Where a program finds the search of a site, relative to its root.
#[derive(Serialize, JsonSchema)]
pub(crate) struct SearchPaths {
    /// The core, an ES module.
    #[serde(rename = "loi")]
    pub(crate) core: String,
    pub(crate) lunr: String,
    /// The folder of the index.
    #[serde(rename = "goc")]
    pub(crate) folder: String,
}

/// The file itself.
pub(super) fn site_facts(cx: &Exporter<'_>) -> String {
    let edition = cx.edition();
    let search = (cx.search)();
    let config = &edition.config;
    let facts = SiteFacts {
        version: super::data::VERSION,
        made_by: format!("bangtin {}", env!("CARGO_PKG_VERSION")),
        date: edition.request.today.to_string(),
        audience: edition.request.audience.word(),
        title: &config.title,
        publisher: &config.publisher,
        unit_code: config.unit_code.as_deref(),
        unit_kind: config.unit_kind.word(),
        base: format!("{}{}", config.base.origin, config.base.path),
        search,
    };
    serde_json::to_string_pretty(&facts).unwrap_or_default() + "\n"
}
