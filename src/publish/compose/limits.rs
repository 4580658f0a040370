//! How long and how deep a text for evaluation may be: what is checked before anything compiles it.

use super::ComposeProblem;
use super::evaluate::Text;
use crate::basics::diag::msg;
use std::ops::Range;

/// The longest line of a directive, in bytes.
pub(super) const MOST_INFO: usize = 4_000;
/// The longest template inside a block.
const MOST_BLOCK: usize = 64_000;
/// The longest template of `mau/`.
const MOST_DOCUMENT: usize = 256_000;
/// The longest tag: what stands in it is compiled as one tree, a level for two bytes at worst.
const MOST_TAG: usize = 2_000;
/// Brackets open at a time within a tag.
const MOST_BRACKETS: usize = 50;
/// Tags of a template: blocks may stand in blocks.
const MOST_TAGS: usize = 5_000;
/// The longest result, in bytes; beyond it a template only wants to fill the disk.
pub(super) const MOST_OUTPUT: usize = 1_000_000;

/// Whether a text is short and flat enough to be evaluated.
pub(super) fn check(text: Text, source: &str) -> Result<(), ComposeProblem> {
    match text {
        Text::Expression => tag(source, 0..source.len()),
        Text::Block => length(source, MOST_BLOCK).and_then(|()| tags(source)),
        Text::Document => length(source, MOST_DOCUMENT).and_then(|()| tags(source)),
    }
}

pub(super) fn length(source: &str, most: usize) -> Result<(), ComposeProblem> {
    match source.len() <= most {
        true => Ok(()),
        false => Err(ComposeProblem::whole(msg!(
            "vượt giới hạn: dài hơn {most} byte",
            "beyond the limit: longer than {most} bytes"
        ))),
    }
}

/// `{{ … }}` and `{% … %}`, as far as they can be told without compiling.
fn tags(source: &str) -> Result<(), ComposeProblem> {
    let mut at = 0;
    let mut count = 0;
    while let Some(offset) = source.get(at..).and_then(|rest| rest.find('{')) {
        let start = at + offset;
        let rest = source.get(start..).unwrap_or_default();
        let close = match rest.as_bytes().get(1) {
            Some(b'{') => "}}",
            Some(b'%') => "%}",
            Some(b'#') => {
                at = start + rest.find("#}").map_or(rest.len(), |end| end + 2);
                continue;
            }
            _ => {
                at = start + 1;
                continue;
            }
        };
        let end = start + tag_end(rest, close);
        tag(source, start..end)?;
        count += 1;
        if count > MOST_TAGS {
            let reason = msg!("vượt giới hạn: hơn {MOST_TAGS} thẻ mẫu", "beyond the limit: more than {MOST_TAGS} tags");
            return Err(ComposeProblem { reason, range: Some(start..end) });
        }
        at = end;
    }
    Ok(())
}

/// Where a tag ends: at its closing sign outside of strings, or with the text.
fn tag_end(rest: &str, close: &str) -> usize {
    let mut quote = None;
    let mut is_escaped = false;
    for (at, ch) in rest.char_indices().skip(2) {
        match quote {
            Some(_) if is_escaped => is_escaped = false,
            Some(_) if ch == '\\' => is_escaped = true,
            Some(open) if ch == open => quote = None,
            Some(_) => {}
            None if matches!(ch, '"' | '\'') => quote = Some(ch),
            None if rest.get(at..).is_some_and(|rest| rest.starts_with(close)) => return at + close.len(),
            None => {}
        }
    }
    rest.len()
}

fn tag(source: &str, range: Range<usize>) -> Result<(), ComposeProblem> {
    if range.len() > MOST_TAG {
        let reason = msg!(
            "vượt giới hạn: biểu thức dài hơn {MOST_TAG} byte",
            "beyond the limit: an expression longer than {MOST_TAG} bytes"
        );
        return Err(ComposeProblem { reason, range: Some(range) });
    }
    let mut depth = 0_usize;
    for ch in source.get(range.clone()).unwrap_or_default().chars() {
        match ch {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MOST_BRACKETS {
            let reason = msg!(
                "vượt giới hạn: hơn {MOST_BRACKETS} dấu ngoặc lồng nhau",
                "beyond the limit: more than {MOST_BRACKETS} brackets within brackets"
            );
            return Err(ComposeProblem { reason, range: Some(range) });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn long_and_deep_texts_are_refused_at_their_place() {
        let plus = format!("a {{{{ {} }}}} b", "1+".repeat(3000));
        let problem = check(Text::Block, &plus).err();
        assert_eq!(problem.and_then(|problem| problem.range).map(|range| range.start), Some(2));
        assert!(check(Text::Expression, &"(".repeat(60)).is_err());
        assert!(check(Text::Block, &"{% if 1 %}".repeat(5001)).is_err());
        assert!(check(Text::Block, &"x".repeat(MOST_BLOCK + 1)).is_err());
    }

    #[test]
    fn ordinary_texts_pass() {
        let source = "{# (((( #}{% for x in muc %}- {{ x.ten | join(\"}} (((\") }} {{ '\\'}}' }}\n{% endfor %} { a }";
        assert!(check(Text::Block, source).is_ok());
        assert!(check(Text::Block, &"chữ thường ".repeat(4000)).is_ok());
    }

    proptest! {
        #[test]
        fn a_tag_that_is_cut_off_ends_with_the_text(text in "[{}%#\"'\\\\a (]{0,40}") {
            let _ = tags(&text);
            prop_assert!(tag_end(&text, "}}") <= text.len());
        }
    }
}
