//! `bangtin explain`

use super::Exit;
use super::console::Console;
use crate::basics::diag::{Code, explained_codes, explanation, nearest};

pub(super) fn run(code: Option<&str>, console: &Console) -> Exit {
    let Some(typed) = code else {
        list(console);
        return Exit::Clean;
    };
    if let Some(page) = Code::find(typed.trim()).and_then(|code| explanation(code, console.lang)) {
        console.print(page.trim_end());
        return Exit::Clean;
    }
    let near = nearest(typed, explained_codes().map(Code::as_str));
    let hint =
        near.map(|near| format!("; {} `{near}`?", console.words("ý bạn là", "did you mean"))).unwrap_or_default();
    console.say(&format!("{} `{typed}`{hint}", console.words("không có mã", "there is no code")));
    Exit::CouldNotRun
}

/// Every code with the first sentence of its page.
fn list(console: &Console) {
    for code in explained_codes() {
        let page = explanation(code, console.lang).unwrap_or_default();
        let first = page.lines().skip(1).find(|line| !line.trim().is_empty()).unwrap_or_default();
        console.print(&format!("{:28} {first}", code.as_str()));
    }
}
