//! Everything an edition has to find, in the order of its tables, and the words of each thing.

use super::HitKind;
use super::document::{Catalogue, SearchDocument, Subject};
use crate::basics::date::{Day, print_day};
use crate::basics::diag::Sources;
use crate::edition::publication::Publication;
use crate::edition::relate::{Edition, Effective};
use crate::edition::route::View;
use crate::read::markdown::{plain_text, whole_text};
use crate::read::vocabulary::{kind_name, numbered_name};
use crate::site::model::{
    Document, EntryId, Id, Issuer, Material, Meta, Organisation, Parties, Plan, PlanState, Session, TaskValues,
};
use rayon::prelude::*;
use std::borrow::Cow;

/// The names of each organisation that has more than one.
pub(super) fn names(edition: &Edition) -> Vec<Vec<String>> {
    let rows = edition.content.organisations.iter();
    let groups = rows.map(|(_, row)| row.names().cloned().collect::<Vec<_>>());
    groups.filter(|names| names.len() > 1).collect()
}

/// Joins pieces of text, one a line.
#[derive(Default)]
struct Lines(String);

impl Lines {
    fn add(&mut self, piece: &str) {
        let piece = piece.trim();
        if !piece.is_empty() {
            self.0.push_str(piece);
            self.0.push('\n');
        }
    }

    fn add_all<'p>(&mut self, pieces: impl IntoIterator<Item = &'p String>) {
        for piece in pieces {
            self.add(piece);
        }
    }

    fn date(&mut self, day: Option<Day>) {
        if let Some(day) = day {
            self.add(&print_day(day));
        }
    }
}

/// What can be found in an edition, and the words of each thing.
pub(super) struct Collector<'a> {
    edition: &'a Edition,
    publication: &'a Publication,
    sources: &'a (dyn Sources + Sync),
}

impl<'a> Collector<'a> {
    pub(super) fn new(publication: &'a Publication, sources: &'a (dyn Sources + Sync)) -> Self {
        Self { edition: &publication.edition, publication, sources }
    }

    /// Everything that can be found: a plan is followed by its tasks, material by its questions.
    pub(super) fn subjects(&self) -> Vec<Subject> {
        let entries: Vec<EntryId> = self.edition.content.entries().map(|(entry, _)| entry).collect();
        let in_entries = entries.par_iter().map(|entry| {
            let mut subjects = self.in_entry(*entry);
            subjects.retain(|subject| self.document(*subject).is_some());
            subjects
        });
        let mut subjects: Vec<Subject> = in_entries.flatten_iter().collect();
        let cited = (0..self.edition.basis.cited.len()).map(Subject::Cited);
        subjects.extend(cited.filter(|subject| self.document(*subject).is_some()));
        subjects
    }

    /// An entry, and what it holds.
    fn in_entry(&self, entry: EntryId) -> Vec<Subject> {
        let itself = std::iter::once(Subject::Posting(entry));
        match entry {
            EntryId::Plan(id) => {
                let in_force = self.edition.effective(id).filter(|effective| effective.state == PlanState::InForce);
                let tasks = in_force.into_iter().flat_map(Effective::placed);
                itself.chain(tasks.map(|(place, _)| Subject::Task(id, place))).collect()
            }
            EntryId::Material(id) => {
                let answers = self.edition.content.materials.get(id).map_or(0, |row| row.answers.len());
                itself.chain((0..answers).map(|place| Subject::Answer(id, place))).collect()
            }
            _ => itself.collect(),
        }
    }

