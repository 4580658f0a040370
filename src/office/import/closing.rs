//! The end of a document: «Nơi nhận», who signed in what role, and what follows as appendix.

use super::report::{Place, Report};
use crate::basics::diag::msg;
use crate::basics::text::{capitalised, fold_words, single_spaced};
use crate::read::office::word::{Block, Paragraph, Table, paragraphs};

/// What the end says.
#[derive(Debug, Default)]
pub(super) struct Closing {
    /// The signer's role, never the name.
    pub(super) role: Option<String>,
    /// «Nơi nhận», line by line.
    pub(super) recipients: Vec<String>,
    /// The block it begins with, and the first one after it.
    pub(super) blocks: std::ops::Range<usize>,
}

/// A table of recipients and signature is no larger.
const MOST_PLACES: usize = 16;

/// Reads the end; `None` where there is none. The first one counts: what follows are appendices.
pub(super) fn read(blocks: &[Block], report: &mut Report) -> Option<Closing> {
    let Some((at, table)) = blocks.iter().enumerate().find_map(|(at, block)| Some((at, signed_table(block)?))) else {
        let at = blocks.iter().rposition(|block| matches!(block, Block::Paragraph(_)) && names_recipients(block))?;
        return read_lines(blocks, at, report);
    };
    let mut closing = Closing { blocks: at..at + 1, ..Closing::default() };
    for cell in table.cells() {
        let found = paragraphs(&cell.blocks);
        let is_recipients = found.iter().flat_map(|paragraph| lines(paragraph)).any(|line| is_recipients_head(&line));
        if is_recipients {
            recipients(&found, &mut closing, report);
        } else {
            signature(&found, &mut closing, report);
        }
    }
    Some(closing)
}

/// A small table with recipients in one cell and a role in another.
fn signed_table(block: &Block) -> Option<&Table> {
    let Block::Table(table) = block else { return None };
    let has_role = table.cells().flat_map(|cell| paragraphs(&cell.blocks)).flat_map(lines).any(|line| is_role(&line));
    let is_small = table.rows.iter().map(Vec::len).sum::<usize>() <= MOST_PLACES;
    (is_small && has_role && names_recipients(block)).then_some(table)
}

/// The same without a table: recipients, then the signature below or in the other column of a tab.
fn read_lines(blocks: &[Block], at: usize, report: &mut Report) -> Option<Closing> {
    let mut end = at;
    let mut found = Vec::new();
    for block in blocks.get(at..)? {
        match block {
            Block::Paragraph(paragraph) if !is_appendix(&paragraph.line()) => found.push(paragraph),
            Block::Paragraph(_) | Block::Table(_) => break,
        }
        end += 1;
    }
    let mut closing = Closing { blocks: at..end, ..Closing::default() };
    // Only the roles are taken; every line stays in the text, because the columns cannot be told apart.
    for paragraph in &found {
        closing.recipients.extend(lines(paragraph));
    }
    let mut roles = found.iter().flat_map(|paragraph| lines(paragraph)).filter(|line| is_role(line));
    closing.role = roles.next_back().map(|role| role_of(&role));
    if let (Some(role), Some(first)) = (&closing.role, found.first()) {
        report.guessed(Place::Paragraph(first.number), msg!("chức vụ người ký: {role}", "the signer's role: {role}"));
    }
    Some(closing)
}

fn names_recipients(block: &Block) -> bool {
    let slice = std::slice::from_ref(block);
    paragraphs(slice).iter().any(|paragraph| lines(paragraph).iter().any(|line| is_recipients_head(line)))
}

fn is_recipients_head(line: &str) -> bool {
    fold_words(line) == "noi nhan"
}

fn is_appendix(line: &str) -> bool {
    let folded = fold_words(line);
    ["phu luc", "bieu ", "bieu mau", "danh sach", "bang phan cong"].iter().any(|word| folded.starts_with(word))
}

fn lines(paragraph: &Paragraph) -> Vec<String> {
    let text = paragraph.text();
    let pieces = text.split(['\n', '\t']).map(single_spaced);
    pieces.filter(|line| !line.is_empty()).collect()
}

fn recipients(found: &[&Paragraph], closing: &mut Closing, report: &mut Report) {
    let all: Vec<String> = found.iter().flat_map(|paragraph| lines(paragraph)).collect();
    if let (Some(first), true) = (found.first(), closing.recipients.is_empty()) {
        let count = all.len().saturating_sub(1);
        report.recognised(Place::Paragraph(first.number), msg!("nơi nhận: {count} dòng", "recipients: {count} lines"));
    }
    closing.recipients.extend(all);
}

