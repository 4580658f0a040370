//! Files with a grammar of their own: calendars, feeds, data, strategies, broadcast texts, pictures, the plumbing of the
//! site.
//!
//! Takes everything pages are rendered with, returns the paths, and the bytes of each file when it is asked for; written
//! by typed code, never by templates. What it says has passed the gate, as pages have.

mod broadcast;
mod calendar;
mod data;
mod feed;
mod ical;
mod offline;
mod site;
mod sitemap;
mod strategy;
mod table;
mod words;
mod xml;

pub(crate) use site::SearchPaths;

use crate::basics::diag::Diagnostic;
use crate::basics::path::OutPath;
use crate::edition::relate::Edition;
use crate::edition::route::{Answer, Routes, View};
use crate::publish::picture::{self, Card};
use crate::publish::render::Renderer;
use crate::read::config::Outputs;
use crate::site::model::{Id, Organisation, Plan};
use calendar::Scope;
use data::DataFile;

/// A file that this module writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Export {
    Sitemap,
    /// A part of a map too long for one file, counted from 1.
    SitemapPart(usize),
    Robots,
    Calendar(Scope),
    /// Of the site, or of an organisation.
    Feed(Option<Id<Organisation>>),
    Data(DataFile),
    Schema(DataFile),
    /// Tasks as CSV: all, or an organisation's.
    TaskTable(Option<Id<Organisation>>),
    Strategy(Id<Plan>),
    Broadcast(Id<Plan>),
    /// What a chat shows beside a link: of the site, or of a plan.
    Picture(Option<Id<Plan>>),
    Icon(u32),
    WebManifest,
    Worker,
}

/// Everything a file is a function of.
pub(crate) struct Exporter<'a> {
    pub(crate) renderer: &'a Renderer<'a>,
    /// The template of broadcast texts, where there is one.
    pub(crate) broadcast: Option<&'a str>,
    /// Where the search lies, for whoever needs it.
    pub(crate) search: &'a (dyn Fn() -> Option<SearchPaths> + Sync),
}

/// Every such file of the edition. `colour` is that of the theme's bar.
pub(crate) fn exports(edition: &Edition, routes: &Routes, colour: &str) -> Vec<(OutPath, Export)> {
    let parts = (1..=sitemap::parts(routes)).map(|part| (format!("sitemap-{part}.xml"), Export::SitemapPart(part)));
    let beside = routes.pages.iter().flat_map(|route| {
        let files = beside(route.view, edition, colour);
        files.into_iter().map(|(name, export)| (format!("{}{name}", route.url.as_str()), export))
    });
    parts.chain(beside).map(|(path, export)| (OutPath::new(path), export)).collect()
}

/// The file at a path. Found by the page it lies beside: an edition has no list of them.
pub(crate) fn at(path: &OutPath, edition: &Edition, routes: &Routes, colour: &str) -> Option<Export> {
    let path = path.as_str();
    if let Some(number) = path.strip_prefix("sitemap-").and_then(|rest| rest.strip_suffix(".xml")) {
        let part: usize = number.parse().ok()?;
        return (1..=sitemap::parts(routes)).contains(&part).then_some(Export::SitemapPart(part));
    }
    let folders = path.rmatch_indices('/').map(|(end, _)| end + 1).chain([0]);
    folders.into_iter().find_map(|end| {
        let (folder, name) = path.split_at_checked(end)?;
        let Some(Answer::Page(place)) = routes.answer(&OutPath::new(format!("{folder}index.html"))) else {
            return None;
        };
        let files = beside(routes.pages.get(place)?.view, edition, colour);
        files.into_iter().find(|(known, _)| known == name).map(|(_, export)| export)
    })
}

