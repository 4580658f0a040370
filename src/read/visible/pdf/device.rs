//! A device that writes down what others draw.

use hayro_interpret::font::GlyphRun;
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::object::{Dict, String as PdfString};
use hayro_interpret::kurbo::{Affine, BezPath, Point, Vec2};
use hayro_interpret::{BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, SoftMask};

/// A page as it was drawn.
pub(super) struct Page {
    /// The text in the order in which it was drawn.
    pub(super) in_order: String,
    /// The text line by line, from left to right.
    pub(super) as_laid_out: String,
    /// What the drawing says it means (`ActualText`, `Alt`).
    pub(super) meant: Vec<String>,
    letters: usize,
    /// Letters outside ASCII: every Vietnamese text is full of them.
    marked: usize,
    /// Glyphs of which nobody knows the letter.
    unknown: usize,
    /// The most of them one after the other: a bullet stands alone, a word does not.
    unknown_word: usize,
    /// The share of the page that pictures cover.
    pictured: f64,
    paths: usize,
}

impl Page {
    /// Whether it shows letters that are no text: a scan, drawn outlines, a font without a map.
    pub(super) fn is_no_text(&self) -> bool {
        let pictures = self.pictured > 0.4 && self.letters < 200;
        let outlines = self.letters < 40 && self.paths > 300;
        let unknown = self.unknown_word > 2 || (self.unknown > 3 && self.unknown * 5 > self.letters);
        let foreign = self.letters >= 100 && self.marked * 100 < self.letters;
        let pictured_foreign = self.pictured > 0.1 && self.letters >= 20 && self.marked * 50 < self.letters;
        pictures || outlines || unknown || foreign || pictured_foreign
    }
}

/// Writes down glyphs, pictures and meanings.
#[derive(Default)]
pub(super) struct TextDevice {
    glyphs: Vec<Placed>,
    meant: Vec<String>,
    unknown: usize,
    pictured: f64,
    paths: usize,
}

/// A glyph and where it stands.
struct Placed {
    text: String,
    at: Point,
    /// Along the line, one unit long.
    along: Vec2,
    /// Of the letters.
    size: f64,
}

impl Placed {
    fn is_digit(&self) -> bool {
        self.text.chars().all(|ch| ch.is_ascii_digit())
    }
}

/// A glyph space has so many units to the em.
const UNITS: f64 = 1000.0;
/// Glyphs of one page; more is no page.
const MOST_GLYPHS: usize = 1_000_000;

impl TextDevice {
    /// Everything drawn on a page of `area`.
    pub(super) fn into_page(mut self, area: f64) -> Page {
        let in_order = lines(&self.glyphs);
        self.glyphs.sort_by(|a, b| {
            let row = |placed: &Placed| (placed.at.y / (placed.size.max(1.0) * 0.4)).round();
            row(b).total_cmp(&row(a)).then(a.at.x.total_cmp(&b.at.x))
        });
        // Letters drawn twice to look bold are one.
        self.glyphs.dedup_by(|next, last| next.text == last.text && (next.at - last.at).hypot() < last.size * 0.1);
        let as_laid_out = lines(&self.glyphs);
        let letters = in_order.chars().filter(|ch| ch.is_alphabetic()).count();
        let marked = in_order.chars().filter(|ch| ch.is_alphabetic() && !ch.is_ascii()).count();
        let pictured = self.pictured / area.max(1.0);
        let words = in_order.split(|ch| !is_unknown(ch) && ch != ' ');
        let unknown = words.map(|word| word.chars().filter(|ch| is_unknown(*ch)).count());
        let unknown_word = unknown.max().unwrap_or_default();
        Page {
            in_order,
            as_laid_out,
            meant: self.meant,
            letters,
            marked,
            unknown: self.unknown,
            unknown_word,
            pictured,
            paths: self.paths,
        }
    }
}

/// A sign that says nothing: no letter is known for the glyph, or one of the font's own.
fn is_unknown(ch: char) -> bool {
    matches!(ch, '\u{fffd}' | '\u{e000}'..='\u{f8ff}')
}

/// Glyphs in their order, a line break where the next stands elsewhere.
fn lines(glyphs: &[Placed]) -> String {
    let mut text = String::new();
    let mut last: Option<&Placed> = None;
    for glyph in glyphs {
        if let Some(last) = last {
            let size = last.size.max(glyph.size).max(0.1);
            let step = glyph.at - last.at;
            let along = step.dot(last.along) / size;
            let across = step.cross(last.along).abs() / size;
            let turned = last.along.dot(glyph.along) < 0.9;
            if turned || across > 0.45 || !(-0.6..=2.2).contains(&along) {
                text.push('\n');
            } else if along > 0.95 {
                // Numbers so far apart stand in columns.
                text.push_str(if along > 1.4 && last.is_digit() && glyph.is_digit() { "    " } else { " " });
            }
        }
        text.push_str(&glyph.text);
        last = Some(glyph);
    }
    text
}

impl<'a> Device<'a> for TextDevice {
    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {
        self.paths += 1;
    }

    fn push_clip_path(&mut self, _: &ClipPath) {}

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, _: &DrawMode) {
        for glyph in run.glyphs() {
            if self.glyphs.len() >= MOST_GLYPHS {
                self.unknown = usize::MAX / 10;
                return;
            }
            let text = match glyph.as_unicode() {
                Some(BfString::Char(ch)) => ch.to_string(),
                Some(BfString::String(text)) => text,
                None => '\u{fffd}'.to_string(),
            };
            if text.chars().any(is_unknown) {
                self.unknown += 1;
            }
            let matrix = props.transform * glyph.transform();
            let [a, b, c, d, x, y] = matrix.as_coeffs();
            let (along, up) = (Vec2::new(a, b), Vec2::new(c, d));
            let size = up.hypot().max(along.hypot()) * UNITS;
            let length = along.hypot();
            let along = if length > 0.0 { along / length } else { Vec2::new(1.0, 0.0) };
            if x.is_finite() && y.is_finite() && size.is_finite() {
                self.glyphs.push(Placed { text, at: Point::new(x, y), along, size });
            }
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        let (width, height) = (f64::from(image.width()), f64::from(image.height()));
        let area = (props.transform * Affine::scale_non_uniform(width, height)).determinant().abs();
        let whole = props.transform.determinant().abs();
        // Whichever of the two the transform is meant for, the page's own size bounds it.
        self.pictured += if area.is_finite() { area.max(whole) } else { 0.0 };
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}

    fn begin_marked_content(&mut self, _: &[u8], properties: Option<&Dict<'_>>) {
        let Some(properties) = properties else { return };
        for key in [b"ActualText".as_slice(), b"Alt", b"E"] {
            if let Some(text) = properties.get::<PdfString<'_>>(key) {
                self.meant.push(super::objects::text_of(text.as_bytes()));
            }
        }
    }
}
