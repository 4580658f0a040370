//! What is checked is what is written: the list of files that `check` reads, and the folder that `build` leaves.

#![cfg(test)]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test may fail loudly, and writes files"
)]

use super::{BuildInput, Report, Step, build, check};
use crate::basics::diag::{Fatal, Lang};
use crate::harness::{TODAY, day, png};
use crate::publish::output::Placing;
use crate::read::vocabulary::Audience;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Mutex;

const SETTINGS: &str = "[trang]\nten = \"Bảng tin thử\"\ndon_vi = \"Đảng ủy thử\"\ndia_chi = \"https://thu.example/\"\n\
     [mac_dinh]\ndoi_tuong = \"cong-khai\"\n[[linh_vuc]]\nma = \"dang\"\nten = \"Xây dựng Đảng\"\n\
     [tep]\ncho_phep = [\".\"]\n";
const SWITCHES: [&str; 8] =
    ["tim_kiem", "lich", "feed", "du_lieu", "stratml", "truyen_thanh", "ap_phich", "ngoai_tuyen"];
const TASK: &str = "[[nhiem_vu]]\nnoi_dung = \"Việc\"\nchu_tri = [\"hoi\"]\nthoi_han = \"2026\"\n";

fn write(site: &Path, path: &str, text: impl AsRef<[u8]>) {
    let path = site.join(path);
    fs::create_dir_all(path.parent().expect("inside")).expect("made");
    fs::write(path, text).expect("written");
}

fn input(site: &Path) -> BuildInput {
    let today = day(TODAY);
    BuildInput { site: site.to_owned(), audience: Audience::Public, drafts: false, today, compressed: false }
}

/// Every file of a folder, by its path there.
fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    fn visit(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                visit(&entry.path(), &format!("{path}/"), files);
            } else {
                files.insert(path, fs::read(entry.path()).expect("readable"));
            }
        }
    }
    let mut files = BTreeMap::new();
    visit(folder, "", &mut files);
    files
}

fn said(run: &Result<Report, Fatal>) -> Vec<String> {
    match run {
        Ok(report) => report.findings.printed(Lang::Vi, false),
        Err(fatal) => vec![format!("{fatal:?}")],
    }
}

/// A plan with these old addresses and attachments, in a site with these switches off.
fn site(old: &[&str], files: &[&str], off: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let switches: String = off.iter().map(|switch| format!("{switch} = false\n")).collect();
    write(folder.path(), "bangtin.toml", format!("{SETTINGS}[xuat]\nanh_chia_se = false\n{switches}"));
    write(folder.path(), "content/to-chuc/hoi.md", "+++\nten = \"Hội\"\nloai = \"khac\"\n+++\n");
    write(folder.path(), "content/van-ban/1.md", "+++\nso_ky_hieu = \"1-NQ/TW\"\nngay = 2025-01-01\n+++\n");
    let old: Vec<_> = old.iter().map(|address| format!("\"{address}\"")).collect();
    let named: Vec<_> = files.iter().map(|file| format!("{{ tep = \"{file}\" }}")).collect();
    let head = format!("dia_chi_cu = [{}]\ntep = [{}]\nlinh_vuc = [\"dang\"]\n", old.join(", "), named.join(", "));
    let plan = format!("+++\ntieu_de = \"Kế hoạch\"\nngay = 2026-01-05\n{head}{TASK}+++\n");
    write(folder.path(), "content/ke-hoach/2026/1/index.md", plan);
    for file in files {
        let bytes = if file.ends_with(".png") { png("") } else { "nội dung".into() };
        write(folder.path(), &format!("content/ke-hoach/2026/1/{file}"), bytes);
    }
    folder
}

