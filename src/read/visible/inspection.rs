//! What of the text of a file concerns the gate, so that the text itself need not be kept.

use super::{FileKind, Place, Trace, Unread, Visible, VisibleBlock, svg};
use crate::basics::image::without_metadata;
use crate::basics::text::Legacy;
use crate::read::sensitive::{
    Innocent, Layout, Mark, Personal, marks_across, marks_in, may_hold_marks, personal_data_in,
};
use std::collections::BTreeSet;

/// What a search through a file found.
#[derive(Debug)]
pub(crate) struct Inspection {
    pub(crate) kind: FileKind,
    /// Texts that hold a mark.
    marked: Vec<Marked>,
    pub(crate) citizen_ids: BTreeSet<Place>,
    pub(crate) phones: BTreeSet<Place>,
    pub(crate) traces: BTreeSet<Trace>,
    /// Why some of it was not read.
    pub(crate) unread: Option<Unread>,
    /// Why it must not be published as it is, whoever looked at it.
    pub(crate) danger: Option<Danger>,
}

/// Why a file must not be published as it is.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Danger {
    /// It runs code on the reader's machine, or a part of it does.
    Runs(String),
    /// It is no picture, whatever its name says.
    NoPicture,
    /// A picture that cannot be copied without what stands in it beside the picture.
    Metadata,
}

impl Danger {
    /// Looks at a file as it is.
    pub(crate) fn of(name: &str, bytes: &[u8]) -> Option<Self> {
        const PICTURES: [&str; 6] = ["png", "jpg", "jpeg", "gif", "webp", "avif"];
        let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default();
        let named_picture = PICTURES.contains(&extension.as_str());
        match FileKind::of(bytes) {
            FileKind::Program => Some(Self::Runs("chương trình".to_owned())),
            FileKind::Html => Some(Self::Runs("HTML".to_owned())),
            FileKind::Jpeg | FileKind::Png | FileKind::Gif | FileKind::Webp | FileKind::Avif => {
                without_metadata(bytes).is_err().then_some(Self::Metadata)
            }
            _ if named_picture => Some(Self::NoPicture),
            FileKind::Svg => {
                let runs = svg::danger(&String::from_utf8_lossy(bytes)).map(Self::Runs);
                runs.or_else(|| without_metadata(bytes).is_err().then_some(Self::Metadata))
            }
            _ if extension == "svg" => Some(Self::NoPicture),
            _ => None,
        }
    }
}

/// A text with a mark in it.
#[derive(Debug)]
struct Marked {
    text: String,
    layout: Layout,
    place: Place,
}

/// Longer texts with a mark are kept without what stands far from it.
const MOST_CONTEXT: usize = 20_000;
/// Spelled over more blocks than this nobody reads it as a word.
const MOST_SPELLED: usize = 12;

impl Inspection {
    pub(crate) fn of(kind: FileKind, visible: Visible) -> Self {
        let Visible { mut blocks, traces, unread, needs_process: _ } = visible;
        blocks.extend(spelled(&blocks));
        let mut inspection = Self {
            kind,
            marked: Vec::new(),
            citizen_ids: BTreeSet::new(),
            phones: BTreeSet::new(),
            traces,
            unread,
            danger: None,
        };
        blocks.iter().for_each(|block| inspection.block(block));
        inspection.across(&blocks);
        inspection
    }

    /// The same for a file that must not be published as it is.
    pub(crate) fn with(self, danger: Option<Danger>) -> Self {
        Self { danger, ..self }
    }

    /// A file that was not read.
    pub(crate) fn unread(kind: FileKind, why: Unread) -> Self {
        Self::of(kind, Visible::unread(why))
    }

    /// The marks in it, each with its place, but for passages that somebody answers for.
    pub(crate) fn marks(&self, innocent: &[Innocent]) -> BTreeSet<(Mark, &Place)> {
        let all = self.marked.iter().flat_map(|marked| {
            let found = marks_in(&marked.text, marked.layout, innocent).into_iter();
            found.map(|(mark, _)| (mark, &marked.place))
        });
        all.collect()
    }

    /// Phrases that go on from one paragraph or cell to the next.
    fn across(&mut self, blocks: &[VisibleBlock]) {
        for run in blocks.chunk_by(|a, b| a.place == b.place) {
            let text = run.iter().map(|block| block.text.as_str()).collect::<Vec<_>>().join("\n");
            for (_, at) in marks_across(&text) {
                let found = text.get(at).unwrap_or_default();
                let known = run.iter().any(|block| block.text.contains(found));
                if let (false, Some(first)) = (known, run.first()) {
                    let (text, place) = (found.to_owned(), first.place.clone());
                    self.marked.push(Marked { text, layout: Layout::Prose, place });
                }
            }
        }
    }

