//! The progress workbook: out, filled in, and back.

use crate::site::{Run, Site};
use calamine::{Data, Reader, Xlsx};
use rust_xlsxwriter::Workbook;
use std::collections::BTreeMap;
use std::io::Cursor;

const TASKS: &str = "\n[[nhiem_vu]]\nnoi_dung = \"Mở lớp\"\nchu_tri = \"hoi\"\nthoi_han = \"quý II/2026\"\ntrang_thai = \"chua-thuc-hien\"   # hỏi lại chị Trưởng ban\n\n[[nhiem_vu]]\nnoi_dung = \"Tổng kết\"\nchu_tri = [\"hoi\", \"doan\"]\nthoi_han = \"2026-12-15\"\ntien_do = 40\nghi_chu = \"Cũ\"\n";

fn ward() -> Site {
    Site::new().organisation("hoi", "Hội Phụ nữ", "").organisation("doan", "Đoàn Thanh niên", "").plan("1", TASKS)
}

fn export(site: &Site, more: &[&str]) -> Vec<u8> {
    let out = site.path().join("tien-do.xlsx");
    let mut arguments = vec!["export", "tien-do", "--ngay", "2026-11-22", "-o", out.to_str().expect("a path")];
    arguments.extend(more);
    site.run(&arguments).clean();
    std::fs::read(&out).expect("the workbook")
}

/// The workbook as people save it again, some cells changed: sheet, row, column from 0.
fn filled(bytes: &[u8], edits: &[(usize, u32, u16, &str)]) -> Vec<u8> {
    let mut old = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    let mut new = Workbook::new();
    for (number, name) in old.sheet_names().into_iter().enumerate() {
        let range = old.worksheet_range(&name).expect("a sheet");
        let mut cells: BTreeMap<(u32, u16), String> = BTreeMap::new();
        for (row, column, value) in range.cells() {
            let text = match value {
                Data::DateTime(day) => {
                    let (year, month, day, ..) = day.to_ymd_hms_milli();
                    format!("{day:02}/{month:02}/{year}")
                }
                other => other.to_string(),
            };
            let place = (u32::try_from(row).expect("a row"), u16::try_from(column).expect("a column"));
            cells.insert(place, text);
        }
        for (_, row, column, text) in edits.iter().filter(|(sheet, ..)| *sheet == number) {
            cells.insert((*row, *column), (*text).to_owned());
        }
        let sheet = new.add_worksheet().set_name(&name).expect("a name");
        // As Excel saves it: what was hidden stays hidden.
        for column in 10..=14 {
            sheet.set_column_hidden(column).expect("a column");
        }
        for ((row, column), text) in cells.iter().filter(|(_, text)| !text.is_empty()) {
            sheet.write_string(*row, *column, text).expect("a cell");
        }
    }
    new.save_to_buffer().expect("a workbook")
}

fn import(site: &Site, bytes: &[u8], more: &[&str]) -> Run {
    site.write("ve.xlsx", bytes);
    let file = site.path().join("ve.xlsx");
    let mut arguments = vec!["import", file.to_str().expect("a path")];
    arguments.extend(more);
    site.run(&arguments)
}

fn plan(site: &Site) -> String {
    std::fs::read_to_string(site.path().join("content/ke-hoach/2026/1.md")).expect("the plan")
}

const STATUS: u16 = 6;
const PERCENT: u16 = 7;
const DONE_ON: u16 = 8;
const NOTE: u16 = 9;

#[test]
fn a_workbook_that_nobody_edited_changes_no_byte() {
    let site = ward();
    let before = plan(&site);
    for layout in [&[][..], &["--theo-to-chuc"]] {
        let bytes = export(&site, layout);
        for workbook in [filled(&bytes, &[]), bytes] {
            let run = import(&site, &workbook, &["--dong-y"]).clean();
            assert!(run.stderr.contains("Không có gì để sửa"), "{}", run.stderr);
        }
        assert_eq!(plan(&site), before);
    }
}

#[test]
fn two_exports_of_one_day_are_the_same_bytes() {
    let site = ward();
    assert_eq!(export(&site, &[]), export(&site, &[]));
}

