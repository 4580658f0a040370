//! `thoi_han`: the verbatim deadline and, where it is understood, what it means.

use super::day::{DateProblem, Day, make_day};
use super::scan::Scan;
use crate::basics::text::single_spaced;

/// A deadline («thời hạn») as written, with its meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Deadline {
    /// Exactly what the editor wrote.
    pub(crate) verbatim: String,
    pub(crate) meaning: Meaning,
}

/// What a deadline says about time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// Up to and including one day.
    Day(Day),
    /// A month, quarter, half-year, year or span of years; due on its last day, printed as written.
    Period { start: Day, end: Day },
    /// Comes back («hằng tháng», «định kỳ 6 tháng»).
    Recurring(Recurrence),
    /// «Thường xuyên».
    Continuous,
    /// Kept as written, without a date.
    Unknown,
}

/// How often a recurring deadline falls due, and on which day of its last month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Recurrence {
    /// 1, 3, 6 or 12.
    pub(crate) months: i8,
    /// Day of the period's last month; `None` for that month's last day.
    pub(crate) day: Option<i8>,
}

impl Recurrence {
    /// Every day it falls due from `from` to `to`, both included, earliest first.
    pub(crate) fn occurrences(self, from: Day, to: Day) -> Vec<Day> {
        let mut found = Vec::new();
        let mut month = from.first_of_month();
        while month <= to {
            if month.month() % self.months == 0 {
                let day = self.day.unwrap_or(31).clamp(1, month.days_in_month());
                if let Ok(due) = Day::new(month.year(), month.month(), day)
                    && due >= from
                    && due <= to
                {
                    found.push(due);
                }
            }
            let Ok(next) = month.last_of_month().tomorrow() else { break };
            month = next;
        }
        found
    }
}

impl Deadline {
    /// Reads a deadline. The error is an impossible date inside it; the text is kept either way.
    pub(crate) fn parse(text: &str) -> (Self, Option<DateProblem>) {
        let verbatim = single_spaced(text);
        let (meaning, problem) = match read(&verbatim) {
            Ok(meaning) => (meaning, None),
            Err(problem) => (Meaning::Unknown, Some(problem)),
        };
        (Self { verbatim, meaning }, problem)
    }

    /// A deadline written as a TOML date.
    pub(crate) fn on(day: Day) -> Self {
        Self { verbatim: super::print_day(day), meaning: Meaning::Day(day) }
    }

    /// The last day of its interval, where it has one.
    pub(crate) fn end(&self) -> Option<Day> {
        match self.meaning {
            Meaning::Day(end) | Meaning::Period { end, .. } => Some(end),
            Meaning::Recurring(_) | Meaning::Continuous | Meaning::Unknown => None,
        }
    }
}

fn read(text: &str) -> Result<Meaning, DateProblem> {
    let scan = Scan::new(text);
    for read in [recurring, dated, period] {
        if let Some(meaning) = read(&mut scan.clone())? {
            return Ok(meaning);
        }
    }
    Ok(Meaning::Unknown)
}

type Reading = Result<Option<Meaning>, DateProblem>;

const UP_TO: [&str; 14] = [
    "cham nhat den het",
    "cham nhat den",
    "cham nhat trong",
    "cham nhat la",
    "cham nhat",
    "den het",
    "het",
    "hoan thanh",
    "muon nhat",
    "xong",
    "den cuoi",
    "den",
    "trong",
    "vao",
];

/// `30/6/2026`, `đến hết ngày …`, `trước ngày …`, `ngày 30 tháng 6 năm 2026`.
fn dated(scan: &mut Scan) -> Reading {
    let before = lead_in(scan);
    let from = scan.word("tu");
    scan.word("ngay");
    let year_later = scan.attempt(day_and_month);
    let Some(day) = one_day(scan) else { return Ok(None) };
    let day = day?;
    if let Some((first, month)) = year_later {
        let start = make_day(day.year(), month, first)?;
        return Ok((scan.is_done() && start <= day).then_some(Meaning::Period { start, end: day }));
    }
    if scan.mark('-') || scan.any(&["den het", "den"]) {
        scan.word("ngay");
        let Some(end) = one_day(scan) else { return Ok(None) };
        let end = end?;
        return Ok((scan.is_done() && day <= end).then_some(Meaning::Period { start: day, end }));
    }
    if !scan.is_done() || from {
        return Ok(None);
    }
    Ok(Some(Meaning::Day(if before { day.yesterday().unwrap_or(day) } else { day })))
}

/// Takes the words before the date; true for «trước».
fn lead_in(scan: &mut Scan) -> bool {
    scan.word("hoan thanh");
    let before = scan.any(&["xong truoc", "truoc"]);
    if !before {
        while scan.any(&UP_TO) {}
    }
    scan.word("ngay");
    before
}

