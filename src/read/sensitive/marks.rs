//! Secrecy marks in a text: alone in a line, or as a phrase anywhere (CONTENT §14 «Gate»).

use super::letters::{Placed, letters};
use crate::basics::text::single_spaced;
use std::ops::Range;

/// A mark found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Mark {
    /// Stops every build.
    Secret(&'static str),
    /// Stops a public build.
    Internal(&'static str),
}

/// Marks that count where a line, paragraph, cell or text box holds nothing else.
const SHORT: [(&str, &str); 3] = [("tuyệtmật", "TUYỆT MẬT"), ("tốimật", "TỐI MẬT"), ("mật", "MẬT")];

/// What may stand before a short mark.
const LABELS: [&str; 3] = ["độmật", "mứcđộmật", "dấuchỉmứcđộmật"];

const RECALLED: &str = "tàiliệuthuhồi";
const NO_MEDIA: Mark = Mark::Secret("Không phổ biến trên phương tiện thông tin đại chúng");
const INTERNAL: Mark = Mark::Internal("Lưu hành nội bộ");

/// Phrases that count anywhere.
const LONG: [(&str, Mark); 8] = [
    ("khôngphổbiếntrêncácphươngtiệnthôngtinđạichúng", NO_MEDIA),
    ("khôngphổbiếntrênphươngtiệnthôngtinđạichúng", NO_MEDIA),
    (RECALLED, Mark::Secret("Tài liệu thu hồi")),
    ("xemxongtrảlại", Mark::Secret("Xem xong trả lại")),
    ("xonghộinghịtrảlại", Mark::Secret("Xong hội nghị trả lại")),
    ("sửdụngxongtrảlại", Mark::Secret("Sử dụng xong trả lại")),
    ("lưuhànhnộibộ", INTERNAL),
    ("lưuhànhtrongnộibộ", INTERNAL),
];

/// Nouns with which «tài liệu thu hồi» goes on: papers about taking something back.
const TAKEN_BACK: [&str; 11] =
    ["đất", "nợ", "vốn", "tiền", "thuế", "tài sản", "giấy phép", "giấy chứng nhận", "mặt bằng", "sản phẩm", "công nợ"];

/// Words that say the opposite, right before «lưu hành nội bộ».
const DENIALS: [&str; 4] = ["không", "khôngcòn", "khôngphảilà", "khôngđược"];

/// How a text is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layout {
    /// Paragraphs with an empty line between; a line may go on in the next.
    Prose,
    /// A cell, a box, a value, a line that stands by itself.
    Block,
    /// A cell that tells a product: «Mật» there is honey unless it is written as a mark is.
    Product,
}

/// Whether a text can hold any mark. Cheaper than to look for each: almost every text holds none.
pub(super) fn may_hold(text: &str) -> bool {
    let letters = letters(text);
    let has = |phrase: &str| memchr::memmem::find(letters.as_bytes(), phrase.as_bytes()).is_some();
    has("mật") || LONG.iter().any(|(phrase, _)| has(phrase))
}