/// The files that lie beside a page, by their names.
fn beside(view: View, edition: &Edition, colour: &str) -> Vec<(String, Export)> {
    let on = edition.config.outputs;
    let named = |is_on: bool, name: &str, export: Export| is_on.then(|| (name.to_owned(), export));
    let picture = |plan| on.pictures.then(|| (Card::of(edition, plan, colour).file_name(), Export::Picture(plan)));
    match view {
        View::Home => site_files(on).into_iter().chain(picture(None)).collect(),
        View::Plan { id, part: 0 } => [
            named(on.calendars, "lich.ics", Export::Calendar(Scope::Plan(id))),
            named(on.strategies, "stratml.xml", Export::Strategy(id)),
            named(on.broadcasts, "truyen-thanh.txt", Export::Broadcast(id)),
            picture(Some(id)),
        ]
        .into_iter()
        .flatten()
        .collect(),
        View::Organisation { id, part: 0 } => [
            named(on.calendars, "lich.ics", Export::Calendar(Scope::Organisation(id))),
            named(on.feeds, "feed.xml", Export::Feed(Some(id))),
            named(on.data, "nhiem-vu.csv", Export::TaskTable(Some(id))),
        ]
        .into_iter()
        .flatten()
        .collect(),
        View::Session(id) => {
            named(on.calendars, "lich.ics", Export::Calendar(Scope::Session(id))).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// The files of the site as a whole. `du-lieu/site.json` and the worker are always there: programs find the search by
/// the one, and the other frees phones of what an earlier build kept.
fn site_files(on: Outputs) -> Vec<(String, Export)> {
    let mut files = vec![
        ("sitemap.xml".to_owned(), Export::Sitemap),
        ("robots.txt".to_owned(), Export::Robots),
        ("manifest.webmanifest".to_owned(), Export::WebManifest),
        ("sw.js".to_owned(), Export::Worker),
    ];
    for (name, file) in DataFile::ALL {
        if on.data || file == DataFile::Site {
            files.push((format!("du-lieu/{name}.json"), Export::Data(file)));
            files.push((format!("du-lieu/schema/{name}.json"), Export::Schema(file)));
        }
    }
    files.extend(picture::ICONS.map(|size| (offline::icon_name(size), Export::Icon(size))));
    files.extend(on.calendars.then(|| ("lich.ics".to_owned(), Export::Calendar(Scope::Everything))));
    files.extend(on.feeds.then(|| ("feed.xml".to_owned(), Export::Feed(None))));
    files.extend(on.data.then(|| ("du-lieu/nhiem-vu.csv".to_owned(), Export::TaskTable(None))));
    files
}

impl Export {
    /// Whether it says where the search lies, so that it is another with another index.
    pub(crate) fn tells_of_search(self) -> bool {
        matches!(self, Self::Data(DataFile::Site) | Self::Worker)
    }

    /// The bytes of the file.
    pub(crate) fn bytes(self, cx: &Exporter<'_>) -> Result<Vec<u8>, Box<Diagnostic>> {
        let (edition, routes) = (cx.edition(), cx.routes());
        let colour = cx.renderer.theme.colour();
        let text = match self {
            Self::Sitemap => sitemap::sitemap(edition, routes),
            Self::SitemapPart(part) => sitemap::part(edition, routes, part),
            Self::Robots => sitemap::robots(edition),
            Self::Calendar(scope) => calendar::calendar(cx, scope),
            Self::Feed(organisation) => feed::feed(cx, organisation),
            Self::Data(DataFile::Site) => site::site_facts(edition, (cx.search)()),
            Self::Data(file) => file.text(cx),
            Self::Schema(file) => file.schema(),
            Self::TaskTable(organisation) => return Ok(table::tasks(cx, organisation)),
            Self::Strategy(plan) => strategy::strategy(cx, plan),
            Self::Broadcast(plan) => broadcast::broadcast(cx, plan)?,
            Self::Picture(plan) => return Ok(Card::of(edition, plan, colour).draw().unwrap_or_default()),
            Self::Icon(size) => return Ok(picture::icon(size, colour).unwrap_or_default()),
            Self::WebManifest => offline::web_manifest(cx),
            Self::Worker => offline::worker(cx)?,
        };
        Ok(text.into_bytes())
    }
}
