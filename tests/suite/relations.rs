//! Who does what, amendments, basis, coverage, calendar.

use crate::site::{Site, TODAY, visible_text};

const TASK: &str = "[[nhiem_vu]]\nnoi_dung = \"Họp chi bộ\"\nchu_tri = [\"a\"]\nthoi_han = \"31/12/2026\"\n";

fn ward() -> Site {
    Site::new().organisation("a", "Hội A", "").organisation("b", "Hội B", "")
}

#[test]
fn an_organisation_that_leads_and_supports_has_the_task_once_as_lead() {
    let site = ward().organisation("nhom", "Các hội", "nhom = { gom = [\"a\", \"b\"] }").plan(
        "1",
        "[[nhiem_vu]]\nnoi_dung = \"Việc\"\nchu_tri = [\"a\"]\nphoi_hop = [\"Các hội\"]\nthoi_han = \"2026\"",
    );
    site.build().clean();
    let page = site.page("to-chuc/a/");
    assert_eq!(page.matches("data-nhiem-vu=").count(), 1);
    assert!(page.contains("data-vai=\"chu-tri\"") && !page.contains("data-qua-nhom"));
    assert!(site.page("to-chuc/b/").contains("data-vai=\"phoi-hop\" data-qua-nhom=\"nhom\""));
    assert!(site.page("to-chuc/nhom/").contains("data-vai=\"phoi-hop\""));
}

#[test]
fn plans_that_are_not_in_force_give_nobody_tasks() {
    let plans = [
        ("het", "hieu_luc = { den = 2026-11-21 }\n"),
        ("y-kien", "trang_thai = \"lay-y-kien\"\n"),
        ("nhap", "trang_thai = \"du-thao\"\n"),
        ("cu", "trang_thai = \"het-hieu-luc\"\n"),
    ];
    let site = plans.into_iter().fold(ward(), |site, (id, more)| site.plan(id, &format!("{more}{TASK}")));
    let site = site.plan("nay", &format!("hieu_luc = {{ den = 2026-11-22 }}\n{TASK}"));
    site.build().clean();
    let page = site.page("to-chuc/a/");
    assert_eq!(page.matches("data-nhiem-vu=").count(), 1);
    assert!(page.contains("data-nhiem-vu=\"ke-hoach/2026/nay#1\""));
    assert!(site.page("ke-hoach/2026/y-kien/").contains("Họp chi bộ"), "a plan under consultation has its page");
    assert!(!site.out().join("ke-hoach/2026/nhap").exists());
}

/// Plan `1` with three tasks, and an amendment of a given date.
fn amended(date: &str, more: &str) -> Site {
    let tasks: String =
        (1..=3).map(|code| TASK.replace("[[nhiem_vu]]\n", &format!("[[nhiem_vu]]\nma = \"{code}\"\n"))).collect();
    ward().plan("1", &tasks).file(
        "content/ke-hoach/2026/sua.md",
        &format!("+++\nso_ky_hieu = \"20-KH/ĐU\"\ntieu_de = \"Sửa kế hoạch 1\"\nngay = {date}\n{more}\n+++\n"),
    )
}

const CHANGE: &str = "[[dieu_chinh]]\nke_hoach = \"ke-hoach/2026/1\"\nkieu = \"sua-doi\"\nnhiem_vu = \"2\"\nthoi_han = \"quý I/2027\"\nchu_tri = [\"b\"]\nly_do = \"Chờ kinh phí\"\n\
    [[dieu_chinh]]\nke_hoach = \"ke-hoach/2026/1\"\nkieu = \"bai-bo\"\nnhiem_vu = \"3\"\nly_do = \"Trùng\"\n\
    [[dieu_chinh]]\nke_hoach = \"ke-hoach/2026/1\"\nkieu = \"bo-sung\"\nnoi_dung = \"Việc thêm\"\nchu_tri = [\"b\"]\nthoi_han = \"2027\"\nly_do = \"Mới\"";

#[test]
fn amendments_change_withdraw_and_add_and_both_pages_tell() {
    let site = amended("2026-05-05", CHANGE);
    site.build().clean();
    let plan = site.page("ke-hoach/2026/1/");
    let text = visible_text(&plan);
    assert!(text.contains("quý I/2027") && text.contains("31/12/2026"), "old and new values stand");
    assert!(plan.contains("id=\"nv-4\"") && text.contains("Việc thêm"));
    assert!(text.contains("Lịch sử điều chỉnh") && text.contains("Chờ kinh phí"));
    assert!(plan.contains("<del>"));
    let amendment = visible_text(&site.page("ke-hoach/2026/sua/"));
    assert!(amendment.contains("Văn bản này điều chỉnh") && amendment.contains("quý I/2027"));
    let hooks = |page: &str| page.matches("data-nhiem-vu=").count();
    assert_eq!(hooks(&site.page("to-chuc/a/")), 1, "task 1 only: 2 went to B, 3 is withdrawn");
    assert_eq!(hooks(&site.page("to-chuc/b/")), 2);
    assert!(site.page("dieu-chinh/").contains("Chờ kinh phí"));
}

