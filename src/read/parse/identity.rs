//! What a path says about an entry: its kind and its id.

use crate::basics::diag::{Diagnostic, FileId, codes, msg, nearest};
use crate::basics::path::SourcePath;
use crate::basics::text::slug;
use crate::read::vocabulary::EntryKind;

/// Kind and id of a `.md` file, or what is wrong with its path.
pub(super) fn identify(
    path: &SourcePath,
    file: FileId,
) -> Result<(EntryKind, String, Option<Diagnostic>), Box<Diagnostic>> {
    let inside = path.as_str().strip_prefix("content/").unwrap_or(path.as_str());
    let stem = inside.strip_suffix(".md").or_else(|| inside.strip_suffix(".MD")).unwrap_or(inside);
    let written = stem.strip_suffix("/index").unwrap_or(stem);
    let top = written.split('/').next().unwrap_or_default();
    let Some(kind) = EntryKind::ALL.into_iter().find(|kind| kind.folder() == top).filter(|_| written != top) else {
        return Err(Box::new(unknown_kind(top, inside, file)));
    };
    if is_copy(written.rsplit('/').next().unwrap_or(written)) {
        return Err(Box::new(copy(inside, file)));
    }
    let id: Vec<String> = written.split('/').map(slug).collect();
    let id = id.join("/");
    let problem = (id != written).then(|| invalid_id(written, &id, file));
    Ok((kind, id, problem))
}

fn unknown_kind(top: &str, inside: &str, file: FileId) -> Diagnostic {
    let known = EntryKind::ALL.map(EntryKind::folder);
    let list = known.join("/, ");
    let found = Diagnostic::new(
        codes::KIND_UNKNOWN,
        file,
        msg!("`{inside}` không nằm trong thư mục nào của định dạng", "`{inside}` lies in no folder of the format"),
    );
    match nearest(top, known) {
        Some(near) if near != top => found.help(msg!("ý bạn là `content/{near}/`?", "did you mean `content/{near}/`?")),
        _ => found.help(msg!("chuyển tệp vào một trong: {list}/", "move it into one of: {list}/")),
    }
}

/// Whether a name is one that programs give to copies and to what they could not synchronise.
fn is_copy(name: &str) -> bool {
    let lower = name.to_lowercase();
    let marked = [
        " - copy",
        " - sao chép",
        " - sao chep",
        " - bản sao",
        "conflicted copy",
        "sync-conflict",
        " copy",
        "(bản sao",
    ];
    let numbered = lower.ends_with(')')
        && lower.rsplit_once('(').is_some_and(|(_, number)| number.trim_end_matches(')').parse::<u32>().is_ok());
    numbered || marked.iter().any(|mark| lower.contains(mark)) || ends_in_machine(name)
}

/// «13-DESKTOP-AB12», «13-MAYTINH-VP»: a name and the name of a machine. «13-KH-DU» is the symbol of a document.
fn ends_in_machine(name: &str) -> bool {
    let Some((start, _)) = name.match_indices('-').find(|(at, _)| {
        let rest = name.get(at + 1..).unwrap_or_default();
        rest.len() >= 4 && rest.chars().all(|ch| ch.is_ascii_uppercase() || ch.is_ascii_digit() || ch == '-')
    }) else {
        return false;
    };
    const SYMBOLS: [&str; 22] = [
        "KH", "NQ", "QD", "CT", "CTR", "CTHD", "KL", "QC", "TB", "TTR", "HD", "BC", "DA", "PA", "CV", "BB", "TT", "ND",
        "LUAT", "UBND", "HDND", "DU",
    ];
    let first = name.get(start + 1..).unwrap_or_default().split('-').next().unwrap_or_default();
    let has_letter = name.get(start + 1..).is_some_and(|rest| rest.chars().any(|ch| ch.is_ascii_uppercase()));
    has_letter && !SYMBOLS.contains(&first) && name.get(..start).is_some_and(|stem| !stem.is_empty())
}

fn copy(inside: &str, file: FileId) -> Diagnostic {
    Diagnostic::new(
        codes::FILE_STRAY,
        file,
        msg!(
            "`{inside}` giống một bản chép hay bản xung đột đồng bộ; không đọc",
            "`{inside}` looks like a copy or a conflict of synchronisation; it is not read"
        ),
    )
    .help(msg!(
        "so với bản chính, chép phần cần giữ sang, rồi xóa tệp này (đừng đổi tên)",
        "compare it with the original, take over what is missing there, then delete it (do not rename it)"
    ))
}

fn invalid_id(written: &str, id: &str, file: FileId) -> Diagnostic {
    Diagnostic::new(
        codes::ID_INVALID,
        file,
        msg!("tên tệp `{written}` không dùng làm địa chỉ được", "the file name `{written}` cannot be an address"),
    )
    .help(msg!(
        "đổi tên thành `{id}.md` (chữ thường không dấu, số, gạch ngang)",
        "rename it to `{id}.md` (plain letters, digits, hyphens)"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_are_told_by_their_names() {
        for name in [
            "12-kh-du - Copy",
            "12-kh-du - Copy (2)",
            "13 (1)",
            "13 - Sao chép",
            "12-kh-du (conflicted copy 2026-11-20)",
            "13-MAYTINH-VP",
            "13-kh-du-DESKTOP-AB12CD",
            "a.sync-conflict-20261120-101010-ABC",
        ] {
            assert!(is_copy(name), "{name}");
        }
        for name in ["13-kh-du", "13-KH-DU", "13-KH-UBND", "so-tay (moi)", "57-NQ-TW", "13", "copyright"] {
            assert!(!is_copy(name), "{name}");
        }
    }
}