    fn entry(&self, entry: EntryId) -> Option<SearchDocument<'a>> {
        let url = self.publication.entry(entry)?.as_str().to_owned();
        let content = &self.edition.content;
        Some(match entry {
            EntryId::Plan(id) => plan(content.plans.get(id)?, url),
            EntryId::Material(id) => material(content.materials.get(id)?, url),
            EntryId::Organisation(id) => organisation(content.organisations.get(id)?, url),
            EntryId::Document(id) => document(content.documents.get(id)?, url),
            EntryId::Session(id) => self.session(content.sessions.get(id)?, url),
            EntryId::Page(id) => SearchDocument::new(HitKind::Page, url, content.pages.get(id)?.title.as_str()),
        })
    }

    fn entry_text(&self, entry: EntryId, text: &mut Lines) {
        let content = &self.edition.content;
        // What has an id has a row: it was found through it.
        let _ = match entry {
            EntryId::Plan(id) => content.plans.get(id).map(|row| self.plan_text(row, text)),
            EntryId::Material(id) => content.materials.get(id).map(|row| self.material_text(row, text)),
            EntryId::Organisation(id) => content.organisations.get(id).map(|row| self.organisation_text(row, text)),
            EntryId::Document(id) => content.documents.get(id).map(|row| self.document_text(row, text)),
            EntryId::Session(id) => content.sessions.get(id).map(|row| self.session_text(row, text)),
            EntryId::Page(id) => content.pages.get(id).map(|row| text.0 = self.body(&row.meta)),
        };
    }

    fn body(&self, meta: &Meta) -> String {
        let text = self.sources.text(meta.file).unwrap_or_default();
        if meta.body.is_empty() {
            String::new()
        } else {
            whole_text(text.get(meta.body.range.clone()).unwrap_or_default())
        }
    }

    fn chips(&self, ids: impl IntoIterator<Item = Id<Organisation>>) -> Vec<(&'a str, &'a str)> {
        let rows = ids.into_iter().filter_map(|id| self.edition.content.organisations.get(id));
        rows.map(|row| {
            let name = row.short_name.as_ref().unwrap_or(&row.name);
            (row.meta.short_id(), name.as_str())
        })
        .collect()
    }

    fn plan_text(&self, row: &Plan, text: &mut Lines) {
        text.add(&row.summary.as_deref().map(plain_text).unwrap_or_default());
        text.add(&self.body(&row.meta));
        for target in &row.targets {
            text.add(&target.name);
            text.add_all(target.unit.iter().chain(&target.goal_in_words));
        }
        for milestone in &row.milestones {
            text.add(&milestone.name);
            text.add_all(&milestone.result);
        }
        for (_, summary) in &row.summaries_by_language {
            text.add(&plain_text(summary));
        }
        text.add(&row.keywords.join("; "));
        let topics = self.edition.config.topics.iter().filter(|topic| row.topics.contains(&topic.code));
        text.add_all(topics.map(|topic| &topic.name));
        text.add(self.issuer(row.issuer.as_ref()));
        text.date(row.date);
    }

    fn task(&self, id: Id<Plan>, place: usize) -> Option<SearchDocument<'a>> {
        let plan = self.edition.content.plans.get(id)?;
        let entry = self.edition.task(id, place)?;
        let values = &entry.task.values;
        let mut concerned: Vec<_> = parties(values).flat_map(Parties::known).collect();
        let mut seen = std::collections::BTreeSet::new();
        concerned.retain(|id| seen.insert(*id));
        Some(SearchDocument {
            number: plan.number.as_deref(),
            date: entry.due,
            name: Some(format!("Nhiệm vụ {}", entry.task.code)),
            organisations: self.chips(concerned),
            ..SearchDocument::new(
                HitKind::Task,
                self.publication.task(id, place, &entry.task.code)?,
                values.content.as_ref().map(|text| text.value.as_str()).unwrap_or_default(),
            )
        })
    }

    fn answer(&self, id: Id<Material>, place: usize) -> Option<SearchDocument<'a>> {
        let row = self.edition.content.materials.get(id)?;
        let url = self.publication.entry(EntryId::Material(id))?.as_str();
        let question = row.answers.get(place)?.question.as_str();
        let anchored = format!("{url}#bt-hoi-{}", place + 1);
        Some(SearchDocument { date: row.date, ..SearchDocument::new(HitKind::Answer, anchored, question) })
    }

    fn task_text(&self, plan: Id<Plan>, place: usize, text: &mut Lines) {
        let Some(task) = self.edition.task(plan, place).map(|entry| &entry.task) else { return };
        let values = &task.values;
        text.add_all(&values.product);
        for party in parties(values) {
            text.add(&party.text());
        }
        text.add_all(&values.responsible);
        if let Some(deadline) = &values.deadline {
            text.add(&deadline.value.verbatim);
        }
        text.add_all(values.target.iter().chain(&values.authority).chain(&values.note));
        text.add_all(task.extra.iter().map(|(_, cell)| cell));
        text.add_all(values.evidence.iter().map(|evidence| &evidence.name));
        text.add_all(values.log.iter().map(|entry| &entry.text));
        text.add(&self.edition.content.plans.get(plan).map(Plan::name).unwrap_or_default());
    }

    fn issuer<'i>(&'i self, issuer: Option<&'i Issuer>) -> &'i str {
        issuer.map_or(self.edition.config.publisher.as_str(), |issuer| issuer.text.as_str())
    }

    fn material_text(&self, row: &Material, text: &mut Lines) {
        text.add(&self.body(&row.meta));
        for item in &row.quiz {
            text.add(&item.question);
            text.add_all(&item.choices);
        }
        for plan in row.plans.iter().filter_map(|id| self.edition.content.plans.get(*id)) {
            text.add(&plan.name());
        }
        text.date(row.date);
    }

    fn answer_text(&self, material: Id<Material>, place: usize, text: &mut Lines) {
        let row = self.edition.content.materials.get(material);
        if let Some((row, answer)) = row.and_then(|row| Some((row, row.answers.get(place)?))) {
            text.0 = format!("{}\n{}", plain_text(&answer.answer.value), row.title);
        }
    }

    fn organisation_text(&self, row: &Organisation, text: &mut Lines) {
        text.add_all(row.more_names());
        text.add_all(row.phone.iter().chain(&row.email));
        text.add(&self.body(&row.meta));
    }

    fn document_text(&self, row: &Document, text: &mut Lines) {
        text.add(&self.body(&row.meta));
        if let Some(issuer) = &row.issuer {
            text.add(&issuer.text);
        }
        text.add_all(&row.conference);
        text.date(row.date);
    }

    fn cited(&self, index: usize) -> Option<SearchDocument<'a>> {
        let cited = self.edition.basis.cited.get(index)?;
        let url = self.publication.url(View::Cited { index, part: 0 })?.as_str().to_owned();
        let kind = cited.identity.kind.map(kind_name).filter(|_| cited.number.is_some());
        Some(SearchDocument {
            name: kind.and_then(|kind| numbered_name(Some(kind), cited.number.as_deref())),
            number: cited.number.as_deref(),
            date: cited.identity.date,
            ..SearchDocument::new(HitKind::Document, url, cited.title.as_str())
        })
    }

    fn cited_text(&self, index: usize, text: &mut Lines) {
        if let Some(cited) = self.edition.basis.cited.get(index) {
            text.add_all(&cited.identity.issuer);
            text.date(cited.identity.date);
        }
    }

    fn session(&self, row: &'a Session, url: String) -> SearchDocument<'a> {
        SearchDocument {
            date: Some(row.starts.day),
            organisations: self.chips(row.convened.known()),
            ..SearchDocument::new(HitKind::Session, url, row.title.as_str())
        }
    }

    fn session_text(&self, row: &Session, text: &mut Lines) {
        let content = &self.edition.content;
        text.add_all(row.place.iter().chain(&row.other_venues).chain(&row.speakers));
        text.add(&row.convened.text());
        text.add(&self.body(&row.meta));
        for plan in row.plans.iter().filter_map(|id| content.plans.get(*id)) {
            text.add(&format!("{}: {}", plan.name(), plan.title));
        }
        for document in row.documents.iter().filter_map(|id| content.documents.get(*id)) {
            text.add_all(document.number.iter().chain(&document.title));
        }
        text.date(Some(row.starts.day));
    }
}

