//! `trung-so-ky-hieu`: two entries that nothing tells apart. Numbers restart, so the number alone proves nothing.

use crate::basics::date::Day;
use crate::basics::diag::{Diagnostic, Location, codes, msg};
use crate::basics::text::fold_words;
use crate::read::citation::normal_number;
use crate::site::model::{Content, EntryId, OfKind, Plan, Site};
use std::collections::BTreeMap;

type Identity = (String, String, String, Option<Day>);

/// Entries that cannot be told from an earlier one, each with that one. It says who they are, not where they stand, so that
/// it holds while texts change.
pub(super) fn pairs(site: &Site) -> Vec<(EntryId, EntryId)> {
    let documents = site.content.documents.iter().filter_map(|(id, row)| {
        let issuer = row.issuer.as_ref().map(|issuer| fold_words(&issuer.text)).unwrap_or_default();
        let kind = row.kind.clone().unwrap_or_default();
        Some(((kind, normal_number(row.number.as_ref()?), issuer, row.date), EntryId::Document(id)))
    });
    let plans = site.content.plans.iter().filter_map(|(id, row)| {
        let issuer = row.issuer.as_ref().map_or(site.config.publisher.as_str(), |issuer| &issuer.text);
        let kind = row.kind.word().to_owned();
        Some(((kind, normal_number(row.number.as_ref()?), fold_words(issuer), row.date), EntryId::Plan(id)))
    });
    let mut first: BTreeMap<Identity, EntryId> = BTreeMap::new();
    let mut pairs = Vec::new();
    for (identity, entry) in documents.chain(plans) {
        match first.get(&identity) {
            Some(other) => pairs.push((entry, *other)),
            None => {
                first.insert(identity, entry);
            }
        }
    }
    pairs
}

/// The pairs, where they stand now.
pub(super) fn placed(pairs: &[(EntryId, EntryId)], site: &Site) -> Vec<Diagnostic> {
    let place = |(entry, other): &(EntryId, EntryId)| {
        let content = &site.content;
        let (at, id) = (content.meta(*entry)?.at, &content.meta(*other)?.id);
        Some(if says_the_same(content, *entry, *other) { copied(at, id) } else { problem(at, id) })
    };
    pairs.iter().filter_map(place).collect()
}

/// Whether nine words of ten stand in both.
fn says_the_same(content: &Content, entry: EntryId, other: EntryId) -> bool {
    let (mut a, b) = (words(content, entry), words(content, other));
    let longer = a.values().sum::<usize>().max(b.values().sum());
    let mut shared = 0;
    for (word, count) in b {
        shared += a.remove(&word).unwrap_or_default().min(count);
    }
    // Entries of a few words (a number, a title) say too little to be copies.
    longer >= FEW_WORDS && shared * 10 >= longer * 9
}

const FEW_WORDS: usize = 12;

/// The words of an entry, each with how often it stands there.
fn words(content: &Content, entry: EntryId) -> BTreeMap<String, usize> {
    let body = content.meta(entry).into_iter().flat_map(|meta| meta.body.paragraphs.iter().map(|text| &**text));
    let plan = Plan::id(entry).and_then(|id| content.plans.get(id));
    let tasks = plan.into_iter().flat_map(|plan| &plan.tasks).filter_map(|task| task.values.content.as_ref());
    let title = plan.map(|plan| plan.title.as_str());
    let texts = body.chain(tasks.map(|content| content.value.as_str())).chain(title);
    let mut words = BTreeMap::new();
    for text in texts {
        fold_words(text).split(' ').for_each(|word| *words.entry(word.to_owned()).or_default() += 1);
    }
    words
}

fn copied(at: Location, other: &str) -> Diagnostic {
    Diagnostic::new(
        codes::ENTRY_COPIED,
        at,
        msg!(
            "cùng số và gần như cùng chữ với `{other}`: là một bản chép",
            "same number and nearly the same text as `{other}`: a copy"
        ),
    )
    .help(msg!("so hai tệp, giữ bản đúng, xóa tệp kia", "compare the two, keep the right one, delete the other"))
}

fn problem(at: Location, other: &str) -> Diagnostic {
    Diagnostic::new(
        codes::NUMBER_TWICE,
        at,
        msg!("cùng loại, số, ngày và cơ quan với `{other}`", "same kind, number, date and issuer as `{other}`"),
    )
    .help(msg!(
        "một trong hai ghi sai số hoặc ngày; nếu là một văn bản, bỏ một tệp",
        "one of them has a wrong number or date; if they are one document, remove a file"
    ))
}
