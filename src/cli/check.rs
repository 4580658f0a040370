//! `bangtin check`

use super::args::CheckOptions;
use super::console::Console;
use super::{Exit, today};
use crate::diag::{Fatal, Lang};
use crate::pipeline;

pub(super) fn run(options: &CheckOptions, console: &Console) -> Result<Exit, Fatal> {
    let input = today::input(&options.site)?;
    let report = console.with_progress(|progress| pipeline::check(&input, progress))?;
    if options.json {
        console.print(&serde_json::to_string_pretty(&report.findings.json(console.lang)).unwrap_or_default());
    } else {
        console.diagnostics(&report.findings);
    }
    let counts = report.findings.counts(console.lang);
    let (pages, plans) = (report.pages, report.plans);
    console.say(&match console.lang {
        Lang::Vi => format!("Đã kiểm tra {pages} trang, {plans} kế hoạch: {counts}."),
        Lang::En => format!("Checked {pages} pages, {plans} plans: {counts}."),
    });
    Ok(if report.findings.has_errors() { Exit::ContentErrors } else { Exit::Clean })
}
