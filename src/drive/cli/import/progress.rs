//! The progress workbook, filled in: shows what would change, asks, and changes it.

#![allow(clippy::disallowed_methods, reason = "this reads the files that it changes")]

use super::say_report;
use crate::basics::diag::{Fatal, FileId, Lang, msg};
use crate::basics::path::SourcePath;
use crate::drive::cli::args::ImportOptions;
use crate::drive::cli::ask::Ask;
use crate::drive::cli::console::Console;
use crate::drive::cli::{Exit, files, today};
use crate::drive::pipeline::Workspace;
use crate::edition::gate::Request;
use crate::office::import::{NewFile, RawFile, Report};
use crate::office::progress::{FileChange, Files, changes, rows};
use crate::read::grid::Grid;
use crate::read::vocabulary::Audience;
use similar::TextDiff;
use std::fs;
use std::path::Path;

pub(super) fn run(
    grids: &[Grid],
    workspace: &Workspace,
    options: &ImportOptions,
    console: &Console,
) -> Result<Exit, Fatal> {
    let today = today::of_site(&options.site, None)?;
    let snapshot = workspace.snapshot(Request { audience: Audience::Internal, drafts: false, today }, None);
    let mut report = Report::default();
    let edited = rows(grids, &mut report);
    let disk = Disk { workspace, root: &options.site };
    let found = changes(&edited, snapshot.edition(), &disk, &mut report);
    say_report(&report, console);
    if found.is_empty() {
        console.say(console.words(
            "Không có gì để sửa: bảng không khác các tệp.",
            "Nothing to change: the table says what the files say.",
        ));
        return Ok(Exit::Clean);
    }
    found.iter().for_each(|change| console.say(&diff(change)));
    if options.dry_run {
        console.say(console.words("Chạy thử, chưa ghi gì.", "Only tried, nothing written."));
        return Ok(Exit::Clean);
    }
    let (tasks, count) = (edited.len(), found.len());
    let question =
        msg!("Sửa {count} tệp theo {tasks} dòng đã điền?", "Change {count} files after {tasks} filled rows?");
    if !options.yes && !Ask::new(console).yes(&question, true) {
        console.say(console.words(
            "Không sửa gì. Thêm --dong-y để sửa không hỏi.",
            "Nothing changed. Add --dong-y to change unasked.",
        ));
        return Ok(Exit::CouldNotRun);
    }
    let new: Vec<NewFile> =
        found.into_iter().map(|change| NewFile { path: change.path, bytes: change.bytes }).collect();
    files::create(&options.site, &new, true)?;
    console.say(&match console.lang {
        Lang::Vi => format!("✓ Đã sửa {count} tệp."),
        Lang::En => format!("✓ {count} files changed."),
    });
    Ok(Exit::Clean)
}

/// The changed lines of a file, each with one line round it.
fn diff(change: &FileChange) -> String {
    let path = change.path.as_str();
    let diff = TextDiff::from_lines(&change.before, &change.after);
    let mut unified = diff.unified_diff();
    unified.context_radius(2).header(path, path).to_string()
}

struct Disk<'d> {
    workspace: &'d Workspace,
    root: &'d Path,
}

impl Files for Disk<'_> {
    fn text(&self, file: FileId) -> Option<&str> {
        self.workspace.text_of(file)
    }

    fn raw(&self, path: &SourcePath) -> Option<RawFile> {
        RawFile::of(&fs::read(self.root.join(path.as_str())).ok()?)
    }
}
