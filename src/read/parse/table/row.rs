//! Rows below the header: tasks and section headings.

use super::TaskTable;
use crate::basics::date::{Deadline, Meaning};
use crate::basics::diag::{Diagnostic, Diagnostics, Located, Location, codes, msg};
use crate::read::fields::{bad_date, deadline_not_understood};
use crate::read::grid::{Cell, Column, Grid, Header, is_header, percent};
use crate::read::parse::task::{bad_code, deadline_missing, is_code, lead_missing};
use crate::read::parse::{Task, TaskPatch, TaskSection};
use crate::read::vocabulary::TaskStatus;

/// Appends what the rows of one grid say to the table.
pub(super) fn read_rows(
    grid: &Grid,
    header: &Header,
    earlier: usize,
    table: &mut TaskTable,
    diagnostics: &mut Diagnostics,
) {
    table.captions.extend(captions(grid, header));
    report_unknown_columns(header, diagnostics);
    for cells in grid.rows.iter().skip(header.below) {
        if cells.iter().all(|cell| cell.text.is_empty()) || is_header(cells) || is_numbering(cells) {
            continue;
        }
        if let Some(section) = section(cells, header) {
            table.sections.push(section);
            continue;
        }
        let mut reader = RowReader { cells, header, diagnostics: &mut *diagnostics };
        let place = reader.place(grid);
        let position = earlier + table.tasks.len() + 1;
        let current = table.sections.len().checked_sub(1);
        match reader.task(place, position, current) {
            Some(task) => table.tasks.push(task),
            None => diagnostics.push(
                Diagnostic::new(
                    codes::TABLE_ROW_ODD,
                    place,
                    msg!("dòng này không có nội dung nhiệm vụ; không đọc", "this row names no task; it is not read"),
                )
                .help(msg!("điền cột «Nhiệm vụ», hoặc xóa dòng", "fill in the task, or delete the row")),
            ),
        }
    }
}

/// What stands above the header, line by line.
fn captions(grid: &Grid, header: &Header) -> Vec<String> {
    let rows = grid.rows.iter().take(header.above);
    rows.flat_map(|cells| distinct(cells).into_iter().map(|cell| cell.text.clone())).collect()
}

/// Filled cells, each merged area once.
fn distinct(cells: &[Cell]) -> Vec<&Cell> {
    let mut found: Vec<&Cell> = Vec::new();
    for cell in cells.iter().filter(|cell| !cell.text.is_empty()) {
        let repeated = cell.merge.is_some() && found.iter().any(|earlier| earlier.merge == cell.merge);
        if !repeated {
            found.push(cell);
        }
    }
    found
}

/// A row such as `(1) (2) (3)` under the header.
fn is_numbering(cells: &[Cell]) -> bool {
    let filled = distinct(cells);
    filled.len() > 2
        && filled.iter().enumerate().all(|(index, cell)| {
            let inner = cell.text.trim_matches(['(', ')', '[', ']']);
            inner == (index + 1).to_string()
                || inner == char::from(b'A' + u8::try_from(index % 26).unwrap_or(0)).to_string()
        })
}

/// A row that holds an optional number and a title, and nothing else.
fn section(cells: &[Cell], header: &Header) -> Option<TaskSection> {
    let filled = distinct(cells);
    let column_of = |cell: &Cell| {
        let index = cells.iter().position(|other| std::ptr::eq(other, cell))?;
        header.columns.get(index).map(|(column, _)| *column)
    };
    let title_column =
        |cell: &Cell| matches!(column_of(cell), Some(Column::Content | Column::RowNumber | Column::Code));
    match filled.as_slice() {
        [title] if title_column(title) && !is_number(&title.text) => Some(split_number(&title.text)),
        [number, title] if is_number(&number.text) && column_of(title) == Some(Column::Content) => {
            Some(TaskSection { number: Some(number.text.clone()), title: title.text.clone() })
        }
        _ => None,
    }
}

/// `1`, `I.`, `2.3`, `a)`.
fn is_number(text: &str) -> bool {
    let inner = text.trim_end_matches(['.', ')', ' ', ':', '-']);
    let roman = !inner.is_empty() && inner.chars().all(|ch| "IVXLC".contains(ch.to_ascii_uppercase()));
    let digits =
        inner.chars().all(|ch| ch.is_ascii_digit() || ch == '.') && inner.chars().any(|ch| ch.is_ascii_digit());
    roman || digits || (inner.chars().count() == 1 && inner.chars().all(char::is_alphabetic))
}

/// `I. Về lãnh đạo` in one cell: number and title apart.
fn split_number(text: &str) -> TaskSection {
    match text.split_once(char::is_whitespace) {
        Some((number, title)) if number.ends_with(['.', ')', '-', ':']) && is_number(number) => {
            TaskSection { number: Some(number.to_owned()), title: title.trim().to_owned() }
        }
        _ => TaskSection { number: None, title: text.to_owned() },
    }
}

fn report_unknown_columns(header: &Header, diagnostics: &mut Diagnostics) {
    for (column, cell) in &header.columns {
        if *column != Column::Unknown || cell.text.is_empty() {
            continue;
        }
        let (name, at) = (&cell.text, cell.at.unwrap_or(Location::Site));
        diagnostics.push(
            Diagnostic::new(
                codes::TABLE_COLUMN_UNKNOWN,
                at,
                msg!(
                    "không nhận ra cột «{name}»; in kèm nhiệm vụ như ghi",
                    "column «{name}» is not recognised; printed with the task as written"
                ),
            )
            .help(msg!(
                "đổi tên cột theo định dạng, hoặc để vậy nếu muốn in nguyên văn",
                "rename the column, or leave it to be printed as it is"
            )),
        );
    }
}

