//! Parsed entries to a [`Site`].

use super::names::{Names, Parties};
use super::resolve::{Resolver, Surroundings};
use super::{Content, EntryId, Found, Id, Index, Organisation, Touched};
use crate::basics::diag::{Diagnostic, Diagnostics, FileId, Located, Location, codes, msg};
use crate::read::config::{Audience, Config};
use crate::read::parse::{self, Data, Entry};
use crate::read::source::SourceTree;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The site as written: everything, for every audience.
#[derive(Debug)]
pub(crate) struct Site {
    pub(crate) config: Config,
    pub(crate) content: Content,
    pub(crate) index: Arc<Index>,
    pub(crate) found: Found,
    /// What differs from the site before; `None` when anything may.
    pub(crate) touched: Option<Touched>,
    pub(super) around: Arc<Surroundings>,
}

impl Site {
    /// The organisations that a text names, as in a list of them; what is not known stays as written.
    pub(crate) fn parties(&self, text: &str) -> Parties {
        let item = Located::new(text.to_owned(), Location::Site);
        self.around.parties(&[item])
    }
}

/// Resolves everything.
pub(crate) fn build(tree: &SourceTree, config: Config, entries: Vec<Entry>) -> Site {
    let mut found = Found::default();
    let entries = unique(entries, &mut found.whole);
    let sorted = Sorted::of(entries);
    let index = Index::new(tree, sorted.ids());
    let names = sorted.names(&mut found.whole);
    let around = Surroundings::of(&config, names, &sorted);
    let content = Resolver::new(&config, &index, &around).content(sorted, &mut found);
    for (entry, _) in content.entries() {
        found.note(entry, super::links::check(&content, &index, entry));
    }
    Site { config, content, index: Arc::new(index), found, touched: None, around: Arc::new(around) }
}

/// The first entry of each id; the others are reported.
fn unique(mut entries: Vec<Entry>, found: &mut Diagnostics) -> Vec<Entry> {
    entries.sort_by(|a, b| (&a.id, a.file).cmp(&(&b.id, b.file)));
    let mut kept: Vec<Entry> = Vec::with_capacity(entries.len());
    for entry in entries {
        match kept.last() {
            Some(first) if first.id == entry.id => {
                let id = &entry.id;
                let mut problem = Diagnostic::new(
                    codes::ID_TWICE,
                    entry.at,
                    msg!("hai tệp cùng id `{id}`", "two files have the id `{id}`"),
                )
                .help(msg!(
                    "`ten.md` và `ten/index.md` là một; đổi tên hoặc bỏ một tệp",
                    "`name.md` and `name/index.md` are one; rename or remove one"
                ));
                if let Some(span) = first.at.span() {
                    problem = problem.related(span, msg!("tệp thứ nhất", "the first file"));
                }
                found.push(problem);
            }
            _ => kept.push(entry),
        }
    }
    kept
}

/// An entry of one kind, its kind's own part taken out.
pub(super) struct Row<T> {
    pub(super) id: String,
    pub(super) file: FileId,
    pub(super) at: Location,
    pub(super) common: parse::Common,
    pub(super) body: parse::Body,
    pub(super) sensitive: parse::Sensitive,
    pub(super) data: T,
}

/// Entries by kind, in the order of their ids; the place in its list is the id of an entry.
#[derive(Default)]
pub(super) struct Sorted {
    pub(super) organisations: Vec<Row<parse::Organisation>>,
    pub(super) documents: Vec<Row<parse::Document>>,
    pub(super) plans: Vec<Row<parse::Plan>>,
    pub(super) sessions: Vec<Row<parse::Session>>,
    pub(super) materials: Vec<Row<parse::Material>>,
    pub(super) pages: Vec<Row<parse::Page>>,
}

impl Sorted {
    pub(super) fn of(entries: Vec<Entry>) -> Self {
        let mut sorted = Self::default();
        for Entry { id, file, at, common, body, sensitive, data } in entries {
            match data {
                Data::Organisation(data) => {
                    sorted.organisations.push(Row { id, file, at, common, body, sensitive, data })
                }
                Data::Document(data) => sorted.documents.push(Row { id, file, at, common, body, sensitive, data }),
                Data::Plan(data) => sorted.plans.push(Row { id, file, at, common, body, sensitive, data: *data }),
                // A session without a day has been reported and has no place in any record.
                Data::Session(data) if data.starts.is_none() => {}
                Data::Session(data) => sorted.sessions.push(Row { id, file, at, common, body, sensitive, data: *data }),
                Data::Material(data) => {
                    sorted.materials.push(Row { id, file, at, common, body, sensitive, data: *data })
                }
                Data::Page(data) => sorted.pages.push(Row { id, file, at, common, body, sensitive, data }),
            }
        }
        sorted
    }

    fn ids(&self) -> BTreeMap<String, EntryId> {
        fn of<T, U>(rows: &[Row<T>], wrap: fn(Id<U>) -> EntryId) -> impl Iterator<Item = (String, EntryId)> {
            rows.iter().enumerate().map(move |(index, row)| (row.id.clone(), wrap(Id::new(index))))
        }
        of(&self.organisations, EntryId::Organisation)
            .chain(of(&self.documents, EntryId::Document))
            .chain(of(&self.plans, EntryId::Plan))
            .chain(of(&self.sessions, EntryId::Session))
            .chain(of(&self.materials, EntryId::Material))
            .chain(of(&self.pages, EntryId::Page))
            .collect()
    }

    fn names(&self, found: &mut Diagnostics) -> Names {
        let mut names = Names::default();
        for (index, row) in self.organisations.iter().enumerate() {
            let others = row.data.other_names.iter().chain(row.data.short_name.as_ref()).map(String::as_str);
            names.add(Id::new(index), &row.id, &row.data.name, &others.collect::<Vec<_>>());
        }
        for (name, first, second) in names.shared() {
            let owner = |id: Id<Organisation>| self.organisations.get(id.index());
            let first = owner(first).map(|row| row.id.as_str()).unwrap_or_default();
            let at = owner(second).map_or(Location::Site, |row| row.at);
            found.push(
                Diagnostic::new(
                    codes::NAME_TWICE,
                    at,
                    msg!("tên `{name}` cũng là tên của `{first}`", "the name `{name}` is also that of `{first}`"),
                )
                .help(msg!(
                    "bỏ tên này ở một trong hai tổ chức; nếu không, ai dùng tên ấy sẽ gặp lỗi",
                    "remove it from one of the two; whoever uses it gets an error"
                )),
            );
        }
        names
    }
}

/// Whether the audience of a task lets it be seen: never wider than its plan's.
pub(crate) fn task_audience(plan: Audience, own: Option<Audience>) -> Audience {
    own.map_or(plan, |own| own.max(plan))
}
