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
//! # Wings
//!
//! `basics` · `read` · `site` · `edition` · `publish` · `office` · `drive`. A module may use modules of an earlier wing, or
//! those above it in its own: `tests/layers.rs` has every edge and fails on any other.
//!
//! # Invariants
//!
//! - No clock, environment or disk outside the modules marked ● (`basics::apart`, `read::source`, `publish::output`, `drive::serve`,
//!   `drive::cli`).
//! - No globals. No hash-map order in any output. Today's date and the audience are inputs.
//! - `gate` is the only way to something publishable: what it leaves out exists for nobody after.
//! - Every reference is resolved once, in `model`; a link in a text keeps its text and is looked up in one place.
//! - A string from content reaches HTML through one escape.
//! - Stages never fail: they report. Only the modules marked ● can end a run.

mod basics;
#[cfg(feature = "benchmarks")]
pub mod benchmarks;
mod drive;
mod edition;
#[cfg(test)]
mod harness;
mod office;
mod publish;
mod read;
mod site;

pub use basics::diag::{Code, Diagnostic, DiagnosticJson, Fatal, Lang, Severity, explanation};
pub use drive::{cli, pipeline};
pub use publish::output::{Placing, Written};
pub use read::vocabulary::Audience;