    fn block(&mut self, block: &VisibleBlock) {
        let layout = block.layout();
        // Keywords and values of forms stand in one text.
        if block.place == Place::Property && block.text.contains([',', ';', '|', '"']) {
            for piece in block.text.split([',', ';', '|', '"']).filter(|piece| may_hold_marks(piece)) {
                let text = piece.to_owned();
                self.marked.push(Marked { text, layout: Layout::Block, place: block.place.clone() });
            }
        }
        for text in std::iter::once(block.text.clone()).chain(in_old_letters(&block.text)) {
            if !may_hold_marks(&text) {
                continue;
            }
            if let Some((_, at)) = marks_in(&text, layout, &[]).into_iter().next() {
                let from = text.floor_char_boundary(at.start.saturating_sub(MOST_CONTEXT / 2));
                let to = text.floor_char_boundary(at.end + MOST_CONTEXT / 2);
                let text =
                    if text.len() > MOST_CONTEXT { text.get(from..to).unwrap_or_default().to_owned() } else { text };
                self.marked.push(Marked { text, layout, place: block.place.clone() });
            }
        }
        for personal in personal_data_in(&block.text) {
            match personal {
                Personal::CitizenId(_) => self.citizen_ids.insert(block.place.clone()),
                Personal::Phone(_) => self.phones.insert(block.place.clone()),
                Personal::Email(_) => false,
            };
        }
    }
}

/// The text as it reads in fonts from before Unicode, where its letters could be meant for one.
fn in_old_letters(text: &str) -> impl Iterator<Item = String> {
    let old = |ch: char| matches!(ch, '\u{a1}'..='\u{bf}' | 'À'..='ÿ');
    // Text of any other script is no text of those fonts.
    let any = text.chars().any(old) && text.chars().all(|ch| u32::from(ch) < 0x100);
    [Legacy::Tcvn3, Legacy::Vni].into_iter().filter(move |_| any).map(|legacy| legacy.to_unicode(text))
}

/// Letters that stand one or two a cell or a paragraph, read together.
fn spelled(blocks: &[VisibleBlock]) -> Vec<VisibleBlock> {
    let is_piece =
        |block: &VisibleBlock| (1..=2).contains(&block.text.chars().filter(|ch| ch.is_alphabetic()).take(3).count());
    let runs = blocks.chunk_by(|a, b| is_piece(a) && is_piece(b)).filter(|run| (2..=MOST_SPELLED).contains(&run.len()));
    let joined = runs.filter_map(|run| {
        let text = run.iter().map(|block| block.text.as_str()).collect::<Vec<_>>().join("\n");
        Some(VisibleBlock { text, place: run.first()?.place.clone(), prose: false, product: false })
    });
    joined.chain(in_boxes(blocks)).collect()
}

/// The number of an identity card as forms ask for it: a digit a box, behind the words that ask.
fn in_boxes(blocks: &[VisibleBlock]) -> impl Iterator<Item = VisibleBlock> {
    const ASKED: [&str; 5] = ["cccd", "căn cước", "định danh", "cmnd", "chứng minh"];
    let is_digit = |block: &VisibleBlock| matches!(block.text.as_bytes(), [digit] if digit.is_ascii_digit());
    let runs = blocks.chunk_by(move |a, b| is_digit(a) == is_digit(b));
    runs.scan(None, |before: &mut Option<&VisibleBlock>, run| Some((before.replace(run.last()?), run)))
        .filter(move |(_, run)| run.len() == 12 && run.first().is_some_and(is_digit))
        .filter_map(|(before, run)| {
            let asks = before?.text.to_lowercase();
            let text = run.iter().map(|block| block.text.as_str()).collect();
            let place = run.first()?.place.clone();
            let asked = ASKED.iter().any(|word| asks.contains(word));
            asked.then_some(VisibleBlock { text, place, prose: false, product: false })
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(texts: &[&str]) -> usize {
        let mut visible = Visible::default();
        texts.iter().for_each(|text| visible.push((*text).to_owned(), Place::Text));
        Inspection::of(FileKind::Zip, visible).marks(&[]).len()
    }

    #[test]
    fn marks_in_old_letters_and_over_cells_are_found() {
        assert_eq!(found(&["MËT"]), 1);
        assert_eq!(found(&["MAÄT"]), 1);
        assert_eq!(found(&["M", "Ậ", "T"]), 1);
        assert_eq!(found(&["Đỗ xe", "bảo mật"]), 0);
    }

    #[test]
    fn a_citizen_id_with_a_box_for_each_digit_is_found_where_it_is_asked_for() {
        let ids = |label: &str, digits: &str| {
            let mut visible = Visible::default();
            let boxes = digits.chars().map(String::from);
            std::iter::once(label.to_owned()).chain(boxes).for_each(|text| visible.push(text, Place::Text));
            Inspection::of(FileKind::Zip, visible).citizen_ids.len()
        };
        assert_eq!(ids("Số CCCD:", "001203004567"), 1);
        assert_eq!(ids("Có mặt", "001203004567"), 0);
        assert_eq!(ids("Số CCCD:", "00120300456"), 0);
    }
}
