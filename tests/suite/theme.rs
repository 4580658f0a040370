//! Themes: overridable file by file, checked, complete in both languages.

use crate::site::{SETTINGS, Site};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

type Strings = BTreeMap<String, BTreeMap<String, String>>;

fn theme() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/themes/bang-tin"))
}

fn strings(language: &str) -> Strings {
    let text = fs::read_to_string(theme().join(format!("chuoi/{language}.toml"))).expect("strings");
    toml::from_str(&text).expect("tables of strings")
}

#[test]
fn both_languages_have_the_same_strings_with_the_same_places() {
    let (vi, en) = (strings("vi"), strings("en"));
    for (table, words) in &vi {
        for (key, text) in words {
            let other =
                en.get(table).and_then(|table| table.get(key)).unwrap_or_else(|| panic!("en lacks {table}.{key}"));
            let places = |text: &str| {
                text.split('{')
                    .skip(1)
                    .filter_map(|rest| rest.split('}').next().map(str::to_owned))
                    .collect::<BTreeSet<_>>()
            };
            assert_eq!(places(text), places(other), "{table}.{key}");
        }
    }
}

#[test]
fn templates_ask_for_strings_that_exist() {
    let vi = strings("vi");
    let mut missing = Vec::new();
    for (path, bytes) in crate::site::tree(&theme().join("trang")) {
        let text = String::from_utf8(bytes).expect("UTF-8");
        for (at, _) in text.match_indices("t.") {
            let before = text[..at].chars().next_back().unwrap_or(' ');
            if before.is_alphanumeric() || before == '_' || before == '.' || before == '-' {
                continue;
            }
            let mut parts = text[at + 2..].split('.');
            let (table, rest) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
            let key: String = rest.chars().take_while(|ch| ch.is_ascii_alphanumeric() || *ch == '_').collect();
            if vi.get(table).is_none_or(|table| !table.contains_key(&key)) {
                missing.push(format!("{path}: {table}.{key}"));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn the_english_interface_builds_too() {
    let site = Site::new().file("bangtin.toml", &SETTINGS.replace("[mac_dinh]", "ngon_ngu = \"en\"\n[mac_dinh]"));
    site.build().clean();
    let home = site.page("");
    assert!(home.contains("<html lang=\"en\">"));
    assert!(!home.contains("Việc của tôi"), "Vietnamese in the English interface");
}

#[test]
fn one_file_of_the_theme_can_be_overridden_and_extend_the_original() {
    let site = Site::new()
        .file(
            "themes/bang-tin/trang/404.html",
            "{% extends \"goc/404.html\" %}{% block head %}<meta name=\"x\" content=\"rieng\">{% endblock head %}",
        )
        .file("themes/bang-tin/tai-san/them.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    site.build().clean();
    let page = site.page("404.html");
    assert!(page.contains("content=\"rieng\"") && page.contains("Không thấy trang này"));
    assert!(crate::site::tree(&site.out().join("tai-san")).keys().any(|name| name.starts_with("them.")));
}

#[test]
fn a_component_can_be_overridden_alone_or_with_its_whole_file() {
    let components = fs::read_to_string(theme().join("trang/thanh-phan.html")).expect("components");
    let edited = components.replacen("class=\"", "class=\"rieng ", 1);
    let whole = Site::new().file("themes/bang-tin/trang/thanh-phan.html", &edited);
    whole.build().clean();
    assert!(whole.page("").contains("class=\"rieng "));
    assert!(components.contains("component o_tim("));
    let one = "{%- component o_tim(url) -%}<p class=\"tim-rieng\">{{ url }}</p>{%- endcomponent o_tim -%}";
    let alone = Site::new().file("themes/bang-tin/trang/rieng.html", one);
    alone.build().clean();
    assert!(alone.page("").contains("class=\"tim-rieng\""));
}

#[test]
fn a_component_that_stands_twice_is_shown_in_both_files() {
    let one = "{% component rieng() %}a{% endcomponent rieng %}";
    let site = Site::new().file("themes/bang-tin/trang/mot.html", one).file("themes/bang-tin/trang/hai.html", one);
    let run = site.check();
    assert_eq!(run.codes(), ["giao-dien-loi"]);
    assert!(run.stderr.contains("themes/bang-tin/trang/hai.html"), "{}", run.stderr);
    assert!(run.stderr.contains("`hai.html` và `mot.html`"), "{}", run.stderr);
}

#[test]
fn a_component_that_takes_less_than_it_is_given_is_shown_in_the_sites_own_file() {
    let icon = "{% component icon() %}x{% endcomponent icon %}";
    let run = Site::new().file("themes/bang-tin/trang/rieng.html", icon).check();
    assert_eq!(run.codes(), ["giao-dien-loi"]);
    assert!(run.stderr.contains("thành phần `icon` của trang"), "{}", run.stderr);
    assert!(run.stderr.contains("themes/bang-tin/trang/rieng.html"), "{}", run.stderr);
}

#[test]
fn a_template_that_extends_itself_is_told_of_the_original() {
    let run = Site::new().file("themes/bang-tin/trang/khung.html", "{% extends \"khung.html\" %}").check();
    assert_eq!(run.codes(), ["giao-dien-loi"]);
    assert!(run.stderr.contains("themes/bang-tin/trang/khung.html"), "{}", run.stderr);
    assert!(run.stderr.contains("kế thừa `goc/khung.html`"), "{}", run.stderr);
}

#[test]
fn settings_of_the_theme_are_checked_and_reach_the_style_sheet() {
    let settings = format!("{SETTINGS}[giao_dien]\nmau_thanh = \"#00457c\"\nkhau_hieu = \"Vì dân\"\n");
    let site = Site::new().file("bangtin.toml", &settings);
    site.build().clean();
    let css = crate::site::tree(&site.out().join("tai-san"))
        .into_iter()
        .find(|(name, _)| name.ends_with(".css"))
        .expect("css")
        .1;
    assert!(String::from_utf8_lossy(&css).contains("--mau-thanh:#00457c"));
    assert!(site.page("").contains("Vì dân"));
    let pale = Site::new().file("bangtin.toml", &settings.replace("#00457c", "#ffd447"));
    assert_eq!(pale.check().codes(), ["gia-tri-sai"]);
}
