//! What others see of an entry: the values by which it is cited, found and counted.
//!
//! An edit that leaves the identity of an entry as it is changes no other entry's row.

use super::{Data, Entry};
use crate::basics::date::Day;
use crate::basics::diag::Located;
use crate::read::vocabulary::DocumentKind;

/// What others see of an entry.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct PublicIdentity {
    id: String,
    identity: EntryIdentity,
}

#[derive(Debug, PartialEq, Eq)]
enum EntryIdentity {
    Document {
        kind: Option<String>,
        cited: Cited,
    },
    Plan {
        kind: DocumentKind,
        cited: Cited,
    },
    /// Whether it has a day, without which it is in no record.
    Session(bool),
    /// Known by its id alone.
    Plain,
}

/// What citations look for.
#[derive(Debug, PartialEq, Eq)]
struct Cited {
    number: Option<String>,
    date: Option<Day>,
    issuer: Option<String>,
}

impl PublicIdentity {
    /// `None` for organisations: whatever is said of them may matter to others.
    pub(super) fn of(entry: &Entry) -> Option<Self> {
        fn value<T: Clone>(located: &Option<Located<T>>) -> Option<T> {
            located.as_ref().map(|located| located.value.clone())
        }
        let identity = match &entry.data {
            Data::Organisation(_) => return None,
            Data::Document(data) => EntryIdentity::Document {
                kind: value(&data.kind),
                cited: Cited { number: value(&data.number), date: value(&data.date), issuer: value(&data.issuer) },
            },
            Data::Plan(data) => EntryIdentity::Plan {
                kind: data.kind,
                cited: Cited { number: value(&data.number), date: value(&data.date), issuer: value(&data.issuer) },
            },
            Data::Session(data) => EntryIdentity::Session(data.starts.is_some()),
            Data::Material(_) | Data::Page(_) => EntryIdentity::Plain,
        };
        Some(Self { id: entry.id.clone(), identity })
    }
}
