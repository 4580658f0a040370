//! From the disk to parsed entries: the site folder, its settings, office files, front matter and Markdown.

pub(crate) mod config;
pub(crate) mod fields;
pub(crate) mod office;
pub(crate) mod parse;
pub(crate) mod source;
