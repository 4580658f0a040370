//! From the disk to parsed entries: the site folder, its settings, office files, front matter and Markdown.

pub(crate) mod citation;
pub(crate) mod config;
pub(crate) mod fields;
pub(crate) mod grid;
pub(crate) mod markdown;
pub(crate) mod office;
pub(crate) mod parse;
pub(crate) mod scan;
pub(crate) mod sensitive;
pub(crate) mod source;
pub(crate) mod visible;
pub(crate) mod vocabulary;
