//! `bangtin build`

use super::args::BuildOptions;
use super::console::Console;
use super::{Exit, today};
use crate::basics::diag::{Fatal, Lang};
use crate::drive::pipeline::{self, BuildInput, Report};
use crate::read::vocabulary::Audience;
use std::path::{Path, PathBuf};
use std::time::Instant;

pub(super) fn run(options: &BuildOptions, console: &Console) -> Result<Exit, Fatal> {
    let started = Instant::now();
    let input = BuildInput { compressed: options.compressed, ..today::input(&options.site)? };
    let out = options.out.clone().unwrap_or_else(|| default_out(&input.site, input.audience));
    let report = console.with_progress(|progress| pipeline::build(&input, &out, options.placing, progress))?;
    console.diagnostics(&report.findings);
    let seconds = crate::basics::text::decimal_places(started.elapsed().as_secs_f64(), 2);
    console.say(&last_line(&report, &out, &seconds, console));
    Ok(if report.findings.has_errors() { Exit::ContentErrors } else { Exit::Clean })
}

fn default_out(site: &Path, audience: Audience) -> PathBuf {
    site.join(match audience {
        Audience::Public => "public",
        Audience::Internal => "noi-bo",
    })
}

/// What was built, how long it took, what is wrong.
fn last_line(report: &Report, out: &Path, seconds: &str, console: &Console) -> String {
    let counts = report.findings.counts(console.lang);
    let Some(written) = report.written else {
        return match console.lang {
            Lang::Vi => format!("✗ Chưa dựng: {counts}. Trang đã đăng giữ nguyên. ({seconds} giây)"),
            Lang::En => format!("✗ Not built: {counts}. The published site is as it was. ({seconds} s)"),
        };
    };
    let (pages, plans, tasks, organisations) = (report.pages, report.plans, report.tasks, report.organisations);
    let (changed, removed) = (written.changed, written.removed);
    let (out, size) = (out.display(), crate::basics::text::file_size(written.bytes));
    let kept = kept(written.strangers, console.lang);
    match console.lang {
        Lang::Vi => format!(
            "✓ Đã dựng {pages} trang ({plans} kế hoạch, {tasks} nhiệm vụ, {organisations} tổ chức; {size}) vào {out} trong {seconds} giây: \
             {changed} tệp mới hoặc đổi, {removed} tệp bỏ{kept}; {counts}."
        ),
        Lang::En => format!(
            "✓ Built {pages} pages ({plans} plans, {tasks} tasks, {organisations} organisations; {size}) into {out} in {seconds} s: \
             {changed} files new or changed, {removed} removed{kept}; {counts}."
        ),
    }
}

/// Files of others in the output folder: not removed, and not unsaid.
fn kept(strangers: usize, lang: Lang) -> String {
    match (strangers, lang) {
        (0, _) => String::new(),
        (count, Lang::Vi) => format!(", giữ nguyên {count} tệp không do bangtin tạo"),
        (count, Lang::En) => format!(", {count} not made by bangtin kept"),
    }
}
