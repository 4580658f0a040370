//! `thoi_han`: the verbatim deadline and, where it is understood, what it means (CONTENT §3).
//!
//! A deadline without a year is read in two steps: its text by itself, its year by the document that writes it.

mod routine;
mod stretch;

use super::day::{DateProblem, Day};
use super::scan::Scan;
use crate::basics::text::single_spaced;
pub(crate) use routine::Recurrence;
use stretch::Stretch;

/// A deadline («thời hạn») as written, with its meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Deadline {
    /// Exactly what the editor wrote.
    pub(crate) verbatim: String,
    pub(crate) meaning: Meaning,
    /// The last days of several, earliest first.
    several: Vec<Day>,
    /// What it says as long as nobody knows the year.
    yearless: Vec<Stretch>,
}

/// What a deadline says about time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// Up to and including one day.
    Day(Day),
    /// A month, quarter, half-year, year or span of years; due on its last day, printed as written.
    Period { start: Day, end: Day },
    /// Several days («20/6/2026, 20/12/2026»): the first, and the last, which is the deadline.
    Several { first: Day, last: Day },
    /// Comes back («hằng tháng», «định kỳ 6 tháng»).
    Recurring(Recurrence),
    /// «Thường xuyên».
    Continuous,
    /// Without a date on purpose («đột xuất», «khi có yêu cầu»), or with one whose year nothing tells.
    Undated,
    /// Kept as written, without a date.
    Unknown,
}

/// The document that writes deadlines: what tells the year of one that has none.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Dating {
    /// The later of its date and the beginning of its validity.
    pub(crate) from: Option<Day>,
    /// The one year that its title names.
    pub(crate) year: Option<i16>,
}

impl Deadline {
    /// Reads a deadline. The error is an impossible date inside it; the text is kept either way.
    pub(crate) fn parse(text: &str) -> (Self, Option<DateProblem>) {
        let verbatim = single_spaced(text);
        let (reading, problem) = match read(&verbatim) {
            Ok(reading) => (reading, None),
            Err(problem) => (Reading::Means(Meaning::Unknown), Some(problem)),
        };
        let (meaning, several, yearless) = match reading {
            Reading::Means(meaning) => (meaning, Vec::new(), Vec::new()),
            Reading::Several(days) => (several(&days), days, Vec::new()),
            Reading::Yearless(stretches) => (Meaning::Undated, Vec::new(), stretches),
        };
        (Self { verbatim, meaning, several, yearless }, problem)
    }

    /// A deadline written as a TOML date.
    pub(crate) fn on(day: Day) -> Self {
        let meaning = Meaning::Day(day);
        Self { verbatim: super::print_day(day), meaning, several: Vec::new(), yearless: Vec::new() }
    }

    /// Gives a deadline without a year the first one in which it ends on or after `dating.from`; the year of the title wins.
    pub(crate) fn settle(&mut self, dating: Dating) {
        let (Some(first), false) = (dating.year.or(dating.from.map(Day::year)), self.yearless.is_empty()) else {
            return;
        };
        let candidates = first..=dating.year.unwrap_or(first.saturating_add(LEAP_YEARS));
        let in_year = |stretch: &Stretch| {
            let fits = |(_, end): &(Day, Day)| dating.year.is_some() || dating.from.is_none_or(|from| from <= *end);
            candidates.clone().filter_map(|year| stretch.in_year(year).ok()).find(fits)
        };
        let Some(found) = self.yearless.iter().map(in_year).collect::<Option<Vec<(Day, Day)>>>() else { return };
        self.meaning = match found.as_slice() {
            [(start, end)] if start == end => Meaning::Day(*end),
            [(start, end)] => Meaning::Period { start: *start, end: *end },
            all => {
                self.several = sorted(all.iter().map(|(_, end)| *end));
                several(&self.several)
            }
        };
        self.yearless.clear();
    }

    /// Whether a date or a rhythm can be told from its words.
    pub(crate) fn says_when(&self) -> bool {
        !matches!(self.meaning, Meaning::Undated | Meaning::Unknown) || !self.yearless.is_empty()
    }

