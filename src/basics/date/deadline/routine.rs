//! What comes back, what goes on, and what has no date on purpose.

use super::Meaning;
use crate::basics::date::day::{Day, weekday};
use crate::basics::date::scan::Scan;

/// How often a recurring deadline falls due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Recurrence {
    Months {
        /// 1, 3, 6 or 12.
        every: i8,
        /// The month in which a yearly one falls; `None` for the last of each period.
        month: Option<i8>,
        /// Day of that month; `None` for its last day.
        day: Option<i8>,
    },
    /// Every week, on this day of it: 0 for Monday to 6 for Sunday; `None` for its last.
    Weeks { weekday: Option<i8> },
}

impl Recurrence {
    /// The last day of every so many months.
    const fn every(months: i8) -> Self {
        Self::Months { every: months, month: None, day: None }
    }

    /// Every day it falls due from `from` to `to`, both included, earliest first.
    pub(crate) fn occurrences(self, from: Day, to: Day) -> Vec<Day> {
        match self {
            Self::Months { every, month, day } => in_months(every, month, day, from, to),
            Self::Weeks { weekday } => in_weeks(weekday.unwrap_or(6), from, to),
        }
    }
}

fn in_months(every: i8, month: Option<i8>, day: Option<i8>, from: Day, to: Day) -> Vec<Day> {
    let mut found = Vec::new();
    let mut at = from.first_of_month();
    while at <= to {
        if month.map_or(at.month() % every == 0, |month| at.month() == month) {
            let day = day.unwrap_or(31).clamp(1, at.days_in_month());
            if let Ok(due) = Day::new(at.year(), at.month(), day)
                && due >= from
                && due <= to
            {
                found.push(due);
            }
        }
        let Ok(next) = at.last_of_month().tomorrow() else { break };
        at = next;
    }
    found
}

fn in_weeks(on: i8, from: Day, to: Day) -> Vec<Day> {
    let wait = (i64::from(on) - i64::try_from(weekday(from)).unwrap_or_default()).rem_euclid(7);
    let first = from.saturating_add(jiff::Span::new().days(wait));
    let weeks = std::iter::successors(Some(first), |day| day.checked_add(jiff::Span::new().days(7)).ok());
    weeks.take_while(|day| *day <= to).collect()
}

const EVERY: [(&str, i8); 19] = [
    ("hang 6 thang", 6),
    ("hang thang", 1),
    ("hang quy", 3),
    ("hang nam", 12),
    ("moi thang", 1),
    ("moi quy", 3),
    ("moi nam", 12),
    ("theo thang", 1),
    ("theo quy", 3),
    ("mot thang", 1),
    ("mot quy", 3),
    ("mot nam", 12),
    ("6 thang", 6),
    ("3 thang", 3),
    ("12 thang", 12),
    ("1 thang", 1),
    ("1 quy", 3),
    ("1 nam", 12),
    ("thang", 1),
];

/// `thường xuyên`, `hằng tháng`, `định kỳ 6 tháng`, `trước ngày 15 hằng tháng`, `ngày 20 tháng cuối quý`, `quý II hằng năm`.
pub(super) fn read(scan: &Scan) -> Option<Meaning> {
    if goes_on(&mut scan.clone()) {
        return Some(Meaning::Continuous);
    }
    let readers: [fn(&mut Scan) -> Option<Recurrence>; 4] = [weekly, yearly, monthly, periodic];
    readers.iter().find_map(|read| read(&mut scan.clone())).map(Meaning::Recurring)
}

fn goes_on(scan: &mut Scan) -> bool {
    scan.any(&["nhiem vu", "viec", "thuc hien"]);
    if scan.any(&["thuong xuyen", "lien tuc"]) {
        while scan.any(&["lien tuc", "hang nam", "hang ngay", "trong ca nam", "trong nam", "ca nam"]) {}
        scan.year();
        return ends(scan);
    }
    if scan.word("hang ngay") {
        return ends(scan);
    }
    let begins = scan.any(&["tu", "bat dau tu"]);
    if scan.word("quy") && scan.quarter().is_none() {
        return false;
    }
    scan.mark('/');
    if scan.year().is_none() {
        return false;
    }
    let on = scan.any(&[
        "va cac nam tiep theo",
        "va nhung nam tiep theo",
        "va cac nam sau",
        "va nhung nam sau",
        "va tiep tuc trong nhung nam tiep theo",
        "va cac nam ke tiep",
    ]);
    (on || begins && scan.any(&["tro di", "tro ve sau"])) && scan.is_done()
}

/// Whether nothing follows but what comes on top of it.
fn ends(scan: &mut Scan) -> bool {
    scan.any(&["va", "hoac"]);
    scan.any(&["dot xuat", "khi co yeu cau"]);
    scan.is_done()
}

/// `hằng tuần`, `thứ 2 hằng tuần`, `mỗi tuần một lần`.
fn weekly(scan: &mut Scan) -> Option<Recurrence> {
    scan.any(&["truoc", "vao", "chieu", "sang"]);
    let weekday = scan.weekday();
    scan.word("dinh ky");
    scan.any(&["hang tuan", "moi tuan", "tuan", "1 tuan", "mot tuan"]).then_some(())?;
    scan.any(&["mot lan", "1 lan", "/lan"]);
    ends(scan).then_some(Recurrence::Weeks { weekday })
}

