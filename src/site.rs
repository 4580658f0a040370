//! The content as written, for every audience: names and references resolved, rules checked.

pub(crate) mod model;
pub(crate) mod rules;
