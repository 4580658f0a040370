//! Work that may go wrong in any way, and nothing is lost: it is done by a process of the program itself ●.
//!
//! What anyone may have made (a file, a template) can take all memory, all time or the stack. A worker is the program
//! started with the argument of a [`Job`]; requests go in, answers come out, each after its length in eight bytes. One
//! that takes too much is ended, and the next request gets a new one.

#![allow(clippy::disallowed_methods, reason = "this module runs processes and reads the clock to end them")]

use std::ffi::OsString;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitCode, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Bytes of an answer that are taken.
const MOST_ANSWER: u64 = 256 * 1024 * 1024;
/// Between two looks at the memory.
const PAUSE: Duration = Duration::from_millis(5);
/// What a process that took too much memory ends with.
const OUT_OF_MEMORY: u8 = 3;

/// A kind of work.
#[derive(Debug)]
pub(crate) struct Job {
    /// The first argument of its processes; no command of users.
    pub(crate) argument: &'static str,
    /// One request takes no longer.
    pub(crate) most_time: Duration,
    /// Bytes of memory the process may hold.
    pub(crate) most_memory: usize,
    /// Bytes of the stack it works on.
    pub(crate) stack: usize,
    /// The work: a request's answer, `None` where there is none.
    pub(crate) work: fn(&[u8]) -> Option<Vec<u8>>,
}

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failure {
    Time,
    Memory,
    /// It ended by itself, or could not be started.
    Broken,
}

/// Processes for one job: as many as are asked at one time, kept for the next request.
#[derive(Debug)]
pub(crate) struct Workers {
    job: &'static Job,
    idle: Mutex<Vec<Worker>>,
}

impl Workers {
    pub(crate) const fn new(job: &'static Job) -> Self {
        Self { job, idle: Mutex::new(Vec::new()) }
    }

    /// The answer to a request.
    ///
    /// # Errors
    /// When the work takes too much or breaks; the process is gone then.
    pub(crate) fn ask(&self, request: &[u8]) -> Result<Vec<u8>, Failure> {
        if cfg!(test) {
            return here(self.job, request);
        }
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut worker = idle.or_else(|| Worker::start(self.job)).ok_or(Failure::Broken)?;
        let answer = worker.ask(request, self.job.most_time)?;
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(worker);
        Ok(answer)
    }
}

/// The answer of a process that does nothing else.
///
/// # Errors
/// When the work takes too much or breaks.
pub(crate) fn ask_once(job: &'static Job, request: &[u8]) -> Result<Vec<u8>, Failure> {
    if cfg!(test) {
        return here(job, request);
    }
    Worker::start(job).ok_or(Failure::Broken)?.ask(request, job.most_time)
}

/// The work in a thread of this process: a unit test is a program that cannot start itself as a worker.
fn here(job: &'static Job, request: &[u8]) -> Result<Vec<u8>, Failure> {
    std::thread::scope(|scope| {
        let working = std::thread::Builder::new().stack_size(job.stack).spawn_scoped(scope, || (job.work)(request));
        working.ok().and_then(|working| working.join().ok()).flatten().ok_or(Failure::Broken)
    })
}

/// One process. It ends with its owner.
#[derive(Debug)]
struct Worker {
    child: Child,
    input: ChildStdin,
    answers: Receiver<Vec<u8>>,
}

impl Worker {
    fn start(job: &Job) -> Option<Self> {
        let mut command = Command::new(program()?);
        command.arg(job.argument).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().ok()?;
        let (input, output) = (child.stdin.take()?, child.stdout.take()?);
        let (send, answers) = channel();
        // It ends with the process, whose output it reads.
        std::thread::spawn(move || listen(output, |answer| send.send(answer).is_ok()));
        Some(Self { child, input, answers })
    }

    fn ask(&mut self, request: &[u8], most_time: Duration) -> Result<Vec<u8>, Failure> {
        // Where the process is gone, the answer says so.
        let _ = write_frame(&mut self.input, request);
        self.answers.recv_timeout(most_time).map_err(|error| match error {
            RecvTimeoutError::Timeout => Failure::Time,
            RecvTimeoutError::Disconnected => self.end(),
        })
    }

