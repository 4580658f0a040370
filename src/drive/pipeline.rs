//! The one line from a folder to a site: read, parse, model, gate, relate, route, render, check, write.
//!
//! [`build`] makes every file of a snapshot and writes it, [`check`] runs all of it but the write, and a preview asks
//! the newest snapshot for one file at a time: there is one way to make a file. Nothing else in the program knows the
//! order of the stages.

mod complete;
mod findings;
mod published;
mod snapshot;
mod workspace;

pub(crate) use complete::{compared, complete};
pub use findings::{Findings, ToDo};
pub(crate) use snapshot::{FileBytes, Snapshot};
pub(crate) use workspace::Workspace;

use crate::basics::date::Day;
use crate::basics::diag::{Fatal, FileId, Lang};
use crate::basics::path::OutPath;
use crate::edition::gate::Request;
use crate::publish::output::{Coding, Inputs, Placing, Staging, Written};
use crate::read::vocabulary::Audience;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What to build, and for whom.
#[derive(Debug, Clone)]
pub struct BuildInput {
    /// The site folder.
    pub site: PathBuf,
    /// Who will see the result.
    pub audience: Audience,
    /// Whether drafts are built.
    pub drafts: bool,
    /// The build date.
    pub today: Day,
    /// Whether text files get compressed twins beside them.
    pub compressed: bool,
}

impl BuildInput {
    pub(crate) fn request(&self) -> Request {
        Request { audience: self.audience, drafts: self.drafts, today: self.today }
    }
}

/// A step of the work, for whoever shows progress.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Reading the folder.
    Read,
    /// Parsing every file.
    Parse,
    /// Resolving names and references, checking the rules of each entry.
    Model,
    /// Leaving out what the audience must not see.
    Gate,
    /// Relating what is left, and listing its addresses.
    Relate,
    /// Comparing everything with everything: rules about the whole site.
    Compare,
    /// Making files that are no pages.
    Files,
    /// Making the index of the search, and the files that say where it lies.
    Index,
    /// One page of so many is rendered.
    Page {
        /// Pages in all.
        total: usize,
    },
    /// Checking the links of all pages.
    Links,
    /// Swapping folders.
    Commit,
}

/// Event about every step; from several threads.
pub type Progress<'a> = &'a (dyn Fn(Step) + Sync);

impl Report {
    /// What stands between the content and its publication, entry by entry; those that block first.
    #[must_use]
    pub fn to_do(&self, lang: Lang) -> Vec<ToDo> {
        self.findings.to_do(lang, &self.owners)
    }
}

/// What a run found and did.
pub struct Report {
    /// Everything there is to say about the content.
    pub findings: Findings,
    /// Pages of the site.
    pub pages: usize,
    /// Plans in this edition.
    pub plans: usize,
    /// Tasks in force.
    pub tasks: usize,
    /// Organisations in this edition.
    pub organisations: usize,
    /// Whose table a file is: plans by the tables beside them.
    pub(crate) owners: BTreeMap<FileId, FileId>,
    /// Names of plans, by their files.
    pub titles: BTreeMap<String, String>,
    /// What was written; `None` when nothing was.
    pub written: Option<Written>,
}

/// Builds the site into `out`. With an error in the content nothing is written.
///
/// # Errors
/// When the run could not happen: no site, no theme, no room, a folder that is not ours.
pub fn build(input: &BuildInput, out: &Path, placing: Placing, progress: Progress<'_>) -> Result<Report, Fatal> {
    let sources = [input.site.join("content"), input.site.join("themes"), input.site.join("bangtin.toml")];
    let staging = Staging::open(out, &sources, placing)?;
    match made(input, &staging, progress) {
        Ok((mut report, inputs)) if !report.findings.has_errors() => {
            progress(Step::Commit);
            report.written = Some(staging.commit(inputs.as_ref())?);
            Ok(report)
        }
        other => {
            staging.abandon()?;
            other.map(|(report, _)| report)
        }
    }
}

/// Stages every file, or finds that the published ones are of these very inputs. The inputs are given back where a build
/// of the same may do without making the pages: all that was said was said before.
fn made(input: &BuildInput, staging: &Staging, progress: Progress<'_>) -> Result<(Report, Option<Inputs>), Fatal> {
    let (workspace, snapshot) = read(input, progress)?;
    let report = snapshot.report();
    let sound = !snapshot.findings().has_errors();
    let inputs = if sound { snapshot.inputs(input.compressed) } else { None };
    if inputs.as_ref().is_some_and(|inputs| staging.holds(inputs)) {
        let (pages, findings) = (snapshot.pages(), compared(&snapshot, progress));
        workspace.settled()?;
        return Ok((Report { pages, findings, ..report }, inputs));
    }
    let sink = |path: &OutPath, bytes: FileBytes<'_>| stage(staging, &snapshot, input.compressed, path, bytes);
    let sink: Option<Sink<'_>> = if sound { Some(&sink) } else { None };
    let done = complete(&snapshot, progress, sink, &|| true);
    workspace.settled()?;
    Ok(match done {
        Some(done) => {
            let inputs = inputs.filter(|_| done.quiet);
            (Report { pages: done.pages, findings: done.findings, ..report }, inputs)
        }
        None => (report, None),
    })
}

/// Stages one file, and its compressed twins where they are asked for.
fn stage(staging: &Staging, snapshot: &Snapshot, compressed: bool, path: &OutPath, bytes: FileBytes<'_>) {
    let bytes = match bytes {
        FileBytes::Held(bytes) => bytes,
        FileBytes::Cleared(cleared) => match cleared.facts() {
            Some(facts) if !(compressed && Coding::is_text(path)) => {
                return staging.put_sent(path, facts, |file| cleared.send(file));
            }
            _ => match cleared.whole() {
                Ok(bytes) => bytes.into(),
                Err(fatal) => return staging.fail(*fatal),
            },
        },
    };
    staging.put(path, &bytes);
    let twins = Coding::ALL.into_iter().filter(|_| compressed);
    let twins = twins.filter_map(|coding| Some((coding, coding.twin_of(path, &bytes)?)));
    // A file of the site's own wins its path.
    for (coding, twin) in twins.filter(|(_, twin)| snapshot.is_free(twin)) {
        staging.put_twin(path, &bytes, &twin, coding);
    }
}

fn read(input: &BuildInput, progress: Progress<'_>) -> Result<(Workspace, Snapshot), Fatal> {
    let workspace = Workspace::open_telling(&input.site, progress)?;
    let snapshot = workspace.snapshot_telling(input.request(), None, progress);
    Ok((workspace, snapshot))
}

/// Everything but the write.
///
/// # Errors
/// When the run could not happen.
pub fn check(input: &BuildInput, progress: Progress<'_>) -> Result<Report, Fatal> {
    let (workspace, snapshot) = read(input, progress)?;
    let report = snapshot.report();
    let done = complete(&snapshot, progress, None, &|| true);
    workspace.settled()?;
    Ok(match done {
        Some(done) => Report { pages: done.pages, findings: done.findings, ..report },
        None => report,
    })
}

type Sink<'a> = &'a (dyn Fn(&OutPath, FileBytes<'_>) + Sync);
