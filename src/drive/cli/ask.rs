//! Questions on the terminal, one line each; answers may come from a pipe too.

use super::console::Console;
use crate::basics::diag::Message;
use std::io::BufRead;

/// Asks through the console.
pub(super) struct Ask<'c> {
    console: &'c Console,
}

impl<'c> Ask<'c> {
    pub(super) fn new(console: &'c Console) -> Self {
        Self { console }
    }

    /// One line, trimmed; `None` when nobody answers.
    pub(super) fn line(&self, question: &Message) -> Option<String> {
        self.console.ask(question.in_lang(self.console.lang));
        let mut line = String::new();
        let read = std::io::stdin().lock().read_line(&mut line).ok()?;
        (read > 0).then(|| crate::basics::text::normal(line.trim()).into_owned())
    }

    /// «có» or «không»; nobody's answer is no.
    pub(super) fn yes(&self, question: &Message, default: bool) -> bool {
        let (vi, en) = (&question.vi, &question.en);
        let question = match default {
            true => crate::basics::diag::msg!("{vi} [C/k] ", "{en} [Y/n] "),
            false => crate::basics::diag::msg!("{vi} [c/K] ", "{en} [y/N] "),
        };
        match self.line(&question) {
            None => false,
            Some(answer) if answer.is_empty() => default,
            Some(answer) => ["c", "co", "y", "yes"].contains(&crate::basics::text::fold(&answer).as_str()),
        }
    }
}
