//! What is in force on the day of the build, what is put off, and how entries name each other.

use crate::site::{Site, TODAY, tree, visible_text};

const TASK: &str = "[[nhiem_vu]]\nma = 1\nnoi_dung = \"Mở lớp kỹ năng số\"\nchu_tri = \"a\"\nthoi_han = \"30/6/2027\"\ntrang_thai = \"dang-thuc-hien\"";

fn ward() -> Site {
    Site::new().organisation("a", "Đoàn Thanh niên", "")
}

fn session(keys: &str) -> Site {
    let text = format!(
        "+++\ntieu_de = \"Hội nghị quán triệt\"\nbat_dau = 2026-12-02T14:00:00\nke_hoach = [\"ke-hoach/2026/1\"]\n\
         trieu_tap = [\"a\"]\nhan_thu_hoach = 2026-12-20\n{keys}+++\n"
    );
    ward().plan("1", TASK).file("content/quan-triet/2026/buoi.md", &text)
}

#[test]
fn a_plan_of_tomorrow_has_its_page_and_gives_nobody_tasks() {
    let site = ward().file(
        "content/ke-hoach/2026/mai.md",
        &format!("+++\nso_ky_hieu = \"13-KH/ĐU\"\ntieu_de = \"Kế hoạch ngày mai\"\nngay = 2026-12-15\n{TASK}\n+++\n"),
    );
    site.build().clean();
    let page = visible_text(&site.page("ke-hoach/2026/mai/"));
    assert!(page.contains("Chưa có hiệu lực") && page.contains("Mở lớp kỹ năng số"), "{page}");
    assert!(site.page("ke-hoach/").contains("ke-hoach/2026/mai"), "it is in the list");
    for path in ["to-chuc/a/", "tien-do/", "lich.ics", "feed.xml", "to-chuc/a/feed.xml", "du-lieu/nhiem-vu.csv"] {
        assert!(!site.page(path).contains("Mở lớp kỹ năng số"), "{path} gives it to somebody");
    }
    assert!(!site.page("feed.xml").contains("2026-12-15"), "nothing is updated in the future");
    assert!(site.page("du-lieu/ke-hoach.json").contains("\"chua-hieu-luc\""));
    let later = site.run(&["build", "--ngay", "2026-12-15"]);
    later.clean();
    assert!(site.page("to-chuc/a/").contains("Mở lớp kỹ năng số"), "on its day it is in force");
}

#[test]
fn a_session_that_is_put_off_says_so_everywhere() {
    for (keys, word) in [("trang_thai = \"hoan\"\nly_do = \"bão số 9\"\n", "Hoãn"), ("trang_thai = \"huy\"\n", "Hủy")]
    {
        let site = session(keys);
        site.build().clean();
        let page = visible_text(&site.page("quan-triet/2026/buoi/"));
        assert!(page.contains(word) && !page.contains("Sắp tới"), "{page}");
        assert_eq!(page.contains("bão số 9"), word == "Hoãn");
        assert!(!page.contains("20/12/2026"), "no papers are due");
        assert!(visible_text(&site.page("quan-triet/")).contains(word));
        assert!(!visible_text(&site.page("")).contains("Sắp tới"), "it is not the next session");
        let calendar = site.page("lich.ics").replace("\r\n ", "");
        let event = calendar.split("BEGIN:VEVENT").find(|event| event.contains("buoi@") || event.contains("#buoi"));
        let event = event.unwrap_or_else(|| panic!("{calendar}"));
        assert!(event.contains("STATUS:CANCELLED") && event.contains(&format!("SUMMARY:{word}: Hội nghị")), "{event}");
        assert!(!event.contains("VALARM") && event.contains("SEQUENCE:1\r\n"), "{event}");
        assert!(site.page("feed.xml").contains(&format!("<title>{word}: Hội nghị")));
    }
}

#[test]
fn what_changed_in_substance_is_newer_for_whoever_subscribed() {
    let lines = |keys: &str| {
        let site = session(keys);
        site.build().clean();
        let calendar = site.page("lich.ics").replace("\r\n ", "");
        let event = calendar.split("BEGIN:VEVENT").find(|event| event.contains("#buoi")).unwrap_or_default().to_owned();
        let value = |name: &str| event.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default().to_owned();
        (value("SEQUENCE:"), value("DTSTAMP:"), value("LAST-MODIFIED:"), value("UID:"))
    };
    let before = lines("");
    let after = lines("cap_nhat = 2026-11-20\n");
    assert_eq!((before.0.as_str(), after.0.as_str()), ("0", "2515"), "days since the first of 2020");
    assert_eq!((after.1.as_str(), after.2.as_str()), ("20261120T000000Z", "20261120T000000Z"));
    assert_eq!(before.3, after.3, "the same event");
    assert_eq!(lines("cap_nhat = 2026-11-23\n").0, "0", "what is to change has not changed yet");
}

