//! What offices write, as content: Word documents and task tables become files of the content folder.
//!
//! Takes the bytes of a document and the site as it is, returns a [`Draft`]: files to write, and a [`Report`] that says of
//! everything whether it was recognised, guessed or left behind. Writes nothing, asks nobody. No word of the document may
//! be missing from files and report together; [`coverage`] checks it on every import.

mod body;
mod closing;
mod coverage;
mod entry;
mod form;
mod front;
mod letterhead;
mod opening;
mod organisations;
mod raw;
mod refuse;
mod report;
mod sheet;
mod signers;
mod suggest;
mod tables;
mod targets;
mod word;

pub(crate) use form::{Answers, EntryForm, Question, find_plan, questions};
pub(crate) use raw::RawFile;
pub(crate) use refuse::marks_of_tables;
pub(crate) use report::{Certainty, Place, Report};
pub(crate) use sheet::{organisations as organisation_list, tasks as task_blocks};
pub(crate) use word::{Refusal, WordOptions, everything_in, word};

use crate::basics::path::SourcePath;

/// What an import would write.
#[derive(Debug)]
pub(crate) struct Draft {
    /// New files, the entry itself first.
    pub(crate) files: Vec<NewFile>,
    pub(crate) report: Report,
}

/// A file that does not exist yet.
#[derive(Debug)]
pub(crate) struct NewFile {
    pub(crate) path: SourcePath,
    pub(crate) bytes: Vec<u8>,
}
