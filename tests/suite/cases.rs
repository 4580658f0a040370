//! One folder of mistakes: each file of `tests/suite/cases/` is a site in one text (`-- path --` before each file),
//! named after the code it must yield, with what the program says of it as a snapshot.

use crate::site::{Site, TODAY};
use std::fs;

/// Splits `-- path --` sections.
fn sections(text: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        match line.strip_prefix("-- ").and_then(|line| line.strip_suffix(" --")) {
            Some(path) => found.push((path.to_owned(), String::new())),
            None => {
                if let Some((_, text)) = found.last_mut() {
                    text.push_str(line);
                    text.push('\n');
                }
            }
        }
    }
    found
}

fn site(text: &str) -> Site {
    let site = Site::new().organisation("a", "Hội A", "").organisation("b", "Hội B", "");
    sections(text).into_iter().fold(site, |site, (path, text)| site.file(&path, &text))
}

#[test]
fn every_mistake_gets_its_code_place_cause_and_fix() {
    insta::glob!("cases/*.txt", |path| {
        let name = path.file_stem().expect("named").to_string_lossy().into_owned();
        let code = name.split('.').next().unwrap_or_default();
        let text = fs::read_to_string(path).expect("readable");
        let run = site(&text).run(&["check", "--ngay", TODAY]);
        assert!(run.codes().contains(&code), "{code} not in:\n{}", run.stderr);
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(run.stderr);
        });
    });
}

#[test]
fn all_problems_are_told_in_one_run() {
    let run = Site::new()
        .organisation("a", "Hội A", "so_dang_vien = -1\nten_khacc = []")
        .plan(
            "1",
            "linh_vuc = [\"x\"]\ntrang_thai = \"xong\"\n[[nhiem_vu]]\nthoi_han = \"31/02/2026\"\nchu_tri = [\"c\"]",
        )
        .check();
    assert_eq!(run.code, Some(1));
    for code in ["gia-tri-sai", "khoa-la", "gia-tri-la", "ngay-khong-co-that", "thieu-khoa"] {
        assert!(run.codes().contains(&code), "{code} not in:\n{}", run.stderr);
    }
}
