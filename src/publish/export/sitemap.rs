//! `sitemap.xml` and `robots.txt`: what search engines may list.

use super::Exporter;
use super::xml::{XML_HEAD, escaped as xml};
use crate::edition::relate::Edition;
use crate::edition::route::{Route, View};
use crate::read::vocabulary::Audience;

/// The most addresses one sitemap may hold (sitemaps.org).
const SITEMAP_URLS: usize = 50_000;

/// How many parts a map has; 0 when it fits into one file.
pub(super) fn parts(pages: &[Route]) -> usize {
    match mapped(pages).count() {
        few if few <= SITEMAP_URLS => 0,
        many => many.div_ceil(SITEMAP_URLS),
    }
}

/// A part of a map too long for one file, counted from 0.
pub(super) fn part(cx: &Exporter<'_>, part: usize) -> String {
    urlset(cx.edition(), mapped(cx.publication().pages()).skip(part * SITEMAP_URLS).take(SITEMAP_URLS))
}

/// Pages that a search engine may list.
fn mapped(pages: &[Route]) -> impl Iterator<Item = &Route> {
    pages
        .iter()
        .filter(|route| !matches!(route.view, View::NotFound | View::Offline | View::Poster(_) | View::Redirect(_)))
}

/// The only map, or the index of its parts.
pub(super) fn sitemap(cx: &Exporter<'_>) -> String {
    let (edition, pages) = (cx.edition(), cx.publication().pages());
    let parts = parts(pages);
    if parts == 0 {
        return urlset(edition, mapped(pages));
    }
    let base = &edition.config.base;
    let parts: String = (1..=parts)
        .map(|number| {
            format!("<sitemap><loc>{}{}sitemap-{number}.xml</loc></sitemap>\n", xml(&base.origin), xml(&base.path))
        })
        .collect();
    format!("{XML_HEAD}<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n{parts}</sitemapindex>\n")
}

fn urlset<'r>(edition: &Edition, pages: impl Iterator<Item = &'r Route>) -> String {
    let entry = |route: &Route| format!("<url><loc>{}</loc></url>\n", xml(&edition.config.base.absolute(&route.url)));
    let entries: String = pages.map(entry).collect();
    format!("{XML_HEAD}<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n{entries}</urlset>\n")
}

/// The edition for Party members asks every engine to stay away.
pub(super) fn robots(cx: &Exporter<'_>) -> String {
    let edition = cx.edition();
    let base = &edition.config.base;
    match edition.request.audience {
        Audience::Public => format!("User-agent: *\nAllow: /\nSitemap: {}{}sitemap.xml\n", base.origin, base.path),
        Audience::Internal => "User-agent: *\nDisallow: /\n".to_owned(),
    }
}
