//! The calendar: what comes next, and every month.

use super::Html;
use crate::basics::date::Day;
use crate::edition::relate::{Event, EventKind};
use crate::edition::route::{LONG_ROWS, Slice, View};
use crate::publish::render::PageCx;
use crate::publish::render::frame::{About, shorten};
use crate::publish::render::takeaway::TakeAway;
use crate::publish::render::view::{DateView, LinkView, WordView};
use crate::publish::theme::Prepared;
use crate::read::vocabulary::SessionStatus;
use crate::site::model::EntryId;
use serde::Serialize;

/// Events listed on `lich/`: the next ones.
const NEXT: usize = 40;
const TITLE: usize = 110;

/// One line of an agenda.
#[derive(Serialize)]
pub(in crate::publish::render) struct EventRow<'a> {
    pub(in crate::publish::render) date: Prepared,
    pub(in crate::publish::render) kind: &'static str,
    pub(in crate::publish::render) label: &'a str,
    pub(in crate::publish::render) title: String,
    pub(in crate::publish::render) url: String,
    pub(in crate::publish::render) plan: Option<LinkView>,
    time: Option<String>,
    state: Option<WordView>,
    /// The verbatim deadline, where it is no single day.
    written: Option<&'a str>,
    /// Whether a script may add «còn 5 ngày».
    counts: bool,
}

/// The date of events, for all rows of a day.
struct EventDate {
    text: String,
    prepared: Prepared,
}

impl EventDate {
    fn of(day: Day) -> Self {
        let date = DateView::of(day);
        Self { prepared: Prepared::new(&date), text: date.text }
    }
}

#[derive(Serialize)]
struct DayGroup<'a> {
    date: Prepared,
    weekday: String,
    today: bool,
    /// Whether a script may add «còn 5 ngày».
    counts: bool,
    rows: Vec<EventRow<'a>>,
}

#[derive(Serialize)]
struct CalendarPage<'a> {
    days: Vec<DayGroup<'a>>,
    months: Vec<MonthLink>,
    more: usize,
    take: TakeAway,
}

#[derive(Serialize)]
struct MonthLink {
    text: String,
    url: Option<String>,
    current: bool,
}

impl<'a> PageCx<'a> {
    pub(in crate::publish::render) fn event(&self, event: &Event) -> Option<EventRow<'a>> {
        self.event_on(&EventDate::of(event.day), event)
    }

    fn event_on(&self, date: &EventDate, event: &Event) -> Option<EventRow<'a>> {
        let content = &self.edition.content;
        let kind = kind(event);
        let mut row = EventRow {
            date: date.prepared.clone(),
            kind,
            label: self.t("loai_su_kien", kind),
            title: String::new(),
            url: String::new(),
            plan: None,
            time: None,
            state: None,
            written: None,
            counts: false,
        };
        let mut held = true;
        let deadline = match event.kind {
            EventKind::Session(id) | EventKind::Papers(id) => {
                let session = content.sessions.get(id)?;
                row.title = shorten(session.heading(), TITLE);
                row.url = self.entry_url(EntryId::Session(id))?;
                let starts = matches!(event.kind, EventKind::Session(_)).then_some(session.starts.time).flatten();
                row.label = session.status.map_or(row.label, |status| self.t("loai_su_kien", put_off(status)));
                held = session.is_held();
                row.time = starts.map(|time| format!("{:02}:{:02}", time.hour(), time.minute()));
                None
            }
            EventKind::Task { plan, task, recurring } => {
                let entry = self.edition.task(plan, task)?;
                row.title = shorten(&entry.task.values.content.as_ref()?.value, TITLE);
                row.url = self.publication.task(plan, task, &entry.task.code).map(|url| self.link(&url))?;
                row.plan = Some(LinkView { text: content.plans.get(plan)?.name(), url: None });
                row.state = (!recurring).then(|| self.word("trang_thai", entry.standing.state.word()));
                entry.task.values.deadline.as_ref()
            }
            EventKind::Milestone { plan, milestone, .. } => {
                let entry = content.plans.get(plan)?.milestones.get(milestone)?;
                let link = self.plan_link(plan);
                row.title = shorten(&entry.name, TITLE);
                row.url = format!("{}#bt-moc", link.url);
                row.plan = Some(LinkView { text: link.name, url: None });
                entry.deadline.as_ref()
            }
            EventKind::Consultation(plan) => {
                let link = self.plan_link(plan);
                row.title = shorten(&link.title, TITLE);
                row.url = link.url;
                row.plan = Some(LinkView { text: link.name, url: None });
                None
            }
        };
        let written = deadline.map(|deadline| deadline.value.verbatim.as_str());
        row.written = written.filter(|written| !written.contains(&date.text));
        let open = row.state.as_ref().is_none_or(|state| !matches!(state.word, "hoan-thanh" | "tam-dung"));
        row.counts = open && held && event.day >= self.edition.request.today;
        Some(row)
    }

    fn days(&self, events: &[Event]) -> Vec<DayGroup<'a>> {
        events.chunk_by(|a, b| a.day == b.day).filter_map(|events| self.day(events)).collect()
    }

    /// All events of a day. `None` where nothing is to be shown of them.
    fn day(&self, events: &[Event]) -> Option<DayGroup<'a>> {
        const NAMES: [&str; 7] = ["thu_2", "thu_3", "thu_4", "thu_5", "thu_6", "thu_7", "chu_nhat"];
        let day = events.first()?.day;
        let date = EventDate::of(day);
        let rows: Vec<_> = events.iter().filter_map(|event| self.event_on(&date, event)).collect();
        let weekday = NAMES.get(crate::basics::date::weekday(day)).copied().unwrap_or("thu_2");
        (!rows.is_empty()).then(|| DayGroup {
            date: date.prepared,
            weekday: self.t("ngay", weekday).to_owned(),
            today: day == self.edition.request.today,
            counts: day > self.edition.request.today,
            rows,
        })
    }

    /// A month, in the words of the string `key`.
    fn month_name(&self, key: &str, year: i16, month: i8) -> String {
        self.t("lich", key).replace("{thang}", &month.to_string()).replace("{nam}", &year.to_string())
    }

    fn months(&self, current: Option<(i16, i8)>) -> Vec<MonthLink> {
        let now = self.edition.request.today;
        let near = |year: i16, month: i8| {
            let distance = (i32::from(year) - i32::from(now.year())) * 12 + i32::from(month) - i32::from(now.month());
            let from_current =
                current.map(|(y, m)| (i32::from(year) - i32::from(y)) * 12 + i32::from(month) - i32::from(m));
            (-2..=6).contains(&distance) || from_current.is_some_and(|distance| distance.abs() <= 2)
        };
        let months = self.publication.months().iter().copied().filter(|(year, month)| near(*year, *month));
        months
            .map(|(year, month)| MonthLink {
                text: self.month_name("thang_ngan", year, month),
                url: self.view_url(View::Month { year, month, part: 0 }),
                current: current == Some((year, month)),
            })
            .collect()
    }
}

