//! iCalendar as RFC 5545 writes it: content lines folded at 75 bytes, texts escaped, dates and rules.
//!
//! Takes entries, returns the text of a calendar. Knows nothing of plans.

use crate::basics::date::{Day, Recurrence};
use crate::read::config::VIETNAM;
use jiff::civil::{DateTime, Time};
use jiff::tz::TimeZone;

/// The longest line, in bytes, without its end.
const LONGEST_LINE: usize = 75;

/// When something is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum When {
    /// All of one day, or of several; both ends included.
    Days { first: Day, last: Day },
    /// All of each of these days.
    Dates(Vec<Day>),
    /// All day, again and again; the first and the last time.
    Every { rule: Recurrence, first: Day, last: Day },
    /// From an hour on, to another where it is known; in the time of the calendar's zone.
    Hours { from: DateTime, to: Option<DateTime> },
}

/// How long before something a phone reminds of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Alarm {
    /// So many days before its last day, at eight in the morning.
    DaysBefore(u8),
    /// So many hours before it begins.
    HoursBefore(u8),
}

/// An entry of a calendar.
#[derive(Debug, Clone)]
pub(super) struct CalendarEntry {
    /// Never another's, never changed.
    pub(super) uid: String,
    pub(super) when: When,
    pub(super) summary: String,
    pub(super) description: String,
    pub(super) place: Option<String>,
    pub(super) url: String,
    pub(super) category: String,
    /// How often it was amended.
    pub(super) sequence: usize,
    /// The newest date behind it.
    pub(super) stamp: Day,
    pub(super) alarm: Option<Alarm>,
    /// It is not held.
    pub(super) cancelled: bool,
}

impl CalendarEntry {
    /// Its bytes in a calendar, about.
    fn size(&self) -> usize {
        let texts = 2 * self.summary.len() + self.description.len() + self.url.len() + self.uid.len();
        480 + texts + texts / 16
    }
}

/// What a calendar says of itself.
pub(super) struct About<'a> {
    pub(super) name: &'a str,
    pub(super) url: &'a str,
    pub(super) zone: &'a str,
}

/// The text of a calendar.
pub(super) fn calendar(about: &About<'_>, entries: Vec<CalendarEntry>) -> String {
    // That of a province takes a hundred megabytes: it must not move while it grows.
    let mut lines = Lines { out: String::with_capacity(entries.iter().map(CalendarEntry::size).sum()) };
    lines.raw("BEGIN", "VCALENDAR");
    lines.raw("VERSION", "2.0");
    lines.raw("PRODID", "-//bangtin//bangtin//VI");
    lines.raw("CALSCALE", "GREGORIAN");
    lines.raw("METHOD", "PUBLISH");
    lines.text("NAME", about.name);
    lines.text("X-WR-CALNAME", about.name);
    lines.raw("X-WR-TIMEZONE", about.zone);
    lines.raw("URL", about.url);
    lines.raw("REFRESH-INTERVAL;VALUE=DURATION", "PT12H");
    lines.raw("X-PUBLISHED-TTL", "PT12H");
    zone(&mut lines);
    for entry in entries {
        event(&mut lines, &entry, about.zone);
    }
    lines.raw("END", "VCALENDAR");
    lines.out
}

/// Always there: a calendar holds at least one component (RFC 5545 §3.4), even one of an organisation without tasks.
fn zone(lines: &mut Lines) {
    lines.raw("BEGIN", "VTIMEZONE");
    lines.raw("TZID", VIETNAM);
    lines.raw("BEGIN", "STANDARD");
    lines.raw("DTSTART", "19750613T000000");
    lines.raw("TZOFFSETFROM", "+0800");
    lines.raw("TZOFFSETTO", "+0700");
    lines.raw("TZNAME", "+07");
    lines.raw("END", "STANDARD");
    lines.raw("END", "VTIMEZONE");
}

