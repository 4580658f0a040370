//! `bangtin check`

use super::args::{CheckFormat, CheckOptions};
use super::console::Console;
use super::{Exit, today};
use crate::basics::diag::{Fatal, Lang, Severity};
use crate::drive::pipeline::{self, Report, ToDo};
use serde::Serialize;

/// Entries and problems of one entry that the list names; the messages above it name all.
const MOST_ENTRIES: usize = 30;
const MOST_ITEMS: usize = 8;

pub(super) fn run(options: &CheckOptions, console: &Console) -> Result<Exit, Fatal> {
    let input = today::input(&options.site)?;
    let report = console.with_progress(|progress| pipeline::check(&input, progress))?;
    match options.format {
        CheckFormat::Text => {
            console.diagnostics(&report.findings);
            say_to_do(&report, console);
        }
        CheckFormat::Json => print(console, &report.findings.json(console.lang)),
        CheckFormat::Sarif => print(console, &report.findings.sarif(console.lang)),
    }
    let counts = report.findings.counts(console.lang);
    let (pages, plans) = (report.pages, report.plans);
    console.say(&match console.lang {
        Lang::Vi => format!("Đã kiểm tra {pages} trang, {plans} kế hoạch: {counts}."),
        Lang::En => format!("Checked {pages} pages, {plans} plans: {counts}."),
    });
    Ok(if report.findings.has_errors() { Exit::ContentErrors } else { Exit::Clean })
}

fn print(console: &Console, value: &impl Serialize) {
    console.print(&serde_json::to_string_pretty(value).unwrap_or_default());
}

/// «Còn thiếu gì trước khi đăng»: what blocks first.
fn say_to_do(report: &Report, console: &Console) {
    let list = report.to_do(console.lang);
    if list.is_empty() {
        return;
    }
    console.say(console.words("Còn thiếu gì trước khi đăng", "What is missing before it can be published"));
    for group in list.iter().take(MOST_ENTRIES) {
        say_group(group, report, console);
    }
    if let Some(more) = list.len().checked_sub(MOST_ENTRIES).filter(|more| *more > 0) {
        console.say(&match console.lang {
            Lang::Vi => format!("… và {more} mục khác."),
            Lang::En => format!("… and {more} more entries."),
        });
    }
    let blocked = list.iter().filter(|group| group.blocks()).count();
    console.say(&match (blocked, console.lang) {
        (0, Lang::Vi) => "✓ Đăng được: không có gì chặn; các dòng ! nên sửa.".to_owned(),
        (0, Lang::En) => "✓ It can be published: nothing blocks; the lines with ! should be mended.".to_owned(),
        (count, Lang::Vi) => format!("✗ Chưa đăng được: {count} tệp có lỗi."),
        (count, Lang::En) => format!("✗ It cannot be published: {count} files have errors."),
    });
    console.say("");
}

fn say_group(group: &ToDo, report: &Report, console: &Console) {
    let sign = |blocks| if blocks { "✗" } else { "!" };
    let title = group.file.as_ref().and_then(|file| report.titles.get(file));
    let name = match (&group.file, title) {
        (Some(file), Some(title)) => format!("{title} ({file})"),
        (Some(file), None) => file.clone(),
        (None, _) => console.words("Cả trang", "The whole site").to_owned(),
    };
    console.say(&format!("{} {name}", sign(group.blocks())));
    for (severity, line) in group.items.iter().take(MOST_ITEMS) {
        console.say(&format!("    {} {line}", sign(*severity == Severity::Error)));
    }
    if let Some(more) = group.items.len().checked_sub(MOST_ITEMS).filter(|more| *more > 0) {
        console.say(&match console.lang {
            Lang::Vi => format!("    … và {more} điều khác"),
            Lang::En => format!("    … and {more} more"),
        });
    }
}