#[test]
fn amendments_to_come_and_amendments_withdrawn_do_not_count() {
    let site = amended("2026-11-23", CHANGE);
    site.build().clean();
    assert_eq!(site.page("to-chuc/a/").matches("data-nhiem-vu=").count(), 3);
    let site = amended("2026-05-05", CHANGE).file(
        "content/ke-hoach/2026/bo.md",
        "+++\ntieu_de = \"Bãi bỏ\"\nngay = 2026-06-06\n[[dieu_chinh]]\nke_hoach = \"ke-hoach/2026/sua\"\nkieu = \"bai-bo\"\nly_do = \"x\"\n+++\n",
    );
    site.build().clean();
    assert_eq!(site.page("to-chuc/a/").matches("data-nhiem-vu=").count(), 3);
}

#[test]
fn a_replaced_plan_says_by_what_and_gives_no_tasks() {
    let site = ward().plan("1", TASK).plan(
        "2",
        &format!("{TASK}[[dieu_chinh]]\nke_hoach = \"ke-hoach/2026/1\"\nkieu = \"thay-the\"\nly_do = \"x\""),
    );
    site.build().clean();
    assert!(site.page("ke-hoach/2026/1/").contains("Đã bị thay thế"));
    assert_eq!(site.page("to-chuc/a/").matches("data-nhiem-vu=").count(), 1);
}

#[test]
fn citations_find_documents_and_the_others_get_a_page_of_their_own() {
    let site = ward()
        .file("content/van-ban/57-nq-tw.md", "+++\nso_ky_hieu = \"57-NQ/TW\"\nloai = \"nghi-quyet\"\nngay = 2024-12-22\n+++\n")
        .plan("1", "can_cu = [\"Nghị quyết số 57- NQ/TW, ngày 22/12/2024 của Bộ Chính trị\", \"Chỉ thị số 50-CT/TW, ngày 23/7/2025 của Ban Bí thư\", \"Quyết định 12-QĐ/TU ngày 1/2/2025\", \"Quy định 12-QĐ/TU ngày 3/4/2025\"]");
    site.build().clean();
    assert!(visible_text(&site.page("van-ban/57-nq-tw/")).contains("Được cụ thể hóa bằng (1)"));
    let cited = site.page("van-ban/50-ct-tw/");
    assert!(
        cited.contains("data-van-ban=\"van-ban/50-ct-tw\"")
            && visible_text(&cited).contains("Chỉ thị số 50-CT/TW, ngày 23/7/2025 của Ban Bí thư")
    );
    for id in ["12-qd-tu-2025-02-01", "12-qd-tu-2025-04-03"] {
        assert!(site.out().join("van-ban").join(id).exists(), "{id}");
    }
    let plan = site.page("ke-hoach/2026/1/");
    assert!(
        visible_text(&plan).contains("Nghị quyết số 57- NQ/TW, ngày 22/12/2024 của Bộ Chính trị"),
        "printed as written"
    );
}