#[test]
fn what_was_filled_in_goes_into_the_file_and_nothing_else_moves() {
    let site = ward();
    let before = plan(&site);
    let edits = [(0, 2, STATUS, "Hoàn thành"), (0, 2, DONE_ON, "12/06/2026"), (0, 3, PERCENT, "75"), (0, 3, NOTE, "")];
    let workbook = filled(&export(&site, &[]), &edits);
    let run = import(&site, &workbook, &["--thu"]).clean();
    assert!(run.stderr.contains("+trang_thai = \"hoan-thanh\"   # hỏi lại chị Trưởng ban"), "{}", run.stderr);
    assert_eq!(plan(&site), before);
    import(&site, &workbook, &["--dong-y"]).clean();
    let expected = before
        .replace(
            "\"chua-thuc-hien\"   # hỏi lại chị Trưởng ban\n",
            "\"hoan-thanh\"   # hỏi lại chị Trưởng ban\nngay_hoan_thanh = 2026-06-12\n",
        )
        .replace("tien_do = 40\nghi_chu = \"Cũ\"\n", "tien_do = 75\n");
    assert_eq!(plan(&site), expected);
    let again = import(&site, &workbook, &["--dong-y"]).clean();
    assert!(again.stderr.contains("Không có gì để sửa"), "{}", again.stderr);
}

#[test]
fn a_row_that_no_longer_fits_is_reported_and_not_guessed() {
    let edits = [(0, 2, STATUS, "Hoàn thành"), (0, 3, PERCENT, "75")];
    for (was, is, said) in [
        ("noi_dung = \"Mở lớp\"", "noi_dung = \"Mở bốn lớp\"", "đã đổi nội dung: nay là «Mở bốn lớp»"),
        (
            "trang_thai = \"chua-thuc-hien\"",
            "trang_thai = \"tam-dung\"",
            "trang_thai: tệp nay ghi «Tạm dừng», bảng ghi «Hoàn thành»",
        ),
        ("noi_dung = \"Mở lớp\"", "ma = \"9\"\nnoi_dung = \"Mở lớp\"", "không còn nhiệm vụ 1 của ke-hoach/2026/1"),
    ] {
        let site = ward();
        let workbook = filled(&export(&site, &[]), &edits);
        let changed = plan(&site).replace(was, is);
        site.write("content/ke-hoach/2026/1.md", changed.as_bytes());
        let run = import(&site, &workbook, &["--dong-y"]).clean();
        assert!(run.stderr.contains(said), "{}", run.stderr);
        assert_eq!(plan(&site), changed.replace("tien_do = 40", "tien_do = 75"));
    }
}

#[test]
fn cells_that_mean_nothing_change_nothing() {
    let site = ward();
    let before = plan(&site);
    let edits = [(0, 2, STATUS, "gần xong"), (0, 2, PERCENT, "nửa"), (0, 3, DONE_ON, "31/02/2026")];
    let run = import(&site, &filled(&export(&site, &[]), &edits), &["--dong-y"]).clean();
    for said in
        ["trang_thai: không hiểu «gần xong»", "tien_do: không hiểu «nửa»", "ngay_hoan_thanh: không hiểu «31/02/2026»"]
    {
        assert!(run.stderr.contains(said), "{said}\n{}", run.stderr);
    }
    assert_eq!(plan(&site), before);
}

#[test]
fn one_task_on_two_sheets_must_say_the_same() {
    let group = |name: &str| format!("+++\nten = \"{name}\"\nnhom = {{ gom = [\"hoi\"] }}\n+++\n");
    let groups = TASKS.replace("[\"hoi\", \"doan\"]", "[\"nhom-a\", \"nhom-b\"]");
    let site = Site::new()
        .organisation("hoi", "Hội Phụ nữ", "")
        .file("content/to-chuc/nhom-a.md", &group("Nhóm A"))
        .file("content/to-chuc/nhom-b.md", &group("Nhóm B"))
        .plan("1", &groups);
    let before = plan(&site);
    let bytes = export(&site, &["--theo-to-chuc"]);
    let run = import(&site, &filled(&bytes, &[(1, 2, PERCENT, "60"), (2, 2, PERCENT, "70")]), &["--dong-y"]).clean();
    assert!(run.stderr.contains("ghi khác với bảng"), "{}", run.stderr);
    assert_eq!(plan(&site), before);
    import(&site, &filled(&bytes, &[(1, 2, PERCENT, "60")]), &["--dong-y"]).clean();
    assert_eq!(plan(&site), before.replace("tien_do = 40", "tien_do = 60"));
}

