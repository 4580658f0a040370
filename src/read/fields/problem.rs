//! The wording of what can be wrong with a value.

use super::value::Wanted;
use crate::basics::date::DateProblem;
use crate::basics::diag::{Diagnostic, Location, Message, Near, Span, codes, msg, nearest};

pub(super) fn empty(key: &str, at: Location) -> Diagnostic {
    Diagnostic::new(codes::KEY_MISSING, at, msg!("`{key}` để trống", "`{key}` is empty"))
        .help(msg!("ghi nội dung cho `{key}`; khóa này bắt buộc", "fill in `{key}`; it is required"))
}

pub(super) fn missing(key: &str, at: Span) -> Diagnostic {
    let example = match key {
        "ngay" | "bat_dau" => "2026-01-31",
        "tieu_de" | "ten" | "noi_dung" | "don_vi" => "\"…\"",
        "dia_chi" => "\"https://…/\"",
        _ => "…",
    };
    Diagnostic::new(codes::KEY_MISSING, at, msg!("thiếu khóa bắt buộc `{key}`", "required key `{key}` is missing"))
        .help(msg!("thêm dòng `{key} = {example}`", "add a line `{key} = {example}`"))
}

pub(super) fn wrong_type(found: &str, wanted: Wanted, at: Span) -> Diagnostic {
    let found_vi = match found {
        "string" => "chuỗi chữ",
        "integer" => "số nguyên",
        "float" => "số thập phân",
        "boolean" => "true/false",
        "datetime" => "ngày giờ",
        "array" => "danh sách",
        _ => "bảng",
    };
    let (wanted_vi, wanted_en, example) = match wanted {
        Wanted::Text => ("chữ trong dấu nháy", "text in quotes", "\"…\""),
        Wanted::Boolean => ("true hoặc false", "true or false", "true"),
        Wanted::Integer => ("số nguyên", "a whole number", "12"),
        Wanted::Number => ("một số", "a number", "41.5"),
        Wanted::Date => ("ngày", "a date", "2026-06-30"),
        Wanted::Table => ("một bảng { … }", "a table { … }", "{ tu = 2026-01-01 }"),
        // `[x]` where `[[x]]` was meant.
        Wanted::Tables if found == "table" => ("danh sách bảng", "a list of tables", "[[…]]"),
        Wanted::Tables => ("danh sách bảng", "a list of tables", "[{ … }]"),
    };
    Diagnostic::new(
        codes::TYPE_WRONG,
        at,
        msg!("chỗ này cần {wanted_vi}, không phải {found_vi}", "this must be {wanted_en}, not a {found}"),
    )
    .help(msg!("viết theo mẫu `{example}`", "write it like `{example}`"))
}

pub(super) fn out_of_range(written: &str, at: Span, low: i64, high: i64) -> Diagnostic {
    let limits = if high == i64::MAX {
        msg!("từ {low} trở lên", "{low} or more")
    } else {
        msg!("từ {low} đến {high}", "from {low} to {high}")
    };
    let (vi, en) = (&limits.vi, &limits.en);
    Diagnostic::new(codes::VALUE_INVALID, at, msg!("số {written} ngoài khoảng cho phép", "{written} is out of range"))
        .help(msg!("ghi số {vi}", "write a number {en}"))
}

pub(super) fn not_in_list(key: &str, typed: &str, at: Location, words: &[&str]) -> Diagnostic {
    let list = words.join(" | ");
    let found = Diagnostic::new(
        codes::VALUE_UNKNOWN,
        at,
        msg!("`{key}` không có giá trị `{typed}`", "`{key}` knows no value `{typed}`"),
    );
    match nearest(typed, words.iter().copied()) {
        Some(near) => found
            .label(msg!("ý bạn là `{near}`?", "did you mean `{near}`?"))
            .help(msg!("dùng một trong: {list}", "use one of: {list}")),
        None => found.help(msg!("dùng một trong: {list}", "use one of: {list}")),
    }
}

pub(super) fn not_a_year(typed: &str, at: Span) -> Diagnostic {
    Diagnostic::new(codes::VALUE_INVALID, at, msg!("`{typed}` không phải là năm", "`{typed}` is no year"))
        .help(msg!("ghi theo năm: {{ 2026 = 70, 2030 = 95 }}", "write it by year: {{ 2026 = 70, 2030 = 95 }}"))
}

/// An impossible or unreadable date.
pub(crate) fn bad_date(written: &str, problem: DateProblem, at: impl Into<Location>) -> Diagnostic {
    let at = at.into();
    match problem {
        DateProblem::Impossible { days_in_month: Some(days), month, year } => {
            Diagnostic::new(codes::DATE_IMPOSSIBLE, at, impossible())
                .label(msg!("tháng {month} năm {year} chỉ có {days} ngày", "month {month} of {year} has {days} days"))
                .help(msg!(
                    "ghi {days}/{month:02}/{year}, hoặc \"tháng {month}/{year}\" nếu không có ngày cụ thể",
                    "write {days}/{month:02}/{year}, or \"tháng {month}/{year}\" where there is no day"
                ))
        }
        DateProblem::Impossible { days_in_month: None, month, .. } => {
            Diagnostic::new(codes::DATE_IMPOSSIBLE, at, impossible())
                .label(msg!("không có tháng {month}", "there is no month {month}"))
                .help(msg!("ghi ngày trước, tháng sau: 30/6/2026", "write the day first: 30/6/2026"))
        }
        DateProblem::NotADate => Diagnostic::new(
            codes::DATE_UNREADABLE,
            at,
            msg!("không đọc được ngày `{written}`", "cannot read the date `{written}`"),
        )
        .help(msg!("ghi 2026-06-30 hoặc \"30/6/2026\"", "write 2026-06-30 or \"30/6/2026\"")),
    }
}

fn impossible() -> Message {
    msg!("ngày không có thật", "there is no such date")
}

/// A deadline that is kept as written because nothing more is known about it.
pub(crate) fn deadline_not_understood(verbatim: &str, at: Location) -> Diagnostic {
    Diagnostic::new(
        codes::DEADLINE_UNREADABLE,
        at,
        msg!(
            "không hiểu thời hạn `{verbatim}`; in nguyên văn, không vào lịch",
            "deadline `{verbatim}` is not understood; printed as written, not in the calendar"
        ),
    )
    .help(msg!(
        "ghi ngày (\"30/6/2026\"), kỳ (\"quý II/2026\"), lặp lại (\"hằng tháng\") hoặc \"thường xuyên\"",
        "write a day (\"30/6/2026\"), a period (\"quý II/2026\"), a rhythm (\"hằng tháng\") or \"thường xuyên\""
    ))
}

/// A reference to an entry that does not exist, with the nearest one that does.
pub(crate) fn unknown_reference(typed: &str, at: Location, near: Near<'_>) -> Diagnostic {
    let found = Diagnostic::new(
        codes::REFERENCE_UNKNOWN,
        at,
        msg!("`{typed}` không trỏ tới mục nào", "`{typed}` refers to nothing"),
    );
    match near {
        Some((_, near)) => found.label(msg!("ý bạn là `{near}`?", "did you mean `{near}`?")).help(msg!(
            "sửa thành `{near}`, hoặc tạo tệp `content/{typed}.md`",
            "write `{near}`, or create `content/{typed}.md`"
        )),
        None => found.help(msg!(
            "ghi id của một mục có thật (đường dẫn dưới content/, không có .md)",
            "write the id of an entry (its path under content/, without .md)"
        )),
    }
}
