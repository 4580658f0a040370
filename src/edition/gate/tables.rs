//! Tables of tasks beside a plan: what their cells say of whom an audience must not see.

use super::filter::hidden_name;
use super::inside::Inside;
use crate::basics::diag::{Diagnostic, Diagnostics, FileId, codes, msg};
use crate::site::model::{Id, Plan, Task};
use std::collections::BTreeSet;

impl Inside<'_> {
    /// Rows of a table that stand in a file which is offered as it is, and names in the words of others.
    pub(super) fn report_tables(&self, id: Id<Plan>, plan: &Plan, diagnostics: &mut Diagnostics) {
        let in_table = |task: &&std::sync::Arc<Task>| task.at.file().is_some_and(|file| file != plan.meta.file);
        let offered: BTreeSet<FileId> = plan.meta.attachments.iter().map(|named| named.file).collect();
        let mut told = BTreeSet::new();
        for task in plan.tasks.iter().filter(in_table) {
            let Some(file) = task.at.file() else { continue };
            let sees = self.sees_task(id, plan, task);
            let named = texts(task).find_map(|text| self.filter.hidden_in(text));
            let shows = sees && named.is_none() && self.shows_values(&task.values);
            if offered.contains(&file) && !shows && told.insert(file) {
                diagnostics.push(keeps_internal_row(file));
            }
            if let Some(hidden) = named.filter(|_| sees) {
                diagnostics.push(hidden_name(self.filter.name_of(hidden), task.at));
            }
        }
    }
}

/// What a row says in words.
fn texts(task: &Task) -> impl Iterator<Item = &str> {
    let values = &task.values;
    let content = values.content.iter().map(|content| content.value.as_str());
    let others = [&values.product, &values.target, &values.note, &values.place_in_text];
    let extra = task.extra.iter().map(|(_, text)| text.as_str());
    content.chain(others.into_iter().flatten().map(String::as_str)).chain(extra)
}

fn keeps_internal_row(file: FileId) -> Diagnostic {
    Diagnostic::new(
        codes::TABLE_INTERNAL,
        file,
        msg!(
            "bảng này đăng nguyên tệp mà còn dòng nội bộ",
            "this table is published as it is and has a row that is internal"
        ),
    )
    .help(msg!(
        "bỏ tệp khỏi `tep` (nhiệm vụ vẫn hiện trên trang), hoặc đăng một bản đã xóa dòng ấy",
        "take it out of `tep` (its tasks stay on the page), or offer a copy without the row"
    ))
}
