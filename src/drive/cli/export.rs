//! `bangtin export`: the progress workbook and documents for the office.

mod document;

use super::args::{ExportOptions, ExportWhat};
use super::console::Console;
use super::{Exit, files, today};
use crate::basics::diag::{Fatal, Lang, msg};
use crate::drive::pipeline::{Snapshot, Workspace};
use crate::edition::gate::Request;
use crate::office::progress::{Sheets, workbook};
use crate::read::vocabulary::Audience;
use crate::site::model::{Id, Organisation};
use std::path::{Path, PathBuf};

pub(super) fn run(options: &ExportOptions, console: &Console) -> Result<Exit, Fatal> {
    let input = today::input(&options.site)?;
    let workspace = Workspace::open(&input.site)?;
    match &options.what {
        ExportWhat::Progress { by_organisation, only } => {
            // The office keeps its own list: what is internal belongs in it.
            let request = Request { audience: Audience::Internal, ..input.request() };
            let snapshot = workspace.snapshot(request, None);
            let layout = if *by_organisation { Sheets::ByOrganisation } else { Sheets::One };
            let out = options.out.clone().unwrap_or_else(|| PathBuf::from("tien-do.xlsx"));
            let only = only.as_deref().map(|name| organisation(name, &workspace)).transpose()?;
            progress(&snapshot, layout, only, &out, console)
        }
        ExportWhat::Document { name, about } => {
            document::run(name.as_deref(), about, &workspace, &input, options, console)
        }
    }
}

fn progress(
    snapshot: &Snapshot,
    layout: Sheets,
    only: Option<Id<Organisation>>,
    out: &Path,
    console: &Console,
) -> Result<Exit, Fatal> {
    let (bytes, tasks) = workbook(snapshot.edition(), layout, only)?;
    files::replace(out, &bytes)?;
    let shown = out.display();
    console.say(&match console.lang {
        Lang::Vi => {
            format!("✓ Đã ghi {tasks} nhiệm vụ vào {shown}. Điền các cột màu vàng, rồi chạy: bangtin import {shown}")
        }
        Lang::En => {
            format!("✓ {tasks} tasks written to {shown}. Fill in the yellow columns, then run: bangtin import {shown}")
        }
    });
    Ok(Exit::Clean)
}

fn organisation(name: &str, workspace: &Workspace) -> Result<Id<Organisation>, Fatal> {
    let known = workspace.site().parties(name).known();
    known.first().copied().ok_or_else(|| {
        Fatal::new(msg!("không có tổ chức nào tên «{name}»", "no organisation is called «{name}»"))
            .help(msg!("ghi id hoặc tên như trong content/to-chuc/", "write its id or a name from content/to-chuc/"))
    })
}
