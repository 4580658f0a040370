//! What templates may say: facts of an edition under the names that authors of templates use.

use crate::basics::date::{Day, print_day};
use crate::basics::text::{decimal_places, percent_of};
use crate::edition::relate::{Edition, EffectiveTask, plain_summary};
use crate::read::vocabulary::Role;
use crate::site::model::{Attendance, Id, Organisation, Parties, Plan, Segment, Session, Study, StudyState};
use serde::Serialize;
use std::collections::BTreeMap;

/// What a document is about.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Subject {
    pub(crate) period: Option<Period>,
    pub(crate) organisation: Option<Id<Organisation>>,
    pub(crate) plan: Option<Id<Plan>>,
    pub(crate) session: Option<Id<Session>>,
}

/// What stands for an organisation that the audience must not see (CONTENT §4).
const HIDDEN: &str = "tổ chức không công bố";

/// From one day to another, both included.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Period {
    pub(crate) from: Day,
    pub(crate) to: Day,
}

impl Period {
    fn holds(self, day: Day) -> bool {
        (self.from..=self.to).contains(&day)
    }
}

/// Everything a template sees. A part that the subject does not have is not there, and naming it is an error.
#[derive(Debug, Serialize)]
pub(crate) struct Facts {
    don_vi: String,
    /// «phường», «xã», «đặc khu»
    loai_don_vi: &'static str,
    cap_tren: String,
    trang: String,
    dia_chi: String,
    /// «22/11/2026»
    hom_nay: String,
    /// «ngày 22 tháng 11 năm 2026»
    hom_nay_chu: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    ky: Option<PeriodFacts>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to_chuc: Option<OrganisationFacts>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ke_hoach: Option<PlanFacts>,
    #[serde(skip_serializing_if = "Option::is_none")]
    buoi: Option<SessionFacts>,
}

/// The results of a period, for the level above.
#[derive(Debug, Serialize)]
struct PeriodFacts {
    tu: String,
    den: String,
    buoi: Vec<SessionFacts>,
    to_chuc: Vec<AttendanceFacts>,
    tong: AttendanceFacts,
    tai_lieu: Vec<MaterialFacts>,
    /// Plans in force that some organisation has not studied by the end of the period.
    con_lai: Vec<LeftFacts>,
    /// How many plans were in force, issued by the end of the period.
    so_ke_hoach: usize,
}

/// Counts; «chưa có số liệu» where nobody gave one.
#[derive(Debug, Default, Clone, Serialize)]
struct AttendanceFacts {
    ten: String,
    trieu_tap: String,
    tham_du: String,
    ty_le: String,
    hoc_bu: String,
    quan_chung: String,
    thu_hoach: String,
}

#[derive(Debug, Serialize)]
struct SessionFacts {
    ten: String,
    ngay: String,
    gio: String,
    hinh_thuc: String,
    dia_diem: String,
    thoi_luong: String,
    ke_hoach: Vec<String>,
    trieu_tap: String,
    bao_cao_vien: Vec<String>,
    tai_lieu: Vec<String>,
    han_thu_hoach: String,
    ket_qua: AttendanceFacts,
}

#[derive(Debug, Serialize)]
struct MaterialFacts {
    ten: String,
    ngay: String,
}

#[derive(Debug, Serialize)]
struct LeftFacts {
    ten: String,
    trich_yeu: String,
    to_chuc: Vec<String>,
}

#[derive(Debug, Serialize)]
struct OrganisationFacts {
    ten: String,
    nhiem_vu: Vec<TaskFacts>,
}

#[derive(Debug, Serialize)]
struct TaskFacts {
    ma: String,
    noi_dung: String,
    /// «chủ trì» or «phối hợp»; empty in the list of a plan.
    vai: String,
    ke_hoach: String,
    chu_tri: String,
    /// The full names, for whoever reads aloud.
    chu_tri_day_du: String,
    phoi_hop: String,
    thoi_han: String,
    san_pham: String,
    trang_thai: String,
}

