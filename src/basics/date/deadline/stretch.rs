//! Days, months, quarters, halves and years, and stretches from one to another; with or without a year.

use crate::basics::date::day::{DateProblem, Day, make_day};
use crate::basics::date::scan::Scan;

/// From one point to another, or one point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stretch {
    /// Whether it means the day before («trước»).
    before: bool,
    from: Point,
    to: Point,
}

/// A stretch of the calendar that people name in one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Point {
    year: Option<i16>,
    unit: Unit,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Day {
        day: i8,
        month: i8,
    },
    /// From the first day of one month to the last of another.
    Months {
        first: i8,
        last: i8,
    },
}

const YEAR: Unit = Unit::Months { first: 1, last: 12 };

const UP_TO: [&str; 19] = [
    "khong qua",
    "khong muon hon",
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
    "khoang",
    "thoi gian",
    "tu",
];

/// Reads a whole text.
pub(super) fn read(scan: &mut Scan) -> Option<Stretch> {
    let (before, begins) = lead_in(scan);
    let from = point(scan)?;
    scan.weekday();
    let joined = scan.mark('-') || scan.any(&["den het", "den"]);
    if !joined {
        // «từ 30/6/2026» says when it begins, not when it is due.
        return (scan.is_done() && !begins).then_some(Stretch { before, from, to: from });
    }
    scan.any(&["ngay", "cuoi", "het"]);
    let to = scan.attempt(point).or_else(|| last_of_kind(scan, from))?;
    if !scan.is_done() {
        return None;
    }
    // The year of the end holds for the beginning.
    let from = Point { year: from.year.or(to.year), ..from };
    Some(Stretch { before, from, to })
}

/// Takes the words before: whether «trước» is among them, and «từ».
fn lead_in(scan: &mut Scan) -> (bool, bool) {
    scan.clock();
    scan.weekday();
    scan.any(&["hoan thanh", "thuc hien", "to chuc"]);
    let before = scan.any(&["xong truoc", "truoc"]);
    let mut begins = false;
    if !before {
        while let Some(word) = scan.one_of(&UP_TO) {
            begins |= word == "tu";
        }
    }
    scan.clock();
    scan.weekday();
    scan.word("ngay");
    while scan.any(&["giai doan", "cac nam"]) {}
    (before, begins)
}

/// `5` of `tháng 3-5/2026`, `IV` of `quý III - IV/2026`: a number of the kind that the first was.
fn last_of_kind(scan: &mut Scan, first: Point) -> Option<Point> {
    let Unit::Months { first: begins, last } = first.unit else { return None };
    match last - begins {
        0 => scan.attempt(|scan| {
            let month =
                scan.number(2).and_then(|month| i8::try_from(month).ok()).filter(|month| (1..=12).contains(month))?;
            Some(Point { year: year_behind(scan), unit: Unit::Months { first: month, last: month } })
        }),
        2 => scan.attempt(|scan| {
            let quarter = scan.quarter()?;
            Some(Point { year: year_behind(scan), unit: quarter_of(quarter) })
        }),
        _ => None,
    }
}

fn quarter_of(quarter: i8) -> Unit {
    Unit::Months { first: quarter * 3 - 2, last: quarter * 3 }
}

/// One of the things that people name.
fn point(scan: &mut Scan) -> Option<Point> {
    scan.word("ngay");
    let readers: [fn(&mut Scan) -> Option<Point>; 6] = [full_date, day_and_month, part_of_year, month, quarter, year];
    readers.iter().find_map(|read| scan.attempt(read))
}

/// `30/6/2026`, `2026-06-30`, `30.6.2026`, `30/6/26`.
fn full_date(scan: &mut Scan) -> Option<Point> {
    let (year, month, day) = scan.date()?;
    Some(Point { year: Some(year), unit: Unit::Day { day, month } })
}

/// `30 tháng 6 năm 2026`, `30/6`.
fn day_and_month(scan: &mut Scan) -> Option<Point> {
    let day = scan.number(2)?;
    let worded = scan.word("thang");
    if !worded && !scan.mark('/') {
        return None;
    }
    let month = scan.number(2)?;
    let (day, month) = (i8::try_from(day).ok()?, i8::try_from(month).ok()?);
    let year = if worded { year_behind(scan) } else { None };
    Some(Point { year, unit: Unit::Day { day, month } })
}

/// `tháng 6/2026`, `T6/2026`, `6/2026`, `giữa tháng 6`, `tuần 2 tháng 4/2026`.
fn month(scan: &mut Scan) -> Option<Point> {
    if scan.word("tuan") {
        scan.word("thu");
        scan.number(1).map(drop).or_else(|| scan.any(&["dau", "cuoi", "nhat", "hai", "ba", "tu"]).then_some(()))?;
        scan.any(&["cua"]);
    }
    scan.any(&["dau", "giua", "cuoi", "trong"]);
    let named = scan.word("thang") || scan.letters_before_number("t");
    let month = scan.number(2)?;
    let year = year_behind(scan);
    if !named && year.is_none() {
        return None;
    }
    let month = i8::try_from(month).ok()?;
    Some(Point { year, unit: Unit::Months { first: month, last: month } })
}

