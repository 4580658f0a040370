//! The orders in which lists show their rows, before they are cut into pages.

use crate::basics::date::{Meaning, days_between};
use crate::basics::path::content_hash;
use crate::basics::text::{Collation, slug, slug_limited};
use crate::edition::relate::{Assignment, Edition, Node, Tally};
use crate::read::vocabulary::{Role, TaskState};
use crate::site::model::{Content, Document, Id, Material, Organisation, Plan, Session};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// What the lists of the whole site show, in their order, before they are cut into pages.
#[derive(Debug)]
pub(crate) struct Lists {
    /// Newest first; undated drafts lead, ties go by id.
    pub(crate) plans: Vec<Id<Plan>>,
    /// By the year of their date, in the same order.
    pub(crate) by_year: BTreeMap<i16, Vec<Id<Plan>>>,
    /// By the place of the topic in the settings.
    pub(crate) by_topic: Vec<TopicList>,
    /// From the build date on, the next first.
    pub(crate) coming_sessions: Vec<Id<Session>>,
    /// Before the build date, newest first.
    pub(crate) past_sessions: Vec<Id<Session>>,
    /// Places in [`Edition::coverage`], the newest plan first.
    pub(crate) coverage: Vec<usize>,
    /// Own ones and those known from citations, newest first; undated ones last.
    pub(crate) documents: Vec<Node>,
    /// Newest first.
    pub(crate) materials: Vec<Id<Material>>,
    /// Every change that counts, by the amending plan and its place there, newest first.
    pub(crate) changes: Vec<(Id<Plan>, usize)>,
    pub(crate) progress: ProgressList,
}

/// A conference («hội nghị») and the documents it adopted.
#[derive(Debug, Clone)]
pub(crate) struct Conference {
    pub(crate) slug: String,
    pub(crate) name: String,
    pub(crate) documents: Vec<Id<Document>>,
}

/// The plans of a topic.
#[derive(Debug)]
pub(crate) struct TopicList {
    pub(crate) plans: Vec<Id<Plan>>,
    /// Tasks of those in force.
    pub(crate) tally: Tally,
}

/// What the pages on progress show.
#[derive(Debug)]
pub(crate) struct ProgressList {
    /// Plans in force with tasks, newest first.
    pub(crate) plans: Vec<Id<Plan>>,
    /// Tasks of plans in force.
    pub(crate) tally: Tally,
    /// Late tasks by plan and place, the longest overdue first.
    pub(crate) late: Vec<(Id<Plan>, usize)>,
}

impl Lists {
    pub(super) fn of(edition: &Edition) -> Self {
        let plans = plans_newest_first(edition);
        let mut by_year: BTreeMap<i16, Vec<Id<Plan>>> = BTreeMap::new();
        for id in &plans {
            if let Some(date) = edition.content.plans.get(*id).and_then(|plan| plan.date) {
                by_year.entry(date.year()).or_default().push(*id);
            }
        }
        let topics = edition.config.topics.iter().map(|topic| topic_list(edition, &plans, &topic.code));
        let (coming_sessions, past_sessions) = sessions(edition);
        let changes = changes(edition);
        let by_topic = topics.collect();
        Self {
            by_year,
            by_topic,
            coming_sessions,
            past_sessions,
            coverage: coverage(edition),
            documents: documents(edition),
            materials: materials(edition),
            changes,
            progress: progress(edition),
            plans,
        }
    }
}

fn topic_list(edition: &Edition, newest_first: &[Id<Plan>], code: &String) -> TopicList {
    let has = |plan: &Plan| plan.topics.contains(code);
    let plans = newest_first.iter().copied().filter(|id| edition.content.plans.get(*id).is_some_and(has));
    let tasks = edition.tasks_in_force().filter(|(_, plan, ..)| has(plan));
    TopicList { plans: plans.collect(), tally: tasks.map(|(.., task)| task.standing.state).collect() }
}

/// Sessions to come, and those that have been.
fn sessions(edition: &Edition) -> (Vec<Id<Session>>, Vec<Id<Session>>) {
    let mut all: Vec<_> = edition.content.sessions.iter().collect();
    all.sort_by_key(|(id, session)| (Reverse(session.starts), *id));
    let (coming, past): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|(_, session)| session.starts.day >= edition.request.today);
    (coming.into_iter().rev().map(|(id, _)| id).collect(), past.into_iter().map(|(id, _)| id).collect())
}

