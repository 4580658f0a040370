//! Pictures that a build draws: what a chat shows beside a link («ảnh chia sẻ»), and icons for the home screen of a phone.
//!
//! Takes the edition and the colour of the theme's bar, returns PNG files and their names; pure. The font is part of the
//! program (Be Vietnam Pro, cut to Latin and Vietnamese), so that a picture is the same on every machine.

mod canvas;
mod font;
mod palette;

use crate::basics::date::print_day;
use crate::basics::path::content_hash;
use crate::edition::relate::Edition;
use crate::site::model::{Id, Plan};
use canvas::{Canvas, Colour};
use font::Font;

/// The size that Zalo, Facebook and search engines ask for.
pub(crate) const WIDTH: u32 = 1200;
/// See [`WIDTH`].
pub(crate) const HEIGHT: u32 = 630;
/// Sizes of the icon that Android asks for (web manifest).
pub(crate) const ICONS: [u32; 2] = [192, 512];

/// Changes with the drawing: an old picture must not stand for a new one.
const DESIGN: &[u8] = b"1";
const WHITE: Colour = Colour(0xff, 0xff, 0xff);
const PAPER: Colour = Colour(0xf6, 0xf3, 0xee);
const INK: Colour = Colour(0x1a, 0x1a, 0x1a);
const MUTED: Colour = Colour(0x4d, 0x4d, 0x4d);
const GOLD: Colour = Colour(0xff, 0xd4, 0x47);

/// What is written on a picture.
pub(crate) struct Card {
    /// «Kế hoạch số 12-KH/ĐU · 20/01/2026»; empty for the site itself.
    above: String,
    title: String,
    site: String,
    below: String,
    colour: Colour,
}

impl Card {
    /// The card of a plan, or of the site. `colour` is that of the bar: `#a4161a`.
    pub(crate) fn of(edition: &Edition, plan: Option<Id<Plan>>, colour: &str) -> Self {
        let config = &edition.config;
        let plan = plan.and_then(|id| edition.content.plans.get(id));
        let host = config.base.host();
        let above = plan.map(|plan| match plan.date {
            Some(day) => format!("{} · {}", plan.name(), print_day(day)),
            None => plan.name(),
        });
        Self {
            above: above.unwrap_or_default(),
            title: plan.map_or_else(|| config.title.clone(), |plan| plan.heading().to_owned()),
            site: if plan.is_some() { config.title.clone() } else { config.parent.clone().unwrap_or_default() },
            below: format!("{} · {host}", config.publisher),
            colour: Colour::read(colour).unwrap_or(Colour(0xa4, 0x16, 0x1a)),
        }
    }

    /// What the name of its file carries: another one as soon as the picture is another, since chats keep a picture by its
    /// address.
    pub(crate) fn hash(&self) -> String {
        let Colour(red, green, blue) = self.colour;
        let texts = [&self.above, &self.title, &self.site, &self.below].into_iter();
        let pieces = texts.flat_map(|text| [text.as_bytes(), b"\0"]);
        content_hash(pieces.chain([DESIGN, &[red, green, blue][..]]))
    }

    /// The picture.
    pub(crate) fn draw(&self) -> Option<Vec<u8>> {
        let (bold, plain) = (Font::semi_bold()?, Font::regular()?);
        let mut canvas = Canvas::new(WIDTH, HEIGHT, PAPER)?;
        canvas.rectangle(0.0, 0.0, 1200.0, 112.0, self.colour);
        canvas.star(64.0, 56.0, 30.0, GOLD);
        let site = if self.site.is_empty() { &self.title } else { &self.site };
        canvas.line(&bold, 34.0, (116.0, 68.0), &fitted(&bold, 34.0, site, 1020.0), WHITE);
        let mut top = 200.0;
        if !self.above.is_empty() {
            canvas.line(&bold, 34.0, (64.0, top), &fitted(&bold, 34.0, &self.above, 1072.0), self.colour);
            top += 76.0;
        } else {
            top += 120.0;
        }
        // A title in a script that the font does not have: what names the plan stands in its place.
        let shown = [&self.title, &self.above, &self.below].into_iter().find(|text| bold.speaks(text));
        let (size, lines) = self.title_lines(&bold, shown.map_or("", |text| text), top);
        for (number, line) in lines.iter().enumerate() {
            #[expect(clippy::cast_precision_loss, reason = "at most six lines")]
            let down = number as f32 * size * 1.32;
            canvas.line(&bold, size, (64.0, top + down), line, INK);
        }
        canvas.rectangle(64.0, 548.0, 72.0, 5.0, self.colour);
        canvas.line(&plain, 28.0, (64.0, 596.0), &fitted(&plain, 28.0, &self.below, 1072.0), MUTED);
        palette::png(&canvas)
    }

