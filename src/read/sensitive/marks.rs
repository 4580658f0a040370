//! Secrecy marks in a block of text: a line, a paragraph, a cell, a text box.

/// A mark found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    /// Stops every build.
    Secret(&'static str),
    /// Stops a public build.
    Internal(&'static str),
}

/// Marks that count where a block holds nothing else.
const SHORT: [(&str, &str); 3] = [("tuyệtmật", "TUYỆT MẬT"), ("tốimật", "TỐI MẬT"), ("mật", "MẬT")];

/// Phrases that count anywhere.
const LONG: [(&str, Mark); 5] = [
    (
        "khôngphổbiếntrêncácphươngtiệnthôngtinđạichúng",
        Mark::Secret("Không phổ biến trên phương tiện thông tin đại chúng"),
    ),
    ("khôngphổbiếntrênphươngtiệnthôngtinđạichúng", Mark::Secret("Không phổ biến trên phương tiện thông tin đại chúng")),
    ("tàiliệuthuhồi", Mark::Secret("Tài liệu thu hồi")),
    ("xemxongtrảlại", Mark::Secret("Xem xong trả lại")),
    ("lưuhànhnộibộ", Mark::Internal("Lưu hành nội bộ")),
];

/// The first mark in a block.
pub(super) fn find(block: &str) -> Option<Mark> {
    find_alone(block).or_else(|| phrase(&letters(block)))
}

/// A mark that is all a block holds.
pub(super) fn find_alone(block: &str) -> Option<Mark> {
    /// Letters of «Độ mật: tuyệt mật»: a block with more holds something else.
    const MOST: usize = 13;
    let mut letters = String::with_capacity(64);
    for (count, letter) in block.chars().filter(|ch| ch.is_alphabetic() || ch.is_ascii_digit()).enumerate() {
        if count == MOST || letter.is_ascii_digit() {
            return None;
        }
        push_letter(&mut letters, letter);
    }
    let alone = letters.strip_prefix("độmật").unwrap_or(&letters);
    SHORT.iter().find(|(word, _)| alone == *word).map(|(_, name)| Mark::Secret(name))
}

/// Whether any block holds a mark that counts anywhere. Cheaper than to ask each: almost every text holds none.
pub(super) fn have_phrase<'b>(blocks: impl Iterator<Item = &'b str>) -> bool {
    let mut all = String::new();
    for block in blocks {
        block.chars().for_each(|ch| push_letter(&mut all, ch));
        all.push('\n');
    }
    phrase(&all).is_some()
}

fn phrase(letters: &str) -> Option<Mark> {
    let has = |phrase: &str| memchr::memmem::find(letters.as_bytes(), phrase.as_bytes()).is_some();
    LONG.iter().find(|(phrase, _)| has(phrase)).map(|(_, mark)| *mark)
}

/// The letters of a block in lower case and nothing else.
fn letters(block: &str) -> String {
    let mut letters = String::with_capacity(block.len());
    block.chars().for_each(|ch| push_letter(&mut letters, ch));
    letters
}

/// Every character of every text comes through here.
fn push_letter(letters: &mut String, ch: char) {
    match ch {
        'a'..='z' | 'ß'..='ö' | 'ø'..='ÿ' => letters.push(ch),
        'A'..='Z' => letters.push(ch.to_ascii_lowercase()),
        '\0'..='\u{7f}' => {}
        // Vietnamese letters stand in pairs, the capital first.
        '\u{1ea0}'..='\u{1ef9}' => letters.push(char::from_u32(u32::from(ch) | 1).unwrap_or(ch)),
        _ if ch.is_alphabetic() => letters.extend(ch.to_lowercase()),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_count_in_any_case_and_spacing() {
        for block in ["MẬT", "M Ậ T", "  mật ", "**MẬT**", "Độ mật: Mật", "ĐỘ MẬT: M Ậ T", "| MẬT |", "\u{a0}Mật."]
        {
            assert_eq!(find(block), Some(Mark::Secret("MẬT")), "{block}");
        }
        assert_eq!(find("T Ố I  M Ậ T"), Some(Mark::Secret("TỐI MẬT")));
        assert_eq!(find("tuyệt mật"), Some(Mark::Secret("TUYỆT MẬT")));
        assert_eq!(find("(Tài liệu  thu hồi sau hội nghị)"), Some(Mark::Secret("Tài liệu thu hồi")));
        assert_eq!(find("Tài liệu LƯU HÀNH NỘI BỘ"), Some(Mark::Internal("Lưu hành nội bộ")));
    }

    #[test]
    fn a_mark_alone_is_all_that_its_block_holds() {
        for block in ["ĐỘ MẬT: TUYỆT MẬT", "«Mật»", "T Ố I  M Ậ T"] {
            assert_eq!(find_alone(block), find(block), "{block}");
            assert!(find_alone(block).is_some(), "{block}");
        }
        for block in ["Mật 2", "Tài liệu thu hồi", "Độ mật: tuyệt mật nhé"] {
            assert_eq!(find_alone(block), None, "{block}");
        }
    }

    #[test]
    fn a_phrase_is_seen_among_blocks_but_not_across_two() {
        assert!(have_phrase(["a", "Lưu hành nội bộ"].into_iter()));
        assert!(!have_phrase(["Lưu hành", "nội bộ"].into_iter()));
    }

    proptest::proptest! {
        #[test]
        fn letters_are_those_that_unicode_says(block in "[a-zA-Z0-9 .,À-ỹĐđƠơƯưĂă×÷ßẞªºǅ\u{300}]{0,40}") {
            let plain: String = block.chars().filter(|ch| ch.is_alphabetic()).flat_map(char::to_lowercase).collect();
            proptest::prop_assert_eq!(letters(&block), plain);
        }
    }

    #[test]
    fn ordinary_words_pass() {
        for block in ["bí mật", "mật độ dân số", "bảo vệ bí mật nhà nước", "Mật ong", "Độ mật", "tối", "nội bộ", ""]
        {
            assert_eq!(find(block), None, "{block}");
        }
    }
}
