//! All output of the program: data on stdout, talk on stderr.

use super::Exit;
use crate::basics::diag::{Fatal, Lang};
use crate::drive::pipeline::{Findings, Step};
use anstream::ColorChoice;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::{IsTerminal, Write};
use std::process::ExitCode;
use std::sync::OnceLock;

/// Where the user is.
pub(super) struct Console {
    pub(super) lang: Lang,
    colour: bool,
    terminal: bool,
}

impl Console {
    pub(super) fn new(lang: Lang) -> Self {
        let stderr = std::io::stderr();
        let colour = anstream::AutoStream::choice(&stderr) != ColorChoice::Never;
        Self { lang, colour, terminal: stderr.is_terminal() }
    }

    /// Picks the words of the user's language.
    pub(super) fn words<'w>(&self, vi: &'w str, en: &'w str) -> &'w str {
        match self.lang {
            Lang::Vi => vi,
            Lang::En => en,
        }
    }

    /// Talk.
    pub(super) fn say(&self, text: &str) {
        let _ = writeln!(anstream::stderr(), "{text}");
    }

    /// A question: the answer is typed on the same line.
    pub(super) fn ask(&self, text: &str) {
        let mut stderr = anstream::stderr();
        let _ = write!(stderr, "{text}").and_then(|()| stderr.flush());
    }

    /// Data.
    pub(super) fn print(&self, text: &str) {
        let _ = writeln!(anstream::stdout(), "{text}");
    }

    /// Every diagnostic of a run, each followed by an empty line.
    pub(super) fn diagnostics(&self, findings: &Findings) {
        for message in self.printed(findings) {
            self.say(&message);
            self.say("");
        }
    }

    /// Every diagnostic, as this terminal shows it.
    pub(super) fn printed(&self, findings: &Findings) -> Vec<String> {
        findings.printed(self.lang, self.colour)
    }

    /// A run that could not happen.
    pub(super) fn fatal(&self, fatal: &Fatal) -> ExitCode {
        let word = self.words("không chạy được", "could not run");
        self.say(&format!("{word}: {}", fatal.text(self.lang)));
        Exit::CouldNotRun.into()
    }

    /// Wrong arguments, or help.
    pub(super) fn usage(&self, error: &clap::Error) -> ExitCode {
        if !error.use_stderr() {
            self.print(error.to_string().trim_end());
            return Exit::Clean.into();
        }
        if error.kind() == clap::error::ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
            self.say(error.to_string().trim_end());
            return Exit::CouldNotRun.into();
        }
        self.say(&self.argument_problem(error));
        self.say(self.words("xem cách dùng: bangtin --help", "see: bangtin --help"));
        Exit::CouldNotRun.into()
    }

    fn argument_problem(&self, error: &clap::Error) -> String {
        use clap::error::{ContextKind, ErrorKind};
        let context = |kind| {
            let written = error.get(kind).map(ToString::to_string).unwrap_or_default();
            written.split(" <").next().unwrap_or_default().to_owned()
        };
        let (argument, value) = (context(ContextKind::InvalidArg), context(ContextKind::InvalidValue));
        let near = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue]
            .into_iter()
            .map(context)
            .find(|near| !near.is_empty());
        let hint = near.map(|near| match self.lang {
            Lang::Vi => format!("; ý bạn là `{near}`?"),
            Lang::En => format!("; did you mean `{near}`?"),
        });
        let known = context(ContextKind::ValidValue);
        let hint = hint.unwrap_or_else(|| match self.lang {
            _ if known.is_empty() => String::new(),
            Lang::Vi => format!("; dùng một trong: {known}"),
            Lang::En => format!("; use one of: {known}"),
        });
        match (error.kind(), self.lang) {
            (ErrorKind::UnknownArgument, Lang::Vi) => format!("không có tùy chọn `{argument}`{hint}"),
            (ErrorKind::InvalidSubcommand, Lang::Vi) => {
                format!("không có lệnh `{}`{hint}", context(ContextKind::InvalidSubcommand))
            }
            (ErrorKind::InvalidValue, Lang::Vi) if value.is_empty() => format!("`{argument}` thiếu giá trị{hint}"),
            (ErrorKind::InvalidValue | ErrorKind::ValueValidation, Lang::Vi) => {
                format!("`{argument}` không nhận `{value}`{hint}")
            }
            (ErrorKind::TooManyValues, Lang::Vi) => format!("`{argument}` không kèm giá trị, mà có `{value}`"),
            (ErrorKind::ArgumentConflict, Lang::Vi) => {
                format!("`{argument}` ghi hai lần, hoặc không đi cùng tùy chọn khác")
            }
            (ErrorKind::MissingRequiredArgument, Lang::Vi) => format!("thiếu {argument}"),
            _ => error.to_string().lines().next().unwrap_or_default().to_owned(),
        }
    }

    /// Runs something while a bar shows how far it is; only on a terminal.
    pub(super) fn with_progress<T>(&self, run: impl FnOnce(&(dyn Fn(Step) + Sync)) -> T) -> T {
        if !self.terminal {
            return run(&|_| {});
        }
        let bar: OnceLock<ProgressBar> = OnceLock::new();
        let style = self.words("{bar:30} {pos}/{len} trang", "{bar:30} {pos}/{len} pages");
        let done = run(&|step| {
            if let Step::Page { total } = step {
                let bar = bar.get_or_init(|| {
                    let bar = ProgressBar::new(total as u64);
                    bar.with_style(ProgressStyle::with_template(style).unwrap_or_else(|_| ProgressStyle::default_bar()))
                });
                bar.inc(1);
            }
        });
        if let Some(bar) = bar.get() {
            bar.finish_and_clear();
        }
        done
    }
}
