//! `can-cu-het-hieu-luc`: a plan in force that rests on a document which is no more.

use crate::basics::date::Day;
use crate::basics::diag::{Diagnostic, codes, msg};
use crate::site::model::{BasisTarget, Document, DocumentState, Id, Plan, Site, Validity};

pub(super) fn check(site: &Site, in_force: &[(Id<Plan>, &Plan)], today: Day) -> Vec<Diagnostic> {
    let validity = Validity::of(&site.content, today);
    let name = |id: Id<Document>| {
        let row = site.content.documents.get(id)?;
        Some(row.number.clone().unwrap_or_else(|| row.meta.id.clone()))
    };
    let bases = in_force.iter().flat_map(|(_, plan)| &plan.basis);
    let ended = bases.filter_map(|basis| {
        let BasisTarget::Document(id) = basis.target else { return None };
        let state = validity.state(id, site.content.documents.get(id)?, today);
        let written = name(id)?;
        let message = match state {
            DocumentState::Replaced(by) => {
                let by = name(by)?;
                msg!("căn cứ {written} đã bị thay thế bởi {by}", "the basis {written} was replaced by {by}")
            }
            _ if state.has_ended() => msg!("căn cứ {written} đã hết hiệu lực", "the basis {written} has expired"),
            _ => return None,
        };
        Some(Diagnostic::new(codes::BASIS_ENDED, basis.at, message).help(msg!(
            "dẫn văn bản mới ở `can_cu`, hoặc rà soát xem kế hoạch còn phù hợp không",
            "cite the newer document in `can_cu`, or see whether the plan still fits"
        )))
    });
    ended.collect()
}
