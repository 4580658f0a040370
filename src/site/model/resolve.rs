//! Names, references, files and addresses of entries, resolved.
//!
//! What every kind of entry needs is here; what one kind needs is in a module of its own. A reference that fails is
//! reported and left out; nothing here filters by audience.

mod organisations;
mod plans;
mod sessions;

use super::basis::Registry;
use super::build::{Row, Sorted};
use super::names::{Names, Parties};
use super::organisation::default_audience;
use super::{Basis, Content, EntryDiagnostics, EntryId, Id, Index, Issuer, Meta, NamedFile, OfKind};
use crate::basics::date::Day;
use crate::basics::diag::{Diagnostic, Diagnostics, FileId, Located, Location, codes, msg};
use crate::read::citation::{CitationIdentity, normal_number};
use crate::read::config::Config;
use crate::read::fields::unknown_reference;
use crate::read::vocabulary::EntryKind;
use organisations::Structure;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What rows depend on beside their own entry.
#[derive(Debug)]
pub(super) struct ResolveContext {
    names: Names,
    registry: Registry,
    organisations: Structure,
}

impl ResolveContext {
    /// Who is named in some texts, whatever is wrong with them.
    pub(super) fn parties(&self, texts: &[Located<String>]) -> Parties {
        self.names.list(texts, &mut Diagnostics::default())
    }

    pub(super) fn names(&self) -> &Names {
        &self.names
    }

    /// What is wrong with how organisations stand to each other. Its places lie in files of organisations.
    pub(super) fn diagnostics(&self) -> Diagnostics {
        self.organisations.diagnostics.clone()
    }

    /// Gathers names, and gives every numbered entry to the registry that citations are looked up in. `sorted` are all
    /// entries.
    pub(super) fn of(config: &Config, sorted: &Sorted) -> Self {
        let mut names = Names::default();
        for (index, row) in sorted.organisations.iter().enumerate() {
            let others = row.data.other_names.iter().chain(row.data.short_name.as_ref()).map(String::as_str);
            names.add(Id::new(index), &row.id, &row.data.name, &others.collect::<Vec<_>>());
        }
        let mut registry = Registry::default();
        let issuer = |issuer: &Option<Located<String>>| issuer.as_ref().map(|issuer| names.issuer(issuer).text);
        for row in &sorted.documents {
            let identity = CitationIdentity {
                kind: None,
                number: row.data.number.as_ref().map(|number| normal_number(&number.value)),
                date: row.data.date.as_ref().map(|date| date.value),
                issuer: issuer(&row.data.issuer),
            };
            let kind = row.data.kind.as_ref().map(|kind| kind.value.clone());
            registry.add(row.entry, identity, kind);
        }
        for row in &sorted.plans {
            let identity = CitationIdentity {
                kind: None,
                number: row.data.number.as_ref().map(|number| normal_number(&number.value)),
                date: row.data.date.as_ref().map(|date| date.value),
                issuer: issuer(&row.data.issuer).or_else(|| Some(config.publisher.clone())),
            };
            registry.add(row.entry, identity, Some(row.data.kind.word().to_owned()));
        }
        let organisations = Structure::of(&sorted.organisations, &names);
        Self { names, registry, organisations }
    }
}

/// Resolves rows, one at a time.
pub(super) struct Resolver<'a> {
    config: &'a Config,
    index: &'a Index,
    names: &'a Names,
    registry: &'a Registry,
    organisations: &'a Structure,
    found: Diagnostics,
    /// The day of the entry being resolved: of several with one number it means the newest of that day.
    on: Option<Day>,
    /// Where the entry being resolved names other entries.
    places: BTreeMap<EntryId, Location>,
}

impl<'a> Resolver<'a> {
    pub(super) fn new(config: &'a Config, index: &'a Index, around: &'a ResolveContext) -> Self {
        let ResolveContext { names, registry, organisations } = around;
        let (found, places) = (Diagnostics::default(), BTreeMap::new());
        Self { config, index, names, registry, organisations, found, on: None, places }
    }

    /// Resolves rows, each on its own, on all threads, and puts them into their places.
    pub(super) fn rows(&self, sorted: Sorted, content: &mut Content, found: &mut EntryDiagnostics) {
        let Sorted { organisations, documents, plans, sessions, materials, pages } = sorted;
        self.table(organisations, content, found, |resolver, row| Some(resolver.organisation(row)));
        self.table(documents, content, found, |resolver, row| Some(resolver.document(row)));
        self.table(plans, content, found, |resolver, row| Some(resolver.plan(row)));
        self.table(sessions, content, found, |resolver, row| resolver.session(row));
        self.table(materials, content, found, |resolver, row| Some(resolver.material(row)));
        self.table(pages, content, found, |resolver, row| Some(resolver.page(row)));
    }

