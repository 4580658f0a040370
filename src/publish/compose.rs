//! What authors of content write to be evaluated: directives in Markdown, by MiniJinja.
//!
//! Takes a directive's text and plain data, returns plain values and text. Strict (an unknown name is an error), with
//! limits on all that an author can make large, without any access to files, environment or clock. Fuel counts
//! instructions, and forty of them can take all memory: so a process of its own evaluates, which may be ended.

mod evaluate;
mod limits;

use crate::basics::apart::{Failure, Workers};
use crate::basics::diag::{Message, msg};
use evaluate::{Request, Text};
use serde::{Deserialize, Serialize};
use std::ops::Range;

pub(crate) use evaluate::COMPOSING;

/// The evaluator, shared by all pages.
#[derive(Debug)]
pub(crate) struct Composer {
    workers: Workers,
}

/// Why a directive failed, with the bytes of its text that are to blame.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct ComposeProblem {
    pub(crate) reason: Message,
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
    pub(crate) const fn new() -> Self {
        Self { workers: Workers::new(&COMPOSING) }
    }

    /// Reads what stands between the braces: `bang-nhiem-vu to_chuc="hoi-phu-nu" so_dong=5`.
    pub(crate) fn call(&self, info: &str, context: &impl Serialize) -> Result<Call, ComposeProblem> {
        limits::length(info, limits::MOST_INFO)?;
        let end = info.find(char::is_whitespace).unwrap_or(info.len());
        let name = info.get(..end).unwrap_or_default().to_owned();
        let mut arguments = Vec::new();
        let mut at = end;
        while let Some(offset) = info.get(at..).and_then(|rest| rest.find(|ch: char| !ch.is_whitespace() && ch != ','))
        {
            let start = at + offset;
            let (key, expression) = argument(info, start)?;
            let text = info.get(expression.clone()).unwrap_or_default();
            let value = match literal(text) {
                Some(value) => value.to_owned(),
                None => self.expression(text, &expression, context)?,
            };
            at = expression.end;
            arguments.push(Argument { key, value, range: start..expression.end });
        }
        Ok(Call { name, name_range: 0..end, arguments })
    }

    fn expression(&self, text: &str, at: &Range<usize>, context: &impl Serialize) -> Result<String, ComposeProblem> {
        self.evaluate(Text::Expression, text, context).map_err(|problem| {
            let range = problem.range.map(|range| range.start + at.start..range.end + at.start);
            ComposeProblem { range: range.or_else(|| Some(at.clone())), ..problem }
        })
    }

    /// Renders a whole document template: more steps than a directive may take, else the same rules.
    pub(crate) fn document(&self, source: &str, context: &impl Serialize) -> Result<String, ComposeProblem> {
        self.evaluate(Text::Document, source, context)
    }

    /// Renders the template inside a directive's block.
    pub(crate) fn template(&self, source: &str, context: &impl Serialize) -> Result<String, ComposeProblem> {
        self.evaluate(Text::Block, source, context)
    }

    fn evaluate(&self, text: Text, source: &str, context: &impl Serialize) -> Result<String, ComposeProblem> {
        limits::check(text, source)?;
        let broken = |_| ComposeProblem::whole(msg!("dữ liệu không chuyển được", "the data cannot be passed on"));
        let request = serde_json::to_vec(&Request { text, source, context }).map_err(broken)?;
        let answer = self.workers.ask(&request).map_err(|failure| ComposeProblem::whole(reason(failure)))?;
        serde_json::from_slice(&answer).map_err(broken)?
    }
}

impl ComposeProblem {
    fn whole(reason: Message) -> Self {
        Self { reason, range: None }
    }
}

