//! `lay-y-kien-hinh-thuc`: a draft that was open for days only, or whose comments nobody answered.

use crate::basics::date::{Day, days_between};
use crate::basics::diag::{Diagnostic, Message, codes, msg};
use crate::read::vocabulary::PlanStatus;
use crate::site::model::{Consultation, Site};

pub(super) fn check(site: &Site, today: Day) -> Vec<Diagnostic> {
    let plans = site.content.plans.iter().filter(|(_, plan)| plan.status != PlanStatus::Draft);
    let asked = plans.filter_map(|(_, plan)| plan.consultation.as_ref());
    let limit = site.config.thresholds.consultation;
    let found = asked.flat_map(|asked| {
        let why = [short(asked, limit), unanswered(asked, today)];
        why.into_iter().flatten().map(|why| {
            Diagnostic::new(codes::CONSULTATION_SHAM, asked.at, why).help(msg!(
                "kéo dài thời gian lấy ý kiến; ghi `so_y_kien` và `tiep_thu` (tiếp thu, giải trình thế nào)",
                "leave it open longer; record `so_y_kien` and `tiep_thu` (what became of the comments)"
            ))
        })
    });
    found.collect()
}

fn short(asked: &Consultation, limit: i64) -> Option<Message> {
    let days = days_between(asked.period.from?, asked.period.to?) + 1;
    (days < limit).then(|| {
        msg!("chỉ lấy ý kiến {days} ngày (dưới {limit} ngày)", "open for comments for {days} days only (under {limit})")
    })
}

fn unanswered(asked: &Consultation, today: Day) -> Option<Message> {
    let is_over = asked.period.to.is_some_and(|to| to < today);
    (is_over && asked.comments.is_none() && asked.response.is_none()).then(|| {
        msg!(
            "hết hạn lấy ý kiến mà chưa ghi có bao nhiêu ý kiến, tiếp thu thế nào",
            "the time for comments is over; neither their number nor an answer is recorded"
        )
    })
}
