//! What the rows change in the content files, with `toml_edit`, so that comments and order stay.

use super::{ReadRow, State, tasks};
use crate::basics::date::{Day, parse_date};
use crate::basics::diag::{Location, Message, msg};
use crate::basics::path::SourcePath;
use crate::basics::text::fold_words;
use crate::edition::relate::{Edition, EffectiveTask, Field};
use crate::office::import::{RawFile, Report};
use crate::read::grid::percent;
use crate::read::parse::front_matter;
use crate::read::vocabulary::TaskStatus;
use crate::site::model::{Id, LeaderRecord, Organisation, Plan, TaskStates};
use std::collections::BTreeMap;
use std::ops::Range;
use toml_edit::{ArrayOfTables, Date, Datetime, Document, DocumentMut, InlineTable, Item, Table, TableLike, Value};

/// A content file, before and after.
#[derive(Debug)]
pub(crate) struct FileChange {
    pub(crate) path: SourcePath,
    pub(crate) before: String,
    pub(crate) after: String,
    pub(crate) bytes: Vec<u8>,
}

/// Where the files are, as text of the model and as bytes on disk.
pub(crate) trait Files {
    /// The text that spans of the model count in.
    fn text(&self, file: crate::basics::diag::FileId) -> Option<&str>;
    /// The file as its editor saved it.
    fn raw(&self, path: &SourcePath) -> Option<RawFile>;
}

/// The key of the blocks of those that lead a task with others.
const BY_LEADER: &str = "theo_to_chuc";

/// One key of one block: its new value, or `None` to take it out.
type Edit = (&'static str, Option<Value>);

/// A block of a front matter: `nhiem_vu` number 3.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct TaskLines {
    array: &'static str,
    place: usize,
    /// The block inside it of one that leads the task with others.
    leader: Option<LeaderLines>,
}

/// A block `theo_to_chuc` of a task.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct LeaderLines {
    /// Which one; `None` where there is none yet.
    place: Option<usize>,
    organisation: String,
}

/// The files that the rows change.
pub(crate) fn changes(rows: &[ReadRow], edition: &Edition, files: &dyn Files, report: &mut Report) -> Vec<FileChange> {
    let mut edits: BTreeMap<SourcePath, Vec<(TaskLines, Vec<Edit>)>> = BTreeMap::new();
    for row in rows {
        match change(row, edition, files, report) {
            Ok((path, block, found)) if !found.is_empty() => edits.entry(path).or_default().push((block, found)),
            Ok(_) => {}
            Err(reason) => report.left(row.place, reason),
        }
    }
    let mut changed = Vec::new();
    for (path, edits) in edits {
        match files.raw(&path).and_then(|file| apply(&path, &file, &edits)) {
            Some(change) if change.before != change.after => changed.push(change),
            Some(_) => {}
            None => report.left(
                crate::office::import::Place::Whole,
                msg!(
                    "không sửa được {path}: tệp không phải UTF-8, hoặc phần đầu có lỗi",
                    "cannot change {path}: not UTF-8, or its front matter is wrong"
                ),
            ),
        }
    }
    changed
}

