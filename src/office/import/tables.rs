//! Tables of a Word document that hold tasks: over several pages, with merged cells and headings between rows.

use super::front::Front;
use super::organisations::Matcher;
use super::report::{Place, Report};
use crate::basics::diag::{Diagnostics, FileId, Location, msg};
use crate::read::grid::{Cell, Column, Grid, Header};
use crate::read::office::word::{Table, paragraphs};
use crate::read::parse::{Task, TaskTable, tasks_in_grid};
use crate::read::vocabulary::TaskStatus;
use crate::site::model::TaskSection;

/// The tasks of all tables, and who is named in them.
#[derive(Debug, Default)]
pub(super) struct Tasks {
    pub(super) list: Vec<NewTask>,
    /// Lines above the headers.
    pub(super) captions: Vec<String>,
    /// Names that are no organisation of the site.
    pub(super) unknown: Vec<String>,
    /// Row numbers and headings: read, and not written as such.
    pub(super) accounted: Vec<String>,
    /// Places that somebody must fill in before the site builds.
    missing: usize,
    /// The header of the last table: the next one may go on without.
    last: Option<Header>,
}

/// A task as it will be written.
#[derive(Debug)]
pub(super) struct NewTask {
    pub(super) task: Task,
    /// Whether the table gives it a code; else its place does.
    pub(super) has_own_code: bool,
    pub(super) section: Option<String>,
    pub(super) lead: String,
    pub(super) support: String,
}

/// A Word table as the grid that task tables are read from.
pub(super) fn grid(table: &Table, number: usize) -> Grid {
    let sheet = u16::try_from(number).unwrap_or(u16::MAX);
    let rows = table.rows.iter().enumerate().map(|(row, cells)| {
        let cells = cells.iter().enumerate().map(|(column, cell)| {
            let shown = table.shown(cell).unwrap_or(cell);
            let lines: Vec<String> = paragraphs(&shown.blocks).iter().map(|paragraph| paragraph.line()).collect();
            let text = lines.iter().filter(|line| !line.is_empty()).cloned().collect::<Vec<_>>().join("\n");
            let (row, column) = (u32::try_from(row).unwrap_or_default(), u16::try_from(column).unwrap_or_default());
            Cell { text, at: Some(Location::Cell { file: FileId(0), sheet, row, column }), merge: cell.area }
        });
        cells.collect()
    });
    Grid { file: FileId(0), name: String::new(), rows: rows.collect(), left_out: Vec::new() }
}

impl Tasks {
    /// Reads a table if it is one of tasks; false leaves it to others.
    pub(super) fn read(&mut self, grid: &Grid, number: usize, matcher: &Matcher<'_>, report: &mut Report) -> bool {
        let mut diagnostics = Diagnostics::default();
        let before = self.list.len();
        let Some((table, header)) = tasks_in_grid(grid, self.last.as_ref(), before, &mut diagnostics) else {
            self.last = None;
            return false;
        };
        let has = |column: Column| header.columns.iter().any(|(known, _)| *known == column);
        if table.tasks.is_empty() || !(has(Column::Lead) || has(Column::Deadline)) {
            self.last = None;
            return false;
        }
        self.say_what_was_read(&table, &header, grid, number, report);
        for diagnostic in diagnostics.into_sorted() {
            let (vi, en) = (&diagnostic.message.vi, &diagnostic.message.en);
            report.left(place(number, diagnostic.at, grid), msg!("{vi}", "{en}"));
        }
        self.take(table, number, grid, header.continues, matcher, report);
        self.last = Some(header);
        true
    }

    /// Says how much must be filled in before the site builds.
    pub(super) fn say_missing(&self, report: &mut Report) {
        let missing = self.missing;
        if missing > 0 {
            report.left(
                Place::Whole,
                msg!(
                    "{missing} chỗ phải điền trước khi dựng: tìm các dòng «bảng không ghi»",
                    "{missing} places must be filled in before it builds: look for «bảng không ghi»"
                ),
            );
        }
    }

    /// The next table does not go on where the last one stopped.
    pub(super) fn ends(&mut self) {
        self.last = None;
    }

