//! The command line: exit codes, languages, JSON, explanations, a new site.

use crate::site::{Site, TODAY, run_in};

#[test]
fn exit_codes_tell_clean_wrong_and_could_not_run() {
    let site = Site::new().organisation("a", "Hội A", "");
    assert_eq!(site.check().code, Some(0));
    assert_eq!(site.organisation("b", "", "").check().code, Some(1));
    let run = Site::empty().check();
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("không thấy tệp bangtin.toml"), "{}", run.stderr);
    let run = Site::new().run(&["check", "--ngay", "hôm nay"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("--ngay 2026-11-22"), "{}", run.stderr);
}

#[test]
fn mistyped_arguments_get_a_vietnamese_answer() {
    let run = Site::new().run(&["bild"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("không có lệnh `bild`; ý bạn là `build`?"), "{}", run.stderr);
    let run = Site::new().run(&["build", "--doi-tuong", "moi-nguoi"]);
    assert!(run.stderr.contains("không nhận `moi-nguoi`"), "{}", run.stderr);
    let run = Site::new().run(&["build", "--banh"]);
    assert!(run.stderr.contains("không có tùy chọn `--banh`"), "{}", run.stderr);
}

#[test]
fn help_is_vietnamese_and_english_on_request() {
    let run = Site::new().run(&["--help"]);
    assert!(run.stdout.contains("Cách dùng:") && run.stdout.contains("dung"), "{}", run.stdout);
    let english = std::process::Command::new(env!("CARGO_BIN_EXE_bangtin"))
        .args(["build", "--help"])
        .env("BANGTIN_LANG", "en")
        .output()
        .expect("the program starts");
    let text = String::from_utf8_lossy(&english.stdout);
    assert!(text.contains("Usage:") && text.contains("Output folder"), "{text}");
}

#[test]
fn json_carries_the_same_diagnostics() {
    let site = Site::new().plan("1", "thoihan = 1");
    let run = site.run(&["check", "--json", "--ngay", TODAY]);
    let found: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(found[0]["ma"], "khoa-la");
    assert_eq!(found[0]["muc"], "loi");
    assert_eq!(found[0]["tep"], "content/ke-hoach/2026/1.md");
    assert_eq!((found[0]["dong"].as_u64(), found[0]["cot"].as_u64()), (Some(4), Some(1)));
}

#[test]
fn the_check_ends_with_what_is_missing_heaviest_first() {
    let site = Site::new()
        .organisation("a", "Hội A", "")
        .plan("1", "so_ky_hieu = \"01-KH/ĐU\"\n[[nhiem_vu]]\nnoi_dung = \"Tăng cường tuyên truyền\"\nchu_tri = \"a\"\nthoi_han = \"2026\"")
        .plan("2", "so_ky_hieu = \"02-KH/ĐU\"\n[[nhiem_vu]]\nnoi_dung = \"Họp\"\nthoi_han = \"2026\"");
    let run = site.check();
    let list = run.stderr.split("Còn thiếu gì trước khi đăng\n").nth(1).expect("the list");
    assert_eq!(
        list.split("✗ Chưa đăng được").next(),
        Some(
            "✗ Kế hoạch số 02-KH/ĐU: Kế hoạch 2 (content/ke-hoach/2026/2.md)\n    ✗ dòng 5: nhiệm vụ chưa giao ai chủ trì [nhiem-vu-thieu-chu-tri]\n\
             ! Kế hoạch số 01-KH/ĐU: Kế hoạch 1 (content/ke-hoach/2026/1.md)\n    ! dòng 6: 1/1 nhiệm vụ chung chung, không đo được: 1 [nhiem-vu-chung-chung]\n"
        ),
        "{list}"
    );
    assert!(list.contains("✗ Chưa đăng được: 1 tệp có lỗi."), "{list}");
}

#[test]
fn sarif_names_rules_places_and_levels() {
    let site = Site::new().plan("1", "thoihan = 1");
    let run = site.run(&["check", "--sarif", "--ngay", TODAY]);
    let log: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    let result = &log["runs"][0]["results"][0];
    assert_eq!((log["version"].as_str(), result["ruleId"].as_str()), (Some("2.1.0"), Some("khoa-la")));
    assert_eq!(result["level"], "error");
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "content/ke-hoach/2026/1.md");
    assert_eq!((place["region"]["startLine"].as_u64(), place["region"]["startColumn"].as_u64()), (Some(4), Some(1)));
    assert_eq!(log["runs"][0]["tool"]["driver"]["rules"][0]["id"], "khoa-la");
}

