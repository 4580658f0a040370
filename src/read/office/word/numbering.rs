//! The numbers that Word writes before paragraphs: `1.`, `a)`, `II-`, `3.2.1`.

use super::style::Numbered;
use crate::read::office::xml::Element;
use std::collections::BTreeMap;

const LEVELS: usize = 9;

#[derive(Debug, Clone, Default)]
struct NumberingLevel {
    format: String,
    /// `%1.%2`: each `%n` stands for the number of level n.
    text: String,
    start: u32,
}

#[derive(Debug, Default)]
struct List {
    pattern: u32,
    /// Levels that this list counts anew from a number of its own.
    starts: BTreeMap<usize, u32>,
}

/// The lists of a document, and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    patterns: BTreeMap<u32, Vec<NumberingLevel>>,
    lists: BTreeMap<u32, List>,
    counted: BTreeMap<u32, [Option<u32>; LEVELS]>,
    /// Lists whose own start was used already.
    begun: Vec<(u32, usize)>,
}

impl Numbering {
    pub(super) fn of(part: Option<&Element>) -> Self {
        let Some(root) = part.and_then(|part| part.child("numbering")) else { return Self::default() };
        let number = |element: &Element, name: &str| element.attribute(name)?.parse::<u32>().ok();
        let mut numbering = Self::default();
        for element in root.elements() {
            match element.name.as_str() {
                "abstractNum" => {
                    let levels = element.elements().filter(|child| child.name == "lvl").map(level);
                    if let Some(id) = number(element, "abstractNumId") {
                        numbering.patterns.insert(id, levels.take(LEVELS).collect());
                    }
                }
                "num" => {
                    let pattern = element.value_of("abstractNumId").and_then(|id| id.parse().ok());
                    if let (Some(id), Some(pattern)) = (number(element, "numId"), pattern) {
                        numbering.lists.insert(id, List { pattern, starts: starts(element) });
                    }
                }
                _ => {}
            }
        }
        numbering
    }

    /// The number of the next paragraph of a list; `None` where the list has no number there.
    pub(super) fn next(&mut self, asked: Numbered) -> Option<String> {
        let list = self.lists.get(&asked.list)?;
        let levels = self.patterns.get(&list.pattern)?;
        let at = asked.level.unwrap_or_default().min(LEVELS - 1);
        let level = levels.get(at)?;
        let counted = self.counted.entry(list.pattern).or_default();
        let restart = list.starts.get(&at).filter(|_| !self.begun.contains(&(asked.list, at)));
        if let Some(start) = restart {
            self.begun.push((asked.list, at));
            set(counted, at, *start);
        } else {
            let before = counted.get(at).copied().flatten();
            set(counted, at, before.map_or(level.start, |before| before.saturating_add(1)));
        }
        let label = written(levels, level, counted);
        (!label.is_empty()).then_some(label)
    }
}

/// Counting a level begins every deeper one anew.
fn set(counted: &mut [Option<u32>; LEVELS], at: usize, value: u32) {
    for (place, slot) in counted.iter_mut().enumerate().skip(at) {
        *slot = (place == at).then_some(value);
    }
}

fn level(element: &Element) -> NumberingLevel {
    NumberingLevel {
        format: element.value_of("numFmt").unwrap_or("decimal").to_owned(),
        text: element.value_of("lvlText").unwrap_or_default().to_owned(),
        start: element.value_of("start").and_then(|start| start.parse().ok()).unwrap_or(1),
    }
}

fn starts(list: &Element) -> BTreeMap<usize, u32> {
    let overrides = list.elements().filter(|element| element.name == "lvlOverride");
    let pairs = overrides.filter_map(|element| {
        let level = element.attribute("ilvl")?.parse().ok()?;
        Some((level, element.value_of("startOverride")?.parse().ok()?))
    });
    pairs.collect()
}

/// The label of a level, with the numbers of those above it.
fn written(levels: &[NumberingLevel], own: &NumberingLevel, counted: &[Option<u32>; LEVELS]) -> String {
    if own.format == "bullet" {
        return "-".to_owned();
    }
    let mut label = own.text.clone();
    for (place, level) in levels.iter().enumerate() {
        let number = counted.get(place).copied().flatten().unwrap_or(level.start);
        label = label.replace(&format!("%{}", place + 1), &formatted(&level.format, number));
    }
    label.trim().to_owned()
}

fn formatted(format: &str, number: u32) -> String {
    match format {
        "none" => String::new(),
        "lowerLetter" => letters(number),
        "upperLetter" => letters(number).to_uppercase(),
        "lowerRoman" => roman(number).to_lowercase(),
        "upperRoman" => roman(number),
        "decimalZero" => format!("{number:02}"),
        _ => number.to_string(),
    }
}

/// a … z, aa, bb …, as Word counts.
fn letters(number: u32) -> String {
    let Some(index) = number.checked_sub(1) else { return String::new() };
    let letter = char::from(b'a' + u8::try_from(index % 26).unwrap_or_default());
    let times = (index / 26 + 1).min(10);
    std::iter::repeat_n(letter, times as usize).collect()
}

fn roman(number: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut left = number.min(3999);
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while left >= value {
            out.push_str(sign);
            left -= value;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::office::xml;

    const LISTS: &str = "<numbering><abstractNum abstractNumId='0'>\
        <lvl ilvl='0'><start val='1'/><numFmt val='upperRoman'/><lvlText val='%1-'/></lvl>\
        <lvl ilvl='1'><start val='1'/><numFmt val='decimal'/><lvlText val='%2.'/></lvl>\
        <lvl ilvl='2'><start val='1'/><numFmt val='lowerLetter'/><lvlText val='%3)'/></lvl></abstractNum>\
        <num numId='1'><abstractNumId val='0'/></num>\
        <num numId='2'><abstractNumId val='0'/><lvlOverride ilvl='0'><startOverride val='1'/></lvlOverride></num></numbering>";

    #[test]
    fn lists_count_as_in_word() {
        let part = xml::read(LISTS).ok();
        let mut numbering = Numbering::of(part.as_ref());
        let asked = [(1, 0), (1, 1), (1, 2), (1, 2), (1, 1), (1, 0), (1, 1), (2, 0), (2, 0)];
        let labels = asked.map(|(list, level)| numbering.next(Numbered { list, level: Some(level) }));
        let labels: Vec<_> = labels.into_iter().flatten().collect();
        assert_eq!(labels, ["I-", "1.", "a)", "b)", "2.", "II-", "1.", "I-", "II-"]);
        assert_eq!(numbering.next(Numbered { list: 9, level: None }), None);
    }

    #[test]
    fn letters_and_romans_are_written_as_word_does() {
        assert_eq!((letters(1), letters(27), letters(0)), ("a".into(), "aa".into(), String::new()));
        assert_eq!((roman(4), roman(19), roman(2026)), ("IV".into(), "XIX".into(), "MMXXVI".into()));
    }
}
