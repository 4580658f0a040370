//! The font: widths and outlines of Vietnamese text.

use ttf_parser::{Face, GlyphId};

/// A weight of Be Vietnam Pro.
pub(super) struct Font {
    face: Face<'static>,
}

impl Font {
    pub(super) fn semi_bold() -> Option<Self> {
        Self::read(include_bytes!("../../../themes/bang-tin/phong/BeVietnamPro-SemiBold.ttf"))
    }

    pub(super) fn regular() -> Option<Self> {
        Self::read(include_bytes!("../../../themes/bang-tin/phong/BeVietnamPro-Regular.ttf"))
    }

    fn read(bytes: &'static [u8]) -> Option<Self> {
        Some(Self { face: Face::parse(bytes, 0).ok()? })
    }

    /// The face itself, for whoever draws.
    pub(super) fn face(&self) -> &Face<'static> {
        &self.face
    }

    /// Pixels of one unit of the font.
    pub(super) fn scale(&self, size: f32) -> f32 {
        size / f32::from(self.face.units_per_em())
    }

    /// The glyphs of a text; a sign that the font does not have is left out.
    pub(super) fn glyphs<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (GlyphId, f32)> + 'a {
        text.chars().filter_map(|ch| {
            let glyph = self.face.glyph_index(if ch == '\u{A0}' { ' ' } else { ch })?;
            Some((glyph, f32::from(self.face.glyph_hor_advance(glyph).unwrap_or_default())))
        })
    }

    /// How wide a text is, in pixels.
    pub(super) fn width(&self, text: &str, size: f32) -> f32 {
        self.glyphs(text).map(|(_, advance)| advance).sum::<f32>() * self.scale(size)
    }

    /// Whether the font has most letters of a text.
    pub(super) fn speaks(&self, text: &str) -> bool {
        let letters = text.chars().filter(|ch| ch.is_alphanumeric());
        let (all, known) = letters
            .fold((0, 0), |(all, known), ch| (all + 1, known + usize::from(self.face.glyph_index(ch).is_some())));
        known * 2 > all
    }

    /// The text in lines no wider than `width`, broken between words; a word that is wider is broken where it must be.
    pub(super) fn wrap(&self, text: &str, size: f32, width: f32) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for word in text.split_whitespace() {
            match lines.last_mut() {
                Some(line) if self.width(line, size) + self.width(" ", size) + self.width(word, size) <= width => {
                    line.push(' ');
                    line.push_str(word);
                }
                _ => lines.extend(self.pieces(word, size, width)),
            }
        }
        lines
    }

    /// A word in pieces no wider than `width`.
    fn pieces(&self, word: &str, size: f32, width: f32) -> Vec<String> {
        let mut pieces = vec![String::new()];
        for ch in word.chars() {
            let mut longer = pieces.last().cloned().unwrap_or_default();
            longer.push(ch);
            match pieces.last_mut() {
                Some(last) if last.is_empty() || self.width(&longer, size) <= width => *last = longer,
                _ => pieces.push(ch.to_string()),
            }
        }
        pieces
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_font_has_every_vietnamese_letter() {
        let letters = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ";
        let upper = letters.to_uppercase();
        for font in [Font::semi_bold(), Font::regular()].into_iter().flatten() {
            let missing = letters.chars().chain(upper.chars()).filter(|ch| font.face.glyph_index(*ch).is_none());
            assert_eq!(missing.collect::<String>(), "");
        }
    }

    #[test]
    fn lines_are_no_wider_than_asked_and_lose_no_word() {
        let text = "Thực hiện Nghị quyết số 57-NQ/TW về đột phá phát triển khoa học, công nghệ";
        let font = Font::regular();
        let lines = font.as_ref().map(|font| font.wrap(text, 40.0, 500.0)).unwrap_or_default();
        assert!(lines.len() > 2 && lines.join(" ") == text);
        assert!(lines.iter().all(|line| font.as_ref().is_some_and(|font| font.width(line, 40.0) <= 500.0)));
    }
}
