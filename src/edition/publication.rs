//! The one list of what is published.
//!
//! Takes the [`Edition`], what the theme brings, and the table of exports; returns the [`Publication`]: every file of the
//! site, each with its path, the place in the content that it comes from, and how it is made. Collisions of addresses, the
//! switches of `[xuat]`, links, the map of the site, the preview, the manifest and the commit all read this list. Pure.
//!
//! A file is an [`Outlet`]. Those that lie beside pages (calendars, feeds, data) are rows of one table for every page of a
//! kind, and are looked up by the page instead of being listed: a large site has a hundred thousand of them, and an edit
//! asks for one.

mod attachments;
mod build;
mod catalogue;
mod exports;

pub(crate) use catalogue::Listed;
pub(crate) use exports::{Beside, ExportName, ExportRow};

use crate::basics::diag::{FileId, Location, Outcome};
use crate::basics::path::{MANIFEST_PATH, OutPath, UrlPath};
use crate::edition::gate::Cleared;
use crate::edition::relate::Edition;
use crate::edition::route::{PLAN_TASKS, Route, View};
use crate::site::model::{EntryId, Id, Plan};
use ahash::{HashMap, HashSet};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The folder of the search index and of the page that asks it.
pub(crate) const SEARCH_FOLDER: &str = "tim-kiem";

/// Everything that one audience is given.
#[derive(Debug)]
pub(crate) struct Publication {
    pub(crate) edition: Edition,
    outlets: Outlets,
}

/// A file of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Outlet {
    pub(crate) path: OutPath,
    /// The place in the content that it comes from.
    pub(crate) at: Location,
    pub(crate) source: Source,
}

/// How a file is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    /// A page, by its place in [`Publication::pages`].
    Page(usize),
    /// By a row of the table of exports, for the page that it lies beside.
    Export(ExportId),
    /// A cleared attachment, by its place in [`Publication::attachments`].
    Attachment(usize),
    /// A file of the theme, by its place there.
    Asset(usize),
    /// A file of the search index.
    Index,
    /// The list of all other files.
    Manifest,
}

/// A file that is written beside a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ExportId {
    /// The row of the table.
    pub(crate) row: usize,
    /// The page that it lies beside.
    pub(crate) view: View,
    /// Which file of a row that has several, from 0.
    pub(crate) number: usize,
}

/// What the theme brings to the list.
#[derive(Debug, Clone, Default)]
pub(crate) struct ThemeFiles {
    /// That of the bar, `#a4161a`: names of pictures change with it.
    pub(crate) colour: String,
    /// Addresses of its files, in its order.
    pub(crate) assets: Vec<UrlPath>,
}

/// A file that is published with an entry. Its bytes have passed the gate: there is no other way to make one.
#[derive(Debug, Clone)]
pub(crate) struct Attachment {
    pub(crate) url: UrlPath,
    pub(crate) cleared: Cleared,
}

/// The list itself.
#[derive(Debug, Default)]
struct Outlets {
    pages: Vec<Route>,
    attachments: Vec<Attachment>,
    /// Where old addresses lead.
    redirects: Vec<UrlPath>,
    rows: Vec<ExportRow>,
    theme: ThemeFiles,
    /// Months that have a page, earliest first.
    months: Vec<(i16, i8)>,
    /// Pages, attachments and assets.
    by_path: HashMap<OutPath, (Source, Location)>,
    by_view: HashMap<View, UrlPath>,
    /// Attachments by the entry that offers them, and the file.
    by_file: BTreeMap<(EntryId, FileId), usize>,
    /// Folders that attachments and old addresses lie in; all others follow from ids, which have no dots.
    folders: HashSet<String>,
    catalogue: OnceLock<Vec<Listed>>,
}

impl Publication {
    /// Lists everything; two files at one path are an error.
    pub(crate) fn new(edition: Edition, theme: ThemeFiles, rows: Vec<ExportRow>) -> Outcome<Self> {
        let Outcome { value: outlets, diagnostics } = build::outlets(&edition, theme, rows);
        Outcome { value: Self { edition, outlets }, diagnostics }
    }

