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
use super::{Basis, Content, EntryId, Found, Id, Index, Issuer, Meta, NamedFile, OfKind, Table};
use crate::basics::diag::{Diagnostic, Diagnostics, FileId, Located, Location, codes, msg, nearest};
use crate::read::config::Config;
use crate::read::fields::unknown_reference;
use crate::read::parse::{CitationIdentity, Kind, normal_number};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What rows depend on beside their own entry.
#[derive(Debug)]
pub(super) struct Surroundings {
    names: Names,
    registry: Registry,
}

impl Surroundings {
    /// Who is named in some texts, whatever is wrong with them.
    pub(super) fn parties(&self, texts: &[Located<String>]) -> Parties {
        self.names.list(texts, &mut Diagnostics::default())
    }

    /// Gathers names, and gives every numbered entry to the registry that citations are looked up in.
    pub(super) fn of(config: &Config, names: Names, sorted: &Sorted) -> Self {
        let mut registry = Registry::default();
        let issuer = |issuer: &Option<Located<String>>| issuer.as_ref().map(|issuer| names.issuer(issuer).text);
        for (index, row) in sorted.documents.iter().enumerate() {
            let identity = CitationIdentity {
                kind: None,
                number: row.data.number.as_ref().map(|number| normal_number(&number.value)),
                date: row.data.date.as_ref().map(|date| date.value),
                issuer: issuer(&row.data.issuer),
            };
            let kind = row.data.kind.as_ref().map(|kind| kind.value.clone());
            registry.add(EntryId::Document(Id::new(index)), identity, kind);
        }
        for (index, row) in sorted.plans.iter().enumerate() {
            let identity = CitationIdentity {
                kind: None,
                number: row.data.number.as_ref().map(|number| normal_number(&number.value)),
                date: row.data.date.as_ref().map(|date| date.value),
                issuer: issuer(&row.data.issuer).or_else(|| Some(config.publisher.clone())),
            };
            registry.add(EntryId::Plan(Id::new(index)), identity, Some(row.data.kind.word().to_owned()));
        }
        Self { names, registry }
    }
}

/// Resolves rows, one at a time.
pub(super) struct Resolver<'a> {
    config: &'a Config,
    index: &'a Index,
    names: &'a Names,
    registry: &'a Registry,
    found: Diagnostics,
    /// Where the entry being resolved names other entries.
    places: BTreeMap<EntryId, Location>,
}

impl<'a> Resolver<'a> {
    pub(super) fn new(config: &'a Config, index: &'a Index, around: &'a Surroundings) -> Self {
        let Surroundings { names, registry } = around;
        Self { config, index, names, registry, found: Diagnostics::default(), places: BTreeMap::new() }
    }

    /// Resolves every entry.
    pub(super) fn content(&mut self, sorted: Sorted, found: &mut Found) -> Content {
        let groups = self.groups(&sorted.organisations);
        let rows = sorted.organisations.into_iter().zip(groups).collect();
        let organisations = self.rows(rows, found, |resolver, (row, group)| Some(resolver.organisation(row, group)));
        let organisations = self.without_parent_cycles(organisations.into_iter().flatten().collect());
        let content = Content {
            organisations: Table::new(organisations),
            documents: self.table(sorted.documents, found, |resolver, row| Some(resolver.document(row))),
            plans: self.table(sorted.plans, found, |resolver, row| Some(resolver.plan(row))),
            sessions: self.table(sorted.sessions, found, |resolver, row| resolver.session(row)),
            materials: self.table(sorted.materials, found, |resolver, row| Some(resolver.material(row))),
            pages: self.table(sorted.pages, found, |resolver, row| Some(resolver.page(row))),
        };
        found.whole.append(std::mem::take(&mut self.found));
        content
    }

    /// Resolves the only entry there is, into the place of its row. Organisations depend on each other, and cannot be.
    pub(super) fn into_place(mut self, sorted: Sorted, entry: EntryId, content: &mut Content) -> Diagnostics {
        self.place(sorted.documents, entry, content, |resolver, row| Some(resolver.document(row)));
        self.place(sorted.plans, entry, content, |resolver, row| Some(resolver.plan(row)));
        self.place(sorted.sessions, entry, content, |resolver, row| resolver.session(row));
        self.place(sorted.materials, entry, content, |resolver, row| Some(resolver.material(row)));
        self.place(sorted.pages, entry, content, |resolver, row| Some(resolver.page(row)));
        self.found
    }

    fn place<R, T: OfKind>(
        &mut self,
        mut rows: Vec<R>,
        entry: EntryId,
        content: &mut Content,
        resolve: impl FnOnce(&mut Self, R) -> Option<T>,
    ) {
        if let Some((id, row)) = T::id(entry).zip(rows.pop()) {
            let row = resolve(self, row).map(Arc::new);
            T::table_mut(content).replace(id, row);
        }
    }

    fn table<R: Send, T: OfKind + Send>(
        &self,
        rows: Vec<R>,
        found: &mut Found,
        resolve: impl Fn(&mut Resolver<'_>, R) -> Option<T> + Sync,
    ) -> Table<T> {
        Table::with_gaps(self.rows(rows, found, resolve))
    }

    /// Resolves rows of one kind, each on its own, on all threads.
    fn rows<R: Send, T: OfKind + Send>(
        &self,
        rows: Vec<R>,
        found: &mut Found,
        resolve: impl Fn(&mut Resolver<'_>, R) -> Option<T> + Sync,
    ) -> Vec<Option<T>> {
        let resolved: Vec<(Option<T>, Diagnostics)> = rows
            .into_par_iter()
            .map(|row| {
                let mut resolver = Resolver {
                    config: self.config,
                    index: self.index,
                    names: self.names,
                    registry: self.registry,
                    found: Diagnostics::default(),
                    places: BTreeMap::new(),
                };
                let row = resolve(&mut resolver, row);
                (row, resolver.found)
            })
            .collect();
        let mut values = Vec::with_capacity(resolved.len());
        for (index, (row, problems)) in resolved.into_iter().enumerate() {
            found.note(T::entry(Id::new(index)), problems);
            values.push(row);
        }
        values
    }

    pub(super) fn meta<T>(&mut self, row: Row<T>, kind: Kind) -> (Meta, T) {
        let audience = row.common.audience.unwrap_or_else(|| default_audience(kind, self.config.default_audience));
        let attachments = row.common.attachments.into_iter().filter_map(|named| {
            let at = named.file.at;
            self.file(row.file, &named.file).map(|file| NamedFile { name: named.name, file, at })
        });
        let meta = Meta {
            id: row.id,
            file: row.file,
            at: row.at,
            audience,
            attachments: attachments.collect(),
            old_addresses: row.common.old_addresses,
            body: row.body,
            sensitive: row.sensitive,
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
            let near = nearest(typed, self.index.siblings(entry));
            self.found.push(
                match near {
                    Some(near) => missing.label(msg!("ý bạn là `{near}`?", "did you mean `{near}`?")),
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
    pub(super) fn references<T: OfKind>(&mut self, items: &[Located<String>], kind: Kind) -> Vec<Id<T>> {
        let mut ids = Vec::new();
        for item in items {
            let entry = self.index.entry(&item.value, &[kind]);
            if let Some(entry) = entry {
                self.places.insert(entry, item.at);
            }
            match entry.and_then(T::id) {
                Some(id) if ids.contains(&id) => {}
                Some(id) => ids.push(id),
                None => {
                    let folder = kind.folder();
                    let known = self.index.ids().filter(|id| id.starts_with(folder));
                    self.found.push(unknown_reference(&item.value, item.at, known));
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
