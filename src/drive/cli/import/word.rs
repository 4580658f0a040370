//! Word documents: one question where the fonts are old, then the draft.

use super::{file_name, finish, refused};
use crate::basics::diag::{Fatal, msg};
use crate::drive::cli::Exit;
use crate::drive::cli::args::ImportOptions;
use crate::drive::cli::ask::Ask;
use crate::drive::cli::console::Console;
use crate::drive::pipeline::Workspace;
use crate::office::import::{Refusal, WordOptions, word};

pub(super) fn run(
    bytes: &[u8],
    workspace: &Workspace,
    options: &ImportOptions,
    console: &Console,
) -> Result<Exit, Fatal> {
    let mut wanted = WordOptions {
        name: file_name(&options.file),
        kind: options.kind,
        convert: options.convert,
        make_organisations: options.make_organisations,
        as_one: options.as_one,
    };
    let draft = match word(bytes, workspace.site(), &wanted) {
        Err(Refusal::Legacy(legacy)) => {
            let name = legacy.name();
            let question = msg!(
                "Tệp dùng phông cũ {name}. Chuyển mã sang Unicode?",
                "The file is set in old fonts, {name}. Convert to Unicode?"
            );
            wanted.convert = Ask::new(console).yes(&question, false);
            word(bytes, workspace.site(), &wanted)
        }
        other => other,
    };
    finish(&draft.map_err(refused)?, options, console)
}
