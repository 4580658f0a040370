//! What a site says of people, worked out a second time from the content by code that knows nothing of the program: how
//! every task stands for whom, who has studied what, and that no negative sentence stands without a recorded fact.

mod content;
mod pages;
mod wards;

use crate::site::{Site, TODAY, tree, visible_text};
use content::Ward;
use pages::{elements, plan_of_page};
use std::collections::BTreeMap;
use std::path::Path;

/// Builds both editions of a site folder and reads every page of them.
fn every_page(folder: &Path, mut look: impl FnMut(&Ward, bool, &str, &str)) {
    for (audience, public) in [("cong-khai", true), ("noi-bo", false)] {
        let out = tempfile::tempdir().expect("a folder");
        let target = out.path().join("ra");
        let arguments = ["build", "--ngay", TODAY, "--doi-tuong", audience, "--out", target.to_str().expect("UTF-8")];
        let run = crate::site::run_in(folder, &arguments);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        let ward = Ward::read(folder, public);
        for (path, bytes) in tree(&target) {
            if path.ends_with("index.html") {
                look(&ward, public, &path, &String::from_utf8(bytes).expect("UTF-8"));
            }
        }
    }
}

/// Every element of a task has the state that follows from the content; gives how many were late.
fn states_agree(folder: &Path) -> (usize, usize) {
    let (mut seen, mut late) = (0, 0);
    every_page(folder, |ward, public, path, html| {
        let organisation = path.strip_prefix("to-chuc/").and_then(|rest| rest.split('/').next());
        let organisation = organisation.filter(|id| ward.organisations.contains_key(*id));
        for element in elements(html) {
            let (Some(task), Some(state)) = (element.get("data-nhiem-vu"), element.get("data-tinh-trang")) else {
                continue;
            };
            let Some(expected) = ward.state(
                task,
                organisation.filter(|_| element.contains_key("data-vai")),
                element.get("data-vai").map(String::as_str),
            ) else {
                // Of tasks in a workbook the oracle knows nothing: nobody may be said to be late with them.
                assert!(ward.is_in_workbook(task), "{task} on {path} is no task of the content");
                continue;
            };
            assert_eq!(*state, expected, "{task} on {path}, public: {public}");
            seen += 1;
            late += usize::from(state == "qua-han");
        }
    });
    (seen, late)
}

/// Counts of late tasks that pages tell are those of the content.
fn counts_agree(folder: &Path) {
    every_page(folder, |ward, public, path, html| {
        let Some(id) = path.strip_prefix("to-chuc/").and_then(|rest| rest.strip_suffix("/index.html")) else { return };
        if !ward.organisations.contains_key(id) {
            return;
        }
        let text = visible_text(html);
        let told = pages::number_before(&text, "việc quá hạn").unwrap_or(0);
        // What a workbook says of its tasks the oracle cannot read.
        let others = elements(html).into_iter().filter(|element| {
            let is = |name: &str, value: &str| element.get(name).is_some_and(|own| own == value);
            let in_workbook = element.get("data-nhiem-vu").is_some_and(|task| ward.is_in_workbook(task));
            in_workbook && is("data-tinh-trang", "qua-han") && is("data-vai", "chu-tri")
        });
        assert_eq!(told, ward.late_of(id) + others.count(), "{id}, public: {public}: {text}");
    });
}

/// The line of study on plans and documents, and who is said not to have studied.
fn study_agrees(folder: &Path) -> usize {
    let mut lines = 0;
    every_page(folder, |ward, public, path, html| {
        let text = visible_text(html);
        if let Some(id) = plan_of_page(path) {
            let (studied, total) = ward.study_of_plan(&id);
            if total > 0 {
                let line = format!("{studied}/{total} ");
                assert!(
                    text.contains(&format!("{line}chi bộ đã học"))
                        || text.contains(&format!("{line}tổ chức đảng đã học")),
                    "{id}: {line}: {text}"
                );
                lines += 1;
            } else {
                assert!(!text.contains(" đã học"), "{id} has no results: {text}");
            }
        }
        // «Chưa học (n)» stands before names: each has a result that says so.
        if let Some(named) = pages::between(html, "Chưa học (", "</details>") {
            assert!(!public, "the public edition names nobody: {path}");
            let id = plan_of_page(path).unwrap_or_else(|| panic!("{path} says who has not studied"));
            for name in pages::names(named) {
                assert!(ward.said_not_to_have_studied(&id, &name), "{name} on {path}");
            }
        }
    });
    lines
}

/// Sums in the data are those of the content.
fn totals_agree(folder: &Path) -> (usize, usize) {
    let (mut told, mut all) = (0, 0);
    for (audience, public) in [("cong-khai", true), ("noi-bo", false)] {
        let out = tempfile::tempdir().expect("a folder");
        let target = out.path().join("ra");
        crate::site::run_in(
            folder,
            &["build", "--ngay", TODAY, "--doi-tuong", audience, "--out", target.to_str().expect("UTF-8")],
        );
        let ward = Ward::read(folder, public);
        let data = std::fs::read_to_string(target.join("du-lieu/quan-triet.json")).expect("data");
        let data: serde_json::Value = serde_json::from_str(&data).expect("JSON");
        for facts in data["quan_triet"].as_array().expect("sessions") {
            let sums = ward.sums(facts["id"].as_str().expect("an id"));
            for (key, sum) in sums {
                all += usize::from(public);
                if let Some(value) = facts.get(&key) {
                    assert_eq!(value.as_i64(), Some(sum), "{} {key}", facts["id"]);
                    told += usize::from(public);
                }
            }
        }
    }
    (told, all)
}

fn demo() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn the_demo_says_of_every_task_and_session_what_its_content_says() {
    let (seen, late) = states_agree(demo());
    assert!(seen > 1_500 && late > 0, "{seen} elements, {late} late");
    counts_agree(demo());
    assert!(study_agrees(demo()) > 10);
    let (told, all) = totals_agree(demo());
    assert!(told * 10 >= all * 9, "{told} of {all} totals of sessions are told");
}

#[test]
fn a_ward_of_ninety_organisations_says_what_its_content_says() {
    let site: Site = wards::ninety();
    let (seen, late) = states_agree(site.path());
    assert!(seen > 1_000 && late > 20, "{seen} elements, {late} late");
    counts_agree(site.path());
    assert!(study_agrees(site.path()) > 2);
    let (told, all) = totals_agree(site.path());
    assert!(told * 10 >= all * 9, "{told} of {all} totals of sessions are told");
}

#[test]
fn wards_put_together_at_random_say_what_their_content_says() {
    let mut words: BTreeMap<bool, usize> = BTreeMap::new();
    for seed in 0..6 {
        let site = wards::random(seed);
        let (seen, late) = states_agree(site.path());
        assert!(seen > 10, "ward {seed} has tasks");
        *words.entry(late > 0).or_default() += 1;
        counts_agree(site.path());
        study_agrees(site.path());
        totals_agree(site.path());
    }
    assert!(words.contains_key(&true), "somebody is late in some of them: {words:?}");
}
