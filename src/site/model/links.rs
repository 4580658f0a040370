//! Links in texts: those that lead to nothing or to where no reader may be sent are errors for every audience.

use super::{Content, EntryId, Index, LinkTarget};
use crate::basics::diag::{Diagnostic, Diagnostics, FileId, Location, codes, msg};
use crate::read::markdown::{LinkKind, links_in};
use crate::read::vocabulary::EntryKind;

/// One link of an entry, with the place to point at.
pub(crate) struct EntryLink {
    pub(crate) kind: LinkKind,
    pub(crate) target: String,
    pub(crate) at: Location,
}

/// Every link of an entry: in its body, its summaries, its answers.
pub(crate) fn entry_links(content: &Content, entry: EntryId) -> Vec<EntryLink> {
    let Some(meta) = content.meta(entry) else { return Vec::new() };
    let body = meta.body.links.iter();
    let mut links: Vec<_> =
        body.map(|link| EntryLink { kind: link.kind, target: link.target.value.clone(), at: link.target.at }).collect();
    let short = |text: &str, at: Location| {
        links_in(text).into_iter().map(move |(kind, target)| EntryLink { kind, target, at }).collect::<Vec<_>>()
    };
    if let EntryId::Plan(id) = entry
        && let Some(plan) = content.plans.get(id)
    {
        let texts = plan.summary.iter().chain(plan.summaries_by_language.iter().map(|(_, text)| text));
        links.extend(texts.flat_map(|text| short(text, meta.at)));
    }
    if let EntryId::Material(id) = entry
        && let Some(material) = content.materials.get(id)
    {
        links.extend(material.answers.iter().flat_map(|answer| short(&answer.answer.value, answer.answer.at)));
    }
    links
}

/// Checks every link of an entry.
pub(super) fn check(content: &Content, index: &Index, entry: EntryId) -> Diagnostics {
    let mut found = Diagnostics::default();
    if let Some(meta) = content.meta(entry) {
        found.extend(entry_links(content, entry).iter().filter_map(|link| problem(link, index, meta.file)));
    }
    found
}

fn problem(link: &EntryLink, index: &Index, file: FileId) -> Option<Diagnostic> {
    let target = &link.target;
    match index.link(file, target) {
        LinkTarget::Forbidden => Some(
            Diagnostic::new(
                codes::LINK_SCHEME,
                link.at,
                msg!("không được liên kết tới `{target}`", "`{target}` may not be linked to"),
            )
            .help(msg!(
                "chỉ dùng https:, http:, mailto:, tel:, hoặc đường dẫn trong trang",
                "use https:, http:, mailto:, tel:, or a path inside the site"
            )),
        ),
        LinkTarget::Nothing if link.kind == LinkKind::Link => {
            let near = index.near_id(target, &EntryKind::ALL).into_iter().chain(index.near_file(file, target)).min();
            Some(broken(target, link.at, near.map(|(_, near)| near)))
        }
        LinkTarget::Nothing => {
            let missing = Diagnostic::new(
                codes::ATTACHMENT_MISSING,
                link.at,
                msg!("không thấy ảnh `{target}`", "there is no image `{target}`"),
            );
            Some(
                match index.near_file(file, target) {
                    Some((_, near)) => missing.label(msg!("ý bạn là `{near}`?", "did you mean `{near}`?")),
                    None => missing,
                }
                .help(msg!(
                    "đặt tệp ảnh cạnh tệp .md này và ghi đúng tên",
                    "put the image beside this .md and write its exact name"
                )),
            )
        }
        LinkTarget::External(_) if link.kind == LinkKind::Image => Some(
            Diagnostic::new(
                codes::IMAGE_FOREIGN,
                link.at,
                msg!(
                    "ảnh `{target}` nằm ở trang khác; trình duyệt sẽ không hiện",
                    "the image `{target}` lies on another site; browsers will not show it"
                ),
            )
            .help(msg!(
                "tải ảnh về, đặt cạnh tệp .md và ghi tên tệp",
                "download it, put it beside this .md and write its name"
            )),
        ),
        _ => None,
    }
}

/// A link that leads to nothing.
pub(crate) fn broken(target: &str, at: Location, near: Option<&str>) -> Diagnostic {
    let found = Diagnostic::new(
        codes::LINK_BROKEN,
        at,
        msg!("liên kết `{target}` không dẫn tới đâu", "the link `{target}` leads nowhere"),
    );
    match near {
        Some(near) => found.label(msg!("ý bạn là `{near}`?", "did you mean `{near}`?")),
        None => found,
    }
    .help(msg!(
        "ghi id của mục (ke-hoach/2026/12-kh-du), tên tệp cạnh tệp này, hoặc địa chỉ https://",
        "write an id (ke-hoach/2026/12-kh-du), the name of a file beside this one, or an https:// address"
    ))
}
