//! Tasks and the keys that both tasks and amendments may carry (CONTENT §7, §8).

use crate::basics::date::{Day, Deadline};
use crate::basics::diag::{Diagnostic, Located, Location, codes, msg};
use crate::basics::text::fold_words;
use crate::read::fields::Fields;
use crate::read::vocabulary::{Audience, TaskStatus};

impl TaskStatus {
    /// What the words of a table cell mean, compared folded.
    pub(crate) fn of_words(text: &str) -> Option<Self> {
        const WORDS: [(TaskStatus, &[&str]); 4] = [
            (TaskStatus::Done, &["hoan thanh", "da hoan thanh", "xong", "da xong"]),
            (TaskStatus::UnderWay, &["dang thuc hien", "dang trien khai", "dang lam"]),
            (TaskStatus::NotStarted, &["chua thuc hien", "chua trien khai", "chua lam", "chua"]),
            (TaskStatus::Paused, &["tam dung", "tam hoan", "dung"]),
        ];
        let folded = fold_words(text);
        let starts = |word: &&str| folded == **word || folded.starts_with(&format!("{word} "));
        WORDS.iter().find(|(_, words)| words.iter().any(starts)).map(|(status, _)| *status)
    }
}

/// A task («nhiệm vụ»): as written, or with organisations `P` and evidence `E` resolved.
#[derive(Debug, Clone)]
pub(crate) struct Task<P = Vec<Located<String>>, E = Evidence> {
    pub(crate) at: Location,
    /// Unique in its plan; the default is already applied.
    pub(crate) code: String,
    /// Whether somebody wrote the code; one by position is another's once a task is put in above.
    pub(crate) has_own_code: bool,
    /// Number of the row in a table («TT»), as written.
    pub(crate) row_number: Option<String>,
    /// The heading it stands under, by place in the plan's sections.
    pub(crate) section: Option<usize>,
    pub(crate) values: TaskPatch<P, E>,
    /// Columns of a table that mean nothing to us: header and text.
    pub(crate) extra: Vec<(String, String)>,
}

/// A heading between tasks of a table.
#[derive(Debug, Clone)]
pub(crate) struct TaskSection {
    pub(crate) number: Option<String>,
    pub(crate) title: String,
}

/// The keys of a task; all of a new task's, or the new values of an amendment.
#[derive(Debug, Clone)]
pub(crate) struct TaskPatch<P = Vec<Located<String>>, E = Evidence> {
    pub(crate) place_in_text: Option<String>,
    pub(crate) content: Option<Located<String>>,
    pub(crate) lead: Option<P>,
    pub(crate) support: Option<P>,
    pub(crate) responsible: Option<String>,
    pub(crate) deadline: Option<Located<Deadline>>,
    pub(crate) product: Option<String>,
    pub(crate) authority: Option<String>,
    pub(crate) target: Option<String>,
    pub(crate) note: Option<String>,
    pub(crate) status: Option<TaskStatus>,
    pub(crate) progress: Option<f64>,
    pub(crate) done_on: Option<Day>,
    pub(crate) evidence: Vec<E>,
    pub(crate) audience: Option<Audience>,
    pub(crate) log: Vec<LogEntry>,
    /// What those that lead it have done, one by one («theo tổ chức»).
    pub(crate) by_leader: Vec<LeaderRecord<P, E>>,
}

impl<P, E> TaskPatch<P, E> {
    /// The same keys with organisations and evidence in another form.
    pub(crate) fn map<Q, F>(
        self,
        mut people: impl FnMut(P) -> Q,
        mut evidence: impl FnMut(E) -> Option<F>,
    ) -> TaskPatch<Q, F> {
        TaskPatch {
            place_in_text: self.place_in_text,
            content: self.content,
            lead: self.lead.map(&mut people),
            support: self.support.map(&mut people),
            responsible: self.responsible,
            deadline: self.deadline,
            product: self.product,
            authority: self.authority,
            target: self.target,
            note: self.note,
            status: self.status,
            progress: self.progress,
            done_on: self.done_on,
            by_leader: self.by_leader.into_iter().map(|row| row.map(&mut people, &mut evidence)).collect(),
            evidence: self.evidence.into_iter().filter_map(evidence).collect(),
            audience: self.audience,
            log: self.log,
        }
    }
}

impl<P, E> Default for TaskPatch<P, E> {
    fn default() -> Self {
        Self {
            place_in_text: None,
            content: None,
            lead: None,
            support: None,
            responsible: None,
            deadline: None,
            product: None,
            authority: None,
            target: None,
            note: None,
            status: None,
            progress: None,
            done_on: None,
            evidence: Vec::new(),
            audience: None,
            log: Vec::new(),
            by_leader: Vec::new(),
        }
    }
}

