//! Tables of targets («chỉ tiêu»): a name, a unit, numbers by year.

use super::report::{Place, Report};
use crate::basics::diag::msg;
use crate::basics::text::fold_words;
use crate::read::grid::Grid;
use std::collections::BTreeMap;

/// The header of such a table stands in the first rows.
const HEADER_WITHIN: usize = 3;

/// A target as it will be written.
#[derive(Debug, Default, PartialEq)]
pub(super) struct NewTarget {
    pub(super) name: String,
    pub(super) unit: Option<String>,
    pub(super) goals: BTreeMap<i16, f64>,
    /// Goals that are no number, as written.
    pub(super) in_words: Vec<String>,
    pub(super) achieved: BTreeMap<i16, f64>,
    pub(super) direction: Option<&'static str>,
    pub(super) tracked_by: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    RowNumber,
    Name,
    Unit,
    Goal(Option<i16>),
    Achieved(Option<i16>),
    TrackedBy,
    Unknown,
}

/// Reads a table if it is one of targets.
pub(super) fn read(grid: &Grid, number: usize, report: &mut Report) -> Option<(Vec<NewTarget>, Vec<String>)> {
    let (at, columns) = grid.rows.iter().enumerate().take(HEADER_WITHIN).find_map(|(row, cells)| {
        let columns: Vec<Column> = cells.iter().map(|cell| column(&cell.text)).collect();
        let has_goal = columns.iter().any(|column| matches!(column, Column::Goal(_)));
        (columns.contains(&Column::Name) && has_goal).then_some((row, columns))
    })?;
    let header = grid.rows.get(at)?;
    let mut targets = Vec::new();
    let mut accounted: Vec<String> = header.iter().map(|cell| cell.text.clone()).collect();
    for (row, cells) in grid.rows.iter().enumerate().skip(at + 1) {
        let texts: Vec<&str> = cells.iter().map(|cell| cell.text.as_str()).collect();
        match target(&columns, &texts, header.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().as_slice()) {
            Some(target) => targets.push(target),
            None if texts.iter().all(|text| text.is_empty()) => {}
            None => {
                let mut seen: Vec<&str> = texts.iter().copied().filter(|text| !text.is_empty()).collect();
                seen.dedup();
                let text = seen.join(" | ");
                report.left(
                    Place::Table(number, Some(row + 1)),
                    msg!(
                        "dòng không có số liệu, không đưa vào chỉ tiêu: {text}",
                        "a row without figures, left out: {text}"
                    ),
                );
            }
        }
        accounted.extend(
            columns
                .iter()
                .zip(&texts)
                .filter(|(column, _)| **column == Column::RowNumber)
                .map(|(_, text)| (*text).to_owned()),
        );
    }
    if targets.is_empty() {
        return None;
    }
    let (count, columns) =
        (targets.len(), header.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join(" | "));
    report.recognised(
        Place::Table(number, None),
        msg!("bảng chỉ tiêu: {count} chỉ tiêu (cột: {columns})", "a table of targets: {count} (columns: {columns})"),
    );
    Some((targets, accounted))
}

fn column(text: &str) -> Column {
    let folded = fold_words(text);
    let year = folded.split(' ').find_map(|word| word.parse::<i16>().ok().filter(|year| (2000..2100).contains(year)));
    let has = |words: &[&str]| words.iter().any(|word| folded.contains(word));
    match folded.as_str() {
        "tt" | "stt" | "so tt" => Column::RowNumber,
        "chi tieu" | "ten chi tieu" | "noi dung chi tieu" | "cac chi tieu" | "chi tieu chu yeu" | "chi tieu cu the" => {
            Column::Name
        }
        "don vi" | "don vi tinh" | "dvt" => Column::Unit,
        _ if has(&["thuc hien", "ket qua", "uoc", "da dat"]) && year.is_some() => Column::Achieved(year),
        _ if year.is_some() || has(&["muc tieu", "ke hoach", "chi tieu giao", "phan dau"]) => Column::Goal(year),
        "thuc hien" | "ket qua" | "ket qua thuc hien" => Column::Achieved(None),
        _ if has(&["theo doi", "chu tri", "phan cong", "co quan", "don vi thuc hien", "phu trach"]) => {
            Column::TrackedBy
        }
        _ => Column::Unknown,
    }
}