#[test]
fn the_record_tells_who_has_studied_and_names_who_has_not_to_members_only() {
    let cell = |name: &str| format!("+++\nten = \"{name}\"\nloai = \"chi-bo\"\n+++\n");
    let results = "[[ket_qua]]\nto_chuc = \"x\"\ntrieu_tap = 30\ntham_du = 28\n\
        [[ket_qua]]\nto_chuc = \"y\"\ntrieu_tap = 10\ntham_du = 0\n";
    let session = |audience: &str, results: &str| {
        format!(
            "+++\ntieu_de = \"Hội nghị\"\nbat_dau = 2026-02-01\nke_hoach = [\"ke-hoach/2026/1\"]\n\
             doi_tuong = \"{audience}\"\n{results}+++\n"
        )
    };
    let plan = "[[nhiem_vu]]\nnoi_dung = \"Việc\"\nchu_tri = [\"x\"]\nphoi_hop = [\"a\"]\nthoi_han = \"2026\"";
    let site = ["x", "y", "z"]
        .into_iter()
        .fold(ward(), |site, id| site.file(&format!("content/to-chuc/{id}.md"), &cell(&format!("Chi bộ {id}"))))
        .plan("1", plan)
        .file("content/quan-triet/mot.md", &session("cong-khai", results));
    site.build().clean();
    let public = visible_text(&site.page("ke-hoach/2026/1/"));
    assert!(public.contains("1/3 chi bộ đã học") && public.contains("1 chưa có số liệu"), "{public}");
    let record = visible_text(&site.page("quan-triet/"));
    assert!(record.contains("Chi bộ x Đã quán triệt"), "{record}");
    assert!(!record.contains("Chi bộ z") && !record.contains("Chi bộ y Chưa"), "{record}");
    site.run(&["build", "--doi-tuong", "noi-bo", "--ngay", TODAY, "--out", "public"]).clean();
    let record = visible_text(&site.page("quan-triet/"));
    for said in ["1/3 chi bộ đã học · 70,0% đảng viên", "Chi bộ y Chưa", "Chi bộ z Chưa có số liệu"]
    {
        assert!(record.contains(said), "{said}: {record}");
    }
    // An internal session, or one without results, is no word about anybody in public.
    let none = site.file("content/quan-triet/mot.md", &session("noi-bo", results));
    none.build().clean();
    let hidden = none.page("ke-hoach/2026/1/");
    assert!(visible_text(&hidden).contains("Chưa có số liệu công khai về việc học tập."), "{hidden}");
    std::fs::remove_file(none.path().join("content/quan-triet/mot.md")).expect("removed");
    none.build().clean();
    assert_eq!(none.page("ke-hoach/2026/1/"), hidden, "the same bytes without it");
}

#[test]
fn recurring_deadlines_have_occurrences_inside_the_plan() {
    let site = ward().plan(
        "1",
        "hieu_luc = { tu = 2026-01-05, den = 2027-02-28 }\n[[nhiem_vu]]\nnoi_dung = \"Báo cáo\"\nchu_tri = [\"a\"]\nthoi_han = \"ngày 20 tháng cuối quý\"",
    );
    site.build().clean();
    for month in ["2026/03", "2026/06", "2026/09", "2026/12"] {
        assert!(site.page(&format!("lich/{month}/")).contains("Báo cáo"), "{month}");
    }
    for month in ["2026/04", "2027/03"] {
        assert!(!site.out().join("lich").join(month).exists(), "{month}");
    }
    assert!(site.page("to-chuc/a/").contains("datetime=\"2026-12-20\""));
}

#[test]
fn late_and_due_soon_follow_from_the_date_and_a_stated_pause_wins() {
    let task = |deadline: &str, more: &str| {
        format!("[[nhiem_vu]]\nnoi_dung = \"Việc\"\nchu_tri = [\"a\"]\nthoi_han = \"{deadline}\"\n{more}\n")
    };
    let tasks = [
        task("21/11/2026", "tien_do = 10"),
        task("21/11/2026", ""),
        task("22/11/2026", ""),
        task("7/12/2026", "trang_thai = \"dang-thuc-hien\""),
        task("8/12/2026", "trang_thai = \"dang-thuc-hien\""),
        task("1/1/2026", "trang_thai = \"tam-dung\""),
        task("1/1/2026", "trang_thai = \"hoan-thanh\""),
        task("thường xuyên", ""),
    ];
    let site = ward().plan("1", &tasks.concat());
    site.build().clean();
    let page = site.page("ke-hoach/2026/1/");
    let states: Vec<_> = page
        .split("<article class=\"the")
        .skip(1)
        .filter_map(|card| card.split("tt tt-").nth(1)?.split('"').next())
        .collect();
    assert_eq!(
        states,
        [
            "qua-han",
            "den-han-chua-cap-nhat",
            "sap-den-han",
            "sap-den-han",
            "dang-thuc-hien",
            "tam-dung",
            "hoan-thanh",
            "chua-cap-nhat"
        ]
    );
}

#[test]
fn nobody_is_late_with_a_plan_that_is_over_but_its_dates_stay() {
    let site = ward().plan("1", &format!("trang_thai = \"het-hieu-luc\"\n{}", TASK.replace("31/12/2026", "30/6/2026")));
    site.build().clean();
    let page = site.page("ke-hoach/2026/1/");
    assert!(!page.contains("tt-qua-han"));
    assert!(page.contains("<time datetime=\"2026-06-30\">30/6/2026</time>"));
}

