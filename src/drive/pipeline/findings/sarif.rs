//! SARIF 2.1.0 (OASIS): what code hosts and editors read.

use crate::basics::diag::{Code, DiagnosticJson, Lang, Severity, explanation};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// What may stand in the path of an address as it is.
const IN_PATHS: AsciiSet = NON_ALPHANUMERIC.remove(b'/').remove(b'.').remove(b'-').remove(b'_');
const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// The log of one run.
pub(super) fn log(found: &[DiagnosticJson], lang: Lang) -> Value {
    let codes: BTreeSet<&str> = found.iter().map(|found| found.code).collect();
    let rules: Vec<Value> = codes.iter().map(|code| rule(code, lang)).collect();
    let results: Vec<Value> = found.iter().map(result).collect();
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "bangtin", "version": env!("CARGO_PKG_VERSION"), "rules": rules } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn rule(code: &str, lang: Lang) -> Value {
    let page = Code::find(code).and_then(|code| explanation(code, lang)).unwrap_or_default();
    let short = page.lines().nth(1).unwrap_or_default();
    json!({ "id": code, "shortDescription": { "text": short }, "help": { "text": page, "markdown": page } })
}

fn result(found: &DiagnosticJson) -> Value {
    let level = if found.severity == Severity::Error { "error" } else { "warning" };
    let message = match &found.help {
        Some(help) => format!("{}\n{help}", found.message),
        None => found.message.clone(),
    };
    let mut result = json!({ "ruleId": found.code, "level": level, "message": { "text": message } });
    if let (Some(file), Some(fields)) = (&found.file, result.as_object_mut()) {
        let uri = utf8_percent_encode(file, &IN_PATHS).to_string();
        let mut place = json!({ "artifactLocation": { "uri": uri, "uriBaseId": "%SRCROOT%" } });
        if let (Some(line), Some(column), Some(fields)) = (found.line, found.column, place.as_object_mut()) {
            fields.insert("region".to_owned(), json!({ "startLine": line, "startColumn": column }));
        }
        fields.insert("locations".to_owned(), json!([{ "physicalLocation": place }]));
    }
    result
}
