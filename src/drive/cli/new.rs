//! `bangtin new`: a site, or one entry by a few questions.

mod entry;
mod site;

use super::Exit;
use super::args::NewOptions;
use super::console::Console;
use crate::basics::diag::Fatal;

pub(super) fn run(options: &NewOptions, console: &Console) -> Result<Exit, Fatal> {
    match options {
        NewOptions::Site { folder } => site::run(folder, console),
        NewOptions::Entry(options) => entry::run(options, console),
    }
}