fn event(lines: &mut Lines, entry: &CalendarEntry, zone: &str) {
    let stamp = format!("{}T000000Z", day(entry.stamp));
    lines.raw("BEGIN", "VEVENT");
    lines.text("UID", &entry.uid);
    lines.raw("DTSTAMP", &stamp);
    lines.raw("LAST-MODIFIED", &stamp);
    lines.raw("SEQUENCE", &entry.sequence.to_string());
    match &entry.when {
        When::Days { first, last } => days(lines, *first, *last),
        When::Dates(each) => {
            let first = each.first().copied().unwrap_or_default();
            days(lines, first, first);
            let others: Vec<String> = each.iter().skip(1).map(|each| day(*each)).collect();
            lines.raw("RDATE;VALUE=DATE", &others.join(","));
        }
        When::Every { rule, first, last } => {
            days(lines, *first, *first);
            if first < last {
                lines.raw("RRULE", &rrule(*rule, *last));
            }
        }
        When::Hours { from, to } => {
            moment(lines, "DTSTART", *from, zone);
            if let Some(to) = to.filter(|to| to > from) {
                moment(lines, "DTEND", to, zone);
            }
        }
    }
    if entry.cancelled {
        lines.raw("STATUS", "CANCELLED");
    }
    lines.text("SUMMARY", &entry.summary);
    lines.text("DESCRIPTION", &entry.description);
    if let Some(place) = &entry.place {
        lines.text("LOCATION", place);
    }
    lines.raw("URL", &entry.url);
    lines.text("CATEGORIES", &entry.category);
    lines.raw("TRANSP", if matches!(entry.when, When::Hours { .. }) { "OPAQUE" } else { "TRANSPARENT" });
    if let Some(alarm) = entry.alarm {
        lines.raw("BEGIN", "VALARM");
        lines.raw("ACTION", "DISPLAY");
        lines.text("DESCRIPTION", &entry.summary);
        match alarm {
            // From the midnight that ends the last day: the day itself and 16 hours more lead to eight o'clock.
            Alarm::DaysBefore(days) => lines.raw("TRIGGER;RELATED=END", &format!("-P{days}DT16H")),
            Alarm::HoursBefore(hours) => lines.raw("TRIGGER", &format!("-PT{hours}H")),
        }
        lines.raw("END", "VALARM");
    }
    lines.raw("END", "VEVENT");
}

/// All-day: the end is the day after the last (§3.6.1).
fn days(lines: &mut Lines, first: Day, last: Day) {
    lines.raw("DTSTART;VALUE=DATE", &day(first));
    lines.raw("DTEND;VALUE=DATE", &day(last.tomorrow().unwrap_or(last)));
}

/// A time in the zone that the calendar describes, or in UTC for a site elsewhere.
fn moment(lines: &mut Lines, name: &str, at: DateTime, zone: &str) {
    if zone == VIETNAM {
        lines.raw(&format!("{name};TZID={VIETNAM}"), &format!("{}T{}", day(at.date()), time(at.time())));
        return;
    }
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let utc = at.to_zoned(zone).map(|at| at.with_time_zone(TimeZone::UTC).datetime()).unwrap_or(at);
    lines.raw(name, &format!("{}T{}Z", day(utc.date()), time(utc.time())));
}

/// The rule of a recurring deadline, counted from a first time that follows it. Days that a month does not have fall on
/// its last one, as [`Recurrence::occurrences`] says.
fn rrule(rule: Recurrence, last: Day) -> String {
    let (every, month, day_of_month) = match rule {
        Recurrence::Months { every, month, day } => (every, month, day),
        Recurrence::Weeks { weekday } => {
            const DAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
            let on = weekday.and_then(|weekday| DAYS.get(usize::try_from(weekday).ok()?)).unwrap_or(&"SU");
            return format!("FREQ=WEEKLY;BYDAY={on};UNTIL={}", day(last));
        }
    };
    let on = match day_of_month {
        Some(day) if day <= 28 => format!("BYMONTHDAY={day}"),
        Some(day @ 29..=30) => {
            let days: Vec<String> = (28..=day).map(|day| day.to_string()).collect();
            format!("BYMONTHDAY={};BYSETPOS=-1", days.join(","))
        }
        _ => "BYMONTHDAY=-1".to_owned(),
    };
    match month {
        Some(month) => format!("FREQ=YEARLY;BYMONTH={month};{on};UNTIL={}", day(last)),
        None => format!("FREQ=MONTHLY;INTERVAL={every};{on};UNTIL={}", day(last)),
    }
}

fn day(day: Day) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

fn time(time: Time) -> String {
    format!("{:02}{:02}{:02}", time.hour(), time.minute(), time.second())
}

/// Content lines.
struct Lines {
    out: String,
}

impl Lines {
    /// A value of type TEXT.
    fn text(&mut self, name: &str, value: &str) {
        self.raw(name, &escaped(value));
    }

