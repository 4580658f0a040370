//! Tasks in force, as they stand after amendments.

use crate::basics::date::{Day, Deadline, Meaning, Recurrence};
use crate::edition::relate::EffectiveTask;
use crate::publish::export::Exporter;
use crate::site::model::{EntryId, EvidenceSource, Id, Parties, Plan, TaskValues};
use schemars::JsonSchema;
use serde::{Serialize, Serializer};

#[derive(Serialize, JsonSchema)]
pub(super) struct Tasks<'a> {
    /// Tasks («nhiệm vụ») of plans in force, by plan.
    #[serde(rename = "nhiem_vu")]
    #[schemars(with = "Vec<TaskFacts>")]
    tasks: EachTask<'a>,
}

/// Tasks that are made as they are written: those of a province are more than its memory should hold beside the text.
struct EachTask<'a>(&'a Exporter<'a>);

impl Serialize for EachTask<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(each_task(self.0).map(|(_, facts)| facts))
    }
}

/// A task, for programs.
#[derive(Serialize, JsonSchema)]
pub(in crate::publish::export) struct TaskFacts {
    /// `<id of the plan>#<code>`, as the hook `data-nhiem-vu` says.
    pub(in crate::publish::export) id: String,
    /// Id of the plan.
    #[serde(rename = "ke_hoach")]
    pub(in crate::publish::export) plan: String,
    #[serde(rename = "ma")]
    pub(in crate::publish::export) code: String,
    /// Where it stands, relative to the root of the site.
    #[serde(rename = "dia_chi")]
    pub(in crate::publish::export) url: String,
    #[serde(rename = "noi_dung")]
    pub(in crate::publish::export) content: String,
    /// Ids of the organisations that lead, as far as the site knows them.
    #[serde(rename = "chu_tri", skip_serializing_if = "Vec::is_empty")]
    pub(in crate::publish::export) lead: Vec<String>,
    /// Who leads, as written.
    #[serde(rename = "chu_tri_nguyen_van", skip_serializing_if = "Option::is_none")]
    pub(in crate::publish::export) lead_text: Option<String>,
    #[serde(rename = "phoi_hop", skip_serializing_if = "Vec::is_empty")]
    pub(in crate::publish::export) support: Vec<String>,
    #[serde(rename = "phoi_hop_nguyen_van", skip_serializing_if = "Option::is_none")]
    pub(in crate::publish::export) support_text: Option<String>,
    #[serde(rename = "phu_trach", skip_serializing_if = "Option::is_none")]
    pub(in crate::publish::export) responsible: Option<String>,
    #[serde(rename = "thoi_han", skip_serializing_if = "Option::is_none")]
    pub(in crate::publish::export) deadline: Option<DeadlineFacts>,
    /// The last day of its deadline, or the next time of a recurring one.
    #[serde(rename = "den_han", skip_serializing_if = "Option::is_none")]
    pub(in crate::publish::export) due: Option<String>,
    #[serde(rename = "san_pham", skip_serializing_if = "Option::is_none")]
    pub(in crate::publish::export) product: Option<String>,
    #[serde(rename = "tham_quyen", skip_serializing_if = "Option::is_none")]
    pub(in crate::publish::export) authority: Option<String>,
    #[serde(rename = "chi_tieu", skip_serializing_if = "Option::is_none")]
    pub(in crate::publish::export) target: Option<String>,
    #[serde(rename = "ghi_chu", skip_serializing_if = "Option::is_none")]
    pub(in crate::publish::export) note: Option<String>,
    /// How it stands on the build date, as a whole: a word of CONTENT §7, as the hook `data-tinh-trang` says.
    #[serde(rename = "tinh_trang")]
    pub(in crate::publish::export) state: String,
    /// How it stands for each that leads it, where some of them have recorded something.
    #[serde(rename = "theo_to_chuc", skip_serializing_if = "Vec::is_empty")]
    pub(in crate::publish::export) by_leader: Vec<LeaderFacts>,
    /// Percent.
    #[serde(rename = "tien_do", skip_serializing_if = "Option::is_none")]
    pub(in crate::publish::export) progress: Option<f64>,
    #[serde(rename = "ngay_hoan_thanh", skip_serializing_if = "Option::is_none")]
    pub(in crate::publish::export) done_on: Option<String>,
    #[serde(rename = "minh_chung", skip_serializing_if = "Vec::is_empty")]
    pub(in crate::publish::export) evidence: Vec<EvidenceFacts>,
    #[serde(rename = "cap_nhat", skip_serializing_if = "Vec::is_empty")]
    pub(in crate::publish::export) log: Vec<LogFacts>,
    /// How many amendments changed it.
    #[serde(rename = "so_dieu_chinh")]
    pub(in crate::publish::export) changes: usize,
}

