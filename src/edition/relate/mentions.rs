//! Which sessions and which materials are about an entry: the relations of an edition read the other way round.

use crate::edition::relate::Edition;
use crate::site::model::{BasisTarget, Content, Document, EntryId, Id, Material, Session};
use std::collections::BTreeMap;

/// What is about one entry, each in the order of ids.
#[derive(Debug, Default)]
pub(crate) struct Mentioned {
    /// Of an organisation: those it was convened to or has a result in.
    pub(crate) sessions: Vec<Id<Session>>,
    /// Of a document: those about it, and those about a plan that rests on it.
    pub(crate) studied: Vec<Id<Session>>,
    pub(crate) materials: Vec<Id<Material>>,
}

/// By the entry that is mentioned.
pub(super) type Mentions = BTreeMap<EntryId, Mentioned>;

/// Reads every session and every material once.
pub(super) fn mentions(edition: &Edition) -> Mentions {
    let mut found = Mentions::new();
    for (id, session) in edition.content.sessions.iter() {
        for document in studied(&edition.content, session) {
            push_new(&mut found.entry(EntryId::Document(document)).or_default().studied, id);
        }
        let plans = session.plans.iter().map(|plan| EntryId::Plan(*plan));
        let documents = session.documents.iter().map(|document| EntryId::Document(*document));
        let materials = session.materials.iter().map(|material| EntryId::Material(*material));
        let concerned = edition.concerned(session).into_iter().map(EntryId::Organisation);
        for entry in plans.chain(documents).chain(materials).chain(concerned) {
            push_new(&mut found.entry(entry).or_default().sessions, id);
        }
    }
    for (id, material) in edition.content.materials.iter() {
        let plans = material.plans.iter().map(|plan| EntryId::Plan(*plan));
        let documents = material.documents.iter().map(|document| EntryId::Document(*document));
        for entry in plans.chain(documents) {
            push_new(&mut found.entry(entry).or_default().materials, id);
        }
    }
    found
}

/// The documents that a session is about, itself or by a plan.
fn studied<'a>(content: &'a Content, session: &'a Session) -> impl Iterator<Item = Id<Document>> + 'a {
    let plans = session.plans.iter().filter_map(|id| content.plans.get(*id));
    let through = plans.flat_map(|plan| &plan.basis).filter_map(|item| match item.target {
        BasisTarget::Document(id) => Some(id),
        BasisTarget::Plan(_) | BasisTarget::Cited(_) => None,
    });
    session.documents.iter().copied().chain(through)
}

/// An entry may be named twice in one list.
fn push_new<T>(ids: &mut Vec<Id<T>>, id: Id<T>) {
    if ids.last() != Some(&id) {
        ids.push(id);
    }
}
