//! Study sessions, material and plain pages.

use super::Inside;
use crate::basics::diag::Diagnostics;
use crate::site::model::{EntryId, Material, Page, Session};
use std::sync::Arc;

impl Inside<'_> {
    pub(super) fn session(&self, row: &Arc<Session>, diagnostics: &mut Diagnostics) -> Arc<Session> {
        let Session {
            meta,
            plans: _,
            documents: _,
            materials: _,
            convened,
            speakers: _,
            results: _,
            places,
            place,
            other_venues: _,
            organiser,
            chair,
            reason,
            // What it says of itself: seen by whoever sees it.
            title: _,
            short_title: _,
            starts: _,
            ends: _,
            form: _,
            planned_length: _,
            combined: _,
            papers_due: _,
            attendees: _,
            status: _,
        } = &**row;
        let mut session = (**row).clone();
        let mut keeps = |entry: EntryId| self.keeps(entry, places.get(&entry), meta.at, diagnostics);
        session.plans.retain(|id| keeps(EntryId::Plan(*id)));
        session.documents.retain(|id| keeps(EntryId::Document(*id)));
        session.materials.retain(|id| keeps(EntryId::Material(*id)));
        session.convened = self.parties(convened, meta.at, diagnostics);
        session.organiser = self.issuer(organiser.clone(), meta.at, diagnostics);
        session.place = self.text(place.as_ref(), meta.at, diagnostics);
        session.chair = self.text(chair.as_ref(), meta.at, diagnostics);
        session.reason = self.text(reason.as_ref(), meta.at, diagnostics);
        for names in [&mut session.speakers, &mut session.other_venues] {
            names.retain(|name| self.text(Some(name), meta.at, diagnostics).is_some());
        }
        session.results.retain(|result| {
            let kept = self.shows(result.organisation);
            if !kept {
                self.hidden_organisation(result.organisation, result.at, diagnostics);
            }
            kept
        });
        Arc::new(session)
    }

    pub(super) fn material(&self, row: &Arc<Material>, diagnostics: &mut Diagnostics) -> Arc<Material> {
        let Material {
            meta,
            plans: _,
            documents: _,
            places,
            // What it says of itself: seen by whoever sees it.
            title: _,
            short_title: _,
            kind: _,
            language: _,
            date: _,
            address: _,
            answers: _,
            quiz: _,
        } = &**row;
        let mut material = (**row).clone();
        let mut keeps = |entry: EntryId| self.keeps(entry, places.get(&entry), meta.at, diagnostics);
        material.plans.retain(|id| keeps(EntryId::Plan(*id)));
        material.documents.retain(|id| keeps(EntryId::Document(*id)));
        Arc::new(material)
    }

    pub(super) fn page(&self, row: &Arc<Page>) -> Arc<Page> {
        let Page { meta: _, title: _, order: _, in_menu: _ } = &**row;
        Arc::clone(row)
    }
}
