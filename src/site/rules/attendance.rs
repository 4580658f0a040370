//! `tham-du-qua-trieu-tap`, `ty-le-khong-khop`: results of study sessions that cannot be right.

use crate::basics::diag::{Diagnostic, codes, msg};
use crate::basics::text::{decimal_places, percent_of};
use crate::site::model::{Attendance, Id, Organisation, Session};

/// A reported ratio may differ from the computed one by rounding only.
const TOLERANCE: f64 = 0.1;

pub(super) fn check(session: &Session) -> Vec<Diagnostic> {
    session.results.iter().flat_map(|result| [over(result), ratio(result)]).flatten().collect()
}

fn over(result: &Attendance<Id<Organisation>>) -> Option<Diagnostic> {
    let (convened, attended) = (result.convened?, result.attended?);
    (attended > convened).then(|| {
        Diagnostic::new(
            codes::ATTENDANCE_OVER,
            result.at,
            msg!("dự {attended} mà triệu tập chỉ {convened}", "{attended} attended, but only {convened} were convened"),
        )
        .help(msg!(
            "sửa số liệu; quần chúng cùng dự ghi ở `quan_chung`",
            "mend the counts; guests go into `quan_chung`"
        ))
    })
}

fn ratio(result: &Attendance<Id<Organisation>>) -> Option<Diagnostic> {
    let (convened, attended, reported) = (result.convened?, result.attended?, result.reported_ratio.as_ref()?);
    if convened == 0 {
        return None;
    }
    let computed = percent_of(attended, convened);
    ((computed - reported.value).abs() > TOLERANCE + 1e-9).then(|| {
        let (computed, written) = (decimal_places(computed, 1), decimal_places(reported.value, 1));
        Diagnostic::new(
            codes::ATTENDANCE_RATIO,
            reported.at,
            msg!("ghi {written} %, tính ra {computed} %", "{written} % is written, {computed} % is computed"),
        )
        .help(msg!("sửa `ty_le_ghi`, hoặc sửa `tham_du` / `trieu_tap`", "mend `ty_le_ghi`, or `tham_du` / `trieu_tap`"))
    })
}
