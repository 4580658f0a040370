//! How lists are cut into pages.

/// One page of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Slice {
    /// 0-based.
    pub(crate) part: usize,
    pub(crate) parts: usize,
    size: usize,
}

impl Slice {
    pub(crate) fn new(part: usize, total: usize, size: usize) -> Self {
        Self { part, parts: Self::count(total, size), size }
    }

    /// How many pages a list has; an empty list has one.
    pub(crate) fn count(total: usize, size: usize) -> usize {
        total.div_ceil(size).max(1)
    }

    /// The rows of this page.
    pub(crate) fn of<'a, T>(&self, rows: &'a [T]) -> &'a [T] {
        let start = (self.part * self.size).min(rows.len());
        rows.get(start..(start + self.size).min(rows.len())).unwrap_or_default()
    }

    /// The place of this page's first row in the whole list.
    pub(crate) fn start(&self) -> usize {
        self.part * self.size
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slices_cover_every_row_once() {
        let rows: Vec<usize> = (0..101).collect();
        let parts = Slice::count(rows.len(), 50);
        assert_eq!(parts, 3);
        let all: Vec<usize> = (0..parts).flat_map(|part| Slice::new(part, rows.len(), 50).of(&rows).to_vec()).collect();
        assert_eq!(all, rows);
        assert_eq!(Slice::count(0, 50), 1);
        assert_eq!(Slice::new(7, 3, 50).of(&rows[..3]), &[] as &[usize]);
    }
}
