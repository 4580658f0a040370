//! `thieu-the-thuc`: issued plans without number, signer or basis. One message per plan.

use crate::basics::diag::{Diagnostic, Message, codes, msg};
use crate::read::vocabulary::PlanStatus;
use crate::site::model::Plan;

pub(super) fn check(plan: &Plan) -> Vec<Diagnostic> {
    problem(plan).into_iter().collect()
}

fn problem(plan: &Plan) -> Option<Diagnostic> {
    let parts = [
        (plan.number.is_none(), msg!("số ký hiệu (`so_ky_hieu`)", "the number (`so_ky_hieu`)")),
        (plan.signer.is_none(), msg!("chức vụ người ký (`nguoi_ky`)", "the signer's role (`nguoi_ky`)")),
        (plan.basis.is_empty(), msg!("căn cứ (`can_cu`)", "the basis (`can_cu`)")),
    ];
    let missing: Vec<Message> = parts.into_iter().filter(|(is_missing, _)| *is_missing).map(|(_, part)| part).collect();
    if missing.is_empty() || plan.status != PlanStatus::Issued {
        return None;
    }
    let list = |pick: fn(&Message) -> &String| missing.iter().map(pick).cloned().collect::<Vec<_>>().join(", ");
    let (vi, en) = (list(|part| &part.vi), list(|part| &part.en));
    Some(
        Diagnostic::new(
            codes::FORM_INCOMPLETE,
            plan.meta.at,
            msg!("văn bản chưa ghi {vi}", "the document does not say {en}"),
        )
        .help(msg!(
            "chép từ bản có chữ ký; chưa ban hành thì ghi `trang_thai = \"du-thao\"`",
            "copy it from the signed document; if it is not issued, write `trang_thai = \"du-thao\"`"
        )),
    )
}