/// `1/5 - ` before `30/6/2026`: the first day of a stretch, its year told by the last.
fn day_and_month(scan: &mut Scan) -> Option<(i8, i8)> {
    let day = scan.number(2)?;
    let month = if scan.mark('/') { scan.number(2)? } else { return None };
    let goes_on = scan.mark('-') || scan.any(&["den het", "den"]);
    scan.word("ngay");
    goes_on.then_some((i8::try_from(day).ok()?, i8::try_from(month).ok()?))
}

fn one_day(scan: &mut Scan) -> Option<Result<Day, DateProblem>> {
    if let Some(date) = scan.date() {
        return Some(date);
    }
    scan.attempt(|scan| {
        let day = scan.number(2)?;
        let month = if scan.word("thang") { scan.number(2)? } else { return None };
        scan.mark('/');
        let year = scan.year()?;
        Some(make_day(year, i8::try_from(month).unwrap_or(0), i8::try_from(day).unwrap_or(0)))
    })
}

/// Months, quarters, half-years, years and spans of years.
fn period(scan: &mut Scan) -> Reading {
    let before = lead_in(scan);
    while scan.any(&["cuoi", "giai doan", "cac nam", "khoang"]) {}
    let from = scan.word("tu");
    let joined = scan.has_range();
    let Some((start, end)) = span(scan)? else { return Ok(None) };
    // «từ tháng 6/2026» says when it begins, not when it is due.
    if from && !joined {
        return Ok(None);
    }
    if !scan.is_done() {
        return Ok(None);
    }
    Ok(Some(match (before, start.yesterday()) {
        (true, Ok(eve)) => Meaning::Day(eve),
        _ => Meaning::Period { start, end },
    }))
}

fn span(scan: &mut Scan) -> Result<Option<(Day, Day)>, DateProblem> {
    if let Some((start, end)) = scan.attempt(month_span) {
        return months(start?, end?).map(Some);
    }
    if let Some((year, first, last)) = scan.attempt(parts_of_year) {
        return months((year, first), (year, last)).map(Some);
    }
    let Some(first) = scan.year() else { return Ok(None) };
    let last = scan
        .attempt(|scan| if scan.mark('-') || scan.any(&["den het", "den"]) { scan.year() } else { None })
        .unwrap_or(first);
    if last < first {
        return Ok(None);
    }
    months((first, 1), (last, 12)).map(Some)
}

type Month = Result<(i16, i8), DateProblem>;

/// `6/2026`, `tháng 6/2026`, `tháng 6-8/2026`, `6/2026 - 8/2027`.
fn month_span(scan: &mut Scan) -> Option<(Month, Month)> {
    let named = scan.word("thang");
    let first = scan.number(2)?;
    if named && let Some(last) = scan.attempt(|scan| scan.mark('-').then(|| scan.number(2)).flatten()) {
        let year = month_year(scan)?;
        return (first <= last).then(|| (month(year, first), month(year, last)));
    }
    let year = month_year(scan)?;
    let second = scan.attempt(|scan| {
        let goes_on = scan.mark('-') || scan.any(&["den het", "den"]);
        scan.word("thang");
        let last = if goes_on { scan.number(2)? } else { return None };
        let last_year = month_year(scan)?;
        ((year, first) <= (last_year, last)).then(|| month(last_year, last))
    });
    Some((month(year, first), second.unwrap_or_else(|| month(year, first))))
}

fn month_year(scan: &mut Scan) -> Option<i16> {
    if scan.mark('/') || scan.mark('-') {
        return scan.number(4).filter(|year| (1900..2200).contains(year));
    }
    if scan.word("nam") { scan.year() } else { None }
}

fn month(year: i16, month: i16) -> Month {
    let month = i8::try_from(month).unwrap_or(0);
    make_day(year, month, 1).map(|_| (year, month))
}

/// Quarters and halves: the year with its first and last month.
fn parts_of_year(scan: &mut Scan) -> Option<(i16, i8, i8)> {
    let (first, last) = if scan.any(&["6 thang dau", "sau thang dau", "nua dau"]) {
        (1, 6)
    } else if scan.any(&["6 thang cuoi", "sau thang cuoi", "nua cuoi"]) {
        (7, 12)
    } else if scan.any(&["9 thang dau"]) {
        (1, 9)
    } else {
        quarters(scan)?
    };
    if !scan.mark('/') {
        scan.mark('-');
    }
    let year = scan.year()?;
    Some((year, first, last))
}

fn quarters(scan: &mut Scan) -> Option<(i8, i8)> {
    let first = if scan.word("quy") { scan.quarter()? } else { short_quarter(scan)? };
    let last = scan
        .attempt(|scan| {
            let _ = scan.mark('-') || scan.word("den") || scan.word("va");
            scan.word("quy");
            scan.quarter()
        })
        .unwrap_or(first);
    (first <= last).then_some((first * 3 - 2, last * 3))
}

