//! Excel and CSV: tasks into a plan, or a list of organisations.

#![allow(clippy::disallowed_methods, reason = "this reads the file of the plan")]

use super::{file_name, finish, refused};
use crate::basics::diag::{Fatal, FileId, Message, msg};
use crate::drive::cli::Exit;
use crate::drive::cli::args::ImportOptions;
use crate::drive::cli::console::Console;
use crate::drive::pipeline::Workspace;
use crate::office::import::{
    Draft, NewFile, Place, RawFile, Report, everything_in, find_plan, marks_of_tables, organisation_list, task_blocks,
};
use crate::office::progress::is_progress;
use crate::read::grid::{Grid, csv_grid, whole_workbook_grids, workbook_grids};
use crate::read::source;
use crate::read::vocabulary::{Audience, EntryKind};
use crate::site::model::{Id, Plan, Site};
use std::fs;

/// A table in a text file.
pub(super) fn text(
    bytes: &[u8],
    workspace: &Workspace,
    options: &ImportOptions,
    console: &Console,
) -> Result<Exit, Fatal> {
    let text = source::text_of(bytes).map_err(|cause| {
        Fatal::new(cause).help(msg!("trong Excel chọn Save As → CSV UTF-8", "in Excel choose Save As → CSV UTF-8"))
    })?;
    let public = is_public(options, workspace);
    let cells = text.lines().flat_map(|line| line.split([',', ';', '\t']).map(|cell| cell.trim_matches('"')));
    marks_of_tables(text.lines().chain(cells), public).map_err(refused)?;
    let grid = csv_grid(&text, FileId(0)).map_err(Fatal::new)?;
    grids(&[grid], workspace, options, console)
}

/// A workbook.
pub(super) fn workbook(
    bytes: &[u8],
    workspace: &Workspace,
    options: &ImportOptions,
    console: &Console,
) -> Result<Exit, Fatal> {
    let blocks = everything_in(&file_name(&options.file), bytes);
    marks_of_tables(blocks.iter().map(String::as_str), is_public(options, workspace)).map_err(refused)?;
    let found = workbook_grids(bytes, FileId(0)).map_err(|cause| {
        Fatal::new(cause).help(msg!(
            "mở bằng Excel, giữ lại trang tính có bảng, lưu lại dạng .xlsx",
            "open it in Excel, keep the sheet with the table, save it again as .xlsx"
        ))
    })?;
    marks_of_tables(found.iter().map(|grid| grid.name.as_str()), is_public(options, workspace)).map_err(refused)?;
    if options.into.is_none() && is_progress(&found) {
        // What went out stands in hidden columns.
        let whole = whole_workbook_grids(bytes, FileId(0)).map_err(Fatal::new)?;
        return super::progress::run(&whole, workspace, options, console);
    }
    grids(&found, workspace, options, console)
}

fn grids(grids: &[Grid], workspace: &Workspace, options: &ImportOptions, console: &Console) -> Result<Exit, Fatal> {
    if options.into.is_none() && is_progress(grids) {
        return super::progress::run(grids, workspace, options, console);
    }
    let site = workspace.site();
    let mut report = Report::default();
    for grid in grids {
        for Message { vi, en } in grid.left_out.iter().map(|left_out| left_out.message()) {
            let name = &grid.name;
            report.left(Place::Whole, msg!("trang tính «{name}»: {vi}", "sheet «{name}»: {en}"));
        }
    }
    let Some(into) = &options.into else {
        let name = file_name(&options.file);
        return Err(Fatal::new(msg!("chưa nói {name} vào đâu", "nobody said where {name} goes")).help(msg!(
            "bảng nhiệm vụ: --vao ke-hoach/2026/12-kh-du; danh sách tổ chức: --vao to-chuc",
            "a task table: --vao ke-hoach/2026/12-kh-du; a list of organisations: --vao to-chuc"
        )));
    };
    if into.trim_matches('/') == EntryKind::Organisation.folder() {
        let files = organisation_list(grids, site, &mut report).map_err(refused)?;
        return finish(&Draft { files, report }, options, console);
    }
    let plan = plan(into, site)?;
    refuse_renumbering(plan, site)?;
    let blocks = task_blocks(grids, plan, site, &mut report).map_err(refused)?;
    let file = with_blocks(plan, &blocks, site, options)?;
    let options = ImportOptions { overwrite: true, ..options.clone() };
    finish(&Draft { files: vec![file], report }, &options, console)
}

/// Whether the tasks go into a plan that everyone reads.
fn is_public(options: &ImportOptions, workspace: &Workspace) -> bool {
    let plan = options.into.as_deref().and_then(|into| plan(into, workspace.site()).ok());
    let plan = plan.and_then(|id| workspace.site().content.plans.get(id));
    plan.is_some_and(|plan| plan.meta.audience == Audience::Public)
}

fn plan(written: &str, site: &Site) -> Result<Id<Plan>, Fatal> {
    find_plan(site, written).map_err(|cause| {
        Fatal::new(cause).help(msg!(
            "chưa có thì tạo trước: bangtin new ke-hoach, hoặc nhập từ Word",
            "if it is not there yet: bangtin new ke-hoach, or import it from Word"
        ))
    })
}

/// Tasks of a table count on from the blocks before them: one more block would give each of them another number.
fn refuse_renumbering(plan: Id<Plan>, site: &Site) -> Result<(), Fatal> {
    let Some(plan) = site.content.plans.get(plan) else { return Ok(()) };
    let table = plan.tasks.iter().filter_map(|task| task.at.file()).find(|file| *file != plan.meta.file);
    let Some(table) = table.and_then(|file| site.index.facts(file)) else { return Ok(()) };
    let path = &table.path;
    Err(Fatal::new(msg!(
        "kế hoạch này lấy nhiệm vụ từ bảng {path}; thêm khối sẽ làm mọi nhiệm vụ đổi số",
        "this plan takes its tasks from {path}; another block would renumber them all"
    ))
    .help(msg!("thêm các dòng mới vào cuối bảng đó", "add the new rows at the end of that table")))
}

/// The plan's file with the blocks at the end of its front matter.
fn with_blocks(plan: Id<Plan>, blocks: &str, site: &Site, options: &ImportOptions) -> Result<NewFile, Fatal> {
    let facts = site.content.plans.get(plan).and_then(|plan| site.index.facts(plan.meta.file));
    let Some(path) = facts.map(|facts| facts.path.clone()) else {
        return Err(Fatal::new(msg!("không thấy tệp của kế hoạch", "the file of the plan is gone")));
    };
    let bytes = fs::read(options.site.join(path.as_str()))
        .map_err(|error| Fatal::new(msg!("không mở được {path}: {error}", "cannot open {path}: {error}")))?;
    let changed = RawFile::of(&bytes).and_then(|file| {
        let front = file.front()?;
        let gap = if front.ends_with('\n') || front.is_empty() { "" } else { "\n" };
        file.with_front(&format!("{front}{gap}{blocks}"))
    });
    changed.map(|bytes| NewFile { path: path.clone(), bytes }).ok_or_else(|| {
        Fatal::new(msg!("{path} không phải UTF-8; không sửa được", "{path} is not UTF-8; it cannot be changed"))
            .help(msg!("mở tệp trong Notepad, chọn Lưu thành…, Mã hóa: UTF-8", "save the file as UTF-8"))
    })
}
