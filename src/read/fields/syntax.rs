//! TOML's own syntax errors, told to somebody who has never heard of TOML.

use super::{Context, problem};
use crate::basics::date::parse_date;
use crate::basics::diag::{Diagnostic, Message, codes, msg};

/// After so many syntax errors in one file the rest only repeats the first.
const MOST: usize = 8;

pub(super) fn report(text: &str, errors: &[toml::de::Error], cx: &mut Context<'_>) {
    let mut lines = Vec::new();
    for error in errors {
        let range = widen(text, error.span().unwrap_or(0..0));
        let line = text.get(..range.start).unwrap_or_default().matches('\n').count();
        if lines.contains(&line) || lines.len() == MOST {
            continue;
        }
        lines.push(line);
        let at = cx.span(range.clone());
        cx.diagnostics.push(describe(text, range, error.message(), at));
    }
}

/// An empty span becomes the character before it, so that the caret has something to stand under.
fn widen(text: &str, range: std::ops::Range<usize>) -> std::ops::Range<usize> {
    if range.start < range.end {
        return range;
    }
    let before = text.get(..range.start).unwrap_or_default();
    match before.char_indices().next_back() {
        Some((start, ch)) if ch != '\n' => start..range.start,
        _ => range.start..range.start,
    }
}

fn describe(text: &str, range: std::ops::Range<usize>, message: &str, at: crate::basics::diag::Span) -> Diagnostic {
    let line = line_around(text, range.start);
    let value = line.split_once('=').map_or(line, |(_, value)| value).trim();
    if let Err(found @ crate::basics::date::DateProblem::Impossible { .. }) = parse_date(value) {
        return problem::bad_date(value, found, at);
    }
    let (label, help) = words(line, value, message);
    Diagnostic::new(codes::TOML_SYNTAX, at, msg!("dòng này viết sai cú pháp", "this line is not valid TOML"))
        .label(label)
        .help(help)
}

fn words(line: &str, value: &str, message: &str) -> (Message, Message) {
    let as_is = msg!("{message}", "{message}");
    let quote = msg!("viết theo mẫu: ten = \"Nội dung\"", "write it like: ten = \"text\"");
    if value.starts_with(['“', '”', '„', '‘', '’']) || value.ends_with(['“', '”', '’']) {
        return (
            msg!("dấu nháy cong “ ” không dùng được ở đây", "curly quotes do not work here"),
            msg!("thay bằng dấu nháy thẳng \" ở cả hai đầu", "use straight quotes \" at both ends"),
        );
    }
    if message.contains("must be quoted") || message.contains("string values") {
        return (msg!("chữ phải đặt trong dấu nháy", "text must be in quotes"), quote);
    }
    if message.contains("duplicate key") {
        return (
            msg!("khóa này đã có ở trên", "this key already stands above"),
            msg!("giữ một dòng, bỏ dòng kia", "keep one of the two lines"),
        );
    }
    if message.contains("assignment") || message.contains("key with no value") {
        return (msg!("thiếu dấu `=`", "`=` is missing"), quote);
    }
    if message.contains("missing value") {
        return (msg!("sau dấu `=` chưa có gì", "nothing follows the `=`"), quote);
    }
    if message.contains("invalid string") || message.contains("quote") || value.matches('"').count() % 2 == 1 {
        return (
            msg!("dấu nháy mở mà không đóng, hoặc có ký tự \\ lạ", "a quote is not closed, or a stray \\"),
            msg!(
                "đóng dấu nháy \" ở cuối; trong chữ thì viết \\\" và \\\\",
                "close the quote; inside text write \\\" and \\\\"
            ),
        );
    }
    if message.contains("comma") || message.contains("array") || message.contains("unclosed") {
        return (
            msg!(
                "danh sách hoặc bảng chưa đóng, hoặc thừa thiếu dấu phẩy",
                "a list or table is not closed, or a comma is wrong"
            ),
            msg!("kiểm tra dấu phẩy giữa các mục và dấu ] hoặc }} ở cuối", "check the commas and the closing ] or }}"),
        );
    }
    if message.contains("unquoted key") && !line.is_ascii() {
        return (
            msg!("tên khóa viết không dấu", "keys are written without marks"),
            msg!(
                "dùng chữ thường không dấu và gạch dưới: noi_dung = \"…\"",
                "use plain letters and `_`: noi_dung = \"…\""
            ),
        );
    }
    (as_is, quote)
}

fn line_around(text: &str, at: usize) -> &str {
    let start = text.get(..at).unwrap_or_default().rfind('\n').map_or(0, |newline| newline + 1);
    text.get(start..).unwrap_or_default().lines().next().unwrap_or_default()
}