#[derive(Debug, Serialize)]
struct PlanFacts {
    /// «Kế hoạch số 12-KH/ĐU»
    ten: String,
    trich_yeu: String,
    ngay: String,
    co_quan: String,
    nguoi_ky: String,
    tom_tat: String,
    nhiem_vu: Vec<TaskFacts>,
}

/// Gathers the facts about a subject.
pub(crate) fn facts(edition: &Edition, subject: Subject) -> Facts {
    let config = &edition.config;
    let today = edition.request.today;
    let session = |id| edition.content.sessions.get(id).map(|session| session_facts(edition, session));
    Facts {
        don_vi: config.publisher.clone(),
        loai_don_vi: config.unit_kind.label(),
        cap_tren: config.parent.clone().unwrap_or_default(),
        trang: config.title.clone(),
        dia_chi: format!("{}{}", config.base.origin, config.base.path),
        hom_nay: print_day(today),
        hom_nay_chu: format!("ngày {:02} tháng {:02} năm {}", today.day(), today.month(), today.year()),
        ky: subject.period.map(|period| period_facts(edition, period)),
        to_chuc: subject.organisation.and_then(|id| organisation_facts(edition, id)),
        ke_hoach: subject.plan.and_then(|id| plan_facts(edition, id)),
        buoi: subject.session.and_then(session),
    }
}

fn period_facts(edition: &Edition, period: Period) -> PeriodFacts {
    let content = &edition.content;
    let held: Vec<&Session> = content
        .sessions
        .iter()
        .map(|(_, session)| session)
        .filter(|session| period.holds(session.starts.day))
        .collect();
    let mut sorted = held.clone();
    sorted.sort_by_key(|session| session.starts);
    let mut by_organisation: BTreeMap<Id<Organisation>, Counts> = BTreeMap::new();
    let mut total = Counts::default();
    for result in held.iter().flat_map(|session| &session.results) {
        by_organisation.entry(result.organisation).or_default().add(result);
        total.add(result);
    }
    let name = |id: Id<Organisation>| content.organisations.get(id).map(|found| found.name.clone()).unwrap_or_default();
    let materials = content.materials.iter().map(|(_, material)| material);
    PeriodFacts {
        tu: print_day(period.from),
        den: print_day(period.to),
        buoi: sorted.into_iter().map(|session| session_facts(edition, session)).collect(),
        to_chuc: by_organisation.into_iter().map(|(id, counts)| counts.facts(name(id))).collect(),
        tong: total.facts("Cộng".to_owned()),
        tai_lieu: materials
            .filter_map(|material| Some((material, material.date?)))
            .filter(|(_, date)| period.holds(*date))
            .map(|(material, date)| MaterialFacts { ten: material.title.clone(), ngay: print_day(date) })
            .collect(),
        con_lai: left(edition, period),
        so_ke_hoach: edition
            .plans_in_force()
            .filter(|(_, plan, _)| plan.date.is_some_and(|date| date <= period.to))
            .count(),
    }
}

/// What is still to be studied: per plan in force, the organisations that no session up to the end of the period reached.
fn left(edition: &Edition, period: Period) -> Vec<LeftFacts> {
    let content = &edition.content;
    let in_time = |id: Id<Session>| content.sessions.get(id).is_some_and(|session| session.starts.day <= period.to);
    let plans = edition.plans_in_force().filter(|(_, plan, _)| plan.date.is_none_or(|date| date <= period.to));
    let missing = plans.filter_map(|(id, plan, _)| {
        let held = edition.coverage_of(id)?.study.sessions.iter().copied().filter(|session| in_time(*session));
        let study = Study::of(content, held.collect());
        let open = study.organisations.iter().filter(|(_, state)| !matches!(state, StudyState::Studied(_)));
        let names = open.filter_map(|(id, state)| {
            let name = &content.organisations.get(*id)?.name;
            let no_data = *state == StudyState::NoData;
            Some(if no_data { format!("{name} (chưa có số liệu)") } else { name.clone() })
        });
        let names: Vec<String> = match study.organisations.is_empty() {
            true => vec!["chưa có kết quả".to_owned()],
            false => names.collect(),
        };
        (!names.is_empty()).then(|| LeftFacts { ten: plan.name(), trich_yeu: plan.title.clone(), to_chuc: names })
    });
    missing.collect()
}

