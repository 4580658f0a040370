//! Work of the office around a site: papers read into content, workbooks of progress, documents to sign.

pub(crate) mod import;
pub(crate) mod paperwork;
pub(crate) mod progress;
