//! The newest date of content behind something: what feeds and calendars call «updated». Never after the build date.

use super::{Edition, Effective, EffectiveTask};
use crate::basics::date::Day;
use crate::site::model::{Content, Id, Organisation, Plan, Session};
use std::collections::BTreeSet;

impl EffectiveTask {
    /// The newest date in the task itself: its log, its end, what amended it.
    fn newest(&self) -> impl Iterator<Item = Day> {
        let values = &self.task.values;
        values.log.iter().filter_map(|entry| entry.date).chain(values.done_on).chain(self.revised_on())
    }
}

impl Effective {
    /// The newest date in a plan, its tasks and its amendments.
    pub(crate) fn newest(&self, plan: &Plan, today: Day) -> Option<Day> {
        let tasks = self.tasks.iter().flat_map(EffectiveTask::newest);
        let changes = self.changes.iter().filter_map(|change| change.date);
        plan.meta.newest(tasks.chain(changes).map(Some).chain([plan.date]), today)
    }
}

impl Edition {
    /// The newest date behind a task of a plan.
    pub(crate) fn newest_of_task(&self, plan: Id<Plan>, task: &EffectiveTask) -> Option<Day> {
        let plan = self.content.plans.get(plan)?;
        plan.meta.newest(task.newest().map(Some).chain([plan.date]), self.request.today)
    }

    /// The newest date behind a session: its own when it has been, else that of the newest plan or document it is about,
    /// else the beginning of its year; of one that is years ahead, nothing.
    pub(crate) fn newest_of_session(&self, session: &Session) -> Option<Day> {
        let plans = session.plans.iter().filter_map(|id| self.content.plans.get(*id)?.date);
        let documents = session.documents.iter().filter_map(|id| self.content.documents.get(*id)?.date);
        let year = [0, 1].into_iter().filter_map(|back| Day::new(session.starts.day.year() - back, 1, 1).ok());
        let own = [session.starts.day].into_iter().chain(session.ends.map(|ends| ends.day));
        session.meta.newest(own.chain(plans).chain(documents).chain(year).map(Some), self.request.today)
    }

    /// Organisations whose session it is: convened, by name or through a group, or with a result.
    pub(crate) fn concerned(&self, session: &Session) -> BTreeSet<Id<Organisation>> {
        let convened = session.convened.known();
        let group = |id: &Id<Organisation>| self.content.organisations.get(*id).and_then(|row| row.group.as_ref());
        let through = convened.iter().filter_map(group).flat_map(|group| &group.members);
        let results = session.results.iter().map(|result| result.organisation);
        convened.iter().chain(through).copied().chain(results).collect()
    }
}

/// The newest date of any plan or session that is not ahead of the build date.
pub(super) fn newest(content: &Content, today: Day) -> Option<Day> {
    let plans = content.plans.iter().filter_map(|(_, plan)| plan.meta.newest([plan.date], today));
    let held = content.sessions.iter();
    let sessions = held.filter_map(|(_, session)| session.meta.newest([Some(session.starts.day)], today));
    plans.chain(sessions).max()
}
