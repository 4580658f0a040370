//! Names, references, files and addresses of entries, resolved.
//!
//! What every kind of entry needs is here; what one kind needs is in a module of its own. A reference that fails is
//! reported and left out; nothing here filters by audience.

mod organisations;
mod plans;
mod sessions;

use super::basis::Registry;
use super::build::{Row, Sorted};
use super::names::Names;
use super::organisation::default_audience;
use super::{Basis, Content, Document, EntryId, Id, Index, Issuer, Material, Meta, NamedFile, Plan, Table};
use crate::config::Config;
use crate::diag::{Diagnostic, Diagnostics, FileId, Located, Location, codes, msg, nearest};
use crate::fields::unknown_reference;
use crate::parse::{CitationIdentity, Kind, normal_number};
use std::collections::BTreeMap;

/// Resolves every entry; the diagnostics come back with what was found on the way.
pub(super) fn resolve(
    config: &Config,
    index: &Index,
    names: Names,
    sorted: Sorted,
    found: Diagnostics,
) -> (Content, Diagnostics) {
    let registry = Registry::default();
    let mut resolver = Resolver { config, index, names, registry, found, places: BTreeMap::new() };
    resolver.register(&sorted);
    let content = resolver.content(sorted);
    (content, resolver.found)
}

struct Resolver<'a> {
    config: &'a Config,
    index: &'a Index,
    names: Names,
    registry: Registry,
    found: Diagnostics,
    /// Where the entry being resolved names other entries.
    places: BTreeMap<EntryId, Location>,
}

impl Resolver<'_> {
    /// Gives every numbered entry to the registry that citations are looked up in.
    pub(super) fn register(&mut self, sorted: &Sorted) {
        for (index, row) in sorted.documents.iter().enumerate() {
            let identity = CitationIdentity {
                kind: None,
                number: row.data.number.as_ref().map(|number| normal_number(&number.value)),
                date: row.data.date.as_ref().map(|date| date.value),
                issuer: row.data.issuer.as_ref().map(|issuer| self.issuer(issuer).text),
            };
            let kind = row.data.kind.as_ref().map(|kind| kind.value.clone());
            self.registry.add(EntryId::Document(Id::new(index)), identity, kind);
        }
        for (index, row) in sorted.plans.iter().enumerate() {
            let issuer = row.data.issuer.as_ref().map(|issuer| self.issuer(issuer).text);
            let identity = CitationIdentity {
                kind: None,
                number: row.data.number.as_ref().map(|number| normal_number(&number.value)),
                date: row.data.date.as_ref().map(|date| date.value),
                issuer: issuer.or_else(|| Some(self.config.publisher.clone())),
            };
            self.registry.add(EntryId::Plan(Id::new(index)), identity, Some(row.data.kind.word().to_owned()));
        }
    }

    pub(super) fn content(&mut self, sorted: Sorted) -> Content {
        let groups = self.groups(&sorted.organisations);
        let organisations =
            sorted.organisations.into_iter().zip(groups).map(|(row, group)| self.organisation(row, group)).collect();
        let organisations = self.without_parent_cycles(organisations);
        Content {
            organisations: Table::new(organisations),
            documents: Table::new(sorted.documents.into_iter().map(|row| self.document(row)).collect()),
            plans: Table::new(sorted.plans.into_iter().map(|row| self.plan(row)).collect()),
            sessions: Table::new(sorted.sessions.into_iter().filter_map(|row| self.session(row)).collect()),
            materials: Table::new(sorted.materials.into_iter().map(|row| self.material(row)).collect()),
            pages: Table::new(sorted.pages.into_iter().map(|row| self.page(row)).collect()),
        }
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
    pub(super) fn references<T>(
        &mut self,
        items: &[Located<String>],
        kind: Kind,
        pick: fn(EntryId) -> Option<Id<T>>,
    ) -> Vec<Id<T>> {
        let mut ids = Vec::new();
        for item in items {
            let entry = self.index.entry(&item.value, &[kind]);
            if let Some(entry) = entry {
                self.places.insert(entry, item.at);
            }
            match entry.and_then(pick) {
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
        match self.names.free(&text.value) {
            Some((id, text)) => Issuer { text, organisation: Some(id) },
            None => Issuer { text: text.value.clone(), organisation: None },
        }
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

fn as_plan(entry: EntryId) -> Option<Id<Plan>> {
    if let EntryId::Plan(id) = entry { Some(id) } else { None }
}

fn as_document(entry: EntryId) -> Option<Id<Document>> {
    if let EntryId::Document(id) = entry { Some(id) } else { None }
}

fn as_material(entry: EntryId) -> Option<Id<Material>> {
    if let EntryId::Material(id) = entry { Some(id) } else { None }
}
