//! What authors of content write to be evaluated: directives in Markdown, by MiniJinja.
//!
//! Takes a directive's text and plain data, returns plain values and text. Strict (an unknown name is an error), with
//! fuel (no template runs for ever), without any access to files, environment or clock. MiniJinja's types stay in here.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Value;
use minijinja::{Environment, ErrorKind, Output, State, UndefinedBehavior};
use serde::Serialize;
use std::ops::Range;

/// Instructions one directive may take.
const FUEL: u64 = 200_000;
/// Instructions a document of some hundred rows takes, with room.
const DOCUMENT_FUEL: u64 = 50_000_000;
/// The longest argument or output; beyond it a template only wants to fill the disk.
const MOST_OUTPUT: usize = 1_000_000;

/// The evaluator, shared by all pages.
pub(crate) struct Composer {
    environment: Environment<'static>,
}

/// Why a directive failed, with the bytes of its text that are to blame.
#[derive(Debug)]
pub(crate) struct ComposeProblem {
    pub(crate) reason: String,
    pub(crate) range: Option<Range<usize>>,
}

/// A directive's name, and its arguments in the order written: name, value, bytes.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Call {
    pub(crate) name: String,
    pub(crate) name_range: Range<usize>,
    pub(crate) arguments: Vec<Argument>,
}

/// `key="value"`, evaluated.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Argument {
    pub(crate) key: String,
    pub(crate) value: String,
    pub(crate) range: Range<usize>,
}

impl Composer {
    pub(crate) fn new() -> Self {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_fuel(Some(FUEL));
        environment.set_recursion_limit(50);
        environment.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
        environment.add_filter("so", |value: f64| crate::basics::text::decimal(value));
        environment.add_filter("toml", |text: String| Value::from_safe_string(toml::Value::String(text).to_string()));
        environment.add_filter("khong_dau", |text: String| crate::basics::text::fold(&text));
        Self { environment }
    }

    /// Reads what stands between the braces: `bang-nhiem-vu to_chuc="hoi-phu-nu" so_dong=5`.
    pub(crate) fn call(&self, info: &str, context: &impl Serialize) -> Result<Call, ComposeProblem> {
        let end = info.find(char::is_whitespace).unwrap_or(info.len());
        let name = info.get(..end).unwrap_or_default().to_owned();
        let mut arguments = Vec::new();
        let mut at = end;
        while let Some(offset) = info.get(at..).and_then(|rest| rest.find(|ch: char| !ch.is_whitespace() && ch != ','))
        {
            let start = at + offset;
            let (key, expression) = argument(info, start)?;
            let value = self.expression(info.get(expression.clone()).unwrap_or_default(), &expression, context)?;
            at = expression.end;
            arguments.push(Argument { key, value, range: start..expression.end });
        }
        Ok(Call { name, name_range: 0..end, arguments })
    }

    fn expression(&self, text: &str, range: &Range<usize>, context: &impl Serialize) -> Result<String, ComposeProblem> {
        let compiled = self.environment.compile_expression(text);
        let value = compiled.and_then(|expression| expression.eval(Value::from(minijinja::value::Serde(context))));
        let value = value.map_err(|error| problem(&error, range.start, Some(range.clone())))?;
        if value.is_undefined() {
            let reason = format!("`{text}` chưa được định nghĩa (undefined)");
            return Err(ComposeProblem { reason, range: Some(range.clone()) });
        }
        Ok(value.to_string())
    }

    /// Renders a whole document template: more steps than a directive may take, else the same rules.
    pub(crate) fn document(&self, source: &str, context: &impl Serialize) -> Result<String, ComposeProblem> {
        let mut environment = self.environment.clone();
        environment.set_fuel(Some(DOCUMENT_FUEL));
        let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build();
        environment.set_syntax(syntax.map_err(|error| problem(&error, 0, None))?);
        environment.set_formatter(as_markdown);
        let composer = Self { environment };
        composer.template(source, context)
    }