#[test]
fn several_documents_cited_in_one_item_are_each_found() {
    let site = ward()
        .plan("1", "can_cu = [\"Chỉ thị số 50-CT/TW, ngày 23/7/2025 của Ban Bí thư; Nghị quyết số 57-NQ/TW, ngày 22/12/2024 của Bộ Chính trị\"]");
    site.build().clean();
    assert!(site.out().join("van-ban/50-ct-tw").exists() && site.out().join("van-ban/57-nq-tw").exists());
}

#[test]
fn totals_are_given_only_when_every_organisation_gave_its_numbers() {
    let session = |second: &str| {
        format!(
            "+++\ntieu_de = \"Hội nghị\"\nbat_dau = 2026-03-02\n[[ket_qua]]\nto_chuc = \"a\"\ntrieu_tap = 40\ntham_du = 31\n\
             [[ket_qua]]\nto_chuc = \"b\"\n{second}\n+++\n"
        )
    };
    let page = |second: &str| {
        let site = ward().file("content/quan-triet/x.md", &session(second));
        site.build().clean();
        visible_text(&site.page("quan-triet/x/"))
    };
    assert!(page("trieu_tap = 40\ntham_du = 31").contains("62"));
    assert!(!page("trieu_tap = 40").contains("62") && page("trieu_tap = 40").contains("chưa có số liệu"));
}

#[test]
fn documents_without_effect_show_what_they_would_change() {
    for (date, more, heading) in [
        ("2026-11-23", "", "chưa có hiệu lực"),
        ("2026-05-05", "trang_thai = \"lay-y-kien\"\n", "chưa có hiệu lực"),
        ("2026-05-05", "trang_thai = \"het-hieu-luc\"\n", "đã thôi hiệu lực"),
    ] {
        let site = amended(date, &format!("{more}{CHANGE}"));
        site.build().clean();
        let page = visible_text(&site.page("ke-hoach/2026/sua/"));
        assert!(page.contains(heading), "{heading}: {page}");
        assert!(page.contains("31/12/2026") && page.contains("quý I/2027") && page.contains("Việc thêm"));
        assert!(!visible_text(&site.page("ke-hoach/2026/1/")).contains("quý I/2027"));
    }
}

const ADD: &str = "[[dieu_chinh]]\nke_hoach = \"ke-hoach/2026/1\"\nkieu = \"bo-sung\"\nnoi_dung = \"Việc thêm\"\nchu_tri = [\"b\"]\nthoi_han = \"2027\"\nly_do = \"Mới\"\n";

#[test]
fn numbers_of_withdrawn_amendments_stay_used_and_hidden_ones_leave_no_hole() {
    let first = |more: &str| {
        amended("2026-05-05", &format!("{more}{ADD}")).file(
            "content/ke-hoach/2026/sua-2.md",
            &format!("+++\ntieu_de = \"Sửa lần 2\"\nngay = 2026-07-07\n{ADD}+++\n"),
        )
    };
    let hidden = first("doi_tuong = \"noi-bo\"\n");
    hidden.build().clean();
    let page = hidden.page("ke-hoach/2026/1/");
    assert!(
        page.contains("id=\"nv-4\"") && !page.contains("id=\"nv-5\""),
        "the public must not see that one is missing"
    );
    let withdrawn = first("").file(
        "content/ke-hoach/2026/bo.md",
        "+++\ntieu_de = \"Bãi bỏ\"\nngay = 2026-06-06\n[[dieu_chinh]]\nke_hoach = \"ke-hoach/2026/sua\"\nkieu = \"bai-bo\"\nly_do = \"x\"\n+++\n",
    );
    withdrawn.build().clean();
    let page = withdrawn.page("ke-hoach/2026/1/");
    assert!(page.contains("id=\"nv-5\"") && !page.contains("id=\"nv-4\""), "a number once used is never given again");
}

#[test]
fn a_consultation_that_is_over_says_so() {
    let plan = |end: &str| {
        let site =
            ward().plan("1", &format!("trang_thai = \"lay-y-kien\"\nlay_y_kien = {{ tu = 2026-10-01, den = {end} }}"));
        site.build().clean();
        (visible_text(&site.page("ke-hoach/2026/1/")), visible_text(&site.page("")))
    };
    let (page, home) = plan("2026-11-22");
    assert!(page.contains("Đang lấy ý kiến") && home.contains("Đang lấy ý kiến"));
    let (page, home) = plan("2026-11-21");
    assert!(page.contains("Đã lấy ý kiến") && !page.contains("Đang lấy ý kiến"), "{page}");
    assert!(!home.contains("Đang lấy ý kiến"), "{home}");
}

