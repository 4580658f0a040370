//! The program `bangtin`: the library's command line, and nothing else.

use std::process::ExitCode;

/// Pages are many short-lived pieces: the system's allocator takes a third of the time of a large site.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    bangtin::cli::main()
}
