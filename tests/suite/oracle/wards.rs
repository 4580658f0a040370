//! Wards for the oracle: a large one, and some put together at random.

use crate::site::Site;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use std::fmt::Write;

const DEADLINES: [&str; 9] = [
    "30/6/2026",
    "trước ngày 22/11/2026",
    "2026-12-01",
    "quý III/2026",
    "tháng 12/2026",
    "năm 2027",
    "hằng tháng",
    "thường xuyên",
    "đến hết ngày 07/12/2026",
];
const RECORDS: [&str; 8] = [
    "",
    "",
    "trang_thai = \"chua-thuc-hien\"",
    "tien_do = 40",
    "tien_do = 100",
    "ngay_hoan_thanh = 2026-05-01",
    "trang_thai = \"tam-dung\"",
    "cap_nhat = [{ ngay = 2026-05-01, noi_dung = \"Đã làm\" }]",
];

/// Numbers that are the same on every run.
struct Dice(TestRunner);

impl Dice {
    fn new(seed: u8) -> Self {
        Self(TestRunner::new_with_rng(Config::default(), TestRng::from_seed(RngAlgorithm::ChaCha, &[seed; 32])))
    }

    fn below(&mut self, limit: usize) -> usize {
        (0..limit).new_tree(&mut self.0).expect("a number").current()
    }

    fn one<'c>(&mut self, choices: &[&'c str]) -> &'c str {
        let place = self.below(choices.len());
        choices[place]
    }
}

/// A ward with so many chi bộ and other bodies, plans, and sessions.
fn ward(seed: u8, cells: usize, bodies: usize, plans: usize) -> Site {
    let mut dice = Dice::new(seed);
    let mut site = Site::new();
    for cell in 0..cells {
        let ends = if dice.below(12) == 0 { "hoat_dong = { den = 2026-03-01 }\n" } else { "" };
        site = site.organisation(
            &format!("chi-bo-{cell}"),
            &format!("Chi bộ {cell}"),
            &format!("loai = \"chi-bo\"\n{ends}"),
        );
    }
    for body in 0..bodies {
        site = site.organisation(&format!("hoi-{body}"), &format!("Hội {body}"), "loai = \"doan-the\"");
    }
    site = site.organisation("cac-chi-bo", "Các chi bộ", "nhom = { loai = \"chi-bo\" }");
    site = site.organisation("cac-hoi", "Các hội", "nhom = { gom = [\"hoi-0\", \"hoi-1\"] }");
    site = site.organisation("tat-ca", "Tất cả", "nhom = { gom = [\"cac-chi-bo\", \"cac-hoi\"] }");
    for plan in 0..plans {
        let end = if dice.below(6) == 0 { "hieu_luc = { den = 2026-08-01 }\n" } else { "" };
        let tasks: String = (0..4 + dice.below(5)).map(|_| task(&mut dice, cells, bodies)).collect();
        site = site.plan(&plan.to_string(), &format!("{end}{tasks}"));
    }
    for session in 0..plans {
        let mut results = String::new();
        for cell in 0..cells {
            if dice.below(8) > 0 {
                let convened = if dice.below(10) == 0 { 1 + dice.below(4) } else { 6 + dice.below(50) };
                let attended = if dice.below(15) == 0 { 0 } else { convened - dice.below(convened / 4 + 1) };
                let _ = write!(
                    results,
                    "[[ket_qua]]\nto_chuc = \"chi-bo-{cell}\"\ntrieu_tap = {convened}\ntham_du = {attended}\n"
                );
            }
        }
        let listed = dice.one(&["", "trieu_tap = [\"cac-chi-bo\"]\n", "trieu_tap = [\"chi-bo-0\", \"hoi-0\"]\n"]);
        let audience = dice.one(&["cong-khai", "cong-khai", "noi-bo"]);
        site = site.file(
            &format!("content/quan-triet/2026/{session}.md"),
            &format!("+++\ntieu_de = \"Buổi {session}\"\nbat_dau = 2026-02-0{}\nke_hoach = [\"ke-hoach/2026/{session}\"]\ndoi_tuong = \"{audience}\"\n{listed}{results}+++\n", 1 + session % 9),
        );
    }
    site
}

fn task(dice: &mut Dice, cells: usize, bodies: usize) -> String {
    let cell = format!("\"chi-bo-{}\"", dice.below(cells));
    let other = format!("\"chi-bo-{}\"", dice.below(cells));
    let body = format!("\"hoi-{}\"", dice.below(bodies));
    let pair = if cell == other { cell.clone() } else { format!("{cell}, {other}") };
    let lead = dice.one(&["\"cac-chi-bo\"", "\"cac-hoi\"", "\"tat-ca\"", &cell, &body, &pair]).to_owned();
    let (deadline, record) = (dice.one(&DEADLINES), dice.one(&RECORDS));
    let mut rows = String::new();
    if dice.below(2) == 0 {
        // Only those that lead it may have a row.
        let row = match lead.as_str() {
            "\"cac-chi-bo\"" | "\"tat-ca\"" => cell.clone(),
            "\"cac-hoi\"" => "\"hoi-1\"".to_owned(),
            one => one.split(", ").next().unwrap_or_default().to_owned(),
        };
        let own = dice.one(&[
            "trang_thai = \"hoan-thanh\"",
            "tien_do = 10",
            "ghi_chu = \"chờ\"",
            "trang_thai = \"chua-thuc-hien\"",
        ]);
        rows = format!("[[nhiem_vu.theo_to_chuc]]\nto_chuc = {row}\n{own}\n");
    }
    format!(
        "[[nhiem_vu]]\nnoi_dung = \"Việc\"\nchu_tri = [{lead}]\nphoi_hop = [\"hoi-0\"]\nthoi_han = \"{deadline}\"\n{record}\n{rows}"
    )
}

/// Ninety organisations, groups in groups among them.
pub(super) fn ninety() -> Site {
    ward(77, 70, 17, 8)
}

/// A small ward, another one for each seed.
pub(super) fn random(seed: u8) -> Site {
    ward(seed, 5, 3, 3)
}