/// Addresses that a site has, may have with other switches, or cannot have.
const ADDRESSES: [&str; 47] = [
    "/tin/1.html",
    "/tin",
    "/Tin/1.HTML",
    "/tin/1.html/2.html",
    "/lich.ics",
    "/lich.ics/x",
    "/feed.xml",
    "/sw.js",
    "/robots.txt",
    "/sitemap.xml",
    "/sitemap-1.xml",
    "/sitemap-x.xml",
    "/manifest.webmanifest",
    "/bieu-tuong-192.png",
    "/bieu-tuong-192.png/x",
    "/bieu-tuong-512.png",
    "/anh-chia-se.12345678.png",
    "/du-lieu/site.json",
    "/du-lieu/schema/site.json",
    "/du-lieu/nhiem-vu.csv",
    "/du-lieu",
    "/tai-san",
    "/tai-san/x.css",
    "/index.html",
    "/index.html/x",
    "/404.html",
    "/ngoai-tuyen",
    "/ke-hoach",
    "/ke-hoach/2026/1/index.html",
    "/ke-hoach/2026/1/lich.ics",
    "/ke-hoach/2026/1/stratml.xml",
    "/ke-hoach/2026/1/truyen-thanh.txt",
    "/ke-hoach/2026/1/ap-phich",
    "/ke-hoach/2026/1/a.txt",
    "/ke-hoach/2026/1/a.txt/x",
    "/ke-hoach/2026/1/nhiem-vu.csv",
    "/to-chuc/hoi/nhiem-vu.csv",
    "/tim-kiem",
    "/tim-kiem/lunr.json",
    "/tim-kiem/0123abcd/root.bin",
    "/.bangtin/manifest.json",
    "/a/../b",
    "/con đường/cũ.html",
    "/linh-vuc/dang/x.y/z",
    "/du-lieu/schema",
    "/con.html",
    "/ke-hoach/2026/1/LICH.ics",
];

/// Names of attachments, some of them those of files that the site writes itself.
const FILES: [&str; 15] = [
    "a.txt",
    "A.txt",
    "a.txt.txt",
    "lich.ics",
    "truyen-thanh.txt",
    "nhiem-vu.csv",
    "anh/a.png",
    "anh/index.png",
    "ap-phich/a.txt",
    "trang-2/b.txt",
    "cũ mới.docx.txt",
    "x.y/z.txt",
    "Anh",
    "ảnh/2.png",
    "stratml.xml/b.txt",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn what_passes_the_check_is_written_and_what_does_not_is_not(
        old in proptest::sample::subsequence(&ADDRESSES[..], 0..8),
        files in proptest::sample::subsequence(&FILES[..], 0..5),
        off in proptest::sample::subsequence(&SWITCHES[..], 0..8),
        long in proptest::option::of(200_usize..300),
    ) {
        let long = long.map(|length| format!("/{}.html", "x".repeat(length)));
        let old: Vec<&str> = old.into_iter().chain(long.as_deref()).collect();
        let site = site(&old, &files, &off);
        let out = site.path().join("ra");
        let checked = check(&input(site.path()), &|_| {});
        let built = build(&input(site.path()), &out, Placing::Swap, &|_| {});
        prop_assert_eq!(said(&checked), said(&built));
        let passes = checked.is_ok_and(|report| !report.findings.has_errors());
        let written = built.expect("it ran").written;
        prop_assert_eq!(passes, written.is_some());
        if let Some(written) = written {
            let files = tree(&out);
            prop_assert_eq!(files.len(), written.files + 1, "every file of the list, and the list");
            for address in old.iter().map(|address| address.trim_matches('/')) {
                let is_file = address.rsplit('/').next().is_some_and(|name| name.contains('.'));
                let path = if is_file { address.to_owned() } else { format!("{address}/index.html") };
                let page = String::from_utf8_lossy(&files[&path]).into_owned();
                prop_assert!(page.contains("ke-hoach/2026/1/"), "{} leads to the plan", path);
            }
        }
    }
}

#[test]
fn attachments_whose_folder_is_a_file_get_one_of_their_own() {
    let site = site(&[], &["Anh", "ảnh/2.png"], &[]);
    let out = site.path().join("ra");
    assert!(build(&input(site.path()), &out, Placing::Swap, &|_| {}).expect("it ran").written.is_some());
    let files = tree(&out);
    assert!(files.contains_key("ke-hoach/2026/1/anh") && files.contains_key("ke-hoach/2026/1/anh-2/2.png"));
}