    /// Renders the template inside a directive's block.
    pub(crate) fn template(&self, source: &str, context: &impl Serialize) -> Result<String, ComposeProblem> {
        let rendered = self.environment.render_str(source, Value::from(minijinja::value::Serde(context)));
        let text = rendered.map_err(|error| problem(&error, 0, None))?;
        if text.len() > MOST_OUTPUT {
            return Err(ComposeProblem { reason: format!("kết quả dài hơn {MOST_OUTPUT} byte"), range: None });
        }
        Ok(text)
    }
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

/// `key=expression` at `start`: the key, and the bytes of the expression.
fn argument(info: &str, start: usize) -> Result<(String, Range<usize>), ComposeProblem> {
    let rest = info.get(start..).unwrap_or_default();
    let key_end = rest.find(|ch: char| !ch.is_ascii_alphanumeric() && ch != '_').unwrap_or(rest.len());
    let wrong = |end: usize| ComposeProblem {
        reason: "viết tham số dạng `tên=\"giá trị\"` (write `name=\"value\"`)".to_owned(),
        range: Some(start..start + end.max(1).min(rest.len())),
    };
    if key_end == 0 || !rest.get(key_end..).unwrap_or_default().starts_with('=') {
        return Err(wrong(key_end));
    }
    let value_start = start + key_end + 1;
    let mut quote: Option<char> = None;
    let mut depth = 0_i32;
    let mut end = info.len();
    for (offset, ch) in info.get(value_start..).unwrap_or_default().char_indices() {
        match (quote, ch) {
            (Some(open), _) if ch == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(ch),
            (None, '(' | '[' | '{') => depth += 1,
            (None, ')' | ']' | '}') => depth -= 1,
            (None, _) if (ch.is_whitespace() || ch == ',') && depth == 0 => {
                end = value_start + offset;
                break;
            }
            (None, _) => {}
        }
    }
    if quote.is_some() || value_start >= end {
        return Err(wrong(rest.len()));
    }
    Ok((rest.get(..key_end).unwrap_or_default().to_owned(), value_start..end))
}

fn problem(error: &minijinja::Error, offset: usize, whole: Option<Range<usize>>) -> ComposeProblem {
    let detail = error.detail().unwrap_or_default();
    let kind = match error.kind() {
        ErrorKind::UndefinedError => "tên chưa được định nghĩa (undefined)",
        ErrorKind::SyntaxError => "sai cú pháp (syntax error)",
        ErrorKind::OutOfFuel => "chạy quá lâu (out of fuel)",
        ErrorKind::UnknownFilter => "không có bộ lọc này (unknown filter)",
        ErrorKind::UnknownFunction => "không có hàm này (unknown function)",
        ErrorKind::UnknownTest => "không có phép thử này (unknown test)",
        _ => "không tính được (invalid)",
    };
    let reason = if detail.is_empty() { kind.to_owned() } else { format!("{kind}: {detail}") };
    let inside = error.range().map(|range| range.start + offset..range.end + offset);
    ComposeProblem { reason, range: inside.or(whole) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn call(info: &str) -> Result<Call, ComposeProblem> {
        Composer::new().call(info, &BTreeMap::from([("hom_nay", "2026-11-22")]))
    }

    #[test]
    fn arguments_are_evaluated() {
        let found = call(r#"bang to_chuc="hội phụ nữ" so=2+3, den=hom_nay"#)
            .map(|call| call.arguments.into_iter().map(|argument| (argument.key, argument.value)).collect::<Vec<_>>());
        let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        assert_eq!(found.ok(), Some(vec![pair("to_chuc", "hội phụ nữ"), pair("so", "5"), pair("den", "2026-11-22")]));
    }

    #[test]
    fn mistakes_point_at_themselves() {
        let info = "bang to_chuc=khong_co";
        let range = call(info).err().and_then(|problem| problem.range);
        assert_eq!(range.and_then(|range| info.get(range)), Some("khong_co"));
        assert!(call("bang to_chuc").is_err());
        assert!(call("bang to_chuc=\"a").is_err());
    }

    #[test]
    fn templates_are_strict_and_run_out_of_fuel() {
        let composer = Composer::new();
        let data = BTreeMap::from([("a", 1)]);
        assert!(composer.template("{{ b }}", &data).is_err());
        assert_eq!(composer.template("{{ a }}", &data).ok().as_deref(), Some("1"));
        let endless = "{% for i in range(10000) %}{% for j in range(10000) %}x{% endfor %}{% endfor %}";
        assert!(composer.template(endless, &data).is_err());
    }

    proptest! {
        #[test]
        fn any_directive_is_survived(info in "[a-z=\"' (){},0-9]{0,40}") {
            let _ = call(&info);
        }
    }
}
