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
    let letters = letters(block);
    let alone = letters.strip_prefix("độmật").unwrap_or(&letters);
    let digits = block.chars().any(|ch| ch.is_ascii_digit());
    let short = SHORT.iter().find(|(word, _)| alone == *word && !digits);
    short.map(|(_, name)| Mark::Secret(name)).or_else(|| {
        let has = |phrase: &str| memchr::memmem::find(letters.as_bytes(), phrase.as_bytes()).is_some();
        LONG.iter().find(|(phrase, _)| has(phrase)).map(|(_, mark)| *mark)
    })
}

/// The letters of a block in lower case and nothing else. Every word of every text comes through here.
fn letters(block: &str) -> String {
    let mut letters = String::with_capacity(block.len());
    for ch in block.chars() {
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
    letters
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
