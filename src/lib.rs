//! bangtin (*bảng tin*, notice board): compiles a ward Party committee's plans into a static website.
//!
//! # The line
//!
//! Every file of the site is a pure function of content, theme, audience and date:
//!
//! ```text
//! disk → source::SourceTree → parse::Entry → model::Site → rules → diagnostics
//!                                             └→ gate::Admitted → relate::Edition → route::Routes
//!                                                Edition × Route × Theme → render::Page → output::Staging → folder
//! ```
//!
//! [`pipeline::build`] runs the line, [`pipeline::check`] runs all of it but the write, and the preview asks for one file at
//! a time.
//!
//! # Invariants
//!
//! - No clock, environment or disk outside the modules marked ● (`source`, `output`, `serve`, `cli`).
//! - No globals. No hash-map order in any output. Today's date and the audience are inputs.
//! - `gate` is the only way to something publishable: what it leaves out exists for nobody after.
//! - Every reference is resolved once, in `model`; a link in a text keeps its text and is looked up in one place.
//! - A string from content reaches HTML through one escape.
//! - Stages never fail: they report. Only `source`, `output`, `serve` and `cli` can end a run.
//!
//! An arrow between modules may only point up in this list; `tests/layers.rs` checks it:
//! `text`, `image`, `qr`, `path`, `date`, `diag`, `office`, `fields`, `source` ●, `config`, `parse`, `model`, `import`, `rules`, `gate`, `relate`, `progress`, `route`,
//! `picture`, `theme`, `compose`, `paperwork`, `search`, `render`, `export`, `links`, `output` ●, `pipeline`, `serve` ●, `cli` ●.

#[cfg(feature = "benchmarks")]
pub mod benchmarks;
pub mod cli;
mod compose;
mod config;
mod date;
mod diag;
mod export;
mod fields;
mod gate;
mod image;
mod import;
mod links;
mod model;
mod office;
mod output;
mod paperwork;
mod parse;
mod path;
mod picture;
pub mod pipeline;
mod progress;
mod qr;
mod relate;
mod render;
mod route;
mod rules;
mod search;
mod serve;
mod source;
mod text;
mod theme;

pub use config::Audience;
pub use diag::{Code, Diagnostic, DiagnosticJson, Fatal, Lang, Severity, explanation};
pub use output::Written;
