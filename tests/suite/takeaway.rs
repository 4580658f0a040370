//! Files that readers take away: which there are, what they say after amendments, what they must not say.

use crate::site::{SETTINGS, Site, TODAY, tree};

/// A ward with one plan, one task, one session.
fn ward() -> Site {
    Site::new()
        .organisation("a", "Hội A", "")
        .plan("1", "so_ky_hieu = \"1-KH/ĐU\"\nhieu_luc = { tu = 2026-01-05, den = 2026-12-31 }\n[[nhiem_vu]]\nma = 1\nnoi_dung = \"Mở lớp\"\nchu_tri = \"a\"\nthoi_han = \"30/6/2026\"")
        .file("content/quan-triet/x.md", "+++\ntieu_de = \"Hội nghị\"\nbat_dau = 2026-03-02T14:00:00\nke_hoach = [\"ke-hoach/2026/1\"]\ntrieu_tap = [\"a\"]\n+++\n")
}

/// The lines of a calendar, unfolded.
fn calendar(site: &Site, path: &str) -> Vec<String> {
    site.page(path).replace("\r\n ", "").split("\r\n").map(str::to_owned).collect()
}

fn value<'l>(lines: &'l [String], name: &str) -> &'l str {
    lines.iter().find_map(|line| line.strip_prefix(name)?.strip_prefix(':')).unwrap_or_default()
}

#[test]
fn every_output_can_be_switched_off_and_no_page_links_to_it_then() {
    let off = "lich = false\nfeed = false\ndu_lieu = false\nstratml = false\ntruyen_thanh = false\nap_phich = false\nngoai_tuyen = false\n";
    let site = ward().file("bangtin.toml", &SETTINGS.replace("[xuat]\n", &format!("[xuat]\n{off}")));
    site.build().clean();
    let files = tree(&site.out());
    let left: Vec<&String> = files
        .keys()
        .filter(|path| {
            let name = path.rsplit('/').next().unwrap_or_default();
            let known = ["lich.ics", "feed.xml", "stratml.xml", "truyen-thanh.txt", "nhiem-vu.csv", "nhiem-vu.json"];
            known.contains(&name)
                || path.contains("ap-phich/")
                || path.contains("ngoai-tuyen/")
                || path.contains("anh-chia-se")
        })
        .collect();
    assert_eq!(left, [] as [&String; 0]);
    assert!(files.contains_key("du-lieu/site.json"), "programs find the search by it");
    assert!(site.page("sw.js").contains("unregister"), "an older worker removes itself");
    assert!(!site.page("").contains("data-may-tram"));
    ward().build().clean();
}

#[test]
fn no_attachment_and_no_old_address_takes_the_place_of_a_file_beside_a_page() {
    let site = ward()
        .file(
            "content/ke-hoach/2026/2/index.md",
            "+++\ntieu_de = \"x\"\nngay = 2026-01-05\ntep = [{ ten = \"Lịch riêng\", tep = \"lich.ics\" }]\n+++\n",
        )
        .file("content/ke-hoach/2026/2/lich.ics", "RIENG");
    site.build().clean();
    assert!(site.page("ke-hoach/2026/2/lich.ics").starts_with("BEGIN:VCALENDAR"));
    assert_eq!(site.page("ke-hoach/2026/2/lich-2.ics"), "RIENG");
    let old = ward().plan("2", "dia_chi_cu = [\"/ke-hoach/2026/1/lich.ics\"]");
    assert_eq!(old.build().codes(), ["trung-dia-chi"]);
}

#[test]
fn an_amendment_raises_the_sequence_and_moves_the_stamp_of_its_task_alone() {
    let site = ward()
        .plan("3", "[[nhiem_vu]]\nnoi_dung = \"Việc khác\"\nchu_tri = \"a\"\nthoi_han = \"quý II/2026\"")
        .plan("2", "so_ky_hieu = \"2-KH/ĐU\"\n[[dieu_chinh]]\nke_hoach = \"ke-hoach/2026/1\"\nkieu = \"sua-doi\"\nnhiem_vu = \"1\"\nthoi_han = \"31/7/2026\"\nly_do = \"x\"");
    site.write(
        "content/ke-hoach/2026/2.md",
        std::fs::read_to_string(site.path().join("content/ke-hoach/2026/2.md"))
            .expect("written")
            .replace("2026-01-05", "2026-05-10")
            .as_bytes(),
    );
    site.build().clean();
    let amended = calendar(&site, "ke-hoach/2026/1/lich.ics");
    let task =
        amended.iter().position(|line| line == "UID:ke-hoach/2026/1#nv-1@thu.example/dang-uy").expect("the task");
    let amended = amended[task..].to_vec();
    assert_eq!((value(&amended, "SEQUENCE"), value(&amended, "DTSTAMP")), ("1", "20260510T000000Z"));
    assert_eq!(value(&amended, "DTSTART;VALUE=DATE"), "20260731");
    let other = calendar(&site, "ke-hoach/2026/3/lich.ics");
    assert_eq!((value(&other, "SEQUENCE"), value(&other, "DTSTAMP")), ("0", "20260105T000000Z"));
    assert_eq!((value(&other, "DTSTART;VALUE=DATE"), value(&other, "DTEND;VALUE=DATE")), ("20260401", "20260701"));
}

