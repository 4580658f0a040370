//! Markdown as plain text: what a reader would type into an old phone.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

/// Paragraphs parted by empty lines, items by `- `, cells by ` | `.
pub(super) fn text(markdown: &str) -> String {
    let mut out = String::new();
    let mut in_item = 0_u32;
    for event in Parser::new_ext(markdown, crate::read::markdown::options()) {
        match event {
            Event::Text(text) | Event::Code(text) => out.push_str(&text),
            Event::SoftBreak => out.push(' '),
            Event::HardBreak => out.push('\n'),
            Event::Start(Tag::Item) => {
                in_item += 1;
                start_line(&mut out);
                out.push_str("- ");
            }
            Event::End(TagEnd::Item) => in_item = in_item.saturating_sub(1),
            Event::End(TagEnd::TableCell) => out.push_str(" | "),
            Event::End(TagEnd::TableRow | TagEnd::TableHead) => {
                out.truncate(out.trim_end_matches([' ', '|']).len());
                out.push('\n');
            }
            Event::End(TagEnd::Paragraph) if in_item > 0 => {}
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::List(_) | TagEnd::Table) => {
                out.push_str("\n\n")
            }
            _ => {}
        }
    }
    let lines: Vec<&str> = out.lines().map(str::trim_end).collect();
    let mut kept: Vec<&str> = Vec::new();
    for line in lines {
        if !(line.is_empty() && kept.last().is_none_or(|last| last.is_empty())) {
            kept.push(line);
        }
    }
    kept.join("\n").trim().to_owned()
}

fn start_line(out: &mut String) {
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_gone_and_order_stays() {
        let markdown =
            "## I. Kết quả\n\nĐã họp **12** buổi\\\nđủ.\n\n- một\n- hai\n\n| A | B |\n| --- | --- |\n| 1 | 2 |\n";
        assert_eq!(text(markdown), "I. Kết quả\n\nĐã họp 12 buổi\nđủ.\n\n- một\n- hai\n\nA | B\n1 | 2");
    }
}
