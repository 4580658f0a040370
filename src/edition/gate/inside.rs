//! The inside of rows that stay: names, references, tasks and changes that an audience must not see are left out of them.

use super::filter::{Filter, hidden_amendment};
use super::scan;
use crate::basics::diag::{Diagnostic, Diagnostics, Location, codes, msg};
use crate::read::parse::AmendmentKind;
use crate::read::source::SourceTree;
use crate::site::model::{
    Amendment, Basis, BasisTarget, Content, Document, EntryId, Found, Id, Issuer, Material, OfKind, Organisation, Page,
    Parties, Plan, Session, Table, Task, TaskValues, task_audience,
};
use rayon::prelude::*;
use std::sync::Arc;

/// Cleans the inside of rows that stay.
pub(super) struct Inside<'a> {
    pub(super) visible: &'a Content,
    pub(super) filter: &'a Filter<'a>,
    /// Tasks (plan and code) that an amendment in force takes from the public.
    pub(super) made_internal: Vec<(String, String)>,
    pub(super) tree: &'a SourceTree,
}

impl Inside<'_> {
    /// Every row that stays.
    pub(super) fn all(&self, found: &mut Found) -> Content {
        Content {
            organisations: self.table(found, |row, found| self.organisation(row, found)),
            documents: self.table(found, |row, found| self.document(row, found)),
            plans: self.table(found, |row, found| self.plan(row, found)),
            sessions: self.table(found, |row, found| self.session(row, found)),
            materials: self.table(found, |row, found| self.material(row, found)),
            pages: self.table(found, |row, _| Arc::clone(row)),
        }
    }

    /// One row, in its place.
    pub(super) fn again(&self, entry: EntryId, kept: &mut Content, found: &mut Found) {
        self.place(entry, kept, found, |row, found| self.organisation(row, found));
        self.place(entry, kept, found, |row, found| self.document(row, found));
        self.place(entry, kept, found, |row, found| self.plan(row, found));
        self.place(entry, kept, found, |row, found| self.session(row, found));
        self.place(entry, kept, found, |row, found| self.material(row, found));
        self.place::<Page>(entry, kept, found, |row, _| Arc::clone(row));
    }

    fn place<T: OfKind>(
        &self,
        entry: EntryId,
        kept: &mut Content,
        found: &mut Found,
        clean: impl Fn(&Arc<T>, &mut Diagnostics) -> Arc<T>,
    ) {
        let Some(id) = T::id(entry) else { return };
        let (row, problems) = self.row(id, &clean);
        T::table_mut(kept).replace(id, row);
        found.note(entry, problems);
    }

    /// All rows of one kind, each on its own, on all threads.
    fn table<T: OfKind + Send + Sync>(
        &self,
        found: &mut Found,
        clean: impl Fn(&Arc<T>, &mut Diagnostics) -> Arc<T> + Sync,
    ) -> Table<T> {
        let ids = (0..T::table(&self.filter.site.content).capacity()).into_par_iter();
        let rows: Vec<_> = ids.map(|index| self.row(Id::new(index), &clean)).collect();
        let mut table = T::table(self.visible).clone();
        for (index, (row, problems)) in rows.into_iter().enumerate() {
            let id = Id::new(index);
            table.replace(id, row);
            found.note(T::entry(id), problems);
        }
        table
    }

    /// One row, and what there is to say about it; `None` for one that this audience must not see.
    fn row<T: OfKind>(
        &self,
        id: Id<T>,
        clean: &impl Fn(&Arc<T>, &mut Diagnostics) -> Arc<T>,
    ) -> (Option<Arc<T>>, Diagnostics) {
        let (entry, mut found) = (T::entry(id), Diagnostics::default());
        scan::scan(self.filter.site, self.visible, self.tree, entry, self.filter.request.audience, &mut found);
        let row = T::table(self.visible).shared(id).map(|row| {
            self.filter.report_links(entry, self.visible, &mut found);
            if let Some(meta) = self.visible.meta(entry) {
                self.filter.report_names_in_text(meta, self.tree, &mut found);
            }
            clean(row, &mut found)
        });
        (row, found)
    }

    fn shows(&self, id: Id<Organisation>) -> bool {
        self.visible.organisations.get(id).is_some()
    }

    fn hidden_organisation(&self, id: Id<Organisation>, at: Location, found: &mut Diagnostics) {
        let id = self.filter.name_of(id);
        found.push(
            Diagnostic::new(
                codes::ORGANISATION_INTERNAL,
                at,
                msg!(
                    "tổ chức nội bộ `{id}` được nêu trong nội dung công khai; tên bị bỏ khỏi bản này",
                    "the internal organisation `{id}` is named in public content; the name is left out"
                ),
            )
            .help(msg!(
                "bỏ tên tổ chức, hoặc đổi `doi_tuong` của nội dung hay của tổ chức",
                "remove the name, or change the `doi_tuong` of the content or of the organisation"
            )),
        );
    }

    fn parties(&self, parties: &Parties, at: Location, found: &mut Diagnostics) -> Parties {
        for hidden in parties.known().into_iter().filter(|id| !self.shows(*id)) {
            self.hidden_organisation(hidden, at, found);
        }
        parties.retain(|id| self.shows(id))
    }

    /// The organisation behind an issuer, when this audience must not see it.
    fn hidden_issuer(&self, issuer: &Issuer) -> Option<Id<Organisation>> {
        match issuer.organisation {
            Some(id) => Some(id).filter(|id| !self.shows(*id)),
            None => self.filter.hidden_in(&issuer.text),
        }
    }

    fn issuer(&self, issuer: Option<Issuer>, at: Location, found: &mut Diagnostics) -> Option<Issuer> {
        match issuer.as_ref().and_then(|issuer| self.hidden_issuer(issuer)) {
            Some(hidden) => {
                self.hidden_organisation(hidden, at, found);
                None
            }
            None => issuer,
        }
    }

    fn organisation(&self, row: &Arc<Organisation>, found: &mut Diagnostics) -> Arc<Organisation> {
        let hidden = |id: &Id<Organisation>| !self.shows(*id);
        let members = row.group.as_ref().map(|group| group.members.as_slice()).unwrap_or_default();
        let references = row.parent.iter().chain(&row.predecessors);
        for id in references.filter(|id| hidden(id)) {
            self.hidden_organisation(*id, row.meta.at, found);
        }
        if !members.iter().chain(row.parent.iter()).chain(&row.predecessors).any(hidden) {
            return Arc::clone(row);
        }
        let mut kept = (**row).clone();
        kept.parent = kept.parent.filter(|id| self.shows(*id));
        kept.predecessors.retain(|id| self.shows(*id));
        if let Some(group) = &mut kept.group {
            group.members.retain(|id| self.shows(*id));
        }
        Arc::new(kept)
    }

    /// What an item of a basis leads to, when this edition does not hold it.
    fn hidden_basis(&self, item: &Basis) -> Option<EntryId> {
        let target = match item.target {
            BasisTarget::Document(id) => EntryId::Document(id),
            BasisTarget::Plan(id) => EntryId::Plan(id),
            BasisTarget::Cited(_) => return None,
        };
        self.visible.meta(target).is_none().then_some(target)
    }

    fn basis(&self, items: &[Basis], found: &mut Diagnostics) -> Vec<Basis> {
        let mut kept = Vec::with_capacity(items.len());
        for item in items {
            match self.hidden_basis(item) {
                Some(target) => found.push(self.filter.hidden_reference(target, item.at)),
                None => kept.push(item.clone()),
            }
        }
        kept
    }

    fn document(&self, row: &Arc<Document>, found: &mut Diagnostics) -> Arc<Document> {
        if self.shows_basis(&row.basis) && self.shows_issuer(row.issuer.as_ref()) {
            return Arc::clone(row);
        }
        let mut document = (**row).clone();
        document.basis = self.basis(&row.basis, found);
        document.issuer = self.issuer(row.issuer.clone(), row.meta.at, found);
        Arc::new(document)
    }

    fn shows_issuer(&self, issuer: Option<&Issuer>) -> bool {
        issuer.is_none_or(|issuer| self.hidden_issuer(issuer).is_none())
    }

    fn shows_basis(&self, items: &[Basis]) -> bool {
        items.iter().all(|item| self.hidden_basis(item).is_none())
    }

    /// Whether there is nothing in a plan that this audience must not see.
    fn shows_all_of(&self, plan: &Plan) -> bool {
        let parties = |task: &Task| {
            let values = &task.values;
            let mut parties = values.lead.iter().chain(&values.support);
            parties.all(|parties| parties.known().into_iter().all(|id| self.shows(id)))
        };
        plan.amendments.is_empty()
            && self.shows_issuer(plan.issuer.as_ref())
            && self.shows_basis(&plan.basis)
            && plan.targets.iter().all(|target| self.shows_issuer(target.tracked_by.as_ref()))
            && plan.tasks.iter().all(|task| self.sees_task(plan, task) && parties(task))
    }

    fn plan(&self, row: &Arc<Plan>, found: &mut Diagnostics) -> Arc<Plan> {
        if self.shows_all_of(row) {
            return Arc::clone(row);
        }
        let mut plan = (**row).clone();
        plan.issuer = match row.issuer.clone() {
            None => None,
            // Without a name the page would print the publisher instead: a wrong statement.
            issuer => self.issuer(issuer, row.meta.at, found).or_else(|| Some(Issuer::left_out())),
        };
        plan.basis = self.basis(&row.basis, found);
        for target in &mut plan.targets {
            target.tracked_by = self.issuer(target.tracked_by.take(), row.meta.at, found);
        }
        plan.tasks.retain(|task| self.sees_task(row, task));
        for task in &mut plan.tasks {
            let at = task.at;
            self.clean(&mut Arc::make_mut(task).values, at, found);
        }
        self.keep_used_sections(&mut plan, row);
        plan.amendments = row.amendments.iter().filter_map(|change| self.amendment(row, change, found)).collect();
        Arc::new(plan)
    }

    fn sees_task(&self, plan: &Plan, task: &Task) -> bool {
        self.filter.request.audience.sees(task_audience(plan.meta.audience, task.values.audience))
            && !self.made_internal.iter().any(|(id, code)| *id == plan.meta.id && *code == task.code)
    }

    /// A section whose every task is hidden goes with them; captions stay, they stand above the whole table.
    fn keep_used_sections(&self, plan: &mut Plan, original: &Plan) {
        if plan.tasks.len() == original.tasks.len() {
            return;
        }
        let used = |section: usize, tasks: &[Arc<Task>]| tasks.iter().any(|task| task.section == Some(section));
        let mut renumbered = Vec::new();
        let mut sections = Vec::new();
        for (index, section) in original.sections.iter().enumerate() {
            let keep = used(index, &plan.tasks) || !used(index, &original.tasks);
            renumbered.push(keep.then_some(sections.len()));
            if keep {
                sections.push(section.clone());
            }
        }
        for task in &mut plan.tasks {
            let task = Arc::make_mut(task);
            task.section = task.section.and_then(|section| renumbered.get(section).copied().flatten());
        }
        plan.sections = sections;
    }

    fn clean(&self, values: &mut TaskValues, at: Location, found: &mut Diagnostics) {
        values.lead = values.lead.take().map(|parties| self.parties(&parties, at, found));
        values.support = values.support.take().map(|parties| self.parties(&parties, at, found));
    }

    /// A change stays when both its plan and its task exist for the audience, and it makes nothing internal.
    fn amendment(&self, by: &Plan, change: &Amendment, found: &mut Diagnostics) -> Option<Amendment> {
        let Some(target) = self.visible.plans.get(change.plan) else {
            found.push(self.filter.hidden_reference(EntryId::Plan(change.plan), change.at));
            return None;
        };
        let audience = self.filter.request.audience;
        let own = task_audience(by.meta.audience, change.values.audience);
        let hides_task = change.task.as_ref().is_some_and(|code| {
            target.tasks.iter().any(|task| task.code == code.value && !self.sees_task(target, task))
        });
        if !audience.sees(own) || hides_task {
            if change.kind != AmendmentKind::Add {
                found.push(hidden_amendment(&target.meta.id, change.at));
            }
            return None;
        }
        let mut change = change.clone();
        self.clean(&mut change.values, change.at, found);
        Some(change)
    }

    /// Reports an entry that is named and not shown; true when it is shown.
    fn keeps(&self, entry: EntryId, at: Option<&Location>, fallback: Location, found: &mut Diagnostics) -> bool {
        let shown = self.visible.meta(entry).is_some();
        if !shown {
            found.push(self.filter.hidden_reference(entry, at.copied().unwrap_or(fallback)));
        }
        shown
    }

    fn session(&self, row: &Arc<Session>, found: &mut Diagnostics) -> Arc<Session> {
        let mut session = (**row).clone();
        let at = row.meta.at;
        let mut keeps = |entry: EntryId| self.keeps(entry, row.places.get(&entry), at, found);
        session.plans.retain(|id| keeps(EntryId::Plan(*id)));
        session.documents.retain(|id| keeps(EntryId::Document(*id)));
        session.materials.retain(|id| keeps(EntryId::Material(*id)));
        session.convened = self.parties(&row.convened, at, found);
        session.speakers.retain(|speaker| match self.filter.hidden_in(speaker) {
            Some(id) => {
                self.hidden_organisation(id, at, found);
                false
            }
            None => true,
        });
        session.results.retain(|result| {
            let kept = self.shows(result.organisation);
            if !kept {
                self.hidden_organisation(result.organisation, result.at, found);
            }
            kept
        });
        Arc::new(session)
    }

    fn material(&self, row: &Arc<Material>, found: &mut Diagnostics) -> Arc<Material> {
        let mut material = (**row).clone();
        let mut keeps = |entry: EntryId| self.keeps(entry, row.places.get(&entry), row.meta.at, found);
        material.plans.retain(|id| keeps(EntryId::Plan(*id)));
        material.documents.retain(|id| keeps(EntryId::Document(*id)));
        Arc::new(material)
    }
}
