//! `trung-so-ky-hieu`: two entries that nothing tells apart. Numbers restart, so the number alone proves nothing.

use crate::basics::date::Day;
use crate::basics::diag::{Diagnostic, Location, codes, msg};
use crate::basics::text::fold_words;
use crate::read::parse::normal_number;
use crate::site::model::Site;
use std::collections::BTreeMap;

type Identity = (String, String, String, Option<Day>);

pub(super) fn check(site: &Site) -> Vec<Diagnostic> {
    let documents = site.content.documents.iter().filter_map(|(_, row)| {
        let issuer = row.issuer.as_ref().map(|issuer| fold_words(&issuer.text)).unwrap_or_default();
        let kind = row.kind.clone().unwrap_or_default();
        Some(((kind, normal_number(row.number.as_ref()?), issuer, row.date), row.meta.at, row.meta.id.as_str()))
    });
    let plans = site.content.plans.iter().filter_map(|(_, row)| {
        let issuer = row.issuer.as_ref().map_or(site.config.publisher.as_str(), |issuer| &issuer.text);
        let kind = row.kind.word().to_owned();
        Some((
            (kind, normal_number(row.number.as_ref()?), fold_words(issuer), row.date),
            row.meta.at,
            row.meta.id.as_str(),
        ))
    });
    let mut first: BTreeMap<Identity, &str> = BTreeMap::new();
    let mut found = Vec::new();
    for (identity, at, id) in documents.chain(plans) {
        match first.get(&identity) {
            Some(other) => found.push(problem(at, other)),
            None => {
                first.insert(identity, id);
            }
        }
    }
    found
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