/// A sum of what was reported.
#[derive(Debug, Default, Clone, Copy)]
struct Sum {
    /// `None` until somebody reports something.
    total: Option<i64>,
    /// Whether somebody reported nothing: a sum over some would pass for the whole.
    partial: bool,
}

impl Sum {
    fn add(&mut self, more: Option<i64>) {
        match more {
            Some(more) => self.total = Some(self.total.unwrap_or_default().saturating_add(more)),
            None => self.partial = true,
        }
    }

    fn text(self) -> String {
        match (self.total, self.partial) {
            (None, _) => "chưa có số liệu".to_owned(),
            (Some(total), false) => total.to_string(),
            (Some(total), true) => format!("{total} (chưa đủ)"),
        }
    }

    /// Where no number means none: people who made up, guests.
    fn or_none(self) -> String {
        self.total.unwrap_or_default().to_string()
    }
}

#[derive(Debug, Default, Clone, Copy)]
struct Counts {
    convened: Sum,
    attended: Sum,
    made_up: Sum,
    guests: Sum,
    papers: Sum,
    /// Both sides of the ratio, of results that have both.
    ratio: (i64, i64),
}

impl Counts {
    fn add(&mut self, result: &Attendance<Id<Organisation>>) {
        self.convened.add(result.convened);
        self.attended.add(result.attended);
        self.made_up.add(result.made_up);
        self.guests.add(result.guests);
        self.papers.add(result.papers);
        if let (Some(convened), Some(attended)) = (result.convened, result.attended) {
            self.ratio = (self.ratio.0.saturating_add(attended), self.ratio.1.saturating_add(convened));
        }
    }

    fn facts(self, name: String) -> AttendanceFacts {
        let ratio = (self.ratio.1 > 0).then(|| percent_of(self.ratio.0, self.ratio.1));
        AttendanceFacts {
            ten: name,
            trieu_tap: self.convened.text(),
            tham_du: self.attended.text(),
            ty_le: ratio.map_or_else(|| "chưa có số liệu".to_owned(), |ratio| format!("{}%", decimal_places(ratio, 1))),
            hoc_bu: self.made_up.or_none(),
            quan_chung: self.guests.or_none(),
            thu_hoach: self.papers.text(),
        }
    }
}

fn session_facts(edition: &Edition, session: &Session) -> SessionFacts {
    let content = &edition.content;
    let mut counts = Counts::default();
    session.results.iter().for_each(|result| counts.add(result));
    let form = session.form.map(|form| match form.word() {
        "truc-tuyen" => "trực tuyến",
        "ket-hop" => "trực tiếp kết hợp trực tuyến",
        _ => "trực tiếp",
    });
    let materials = session.materials.iter().filter_map(|id| content.materials.get(*id));
    SessionFacts {
        ten: session.title.clone(),
        ngay: print_day(session.starts.day),
        gio: session.starts.time.map(|time| format!("{:02} giờ {:02}", time.hour(), time.minute())).unwrap_or_default(),
        hinh_thuc: form.unwrap_or_default().to_owned(),
        dia_diem: session.place.clone().unwrap_or_default(),
        thoi_luong: session.planned_length.clone().unwrap_or_default(),
        ke_hoach: session
            .plans
            .iter()
            .filter_map(|id| content.plans.get(*id))
            .map(|plan| format!("{} {}", plan.name(), plan.title))
            .collect(),
        trieu_tap: session.convened.text(),
        bao_cao_vien: session.speakers.clone(),
        tai_lieu: materials.map(|material| material.title.clone()).collect(),
        han_thu_hoach: session.papers_due.map(print_day).unwrap_or_default(),
        ket_qua: counts.facts(session.title.clone()),
    }
}