fn coverage(edition: &Edition) -> Vec<usize> {
    let date = |plan| Reverse(edition.content.plans.get(plan).and_then(|plan| plan.date));
    let mut places: Vec<_> = edition.coverage.iter().enumerate().collect();
    places.sort_by_key(|(_, covered)| (date(covered.plan), covered.plan));
    places.into_iter().map(|(place, _)| place).collect()
}

/// Every conference whose documents the content holds, by the slug of its name.
pub(super) fn conferences(content: &Content) -> Vec<Conference> {
    let mut conferences: BTreeMap<String, Conference> = BTreeMap::new();
    for (id, row) in content.documents.iter() {
        let Some(name) = &row.conference else { continue };
        let slug = folder_name(name);
        let new = || Conference { slug: slug.clone(), name: name.clone(), documents: Vec::new() };
        conferences.entry(slug.clone()).or_insert_with(new).documents.push(id);
    }
    conferences.into_values().filter(|conference| !conference.slug.is_empty()).collect()
}

/// More letters make an address that cannot be written.
const LONGEST_FOLDER: usize = 180;

/// The folder of a conference; a name that is too long ends in what tells it from others that begin alike.
fn folder_name(name: &str) -> String {
    let whole = slug(name);
    if whole.len() <= LONGEST_FOLDER {
        return whole;
    }
    format!("{}-{}", slug_limited(name, LONGEST_FOLDER), content_hash([whole.as_bytes()]))
}

fn documents(edition: &Edition) -> Vec<Node> {
    let own = edition.content.documents.iter().map(|(id, row)| (row.date, Node::Document(id)));
    let cited = edition.basis.cited.iter().enumerate().map(|(index, row)| (row.identity.date, Node::Cited(index)));
    let mut nodes: Vec<_> = own.chain(cited).collect();
    nodes.sort_by_key(|(date, node)| (Reverse(*date), *node));
    nodes.into_iter().map(|(_, node)| node).collect()
}

fn materials(edition: &Edition) -> Vec<Id<Material>> {
    let mut materials: Vec<_> = edition.content.materials.iter().map(|(id, row)| (Reverse(row.date), id)).collect();
    materials.sort();
    materials.into_iter().map(|(_, id)| id).collect()
}

fn changes(edition: &Edition) -> Vec<(Id<Plan>, usize)> {
    let made = edition.content.plans.iter().filter_map(|(id, _)| Some((id, edition.effective(id)?)));
    let made = made.flat_map(|(id, plan)| plan.made.iter().enumerate().map(move |(place, change)| (id, place, change)));
    let mut changes: Vec<_> = made.collect();
    changes.sort_by_key(|(_, _, change)| (Reverse(change.date), change.by));
    changes.into_iter().map(|(id, place, _)| (id, place)).collect()
}

fn progress(edition: &Edition) -> ProgressList {
    let tasks = || edition.tasks_in_force();
    let mut late: Vec<_> = tasks().filter(|(.., task)| task.standing.state == TaskState::Late).collect();
    late.sort_by_key(|(plan, _, place, task)| (task.due, *plan, *place));
    let with_tasks = edition.plans_in_force().filter(|(_, _, effective)| !effective.tasks.is_empty());
    let mut plans: Vec<_> = with_tasks.map(|(id, plan, _)| (Reverse(plan.date), id)).collect();
    plans.sort();
    ProgressList {
        plans: plans.into_iter().map(|(_, id)| id).collect(),
        tally: tasks().map(|(.., task)| task.standing.state).collect(),
        late: late.into_iter().map(|(plan, _, place, _)| (plan, place)).collect(),
    }
}

fn plans_newest_first(edition: &Edition) -> Vec<Id<Plan>> {
    let mut plans: Vec<_> = edition.content.plans.iter().map(|(id, plan)| (plan.date, id)).collect();
    plans.sort_by(|(a, first), (b, second)| match (a, b) {
        (Some(a), Some(b)) => b.cmp(a).then(first.cmp(second)),
        (None, None) => first.cmp(second),
        (None, Some(_)) => std::cmp::Ordering::Less,
        (Some(_), None) => std::cmp::Ordering::Greater,
    });
    plans.into_iter().map(|(_, id)| id).collect()
}