/// What one of those that lead a task has done of it («theo tổ chức»).
#[derive(Debug, Clone)]
pub(crate) struct LeaderRecord<P = Vec<Located<String>>, E = Evidence> {
    pub(crate) at: Location,
    /// One organisation.
    pub(crate) organisation: P,
    pub(crate) status: Option<TaskStatus>,
    /// Percent.
    pub(crate) progress: Option<f64>,
    pub(crate) done_on: Option<Day>,
    /// «số lượng»
    pub(crate) quantity: Option<f64>,
    pub(crate) note: Option<String>,
    pub(crate) evidence: Vec<E>,
}

impl<P, E> LeaderRecord<P, E> {
    fn map<Q, F>(
        self,
        people: &mut impl FnMut(P) -> Q,
        evidence: &mut impl FnMut(E) -> Option<F>,
    ) -> LeaderRecord<Q, F> {
        LeaderRecord {
            at: self.at,
            organisation: people(self.organisation),
            status: self.status,
            progress: self.progress,
            done_on: self.done_on,
            quantity: self.quantity,
            note: self.note,
            evidence: self.evidence.into_iter().filter_map(evidence).collect(),
        }
    }
}

/// «minh chứng»: a file beside the plan, or an address.
#[derive(Debug, Clone)]
pub(crate) struct Evidence {
    pub(crate) name: String,
    pub(crate) file: Option<Located<String>>,
    pub(crate) address: Option<Located<String>>,
}

/// One line of a task's progress log («cập nhật»).
#[derive(Debug, Clone)]
pub(crate) struct LogEntry {
    pub(crate) date: Option<Day>,
    pub(crate) text: String,
    pub(crate) progress: Option<f64>,
}

/// Reads every task key but the ones that tell the task itself.
pub(super) fn read_patch(fields: &mut Fields<'_, '_, '_>) -> TaskPatch {
    let people = |fields: &mut Fields<'_, '_, '_>, key| fields.has(key).then(|| fields.texts(key));
    TaskPatch {
        place_in_text: fields.text_or_integer("muc").map(|text| text.value),
        content: fields.text("noi_dung"),
        lead: people(fields, "chu_tri"),
        support: people(fields, "phoi_hop"),
        responsible: fields.text("phu_trach").map(|text| text.value),
        deadline: fields.deadline("thoi_han"),
        product: fields.text("san_pham").map(|text| text.value),
        authority: fields.text("tham_quyen").map(|text| text.value),
        target: fields.text("chi_tieu").map(|text| text.value),
        note: fields.text("ghi_chu").map(|text| text.value),
        status: fields.choice("trang_thai", &TaskStatus::WORDS),
        progress: percent(fields, "tien_do"),
        done_on: fields.date("ngay_hoan_thanh").map(|day| day.value),
        evidence: fields.tables("minh_chung", read_evidence).into_iter().flatten().collect(),
        audience: fields.choice("doi_tuong", &Audience::WORDS),
        log: fields.tables("cap_nhat", read_log).into_iter().flatten().collect(),
        by_leader: fields.tables("theo_to_chuc", read_leader).into_iter().flatten().collect(),
    }
}

fn read_leader(fields: &mut Fields<'_, '_, '_>) -> Option<LeaderRecord> {
    let at = fields.place();
    let organisation = fields.required_text("to_chuc");
    let record = LeaderRecord {
        at,
        organisation: vec![],
        status: fields.choice("trang_thai", &TaskStatus::WORDS),
        progress: percent(fields, "tien_do"),
        done_on: fields.date("ngay_hoan_thanh").map(|day| day.value),
        quantity: fields.number("so_luong").map(|number| number.value),
        note: fields.text("ghi_chu").map(|text| text.value),
        evidence: fields.tables("minh_chung", read_evidence).into_iter().flatten().collect(),
    };
    Some(LeaderRecord { organisation: vec![organisation?], ..record })
}

fn percent(fields: &mut Fields<'_, '_, '_>, key: &'static str) -> Option<f64> {
    let number = fields.number(key)?;
    if (0.0..=100.0).contains(&number.value) {
        return Some(number.value);
    }
    let value = number.value;
    fields.diagnostics().push(
        Diagnostic::new(
            codes::VALUE_INVALID,
            number.at,
            msg!("tiến độ {value} ngoài khoảng 0–100", "progress {value} is not within 0–100"),
        )
        .help(msg!("ghi phần trăm: 60", "write a percentage: 60")),
    );
    None
}