fn short_quarter(scan: &mut Scan) -> Option<i8> {
    for (name, value) in [("q1", 1), ("q2", 2), ("q3", 3), ("q4", 4)] {
        if scan.attempt(|scan| (scan.mark('q') && scan.quarter() == Some(value)).then_some(())).is_some()
            || scan.word(name)
        {
            return Some(value);
        }
    }
    None
}

fn months(from: (i16, i8), to: (i16, i8)) -> Result<(Day, Day), DateProblem> {
    Ok((make_day(from.0, from.1, 1)?, make_day(to.0, to.1, 1)?.last_of_month()))
}

const EVERY: [(&str, i8); 20] = [
    ("hang thang", 1),
    ("hang quy", 3),
    ("hang nam", 12),
    ("hang 6 thang", 6),
    ("6 thang mot lan", 6),
    ("6 thang/lan", 6),
    ("6 thang", 6),
    ("mot thang/lan", 1),
    ("moi thang", 1),
    ("moi quy", 3),
    ("moi nam", 12),
    ("mot nam", 12),
    ("thang", 1),
    ("quy", 3),
    ("nam", 12),
    ("3 thang", 3),
    ("1 thang", 1),
    ("12 thang", 12),
    ("1 nam", 12),
    ("1 quy", 3),
];

/// `thường xuyên`, `hằng tháng`, `định kỳ 6 tháng`, `trước ngày 15 hằng tháng`, `ngày 20 tháng cuối quý`.
fn recurring(scan: &mut Scan) -> Reading {
    if scan.any(&["thuong xuyen lien tuc", "thuong xuyen hang nam", "thuong xuyen", "lien tuc"]) {
        return Ok(scan.is_done().then_some(Meaning::Continuous));
    }
    let (day, bare) = day_of_month(scan)?;
    let periodic = scan.word("dinh ky");
    let months = if day.is_some() && scan.any(&["thang cuoi quy", "cua thang cuoi quy", "thang cuoi moi quy"]) {
        Some(3)
    } else {
        EVERY.iter().find(|(word, _)| (periodic || word.starts_with(['h', 'm'])) && scan.word(word)).map(|(_, n)| *n)
    };
    scan.any(&["mot lan", "1 lan", "/lan"]);
    let Some(months) = months.filter(|_| scan.is_done() && (day.is_some() || bare)) else { return Ok(None) };
    Ok(Some(Meaning::Recurring(Recurrence { months, day })))
}