#[test]
fn targets_milestones_period_and_summary_are_amended_with_old_and_new_in_sight() {
    let change =
        |keys: &str| format!("[[dieu_chinh]]\nke_hoach = \"ke-hoach/2026/1\"\n{keys}\nly_do = \"Sát thực tế\"\n");
    let changes = [
        change("kieu = \"sua-doi\"\nchi_tieu = \"Hồ sơ trực tuyến\"\ndich = { 2026 = 80 }"),
        change("kieu = \"bo-sung\"\nchi_tieu = \"Hộ có cáp quang\"\ndich = { 2027 = 90 }\ndon_vi = \"%\""),
        change("kieu = \"sua-doi\"\nmoc = \"Sơ kết giữa năm\"\nthoi_han = \"31/8/2026\""),
        change("kieu = \"bai-bo\"\nmoc = \"Kiểm tra quý I\""),
        change("kieu = \"sua-doi\"\nhieu_luc = { den = 2027-06-30 }\ntom_tat = \"Kéo dài đến giữa năm 2027.\""),
    ];
    let site = ward()
        .plan(
            "1",
            "hieu_luc = { tu = 2026-01-05, den = 2026-10-31 }\ntom_tat = \"Xong trong năm 2026.\"\n\
             [[chi_tieu]]\nten = \"Hồ sơ trực tuyến\"\ndon_vi = \"%\"\ndich = { 2026 = 70 }\n\
             [[moc]]\nten = \"Sơ kết giữa năm\"\nthoi_han = \"30/6/2026\"\nket_qua = \"Đã sơ kết\"\n\
             [[moc]]\nten = \"Kiểm tra quý I\"\nthoi_han = \"quý I/2026\"\n\
             [[nhiem_vu]]\nma = 1\nnoi_dung = \"Mở lớp\"\nchu_tri = [\"a\"]\nthoi_han = \"31/12/2026\"",
        )
        .file(
            "content/ke-hoach/2026/sua.md",
            &format!("+++\ntieu_de = \"Sửa\"\nngay = 2026-05-05\n{}+++\n", changes.concat()),
        );
    site.build().clean();
    let page = visible_text(&site.page("ke-hoach/2026/1/"));
    assert!(page.contains("Đang thực hiện"), "its period was made longer: {page}");
    for said in [
        "2026: 70",
        "2026: 80",
        "Hộ có cáp quang",
        "30/6/2026",
        "31/8/2026",
        "Kéo dài đến giữa năm 2027.",
        "05/01/2026 – 31/10/2026",
        "05/01/2026 – 30/06/2027",
        "Sát thực tế",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let calendar = site.page("lich.ics").replace("\r\n ", "");
    assert!(calendar.contains("20260831") && !calendar.contains("Kiểm tra quý I"), "the calendar has what stands now");
    let data: serde_json::Value = serde_json::from_str(&site.page("du-lieu/ke-hoach.json")).expect("JSON");
    let plans = data["ke_hoach"].as_array().expect("plans");
    let plan = plans.iter().find(|plan| plan["id"] == "ke-hoach/2026/1").expect("the plan");
    assert_eq!(plan["chi_tieu"].as_array().map(Vec::len), Some(2));
    assert_eq!(plan["moc"].as_array().map(Vec::len), Some(1));
    let amending = visible_text(&site.page("ke-hoach/2026/sua/"));
    assert!(amending.contains("Chỉ tiêu: Hồ sơ trực tuyến") && amending.contains("Mốc: Kiểm tra quý I"), "{amending}");
    assert!(
        !amending.contains("không giao nhiệm vụ") && !amending.contains("Phân công thực hiện"),
        "it says what it changes"
    );
    let wrong = site.file(
        "content/ke-hoach/2026/sua.md",
        &format!(
            "+++\ntieu_de = \"Sửa\"\nngay = 2026-05-05\n{}+++\n",
            change("kieu = \"sua-doi\"\nchi_tieu = \"Hồ sơ trực tiếp\"\ndich = { 2026 = 1 }")
        ),
    );
    let run = wrong.build();
    assert!(run.codes().contains(&"dieu-chinh-sai-dich"));
    assert!(run.stderr.contains("Hồ sơ trực tuyến"), "{}", run.stderr);
    let odd = wrong.file(
        "content/ke-hoach/2026/sua.md",
        &format!(
            "+++\ntieu_de = \"Sửa\"\nngay = 2026-05-05\n{}+++\n",
            change("kieu = \"sua-doi\"\nnhiem_vu = \"1\"\ndich = { 2026 = 1 }")
        ),
    );
    assert!(odd.build().codes().contains(&"khoa-la"), "a task has no such key");
}