/// Organisations by kind, then by the order the editor gave, then by name.
pub(crate) fn organisation_order(edition: &Edition) -> Vec<Id<Organisation>> {
    let collation = Collation::vietnamese();
    let mut rows: Vec<_> = edition
        .content
        .organisations
        .iter()
        .map(|(id, row)| ((row.group.is_some(), row.kind, row.order, collation.key(&row.name)), id))
        .collect();
    rows.sort();
    rows.into_iter().map(|(_, id)| id).collect()
}

/// The blocks of an organisation's page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum TaskBlock {
    ToDo,
    Support,
    Continuous,
    Done,
}

impl TaskBlock {
    pub(crate) const ALL: [Self; 4] = [Self::ToDo, Self::Support, Self::Continuous, Self::Done];

    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::ToDo => "can-lam",
            Self::Support => "phoi-hop",
            Self::Continuous => "thuong-xuyen",
            Self::Done => "hoan-thanh",
        }
    }
}

/// What the pages of an organisation show, before it is cut into pages.
#[derive(Debug, Default)]
pub(crate) struct OrganisationList {
    /// To do by deadline, support, continuous, done.
    pub(crate) tasks: Vec<(TaskBlock, Assignment)>,
    /// Of the tasks that it leads.
    pub(crate) tally: Tally,
    /// Sessions that are its own: coming ones first, then the newest.
    pub(crate) sessions: Vec<Id<Session>>,
}

impl OrganisationList {
    /// `own` are the sessions that concern the organisation, in the order of ids.
    pub(super) fn of(edition: &Edition, organisation: Id<Organisation>, own: &[Id<Session>]) -> Self {
        // A task that somebody else leads is never counted as late or done here.
        let led = edition.assignments(organisation).iter().filter(|given| given.role == Role::Lead);
        let today = edition.request.today;
        let mut sessions: Vec<_> = own
            .iter()
            .filter_map(|id| {
                let day = edition.content.sessions.get(*id)?.starts.day;
                Some((day < today, days_between(today, day).abs(), *id))
            })
            .collect();
        sessions.sort_unstable();
        Self {
            tasks: page_tasks(edition, organisation),
            tally: led.map(|given| given.state).collect(),
            sessions: sessions.into_iter().map(|(.., id)| id).collect(),
        }
    }

    /// Tasks of one block on all pages.
    pub(crate) fn in_block(&self, block: TaskBlock) -> usize {
        let from = self.tasks.partition_point(|(known, _)| *known < block);
        let to = self.tasks.partition_point(|(known, _)| *known <= block);
        to - from
    }
}

/// An organisation's tasks in the order of its page: to do by deadline, support, continuous, done.
fn page_tasks(edition: &Edition, organisation: Id<Organisation>) -> Vec<(TaskBlock, Assignment)> {
    let mut rows: Vec<_> = edition
        .assignments(organisation)
        .iter()
        .filter_map(|assignment| {
            let task = edition.task(assignment.plan, assignment.task)?;
            let continuous = task
                .task
                .values
                .deadline
                .as_ref()
                .is_some_and(|deadline| deadline.value.meaning == Meaning::Continuous);
            let block = match (assignment.state, assignment.role) {
                (TaskState::Done, _) => TaskBlock::Done,
                _ if continuous => TaskBlock::Continuous,
                (_, Role::Lead) => TaskBlock::ToDo,
                (_, Role::Support) => TaskBlock::Support,
            };
            let key = (block, task.due.is_none(), task.due, assignment.role, assignment.plan, assignment.task);
            Some((key, (block, *assignment)))
        })
        .collect();
    rows.sort_by_key(|(key, _)| *key);
    rows.into_iter().map(|(_, row)| row).collect()
}

#[cfg(test)]
mod tests {
    use crate::harness::Ward;
    use crate::read::vocabulary::Audience;

    #[test]
    fn conferences_whose_long_names_differ_at_the_end_have_folders_that_can_be_written() {
        let name = "Hội nghị toàn quốc ".repeat(20);
        let document = |file: &str, end: &str| {
            format!("-- content/van-ban/{file}.md --\n+++\ntieu_de = \"{file}\"\nhoi_nghi = \"{name}{end}\"\n+++\n")
        };
        let snapshot = Ward::of(&[document("a", "một"), document("b", "hai")].concat()).edition(Audience::Public);
        assert_eq!(snapshot.said(), "");
        let folders: Vec<&str> = snapshot.edition().conferences.iter().map(|row| row.slug.as_str()).collect();
        assert_eq!(folders.len(), 2, "{folders:?}");
        assert!(folders.iter().all(|folder| folder.len() <= 255), "{folders:?}");
    }
}
