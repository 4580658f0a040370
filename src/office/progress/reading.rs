//! The way back: rows of a workbook that somebody filled in.

use super::{COLUMNS, Column, State};
use crate::basics::diag::msg;
use crate::basics::text::fold_words;
use crate::office::import::{Place, Report};
use crate::read::grid::Grid;
use std::collections::BTreeMap;

/// The header stands among the first rows.
const HEADER_WITHIN: usize = 6;

/// A row of the workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ReadRow {
    pub(crate) place: Place,
    /// Id of the plan, and code of the task in it.
    pub(crate) plan: String,
    pub(crate) code: String,
    /// Short id of one that leads it with others; empty for the whole.
    pub(crate) leader: String,
    pub(crate) content: String,
    pub(crate) before: State,
    pub(crate) after: State,
}

/// Whether some cells are a progress workbook, whoever named the file.
pub(crate) fn is_progress(grids: &[Grid]) -> bool {
    grids.iter().any(|grid| header(grid).is_some())
}

/// The rows that were edited, each task once. A task edited in two ways on two sheets is reported and left out.
pub(crate) fn rows(grids: &[Grid], report: &mut Report) -> Vec<ReadRow> {
    let mut edited: BTreeMap<(String, String, String), Vec<ReadRow>> = BTreeMap::new();
    for (sheet, grid) in grids.iter().enumerate() {
        let Some((top, columns)) = header(grid) else { continue };
        for (at, cells) in grid.rows.iter().enumerate().skip(top + 1) {
            let text = |wanted: Column| {
                let place = columns.iter().position(|column| *column == Some(wanted));
                place.and_then(|place| cells.get(place)).map(|cell| cell.text.clone()).unwrap_or_default()
            };
            let state = |columns: [Column; 4]| {
                let [status, progress, done_on, note] = columns.map(text);
                State { status, progress, done_on, note }
            };
            let row = ReadRow {
                place: Place::Table(sheet + 1, Some(at + 1)),
                plan: text(Column::Plan),
                code: text(Column::Code),
                leader: text(Column::Leader),
                content: text(Column::Content),
                before: state([Column::StatusBefore, Column::ProgressBefore, Column::DoneOnBefore, Column::NoteBefore]),
                after: state([Column::Status, Column::Progress, Column::DoneOn, Column::Note]),
            };
            if row.plan.is_empty() && row.code.is_empty() {
                if row.after != State::default() || !row.content.is_empty() {
                    let content = &row.content;
                    report.left(
                        row.place,
                        msg!(
                            "dòng không có id kế hoạch, không đọc: «{content}»",
                            "a row without plan id, not read: «{content}»"
                        ),
                    );
                }
            } else if row.before != row.after {
                edited.entry((row.plan.clone(), row.code.clone(), row.leader.clone())).or_default().push(row);
            }
        }
    }
    edited.into_values().filter_map(|rows| one(rows, report)).collect()
}

fn one(rows: Vec<ReadRow>, report: &mut Report) -> Option<ReadRow> {
    let first = rows.first()?;
    if let Some(other) = rows.iter().find(|row| row.after != first.after) {
        let (plan, code, there) = (&first.plan, &first.code, first.place.message());
        let (vi, en) = (there.vi, there.en);
        report.left(
            other.place,
            msg!(
                "nhiệm vụ {code} của {plan} ghi khác với {vi}; không sửa",
                "task {code} of {plan} differs from {en}; not changed"
            ),
        );
        return None;
    }
    rows.into_iter().next()
}

/// The header row, and what each column is.
fn header(grid: &Grid) -> Option<(usize, Vec<Option<Column>>)> {
    grid.rows.iter().enumerate().take(HEADER_WITHIN).find_map(|(at, cells)| {
        let columns: Vec<Option<Column>> = cells.iter().map(|cell| column(&cell.text)).collect();
        let has = |wanted| columns.contains(&Some(wanted));
        (has(Column::Plan) && has(Column::Code) && has(Column::Status)).then_some((at, columns))
    })
}

fn column(text: &str) -> Option<Column> {
    let folded = fold_words(text);
    COLUMNS.iter().find(|(_, header)| fold_words(header) == folded).map(|(column, _)| *column)
}
