//! `quan-triet/` (CONTENT §9).

use crate::basics::date::Day;
use crate::basics::diag::{Located, Location};
use crate::read::fields::Fields;
use crate::read::vocabulary::{AttendeeClass, SessionForm, SessionStatus};
use jiff::civil::Time;

/// A day, and the time where it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Moment {
    pub(crate) day: Day,
    pub(crate) time: Option<Time>,
}

/// A study session («đợt quán triệt») as written.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    pub(crate) title: String,
    /// Used in headings and lists, with the full one beneath («tên ngắn»).
    pub(crate) short_title: Option<String>,
    pub(crate) starts: Option<Located<Moment>>,
    pub(crate) ends: Option<Located<Moment>>,
    pub(crate) form: Option<SessionForm>,
    pub(crate) place: Option<String>,
    pub(crate) other_venues: Vec<String>,
    pub(crate) plans: Vec<Located<String>>,
    pub(crate) documents: Vec<Located<String>>,
    pub(crate) speakers: Vec<String>,
    pub(crate) materials: Vec<Located<String>>,
    pub(crate) planned_length: Option<String>,
    pub(crate) combined: bool,
    pub(crate) papers_due: Option<Day>,
    pub(crate) convened: Vec<Located<String>>,
    /// Who held it: an organisation, or free text.
    pub(crate) organiser: Option<Located<String>>,
    /// The role of who was in the chair.
    pub(crate) chair: Option<String>,
    pub(crate) attendees: Vec<AttendeeClass>,
    /// Why it is not held on its day.
    pub(crate) status: Option<SessionStatus>,
    pub(crate) reason: Option<String>,
    pub(crate) results: Vec<Attendance<Located<String>>>,
}

/// The result of one organisation («kết quả»): counts, never names.
#[derive(Debug, Clone)]
pub(crate) struct Attendance<O> {
    pub(crate) at: Location,
    pub(crate) organisation: O,
    pub(crate) convened: Option<i64>,
    pub(crate) attended: Option<i64>,
    pub(crate) made_up: Option<i64>,
    pub(crate) guests: Option<i64>,
    pub(crate) papers: Option<i64>,
    /// Absent with a reason.
    pub(crate) excused: Option<i64>,
    /// Absent without one.
    pub(crate) unexcused: Option<i64>,
    pub(crate) reported_ratio: Option<Located<f64>>,
}

impl<O> Attendance<O> {
    /// The same counts for another way to name the organisation.
    pub(crate) fn with_organisation<P>(self, organisation: P) -> Attendance<P> {
        Attendance {
            at: self.at,
            organisation,
            convened: self.convened,
            attended: self.attended,
            made_up: self.made_up,
            guests: self.guests,
            papers: self.papers,
            excused: self.excused,
            unexcused: self.unexcused,
            reported_ratio: self.reported_ratio,
        }
    }
}

pub(super) fn read(fields: &mut Fields<'_, '_, '_>) -> Session {
    let plain = |texts: Vec<Located<String>>| texts.into_iter().map(|text| text.value).collect();
    let title = fields.required_text("tieu_de").map(|text| text.value).unwrap_or_default();
    if !fields.has("bat_dau") {
        fields.missing("bat_dau");
    }
    let moment = |found: Option<Located<(Day, Option<Time>)>>| {
        found.map(|found| Located::new(Moment { day: found.value.0, time: found.value.1 }, found.at))
    };
    Session {
        title,
        short_title: fields.text("ten_ngan").map(|text| text.value),
        starts: moment(fields.date_time("bat_dau")),
        ends: moment(fields.date_time("ket_thuc")),
        form: fields.choice("hinh_thuc", &SessionForm::WORDS),
        place: fields.text("dia_diem").map(|text| text.value),
        other_venues: plain(fields.texts("diem_cau")),
        plans: fields.texts("ke_hoach"),
        documents: fields.texts("van_ban"),
        speakers: plain(fields.texts("bao_cao_vien")),
        materials: fields.texts("tai_lieu"),
        planned_length: fields.text("thoi_luong").map(|text| text.value),
        combined: fields.boolean("long_ghep").unwrap_or(false),
        papers_due: fields.date("han_thu_hoach").map(|day| day.value),
        convened: fields.texts("trieu_tap"),
        organiser: fields.text("to_chuc_boi"),
        chair: fields.text("chu_tri").map(|text| text.value),
        attendees: fields.choices("thanh_phan", &AttendeeClass::WORDS),
        status: fields.choice("trang_thai", &SessionStatus::WORDS),
        reason: fields.text("ly_do").map(|text| text.value),
        results: fields.tables("ket_qua", read_attendance).into_iter().flatten().collect(),
    }
}

fn read_attendance(fields: &mut Fields<'_, '_, '_>) -> Option<Attendance<Located<String>>> {
    let at = fields.place();
    let organisation = fields.required_text("to_chuc");
    let mut count = |key| fields.integer(key, 0..=10_000_000).map(|number| number.value);
    let (convened, attended) = (count("trieu_tap"), count("tham_du"));
    let (made_up, guests, papers) = (count("hoc_bu"), count("quan_chung"), count("thu_hoach"));
    let (excused, unexcused) = (count("vang_co_ly_do"), count("vang_khong_ly_do"));
    let reported_ratio = fields.number("ty_le_ghi");
    Some(Attendance {
        at,
        organisation: organisation?,
        convened,
        attended,
        made_up,
        guests,
        papers,
        excused,
        unexcused,
        reported_ratio,
    })
}
