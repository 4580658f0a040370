//! Marks and personal data of a file, sought in what it says and in how it is written.
//!
//! A mark may stand in a value (`"M\u1EACT"`), in a block of the text, in a comment: each is looked at as it reads.
//! Almost no text can hold any mark; then nothing is looked at twice.

use crate::basics::diag::{FileId, Location, Span};
use crate::read::fields::Text;
use crate::read::markdown::{Seen, SeenKind};
use crate::read::sensitive::{
    Innocent, Layout, MarkFound, Personal, PersonalFound, Sensitive, marks_across, marks_in, may_hold_marks,
    personal_data_in,
};
use std::ops::Range;

/// The key whose lines are not searched.
pub(crate) const INNOCENT: &str = "khong_phai_dau_mat";

/// One file to look through.
pub(crate) struct Scan<'s> {
    pub(crate) file: FileId,
    pub(crate) text: &'s str,
    /// Its TOML.
    pub(crate) front: Range<usize>,
    pub(crate) texts: &'s [Text<'s>],
    pub(crate) innocent: &'s [Innocent],
}

impl Scan<'_> {
    /// An entry: its front matter and its text.
    pub(crate) fn entry(&self, body: Range<usize>, seen: &Seen) -> Sensitive {
        let mut found = self.settings();
        let raw = self.text.get(body.clone()).unwrap_or_default();
        if may_hold_marks(raw) || may_hold_marks(&seen.text) {
            self.blocks(seen, &mut found.marks);
            self.lines(body, &mut found.marks);
            found.marks.sort_by_key(|found| found.at);
            found.marks.dedup_by_key(|found| (found.mark, self.line(found.at)));
        }
        for (text, block) in seen.blocks() {
            self.hidden_personal(text, block.at, &mut found.personal);
        }
        found
    }

    /// A file that is all TOML, or the TOML of an entry.
    pub(crate) fn settings(&self) -> Sensitive {
        let mut found = Sensitive::default();
        let front = self.text.get(self.front.clone()).unwrap_or_default();
        let escaped = || self.texts.iter().filter(|text| text.escaped);
        if may_hold_marks(front) || escaped().any(|text| may_hold_marks(text.value)) {
            self.values(&mut found.marks);
            self.comments(&mut found.marks);
        }
        for personal in personal_data_in(self.text) {
            let at = Span::new(self.file, range(&personal)).into();
            found.personal.push(PersonalFound { personal, at });
        }
        for text in escaped() {
            let personal = personal_data_in(text.value).into_iter();
            found.personal.extend(personal.map(|personal| PersonalFound { personal, at: text.at.into() }));
        }
        found
    }

    fn values(&self, marks: &mut Vec<MarkFound>) {
        for text in self.texts.iter().filter(|text| text.top != INNOCENT) {
            let layout = if text.key == "san_pham" { Layout::Product } else { Layout::Prose };
            for (mark, at) in marks_in(text.value, layout, self.innocent) {
                let passage = text.value.get(at).unwrap_or_default();
                marks.push(MarkFound { mark, at: self.inside(text.at, passage) });
            }
        }
    }

    /// The place of a passage of a value, where it is written as it reads.
    fn inside(&self, value: Span, passage: &str) -> Location {
        let written = self.text.get(value.range()).unwrap_or_default();
        let start = written.find(passage).filter(|_| !passage.is_empty()).map(|start| value.range().start + start);
        start.map_or(value, |start| Span::new(self.file, start..start + passage.len())).into()
    }

    fn comments(&self, marks: &mut Vec<MarkFound>) {
        let mut start = self.front.start;
        for line in self.text.get(self.front.clone()).unwrap_or_default().split_inclusive('\n') {
            if let Some((before, comment)) = line.split_once('#') {
                let at = start + before.len();
                let found = marks_in(comment, Layout::Block, self.innocent).into_iter();
                marks.extend(found.map(|(mark, _)| self.mark(mark, at..start + line.trim_end().len())));
            }
            start += line.len();
        }
    }

    fn blocks(&self, seen: &Seen, marks: &mut Vec<MarkFound>) {
        // Over cells and paragraphs; what is freed by name is freed in its own block only.
        for (mark, at) in marks_across(&seen.text).into_iter().filter(|_| self.innocent.is_empty()) {
            let block = seen.blocks.iter().rev().find(|block| block.start <= at.start);
            // What stands in one block is found there, at its own place.
            if !seen.blocks.iter().any(|block| (at.start + 1..at.end).contains(&block.start)) {
                continue;
            }
            let start = block.map_or(self.front.end, |block| block.at);
            marks.push(self.mark(mark, start..start));
        }
        for (text, block) in seen.blocks() {
            let layout = match block.kind {
                SeenKind::Lines => Layout::Prose,
                SeenKind::Cell => Layout::Block,
                SeenKind::ProductCell => Layout::Product,
            };
            for (mark, at) in marks_in(text, layout, self.innocent) {
                let passage = text.get(at).unwrap_or_default();
                let from = self.text.get(block.at..).unwrap_or_default();
                let start = block.at + from.find(passage).unwrap_or_default();
                let end = self.text.floor_char_boundary(start + passage.len());
                marks.push(self.mark(mark, start..end));
            }
        }
    }

    /// What is written and not read as text: addresses and titles of links. Rows of tables are read cell by cell.
    fn lines(&self, body: Range<usize>, marks: &mut Vec<MarkFound>) {
        let text = self.text.get(body.clone()).unwrap_or_default();
        for (mark, at) in marks_in(text, Layout::Prose, self.innocent) {
            let line_start = text.get(..at.start).and_then(|text| text.rfind('\n')).map_or(0, |newline| newline + 1);
            let line = text.get(line_start..).and_then(|text| text.lines().next()).unwrap_or_default();
            if !line.contains('|') {
                marks.push(self.mark(mark, body.start + at.start..body.start + at.end));
            }
        }
    }

    /// Numbers that are written otherwise than they read (`0<b>01`, `&#48;01`).
    fn hidden_personal(&self, text: &str, at: usize, personal: &mut Vec<PersonalFound>) {
        for found in personal_data_in(text) {
            let passage = text.get(range(&found)).unwrap_or_default();
            if self.text.get(at..).is_some_and(|written| written.contains(passage)) {
                continue;
            }
            let line = self.text.get(at..).and_then(|text| text.lines().next()).map_or(0, str::len);
            personal.push(PersonalFound { personal: found, at: Span::new(self.file, at..at + line).into() });
        }
    }

    fn mark(&self, mark: crate::read::sensitive::Mark, at: Range<usize>) -> MarkFound {
        MarkFound { mark, at: Span::new(self.file, at).into() }
    }

    fn line(&self, at: Location) -> usize {
        let start = at.span().map_or(0, |span| span.range().start);
        self.text.get(..start).map_or(0, |before| before.matches('\n').count())
    }
}

fn range(personal: &Personal) -> Range<usize> {
    match personal {
        Personal::CitizenId(range) | Personal::Phone(range) | Personal::Email(range) => range.clone(),
    }
}
