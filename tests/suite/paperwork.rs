//! Documents for the office: report, task slip, invitation, notice, broadcast text.

use crate::site::{Run, Site};
use std::io::{Cursor, Read};

fn ward() -> Site {
    let tasks = "co_quan = \"Đảng ủy thử\"\nso_ky_hieu = \"12-KH/ĐU\"\ntom_tat = \"Mở 12 lớp, ít nhất 70% hộ tham gia.\"\n\
        [[nhiem_vu]]\nnoi_dung = \"Mở lớp | *miễn phí*\"\nchu_tri = \"hoi\"\nthoi_han = \"30/12/2026\"\n\
        [[nhiem_vu]]\nnoi_dung = \"Xong rồi\"\nchu_tri = \"hoi\"\nthoi_han = \"30/1/2026\"\ntrang_thai = \"hoan-thanh\"\n";
    let session = "+++\ntieu_de = \"Hội nghị\"\nbat_dau = 2026-03-02T14:00:00\nke_hoach = [\"ke-hoach/2026/1\"]\ndia_diem = \"Hội trường\"\n\
        [[ket_qua]]\nto_chuc = \"hoi\"\ntrieu_tap = 30\ntham_du = 27\nthu_hoach = 25\n\
        [[ket_qua]]\nto_chuc = \"doan\"\ntrieu_tap = 10\ntham_du = 9\n+++\n";
    let early = "+++\ntieu_de = \"Buổi cũ\"\nbat_dau = 2025-12-01\n[[ket_qua]]\nto_chuc = \"hoi\"\ntrieu_tap = 99\ntham_du = 99\n+++\n";
    Site::new()
        .organisation("hoi", "Hội Phụ nữ", "")
        .organisation("doan", "Đoàn Thanh niên", "")
        .plan("1", tasks)
        .plan("2", "[[nhiem_vu]]\nnoi_dung = \"Việc\"\nchu_tri = \"doan\"\nthoi_han = \"2026\"\n")
        .file("content/quan-triet/2026/hoi-nghi.md", session)
        .file("content/quan-triet/2025/cu.md", early)
}

fn export(site: &Site, arguments: &[&str], out: &str) -> Run {
    let path = site.path().join(out);
    let mut all = vec!["export"];
    all.extend(arguments);
    all.extend(["--ngay", "2026-11-22", "-o", path.to_str().expect("a path")]);
    site.run(&all)
}

fn text(site: &Site, out: &str) -> String {
    std::fs::read_to_string(site.path().join(out)).expect("the document")
}

fn part(site: &Site, out: &str, name: &str) -> String {
    let bytes = std::fs::read(site.path().join(out)).expect("the document");
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a package");
    let mut xml = String::new();
    zip.by_name(name).expect("the part").read_to_string(&mut xml).expect("text");
    xml
}

#[test]
fn the_report_counts_the_sessions_of_its_period_and_says_what_is_left() {
    let site = ward();
    export(&site, &["bao-cao", "--tu", "1/1/2026", "--den", "quý II/2026"], "bc.md").clean();
    let report = text(&site, "bc.md");
    for line in [
        "| 1 | 02/03/2026 | Hội nghị | 40 | 36 | 90,0% | 0 | 25 (chưa đủ) |",
        "| 2 | Hội Phụ nữ | 30 | 27 | 90,0% | 0 | 0 | 25 |",
        "| 1 | Đoàn Thanh niên | 10 | 9 | 90,0% | 0 | 0 | chưa có số liệu |",
        "- Kế hoạch (Kế hoạch 2): chưa có kết quả.",
        "từ ngày 01/01/2026 đến ngày 30/06/2026",
    ] {
        assert!(report.contains(line), "{line}\n{report}");
    }
    assert!(!report.contains("Buổi cũ") && !report.contains("129"), "{report}");
}

#[test]
fn the_word_file_has_the_layout_of_the_party() {
    let site = ward();
    export(&site, &["bao-cao"], "bc.docx").clean();
    let xml = part(&site, "bc.docx", "word/document.xml");
    for wanted in [
        "<w:pgSz w:w=\"11906\" w:h=\"16838\"",
        "w:top=\"1134\"",
        "w:left=\"1701\"",
        "w:right=\"851\"",
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "ĐẢNG ỦY THỬ",
        "BÁO CÁO",
        "Nơi nhận:",
        "BÍ THƯ",
    ] {
        assert!(xml.contains(wanted), "{wanted}");
    }
    assert_eq!(xml.matches("<w:tbl>").count(), 4, "head, two tables of results, signature");
    assert!(part(&site, "bc.docx", "word/styles.xml").contains("Times New Roman"));
    let first = std::fs::read(site.path().join("bc.docx")).expect("bytes");
    export(&site, &["bao-cao"], "bc.docx").clean();
    assert_eq!(std::fs::read(site.path().join("bc.docx")).expect("bytes"), first);
}

