//! The progress workbook («bảng tiến độ»): the tasks in force go out as an Excel file, and come back with what people
//! filled in.
//!
//! Takes an edition with everything in it, returns a workbook's bytes; takes a workbook's cells, returns changes to
//! content files. Only cells that differ from what went out are changes; a row that no longer fits is reported, never
//! guessed. What nobody edited changes no byte.

mod changes;
mod reading;
mod workbook;

pub(crate) use changes::{FileChange, Files, changes};
pub(crate) use reading::{ReadRow, is_progress, rows};
pub(crate) use workbook::{Sheets, workbook};

use crate::basics::date::Day;
use crate::basics::text::single_spaced;
use crate::edition::relate::{Edition, EffectiveTask};
use crate::site::model::{Id, LeaderRecord, Plan};

/// What people fill in for a task, as the cells show it; empty where there is nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct State {
    /// «Đang thực hiện»
    pub(crate) status: String,
    /// `60`
    pub(crate) progress: String,
    /// `12/06/2026`
    pub(crate) done_on: String,
    pub(crate) note: String,
}

/// A column of the workbook; out and in use the same list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Plan,
    Code,
    Number,
    Content,
    Lead,
    Deadline,
    Status,
    Progress,
    DoneOn,
    Note,
    StatusBefore,
    ProgressBefore,
    DoneOnBefore,
    NoteBefore,
    /// Which of several that lead it; empty for the whole.
    Leader,
}

/// Every column in its order, with its header.
const COLUMNS: [(Column, &str); 15] = [
    (Column::Plan, "Kế hoạch (id)"),
    (Column::Code, "Mã nhiệm vụ"),
    (Column::Number, "Số ký hiệu"),
    (Column::Content, "Nhiệm vụ"),
    (Column::Lead, "Chủ trì"),
    (Column::Deadline, "Thời hạn"),
    (Column::Status, "Trạng thái"),
    (Column::Progress, "Tỷ lệ hoàn thành (%)"),
    (Column::DoneOn, "Ngày hoàn thành"),
    (Column::Note, "Ghi chú"),
    (Column::StatusBefore, "Trạng thái (gốc)"),
    (Column::ProgressBefore, "Tỷ lệ (gốc)"),
    (Column::DoneOnBefore, "Ngày (gốc)"),
    (Column::NoteBefore, "Ghi chú (gốc)"),
    (Column::Leader, "Tổ chức (id)"),
];

impl State {
    /// Of the whole of a task.
    fn of(task: &EffectiveTask) -> Self {
        let values = &task.task.values;
        Self {
            status: values.status.map(|status| status.label().to_owned()).unwrap_or_default(),
            progress: values.progress.map(|percent| percent.to_string()).unwrap_or_default(),
            done_on: values.done_on.map(print_padded).unwrap_or_default(),
            note: values.note.as_deref().map(one_line).unwrap_or_default(),
        }
    }

    /// Of one that leads it with others.
    fn of_record(record: &LeaderRecord) -> Self {
        Self {
            status: record.status.map(|status| status.label().to_owned()).unwrap_or_default(),
            progress: record.progress.map(|percent| percent.to_string()).unwrap_or_default(),
            done_on: record.done_on.map(print_padded).unwrap_or_default(),
            note: record.note.as_deref().map(one_line).unwrap_or_default(),
        }
    }
}

/// `05/06/2026`, as a date cell comes back.
fn print_padded(day: Day) -> String {
    format!("{:02}/{:02}/{}", day.day(), day.month(), day.year())
}

/// A text as a cell gives it back: single spaces, lines kept.
fn one_line(text: &str) -> String {
    let lines = text.lines().map(single_spaced);
    lines.collect::<Vec<_>>().join("\n").trim().to_owned()
}

/// Every task that somebody still has to do or has done: of plans in force, not withdrawn.
fn tasks(edition: &Edition) -> impl Iterator<Item = (Id<Plan>, &Plan, &EffectiveTask)> {
    edition.tasks_in_force().map(|(id, plan, _, task)| (id, plan, task))
}
