//! Values that any stage may use: Vietnamese text, paths, dates, diagnostics, pictures as bytes, QR codes. Pure,
//! but for `apart` ●, which runs processes.

pub(crate) mod apart;
pub(crate) mod date;
pub(crate) mod diag;
pub(crate) mod graph;
pub(crate) mod image;
pub(crate) mod path;
pub(crate) mod qr;
pub(crate) mod text;