fn change(
    row: &ReadRow,
    edition: &Edition,
    files: &dyn Files,
    report: &mut Report,
) -> Result<(SourcePath, TaskLines, Vec<Edit>), Message> {
    let (code, written) = (&row.code, &row.plan);
    let found = tasks(edition).find(|(_, plan, task)| plan.meta.id == *written && task.task.code == *code);
    let Some((id, _, task)) = found else {
        return Err(msg!(
            "không còn nhiệm vụ {code} của {written} đang có hiệu lực",
            "there is no task {code} of {written} in force any more"
        ));
    };
    let content = task.task.values.content.as_ref().map(|content| super::one_line(&content.value)).unwrap_or_default();
    if super::one_line(&row.content) != content {
        return Err(msg!(
            "nhiệm vụ {code} của {written} đã đổi nội dung: nay là «{content}»",
            "task {code} of {written} has changed: it is «{content}» now"
        ));
    }
    let states = edition.task_states(id, task);
    let leader = leader(row, edition, &states)?;
    let record = leader.and_then(|leader| states.record(leader));
    let now = match leader {
        None => State::of(task),
        Some(_) => record.map(State::of_record).unwrap_or_default(),
    };
    let mut edits = Vec::new();
    for (key, field, cells) in [
        ("trang_thai", Field::Status, [&row.before.status, &row.after.status, &now.status]),
        ("tien_do", Field::Progress, [&row.before.progress, &row.after.progress, &now.progress]),
        ("ngay_hoan_thanh", Field::DoneOn, [&row.before.done_on, &row.after.done_on, &now.done_on]),
        ("ghi_chu", Field::Note, [&row.before.note, &row.after.note, &now.note]),
    ] {
        let [before, after, now] = cells;
        if before == after || after == now {
            continue;
        }
        if before != now {
            report.left(
                row.place,
                msg!(
                    "{key}: tệp nay ghi «{now}», bảng ghi «{after}»; không sửa",
                    "{key}: the file says «{now}» now, the table «{after}»; not changed"
                ),
            );
            continue;
        }
        if leader.is_none()
            && task.changes.iter().any(|change| change.fields.iter().any(|changed| changed.field == field))
        {
            report.left(
                row.place,
                msg!(
                    "{key} do văn bản điều chỉnh ghi; sửa trong văn bản đó",
                    "{key} comes from an amendment; change it there"
                ),
            );
            continue;
        }
        match value(key, after) {
            Ok(value) => edits.push((key, value)),
            Err(reason) => report.left(row.place, reason),
        }
    }
    let is_done = row.before.status != row.after.status && exact_status(&row.after.status) == Some(TaskStatus::Done);
    let percent = &row.after.progress;
    if is_done && !percent.is_empty() && percent != "100" {
        report.left(
            row.place,
            msg!(
                "đã hoàn thành mà tỷ lệ ghi {percent}; sửa một trong hai",
                "done, and {percent} percent: one of them is wrong"
            ),
        );
    }
    let (path, mut block) = block(id, task, edition, files)?;
    if leader.is_some() {
        block.leader = Some(leader_lines(row, task, record, &block, files)?);
    }
    Ok((path, block, edits))
}

/// The organisation that a row is of, where it leads the task with others; `None` for the whole.
fn leader(row: &ReadRow, edition: &Edition, states: &TaskStates<'_>) -> Result<Option<Id<Organisation>>, Message> {
    let (code, written) = (&row.code, &row.leader);
    if written.is_empty() {
        return Ok(None);
    }
    let is_it = |id: &Id<Organisation>| {
        edition.content.organisations.get(*id).is_some_and(|row| row.meta.short_id() == written)
    };
    let found = states.leaders().iter().copied().find(is_it);
    found.map(Some).ok_or_else(|| {
        msg!("{written} không còn chủ trì nhiệm vụ {code}", "{written} does not lead task {code} any more")
    })
}

/// Where the file records what one that leads the task has done.
fn leader_lines(
    row: &ReadRow,
    task: &EffectiveTask,
    record: Option<&LeaderRecord>,
    block: &TaskLines,
    files: &dyn Files,
) -> Result<LeaderLines, Message> {
    let organisation = row.leader.clone();
    let Some(record) = record else { return Ok(LeaderLines { place: None, organisation }) };
    let own = task.task.at.file();
    let Location::Text(span) = record.at else { return Ok(LeaderLines { place: None, organisation }) };
    if own != Some(span.file) {
        return Err(msg!(
            "kết quả của {organisation} do văn bản điều chỉnh ghi; sửa trong văn bản đó",
            "the result of {organisation} comes from an amendment; change it there"
        ));
    }
    let place = files.text(span.file).and_then(|text| place_of_leader(text, block, span.range().start));
    Ok(LeaderLines { place, organisation })
}

