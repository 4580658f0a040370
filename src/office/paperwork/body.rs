//! The text of a document: Markdown as paragraphs and tables.

use super::wordml::{Align, Block, Paragraph, Run, Table};
use super::{SMALL, TEXT_WIDTH};
use crate::read::markdown::options;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};

/// A letter of a table is about so wide, and a cell has so much room at its sides.
const LETTER: usize = 115;
const PADDING: usize = 250;
/// No column is narrower: «TT» in capitals must stand on one line.
const NARROWEST: usize = 560;
/// Longer texts ask for no more room than this many letters.
const MOST_WANTED: usize = 120;

pub(super) fn blocks(markdown: &str) -> Vec<Block> {
    let mut walk = Walk::default();
    for event in Parser::new_ext(markdown, options()) {
        walk.event(event);
    }
    walk.blocks
}

/// A body while it is walked.
#[derive(Default)]
struct Walk {
    blocks: Vec<Block>,
    runs: Vec<Run>,
    rows: Vec<Vec<Vec<Run>>>,
    bold: u32,
    italic: u32,
    /// The number of the next item of each open list; `None` for dashes.
    lists: Vec<Option<u64>>,
    heading: bool,
}

impl Walk {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Text(text) | Event::Code(text) => self.text(&text),
            Event::SoftBreak => self.text(" "),
            Event::HardBreak => self.runs.push(Run::line_break()),
            Event::Start(Tag::Strong) => self.bold += 1,
            Event::End(TagEnd::Strong) => self.bold = self.bold.saturating_sub(1),
            Event::Start(Tag::Emphasis) => self.italic += 1,
            Event::End(TagEnd::Emphasis) => self.italic = self.italic.saturating_sub(1),
            Event::Start(Tag::Heading { .. }) => self.heading = true,
            Event::End(TagEnd::Heading(_)) => {
                self.paragraph();
                self.heading = false;
            }
            Event::End(TagEnd::Paragraph) => self.paragraph(),
            Event::Start(Tag::List(start)) => {
                self.paragraph();
                self.lists.push(start);
            }
            Event::End(TagEnd::List(_)) => {
                self.lists.pop();
            }
            Event::Start(Tag::Item) => self.item(),
            Event::End(TagEnd::Item) => self.paragraph(),
            Event::Start(Tag::Table(_)) => self.rows.clear(),
            Event::Start(Tag::TableHead) => {
                self.rows.push(Vec::new());
                self.bold += 1;
            }
            Event::End(TagEnd::TableHead) => self.bold = self.bold.saturating_sub(1),
            Event::Start(Tag::TableRow) => self.rows.push(Vec::new()),
            Event::End(TagEnd::TableCell) => {
                let runs = std::mem::take(&mut self.runs);
                if let Some(row) = self.rows.last_mut() {
                    row.push(runs);
                }
            }
            Event::End(TagEnd::Table) => {
                // A paragraph between keeps two tables apart.
                let empty = Block::Paragraph(Paragraph::default());
                self.blocks.extend([Block::Table(grid(&std::mem::take(&mut self.rows))), empty]);
            }
            _ => {}
        }
    }

    fn item(&mut self) {
        let nested = self.lists.len() > 1;
        let sign = match self.lists.last_mut() {
            Some(Some(number)) => {
                *number += 1;
                format!("{}. ", *number - 1)
            }
            _ if nested => "+ ".to_owned(),
            _ => "- ".to_owned(),
        };
        self.text(&sign);
    }

    fn text(&mut self, text: &str) {
        let run = Run::of(text);
        let run = if self.bold > 0 || self.heading { run.bold() } else { run };
        self.runs.push(if self.italic > 0 { run.italic() } else { run });
    }

    fn paragraph(&mut self) {
        let runs = std::mem::take(&mut self.runs);
        if !runs.is_empty() {
            self.blocks.push(Block::Paragraph(Paragraph::of_text(runs, self.heading)));
        }
    }
}

/// A table with lines.
fn grid(rows: &[Vec<Vec<Run>>]) -> Table {
    let cell = |at: usize, runs: &[Run]| {
        let align = if at == 0 { Align::Centre } else { Align::Left };
        vec![Paragraph::of(align, runs.iter().map(|run| run.clone().sized(SMALL)).collect())]
    };
    let row = |(at, row): (usize, &Vec<Vec<Run>>)| row.iter().map(|runs| cell(at, runs)).collect();
    Table { widths: widths(rows), rows: rows.iter().enumerate().map(row).collect(), has_lines: true }
}

/// Columns that no word is wider than; what room is left goes where the text is.
fn widths(rows: &[Vec<Vec<Run>>]) -> Vec<usize> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(1).max(1);
    let texts = |column: usize| {
        let cells = rows.iter().filter_map(move |row| row.get(column));
        cells.map(|runs| runs.iter().map(Run::text).collect::<String>())
    };
    let longest_word =
        |text: &String| text.split_whitespace().map(|word| word.chars().count()).max().unwrap_or_default();
    let least: Vec<usize> = (0..columns)
        .map(|column| texts(column).map(|text| longest_word(&text)).max().unwrap_or(1) * LETTER + PADDING)
        .map(|least| least.max(NARROWEST))
        .collect();
    let wants: Vec<usize> = (0..columns)
        .map(|column| texts(column).map(|text| text.chars().count()).max().unwrap_or(1).clamp(1, MOST_WANTED))
        .collect();
    let taken: usize = least.iter().sum();
    let total: usize = wants.iter().sum::<usize>().max(1);
    match TEXT_WIDTH.checked_sub(taken) {
        Some(room) => least.iter().zip(&wants).map(|(least, want)| least + room * want / total).collect(),
        None => least.iter().map(|least| TEXT_WIDTH * least / taken.max(1)).collect(),
    }
}
