//! One TOML value as one Rust value, or a diagnostic about its type.

use super::{Context, problem};
use crate::basics::date::{Day, Deadline, Meaning, parse_date};
use crate::basics::diag::Span;
use jiff::civil::Time;
use toml::de::DeValue;
use toml::value::{Date as TomlDate, Datetime};

/// What kind of value a key wants, for the message.
#[derive(Debug, Clone, Copy)]
pub(super) enum Wanted {
    Text,
    Boolean,
    Integer,
    Number,
    Date,
    Table,
    Tables,
}

/// Reports the wrong type; always `None`, so that it can end a match.
pub(super) fn wrong_type<T>(value: &DeValue<'_>, at: Span, wanted: Wanted, cx: &mut Context<'_>) -> Option<T> {
    cx.diagnostics.push(problem::wrong_type(value.type_str(), wanted, at));
    None
}

pub(super) fn text(value: &DeValue<'_>, at: Span, cx: &mut Context<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.trim().to_owned()),
        other => wrong_type(other, at, Wanted::Text, cx),
    }
}

pub(super) fn integer(
    value: &DeValue<'_>,
    at: Span,
    range: std::ops::RangeInclusive<i64>,
    cx: &mut Context<'_>,
) -> Option<i64> {
    let DeValue::Integer(digits) = value else { return wrong_type(value, at, Wanted::Integer, cx) };
    let number = i64::from_str_radix(&digits.as_str().replace('_', ""), digits.radix()).ok();
    let inside = number.filter(|number| range.contains(number));
    if inside.is_none() {
        cx.diagnostics.push(problem::out_of_range(digits.as_str(), at, *range.start(), *range.end()));
    }
    inside
}

pub(super) fn number(value: &DeValue<'_>, at: Span, cx: &mut Context<'_>) -> Option<f64> {
    let digits = match value {
        DeValue::Integer(digits) if digits.radix() == 10 => digits.as_str(),
        DeValue::Float(digits) => digits.as_str(),
        other => return wrong_type(other, at, Wanted::Number, cx),
    };
    let number = digits.replace('_', "").parse::<f64>().ok().filter(|number| number.is_finite());
    if number.is_none() {
        return wrong_type(value, at, Wanted::Number, cx);
    }
    number
}

pub(super) fn date(value: &DeValue<'_>, at: Span, cx: &mut Context<'_>) -> Option<Day> {
    match value {
        DeValue::Datetime(Datetime { date: Some(date), time: None, offset: None }) => toml_day(*date, at, cx),
        // What is left of an impossible date, which the syntax check has reported.
        DeValue::Datetime(Datetime { date: None, time: None, .. }) => None,
        DeValue::String(text) => match parse_date(text) {
            Ok(day) => Some(day),
            Err(found) => {
                cx.diagnostics.push(problem::bad_date(text, found, at));
                None
            }
        },
        other => wrong_type(other, at, Wanted::Date, cx),
    }
}

pub(super) fn date_time(value: &DeValue<'_>, at: Span, cx: &mut Context<'_>) -> Option<(Day, Option<Time>)> {
    match value {
        DeValue::Datetime(Datetime { date: Some(date), time: Some(time), offset: None }) => {
            let day = toml_day(*date, at, cx)?;
            let hour = i8::try_from(time.hour).ok()?;
            let minute = i8::try_from(time.minute).ok()?;
            Some((day, Time::new(hour, minute, 0, 0).ok()))
        }
        DeValue::String(text) => match split_time(text) {
            Some((day_text, time)) => match parse_date(day_text) {
                Ok(day) => Some((day, Some(time))),
                Err(found) => {
                    cx.diagnostics.push(problem::bad_date(text, found, at));
                    None
                }
            },
            None => date(value, at, cx).map(|day| (day, None)),
        },
        other => date(other, at, cx).map(|day| (day, None)),
    }
}

/// `02/03/2026 14:00` or `14:00 02/03/2026`: the day as text, and the time.
fn split_time(text: &str) -> Option<(&str, Time)> {
    let (first, second) = text.trim().split_once(char::is_whitespace)?;
    let second = second.trim();
    if let Some(time) = clock(second) {
        return Some((first, time));
    }
    clock(first).map(|time| (second, time))
}

fn clock(text: &str) -> Option<Time> {
    let (hour, minute) = text.split_once([':', 'h', 'g'])?;
    let minute = if minute.is_empty() { 0 } else { minute.parse().ok()? };
    Time::new(hour.parse().ok()?, minute, 0, 0).ok()
}

pub(super) fn deadline(value: &DeValue<'_>, at: Span, cx: &mut Context<'_>) -> Option<Deadline> {
    match value {
        DeValue::Datetime(_) => date(value, at, cx).map(Deadline::on),
        DeValue::Integer(year) => Some(read_deadline(year.as_str(), at, cx)),
        DeValue::String(text) if text.trim().is_empty() => None,
        DeValue::String(text) => Some(read_deadline(text, at, cx)),
        other => wrong_type(other, at, Wanted::Date, cx),
    }
}

fn read_deadline(text: &str, at: Span, cx: &mut Context<'_>) -> Deadline {
    let (deadline, found) = Deadline::parse(text);
    match found {
        Some(found) => cx.diagnostics.push(problem::bad_date(text, found, at)),
        None if deadline.meaning == Meaning::Unknown => {
            cx.diagnostics.push(problem::deadline_not_understood(&deadline.verbatim, at.into()));
        }
        None => {}
    }
    deadline
}

fn toml_day(date: TomlDate, at: Span, cx: &mut Context<'_>) -> Option<Day> {
    let written = format!("{:04}-{:02}-{:02}", date.year, date.month, date.day);
    match parse_date(&written) {
        Ok(day) => Some(day),
        Err(found) => {
            cx.diagnostics.push(problem::bad_date(&written, found, at));
            None
        }
    }
}