/// Which block `theo_to_chuc` of a task a byte of the file lies in.
fn place_of_leader(text: &str, block: &TaskLines, at: usize) -> Option<usize> {
    let range = front_matter(text)?;
    let document = Document::parse(text.get(range.clone())?).ok()?;
    let task = document.as_table().get(block.array)?.as_array_of_tables()?.get(block.place)?;
    let spans: Vec<_> = match task.get(BY_LEADER)? {
        Item::ArrayOfTables(rows) => rows.iter().map(Table::span).collect(),
        Item::Value(Value::Array(rows)) => rows.iter().map(Value::span).collect(),
        Item::Value(_) | Item::Table(_) | Item::None => return None,
    };
    last_from(spans, at.checked_sub(range.start)?)
}

/// The place of the last span that begins at or before a byte.
fn last_from(spans: Vec<Option<Range<usize>>>, at: usize) -> Option<usize> {
    spans.iter().rposition(|span| span.as_ref().is_some_and(|span| span.start <= at))
}

/// What a cell means as TOML; `None` for an empty cell.
fn value(key: &'static str, cell: &str) -> Result<Option<Value>, Message> {
    let odd = || msg!("{key}: không hiểu «{cell}»; không sửa", "{key}: «{cell}» is not understood; not changed");
    match (key, cell) {
        // Nothing recorded: the key goes.
        ("trang_thai", "") => Ok(None),
        ("trang_thai", _) => exact_status(cell).map(|status| Some(Value::from(status.word()))).ok_or_else(odd),
        (_, "") => Ok(None),
        ("tien_do", _) => percent_cell(cell).map(|percent| Some(number(percent))).ok_or_else(odd),
        ("ngay_hoan_thanh", _) => parse_date(cell).map(|day| Some(date(day))).map_err(|_| odd()),
        _ => Ok(Some(Value::from(cell))),
    }
}

/// One of the four words of the drop-down; «đã xong một phần» is none.
fn exact_status(cell: &str) -> Option<TaskStatus> {
    let folded = fold_words(cell);
    let found = TaskStatus::WORDS.iter().find(|(_, status)| fold_words(status.label()) == folded);
    found.map(|(_, status)| *status)
}