/// Every mark in a text, with the bytes it stands at.
pub(super) fn find(text: &str, layout: Layout) -> Vec<(Mark, Range<usize>)> {
    let mut found = phrases(text);
    for line in lines(text) {
        // A stamp may stand at a tab behind the number of the document.
        let pieces = || line.text.split(['\t', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}']);
        let lone = alone(line.text).filter(|_| !reads_on(&line, layout));
        let lone = lone
            .or_else(|| pieces().skip(1).chain(pieces().take(1)).filter(|_| pieces().nth(1).is_some()).find_map(alone));
        found.extend(lone.map(|mark| (mark, line.start..line.start + line.text.len())));
    }
    // Spelled over lines or in a column, one or two letters a line.
    found.extend(spelled(text));
    found.sort_by_key(|(mark, range)| (range.start, *mark));
    found
}

/// Marks that stand in no single line: phrases, and letters one or two a line.
pub(super) fn across(text: &str) -> Vec<(Mark, Range<usize>)> {
    let mut found = phrases(text);
    found.extend(spelled(text));
    found
}

/// Where passages that somebody answers for stand in a text, word by word; line breaks are spaces.
pub(super) fn passages(text: &str, innocent: &[String]) -> Vec<Range<usize>> {
    if innocent.is_empty() {
        return Vec::new();
    }
    let (mut plain, mut places) = (String::new(), Vec::new());
    for (at, ch) in text.char_indices() {
        if !ch.is_whitespace() {
            plain.push(ch);
        } else if !plain.ends_with(' ') {
            plain.push(' ');
        }
        places.resize(plain.len(), at);
    }
    let mut found = Vec::new();
    for passage in innocent.iter().map(|passage| single_spaced(passage)).filter(|passage| !passage.is_empty()) {
        for (start, _) in plain.match_indices(&passage) {
            let first = places.get(start).copied().unwrap_or_default();
            let end = places.get(start + passage.len()).copied().unwrap_or(text.len());
            found.push(first..end);
        }
    }
    found
}

/// A mark that is all a line holds.
pub(super) fn alone(line: &str) -> Option<Mark> {
    /// Letters of «Dấu chỉ mức độ mật: tuyệt mật»: a line with more holds something else.
    const MOST: usize = 24;
    if line.chars().filter(|ch| ch.is_alphanumeric()).take(MOST + 1).count() > MOST
        || line.chars().any(|ch| ch.is_ascii_digit())
    {
        return None;
    }
    let letters = letters(line);
    let label = LABELS.iter().find_map(|label| letters.strip_prefix(label)).filter(|rest| !rest.is_empty());
    let word = label.unwrap_or(&letters);
    SHORT.iter().find(|(short, _)| word == *short).map(|(_, name)| Mark::Secret(name))
}

/// A line, and those around it in its paragraph.
struct Line<'t> {
    text: &'t str,
    start: usize,
    before: &'t str,
    after: &'t str,
}

fn lines(text: &str) -> Vec<Line<'_>> {
    let mut lines: Vec<Line<'_>> = Vec::new();
    let mut start = 0;
    let mut before = "";
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim_end_matches('\n');
        if let Some(last) = lines.last_mut().filter(|_| start > 0) {
            last.after = trimmed;
        }
        lines.push(Line { text: trimmed, start, before, after: "" });
        before = trimmed;
        start += line.len();
    }
    lines
}

/// Whether a lone «mật» is part of a word that was broken at the end of a line («giữ bí⏎mật», «mật⏎độ»), or honey.
fn reads_on(line: &Line<'_>, layout: Layout) -> bool {
    let loud = line.text.chars().filter(|ch| ch.is_alphabetic()).all(char::is_uppercase);
    match layout {
        Layout::Block => return false,
        Layout::Product => return !loud && letters(line.text) == "mật",
        Layout::Prose => {}
    }
    let (last, next) = (word(line.before.split_whitespace().next_back()), word(line.after.split_whitespace().next()));
    let joins_before =
        ["bí", "bảo", "cơ", "thân", "tuyệt", "tối"].contains(&last.as_str()) && letters(line.text) == "mật";
    let joins_after = ["độ", "khẩu", "mã", "thư", "danh", "báo", "ong", "thiết", "vụ", "ước"].contains(&next.as_str());
    let quiet = line.text.trim_start().starts_with(char::is_lowercase);
    let goes_on = line.before.trim_end().ends_with(|ch: char| ch.is_alphabetic() || ch == ',')
        && line.before.split_whitespace().count() > 2;
    let secret_over_lines = ["tuyệt", "tối"].contains(&last.as_str()) && line.before.split_whitespace().count() == 1;
    !secret_over_lines && (joins_before || joins_after || quiet && goes_on)
}

fn word(word: Option<&str>) -> String {
    word.map(letters).unwrap_or_default()
}

