//! `tep-la`: files under `content/` that nothing reads and nothing names. Each is told with what it most likely is.

use crate::basics::diag::{Diagnostic, FileId, Message, codes, msg};
use crate::site::model::{Site, named_files};
use rayon::prelude::*;
use std::collections::BTreeSet;

pub(super) fn check(site: &Site) -> Vec<Diagnostic> {
    let entries: Vec<_> = site.content.entries().map(|(entry, _)| entry).collect();
    let named: BTreeSet<FileId> = entries
        .into_par_iter()
        .flat_map_iter(|entry| named_files(&site.content, &site.index, entry).into_iter().map(|(file, _)| file))
        .collect();
    let files = site.index.files().filter(|(file, _)| !named.contains(file));
    files.filter(|(_, path)| !is_known(path.as_str())).map(|(file, path)| stray(file, path.as_str())).collect()
}

/// What lies in every folder, and templates of the site's own.
fn is_known(path: &str) -> bool {
    let inside = path.strip_prefix("content/").unwrap_or(path);
    let name = inside.rsplit('/').next().unwrap_or(inside).to_lowercase();
    inside.starts_with("mau/") || name.starts_with("readme") || name.ends_with(".nhap.txt")
}

fn stray(file: FileId, path: &str) -> Diagnostic {
    let name = path.rsplit('/').next().unwrap_or(path);
    Diagnostic::new(
        codes::FILE_STRAY,
        file,
        msg!("không mục nào đọc hay nhắc tới tệp `{name}`", "no entry reads or names the file `{name}`"),
    )
    .help(cause(&name.to_lowercase()))
}

fn cause(name: &str) -> Message {
    let ends = |ends: &[&str]| ends.iter().any(|end| name.ends_with(end));
    let stem = name.split('.').next().unwrap_or(name);
    if ends(&[".md.txt", ".markdown", ".mdown", ".mkd", ".md.md", ".md_", ".md.bak", ".md.docx"]) {
        msg!(
            "bài viết mang sai đuôi (Notepad hay thêm `.txt`): đổi tên thành `{stem}.md`",
            "an entry with another ending (Notepad adds `.txt`): rename it to `{stem}.md`"
        )
    } else if !name.contains('.') {
        msg!(
            "nếu là bài viết thì thiếu đuôi: đổi tên thành `{name}.md`; không cần thì xóa",
            "an entry without an ending: rename it to `{name}.md`; else delete it"
        )
    } else if ends(&[".docx", ".doc", ".odt", ".rtf"]) {
        msg!(
            "văn bản Word chưa đưa vào: chạy `bangtin import` với tệp này, hoặc ghi tên nó vào `tep` của mục",
            "a Word document that is not imported yet: run `bangtin import` with it, or name it in the entry's `tep`"
        )
    } else if ends(&[".xlsx", ".xls", ".csv", ".tsv", ".ods"]) {
        msg!(
            "bảng chưa dùng: ghi `bang_nhiem_vu = \"{name}\"` vào kế hoạch, chạy `bangtin import`, hoặc ghi tên nó vào `tep`",
            "a table that nobody uses: write `bang_nhiem_vu = \"{name}\"` in the plan, run `bangtin import`, or name it in `tep`"
        )
    } else {
        msg!(
            "cần đăng thì ghi tên tệp vào `tep` của mục cạnh nó; không cần thì xóa",
            "to publish it, name it in the `tep` of the entry beside it; else remove it"
        )
    }
}

#[cfg(test)]
mod tests {
    use crate::basics::diag::Lang;
    use crate::harness::{Ward, day};

    #[test]
    fn what_nothing_reads_or_names_is_told() {
        let ward = Ward::of(
            "-- content/trang/a/index.md --\n+++\ntieu_de = \"A\"\ntep = [{ tep = \"a.txt\" }]\n+++\n![x](b.svg)\n\
             -- content/trang/a/a.txt --\nx\n-- content/trang/a/b.svg --\n<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n\
             -- content/trang/b.md.txt --\n+++\n+++\n-- content/trang/c.markdown --\n+++\n+++\n\
             -- content/trang/d.csv --\na,b\n-- content/trang/README.txt --\nx\n-- content/trang/e.nhap.txt --\nx\n\
             -- content/mau/thu.md --\nx\n-- content/trang/anh.svg --\nx\n",
        );
        let site = ward.workspace().site();
        let said = super::super::check(site, day("2026-11-22")).into_sorted();
        let said: Vec<String> = said.iter().map(|found| found.message.in_lang(Lang::Vi).to_owned()).collect();
        let named = |name: &str| said.iter().filter(|said| said.contains(&format!("`{name}`"))).count();
        for (name, count) in [("b.md.txt", 1), ("c.markdown", 1), ("d.csv", 1), ("anh.svg", 1)] {
            assert_eq!(named(name), count, "{name}: {said:?}");
        }
        for name in ["a.txt", "b.svg", "README.txt", "e.nhap.txt", "thu.md"] {
            assert_eq!(named(name), 0, "{name}: {said:?}");
        }
    }
}
