//! `ke-hoach/` (CONTENT §6–§8).

use super::part::{PartChange, read_part};
use super::table;
use super::task::{Task, TaskPatch, TaskSection, read_code, read_patch, read_task};
use crate::basics::date::{Dating, Day, Deadline};
use crate::basics::diag::{Diagnostic, Diagnostics, Located, Location, codes, msg};
use crate::basics::path::SourcePath;
use crate::basics::text::fold;
use crate::read::config::Config;
use crate::read::fields::Fields;
use crate::read::source::{SourceFile, SourceTree};
use crate::read::vocabulary::{AmendmentKind, Direction, DocumentKind, MilestoneKind, PlanStatus};
use std::collections::BTreeMap;

/// A stretch of days, open where a side is not given («hiệu lực»).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Period {
    pub(crate) from: Option<Day>,
    pub(crate) to: Option<Day>,
}

/// A plan, programme or amendment as written.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) number: Option<Located<String>>,
    pub(crate) kind: DocumentKind,
    pub(crate) title: String,
    /// Used in headings and lists, with the full one beneath («tên ngắn»).
    pub(crate) short_title: Option<String>,
    pub(crate) issuer: Option<Located<String>>,
    pub(crate) date: Option<Located<Day>>,
    pub(crate) signer: Option<String>,
    pub(crate) valid: Period,
    pub(crate) topics: Vec<Located<String>>,
    pub(crate) basis: Vec<Located<String>>,
    pub(crate) status: PlanStatus,
    pub(crate) approval: Option<Approval>,
    pub(crate) summary: Option<Located<String>>,
    pub(crate) summaries_by_language: Vec<(String, Located<String>)>,
    pub(crate) keywords: Vec<String>,
    pub(crate) consultation: Option<Consultation>,
    pub(crate) targets: Vec<Target>,
    pub(crate) milestones: Vec<Milestone>,
    pub(crate) tasks: Vec<Task>,
    pub(crate) sections: Vec<TaskSection>,
    /// Lines that stood above a table's header.
    pub(crate) table_captions: Vec<String>,
    pub(crate) table: Option<Located<String>>,
    pub(crate) amendments: Vec<Amendment>,
}

/// Sign-off for publication («duyệt»).
#[derive(Debug, Clone)]
pub(crate) struct Approval {
    pub(crate) by: Option<String>,
    pub(crate) date: Option<Day>,
}

/// Consultation on a draft («lấy ý kiến»).
#[derive(Debug, Clone)]
pub(crate) struct Consultation {
    pub(crate) at: Location,
    pub(crate) period: Period,
    pub(crate) send_to: Option<String>,
    pub(crate) comments: Option<i64>,
    pub(crate) response: Option<String>,
}

/// A target («chỉ tiêu»).
#[derive(Debug, Clone)]
pub(crate) struct Target {
    pub(crate) at: Location,
    pub(crate) name: String,
    pub(crate) unit: Option<String>,
    pub(crate) goals: BTreeMap<i16, f64>,
    pub(crate) goal_in_words: Option<String>,
    pub(crate) achieved: BTreeMap<i16, f64>,
    pub(crate) direction: Option<Direction>,
    pub(crate) tracked_by: Option<Located<String>>,
}

/// A milestone («mốc»).
#[derive(Debug, Clone)]
pub(crate) struct Milestone {
    pub(crate) at: Location,
    pub(crate) kind: MilestoneKind,
    pub(crate) name: String,
    pub(crate) deadline: Option<Located<Deadline>>,
    pub(crate) result: Option<String>,
}

/// One change to an earlier plan («điều chỉnh»): as written, or with its plan and values resolved.
#[derive(Debug, Clone)]
pub(crate) struct Amendment<T = Located<String>, V = TaskPatch> {
    pub(crate) at: Location,
    pub(crate) plan: T,
    pub(crate) kind: AmendmentKind,
    /// The task that is changed or withdrawn; absent for the whole plan.
    pub(crate) task: Option<Located<String>>,
    /// What else of the plan is changed.
    pub(crate) part: Option<PartChange>,
    /// The beginning of the text of that task, so that no other is meant («nội dung cũ»).
    pub(crate) old_content: Option<Located<String>>,
    /// The code of an added task, where it is given.
    pub(crate) new_code: Option<String>,
    pub(crate) reason: Option<String>,
    pub(crate) values: V,
}

