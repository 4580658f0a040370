//! The way out: one row a task, and one for each of several that lead it; one sheet for all or one for each organisation.

use super::{COLUMNS, Column, State, tasks};
use crate::basics::diag::{Fatal, msg};
use crate::edition::relate::{Edition, EffectiveTask};
use crate::read::vocabulary::TaskStatus;
use crate::site::model::{Id, LeaderRecord, Organisation, Parties, Plan, Segment};
use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DataValidationRule, DocProperties, ExcelDateTime, Format, FormatAlign,
    FormatBorder, ProtectionOptions, Workbook, Worksheet, XlsxError,
};
use std::collections::BTreeMap;

/// How the tasks are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sheets {
    /// All on one sheet.
    One,
    /// A sheet for each organisation that leads.
    ByOrganisation,
}

/// Which organisation a sheet is for; `None` for tasks whose lead the site does not know.
type Lead = Option<Id<Organisation>>;

/// A row of the workbook.
#[derive(Clone, Copy)]
struct TaskRow<'e> {
    plan: &'e Plan,
    task: &'e EffectiveTask,
    /// Which of several that lead it; `None` for the whole.
    leader: Option<Leader<'e>>,
}

/// One that leads a task with others, and what it has recorded.
#[derive(Clone, Copy)]
struct Leader<'e> {
    id: Id<Organisation>,
    record: Option<&'e LeaderRecord>,
}

const HEADER_ROW: u32 = 1;
/// In points.
const LINE_HEIGHT: f64 = 16.0;
/// Excel takes no higher rows.
const MOST_LINES: u32 = 25;
/// The longest name of a sheet that Excel takes.
const LONGEST_NAME: usize = 31;

/// The workbook's bytes, and how many rows are in it.
///
/// # Errors
/// When the library cannot write it.
pub(crate) fn workbook(edition: &Edition, layout: Sheets, only: Lead) -> Result<(Vec<u8>, usize), Fatal> {
    let rows = tasks(edition).flat_map(|(id, plan, task)| rows_of(edition, id, plan, task));
    let rows: Vec<TaskRow<'_>> = rows.filter(|row| only.is_none() || sheets_of(edition, row).contains(&only)).collect();
    let count = rows.len();
    let written = match layout {
        Sheets::One => write(edition, &[("Tiến độ".to_owned(), rows)]),
        Sheets::ByOrganisation => write(edition, &by_organisation(edition, &rows)),
    };
    let bytes = written.map_err(|error| {
        Fatal::new(msg!("không tạo được tệp Excel: {error}", "cannot make the Excel file: {error}"))
    })?;
    Ok((bytes, count))
}

/// The whole of a task, and each of several that lead it.
fn rows_of<'e>(edition: &'e Edition, id: Id<Plan>, plan: &'e Plan, task: &'e EffectiveTask) -> Vec<TaskRow<'e>> {
    let states = edition.task_states(id, task);
    let several = states.leaders().iter().filter(|_| states.leaders().len() > 1);
    let each = several.map(|id| Some(Leader { id: *id, record: states.record(*id) }));
    std::iter::once(None).chain(each).map(|leader| TaskRow { plan, task, leader }).collect()
}

/// Whose sheets have a row: its own, or, of the whole, that of the one that leads it alone and those of groups.
fn sheets_of(edition: &Edition, row: &TaskRow<'_>) -> Vec<Lead> {
    if let Some(leader) = row.leader {
        return vec![Some(leader.id)];
    }
    let known = row.task.task.values.lead.as_ref().map(Parties::known).unwrap_or_default();
    let is_group =
        |id: &Id<Organisation>| edition.content.organisations.get(*id).is_some_and(|row| row.group.is_some());
    match known.as_slice() {
        [] => vec![None],
        [one] => vec![Some(*one)],
        several => several.iter().filter(|id| is_group(id)).map(|id| Some(*id)).collect(),
    }
}

fn by_organisation<'e>(edition: &Edition, rows: &[TaskRow<'e>]) -> Vec<(String, Vec<TaskRow<'e>>)> {
    let mut sheets: BTreeMap<Lead, Vec<TaskRow<'e>>> = BTreeMap::new();
    for row in rows {
        for lead in sheets_of(edition, row) {
            sheets.entry(lead).or_default().push(*row);
        }
    }
    let mut names: Vec<String> = Vec::new();
    let named = sheets.into_iter().map(|(lead, rows)| {
        let organisation = lead.and_then(|id| edition.content.organisations.get(id));
        let full =
            organisation.map_or("Chưa rõ chủ trì", |found| found.short_name.as_deref().unwrap_or(&found.name));
        let name = sheet_name(full, &names);
        names.push(name.to_lowercase());
        (name, rows)
    });
    named.collect()
}

