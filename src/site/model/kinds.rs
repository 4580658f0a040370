//! The kinds of entry, listed once: their ids, their tables, and everything that is done with all of them.

use super::{Document, Id, Material, Meta, Organisation, Page, Plan, Session, Table};
use crate::read::vocabulary::EntryKind;
use std::collections::BTreeSet;

/// A kind of row: its table, and its ids among those of all entries.
pub(crate) trait OfKind: Sized {
    fn entry(id: Id<Self>) -> EntryId;
    /// The id, when the entry is of this kind.
    fn id(entry: EntryId) -> Option<Id<Self>>;
    fn table(content: &Content) -> &Table<Self>;
    fn table_mut(content: &mut Content) -> &mut Table<Self>;
}

macro_rules! kinds {
    ($($kind:ident $table:ident),+ $(,)?) => {
        /// Any entry, by its typed id.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) enum EntryId { $($kind(Id<$kind>)),+ }

        impl EntryId {
            /// The kind it is of.
            pub(crate) fn kind(self) -> EntryKind {
                match self { $(Self::$kind(_) => EntryKind::$kind),+ }
            }
        }

        /// The content of a site, or of one edition of it: tables of entries, each sorted by id.
        #[derive(Debug, Clone, Default)]
        pub(crate) struct Content { $(pub(crate) $table: Table<$kind>),+ }

        /// How many rows of each kind there are, counted while ids are given out.
        #[derive(Debug, Clone, Copy, Default)]
        pub(super) struct Counts { $($table: usize),+ }

        impl Counts {
            /// The next id of a kind.
            pub(super) fn next(&mut self, kind: EntryKind) -> EntryId {
                match kind { $(EntryKind::$kind => EntryId::$kind(next(&mut self.$table))),+ }
            }
        }

        impl Content {
            /// So many ids without rows.
            pub(super) fn vacant(counts: Counts) -> Self {
                Self { $($table: Table::vacant(counts.$table)),+ }
            }

            /// The entries whose rows are not the very rows of another state of the same content: changed, come or gone.
            pub(crate) fn changed_since(&self, before: &Self) -> BTreeSet<EntryId> {
                let mut changed = BTreeSet::new();
                $(changed.extend(changes(&self.$table, &before.$table));)+
                changed
            }

            /// Whether both hold the same entries.
            pub(crate) fn holds_the_same(&self, other: &Self) -> bool {
                $(same_ids(&self.$table, &other.$table))&&+
            }

            /// What every entry has, of any kind. `None` for an entry that this content does not hold.
            pub(crate) fn meta(&self, entry: EntryId) -> Option<&Meta> {
                match entry { $(EntryId::$kind(id) => self.$table.get(id).map(|row| &row.meta)),+ }
            }

            /// Every entry, kind by kind.
            pub(crate) fn entries(&self) -> impl Iterator<Item = (EntryId, &Meta)> {
                let none = std::iter::empty();
                none$(.chain(self.$table.iter().map(|(id, row)| (EntryId::$kind(id), &row.meta))))+
            }
        }

        $(impl OfKind for $kind {
            fn entry(id: Id<Self>) -> EntryId {
                EntryId::$kind(id)
            }
            fn id(entry: EntryId) -> Option<Id<Self>> {
                if let EntryId::$kind(id) = entry { Some(id) } else { None }
            }
            fn table(content: &Content) -> &Table<Self> {
                &content.$table
            }
            fn table_mut(content: &mut Content) -> &mut Table<Self> {
                &mut content.$table
            }
        })+
    };
}

kinds! {
    Organisation organisations,
    Document documents,
    Plan plans,
    Session sessions,
    Material materials,
    Page pages,
}

fn next<T>(count: &mut usize) -> Id<T> {
    *count += 1;
    Id::new(*count - 1)
}

fn changes<T: OfKind>(now: &Table<T>, before: &Table<T>) -> impl Iterator<Item = EntryId> {
    let ids = (0..now.capacity().max(before.capacity())).map(Id::new);
    ids.filter(|id| !now.shares(before, *id)).map(T::entry)
}

fn same_ids<T>(own: &Table<T>, other: &Table<T>) -> bool {
    own.capacity() == other.capacity() && own.iter().map(|(id, _)| id).eq(other.iter().map(|(id, _)| id))
}
