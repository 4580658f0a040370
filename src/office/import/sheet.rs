//! Tables of Excel and CSV files: tasks for a plan that is there already, and lists of organisations.

use super::NewFile;
use super::front::Front;
use super::organisations::{Matcher, kind_of, new_id};
use super::refuse::stopped;
use super::report::{Place, Report};
use super::tables::{Tasks, write_task};
use super::word::Refusal;
use crate::basics::diag::msg;
use crate::basics::path::SourcePath;
use crate::basics::text::{fold_name, fold_words};
use crate::read::grid::Grid;
use crate::read::vocabulary::OrganisationKind;
use crate::site::model::{Id, Plan, Site};
use std::collections::BTreeMap;

/// The `[[nhiem_vu]]` blocks of all sheets, to stand at the end of the plan's front matter.
///
/// # Errors
/// When no sheet holds a task table, or none of its tasks is new.
pub(crate) fn tasks(grids: &[Grid], plan: Id<Plan>, site: &Site, report: &mut Report) -> Result<String, Refusal> {
    let matcher = Matcher::new(site);
    let mut tasks = Tasks::default();
    let mut read = 0;
    for (at, grid) in grids.iter().enumerate() {
        if tasks.read(grid, at + 1, &matcher, report) {
            read += 1;
        } else if grid.rows.iter().flatten().any(|cell| !cell.text.is_empty()) {
            report.left(
                Place::Table(at + 1, None),
                msg!("trang tính không có bảng nhiệm vụ; không đọc", "no task table; not read"),
            );
        }
        tasks.ends();
    }
    if read == 0 {
        return Err(no_table());
    }
    let known: Vec<String> =
        site.content.plans.get(plan).into_iter().flat_map(|plan| &plan.tasks).filter_map(content).collect();
    let mut front = Front::default();
    let mut added = 0;
    for task in &tasks.list {
        let text = task.task.values.content.as_ref().map(|content| content.value.clone()).unwrap_or_default();
        if known.contains(&fold_words(&text)) {
            report.left(
                Place::Whole,
                msg!("nhiệm vụ đã có trong kế hoạch, không thêm: «{text}»", "the plan has this task already: «{text}»"),
            );
            continue;
        }
        write_task(task, &mut front);
        added += 1;
    }
    if added == 0 {
        return Err(stopped(
            msg!(
                "kế hoạch đã có mọi nhiệm vụ của bảng; không có gì để thêm",
                "the plan has all of these tasks already"
            ),
            msg!(
                "sửa nhiệm vụ ngay trong tệp kế hoạch, hoặc dùng bảng tiến độ: bangtin export tien-do",
                "edit the plan itself, or use the progress workbook: bangtin export tien-do"
            ),
        ));
    }
    report.recognised(
        Place::Whole,
        msg!("thêm {added} nhiệm vụ vào cuối phần đầu của tệp", "{added} tasks added at the end of the front matter"),
    );
    tasks.say_missing(report);
    Ok(front.into_text())
}

fn content(task: &std::sync::Arc<crate::site::model::Task>) -> Option<String> {
    task.values.content.as_ref().map(|content| fold_words(&content.value))
}

fn no_table() -> Refusal {
    stopped(
        msg!("không trang tính nào có bảng nhận ra được", "no sheet holds a table that is recognised"),
        msg!(
            "dòng tiêu đề cần cột «Nhiệm vụ» (hoặc «Nội dung») và «Chủ trì», «Thời hạn»…; danh sách tổ chức cần cột «Tên tổ chức» và nhập với --vao to-chuc",
            "the header needs «Nhiệm vụ» (or «Nội dung») and «Chủ trì», «Thời hạn»…; a list of organisations needs «Tên tổ chức» and --vao to-chuc"
        ),
    )
}

/// Columns of a list of organisations, by the key they fill.
const COLUMNS: [(&str, &[&str]); 9] = [
    (
        "ten",
        &[
            "ten",
            "ten to chuc",
            "to chuc",
            "ten don vi",
            "don vi",
            "ten co quan",
            "co quan",
            "ten chi bo",
            "chi bo",
            "ten day du",
        ],
    ),
    ("ten_ngan", &["ten ngan", "viet tat", "ten viet tat", "ten goi tat"]),
    ("ten_khac", &["ten khac", "ten goi khac", "con goi la"]),
    ("loai", &["loai", "loai to chuc", "loai hinh", "nhom"]),
    ("thuoc", &["thuoc", "truc thuoc", "cap tren", "don vi cap tren"]),
    ("thu_tu", &["thu tu"]),
    ("so_dang_vien", &["so dang vien", "dang vien", "tong so dang vien"]),
    ("dien_thoai", &["dien thoai", "so dien thoai", "sdt"]),
    ("email", &["email", "thu dien tu", "e mail"]),
];

