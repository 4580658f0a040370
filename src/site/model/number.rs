//! Codes of tasks that amendments add: the next number above all ever used in the plan (CONTENT §8).
//!
//! Takes amendments in the order in which they count. Counted per edition: an amendment that an audience may not see
//! does not exist for it, so it must leave no hole in the numbers either.

use super::{Amendment, Content};
use crate::read::vocabulary::AmendmentKind;

/// The highest number ever used in each plan.
pub(crate) struct Numbers {
    highest: Vec<u64>,
}

impl Numbers {
    pub(crate) fn of(content: &Content) -> Self {
        let mut highest = vec![0; content.plans.capacity()];
        for (id, plan) in content.plans.iter() {
            if let Some(top) = highest.get_mut(id.index()) {
                *top = plan.highest_number;
            }
        }
        Self { highest }
    }

    /// The code of the task that a change adds; `None` when it adds none.
    pub(crate) fn code_of(&mut self, change: &Amendment) -> Option<String> {
        let top = self
            .highest
            .get_mut(change.plan.index())
            .filter(|_| change.kind == AmendmentKind::Add && change.part.is_none())?;
        let Some(code) = &change.new_code else {
            *top += 1;
            return Some(top.to_string());
        };
        if let Ok(number) = code.parse::<u64>() {
            *top = number.max(*top);
        }
        Some(code.clone())
    }
}