#[test]
fn numbers_and_names_name_entries_in_every_key_and_directive() {
    let site = ward()
        .plan("1", &format!("so_ky_hieu = \"12-KH/ĐU\"\n{TASK}"))
        .file(
            "content/quan-triet/2026/buoi.md",
            "+++\ntieu_de = \"Hội nghị quán triệt\"\nbat_dau = 2026-03-02\nke_hoach = [\"12- KH/ÐU\"]\ntrieu_tap = [\"Ðoàn thanh niên\"]\n+++\n",
        )
        .file(
            "content/ke-hoach/2026/sua.md",
            "+++\ntieu_de = \"Sửa\"\nngay = 2026-05-05\n[[dieu_chinh]]\nke_hoach = \"Kế hoạch số 12-KH/ĐU\"\nkieu = \"sua-doi\"\nnhiem_vu = \"1\"\nthoi_han = \"31/8/2027\"\nly_do = \"x\"\n+++\n",
        )
        .file(
            "content/trang/viec.md",
            "+++\ntieu_de = \"Việc\"\n+++\n\n```{bang-nhiem-vu to_chuc=\"Đoàn thanh niên\" ke_hoach=\"12-KH/ĐU\"}\n```\n",
        );
    site.build().clean();
    assert!(site.page("ke-hoach/2026/1/").contains("quan-triet/2026/buoi"), "the session is about the plan");
    assert!(site.page("ke-hoach/2026/1/").contains("31/8/2027"), "it was amended");
    assert!(site.page("viec/").contains("data-nhiem-vu=\"ke-hoach/2026/1#1\""));
    assert!(site.page("quan-triet/2026/buoi/").contains("to-chuc/a"), "Ð is Đ");
}

#[test]
fn of_plans_with_one_number_the_newest_of_the_day_is_meant() {
    let site = ward()
        .file(
            "content/ke-hoach/2025/12.md",
            &format!("+++\nso_ky_hieu = \"12-KH/ĐU\"\ntieu_de = \"Cũ\"\nngay = 2025-01-20\n{TASK}\n+++\n"),
        )
        .file(
            "content/ke-hoach/2026/12.md",
            &format!("+++\nso_ky_hieu = \"12-KH/ĐU\"\ntieu_de = \"Mới\"\nngay = 2026-01-20\n{TASK}\n+++\n"),
        )
        .file(
            "content/quan-triet/2025/b.md",
            "+++\ntieu_de = \"B\"\nbat_dau = 2025-03-02\nke_hoach = [\"12-KH/ĐU\"]\n+++\n",
        )
        .file(
            "content/quan-triet/2026/c.md",
            "+++\ntieu_de = \"C\"\nbat_dau = 2026-03-02\nke_hoach = [\"12-KH/ĐU\"]\n+++\n",
        );
    assert_eq!(site.build().code, Some(0));
    assert!(site.page("quan-triet/2025/b/").contains("ke-hoach/2025/12"));
    assert!(site.page("quan-triet/2026/c/").contains("ke-hoach/2026/12"));
}

#[test]
fn a_half_done_internal_draft_does_not_keep_the_others_from_being_published() {
    let broken = "khoa_sai = 1\n[[nhiem_vu]]\nnoi_dung = \"Việc dở\"\n";
    let with = |keys: &str| {
        ward().plan("1", TASK).file(
            "content/ke-hoach/2026/do.md",
            &format!("+++\ntieu_de = \"Kế hoạch dở\"\nngay = 2026-02-02\n{keys}{broken}+++\n"),
        )
    };
    for keys in ["doi_tuong = \"noi-bo\"\n", "trang_thai = \"du-thao\"\n"] {
        let site = with(keys);
        let run = site.build();
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        assert!(run.codes().contains(&"khoa-la"), "it is told all the same");
        assert!(tree(&site.out()).keys().all(|path| !path.contains("/do/")));
        assert_eq!(
            site.run(&["check", "--ngay", TODAY, "--doi-tuong", "noi-bo"]).code,
            Some(i32::from(keys.starts_with("doi"))),
            "{keys}"
        );
    }
    assert_eq!(with("").build().code, Some(1), "what everybody is to see must be right");
    let secret = with("doi_tuong = \"noi-bo\"\ntu_khoa = [\"TUYỆT MẬT\"]\n");
    assert_eq!(secret.build().code, Some(1), "secrets stop every build");
}

