//! The files of search: what they hold, what they leave out, where they lie.

use crate::site::{SETTINGS, Site, TODAY, tree, unpacked};
use serde_json::Value;

/// Title and address of everything that can be found.
fn rows(site: &Site) -> Vec<(String, String)> {
    let files = unpacked(&tree(&site.out()));
    let rows = files.iter().filter(|(path, _)| path.contains("/f/"));
    let text = |row: &Value, place: usize| row[place].as_str().expect("a text").to_owned();
    rows.flat_map(|(_, bytes)| {
        let rows: Vec<Value> = serde_json::from_slice(bytes).expect("rows");
        rows.iter().map(|row| (text(row, 0), text(row, 1))).collect::<Vec<_>>()
    })
    .collect()
}

/// The whole index as one text: its words without marks.
fn words(site: &Site) -> String {
    let files = unpacked(&tree(&site.out()));
    let shards = files.iter().filter(|(path, _)| path.contains("/s/"));
    shards.map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned()).collect()
}

fn ward() -> Site {
    Site::new()
        .organisation("hpn", "Hội Phụ nữ", "ten_ngan = \"HPN\"")
        .plan(
            "mot",
            "so_ky_hieu = \"01-KH/ĐU\"\n[[nhiem_vu]]\nnoi_dung = \"Trồng cây\"\nchu_tri = [\"hpn\"]\nthoi_han = \"2026\"\n\
             [[nhiem_vu]]\nnoi_dung = \"Đốt rác\"\nchu_tri = [\"hpn\"]\nthoi_han = \"2026\"",
        )
        .plan(
            "hai",
            "[[dieu_chinh]]\nke_hoach = \"ke-hoach/2026/mot\"\nkieu = \"bai-bo\"\nnhiem_vu = \"2\"\nnoi_dung_cu = \"Đốt rác\"\nly_do = \"trùng\"",
        )
        .file("content/tai-lieu/hoi.md", "+++\ntieu_de = \"Hỏi đáp\"\nloai = \"hoi-dap\"\n[[cau_hoi]]\nhoi = \"Cây gì?\"\ndap = \"Cây ban.\"\n+++\n")
        .file("content/van-ban/nq.md", "+++\nso_ky_hieu = \"57-NQ/TW\"\nloai = \"nghi-quyet\"\nngay = 2024-12-22\n+++\n| Cột A | Cột B |\n|---|---|\n| thửa | ruộng |\n")
        .file("content/quan-triet/x.md", "+++\ntieu_de = \"Học tập\"\nbat_dau = 2026-03-02\n+++\n")
        .file("content/trang/y.md", "+++\ntieu_de = \"Giới thiệu\"\n+++\n")
}

#[test]
fn everything_a_reader_may_look_for_is_found_at_its_own_place() {
    let site = ward();
    site.build().clean();
    let urls: Vec<String> = rows(&site).into_iter().map(|(_, url)| url).collect();
    for url in [
        "ke-hoach/2026/mot/",
        "ke-hoach/2026/mot/#nv-1",
        "van-ban/nq/",
        "to-chuc/hpn/",
        "quan-triet/x/",
        "tai-lieu/hoi/",
        "tai-lieu/hoi/#bt-hoi-1",
        "y/",
    ] {
        assert!(urls.iter().any(|known| known == url), "{url} in {urls:?}");
        let (path, anchor) = url.split_once('#').unwrap_or((url, ""));
        assert!(anchor.is_empty() || site.page(path).contains(&format!("id=\"{anchor}\"")), "{url}");
    }
    assert!(!urls.iter().any(|url| url.ends_with("#nv-2")), "a withdrawn task is no task");
    let words = words(&site);
    for word in ["\nthua", "\nruong", "#nq57!", "@20241222!", "#kh1!", "~knhiem-vu", "~thpn", "~n2026"] {
        assert!(words.contains(word), "{word}");
    }
    assert!(!words.contains("thua ruong"), "cells of a table are no neighbours");
}

