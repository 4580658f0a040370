//! What a document rests on: «Căn cứ …;», «Thực hiện Nghị quyết số …».

use super::report::{Place, Report};
use crate::basics::diag::msg;
use crate::basics::text::{fold, fold_words};
use crate::read::citation::Citation;
use crate::read::office::word::Block;
use crate::read::vocabulary::KINDS;

/// The opening ends at the first heading, or here.
const MOST_PARAGRAPHS: usize = 25;

/// The citations of the opening, as written, each once.
pub(super) fn citations(blocks: &[Block], report: &mut Report) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut in_list = false;
    let texts = blocks.iter().filter_map(|block| match block {
        Block::Paragraph(paragraph) if !paragraph.is_empty() => Some(paragraph),
        Block::Paragraph(_) | Block::Table(_) => None,
    });
    for paragraph in texts.take(MOST_PARAGRAPHS).take_while(|paragraph| !super::body::is_heading(paragraph)) {
        let line = paragraph.line();
        // «Căn cứ:» and a list below it.
        in_list = fold_words(&line) == "can cu" || in_list && item(&line).is_some();
        let line = item(&line).filter(|_| in_list).map_or_else(|| line.clone(), |item| format!("Căn cứ {item}"));
        for citation in of_line(&line) {
            if !found.contains(&citation) {
                let place = Place::Paragraph(paragraph.number);
                report.recognised(place, msg!("căn cứ: {citation}", "basis: {citation}"));
                found.push(citation);
            }
        }
    }
    found
}

/// What stands behind «-», «1.», «a)».
fn item(line: &str) -> Option<&str> {
    let (sign, rest) = line.split_once(' ')?;
    let inner = sign.trim_end_matches(['.', ')']);
    let is_number = inner.len() < sign.len() && inner.chars().count() <= 3;
    (["-", "+", "–"].contains(&sign) || is_number).then_some(rest.trim_start())
}

fn of_line(line: &str) -> Vec<String> {
    let folded = fold_words(line);
    if !["can cu ", "thuc hien ", "trien khai ", "quan triet "].iter().any(|word| folded.starts_with(word)) {
        return Vec::new();
    }
    let numbered = numbered(line);
    let is_basis = folded.starts_with("can cu ");
    if numbered.is_empty() && is_basis {
        let whole = line.split_whitespace().skip(2).collect::<Vec<_>>().join(" ");
        let whole = whole.trim_end_matches([';', '.', ',']).to_owned();
        // «Căn cứ tình hình thực tế» names no document.
        let is_document = whole.starts_with(char::is_uppercase) && Citation::parse(&whole).identity.kind.is_some();
        return is_document.then_some(whole).into_iter().collect();
    }
    numbered
}

/// Every «Nghị quyết số 57-NQ/TW» of a sentence, with date and issuer where they follow; «…, số 66-NQ/TW» goes on with
/// the kind before it.
fn numbered(line: &str) -> Vec<String> {
    let starts = starts(line);
    let mut found = Vec::new();
    for (place, start) in starts.iter().enumerate() {
        let end = starts.get(place + 1).copied().unwrap_or(line.len());
        let Some(piece) = line.get(*start..end) else { continue };
        let kind = piece.find(" số ").and_then(|at| piece.get(..at)).unwrap_or_default().trim_end_matches(':');
        let piece = piece.replacen(": số ", " số ", 1);
        for (part, text) in piece.replace(" và số ", ", số ").split(", số ").enumerate() {
            let text = if part == 0 { text.to_owned() } else { format!("{kind} số {text}") };
            let Some(number) = Citation::parse(&text).written_number else { continue };
            let text = cut(&text);
            if Citation::parse(text).written_number.as_deref() == Some(&number) {
                found.push(text.to_owned());
            }
        }
    }
    found
}

/// Where names of kinds begin that a number follows: «Nghị quyết số», «Nghị định 30/2020».
fn starts(line: &str) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::new();
    for (at, _) in line.char_indices().filter(|(_, ch)| ch.is_uppercase()) {
        let Some(rest) = line.get(at..) else { continue };
        let words = |count: usize| rest.split(' ').take(count).collect::<Vec<_>>().join(" ");
        let begins = KINDS.iter().any(|(_, name)| {
            let count = name.split(' ').count();
            let next = rest.split(' ').nth(count).unwrap_or_default();
            fold(words(count).trim_end_matches(':')) == fold(name)
                && (fold(next) == "so" || next.starts_with(|ch: char| ch.is_ascii_digit()))
        });
        if begins {
            found.push(at);
        }
    }
    found
}

/// Ends a citation where its subject begins.
fn cut(piece: &str) -> &str {
    let stops = [" phê duyệt ", " ban hành ", " quy định ", " về ", " V/v", ";", " “", " \"", " «", ":", " và "];
    let issuer = piece.find(" của ").map_or(0, |at| at + " của ".len());
    let after = piece.get(issuer..).unwrap_or_default();
    let no_date = |at: &usize| after.get(*at..).is_some_and(|rest| !rest.starts_with(", ngày "));
    let comma = after.match_indices(", ").map(|(at, _)| at).find(no_date);
    let end = stops.iter().filter_map(|stop| after.find(stop)).chain(comma).min().unwrap_or(after.len());
    let piece = piece.get(..issuer + end).unwrap_or(piece);
    piece.trim().trim_end_matches([',', '.', ';'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<String> {
        of_line(text)
    }

    #[test]
    fn citations_are_cut_out_as_written() {
        assert_eq!(
            of("Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15;"),
            ["Luật Tổ chức chính quyền địa phương số 72/2025/QH15"]
        );
        assert_eq!(
            of("Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư;"),
            ["Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ"]
        );
        assert_eq!(
            of(
                "Thực hiện Nghị quyết số 57-NQ/TW, ngày 22/12/2024 của Bộ Chính trị về đột phá và Chương trình hành động số 09-CTr/TU, ngày 13/5/2025 của Tỉnh ủy, Ban Thường vụ xây dựng kế hoạch như sau:"
            ),
            [
                "Nghị quyết số 57-NQ/TW, ngày 22/12/2024 của Bộ Chính trị",
                "Chương trình hành động số 09-CTr/TU, ngày 13/5/2025 của Tỉnh ủy"
            ]
        );
        assert_eq!(
            of("Căn cứ các Nghị quyết số 68-NQ/TW ngày 04/5/2025, số 66-NQ/TW ngày 30/4/2025 của Bộ Chính trị;"),
            ["Nghị quyết số 68-NQ/TW ngày 04/5/2025", "Nghị quyết số 66-NQ/TW ngày 30/4/2025 của Bộ Chính trị"]
        );
        assert_eq!(
            of("Thực hiện các Nghị quyết: số 57-NQ/TW, số 66-NQ/TW của Bộ Chính trị"),
            ["Nghị quyết số 57-NQ/TW", "Nghị quyết số 66-NQ/TW của Bộ Chính trị"]
        );
        assert_eq!(of("Thực hiện Kế hoạch số 12-KH/ĐU, Đảng ủy yêu cầu các chi bộ"), ["Kế hoạch số 12-KH/ĐU"]);
        assert_eq!(of("Căn cứ Điều lệ Đảng;"), ["Điều lệ Đảng"]);
        assert!(of("Căn cứ tình hình thực tế của địa phương;").is_empty());
        assert!(of("Các chi bộ thực hiện Nghị quyết số 57-NQ/TW").is_empty());
    }
}
