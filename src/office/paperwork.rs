//! A document of the office («văn bản») as Word: A4, margins and letters of Hướng dẫn 36-HD/VPTW (20, 20, 30, 15 mm; Times
//! New Roman 14).
//!
//! Takes a [`Letter`], returns the bytes of a `.docx`; pure. What stands where is decided here; [`wordml`] writes it down.

mod body;
mod package;
mod wordml;

use crate::publish::letter::{Form, Letter};
use wordml::{Align, Block, Paragraph, Run, Table};

/// A4 between the margins: 210 − 30 − 15 mm, in twentieths of a point.
const TEXT_WIDTH: usize = 9355;
/// Half points.
const SMALL: usize = 24;

/// The Word file of a document. `None` when it cannot be packed.
pub(crate) fn docx(letter: &Letter) -> Option<Vec<u8>> {
    let mut blocks = head(letter);
    blocks.extend(body::blocks(&letter.body));
    blocks.extend(tail(letter));
    package::pack(&wordml::document(&blocks))
}

/// A line in the middle.
fn line(run: Run) -> Paragraph {
    Paragraph::of(Align::Centre, vec![run])
}

fn empty() -> Block {
    Block::Paragraph(Paragraph::default())
}

/// Who writes and under what title, in two columns without lines; then what the document is, and to whom it goes.
fn head(letter: &Letter) -> Vec<Block> {
    let head = &letter.head;
    let mut blocks = Vec::new();
    if matches!(head.form, Form::Dang | Form::NhaNuoc) {
        blocks.extend([letterhead(letter), empty()]);
    }
    if !head.kind.is_empty() {
        blocks.push(Block::Paragraph(line(Run::of(head.kind.to_uppercase()).bold().sized(32))));
    }
    if !head.about.is_empty() {
        blocks.push(Block::Paragraph(line(Run::of(&head.about).bold())));
        if head.form == Form::Dang {
            blocks.push(Block::Paragraph(line(Run::of("-----"))));
        }
    }
    if !head.to.is_empty() {
        blocks.push(empty());
        blocks.extend(addressees(&head.to).into_iter().map(Block::Paragraph));
    }
    blocks.push(empty());
    blocks
}

fn letterhead(letter: &Letter) -> Block {
    let head = &letter.head;
    let is_party = head.form == Form::Dang;
    let mut left = Vec::new();
    if !head.above.is_empty() {
        left.push(line(Run::of(head.above.to_uppercase())));
    }
    left.push(line(Run::of(head.office.to_uppercase()).bold()));
    let mut right = Vec::new();
    if is_party {
        left.push(line(Run::of("*")));
        right.push(line(Run::of("ĐẢNG CỘNG SẢN VIỆT NAM").bold().underlined().sized(30)));
    } else {
        right.push(line(Run::of("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM").bold().sized(26)));
        right.push(line(Run::of("Độc lập - Tự do - Hạnh phúc").bold().underlined()));
    }
    left.push(line(Run::of(&head.number)));
    right.push(Paragraph::default());
    right.push(line(Run::of(&head.place_and_date).italic()));
    columns(left, right, if is_party { 50 } else { 42 })
}

/// «Kính gửi», one in the line, several below it.
fn addressees(to: &[String]) -> Vec<Paragraph> {
    match to {
        [one] => vec![Paragraph::of(Align::Centre, vec![Run::of("Kính gửi: ").italic(), Run::of(one)])],
        several => {
            let first = line(Run::of("Kính gửi:").italic());
            std::iter::once(first).chain(several.iter().map(|one| line(Run::of(format!("- {one}"))))).collect()
        }
    }
}

/// «Nơi nhận» on the left, who signs on the right.
fn tail(letter: &Letter) -> Vec<Block> {
    let head = &letter.head;
    if head.recipients.is_empty() && head.role.is_empty() {
        return Vec::new();
    }
    let mut left = Vec::new();
    if !head.recipients.is_empty() {
        left.push(Paragraph::of(Align::Left, vec![Run::of("Nơi nhận:").underlined()]));
        let one = |one: &String| Paragraph::of(Align::Left, vec![Run::of(format!("- {one}")).sized(SMALL)]);
        left.extend(head.recipients.iter().map(one));
    }
    let mut right = Vec::new();
    if !head.on_behalf.is_empty() {
        right.push(line(Run::of(head.on_behalf.to_uppercase()).bold()));
    }
    let role = Run::of(head.role.to_uppercase());
    right.push(line(if head.on_behalf.is_empty() { role.bold() } else { role }));
    right.extend((0..4).map(|_| Paragraph::default()));
    vec![empty(), columns(left, right, 50)]
}

/// Two columns without lines, the left one with a share in percent.
fn columns(left: Vec<Paragraph>, right: Vec<Paragraph>, share: usize) -> Block {
    let first = TEXT_WIDTH * share / 100;
    Block::Table(Table { widths: vec![first, TEXT_WIDTH - first], rows: vec![vec![left, right]], has_lines: false })
}
