//! Dates and deadlines (CONTENT §3).
//!
//! Takes what people write, returns calendar days and intervals; depends only on `text`.
//! It never reads a clock: today's date is always an argument.

mod day;
mod deadline;
mod length;
mod scan;

pub(crate) use day::{DateProblem, Day, days_between, parse_date, print_day, split_date, weekday};
pub(crate) use deadline::{Dating, Deadline, Meaning, Recurrence};
pub(crate) use length::minutes_of;
