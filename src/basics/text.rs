//! Vietnamese text: normal form, folding, slugs, sort keys, sentences, numbers.
//!
//! Takes and returns strings; depends on nothing else in the crate.
//! It must never lose a syllable, and never see a file, a date or a locale of the machine.

mod abbreviation;
mod analysis;
mod collate;
mod entity;
mod escape;
mod excerpt;
mod fold;
mod legacy;
mod normal;
mod number;
mod sentence;
mod slug;
mod spacing;
mod spoken;
mod syllable;
mod token;

pub(crate) use abbreviation::COMMON as COMMON_ABBREVIATIONS;
pub(crate) use analysis::{Analyser, Lexicon, Terms};
pub(crate) use collate::Collation;
pub(crate) use entity::DOCUMENT_CODES;
pub(crate) use escape::{escape, escape_markdown, push_escaped, without_control_signs};
pub(crate) use excerpt::Excerpt;
pub(crate) use fold::{fold, fold_name, fold_words, nfc};
pub(crate) use legacy::Legacy;
pub(crate) use normal::normal;
pub(crate) use number::{decimal, decimal_places, file_size, percent_of};
pub(crate) use sentence::{sentences, word_count};
pub(crate) use slug::{slug, slug_file_name, slug_limited};
pub(crate) use spacing::{capitalised, is_single_spaced, single_spaced};
pub(crate) use spoken::broadcast;
pub(crate) use syllable::Syllable;
