//! Feedback, map of the site, 404, plain pages, redirects.

use super::Html;
use crate::edition::route::{LONG_ROWS, Slice, View};
use crate::publish::render::PageCx;
use crate::publish::render::frame::About;
use crate::publish::render::view::{FileView, LinkView};
use crate::publish::theme::Markup;
use crate::site::model::{EntryId, Id, Page};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

#[derive(Serialize)]
struct Feedback {
    email: Option<String>,
    phone: Option<String>,
    address: Option<String>,
    mailto: Option<String>,
}

pub(super) fn feedback(cx: &PageCx<'_>) -> Html {
    let config = &cx.edition.config;
    let contact = &config.contact;
    let about = About::new(cx.t("gop_y", "danh_sach"), "gop-y").description(cx.t("gop_y", "mo_ta"));
    let subject = cx.t("gop_y", "tieu_de_thu").replace("{trang}", &config.title);
    let subject = utf8_percent_encode(&subject, &PLAIN);
    let page = Feedback {
        mailto: contact.email.as_ref().map(|email| format!("mailto:{email}?subject={subject}")),
        email: contact.email.clone(),
        phone: contact.phone.clone(),
        address: contact.address.clone(),
    };
    cx.show("gop-y.html", cx.frame(about), page)
}

/// What does not stand for itself in an address.
const PLAIN: AsciiSet = NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

#[derive(Serialize)]
struct SiteMap {
    first: bool,
    sections: Vec<LinkView>,
    pages: Vec<LinkView>,
    topics: Vec<LinkView>,
    years: Vec<LinkView>,
    groups: Vec<MapGroup>,
}

#[derive(Serialize)]
struct MapGroup {
    title: String,
    links: Vec<LinkView>,
}

pub(super) fn site_map(cx: &PageCx<'_>, part: usize) -> Html {
    let edition = cx.edition;
    let content = &edition.content;
    let plans = cx.edition.lists().plans.iter().map(|id| EntryId::Plan(*id));
    let sessions = content.sessions.iter().rev().map(|(id, _)| EntryId::Session(id));
    let materials = content.materials.iter().map(|(id, _)| EntryId::Material(id));
    let all: Vec<_> = plans.chain(sessions).chain(materials).collect();
    let slice = Slice::new(part, all.len(), LONG_ROWS);
    let links: Vec<_> = slice.of(&all).iter().filter_map(|entry| map_link(cx, *entry)).collect();
    let titles = [cx.t("ke_hoach", "danh_sach"), cx.t("quan_triet", "danh_sach"), cx.t("tai_lieu", "danh_sach")];
    let groups = titles.into_iter().enumerate().map(|(kind, title)| MapGroup {
        title: title.to_owned(),
        links: links.iter().filter(|(known, _)| *known == kind).map(|(_, link)| link.clone()).collect(),
    });
    let link = |table, key, view| LinkView { text: cx.t(table, key).to_owned(), url: cx.view_url(view) };
    let years = cx.edition.lists().by_year.keys().rev().map(|year| LinkView {
        text: year.to_string(),
        url: cx.view_url(View::PlanList { year: Some(*year), part: 0 }),
    });
    let topics = edition.config.topics.iter().enumerate();
    let about =
        About::new(cx.t("chung", "ban_do"), "ban-do").pagination(cx.pagination(slice, |part| View::SiteMap { part }));
    let page = SiteMap {
        first: part == 0,
        sections: vec![
            link("to_chuc", "danh_sach", View::OrganisationList),
            link("ke_hoach", "danh_sach", View::PlanList { year: None, part: 0 }),
            link("lich", "danh_sach", View::Calendar),
            link("quan_triet", "danh_sach", View::StudyRecord { part: 0 }),
            link("van_ban", "danh_sach", View::DocumentList { part: 0 }),
            link("tai_lieu", "danh_sach", View::MaterialList { part: 0 }),
            link("dieu_chinh", "danh_sach", View::Amendments { part: 0 }),
            link("lay_y_kien", "danh_sach", View::Consultations),
            link("tien_do", "danh_sach", View::Progress { part: 0 }),
            link("gop_y", "danh_sach", View::Feedback),
        ],
        pages: content
            .pages
            .iter()
            .map(|(id, page)| LinkView { text: page.title.clone(), url: cx.view_url(View::Plain(id)) })
            .collect(),
        topics: topics
            .map(|(index, topic)| LinkView {
                text: topic.name.clone(),
                url: cx.view_url(View::Topic { index, part: 0 }),
            })
            .collect(),
        years: years.collect(),
        groups: groups.filter(|group| !group.links.is_empty()).collect(),
    };
    cx.show("ban-do-trang.html", cx.frame(about), page)
}

