//! Names of those who signed, taken out before anything else is read: the site names roles, never persons.

use super::closing::{is_on_behalf, is_role, role_of};
use super::report::{Place, Report};
use crate::basics::diag::msg;
use crate::basics::text::{fold_words, nfc, single_spaced};
use crate::read::office::word::{Block, Inline, Paragraph, Run};

/// So many lines may stand between a role and the name below it: «(đã ký)», a seal.
const REACH: usize = 12;

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
    /// Whether «(đã ký)» stood right above.
    signed: bool,
    /// The last role whose signer was found.
    role: Option<String>,
}

/// Paragraphs one below the other; each cell of a table is a column of its own.
fn stream(blocks: &mut [Block], found: &mut Found, report: &mut Report) {
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => take_from(paragraph, found, report),
            Block::Table(table) => {
                let columns = table.rows.iter().map(Vec::len).max().unwrap_or_default();
                for column in 0..columns {
                    // Role and name may stand in two rows of a column.
                    let mut own = Found::default();
                    for cell in table.rows.iter_mut().filter_map(|row| row.get_mut(column)).filter(|cell| cell.first) {
                        stream(&mut cell.blocks, &mut own, report);
                    }
                    found.role = own.role.or(found.role.take());
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
        let line = single_spaced(line);
        if line.is_empty() {
            continue;
        }
        let signed = is_signed(&line);
        if is_role(&line) {
            found.above = Some((Some(role_of(&line)), REACH));
        } else if is_on_behalf(&line) {
            found.above = Some((None, REACH));
        } else if let Some((role, left)) = found.above.take() {
            if is_name(&line, found.signed) {
                found.role = role.clone().or(found.role.take());
                names.push(line);
                // Two who signed side by side stand one after the other.
                found.above = Some((role, 1));
            } else if left > 1 {
                found.above = Some((role, left - 1));
            }
        }
        found.signed = signed;
    }
    for name in names {
        report.left(
            Place::Paragraph(paragraph.number),
            msg!("tên người ký, không đưa vào trang: {name}", "the signer's name, left out: {name}"),
        );
        remove(paragraph, &name);
    }
}

/// «(đã ký)», «(Ký, ghi rõ họ tên)»
fn is_signed(line: &str) -> bool {
    let folded = fold_words(line);
    line.starts_with('(')
        && ["da ky", "ky ten", "ky va", "ky ghi", "chu ky", "ky dong dau"].iter().any(|word| folded.starts_with(word))
}

/// A name of a person: a family name and what follows, in small letters or capitals, without titles.
pub(super) fn is_name(line: &str, signed: bool) -> bool {
    const TITLES: [&str; 16] = [
        "đồng chí",
        "đ/c",
        "ông",
        "bà",
        "ths.",
        "ts.",
        "pgs.",
        "bs.",
        "thượng tá",
        "đại tá",
        "trung tá",
        "thiếu tá",
        "đại úy",
        "thượng úy",
        "trung úy",
        "ký bởi:",
    ];
    let mut bare = line.split(['(', ',']).next().unwrap_or_default().trim().to_owned();
    while let Some(rest) = TITLES.iter().find_map(|title| {
        let lower = bare.to_lowercase();
        let rest = lower.strip_prefix(title)?.trim_start();
        bare.get(bare.len() - rest.len()..).map(str::to_owned).filter(|_| !rest.is_empty())
    }) {
        bare = rest;
    }
    let words: Vec<&str> = bare.split_whitespace().collect();
    let loud = bare.chars().filter(|ch| ch.is_alphabetic()).all(char::is_uppercase);
    let word = |word: &&str| {
        let letters = word.chars().filter(|ch| *ch != '\'' && *ch != '’');
        let plain = letters.clone().all(char::is_alphabetic);
        plain
            && letters.clone().next().is_some_and(char::is_uppercase)
            && (loud || word.contains(['\'', '’']) || letters.skip(1).all(char::is_lowercase))
    };
    let family = words.first().map(|word| nfc(&word.to_lowercase()).into_owned()).unwrap_or_default();
    let folded = fold_words(&bare);
    let is_place = NO_NAMES.iter().any(|name| folded.starts_with(name));
    let is_family = !is_place && FAMILIES.contains(&family.as_str()) || family.contains(['\'', '’']);
    (2..=6).contains(&words.len())
        && words.iter().all(word)
        && (is_family || signed && !is_place && !loud && words.len() > 2)
}

/// Places and offices that begin like a family.
const NO_NAMES: [&str; 10] = [
    "doan thanh nien",
    "doan the",
    "doan khoi",
    "doan phuong",
    "doan xa",
    "ha noi",
    "son la",
    "thai nguyen",
    "thai binh",
    "ho chi minh",
];

/// Family names, the common ones of the Kinh and of the peoples of mountains and highlands.
const FAMILIES: [&str; 113] = [
    "nguyễn", "trần", "lê", "phạm", "hoàng", "huỳnh", "phan", "vũ", "võ", "đặng", "bùi", "đỗ", "hồ", "ngô", "dương",
    "lý", "đào", "đoàn", "vương", "trịnh", "trương", "đinh", "lâm", "phùng", "mai", "tô", "hà", "tạ", "thái", "tăng",
    "la", "lương", "lưu", "chu", "châu", "cao", "quách", "thạch", "sơn", "kim", "danh", "kiều", "nghiêm", "khuất",
    "doãn", "bạch", "từ", "tống", "hứa", "âu", "mạc", "mã", "giáp", "ninh", "triệu", "nông", "ma", "đàm", "lục", "vi",
    "hầu", "lò", "lường", "quàng", "cầm", "cà", "tòng", "lèo", "vừ", "giàng", "sùng", "thào", "mùa", "vàng", "tráng",
    "hạng", "lầu", "ly", "cứ", "phàn", "tẩn", "chảo", "bàn", "lừu", "sa", "xa", "bế", "hoa", "ksor", "siu", "rah",
    "rcom", "nay", "puih", "rmah", "kpă", "y", "h", "a", "blup", "niê", "êban", "ayun", "adrơng", "kbuôr", "zơrâm",
    "alăng", "bríu", "bhling", "pơloong", "cil", "kơ", "rơ",
];

/// Takes a line out of a paragraph; the look of its other words may be lost with it.
fn remove(paragraph: &mut Paragraph, name: &str) {
    if let Some(run) = paragraph.runs_mut().find(|run| single_spaced(&run.text) == name) {
        run.text.clear();
        return;
    }
    let text: String = paragraph.runs().map(|run| run.text.as_str()).collect();
    let kept: Vec<String> = text
        .split(['\n', '\t'])
        .filter(|line| single_spaced(line) != name)
        .map(|line| line.replace(name, ""))
        .collect();
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
            crate::read::office::word::paragraphs(&blocks).iter().map(|paragraph| paragraph.line()).collect::<Vec<_>>();
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
        for name in [
            "LÒ VĂN THỬ",
            "Đ/c Lò Văn Thử",
            "Lò Văn Thử (đã ký)",
            "Ký bởi: Lò Văn Thử",
            "Y H'Hen Niê",
            "Lò Thị Hoàng Mai Anh Thư",
        ] {
            assert_eq!(left(&["BÍ THƯ", "", name]).0, ["BÍ THƯ"], "{name}");
        }
        for lines in [
            &["I. CÔNG TÁC QUỐC PHÒNG, AN NINH", "Suối Lim"][..],
            &["II. BẢO VỆ MÔI TRƯỜNG", "Phường Hoa Ban"],
            &["III. PHỐI HỢP THỰC HIỆN", "Hội Nông Dân", "Đoàn Thanh Niên"],
            &["KHU PHỐ", "Lim Thượng"],
            &["TRƯỜNG HỌC", "Nguyễn Du"],
            &["TRƯỞNG BAN", "Hội Cựu Chiến Binh"],
        ] {
            assert_eq!(left(lines).0, lines, "places and offices are no signers");
        }
        assert_eq!(left(&["BÍ THƯ", "Hoa Ban là phường mới"]).0.len(), 2);
        assert_eq!(left(&["Hoàng Thị Thử"]).0.len(), 1, "a name without a role is a word of the text");
    }
}
