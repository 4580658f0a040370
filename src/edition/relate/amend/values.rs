//! The keys of a task, new ones over old ones, key by key.

use super::{Field, FieldChange};
use crate::basics::date::print_day;
use crate::basics::text::decimal;
use crate::site::model::{LeaderRecord, Parties, TaskValues};

/// Puts new values over old ones and says what a reader sees changed.
pub(super) fn overwrite(old: &mut TaskValues, new: &TaskValues) -> Vec<FieldChange> {
    let before = texts(old);
    let after = texts(new);
    let mut fields = Vec::new();
    for ((field, before), (_, after)) in before.into_iter().zip(after) {
        if let Some(after) = after
            && before.as_ref() != Some(&after)
        {
            let parties = match field {
                Field::Lead => new.lead.as_ref(),
                Field::Support => new.support.as_ref(),
                _ => None,
            };
            let left_out = parties.is_some_and(|parties| parties.left_out && parties.is_empty());
            fields.push(FieldChange { field, old: before.unwrap_or_default(), new: after, left_out });
        }
    }
    // Key by key: a new one does not compile until somebody has decided what an amendment does to it.
    let TaskValues {
        place_in_text,
        content,
        lead,
        support,
        responsible,
        deadline,
        product,
        authority,
        target,
        note,
        status,
        progress,
        done_on,
        audience,
        evidence,
        log,
        by_leader,
    } = new.clone();
    put(&mut old.place_in_text, place_in_text);
    put(&mut old.content, content);
    put(&mut old.lead, lead);
    put(&mut old.support, support);
    put(&mut old.responsible, responsible);
    put(&mut old.deadline, deadline);
    put(&mut old.product, product);
    put(&mut old.authority, authority);
    put(&mut old.target, target);
    put(&mut old.note, note);
    put(&mut old.status, status);
    put(&mut old.progress, progress);
    put(&mut old.done_on, done_on);
    put(&mut old.audience, audience);
    old.evidence.extend(evidence);
    old.log.extend(log);
    by_leader.into_iter().for_each(|row| put_row(&mut old.by_leader, row));
    fields
}

/// What is new of one that leads; what is not said again stays.
fn put_row(rows: &mut Vec<LeaderRecord>, new: LeaderRecord) {
    let Some(old) = rows.iter_mut().find(|old| old.organisation.known() == new.organisation.known()) else {
        return rows.push(new);
    };
    let LeaderRecord { at, organisation, status, progress, done_on, quantity, note, evidence } = new;
    (old.at, old.organisation) = (at, organisation);
    put(&mut old.status, status);
    put(&mut old.progress, progress);
    put(&mut old.done_on, done_on);
    put(&mut old.quantity, quantity);
    put(&mut old.note, note);
    old.evidence.extend(evidence);
}

/// A new value wins over an old one.
fn put<T>(old: &mut Option<T>, new: Option<T>) {
    if new.is_some() {
        *old = new;
    }
}

/// Every comparable value as a reader would see it.
fn texts(values: &TaskValues) -> [(Field, Option<String>); 13] {
    let TaskValues {
        place_in_text,
        content,
        lead,
        support,
        responsible,
        deadline,
        product,
        authority,
        target,
        note,
        status,
        progress,
        done_on,
        // Who sees the task is no text; evidence and log are added to, never changed.
        audience: _,
        evidence: _,
        log: _,
        by_leader: _,
    } = values;
    [
        (Field::Content, content.as_ref().map(|content| content.value.clone())),
        (Field::Lead, lead.as_ref().map(Parties::text)),
        (Field::Support, support.as_ref().map(Parties::text)),
        (Field::Responsible, responsible.clone()),
        (Field::Deadline, deadline.as_ref().map(|deadline| deadline.value.verbatim.clone())),
        (Field::Product, product.clone()),
        (Field::Authority, authority.clone()),
        (Field::Target, target.clone()),
        (Field::Note, note.clone()),
        (Field::Status, status.map(|status| status.word().to_owned())),
        (Field::Progress, progress.map(|percent| format!("{} %", decimal(percent)))),
        (Field::DoneOn, done_on.map(print_day)),
        (Field::PlaceInText, place_in_text.clone()),
    ]
}
