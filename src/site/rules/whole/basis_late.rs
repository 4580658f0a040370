//! `cu-the-hoa-cham`: a plan that came later than the document it rests on asked for (`han_cu_the_hoa`).

use crate::basics::date::print_day;
use crate::basics::diag::{Diagnostic, codes, msg};
use crate::site::model::{BasisTarget, Plan, Site};

pub(super) fn check(site: &Site) -> Vec<Diagnostic> {
    site.content.plans.iter().flat_map(|(_, plan)| late(site, plan)).collect()
}

fn late(site: &Site, plan: &Plan) -> Vec<Diagnostic> {
    let Some(date) = plan.date else { return Vec::new() };
    let found = plan.basis.iter().filter_map(|basis| {
        let BasisTarget::Document(id) = basis.target else { return None };
        let document = site.content.documents.get(id)?;
        let limit = document.concretise_by.filter(|limit| date > *limit)?;
        let days = crate::basics::date::days_between(limit, date);
        let (name, limit) = (document.number.as_deref().unwrap_or(&document.meta.id), print_day(limit));
        Some(
            Diagnostic::new(
                codes::BASIS_LATE,
                basis.at,
                msg!(
                    "kế hoạch ban hành chậm {days} ngày so với hạn cụ thể hóa {name} ({limit})",
                    "the plan came {days} days after the limit that {name} set ({limit})"
                ),
            )
            .help(msg!(
                "xem lại `ngay` của kế hoạch và `han_cu_the_hoa` của văn bản; nếu đúng là chậm, nêu trong báo cáo",
                "check `ngay` of the plan and `han_cu_the_hoa` of the document"
            )),
        )
    });
    found.collect()
}
