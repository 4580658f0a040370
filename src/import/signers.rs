//! Names of those who signed, taken out before anything else is read: the site names roles, never persons.

use super::closing::{is_on_behalf, is_role, role_of};
use super::report::{Place, Report};
use crate::diag::msg;
use crate::office::word::{Block, Inline, Paragraph, Run};
use crate::text::fold_words;

/// So many lines may stand between a role and the name below it: «(đã ký)», a seal.
const REACH: usize = 5;

/// Takes every name below a role out of the text; returns the last role that had one.
pub(super) fn take_out(blocks: &mut [Block], report: &mut Report) -> Option<String> {
    let mut found = Found::default();
    stream(blocks, &mut found, report);
    found.role
}

#[derive(Default)]
struct Found {
    /// The role above, and how many lines it still reaches.
    above: Option<(Option<String>, usize)>,
    /// The last role whose signer was found.
    role: Option<String>,
}

/// Paragraphs one below the other; each cell of a table is a column of its own.
fn stream(blocks: &mut [Block], found: &mut Found, report: &mut Report) {
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => take_from(paragraph, found, report),
            Block::Table(table) => {
                for cell in table.cells_mut() {
                    let mut own = Found::default();
                    stream(&mut cell.blocks, &mut own, report);
                    found.role = own.role.or(found.role.take());
                    // Two rows may part the role from the name.
                    found.above = own.above.or(found.above.take());
                }
            }
        }
    }
}

fn take_from(paragraph: &mut Paragraph, found: &mut Found, report: &mut Report) {
    let text = paragraph.text();
    let mut names: Vec<String> = Vec::new();
    for line in text.split(['\n', '\t']).flat_map(|line| line.split("      ")) {
        let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
        if line.is_empty() {
            continue;
        }
        if is_role(&line) {
            found.above = Some((Some(role_of(&line)), REACH));
        } else if is_on_behalf(&line) {
            found.above = Some((None, REACH));
        } else if let Some((role, left)) = found.above.take() {
            if is_name(&line) {
                found.role = role.clone().or(found.role.take());
                names.push(line);
                // Two who signed side by side stand one after the other.
                found.above = Some((role, 1));
            } else if left > 1 {
                found.above = Some((role, left - 1));
            }
        }
    }
    for name in names {
        report.left(
            Place::Paragraph(paragraph.number),
            msg!("tên người ký, không đưa vào trang: {name}", "the signer's name, left out: {name}"),
        );
        remove(paragraph, &name);
    }
}

/// Two to five words, each with one capital at its beginning, and nothing else.
fn is_name(line: &str) -> bool {
    const NO_NAMES: [&str; 8] = ["noi", "ngay", "so", "kinh", "dang", "uy", "ban", "phong"];
    let bare = ["Đồng chí ", "Ông ", "Bà "].iter().find_map(|title| line.strip_prefix(title)).unwrap_or(line);
    let words: Vec<&str> = bare.split(' ').collect();
    let word = |word: &&str| {
        let mut chars = word.chars();
        chars.next().is_some_and(char::is_uppercase) && chars.all(char::is_lowercase)
    };
    let first = fold_words(words.first().copied().unwrap_or_default());
    (2..=5).contains(&words.len()) && words.iter().all(word) && !NO_NAMES.contains(&first.as_str())
}

/// Takes a line out of a paragraph; the look of its other words may be lost with it.
fn remove(paragraph: &mut Paragraph, name: &str) {
    let single = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some(run) = paragraph.runs_mut().find(|run| single(&run.text) == name) {
        run.text.clear();
        return;
    }
    let text: String = paragraph.runs().map(|run| run.text.as_str()).collect();
    let kept: Vec<String> =
        text.split(['\n', '\t']).filter(|line| single(line) != name).map(|line| line.replace(name, "")).collect();
    let others: Vec<Inline> =
        paragraph.inlines.iter().filter(|inline| !matches!(inline, Inline::Text(_))).cloned().collect();
    let run = Run { text: kept.join("\n"), ..Run::default() };
    paragraph.inlines = std::iter::once(Inline::Text(run)).chain(others).collect();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(number: usize, text: &str) -> Block {
        let run = Run { text: text.to_owned(), ..Run::default() };
        Block::Paragraph(Paragraph { number, inlines: vec![Inline::Text(run)], ..Paragraph::default() })
    }

    fn left(lines: &[&str]) -> (Vec<String>, Option<String>) {
        let mut blocks: Vec<Block> = lines.iter().enumerate().map(|(number, line)| block(number, line)).collect();
        let role = take_out(&mut blocks, &mut Report::default());
        let texts =
            crate::office::word::paragraphs(&blocks).iter().map(|paragraph| paragraph.line()).collect::<Vec<_>>();
        (texts.into_iter().filter(|line| !line.is_empty()).collect(), role)
    }

    #[test]
    fn names_below_a_role_go_and_nothing_else() {
        let (texts, role) = left(&[
            "Chi bộ Khu phố Một",
            "T/M BAN THƯỜNG VỤ",
            "PHÓ BÍ THƯ",
            "",
            "(đã ký)",
            "Hoàng Thị Thử",
            "Nơi nhận:",
        ]);
        assert_eq!(texts, ["Chi bộ Khu phố Một", "T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ", "(đã ký)", "Nơi nhận:"]);
        assert_eq!(role.as_deref(), Some("Phó Bí thư"));
        let (texts, _) = left(&["KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\nLê Văn Thử"]);
        assert_eq!(texts, ["KT. CHỦ TỊCH PHÓ CHỦ TỊCH"]);
        assert_eq!(left(&["BÍ THƯ", "Hoa Ban là phường mới"]).0.len(), 2);
        assert_eq!(left(&["Hoàng Thị Thử"]).0.len(), 1, "a name without a role is a word of the text");
    }
}
