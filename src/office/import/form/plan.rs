//! The plan that somebody means by what they wrote.

use crate::basics::diag::{Message, msg, nearest};
use crate::read::vocabulary::EntryKind;
use crate::site::model::{EntryId, Id, Plan, Site};

/// A plan by its id, its path or its number: of several with one number the newest.
///
/// # Errors
/// When there is none; with the nearest where there is one.
pub(crate) fn find_plan(site: &Site, written: &str) -> Result<Id<Plan>, Message> {
    let id = written.trim().trim_matches('/').trim_start_matches("content/");
    let id = id.trim_end_matches(".md").trim_end_matches("/index");
    if let Some(EntryId::Plan(plan)) = site.index.referred(id, &[EntryKind::Plan], None) {
        return Ok(plan);
    }
    Err(match nearest(id, site.index.ids().filter(|known| known.starts_with("ke-hoach/"))) {
        Some(near) => msg!("không có kế hoạch {id}; ý bạn là {near}?", "there is no plan {id}; did you mean {near}?"),
        None => {
            msg!("không có kế hoạch {id}; ghi số ký hiệu hoặc id", "there is no plan {id}; write its number or id")
        }
    })
}
