//! Everything an edition has to find, in the order of its tables.

use super::Kind;
use super::document::SearchDocument;
use crate::date::{Day, print_day};
use crate::diag::Sources;
use crate::model::{Document, EntryId, Id, Issuer, Material, Meta, Organisation, Page, Plan, Session};
use crate::parse::{kind_name, numbered_name, plain_text, whole_text};
use crate::relate::{CitedDocument, Edition, EffectiveTask, PlanState};
use crate::route::{Routes, View};
use rayon::prelude::*;

/// Everything that can be found: a plan is followed by its tasks, material by its questions.
pub(super) fn documents(edition: &Edition, routes: &Routes, sources: &(dyn Sources + Sync)) -> Vec<SearchDocument> {
    let collector = Collector { edition, routes, sources };
    let entries: Vec<EntryId> = edition.content.entries().map(|(entry, _)| entry).collect();
    let mut found: Vec<SearchDocument> =
        entries.par_iter().map(|entry| collector.entry(*entry)).flatten_iter().collect();
    found.extend(edition.basis.cited.iter().enumerate().filter_map(|(index, cited)| collector.cited(index, cited)));
    found
}

/// The names of each organisation that has more than one.
pub(super) fn names(edition: &Edition) -> Vec<Vec<String>> {
    let rows = edition.content.organisations.iter();
    let groups = rows.map(|(_, row)| row.names().cloned().collect::<Vec<_>>());
    groups.filter(|names| names.len() > 1).collect()
}

struct Collector<'a> {
    edition: &'a Edition,
    routes: &'a Routes,
    sources: &'a (dyn Sources + Sync),
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

