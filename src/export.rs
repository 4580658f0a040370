//! Files with a grammar of their own: the map for search engines, `robots.txt`, facts about the build.
//!
//! Takes the edition and the routes, returns the paths, and the text of each when it is asked for; written by typed code,
//! never by templates.

use crate::config::Audience;
use crate::path::OutPath;
use crate::relate::Edition;
use crate::route::{Route, Routes, View};
use serde::Serialize;

/// The most addresses one sitemap may hold (sitemaps.org).
const SITEMAP_URLS: usize = 50_000;

/// A file that this module writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Export {
    /// The only sitemap, or the index of its parts.
    Sitemap,
    /// A part of a map too long for one file, counted from 1.
    SitemapPart(usize),
    Robots,
    SiteFacts,
}

/// Every such file of the edition.
pub(crate) fn exports(routes: &Routes) -> Vec<(OutPath, Export)> {
    let parts = match mapped(routes).count() {
        few if few <= SITEMAP_URLS => 0,
        many => many.div_ceil(SITEMAP_URLS),
    };
    let parts = (1..=parts).map(|part| (format!("sitemap-{part}.xml"), Export::SitemapPart(part)));
    let fixed =
        [("sitemap.xml", Export::Sitemap), ("robots.txt", Export::Robots), ("du-lieu/site.json", Export::SiteFacts)];
    let fixed = fixed.map(|(path, export)| (path.to_owned(), export));
    fixed.into_iter().chain(parts).map(|(path, export)| (OutPath::new(path), export)).collect()
}

impl Export {
    /// The text of the file. Only what needs it asks where the `search` is.
    pub(crate) fn text(
        self,
        edition: &Edition,
        routes: &Routes,
        search: impl FnOnce() -> Option<SearchPaths>,
    ) -> String {
        match self {
            Self::Sitemap => sitemap(edition, routes),
            Self::SitemapPart(part) => {
                let skipped = part.saturating_sub(1) * SITEMAP_URLS;
                urlset(edition, mapped(routes).skip(skipped).take(SITEMAP_URLS))
            }
            Self::Robots => robots(edition),
            Self::SiteFacts => site_facts(edition, search()),
        }
    }
}

/// Pages that a search engine may list.
fn mapped(routes: &Routes) -> impl Iterator<Item = &Route> {
    routes.pages.iter().filter(|route| !matches!(route.view, View::NotFound | View::Redirect(_)))
}

fn sitemap(edition: &Edition, routes: &Routes) -> String {
    let total = mapped(routes).count();
    if total <= SITEMAP_URLS {
        return urlset(edition, mapped(routes));
    }
    let base = &edition.config.base;
    let parts: String = (1..=total.div_ceil(SITEMAP_URLS))
        .map(|number| {
            format!("<sitemap><loc>{}{}sitemap-{number}.xml</loc></sitemap>\n", xml(&base.origin), xml(&base.path))
        })
        .collect();
    format!("{XML_HEAD}<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n{parts}</sitemapindex>\n")
}

const XML_HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

fn urlset<'r>(edition: &Edition, routes: impl Iterator<Item = &'r Route>) -> String {
    let entry = |route: &Route| format!("<url><loc>{}</loc></url>\n", xml(&edition.config.base.absolute(&route.url)));
    let entries: String = routes.map(entry).collect();
    format!("{XML_HEAD}<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n{entries}</urlset>\n")
}

fn xml(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// The edition for Party members asks every engine to stay away.
fn robots(edition: &Edition) -> String {
    let base = &edition.config.base;
    match edition.request.audience {
        Audience::Public => format!("User-agent: *\nAllow: /\nSitemap: {}{}sitemap.xml\n", base.origin, base.path),
        Audience::Internal => "User-agent: *\nDisallow: /\n".to_owned(),
    }
}

/// `du-lieu/site.json`: who made this, when, for whom.
#[derive(Serialize)]
struct SiteFacts<'a> {
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
    #[serde(rename = "dia_chi")]
    base: String,
    #[serde(rename = "tim_kiem", skip_serializing_if = "Option::is_none")]
    search: Option<SearchPaths>,
}

/// Where a program finds the search of a site, relative to its root.
#[derive(Serialize)]
pub(crate) struct SearchPaths {
    /// The core, an ES module.
    #[serde(rename = "loi")]
    pub(crate) core: String,
    pub(crate) lunr: String,
    /// The folder of the index.
    #[serde(rename = "goc")]
    pub(crate) folder: String,
}

fn site_facts(edition: &Edition, search: Option<SearchPaths>) -> String {
    let config = &edition.config;
    let facts = SiteFacts {
        version: 1,
        made_by: format!("bangtin {}", env!("CARGO_PKG_VERSION")),
        date: edition.request.today.to_string(),
        audience: edition.request.audience.word(),
        title: &config.title,
        publisher: &config.publisher,
        base: format!("{}{}", config.base.origin, config.base.path),
        search,
    };
    serde_json::to_string_pretty(&facts).unwrap_or_default() + "\n"
}
