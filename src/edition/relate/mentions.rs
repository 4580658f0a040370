//! Which sessions and which materials are about an entry: the relations of an edition read the other way round.

use crate::edition::relate::Edition;
use crate::site::model::{EntryId, Id, Material, Session};
use std::collections::BTreeMap;

/// What is about one entry, each in the order of ids.
#[derive(Debug, Default)]
pub(crate) struct Mentioned {
    /// Of an organisation: those it was convened to or has a result in.
    pub(crate) sessions: Vec<Id<Session>>,
    pub(crate) materials: Vec<Id<Material>>,
}

/// By the entry that is mentioned.
pub(super) type Mentions = BTreeMap<EntryId, Mentioned>;

/// Reads every session and every material once.
pub(super) fn mentions(edition: &Edition) -> Mentions {
    let mut found = Mentions::new();
    for (id, session) in edition.content.sessions.iter() {
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

/// An entry may be named twice in one list.
fn push_new<T>(ids: &mut Vec<Id<T>>, id: Id<T>) {
    if ids.last() != Some(&id) {
        ids.push(id);
    }
}
