//! «Tổ chức thực hiện»: who is told to do what, as suggestions for tasks.

use super::organisations::Matcher;
use super::report::{Place, Report};
use crate::basics::diag::msg;
use crate::basics::text::{capitalised, fold_words};
use crate::read::office::word::{Block, Paragraph};

/// A sentence that gives an organisation something to do.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Suggestion {
    pub(super) paragraph: usize,
    pub(super) organisation: String,
    pub(super) content: String,
}

/// Every paragraph below «Tổ chức thực hiện» that begins with an organisation, or stands under one.
pub(super) fn suggestions(blocks: &[Block], matcher: &Matcher<'_>, report: &mut Report) -> Vec<Suggestion> {
    let mut found = Vec::new();
    let mut inside = false;
    let mut current: Option<String> = None;
    for block in blocks {
        let Block::Paragraph(paragraph) = block else { continue };
        let line = paragraph.line();
        let folded = fold_words(&line);
        let is_heading = super::body::is_heading(paragraph);
        if folded.contains("to chuc thuc hien") && is_heading {
            inside = true;
            continue;
        }
        if !inside || line.is_empty() {
            continue;
        }
        let text = without_number(&line);
        let text = without_verb(text);
        match matcher.leading(text) {
            Some((organisation, "")) => current = Some(organisation),
            Some((organisation, content)) => found.push(suggestion(paragraph, &organisation, content, report)),
            None if is_heading => current = None,
            None => {
                if let Some(organisation) = &current {
                    found.push(suggestion(paragraph, organisation, text, report));
                }
            }
        }
    }
    found
}

fn suggestion(paragraph: &Paragraph, organisation: &str, content: &str, report: &mut Report) -> Suggestion {
    report.guessed(
        Place::Paragraph(paragraph.number),
        msg!(
            "gợi ý nhiệm vụ cho {organisation} (ghi thành dòng chú thích)",
            "a task suggested for {organisation} (as a comment)"
        ),
    );
    let content = content.trim_end_matches(['.', ';']);
    let content = capitalised(content);
    Suggestion { paragraph: paragraph.number, organisation: organisation.to_owned(), content }
}

/// Without «1.», «a)», «-».
fn without_number(line: &str) -> &str {
    let line = line.trim_start_matches(['-', '+', '–', '•', ' ']);
    let Some((sign, rest)) = line.split_once(' ') else { return line };
    let inner = sign.trim_end_matches(['.', ')', '-', ':']);
    let is_number = inner.len() < sign.len() && inner.chars().count() < 6;
    if is_number { rest.trim_start_matches(['-', ' ']) } else { line }
}

/// Without «Giao», «Đề nghị», «Yêu cầu».
fn without_verb(text: &str) -> &str {
    ["Giao cho ", "Giao ", "Đề nghị ", "Yêu cầu ", "Phân công "]
        .iter()
        .find_map(|verb| text.strip_prefix(verb))
        .unwrap_or(text)
}
