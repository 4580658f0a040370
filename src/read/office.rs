//! Word, Excel and PowerPoint packages (`.docx`, `.xlsx`, `.pptx`): a zip of XML parts.
//!
//! Takes bytes that anyone may have made, returns their text, or a Word document as paragraphs and tables. Parses in
//! memory and within limits, extracts nothing to disk, follows no link, resolves no entity but XML's own five.

mod package;
pub(crate) mod word;
mod xml;

pub(crate) use package::{Package, Program, Shape, check_limits, decode, too_much};
