//! What entries are called beside their ids: their numbers, and the names of organisations (CONTENT §1).

use super::{Content, EntryId};
use crate::basics::date::Day;
use crate::basics::text::fold_name;
use crate::read::citation::{Citation, normal_number};
use crate::read::vocabulary::EntryKind;
use std::collections::BTreeMap;

/// Entries by what they are called.
#[derive(Debug, Default, Clone)]
pub(crate) struct Called {
    numbers: BTreeMap<String, Vec<(Option<Day>, EntryId)>>,
    names: BTreeMap<String, Vec<EntryId>>,
}

impl Called {
    /// Of those entries that some content holds.
    pub(super) fn within(&self, content: &Content) -> Self {
        let is_held = |entry: &EntryId| content.meta(*entry).is_some();
        let mut within = self.clone();
        within.numbers.values_mut().for_each(|same| same.retain(|(_, entry)| is_held(entry)));
        within.names.values_mut().for_each(|owners| owners.retain(is_held));
        within.numbers.retain(|_, same| !same.is_empty());
        within.names.retain(|_, owners| !owners.is_empty());
        within
    }

    pub(super) fn name<'n>(&mut self, entry: EntryId, names: impl Iterator<Item = &'n str>) {
        for name in names.map(fold_name).filter(|name| !name.is_empty()) {
            let owners = self.names.entry(name).or_default();
            if !owners.contains(&entry) {
                owners.push(entry);
            }
        }
    }

    pub(super) fn number(&mut self, entry: EntryId, number: Option<&str>, date: Option<Day>) {
        if let Some(number) = number {
            self.numbers.entry(normal_number(number)).or_default().push((date, entry));
        }
    }

    /// The entry of one of these kinds that is called so.
    pub(super) fn find(&self, written: &str, kinds: &[EntryKind], on: Option<Day>) -> Option<EntryId> {
        let fits = |entry: &EntryId| kinds.is_empty() || kinds.contains(&entry.kind());
        if kinds.contains(&EntryKind::Organisation)
            && let Some([one]) = self.names.get(&fold_name(written)).map(Vec::as_slice)
        {
            return Some(*one);
        }
        let cited = || self.numbers.get(&Citation::parse(written).identity.number?);
        let same = self.numbers.get(&normal_number(written)).or_else(cited)?;
        let same = same.iter().filter(|(_, entry)| fits(entry));
        let is_ahead = |date: &Option<Day>| on.zip(*date).is_some_and(|(on, date)| date > on);
        // What was issued later is meant only where nothing else is.
        same.max_by_key(|(date, entry)| (!is_ahead(date), *date, *entry)).map(|(_, entry)| *entry)
    }
}

impl Content {
    /// The day of an entry: of its issue, or on which it begins.
    pub(crate) fn day_of(&self, entry: EntryId) -> Option<Day> {
        match entry {
            EntryId::Plan(id) => self.plans.get(id)?.date,
            EntryId::Document(id) => self.documents.get(id)?.date,
            EntryId::Session(id) => Some(self.sessions.get(id)?.starts.day),
            EntryId::Material(id) => self.materials.get(id)?.date,
            EntryId::Organisation(_) | EntryId::Page(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::harness::day;
    use crate::site::model::Id;

    #[test]
    fn of_several_with_one_number_the_newest_that_there_was_is_meant() {
        let mut called = Called::default();
        let plan = |index| EntryId::Plan(Id::new(index));
        called.number(plan(0), Some("12-KH/ĐU"), Some(day("2024-01-20")));
        called.number(plan(1), Some("12- KH/ĐU"), Some(day("2025-01-20")));
        let find = |written, on: Option<&str>| called.find(written, &[EntryKind::Plan], on.map(day));
        assert_eq!(find("12-KH/ĐU", None), Some(plan(1)));
        assert_eq!(find("12-kh/đu", Some("2024-06-01")), Some(plan(0)));
        assert_eq!(find("Kế hoạch số 12-KH/ĐU", Some("2026-06-01")), Some(plan(1)));
        assert_eq!(find("13-KH/ĐU", None), None);
        assert_eq!(called.find("12-KH/ĐU", &[EntryKind::Document], None), None);
    }
}
