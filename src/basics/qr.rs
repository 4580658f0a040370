//! QR codes: for a terminal, and as a drawing. Takes a text, returns characters or SVG; pure.

use qrcode::{Color, QrCode};

/// A code as dark and light squares, with the quiet border that scanners need.
struct Squares {
    width: usize,
    dark: Vec<bool>,
}

const BORDER: usize = 4;

impl Squares {
    fn of(text: &str) -> Option<Self> {
        let code = QrCode::new(text.as_bytes()).ok()?;
        Some(Self {
            width: code.width(),
            dark: code.to_colors().into_iter().map(|color| color == Color::Dark).collect(),
        })
    }

    fn full_width(&self) -> usize {
        self.width + 2 * BORDER
    }

    fn is_dark(&self, row: usize, column: usize) -> bool {
        let inside = |place: usize| place.checked_sub(BORDER).filter(|place| *place < self.width);
        let place = inside(row).zip(inside(column)).map(|(row, column)| row * self.width + column);
        place.and_then(|place| self.dark.get(place)).copied().unwrap_or(false)
    }
}

/// The code for a terminal: two squares to a letter, light on dark whatever the colours of the terminal.
pub(crate) fn in_letters(text: &str) -> String {
    let Some(squares) = Squares::of(text) else { return text.to_owned() };
    let width = squares.full_width();
    let mut out = String::new();
    for row in (0..width).step_by(2) {
        out.push_str("\u{1b}[30;107m");
        for column in 0..width {
            out.push(match (squares.is_dark(row, column), squares.is_dark(row + 1, column)) {
                (true, true) => '█',
                (true, false) => '▀',
                (false, true) => '▄',
                (false, false) => ' ',
            });
        }
        out.push_str("\u{1b}[0m\n");
    }
    out
}

/// The code as a drawing.
pub(crate) fn as_svg(text: &str) -> String {
    let Some(squares) = Squares::of(text) else { return String::new() };
    let width = squares.full_width();
    let mut path = String::new();
    for row in 0..width {
        for column in (0..width).filter(|column| squares.is_dark(row, *column)) {
            path.push_str(&format!("M{column} {row}h1v1h-1z"));
        }
    }
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {width}\" width=\"300\" height=\"300\" role=\"img\" \
         aria-label=\"QR\" shape-rendering=\"crispEdges\"><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/><path fill=\"#000\" \
         d=\"{path}\"/></svg>"
    )
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test may fail loudly")]
mod tests {
    use super::*;

    #[test]
    fn the_code_has_its_border_on_every_side() {
        let squares = Squares::of("http://192.168.1.5:4180/").expect("a code");
        let last = squares.full_width() - 1;
        assert!((0..=last).all(|at| !squares.is_dark(0, at) && !squares.is_dark(at, 3) && !squares.is_dark(last, at)));
        assert!(squares.is_dark(BORDER, BORDER));
        assert!(in_letters("x").lines().count() > 10);
    }
}
