//! Parsed entries to a [`Site`].

use super::kinds::Counts;
use super::names::Parties;
use super::resolve::{ResolveContext, Resolver};
use super::{Called, Content, EntryDiagnostics, EntryId, Id, Index, Organisation};
use crate::basics::diag::{Diagnostic, Diagnostics, FileId, Located, Location, codes, msg};
use crate::read::config::Config;
use crate::read::markdown::Body;
use crate::read::parse::{self, Data, Entry, EntryHeader, Parsed};
use crate::read::sensitive::Sensitive;
use crate::read::source::SourceTree;
use crate::read::vocabulary::Audience;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The site as written: everything, for every audience.
#[derive(Debug)]
pub(crate) struct Site {
    pub(crate) config: Config,
    pub(crate) content: Content,
    pub(crate) index: Arc<Index>,
    pub(crate) found: EntryDiagnostics,
    /// The task with which groups are given more than their members' pages hold ([`MOST_GIVEN`](super::MOST_GIVEN)).
    pub(crate) given_too_much: Option<Location>,
    pub(super) around: Arc<ResolveContext>,
}

impl Site {
    /// The organisations that a text names, as in a list of them; what is not known stays as written.
    pub(crate) fn parties(&self, text: &str) -> Parties {
        let item = Located::new(text.to_owned(), Location::Site);
        self.around.parties(&[item])
    }
}

/// What a site is made of.
pub(crate) struct Sources<'a> {
    pub(crate) tree: &'a SourceTree,
    pub(crate) config: &'a Config,
    /// Every entry that there is.
    pub(crate) parsed: &'a Parsed,
    /// The entries themselves: all of them, or, where a site is kept, those that were parsed since.
    pub(crate) entries: Vec<Entry>,
}

/// Resolves everything that is not `kept`: a site whose rows hold for every entry that is not among the sources, for names,
/// numbers and files are as they were ([`Parsed::keeps_identities`]).
pub(crate) fn build(sources: Sources<'_>, kept: Option<&Site>) -> Site {
    let Sources { tree, config, parsed, entries } = sources;
    let mut whole = Diagnostics::default();
    let headers = unique(parsed.headers().collect(), &mut whole);
    let files: BTreeSet<FileId> = headers.iter().map(|header| header.file).collect();
    let entries: Vec<Entry> = entries.into_iter().filter(|entry| files.contains(&entry.file)).collect();
    let ids = Ids::of(&headers);
    let sorted = Sorted::of(entries, &ids);
    let (index, around) = match kept {
        Some(kept) => (Arc::clone(&kept.index), Arc::clone(&kept.around)),
        None => {
            let around = Arc::new(ResolveContext::of(config, &sorted));
            (Arc::new(Index::new(tree, ids.by_id, sorted.called())), around)
        }
    };
    let (mut content, mut found) = match kept {
        Some(kept) => (kept.content.clone(), kept.found.without(&sorted.entries())),
        None => (Content::vacant(ids.counts), EntryDiagnostics::default()),
    };
    let changed = sorted.entries();
    Resolver::new(config, &index, &around).rows(sorted, &mut content, &mut found);
    for entry in changed {
        found.note(entry, super::links::check(&content, &index, entry));
    }
    found.whole = whole;
    for more in [names_twice(&content, &around), around.diagnostics()] {
        found.whole.append(more);
    }
    let given_too_much = content.given_too_much();
    Site { config: config.clone(), content, index, found, given_too_much, around }
}

/// The first entry of each id, in the order of ids; the others are reported.
fn unique<'a>(mut headers: Vec<&'a EntryHeader>, diagnostics: &mut Diagnostics) -> Vec<&'a EntryHeader> {
    headers.sort_by(|a, b| (&a.id, a.file).cmp(&(&b.id, b.file)));
    let mut kept: Vec<&EntryHeader> = Vec::with_capacity(headers.len());
    for header in headers {
        match kept.last() {
            Some(first) if first.id == header.id => diagnostics.push(id_twice(first, header)),
            _ => kept.push(header),
        }
    }
    kept
}