#[test]
fn a_document_says_by_what_it_was_replaced_and_how_long_it_holds() {
    let document = |number: &str, keys: &str| {
        format!(
            "+++\nso_ky_hieu = \"{number}\"\nloai = \"nghi-quyet\"\ntieu_de = \"Về {number}\"\nngay = 2024-12-22\n{keys}+++\n"
        )
    };
    let site = ward()
        .plan("1", &format!("can_cu = [\"van-ban/cu\"]\n{TASK}"))
        .file("content/van-ban/cu.md", &document("12-NQ/TW", ""))
        .file(
            "content/van-ban/moi.md",
            &document("57-NQ/TW", "thay_the = [\"12-NQ/TW\"]\nhieu_luc = { tu = 2025-01-01 }\n"),
        );
    let run = site.build();
    assert_eq!(run.codes(), ["can-cu-het-hieu-luc"], "{}", run.stderr);
    let old = visible_text(&site.page("van-ban/cu/"));
    assert!(old.contains("Bị thay thế") && old.contains("57-NQ/TW"), "{old}");
    let new = visible_text(&site.page("van-ban/moi/"));
    assert!(new.contains("Còn hiệu lực") && new.contains("12-NQ/TW"), "{new}");
    assert!(visible_text(&site.page("ke-hoach/2026/1/")).contains("Bị thay thế"), "where it is the basis");
    assert!(
        site.page("du-lieu/van-ban.json").contains("\"hieu_luc\":\"bi-thay-the\""),
        "{}",
        site.page("du-lieu/van-ban.json")
    );
}

#[test]
fn a_total_is_told_and_what_would_give_a_small_count_back_is_not() {
    let cell = |site: Site, id: &str, members: i64| {
        let keys = format!("loai = \"chi-bo\"\nso_dang_vien = {members}\n");
        site.file(&format!("content/to-chuc/{id}.md"), &format!("+++\nten = \"Chi bộ {id}\"\n{keys}+++\n"))
    };
    let site = [("x", 40), ("y", 30), ("z", 3)].into_iter().fold(ward(), |site, (id, members)| cell(site, id, members));
    let result = |id: &str, convened: i64, attended: i64| {
        format!("[[ket_qua]]\nto_chuc = \"{id}\"\ntrieu_tap = {convened}\ntham_du = {attended}\n")
    };
    let results = [result("x", 40, 38), result("y", 30, 29), result("z", 3, 3)].concat();
    let site = site.plan("1", TASK).file(
        "content/quan-triet/2026/b.md",
        &format!("+++\ntieu_de = \"Buổi\"\nbat_dau = 2026-02-02\nke_hoach = [\"ke-hoach/2026/1\"]\n{results}+++\n"),
    );
    site.build().clean();
    let page = visible_text(&site.page("quan-triet/2026/b/"));
    assert!(page.contains("70/73 đảng viên dự (95,9 %)"), "{page}");
    assert!(page.contains("dưới 5") && page.contains("không công bố riêng"), "{page}");
    assert!(visible_text(&site.page("ke-hoach/2026/1/")).contains("3/3 chi bộ đã học · 95,9% đảng viên"));
    let data: serde_json::Value = serde_json::from_str(&site.page("du-lieu/quan-triet.json")).expect("JSON");
    let facts = &data["quan_triet"][0];
    assert_eq!((&facts["tong_trieu_tap"], &facts["tong_tham_du"]), (&73.into(), &70.into()));
    assert_eq!(facts["ket_qua"][1]["trieu_tap"], "không công bố riêng", "the smallest of the others");
    // The members of the same cell would give it back.
    assert!(
        !site.page("to-chuc/y/").contains("30 đảng viên")
            && !site.page("du-lieu/to-chuc.json").contains("\"so_dang_vien\":30")
    );
    assert!(site.page("du-lieu/to-chuc.json").contains("\"so_dang_vien\":40"));
    site.run(&["build", "--doi-tuong", "noi-bo", "--ngay", TODAY, "--out", "public"]).clean();
    let page = visible_text(&site.page("quan-triet/2026/b/"));
    assert!(!page.contains("dưới 5") && !page.contains("không công bố riêng"), "members see all of it");
}

#[test]
fn the_words_of_a_commune_are_those_of_a_commune() {
    let settings =
        crate::site::SETTINGS.replace("[mac_dinh]", "loai_don_vi = \"xa\"\nma_don_vi = \"03127\"\n[mac_dinh]");
    let site = ward().plan("1", TASK).file("bangtin.toml", &settings);
    site.build().clean();
    for (path, bytes) in tree(&site.out()) {
        let is_said = path.ends_with(".html") || path.ends_with(".txt");
        assert!(!is_said || !String::from_utf8_lossy(&bytes).contains("phường"), "{path} speaks of a ward");
    }
    assert!(site.page("ke-hoach/2026/1/truyen-thanh.txt").contains("trang thông tin của xã"));
    let facts: serde_json::Value = serde_json::from_str(&site.page("du-lieu/site.json")).expect("JSON");
    assert_eq!((&facts["ma_don_vi"], &facts["loai_don_vi"]), (&"03127".into(), &"xa".into()));
}

