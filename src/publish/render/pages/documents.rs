//! Documents, with a file or only cited, and conferences.

use super::Html;
use crate::edition::relate::Node;
use crate::edition::route::{LIST_ROWS, Slice, View};
use crate::publish::render::PageCx;
use crate::publish::render::frame::About;
use crate::publish::render::view::{
    DateView, DocumentRow, FileView, LinkView, MaterialRow, SessionRow, StudyView, WordView, document_name,
};
use crate::publish::theme::Markup;
use crate::read::vocabulary::kind_name;
use crate::site::model::{Document, DocumentState, EntryId, Id};
use serde::Serialize;

#[derive(Serialize)]
struct DocumentList {
    total: usize,
    rows: Vec<ListRow>,
    conferences: Vec<LinkView>,
}

#[derive(Serialize)]
struct ListRow {
    #[serde(flatten)]
    row: DocumentRow,
    level: Option<WordView>,
    concretised: usize,
}

pub(super) fn list(cx: &PageCx<'_>, part: usize) -> Html {
    let nodes = &cx.edition.lists().documents;
    let slice = Slice::new(part, nodes.len(), LIST_ROWS);
    let row = |node: &Node| {
        let level = match node {
            Node::Document(id) => cx.edition.content.documents.get(*id).and_then(|row| row.level),
            Node::Plan(_) | Node::Cited(_) => None,
        };
        Some(ListRow {
            row: cx.node_row(*node, None)?,
            level: level.map(|level| cx.word("cap", level.word())),
            concretised: cx.edition.basis.based_on(*node).len(),
        })
    };
    let conferences = cx.edition.conferences.iter().enumerate();
    let about = About::new(cx.t("van_ban", "danh_sach"), "ke-hoach")
        .description(
            cx.t("van_ban", "danh_sach_mo_ta")
                .replace("{loai_don_vi}", &cx.word("loai_don_vi", cx.edition.config.unit_kind.word()).label),
        )
        .pagination(cx.pagination(slice, |part| View::DocumentList { part }));
    let page = DocumentList {
        total: nodes.len(),
        rows: slice.of(nodes).iter().filter_map(row).collect(),
        conferences: conferences
            .map(|(index, row)| LinkView { text: row.name.clone(), url: cx.view_url(View::Conference(index)) })
            .collect(),
    };
    cx.show("van-ban-danh-sach.html", cx.frame(about), page)
}

#[derive(Serialize)]
struct DocumentPage {
    id: String,
    name: String,
    title: Option<String>,
    /// Beneath the heading, where that is a short one.
    full_title: Option<String>,
    number: Option<String>,
    kind: Option<String>,
    issuer: Option<LinkView>,
    date: Option<DateView>,
    level: Option<WordView>,
    source: Option<String>,
    conference: Option<LinkView>,
    concretise_by: Option<DateView>,
    state: Option<WordView>,
    /// What replaced or amended it.
    changed_by: Vec<LinkView>,
    valid_from: Option<DateView>,
    valid_to: Option<DateView>,
    /// What it replaces, and what it amends.
    replaces: Vec<LinkView>,
    amends: Vec<LinkView>,
    /// False for a document known from citations only.
    has_file: bool,
    citation: Option<String>,
    first: bool,
    basis: Vec<DocumentRow>,
    chain: Vec<DocumentRow>,
    concretised: Vec<DocumentRow>,
    concretised_total: usize,
    plan_total: usize,
    sessions: Vec<SessionRow>,
    study: Option<StudyView>,
    materials: Vec<MaterialRow>,
    body_html: Markup,
    files: Vec<FileView>,
    internal: bool,
}

/// Plans and documents based on a node: plans first, then documents.
fn based_on(cx: &PageCx<'_>, node: Node) -> Vec<Node> {
    let mut nodes = cx.edition.basis.based_on(node).to_vec();
    nodes.sort_by_key(|node| (!matches!(node, Node::Plan(_)), *node));
    nodes
}

fn rows(cx: &PageCx<'_>, nodes: &[Node]) -> Vec<DocumentRow> {
    nodes.iter().filter_map(|node| cx.node_row(*node, None)).collect()
}

/// The direct basis and what stands above it.
fn above(cx: &PageCx<'_>, node: Node) -> (Vec<DocumentRow>, Vec<DocumentRow>) {
    let direct = cx.edition.basis.basis_of(node);
    let chain = cx.edition.basis.chain_up(node);
    let farther: Vec<Node> =
        chain.into_iter().filter(|above| !direct.iter().any(|(known, _)| known == above)).collect();
    let direct = direct.iter().filter_map(|(node, written)| cx.node_row(*node, written.as_deref())).collect();
    (direct, rows(cx, &farther))
}

/// Documents that replaced or amended one.
fn changed_by(cx: &PageCx<'_>, id: Id<Document>) -> Vec<Id<Document>> {
    match cx.edition.document_state(id) {
        Some(DocumentState::Replaced(by)) => vec![by],
        Some(DocumentState::Amended(by)) => by,
        _ => Vec::new(),
    }
}

fn links(cx: &PageCx<'_>, documents: &[Id<Document>]) -> Vec<LinkView> {
    let rows = documents.iter().filter_map(|id| cx.document_row(*id));
    rows.map(|row| LinkView { text: row.name, url: row.url }).collect()
}

