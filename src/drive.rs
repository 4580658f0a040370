//! What runs the line: the pipeline, the preview, the command line.

pub mod cli;
pub mod pipeline;
pub(crate) mod serve;