/// A deadline: as written, and what it means where that is understood.
#[derive(Serialize, JsonSchema)]
pub(in crate::publish::export) struct DeadlineFacts {
    #[serde(rename = "nguyen_van")]
    pub(in crate::publish::export) verbatim: String,
    /// First day of its interval.
    #[serde(rename = "tu", skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    /// Last day, included.
    #[serde(rename = "den", skip_serializing_if = "Option::is_none")]
    pub(in crate::publish::export) to: Option<String>,
    /// Each of its days, where it has several.
    #[serde(rename = "cac_ngay", skip_serializing_if = "Vec::is_empty")]
    several: Vec<String>,
    /// It comes back every so many months.
    #[serde(rename = "lap_thang", skip_serializing_if = "Option::is_none")]
    every_months: Option<i8>,
    /// A yearly one: in that month; none for the last.
    #[serde(rename = "lap_vao_thang", skip_serializing_if = "Option::is_none")]
    in_month: Option<i8>,
    /// On that day of the month; none for the last.
    #[serde(rename = "lap_ngay", skip_serializing_if = "Option::is_none")]
    on_day: Option<i8>,
    /// It comes back every week.
    #[serde(rename = "lap_tuan", skip_serializing_if = "std::ops::Not::not")]
    every_week: bool,
    /// On that day of the week: 1 for Monday to 7 for Sunday.
    #[serde(rename = "lap_thu", skip_serializing_if = "Option::is_none")]
    on_weekday: Option<i8>,
    /// Without a date on purpose, or with one whose year nothing tells.
    #[serde(rename = "khong_dinh_ngay", skip_serializing_if = "std::ops::Not::not")]
    is_undated: bool,
    /// «Thường xuyên».
    #[serde(rename = "thuong_xuyen", skip_serializing_if = "std::ops::Not::not")]
    is_continuous: bool,
}

/// One that leads a task.
#[derive(Serialize, JsonSchema)]
pub(in crate::publish::export) struct LeaderFacts {
    /// Id of the organisation.
    #[serde(rename = "to_chuc")]
    organisation: String,
    #[serde(rename = "tinh_trang")]
    state: String,
}

#[derive(Serialize, JsonSchema)]
pub(in crate::publish::export) struct EvidenceFacts {
    #[serde(rename = "ten")]
    name: String,
    /// A file of the site, relative to its root, or an address elsewhere.
    #[serde(rename = "dia_chi")]
    url: String,
}

#[derive(Serialize, JsonSchema)]
pub(in crate::publish::export) struct LogFacts {
    #[serde(rename = "ngay", skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    #[serde(rename = "noi_dung")]
    text: String,
    #[serde(rename = "tien_do", skip_serializing_if = "Option::is_none")]
    progress: Option<f64>,
}

pub(super) fn tasks<'a>(cx: &'a Exporter<'a>) -> Tasks<'a> {
    Tasks { tasks: EachTask(cx) }
}

/// Every task in force, with its plan.
pub(in crate::publish::export) fn each_task<'a>(cx: &'a Exporter<'a>) -> impl Iterator<Item = (&'a Plan, TaskFacts)> {
    let tasks = cx.edition().tasks_in_force();
    tasks.map(move |(id, plan, place, task)| (plan, task_facts(cx, id, plan, place, task)))
}

