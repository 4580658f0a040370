//! How a build grows: time and memory by stage for sites of 100 to 100,000 plans, beside the floor of the same run.
//!
//! `cargo bench --bench scale -- 100 1000 10000` prints a table for so many plans, and `cases` sites that are large in one
//! respect; with `pages`, only pages are made: 100,000 plans with everything take 7 GB. Every run is a process of its own,
//! so that its peak memory is its own. Content and output lie below `TMPDIR`: on a disk, writing drowns the rest
//! (`TMPDIR=/dev/shm`).

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a benchmark may fail loudly, and writes and prints"
)]

mod cases;
mod content;
mod floor;
mod measure;
mod preview;

use bangtin::pipeline::{BuildInput, build};
use bangtin::{Audience, Lang, Placing};
use measure::{Measured, Stages, peak_megabytes};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// That of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Where the sizes are not named.
const SIZES: [usize; 3] = [100, 1_000, 10_000];

fn main() {
    if bangtin::cli::run_as_worker().is_some() {
        return;
    }
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    match arguments.first().map(String::as_str) {
        Some("--run") => run(&arguments[1], Path::new(&arguments[2])),
        Some("--write") => write(&arguments[1], Path::new(&arguments[2])),
        _ => {
            table(&arguments);
            if arguments.iter().any(|argument| argument == "cases") {
                cases();
            }
        }
    }
}

/// Only the content, for whoever profiles a build of it: `--write 1000 /dev/shm/site`.
fn write(size: &str, site: &Path) {
    content::write(site, size.parse().expect("a number of plans"));
    content::settings(site, EDITIONS[0].1);
}

/// One measured run in this process; the result goes to standard output.
fn run(kind: &str, folder: &Path) {
    let started = Instant::now();
    let stages = match kind {
        "floor" => floor::run(&folder.join("site"), &folder.join("floor"), &folder.join("out")),
        _ => {
            let stages = Stages::default();
            let input = BuildInput {
                site: folder.join("site"),
                audience: Audience::Public,
                drafts: false,
                today: jiff::civil::date(2026, 11, 22),
                compressed: false,
            };
            let report = build(&input, &folder.join("out"), Placing::Swap, &|step| stages.tell(step)).expect("a build");
            assert_eq!(report.findings.has_errors(), kind == "told", "the content is clean where it should be");
            assert!(report.findings.printed(Lang::Vi, false).len() < 100_000, "printed");
            stages.finish()
        }
    };
    let seconds = match kind {
        // What lies between its parts is no part of it.
        "floor" => stages.iter().map(|(_, seconds)| seconds).sum(),
        _ => started.elapsed().as_secs_f64(),
    };
    let measured = Measured { seconds, peak: peak_megabytes(), stages };
    println!("{}", measured.line());
}

/// Runs this program again for one measurement.
fn measured(kind: &str, folder: &Path) -> Measured {
    let program = std::env::current_exe().expect("this program");
    let output = Command::new(program).args(["--run", kind]).arg(folder).output().expect("a run");
    assert!(output.status.success(), "{kind}: {}", String::from_utf8_lossy(&output.stderr));
    Measured::read(&String::from_utf8_lossy(&output.stdout))
}

/// What a site switches off, by the name of the run.
const EDITIONS: [(&str, &str); 3] = [
    (
        "pages",
        "tim_kiem = false\nlich = false\nfeed = false\ndu_lieu = false\nstratml = false\ntruyen_thanh = false\nap_phich = false\nanh_chia_se = false\nngoai_tuyen = false\n",
    ),
    (
        "pages, search",
        "lich = false\nfeed = false\ndu_lieu = false\nstratml = false\ntruyen_thanh = false\nap_phich = false\nanh_chia_se = false\nngoai_tuyen = false\n",
    ),
    ("all but pictures", "anh_chia_se = false\n"),
];

fn table(arguments: &[String]) {
    let sizes: Vec<usize> = arguments.iter().filter_map(|argument| argument.parse().ok()).collect();
    let sizes = if sizes.is_empty() && arguments.is_empty() { SIZES.to_vec() } else { sizes };
    let editions = if arguments.iter().any(|argument| argument == "pages") { &EDITIONS[..1] } else { &EDITIONS };
    for size in sizes {
        let folder = workplace(size);
        content::write(&folder.join("site"), size);
        println!("\n== {size} plans");
        let mut floor = None;
        for (name, switches) in editions {
            content::settings(&folder.join("site"), switches);
            let _ = std::fs::remove_dir_all(folder.join("out"));
            let built = measured("build", &folder);
            let floor = floor.get_or_insert_with(|| measured("floor", &folder));
            if *name == EDITIONS[0].0 {
                floor.print("floor", None);
            }
            built.print(name, Some(floor));
        }
        measured("build", &folder).print("again, nothing changed", floor.as_ref());
        let plan = folder.join("site/content/ke-hoach").join(content::plan_path(0));
        let text = std::fs::read_to_string(&plan).expect("a plan").replacen("Kế hoạch", "Kế hoạch mới", 1);
        std::fs::write(plan, text).expect("written");
        measured("build", &folder).print("again, one edit", floor.as_ref());
        let preview = preview::measure(&folder.join("site"), size);
        println!("{:<24}{:8.2} s {:7.0} MB", "first page of a preview", preview.first, preview.peak);
        let milliseconds = |seconds: f64| seconds * 1000.0;
        let (median, slowest) = (milliseconds(preview.median), milliseconds(preview.slowest));
        println!("{:<24}{median:8.0} ms            slowest {slowest:.0} ms", "save to served");
        let _ = std::fs::remove_dir_all(folder);
    }
}

/// Each case at half and at full size.
fn cases() {
    println!("\n== large in one respect, all but pictures");
    let right = cases::CASES.map(|case| ("build", case));
    let told = cases::TOLD.map(|case| ("told", case));
    for (kind, (name, full, write)) in right.into_iter().chain(told) {
        let [half, whole] = [full / 2, full].map(|size| {
            let folder = workplace(size);
            std::fs::create_dir_all(folder.join("site")).expect("a folder");
            content::settings(&folder.join("site"), EDITIONS[2].1);
            write(&folder.join("site"), size);
            let found = measured(kind, &folder);
            let _ = std::fs::remove_dir_all(folder);
            found
        });
        cases::print(name, full, &half, &whole);
    }
}

fn workplace(size: usize) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("bangtin-scale-{size}"));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}