/// A line of the map, with the place of its heading.
fn map_link(cx: &PageCx<'_>, entry: EntryId) -> Option<(usize, LinkView)> {
    let (kind, text, url) = match entry {
        EntryId::Plan(id) => {
            let link = cx.plan_link(id);
            (0, format!("{}: {}", link.name, link.title), link.url)
        }
        EntryId::Session(id) => {
            let row = cx.session_row(id)?;
            (1, format!("{} – {}", row.date.text, row.title), row.url)
        }
        EntryId::Material(id) => {
            let row = cx.material_row(id)?;
            (2, row.title, row.url)
        }
        _ => return None,
    };
    Some((kind, LinkView { text, url: Some(url) }))
}

#[derive(Serialize)]
struct NotFound {
    links: Vec<LinkView>,
}

pub(super) fn not_found(cx: &PageCx<'_>) -> Html {
    let link = |table, key, view| LinkView { text: cx.t(table, key).to_owned(), url: cx.view_url(view) };
    let links = vec![
        link("to_chuc", "danh_sach", View::OrganisationList),
        link("ke_hoach", "danh_sach", View::PlanList { year: None, part: 0 }),
        link("lich", "danh_sach", View::Calendar),
        link("quan_triet", "danh_sach", View::StudyRecord { part: 0 }),
        link("chung", "ban_do", View::SiteMap { part: 0 }),
    ];
    cx.show("404.html", cx.frame(About::new(cx.t("loi_404", "tieu_de"), "404")), NotFound { links })
}

#[derive(Serialize)]
struct Offline {
    links: Vec<LinkView>,
    script: String,
}

/// What a phone shows for a page that it has not kept.
pub(super) fn offline(cx: &PageCx<'_>) -> Html {
    let link = |table, key, view| LinkView { text: cx.t(table, key).to_owned(), url: cx.view_url(view) };
    let links = vec![
        link("chung", "trang_chu", View::Home),
        link("to_chuc", "danh_sach", View::OrganisationList),
        link("lich", "danh_sach", View::Calendar),
    ];
    let about = About::new(cx.t("ngoai_tuyen", "tieu_de"), "ngoai-tuyen").unlisted();
    cx.show("ngoai-tuyen.html", cx.frame(about), Offline { links, script: cx.asset("ngoai-tuyen.js") })
}

#[derive(Serialize)]
struct PlainPage {
    id: String,
    title: String,
    body_html: Markup,
    files: Vec<FileView>,
    internal: bool,
}

pub(super) fn plain(cx: &PageCx<'_>, id: Id<Page>) -> Html {
    let Some(row) = cx.edition.content.pages.get(id) else { return Ok(Vec::new()) };
    let entry = EntryId::Page(id);
    let page = PlainPage {
        id: row.meta.id.clone(),
        title: row.title.clone(),
        body_html: cx.body_html(entry, cx.text_of(row.meta.file), 2),
        files: cx.files(entry),
        internal: row.meta.audience == crate::read::vocabulary::Audience::Internal,
    };
    let first = row.meta.body.paragraphs.first().map_or("", |first| &**first);
    cx.show("trang.html", cx.frame(About::new(row.title.clone(), "trang").description(first)), page)
}

#[derive(Serialize)]
struct RedirectPage {
    title: String,
    language: String,
    target: String,
    canonical: String,
    css: String,
    internal: bool,
}

pub(super) fn redirect(cx: &PageCx<'_>, index: usize) -> Html {
    let Some(redirect) = cx.publication.redirect(index) else { return Ok(Vec::new()) };
    let frame = cx.frame(About::new("", "chuyen-huong"));
    let page = RedirectPage {
        title: cx.t("chuyen_huong", "tieu_de").to_owned(),
        language: cx.edition.config.language.clone(),
        target: cx.link(redirect.as_str()),
        canonical: cx.edition.config.base.absolute(redirect),
        css: frame.css,
        internal: frame.internal,
    };
    cx.theme.render("chuyen-huong.html", &page)
}

impl PageCx<'_> {
    /// The title of an entry, of any kind.
    pub(in crate::publish::render) fn entry_title(&self, entry: EntryId) -> String {
        let content = &self.edition.content;
        let title = match entry {
            EntryId::Organisation(id) => content.organisations.get(id).map(|row| row.name.clone()),
            EntryId::Document(id) => content.documents.get(id).and_then(|row| row.title.clone()),
            EntryId::Plan(id) => content.plans.get(id).map(|row| row.title.clone()),
            EntryId::Session(id) => content.sessions.get(id).map(|row| row.title.clone()),
            EntryId::Material(id) => content.materials.get(id).map(|row| row.title.clone()),
            EntryId::Page(id) => content.pages.get(id).map(|row| row.title.clone()),
        };
        title.unwrap_or_default()
    }
}