pub(super) fn read(fields: &mut Fields<'_, '_, '_>, config: &Config) -> Plan {
    let kinds = DocumentKind::choices();
    let status = fields.choice("trang_thai", &PlanStatus::WORDS).unwrap_or_default();
    if status != PlanStatus::Draft && !fields.has("ngay") {
        fields.missing("ngay");
    }
    let topics = fields.texts("linh_vuc");
    check_topics(fields, &topics, config);
    let mut position = 0;
    let tasks = fields.tables("nhiem_vu", |task| {
        position += 1;
        read_task(task, position)
    });
    let mut plan = Plan {
        number: fields.text("so_ky_hieu"),
        kind: fields.choice("loai", &kinds).unwrap_or_default(),
        title: fields.required_text("tieu_de").map(|text| text.value).unwrap_or_default(),
        short_title: fields.text("ten_ngan").map(|text| text.value),
        issuer: fields.text("co_quan"),
        date: fields.date("ngay"),
        signer: fields.text("nguoi_ky").map(|text| text.value),
        valid: read_period(fields, "hieu_luc"),
        topics,
        basis: fields.texts("can_cu"),
        status,
        approval: fields.table("duyet", |approval| Approval {
            by: approval.text("boi").map(|text| text.value),
            date: approval.date("ngay").map(|day| day.value),
        }),
        summary: fields.text("tom_tat"),
        summaries_by_language: fields
            .text_map("tom_tat_ngon_ngu")
            .into_iter()
            .map(|(language, text)| (language.value, text))
            .collect(),
        keywords: fields.texts("tu_khoa").into_iter().map(|word| word.value).collect(),
        consultation: fields.table("lay_y_kien", read_consultation),
        targets: fields.tables("chi_tieu", read_target).into_iter().flatten().collect(),
        milestones: fields.tables("moc", read_milestone).into_iter().flatten().collect(),
        tasks: tasks.into_iter().flatten().collect(),
        sections: Vec::new(),
        table_captions: Vec::new(),
        table: fields.text("bang_nhiem_vu"),
        amendments: fields.tables("dieu_chinh", read_amendment).into_iter().flatten().collect(),
    };
    plan.settle_deadlines();
    plan
}

/// The one year that a title is about: «… năm 2026», and no other.
fn the_year_of(title: &str) -> Option<i16> {
    let folded = fold(title);
    let words: Vec<&str> = folded.split([' ', ',', '.', ';', '(', ')']).filter(|word| !word.is_empty()).collect();
    let mut years = words.windows(2).enumerate().filter_map(|(at, pair)| match pair {
        // «ngày 22 tháng 12 năm 2024» is the date of another document.
        ["nam", year] if at < 2 || words.get(at - 2) != Some(&"thang") => {
            year.parse().ok().filter(|year| (1900..2200).contains(year))
        }
        _ => None,
    });
    let year = years.next()?;
    years.all(|other: i16| other == year).then_some(year)
}

fn check_topics(fields: &mut Fields<'_, '_, '_>, topics: &[Located<String>], config: &Config) {
    for topic in topics {
        if !config.topics.iter().any(|known| known.code == topic.value) {
            let known = config.topics.iter().map(|known| known.code.as_str());
            let list = known.clone().collect::<Vec<_>>().join(", ");
            let typed = &topic.value;
            let found = Diagnostic::new(
                codes::VALUE_UNKNOWN,
                topic.at,
                msg!("không có lĩnh vực `{typed}`", "there is no topic `{typed}`"),
            );
            let found = match crate::basics::diag::nearest(typed, known) {
                Some(near) => found.label(msg!("ý bạn là `{near}`?", "did you mean `{near}`?")),
                None => found,
            };
            fields.diagnostics().push(found.help(if list.is_empty() {
                msg!("thêm bảng [[linh_vuc]] vào bangtin.toml", "add a table [[linh_vuc]] to bangtin.toml")
            } else {
                msg!(
                    "dùng mã trong [[linh_vuc]] của bangtin.toml: {list}",
                    "use a code of [[linh_vuc]] in bangtin.toml: {list}"
                )
            }));
        }
    }
}

