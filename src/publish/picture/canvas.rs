//! Drawing: rectangles, the star, lines of text.

use super::font::Font;
use tiny_skia::{FillRule, Paint, Path, PathBuilder, Pixmap, Rect, Transform};

/// Red, green, blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Colour(pub(super) u8, pub(super) u8, pub(super) u8);

impl Colour {
    /// `#a4161a`
    pub(super) fn read(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6)?;
        let part = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
        Some(Self(part(0)?, part(2)?, part(4)?))
    }
}

/// A picture in the making.
pub(super) struct Canvas {
    pixels: Pixmap,
}

impl Canvas {
    pub(super) fn new(width: u32, height: u32, colour: Colour) -> Option<Self> {
        let mut pixels = Pixmap::new(width, height)?;
        pixels.fill(tiny_skia::Color::from_rgba8(colour.0, colour.1, colour.2, 0xff));
        Some(Self { pixels })
    }

    /// Four bytes a pixel: red, green, blue, and 255.
    pub(super) fn bytes(&self) -> &[u8] {
        self.pixels.data()
    }

    pub(super) fn size(&self) -> (u32, u32) {
        (self.pixels.width(), self.pixels.height())
    }

    pub(super) fn rectangle(&mut self, left: f32, top: f32, width: f32, height: f32, colour: Colour) {
        if let Some(rectangle) = Rect::from_xywh(left, top, width, height) {
            self.pixels.fill_rect(rectangle, &paint(colour), Transform::identity(), None);
        }
    }

    /// A five-pointed star round a centre.
    pub(super) fn star(&mut self, x: f32, y: f32, radius: f32, colour: Colour) {
        let mut path = PathBuilder::new();
        for (corner, step) in (0_u8..10).zip(0_u16..) {
            let angle = (f32::from(step) * 36.0 - 90.0).to_radians();
            let reach = if corner % 2 == 0 { radius } else { radius * 0.382 };
            let (x, y) = (x + reach * angle.cos(), y + reach * angle.sin());
            if corner == 0 { path.move_to(x, y) } else { path.line_to(x, y) }
        }
        path.close();
        self.fill(path.finish(), colour);
    }

    /// A line of text whose baseline begins at a point.
    pub(super) fn line(&mut self, font: &Font, size: f32, (left, baseline): (f32, f32), text: &str, colour: Colour) {
        let scale = font.scale(size);
        let mut pen = left;
        let mut outline = Outline { path: PathBuilder::new(), scale, left, baseline };
        for (glyph, advance) in font.glyphs(text) {
            outline.left = pen;
            font.face().outline_glyph(glyph, &mut outline);
            pen += advance * scale;
        }
        self.fill(outline.path.finish(), colour);
    }

    fn fill(&mut self, path: Option<Path>, colour: Colour) {
        if let Some(path) = path {
            self.pixels.fill_path(&path, &paint(colour), FillRule::Winding, Transform::identity(), None);
        }
    }
}

fn paint(colour: Colour) -> Paint<'static> {
    let mut paint = Paint::default();
    paint.set_color_rgba8(colour.0, colour.1, colour.2, 0xff);
    paint.anti_alias = true;
    paint
}

/// The outline of glyphs: units of the font, which count upwards, to pixels, which count downwards.
struct Outline {
    path: PathBuilder,
    scale: f32,
    left: f32,
    baseline: f32,
}

impl Outline {
    fn at(&self, x: f32, y: f32) -> (f32, f32) {
        (self.left + x * self.scale, self.baseline - y * self.scale)
    }
}

impl ttf_parser::OutlineBuilder for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.path.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.path.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let ((x1, y1), (x, y)) = (self.at(x1, y1), self.at(x, y));
        self.path.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let ((x1, y1), (x2, y2), (x, y)) = (self.at(x1, y1), self.at(x2, y2), self.at(x, y));
        self.path.cubic_to(x1, y1, x2, y2, x, y);
    }

    fn close(&mut self) {
        self.path.close();
    }
}
