//! The header row: which column is which field (CONTENT §12).

use super::{Cell, Grid};
use crate::basics::date::Deadline;
use crate::basics::text::fold_words;

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
    pub(crate) above: usize,
    /// The first row below it.
    pub(crate) below: usize,
    /// Each column with its words as written.
    pub(crate) columns: Vec<(Column, Cell)>,
    /// Whether it is the header of an earlier grid, which this one goes on.
    pub(crate) continues: bool,
}

/// The first row that names the content and at least one more field, with the row below where that splits its columns.
pub(crate) fn find(grid: &Grid) -> Option<Header> {
    let (row, cells) = grid.rows.iter().enumerate().find(|(_, cells)| is_header(cells))?;
    let second = grid.rows.get(row + 1).filter(|second| splits(second, cells));
    let below = row + 1 + usize::from(second.is_some());
    let mut columns: Vec<(Column, Cell)> = Vec::new();
    for (place, upper) in cells.iter().enumerate() {
        let lower = second.and_then(|second| second.get(place)).filter(|cell| is_fresh(cell, upper));
        let found = lower.map_or_else(|| recognise(&upper.text), |cell| recognise_part(&cell.text));
        let mut cell = lower.unwrap_or(upper).clone();
        if let (Some(_), Column::Unknown) = (lower, found) {
            cell.text = format!("{} – {}", upper.text, cell.text);
        }
        let taken = columns.iter().any(|(column, _)| *column == found);
        columns.push((if taken { Column::Unknown } else { found }, cell));
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
    pub(crate) fn goes_on_in(&self, grid: &Grid) -> Option<Self> {
        let same_width = grid.rows.iter().all(|row| row.len() == self.columns.len());
        same_width.then(|| Self { above: 0, below: 0, columns: self.columns.clone(), continues: true })
    }
}

/// Whether a row names the parts of what the header above it says: «Phân công» over «Chủ trì» and «Phối hợp».
fn splits(second: &[Cell], first: &[Cell]) -> bool {
    const LONGEST: usize = 40;
    let fresh: Vec<&Cell> =
        second.iter().zip(first).filter(|(cell, above)| is_fresh(cell, above)).map(|(cell, _)| cell).collect();
    let is_word =
        |cell: &&Cell| cell.text.chars().count() <= LONGEST && !cell.text.contains(|ch: char| ch.is_ascii_digit());
    let known =
        fresh.iter().filter(|cell| !matches!(recognise_part(&cell.text), Column::Unknown | Column::RowNumber)).count();
    // A first task has its number or its text in columns that a header leaves alone.
    known > 0 && fresh.iter().all(is_word) && fresh.len() < first.len()
}

fn is_fresh(cell: &Cell, above: &Cell) -> bool {
    !cell.text.is_empty() && cell.text != above.text
}

/// The same below another header, where words are shorter: «Bắt đầu», «Hoàn thành».
fn recognise_part(text: &str) -> Column {
    match fold_words(text).as_str() {
        "hoan thanh" | "ket thuc" | "den" => Column::Deadline,
        _ => recognise(text),
    }
}

/// Whether the row repeats the header, as tables do that go on over pages.
pub(crate) fn is_header(cells: &[Cell]) -> bool {
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
    let percents = filled.iter().filter(|text| percent(text).is_some()).count();
    let dates = filled.iter().filter(|text| Deadline::parse(text).0.says_when()).count();
    if !has_deadline && dates * 2 >= filled.len().max(1) {
        Column::Deadline
    } else if percents * 2 >= filled.len().max(1) {
        Column::Progress
    } else {
        Column::Unknown
    }
}

/// `60`, `60%`, `58,5 %`; a fraction as Excel stores percentages (`0.6`).
pub(crate) fn percent(text: &str) -> Option<f64> {
    let has_sign = text.contains('%');
    let number = text.replace('%', "").replace(',', ".").trim().parse::<f64>().ok()?;
    let percent = if !has_sign && number > 0.0 && number <= 1.0 { number * 100.0 } else { number };
    (0.0..=100.0).contains(&percent).then_some(percent)
}