    /// Every page, old addresses last.
    pub(crate) fn pages(&self) -> &[Route] {
        &self.outlets.pages
    }

    /// Every attachment.
    pub(crate) fn attachments(&self) -> &[Attachment] {
        &self.outlets.attachments
    }

    /// Months that have a page, earliest first.
    pub(crate) fn months(&self) -> &[(i16, i8)] {
        &self.outlets.months
    }

    /// Where an old address leads, by its place in [`View::Redirect`].
    pub(crate) fn redirect(&self, place: usize) -> Option<&UrlPath> {
        self.outlets.redirects.get(place)
    }

    /// Every file that is no page and none of the search index.
    pub(crate) fn files(&self) -> impl Iterator<Item = Outlet> {
        let listed = self.outlets.attachments.iter().map(|attachment| attachment.url.out_path());
        let listed = listed.chain(self.outlets.theme.assets.iter().map(UrlPath::out_path));
        let listed = listed.filter_map(|path| self.at(&path));
        listed.chain(exports::all(&self.outlets, &self.edition))
    }

    /// The file at a path.
    pub(crate) fn at(&self, path: &OutPath) -> Option<Outlet> {
        let found = |source: Source, at: Location| Outlet { path: path.clone(), at, source };
        if let Some((source, at)) = self.outlets.by_path.get(path) {
            return Some(found(*source, *at));
        }
        if let Some((export, at)) = exports::at(&self.outlets, &self.edition, path) {
            return Some(found(Source::Export(export), at));
        }
        if path.as_str() == MANIFEST_PATH {
            return Some(found(Source::Manifest, Location::Site));
        }
        (self.edition.config.outputs.search && is_of_index(path)).then(|| found(Source::Index, Location::Site))
    }

    /// Whether no file and no folder of the site lies at a path.
    pub(crate) fn is_free(&self, path: &OutPath) -> bool {
        self.at(path).is_none() && !self.outlets.folders.contains(&path.as_str().to_lowercase())
    }

    /// The address of a page, where it has one.
    pub(crate) fn url(&self, view: View) -> Option<&UrlPath> {
        self.outlets.by_view.get(&view)
    }

    /// The (first) page of an entry.
    pub(crate) fn entry(&self, entry: EntryId) -> Option<&UrlPath> {
        self.url(View::of(entry))
    }

    /// A file that an entry offers.
    pub(crate) fn attachment(&self, entry: EntryId, file: FileId) -> Option<&Attachment> {
        self.outlets.attachments.get(*self.outlets.by_file.get(&(entry, file))?)
    }

    /// The address of a task: the page of its plan that holds it, with its anchor.
    pub(crate) fn task(&self, plan: Id<Plan>, place: usize, code: &str) -> Option<String> {
        let part = place / PLAN_TASKS;
        self.url(View::Plan { id: plan, part }).map(|url| [url.as_str(), "#nv-", code].concat())
    }

    /// The address of a file beside a page, by what its name begins with; `None` where the site has none there.
    pub(crate) fn beside(&self, view: View, name: &str) -> Option<UrlPath> {
        let (name, _) =
            exports::beside(&self.outlets, &self.edition, view).find(|(known, _)| known.starts_with(name))?;
        Some(UrlPath::new(format!("{}{name}", self.url(view)?.as_str())))
    }

    /// What the catalogue lists, by title in Vietnamese order; sorted when the first page of it is asked for.
    pub(crate) fn catalogue(&self) -> &[Listed] {
        self.outlets.catalogue.get_or_init(|| catalogue::catalogue(self))
    }
}

/// Whether a path is one that a search index may take: its folder is named after its content.
fn is_of_index(path: &OutPath) -> bool {
    let inside = path.as_str().strip_prefix(SEARCH_FOLDER).and_then(|rest| rest.strip_prefix('/'));
    inside.is_some_and(|inside| match inside.split_once('/') {
        Some((folder, _)) => folder.len() == 8 && folder.bytes().all(|byte| byte.is_ascii_hexdigit()),
        None => ["lunr.json", "chi-muc.js"].contains(&inside),
    })
}
