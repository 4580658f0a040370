//! The program as its users meet it: a folder in, messages and a site out.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test may fail loudly and read what it checks"
)]

mod cases;
mod cli;
mod demo;
mod docx;
mod gate;
mod import;
mod new;
mod oracle;
mod output;
mod pages;
mod paperwork;
mod progress;
mod relations;
mod search;
mod site;
mod standing;
mod takeaway;
mod theme;