impl Collector<'_> {
    fn entry(&self, entry: EntryId) -> Vec<SearchDocument> {
        let Some(url) = self.routes.entry(entry).map(|url| url.as_str().to_owned()) else { return Vec::new() };
        let content = &self.edition.content;
        let found = match entry {
            EntryId::Plan(id) => return content.plans.get(id).map(|row| self.plan(id, row, url)).unwrap_or_default(),
            EntryId::Material(id) => {
                return content.materials.get(id).map(|row| self.material(row, url)).unwrap_or_default();
            }
            EntryId::Organisation(id) => content.organisations.get(id).map(|row| self.organisation(row, url)),
            EntryId::Document(id) => content.documents.get(id).map(|row| self.document(row, url)),
            EntryId::Session(id) => content.sessions.get(id).map(|row| self.session(row, url)),
            EntryId::Page(id) => content.pages.get(id).map(|row| self.page(row, url)),
        };
        found.into_iter().collect()
    }

    fn body(&self, meta: &Meta) -> String {
        let text = self.sources.text(meta.file).unwrap_or_default();
        if meta.body.is_empty() {
            String::new()
        } else {
            whole_text(text.get(meta.body.range.clone()).unwrap_or_default())
        }
    }

    fn chips(&self, ids: impl IntoIterator<Item = Id<Organisation>>) -> Vec<(String, String)> {
        let rows = ids.into_iter().filter_map(|id| self.edition.content.organisations.get(id));
        rows.map(|row| {
            let name = row.short_name.as_ref().unwrap_or(&row.name);
            (row.meta.short_id().to_owned(), name.clone())
        })
        .collect()
    }

    fn plan(&self, id: Id<Plan>, row: &Plan, url: String) -> Vec<SearchDocument> {
        let mut text = Lines::default();
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
        let mut found = vec![SearchDocument {
            number: row.number.clone(),
            name: Some(row.name()),
            date: row.date,
            ..SearchDocument::new(Kind::Plan, url, row.title.clone(), text.0)
        }];
        let in_force = self.edition.effective(id).filter(|effective| effective.state == PlanState::InForce);
        let tasks = in_force.map(|effective| effective.tasks.as_slice()).unwrap_or_default();
        let tasks = tasks.iter().enumerate().filter(|(_, task)| !task.withdrawn);
        found.extend(tasks.filter_map(|(place, task)| self.task((id, place), row, task)));
        found
    }

    fn task(&self, place: (Id<Plan>, usize), plan: &Plan, entry: &EffectiveTask) -> Option<SearchDocument> {
        let values = &entry.task.values;
        let parties = || values.lead.iter().chain(&values.support);
        let mut text = Lines::default();
        text.add_all(&values.product);
        for party in parties() {
            text.add(&party.text());
        }
        text.add_all(&values.responsible);
        if let Some(deadline) = &values.deadline {
            text.add(&deadline.value.verbatim);
        }
        text.add_all(values.target.iter().chain(&values.authority).chain(&values.note));
        text.add_all(entry.task.extra.iter().map(|(_, cell)| cell));
        text.add_all(values.evidence.iter().map(|evidence| &evidence.name));
        text.add_all(values.log.iter().map(|entry| &entry.text));
        text.add(&plan.name());
        let mut concerned: Vec<_> = parties().flat_map(crate::model::Parties::known).collect();
        let mut seen = std::collections::BTreeSet::new();
        concerned.retain(|id| seen.insert(*id));
        Some(SearchDocument {
            number: plan.number.clone(),
            date: entry.due,
            name: Some(format!("Nhiệm vụ {}", entry.task.code)),
            task: Some(place),
            organisations: self.chips(concerned),
            ..SearchDocument::new(
                Kind::Task,
                self.routes.task(place.0, place.1, &entry.task.code)?,
                values.content.as_ref().map(|text| text.value.clone()).unwrap_or_default(),
                text.0,
            )
        })
    }

    fn issuer<'i>(&'i self, issuer: Option<&'i Issuer>) -> &'i str {
        issuer.map_or(self.edition.config.publisher.as_str(), |issuer| issuer.text.as_str())
    }

    fn material(&self, row: &Material, url: String) -> Vec<SearchDocument> {
        let mut text = Lines::default();
        text.add(&self.body(&row.meta));
        for item in &row.quiz {
            text.add(&item.question);
            text.add_all(&item.choices);
        }
        for plan in row.plans.iter().filter_map(|id| self.edition.content.plans.get(*id)) {
            text.add(&plan.name());
        }
        text.date(row.date);
        let answers = row.answers.iter().enumerate().map(|(index, answer)| SearchDocument {
            date: row.date,
            ..SearchDocument::new(
                Kind::Answer,
                format!("{url}#bt-hoi-{}", index + 1),
                answer.question.clone(),
                format!("{}\n{}", plain_text(&answer.answer.value), row.title),
            )
        });
        let material = SearchDocument {
            date: row.date,
            ..SearchDocument::new(Kind::Material, url.clone(), row.title.clone(), text.0)
        };
        std::iter::once(material).chain(answers).collect()
    }

    fn organisation(&self, row: &Organisation, url: String) -> SearchDocument {
        let mut text = Lines::default();
        text.add_all(row.more_names());
        text.add_all(row.phone.iter().chain(&row.email));
        text.add(&self.body(&row.meta));
        SearchDocument {
            other_names: row.more_names().cloned().collect(),
            organisations: vec![(row.meta.short_id().to_owned(), row.name.clone())],
            ..SearchDocument::new(Kind::Organisation, url, row.name.clone(), text.0)
        }
    }

    fn document(&self, row: &Document, url: String) -> SearchDocument {
        let mut text = Lines::default();
        text.add(&self.body(&row.meta));
        if let Some(issuer) = &row.issuer {
            text.add(&issuer.text);
        }
        text.add_all(&row.conference);
        text.date(row.date);
        let name = numbered_name(row.kind.as_deref().map(kind_name), row.number.as_deref());
        let (title, name) = match &row.title {
            Some(title) => (title.clone(), name),
            None => (name.unwrap_or_else(|| row.meta.short_id().to_owned()), None),
        };
        SearchDocument {
            number: row.number.clone(),
            name,
            date: row.date,
            ..SearchDocument::new(Kind::Document, url, title, text.0)
        }
    }

    fn cited(&self, index: usize, cited: &CitedDocument) -> Option<SearchDocument> {
        let url = self.routes.url(View::Cited { index, part: 0 })?.as_str().to_owned();
        let mut text = Lines::default();
        text.add_all(&cited.identity.issuer);
        text.date(cited.identity.date);
        let kind = cited.identity.kind.map(kind_name).filter(|_| cited.number.is_some());
        Some(SearchDocument {
            name: kind.and_then(|kind| numbered_name(Some(kind), cited.number.as_deref())),
            number: cited.number.clone(),
            date: cited.identity.date,
            ..SearchDocument::new(Kind::Document, url, cited.title.clone(), text.0)
        })
    }

    fn session(&self, row: &Session, url: String) -> SearchDocument {
        let content = &self.edition.content;
        let mut text = Lines::default();
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
        SearchDocument {
            date: Some(row.starts.day),
            organisations: self.chips(row.convened.known()),
            ..SearchDocument::new(Kind::Session, url, row.title.clone(), text.0)
        }
    }

    fn page(&self, row: &Page, url: String) -> SearchDocument {
        SearchDocument::new(Kind::Page, url, row.title.clone(), self.body(&row.meta))
    }
}
