//! A piece of a text that costs nothing where it stands in the text as it reads.

use std::fmt;
use std::ops::{Deref, Range};
use std::sync::Arc;

/// Words out of a text: shared with it where they stand there so.
#[derive(Clone)]
pub(crate) enum Excerpt {
    /// Bytes of the text.
    Shared(Arc<str>, Range<u32>),
    Own(Box<str>),
}

impl Excerpt {
    /// `words`, which may stand at `range`.
    pub(crate) fn new(text: &Arc<str>, range: Range<usize>, words: &str) -> Self {
        let places = u32::try_from(range.start).ok().zip(u32::try_from(range.end).ok());
        match places.filter(|_| text.get(range) == Some(words)) {
            Some((start, end)) => Self::Shared(Arc::clone(text), start..end),
            None => Self::Own(words.into()),
        }
    }
}

impl Deref for Excerpt {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Self::Shared(text, range) => text.get(range.start as usize..range.end as usize).unwrap_or_default(),
            Self::Own(words) => words,
        }
    }
}

impl fmt::Debug for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_shared_only_where_they_stand() {
        let text: Arc<str> = "Một *hai* ba".into();
        let shared = Excerpt::new(&text, 0..4, "Mộ");
        assert!(matches!(shared, Excerpt::Shared(..)));
        assert_eq!(&*shared, "Mộ");
        for (range, words) in [(0..4, "Một"), (0..3, "Mộ"), (0..99, "Mộ"), (0..0, "hai")] {
            let own = Excerpt::new(&text, range, words);
            assert!(matches!(own, Excerpt::Own(_)));
            assert_eq!(&*own, words);
        }
    }
}
