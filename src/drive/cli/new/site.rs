//! `bangtin new site`: a small site that builds, as commented files to write over.

#![allow(clippy::disallowed_methods, reason = "this command writes files")]

use crate::basics::diag::{Fatal, msg};
use crate::drive::cli::Exit;
use crate::drive::cli::console::Console;
use include_dir::{Dir, include_dir};
use std::fs;
use std::path::Path;

static SITE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/drive/cli/site-moi");

pub(super) fn run(folder: &Path, console: &Console) -> Result<Exit, Fatal> {
    let shown = folder.display();
    if fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(Fatal::new(msg!("thư mục {shown} đã có tệp", "the folder {shown} is not empty"))
            .help(msg!("chọn thư mục mới hoặc trống", "choose a new or empty folder")));
    }
    write(&SITE, folder)?;
    console.say(&match console.lang {
        crate::basics::diag::Lang::Vi => format!(
            "✓ Đã tạo trang trong {shown}.\n  Sửa bangtin.toml và các tệp trong content/, rồi chạy: bangtin xem --site {shown} --open"
        ),
        crate::basics::diag::Lang::En => {
            format!("✓ Made a site in {shown}.\n  Edit bangtin.toml and content/, then run: bangtin serve --site {shown} --open")
        }
    });
    Ok(Exit::Clean)
}

fn write(dir: &Dir<'_>, root: &Path) -> Result<(), Fatal> {
    let failed = |path: &Path, error: &std::io::Error| {
        let shown = path.display();
        Fatal::new(msg!("không ghi được {shown}: {error}", "cannot write {shown}: {error}"))
    };
    for file in dir.files() {
        let path = root.join(file.path());
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(|error| failed(parent, &error))?;
        }
        fs::write(&path, file.contents()).map_err(|error| failed(&path, &error))?;
    }
    dir.dirs().try_for_each(|inner| write(inner, root))
}