#[test]
fn a_site_elsewhere_writes_hours_in_utc_and_its_own_offset() {
    let settings = SETTINGS.replace("[mac_dinh]", "mui_gio = \"Europe/Berlin\"\n[mac_dinh]");
    let site = ward().file("bangtin.toml", &settings);
    site.build().clean();
    assert!(site.page("quan-triet/x/lich.ics").contains("DTSTART:20260302T130000Z"));
    assert!(site.page("feed.xml").contains("T00:00:00+01:00"));
}

#[test]
fn the_edition_for_members_keeps_nothing_on_a_phone() {
    let site = ward();
    site.run(&["build", "--doi-tuong", "noi-bo", "--ngay", TODAY]).clean();
    let internal = |path: &str| std::fs::read_to_string(site.path().join("noi-bo").join(path)).expect(path);
    assert!(internal("sw.js").contains("unregister"));
    assert!(!internal("index.html").contains("data-may-tram"));
    site.build().clean();
    assert!(site.page("sw.js").contains("addEventListener('fetch'"));
    assert!(site.page("").contains("data-may-tram=\"./sw.js\"") || site.page("").contains("data-may-tram=\"sw.js\""));
}

#[test]
fn small_counts_are_hidden_in_data_as_on_pages() {
    let site = ward().file(
        "content/quan-triet/y.md",
        "+++\ntieu_de = \"y\"\nbat_dau = 2026-03-03\n[[ket_qua]]\nto_chuc = \"a\"\ntrieu_tap = 97\ntham_du = 3\n+++\n",
    );
    site.build().clean();
    let data: serde_json::Value = serde_json::from_str(&site.page("du-lieu/quan-triet.json")).expect("JSON");
    let result = &data["quan_triet"][1]["ket_qua"][0];
    assert_eq!((&result["trieu_tap"], &result["tham_du"]), (&97.into(), &"dưới 5".into()));
    assert!(data["quan_triet"][1].get("tong_tham_du").is_none(), "the total gives it back");
}

#[test]
fn the_site_s_own_template_makes_the_broadcast_text_and_a_broken_one_stops_the_build() {
    let own = |text: &str| ward().file("content/mau/truyen-thanh.md", text);
    let site = own("+++\nkhuon = \"truyen-thanh\"\n+++\nA lô, {{ ke_hoach.ten }}.\n");
    site.build().clean();
    assert_eq!(site.page("ke-hoach/2026/1/truyen-thanh.txt"), "A lô, Kế hoạch số một.\n");
    let broken = own("+++\nkhuon = \"truyen-thanh\"\n+++\n{{ khong_co }}\n").plan("2", "").build();
    assert_eq!((broken.code, broken.codes()), (Some(1), vec!["giao-dien-loi"]));
    assert!(broken.stderr.contains("truyen-thanh.md"), "{}", broken.stderr);
}

#[test]
fn a_picture_has_another_name_as_soon_as_it_says_something_else() {
    let settings = SETTINGS.replace("anh_chia_se = false\n", "");
    let site = ward().file("bangtin.toml", &settings);
    let picture = |site: &Site| {
        let page = site.page("ke-hoach/2026/1/");
        let url =
            page.split("og:image\" content=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a picture");
        url.replace("https://thu.example/dang-uy/", "")
    };
    site.build().clean();
    let before = picture(&site);
    assert!(site.out().join(&before).is_file());
    let plan = std::fs::read_to_string(site.path().join("content/ke-hoach/2026/1.md")).expect("written");
    site.write("content/ke-hoach/2026/1.md", plan.replace("Kế hoạch 1", "Kế hoạch khác").as_bytes());
    site.build().clean();
    assert_ne!(picture(&site), before);
    assert!(!site.out().join(&before).exists(), "the old picture is gone");
}

