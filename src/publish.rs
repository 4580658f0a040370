//! From an edition to the files of a site: pages, exports, search, links, the folder that is written.

pub(crate) mod compose;
pub(crate) mod export;
pub(crate) mod letter;
pub(crate) mod links;
pub(crate) mod output;
pub(crate) mod picture;
pub(crate) mod render;
pub(crate) mod search;
pub(crate) mod theme;