    /// How a process ended that says nothing any more.
    fn end(&mut self) -> Failure {
        match self.child.wait() {
            Ok(status) if status.code() == Some(i32::from(OUT_OF_MEMORY)) => Failure::Memory,
            _ => Failure::Broken,
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The program that runs, even where another one lies at its path by now.
fn program() -> Option<PathBuf> {
    match cfg!(target_os = "linux") {
        true => Some(PathBuf::from("/proc/self/exe")),
        false => std::env::current_exe().ok(),
    }
}

fn listen(mut output: ChildStdout, mut take: impl FnMut(Vec<u8>) -> bool) {
    while let Some(answer) = read_frame(&mut output, MOST_ANSWER) {
        if !take(answer) {
            return;
        }
    }
}

fn write_frame(sink: &mut impl Write, bytes: &[u8]) -> std::io::Result<()> {
    sink.write_all(&(bytes.len() as u64).to_le_bytes())?;
    sink.write_all(bytes)?;
    sink.flush()
}

fn read_frame(source: &mut impl Read, most: u64) -> Option<Vec<u8>> {
    let mut length = [0; 8];
    source.read_exact(&mut length).ok()?;
    let length = u64::from_le_bytes(length);
    let mut bytes = Vec::new();
    let read = source.take(length.min(most)).read_to_end(&mut bytes).ok()?;
    (read as u64 == length).then_some(bytes)
}

/// Works as a worker where the arguments of the program say so: `None` for an ordinary run.
pub(crate) fn run_as_worker(mut arguments: impl Iterator<Item = OsString>, jobs: &[&'static Job]) -> Option<ExitCode> {
    let argument = arguments.nth(1)?;
    let job: &'static Job = jobs.iter().find(|job| argument == job.argument)?;
    std::panic::set_hook(Box::new(|_| {}));
    let working = std::thread::Builder::new().stack_size(job.stack).spawn(move || serve(job));
    let done = working.ok().and_then(|working| working.join().ok()).flatten();
    Some(if done.is_some() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Answers until nobody asks any more. `None`: a request had no answer.
fn serve(job: &'static Job) -> Option<()> {
    let (mut input, mut output) = (std::io::stdin().lock(), std::io::stdout().lock());
    while let Some(request) = read_frame(&mut input, u64::MAX) {
        let (done, watched) = channel::<()>();
        std::thread::spawn(move || watch(&watched, job));
        let answer = (job.work)(&request)?;
        drop(done);
        write_frame(&mut output, &answer).ok()?;
    }
    Some(())
}

/// Ends the process when it holds too much, until the work is done; when it takes too long, too, for who asked may be gone.
fn watch(watched: &Receiver<()>, job: &Job) {
    let started = Instant::now();
    while watched.recv_timeout(PAUSE) == Err(RecvTimeoutError::Timeout) {
        if memory_stats::memory_stats().is_some_and(|used| used.physical_mem > job.most_memory) {
            std::process::exit(i32::from(OUT_OF_MEMORY));
        }
        // A little more than who asked waits: what is late is told as late.
        if started.elapsed() > job.most_time * 2 {
            std::process::exit(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn frames_come_out_as_they_went_in(frames in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..40), 0..5)) {
            let mut pipe = Vec::new();
            for frame in &frames {
                write_frame(&mut pipe, frame)?;
            }
            let mut rest = pipe.as_slice();
            let read: Vec<_> = std::iter::from_fn(|| read_frame(&mut rest, 1000)).collect();
            prop_assert_eq!(read, frames);
        }

        #[test]
        fn a_frame_cut_off_or_too_long_is_none(frame in proptest::collection::vec(any::<u8>(), 1..40), cut in 1usize..48) {
            let mut pipe = Vec::new();
            write_frame(&mut pipe, &frame)?;
            let short = pipe.get(..pipe.len().saturating_sub(cut)).unwrap_or_default();
            prop_assert_eq!(read_frame(&mut &*short, 1000), None);
            prop_assert_eq!(read_frame(&mut pipe.as_slice(), frame.len() as u64 - 1), None);
        }
    }
}
