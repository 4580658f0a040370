//! Tables: rows of cells on one grid, merged areas known.

use super::Block;

/// More columns than a page has room for; beyond it a span is a trick.
const MAX_COLUMNS: usize = 200;

/// A table.
#[derive(Debug, Clone, Default)]
pub(crate) struct Table {
    pub(crate) rows: Vec<Vec<Cell>>,
    areas: usize,
}

/// One place of the grid. A merged area stands in each of its places; its text is in the first.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cell {
    pub(crate) blocks: Vec<Block>,
    /// Number of the merged area it belongs to.
    pub(crate) area: Option<usize>,
    /// Whether this is the place where the area's text stands.
    pub(crate) first: bool,
}

/// A cell as the file has it.
#[derive(Debug)]
pub(super) struct RawCell {
    pub(super) blocks: Vec<Block>,
    pub(super) span: usize,
    pub(super) below: bool,
    pub(super) opens: bool,
    pub(super) beside: bool,
}

impl Table {
    /// Every cell that holds text of its own, row by row.
    pub(crate) fn cells(&self) -> impl Iterator<Item = &Cell> {
        self.rows.iter().flatten().filter(|cell| cell.first)
    }

    pub(crate) fn cells_mut(&mut self) -> impl Iterator<Item = &mut Cell> {
        self.rows.iter_mut().flatten().filter(|cell| cell.first)
    }

    /// The cell whose text a place shows.
    pub(crate) fn shown(&self, cell: &Cell) -> Option<&Cell> {
        match cell.area {
            Some(area) if !cell.first => self.cells().find(|other| other.area == Some(area)),
            _ => None,
        }
    }

    /// Adds a row; `indent` places stay empty before its first cell.
    pub(super) fn push_row(&mut self, indent: usize, raw: Vec<RawCell>) {
        let mut row: Vec<Cell> = Vec::new();
        row.resize_with(indent.min(MAX_COLUMNS), || Cell { first: true, ..Cell::default() });
        for mut cell in raw {
            if row.len() >= MAX_COLUMNS {
                break;
            }
            let column = row.len();
            let above = if cell.below { self.area_above(column) } else { None };
            if let Some(area) = above {
                self.append(area, std::mem::take(&mut cell.blocks));
                row.push(Cell { area: Some(area), ..Cell::default() });
            } else if cell.beside
                && let Some(left) = row.last().and_then(|left| left.area)
            {
                row.push(Cell { area: Some(left), ..Cell::default() });
            } else {
                // Any cell may turn out to be merged with the next ones; only a number tells.
                let merged = cell.opens || cell.span > 1;
                let area = merged.then(|| self.next_area());
                row.push(Cell { blocks: cell.blocks, area, first: true });
            }
            let area = row.last().and_then(|cell| cell.area);
            for _ in 1..cell.span.min(MAX_COLUMNS) {
                row.push(Cell { area, ..Cell::default() });
            }
        }
        self.rows.push(row);
    }

    fn next_area(&mut self) -> usize {
        self.areas += 1;
        self.areas
    }

    fn area_above(&self, column: usize) -> Option<usize> {
        self.rows.last()?.get(column)?.area
    }

    /// Text in a place that a merge covers is not shown by Word, but it is there.
    fn append(&mut self, area: usize, blocks: Vec<Block>) {
        let filled = blocks.into_iter().filter(|block| match block {
            Block::Paragraph(paragraph) => !paragraph.is_empty(),
            Block::Table(_) => true,
        });
        let first = self.rows.iter_mut().flatten().find(|cell| cell.first && cell.area == Some(area));
        if let Some(first) = first {
            first.blocks.extend(filled);
        }
    }
}
