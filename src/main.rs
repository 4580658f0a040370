//! The program `bangtin`: the library's command line, and nothing else.

use mimalloc::MiMalloc;
use std::process::ExitCode;

/// Pages are made of many small pieces: the system's allocator takes a fifth of a build.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    bangtin::cli::main()
}
