//! `cung-cu-the-hoa`: two plans in force that say in their titles that they carry out the same document (*chồng chéo*).

use crate::basics::diag::{Diagnostic, codes, msg};
use crate::basics::text::fold_words;
use crate::read::citation::Citation;
use crate::site::model::{Id, Plan, Site};
use std::collections::BTreeMap;

pub(super) fn check(site: &Site, in_force: &[(Id<Plan>, &Plan)]) -> Vec<Diagnostic> {
    let mut first: BTreeMap<(String, String, &str), &Plan> = BTreeMap::new();
    let mut found = Vec::new();
    for (_, plan) in in_force {
        // A document that changes another one is about the same thing by its nature.
        if !plan.amendments.is_empty() {
            continue;
        }
        let Some(purpose) = purpose(plan) else { continue };
        let issuer = plan.issuer.as_ref().map_or(site.config.publisher.as_str(), |issuer| &issuer.text);
        let key = (purpose.0.clone(), fold_words(issuer), plan.kind.word());
        match first.get(&key) {
            Some(other) => found.push(problem(plan, other, &purpose.1)),
            None => {
                first.insert(key, plan);
            }
        }
    }
    found
}

/// The document that the title names, unless the title says that this is a year's share or a change: folded, as written.
fn purpose(plan: &Plan) -> Option<(String, String)> {
    let folded = fold_words(&plan.title);
    let is_share = folded.contains(" nam 20") || folded.starts_with("sua doi") || folded.starts_with("bo sung");
    let citation = Citation::parse(&plan.title);
    let number = citation.identity.number.filter(|_| !is_share)?;
    Some((number, citation.written_number?))
}

fn problem(plan: &Plan, other: &Plan, document: &str) -> Diagnostic {
    let id = &other.meta.id;
    Diagnostic::new(
        codes::PURPOSE_TWICE,
        plan.meta.at,
        msg!(
            "hai kế hoạch đang có hiệu lực cùng cụ thể hóa {document}: kế hoạch này và {id}",
            "two plans in force carry out {document}: this one and {id}"
        ),
    )
    .help(msg!(
        "gộp làm một, ghi `[[dieu_chinh]]` kiểu thay-the, hoặc nói rõ trong trích yếu mỗi kế hoạch lo phần nào",
        "merge them, replace one by `[[dieu_chinh]]`, or say in the titles which part each is for"
    ))
}
