//! Source files to parsed entries, with the place of everything.
//!
//! Takes a [`SourceTree`], returns every entry as [`Entry`]; never fails, only reports. Names and references stay
//! text here; `model` resolves them. Nothing is filtered here: the audience is `gate`'s business.

mod citation;
mod entry;
mod identity;
mod markdown;
mod material;
mod office;
mod organisation;
mod plan;
mod session;
mod table;
mod task;

pub(crate) use citation::{Citation, CitationIdentity, KINDS, kind_name, normal_number, numbered_name};
pub(crate) use entry::{Common, Data, Entry, Kind};
pub(crate) use markdown::{
    Body, Comment, Directive, LinkKind, directive_info, full_target, links_in, options, plain_text, whole_text,
};
pub(crate) use material::{Answer, Material, MaterialKind, Page, QuizItem};
pub(crate) use office::office_blocks;
pub(crate) use organisation::{Document, GroupRule, Level, Organisation, OrganisationKind};
pub(crate) use plan::{
    Amendment, AmendmentKind, Approval, Consultation, Direction, DocumentKind, Milestone, Period, Plan, PlanStatus,
    Target,
};
pub(crate) use session::{Attendance, Form, Moment, Session};
pub(crate) use task::{Evidence, LogEntry, Task, TaskPatch, TaskSection, TaskStatus};

use crate::config::Config;
use crate::diag::{Diagnostics, Outcome};
use crate::source::SourceTree;
use rayon::prelude::*;

/// Parses every entry of the tree, in parallel, in the order of their paths.
pub(crate) fn parse(tree: &SourceTree, config: &Config) -> Outcome<Vec<Entry>> {
    let files: Vec<_> = tree
        .files()
        .filter(|(_, file)| file.path.as_str().starts_with("content/") && file.path.extension() == "md")
        .filter(|(_, file)| !file.path.as_str().starts_with("content/mau/"))
        .collect();
    let parsed: Vec<Outcome<Option<Entry>>> =
        files.into_par_iter().map(|(id, file)| entry::parse_entry(tree, id, file, config)).collect();
    let mut diagnostics = Diagnostics::default();
    let value = parsed.into_iter().filter_map(|outcome| outcome.collect(&mut diagnostics)).collect();
    Outcome { value, diagnostics }
}