/// The column counts from 0 to 100; a part of one is what Excel keeps of a cell that shows percent.
fn percent_cell(cell: &str) -> Option<f64> {
    match percent(cell)? {
        whole if cell.trim() == "1" && whole > 1.0 => Some(1.0),
        percent => Some(percent),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a percentage without fraction is a small integer")]
fn number(percent: f64) -> Value {
    if percent.fract() == 0.0 { Value::from(percent as i64) } else { Value::from(percent) }
}

fn date(day: Day) -> Value {
    let (year, month, day) = (day.year().unsigned_abs(), day.month().unsigned_abs(), day.day().unsigned_abs());
    Value::from(Datetime { date: Some(Date { year, month, day }), time: None, offset: None })
}

/// The block that a task was read from.
fn block(
    id: Id<Plan>,
    task: &EffectiveTask,
    edition: &Edition,
    files: &dyn Files,
) -> Result<(SourcePath, TaskLines), Message> {
    let at = task.task.at;
    let path = |file| edition.clearance.index.facts(file).map(|facts| facts.path.clone());
    let Location::Text(span) = at else {
        let table = at.file().and_then(path).map(|path| path.to_string()).unwrap_or_default();
        return Err(msg!(
            "nhiệm vụ ghi trong bảng {table}; sửa ngay trong bảng đó",
            "the task stands in the table {table}; change it there"
        ));
    };
    let own = edition.content.plans.get(id).is_some_and(|plan| plan.meta.file == span.file);
    let array = if own { "nhiem_vu" } else { "dieu_chinh" };
    let place = files.text(span.file).and_then(|text| place_of(text, array, span.range().start));
    match (path(span.file), place) {
        (Some(path), Some(place)) if path.extension() == "md" => Ok((path, TaskLines { array, place, leader: None })),
        (Some(table), _) => Err(msg!(
            "nhiệm vụ ghi trong bảng {table}; sửa ngay trong bảng đó",
            "the task stands in the table {table}; change it there"
        )),
        (None, _) => Err(msg!("không thấy tệp của nhiệm vụ", "the file of the task is gone")),
    }
}

/// Which block of an array a byte of the file lies in.
fn place_of(text: &str, array: &str, at: usize) -> Option<usize> {
    let range = front_matter(text)?;
    let document = Document::parse(text.get(range.clone())?).ok()?;
    let blocks = document.as_table().get(array)?.as_array_of_tables()?;
    last_from(blocks.iter().map(Table::span).collect(), at.checked_sub(range.start)?)
}

fn apply(path: &SourcePath, file: &RawFile, edits: &[(TaskLines, Vec<Edit>)]) -> Option<FileChange> {
    let before = file.front()?.to_owned();
    let mut document: DocumentMut = before.parse().ok()?;
    for (block, edits) in edits {
        let table = document.get_mut(block.array)?.as_array_of_tables_mut()?.get_mut(block.place)?;
        let table: &mut dyn TableLike = match &block.leader {
            None => table,
            Some(leader) => leader_table(table, leader)?,
        };
        edits.iter().for_each(|(key, value)| set(table, key, value.clone()));
    }
    let after = document.to_string();
    let bytes = file.with_front(&after)?;
    Some(FileChange { path: path.clone(), before, after, bytes })
}

/// The block of one that leads a task with others; a new one where there is none.
fn leader_table<'t>(task: &'t mut Table, leader: &LeaderLines) -> Option<&'t mut dyn TableLike> {
    let rows = task.entry(BY_LEADER).or_insert(Item::ArrayOfTables(ArrayOfTables::new()));
    match rows {
        Item::ArrayOfTables(rows) => {
            let place = leader.place.unwrap_or(rows.len());
            if leader.place.is_none() {
                let mut row = Table::new();
                row.insert("to_chuc", toml_edit::value(leader.organisation.as_str()));
                rows.push(row);
            }
            Some(rows.get_mut(place)?)
        }
        Item::Value(Value::Array(rows)) => {
            let place = leader.place.unwrap_or(rows.len());
            if leader.place.is_none() {
                let mut row = InlineTable::new();
                row.insert("to_chuc", Value::from(leader.organisation.as_str()));
                rows.push(row);
            }
            Some(rows.get_mut(place)?.as_inline_table_mut()?)
        }
        Item::Value(_) | Item::Table(_) | Item::None => None,
    }
}