    /// The last day of its interval, where it has one.
    pub(crate) fn end(&self) -> Option<Day> {
        match self.meaning {
            Meaning::Day(end) | Meaning::Period { end, .. } | Meaning::Several { last: end, .. } => Some(end),
            Meaning::Recurring(_) | Meaning::Continuous | Meaning::Undated | Meaning::Unknown => None,
        }
    }

    /// Every day on which it falls due, earliest first; of one that comes back, those from `from` to `to`.
    pub(crate) fn due_days(&self, (from, to): (Day, Day)) -> Vec<Day> {
        match self.meaning {
            Meaning::Day(end) | Meaning::Period { end, .. } => vec![end],
            Meaning::Several { .. } => self.several.clone(),
            Meaning::Recurring(every) => every.occurrences(from, to),
            Meaning::Continuous | Meaning::Undated | Meaning::Unknown => Vec::new(),
        }
    }

    /// The next day on which it falls due, or its last one; of one that comes back, the next until `to`.
    pub(crate) fn next_due(&self, today: Day, (from, to): (Day, Day)) -> Option<Day> {
        let days = self.due_days((from.max(today), to));
        days.iter().copied().find(|day| *day >= today).or(self.end())
    }
}

/// A 29 February is in one of so many years.
const LEAP_YEARS: i16 = 8;

fn sorted(days: impl Iterator<Item = Day>) -> Vec<Day> {
    let mut days: Vec<Day> = days.collect();
    days.sort_unstable();
    days.dedup();
    days
}

fn several(days: &[Day]) -> Meaning {
    match (days.first(), days.last()) {
        (Some(first), Some(last)) if first != last => Meaning::Several { first: *first, last: *last },
        (_, Some(day)) => Meaning::Day(*day),
        _ => Meaning::Unknown,
    }
}

/// What a text says.
enum Reading {
    Means(Meaning),
    /// Sorted.
    Several(Vec<Day>),
    Yearless(Vec<Stretch>),
}