#[test]
fn a_word_file_of_ours_can_be_imported_again() {
    let site = ward();
    export(&site, &["mau", "thong-bao", "--ke-hoach", "ke-hoach/2026/1"], "tb.docx").clean();
    let file = site.path().join("tb.docx");
    let run = site.run(&["import", file.to_str().expect("a path"), "--thu"]).clean();
    assert!(
        run.stderr.contains("loại văn bản: thong-bao") && run.stderr.contains("bảng nhiệm vụ: 2 nhiệm vụ"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_task_slip_lists_what_is_open_and_escapes_what_it_prints() {
    let site = ward();
    export(&site, &["mau", "phieu-giao-viec", "--to-chuc", "Hội phụ nữ"], "phieu.md").clean();
    let slip = text(&site, "phieu.md");
    assert!(slip.contains("| 1 | Mở lớp \\| \\*miễn phí\\* | chủ trì | Kế hoạch số 12-KH/ĐU | 30/12/2026 |"), "{slip}");
    assert!(slip.contains("có 1 nhiệm vụ chưa hoàn thành") && !slip.contains("Xong rồi"), "{slip}");
}

#[test]
fn an_invitation_and_a_broadcast_text_are_written() {
    let site = ward();
    export(&site, &["mau", "giay-moi", "--quan-triet", "quan-triet/2026/hoi-nghi"], "gm.txt").clean();
    assert!(text(&site, "gm.txt").contains("Thời gian: 14 giờ 00, ngày 02/03/2026."), "{}", text(&site, "gm.txt"));
    export(&site, &["mau", "truyen-thanh", "--ke-hoach", "ke-hoach/2026/1"], "tt.txt").clean();
    let spoken = text(&site, "tt.txt");
    assert!(spoken.contains("Mở mười hai lớp, ít nhất bảy mươi phần trăm hộ tham gia."), "{spoken}");
    assert!(!spoken.chars().any(|ch| ch.is_ascii_digit()), "{spoken}");
    assert!(spoken.lines().all(|line| line.split_whitespace().count() <= 25), "{spoken}");
}

#[test]
fn a_notice_to_the_public_says_nothing_internal() {
    let hidden =
        "doi_tuong = \"noi-bo\"\n[[nhiem_vu]]\nnoi_dung = \"KAGAMI\"\nchu_tri = \"hoi\"\nthoi_han = \"2026\"\n";
    let site = ward().plan("3", hidden);
    let run = export(&site, &["mau", "thong-bao", "--ke-hoach", "ke-hoach/2026/3"], "tb.md");
    assert_eq!(run.code, Some(2), "{}", run.stderr);
    assert!(run.stderr.contains("--doi-tuong noi-bo"), "{}", run.stderr);
    assert!(!site.path().join("tb.md").exists());
    export(&site, &["mau", "thong-bao", "--ke-hoach", "ke-hoach/2026/3", "--doi-tuong", "noi-bo"], "tb.md").clean();
    assert!(text(&site, "tb.md").contains("KAGAMI"));
}

#[test]
fn a_site_has_templates_of_its_own_and_is_told_what_is_wrong_with_them() {
    let site = ward()
        .file("content/mau/loi-chao.md", "+++\nkhuon = \"thuong\"\n+++\nChào {{ don_vi }}.\n")
        .file("content/mau/sai.md", "một\n{{ khong_co }}\n");
    let list = site.run(&["export", "mau"]).clean();
    assert!(list.stdout.contains("loi-chao") && list.stdout.contains("giay-moi"), "{}", list.stdout);
    export(&site, &["mau", "loi-chao"], "chao.txt").clean();
    assert_eq!(text(&site, "chao.txt"), "Chào Đảng ủy thử.\n");
    let run = export(&site, &["mau", "sai"], "sai.txt");
    assert!(run.code == Some(2) && run.stderr.contains("mẫu sai.md dòng 2"), "{}", run.stderr);
    let run = export(&site, &["mau", "giay-mo"], "x.txt");
    assert!(run.stderr.contains("ý bạn là giay-moi?"), "{}", run.stderr);
    let run = export(&site, &["mau", "giay-moi"], "x.txt");
    assert!(run.stderr.contains("mẫu này cần --quan-triet"), "{}", run.stderr);
    let run = export(&site, &["bao-cao"], "x.pdf");
    assert!(run.stderr.contains("không ghi được dạng .pdf"), "{}", run.stderr);
}

#[test]
fn internal_papers_are_not_made_for_the_public() {
    let site = ward();
    for paper in [&["bao-cao"][..], &["mau", "giay-moi", "--quan-triet", "quan-triet/2026/hoi-nghi"]] {
        let mut arguments = paper.to_vec();
        arguments.extend(["--doi-tuong", "cong-khai"]);
        let run = export(&site, &arguments, "x.md");
        assert!(run.code == Some(2) && run.stderr.contains("là văn bản nội bộ"), "{}", run.stderr);
        assert!(!site.path().join("x.md").exists());
    }
    let said = export(&site, &["mau", "thong-bao", "--ke-hoach", "12-KH/ĐU"], "tb.md").clean();
    assert!(said.stderr.contains("Đã ghi"), "{}", said.stderr);
}
