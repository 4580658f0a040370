//! Sites that are large in one respect only, each at half and at full size: what is linear takes twice as long.

use crate::measure::Measured;
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// A name, the full size, and what writes a site of a size.
type Case = (&'static str, usize, fn(&Path, usize));

pub(crate) const CASES: [Case; 5] = [
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
