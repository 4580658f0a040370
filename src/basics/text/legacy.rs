//! Vietnamese from before Unicode: text set in `.VnTime` (TCVN3) and `VNI-Times` fonts looks like «Céng hoµ» in any other.
//!
//! Tables: TCVN 5712:1993 (three-byte set VN3) and the VNI encoding for Windows, both as seen through Windows-1252.

use unicode_normalization::UnicodeNormalization;

/// An encoding that only its own fonts show rightly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Legacy {
    Tcvn3,
    Vni,
}

/// TCVN3: one character each, in the order of [`TCVN3_MEANS`].
const TCVN3_WRITES: &str = "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u{ad}õøö÷ùúýûüþ¡¢§£¤¥¦";
const TCVN3_MEANS: &str = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ";

/// VNI: a mark written behind its vowel, and the combining marks that it stands for.
const VNI_MARKS: [(char, &str); 17] = [
    ('ù', "\u{301}"),
    ('ø', "\u{300}"),
    ('û', "\u{309}"),
    ('õ', "\u{303}"),
    ('ï', "\u{323}"),
    ('â', "\u{302}"),
    ('á', "\u{302}\u{301}"),
    ('à', "\u{302}\u{300}"),
    ('å', "\u{302}\u{309}"),
    ('ã', "\u{302}\u{303}"),
    ('ä', "\u{302}\u{323}"),
    ('ê', "\u{306}"),
    ('é', "\u{306}\u{301}"),
    ('è', "\u{306}\u{300}"),
    ('ú', "\u{306}\u{309}"),
    ('ü', "\u{306}\u{303}"),
    ('ë', "\u{306}\u{323}"),
];

/// VNI: letters that stand alone.
const VNI_LETTERS: [(char, char); 14] = [
    ('ñ', 'đ'),
    ('Ñ', 'Đ'),
    ('ô', 'ơ'),
    ('Ô', 'Ơ'),
    ('ö', 'ư'),
    ('Ö', 'Ư'),
    ('æ', 'ỉ'),
    ('Æ', 'Ỉ'),
    ('ó', 'ĩ'),
    ('Ó', 'Ĩ'),
    ('ò', 'ị'),
    ('Ò', 'Ị'),
    ('î', 'ỵ'),
    ('Î', 'Ỵ'),
];

/// Fewer foreign words than this say nothing about a text.
const FEW: usize = 5;

impl Legacy {
    /// What people call it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Tcvn3 => "TCVN3 (.VnTime)",
            Self::Vni => "VNI (VNI-Times)",
        }
    }

    /// The encoding that a font is made for.
    pub(crate) fn of_font(font: &str) -> Option<Self> {
        let name = font.trim().to_lowercase();
        if name.starts_with(".vn") {
            Some(Self::Tcvn3)
        } else if name.starts_with("vni-") || name.starts_with("vni ") {
            Some(Self::Vni)
        } else {
            None
        }
    }

    /// The encoding that the letters of a text betray; `None` for Unicode and for too short a text.
    pub(crate) fn of_text(text: &str) -> Option<Self> {
        let words: Vec<&str> = text.split_whitespace().filter(|word| !word.is_ascii()).collect();
        let foreign = |words: &[String]| words.iter().filter(|word| !is_vietnamese(word)).count();
        let as_is: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        let wrong = foreign(&as_is);
        if wrong < FEW || wrong * 3 < words.len() {
            return None;
        }
        let left = |legacy: Self| foreign(&words.iter().map(|word| legacy.to_unicode(word)).collect::<Vec<_>>());
        let (tcvn3, vni) = (left(Self::Tcvn3), left(Self::Vni));
        let (best, rest) = if tcvn3 <= vni { (Self::Tcvn3, tcvn3) } else { (Self::Vni, vni) };
        (rest * 4 < wrong).then_some(best)
    }

    /// The text in Unicode, composed.
    pub(crate) fn to_unicode(self, text: &str) -> String {
        match self {
            Self::Tcvn3 => text.chars().map(tcvn3_letter).collect(),
            Self::Vni => vni(text),
        }
    }

    /// The same for text set in a font of this encoding: fonts such as `.VnTimeH` show small letters as capitals.
    pub(crate) fn to_unicode_in(self, font: &str, text: &str) -> String {
        let text = self.to_unicode(text);
        if self == Self::Tcvn3 && font.trim().ends_with('H') { text.to_uppercase() } else { text }
    }
}