fn kind(event: &Event) -> &'static str {
    match event.kind {
        EventKind::Session(_) => "quan-triet",
        EventKind::Papers(_) => "thu-hoach",
        EventKind::Task { .. } => "nhiem-vu",
        EventKind::Milestone { .. } => "moc",
        EventKind::Consultation(_) => "lay-y-kien",
    }
}

/// The label of a session that is not held.
fn put_off(status: SessionStatus) -> &'static str {
    match status {
        SessionStatus::Postponed => "buoi-hoan",
        SessionStatus::Cancelled => "buoi-huy",
    }
}

pub(super) fn calendar(cx: &PageCx<'_>) -> Html {
    let coming = cx.edition.coming();
    let shown = coming.get(..coming.len().min(NEXT)).unwrap_or_default();
    let about = About::new(cx.t("lich", "danh_sach"), "lich").description(cx.t("lich", "danh_sach_mo_ta"));
    let (months, more) = (cx.months(None), coming.len() - shown.len());
    let page = CalendarPage { days: cx.days(shown), months, more, take: cx.calendar_of(View::Home) };
    cx.show("lich.html", cx.frame(about), page)
}

#[derive(Serialize)]
struct MonthPage<'a> {
    days: Vec<DayGroup<'a>>,
    months: Vec<MonthLink>,
    previous: Option<MonthLink>,
    next: Option<MonthLink>,
    weeks: Vec<Vec<GridCell>>,
    total: usize,
}

/// A cell of the month's grid; `day` is 0 outside the month.
#[derive(Serialize, Clone, Default)]
struct GridCell {
    day: i8,
    events: usize,
    today: bool,
    url: Option<String>,
}

pub(super) fn month(cx: &PageCx<'_>, year: i16, month: i8, part: usize) -> Html {
    let calendar = &cx.edition.calendar;
    let month_of = |event: &Event| (event.day.year(), event.day.month());
    let start = calendar.partition_point(|event| month_of(event) < (year, month));
    let end = calendar.partition_point(|event| month_of(event) <= (year, month));
    let events = calendar.get(start..end).unwrap_or_default();
    let slice = Slice::new(part, events.len(), LONG_ROWS);
    let title = cx.month_name("thang", year, month);
    let about = About::new(title, "lich")
        .crumb(cx.t("lich", "danh_sach"), cx.view_url(View::Calendar))
        .pagination(cx.pagination(slice, |part| View::Month { year, month, part }));
    let known = &cx.publication.months();
    let place = known.iter().position(|known| *known == (year, month));
    let neighbour = |place: Option<usize>| {
        let (year, month) = *known.get(place?)?;
        let text = cx.month_name("thang", year, month);
        Some(MonthLink { text, url: cx.view_url(View::Month { year, month, part: 0 }), current: false })
    };
    let page = MonthPage {
        days: cx.days(slice.of(events)),
        months: cx.months(Some((year, month))),
        previous: neighbour(place.and_then(|place| place.checked_sub(1))),
        next: neighbour(place.map(|place| place + 1)),
        weeks: weeks(cx, year, month, events, slice),
        total: events.len(),
    };
    cx.show("thang.html", cx.frame(about), page)
}

/// The grid of a month, weeks starting on Monday. Days with events on this page link to them.
fn weeks(cx: &PageCx<'_>, year: i16, month: i8, events: &[Event], slice: Slice) -> Vec<Vec<GridCell>> {
    let Ok(first) = Day::new(year, month, 1) else { return Vec::new() };
    let mut cells = vec![GridCell::default(); crate::basics::date::weekday(first)];
    for day in 1..=first.days_in_month() {
        let here = on_day(slice.of(events), day) > 0;
        cells.push(GridCell {
            day,
            events: on_day(events, day),
            today: Day::new(year, month, day).is_ok_and(|day| day == cx.edition.request.today),
            url: here.then(|| format!("#bt-ngay-{year}-{month:02}-{day:02}")),
        });
    }
    while !cells.len().is_multiple_of(7) {
        cells.push(GridCell::default());
    }
    cells.chunks(7).map(<[GridCell]>::to_vec).collect()
}

/// How many of a month's events fall on a day.
fn on_day(events: &[Event], day: i8) -> usize {
    let from = events.partition_point(|event| event.day.day() < day);
    let to = events.partition_point(|event| event.day.day() <= day);
    to - from
}
