//! The header row: which column is which field (CONTENT §12).

use super::grid::{Cell, Grid};
use crate::date::{Deadline, Meaning};
use crate::text::fold_words;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Column {
    RowNumber,
    Code,
    Content,
    Lead,
    Support,
    Deadline,
    Product,
    Responsible,
    Status,
    Progress,
    Note,
    /// «Tiến độ»: a deadline or a percentage, told by its cells.
    DeadlineOrProgress,
    Unknown,
}

/// Header words, folded.
const WORDS: [(Column, &[&str]); 12] = [
    (Column::RowNumber, &["tt", "stt", "so tt", "so thu tu"]),
    (Column::Code, &["ma", "ma nhiem vu"]),
    (
        Column::Content,
        &["nhiem vu", "ten nhiem vu", "noi dung", "noi dung cong viec", "noi dung nhiem vu", "cong viec"],
    ),
    (
        Column::Lead,
        &["chu tri", "co quan chu tri", "don vi chu tri", "co quan don vi chu tri", "phan cong", "don vi thuc hien"],
    ),
    (Column::Support, &["phoi hop", "co quan phoi hop", "don vi phoi hop", "co quan don vi phoi hop"]),
    (Column::Deadline, &["thoi gian", "thoi gian hoan thanh", "thoi han", "han hoan thanh", "thoi gian thuc hien"]),
    (Column::Product, &["san pham", "ket qua", "san pham dau ra", "ket qua san pham"]),
    (Column::Responsible, &["phu trach", "nguoi phu trach", "lanh dao phu trach"]),
    (Column::Status, &["trang thai"]),
    (Column::Progress, &["ty le hoan thanh", "ti le hoan thanh"]),
    (Column::Note, &["ghi chu"]),
    (Column::DeadlineOrProgress, &["tien do"]),
];

/// The header of a grid.
#[derive(Debug, Clone)]
pub(crate) struct Header {
    /// How many rows stand above it.
    pub(super) above: usize,
    /// The first row below it.
    pub(super) below: usize,
    /// Each column with its words as written.
    pub(crate) columns: Vec<(Column, Cell)>,
    /// Whether it is the header of an earlier grid, which this one goes on.
    pub(crate) continues: bool,
}

/// The first row that names the content and at least one more field, with the row below where that splits its columns.
pub(super) fn find(grid: &Grid) -> Option<Header> {
    let (row, cells) = grid.rows.iter().enumerate().find(|(_, cells)| is_header(cells))?;
    let second = grid.rows.get(row + 1).filter(|second| splits(second, cells));
    let below = row + 1 + usize::from(second.is_some());
    let mut columns: Vec<(Column, Cell)> = Vec::new();
    for (place, cell) in cells.iter().enumerate() {
        let lower = second.and_then(|second| second.get(place)).filter(|cell| recognise(&cell.text) != Column::Unknown);
        let cell = lower.unwrap_or(cell);
        let found = recognise(&cell.text);
        let taken = columns.iter().any(|(column, _)| *column == found);
        columns.push((if taken { Column::Unknown } else { found }, cell.clone()));
    }
    let has_deadline = columns.iter().any(|(column, _)| *column == Column::Deadline);
    for (index, (column, _)) in columns.iter_mut().enumerate() {
        if *column == Column::DeadlineOrProgress {
            *column = decide(grid, below, index, has_deadline);
        }
    }
    Some(Header { above: row, below, columns, continues: false })
}

impl Header {
    /// The same header for a grid without one, if its rows are as wide.
    pub(super) fn goes_on_in(&self, grid: &Grid) -> Option<Self> {
        let same_width = grid.rows.iter().all(|row| row.len() == self.columns.len());
        same_width.then(|| Self { above: 0, below: 0, columns: self.columns.clone(), continues: true })
    }
}

/// Whether a row names the parts of what the header above it says: «Phân công» over «Chủ trì» and «Phối hợp».
fn splits(second: &[Cell], first: &[Cell]) -> bool {
    let fresh = |(cell, above): &(&Cell, &Cell)| !cell.text.is_empty() && cell.text != above.text;
    let mut fresh = second.iter().zip(first).filter(fresh).map(|(cell, _)| recognise(&cell.text)).peekable();
    fresh.peek().is_some() && fresh.all(|column| !matches!(column, Column::Unknown | Column::RowNumber))
}

/// Whether the row repeats the header, as tables do that go on over pages.
pub(super) fn is_header(cells: &[Cell]) -> bool {
    let found: Vec<_> = cells.iter().map(|cell| recognise(&cell.text)).collect();
    let known = found.iter().filter(|column| !matches!(column, Column::Unknown | Column::RowNumber)).count();
    found.contains(&Column::Content) && known >= 2
}

fn recognise(text: &str) -> Column {
    let folded = fold_words(text);
    WORDS.iter().find(|(_, words)| words.contains(&folded.as_str())).map_or(Column::Unknown, |(column, _)| *column)
}

/// «Tiến độ» is a deadline when its cells are dates, a percentage when they are numbers.
fn decide(grid: &Grid, below: usize, index: usize, has_deadline: bool) -> Column {
    let cells = grid.rows.iter().skip(below).filter_map(|cells| cells.get(index));
    let filled: Vec<_> = cells.map(|cell| cell.text.as_str()).filter(|text| !text.is_empty()).collect();
    let percents = filled.iter().filter(|text| super::row::percent(text).is_some()).count();
    let dates = filled.iter().filter(|text| Deadline::parse(text).0.meaning != Meaning::Unknown).count();
    if !has_deadline && dates * 2 >= filled.len().max(1) {
        Column::Deadline
    } else if percents * 2 >= filled.len().max(1) {
        Column::Progress
    } else {
        Column::Unknown
    }
}
