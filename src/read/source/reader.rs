//! A process of our own that reads what anyone may have made: it may be killed, and nothing is lost.
//!
//! The program starts itself with [`ARGUMENT`]; the file goes in, what is to be seen in it comes out. Whatever happens
//! there (no memory, no end, a crash) means that the file was not read.

#![allow(clippy::disallowed_methods, reason = "this module runs processes and reads the clock to end them")]

use crate::read::visible::{Reader, Unread, Visible, read};
use std::io::{Read, Write};
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

/// The first argument of such a process; no command of users.
pub(crate) const ARGUMENT: &str = "--doc-tep-rieng";
/// It ends after this, done or not.
const MOST_TIME: Duration = Duration::from_secs(10);
/// Bytes of memory it may hold.
const MOST_MEMORY: usize = 512 * 1024 * 1024;
const STACK: usize = 8 * 1024 * 1024;
/// Between two looks at the memory.
const PAUSE: Duration = Duration::from_millis(10);
/// Bytes of what it says that are taken.
const MOST_ANSWER: u64 = 256 * 1024 * 1024;

/// Reads a file in a process of its own.
pub(super) fn read_apart(name: &str, bytes: &[u8]) -> Visible {
    if cfg!(test) {
        // The program that runs is a test: it cannot start itself as a reader.
        return read(name, bytes, Reader::OwnProcess);
    }
    ask(name, bytes).unwrap_or_else(|| Visible::unread(Unread::TooMuch))
}

fn ask(name: &str, bytes: &[u8]) -> Option<Visible> {
    let program = std::env::current_exe().ok()?;
    let mut command = Command::new(program);
    command.arg(ARGUMENT).arg(name).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().ok()?;
    let (mut input, output) = (child.stdin.take()?, child.stdout.take()?);
    let answer = std::thread::scope(|scope| {
        scope.spawn(move || input.write_all(bytes));
        let answer = scope.spawn(move || {
            let mut answer = Vec::new();
            output.take(MOST_ANSWER).read_to_end(&mut answer).map(|_| answer)
        });
        let ended = end(&mut child);
        answer.join().ok()?.ok().filter(|_| ended)
    })?;
    serde_json::from_slice(&answer).ok()
}

/// Waits for a process, and ends it when its time is over; true where it ended well.
fn end(child: &mut Child) -> bool {
    let start = Instant::now();
    let mut pause = Duration::from_millis(1);
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return status.success(),
            Ok(None) if start.elapsed() < MOST_TIME => {
                std::thread::sleep(pause);
                pause = (pause * 2).min(Duration::from_millis(20));
            }
            _ => {
                // It may have ended by itself meanwhile.
                let _ = child.kill();
                let _ = child.wait();
                return false;
            }
        }
    }
}

/// What such a process does: its arguments are those of the program. `None` for an ordinary run.
pub(crate) fn run_as_reader(mut arguments: impl Iterator<Item = std::ffi::OsString>) -> Option<ExitCode> {
    if arguments.nth(1)? != ARGUMENT {
        return None;
    }
    let name = arguments.next().unwrap_or_default().to_string_lossy().into_owned();
    std::panic::set_hook(Box::new(|_| {}));
    std::thread::spawn(|| {
        loop {
            if memory_stats::memory_stats().is_some_and(|used| used.physical_mem > MOST_MEMORY) {
                std::process::exit(1);
            }
            std::thread::sleep(PAUSE);
        }
    });
    let reading = std::thread::Builder::new().stack_size(STACK).spawn(move || answer(&name));
    let done = reading.ok().and_then(|reading| reading.join().ok()).flatten();
    Some(if done.is_some() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn answer(name: &str) -> Option<()> {
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes).ok()?;
    let answer = serde_json::to_vec(&read(name, &bytes, Reader::OwnProcess)).ok()?;
    std::io::stdout().lock().write_all(&answer).ok()
}
