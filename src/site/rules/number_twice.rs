//! `trung-so-ky-hieu`: two entries that nothing tells apart. Numbers restart, so the number alone proves nothing.

use crate::basics::date::Day;
use crate::basics::diag::{Diagnostic, Location, codes, msg};
use crate::basics::text::fold_words;
use crate::read::citation::normal_number;
use crate::site::model::{EntryId, Site};
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
        Some(problem(content.meta(*entry)?.at, &content.meta(*other)?.id))
    };
    pairs.iter().filter_map(place).collect()
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
