//! Files with a grammar of their own: calendars, feeds, data, strategies, broadcast texts, pictures, the plumbing of the
//! site.
//!
//! One table ([`EXPORTS`]): where each file lies, which switch turns it off, and the function that makes its bytes when
//! somebody asks. A new export is a file here and a row there. Written by typed code, never by templates. What it says has
//! passed the gate, as pages have.

mod broadcast;
mod calendar;
mod data;
mod feed;
mod ical;
mod offline;
mod pictures;
mod site;
mod sitemap;
mod strategy;
mod table;
mod words;
mod xml;

pub(crate) use site::SearchPaths;

use crate::basics::diag::Diagnostic;
use crate::edition::publication::{Beside, ExportId, ExportName, ExportRow};
use crate::publish::render::Renderer;
use crate::read::config::Outputs;
use crate::site::model::{Id, OfKind, Organisation, Plan, Session};
use calendar::Scope;
use data::DataFile;

/// Everything a file is a function of.
pub(crate) struct Exporter<'a> {
    pub(crate) renderer: &'a Renderer<'a>,
    /// The template of broadcast texts, where there is one.
    pub(crate) broadcast: Option<&'a str>,
    /// Where the search lies, for whoever needs it.
    pub(crate) search: &'a (dyn Fn() -> Option<SearchPaths> + Sync),
}

/// The bytes of a file, or why it cannot be made.
type Made = Result<Vec<u8>, Box<Diagnostic>>;

