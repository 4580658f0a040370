//! `ngay-o-tuong-lai`: an entry dated far ahead, mostly a mistyped year.

use crate::basics::date::{Day, days_between, print_day};
use crate::basics::diag::{Diagnostic, codes, msg};
use crate::site::model::{EntryId, Site};

/// What is prepared is dated some weeks ahead.
const NEAR_DAYS: i64 = 60;

pub(super) fn check(site: &Site, today: Day) -> Vec<Diagnostic> {
    let content = &site.content;
    let dated = content.entries().filter(|(entry, _)| !matches!(entry, EntryId::Session(_)));
    let ahead = dated.filter_map(|(entry, meta)| {
        let day = content.day_of(entry)?;
        let days = days_between(today, day);
        if days <= NEAR_DAYS {
            return None;
        }
        let day = print_day(day);
        let message = msg!(
            "`ngay` là {day}, còn {days} ngày nữa mới tới: chưa có hiệu lực, chưa giao việc cho ai",
            "`ngay` is {day}, {days} days ahead: not in force yet, it gives nobody tasks"
        );
        Some(Diagnostic::new(codes::DATE_AHEAD, meta.at, message).help(msg!(
            "kiểm tra năm ở `ngay`; nếu đúng thì để nguyên, đến ngày ấy trang tự có hiệu lực",
            "check the year of `ngay`; if it is right leave it, the page comes into force on that day"
        )))
    });
    ahead.collect()
}