pub(super) fn document(cx: &PageCx<'_>, id: Id<Document>, part: usize) -> Html {
    let edition = cx.edition;
    let Some(row) = edition.content.documents.get(id) else { return Ok(Vec::new()) };
    let entry = EntryId::Document(id);
    let node = Node::Document(id);
    let concretised = based_on(cx, node);
    let slice = Slice::new(part, concretised.len(), LIST_ROWS);
    let (basis, chain) = above(cx, node);
    let name = document_name(row);
    let heading = row.heading().map_or_else(|| name.clone(), str::to_owned);
    let about = About::new(heading, "ke-hoach")
        .description(format!("{name}: {}", row.title.as_deref().unwrap_or_default()))
        .crumb(cx.t("van_ban", "danh_sach"), cx.view_url(View::DocumentList { part: 0 }))
        .updated(row.meta.newest([row.date], edition.request.today))
        .pagination(cx.pagination(slice, |part| View::Document { id, part }));
    let conference = row.conference.as_ref().map(|name| {
        let index = cx.edition.conferences.iter().position(|known| known.documents.contains(&id));
        LinkView { text: name.clone(), url: index.and_then(|index| cx.view_url(View::Conference(index))) }
    });
    let sessions = edition.sessions_about(entry).iter();
    let materials = edition.materials_about(entry).iter();
    let page = DocumentPage {
        id: row.meta.id.clone(),
        name,
        title: row.title.clone(),
        full_title: row.title.clone().filter(|_| row.short_title.is_some()),
        number: row.number.clone(),
        kind: row.kind.as_deref().map(|kind| kind_name(kind).to_owned()),
        issuer: row.issuer.as_ref().map(|issuer| cx.issuer(Some(issuer))),
        date: row.date.map(DateView::of),
        level: row.level.map(|level| cx.word("cap", level.word())),
        source: row.source.clone(),
        conference,
        concretise_by: row.concretise_by.map(DateView::of),
        state: cx.document_state(id),
        changed_by: links(cx, &changed_by(cx, id)),
        valid_from: row.valid.from.map(DateView::of),
        valid_to: row.valid.to.map(DateView::of),
        replaces: links(cx, &row.replaces),
        amends: links(cx, &row.amends),
        has_file: true,
        citation: None,
        first: part == 0,
        basis,
        chain,
        plan_total: concretised.iter().filter(|node| matches!(node, Node::Plan(_))).count(),
        concretised_total: concretised.len(),
        concretised: rows(cx, slice.of(&concretised)),
        sessions: sessions.filter_map(|id| cx.session_row(*id)).collect(),
        study: Some(edition.study_of_document(id))
            .filter(|study| !study.sessions.is_empty())
            .map(|study| cx.study(&study)),
        materials: materials.filter_map(|id| cx.material_row(*id)).collect(),
        body_html: if part == 0 { cx.body_html(entry, cx.text_of(row.meta.file), 3) } else { Markup::default() },
        files: cx.files(entry),
        internal: row.meta.audience == crate::read::vocabulary::Audience::Internal,
    };
    cx.show("van-ban.html", cx.frame(about), page)
}

pub(super) fn cited(cx: &PageCx<'_>, index: usize, part: usize) -> Html {
    let Some(cited) = cx.edition.basis.cited.get(index) else { return Ok(Vec::new()) };
    let node = Node::Cited(index);
    let concretised = based_on(cx, node);
    let slice = Slice::new(part, concretised.len(), LIST_ROWS);
    let name = cx.node_row(node, None).map(|row| row.name).unwrap_or_default();
    let about = About::new(name.clone(), "ke-hoach")
        .description(cited.title.clone())
        .crumb(cx.t("van_ban", "danh_sach"), cx.view_url(View::DocumentList { part: 0 }))
        .pagination(cx.pagination(slice, |part| View::Cited { index, part }));
    let page = DocumentPage {
        id: cited.id.clone(),
        name,
        title: None,
        full_title: None,
        number: cited.number.clone(),
        kind: cited.identity.kind.map(|kind| kind_name(kind).to_owned()),
        issuer: cited.identity.issuer.clone().map(|text| LinkView { text, url: None }),
        date: cited.identity.date.map(DateView::of),
        level: None,
        source: None,
        conference: None,
        concretise_by: None,
        state: None,
        changed_by: Vec::new(),
        valid_from: None,
        valid_to: None,
        replaces: Vec::new(),
        amends: Vec::new(),
        has_file: false,
        citation: Some(cited.title.clone()),
        first: part == 0,
        basis: Vec::new(),
        chain: Vec::new(),
        plan_total: concretised.iter().filter(|node| matches!(node, Node::Plan(_))).count(),
        concretised_total: concretised.len(),
        concretised: rows(cx, slice.of(&concretised)),
        sessions: Vec::new(),
        study: None,
        materials: Vec::new(),
        body_html: Markup::default(),
        files: Vec::new(),
        internal: false,
    };
    cx.show("van-ban.html", cx.frame(about), page)
}

#[derive(Serialize)]
struct ConferencePage {
    rows: Vec<DocumentRow>,
}

pub(super) fn conference(cx: &PageCx<'_>, index: usize) -> Html {
    let Some(conference) = cx.edition.conferences.get(index) else { return Ok(Vec::new()) };
    let title = cx.t("van_ban", "hoi_nghi").replace("{ten}", &conference.name);
    let about =
        About::new(title, "ke-hoach").crumb(cx.t("van_ban", "danh_sach"), cx.view_url(View::DocumentList { part: 0 }));
    let rows = conference.documents.iter().filter_map(|id| cx.document_row(*id)).collect();
    cx.show("hoi-nghi.html", cx.frame(about), ConferencePage { rows })
}