#[test]
fn each_of_several_that_lead_a_task_has_a_row_of_its_own_and_changes_nothing_else() {
    let group = "+++\nten = \"Các hội\"\nnhom = { gom = [\"hoi\", \"doan\"] }\n+++\n";
    let site = ward().file("content/to-chuc/cac-hoi.md", group);
    let given = TASKS.replace("[\"hoi\", \"doan\"]", "[\"cac-hoi\"]").replace("tien_do = 40\nghi_chu = \"Cũ\"\n", "");
    let site = site.plan("1", &given);
    let before = plan(&site);
    // The whole, then each member: nothing is filled in where nothing is recorded.
    let bytes = export(&site, &[]);
    let mut book = Xlsx::new(Cursor::new(&bytes)).expect("a workbook");
    let range = book.worksheet_range("Tiến độ").expect("a sheet");
    let cell =
        |row: u32, column: u16| range.get_value((row, column.into())).map(ToString::to_string).unwrap_or_default();
    assert_eq!([3, 4, 5].map(|row| cell(row, 4)), ["Các hội", "Đoàn Thanh niên", "Hội Phụ nữ"]);
    assert_eq!([3, 4, 5].map(|row| cell(row, STATUS)), ["", "", ""]);
    let workbook = filled(&bytes, &[(0, 5, STATUS, "Hoàn thành"), (0, 5, DONE_ON, "12/06/2026")]);
    import(&site, &workbook, &["--dong-y"]).clean();
    let row =
        "\n[[nhiem_vu.theo_to_chuc]]\nto_chuc = \"hoi\"\ntrang_thai = \"hoan-thanh\"\nngay_hoan_thanh = 2026-06-12\n";
    let after = plan(&site);
    assert_eq!(after.replace(row, ""), before, "{after}");
    assert!(after.contains(row), "{after}");
    // What is recorded comes out, and changes where it stands.
    let again = export(&site, &[]);
    let run = import(&site, &again, &["--dong-y"]).clean();
    assert!(run.stderr.contains("Không có gì để sửa"), "{}", run.stderr);
    import(&site, &filled(&again, &[(0, 5, NOTE, "Đủ hồ sơ"), (0, 5, DONE_ON, "")]), &["--dong-y"]).clean();
    assert_eq!(plan(&site), after.replace("ngay_hoan_thanh = 2026-06-12\n", "ghi_chu = \"Đủ hồ sơ\"\n"));
}

#[test]
fn tasks_of_tables_and_amendments_are_written_where_they_stand() {
    let amendment = "[[dieu_chinh]]\nke_hoach = \"ke-hoach/2026/1\"\nkieu = \"bo-sung\"\nnoi_dung = \"Việc thêm\"\nchu_tri = \"hoi\"\nthoi_han = \"2026\"\nly_do = \"x\"\n";
    let site = Site::new()
        .organisation("hoi", "Hội Phụ nữ", "")
        .file("content/ke-hoach/2026/viec.csv", "Nhiệm vụ;Chủ trì;Thời hạn\nTrong bảng;hoi;2026\n")
        .plan("1", "bang_nhiem_vu = \"viec.csv\"\n")
        .plan("2", amendment);
    let bytes = export(&site, &[]);
    let run = import(&site, &filled(&bytes, &[(0, 2, PERCENT, "10"), (0, 3, PERCENT, "20")]), &["--dong-y"]).clean();
    assert!(run.stderr.contains("nhiệm vụ ghi trong bảng content/ke-hoach/2026/viec.csv"), "{}", run.stderr);
    let text = std::fs::read_to_string(site.path().join("content/ke-hoach/2026/2.md")).expect("the amendment");
    assert!(text.contains("ly_do = \"x\"\ntien_do = 20\n"), "{text}");
}

#[test]
fn the_answer_no_changes_nothing() {
    let site = ward();
    let before = plan(&site);
    let run = import(&site, &filled(&export(&site, &[]), &[(0, 2, STATUS, "Hoàn thành")]), &[]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("Sửa 1 tệp theo 1 dòng đã điền?"), "{}", run.stderr);
    assert_eq!(plan(&site), before);
}
