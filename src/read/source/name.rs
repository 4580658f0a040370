//! Names that would break on the clerk's Windows machine or on the web.

use super::SourceTree;
use crate::basics::diag::{Diagnostic, FileId, codes, msg};
use crate::basics::path::is_device_name;
use std::collections::BTreeMap;

const LONGEST_PATH: usize = 200;

/// Reserved names, forbidden characters, over-long paths, and paths that differ in case only.
pub(super) fn check(tree: &SourceTree) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut by_lower: BTreeMap<String, FileId> = BTreeMap::new();
    for (id, file) in tree.files() {
        let path = file.path.as_str();
        found.extend(path.split('/').find_map(|part| forbidden(part, id)));
        if path.chars().count() > LONGEST_PATH {
            found.push(
                Diagnostic::new(
                    codes::FILE_NAME_FORBIDDEN,
                    id,
                    msg!("đường dẫn dài hơn {LONGEST_PATH} ký tự", "the path is longer than {LONGEST_PATH} characters"),
                )
                .help(msg!("đặt tên ngắn hơn", "use a shorter name")),
            );
        }
        if let Some(other) = by_lower.insert(path.to_lowercase(), id) {
            let other = tree.file(other).map(|file| file.path.to_string()).unwrap_or_default();
            found.push(
                Diagnostic::new(
                    codes::FILE_NAME_CASE,
                    id,
                    msg!(
                        "trên Windows tệp này trùng tên với `{other}`",
                        "on Windows this file has the same name as `{other}`"
                    ),
                )
                .help(msg!("đổi tên một trong hai tệp", "rename one of the two")),
            );
        }
    }
    found
}

fn forbidden(part: &str, id: FileId) -> Option<Diagnostic> {
    let reason = if is_device_name(part) {
        msg!("Windows dành riêng tên `{part}`", "Windows reserves the name `{part}`")
    } else if part.ends_with(['.', ' ']) {
        msg!("tên `{part}` kết thúc bằng dấu chấm hoặc dấu cách", "the name `{part}` ends with a dot or a space")
    } else if part.chars().any(|ch| ch.is_control() || "<>:\"|?*\\".contains(ch)) {
        msg!("tên `{part}` có ký tự mà Windows không nhận", "the name `{part}` has a character that Windows refuses")
    } else {
        return None;
    };
    Some(
        Diagnostic::new(codes::FILE_NAME_FORBIDDEN, id, reason).help(msg!(
            "đổi tên: chữ thường không dấu, số và dấu gạch ngang",
            "rename it: plain letters, digits, hyphens"
        )),
    )
}