fn target(columns: &[Column], texts: &[&str], headers: &[&str]) -> Option<NewTarget> {
    let mut target = NewTarget::default();
    for ((column, text), header) in columns.iter().zip(texts).zip(headers) {
        let text = text.trim();
        if text.is_empty() || ["-", "–", "x"].contains(&text) {
            continue;
        }
        let words =
            || if header.is_empty() { text.to_owned() } else { format!("{}: {text}", header.replace('\n', " ")) };
        match column {
            Column::RowNumber => {}
            Column::Name => target.name = text.replace('\n', " "),
            Column::Unit => target.unit = Some(text.to_owned()),
            Column::Goal(Some(year)) => match figure(text) {
                Some((direction, value)) => {
                    target.direction = direction.or(target.direction);
                    target.goals.insert(*year, value);
                }
                None => target.in_words.push(words()),
            },
            Column::Achieved(Some(year)) if figure(text).is_some() => {
                target.achieved.extend(figure(text).map(|(_, value)| (*year, value)));
            }
            Column::TrackedBy => target.tracked_by = Some(text.replace('\n', "; ")),
            Column::Goal(None) | Column::Achieved(_) | Column::Unknown => target.in_words.push(words()),
        }
    }
    let has_figures = !target.goals.is_empty() || !target.in_words.is_empty() || !target.achieved.is_empty();
    (!target.name.is_empty() && has_figures).then_some(target)
}

/// «95», «1.214», «93,5%», «≥ 95», «trên 90%»: which way it counts, and the number.
fn figure(text: &str) -> Option<(Option<&'static str>, f64)> {
    let folded = crate::basics::text::fold(text);
    let signs: [(&str, &str); 9] = [
        (">=", ">="),
        ("≥", ">="),
        ("tren ", ">="),
        ("it nhat ", ">="),
        (">", ">="),
        ("<=", "<="),
        ("≤", "<="),
        ("duoi ", "<="),
        ("khong qua ", "<="),
    ];
    let found = signs.iter().find_map(|(sign, meaning)| Some((*meaning, folded.strip_prefix(sign)?)));
    let (direction, rest) = found.map_or((None, folded.as_str()), |(meaning, rest)| (Some(meaning), rest));
    let number = rest.trim().trim_end_matches('%').trim();
    let plain = match number.split_once(',') {
        // «1,234»: thousands or a fraction? Nobody knows.
        Some((_, part)) if part.len() == 3 => return None,
        Some((whole, part)) => format!("{}.{part}", whole.replace('.', "")),
        None if is_grouped(number) => number.replace('.', ""),
        None => number.to_owned(),
    };
    let digits = plain.starts_with(|ch: char| ch.is_ascii_digit());
    plain.parse::<f64>().ok().filter(|_| digits).map(|value| (direction, value))
}

/// `1.214`, `12.500.000`: dots between groups of three.
fn is_grouped(number: &str) -> bool {
    let mut parts = number.split('.');
    parts.next().is_some_and(|first| (1..=3).contains(&first.len()))
        && number.contains('.')
        && parts.all(|part| part.len() == 3)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::basics::diag::FileId;
    use crate::read::grid::Cell;

    #[test]
    fn figures_are_read_as_offices_write_them() {
        assert_eq!(figure("1.214"), Some((None, 1214.0)));
        assert_eq!(figure("93,5%"), Some((None, 93.5)));
        assert_eq!(figure("≥ 95 %"), Some((Some(">="), 95.0)));
        assert_eq!(figure("dưới 2"), Some((Some("<="), 2.0)));
        assert_eq!(figure("Đạt chuẩn"), None);
    }

    #[test]
    fn a_table_of_targets_is_read() {
        let rows = [
            ["TT", "Chỉ tiêu", "Đơn vị tính", "Năm 2026", "Năm 2030"],
            ["I", "Kinh tế", "", "", ""],
            ["1", "Hồ sơ trực tuyến", "%", "70", "≥ 95"],
        ];
        let cell = |text: &&str| Cell { text: (*text).to_owned(), ..Cell::default() };
        let grid = Grid {
            file: FileId(0),
            name: String::new(),
            rows: rows.iter().map(|row| row.iter().map(cell).collect()).collect(),
            left_out: Vec::new(),
        };
        let (targets, _) = read(&grid, 1, &mut Report::default()).unwrap_or_default();
        assert_eq!(targets.len(), 1);
        let target = targets.first();
        assert_eq!(target.map(|target| target.goals.clone()), Some(BTreeMap::from([(2026, 70.0), (2030, 95.0)])));
        assert_eq!(target.and_then(|target| target.direction), Some(">="));
    }
}