/// «ngày 20», «trước ngày 15»: the day, and whether nothing of the kind was said.
fn day_of_month(scan: &mut Scan) -> Result<(Option<i8>, bool), DateProblem> {
    let before = scan.word("truoc");
    if !before {
        while scan.any(&["cham nhat", "vao"]) {}
    }
    if !scan.word("ngay") {
        return Ok((None, !before));
    }
    let Some(day) = scan.number(2).and_then(|day| i8::try_from(day).ok()) else { return Ok((None, false)) };
    if !(1..=31).contains(&day) || before && day == 1 {
        return Ok((None, false));
    }
    Ok((Some(if before { day - 1 } else { day }), false))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn meaning(text: &str) -> Meaning {
        let (deadline, problem) = Deadline::parse(text);
        assert_eq!(problem, None, "{text}");
        deadline.meaning
    }

    fn period(from: (i16, i8), to: (i16, i8)) -> Meaning {
        Meaning::Period { start: date(from.0, from.1, 1), end: date(to.0, to.1, 1).last_of_month() }
    }

    #[test]
    fn days_are_inclusive_unless_before_is_said() {
        for text in [
            "2026-06-30",
            "30/6/2026",
            "đến hết ngày 30/6/2026",
            "chậm nhất 30/6/2026",
            "Chậm nhất đến ngày 30-06-2026",
            "ngày 30 tháng 6 năm 2026",
            "Hoàn thành trong ngày 30/06/2026.",
        ] {
            assert_eq!(meaning(text), Meaning::Day(date(2026, 6, 30)), "{text}");
        }
        assert_eq!(meaning("trước ngày 30/6/2026"), Meaning::Day(date(2026, 6, 29)));
        assert_eq!(meaning("Trước 01/7/2026"), Meaning::Day(date(2026, 6, 30)));
    }

    #[test]
    fn periods_keep_their_precision() {
        for text in ["6/2026", "tháng 6/2026", "Tháng 06 năm 2026", "trong tháng 6/2026"] {
            assert_eq!(meaning(text), period((2026, 6), (2026, 6)), "{text}");
        }
        for text in
            ["quý II/2026", "Q2/2026", "Quý 2 năm 2026", "quý II năm 2026", "trong quý II/2026", "quý II - 2026"]
        {
            assert_eq!(meaning(text), period((2026, 4), (2026, 6)), "{text}");
        }
        assert_eq!(meaning("quý III - IV/2026"), period((2026, 7), (2026, 12)));
        assert_eq!(meaning("6 tháng đầu năm 2026"), period((2026, 1), (2026, 6)));
        assert_eq!(meaning("6 tháng cuối năm 2026"), period((2026, 7), (2026, 12)));
        for text in ["năm 2026", "2026", "trong năm 2026", "đến hết năm 2026"] {
            assert_eq!(meaning(text), period((2026, 1), (2026, 12)), "{text}");
        }
        for text in ["2025 - 2030", "giai đoạn 2025-2030", "Giai đoạn 2025–2030", "từ năm 2025 đến năm 2030"]
        {
            assert_eq!(meaning(text), period((2025, 1), (2030, 12)), "{text}");
        }
        assert_eq!(meaning("tháng 6-8/2026"), period((2026, 6), (2026, 8)));
        for text in ["Quí II/2026", "Quý I, II/2026", "từ quý I đến quý II/2026", "06 tháng đầu năm 2026"]
        {
            let first = if text.starts_with("Quí") { 4 } else { 1 };
            assert_eq!(meaning(text), period((2026, first), (2026, 6)), "{text}");
        }
        let stretch = Meaning::Period { start: date(2026, 5, 1), end: date(2026, 6, 30) };
        for text in ["01/5 - 30/6/2026", "từ 01/5/2026 đến 30/6/2026", "từ ngày 1/5 đến ngày 30/6/2026"] {
            assert_eq!(meaning(text), stretch, "{text}");
        }
        assert_eq!(meaning("trước tháng 6/2026"), Meaning::Day(date(2026, 5, 31)));
    }

    #[test]
    fn recurring_deadlines_know_their_rhythm() {
        let every = |months, day| Meaning::Recurring(Recurrence { months, day });
        assert_eq!(meaning("hằng tháng"), every(1, None));
        assert_eq!(meaning("hàng quý"), every(3, None));
        for text in ["định kỳ 6 tháng", "Định kì 06 tháng", "định kỳ 6 tháng/lần"] {
            assert_eq!(meaning(text), every(6, None), "{text}");
        }
        assert_eq!(meaning("chậm nhất vào ngày 25 hằng tháng"), every(1, Some(25)));
        assert_eq!(meaning("ngày 20 tháng cuối quí"), every(3, Some(20)));
        assert_eq!(meaning("Định kỳ hằng năm"), every(12, None));
        assert_eq!(meaning("hằng năm"), every(12, None));
        assert_eq!(meaning("trước ngày 15 hằng tháng"), every(1, Some(14)));
        assert_eq!(meaning("ngày 20 tháng cuối quý"), every(3, Some(20)));
        assert_eq!(meaning("Thường xuyên"), Meaning::Continuous);
    }

    #[test]
    fn occurrences_fall_inside_the_period() {
        let quarterly = Recurrence { months: 3, day: Some(20) };
        assert_eq!(
            quarterly.occurrences(date(2026, 3, 21), date(2026, 12, 20)),
            [date(2026, 6, 20), date(2026, 9, 20), date(2026, 12, 20)]
        );
        let monthly = Recurrence { months: 1, day: None };
        assert_eq!(monthly.occurrences(date(2026, 1, 31), date(2026, 2, 28)), [date(2026, 1, 31), date(2026, 2, 28)]);
    }

    #[test]
    fn other_text_is_kept_without_a_meaning() {
        for text in [
            "từ 30/6/2026",
            "từ tháng 6/2026",
            "Từ năm 2026",
            "khi có hướng dẫn của cấp trên",
            "ngày 15",
            "quý II",
            "tháng 6",
            "quý",
            "2026 hoặc 2027",
            "",
        ] {
            assert_eq!(meaning(text), Meaning::Unknown, "{text}");
        }
        assert_eq!(Deadline::parse("  theo   yêu cầu ").0.verbatim, "theo yêu cầu");
    }

    #[test]
    fn impossible_dates_are_a_problem_wherever_they_stand() {
        for text in ["31/02/2026", "trước ngày 31/4/2026", "tháng 13/2026", "ngày 30 tháng 2 năm 2026"] {
            let (deadline, problem) = Deadline::parse(text);
            assert!(matches!(problem, Some(DateProblem::Impossible { .. })), "{text}");
            assert_eq!(deadline.verbatim, text);
        }
    }

    proptest! {
        #[test]
        fn any_text_is_survived_and_kept(text in "\\PC{0,40}") {
            let kept: String = Deadline::parse(&text).0.verbatim.split_whitespace().collect();
            let all: String = text.split_whitespace().collect();
            prop_assert_eq!(kept, all);
        }
    }
}