fn id_twice(first: &EntryHeader, second: &EntryHeader) -> Diagnostic {
    let id = &second.id;
    let problem =
        Diagnostic::new(codes::ID_TWICE, second.at, msg!("hai tệp cùng id `{id}`", "two files have the id `{id}`"))
            .help(msg!(
                "`ten.md` và `ten/index.md` là một; đổi tên hoặc bỏ một tệp",
                "`name.md` and `name/index.md` are one; rename or remove one"
            ));
    match first.at.span() {
        Some(span) => problem.related(span, msg!("tệp thứ nhất", "the first file")),
        None => problem,
    }
}

/// The ids of entries: the place of a row among those of its kind, in the order of what it is called.
struct Ids {
    by_id: BTreeMap<String, EntryId>,
    counts: Counts,
}

impl Ids {
    fn of(headers: &[&EntryHeader]) -> Self {
        let mut counts = Counts::default();
        let rows = headers.iter().filter(|header| header.has_row);
        let by_id = rows.map(|header| (header.id.clone(), counts.next(header.kind))).collect();
        Self { by_id, counts }
    }
}

/// An entry of one kind, its kind's own part taken out.
pub(super) struct Row<T> {
    pub(super) entry: EntryId,
    pub(super) id: String,
    pub(super) file: FileId,
    pub(super) at: Location,
    pub(super) common: parse::Common,
    pub(super) body: Body,
    pub(super) sensitive: Sensitive,
    pub(super) data: T,
}

/// Entries by kind, in the order of their ids.
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
    fn of(mut entries: Vec<Entry>, ids: &Ids) -> Self {
        entries.sort_by(|a, b| a.id.cmp(&b.id));
        let mut sorted = Self::default();
        for entry in entries {
            let Entry { id, file, at, common, body, sensitive, data } = entry;
            let Some(entry) = ids.by_id.get(&id).copied() else { continue };
            macro_rules! row {
                ($list:ident, $data:expr) => {
                    sorted.$list.push(Row { entry, id, file, at, common, body, sensitive, data: $data })
                };
            }
            match data {
                Data::Organisation(data) => row!(organisations, data),
                Data::Document(data) => row!(documents, data),
                Data::Plan(data) => row!(plans, *data),
                Data::Session(data) => row!(sessions, *data),
                Data::Material(data) => row!(materials, *data),
                Data::Page(data) => row!(pages, data),
            }
        }
        sorted
    }

    /// What they are called.
    fn called(&self) -> Called {
        let mut called = Called::default();
        for row in &self.organisations {
            let others = row.data.other_names.iter().chain(&row.data.short_name).map(String::as_str);
            called.name(row.entry, std::iter::once(row.data.name.as_str()).chain(others));
        }
        fn written(text: &Option<Located<String>>) -> Option<&str> {
            text.as_ref().map(|text| text.value.as_str())
        }
        for row in &self.documents {
            let date = row.data.date.as_ref().map(|date| date.value);
            called.number(row.entry, written(&row.data.number), date);
        }
        for row in &self.plans {
            let date = row.data.date.as_ref().map(|date| date.value);
            called.number(row.entry, written(&row.data.number), date);
        }
        called
    }

    /// Which entries these are.
    fn entries(&self) -> BTreeSet<EntryId> {
        fn of<T>(rows: &[Row<T>]) -> impl Iterator<Item = EntryId> {
            rows.iter().map(|row| row.entry)
        }
        of(&self.organisations)
            .chain(of(&self.documents))
            .chain(of(&self.plans))
            .chain(of(&self.sessions))
            .chain(of(&self.materials))
            .chain(of(&self.pages))
            .collect()
    }
}

/// Names that two organisations have.
fn names_twice(content: &Content, around: &ResolveContext) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    for (name, first, second) in around.names().shared() {
        let owner = |id: Id<Organisation>| content.organisations.get(id);
        let first = owner(first).map(|row| row.meta.id.as_str()).unwrap_or_default();
        let at = owner(second).map_or(Location::Site, |row| row.meta.at);
        diagnostics.push(
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
    diagnostics
}

/// Whether the audience of a task lets it be seen: never wider than its plan's.
pub(crate) fn task_audience(plan: Audience, own: Option<Audience>) -> Audience {
    own.map_or(plan, |own| own.max(plan))
}