fn tcvn3_letter(ch: char) -> char {
    let place = TCVN3_WRITES.chars().position(|known| known == ch);
    place.and_then(|place| TCVN3_MEANS.chars().nth(place)).unwrap_or(ch)
}

fn vni(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut last: Option<char> = None;
    for ch in text.chars() {
        let small = ch.to_lowercase().next().unwrap_or(ch);
        let marks = VNI_MARKS.iter().find(|(mark, _)| *mark == small).map(|(_, marks)| *marks);
        let after_vowel = last.is_some_and(|last| "aeouyAEOUYơưƠƯ".contains(last));
        match marks {
            Some(marks) if after_vowel => out.push_str(marks),
            _ => out.push(VNI_LETTERS.iter().find(|(written, _)| *written == ch).map_or(ch, |(_, letter)| *letter)),
        }
        last = out.chars().next_back();
    }
    out.nfc().collect()
}

/// Whether a word has only letters of the alphabet, and no more than one tone.
fn is_vietnamese(word: &str) -> bool {
    const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];
    const SHAPES: [char; 3] = ['\u{302}', '\u{306}', '\u{31b}'];
    let known = |ch: char| ch.is_ascii() || "đĐ–—“”‘’«»…•".contains(ch) || TONES.contains(&ch) || SHAPES.contains(&ch);
    let tones = word.nfd().filter(|ch| TONES.contains(ch)).count();
    tones <= 1 && word.nfd().all(known)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TCVN3: &str = "Céng hoµ x· héi chñ nghÜa ViÖt Nam, §éc lËp - Tù do - H¹nh phóc, ph\u{ad}êng Hoa Ban";
    const VNI: &str = "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam, Ñoäc laäp - Töï do - Haïnh phuùc, phöôøng Hoa Ban";

    #[test]
    fn both_encodings_are_converted_whole() {
        let tcvn3 = Legacy::Tcvn3.to_unicode(TCVN3);
        assert_eq!(tcvn3, "Cộng hoà xã hội chủ nghĩa Việt Nam, Độc lập - Tự do - Hạnh phúc, phường Hoa Ban");
        let vni = Legacy::Vni.to_unicode(VNI);
        assert_eq!(vni, "Cộng hòa xã hội chủ nghĩa Việt Nam, Độc lập - Tự do - Hạnh phúc, phường Hoa Ban");
        assert_eq!(Legacy::Vni.to_unicode("ÑAÛNG UÛY PHÖÔØNG, KEÁ HOAÏCH, ngaøy"), "ĐẢNG ỦY PHƯỜNG, KẾ HOẠCH, ngày");
        assert_eq!(Legacy::Tcvn3.to_unicode_in(".VnTimeH", "®¶ng uû"), "ĐẢNG UỶ");
    }

    #[test]
    fn every_vowel_has_its_place_in_both_tables() {
        assert_eq!(TCVN3_WRITES.chars().count(), TCVN3_MEANS.chars().count());
        let mut means: Vec<char> = TCVN3_MEANS.chars().collect();
        means.sort_unstable();
        means.dedup();
        assert_eq!(means.len(), 74, "67 small letters with marks and 7 capitals, each once");
    }

    #[test]
    fn letters_and_fonts_betray_the_encoding() {
        assert_eq!(Legacy::of_text(TCVN3), Some(Legacy::Tcvn3));
        assert_eq!(Legacy::of_text(VNI), Some(Legacy::Vni));
        let unicode = "Đảng ủy phường xây dựng kế hoạch thực hiện nghị quyết về chuyển đổi số";
        assert_eq!(Legacy::of_text(unicode), None);
        assert_eq!(Legacy::of_text(&unicode.nfd().collect::<String>()), None);
        assert_eq!(Legacy::of_text("Café déjà vu"), None);
        assert_eq!(Legacy::of_font(".VnTime"), Some(Legacy::Tcvn3));
        assert_eq!(Legacy::of_font("VNI-Times"), Some(Legacy::Vni));
        assert_eq!(Legacy::of_font("Times New Roman"), None);
    }

    proptest::proptest! {
        #[test]
        fn conversion_keeps_every_letter_that_is_ascii(text in "[a-z0-9µ¸øùû ,.]{0,40}") {
            let ascii = |text: &str| text.chars().filter(char::is_ascii_digit).count();
            for legacy in [Legacy::Tcvn3, Legacy::Vni] {
                proptest::prop_assert_eq!(ascii(&legacy.to_unicode(&text)), ascii(&text));
            }
        }
    }
}