fn reason(failure: Failure) -> Message {
    let (seconds, megabytes) = (COMPOSING.most_time.as_secs(), COMPOSING.most_memory >> 20);
    match failure {
        Failure::Time => {
            msg!("vượt giới hạn: quá {seconds} giây", "beyond the limit: takes longer than {seconds} seconds")
        }
        Failure::Memory => {
            msg!(
                "vượt giới hạn: quá {megabytes} MB bộ nhớ",
                "beyond the limit: takes more than {megabytes} MB of memory"
            )
        }
        Failure::Broken => {
            msg!("vượt giới hạn: tiến trình tính mẫu dừng giữa chừng", "beyond the limit: the evaluating process ended")
        }
    }
}

/// What an argument says that is written out: `"a"`, `12`.
fn literal(text: &str) -> Option<&str> {
    let quoted = ['"', '\''].iter().find_map(|quote| text.strip_prefix(*quote)?.strip_suffix(*quote));
    let plain = quoted.filter(|inner| !inner.contains(['"', '\'', '\\', '\n']));
    plain.or_else(|| Some(text).filter(|text| text.len() < 7 && text.bytes().all(|byte| byte.is_ascii_digit())))
}

/// `key=expression` at `start`: the key, and the bytes of the expression.
fn argument(info: &str, start: usize) -> Result<(String, Range<usize>), ComposeProblem> {
    let rest = info.get(start..).unwrap_or_default();
    let key_end = rest.find(|ch: char| !ch.is_ascii_alphanumeric() && ch != '_').unwrap_or(rest.len());
    let wrong = |end: usize| ComposeProblem {
        reason: msg!("viết tham số dạng `tên=\"giá trị\"`", "write an argument as `name=\"value\"`"),
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

    #[test]
    fn what_an_argument_says_is_read_without_evaluation_where_it_is_plain() {
        for (text, value) in [("\"a b\"", Some("a b")), ("'x'", Some("x")), ("120", Some("120")), ("2+3", None)] {
            assert_eq!(literal(text), value, "{text}");
        }
        assert_eq!(literal(r#""a\n""#), None);
        assert_eq!(literal(r#""a" ~ "b""#), None);
    }

    /// Each is as deep as the limits let it be.
    #[test]
    fn chains_and_nests_of_every_kind_are_survived() {
        let composer = Composer::new();
        let data = BTreeMap::from([("a", 1)]);
        let chains = ["1+", "a~", "not ", "-", "a and ", "1<", "(", "[", "{1:", "a if a else "];
        for link in chains {
            let most = (1980 / link.len()).min(if link.contains(['(', '[', '{']) { 48 } else { 1980 });
            let _ = composer.template(&format!("{{{{ {}a }}}}", link.repeat(most)), &data);
        }
        for link in [".b", "|e", "[0]", " is odd", "()"] {
            let _ = composer.template(&format!("{{{{ a{} }}}}", link.repeat(1980 / link.len())), &data);
        }
        for block in ["{%if a%}", "{%for a in a%}", "{%with%}", "{%set a%}", "{%filter e%}", "{%if 0%}{%elif a%}"] {
            let most = (60_000 / block.len()).min(4_900);
            let _ = composer.template(&block.repeat(most), &data);
        }
        let branches = format!("{{%if 0%}}{}{{%endif%}}", "{%elif 0%}".repeat(4_900));
        assert!(composer.template(&branches, &data).is_ok());
        let tuple = format!("{{{{ {} }}}}", "a,".repeat(900));
        let _ = composer.template(&tuple, &data);
    }

    #[test]
    fn a_result_that_fills_the_disk_ends_where_it_is_made() {
        let composer = Composer::new();
        let data = BTreeMap::from([("a", 1)]);
        let long = composer.template("{% for i in range(1000) %}{{ \"x\" * 100000 }}{% endfor %}", &data);
        assert!(long.is_err_and(|problem| problem.reason.vi.contains("dài hơn")));
        assert!(composer.call("bang so_dong=\"x\"*2000000", &data).is_err());
    }

    proptest! {
        #[test]
        fn any_directive_is_survived(info in "[a-z=\"' (){},0-9]{0,40}") {
            let _ = call(&info);
        }
    }
}
