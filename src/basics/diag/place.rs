//! Where something stands: in a text, in a cell of a workbook, or in a file as a whole.

/// A file of the site folder, by its place in the sorted source tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct FileId(pub(crate) u32);

/// Bytes `start..end` of a file's text (decoded, NFC).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Span {
    pub(crate) file: FileId,
    pub(crate) start: u32,
    pub(crate) end: u32,
}

impl Span {
    pub(crate) fn new(file: FileId, range: std::ops::Range<usize>) -> Self {
        let clamp = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
        Self { file, start: clamp(range.start), end: clamp(range.end) }
    }

    pub(crate) fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// The place a diagnostic points at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Location {
    /// Nowhere in particular: the site as a whole.
    Site,
    /// A whole file.
    File(FileId),
    /// A cell of a workbook, all 0-based.
    Cell { file: FileId, sheet: u16, row: u32, column: u16 },
    /// A stretch of text.
    Text(Span),
}

impl Location {
    pub(crate) fn file(self) -> Option<FileId> {
        match self {
            Self::Site => None,
            Self::File(file) | Self::Cell { file, .. } => Some(file),
            Self::Text(span) => Some(span.file),
        }
    }

    /// The stretch of text, where there is one.
    pub(crate) fn span(self) -> Option<Span> {
        match self {
            Self::Text(span) => Some(span),
            Self::Site | Self::File(_) | Self::Cell { .. } => None,
        }
    }
}

impl From<Span> for Location {
    fn from(span: Span) -> Self {
        Self::Text(span)
    }
}

impl From<FileId> for Location {
    fn from(file: FileId) -> Self {
        Self::File(file)
    }
}

/// A value with the place it was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Located<T> {
    pub(crate) value: T,
    pub(crate) at: Location,
}

impl<T> Located<T> {
    pub(crate) fn new(value: T, at: impl Into<Location>) -> Self {
        Self { value, at: at.into() }
    }
}