struct RowReader<'a> {
    cells: &'a [Cell],
    header: &'a Header,
    diagnostics: &'a mut Diagnostics,
}

impl RowReader<'_> {
    fn place(&self, grid: &Grid) -> Location {
        let filled = self.cells.iter().find(|cell| !cell.text.is_empty());
        filled.and_then(|cell| cell.at).unwrap_or(Location::File(grid.file))
    }

    fn cell(&self, wanted: Column) -> Option<Located<String>> {
        let index = self.header.columns.iter().position(|(column, _)| *column == wanted)?;
        let cell = self.cells.get(index).filter(|cell| !cell.text.is_empty())?;
        Some(Located::new(cell.text.clone(), cell.at.unwrap_or(Location::Site)))
    }

    fn text(&self, wanted: Column) -> Option<String> {
        self.cell(wanted).map(|cell| cell.value)
    }

    fn task(&mut self, at: Location, position: usize, section: Option<usize>) -> Option<Task> {
        let content = self.cell(Column::Content)?;
        let lead = self.cell(Column::Lead);
        if lead.is_none() {
            self.diagnostics.push(lead_missing(content.at).soft());
        }
        let deadline = self.cell(Column::Deadline).map(|cell| self.deadline(&cell));
        if deadline.is_none() {
            self.diagnostics.push(deadline_missing(content.at).soft());
        }
        let mut extra = self.extra();
        let values = TaskPatch {
            content: Some(content),
            lead: Some(lead.into_iter().collect()),
            support: Some(self.cell(Column::Support).into_iter().collect()),
            deadline,
            product: self.text(Column::Product),
            responsible: self.text(Column::Responsible),
            note: self.text(Column::Note),
            status: self.status(&mut extra),
            progress: self.progress(&mut extra),
            ..TaskPatch::default()
        };
        let own_code = self.code();
        let has_own_code = own_code.is_some();
        let code = own_code.unwrap_or_else(|| position.to_string());
        Some(Task { at, code, has_own_code, row_number: self.text(Column::RowNumber), section, values, extra })
    }

    fn code(&mut self) -> Option<String> {
        let cell = self.cell(Column::Code)?;
        if is_code(&cell.value) {
            return Some(cell.value);
        }
        self.diagnostics.push(bad_code(&cell.value, cell.at));
        None
    }

    fn deadline(&mut self, cell: &Located<String>) -> Located<Deadline> {
        let (deadline, problem) = Deadline::parse(&cell.value);
        match problem {
            Some(problem) => self.diagnostics.push(bad_date(&cell.value, problem, cell.at)),
            None if deadline.meaning == Meaning::Unknown => {
                self.diagnostics.push(deadline_not_understood(&deadline.verbatim, cell.at));
            }
            None => {}
        }
        Located::new(deadline, cell.at)
    }

    fn status(&mut self, extra: &mut Vec<(String, String)>) -> Option<TaskStatus> {
        let cell = self.cell(Column::Status)?;
        let found = TaskStatus::of_words(&cell.value);
        if found.is_none() {
            self.keep_odd(Column::Status, &cell, extra);
        }
        found
    }

    fn progress(&mut self, extra: &mut Vec<(String, String)>) -> Option<f64> {
        let cell = self.cell(Column::Progress)?;
        let found = percent(&cell.value);
        if found.is_none() {
            self.keep_odd(Column::Progress, &cell, extra);
        }
        found
    }

    /// A cell that does not fit its column is printed as written, and reported.
    fn keep_odd(&mut self, column: Column, cell: &Located<String>, extra: &mut Vec<(String, String)>) {
        let header = self.header.columns.iter().find(|(known, _)| *known == column);
        let name = header.map(|(_, cell)| cell.text.clone()).unwrap_or_default();
        let text = &cell.value;
        self.diagnostics.push(
            Diagnostic::new(
                codes::TABLE_ROW_ODD,
                cell.at,
                msg!(
                    "ô «{name}» ghi `{text}`, không hiểu; in như ghi",
                    "cell «{name}» says `{text}`, not understood; printed as written"
                ),
            )
            .help(msg!(
                "trạng thái: Chưa thực hiện, Đang thực hiện, Hoàn thành, Tạm dừng; tỷ lệ: 60%",
                "status: Chưa thực hiện, Đang thực hiện, Hoàn thành, Tạm dừng; ratio: 60%"
            )),
        );
        extra.push((name, cell.value.clone()));
    }

    fn extra(&self) -> Vec<(String, String)> {
        let columns = self.header.columns.iter().zip(self.cells);
        let mut extra: Vec<_> = columns
            .filter(|((column, _), cell)| *column == Column::Unknown && !cell.text.is_empty())
            .map(|((_, header), cell)| (header.text.clone(), cell.text.clone()))
            .collect();
        let beyond = self.cells.iter().skip(self.header.columns.len());
        extra.extend(beyond.filter(|cell| !cell.text.is_empty()).map(|cell| (String::new(), cell.text.clone())));
        extra
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_are_read_as_people_and_excel_write_them() {
        for (text, value) in [("60", 60.0), ("60%", 60.0), ("58,5 %", 58.5), ("0.6", 60.0), ("1", 100.0), ("0", 0.0)] {
            assert_eq!(percent(text), Some(value), "{text}");
        }
        assert_eq!(percent("hết năm"), None);
        assert_eq!(percent("120"), None);
    }
}
