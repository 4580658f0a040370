//! Files with a grammar of their own: the map for search engines, `robots.txt`, facts about the build.
//!
//! Takes the edition and the routes, returns paths and bytes; written by typed code, never by templates.

use crate::config::Audience;
use crate::path::OutPath;
use crate::relate::Edition;
use crate::route::{Routes, View};
use serde::Serialize;

/// One file of the output.
pub(crate) struct Artifact {
    pub(crate) path: OutPath,
    pub(crate) bytes: Vec<u8>,
}

/// The most addresses one sitemap may hold (sitemaps.org).
const SITEMAP_URLS: usize = 50_000;

/// Every such file of the edition.
pub(crate) fn artifacts(edition: &Edition, routes: &Routes, search: Option<SearchPaths>) -> Vec<Artifact> {
    let mut artifacts = sitemaps(edition, routes);
    artifacts.push(robots(edition));
    artifacts.push(site_facts(edition, search));
    artifacts
}

fn sitemaps(edition: &Edition, routes: &Routes) -> Vec<Artifact> {
    let pages = routes.pages.iter().filter(|route| !matches!(route.view, View::NotFound | View::Redirect(_)));
    let urls: Vec<String> = pages.map(|route| edition.config.base.absolute(&route.url)).collect();
    let artifact = |path: String, text: String| Artifact { path: OutPath::new(path), bytes: text.into_bytes() };
    if urls.len() <= SITEMAP_URLS {
        return vec![artifact("sitemap.xml".to_owned(), urlset(&urls))];
    }
    let chunks: Vec<_> = urls.chunks(SITEMAP_URLS).collect();
    let mut files: Vec<_> = chunks
        .iter()
        .enumerate()
        .map(|(index, urls)| artifact(format!("sitemap-{}.xml", index + 1), urlset(urls)))
        .collect();
    let base = &edition.config.base;
    let parts: String = (1..=chunks.len())
        .map(|number| {
            format!("<sitemap><loc>{}{}sitemap-{number}.xml</loc></sitemap>\n", xml(&base.origin), xml(&base.path))
        })
        .collect();
    files.push(artifact(
        "sitemap.xml".to_owned(),
        format!(
            "{XML_HEAD}<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n{parts}</sitemapindex>\n"
        ),
    ));
    files
}

const XML_HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

fn urlset(urls: &[String]) -> String {
    let entries: String = urls.iter().map(|url| format!("<url><loc>{}</loc></url>\n", xml(url))).collect();
    format!("{XML_HEAD}<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n{entries}</urlset>\n")
}

fn xml(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// The edition for Party members asks every engine to stay away.
fn robots(edition: &Edition) -> Artifact {
    let base = &edition.config.base;
    let text = match edition.request.audience {
        Audience::Public => format!("User-agent: *\nAllow: /\nSitemap: {}{}sitemap.xml\n", base.origin, base.path),
        Audience::Internal => "User-agent: *\nDisallow: /\n".to_owned(),
    };
    Artifact { path: OutPath::new("robots.txt"), bytes: text.into_bytes() }
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

fn site_facts(edition: &Edition, search: Option<SearchPaths>) -> Artifact {
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
    let text = serde_json::to_string_pretty(&facts).unwrap_or_default() + "\n";
    Artifact { path: OutPath::new("du-lieu/site.json"), bytes: text.into_bytes() }
}
