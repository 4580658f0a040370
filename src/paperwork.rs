//! Documents for the office («văn bản»): reports, task slips, invitations, notices, broadcast texts.
//!
//! Takes a template (MiniJinja over Markdown, written by whoever keeps a theme or a site) and facts of an edition, returns
//! a [`Letter`] that is written as Word, Markdown or plain text. A template sees the facts of its kind and nothing else.

mod docx;
mod facts;
mod letter;
mod plain;

pub(crate) use facts::{Period, Subject, facts};
pub(crate) use letter::{Letter, LetterProblem};