#[test]
fn a_small_site_has_its_index_in_lunr_format_and_as_a_script_a_large_one_the_shards_alone() {
    let site = ward();
    site.build().clean();
    let files = tree(&site.out());
    assert!(files.contains_key("tim-kiem/lunr.json") && files.contains_key("tim-kiem/chi-muc.js"));
    assert!(site.page("tim-kiem/").contains("data-chi-muc=\"../tim-kiem/chi-muc.js\""));
    let large = (0..301).fold(Site::new(), |site, number| {
        site.file(&format!("content/trang/t{number}.md"), &format!("+++\ntieu_de = \"Trang {number}\"\n+++\n"))
    });
    large.build().clean();
    let files = tree(&large.out());
    assert!(!files.contains_key("tim-kiem/lunr.json"));
    assert!(files.keys().any(|path| path.ends_with("/root.bin")));
}

#[test]
fn the_index_lies_where_site_json_says_under_a_name_that_changes_with_it() {
    let site = ward();
    site.build().clean();
    let facts = |site: &Site| -> Value { serde_json::from_str(&site.page("du-lieu/site.json")).expect("JSON") };
    let before = facts(&site);
    for key in ["loi", "lunr"] {
        let path = before["tim_kiem"][key].as_str().expect("a path");
        assert!(site.out().join(path).is_file(), "{path}");
    }
    let folder = before["tim_kiem"]["goc"].as_str().expect("a folder").to_owned();
    assert!(folder.ends_with('/') && site.out().join(&folder).join("root.bin").is_file());
    site.write("content/trang/y.md", "+++\ntieu_de = \"Giới thiệu khác\"\n+++\n".as_bytes());
    site.build().clean();
    assert_ne!(facts(&site)["tim_kiem"]["goc"].as_str(), Some(folder.as_str()));
    assert!(!site.out().join(&folder).exists(), "the old index is gone");
}

#[test]
fn a_site_may_do_without_search() {
    let site = ward().file("bangtin.toml", &SETTINGS.replace("[xuat]", "[xuat]\ntim_kiem = false"));
    site.build().clean();
    let files = tree(&site.out());
    assert!(!files.keys().any(|path| path.starts_with("tim-kiem/")));
    assert!(!site.page("").contains("tim-kiem") && site.page("").contains("href=\"quan-triet/\""));
    assert!(!site.page("du-lieu/site.json").contains("tim_kiem"));
}

#[test]
fn the_internal_edition_finds_internal_content() {
    let site = ward().plan("kin", "doi_tuong = \"noi-bo\"\ntu_khoa = [\"chuyện riêng\"]");
    site.build().clean();
    assert!(!words(&site).contains("chuyen rieng"));
    site.run(&["build", "--doi-tuong", "noi-bo", "--out", "public", "--ngay", TODAY]).clean();
    assert!(words(&site).contains("chuyen rieng"));
}

#[test]
fn the_catalogue_lists_titles_in_vietnamese_order_with_their_numbers() {
    let site = ward();
    site.build().clean();
    let page = site.page("tim-kiem/");
    let place = |text: &str| page.find(text).unwrap_or_else(|| panic!("{text}"));
    assert!(place("id=\"bt-chu-g\"") < place("id=\"bt-chu-h\"") && place("id=\"bt-chu-h\"") < place("id=\"bt-chu-k\""));
    assert!(page.contains("<span class=\"lien\">01-KH/ĐU</span> · Kế hoạch mot"));
    let many = (0..400).fold(Site::new(), |site, number| {
        site.file(&format!("content/trang/t{number}.md"), &format!("+++\ntieu_de = \"Trang {number}\"\n+++\n"))
    });
    many.build().clean();
    assert!(many.page("tim-kiem/trang-3/").contains("Trang 399"));
    assert!(!many.page("tim-kiem/trang-2/").contains("data-tim-kiem "));
}
