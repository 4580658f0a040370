//! `dieu-chinh-theo-vi-tri`: an amendment that names a task by its position, or whose guard does not fit the text in force.
//!
//! Whoever may see it: a task that is made internal by its position would be another's once a task is put in above, and the
//! public would read it.

use crate::basics::date::Day;
use crate::basics::diag::{Diagnostic, Located, codes, msg};
use crate::basics::text::fold_words;
use crate::read::vocabulary::AmendmentKind;
use crate::site::model::{Amendment, Content, Id, Numbers, Plan, Site, Standing};
use std::collections::BTreeMap;

pub(super) fn check(site: &Site) -> Vec<Diagnostic> {
    let content = &site.content;
    // All that is issued, in the order in which it takes effect, whenever that is.
    let standing = Standing::of(content, Day::MAX);
    let mut numbers = Numbers::of(content);
    let mut texts = Texts::default();
    let mut found = Vec::new();
    for source in &standing.amending {
        for change in &source.plan.amendments {
            let added = numbers.code_of(change);
            if source.ended.is_some() {
                continue;
            }
            let tasks = texts.of(content, change.plan);
            match (&change.task, change.kind, added) {
                (_, AmendmentKind::Add, Some(code)) => {
                    tasks.insert(code, Known::of(change, change.new_code.is_some()));
                }
                (Some(code), AmendmentKind::Change | AmendmentKind::Withdraw, _) => {
                    let Some(known) = tasks.get_mut(&code.value) else { continue };
                    found.extend(mistaken(known, change, code));
                    if let Some(text) = &change.values.content {
                        known.text.clone_from(&text.value);
                    }
                }
                _ => {}
            }
        }
    }
    found
}

/// A task as it stands between two amendments.
struct Known {
    text: String,
    has_own_code: bool,
}

impl Known {
    fn of(change: &Amendment, has_own_code: bool) -> Self {
        Self { text: change.values.content.as_ref().map(|text| text.value.clone()).unwrap_or_default(), has_own_code }
    }
}

/// The tasks of amended plans, by code.
#[derive(Default)]
struct Texts(BTreeMap<Id<Plan>, BTreeMap<String, Known>>);

impl Texts {
    fn of(&mut self, content: &Content, plan: Id<Plan>) -> &mut BTreeMap<String, Known> {
        self.0.entry(plan).or_insert_with(|| {
            let tasks = content.plans.get(plan).map(|plan| plan.tasks.as_slice()).unwrap_or_default();
            let known = tasks.iter().map(|task| {
                let text = task.values.content.as_ref().map(|text| text.value.clone()).unwrap_or_default();
                (task.code.clone(), Known { text, has_own_code: task.has_own_code })
            });
            known.collect()
        })
    }
}

/// So many words tell a task from the others of its plan.
const GUARD_WORDS: usize = 8;

/// Why a change may mean another task.
fn mistaken(known: &Known, change: &Amendment, code: &Located<String>) -> Option<Diagnostic> {
    let begins = known.text.split_whitespace().take(GUARD_WORDS).collect::<Vec<_>>().join(" ");
    let number = &code.value;
    let (at, message) = match &change.old_content {
        Some(guard) if fold_words(&known.text).starts_with(&fold_words(&guard.value)) => return None,
        Some(guard) => (
            guard.at,
            msg!(
                "nhiệm vụ {number} đang là «{begins} …», không phải điều ghi ở `noi_dung_cu`",
                "task {number} is «{begins} …», not what `noi_dung_cu` says"
            ),
        ),
        None if known.has_own_code => return None,
        None => (
            code.at,
            msg!(
                "`{number}` chỉ là số thứ tự: chèn một việc lên trên là điều chỉnh này sửa sang việc khác",
                "`{number}` is only a position: a task put in above moves this amendment to another one"
            ),
        ),
    };
    let help = msg!(
        "ghi `ma = \"{number}\"` vào nhiệm vụ ấy trong kế hoạch gốc, hoặc thêm vào đây `noi_dung_cu = \"{begins}\"`",
        "write `ma = \"{number}\"` into that task of the plan, or add here `noi_dung_cu = \"{begins}\"`"
    );
    Some(Diagnostic::new(codes::AMENDMENT_BY_POSITION, at, message).help(help))
}

#[cfg(test)]
mod tests {
    use crate::harness::Ward;
    use crate::read::vocabulary::Audience;

    /// A plan of three tasks, and an amendment of the second that makes it internal.
    fn said(second: &str, guard: &str, above: &str) -> String {
        let task = |keys: &str, text: &str| {
            format!("[[nhiem_vu]]\n{keys}noi_dung = \"{text}\"\nchu_tri = [\"a\"]\nthoi_han = \"2027\"\n")
        };
        let tasks = [above.to_owned(), task("", "Việc một"), task(second, "Tổ chức 12 buổi học"), task("", "Việc ba")];
        let text = format!(
            "-- content/to-chuc/a.md --\n+++\nten = \"A\"\nloai = \"khac\"\n+++\n\
             -- content/ke-hoach/k.md --\n+++\ntieu_de = \"K\"\nngay = 2026-01-01\n{}+++\n\
             -- content/ke-hoach/s.md --\n+++\ntieu_de = \"S\"\nngay = 2026-02-01\n[[dieu_chinh]]\nke_hoach = \"k\"\n\
             kieu = \"sua-doi\"\nnhiem_vu = \"2\"\n{guard}doi_tuong = \"noi-bo\"\nly_do = \"x\"\n+++\n",
            tasks.concat()
        );
        Ward::of(&text).edition(Audience::Public).said()
    }

    #[test]
    fn an_amendment_says_which_task_it_means_so_that_no_other_is_changed() {
        let code = "lỗi[dieu-chinh-theo-vi-tri]";
        assert!(said("", "", "").contains(code), "a position is nobody's name, in the public edition too");
        assert!(!said("ma = \"2\"\n", "", "").contains(code));
        let guard = "noi_dung_cu = \"tổ chức  12 buổi\"\n";
        assert!(!said("", guard, "").contains(code));
        let above = "[[nhiem_vu]]\nnoi_dung = \"Việc chèn\"\nchu_tri = [\"a\"]\nthoi_han = \"2027\"\n";
        assert!(said("", guard, above).contains(code), "the second is another now");
        assert!(said("ma = \"2\"\n", "noi_dung_cu = \"Việc khác\"\n", "").contains(code));
    }
}