    fn table<R: Send, T: OfKind + Send + Sync>(
        &self,
        rows: Vec<Row<R>>,
        content: &mut Content,
        found: &mut EntryDiagnostics,
        resolve: impl Fn(&mut Resolver<'_>, Row<R>) -> Option<T> + Sync,
    ) {
        let resolved: Vec<(EntryId, Option<Arc<T>>, Diagnostics)> = rows
            .into_par_iter()
            .map(|row| {
                let entry = row.entry;
                let (found, places) = (Diagnostics::default(), BTreeMap::new());
                let mut resolver = Resolver { found, places, ..*self };
                let row = resolve(&mut resolver, row).map(Arc::new);
                (entry, row, resolver.found)
            })
            .collect();
        for (entry, row, problems) in resolved {
            found.note(entry, problems);
            if let Some(id) = T::id(entry) {
                T::table_mut(content).replace(id, row);
            }
        }
    }

    pub(super) fn meta<T>(&mut self, row: Row<T>, kind: EntryKind) -> (Meta, T) {
        let audience = row.common.audience.unwrap_or_else(|| default_audience(kind, self.config.default_audience));
        let attachments = row.common.attachments.into_iter().filter_map(|named| {
            let at = named.file.at;
            self.file(row.file, &named.file).map(|file| NamedFile { name: named.name, file, at, looked: named.looked })
        });
        let meta = Meta {
            id: row.id,
            file: row.file,
            at: row.at,
            audience,
            says_audience: row.common.audience.is_some(),
            attachments: attachments.collect(),
            old_addresses: row.common.old_addresses,
            body: row.body,
            sensitive: row.sensitive,
            innocent: row.common.innocent,
            revised: row.common.revised,
        };
        (meta, row.data)
    }

    pub(super) fn file(&mut self, entry: FileId, name: &Located<String>) -> Option<FileId> {
        let file = self.index.file_beside(entry, &name.value);
        if file.is_none() {
            let typed = &name.value;
            let missing = Diagnostic::new(
                codes::ATTACHMENT_MISSING,
                name.at,
                msg!("không thấy tệp `{typed}`", "there is no file `{typed}`"),
            );
            let near = self.index.near_file(entry, typed);
            self.found.push(
                match near {
                    Some((_, near)) => missing.label(msg!("ý bạn là `{near}`?", "did you mean `{near}`?")),
                    None => missing,
                }
                .help(msg!(
                    "đặt tệp cạnh tệp .md này và ghi đúng tên",
                    "put the file beside this .md and write its exact name"
                )),
            );
        }
        file
    }

    /// Resolves a list of references to entries of one kind.
    pub(super) fn references<T: OfKind>(&mut self, items: &[Located<String>], kind: EntryKind) -> Vec<Id<T>> {
        let mut ids = Vec::new();
        for item in items {
            let entry = self.index.referred(&item.value, &[kind], self.on);
            if let Some(entry) = entry {
                self.places.insert(entry, item.at);
            }
            match entry.and_then(T::id) {
                Some(id) if ids.contains(&id) => {}
                Some(id) => ids.push(id),
                None => {
                    let near = self.index.near_id(&item.value, &[kind]);
                    self.found.push(unknown_reference(&item.value, item.at, near));
                }
            }
        }
        ids
    }

    pub(super) fn issuer(&self, text: &Located<String>) -> Issuer {
        self.names.issuer(text)
    }

    pub(super) fn basis(&mut self, items: &[Located<String>]) -> Vec<Basis> {
        self.registry.resolve(items, self.index, &mut self.found)
    }

    /// An address on another site: only the schemes a reader may be sent to.
    pub(super) fn address(&mut self, address: Located<String>) -> Option<String> {
        let fine = ["https://", "http://"].iter().any(|scheme| address.value.to_ascii_lowercase().starts_with(scheme));
        if fine && !address.value.contains(char::is_whitespace) {
            return Some(address.value);
        }
        let typed = &address.value;
        self.found.push(
            Diagnostic::new(
                codes::LINK_SCHEME,
                address.at,
                msg!("`{typed}` không phải địa chỉ web", "`{typed}` is no web address"),
            )
            .help(msg!("ghi đầy đủ, bắt đầu bằng https://", "write it in full, starting with https://")),
        );
        None
    }
}