#[test]
fn an_address_of_a_file_that_is_switched_off_is_free_and_one_of_an_icon_is_not() {
    let codes = |old: &str, off: &[&str]| {
        let site = site(&[old], &[], off);
        let report = check(&input(site.path()), &|_| {}).expect("it ran");
        report.findings.json(Lang::Vi).into_iter().map(|found| found.code.to_owned()).collect::<Vec<_>>()
    };
    let refuses = |old: &str, off: &[&str]| codes(old, off).contains(&"trung-dia-chi".to_owned());
    assert!(refuses("/bieu-tuong-192.png", &[]) && refuses("/lich.ics", &[]) && refuses("/lich.ics/2025", &[]));
    assert!(!refuses("/lich.ics", &["lich"]) && !refuses("/tim-kiem/lunr.json", &["tim_kiem"]));
    assert!(refuses("/tim-kiem/lunr.json", &[]));
}

/// The kinds of step after which somebody saves a file.
const MOMENTS: usize = 8;

/// Counts the steps of a run until the first page.
fn moment(step: Step) -> Option<usize> {
    match step {
        Step::Read => Some(0),
        Step::Parse => Some(1),
        Step::Model => Some(2),
        Step::Gate => Some(3),
        Step::Relate => Some(4),
        Step::Files => Some(5),
        Step::Index => Some(6),
        Step::Links => Some(7),
        Step::Compare | Step::Page { .. } | Step::Commit => None,
    }
}

#[test]
fn a_file_that_changes_while_the_site_is_built_ends_the_run_or_is_published_as_it_was() {
    // The search stays: its index is a step of its own.
    let site = site(&[], &["a.txt", "nhiem-vu.csv", "anh/a.png"], &SWITCHES[1..]);
    write(site.path(), "themes/bang-tin/tai-san/hinh.bin", "hình");
    let out = site.path().join("ra");
    build(&input(site.path()), &out, Placing::Swap, &|_| {}).expect("a site");
    let published = tree(&out);
    let files = [
        ("bangtin.toml", SETTINGS.replace("Bảng tin", "Trang tin").into_bytes()),
        ("content/to-chuc/hoi.md", "+++\nten = \"Hội B\"\nloai = \"khac\"\n+++\n".to_owned().into_bytes()),
        ("content/ke-hoach/2026/1/a.txt", "nội dunG".to_owned().into_bytes()),
        ("content/ke-hoach/2026/1/nhiem-vu.csv", "nội dunG".to_owned().into_bytes()),
        ("content/ke-hoach/2026/1/anh/a.png", png("khác")),
        ("content/ke-hoach/2026/1/moi.txt", "tệp mới".to_owned().into_bytes()),
        ("themes/bang-tin/tai-san/hinh.bin", "hìnH".to_owned().into_bytes()),
    ];
    for (path, changed) in &files {
        let original = fs::read(site.path().join(path)).ok();
        for at in 0..MOMENTS {
            // Nothing is remembered: every step is taken.
            fs::write(site.path().join(".ra.bangtin-khoa"), "").expect("emptied");
            let done = Mutex::new(false);
            let save = |step: Step| {
                let mut done = done.lock().expect("free");
                if moment(step) == Some(at) && !*done {
                    write(site.path(), path, changed);
                    *done = true;
                }
            };
            let run = build(&input(site.path()), &out, Placing::Swap, &save);
            assert!(*done.lock().expect("free"), "{path} was saved at step {at}");
            let ended = run.is_err();
            match run {
                Err(fatal) => {
                    assert!(format!("{fatal:?}").contains(path), "{path} is named: {fatal:?}");
                    assert!(tree(&out) == published, "{path} at step {at}: the published site stays");
                }
                // Saved before anything was read, or never named by the content.
                Ok(_) => {
                    let again = site.path().join("lai");
                    build(&input(site.path()), &again, Placing::Swap, &|_| {}).expect("a site");
                    assert!(tree(&out) == tree(&again), "{path} at step {at}: the site is that of one state");
                    fs::remove_dir_all(&again).expect("removed");
                }
            }
            match &original {
                Some(bytes) => write(site.path(), path, bytes),
                None => fs::remove_file(site.path().join(path)).expect("removed"),
            }
            if !ended {
                build(&input(site.path()), &out, Placing::Swap, &|_| {}).expect("a site");
                assert!(tree(&out) == published, "{path} at step {at}: back to what it was");
            }
        }
    }
}
