//! Files that anyone may have made are read by a process of their own: whatever happens there (no memory, no end, a
//! crash) means that the file was not read.

use crate::basics::apart::{Job, ask_once};
use crate::read::visible::{Reader, Unread, Visible, read};
use std::time::Duration;

/// Reading one file: its name, a zero, its bytes → what is to be seen in it.
pub(crate) static READING: Job = Job {
    argument: "--doc-tep-rieng",
    most_time: Duration::from_secs(10),
    most_memory: 512 * 1024 * 1024,
    stack: 8 * 1024 * 1024,
    work: answer,
};

/// Reads a file in a process of its own.
pub(super) fn read_apart(name: &str, bytes: &[u8]) -> Visible {
    let request = [name.as_bytes(), &[0], bytes].concat();
    let answer = ask_once(&READING, &request).ok();
    answer.and_then(|answer| serde_json::from_slice(&answer).ok()).unwrap_or_else(|| Visible::unread(Unread::TooMuch))
}

fn answer(request: &[u8]) -> Option<Vec<u8>> {
    let zero = request.iter().position(|byte| *byte == 0)?;
    let (name, bytes) = (request.get(..zero)?, request.get(zero + 1..)?);
    serde_json::to_vec(&read(&String::from_utf8_lossy(name), bytes, Reader::OwnProcess)).ok()
}
