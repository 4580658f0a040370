//! Documents that plans are based on, those known from citations only included.

use crate::edition::relate::{CitedDocument, Node};
use crate::edition::route::View;
use crate::publish::export::Exporter;
use crate::site::model::{Document, EntryId, Id};
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Serialize, JsonSchema)]
pub(super) struct Documents {
    /// Documents («văn bản»), by id; those without a file at the end.
    #[serde(rename = "van_ban")]
    documents: Vec<DocumentFacts>,
}

#[derive(Serialize, JsonSchema)]
struct DocumentFacts {
    id: String,
    /// The page, relative to the root of the site.
    #[serde(rename = "dia_chi")]
    url: String,
    #[serde(rename = "so_ky_hieu", skip_serializing_if = "Option::is_none")]
    number: Option<String>,
    #[serde(rename = "loai", skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    #[serde(rename = "tieu_de", skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(rename = "co_quan", skip_serializing_if = "Option::is_none")]
    issuer: Option<String>,
    #[serde(rename = "ngay", skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    /// `trung-uong`, `tinh`, `huyen` or `xa`.
    #[serde(rename = "cap", skip_serializing_if = "Option::is_none")]
    level: Option<String>,
    /// The official copy.
    #[serde(rename = "nguon", skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    #[serde(rename = "hoi_nghi", skip_serializing_if = "Option::is_none")]
    conference: Option<String>,
    #[serde(rename = "han_cu_the_hoa", skip_serializing_if = "Option::is_none")]
    concretise_by: Option<String>,
    /// `con-hieu-luc`, `duoc-sua-doi`, `chua-hieu-luc`, `het-hieu-luc` or `bi-thay-the`, on the day of the build.
    #[serde(rename = "hieu_luc", skip_serializing_if = "Option::is_none")]
    state: Option<String>,
    /// Whether it is known from citations only.
    #[serde(rename = "chi_duoc_dan", skip_serializing_if = "std::ops::Not::not")]
    is_cited_only: bool,
    /// Ids of what is based on it.
    #[serde(rename = "duoc_cu_the_hoa_bang", skip_serializing_if = "Vec::is_empty")]
    concretised_by: Vec<String>,
}

pub(super) fn documents(cx: &Exporter<'_>) -> Documents {
    let edition = cx.edition();
    let own = edition.content.documents.iter().map(|(id, row)| document(cx, id, row));
    let cited = edition.basis.cited.iter().enumerate().map(|(index, row)| self::cited(cx, index, row));
    Documents { documents: own.chain(cited).collect() }
}

fn document(cx: &Exporter<'_>, id: Id<Document>, row: &Document) -> DocumentFacts {
    DocumentFacts {
        id: row.meta.id.clone(),
        url: cx.relative(EntryId::Document(id)),
        number: row.number.clone(),
        kind: row.kind.clone(),
        title: row.title.clone(),
        issuer: row.issuer.as_ref().map(|issuer| issuer.text.clone()).filter(|text| !text.is_empty()),
        date: row.date.map(|day| day.to_string()),
        level: row.level.map(|level| level.word().to_owned()),
        source: row.source.clone(),
        conference: row.conference.clone(),
        concretise_by: row.concretise_by.map(|day| day.to_string()),
        state: cx.edition().document_state(id).map(|state| state.word().to_owned()),
        is_cited_only: false,
        concretised_by: concretised(cx, Node::Document(id)),
    }
}

fn cited(cx: &Exporter<'_>, index: usize, row: &CitedDocument) -> DocumentFacts {
    let url = cx.publication().url(View::Cited { index, part: 0 }).map(|url| url.as_str().to_owned());
    DocumentFacts {
        id: row.id.clone(),
        url: url.unwrap_or_default(),
        number: row.number.clone(),
        kind: row.identity.kind.map(str::to_owned),
        title: Some(row.title.clone()),
        issuer: row.identity.issuer.clone(),
        date: row.identity.date.map(|day| day.to_string()),
        level: None,
        source: None,
        conference: None,
        concretise_by: None,
        state: None,
        is_cited_only: true,
        concretised_by: concretised(cx, Node::Cited(index)),
    }
}

fn concretised(cx: &Exporter<'_>, node: Node) -> Vec<String> {
    cx.edition().basis.based_on(node).iter().filter_map(|node| cx.node_id(*node)).collect()
}