/// «T/M BAN THƯỜNG VỤ», «PHÓ BÍ THƯ», «(đã ký)», a name.
fn signature(found: &[&Paragraph], closing: &mut Closing, report: &mut Report) {
    for paragraph in found {
        let place = Place::Paragraph(paragraph.number);
        for line in lines(paragraph) {
            if is_role(&line) {
                let role = role_of(&line);
                report.recognised(
                    place,
                    msg!("chức vụ người ký: {role} (ghi: {line})", "the signer's role: {role} (written: {line})"),
                );
                closing.role = Some(role);
            } else {
                report.left(
                    place,
                    msg!(
                        "phần ký, không đưa vào trang (trang chỉ ghi chức vụ): {line}",
                        "part of the signature, left out (the site names roles only): {line}"
                    ),
                );
            }
        }
    }
}

/// «T/M BAN THƯỜNG VỤ»: for whom somebody signs.
pub(super) fn is_on_behalf(line: &str) -> bool {
    let folded = fold_words(line);
    is_upper(line) && ["t m ", "tm ", "thay mat"].iter().any(|word| folded.starts_with(word))
}

fn is_upper(line: &str) -> bool {
    let letters = || line.chars().filter(|ch| ch.is_alphabetic());
    letters().count() > 3 && letters().all(char::is_uppercase)
}

/// A line in capitals that says in what role, not for whom. Compared with its marks: «TRƯỞNG» is one, «TRƯỜNG» a school.
pub(super) fn is_role(line: &str) -> bool {
    const ROLES: [&str; 27] = [
        "bí thư",
        "phó bí thư",
        "chủ tịch",
        "phó chủ tịch",
        "trưởng",
        "phó trưởng",
        "phó",
        "chánh",
        "giám đốc",
        "hiệu trưởng",
        "chủ nhiệm",
        "chỉ huy",
        "chính ủy",
        "chính trị viên",
        "thủ trưởng",
        "viện trưởng",
        "tổng bí thư",
        "tổng thư ký",
        "thư ký",
        "chủ trì",
        "chủ tọa",
        "người lập",
        "người ký",
        "người báo cáo",
        "kế toán",
        "ủy viên",
        "trạm trưởng",
    ];
    const NO_ROLES: [&str; 4] = ["phó bảng", "chủ trì phối hợp", "chủ trì thực hiện", "trưởng thành"];
    const LONGEST: usize = 60;
    let lower = line.to_lowercase().replace("uỷ", "ủy").replace("toạ", "tọa");
    // «KT. CHỦ TỊCH», «Q. TRƯỞNG PHÒNG»: a sign before the role.
    let words = lower.split_whitespace().skip_while(|word| {
        word.ends_with('.')
            && word.len() <= 4
            && !word.starts_with(|ch: char| ch.is_ascii_digit() || "ivx".contains(ch))
    });
    let bare = words.collect::<Vec<_>>().join(" ");
    let starts = |words: &[&str]| words.iter().any(|word| bare == *word || bare.starts_with(&format!("{word} ")));
    let short = line.chars().count() <= LONGEST && !line.ends_with([':', ';', ',']);
    short && is_upper(line) && !is_on_behalf(line) && starts(&ROLES) && !starts(&NO_ROLES)
}

/// «KT. CHỦ TỊCH» stays as said, in small letters: «KT. Chủ tịch».
pub(super) fn role_of(line: &str) -> String {
    let mut out = String::new();
    let mut fresh = true;
    for word in line.split_whitespace() {
        let is_sign = word.ends_with('.') || word.contains('/');
        if !out.is_empty() {
            out.push(' ');
        }
        if is_sign {
            out.push_str(word);
            continue;
        }
        let small = word.to_lowercase();
        out.push_str(&if fresh { capitalised(&small) } else { small });
        fresh = false;
    }
    // A deputy's role holds a second one: «Phó Bí thư», «Phó Chủ tịch».
    for role in ["bí thư", "chủ tịch"] {
        let capital = match role {
            "bí thư" => "Bí thư",
            _ => "Chủ tịch",
        };
        out = out.replace(&format!("Phó {role}"), &format!("Phó {capital}"));
    }
    out.replace("thường trực", "Thường trực")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_told_from_committees_and_names() {
        for (line, role) in [
            ("BÍ THƯ", Some("Bí thư")),
            ("PHÓ BÍ THƯ THƯỜNG TRỰC", Some("Phó Bí thư Thường trực")),
            ("KT. CHỦ TỊCH", Some("KT. Chủ tịch")),
            ("T/M BAN THƯỜNG VỤ", None),
            ("TM. ỦY BAN NHÂN DÂN", None),
            ("(đã ký)", None),
            ("Hoàng Văn A", None),
        ] {
            assert_eq!(is_role(line).then(|| role_of(line)).as_deref(), role, "{line}");
        }
    }
}