/// Puts a value where the key stands, its comment kept, or at the end of the block.
fn set(table: &mut dyn TableLike, key: &str, value: Option<Value>) {
    let Some(mut value) = value else {
        table.remove(key);
        return;
    };
    match table.get_mut(key).and_then(|item| item.as_value_mut()) {
        Some(old) => {
            *value.decor_mut() = old.decor().clone();
            *old = value;
        }
        None => {
            table.insert(key, toml_edit::Item::Value(value));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "+++\ntieu_de = \"K\"\n\n[[nhiem_vu]]\nnoi_dung = \"A\"\ntrang_thai = \"chua-thuc-hien\"   # hỏi lại\n\n[[nhiem_vu.cap_nhat]]\nngay = 2026-05-20\nnoi_dung = \"x\"\n\n# việc hai\n[[nhiem_vu]]\nnoi_dung = \"B\"\n+++\nThân\n";

    fn applied(edits: Vec<(TaskLines, Vec<Edit>)>) -> String {
        let file = RawFile::of(FILE.as_bytes()).unwrap_or_else(|| panic!("text"));
        let change = apply(&SourcePath::new("a.md"), &file, &edits);
        change.map(|change| String::from_utf8_lossy(&change.bytes).into_owned()).unwrap_or_default()
    }

    #[test]
    fn only_the_value_changes_and_its_comment_stays() {
        let first = TaskLines { array: "nhiem_vu", place: 0, leader: None };
        let text = applied(vec![(first, vec![("trang_thai", Some(Value::from("hoan-thanh")))])]);
        assert_eq!(text, FILE.replace("\"chua-thuc-hien\"", "\"hoan-thanh\""));
        assert_eq!(applied(Vec::new()), FILE);
    }

    #[test]
    fn new_keys_stand_in_their_block_and_empty_ones_go() {
        let blocks = [0, 1].map(|place| TaskLines { array: "nhiem_vu", place, leader: None });
        let [first, second] = blocks;
        let text = applied(vec![
            (first, vec![("trang_thai", None)]),
            (
                second,
                vec![
                    ("tien_do", Some(number(60.0))),
                    ("ngay_hoan_thanh", value("ngay_hoan_thanh", "05/06/2026").unwrap_or_default()),
                ],
            ),
        ]);
        let expected = FILE
            .replace("trang_thai = \"chua-thuc-hien\"   # hỏi lại\n", "")
            .replace("noi_dung = \"B\"\n", "noi_dung = \"B\"\ntien_do = 60\nngay_hoan_thanh = 2026-06-05\n");
        assert_eq!(text, expected);
    }

    #[test]
    fn each_that_leads_with_others_has_a_block_of_its_own() {
        let lines = |place| TaskLines {
            array: "nhiem_vu",
            place: 1,
            leader: Some(LeaderLines { place, organisation: "hoi-a".to_owned() }),
        };
        let done = || vec![("trang_thai", Some(Value::from("hoan-thanh")))];
        let added = applied(vec![(lines(None), done())]);
        let row = "noi_dung = \"B\"\n\n[[nhiem_vu.theo_to_chuc]]\nto_chuc = \"hoi-a\"\ntrang_thai = \"hoan-thanh\"\n";
        assert_eq!(added, FILE.replace("noi_dung = \"B\"\n", row));
        let at = added.find("to_chuc = ").unwrap_or_default();
        assert_eq!(place_of_leader(&added, &lines(None), at), Some(0));
        let inline = "theo_to_chuc = [{ to_chuc = \"hoi-b\" }]\n";
        let file = RawFile::of(FILE.replace("noi_dung = \"B\"\n", &format!("noi_dung = \"B\"\n{inline}")).as_bytes());
        let file = file.unwrap_or_else(|| panic!("text"));
        let change = apply(&SourcePath::new("a.md"), &file, &[(lines(None), done()), (lines(Some(0)), done())]);
        let after = change.map(|change| change.after).unwrap_or_default();
        let both = "theo_to_chuc = [{ to_chuc = \"hoi-b\" , trang_thai = \"hoan-thanh\" }, { to_chuc = \"hoi-a\", trang_thai = \"hoan-thanh\" }]";
        assert!(after.contains(both), "{after}");
    }

    #[test]
    fn the_block_of_a_byte_is_found() {
        let at = |words: &str| FILE.find(words).unwrap_or_default();
        assert_eq!(place_of(FILE, "nhiem_vu", at("noi_dung = \"A\"")), Some(0));
        assert_eq!(place_of(FILE, "nhiem_vu", at("noi_dung = \"B\"")), Some(1));
        assert_eq!(place_of(FILE, "dieu_chinh", 10), None);
    }

    #[test]
    fn cells_that_mean_nothing_are_refused() {
        assert!(value("trang_thai", "đã xong một phần").is_err() && value("trang_thai", "Chưa hoàn thành").is_err());
        assert_eq!((percent_cell("1"), percent_cell("0.6"), percent_cell("60%")), (Some(1.0), Some(60.0), Some(60.0)));
        assert!(value("trang_thai", "chờ").is_err() && value("tien_do", "nửa").is_err());
        assert!(value("ngay_hoan_thanh", "31/02/2026").is_err());
        assert_eq!(super::super::print_padded(jiff::civil::date(2026, 6, 5)), "05/06/2026");
    }
}
