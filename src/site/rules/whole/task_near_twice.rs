//! `nhiem-vu-gan-trung`: tasks of different plans in force that say nearly the same (*chồng chéo*). One message for each
//! knot of such tasks.

use super::similar::near_pairs;
use crate::basics::diag::{Diagnostic, Located, Location, codes, msg};
use crate::basics::text::{decimal, fold_words, word_count};
use crate::site::model::{Id, Plan};
use std::collections::BTreeMap;

/// Shorter tasks are alike by chance: «Báo cáo kết quả hằng quý».
const FEWEST_WORDS: usize = 8;
/// The share of word pairs from which two tasks count as one.
const LEAST: f64 = 0.75;
/// More knots than this drown the reader: the closest are told.
const MOST_MESSAGES: usize = 50;

/// A task, with the plan it stands in.
struct Place<'s> {
    plan: &'s Plan,
    code: &'s str,
    content: &'s Located<String>,
}

pub(super) fn check(in_force: &[(Id<Plan>, &Plan)]) -> Vec<Diagnostic> {
    let mut by_text: BTreeMap<String, Vec<Place<'_>>> = BTreeMap::new();
    for (_, plan) in in_force {
        for task in &plan.tasks {
            let Some(content) = task.values.content.as_ref() else { continue };
            if word_count(&content.value) >= FEWEST_WORDS {
                let place = Place { plan, code: &task.code, content };
                by_text.entry(fold_words(&content.value)).or_default().push(place);
            }
        }
    }
    let (texts, places): (Vec<String>, Vec<Vec<Place<'_>>>) = by_text.into_iter().unzip();
    let mut knots: Vec<(f64, Vec<&Place<'_>>)> = Vec::new();
    for same in &places {
        push_knot(&mut knots, 1.0, same.iter().collect());
    }
    for (one, other, share) in near_pairs(&texts, LEAST) {
        let both = [one, other].into_iter().filter_map(|at| places.get(at)).flatten();
        push_knot(&mut knots, share, both.collect());
    }
    knots.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    knots.into_iter().take(MOST_MESSAGES).filter_map(|(share, knot)| problem(share, &knot)).collect()
}

/// A knot counts where it ties different plans together.
fn push_knot<'p, 's>(knots: &mut Vec<(f64, Vec<&'p Place<'s>>)>, share: f64, places: Vec<&'p Place<'s>>) {
    let first = places.first().map(|place| place.plan.meta.file);
    if places.iter().any(|place| Some(place.plan.meta.file) != first) {
        knots.push((share, places));
    }
}

fn problem(share: f64, knot: &[&Place<'_>]) -> Option<Diagnostic> {
    // The newer plan is the one that can still be changed.
    let newest = knot.iter().max_by_key(|place| (place.plan.date, &place.plan.meta.id))?;
    let other = knot.iter().find(|place| place.plan.meta.file != newest.plan.meta.file)?;
    let (id, code, percent) = (&other.plan.meta.id, other.code, decimal((share * 100.0).floor()));
    let more = knot.len() - 2;
    let more_vi = if more > 0 { format!(" và {more} nhiệm vụ khác") } else { String::new() };
    let more_en = if more > 0 { format!(" and {more} more") } else { String::new() };
    let text = shortened(&other.content.value);
    let diagnostic = Diagnostic::new(
        codes::TASK_NEAR_TWICE,
        newest.content.at,
        msg!(
            "giống {percent}% nhiệm vụ {code} của {id}{more_vi}: «{text}»",
            "{percent}% the same as task {code} of {id}{more_en}: «{text}»"
        ),
    )
    .help(msg!(
        "nếu là một việc, để ở một kế hoạch và dẫn chiếu ở kế hoạch kia; nếu khác, nói rõ khác ở đâu",
        "if they are one, keep it in one plan and refer to it; if not, say where they differ"
    ));
    Some(match other.content.at {
        Location::Text(span) => diagnostic.related(span, msg!("nhiệm vụ kia", "the other task")),
        _ => diagnostic,
    })
}

fn shortened(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    match words.get(..16) {
        Some(first) => format!("{} …", first.join(" ")),
        None => words.join(" "),
    }
}
