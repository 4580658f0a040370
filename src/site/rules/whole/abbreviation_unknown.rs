//! `viet-tat-la`: abbreviations in titles, summaries and tasks that nothing expands. One message for each abbreviation.

use crate::basics::diag::{Diagnostic, Location, codes, msg};
use crate::basics::text::{COMMON_ABBREVIATIONS, DOCUMENT_CODES, fold};
use crate::site::model::{Plan, Site};
use std::collections::{BTreeMap, BTreeSet};

/// Longer runs of capitals are words that somebody shouts.
const LONGEST: usize = 7;
/// What every reader knows.
const KNOWN: [&str; 14] =
    ["QR", "TV", "PC", "USB", "ATM", "SMS", "GDP", "OCOP", "HIV", "AIDS", "VNPT", "THCS", "THPT", "AI"];

pub(super) fn check(site: &Site) -> Vec<Diagnostic> {
    let known = known(site);
    let mut first: BTreeMap<String, (Location, usize)> = BTreeMap::new();
    for (_, plan) in site.content.plans.iter() {
        for (text, at) in texts(plan) {
            for word in abbreviations(text) {
                let is_code = DOCUMENT_CODES.iter().any(|(code, _)| *code == fold(word));
                let is_known = is_code || known.contains(word) || text.contains(&format!("({word})"));
                if !is_known {
                    first.entry(word.to_owned()).or_insert((at, 0)).1 += 1;
                }
            }
        }
    }
    first.into_iter().map(|(word, (at, count))| problem(&word, at, count)).collect()
}

/// Everything that is expanded somewhere, or is a name.
fn known(site: &Site) -> BTreeSet<&str> {
    let own = site.config.abbreviations.iter().map(|(short, _)| short.as_str());
    let names = site.content.organisations.iter().flat_map(|(_, organisation)| organisation.names());
    let in_names = names.flat_map(|name| abbreviations(name));
    let common = COMMON_ABBREVIATIONS.iter().map(|(short, _)| *short);
    own.chain(in_names).chain(common).chain(KNOWN).collect()
}

fn texts(plan: &Plan) -> impl Iterator<Item = (&str, Location)> {
    let tasks = plan.tasks.iter().filter_map(|task| task.values.content.as_ref());
    let tasks = tasks.map(|content| (content.value.as_str(), content.at));
    let head = [Some(plan.title.as_str()), plan.summary.as_deref()];
    head.into_iter().flatten().map(|text| (text, plan.meta.at)).chain(tasks)
}

/// Words of capitals only; not the parts of a document's number, not Roman numerals.
fn abbreviations(text: &str) -> impl Iterator<Item = &str> {
    text.split(|ch: char| ch.is_whitespace() || ",;:.()[]«»“”\"'…!?".contains(ch)).filter(|word| {
        let letters = word.chars().count();
        let upper = word.chars().all(|ch| ch.is_alphabetic() && ch.is_uppercase());
        let roman = word.chars().all(|ch| "IVXLCDM".contains(ch));
        (2..=LONGEST).contains(&letters) && upper && !roman
    })
}

fn problem(word: &str, at: Location, count: usize) -> Diagnostic {
    Diagnostic::new(
        codes::ABBREVIATION_UNKNOWN,
        at,
        msg!(
            "chữ viết tắt {word} chưa được giải thích ({count} chỗ)",
            "the abbreviation {word} is explained nowhere ({count} places)"
        ),
    )
    .help(msg!(
        "thêm vào `[viet_tat]` của bangtin.toml: {word} = \"…\"; hoặc viết đầy đủ lần đầu: «tên đầy đủ ({word})»",
        "add it to `[viet_tat]` of bangtin.toml: {word} = \"…\"; or write it out the first time"
    ))
}
