//! Sheets of a workbook (`.xlsx`) as grids.
//!
//! Cells are read one by one: a sheet that says it has a million rows, or one cell in its last corner, costs nothing.

use super::{Cell, Grid, MAX_COLUMNS, MAX_ROWS, broken, tidy, too_many_rows};
use crate::basics::diag::{FileId, Location, Message};
use crate::read::office::check_limits;
use calamine::{Data, Reader, Xlsx};
use std::io::Cursor;

/// Every sheet, in the order of the workbook.
pub(crate) fn grids(bytes: &[u8], file: FileId) -> Result<Vec<Grid>, Message> {
    check_limits(bytes)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| broken())?;
    let mut grids = Vec::new();
    for (index, name) in book.sheet_names().into_iter().enumerate() {
        let sheet = u16::try_from(index).unwrap_or(u16::MAX);
        let mut grid = sheet_grid(&mut book, &name, file, sheet)?;
        let merges = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
        for (number, area) in merges.iter().enumerate() {
            repeat_merged(&mut grid, number, area.start, area.end);
        }
        grids.push(grid);
    }
    Ok(grids)
}

fn sheet_grid(book: &mut Xlsx<Cursor<&[u8]>>, name: &str, file: FileId, sheet: u16) -> Result<Grid, Message> {
    let mut reader = book.worksheet_cells_reader(name).map_err(|_| broken())?;
    let months: Vec<bool> = reader
        .styles()
        .iter()
        .map(|style| style.number_format.as_ref().is_some_and(|format| is_month(&format.format_code)))
        .collect();
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(|_| broken())? {
        let (row, column) = cell.get_position();
        let (at_row, at_column) = (row as usize, column as usize);
        let value = Data::from(cell.get_value().clone());
        if matches!(value, Data::Empty) && at_column >= MAX_COLUMNS {
            continue;
        }
        if at_row >= MAX_ROWS {
            return Err(too_many_rows());
        }
        if at_column >= MAX_COLUMNS {
            continue;
        }
        let is_month = months.get(style).copied().unwrap_or_default();
        if rows.len() <= at_row {
            rows.resize_with(at_row + 1, Vec::new);
        }
        let place = |column: usize| Location::Cell { file, sheet, row, column: u16::try_from(column).unwrap_or(0) };
        if let Some(cells) = rows.get_mut(at_row) {
            while cells.len() <= at_column {
                cells.push(Cell { at: Some(place(cells.len())), ..Cell::default() });
            }
            if let Some(cell) = cells.get_mut(at_column) {
                cell.text = cell_text(&value, is_month);
            }
        }
    }
    Ok(Grid { file, name: name.to_owned(), rows })
}

/// A format that shows month and year and no day, as in `6/2026`.
fn is_month(format: &str) -> bool {
    let mut plain = String::new();
    let mut quoted = false;
    for ch in format.chars() {
        match ch {
            '"' => quoted = !quoted,
            _ if !quoted => plain.extend(ch.to_lowercase()),
            _ => {}
        }
    }
    let plain = plain.split(']').next_back().unwrap_or_default();
    plain.contains('m') && plain.contains('y') && !plain.contains(['d', 'h', 's'])
}

fn cell_text(value: &Data, is_month: bool) -> String {
    match value {
        Data::DateTime(moment) if moment.is_datetime() => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            if is_month { format!("{month}/{year}") } else { format!("{day:02}/{month:02}/{year}") }
        }
        Data::DateTimeIso(text) => text.split('T').next().unwrap_or_default().to_owned(),
        Data::Float(number) => number.to_string(),
        other => tidy(&other.to_string()),
    }
}

/// Only a merge's first cell carries the value: give it to the others.
fn repeat_merged(grid: &mut Grid, number: usize, start: (u32, u32), end: (u32, u32)) {
    let (top, left, bottom, right) = (start.0 as usize, start.1 as usize, end.0 as usize, end.1 as usize);
    let Some(first) = grid.rows.get(top).and_then(|row| row.get(left)).cloned() else { return };
    for (at, row) in grid.rows.iter_mut().enumerate().take(bottom.saturating_add(1)).skip(top) {
        // A row that ends before the area has places of it all the same.
        while row.len() <= right.min(MAX_COLUMNS - 1) {
            let column = u16::try_from(row.len()).unwrap_or(0);
            let place = first.at.map(|place| match place {
                Location::Cell { file, sheet, .. } => {
                    Location::Cell { file, sheet, row: u32::try_from(at).unwrap_or(0), column }
                }
                other => other,
            });
            row.push(Cell { at: place, ..Cell::default() });
        }
        for cell in row.iter_mut().take(right.saturating_add(1)).skip(left) {
            cell.text.clone_from(&first.text);
            cell.merge = Some(number);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_that_show_no_day_are_months() {
        for (format, month) in [
            ("mm/yyyy", true),
            ("mmm-yy", true),
            ("\"tháng \"m\"/\"yyyy", true),
            ("[$-42A]mm/yyyy", true),
            ("dd/mm/yyyy", false),
            ("h:mm", false),
            ("0%", false),
        ] {
            assert_eq!(is_month(format), month, "{format}");
        }
    }
}
