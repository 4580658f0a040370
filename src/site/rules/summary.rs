//! `thieu-tom-tat`, `tom-tat-dai`: every plan says in at most 120 words what it wants.

use crate::basics::diag::{Diagnostic, codes, msg};
use crate::basics::text::word_count;
use crate::read::markdown::plain_text;
use crate::site::model::Plan;

const MOST_WORDS: usize = 120;

pub(super) fn check(plan: &Plan) -> Vec<Diagnostic> {
    problem(plan).into_iter().collect()
}

fn problem(plan: &Plan) -> Option<Diagnostic> {
    let Some(summary) = &plan.summary else {
        return Some(
            Diagnostic::new(
                codes::SUMMARY_MISSING,
                plan.meta.at,
                msg!("chưa có tóm tắt; trang in tóm tắt tự động", "no summary; the page prints an automatic one"),
            )
            .help(msg!(
                "thêm `tom_tat = \"…\"`: kế hoạch làm gì, ai làm, bao giờ xong",
                "add `tom_tat = \"…\"`: what, who, by when"
            )),
        );
    };
    let words = word_count(&plain_text(summary));
    (words > MOST_WORDS).then(|| {
        Diagnostic::new(
            codes::SUMMARY_LONG,
            plan.meta.at,
            msg!("tóm tắt dài {words} tiếng, quá {MOST_WORDS}", "the summary has {words} words, over {MOST_WORDS}"),
        )
        .help(msg!(
            "giữ việc chính, người làm và thời hạn; phần còn lại đã có trong bài",
            "keep the main tasks, who and when; the rest is in the text"
        ))
    })
}
