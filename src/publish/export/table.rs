//! Tables of tasks as CSV: for Excel (a byte order mark, CRLF), and safe in it: no cell is taken for a formula.

use super::Exporter;
use super::data::{TaskFacts, each_task, task_facts};
use crate::read::vocabulary::Role;
use crate::site::model::{Id, Organisation};

/// Columns that an import of a table knows again (CONTENT §12), then those it does not.
const COLUMNS: [&str; 13] = [
    "ma",
    "noi_dung",
    "chu_tri",
    "phoi_hop",
    "thoi_han",
    "san_pham",
    "phu_trach",
    "trang_thai",
    "tien_do",
    "ghi_chu",
    "den_han",
    "ke_hoach",
    "dia_chi",
];

/// All tasks in force, or those of an organisation with its part in them.
pub(super) fn tasks(cx: &Exporter<'_>, organisation: Option<Id<Organisation>>) -> Vec<u8> {
    let edition = cx.edition();
    let mut table = CsvTable::new();
    let role = organisation.map(|_| cx.t("vai").to_owned());
    table.row(COLUMNS.iter().map(|key| cx.t(key).to_owned()).chain(role));
    match organisation {
        Some(id) => {
            for given in edition.assignments(id) {
                let role = cx.t(if given.role == Role::Lead { "chu_tri" } else { "phoi_hop" });
                let row = edition.content.plans.get(given.plan).zip(edition.task(given.plan, given.task));
                if let Some((plan, task)) = row {
                    let state = given.state.word().to_owned();
                    let facts = TaskFacts { state, ..task_facts(cx, given.plan, plan, given.task, task) };
                    table.row(cells(cx, &facts, &plan.name()).into_iter().chain([role.to_owned()]));
                }
            }
        }
        None => {
            for (plan, facts) in each_task(cx) {
                table.row(cells(cx, &facts, &plan.name()));
            }
        }
    }
    table.finish()
}

fn cells(cx: &Exporter<'_>, task: &TaskFacts, plan: &str) -> [String; 13] {
    // Fact by fact: a new one does not compile until somebody has decided whether it is a column.
    let TaskFacts {
        code,
        content,
        lead_text,
        support_text,
        deadline,
        product,
        responsible,
        state,
        by_leader: _,
        progress,
        note,
        due,
        url,
        id: _,
        plan: _,
        lead: _,
        support: _,
        authority: _,
        target: _,
        done_on: _,
        evidence: _,
        log: _,
        changes: _,
    } = task;
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    [
        code.clone(),
        content.clone(),
        text(lead_text),
        text(support_text),
        deadline.as_ref().map(|deadline| deadline.verbatim.clone()).unwrap_or_default(),
        text(product),
        text(responsible),
        cx.state(state).to_owned(),
        progress.map(|percent| format!("{}%", crate::basics::text::decimal(percent))).unwrap_or_default(),
        text(note),
        text(due),
        plan.to_owned(),
        cx.absolute(url),
    ]
}

/// Rows of text.
struct CsvTable {
    writer: csv::Writer<Vec<u8>>,
}

impl CsvTable {
    fn new() -> Self {
        let bytes = "\u{FEFF}".as_bytes().to_vec();
        Self {
            writer: csv::WriterBuilder::new()
                .terminator(csv::Terminator::CRLF)
                .quote_style(csv::QuoteStyle::Always)
                .from_writer(bytes),
        }
    }

    fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        // Writing into memory cannot fail but for rows of different lengths, and all are one array.
        let _ = self.writer.write_record(cells.into_iter().map(safe));
    }

    fn finish(self) -> Vec<u8> {
        self.writer.into_inner().unwrap_or_default()
    }
}

/// A cell that no spreadsheet runs: what begins like a formula gets an apostrophe, wherever a program with another idea of
/// separators would begin a cell.
fn safe(cell: String) -> String {
    let mut out = String::with_capacity(cell.len() + 1);
    let mut begins = true;
    for ch in cell.chars() {
        if begins && matches!(ch, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠' | '\t' | '\r') {
            out.push('\'');
        }
        begins = matches!(ch, ';' | '\t' | '\r' | '\n') || begins && ch == ' ';
        out.push(ch);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_never_formulas() {
        let mut table = CsvTable::new();
        table.row(["=1+1".to_owned(), "a, \"b\"\nc - d".to_owned(), "x; =cmd".to_owned()]);
        let text = String::from_utf8(table.finish()).unwrap_or_default();
        assert_eq!(text, "\u{FEFF}\"'=1+1\",\"a, \"\"b\"\"\nc - d\",\"x; '=cmd\"\r\n");
    }
}
