//! Sheets of a workbook (`.xlsx`) as grids.
//!
//! Cells are read one by one: a sheet that says it has a million rows, or one cell in its last corner, costs nothing.

use super::hidden::{self, Hidden};
use super::{Cell, Grid, LeftOut, MAX_COLUMNS, MAX_ROWS, broken, tidy, too_many_rows};
use crate::basics::diag::{FileId, Location, Message};
use crate::read::office::{Package, check_limits};
use calamine::{Data, Reader, SheetVisible, Xlsx};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

/// Every sheet, in the order of the workbook, without what is hidden.
pub(crate) fn grids(bytes: &[u8], file: FileId) -> Result<Vec<Grid>, Message> {
    check_limits(bytes)?;
    sheets(bytes, file, &hidden::of(&mut Package::open(bytes)?))
}

/// The same with hidden rows and columns: of a workbook that the program wrote itself, to be filled in.
pub(crate) fn whole_grids(bytes: &[u8], file: FileId) -> Result<Vec<Grid>, Message> {
    check_limits(bytes)?;
    sheets(bytes, file, &BTreeMap::new())
}

fn sheets(bytes: &[u8], file: FileId, hidden: &BTreeMap<String, Hidden>) -> Result<Vec<Grid>, Message> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| broken())?;
    let mut grids = Vec::new();
    for (index, meta) in book.sheets_metadata().to_vec().into_iter().enumerate() {
        let name = meta.name;
        let sheet = u16::try_from(index).unwrap_or(u16::MAX);
        if meta.visible != SheetVisible::Visible {
            grids.push(Grid { file, name, rows: Vec::new(), left_out: vec![LeftOut::HiddenSheet] });
            continue;
        }
        let (mut grid, struck) = sheet_grid(&mut book, &name, file, sheet)?;
        let merges = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
        for (number, area) in merges.iter().enumerate() {
            repeat_merged(&mut grid, number, area.start, area.end);
        }
        leave_out(&mut grid, hidden.get(&name), &struck);
        grids.push(grid);
    }
    Ok(grids)
}

/// Takes out what is hidden and what is crossed out, and says so.
fn leave_out(grid: &mut Grid, hidden: Option<&Hidden>, struck: &BTreeSet<usize>) {
    let filled = |row: &[Cell]| row.iter().any(|cell| !cell.text.is_empty());
    let is_hidden = |row: usize| hidden.is_some_and(|hidden| hidden.rows.contains(&row));
    let (mut rows, mut hidden_rows, mut struck_rows) = (Vec::new(), 0, 0);
    for (number, row) in std::mem::take(&mut grid.rows).into_iter().enumerate() {
        if is_hidden(number) {
            hidden_rows += usize::from(filled(&row));
        } else if struck.contains(&number) {
            struck_rows += 1;
        } else {
            rows.push(row);
        }
    }
    let columns: BTreeSet<usize> = hidden.map(|hidden| hidden.columns.clone()).unwrap_or_default();
    let holds = |column: usize| rows.iter().any(|row| row.get(column).is_some_and(|cell| !cell.text.is_empty()));
    let hidden_columns = columns.iter().filter(|column| holds(**column)).count();
    for row in &mut rows {
        let mut column = 0;
        row.retain(|_| {
            column += 1;
            !columns.contains(&(column - 1))
        });
    }
    grid.rows = rows;
    let counts = [
        (hidden_rows, LeftOut::HiddenRows(hidden_rows)),
        (hidden_columns, LeftOut::HiddenColumns(hidden_columns)),
        (struck_rows, LeftOut::StruckRows(struck_rows)),
    ];
    grid.left_out.extend(counts.into_iter().filter(|(count, _)| *count > 0).map(|(_, left_out)| left_out));
}

/// A sheet, and its rows that are crossed out.
fn sheet_grid(
    book: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    file: FileId,
    sheet: u16,
) -> Result<(Grid, BTreeSet<usize>), Message> {
    let mut reader = book.worksheet_cells_reader(name).map_err(|_| broken())?;
    let crossed: Vec<bool> =
        reader.styles().iter().map(|style| style.font.as_ref().is_some_and(|font| font.strikethrough)).collect();
    // The longest text of a row says what the row is about.
    let mut about: BTreeMap<usize, (usize, bool)> = BTreeMap::new();
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
        if let Data::String(text) = &value {
            let told = about.entry(at_row).or_default();
            *told = (*told).max((text.chars().count(), crossed.get(style).copied().unwrap_or_default()));
        }
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
    let grid = Grid { file, name: name.to_owned(), rows, left_out: Vec::new() };
    let struck = about.into_iter().filter(|(_, (_, struck))| *struck).map(|(row, _)| row);
    Ok((grid, struck.collect()))
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
