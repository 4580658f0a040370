//! Documents for the office («văn bản»): reports, task slips, invitations, notices, broadcast texts.
//!
//! Takes a template (MiniJinja over Markdown, written by whoever keeps a theme or a site) and facts of an edition, returns
//! a [`Letter`] that is written as Markdown or plain text, and by the office wing as Word. A template sees the facts of its kind and nothing else.

mod draft;
mod facts;
mod plain;

pub(crate) use draft::{Form, Letter, LetterProblem};
pub(crate) use facts::{Period, Subject, facts};
