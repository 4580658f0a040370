//! `nhom-qua-lon`: tasks given to groups stand on the page of every member; more of them than anybody reads.

use crate::basics::diag::{Diagnostic, codes, msg};
use crate::site::model::{MOST_GIVEN, Site};

pub(super) fn check(site: &Site) -> Option<Diagnostic> {
    let found = Diagnostic::new(
        codes::GROUP_TOO_LARGE,
        site.given_too_much?,
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

#[cfg(test)]
mod tests {
    use crate::harness::Ward;
    use crate::read::vocabulary::Audience;
    use crate::site::model::EntryId;
    use std::fmt::Write;

    /// So many organisations, and a plan whose tasks are given to all of them.
    fn ward(organisations: usize, tasks: usize) -> Ward {
        let mut text =
            "-- content/to-chuc/tat-ca.md --\n+++\nten = \"Tất cả\"\nnhom = { loai = \"chi-bo\" }\n+++\n".to_owned();
        for number in 0..organisations {
            let _ = write!(
                text,
                "-- content/to-chuc/t{number}.md --\n+++\nten = \"Tổ {number}\"\nloai = \"chi-bo\"\n+++\n"
            );
        }
        text.push_str("-- content/ke-hoach/a.md --\n+++\ntieu_de = \"A\"\nngay = 2026-03-01\n");
        for number in 0..tasks {
            let _ = write!(
                text,
                "[[nhiem_vu]]\nnoi_dung = \"Việc {number}\"\nchu_tri = [\"tat-ca\"]\nthoi_han = \"2027\"\n"
            );
        }
        text.push_str("+++\n");
        Ward::of(&text)
    }

    /// The tasks of the first organisation.
    fn given(ward: &Ward) -> usize {
        let edition = ward.edition(Audience::Public);
        let Some(EntryId::Organisation(id)) = edition.edition().clearance.index.entry("to-chuc/t0", &[]) else {
            return 0;
        };
        edition.edition().assignments(id).len()
    }

    #[test]
    fn tasks_of_a_group_reach_each_member_until_there_are_more_than_anybody_reads() {
        let most = ward(600, 500);
        assert!(!most.edition(Audience::Public).said().contains("nhom-qua-lon"));
        assert_eq!(given(&most), 500);
        let more = ward(600, 501);
        let said = more.edition(Audience::Public).said();
        assert_eq!(said.matches("lỗi[nhom-qua-lon]").count(), 1, "{said}");
        assert_eq!(given(&more), 0);
    }

    #[test]
    fn groups_in_groups_are_opened_until_there_are_more_members_than_anybody_reads() {
        let nested = |count: usize| {
            let mut text = "-- content/to-chuc/g0.md --\n+++\nten = \"Nhóm 0\"\nloai = \"chi-bo\"\n+++\n".to_owned();
            for number in 1..count {
                let inside = number - 1;
                let _ = write!(
                    text,
                    "-- content/to-chuc/g{number}.md --\n+++\nten = \"Nhóm {number}\"\nnhom = {{ gom = [\"g{inside}\"] }}\n+++\n"
                );
            }
            Ward::of(&text).edition(Audience::Public).said()
        };
        assert!(!nested(600).contains("nhom-qua-lon"));
        assert_eq!(nested(700).matches("lỗi[nhom-qua-lon]").count(), 1);
    }
}
