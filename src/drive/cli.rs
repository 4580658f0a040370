//! ● Arguments, environment, clock, printing, exit codes. The only module that talks to a terminal.
//!
//! Each command: arguments → typed options → one library call → report → exit code
//! (0 clean, 1 errors in the content, 2 could not run).

#![allow(clippy::disallowed_methods, reason = "the language of the user is in the environment")]

mod args;
mod ask;
mod build;
mod check;
mod console;
mod explain;
mod export;
mod files;
mod import;
mod new;
mod serve;
mod today;

use crate::basics::apart;
use crate::basics::diag::Lang;
use crate::publish::compose::COMPOSING;
use crate::read::source::READING;
use args::{Cli, Command};
use console::Console;
use std::process::ExitCode;
use std::sync::Arc;

/// Runs the program with the arguments of the process.
#[must_use]
pub fn main() -> ExitCode {
    if let Some(code) = run_as_worker() {
        return code;
    }
    let lang = language();
    let console = Arc::new(Console::new(lang));
    let cli = match Cli::read(std::env::args_os(), lang) {
        Ok(cli) => cli,
        Err(error) => return console.usage(&error),
    };
    let done = match cli.command {
        Command::Build(options) => build::run(&options, &console),
        Command::Check(options) => check::run(&options, &console),
        Command::Serve(options) => serve::run(&options, &console),
        Command::Explain { code } => Ok(explain::run(code.as_deref(), &console)),
        Command::New(options) => new::run(&options, &console),
        Command::Import(options) => import::run(&options, &console),
        Command::Export(options) => export::run(&options, &console),
    };
    match done {
        Ok(code) => code.into(),
        Err(fatal) => console.fatal(&fatal),
    }
}

/// Does the work that the program lets a process of its own do; `None` for an ordinary run. Programs that run the
/// pipeline call it first: a worker is the program that runs, started again.
#[must_use]
pub fn run_as_worker() -> Option<ExitCode> {
    apart::run_as_worker(std::env::args_os(), &[&READING, &COMPOSING])
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Exit {
    Clean,
    ContentErrors,
    CouldNotRun,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Clean => Self::SUCCESS,
            Exit::ContentErrors => Self::from(1),
            Exit::CouldNotRun => Self::from(2),
        }
    }
}

fn language() -> Lang {
    match std::env::var("BANGTIN_LANG") {
        Ok(lang) if lang.to_lowercase().starts_with("en") => Lang::En,
        _ => Lang::Vi,
    }
}
