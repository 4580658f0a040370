//! The settings of an edition: topics and abbreviations that only hidden content uses are not among them.

use crate::read::config::Config;
use crate::read::source::SourceTree;
use crate::site::model::{Content, EntryId, Plan, Site};

/// The settings that an edition may tell.
pub(super) fn of_edition(site: &Site, tree: &SourceTree, shown: &Content) -> Config {
    let mut config = site.config.clone();
    let hidden: Vec<EntryId> =
        site.content.entries().map(|(entry, _)| entry).filter(|entry| hides(site, shown, *entry)).collect();
    if hidden.is_empty() {
        return config;
    }
    let uses = |plan: &Plan, code: &String| plan.topics.contains(code);
    config.topics.retain(|topic| {
        let shows = || shown.plans.iter().any(|(_, plan)| uses(plan, &topic.code));
        let hides = hidden.iter().any(|entry| match entry {
            EntryId::Plan(id) => site.content.plans.get(*id).is_some_and(|plan| uses(plan, &topic.code)),
            _ => false,
        });
        !hides || shows()
    });
    config.abbreviations.retain(|(short, _)| {
        let in_text = |text: &str| has_word(text, short);
        let hides =
            hidden.iter().any(|entry| texts(site, tree, &site.content, *entry).iter().any(|text| in_text(text)));
        let shows =
            || shown.entries().any(|(entry, _)| texts(site, tree, shown, entry).iter().any(|text| in_text(text)));
        !hides || shows()
    });
    config
}

/// Whether an edition leaves out an entry, or a task of it.
fn hides(site: &Site, shown: &Content, entry: EntryId) -> bool {
    if shown.meta(entry).is_none() {
        return true;
    }
    let EntryId::Plan(id) = entry else { return false };
    let tasks = |content: &Content| content.plans.get(id).map_or(0, |plan| plan.tasks.len() + plan.amendments.len());
    tasks(shown) < tasks(&site.content)
}

/// What an entry of some content says. Where tasks are left out of it, only what is still there.
fn texts<'t>(site: &'t Site, tree: &'t SourceTree, content: &'t Content, entry: EntryId) -> Vec<&'t str> {
    let Some(meta) = content.meta(entry) else { return Vec::new() };
    let whole = tree.text_of(meta.file).unwrap_or_default();
    let EntryId::Plan(id) = entry else { return vec![whole] };
    let Some(plan) = content.plans.get(id) else { return vec![whole] };
    let mut texts = match hides(site, content, entry) {
        false => vec![whole],
        true => {
            let body = whole.get(meta.body.range.clone()).unwrap_or_default();
            let keys = plan
                .keywords
                .iter()
                .chain(&plan.summary)
                .chain([&plan.title])
                .chain(&plan.short_title)
                .chain(&plan.signer);
            let targets = plan.targets.iter().map(|target| &target.name);
            let milestones = plan.milestones.iter().map(|milestone| &milestone.name);
            keys.chain(targets).chain(milestones).map(String::as_str).chain([body]).collect()
        }
    };
    for values in plan.tasks.iter().map(|task| &task.values).chain(plan.amendments.iter().map(|change| &change.values))
    {
        texts.extend(values.content.iter().map(|content| content.value.as_str()));
        let others = [&values.product, &values.target, &values.note, &values.responsible, &values.authority];
        texts.extend(others.into_iter().flatten().map(String::as_str));
        texts.extend(values.lead.iter().chain(&values.support).flat_map(|parties| parties.written()));
        texts.extend(values.log.iter().map(|entry| entry.text.as_str()));
    }
    texts
}

/// Whether an abbreviation stands in a text, not as part of another word.
fn has_word(text: &str, short: &str) -> bool {
    let edge = |ch: Option<char>| ch.is_none_or(|ch| !ch.is_alphanumeric());
    text.match_indices(short).any(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + short.len()..).and_then(|after| after.chars().next());
        edge(before) && edge(after)
    })
}

#[cfg(test)]
mod tests {
    use super::has_word;

    #[test]
    fn abbreviations_are_whole_words() {
        assert!(has_word("Ban KT-XH họp", "KT-XH") && has_word("HĐND, UBND", "UBND"));
        assert!(!has_word("HĐNDX", "HĐND") && !has_word("", "A"));
    }
}
