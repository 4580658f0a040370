//! The calendar: what comes next, and every month.

use super::Html;
use crate::date::Day;
use crate::path::UrlPath;
use crate::relate::{Event, EventKind};
use crate::render::PageCx;
use crate::render::frame::{About, shorten};
use crate::render::takeaway::TakeAway;
use crate::render::view::{DateView, LinkView, WordView};
use crate::route::{LONG_ROWS, Slice, View};
use serde::Serialize;

/// Events listed on `lich/`: the next ones.
const NEXT: usize = 40;
const TITLE: usize = 110;

/// One line of an agenda.
#[derive(Serialize)]
pub(in crate::render) struct EventRow {
    pub(in crate::render) date: DateView,
    pub(in crate::render) kind: &'static str,
    pub(in crate::render) label: String,
    pub(in crate::render) title: String,
    pub(in crate::render) url: String,
    pub(in crate::render) plan: Option<LinkView>,
    time: Option<String>,
    state: Option<WordView>,
    /// The verbatim deadline, where it is no single day.
    written: Option<String>,
    /// Whether a script may add «còn 5 ngày».
    counts: bool,
}

#[derive(Serialize)]
struct DayGroup {
    date: DateView,
    weekday: String,
    today: bool,
    /// Whether a script may add «còn 5 ngày».
    counts: bool,
    rows: Vec<EventRow>,
}

#[derive(Serialize)]
struct CalendarPage {
    days: Vec<DayGroup>,
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

impl PageCx<'_> {
    pub(in crate::render) fn event(&self, event: &Event) -> Option<EventRow> {
        let (title, url, plan, time, state, written) = match event.kind {
            EventKind::Session(id) | EventKind::Papers(id) => {
                let row = self.session_row(id)?;
                let session = self.edition.content.sessions.get(id)?;
                let starts = matches!(event.kind, EventKind::Session(_)).then_some(session.starts.time).flatten();
                let time = starts.map(|time| format!("{:02}:{:02}", time.hour(), time.minute()));
                (row.title, row.url, None, time, None, None)
            }
            EventKind::Task { plan, task, recurring } => {
                let entry = self.edition.task(plan, task)?;
                let row = self.edition.content.plans.get(plan)?;
                let url = self.routes.task(plan, task, &entry.task.code).map(|url| self.link(&url))?;
                let content = entry.task.values.content.as_ref()?.value.clone();
                let link = LinkView { text: row.name(), url: None };
                let state = (!recurring).then(|| self.word("trang_thai", entry.state.word()));
                let written = entry.task.values.deadline.as_ref().map(|deadline| deadline.value.verbatim.clone());
                (content, url, Some(link), None, state, written)
            }
            EventKind::Milestone { plan, milestone, .. } => {
                let row = self.edition.content.plans.get(plan)?;
                let entry = row.milestones.get(milestone)?;
                let url = format!("{}#bt-moc", self.plan_link(plan).url);
                let written = entry.deadline.as_ref().map(|deadline| deadline.value.verbatim.clone());
                (entry.name.clone(), url, Some(LinkView { text: row.name(), url: None }), None, None, written)
            }
            EventKind::Consultation(plan) => {
                let link = self.plan_link(plan);
                (link.title, link.url, Some(LinkView { text: link.name, url: None }), None, None, None)
            }
        };
        let kind = match event.kind {
            EventKind::Session(_) => "quan-triet",
            EventKind::Papers(_) => "thu-hoach",
            EventKind::Task { .. } => "nhiem-vu",
            EventKind::Milestone { .. } => "moc",
            EventKind::Consultation(_) => "lay-y-kien",
        };
        let date = DateView::of(event.day);
        let open = state.as_ref().is_none_or(|state| !matches!(state.word, "hoan-thanh" | "tam-dung"));
        Some(EventRow {
            written: written.filter(|written| !written.contains(&date.text)),
            date,
            kind,
            label: self.t("loai_su_kien", kind).to_owned(),
            title: shorten(&title, TITLE),
            url,
            plan,
            time,
            counts: open && event.day >= self.edition.request.today,
            state,
        })
    }

    fn days(&self, events: &[Event]) -> Vec<DayGroup> {
        const NAMES: [&str; 7] = ["thu_2", "thu_3", "thu_4", "thu_5", "thu_6", "thu_7", "chu_nhat"];
        let mut days: Vec<(Day, DayGroup)> = Vec::new();
        for event in events {
            let Some(row) = self.event(event) else { continue };
            if days.last().is_none_or(|(day, _)| *day != event.day) {
                let weekday = NAMES.get(crate::date::weekday(event.day)).copied().unwrap_or("thu_2");
                let group = DayGroup {
                    date: DateView::of(event.day),
                    weekday: self.t("ngay", weekday).to_owned(),
                    today: event.day == self.edition.request.today,
                    counts: event.day > self.edition.request.today,
                    rows: Vec::new(),
                };
                days.push((event.day, group));
            }
            if let Some((_, group)) = days.last_mut() {
                group.rows.push(row);
            }
        }
        days.into_iter().map(|(_, group)| group).collect()
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
        let months = self.routes.months.iter().copied().filter(|(year, month)| near(*year, *month));
        months
            .map(|(year, month)| MonthLink {
                text: self.month_name("thang_ngan", year, month),
                url: self.view_url(View::Month { year, month, part: 0 }),
                current: current == Some((year, month)),
            })
            .collect()
    }
}

pub(super) fn calendar(cx: &PageCx<'_>) -> Html {
    let coming = cx.edition.coming();
    let shown = coming.get(..coming.len().min(NEXT)).unwrap_or_default();
    let about = About::new(cx.t("lich", "danh_sach"), "lich").description(cx.t("lich", "danh_sach_mo_ta"));
    let (months, more) = (cx.months(None), coming.len() - shown.len());
    let page = CalendarPage { days: cx.days(shown), months, more, take: cx.calendar_of(&UrlPath::new("")) };
    cx.show("lich.html", cx.frame(about), page)
}

#[derive(Serialize)]
struct MonthPage {
    days: Vec<DayGroup>,
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
    let known = &cx.routes.months;
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
    let mut cells = vec![GridCell::default(); crate::date::weekday(first)];
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
