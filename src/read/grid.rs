//! A table as rows of cells, whatever file it came from; merged cells repeat their value.

mod header;
mod hidden;
mod workbook;

pub(crate) use header::{Column, Header, find, is_header, percent};
pub(crate) use workbook::{grids as workbook_grids, whole_grids as whole_workbook_grids};

use crate::basics::diag::{FileId, Location, Message, Span, msg};
use crate::basics::text::single_spaced;
use crate::read::source::{Content, SourceTree};

/// More rows than any plan has tasks; beyond it a sheet is not a task table.
pub(super) const MAX_ROWS: usize = 50_000;
pub(super) const MAX_COLUMNS: usize = 60;

/// One cell.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cell {
    pub(crate) text: String,
    pub(crate) at: Option<Location>,
    /// Cells of one merged area share this number.
    pub(crate) merge: Option<usize>,
}

/// One sheet, or one `.csv` file.
#[derive(Debug)]
pub(crate) struct Grid {
    pub(crate) file: FileId,
    /// The name of the sheet; empty for a text file.
    pub(crate) name: String,
    pub(crate) rows: Vec<Vec<Cell>>,
    /// What of the sheet is not among the rows.
    pub(crate) left_out: Vec<LeftOut>,
}

/// What of a sheet nobody is meant to see, or nobody is meant to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LeftOut {
    /// All of it.
    HiddenSheet,
    /// So many rows that are hidden or filtered away.
    HiddenRows(usize),
    HiddenColumns(usize),
    /// So many rows that are crossed out.
    StruckRows(usize),
}

impl LeftOut {
    pub(crate) fn message(self) -> Message {
        match self {
            Self::HiddenSheet => msg!("trang tính ẩn", "the sheet is hidden"),
            Self::HiddenRows(count) => msg!("{count} dòng ẩn hoặc bị lọc", "{count} rows hidden or filtered away"),
            Self::HiddenColumns(count) => msg!("{count} cột ẩn", "{count} hidden columns"),
            Self::StruckRows(count) => msg!("{count} dòng gạch ngang", "{count} rows crossed out"),
        }
    }
}

impl Grid {
    pub(crate) fn first_filled(&self) -> Option<Location> {
        self.rows.iter().flatten().find(|cell| !cell.text.is_empty()).and_then(|cell| cell.at)
    }
}

pub(super) fn broken() -> Message {
    msg!("tệp hỏng hoặc không phải bảng", "the file is broken or no table")
}

pub(super) fn too_many_rows() -> Message {
    msg!("bảng dài hơn {MAX_ROWS} dòng", "the table has more than {MAX_ROWS} rows")
}

/// Reads every sheet of a table file.
pub(crate) fn read(tree: &SourceTree, file: FileId) -> Result<Vec<Grid>, Message> {
    let source = tree.file(file).ok_or_else(broken)?;
    match &source.content {
        Content::Text(text) => csv_grid(text, file).map(|grid| vec![grid]),
        Content::Bytes(bytes) if source.path.extension() == "xlsx" => workbook::grids(bytes, file),
        Content::Bytes(_) | Content::Unread => Err(msg!("chỉ nhận .xlsx và .csv", "only .xlsx and .csv are read")),
        Content::Unusable => Err(broken()),
    }
}

pub(crate) fn csv_grid(text: &str, file: FileId) -> Result<Grid, Message> {
    if let Some(line) = broken_quote(text, delimiter(text)) {
        return Err(msg!(
            "dấu nháy \" ở dòng {line} mở mà không đóng, hoặc đóng giữa ô",
            "the quote \" on line {line} is never closed, or closes inside a cell"
        ));
    }
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let mut record = csv::StringRecord::new();
    let mut start = 0;
    while reader.read_record(&mut record).map_err(|_| broken())? {
        let end = usize::try_from(reader.position().byte()).unwrap_or(text.len()).min(text.len());
        let mut from = start;
        let row = record.iter().take(MAX_COLUMNS).map(|field| csv_cell(text, &mut from, end, field, file)).collect();
        rows.push(row);
        start = end;
        if rows.len() > MAX_ROWS {
            return Err(too_many_rows());
        }
    }
    Ok(Grid { file, name: String::new(), rows, left_out: Vec::new() })
}

