//! The page behind each code: what it means, why it matters, how to mend it.

use super::{Code, Lang};
use include_dir::{Dir, include_dir};

static PAGES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/basics/diag/pages");

/// The page of a code, in Markdown. `None` when it has none in this language.
#[must_use]
pub fn explanation(code: Code, lang: Lang) -> Option<&'static str> {
    let folder = lang.word();
    PAGES.get_file(format!("{folder}/{code}.md"))?.contents_utf8()
}

/// Every code, in the order of the pipeline.
pub(crate) fn explained_codes() -> impl Iterator<Item = Code> {
    super::code::codes::ALL.iter().map(|entry| entry.code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_page_in_both_languages() {
        for lang in [Lang::Vi, Lang::En] {
            let missing: Vec<_> =
                explained_codes().filter(|code| explanation(*code, lang).is_none()).map(Code::as_str).collect();
            assert!(missing.is_empty(), "no page in {lang:?} for {missing:?}");
        }
    }

    #[test]
    fn no_page_explains_a_code_that_is_gone() {
        for folder in ["vi", "en"] {
            for file in PAGES.get_dir(folder).map(|dir| dir.files()).into_iter().flatten() {
                let name = file.path().file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
                assert!(Code::find(name).is_some(), "{folder}/{name}.md explains nothing");
            }
        }
    }
}
