//! The broadcast text of a plan, for the ward's loudspeakers: the site's template, written out as it is read aloud.

use super::Exporter;
use crate::basics::diag::{Diagnostic, Location, Message, codes, msg};
use crate::publish::letter::{Letter, LetterProblem, Subject, facts};
use crate::site::model::{Id, Plan};

/// The text.
pub(super) fn broadcast(cx: &Exporter<'_>, plan: Id<Plan>) -> Result<String, Box<Diagnostic>> {
    let edition = cx.edition();
    let subject = Subject { plan: Some(plan), ..Subject::default() };
    let template = cx.broadcast.unwrap_or_default();
    let letter = Letter::of(cx.renderer.composer, template, &facts(edition, subject), &edition.config.abbreviations);
    letter.map(|letter| letter.plain()).map_err(|problem| Box::new(failed(&problem)))
}

fn failed(problem: &LetterProblem) -> Diagnostic {
    let (LetterProblem::Template { reason, .. } | LetterProblem::Head(reason)) = problem;
    let Message { vi, en } = reason;
    Diagnostic::new(
        codes::THEME_BROKEN,
        Location::Site,
        msg!("mẫu truyen-thanh.md: {vi}", "the template truyen-thanh.md: {en}"),
    )
    .help(msg!(
        "sửa mẫu trong content/mau/ hoặc themes/…/mau/; thử bằng `bangtin export mau truyen-thanh --ke-hoach …`",
        "mend it in content/mau/ or themes/…/mau/; try it with `bangtin export mau truyen-thanh --ke-hoach …`"
    ))
}