#[test]
fn study_for_form_s_sake_is_told_to_editors_and_to_nobody_else() {
    let settings =
        crate::site::SETTINGS.replace("quan-triet-cham = \"tat\"\n", "").replace("nhiem-vu-im-lang = \"tat\"\n", "");
    let site = Site::new()
        .file("bangtin.toml", &settings)
        .organisation("a", "Chi bộ A", "loai = \"chi-bo\"")
        .plan(
            "1",
            "hieu_luc = { tu = 2021-01-05, den = 2027-12-31 }\nlay_y_kien = { tu = 2025-12-01, den = 2025-12-01 }\n\
             [[chi_tieu]]\nten = \"Hồ sơ\"\ndich = { 2025 = 70 }\nthuc_hien = { 2025 = 41.5 }\n\
             [[moc]]\nten = \"Sơ kết\"\nthoi_han = \"quý IV/2023\"\n\
             [[nhiem_vu]]\nnoi_dung = \"Mở lớp\"\nchu_tri = \"a\"\nthoi_han = \"30/6/2021\"\n",
        )
        .plan("2", "hieu_luc = { tu = 2026-01-05, den = 2030-12-31 }\n[[nhiem_vu]]\nnoi_dung = \"Tổng kết công tác\"\nchu_tri = \"a\"\nthoi_han = \"2030\"\n")
        .file(
            "content/quan-triet/2026/b.md",
            "+++\ntieu_de = \"Buổi\"\nbat_dau = 2026-03-20T08:00:00\nket_thuc = 2026-03-20T08:20:00\nthoi_luong = \"240 phút\"\n\
             long_ghep = true\nhan_thu_hoach = 2026-03-31\nke_hoach = [\"ke-hoach/2026/1\"]\n\
             [[ket_qua]]\nto_chuc = \"a\"\ntrieu_tap = 30\ntham_du = 10\n+++\n",
        );
    let run = site.build();
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let mut codes = run.codes();
    codes.sort_unstable();
    codes.dedup();
    let expected = [
        "chi-tieu-hut",
        "lay-y-kien-hinh-thuc",
        "moc-qua-han",
        "nhiem-vu-im-lang",
        "quan-triet-cham",
        "quan-triet-du-thap",
        "quan-triet-long-ghep",
        "quan-triet-rut-ngan",
        "thieu-moc",
        "thu-hoach-thieu",
    ];
    for code in expected {
        assert!(codes.contains(&code), "{code} not in {codes:?}");
        for (path, bytes) in tree(&site.out()) {
            assert!(!String::from_utf8_lossy(&bytes).contains(code), "{path} publishes {code}");
        }
    }
    // Thresholds are the site's.
    let lenient =
        "[nguong]\nquan_triet_cham = 400\ndu_hoc = 20\nthoi_luong = 5\nnhiem_vu_im_lang = 10000\nlay_y_kien = 1\n";
    let site = site.file("bangtin.toml", &format!("{settings}{lenient}"));
    let run = site.build();
    for code in ["quan-triet-cham", "quan-triet-du-thap", "quan-triet-rut-ngan", "nhiem-vu-im-lang"] {
        assert!(!run.codes().contains(&code), "{code}: {}", run.stderr);
    }
}

#[test]
fn a_short_title_heads_the_page_and_the_lists_and_the_full_one_stands_beneath() {
    let (full, short) = ("Thực hiện Nghị quyết số 57-NQ/TW trên địa bàn phường", "Chuyển đổi số 2026");
    let site = ward()
        .file(
            "content/ke-hoach/2026/1.md",
            &format!("+++\nso_ky_hieu = \"12-KH/ĐU\"\ntieu_de = \"{full}\"\nten_ngan = \"{short}\"\nngay = 2026-01-05\n{TASK}\n+++\n"),
        )
        .file(
            "content/quan-triet/2026/b.md",
            "+++\ntieu_de = \"Hội nghị quán triệt Nghị quyết\"\nten_ngan = \"Học Nghị quyết 57\"\nbat_dau = 2026-02-02\nke_hoach = [\"ke-hoach/2026/1\"]\n+++\n",
        );
    site.build().clean();
    let page = site.page("ke-hoach/2026/1/");
    assert!(page.contains(&format!(">{short}</h1>")) && visible_text(&page).contains(full), "{page}");
    for list in ["ke-hoach/", "", "quan-triet/2026/b/"] {
        let text = visible_text(&site.page(list));
        assert!(text.contains(short) && !text.contains(full), "{list}: {text}");
    }
    assert!(visible_text(&site.page("quan-triet/")).contains("Học Nghị quyết 57"));
    assert!(site.page("quan-triet/2026/b/").contains(">Học Nghị quyết 57</h1>"));
    assert!(site.page("du-lieu/ke-hoach.json").contains(&format!("\"ten_ngan\":\"{short}\"")));
}
