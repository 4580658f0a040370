//! The automatic summary of a plan whose editor wrote none: ≤ 120 words, never cut inside a sentence.

use super::{Edition, Effective};
use crate::basics::date::print_day;
use crate::basics::text::{decimal, fold_words, sentences, word_count};
use crate::read::markdown::plain_text;
use crate::site::model::{Id, Plan};
use std::collections::{BTreeMap, BTreeSet};

const MOST_WORDS: usize = 120;
const MOST_SENTENCE: usize = 45;
/// Sentences beyond these add nothing to what the beginning of a plan says, but cost time.
const MOST_SENTENCES: usize = 300;

/// The summary of a plan as plain text: the editor's without Markdown, else the automatic one.
pub(crate) fn plain_summary(edition: &Edition, id: Id<Plan>, plan: &Plan) -> String {
    match &plan.summary {
        Some(summary) => plain_text(summary).trim().to_owned(),
        None => automatic_summary(edition, id, plan).join(" "),
    }
}

/// What the plan is for, how many tasks for how many organisations, the nearest deadlines, the targets, then the most
/// central sentences of its text.
pub(crate) fn automatic_summary(edition: &Edition, id: Id<Plan>, plan: &Plan) -> Vec<String> {
    let Some(effective) = edition.effective(id) else { return Vec::new() };
    let facts = [purpose(plan), tasks(effective), deadlines(edition, effective), targets(plan)];
    let mut summary: Vec<String> = Vec::new();
    let mut words = 0;
    let central = central_sentences(plan.meta.body.paragraphs.iter().map(|paragraph| &**paragraph));
    for sentence in facts.into_iter().flatten().chain(central) {
        let more = word_count(&sentence);
        if words + more <= MOST_WORDS {
            words += more;
            summary.push(sentence);
        }
    }
    summary
}

fn purpose(plan: &Plan) -> Option<String> {
    let title = plan.title.trim().trim_end_matches('.');
    if title.is_empty() {
        return None;
    }
    let mut chars = title.chars();
    let lowered: String = chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default();
    let starts_as_verb =
        ["thực hiện", "triển khai", "tổ chức", "tăng cường", "đẩy mạnh", "nâng cao", "xây dựng", "phát động"]
            .iter()
            .any(|verb| lowered.starts_with(verb));
    let name = plan.kind.name();
    Some(if starts_as_verb { format!("{name} nhằm {lowered}.") } else { format!("{name}: {title}.") })
}

fn tasks(effective: &Effective) -> Option<String> {
    let open: Vec<_> = effective.standing().collect();
    if open.is_empty() {
        return None;
    }
    let leads: BTreeSet<_> = open
        .iter()
        .flat_map(|task| task.task.values.lead.iter().chain(&task.task.values.support))
        .flat_map(crate::site::model::Parties::known)
        .collect();
    let count = open.len();
    Some(match leads.len() {
        0 => format!("Có {count} nhiệm vụ."),
        organisations => format!("Giao {count} nhiệm vụ cho {organisations} tổ chức."),
    })
}

fn deadlines(edition: &Edition, effective: &Effective) -> Option<String> {
    let today = edition.request.today;
    let mut next: BTreeMap<_, usize> = BTreeMap::new();
    for task in effective.standing().filter(|task| task.standing.state.is_open()) {
        if let Some(due) = task.due.filter(|due| *due >= today) {
            *next.entry(due).or_default() += 1;
        }
    }
    let nearest: Vec<_> =
        next.iter().take(3).map(|(day, count)| format!("{} ({count} nhiệm vụ)", print_day(*day))).collect();
    (!nearest.is_empty()).then(|| format!("Hạn gần nhất: {}.", nearest.join(", ")))
}

fn targets(plan: &Plan) -> Option<String> {
    let shown = plan.targets.iter().filter_map(|target| {
        let unit = target.unit.as_deref().map(|unit| format!(" {unit}")).unwrap_or_default();
        let goal = match target.goals.iter().next_back() {
            Some((year, value)) => format!("{}{unit} (năm {year})", decimal(*value)),
            None => target.goal_in_words.clone()?,
        };
        Some(format!("{}: {goal}", target.name))
    });
    let shown: Vec<_> = shown.filter(|text| word_count(text) <= 20).take(3).collect();
    (!shown.is_empty()).then(|| format!("Chỉ tiêu: {}.", shown.join("; ")))
}

/// Sentences by how much of the text's vocabulary they share with the other sentences, best first.
fn central_sentences<'t>(paragraphs: impl Iterator<Item = &'t str>) -> Vec<String> {
    let all: Vec<&str> = paragraphs.flat_map(sentences).take(MOST_SENTENCES).collect();
    let words: Vec<BTreeSet<String>> = all.iter().map(|sentence| pairs(sentence)).collect();
    let mut frequency: BTreeMap<&str, usize> = BTreeMap::new();
    for word in words.iter().flatten() {
        *frequency.entry(word).or_default() += 1;
    }
    let mut ranked: Vec<(usize, usize, &str)> = Vec::new();
    for (place, (sentence, words)) in all.iter().zip(&words).enumerate() {
        let length = word_count(sentence);
        let whole = sentence.ends_with(['.', '!', '?']);
        if !whole || !(8..=MOST_SENTENCE).contains(&length) {
            continue;
        }
        let shared: usize = words.iter().filter_map(|word| frequency.get(word.as_str())).map(|count| count - 1).sum();
        ranked.push((shared * 1000 / (length + 8), place, sentence));
    }
    ranked.sort_by_key(|(score, place, _)| (std::cmp::Reverse(*score), *place));
    ranked.into_iter().map(|(_, _, sentence)| (*sentence).to_owned()).collect()
}

/// Neighbouring syllables: most Vietnamese words are two of them.
fn pairs(sentence: &str) -> BTreeSet<String> {
    let folded = fold_words(sentence);
    let syllables: Vec<&str> = folded.split(' ').collect();
    syllables.windows(2).map(|pair| pair.join(" ")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn central_sentences_are_whole_and_share_the_subject() {
        let text = [
            "Chuyển đổi số phục vụ người dân là nhiệm vụ trọng tâm của phường trong năm nay.",
            "Các khu phố đẩy mạnh chuyển đổi số phục vụ người dân từ tổ công nghệ số.",
            "Thời tiết hôm nay rất đẹp và có nhiều mây trắng bay ngang trời xanh.",
            "Câu không có dấu chấm nói về chuyển đổi số phục vụ người dân ở phường",
        ];
        let ranked = central_sentences(text.into_iter());
        assert_eq!(ranked.len(), 3);
        assert!(ranked.first().is_some_and(|first| first.contains("Chuyển đổi số") || first.contains("chuyển đổi số")));
        assert!(ranked.last().is_some_and(|last| last.starts_with("Thời tiết")));
    }
}