/// `15/6 hằng năm`, `trước ngày 15/6 hằng năm`, `quý II hằng năm`, `tháng 12 hằng năm`, `6 tháng đầu năm hằng năm`.
fn yearly(scan: &mut Scan) -> Option<Recurrence> {
    scan.word("dinh ky");
    let before = scan.any(&["xong truoc", "truoc"]);
    while !before && scan.any(&["cham nhat", "vao", "den het", "trong", "den", "cuoi"]) {}
    scan.word("ngay");
    // The month before it begins, its last month, and the day in that.
    let (eve, month, day) = [day_of_year, month_of_year, part_of_year].iter().find_map(|read| scan.attempt(read))?;
    scan.any(&["hang nam", "moi nam", "cua moi nam"]).then_some(())?;
    if !ends(scan) {
        return None;
    }
    let every = |month: i8, day| Some(Recurrence::Months { every: 12, month: Some(month), day });
    match (before, day) {
        (false, day) => every(month, day),
        (true, Some(day)) if day > 1 => every(month, Some(day - 1)),
        (true, _) => every(eve, None),
    }
}

type MonthOfYear = (i8, i8, Option<i8>);

fn month_before(month: i8) -> i8 {
    (month + 10) % 12 + 1
}

fn day_of_year(scan: &mut Scan) -> Option<MonthOfYear> {
    let day = i8::try_from(scan.number(2)?).ok()?;
    (scan.mark('/') || scan.word("thang")).then_some(())?;
    let month = i8::try_from(scan.number(2)?).ok()?;
    let is_one = (1..=31).contains(&day) && (1..=12).contains(&month);
    is_one.then_some((month_before(month), month, Some(day)))
}

fn month_of_year(scan: &mut Scan) -> Option<MonthOfYear> {
    scan.word("thang").then_some(())?;
    let month = i8::try_from(scan.number(2)?).ok().filter(|month| (1..=12).contains(month))?;
    Some((month_before(month), month, None))
}

fn part_of_year(scan: &mut Scan) -> Option<MonthOfYear> {
    if scan.any(&["6 thang dau nam", "6 thang dau"]) {
        return Some((12, 6, None));
    }
    scan.word("quy").then_some(())?;
    let quarter = scan.quarter()?;
    Some((month_before(quarter * 3 - 2), quarter * 3, None))
}

/// `trước ngày 15 hằng tháng`, `ngày 20 tháng cuối quý`.
fn monthly(scan: &mut Scan) -> Option<Recurrence> {
    scan.word("dinh ky");
    let before = scan.word("truoc");
    while !before && scan.any(&["cham nhat", "vao", "den"]) {}
    scan.word("ngay").then_some(())?;
    let day = scan.number(2).and_then(|day| i8::try_from(day).ok()).filter(|day| (1..=31).contains(day))?;
    if before && day == 1 {
        return None;
    }
    let day = Some(if before { day - 1 } else { day });
    scan.word("cua");
    if scan.any(&["thang cuoi quy", "thang cuoi moi quy", "thang cuoi cua quy"]) {
        return ends(scan).then_some(Recurrence::Months { every: 3, month: None, day });
    }
    let every =
        EVERY.iter().find(|(word, _)| word.starts_with(['h', 'm']) && scan.word(word)).map(|(_, every)| *every)?;
    ends(scan).then_some(Recurrence::Months { every, month: None, day })
}

/// `hằng quý`, `định kỳ 6 tháng`, `06 tháng/lần`, `1 lần/tháng`.
fn periodic(scan: &mut Scan) -> Option<Recurrence> {
    scan.any(&["thuc hien", "bao cao"]);
    let said = scan.word("dinh ky");
    let counted = scan.any(&["1 lan", "mot lan"]);
    scan.mark('/');
    let names = EVERY.iter().filter(|(word, _)| said || counted || !word.starts_with("thang"));
    let mut rest = names.clone().find(|(word, _)| scan.word(word)).map(|(word, every)| (*word, *every));
    if rest.is_none() && (said || counted) {
        rest = [("quy", 3), ("nam", 12)].into_iter().find(|(word, _)| scan.word(word));
    }
    let (word, every) = rest?;
    let once = scan.any(&["mot lan", "1 lan", "/lan", "/1 lan", "lan"]);
    // «6 tháng» by itself is a length of time.
    let recurs = said || counted || once || word.starts_with(['h', 't']) || word.starts_with("moi");
    (recurs && ends(scan)).then_some(Recurrence::every(every))
}

/// Whether it is without a date on purpose.
pub(super) fn is_undated(scan: &Scan) -> bool {
    const BEGINNINGS: [&str; 13] = [
        "dot xuat",
        "khi",
        "sau khi",
        "ngay sau khi",
        "ngay khi",
        "ngay sau",
        "theo",
        "tuy theo",
        "khong thoi han",
        "khong dinh ky",
        "khong quy dinh",
        "can cu",
        "trong qua trinh",
    ];
    scan.clone().any(&BEGINNINGS)
}