/// How a file is made.
#[derive(Clone, Copy)]
enum Make {
    Site(fn(&Exporter<'_>) -> Made),
    /// One of several, from 0.
    Part(fn(&Exporter<'_>, usize) -> Made),
    Plan(fn(&Exporter<'_>, Id<Plan>) -> Made),
    Organisation(fn(&Exporter<'_>, Id<Organisation>) -> Made),
    Session(fn(&Exporter<'_>, Id<Session>) -> Made),
}

/// A row of the table.
struct Export {
    name: ExportName,
    is_on: fn(Outputs) -> bool,
    make: Make,
    /// Whether it says where the search lies, so that it is another with another index.
    tells_of_search: bool,
}

/// Every file that lies beside a page.
const EXPORTS: [Export; 31] = [
    row("sitemap.xml", always, Make::Site(|cx| text(sitemap::sitemap(cx)))),
    Export {
        name: ExportName::Numbered { stem: "sitemap", extension: "xml", count: sitemap::parts },
        ..row("", always, Make::Part(|cx, part| text(sitemap::part(cx, part))))
    },
    row("robots.txt", always, Make::Site(|cx| text(sitemap::robots(cx)))),
    row("manifest.webmanifest", always, Make::Site(|cx| text(offline::web_manifest(cx)))),
    // Always there: it frees phones of what an earlier build kept.
    telling(row("sw.js", always, Make::Site(|cx| offline::worker(cx).map(String::into_bytes)))),
    // Always there: programs find the search by it.
    telling(row("du-lieu/site.json", always, Make::Site(|cx| text(site::site_facts(cx))))),
    row("du-lieu/schema/site.json", always, Make::Site(|_| text(DataFile::Site.schema()))),
    data("du-lieu/ke-hoach.json", Make::Site(|cx| text(DataFile::Plans.text(cx)))),
    data("du-lieu/schema/ke-hoach.json", Make::Site(|_| text(DataFile::Plans.schema()))),
    data("du-lieu/nhiem-vu.json", Make::Site(|cx| text(DataFile::Tasks.text(cx)))),
    data("du-lieu/schema/nhiem-vu.json", Make::Site(|_| text(DataFile::Tasks.schema()))),
    data("du-lieu/to-chuc.json", Make::Site(|cx| text(DataFile::Organisations.text(cx)))),
    data("du-lieu/schema/to-chuc.json", Make::Site(|_| text(DataFile::Organisations.schema()))),
    data("du-lieu/quan-triet.json", Make::Site(|cx| text(DataFile::Sessions.text(cx)))),
    data("du-lieu/schema/quan-triet.json", Make::Site(|_| text(DataFile::Sessions.schema()))),
    data("du-lieu/van-ban.json", Make::Site(|cx| text(DataFile::Documents.text(cx)))),
    data("du-lieu/schema/van-ban.json", Make::Site(|_| text(DataFile::Documents.schema()))),
    data("du-lieu/nhiem-vu.csv", Make::Site(|cx| Ok(table::tasks(cx, None)))),
    data("nhiem-vu.csv", Make::Organisation(|cx, id| Ok(table::tasks(cx, Some(id))))),
    row("bieu-tuong-192.png", always, Make::Site(|cx| pictures::icon(cx, 192))),
    row("bieu-tuong-512.png", always, Make::Site(|cx| pictures::icon(cx, 512))),
    calendar(Make::Site(|cx| text(calendar::calendar(cx, Scope::Everything)))),
    calendar(Make::Plan(|cx, id| text(calendar::calendar(cx, Scope::Plan(id))))),
    calendar(Make::Organisation(|cx, id| text(calendar::calendar(cx, Scope::Organisation(id))))),
    calendar(Make::Session(|cx, id| text(calendar::calendar(cx, Scope::Session(id))))),
    row("feed.xml", |on| on.feeds, Make::Site(|cx| text(feed::feed(cx, None)))),
    row("feed.xml", |on| on.feeds, Make::Organisation(|cx, id| text(feed::feed(cx, Some(id))))),
    row("stratml.xml", |on| on.strategies, Make::Plan(|cx, id| text(strategy::strategy(cx, id)))),
    row(
        "truyen-thanh.txt",
        |on| on.broadcasts,
        Make::Plan(|cx, id| broadcast::broadcast(cx, id).map(String::into_bytes)),
    ),
    picture(Make::Site(|cx| pictures::card(cx, None))),
    picture(Make::Plan(|cx, id| pictures::card(cx, Some(id)))),
];

const fn row(name: &'static str, is_on: fn(Outputs) -> bool, make: Make) -> Export {
    Export { name: ExportName::Fixed(name), is_on, make, tells_of_search: false }
}

const fn telling(row: Export) -> Export {
    Export { tells_of_search: true, ..row }
}

const fn data(name: &'static str, make: Make) -> Export {
    row(name, |on| on.data, make)
}

const fn calendar(make: Make) -> Export {
    row("lich.ics", |on| on.calendars, make)
}

const fn picture(make: Make) -> Export {
    let name = ExportName::Hashed { stem: "anh-chia-se", extension: "png", hash: pictures::hash };
    Export { name, is_on: |on| on.pictures, make, tells_of_search: false }
}

/// No switch turns it off.
fn always(_: Outputs) -> bool {
    true
}

fn text(text: String) -> Made {
    Ok(text.into_bytes())
}

/// The table, as far as names go.
pub(crate) fn rows() -> Vec<ExportRow> {
    let beside = |make| match make {
        Make::Site(_) | Make::Part(_) => Beside::Site,
        Make::Plan(_) => Beside::Plan,
        Make::Organisation(_) => Beside::Organisation,
        Make::Session(_) => Beside::Session,
    };
    let row = |export: &Export| ExportRow { beside: beside(export.make), name: export.name, is_on: export.is_on };
    EXPORTS.iter().map(row).collect()
}

/// Whether a file says where the search lies.
pub(crate) fn tells_of_search(export: ExportId) -> bool {
    EXPORTS.get(export.row).is_some_and(|row| row.tells_of_search)
}

/// The bytes of a file. `None` for one that the table does not know.
pub(crate) fn bytes(export: ExportId, cx: &Exporter<'_>) -> Option<Made> {
    let entry = export.view.entry();
    match EXPORTS.get(export.row)?.make {
        Make::Site(make) => Some(make(cx)),
        Make::Part(make) => Some(make(cx, export.number)),
        Make::Plan(make) => Some(make(cx, Plan::id(entry?)?)),
        Make::Organisation(make) => Some(make(cx, Organisation::id(entry?)?)),
        Make::Session(make) => Some(make(cx, Session::id(entry?)?)),
    }
}
