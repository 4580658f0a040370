//! Tables of entries with typed ids. An edition keeps the ids and loses the rows it must not show,
//! so that an id of something hidden leads to nothing.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::sync::Arc;

/// The place of a `T` in its table.
pub(crate) struct Id<T>(u32, PhantomData<fn() -> T>);

impl<T> Id<T> {
    pub(crate) fn new(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX), PhantomData)
    }

    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Id<T> {}
impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<T> Eq for Id<T> {}
impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.cmp(&other.0)
    }
}
impl<T> Hash for Id<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}
impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

/// Entries of one kind.
#[derive(Debug)]
pub(crate) struct Table<T> {
    rows: Vec<Option<Arc<T>>>,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { rows: Vec::new() }
    }
}

impl<T> Clone for Table<T> {
    fn clone(&self) -> Self {
        Self { rows: self.rows.clone() }
    }
}

impl<T> Table<T> {
    /// So many ids without rows.
    pub(super) fn vacant(ids: usize) -> Self {
        Self { rows: vec![None; ids] }
    }

    /// Whether an id has the very row that it has in another table, or none in both.
    pub(crate) fn shares(&self, other: &Self, id: Id<T>) -> bool {
        match (self.shared(id), other.shared(id)) {
            (Some(own), Some(theirs)) => Arc::ptr_eq(own, theirs),
            (own, theirs) => own.is_none() && theirs.is_none(),
        }
    }

    /// Puts a row in the place of the one that has its id.
    pub(crate) fn replace(&mut self, id: Id<T>, row: Option<Arc<T>>) {
        if let Some(place) = self.rows.get_mut(id.index()) {
            *place = row;
        }
    }

    /// A row, as tables share it.
    pub(crate) fn shared(&self, id: Id<T>) -> Option<&Arc<T>> {
        self.rows.get(id.index())?.as_ref()
    }

    pub(crate) fn get(&self, id: Id<T>) -> Option<&T> {
        self.rows.get(id.index())?.as_deref()
    }

    /// How many ids the table has given out, rows or not.
    pub(crate) fn capacity(&self) -> usize {
        self.rows.len()
    }

    /// How many rows are there.
    pub(crate) fn len(&self) -> usize {
        self.rows.iter().flatten().count()
    }

    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = (Id<T>, &T)> {
        self.rows.iter().enumerate().filter_map(|(index, row)| Some((Id::new(index), row.as_deref()?)))
    }

    /// The same table with each row kept, changed or left out; rows that stay as they are share their memory.
    pub(crate) fn filter(&self, mut keep: impl FnMut(Id<T>, &Arc<T>) -> Option<Arc<T>>) -> Self {
        let rows = self.rows.iter().enumerate();
        Self { rows: rows.map(|(index, row)| row.as_ref().and_then(|row| keep(Id::new(index), row))).collect() }
    }
}
