//! What the bar and the overlay of a preview page are told, as data. Pure.

use super::preview::{Change, Viewer};
use crate::basics::diag::{DiagnosticJson, Lang, Severity};
use crate::drive::pipeline::Findings;
use serde::Serialize;

/// More problems than this help nobody at once.
const MOST_SHOWN: usize = 60;

/// The state of the site, for one page.
#[derive(Serialize)]
pub(super) struct Status {
    /// Counts the editions.
    #[serde(rename = "so")]
    number: u64,
    /// Milliseconds since 1970.
    #[serde(rename = "luc")]
    at: u64,
    /// From the first sign of a save to the finished edition, in milliseconds.
    ms: u64,
    #[serde(rename = "loi")]
    errors: usize,
    #[serde(rename = "canh_bao")]
    warnings: usize,
    #[serde(rename = "van_de")]
    problems: Vec<Problem>,
    /// Problems that are not listed.
    #[serde(rename = "con_lai")]
    more: usize,
    #[serde(rename = "nguoi_xem")]
    viewer: String,
    #[serde(rename = "nhap")]
    drafts: bool,
    /// Who sees this page, when this viewer does not: the word of a viewer.
    #[serde(rename = "chi_co", skip_serializing_if = "Option::is_none")]
    seen_by: Option<String>,
}

#[derive(Serialize)]
struct Problem {
    #[serde(flatten)]
    json: DiagnosticJson,
    /// As the terminal prints it.
    #[serde(rename = "in")]
    printed: String,
}

/// The state, with what there is to say about the page itself among the `findings`.
pub(super) fn status(
    change: &Change,
    viewer: Viewer,
    seen_by: Option<Viewer>,
    findings: &Findings,
    lang: Lang,
) -> Status {
    let fatal = change.fatal.iter().map(|fatal| Problem::fatal(&fatal.text(lang), lang));
    let listed = findings.gravest(MOST_SHOWN, lang).into_iter().map(|(json, printed)| Problem { json, printed });
    let problems: Vec<Problem> = fatal.chain(listed).collect();
    let (errors, warnings) = findings.numbers();
    let errors = errors + usize::from(change.fatal.is_some());
    Status {
        number: change.number,
        at: change.at,
        ms: u64::try_from(change.took.as_millis()).unwrap_or(u64::MAX),
        errors,
        warnings,
        more: (errors + warnings).saturating_sub(problems.len()),
        problems,
        viewer: viewer.audience.word().to_owned(),
        drafts: viewer.drafts,
        seen_by: seen_by.map(Viewer::word),
    }
}

impl Problem {
    /// A folder that cannot be read.
    fn fatal(text: &str, lang: Lang) -> Self {
        let message = text.lines().next().unwrap_or_default().to_owned();
        let word = if lang == Lang::Vi { "lỗi" } else { "error" };
        let json = DiagnosticJson {
            code: "",
            severity: Severity::Error,
            file: None,
            line: None,
            column: None,
            cell: None,
            message,
            label: None,
            help: None,
        };
        Self { json, printed: format!("{word}: {text}") }
    }
}
