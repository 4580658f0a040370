//! `bangtin new`: questions on the terminal, or flags.

use crate::site::{Run, Site, run_answering};

fn ward() -> Site {
    Site::new().organisation("dang-uy", "Đảng ủy", "").organisation("hoi", "Hội Phụ nữ", "").file(
        "bangtin.toml",
        &format!("{}\n[[linh_vuc]]\nma = \"van-hoa\"\nten = \"Văn hóa\"\n", crate::site::SETTINGS),
    )
}

fn answer(site: &Site, kind: &str, answers: &[&str]) -> Run {
    let lines = answers.iter().map(|line| format!("{line}\n")).collect::<String>();
    run_answering(site.path(), &["new", kind, "--hom-nay", "2026-11-22"], &lines)
}

fn read(site: &Site, path: &str) -> String {
    std::fs::read_to_string(site.path().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn checks(site: &Site) {
    let run = site.run(&["check", "--doi-tuong", "noi-bo", "--ban-nhap", "--ngay", "2026-11-22"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
}

#[test]
fn eight_answers_make_a_plan_that_passes_the_check() {
    let site = ward();
    let run = answer(
        &site,
        "ke-hoach",
        &[
            "21-KH/ĐU",
            "",
            "Giữ gìn \"nếp\" văn hóa",
            "20-11-2026",
            "",
            "Bí thư",
            "Nghị quyết số 33-NQ/TW; Chương trình số 02-CTr/TU",
            "quý IV/2027",
            "Văn hóa",
        ],
    )
    .clean();
    assert!(
        run.stderr.contains("phải có câu trả lời") && run.stderr.contains("Ngày ban hành [22/11/2026]:"),
        "{}",
        run.stderr
    );
    insta::assert_snapshot!("new_plan", read(&site, "content/ke-hoach/2026/21-kh-du.md"));
    checks(&site);
}

#[test]
fn flags_answer_without_a_question() {
    let site = ward();
    let options = ["new", "ke-hoach", "--tieu-de", "Việc mới", "--ngay", "1/12/2026", "--khong-hoi"];
    let run = site.run(&options).clean();
    assert!(!run.stderr.contains("Trích yếu"), "{}", run.stderr);
    assert!(read(&site, "content/ke-hoach/2026/viec-moi.md").contains("trang_thai = \"du-thao\""));
    checks(&site);
    let again = site.run(&options);
    assert!(again.code == Some(2) && again.stderr.contains("đã có; không ghi đè"), "{}", again.stderr);
}

#[test]
fn wrong_answers_are_explained_and_asked_again() {
    let site = ward().plan("1", "so_ky_hieu = \"05-KH/ĐU\"");
    let run = answer(
        &site,
        "quan-triet",
        &[
            "Học kế hoạch 05",
            "31/2/2026 14:00",
            "2/3/2026 14h30",
            "99-KH/ĐU",
            "05-KH/ĐU",
            "ket-hop",
            "",
            "Hội Phu nư phường x",
            "Hội Phụ nữ; Đảng ủy",
            "Trưởng ban",
            "150 phút",
        ],
    )
    .clean();
    for said in ["không hiểu ngày «31/2/2026 14:00»", "không có kế hoạch 99-KH/ĐU", "không có tổ chức"]
    {
        assert!(run.stderr.contains(said), "{said}\n{}", run.stderr);
    }
    let text = read(&site, "content/quan-triet/2026/hoc-ke-hoach-05.md");
    assert!(text.contains("bat_dau = 2026-03-02T14:30:00") && text.contains("\"ke-hoach/2026/1\""), "{text}");
    checks(&site);
}

#[test]
fn organisations_and_materials_have_forms_too() {
    let site = ward();
    answer(&site, "to-chuc", &["Chi bộ Khu phố 9", "", "CB KP9", "Chi bộ 9; Chi bộ KP 9", "Đảng ủy", "31", "", ""])
        .clean();
    let text = read(&site, "content/to-chuc/chi-bo-khu-pho-9.md");
    assert!(text.contains("loai = \"chi-bo\"") && text.contains("so_dang_vien = 31"), "{text}");
    answer(&site, "tai-lieu", &["Hỏi đáp nhanh", "hoi-dap", "", "", "", ""]).clean();
    assert!(read(&site, "content/tai-lieu/hoi-dap-nhanh.md").contains("[[cau_hoi]]"));
    checks(&site);
}

#[test]
fn without_an_answer_the_flag_is_named() {
    let run = ward().run(&["new", "to-chuc"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("thiếu câu trả lời: Tên tổ chức") && run.stderr.contains("--ten"), "{}", run.stderr);
}

#[test]
fn answers_that_would_break_the_site_are_refused() {
    let site = ward();
    for (arguments, said) in [
        (&["to-chuc", "--ten", "hội phụ nữ"][..], "đã là của to-chuc/hoi"),
        (&["to-chuc", "--ten", "Hội mới", "--ten-khac", "X; Đảng uỷ"], "đã là của to-chuc/dang-uy"),
        (&["ke-hoach", "--tieu-de", "A", "--ngay", "20/1/2026", "--den", "1/1/2020"], "ngày kết thúc trước"),
        (&["ke-hoach", "--tieu-de", "A", "--nguoi-ky", "Lò Văn Thử"], "ghi chức vụ, không ghi tên người"),
        (&["ke-hoach", "--tieu-de", "A", "--so-ky-hieu", "CON"], "Windows không cho"),
        (&["tai-lieu", "--tieu-de", "A", "--dia-chi", "javascript:alert(1)"], "phải bắt đầu bằng https://"),
    ] {
        let mut all = vec!["new"];
        all.extend(arguments);
        all.push("--khong-hoi");
        let run = site.run(&all);
        assert!(run.code == Some(2) && run.stderr.contains(said), "{said}: {}", run.stderr);
    }
}
