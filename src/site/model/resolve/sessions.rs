//! Study sessions, material and plain pages.

use super::Resolver;
use crate::basics::diag::{Diagnostic, Located, codes, msg};
use crate::read::parse;
use crate::read::vocabulary::{EntryKind, MaterialKind};
use crate::site::model::build::Row;
use crate::site::model::{Id, Material, Organisation, Page, Session};

impl Resolver<'_> {
    pub(super) fn session(&mut self, row: Row<parse::Session>) -> Option<Session> {
        let (meta, data) = self.meta(row, EntryKind::Session);
        let starts = data.starts.as_ref()?.value;
        self.on = Some(starts.day);
        if let Some(ends) = &data.ends
            && ends.value < starts
        {
            self.found.push(
                Diagnostic::new(
                    codes::INTERVAL_REVERSED,
                    ends.at,
                    msg!("kết thúc trước khi bắt đầu", "it ends before it starts"),
                )
                .help(msg!("sửa `bat_dau` hoặc `ket_thuc`", "mend `bat_dau` or `ket_thuc`")),
            );
        }
        let convened = {
            let mut found = std::mem::take(&mut self.found);
            let convened = self.names.list(&data.convened, &mut found);
            self.found = found;
            convened
        };
        Some(Session {
            title: data.title,
            short_title: data.short_title,
            starts,
            ends: data.ends.map(|ends| ends.value).filter(|ends| *ends >= starts),
            form: data.form,
            place: data.place,
            other_venues: data.other_venues,
            plans: self.references(&data.plans, EntryKind::Plan),
            documents: self.references(&data.documents, EntryKind::Document),
            speakers: data.speakers,
            materials: self.references(&data.materials, EntryKind::Material),
            planned_length: data.planned_length,
            combined: data.combined,
            papers_due: data.papers_due,
            convened,
            organiser: data.organiser.as_ref().map(|organiser| self.issuer(organiser)),
            chair: data.chair,
            attendees: data.attendees,
            status: data.status,
            reason: data.reason,
            results: self.results(data.results),
            places: std::mem::take(&mut self.places),
            meta,
        })
    }

    pub(super) fn results(
        &mut self,
        rows: Vec<parse::Attendance<Located<String>>>,
    ) -> Vec<parse::Attendance<Id<Organisation>>> {
        let mut results: Vec<parse::Attendance<Id<Organisation>>> = Vec::new();
        for row in rows {
            let Some(organisation) = self.names.one(&row.organisation, &mut self.found) else { continue };
            if results.iter().any(|earlier| earlier.organisation == organisation) {
                let name = &row.organisation.value;
                self.found.push(
                    Diagnostic::new(
                        codes::ATTENDANCE_TWICE,
                        row.organisation.at,
                        msg!("`{name}` đã có kết quả ở trên", "`{name}` already has a result above"),
                    )
                    .help(msg!("gộp thành một `[[ket_qua]]`", "merge them into one `[[ket_qua]]`")),
                );
                continue;
            }
            results.push(row.with_organisation(organisation));
        }
        results
    }

    pub(super) fn material(&mut self, row: Row<parse::Material>) -> Material {
        let (meta, data) = self.meta(row, EntryKind::Material);
        self.on = data.date;
        Material {
            meta,
            title: data.title,
            short_title: data.short_title,
            kind: data.kind.unwrap_or(MaterialKind::Article),
            plans: self.references(&data.plans, EntryKind::Plan),
            documents: self.references(&data.documents, EntryKind::Document),
            language: data.language,
            date: data.date,
            address: data.address.and_then(|address| self.address(address)),
            answers: data.answers,
            quiz: data.quiz,
            places: std::mem::take(&mut self.places),
        }
    }

    pub(super) fn page(&mut self, row: Row<parse::Page>) -> Page {
        let (meta, data) = self.meta(row, EntryKind::Page);
        Page { meta, title: data.title, order: data.order, in_menu: data.in_menu }
    }
}
