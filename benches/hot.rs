//! The functions that a build calls most often.
//!
//! `cargo bench --features benchmarks --bench hot`

#![allow(clippy::expect_used, missing_docs, reason = "a benchmark may fail loudly; criterion writes its own functions")]

use bangtin::benchmarks::{Ward, analyse, deadline, fold, slug};
use criterion::{Criterion, criterion_group};
use std::hint::black_box;
use std::path::Path;

/// A sentence as plans have them.
const TASK: &str = "Rà soát, lập danh sách hộ nghèo, hộ cận nghèo; báo cáo Đảng ủy phường trước ngày 30/6/2026";
const TITLE: &str = "Kế hoạch thực hiện Nghị quyết số 57-NQ/TW về đột phá phát triển khoa học, công nghệ";
const PLAN: &str = "ke-hoach/2026/12-kh-du/index.html";

fn hot(criterion: &mut Criterion) {
    criterion.bench_function("fold a sentence", |run| run.iter(|| fold(black_box(TASK))));
    criterion.bench_function("slug of a title", |run| run.iter(|| slug(black_box(TITLE))));
    for written in ["30/6/2026", "quý II/2027", "hằng quý", "Hoàn thành trong tháng 9 năm 2026"] {
        criterion.bench_function(&format!("deadline «{written}»"), |run| run.iter(|| deadline(black_box(written))));
    }
    let text = format!("{TITLE}. {TASK}.\n").repeat(50);
    criterion.bench_function("index of a document of 2,000 words", |run| run.iter(|| analyse(black_box(&text))));
    let ward =
        Ward::open(Path::new(env!("CARGO_MANIFEST_DIR")), jiff::civil::date(2026, 11, 22)).expect("the demo ward");
    assert!(ward.page(PLAN) > 0, "the plan has a page");
    criterion.bench_function("parse the demo ward", |run| run.iter(|| ward.parse()));
    criterion.bench_function("render a plan's page", |run| run.iter(|| ward.page(black_box(PLAN))));
}

criterion_group!(benches, hot);

fn main() {
    if bangtin::cli::run_as_worker().is_none() {
        benches();
        Criterion::default().configure_from_args().final_summary();
    }
}
