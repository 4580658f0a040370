//! The inside of rows that stay: names, references, tasks and changes that an audience must not see are left out of them.

mod sessions;

use super::filter::{Filter, hidden_amendment};
use super::scan;
use crate::basics::diag::{Diagnostic, Diagnostics, Location, codes, msg};
use crate::read::source::SourceTree;
use crate::read::vocabulary::AmendmentKind;
use crate::site::model::{
    Amendment, Basis, BasisTarget, Content, Document, EntryDiagnostics, EntryId, Id, Issuer, LeaderRecord, OfKind,
    Organisation, Parties, Plan, Target, Task, TaskValues, task_audience,
};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Cleans the inside of rows that stay.
///
/// A row is taken apart field by field, without `..`: a new field does not compile until somebody has decided what an
/// audience may see of it.
pub(super) struct Inside<'a> {
    pub(super) visible: &'a Content,
    pub(super) filter: &'a Filter<'a>,
    pub(super) tree: &'a SourceTree,
}

impl Inside<'_> {
    /// The rows of these entries, put into their places.
    pub(super) fn clean(&self, entries: &BTreeSet<EntryId>, content: &mut Content, diagnostics: &mut EntryDiagnostics) {
        self.table(entries, content, diagnostics, |_, row, diagnostics| self.organisation(row, diagnostics));
        self.table(entries, content, diagnostics, |_, row, diagnostics| self.document(row, diagnostics));
        self.table(entries, content, diagnostics, |id, row, diagnostics| self.plan(id, row, diagnostics));
        self.table(entries, content, diagnostics, |_, row, diagnostics| self.session(row, diagnostics));
        self.table(entries, content, diagnostics, |_, row, diagnostics| self.material(row, diagnostics));
        self.table(entries, content, diagnostics, |_, row, _| self.page(row));
    }

    /// Those of one kind, each on its own, on all threads.
    fn table<T: OfKind + Send + Sync>(
        &self,
        entries: &BTreeSet<EntryId>,
        content: &mut Content,
        diagnostics: &mut EntryDiagnostics,
        clean: impl Fn(Id<T>, &Arc<T>, &mut Diagnostics) -> Arc<T> + Sync,
    ) {
        let ids: Vec<Id<T>> = entries.iter().filter_map(|entry| T::id(*entry)).collect();
        let rows: Vec<_> = ids.into_par_iter().map(|id| (id, self.row(id, &clean))).collect();
        for (id, (row, problems)) in rows {
            T::table_mut(content).replace(id, row);
            diagnostics.note(T::entry(id), problems);
        }
    }

    /// One row, and what there is to say about it; `None` for one that this audience must not see.
    fn row<T: OfKind>(
        &self,
        id: Id<T>,
        clean: &impl Fn(Id<T>, &Arc<T>, &mut Diagnostics) -> Arc<T>,
    ) -> (Option<Arc<T>>, Diagnostics) {
        let (entry, mut diagnostics) = (T::entry(id), Diagnostics::default());
        scan::scan(self.filter.site, self.visible, self.tree, entry, self.filter.request.audience, &mut diagnostics);
        let row = T::table(self.visible).shared(id).map(|row| {
            self.filter.report_links(entry, self.visible, &mut diagnostics);
            if let Some(meta) = self.visible.meta(entry) {
                self.filter.report_names_in_text(meta, self.tree, &mut diagnostics);
            }
            clean(id, row, &mut diagnostics)
        });
        (row, diagnostics)
    }

    pub(super) fn shows(&self, id: Id<Organisation>) -> bool {
        self.visible.organisations.get(id).is_some()
    }

    fn hidden_organisation(&self, id: Id<Organisation>, at: Location, diagnostics: &mut Diagnostics) {
        let id = self.filter.name_of(id);
        diagnostics.push(
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

    fn parties(&self, parties: &Parties, at: Location, diagnostics: &mut Diagnostics) -> Parties {
        for hidden in parties.known().into_iter().filter(|id| !self.shows(*id)) {
            self.hidden_organisation(hidden, at, diagnostics);
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

    fn issuer(&self, issuer: Option<Issuer>, at: Location, diagnostics: &mut Diagnostics) -> Option<Issuer> {
        match issuer.as_ref().and_then(|issuer| self.hidden_issuer(issuer)) {
            Some(hidden) => {
                self.hidden_organisation(hidden, at, diagnostics);
                None
            }
            None => issuer,
        }
    }

    fn organisation(&self, row: &Arc<Organisation>, diagnostics: &mut Diagnostics) -> Arc<Organisation> {
        let Organisation {
            meta,
            // References to others.
            parent,
            predecessors,
            studies_at,
            group,
            // What it says of itself: seen by whoever sees it.
            name: _,
            short_name: _,
            other_names: _,
            kind: _,
            order: _,
            active_from: _,
            active_to: _,
            members: _,
            phone: _,
            email: _,
        } = &**row;
        let hidden = |id: &Id<Organisation>| !self.shows(*id);
        let members = group.as_ref().map(|group| group.members.as_slice()).unwrap_or_default();
        let references = parent.iter().chain(predecessors).chain(studies_at);
        for id in references.filter(|id| hidden(id)) {
            self.hidden_organisation(*id, meta.at, diagnostics);
        }
        if !members.iter().chain(parent.iter()).chain(predecessors).chain(studies_at).any(hidden) {
            return Arc::clone(row);
        }
        let mut kept = (**row).clone();
        kept.parent = kept.parent.filter(|id| self.shows(*id));
        kept.predecessors.retain(|id| self.shows(*id));
        kept.studies_at.retain(|id| self.shows(*id));
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

    fn basis(&self, items: &[Basis], diagnostics: &mut Diagnostics) -> Vec<Basis> {
        let mut kept = Vec::with_capacity(items.len());
        for item in items {
            match self.hidden_basis(item) {
                Some(target) => diagnostics.push(self.filter.hidden_reference(target, item.at)),
                None => kept.push(item.clone()),
            }
        }
        kept
    }

    fn document(&self, row: &Arc<Document>, diagnostics: &mut Diagnostics) -> Arc<Document> {
        let Document {
            meta,
            issuer,
            basis,
            // What it says of itself: seen by whoever sees it.
            number: _,
            kind: _,
            title: _,
            short_title: _,
            date: _,
            level: _,
            source: _,
            conference: _,
            concretise_by: _,
            valid: _,
            replaces,
            amends,
            places,
        } = &**row;
        let others = || replaces.iter().chain(amends);
        if self.shows_basis(basis)
            && self.shows_issuer(issuer.as_ref())
            && others().all(|id| self.visible.documents.get(*id).is_some())
        {
            return Arc::clone(row);
        }
        let mut document = (**row).clone();
        let mut keeps = |id: &Id<Document>| {
            let entry = EntryId::Document(*id);
            self.keeps(entry, places.get(&entry), meta.at, diagnostics)
        };
        document.replaces.retain(&mut keeps);
        document.amends.retain(&mut keeps);
        document.basis = self.basis(basis, diagnostics);
        document.issuer = self.issuer(issuer.clone(), meta.at, diagnostics);
        Arc::new(document)
    }

    fn shows_issuer(&self, issuer: Option<&Issuer>) -> bool {
        issuer.is_none_or(|issuer| self.hidden_issuer(issuer).is_none())
    }

    fn shows_basis(&self, items: &[Basis]) -> bool {
        items.iter().all(|item| self.hidden_basis(item).is_none())
    }

    fn plan(&self, id: Id<Plan>, row: &Arc<Plan>, diagnostics: &mut Diagnostics) -> Arc<Plan> {
        let Plan {
            meta,
            issuer,
            basis,
            targets,
            tasks,
            sections,
            amendments,
            signer,
            approval,
            // What it says of itself: seen by whoever sees it.
            number: _,
            kind: _,
            title: _,
            short_title: _,
            date: _,
            valid: _,
            topics: _,
            status: _,
            summary: _,
            summaries_by_language: _,
            keywords: _,
            consultation: _,
            milestones: _,
            table_captions: _,
            table: _,
            // Of all its tasks, so that a number that is hidden is not given again.
            highest_number: _,
        } = &**row;
        self.report_tables(id, row, diagnostics);
        let approved_by = approval.as_ref().and_then(|approval| approval.by.as_ref());
        let shows_all = amendments.is_empty()
            && self.shows_text(signer.as_ref())
            && self.shows_text(approved_by)
            && self.shows_issuer(issuer.as_ref())
            && self.shows_basis(basis)
            && targets.iter().all(|target| self.shows_target(target))
            && tasks.iter().all(|task| self.sees_task(id, row, task) && self.shows_values(&task.values));
        if shows_all {
            return Arc::clone(row);
        }
        let mut plan = (**row).clone();
        plan.issuer = match issuer.clone() {
            None => None,
            // Without a name the page would print the publisher instead: a wrong statement.
            issuer => self.issuer(issuer, meta.at, diagnostics).or_else(|| Some(Issuer::left_out())),
        };
        plan.basis = self.basis(basis, diagnostics);
        plan.signer = self.text(signer.as_ref(), meta.at, diagnostics);
        if let Some(approval) = &mut plan.approval {
            approval.by = self.text(approved_by, meta.at, diagnostics);
        }
        for target in &mut plan.targets {
            target.tracked_by = self.issuer(target.tracked_by.take(), meta.at, diagnostics);
        }
        plan.tasks.retain(|task| self.sees_task(id, row, task));
        for task in &mut plan.tasks {
            let at = task.at;
            let values = self.values(&task.values, at, diagnostics);
            Arc::make_mut(task).values = values;
        }
        plan.sections = sections.clone();
        keep_used_sections(&mut plan, row);
        let changes = amendments.iter().enumerate();
        plan.amendments =
            changes.filter_map(|(place, change)| self.amendment((id, place), row, change, diagnostics)).collect();
        Arc::new(plan)
    }

    fn shows_target(&self, target: &Target) -> bool {
        let Target { tracked_by, at: _, name: _, unit: _, goals: _, goal_in_words: _, achieved: _, direction: _ } =
            target;
        self.shows_issuer(tracked_by.as_ref())
    }

    pub(super) fn sees_task(&self, id: Id<Plan>, plan: &Plan, task: &Task) -> bool {
        let Task { code, values, at: _, has_own_code: _, row_number: _, section: _, extra: _ } = task;
        self.filter.request.audience.sees(task_audience(plan.meta.audience, values.audience))
            && self.filter.leaves_public(id, code)
    }

    /// Whether the keys of a task name nobody whom this audience must not see.
    pub(super) fn shows_values(&self, values: &TaskValues) -> bool {
        let Named { lead, support, responsible, authority, by_leader } = named(values);
        let mut parties = lead.iter().chain(support).chain(by_leader.iter().map(|row| &row.organisation));
        let mut texts = responsible.iter().chain(authority);
        parties.all(|parties| parties.known().into_iter().all(|id| self.shows(id)))
            && texts.all(|text| self.shows_text(Some(text)))
    }

    /// The keys of a task, or of a change to one, without the names that are hidden.
    fn values(&self, values: &TaskValues, at: Location, diagnostics: &mut Diagnostics) -> TaskValues {
        let Named { lead, support, responsible, authority, by_leader } = named(values);
        let by_leader = by_leader.iter().filter(|row| {
            let hidden = row.organisation.known().into_iter().find(|id| !self.shows(*id));
            hidden.inspect(|id| self.hidden_organisation(*id, row.at, diagnostics)).is_none()
        });
        let by_leader = by_leader.cloned().collect();
        let support = support.as_ref().map(|parties| self.parties(parties, at, diagnostics));
        TaskValues {
            lead: lead.as_ref().map(|parties| self.parties(parties, at, diagnostics)),
            // Nobody is missed among those who help: what is left out leaves no trace.
            support: support.map(Parties::with_nobody_missing).filter(|parties| !parties.is_empty()),
            responsible: self.text(responsible.as_ref(), at, diagnostics),
            authority: self.text(authority.as_ref(), at, diagnostics),
            by_leader,
            ..values.clone()
        }
    }

    /// Whether a value that is a name or a role names nobody whom this audience must not see.
    fn shows_text(&self, text: Option<&String>) -> bool {
        text.is_none_or(|text| self.filter.hidden_in(text).is_none())
    }

    /// Such a value; left out where it names somebody hidden.
    fn text(&self, text: Option<&String>, at: Location, diagnostics: &mut Diagnostics) -> Option<String> {
        match text.and_then(|text| self.filter.hidden_in(text)) {
            Some(hidden) => {
                self.hidden_organisation(hidden, at, diagnostics);
                None
            }
            None => text.cloned(),
        }
    }

    /// A change stays when both its plan and its task exist for the audience, and it makes nothing internal.
    fn amendment(
        &self,
        (id, place): (Id<Plan>, usize),
        by: &Plan,
        change: &Amendment,
        diagnostics: &mut Diagnostics,
    ) -> Option<Amendment> {
        let Amendment { at, plan, kind, task, values, part: _, old_content: _, new_code: _, reason: _ } = change;
        let Some(target) = self.visible.plans.get(*plan) else {
            diagnostics.push(self.filter.hidden_reference(EntryId::Plan(*plan), *at));
            return None;
        };
        let audience = self.filter.request.audience;
        let own = task_audience(by.meta.audience, values.audience);
        let hides_task = task.as_ref().is_some_and(|code| {
            let hidden = |task: &&Arc<Task>| task.code == code.value && !self.sees_task(*plan, target, task);
            !self.filter.leaves_public(*plan, &code.value) || target.tasks.iter().any(|task| hidden(&task))
        });
        if !audience.sees(own) || hides_task || self.filter.takes_added(id, place) {
            if *kind != AmendmentKind::Add {
                diagnostics.push(hidden_amendment(&target.meta.id, *at));
            }
            return None;
        }
        let kept = change.clone();
        let new_code = self.filter.code_of_added(id, place).cloned().or(kept.new_code);
        Some(Amendment { values: self.values(values, *at, diagnostics), new_code, ..kept })
    }

    /// Reports an entry that is named and not shown; true when it is shown.
    fn keeps(&self, entry: EntryId, at: Option<&Location>, fallback: Location, diagnostics: &mut Diagnostics) -> bool {
        let shown = self.visible.meta(entry).is_some();
        if !shown {
            diagnostics.push(self.filter.hidden_reference(entry, at.copied().unwrap_or(fallback)));
        }
        shown
    }
}

/// A section whose every task is hidden goes with them; captions stay, they stand above the whole table.
fn keep_used_sections(plan: &mut Plan, original: &Plan) {
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

/// The keys of a task that name somebody.
struct Named<'v> {
    lead: &'v Option<Parties>,
    support: &'v Option<Parties>,
    responsible: &'v Option<String>,
    authority: &'v Option<String>,
    by_leader: &'v [LeaderRecord],
}

fn named(values: &TaskValues) -> Named<'_> {
    let TaskValues {
        lead,
        support,
        responsible,
        authority,
        by_leader,
        // Texts, numbers and days.
        place_in_text: _,
        content: _,
        deadline: _,
        product: _,
        target: _,
        note: _,
        status: _,
        progress: _,
        done_on: _,
        log: _,
        // Files, which are cleared by themselves.
        evidence: _,
        // Decides who sees the task as a whole.
        audience: _,
    } = values;
    Named { lead, support, responsible, authority, by_leader }
}