/// Marks whose letters stand one or two a line.
fn spelled(text: &str) -> Vec<(Mark, Range<usize>)> {
    let mut found = Vec::new();
    let mut run: Option<(usize, String)> = None;
    let mut start = 0;
    for line in text.split_inclusive('\n').chain(["§"]) {
        let count = line.chars().filter(|ch| ch.is_alphanumeric()).take(3).count();
        let rare = line.chars().filter(|ch| !ch.is_whitespace()).take(4).count() < 4;
        if rare && (1..=2).contains(&count) {
            run.get_or_insert_with(|| (start, String::new())).1.push_str(line);
        } else if (count > 0 || line == "§")
            && let Some((from, spelled)) = run.take()
            && spelled.trim().contains('\n')
        {
            found.extend(alone(&spelled).map(|mark| (mark, from..from + spelled.len())));
        }
        start += line.len();
    }
    found
}

fn phrases(text: &str) -> Vec<(Mark, Range<usize>)> {
    let placed = Placed::of(text);
    let mut found = Vec::new();
    for (phrase, mark) in LONG {
        for byte in memchr::memmem::find_iter(placed.letters.as_bytes(), phrase.as_bytes()) {
            let start = placed.place(byte).unwrap_or_default();
            let last = placed.place(byte + phrase.len() - 1).unwrap_or(start);
            let end = last + text.get(last..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
            let before = placed.letters.get(..byte).unwrap_or_default();
            let innocent = match mark {
                Mark::Internal(_) => denied(before),
                Mark::Secret(_) => phrase == RECALLED && goes_on(text.get(end..).unwrap_or_default()),
            };
            if !innocent {
                found.push((mark, start..end));
            }
        }
    }
    found
}

fn denied(before: &str) -> bool {
    // «không chỉ lưu hành nội bộ» bans nothing either; «chỉ lưu hành trong nội bộ» does.
    DENIALS.iter().any(|denial| before.ends_with(denial))
}

/// Whether the noun goes on in the same sentence.
fn goes_on(after: &str) -> bool {
    let after = after.trim_start_matches([' ', '\u{a0}', '*', '_', '\t']);
    let after = after.strip_prefix('\n').unwrap_or(after).trim_start_matches([' ', '>', '*', '_']);
    let words: Vec<String> = after.split_whitespace().take(3).map(letters).collect();
    TAKEN_BACK.iter().any(|noun| {
        let mut wanted = noun.split(' ');
        after.starts_with(|ch: char| ch.is_lowercase() || ch.is_uppercase())
            && words.iter().zip(wanted.by_ref()).all(|(word, wanted)| word == wanted)
            && wanted.next().is_none()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(text: &str, layout: Layout) -> Vec<Mark> {
        find(text, layout).into_iter().map(|(mark, _)| mark).collect()
    }

    #[test]
    fn marks_count_in_any_case_and_spacing() {
        for block in [
            "MẬT",
            "M Ậ T",
            "  mật ",
            "**MẬT**",
            "Độ mật: Mật",
            "ĐỘ MẬT: M Ậ T",
            "| MẬT |",
            "\u{a0}Mật.",
            "ＭẬＴ",
            "МẬТ",
        ] {
            for layout in [Layout::Prose, Layout::Block] {
                assert_eq!(marks(block, layout), [Mark::Secret("MẬT")], "{block}");
            }
        }
        assert_eq!(marks("T Ố I  M Ậ T", Layout::Block), [Mark::Secret("TỐI MẬT")]);
        assert_eq!(marks("Ðộ mật: tuyệt mật", Layout::Block), [Mark::Secret("TUYỆT MẬT")]);
        assert_eq!(marks("(Tài liệu  thu hồi sau hội nghị)", Layout::Block), [Mark::Secret("Tài liệu thu hồi")]);
        assert_eq!(marks("Tài liệu LƯU HÀNH NỘI BỘ", Layout::Prose), [Mark::Internal("Lưu hành nội bộ")]);
        assert_eq!(marks("Chỉ lưu hành trong nội bộ", Layout::Prose), [Mark::Internal("Lưu hành nội bộ")]);
        assert_eq!(marks("Xong hội nghị\ntrả lại", Layout::Prose), [Mark::Secret("Xong hội nghị trả lại")]);
    }

    #[test]
    fn a_mark_is_found_at_its_line_among_others() {
        let text = "Kính gửi các chi bộ.\nMẬT\nNội dung như sau.\n\nđộ mật\n\nTÀI LIỆU\nTHU HỒI\n";
        let found = find(text, Layout::Prose);
        let places: Vec<&str> = found.iter().filter_map(|(_, range)| text.get(range.clone())).collect();
        assert_eq!(places, ["MẬT", "TÀI LIỆU\nTHU HỒI"]);
    }

    #[test]
    fn a_stamp_behind_a_tab_or_an_odd_line_end_is_found() {
        for text in ["Số 12-KH/ĐU\tMẬT", "MẬT\tHoa Ban, ngày 1/2/2026", "một\u{c}MẬT\u{2028}hai", "M\tẬ\tT"]
        {
            assert_eq!(marks(text, Layout::Block), [Mark::Secret("MẬT")], "{text:?}");
        }
        assert_eq!(across("Tài liệu\nthu hồi\nM\nẬ\nT").len(), 2);
    }

    #[test]
    fn letters_one_a_line_are_read_together() {
        assert_eq!(marks("a b c d\nM\nẬ\nT\nxin chào", Layout::Prose), [Mark::Secret("MẬT")]);
        assert_eq!(marks("TỐ\nI\n\nMẬ\nT", Layout::Prose), [Mark::Secret("TỐI MẬT")]);
        assert_eq!(marks("M\nẬ\nT\nT", Layout::Prose), []);
    }

    #[test]
    fn ordinary_words_pass() {
        for text in [
            "bí mật",
            "mật độ dân số",
            "bảo vệ bí mật nhà nước",
            "Mật ong",
            "Độ mật",
            "tối",
            "nội bộ",
            "",
            "cán bộ phải giữ bí\nmật của tổ chức",
            "giữ bí\nmật",
            "GIỮ BÍ\nMẬT",
            "nơi có\nmật\nđộ dân cư cao",
            "tài liệu thu hồi đất của 12 hộ",
            "tài liệu thu hồi\nđất",
            "hồ sơ, tài liệu thu hồi giấy chứng nhận",
            "không lưu hành nội bộ ngoài phạm vi",
        ] {
            assert_eq!(marks(text, Layout::Prose), [], "{text}");
        }
        assert_eq!(marks("Mật", Layout::Product), []);
        assert_eq!(marks("MẬT", Layout::Product), [Mark::Secret("MẬT")]);
        assert_eq!(marks("Tài liệu thu hồi. Đất đai là tài nguyên", Layout::Prose).len(), 1);
        assert_eq!(marks("Độ mật:\nmật", Layout::Prose).len(), 1);
    }

    #[test]
    fn passages_that_somebody_answers_for_are_found_word_by_word() {
        let innocent = ["Mật".to_owned(), "tài liệu thu hồi cũ".to_owned()];
        assert_eq!(passages("Mật", &innocent).first(), Some(&(0.."Mật".len())));
        assert!(passages("MẬT", &innocent).is_empty());
        let text = "Kho tài liệu thu\n hồi cũ, tài liệu thu hồi";
        let found = passages(text, &innocent);
        assert_eq!(found.iter().filter_map(|at| text.get(at.clone())).collect::<Vec<_>>(), ["tài liệu thu\n hồi cũ"]);
    }

    proptest::proptest! {
        #[test]
        fn what_is_found_stands_in_the_text(text in "(mật|MẬT|bí|\n| |tài liệu|thu hồi|đất|M|Ậ|T|а|ẬЖ){0,12}") {
            for (_, range) in find(&text, Layout::Prose) {
                proptest::prop_assert!(text.get(range).is_some_and(|found| !found.is_empty()));
            }
            proptest::prop_assert!(may_hold(&text) || find(&text, Layout::Block).is_empty());
        }
    }
}