/// A name that Excel takes and no other sheet has.
fn sheet_name(name: &str, taken: &[String]) -> String {
    let plain: String = name.chars().map(|ch| if "[]:*?/\\'".contains(ch) { '-' } else { ch }).collect();
    let cut = |room: usize| plain.chars().take(room).collect::<String>().trim().to_owned();
    let numbered = (2..).map(|number| format!("{} {number}", cut(LONGEST_NAME - 4)));
    std::iter::once(cut(LONGEST_NAME))
        .chain(numbered)
        .find(|name| !taken.contains(&name.to_lowercase()))
        .unwrap_or_default()
}

struct Looks {
    title: Format,
    header: Format,
    locked: Format,
    open: Format,
    percent: Format,
    day: Format,
}

impl Looks {
    fn new() -> Self {
        let cell = || {
            Format::new().set_font_name("Times New Roman").set_font_size(12).set_text_wrap().set_align(FormatAlign::Top)
        };
        let boxed = || cell().set_border(FormatBorder::Thin);
        let open = || boxed().set_background_color("#FFF9DB").set_unlocked();
        Self {
            title: cell().set_bold(),
            header: boxed().set_bold().set_background_color("#E9ECEF").set_align(FormatAlign::Center),
            locked: boxed(),
            open: open(),
            percent: open().set_num_format("0.##"),
            day: open().set_num_format("dd/mm/yyyy"),
        }
    }
}