    fn say_what_was_read(
        &mut self,
        table: &TaskTable,
        header: &Header,
        grid: &Grid,
        number: usize,
        report: &mut Report,
    ) {
        let count = table.tasks.len();
        let columns: Vec<String> = header.columns.iter().map(|(_, cell)| cell.text.replace('\n', " ")).collect();
        let columns = columns.join(" | ");
        let goes_on = self.last.is_some() && header.continues;
        let text = if goes_on {
            msg!("nối tiếp bảng trước: thêm {count} nhiệm vụ", "goes on from the table before: {count} more tasks")
        } else {
            msg!("bảng nhiệm vụ: {count} nhiệm vụ (cột: {columns})", "a task table: {count} tasks (columns: {columns})")
        };
        report.recognised(Place::Table(number, None), text);
        let is_count =
            |text: &str| text.chars().count() <= 4 && text.chars().all(|ch| ch.is_ascii_digit() || "()[]".contains(ch));
        for row in grid.rows.iter().filter(|row| row.iter().all(|cell| is_count(&cell.text))) {
            self.accounted.extend(row.iter().map(|cell| cell.text.clone()));
        }
        self.accounted.extend(table.tasks.iter().filter_map(|task| task.row_number.clone()));
    }

    fn take(
        &mut self,
        table: TaskTable,
        number: usize,
        grid: &Grid,
        goes_on: bool,
        matcher: &Matcher<'_>,
        report: &mut Report,
    ) {
        self.captions.extend(table.captions);
        let sections: Vec<String> = table.sections.into_iter().map(section_name).collect();
        let carried = if goes_on { self.list.last().and_then(|last| last.section.clone()) } else { None };
        for task in table.tasks {
            let place = place(number, task.at, grid);
            let texts = |list: &Option<Vec<crate::basics::diag::Located<String>>>| {
                let texts: Vec<String> = list.iter().flatten().map(|text| text.value.replace('\n', "; ")).collect();
                texts.join("; ")
            };
            let lead = self.people(&texts(&task.values.lead), place, matcher, report);
            let support = self.people(&texts(&task.values.support), place, matcher, report);
            let own = task.section.and_then(|section| sections.get(section)).cloned();
            let section = own.or_else(|| carried.clone());
            self.missing += usize::from(lead.is_empty()) + usize::from(task.values.deadline.is_none());
            let has_own_code = task.code != (self.list.len() + 1).to_string();
            self.list.push(NewTask { task, has_own_code, section, lead, support });
        }
    }

    fn people(&mut self, written: &str, place: Place, matcher: &Matcher<'_>, report: &mut Report) -> String {
        let matched = matcher.names(written);
        for (written, name) in &matched.guessed {
            report.guessed(place, msg!("«{written}» là {name}", "«{written}» is {name}"));
        }
        for name in matched.unknown {
            if !self.unknown.contains(&name) {
                report.left(
                    place,
                    msg!("chưa có tổ chức «{name}» trong to-chuc/", "no organisation «{name}» in to-chuc/"),
                );
                self.unknown.push(name);
            }
        }
        matched.text.trim().to_owned()
    }
}

/// The block of a task; what the table does not say is a remark that waits to be filled in.
pub(super) fn write_task(new: &NewTask, front: &mut Front) {
    let values = &new.task.values;
    let text = |key: &str, value: &Option<String>, front: &mut Front| front.optional(key, value.as_deref());
    front.table("nhiem_vu");
    if new.has_own_code {
        front.text("ma", &new.task.code);
    }
    front.optional("muc", new.section.as_deref());
    front.optional("noi_dung", values.content.as_ref().map(|content| content.value.as_str()));
    match new.lead.as_str() {
        "" => front.remark("chu_tri = \"…\"   # bảng không ghi: điền rồi bỏ dấu #"),
        lead => front.text("chu_tri", lead),
    }
    front.optional("phoi_hop", Some(&new.support));
    text("phu_trach", &values.responsible, front);
    match &values.deadline {
        Some(deadline) => front.text("thoi_han", &deadline.value.verbatim),
        None => front.remark("thoi_han = \"…\"   # bảng không ghi: điền rồi bỏ dấu #"),
    }
    text("san_pham", &values.product, front);
    let extra = new.task.extra.iter().map(|(header, text)| match header.is_empty() {
        true => text.clone(),
        false => format!("{header}: {text}"),
    });
    let notes: Vec<String> = values.note.iter().cloned().chain(extra).collect();
    front.optional("ghi_chu", Some(&notes.join("; ")));
    front.optional("trang_thai", values.status.map(TaskStatus::word));
    if let Some(progress) = values.progress {
        front.raw("tien_do", &progress.to_string());
    }
}

/// «I. Công tác tuyên truyền».
fn section_name(section: TaskSection) -> String {
    match section.number {
        Some(number) if number.ends_with(['.', ')', '-', ':']) => format!("{number} {}", section.title),
        Some(number) => format!("{number}. {}", section.title),
        None => section.title,
    }
}

fn place(table: usize, at: Location, grid: &Grid) -> Place {
    let row = grid.rows.iter().position(|row| row.iter().any(|cell| cell.at == Some(at)));
    Place::Table(table, row.map(|row| row + 1))
}