/// A file for every organisation of a list that the site does not know.
///
/// # Errors
/// When no sheet holds such a list, or nothing in it is new.
pub(crate) fn organisations(grids: &[Grid], site: &Site, report: &mut Report) -> Result<Vec<NewFile>, Refusal> {
    let mut files: Vec<NewFile> = Vec::new();
    let mut read = 0;
    for (at, grid) in grids.iter().enumerate() {
        let header = grid.rows.iter().enumerate().find_map(|(row, cells)| {
            let keys: Vec<Option<&str>> = cells.iter().map(|cell| key(&cell.text)).collect();
            keys.contains(&Some("ten")).then_some((row, keys))
        });
        let Some((row, keys)) = header else { continue };
        read += 1;
        for (row, cells) in grid.rows.iter().enumerate().skip(row + 1) {
            let place = Place::Table(at + 1, Some(row + 1));
            let mut values: BTreeMap<&str, String> = BTreeMap::new();
            for (key, cell) in keys.iter().zip(cells).filter(|(_, cell)| !cell.text.is_empty()) {
                match key {
                    Some(key) => drop(values.insert(key, cell.text.replace('\n', " "))),
                    None => {
                        let text = &cell.text;
                        report.left(
                            place,
                            msg!("cột không nhận ra, bỏ: «{text}»", "an unknown column, left out: «{text}»"),
                        );
                    }
                }
            }
            files.extend(organisation(&values, place, site, &files, report));
        }
    }
    match (read, files.is_empty()) {
        (0, _) => Err(no_table()),
        (_, true) => Err(stopped(
            msg!(
                "mọi tổ chức của danh sách đã có; không có gì để thêm",
                "all of these organisations are there already"
            ),
            msg!("sửa tổ chức ngay trong content/to-chuc/", "edit the organisations in content/to-chuc/"),
        )),
        _ => Ok(files),
    }
}

fn key(header: &str) -> Option<&'static str> {
    let folded = fold_words(header);
    match folded.as_str() {
        "tt" | "stt" | "so tt" => Some("tt"),
        _ => COLUMNS.iter().find(|(_, words)| words.contains(&folded.as_str())).map(|(key, _)| *key),
    }
}

fn organisation(
    values: &BTreeMap<&str, String>,
    place: Place,
    site: &Site,
    others: &[NewFile],
    report: &mut Report,
) -> Option<NewFile> {
    let name = values.get("ten")?;
    let is_known = site
        .content
        .organisations
        .iter()
        .any(|(_, known)| known.names().any(|known| fold_name(known) == fold_name(name)));
    let Some(id) = new_id(name).filter(|_| !is_known) else {
        report.left(
            place,
            msg!(
                "đã có, hoặc không phải tên một tổ chức: «{name}»",
                "known already, or not one organisation: «{name}»"
            ),
        );
        return None;
    };
    let path = SourcePath::new(format!("content/{id}.md"));
    if others.iter().any(|other| other.path == path) {
        report.left(place, msg!("ghi hai lần trong danh sách: «{name}»", "twice in the list: «{name}»"));
        return None;
    }
    let written = values.get("loai").map(|written| fold_words(written).replace(' ', "-"));
    let kind = written
        .as_deref()
        .and_then(|word| OrganisationKind::WORDS.iter().find(|(known, _)| *known == word))
        .map(|(word, _)| *word);
    let kind = kind.unwrap_or_else(|| {
        let kind = kind_of(values.get("loai").unwrap_or(name));
        let kind = if kind == "khac" { kind_of(name) } else { kind };
        report.guessed(place, msg!("«{name}» thuộc loại {kind}", "«{name}» is of kind {kind}"));
        kind
    });
    let mut front = Front::default();
    front.text("ten", name);
    front.optional("ten_ngan", values.get("ten_ngan").map(String::as_str));
    let others: Vec<String> = values
        .get("ten_khac")
        .map(|text| text.split([';', ',']).map(|name| name.trim().to_owned()).collect())
        .unwrap_or_default();
    front.list("ten_khac", &others);
    front.text("loai", kind);
    front.optional("thuoc", values.get("thuoc").map(String::as_str));
    for key in ["thu_tu", "so_dang_vien"] {
        match values.get(key).map(|text| (text, text.trim().parse::<u32>())) {
            Some((_, Ok(number))) => front.raw(key, &number.to_string()),
            Some((text, Err(_))) => {
                report.left(place, msg!("{key} không phải số: «{text}»", "{key} is no number: «{text}»"))
            }
            None => {}
        }
    }
    front.optional("dien_thoai", values.get("dien_thoai").map(String::as_str));
    front.optional("email", values.get("email").map(String::as_str));
    report.recognised(place, msg!("tổ chức «{name}»", "organisation «{name}»"));
    Some(NewFile { path, bytes: front.with_body("").into_bytes() })
}
