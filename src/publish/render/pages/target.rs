//! Targets with their progress.

use crate::basics::text::decimal;
use crate::publish::render::PageCx;
use crate::publish::render::view::LinkView;
use crate::read::vocabulary::Direction;
use crate::site::model::Target;
use serde::Serialize;

/// A target, ready to print.
#[derive(Debug, Serialize)]
pub(in crate::publish::render) struct TargetView {
    name: String,
    unit: Option<String>,
    goals: Vec<YearView>,
    in_words: Option<String>,
    achieved: Vec<YearView>,
    /// Newest result against the goal of its year or the next one.
    percent: Option<i64>,
    percent_text: Option<String>,
    met: Option<bool>,
    tracked_by: Option<LinkView>,
}

#[derive(Debug, Serialize)]
struct YearView {
    year: i16,
    value: String,
}

impl PageCx<'_> {
    pub(in crate::publish::render) fn target(&self, target: &Target) -> TargetView {
        let newest = target.achieved.iter().next_back();
        let goal = newest.and_then(|(year, _)| {
            target.goals.range(year..).next().or_else(|| target.goals.iter().next_back()).map(|(_, goal)| *goal)
        });
        let direction = target.direction.unwrap_or_default();
        let result = newest.map(|(_, value)| *value).zip(goal);
        let percent = result.filter(|_| direction == Direction::AtLeast).and_then(|(value, goal)| percent(value, goal));
        let sign = match direction {
            Direction::AtLeast => "≥ ",
            Direction::AtMost => "≤ ",
            Direction::Exactly => "",
        };
        let goal_text =
            |value: &f64| format!("{}{}", if target.direction.is_some() { sign } else { "" }, decimal(*value));
        TargetView {
            name: target.name.clone(),
            unit: target.unit.clone(),
            goals: target.goals.iter().map(|(year, value)| YearView { year: *year, value: goal_text(value) }).collect(),
            in_words: target.goal_in_words.clone(),
            achieved: target
                .achieved
                .iter()
                .map(|(year, value)| YearView { year: *year, value: decimal(*value) })
                .collect(),
            percent,
            percent_text: percent.map(|percent| format!("{percent} %")),
            met: result.map(|(value, goal)| met(value, goal, direction)),
            tracked_by: target.tracked_by.as_ref().map(|tracker| self.issuer(Some(tracker))),
        }
    }
}

fn met(value: f64, goal: f64, direction: Direction) -> bool {
    match direction {
        Direction::AtLeast => value >= goal,
        Direction::AtMost => value <= goal,
        Direction::Exactly => (value - goal).abs() < 1e-9,
    }
}

/// How far a growing target has come, 0 to 100.
fn percent(value: f64, goal: f64) -> Option<i64> {
    #[expect(clippy::cast_possible_truncation, reason = "clamped to 0..=100 before")]
    (goal > 0.0 && value >= 0.0).then(|| (value * 100.0 / goal).clamp(0.0, 100.0).round() as i64)
}