/// The line of a quote that would swallow the rows after it: never closed, or closed in the middle of a cell.
fn broken_quote(text: &str, delimiter: u8) -> Option<usize> {
    let mut opened: Option<usize> = None;
    let mut line = 1;
    let mut field_start = true;
    let mut bytes = text.bytes().peekable();
    while let Some(byte) = bytes.next() {
        match (opened, byte) {
            (Some(_), b'"') if bytes.peek() == Some(&b'"') => {
                bytes.next();
            }
            (Some(at), b'"') => {
                opened = None;
                if bytes.peek().is_some_and(|next| *next != delimiter && *next != b'\n') {
                    return Some(at);
                }
            }
            (None, b'"') if field_start => opened = Some(line),
            _ => {}
        }
        field_start = opened.is_none() && (byte == delimiter || byte == b'\n');
        line += usize::from(byte == b'\n');
    }
    opened
}

/// A field with its place: found again in the record's own text, which moves `from` past it.
fn csv_cell(text: &str, from: &mut usize, end: usize, field: &str, file: FileId) -> Cell {
    let trimmed = field.trim();
    let raw = text.get(*from..end).unwrap_or_default();
    let span = match raw.find(trimmed).filter(|_| !trimmed.is_empty()) {
        Some(offset) => {
            let start = *from + offset;
            *from = start + trimmed.len();
            start..*from
        }
        None => *from..*from,
    };
    Cell { text: tidy(trimmed), at: Some(Span::new(file, span).into()), merge: None }
}

/// `,`, `;` or tab: whichever cuts the first lines into the most cells.
fn delimiter(text: &str) -> u8 {
    let mut counts = [(b';', 0_usize), (b'\t', 0), (b',', 0)];
    let mut quoted = false;
    for byte in text.bytes().take(4000) {
        if byte == b'"' {
            quoted = !quoted;
        } else if !quoted {
            for (mark, count) in &mut counts {
                *count += usize::from(*mark == byte);
            }
        }
    }
    counts.iter().max_by_key(|(_, count)| *count).map_or(b',', |(mark, _)| *mark)
}

/// Composed, and single spaces inside each line.
pub(super) fn tidy(text: &str) -> String {
    let composed = crate::basics::text::normal(text);
    let lines: Vec<_> = composed.lines().map(single_spaced).collect();
    lines.join("\n").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_delimiter_is_detected_outside_quotes() {
        assert_eq!(delimiter("TT;Nhiệm vụ;Chủ trì\n1;\"a,b,c,d\";x"), b';');
        assert_eq!(delimiter("TT\tNhiệm vụ\n"), b'\t');
        assert_eq!(delimiter("TT,Nhiệm vụ\n1,\"a;b;c\"\n"), b',');
    }

    #[test]
    fn cells_know_their_place() {
        let text = "TT,Nhiệm vụ\n1,\"Họp, bàn\"\n";
        let grid = csv_grid(text, FileId(0)).unwrap_or(Grid {
            file: FileId(0),
            name: String::new(),
            rows: Vec::new(),
            left_out: Vec::new(),
        });
        let cell = grid.rows.get(1).and_then(|row| row.get(1)).cloned().unwrap_or_default();
        assert_eq!(cell.text, "Họp, bàn");
        let span = cell.at.and_then(Location::span).map(Span::range);
        assert_eq!(span.and_then(|range| text.get(range)), Some("Họp, bàn"));
    }

    proptest! {
        #[test]
        fn any_csv_is_survived(text in "[\"a,;\\n\\tế ]{0,60}") {
            let _ = csv_grid(&text, FileId(0));
        }
    }
}
