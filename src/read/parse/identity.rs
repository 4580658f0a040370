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