impl Catalogue for Collector<'_> {
    fn document(&self, subject: Subject) -> Option<SearchDocument<'_>> {
        match subject {
            Subject::Posting(entry) => self.entry(entry),
            Subject::Task(plan, place) => self.task(plan, place),
            Subject::Answer(material, place) => self.answer(material, place),
            Subject::Cited(index) => self.cited(index),
        }
    }

    fn text(&self, subject: Subject) -> String {
        let mut text = Lines::default();
        match subject {
            Subject::Posting(entry) => self.entry_text(entry, &mut text),
            Subject::Task(plan, place) => self.task_text(plan, place, &mut text),
            Subject::Answer(material, place) => self.answer_text(material, place, &mut text),
            Subject::Cited(index) => self.cited_text(index, &mut text),
        }
        text.0
    }
}

/// Who is to do a task.
fn parties(values: &TaskValues) -> impl Iterator<Item = &Parties> {
    values.lead.iter().chain(&values.support)
}

fn plan(row: &Plan, url: String) -> SearchDocument<'_> {
    SearchDocument {
        number: row.number.as_deref(),
        name: Some(row.name()),
        date: row.date,
        ..SearchDocument::new(HitKind::Plan, url, row.title.as_str())
    }
}

fn material(row: &Material, url: String) -> SearchDocument<'_> {
    SearchDocument { date: row.date, ..SearchDocument::new(HitKind::Material, url, row.title.as_str()) }
}

fn organisation(row: &Organisation, url: String) -> SearchDocument<'_> {
    SearchDocument {
        other_names: row.more_names().map(String::as_str).collect(),
        organisations: vec![(row.meta.short_id(), row.name.as_str())],
        ..SearchDocument::new(HitKind::Organisation, url, row.name.as_str())
    }
}

fn document(row: &Document, url: String) -> SearchDocument<'_> {
    let name = numbered_name(row.kind.as_deref().map(kind_name), row.number.as_deref());
    let (title, name) = match &row.title {
        Some(title) => (Cow::Borrowed(title.as_str()), name),
        None => (name.map_or(Cow::Borrowed(row.meta.short_id()), Cow::Owned), None),
    };
    SearchDocument {
        number: row.number.as_deref(),
        name,
        date: row.date,
        ..SearchDocument::new(HitKind::Document, url, title)
    }
}
