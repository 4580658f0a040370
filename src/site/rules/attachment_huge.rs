//! `tep-qua-nang`: an attachment that a phone on weak mobile data will not get.

use crate::basics::diag::{Diagnostic, codes, msg};
use crate::basics::text::file_size;
use crate::site::model::{Meta, Site};

const MOST: u64 = 10_000_000;

pub(super) fn check(site: &Site, meta: &Meta) -> Vec<Diagnostic> {
    let huge = meta.attachments.iter().filter_map(|named| {
        let size = site.index.facts(named.file)?.size;
        (size > MOST).then(|| {
            let (size, most) = (file_size(size), file_size(MOST));
            Diagnostic::new(
                codes::ATTACHMENT_HUGE,
                named.at,
                msg!(
                    "tệp nặng {size}; điện thoại mạng yếu khó tải",
                    "the file has {size}; weak phones will not get it"
                ),
            )
            .help(msg!("nén hoặc quét lại để còn dưới {most}", "compress or rescan it to less than {most}"))
        })
    });
    huge.collect()
}
