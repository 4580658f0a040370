//! `nhom-qua-lon`: tasks given to groups stand on the page of every member; more of them than anybody reads.

use crate::basics::diag::{Diagnostic, codes, msg};
use crate::site::model::{MOST_GIVEN, Site};

pub(super) fn check(site: &Site) -> Option<Diagnostic> {
    let mut given = 0;
    let (at, _) = site.content.given_through_groups().find(|(_, members)| {
        given += members;
        given > MOST_GIVEN
    })?;
    let found = Diagnostic::new(
        codes::GROUP_TOO_LARGE,
        at,
        msg!(
            "đến nhiệm vụ này, việc giao cho các nhóm hiện hơn {MOST_GIVEN} lần trên trang của các thành viên",
            "with this task, tasks of groups stand more than {MOST_GIVEN} times on the pages of their members"
        ),
    );
    Some(found.help(msg!(
        "giao việc này cho một tổ chức thay mặt nhóm, hoặc chia trang theo từng đảng bộ",
        "give it to one organisation for the group, or make a site for each part"
    )))
}
