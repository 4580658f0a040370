//! The plan that somebody means by what they wrote.

use crate::basics::diag::{Message, msg, nearest};
use crate::basics::text::fold_words;
use crate::read::vocabulary::EntryKind;
use crate::site::model::{EntryId, Id, Plan, Site};

/// A plan by its id, its path or its number.
///
/// # Errors
/// When there is none, or several have the number; with the nearest where there is one.
pub(crate) fn find_plan(site: &Site, written: &str) -> Result<Id<Plan>, Message> {
    let id = written.trim().trim_matches('/').trim_start_matches("content/");
    let id = id.trim_end_matches(".md").trim_end_matches("/index");
    if let Some(EntryId::Plan(plan)) = site.index.entry(id, &[EntryKind::Plan]) {
        return Ok(plan);
    }
    let wanted = fold_words(written);
    let has_number = |plan: &Plan| plan.number.as_deref().is_some_and(|number| fold_words(number) == wanted);
    let same: Vec<(Id<Plan>, &Plan)> = site.content.plans.iter().filter(|(_, plan)| has_number(plan)).collect();
    match same.as_slice() {
        [(id, _)] => Ok(*id),
        [] => Err(match nearest(id, site.index.ids().filter(|known| known.starts_with("ke-hoach/"))) {
            Some(near) => {
                msg!("không có kế hoạch {id}; ý bạn là {near}?", "there is no plan {id}; did you mean {near}?")
            }
            None => {
                msg!("không có kế hoạch {id}; ghi số ký hiệu hoặc id", "there is no plan {id}; write its number or id")
            }
        }),
        several => {
            let list = several.iter().map(|(_, plan)| plan.meta.id.as_str()).collect::<Vec<_>>().join(", ");
            Err(msg!(
                "số «{written}» có ở nhiều kế hoạch, ghi id: {list}",
                "several plans have the number «{written}», write an id: {list}"
            ))
        }
    }
}
