//! Secrecy marks in a block of text: a line, a paragraph, a cell, a text box.

/// A mark found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// Stops every build.
    Secret(&'static str),
    /// Stops a public build.
    Internal(&'static str),
}

/// Marks that count where a block holds nothing else.
const SHORT: [(&str, &str); 3] = [("tuyệtmật", "TUYỆT MẬT"), ("tốimật", "TỐI MẬT"), ("mật", "MẬT")];

/// Phrases that count anywhere.
const LONG: [(&str, Mark); 4] = [
    ("khôngphổbiếntrênphươngtiệnthôngtinđạichúng", Mark::Secret("Không phổ biến trên phương tiện thông tin đại chúng")),
    ("tàiliệuthuhồi", Mark::Secret("Tài liệu thu hồi")),
    ("xemxongtrảlại", Mark::Secret("Xem xong trả lại")),
    ("lưuhànhnộibộ", Mark::Internal("Lưu hành nội bộ")),
];

/// The first mark in a block.
pub(super) fn find(block: &str) -> Option<Mark> {
    let letters: String = block.chars().filter(|ch| ch.is_alphabetic()).flat_map(char::to_lowercase).collect();
    let alone = letters.strip_prefix("độmật").unwrap_or(&letters);
    let digits = block.chars().any(|ch| ch.is_ascii_digit());
    let short = SHORT.iter().find(|(word, _)| alone == *word && !digits);
    short
        .map(|(_, name)| Mark::Secret(name))
        .or_else(|| LONG.iter().find(|(phrase, _)| letters.contains(phrase)).map(|(_, mark)| *mark))
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
    fn ordinary_words_pass() {
        for block in ["bí mật", "mật độ dân số", "bảo vệ bí mật nhà nước", "Mật ong", "Độ mật", "tối", "nội bộ", ""]
        {
            assert_eq!(find(block), None, "{block}");
        }
    }
}