/// One task.
pub(in crate::publish::export) fn task_facts(
    cx: &Exporter<'_>,
    id: Id<Plan>,
    plan: &Plan,
    place: usize,
    task: &EffectiveTask,
) -> TaskFacts {
    // Key by key: a new one does not compile until somebody has decided what programs are told of it.
    let TaskValues {
        content,
        lead,
        support,
        responsible,
        deadline: written,
        product,
        authority,
        target,
        note,
        progress,
        done_on,
        evidence,
        log,
        by_leader,
        // The state follows from it.
        status: _,
        // Where the text of the plan says it, and who sees it: no part of the data.
        place_in_text: _,
        audience: _,
    } = &task.task.values;
    let code = &task.task.code;
    let known = |parties: &Option<Parties>| {
        let known = parties.as_ref().map(Parties::known).unwrap_or_default();
        known.into_iter().filter_map(|id| Some(cx.edition().content.organisations.get(id)?.meta.id.clone())).collect()
    };
    let text = |parties: &Option<Parties>| cx.people(parties.as_ref());
    let evidence = evidence.iter().filter_map(|evidence| {
        let url = match &evidence.source {
            EvidenceSource::Address(url) => url.clone(),
            EvidenceSource::File(file) => {
                cx.publication().attachment(EntryId::Plan(id), *file)?.url.as_str().to_owned()
            }
        };
        Some(EvidenceFacts { name: evidence.name.clone(), url })
    });
    let log = log.iter().map(|entry| LogFacts {
        date: entry.date.map(|day| day.to_string()),
        text: entry.text.clone(),
        progress: entry.progress,
    });
    let states = (!by_leader.is_empty()).then(|| cx.edition().task_states(id, task));
    let leaders = states.iter().flat_map(|states| states.leaders().iter().map(move |leader| (states, *leader)));
    let by_leader = leaders.filter_map(|(states, leader)| {
        let organisation = cx.edition().content.organisations.get(leader)?.meta.id.clone();
        Some(LeaderFacts { organisation, state: states.of_leader(leader).word().to_owned() })
    });
    TaskFacts {
        id: format!("{}#{code}", plan.meta.id),
        plan: plan.meta.id.clone(),
        code: code.clone(),
        url: cx.publication().task(id, place, code).unwrap_or_default(),
        content: content.as_ref().map(|content| content.value.clone()).unwrap_or_default(),
        lead: known(lead),
        lead_text: text(lead),
        support: known(support),
        support_text: text(support),
        responsible: responsible.clone(),
        deadline: written.as_ref().map(|written| deadline(&written.value)),
        due: task.due.map(|day| day.to_string()),
        product: product.clone(),
        authority: authority.clone(),
        target: target.clone(),
        note: note.clone(),
        state: task.standing.state.word().to_owned(),
        by_leader: by_leader.collect(),
        progress: *progress,
        done_on: done_on.map(|day| day.to_string()),
        evidence: evidence.collect(),
        log: log.collect(),
        changes: task.revisions(),
    }
}

/// What a deadline says.
pub(super) fn deadline(deadline: &Deadline) -> DeadlineFacts {
    let (from, every) = match deadline.meaning {
        Meaning::Day(day) => (Some(day), None),
        Meaning::Period { start, .. } => (Some(start), None),
        Meaning::Several { first, .. } => (Some(first), None),
        Meaning::Recurring(rule) => (None, Some(rule)),
        Meaning::Continuous | Meaning::Undated | Meaning::Unknown => (None, None),
    };
    let (months, month, day, weekday) = match every {
        Some(Recurrence::Months { every, month, day }) => (Some(every), month, day, None),
        Some(Recurrence::Weeks { weekday }) => (None, None, None, weekday.map(|day| day + 1)),
        None => (None, None, None, None),
    };
    DeadlineFacts {
        verbatim: deadline.verbatim.clone(),
        from: from.map(|day| day.to_string()),
        to: deadline.end().map(|day| day.to_string()),
        several: match deadline.meaning {
            Meaning::Several { .. } => deadline.due_days((Day::MIN, Day::MAX)).iter().map(Day::to_string).collect(),
            _ => Vec::new(),
        },
        every_months: months,
        in_month: month,
        on_day: day,
        every_week: matches!(every, Some(Recurrence::Weeks { .. })),
        on_weekday: weekday,
        is_undated: deadline.meaning == Meaning::Undated,
        is_continuous: deadline.meaning == Meaning::Continuous,
    }
}
