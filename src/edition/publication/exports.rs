//! The table of files that are written beside pages, as far as their names go. How each is made stands in `export`, in the
//! same row.

use super::{ExportId, Outlet, Outlets, Source};
use crate::basics::diag::Location;
use crate::basics::path::OutPath;
use crate::edition::relate::Edition;
use crate::edition::route::{Route, View};
use crate::read::config::Outputs;

/// A row of the table: a file beside every page of a kind.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ExportRow {
    pub(crate) beside: Beside,
    pub(crate) name: ExportName,
    /// The switch of `[xuat]`.
    pub(crate) is_on: fn(Outputs) -> bool,
}

/// Which pages it lies beside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Beside {
    /// Home: a file of the site as a whole.
    Site,
    /// The first page of each plan.
    Plan,
    /// The first page of each organisation.
    Organisation,
    /// Each session.
    Session,
}

/// What it is called.
#[derive(Debug, Clone, Copy)]
pub(crate) enum ExportName {
    /// `lich.ics`
    Fixed(&'static str),
    /// `<stem>.<hash>.<extension>`: the hash is that of what it shows. The colour is that of the theme's bar.
    Hashed { stem: &'static str, extension: &'static str, hash: fn(&Edition, View, &str) -> String },
    /// `<stem>-<n>.<extension>`, as many as the pages of the site need, from 1.
    Numbered { stem: &'static str, extension: &'static str, count: fn(&[Route]) -> usize },
}

impl Beside {
    fn is_at(self, view: View) -> bool {
        match self {
            Self::Site => view == View::Home,
            Self::Plan => matches!(view, View::Plan { part: 0, .. }),
            Self::Organisation => matches!(view, View::Organisation { part: 0, .. }),
            Self::Session => matches!(view, View::Session(_)),
        }
    }
}

impl ExportName {
    /// Whether a name is one that the row may take, whatever the hash, however many pages.
    fn may_be(self, name: &str) -> bool {
        let between = |stem: &str, sign: char, extension: &str| {
            let rest = name.strip_prefix(stem).and_then(|rest| rest.strip_prefix(sign));
            rest.and_then(|rest| rest.strip_suffix(extension))
                .and_then(|rest| rest.strip_suffix('.'))
                .map(str::to_owned)
        };
        match self {
            Self::Fixed(fixed) => name == fixed,
            Self::Hashed { stem, extension, .. } => between(stem, '.', extension).is_some(),
            Self::Numbered { stem, extension, .. } => {
                between(stem, '-', extension).is_some_and(|number| number.parse::<usize>().is_ok())
            }
        }
    }
}

/// The files beside a page, by their names.
pub(super) fn beside<'a>(
    outlets: &'a Outlets,
    edition: &'a Edition,
    view: View,
) -> impl Iterator<Item = (String, ExportId)> {
    rows_at(outlets, edition, view).flat_map(move |(row, known)| {
        let id = move |number| ExportId { row, view, number };
        match known.name {
            ExportName::Fixed(name) => vec![(name.to_owned(), id(0))],
            ExportName::Hashed { stem, extension, hash } => {
                vec![(format!("{stem}.{}.{extension}", hash(edition, view, &outlets.theme.colour)), id(0))]
            }
            ExportName::Numbered { stem, extension, count } => {
                let numbers = 0..count(&outlets.pages);
                numbers.map(|number| (format!("{stem}-{}.{extension}", number + 1), id(number))).collect()
            }
        }
    })
}

/// The rows of the table for a page.
fn rows_at<'a>(outlets: &'a Outlets, edition: &'a Edition, view: View) -> impl Iterator<Item = (usize, &'a ExportRow)> {
    let on = edition.config.outputs;
    outlets.rows.iter().enumerate().filter(move |(_, row)| row.beside.is_at(view) && (row.is_on)(on))
}

/// Every such file, page by page.
pub(super) fn all<'a>(outlets: &'a Outlets, edition: &'a Edition) -> impl Iterator<Item = Outlet> {
    outlets.pages.iter().flat_map(move |route| {
        beside(outlets, edition, route.view).map(move |(name, export)| Outlet {
            path: OutPath::new(format!("{}{name}", route.url.as_str())),
            at: route.at,
            source: Source::Export(export),
        })
    })
}

/// The file at a path, found by the page it lies beside.
pub(super) fn at(outlets: &Outlets, edition: &Edition, path: &OutPath) -> Option<(ExportId, Location)> {
    pages_above(outlets, path.as_str()).find_map(|(route, name)| {
        let may_be = rows_at(outlets, edition, route.view).any(|(_, row)| row.name.may_be(name));
        // Names are worked out for the page that can have the file.
        let mut files = may_be.then(|| beside(outlets, edition, route.view)).into_iter().flatten();
        files.find(|(known, _)| known == name).map(|(_, export)| (export, route.at))
    })
}

/// Whose page a path is kept free for: a row of the table may put a file there.
pub(super) fn kept_for(outlets: &Outlets, edition: &Edition, path: &OutPath) -> Option<Location> {
    pages_above(outlets, path.as_str()).find_map(|(route, name)| {
        let mut rows = rows_at(outlets, edition, route.view);
        rows.any(|(_, row)| row.name.may_be(name)).then_some(route.at)
    })
}

/// Whether files beside entries are called so, beside whichever and whether switched on or not: an attachment keeps its
/// address when a switch is turned.
pub(super) fn is_kept_name(outlets: &Outlets, name: &str) -> bool {
    outlets.rows.iter().any(|row| row.beside != Beside::Site && row.name.may_be(name))
}

/// Whether a row of the table puts a file into a folder of this path.
pub(super) fn is_folder(outlets: &Outlets, edition: &Edition, path: &str) -> bool {
    pages_above(outlets, path).any(|(route, name)| {
        rows_at(outlets, edition, route.view).any(|(_, row)| match row.name {
            ExportName::Fixed(fixed) => fixed.strip_prefix(name).is_some_and(|rest| rest.starts_with('/')),
            ExportName::Hashed { .. } | ExportName::Numbered { .. } => false,
        })
    })
}

/// The pages whose folders a path lies in, the nearest first, each with the rest of the path.
fn pages_above<'a>(outlets: &'a Outlets, path: &'a str) -> impl Iterator<Item = (&'a Route, &'a str)> {
    let folders = path.rmatch_indices('/').map(|(end, _)| end + 1).chain([0]);
    folders.filter_map(move |end| {
        let (folder, name) = path.split_at_checked(end)?;
        match outlets.by_path.get(&OutPath::new(format!("{folder}index.html"))) {
            Some((Source::Page(place), _)) => Some((outlets.pages.get(*place)?, name)),
            _ => None,
        }
    })
}