fn read_evidence(fields: &mut Fields<'_, '_, '_>) -> Option<Evidence> {
    let name = fields.text("ten");
    let (file, address) = (fields.text("tep"), fields.text("dia_chi"));
    if file.is_none() && address.is_none() {
        let at = fields.place();
        fields.diagnostics().push(
            Diagnostic::new(
                codes::KEY_MISSING,
                at,
                msg!("minh chứng thiếu `tep` hoặc `dia_chi`", "evidence needs `tep` or `dia_chi`"),
            )
            .help(msg!(
                "thêm `tep = \"tên-tệp\"` (tệp cạnh kế hoạch) hoặc `dia_chi = \"https://…\"`",
                "add `tep = \"file\"` (beside the plan) or `dia_chi = \"https://…\"`"
            )),
        );
        return None;
    }
    let fallback = || file.as_ref().or(address.as_ref()).map(|text| text.value.clone()).unwrap_or_default();
    let name = name.map_or_else(fallback, |name| name.value);
    Some(Evidence { name, file, address })
}

fn read_log(fields: &mut Fields<'_, '_, '_>) -> Option<LogEntry> {
    if !fields.has("ngay") {
        fields.missing("ngay");
    }
    let date = fields.date("ngay").map(|day| day.value);
    let text = fields.required_text("noi_dung");
    let progress = percent(fields, "tien_do");
    Some(LogEntry { date, text: text?.value, progress })
}

/// Reads a `[[nhiem_vu]]` block; `position` gives the default code.
pub(super) fn read_task(fields: &mut Fields<'_, '_, '_>, position: usize) -> Option<Task> {
    let at = fields.place();
    let own_code = read_code(fields);
    let has_own_code = own_code.is_some();
    let code = own_code.unwrap_or_else(|| position.to_string());
    let _ = fields.required_text("noi_dung");
    let values = read_patch(fields);
    let lacks = |people: &Option<Vec<Located<String>>>| people.as_ref().is_none_or(Vec::is_empty);
    if lacks(&values.lead) {
        let at = fields.place_of("chu_tri").unwrap_or(at);
        fields.report_missing(lead_missing(at));
    }
    if values.deadline.is_none() && !(fields.has("thoi_han") && unreadable_date(fields)) {
        fields.report_missing(deadline_missing(at));
    }
    let task = Task { at, code, has_own_code, row_number: None, section: None, values, extra: Vec::new() };
    task.values.content.is_some().then_some(task)
}

/// Whether `thoi_han` stands there with something in it, so that its own message is enough.
fn unreadable_date(fields: &mut Fields<'_, '_, '_>) -> bool {
    fields.text_or_integer("thoi_han").is_some()
}

/// A task's code, checked against `[A-Za-z0-9._-]+`.
pub(super) fn read_code(fields: &mut Fields<'_, '_, '_>) -> Option<String> {
    let code = fields.text_or_integer("ma")?;
    if is_code(&code.value) {
        return Some(code.value);
    }
    let typed = &code.value;
    fields.diagnostics().push(bad_code(typed, code.at));
    None
}

pub(super) fn is_code(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
}

pub(super) fn bad_code(typed: &str, at: Location) -> Diagnostic {
    Diagnostic::new(
        codes::VALUE_INVALID,
        at,
        msg!("mã nhiệm vụ `{typed}` không hợp lệ", "task code `{typed}` is not valid"),
    )
    .help(msg!("chỉ dùng chữ không dấu, số, `.` `_` `-`", "use plain letters, digits, `.` `_` `-`"))
}

pub(super) fn lead_missing(at: Location) -> Diagnostic {
    Diagnostic::new(codes::TASK_LEAD_MISSING, at, msg!("nhiệm vụ chưa giao ai chủ trì", "the task has no lead"))
        .help(msg!("thêm `chu_tri = [\"id hoặc tên tổ chức\"]`", "add `chu_tri = [\"id or name\"]`"))
}

pub(super) fn deadline_missing(at: Location) -> Diagnostic {
    Diagnostic::new(codes::TASK_DEADLINE_MISSING, at, msg!("nhiệm vụ chưa có thời hạn", "the task has no deadline"))
        .help(msg!(
            "thêm `thoi_han = \"quý II/2026\"`, hoặc \"thường xuyên\"",
            "add `thoi_han = \"quý II/2026\"`, or \"thường xuyên\""
        ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn status_words_are_compared_folded() {
        assert_eq!(TaskStatus::of_words("Đã hoàn thành"), Some(TaskStatus::Done));
        assert_eq!(TaskStatus::of_words("CHƯA THỰC HIỆN"), Some(TaskStatus::NotStarted));
        assert_eq!(TaskStatus::of_words("dang-thuc-hien"), Some(TaskStatus::UnderWay));
        assert_eq!(TaskStatus::of_words("chờ"), None);
    }
}
