//! Task tables beside a plan: `.xlsx` and `.csv`, recognised by their header words (CONTENT §7, §12).
//!
//! Takes the bytes of the table, returns tasks, section headings and the lines above the header.
//! No cell is dropped silently: a column nobody knows is kept with its header, and reported.

mod row;

use super::{Task, TaskSection};
use crate::basics::diag::{Diagnostic, Diagnostics, FileId, Location, Message, codes, msg};
use crate::read::grid::{self, Grid, Header, LeftOut};
use crate::read::source::SourceTree;

/// What a table yields.
#[derive(Debug, Default)]
pub(crate) struct TaskTable {
    pub(crate) tasks: Vec<Task>,
    pub(crate) sections: Vec<TaskSection>,
    pub(crate) captions: Vec<String>,
}

fn report_left_out(grid: &Grid, left_out: LeftOut, diagnostics: &mut Diagnostics) {
    let (Message { vi, en }, name) = (left_out.message(), &grid.name);
    diagnostics.push(
        Diagnostic::new(
            codes::TABLE_LEFT_OUT,
            grid.first_filled().unwrap_or_else(|| grid.file.into()),
            msg!("trang tính «{name}»: {vi} không được đọc", "sheet «{name}»: {en}, not read"),
        )
        .help(msg!(
            "cần thì bỏ ẩn, bỏ lọc, bỏ gạch trong Excel rồi lưu lại; không cần thì xóa hẳn",
            "unhide them, clear the filter or the strike in Excel and save; or delete them"
        )),
    );
}

/// Reads a table; `named_at` is where the plan names it, `earlier` how many tasks stand before it.
pub(super) fn read_tasks(
    tree: &SourceTree,
    file: FileId,
    named_at: Location,
    earlier: usize,
    diagnostics: &mut Diagnostics,
) -> TaskTable {
    let mut table = TaskTable::default();
    let grids = match grid::read(tree, file) {
        Ok(grids) => grids,
        Err(reason) => {
            let (vi, en) = (&reason.vi, &reason.en);
            diagnostics.push(
                Diagnostic::new(
                    codes::TABLE_UNREADABLE,
                    file,
                    msg!("không đọc được bảng: {vi}", "the table cannot be read: {en}"),
                )
                .help(msg!(
                    "mở bằng Excel và lưu lại dạng .xlsx, hoặc dạng CSV UTF-8",
                    "save it again as .xlsx, or as CSV UTF-8"
                )),
            );
            return table;
        }
    };
    let mut with_header = 0;
    for grid in &grids {
        grid.left_out.iter().for_each(|left_out| report_left_out(grid, *left_out, diagnostics));
        if grid.left_out.contains(&LeftOut::HiddenSheet) {
            continue;
        }
        match grid::find(grid) {
            Some(header) => {
                with_header += 1;
                row::read_rows(grid, &header, earlier, &mut table, diagnostics);
            }
            None => report_other_sheet(grid, grids.len(), diagnostics),
        }
    }
    if with_header == 0 {
        diagnostics.push(
            Diagnostic::new(
                codes::TABLE_HEADER,
                file,
                msg!("bảng không có dòng tiêu đề nào nhận ra được", "no header row is recognised in the table"),
            )
            .help(msg!(
                "dòng tiêu đề cần cột «Nhiệm vụ» (hoặc «Nội dung») và «Chủ trì», «Thời hạn»…",
                "the header row needs «Nhiệm vụ» (or «Nội dung») and «Chủ trì», «Thời hạn»…"
            )),
        );
    } else if table.tasks.is_empty() {
        diagnostics.push(
            Diagnostic::new(
                codes::TABLE_ROW_ODD,
                named_at,
                msg!("bảng không có nhiệm vụ nào", "the table holds no task"),
            )
            .help(msg!("điền các dòng dưới dòng tiêu đề", "fill in the rows below the header")),
        );
    }
    table
}

/// Reads one grid that is at hand already; `earlier` tasks stand before it. A grid without header of its own goes on with
/// the one `before` it. `None` where no row says which column is which.
pub(crate) fn tasks_in_grid(
    grid: &Grid,
    before: Option<&Header>,
    earlier: usize,
    diagnostics: &mut Diagnostics,
) -> Option<(TaskTable, Header)> {
    let header = grid::find(grid).or_else(|| before?.goes_on_in(grid))?;
    let mut table = TaskTable::default();
    row::read_rows(grid, &header, earlier, &mut table, diagnostics);
    Some((table, header))
}

/// A filled sheet beside the one with the tasks is not read; say so.
fn report_other_sheet(grid: &Grid, sheets: usize, diagnostics: &mut Diagnostics) {
    let Some(first) = grid.first_filled().filter(|_| sheets > 1) else { return };
    diagnostics.push(
        Diagnostic::new(
            codes::TABLE_ROW_ODD,
            first,
            msg!("trang tính này không có bảng nhiệm vụ; không đọc", "this sheet holds no task table; it is not read"),
        )
        .help(msg!("xóa trang tính nếu không cần", "delete the sheet if it is not needed")),
    );
}