pub(super) fn read_period(fields: &mut Fields<'_, '_, '_>, key: &'static str) -> Period {
    fields
        .table(key, |period| {
            let found =
                Period { from: period.date("tu").map(|day| day.value), to: period.date("den").map(|day| day.value) };
            if let (Some(from), Some(to)) = (found.from, found.to)
                && to < from
            {
                let at = period.place();
                period.diagnostics().push(
                    Diagnostic::new(
                        codes::INTERVAL_REVERSED,
                        at,
                        msg!("ngày `den` trước ngày `tu`", "`den` comes before `tu`"),
                    )
                    .help(msg!("đổi chỗ hai ngày, hoặc sửa năm", "swap the two, or mend the year")),
                );
            }
            found
        })
        .unwrap_or_default()
}

fn read_consultation(fields: &mut Fields<'_, '_, '_>) -> Consultation {
    Consultation {
        at: fields.place(),
        period: Period { from: fields.date("tu").map(|day| day.value), to: fields.date("den").map(|day| day.value) },
        send_to: fields.text("gui_ve").map(|text| text.value),
        comments: fields.integer("so_y_kien", 0..=i64::MAX).map(|number| number.value),
        response: fields.text("tiep_thu").map(|text| text.value),
    }
}

fn read_target(fields: &mut Fields<'_, '_, '_>) -> Option<Target> {
    let name = fields.required_text("ten");
    let target = Target {
        at: fields.place(),
        name: name.as_ref().map(|name| name.value.clone()).unwrap_or_default(),
        unit: fields.text("don_vi").map(|text| text.value),
        goals: fields.numbers_by_year("dich"),
        goal_in_words: fields.text("dich_nguyen_van").map(|text| text.value),
        achieved: fields.numbers_by_year("thuc_hien"),
        direction: fields.choice("chieu", &Direction::WORDS),
        tracked_by: fields.text("theo_doi"),
    };
    name.map(|_| target)
}

fn read_milestone(fields: &mut Fields<'_, '_, '_>) -> Option<Milestone> {
    let at = fields.place();
    let name = fields.required_text("ten");
    let kind = fields.choice("loai", &MilestoneKind::WORDS).unwrap_or(MilestoneKind::Other);
    let deadline = fields.deadline("thoi_han");
    let result = fields.text("ket_qua").map(|text| text.value);
    Some(Milestone { at, kind, name: name?.value, deadline, result })
}

fn read_amendment(fields: &mut Fields<'_, '_, '_>) -> Option<Amendment> {
    let at = fields.place();
    let plan = fields.required_text("ke_hoach");
    if !fields.has("kieu") {
        fields.missing("kieu");
    }
    let kind = fields.choice("kieu", &AmendmentKind::WORDS);
    let task = fields.text_or_integer("nhiem_vu");
    let old_content = fields.text("noi_dung_cu");
    let new_code = read_code(fields);
    let reason = fields.text("ly_do").map(|text| text.value);
    let mut values = read_patch(fields);
    let part = read_part(fields, (kind, task.is_some()), &mut values);
    let (plan, kind) = (plan?, kind?);
    if part.is_none() {
        check_amendment(fields, at, kind, task.as_ref(), &values);
    }
    if reason.is_none() {
        fields.diagnostics().push(
            Diagnostic::new(
                codes::AMENDMENT_REASON,
                at,
                msg!("điều chỉnh không nêu lý do", "the amendment gives no reason"),
            )
            .help(msg!("thêm `ly_do = \"…\"`", "add `ly_do = \"…\"`")),
        );
    }
    Some(Amendment { at, plan, kind, task, part, old_content, new_code, reason, values })
}