fn read(text: &str) -> Result<Reading, DateProblem> {
    let scan = Scan::new(text);
    if let Some(meaning) = routine::read(&scan) {
        return Ok(Reading::Means(meaning));
    }
    if let Some(stretch) = stretch::read(&mut scan.clone()) {
        return match stretch.dated()? {
            Some((start, end)) if stretch.is_day(start, end) => Ok(Reading::Means(Meaning::Day(end))),
            Some((start, end)) => Ok(Reading::Means(Meaning::Period { start, end })),
            None => Ok(Reading::Yearless(vec![stretch])),
        };
    }
    if let Some(stretches) = stretch::read_several(text) {
        let dated: Vec<Option<(Day, Day)>> = stretches.iter().map(Stretch::dated).collect::<Result<_, _>>()?;
        return Ok(match dated.into_iter().collect::<Option<Vec<_>>>() {
            Some(dated) => Reading::Several(sorted(dated.into_iter().map(|(_, end)| end))),
            None => Reading::Yearless(stretches),
        });
    }
    Ok(Reading::Means(if routine::is_undated(&scan) { Meaning::Undated } else { Meaning::Unknown }))
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
        let every = |every, day| Meaning::Recurring(Recurrence::Months { every, month: None, day });
        let yearly = |month, day| Meaning::Recurring(Recurrence::Months { every: 12, month: Some(month), day });
        let weekly = |weekday| Meaning::Recurring(Recurrence::Weeks { weekday });
        for (texts, wanted) in [
            (
                &["hằng tháng", "Hàng tháng", "định kỳ hằng tháng", "mỗi tháng một lần", "1 lần/tháng"][..],
                every(1, None),
            ),
            (&["hàng quý", "định kỳ quý", "mỗi quý 1 lần", "3 tháng/lần"], every(3, None)),
            (&["định kỳ 6 tháng", "Định kì 06 tháng", "định kỳ 6 tháng/lần", "06 tháng/lần"], every(6, None)),
            (&["Định kỳ hằng năm", "hằng năm", "hằng năm và đột xuất", "1 năm/lần"], every(12, None)),
            (&["chậm nhất vào ngày 25 hằng tháng"], every(1, Some(25))),
            (&["trước ngày 15 hằng tháng"], every(1, Some(14))),
            (&["ngày 20 tháng cuối quý", "ngày 20 tháng cuối quí"], every(3, Some(20))),
            (&["trước ngày 15/6 hằng năm"], yearly(6, Some(14))),
            (&["15/6 hằng năm", "ngày 15 tháng 6 hằng năm"], yearly(6, Some(15))),
            (&["quý II hằng năm"], yearly(6, None)),
            (&["tháng 12 hằng năm", "trong tháng 12 hằng năm"], yearly(12, None)),
            (&["trước tháng 1 hằng năm"], yearly(12, None)),
            (&["hằng tuần", "mỗi tuần một lần"], weekly(None)),
            (&["thứ 2 hằng tuần", "Thứ Hai hằng tuần"], weekly(Some(0))),
            (
                &[
                    "Thường xuyên",
                    "thường xuyên trong năm",
                    "Nhiệm vụ thường xuyên",
                    "2025 và những năm tiếp theo",
                    "năm 2025 và các năm tiếp theo",
                    "từ năm 2026 trở đi",
                    "thường xuyên, liên tục",
                    "thường xuyên, đột xuất",
                ],
                Meaning::Continuous,
            ),
        ] {
            texts.iter().for_each(|text| assert_eq!(meaning(text), wanted, "{text}"));
        }
    }

    #[test]
    fn occurrences_fall_inside_the_period() {
        let quarterly = Recurrence::Months { every: 3, month: None, day: Some(20) };
        assert_eq!(
            quarterly.occurrences(date(2026, 3, 21), date(2026, 12, 20)),
            [date(2026, 6, 20), date(2026, 9, 20), date(2026, 12, 20)]
        );
        let monthly = Recurrence::Months { every: 1, month: None, day: None };
        assert_eq!(monthly.occurrences(date(2026, 1, 31), date(2026, 2, 28)), [date(2026, 1, 31), date(2026, 2, 28)]);
        let in_june = Recurrence::Months { every: 12, month: Some(6), day: Some(31) };
        assert_eq!(in_june.occurrences(date(2025, 7, 1), date(2027, 1, 1)), [date(2026, 6, 30)]);
        let mondays = Recurrence::Weeks { weekday: Some(0) };
        assert_eq!(
            mondays.occurrences(date(2026, 11, 22), date(2026, 12, 1)),
            [date(2026, 11, 23), date(2026, 11, 30)]
        );
    }

    /// As a plan of 20/01/2026 has it.
    fn settled(text: &str, from: Day, year: Option<i16>) -> Meaning {
        let (mut deadline, problem) = Deadline::parse(text);
        assert_eq!((problem, deadline.meaning), (None, Meaning::Undated), "{text}");
        deadline.settle(Dating { from: Some(from), year });
        deadline.meaning
    }

    #[test]
    fn a_deadline_without_a_year_is_the_first_that_ends_after_its_document_begins() {
        let of = |text: &str| settled(text, date(2026, 8, 20), None);
        for (text, wanted) in [
            ("trước 15/3", Meaning::Day(date(2027, 3, 14))),
            ("15/3", Meaning::Day(date(2027, 3, 15))),
            ("15/9", Meaning::Day(date(2026, 9, 15))),
            ("20/8", Meaning::Day(date(2026, 8, 20))),
            ("ngày 30 tháng 9", Meaning::Day(date(2026, 9, 30))),
            ("quý 2", period((2027, 4), (2027, 6))),
            ("Q3", period((2026, 7), (2026, 9))),
            ("trong tháng 8", period((2026, 8), (2026, 8))),
            ("tháng 6", period((2027, 6), (2027, 6))),
            ("T12", period((2026, 12), (2026, 12))),
            ("6 tháng đầu năm", period((2027, 1), (2027, 6))),
            ("cuối năm", period((2026, 1), (2026, 12))),
            ("cả năm", period((2026, 1), (2026, 12))),
            ("cuối quý IV", period((2026, 10), (2026, 12))),
            ("tháng 9-10", period((2026, 9), (2026, 10))),
            ("15/9-20/10", Meaning::Period { start: date(2026, 9, 15), end: date(2026, 10, 20) }),
            ("15/12-20/1", Meaning::Period { start: date(2026, 12, 15), end: date(2027, 1, 20) }),
            ("29/2", Meaning::Day(date(2028, 2, 29))),
            ("20/6, 20/12", Meaning::Several { first: date(2026, 12, 20), last: date(2027, 6, 20) }),
        ] {
            assert_eq!(of(text), wanted, "{text}");
        }
        assert_eq!(
            settled("tháng 6", date(2026, 8, 20), Some(2026)),
            period((2026, 6), (2026, 6)),
            "the title says so"
        );
        let (mut deadline, _) = Deadline::parse("tháng 6");
        deadline.settle(Dating::default());
        assert_eq!(deadline.meaning, Meaning::Undated, "nothing tells the year");
    }

    #[test]
    fn what_people_write_is_read_as_one_reads_it() {
        let june = date(2026, 6, 30);
        for text in [
            "30/6/26",
            "30.6.2026",
            "8h00 ngày 30/6/2026",
            "8 giờ 30, ngày 30/6/2026",
            "Thứ Ba, ngày 30/6/2026",
            "14:00 ngày 30/6/2026",
            "30/06/2026 (thứ Ba)",
            "2026/06/30",
            "３０/６/２０２６",
            "không quá 30/6/2026",
        ] {
            assert_eq!(meaning(text), Meaning::Day(june), "{text}");
        }
        for text in ["T6/2026", "6/2026", "đầu tháng 6/2026", "giữa tháng 6/2026", "tuần 2 tháng 6/2026"] {
            assert_eq!(meaning(text), period((2026, 6), (2026, 6)), "{text}");
        }
        for text in ["đầu quý III/2026", "cuối quý III/2026", "Q.III/2026", "q3/2026"] {
            assert_eq!(meaning(text), period((2026, 7), (2026, 9)), "{text}");
        }
        assert_eq!(
            meaning("từ 15/3 đến 30/3/2026"),
            Meaning::Period { start: date(2026, 3, 15), end: date(2026, 3, 30) }
        );
        assert_eq!(meaning("tháng 3-5/2026"), period((2026, 3), (2026, 5)));
        assert_eq!(meaning("quý I – II/2026"), period((2026, 1), (2026, 6)));
        assert_eq!(meaning("cuối năm 2026"), period((2026, 1), (2026, 12)));
    }

    #[test]
    fn several_days_are_one_deadline_each_and_the_last_is_the_deadline() {
        let both = |first, last| Meaning::Several { first, last };
        assert_eq!(meaning("20/6/2026, 20/12/2026"), both(date(2026, 6, 20), date(2026, 12, 20)));
        assert_eq!(meaning("trước 20/6 và 10/12/2026"), both(date(2026, 6, 19), date(2026, 12, 9)));
        let (deadline, _) = Deadline::parse("20/12/2026; 20/6/2026; 20/9/2026");
        let window = (date(2026, 1, 1), date(2027, 1, 1));
        assert_eq!(deadline.due_days(window), [date(2026, 6, 20), date(2026, 9, 20), date(2026, 12, 20)]);
        assert_eq!(deadline.end(), Some(date(2026, 12, 20)));
        assert_eq!(deadline.next_due(date(2026, 7, 1), window), Some(date(2026, 9, 20)));
        assert_eq!(deadline.next_due(date(2027, 7, 1), window), Some(date(2026, 12, 20)));
    }

    #[test]
    fn what_has_no_date_on_purpose_is_no_mistake() {
        for text in [
            "đột xuất",
            "khi có yêu cầu",
            "ngay sau khi ban hành",
            "theo quy định",
            "theo kế hoạch của cấp trên",
            "sau khi chi trả kỳ tháng 11",
            "khi có hướng dẫn của cấp trên",
        ] {
            assert_eq!(meaning(text), Meaning::Undated, "{text}");
        }
    }

    #[test]
    fn other_text_is_kept_without_a_meaning() {
        for text in
            ["từ 30/6/2026", "từ tháng 6/2026", "Từ năm 2026", "ngày 15", "quý", "2026 hoặc 2027", "6 tháng", ""]
        {
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
