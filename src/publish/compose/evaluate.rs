//! Evaluation itself, in a process of its own. MiniJinja's types stay in here.

use super::ComposeProblem;
use super::limits::MOST_OUTPUT;
use crate::basics::apart::Job;
use crate::basics::diag::{Message, msg};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Value;
use minijinja::{Environment, ErrorKind, Output, State, UndefinedBehavior};
use serde::{Deserialize, Serialize};
use std::io::Write;
use std::time::Duration;

/// Instructions one directive may take.
const FUEL: u64 = 200_000;
/// Instructions a document of some hundred rows takes, with room.
const DOCUMENT_FUEL: u64 = 50_000_000;

/// Evaluating one text.
pub(crate) static COMPOSING: Job = Job {
    argument: "--tinh-mau-rieng",
    most_time: Duration::from_secs(5),
    most_memory: 384 * 1024 * 1024,
    // What the limits let through takes a tenth of it.
    stack: 64 * 1024 * 1024,
    work: answer,
};

/// What kind of text is evaluated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Text {
    /// The value of an argument.
    Expression,
    /// The template inside a directive's block.
    Block,
    /// A template of `mau/`.
    Document,
}

/// A text and what it may name.
#[derive(Debug, Serialize)]
pub(super) struct Request<'a, C> {
    pub(super) text: Text,
    pub(super) source: &'a str,
    pub(super) context: C,
}

/// The same, come through a pipe.
#[derive(Deserialize)]
struct Received {
    text: Text,
    source: String,
    context: Value,
}

fn answer(request: &[u8]) -> Option<Vec<u8>> {
    let Received { text, source, context } = serde_json::from_slice(request).ok()?;
    let result = match text {
        Text::Expression => expression(&source, context),
        Text::Block => block(&source, context),
        Text::Document => document(&source, context),
    };
    serde_json::to_vec(&result).ok()
}

fn environment(fuel: u64) -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(fuel));
    environment.set_recursion_limit(50);
    environment.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
    environment.add_filter("so", |value: f64| crate::basics::text::decimal(value));
    environment.add_filter("toml", |text: String| Value::from_safe_string(toml::Value::String(text).to_string()));
    environment.add_filter("khong_dau", |text: String| crate::basics::text::fold(&text));
    environment
}

fn expression(source: &str, context: Value) -> Result<String, ComposeProblem> {
    let environment = environment(FUEL);
    let value = environment.compile_expression(source).and_then(|expression| expression.eval(context));
    let value = value.map_err(|error| problem(&error))?;
    if value.is_undefined() {
        return Err(ComposeProblem::whole(msg!("`{source}` chưa được định nghĩa", "`{source}` is undefined")));
    }
    let mut out = Limited::default();
    write!(out, "{value}").map_err(|_| too_long())?;
    out.text()
}

fn block(source: &str, context: Value) -> Result<String, ComposeProblem> {
    render(&environment(FUEL), source, context)
}

fn document(source: &str, context: Value) -> Result<String, ComposeProblem> {
    let mut environment = environment(DOCUMENT_FUEL);
    let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build();
    environment.set_syntax(syntax.map_err(|error| problem(&error))?);
    environment.set_formatter(as_markdown);
    render(&environment, source, context)
}

fn render(environment: &Environment<'_>, source: &str, context: Value) -> Result<String, ComposeProblem> {
    let template = environment.template_from_str(source).map_err(|error| problem(&error))?;
    let mut out = Limited::default();
    let rendered = template.render_captured_to(context, &mut out).map(drop);
    if out.is_full {
        return Err(too_long());
    }
    rendered.map_err(|error| problem(&error))?;
    out.text()
}

/// Text up to the longest that is taken.
#[derive(Default)]
struct Limited {
    bytes: Vec<u8>,
    is_full: bool,
}

impl Limited {
    fn text(self) -> Result<String, ComposeProblem> {
        String::from_utf8(self.bytes).map_err(|_| too_long())
    }
}

impl Write for Limited {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.bytes.len() + bytes.len() > MOST_OUTPUT {
            self.is_full = true;
            return Err(std::io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn too_long() -> ComposeProblem {
    ComposeProblem::whole(msg!(
        "vượt giới hạn: kết quả dài hơn {MOST_OUTPUT} byte",
        "beyond the limit: the result is longer than {MOST_OUTPUT} bytes"
    ))
}

/// What an expression gives stands in Markdown: its signs must not act, a line of it must not end a row of a table.
fn as_markdown(out: &mut Output<'_>, _: &mut State<'_, '_>, value: &Value) -> Result<(), minijinja::Error> {
    if value.is_undefined() {
        return Err(ErrorKind::UndefinedError.into());
    }
    let text = value.to_string();
    let text =
        if value.is_safe() { text } else { crate::basics::text::escape_markdown(&text.replace('\n', " "), true) };
    out.write_str(&text).map_err(|error| minijinja::Error::new(ErrorKind::WriteFailure, "output").with_source(error))
}

fn problem(error: &minijinja::Error) -> ComposeProblem {
    let detail = error.detail().unwrap_or_default();
    let kind = match error.kind() {
        ErrorKind::UndefinedError => msg!("tên chưa được định nghĩa", "undefined name"),
        ErrorKind::SyntaxError => msg!("sai cú pháp", "syntax error"),
        ErrorKind::OutOfFuel => msg!("vượt giới hạn: quá nhiều bước tính", "beyond the limit: too many steps"),
        ErrorKind::UnknownFilter => msg!("không có bộ lọc này", "unknown filter"),
        ErrorKind::UnknownFunction => msg!("không có hàm này", "unknown function"),
        ErrorKind::UnknownTest => msg!("không có phép thử này", "unknown test"),
        _ => msg!("không tính được", "cannot be evaluated"),
    };
    let Message { vi, en } = &kind;
    let reason = if detail.is_empty() { kind } else { msg!("{vi}: {detail}", "{en}: {detail}") };
    ComposeProblem { reason, range: error.range() }
}
