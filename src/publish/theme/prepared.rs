//! Pieces of a context that cost a template less than what they are made of.

use serde::{Serialize, Serializer};
use tera::Value;

/// HTML that a template prints as it is, without `| safe`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Markup(pub(crate) String);

impl Serialize for Markup {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Value::safe_string(&self.0).serialize(serializer)
    }
}

/// What stands in many rows, made once for all of them.
#[derive(Debug, Clone)]
pub(crate) struct Prepared(Value);

impl Prepared {
    pub(crate) fn new(piece: &impl Serialize) -> Self {
        Self(Value::from_serializable(piece))
    }
}

impl Serialize for Prepared {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}