/// `quý II/2026`, `Q2`, `Q.II/2026`, `đầu quý III`; `quý I, II/2026` is both.
fn quarter(scan: &mut Scan) -> Option<Point> {
    scan.any(&["dau", "giua", "cuoi", "trong"]);
    let named = scan.word("quy") || scan.letters_before_number("q.") || scan.letters_before_number("q");
    if !named {
        return None;
    }
    let first = scan.quarter()?;
    let both = scan.attempt(|scan| {
        scan.word("va");
        scan.word("quy");
        scan.quarter().filter(|last| *last > first)
    });
    let Unit::Months { last, .. } = quarter_of(both.unwrap_or(first)) else { return None };
    Some(Point { year: year_behind(scan), unit: Unit::Months { first: first * 3 - 2, last } })
}

/// `6 tháng đầu năm 2026`, `cuối năm`, `cả năm`.
fn part_of_year(scan: &mut Scan) -> Option<Point> {
    let halves: [(&[&str], Unit); 4] = [
        (&["6 thang dau", "sau thang dau", "nua dau"], Unit::Months { first: 1, last: 6 }),
        (&["6 thang cuoi", "sau thang cuoi", "nua cuoi"], Unit::Months { first: 7, last: 12 }),
        (&["9 thang dau", "chin thang dau"], Unit::Months { first: 1, last: 9 }),
        (&["3 thang dau"], Unit::Months { first: 1, last: 3 }),
    ];
    if let Some((_, unit)) = halves.iter().find(|(names, _)| scan.any(names)) {
        let year = year_behind(scan);
        if year.is_none() {
            scan.word("nam");
        }
        return Some(Point { year, unit: *unit });
    }
    scan.any(&["cuoi", "ca", "trong", "het", "dau", "giua"]).then_some(())?;
    let year = scan.year();
    (year.is_some() || scan.word("nam")).then_some(Point { year, unit: YEAR })
}

/// `năm 2026`, `2026`; «năm» alone is the year of the document.
fn year(scan: &mut Scan) -> Option<Point> {
    let year = scan.year();
    (year.is_some() || scan.word("nam")).then_some(Point { year, unit: YEAR })
}

/// `/2026`, `-2026`, ` năm 2026`, ` 2026` behind what it is the year of.
fn year_behind(scan: &mut Scan) -> Option<i16> {
    scan.attempt(|scan| {
        let _ = scan.mark('/') || scan.mark('-');
        scan.year()
    })
}

impl Stretch {
    /// Its first and last day; `None` where a year is missing.
    pub(super) fn dated(&self) -> Result<Option<(Day, Day)>, DateProblem> {
        match self.to.year {
            Some(year) => self.days(year).map(Some),
            None => {
                // In a leap year, so that only days that never are are refused.
                self.days(2000)?;
                Ok(None)
            }
        }
    }

    /// The same in the year in which it ends, where none is written.
    pub(super) fn in_year(&self, year: i16) -> Result<(Day, Day), DateProblem> {
        self.days(self.to.year.unwrap_or(year))
    }

    fn days(&self, year: i16) -> Result<(Day, Day), DateProblem> {
        let end = self.to.unit.days(year)?.1;
        let begins = self.from.year.unwrap_or(year);
        let mut start = self.from.unit.days(begins)?.0;
        // «15/12-20/1» begins in the year before.
        if start > end && self.from.year == self.to.year {
            start = self.from.unit.days(begins.saturating_sub(1))?.0;
        }
        if start > end {
            return Err(DateProblem::NotADate);
        }
        Ok(match start.yesterday() {
            Ok(eve) if self.before => (eve, eve),
            _ => (start, end),
        })
    }

    /// Whether it means one day, and not a stretch that happens to be one.
    pub(super) fn is_day(&self, start: Day, end: Day) -> bool {
        start == end && (self.before || self.from == self.to)
    }
}

impl Unit {
    fn days(self, year: i16) -> Result<(Day, Day), DateProblem> {
        match self {
            Self::Day { day, month } => make_day(year, month, day).map(|day| (day, day)),
            Self::Months { first, last } => Ok((make_day(year, first, 1)?, make_day(year, last, 1)?.last_of_month())),
        }
    }
}

/// `20/6/2026, 20/12/2026`, `trước 20/6 và 10/12/2026`: two or more, each by itself; «trước» and a year that follow hold for
/// all.
pub(super) fn read_several(text: &str) -> Option<Vec<Stretch>> {
    let parted = text.replace(" và ", ",").replace(" VÀ ", ",");
    let pieces = parted.split([',', ';']).map(str::trim).filter(|piece| !piece.is_empty());
    let mut stretches: Vec<Stretch> = pieces.map(|piece| read(&mut Scan::new(piece))).collect::<Option<_>>()?;
    if stretches.len() < 2 {
        return None;
    }
    let before = stretches.first()?.before;
    let mut year = None;
    for stretch in stretches.iter_mut().rev() {
        year = stretch.to.year.or(year);
        stretch.before |= before;
        stretch.to.year = stretch.to.year.or(year);
        stretch.from.year = stretch.from.year.or(year);
    }
    Some(stretches)
}