fn organisation_facts(edition: &Edition, id: Id<Organisation>) -> Option<OrganisationFacts> {
    let organisation = edition.content.organisations.get(id)?;
    let mut tasks: Vec<(Option<Day>, TaskFacts)> = Vec::new();
    for assignment in edition.assignments(id) {
        let (plan, task) =
            (edition.content.plans.get(assignment.plan)?, edition.task(assignment.plan, assignment.task)?);
        if !assignment.state.is_open() {
            continue;
        }
        let role = if assignment.role == Role::Lead { "chủ trì" } else { "phối hợp" };
        let state = assignment.state.label().to_owned();
        tasks
            .push((task.due, TaskFacts { vai: role.to_owned(), trang_thai: state, ..task_facts(edition, plan, task) }));
    }
    tasks.sort_by_key(|(due, _)| (due.is_none(), *due));
    Some(OrganisationFacts {
        ten: organisation.name.clone(),
        nhiem_vu: tasks.into_iter().map(|(_, task)| task).collect(),
    })
}

/// Every name in full, where the site knows whose it is.
fn full_names(edition: &Edition, parties: &Parties) -> String {
    let names = parties.segments.iter().filter_map(|segment| match segment {
        Segment::Known(id, written) => {
            Some(edition.content.organisations.get(*id).map_or(written.as_str(), |known| known.name.as_str()))
        }
        Segment::Unknown(written) => Some(written.as_str()),
        Segment::Gap(_) => None,
    });
    names.collect::<Vec<_>>().join(", ")
}

fn task_facts(edition: &Edition, plan: &Plan, task: &EffectiveTask) -> TaskFacts {
    let values = &task.task.values;
    let named = |text: String, parties: &Option<Parties>| {
        let hidden = text.is_empty() && parties.as_ref().is_some_and(|parties| parties.left_out);
        if hidden { HIDDEN.to_owned() } else { text }
    };
    let people = |parties: &Option<Parties>| named(parties.as_ref().map(Parties::text).unwrap_or_default(), parties);
    TaskFacts {
        ma: task.task.code.clone(),
        noi_dung: values.content.as_ref().map(|content| content.value.clone()).unwrap_or_default(),
        vai: String::new(),
        ke_hoach: plan.name(),
        chu_tri: people(&values.lead),
        chu_tri_day_du: named(
            values.lead.as_ref().map(|lead| full_names(edition, lead)).unwrap_or_default(),
            &values.lead,
        ),
        phoi_hop: people(&values.support),
        thoi_han: values.deadline.as_ref().map(|deadline| deadline.value.verbatim.clone()).unwrap_or_default(),
        san_pham: values.product.clone().unwrap_or_default(),
        trang_thai: task.standing.state.label().to_owned(),
    }
}

fn plan_facts(edition: &Edition, id: Id<Plan>) -> Option<PlanFacts> {
    let plan = edition.content.plans.get(id)?;
    let effective = edition.effective(id)?;
    let issuer = plan.issuer.as_ref().map(|issuer| match issuer.text.as_str() {
        "" => HIDDEN.to_owned(),
        text => text.to_owned(),
    });
    Some(PlanFacts {
        ten: plan.name(),
        trich_yeu: plan.title.clone(),
        ngay: plan.date.map(print_day).unwrap_or_default(),
        co_quan: issuer.unwrap_or_else(|| edition.config.publisher.clone()),
        nguoi_ky: plan.signer.clone().unwrap_or_default(),
        tom_tat: plain_summary(edition, id, plan),
        nhiem_vu: effective.standing().map(|task| task_facts(edition, plan, task)).collect(),
    })
}
