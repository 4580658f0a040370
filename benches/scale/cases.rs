//! Sites that are large in one respect only, each at half and at full size: what is linear takes twice as long.

use crate::measure::Measured;
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// A name, the full size, and what writes a site of a size.
type Case = (&'static str, usize, fn(&Path, usize));

/// Sites with mistakes: what they are told is printed too.
pub(crate) const TOLD: [Case; 3] = [
    ("dead links of one page", 8_000, |site, size| repeated(site, size, |at| format!("[chữ](khong-co-{at}.md)\n\n"))),
    ("dead links of plans", 2_000, |site, size| {
        (0..size).for_each(|number| plan(site, number, "", &format!("[chữ](ke-hoach/2026/x{number})")));
    }),
    ("messages of one file", 8_000, |site, size| {
        let rows: String =
            (0..size).map(|at| format!("[[nhiem_vu]]\nnoi_dung = \"Việc {at}\"\nchu_tri = [\"t{at}\"]\n")).collect();
        plan(site, 0, &rows, "");
    }),
];

pub(crate) const CASES: [Case; 11] = [
    ("headings of one name", 8_000, |site, size| {
        repeated(site, size, |_| "## Việc cần làm\n\nNội dung.\n\n".to_owned())
    }),
    ("chain of plans", 2_000, |site, size| {
        let basis =
            |number: usize| number.checked_sub(1).map(|above| format!("can_cu = [\"ke-hoach/2026/k{above}\"]\n"));
        (0..size).for_each(|number| plan(site, number, &basis(number).unwrap_or_default(), "Nội dung."));
    }),
    ("groups in groups", 600, groups),
    ("members of a group", 900, |site, size| {
        let task = |at| {
            format!("[[nhiem_vu]]\nnoi_dung = \"Việc số {at}\"\nchu_tri = [\"tat-ca\"]\nthoi_han = \"30/6/2027\"\n")
        };
        (0..size).for_each(|number| organisation(site, number));
        put(site, "to-chuc/tat-ca.md", "+++\nten = \"Tất cả\"\nnhom = { loai = \"chi-bo\" }\n+++\n");
        plan(site, 0, &(0..300).map(task).collect::<String>(), "Nội dung.");
    }),
    ("abbreviations", 4_000, |site, size| {
        repeated(site, size, |at| format!("VT{at} làm việc với VT{at}. "));
        let table: String = (0..size).map(|at| format!("VT{at} = \"Viết tắt thứ {at}\"\n")).collect();
        let settings = fs::read_to_string(site.join("bangtin.toml")).expect("settings");
        fs::write(site.join("bangtin.toml"), settings.replace("UBND = ", &format!("{table}UBND = "))).expect("written");
    }),
    ("amendments of one plan", 2_000, amendments),
    ("tasks of one organisation", 50_000, |site, size| tasks(site, size, 50, |_| 0)),
    ("tasks of one plan", 5_000, |site, size| tasks(site, size, size, |task| task % 40)),
    ("plans on one document", 20_000, citations),
    ("organisations", 1_000, |site, size| tasks(site, size * 10, 50, move |task| task % size)),
    ("KB of one plan", 5_000, long_plan),
];

/// Prints one case.
pub(crate) fn print(name: &str, full: usize, half: &Measured, whole: &Measured) {
    println!(
        "{name:<28}{:>8} {:8.2} s {:6.0} MB   ×2: {:5.2} s {:6.0} MB   time × {:.2}, memory × {:.2}",
        full / 2,
        half.seconds,
        half.peak,
        whole.seconds,
        whole.peak,
        whole.seconds / half.seconds,
        whole.peak / half.peak,
    );
}

fn put(site: &Path, path: &str, text: &str) {
    let file = site.join("content").join(path);
    fs::create_dir_all(file.parent().expect("a folder")).expect("made");
    fs::write(file, text).expect("written");
}

fn plan(site: &Path, number: usize, more: &str, body: &str) {
    let head = format!(
        "so_ky_hieu = \"{number}-KH/ĐU\"\ntieu_de = \"Kế hoạch triển khai việc thứ {number}\"\nngay = 2026-01-05"
    );
    put(site, &format!("ke-hoach/2026/k{number}.md"), &format!("+++\n{head}\n{more}+++\n\n{body}\n"));
}

fn organisation(site: &Path, number: usize) {
    put(
        site,
        &format!("to-chuc/t{number}.md"),
        &format!("+++\nten = \"Tổ chức số {number}\"\nloai = \"chi-bo\"\n+++\n"),
    );
}

/// Plans of so many tasks each, led by the organisation that `lead` names.
fn tasks(site: &Path, total: usize, each: usize, lead: impl Fn(usize) -> usize) {
    let mut organisations = 0;
    for first in (0..total).step_by(each) {
        let mut rows = String::new();
        for task in first..(first + each).min(total) {
            organisations = organisations.max(lead(task) + 1);
            let _ = write!(
                rows,
                "[[nhiem_vu]]\nnoi_dung = \"Lập danh sách và báo cáo kết quả đợt {task}\"\nchu_tri = [\"t{}\"]\nthoi_han = \"{}/{}/2027\"\nsan_pham = \"Báo cáo số {task}\"\n",
                lead(task),
                1 + task % 28,
                1 + task % 12,
            );
        }
        plan(site, first / each, &rows, "Nội dung kế hoạch.");
    }
    for number in 0..organisations {
        organisation(site, number);
    }
}

/// Plans that cite one resolution in many ways.
fn citations(site: &Path, size: usize) {
    organisation(site, 0);
    for number in 0..size {
        let citation = format!("Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị về việc thứ {number}");
        let task = "[[nhiem_vu]]\nnoi_dung = \"Tổ chức thực hiện\"\nchu_tri = [\"t0\"]\nthoi_han = \"30/6/2027\"\n";
        plan(site, number, &format!("can_cu = [\"{citation}\"]\n{task}"), "Nội dung kế hoạch.");
    }
}

/// One plan whose text has so many pieces.
fn repeated(site: &Path, size: usize, piece: impl Fn(usize) -> String) {
    plan(site, 0, "", &(0..size).map(piece).collect::<String>());
}

/// Each group holds the one before it.
fn groups(site: &Path, size: usize) {
    organisation(site, 0);
    for number in 0..size {
        let inside = number.checked_sub(1).map_or_else(|| "t0".to_owned(), |inside| format!("g{inside}"));
        let text = format!("+++\nten = \"Nhóm {number}\"\nnhom = {{ gom = [\"{inside}\"] }}\n+++\n");
        put(site, &format!("to-chuc/g{number}.md"), &text);
    }
}

fn amendments(site: &Path, size: usize) {
    organisation(site, 0);
    let task = |at| {
        format!("[[nhiem_vu]]\nma = \"{at}\"\nnoi_dung = \"Việc {at}\"\nchu_tri = [\"t0\"]\nthoi_han = \"30/6/2027\"\n")
    };
    plan(site, 0, &(0..300).map(task).collect::<String>(), "Nội dung.");
    for number in 1..=size {
        let change = format!(
            "[[dieu_chinh]]\nke_hoach = \"ke-hoach/2026/k0\"\nkieu = \"sua-doi\"\nnhiem_vu = \"{}\"\nthoi_han = \"31/12/2027\"\n",
            number % 300
        );
        plan(site, number, &change, "Nội dung.");
    }
}

fn long_plan(site: &Path, kilobytes: usize) {
    organisation(site, 0);
    let mut body = String::with_capacity(kilobytes * 1024);
    let mut part = 0;
    while body.len() < kilobytes * 1024 {
        part += 1;
        let _ = write!(body, "## Phần {part}\n\n");
        for line in 0..8 {
            let _ =
                write!(body, "Chi bộ họp lần {line} trong tháng {part} để bàn việc chung của khu phố và của phường. ");
        }
        body.push_str("\n\n");
    }
    plan(site, 0, "", &body);
}
