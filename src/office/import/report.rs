//! What an import has to say, line by line.

use crate::basics::diag::{Lang, Message, msg};

/// How sure a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Certainty {
    /// Read from a form that means just this.
    Recognised,
    /// Likely; somebody should look.
    Guessed,
    /// Not taken over, or not understood.
    Left,
}

/// Where in the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    /// The document as a whole.
    Whole,
    /// A paragraph, counted from 1 through text and tables.
    Paragraph(usize),
    /// A table, and a row of it where one is meant; both from 1.
    Table(usize, Option<usize>),
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ReportLine {
    pub(crate) certainty: Certainty,
    pub(crate) place: Place,
    pub(crate) text: Message,
}

/// All lines.
#[derive(Debug, Clone, Default)]
pub(crate) struct Report {
    lines: Vec<ReportLine>,
}

impl Report {
    pub(super) fn recognised(&mut self, place: Place, text: Message) {
        self.push(Certainty::Recognised, place, text);
    }

    pub(super) fn guessed(&mut self, place: Place, text: Message) {
        self.push(Certainty::Guessed, place, text);
    }

    pub(crate) fn left(&mut self, place: Place, text: Message) {
        self.push(Certainty::Left, place, text);
    }

    fn push(&mut self, certainty: Certainty, place: Place, text: Message) {
        let line = ReportLine { certainty, place, text };
        if !self.lines.contains(&line) {
            self.lines.push(line);
        }
    }

    /// The lines of one certainty, in the order of the document.
    pub(crate) fn lines(&self, certainty: Certainty) -> Vec<&ReportLine> {
        let mut found: Vec<_> = self.lines.iter().filter(|line| line.certainty == certainty).collect();
        found.sort_by_key(|line| line.place);
        found
    }

    /// Everything that is said, in Vietnamese: what it quotes is not lost.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.lines.iter().map(|line| line.text.vi.as_str())
    }
}

impl Place {
    /// «đoạn 12», «bảng 2, dòng 3».
    pub(crate) fn message(self) -> Message {
        match self {
            Self::Whole => msg!("cả tệp", "the whole file"),
            Self::Paragraph(number) => msg!("đoạn {number}", "paragraph {number}"),
            Self::Table(table, None) => msg!("bảng {table}", "table {table}"),
            Self::Table(table, Some(row)) => msg!("bảng {table}, dòng {row}", "table {table}, row {row}"),
        }
    }
}

impl ReportLine {
    /// «đoạn 3: số ký hiệu: 12-KH/ĐU».
    pub(crate) fn text(&self, lang: Lang) -> String {
        format!("{}: {}", self.place.message().in_lang(lang), self.text.in_lang(lang))
    }
}