fn write(edition: &Edition, sheets: &[(String, Vec<TaskRow<'_>>)]) -> Result<Vec<u8>, XlsxError> {
    let looks = Looks::new();
    let mut book = Workbook::new();
    let today = edition.request.today;
    let made = ExcelDateTime::from_ymd(u16::try_from(today.year()).unwrap_or(2000), month(today), day(today))?;
    book.set_properties(&DocProperties::new().set_title("Bảng tiến độ").set_creation_datetime(&made));
    for (name, rows) in sheets {
        write_sheet(book.add_worksheet().set_name(name)?, edition, rows, &looks)?;
    }
    if sheets.is_empty() {
        book.add_worksheet();
    }
    book.save_to_buffer()
}

fn month(day: crate::basics::date::Day) -> u8 {
    day.month().unsigned_abs()
}

fn day(day: crate::basics::date::Day) -> u8 {
    day.day().unsigned_abs()
}

fn write_sheet(sheet: &mut Worksheet, edition: &Edition, rows: &[TaskRow<'_>], looks: &Looks) -> Result<(), XlsxError> {
    sheet.merge_range(0, 0, 0, place(Column::Note), &sheet_title(edition), &looks.title)?;
    for (column, (kind, header)) in (0_u16..).zip(COLUMNS) {
        sheet.write_string_with_format(HEADER_ROW, column, header, &looks.header)?;
        sheet.set_column_width(column, width(kind))?;
        if hidden(kind) {
            sheet.set_column_hidden(column)?;
        }
    }
    sheet.set_row_height(HEADER_ROW, LINE_HEIGHT * 2.0)?;
    for (at, row) in (HEADER_ROW + 1..).zip(rows) {
        write_row(sheet, at, edition, row, looks)?;
    }
    let last = HEADER_ROW + u32::try_from(rows.len()).unwrap_or(u32::MAX - HEADER_ROW);
    if last > HEADER_ROW {
        validate(sheet, last)?;
        sheet.autofilter(HEADER_ROW, 0, last, place(Column::Note))?;
    }
    sheet.set_freeze_panes(HEADER_ROW + 1, place(Column::Lead))?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(HEADER_ROW, HEADER_ROW)?;
    let options = ProtectionOptions {
        format_cells: true,
        format_columns: true,
        format_rows: true,
        sort: true,
        use_autofilter: true,
        ..ProtectionOptions::default()
    };
    sheet.protect_with_options(&options);
    Ok(())
}

fn sheet_title(edition: &Edition) -> String {
    let today = crate::basics::date::print_day(edition.request.today);
    format!("Bảng tiến độ đến ngày {today}. Chỉ điền các cột màu vàng, lưu lại, rồi chạy: bangtin import tien-do.xlsx")
}

fn write_row(
    sheet: &mut Worksheet,
    at: u32,
    edition: &Edition,
    row: &TaskRow<'_>,
    looks: &Looks,
) -> Result<(), XlsxError> {
    let TaskRow { plan, task, leader } = row;
    let values = &task.task.values;
    let leader_row = leader.and_then(|leader| edition.content.organisations.get(leader.id));
    let (state, progress, done_on) = match leader {
        None => (State::of(task), values.progress, values.done_on),
        Some(Leader { record: None, .. }) => (State::default(), None, None),
        Some(Leader { record: Some(record), .. }) => (State::of_record(record), record.progress, record.done_on),
    };
    let mut lines = 1;
    for (column, (kind, _)) in (0_u16..).zip(COLUMNS) {
        let text = match kind {
            Column::Plan => plan.meta.id.clone(),
            Column::Code => task.task.code.clone(),
            Column::Number => plan.number.clone().unwrap_or_default(),
            Column::Content => values.content.as_ref().map(|content| content.value.clone()).unwrap_or_default(),
            Column::Leader => leader_row.map(|row| row.meta.short_id().to_owned()).unwrap_or_default(),
            Column::Lead => match leader_row {
                Some(row) => row.name.clone(),
                None => values.lead.as_ref().map(parties).unwrap_or_default(),
            },
            Column::Deadline => {
                values.deadline.as_ref().map(|deadline| deadline.value.verbatim.clone()).unwrap_or_default()
            }
            Column::Status | Column::StatusBefore => state.status.clone(),
            Column::ProgressBefore => state.progress.clone(),
            Column::DoneOnBefore => state.done_on.clone(),
            Column::Note | Column::NoteBefore => state.note.clone(),
            Column::Progress => {
                match progress {
                    Some(progress) => sheet.write_number_with_format(at, column, progress, &looks.percent)?,
                    None => sheet.write_blank(at, column, &looks.percent)?,
                };
                continue;
            }
            Column::DoneOn => {
                match done_on {
                    Some(on) => {
                        let on = ExcelDateTime::from_ymd(u16::try_from(on.year()).unwrap_or(2000), month(on), day(on))?;
                        sheet.write_datetime_with_format(at, column, &on, &looks.day)?
                    }
                    None => sheet.write_blank(at, column, &looks.day)?,
                };
                continue;
            }
        };
        if !hidden(kind) {
            lines = lines.max(lines_of(&text, width(kind)));
        }
        let look = if matches!(kind, Column::Status | Column::Note) { &looks.open } else { &looks.locked };
        sheet.write_string_with_format(at, column, text, look)?;
    }
    // Not every program makes room for wrapped text by itself.
    sheet.set_row_height(at, LINE_HEIGHT * f64::from(lines))?;
    Ok(())
}

/// How many lines a text takes in a column so many characters wide.
fn lines_of(text: &str, width: u16) -> u32 {
    let room = usize::from(width).max(1);
    let lines: usize = text.lines().map(|line| line.chars().count().div_ceil(room).max(1)).sum();
    u32::try_from(lines).unwrap_or(u32::MAX).clamp(1, MOST_LINES)
}

/// The names as printed, gaps and all.
fn parties(parties: &Parties) -> String {
    let pieces = parties.segments.iter().map(|segment| match segment {
        Segment::Known(_, text) | Segment::Unknown(text) | Segment::Gap(text) => text.as_str(),
    });
    pieces.collect()
}

fn validate(sheet: &mut Worksheet, last: u32) -> Result<(), XlsxError> {
    let words = TaskStatus::WORDS.map(|(_, status)| status.label());
    let statuses = DataValidation::new()
        .allow_list_strings(&words)?
        .set_error_title("Trạng thái")?
        .set_error_message("Chọn một trong bốn trạng thái của danh sách.")?;
    let percents = DataValidation::new()
        .allow_decimal_number(DataValidationRule::Between(0.0, 100.0))
        .set_error_title("Tỷ lệ")?
        .set_error_message("Ghi một số từ 0 đến 100.")?
        .set_error_style(DataValidationErrorStyle::Stop);
    let first = HEADER_ROW + 1;
    let (status, progress) = (place(Column::Status), place(Column::Progress));
    sheet.add_data_validation(first, status, last, status, &statuses)?;
    sheet.add_data_validation(first, progress, last, progress, &percents)?;
    Ok(())
}

fn place(wanted: Column) -> u16 {
    let at = COLUMNS.iter().position(|(column, _)| *column == wanted).unwrap_or_default();
    u16::try_from(at).unwrap_or_default()
}

fn hidden(column: Column) -> bool {
    matches!(
        column,
        Column::StatusBefore | Column::ProgressBefore | Column::DoneOnBefore | Column::NoteBefore | Column::Leader
    )
}

/// In characters.
fn width(column: Column) -> u16 {
    match column {
        Column::Plan => 22,
        Column::Code => 9,
        Column::Number => 13,
        Column::Content => 60,
        Column::Lead => 28,
        Column::Deadline => 20,
        Column::Status => 18,
        Column::Progress | Column::DoneOn => 14,
        Column::Note => 40,
        Column::StatusBefore | Column::ProgressBefore | Column::DoneOnBefore | Column::NoteBefore | Column::Leader => {
            12
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheet_names_are_short_plain_and_different() {
        let long = "Trung tâm Văn hóa, Thể thao và Truyền thanh phường";
        assert_eq!(sheet_name(long, &[]), "Trung tâm Văn hóa, Thể thao và");
        assert_eq!(sheet_name("Chi bộ 1/2", &[]), "Chi bộ 1-2");
        assert_eq!(sheet_name("Đoàn TN", &["đoàn tn".to_owned()]), "Đoàn TN 2");
    }
}