    /// A value that needs no escape. Folded: a line that goes on begins with a blank, which counts.
    fn raw(&mut self, name: &str, value: &str) {
        let line = without_control([name, ":", value].concat());
        let (mut rest, mut room) = (line.as_str(), LONGEST_LINE);
        while rest.len() > room {
            let (head, tail) = rest.split_at(rest.floor_char_boundary(room));
            self.out.push_str(head);
            self.out.push_str("\r\n ");
            (rest, room) = (tail, LONGEST_LINE - 1);
        }
        self.out.push_str(rest);
        self.out.push_str("\r\n");
    }
}

/// A line holds no control character; almost none would.
fn without_control(line: String) -> String {
    // In UTF-8 those beyond ASCII begin with C2.
    let may_hold = line.bytes().any(|byte| byte.is_ascii_control() || byte == 0xc2);
    if may_hold { line.chars().filter(|ch| !ch.is_control()).collect() } else { line }
}

/// A TEXT value (§3.3.11).
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text.trim();
    while let Some(at) = rest.find(['\\', ';', ',', '\n', '\r', '\t']) {
        let (plain, special) = rest.split_at(at);
        out.push_str(plain);
        let mut signs = special.chars();
        match signs.next() {
            Some('\n') => out.push_str("\\n"),
            Some('\t') => out.push(' '),
            Some('\r') | None => {}
            Some(sign) => out.extend(['\\', sign]),
        }
        rest = signs.as_str();
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn unfolded(text: &str) -> String {
        text.replace("\r\n ", "")
    }

    fn entry(when: When) -> CalendarEntry {
        CalendarEntry {
            uid: "ke-hoach/2026/12#nv-7@hoaban.example".into(),
            when,
            summary: "Việc; một, hai".into(),
            description: "dòng 1\ndòng 2".into(),
            place: None,
            url: "https://hoaban.example/".into(),
            category: "Hạn".into(),
            sequence: 2,
            stamp: date(2026, 3, 1),
            alarm: Some(Alarm::DaysBefore(7)),
            cancelled: false,
        }
    }

    fn written(when: When, zone: &str) -> String {
        unfolded(&calendar(&About { name: "Lịch", url: "https://hoaban.example/", zone }, vec![entry(when)]))
    }

    #[test]
    fn an_all_day_entry_ends_on_the_next_day() {
        let text = written(When::Days { first: date(2026, 4, 1), last: date(2026, 6, 30) }, VIETNAM);
        for line in [
            "DTSTART;VALUE=DATE:20260401",
            "DTEND;VALUE=DATE:20260701",
            "DTSTAMP:20260301T000000Z",
            "SEQUENCE:2",
            "SUMMARY:Việc\\; một\\, hai",
            "DESCRIPTION:dòng 1\\ndòng 2",
            "TRIGGER;RELATED=END:-P7DT16H",
        ] {
            assert!(text.contains(&format!("{line}\r\n")), "{line} in {text}");
        }
    }

    #[test]
    fn rules_clamp_to_the_end_of_the_month() {
        let rule = |months, day| rrule(Recurrence::Months { every: months, month: None, day }, date(2026, 12, 31));
        assert_eq!(rule(1, Some(14)), "FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=14;UNTIL=20261231");
        assert_eq!(rule(3, None), "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1;UNTIL=20261231");
        assert_eq!(rule(1, Some(30)), "FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=28,29,30;BYSETPOS=-1;UNTIL=20261231");
    }

    #[test]
    fn hours_are_in_the_zone_of_the_site() {
        let when = When::Hours { from: date(2026, 3, 2).at(14, 0, 0, 0), to: Some(date(2026, 3, 2).at(16, 30, 0, 0)) };
        assert!(written(when.clone(), VIETNAM).contains("DTSTART;TZID=Asia/Ho_Chi_Minh:20260302T140000\r\n"));
        assert!(written(when, "UTC").contains("DTEND:20260302T163000Z\r\n"));
    }

    proptest! {
        #[test]
        fn no_line_is_longer_than_75_bytes_and_nothing_is_lost(text in "\\PC{0,200}") {
            let mut lines = Lines { out: String::new() };
            lines.text("SUMMARY", &text);
            prop_assert!(lines.out.split("\r\n").all(|line| line.len() <= LONGEST_LINE));
            let read = unfolded(&lines.out);
            let value = read.trim_end_matches("\r\n").strip_prefix("SUMMARY:").unwrap_or_default().to_owned();
            let plain = value.replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\");
            let kept: String = text.trim().chars().filter(|ch| !ch.is_control()).collect();
            prop_assume!(!text.contains('\\'));
            prop_assert_eq!(plain, kept);
        }
    }
}
