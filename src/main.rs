//! The program `bangtin`: the library's command line, and nothing else.

use std::process::ExitCode;

fn main() -> ExitCode {
    bangtin::cli::main()
}