#[test]
fn an_amendment_that_is_withdrawn_counts_on() {
    let amendment = |text: &str| format!("+++\ntieu_de = \"x\"\n{text}\nly_do = \"y\"\n+++\n");
    let site = ward()
        .file("content/ke-hoach/2026/a.md", &amendment("ngay = 2026-03-01\n[[dieu_chinh]]\nke_hoach = \"ke-hoach/2026/1\"\nkieu = \"sua-doi\"\nnhiem_vu = \"1\"\nthoi_han = \"30/9/2026\""))
        .file("content/ke-hoach/2026/b.md", &amendment("ngay = 2026-04-02\n[[dieu_chinh]]\nke_hoach = \"ke-hoach/2026/a\"\nkieu = \"bai-bo\""));
    site.build().clean();
    let lines = calendar(&site, "to-chuc/a/lich.ics");
    let task = lines.iter().position(|line| line.starts_with("UID:ke-hoach/2026/1#nv-1@")).expect("the task");
    let task = lines[task..].to_vec();
    assert_eq!((value(&task, "SEQUENCE"), value(&task, "DTSTAMP")), ("2", "20260402T000000Z"));
    assert_eq!(value(&task, "DTSTART;VALUE=DATE"), "20260630");
}

#[test]
fn a_build_on_another_day_says_the_same_of_what_did_not_change() {
    let site = Site::new()
        .organisation("a", "Hội A", "")
        .plan("1", "hieu_luc = { den = 2027-12-31 }\n[[nhiem_vu]]\nnoi_dung = \"Họp\"\nchu_tri = \"a\"\nthoi_han = \"hằng tháng\"")
        .file("content/quan-triet/x.md", "+++\ntieu_de = \"Hội nghị\"\nbat_dau = 2026-12-02T14:00:00\nket_thuc = 2026-12-04\n+++\n");
    let written = |day: &str| {
        site.run(&["build", "--ngay", day]).clean();
        ["lich.ics", "feed.xml", "to-chuc/a/lich.ics", "quan-triet/x/lich.ics"].map(|path| site.page(path))
    };
    let first = written("2026-11-22");
    assert_eq!(first, written("2026-11-25"));
    assert!(first[3].contains("DTEND;TZID=Asia/Ho_Chi_Minh:20261204T235900"), "a session ends on its last day");
}

#[test]
fn a_hidden_lead_is_said_to_be_unpublished_in_every_file() {
    let site = Site::new()
        .organisation("a", "Hội kín", "doi_tuong = \"noi-bo\"")
        .plan("1", "[[nhiem_vu]]\nnoi_dung = \"Mở lớp\"\nchu_tri = \"a\"\nthoi_han = \"30/6/2027\"");
    site.build().clean();
    for path in ["lich.ics", "du-lieu/nhiem-vu.json", "du-lieu/nhiem-vu.csv", "ke-hoach/2026/1/truyen-thanh.txt"] {
        let text = site.page(path).replace("\r\n ", "");
        assert!(text.contains("tổ chức không công bố") && !text.contains("Hội kín"), "{path}: {text}");
    }
}

#[test]
fn speakers_of_a_hidden_organisation_are_left_out() {
    let site = ward().organisation("kin", "Tổ công tác kín", "doi_tuong = \"noi-bo\"").file(
        "content/quan-triet/y.md",
        "+++\ntieu_de = \"y\"\nbat_dau = 2026-03-03\nbao_cao_vien = [\"Bí thư\", \"Tổ trưởng Tổ công tác kín\"]\n+++\n",
    );
    assert_eq!(site.build().codes(), ["to-chuc-noi-bo"]);
    for path in ["quan-triet/y/", "du-lieu/quan-triet.json", "quan-triet/y/lich.ics"] {
        let text = site.page(path).replace("\r\n ", "");
        assert!(text.contains("Bí thư") && !text.contains("công tác kín"), "{path}");
    }
}

#[test]
fn what_is_vietnamese_says_so_in_an_english_interface() {
    let site = ward().file("bangtin.toml", &SETTINGS.replace("[mac_dinh]", "ngon_ngu = \"en\"\n[mac_dinh]"));
    site.build().clean();
    assert!(site.page("ke-hoach/2026/1/").contains("<h1 lang=\"vi\">"));
    assert!(site.page("to-chuc/a/").contains("class=\"the-ten\" lang=\"vi\""));
}