    /// The largest size at which the title fits, and its lines there; the smallest cuts what is too long.
    fn title_lines(&self, font: &Font, title: &str, top: f32) -> (f32, Vec<String>) {
        let sizes: &[f32] = if self.above.is_empty() { &[92.0, 76.0, 64.0] } else { &[] };
        for size in sizes.iter().copied().chain([64.0_f32, 56.0, 48.0, 42.0]) {
            let lines = font.wrap(title, size, 1072.0);
            let room = room(top, size);
            if lines.len() <= room {
                return (size, lines);
            }
        }
        let mut lines = font.wrap(title, 42.0, 1072.0);
        lines.truncate(room(top, 42.0));
        if let Some(last) = lines.last_mut() {
            *last = fitted(font, 42.0, &format!("{last} …"), 1072.0);
        }
        (42.0, lines)
    }
}

/// Lines of a size between `top` and the foot.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a handful of lines")]
fn room(top: f32, size: f32) -> usize {
    ((516.0 - top) / (size * 1.32)).floor() as usize + 1
}

/// The text, cut between words where it is too wide.
fn fitted(font: &Font, size: f32, text: &str, width: f32) -> String {
    if font.width(text, size) <= width {
        return text.to_owned();
    }
    let mut words: Vec<&str> = text.trim_end_matches('…').split_whitespace().collect();
    while words.pop().is_some() {
        let shorter = format!("{}…", words.join(" "));
        if font.width(&shorter, size) <= width {
            return shorter;
        }
    }
    String::new()
}

/// The icon of the site, square: a star on the colour of the bar, far enough from the edge to be cut round.
pub(crate) fn icon(size: u32, colour: &str) -> Option<Vec<u8>> {
    let mut canvas = Canvas::new(size, size, Colour::read(colour).unwrap_or(Colour(0xa4, 0x16, 0x1a)))?;
    #[expect(clippy::cast_precision_loss, reason = "at most 512")]
    let half = size as f32 / 2.0;
    canvas.star(half, half, half * 0.62, GOLD);
    palette::png(&canvas)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card(title: &str) -> Card {
        Card {
            above: "Kế hoạch số 12-KH/ĐU · 20/01/2026".into(),
            title: title.into(),
            site: "Bảng tin phường Hoa Ban".into(),
            below: "Đảng ủy phường Hoa Ban · hoaban.example".into(),
            colour: Colour(0xa4, 0x16, 0x1a),
        }
    }

    #[test]
    fn a_card_is_small_and_always_the_same() {
        let card = card("Thực hiện Nghị quyết số 57-NQ/TW về đột phá phát triển khoa học, công nghệ, đổi mới sáng tạo");
        let (first, second) = (card.draw().unwrap_or_default(), card.draw().unwrap_or_default());
        assert!(first.starts_with(b"\x89PNG") && first == second);
        assert!(first.len() < 60 * 1024, "{} bytes", first.len());
    }

    #[test]
    fn a_long_title_is_cut_and_stays_in_the_picture() {
        let long = "đẩy mạnh ".repeat(80);
        let font = Font::semi_bold();
        let (size, lines) = font.map(|font| card(&long).title_lines(&font, &long, 276.0)).unwrap_or_default();
        assert!(
            size <= 42.0 && lines.len() == room(276.0, 42.0) && lines.last().is_some_and(|line| line.ends_with('…'))
        );
    }

    #[test]
    fn a_title_in_another_script_gives_way_to_what_names_the_plan() {
        let fonts = Font::semi_bold();
        assert!(
            fonts
                .as_ref()
                .is_some_and(|font| font.speaks("Kế hoạch số 12") && !font.speaks("ផែនការ") && !font.speaks("🎉"))
        );
        let plain = card("Kế hoạch số 12-KH/ĐU · 20/01/2026");
        assert_eq!(card("ផែនការ").draw(), plain.draw());
    }

    #[test]
    fn another_text_has_another_name() {
        assert_ne!(card("a").hash(), card("b").hash());
    }
}
