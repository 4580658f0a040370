//! How many tasks stand in each state.

use crate::read::vocabulary::TaskState;

/// Counts of tasks by state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally([usize; TaskState::ALL.len()]);

impl Tally {
    /// Tasks in one state.
    pub(crate) fn of(&self, state: TaskState) -> usize {
        self.counts().find(|(known, _)| *known == state).map_or(0, |(_, count)| count)
    }

    /// Tasks that are still to be done.
    pub(crate) fn open(&self) -> usize {
        self.counts().filter(|(state, _)| state.is_open()).map(|(_, count)| count).sum()
    }

    /// All tasks.
    pub(crate) fn total(&self) -> usize {
        self.0.iter().sum()
    }

    /// Every state with its count, in the fixed order.
    pub(crate) fn counts(&self) -> impl Iterator<Item = (TaskState, usize)> {
        TaskState::ALL.into_iter().zip(self.0)
    }
}

impl FromIterator<TaskState> for Tally {
    fn from_iter<I: IntoIterator<Item = TaskState>>(states: I) -> Self {
        let mut tally = Self::default();
        for state in states {
            for (known, count) in TaskState::ALL.into_iter().zip(&mut tally.0) {
                *count += usize::from(known == state);
            }
        }
        tally
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_task_is_counted_once_in_its_state() {
        let tally: Tally = [TaskState::Done, TaskState::Late, TaskState::Late].into_iter().collect();
        assert_eq!((tally.total(), tally.open()), (3, 2));
        assert_eq!((tally.of(TaskState::Late), tally.of(TaskState::Paused)), (2, 0));
    }
}