/// What an amendment of its kind must and must not carry.
fn check_amendment(
    fields: &mut Fields<'_, '_, '_>,
    at: Location,
    kind: AmendmentKind,
    task: Option<&Located<String>>,
    values: &TaskPatch,
) {
    let problem = match (kind, task) {
        (AmendmentKind::Change, None) => {
            Some((at, msg!("`sua-doi` mà không nói nhiệm vụ nào", "`sua-doi` names no task")))
        }
        (AmendmentKind::Add, Some(task)) => Some((
            task.at,
            msg!("`bo-sung` thêm nhiệm vụ mới; mã của nó ghi ở `ma`", "`bo-sung` adds a task; its code goes into `ma`"),
        )),
        (AmendmentKind::Replace, Some(task)) => Some((
            task.at,
            msg!("`thay-the` thay cả kế hoạch, không thay một nhiệm vụ", "`thay-the` replaces the whole plan"),
        )),
        (AmendmentKind::Change | AmendmentKind::Withdraw | AmendmentKind::Replace, _) => None,
        (AmendmentKind::Add, None) => {
            if values.content.is_none() {
                fields.missing("noi_dung");
            }
            if values.lead.as_ref().is_none_or(Vec::is_empty) {
                fields.report_missing(super::task::lead_missing(at));
            }
            if values.deadline.is_none() && !fields.has("thoi_han") {
                fields.report_missing(super::task::deadline_missing(at));
            }
            None
        }
    };
    if let Some((at, message)) = problem {
        fields.diagnostics().push(Diagnostic::new(codes::AMENDMENT_TARGET, at, message).help(msg!(
            "sửa một nhiệm vụ: `kieu = \"sua-doi\"`, `nhiem_vu = \"7\"`; thêm: `kieu = \"bo-sung\"`",
            "to change a task: `kieu = \"sua-doi\"`, `nhiem_vu = \"7\"`; to add one: `kieu = \"bo-sung\"`"
        )));
    }
}

/// Reads the sidecar table a plan names and appends its tasks after the blocks.
impl Plan {
    /// Gives deadlines without a year the one that the document tells.
    fn settle_deadlines(&mut self) {
        let date = self.date.as_ref().map(|date| date.value);
        let dating = Dating { from: date.max(self.valid.from), year: the_year_of(&self.title) };
        let own = self.tasks.iter_mut().map(|task| &mut task.values.deadline);
        let changes = self.amendments.iter_mut().flat_map(|change| {
            let moved = change.part.as_mut().map(|part| &mut part.deadline);
            std::iter::once(&mut change.values.deadline).chain(moved)
        });
        let milestones = self.milestones.iter_mut().map(|milestone| &mut milestone.deadline);
        own.chain(changes).chain(milestones).flatten().for_each(|deadline| deadline.value.settle(dating));
    }

    /// Where the table that holds its tasks has to lie.
    pub(super) fn table_path(&self, source: &SourceFile) -> Option<SourcePath> {
        SourcePath::beside(source.path.folder(), &self.table.as_ref()?.value)
    }
}

pub(super) fn attach_table(plan: &mut Plan, tree: &SourceTree, source: &SourceFile, diagnostics: &mut Diagnostics) {
    let Some(named) = &plan.table else { return };
    let Some(file) = plan.table_path(source).and_then(|path| tree.find(&path)) else {
        let (name, folder) = (&named.value, source.path.folder());
        diagnostics.push(
            Diagnostic::new(
                codes::ATTACHMENT_MISSING,
                named.at,
                msg!("không thấy bảng `{name}`", "there is no table `{name}`"),
            )
            .help(msg!("đặt tệp .xlsx hoặc .csv vào thư mục {folder}/", "put the .xlsx or .csv into {folder}/")),
        );
        return;
    };
    let read = table::read_tasks(tree, file, named.at, plan.tasks.len(), diagnostics);
    plan.tasks.extend(read.tasks);
    plan.settle_deadlines();
    plan.sections = read.sections;
    plan.table_captions = read.captions;
}
