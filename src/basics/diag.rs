//! Diagnostics: the only thing a user is ever told.
//!
//! A [`Diagnostic`] is a value: code, severity, place, cause and fix, in Vietnamese and English.
//! Every stage collects them into [`Diagnostics`] and goes on; nothing here prints to a terminal,
//! and nothing knows where texts come from but through [`Sources`].

mod code;
mod explain;
mod near;
mod place;
mod print;

pub use code::Code;
pub(crate) use code::codes;
pub(crate) use explain::explained_codes;
pub use explain::explanation;
pub(crate) use near::{Near, Nearby, nearest};
pub(crate) use place::{FileId, Located, Location, Span};
pub use print::DiagnosticJson;
pub(crate) use print::{Printer, Sources, counts_line};

use serde::{Deserialize, Serialize};

/// The language in which the user is spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// Vietnamese, the default.
    #[default]
    Vi,
    /// English, with `BANGTIN_LANG=en`.
    En,
}

impl Lang {
    /// `vi` or `en`.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }
}

/// One sentence in both languages. Build it with [`msg!`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Message {
    pub(crate) vi: String,
    pub(crate) en: String,
}

impl Message {
    pub(crate) fn in_lang(&self, lang: Lang) -> &str {
        match lang {
            Lang::Vi => &self.vi,
            Lang::En => &self.en,
        }
    }
}

/// `msg!("tiếng Việt {x}", "English {x}")`: a [`Message`] from two format strings over the same names.
macro_rules! msg {
    ($vi:literal, $en:literal $(,)?) => {
        $crate::basics::diag::Message { vi: format!($vi), en: format!($en) }
    };
}
pub(crate) use msg;

/// How much a diagnostic weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// The site is not published.
    #[serde(rename = "loi")]
    Error,
    /// The site is published; somebody should look.
    #[serde(rename = "canh-bao")]
    Warning,
}

/// Something a user must know about the content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    pub(crate) code: Code,
    pub(crate) severity: Severity,
    pub(crate) at: Location,
    pub(crate) message: Message,
    /// What is wrong at the marked place, printed beside the caret.
    pub(crate) label: Option<Message>,
    /// Other places that matter.
    pub(crate) related: Vec<(Span, Message)>,
    pub(crate) help: Option<Message>,
}

impl Diagnostic {
    /// A diagnostic with the severity that its code has by default.
    pub(crate) fn new(code: Code, at: impl Into<Location>, message: Message) -> Self {
        Self {
            code,
            severity: code.default_severity(),
            at: at.into(),
            message,
            label: None,
            related: Vec::new(),
            help: None,
        }
    }

    /// By place, then by code and cause: equal for two that say the same.
    pub(crate) fn in_order(&self, other: &Self) -> std::cmp::Ordering {
        (self.at, self.code, &self.message.vi).cmp(&(other.at, other.code, &other.message.vi))
    }

    /// The same as a warning, where the contract makes a usually hard case a soft one.
    pub(crate) fn soft(mut self) -> Self {
        self.severity = Severity::Warning;
        self
    }

    pub(crate) fn label(mut self, label: Message) -> Self {
        self.label = Some(label);
        self
    }

    pub(crate) fn help(mut self, help: Message) -> Self {
        self.help = Some(help);
        self
    }

    pub(crate) fn related(mut self, at: Span, message: Message) -> Self {
        self.related.push((at, message));
        self
    }

    /// The stable code.
    #[must_use]
    pub fn code(&self) -> Code {
        self.code
    }

    /// Error or warning.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.severity
    }
}

/// Diagnostics in the order they were found.
#[derive(Debug, Clone, Default)]
pub(crate) struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    pub(crate) fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn append(&mut self, mut other: Self) {
        self.0.append(&mut other.0);
    }

    /// Sorted by place, each cause once.
    pub(crate) fn into_sorted(mut self) -> Vec<Diagnostic> {
        self.0.sort_by(Diagnostic::in_order);
        // A broken template is one cause, however many pages it spoils.
        self.0.dedup_by(|a, b| a.in_order(b).is_eq());
        self.0
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<T: IntoIterator<Item = Diagnostic>>(&mut self, found: T) {
        self.0.extend(found);
    }
}

/// What a stage yields: its value, and everything it has to say about the input.
#[derive(Debug)]
pub(crate) struct Outcome<T> {
    pub(crate) value: T,
    pub(crate) diagnostics: Diagnostics,
}

impl<T> Outcome<T> {
    /// Takes the value and hands the diagnostics to the collection of the run.
    pub(crate) fn collect(self, into: &mut Diagnostics) -> T {
        into.append(self.diagnostics);
        self.value
    }
}

/// Why a run could not happen at all: a missing folder, a full disk, a locked output.
#[derive(Debug, Clone)]
pub struct Fatal {
    pub(crate) message: Message,
    pub(crate) help: Option<Message>,
}

impl Fatal {
    pub(crate) fn new(message: Message) -> Self {
        Self { message, help: None }
    }

    pub(crate) fn help(mut self, help: Message) -> Self {
        self.help = Some(help);
        self
    }

    /// The cause and the fix, in one language.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        let cause = self.message.in_lang(lang);
        match (&self.help, lang) {
            (Some(help), Lang::Vi) => format!("{cause}\n  cách sửa: {}", help.in_lang(lang)),
            (Some(help), Lang::En) => format!("{cause}\n  help: {}", help.in_lang(lang)),
            (None, _) => cause.to_owned(),
        }
    }
}
