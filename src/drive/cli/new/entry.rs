//! One entry: every question is answered by its flag, else asked, else by its default.

use crate::basics::diag::{Fatal, msg};
use crate::drive::cli::args::NewEntryOptions;
use crate::drive::cli::ask::Ask;
use crate::drive::cli::console::Console;
use crate::drive::cli::{Exit, files, today};
use crate::drive::pipeline::Workspace;
use crate::office::import::{Answers, EntryForm, Question, Refusal, questions};

/// Somebody who never answers a question right is not asked for ever.
const MOST_TRIES: usize = 5;

pub(super) fn run(options: &NewEntryOptions, console: &Console) -> Result<Exit, Fatal> {
    let today = today::of_site(&options.site, options.date.as_deref())?;
    let workspace = Workspace::open(&options.site)?;
    let form = EntryForm::new(options.kind, workspace.site(), today);
    let mut answers = Answers::new();
    for question in questions(options.kind) {
        let given = options.answers.iter().find(|(flag, _)| *flag == question.flag).map(|(_, answer)| answer.as_str());
        let answer = match given {
            Some(answer) => form.check(&question, answer).map_err(|reason| {
                let flag = question.flag;
                let (vi, en) = (reason.vi, reason.en);
                Fatal::new(msg!("--{flag}: {vi}", "--{flag}: {en}"))
            })?,
            None => asked(&question, &form, &answers, options, console)?,
        };
        answers.insert(question.flag, answer);
    }
    let file = form.file(&answers).map_err(|refusal| match refusal {
        Refusal::Stopped { cause, help } => Fatal::new(cause).help(help),
        Refusal::Legacy(_) => Fatal::new(msg!("không tạo được tệp", "the file cannot be made")),
    })?;
    let path = file.path.clone();
    files::create(&options.site, &[file], options.overwrite)?;
    console.say(
        msg!(
            "✓ Đã tạo {path}. Mở tệp, sửa những dòng có dấu #, rồi chạy: bangtin check",
            "✓ Made {path}. Open it, mend the lines with #, then run: bangtin check"
        )
        .in_lang(console.lang),
    );
    Ok(Exit::Clean)
}

fn asked(
    question: &Question,
    form: &EntryForm<'_>,
    answers: &Answers,
    options: &NewEntryOptions,
    console: &Console,
) -> Result<String, Fatal> {
    let default = form.default(question, answers);
    let shown = shown(question, default.as_deref());
    for _ in 0..if options.unasked { 0 } else { MOST_TRIES } {
        let Some(answer) = Ask::new(console).line(&shown) else { break };
        let answer = if answer.is_empty() { default.clone().unwrap_or_default() } else { answer };
        match form.check(question, &answer) {
            Ok(answer) => return Ok(answer),
            Err(reason) => console.say(&format!("  ✗ {}", reason.in_lang(console.lang))),
        }
    }
    let flag = question.flag;
    let missing = || {
        let (vi, en) = (&question.text.vi, &question.text.en);
        Fatal::new(msg!("thiếu câu trả lời: {vi}", "no answer to: {en}"))
            .help(msg!("thêm --{flag} \"…\"", "add --{flag} \"…\""))
    };
    let default = default.ok_or_else(missing)?;
    form.check(question, &default).map_err(|_| missing())
}

/// «Loại: chi-bo, mat-tran … [chi-bo] »
fn shown(question: &Question, default: Option<&str>) -> crate::basics::diag::Message {
    let (vi, en) = (&question.text.vi, &question.text.en);
    let choices = match question.choices() {
        [] => String::new(),
        words => format!(" ({})", words.join(", ")),
    };
    match default.filter(|default| !default.is_empty()) {
        Some(default) => msg!("{vi}{choices} [{default}]: ", "{en}{choices} [{default}]: "),
        None => msg!("{vi}{choices}: ", "{en}{choices}: "),
    }
}