#[test]
fn every_listed_code_is_explained() {
    let site = Site::new();
    let list = site.run(&["explain"]).clean();
    let codes: Vec<_> = list.stdout.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert!(codes.len() > 60);
    for code in codes {
        let page = site.run(&["explain", code]).clean();
        assert!(page.stdout.starts_with(&format!("# {code}")), "{code}:\n{}", page.stdout);
        assert!(page.stdout.contains("## Cách sửa"), "{code}");
    }
    let run = site.run(&["giai-thich", "to-chuc-laa"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("ý bạn là `to-chuc-la`?"), "{}", run.stderr);
}

#[test]
fn a_new_site_builds_without_a_warning() {
    let folder = tempfile::tempdir().expect("a folder");
    run_in(folder.path(), &["new", "site", "trang của tôi"]).clean();
    let built = run_in(folder.path(), &["dung", "--site", "trang của tôi", "--ngay", TODAY]).clean();
    assert_eq!(built.codes(), Vec::<&str>::new(), "{}", built.stderr);
    let again = run_in(folder.path(), &["moi", "site", "trang của tôi"]);
    assert_eq!(again.code, Some(2));
}

#[test]
fn rule_levels_of_the_site_hold() {
    let settings = format!("{}to-chuc-la = \"canh-bao\"\n", crate::site::SETTINGS);
    let plan = "[[nhiem_vu]]\nnoi_dung = \"Việc\"\nchu_tri = [\"Hội lạ\"]\nthoi_han = \"2026\"";
    let site = Site::new().plan("1", plan);
    assert_eq!(site.check().code, Some(1));
    let site = site.file("bangtin.toml", &settings);
    site.build().clean();
    assert!(site.page("ke-hoach/2026/1/").contains("<dd>Hội lạ</dd>"));
}

#[test]
fn the_build_date_comes_from_the_option_or_the_environment() {
    let site = Site::new();
    let status = std::process::Command::new(env!("CARGO_BIN_EXE_bangtin"))
        .arg("build")
        .current_dir(site.path())
        .env("SOURCE_DATE_EPOCH", "1767205800")
        .output()
        .expect("the program starts");
    assert!(status.status.success());
    // 31/12/2025 18:30 UTC is already the first of January in Vietnam.
    assert!(site.page("du-lieu/site.json").contains("\"ngay\": \"2026-01-01\""));
}

#[test]
fn a_wrong_value_of_an_option_gets_the_list_of_right_ones() {
    let run = Site::new().run(&["build", "--doi-tuong", "x"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("`--doi-tuong` không nhận `x`; dùng một trong: cong-khai, noi-bo"), "{}", run.stderr);
    let run = Site::new().run(&["build", "--out"]);
    assert!(run.stderr.contains("thiếu giá trị"), "{}", run.stderr);
}

#[test]
fn a_switch_with_a_value_or_written_twice_is_told_in_vietnamese() {
    let site = Site::empty();
    let run = site.run(&["build", "--nen=co"]);
    assert!(run.stderr.contains("`--nen` không kèm giá trị, mà có `co`"), "{}", run.stderr);
    let run = site.run(&["build", "--nen", "--nen"]);
    assert!(run.stderr.contains("`--nen` ghi hai lần") && !run.stderr.contains("error:"), "{}", run.stderr);
}
