//! Styles: what a paragraph or a run looks like before it says anything itself.

use crate::read::office::xml::Element;
use std::collections::BTreeMap;

/// Longer chains of styles are a ring.
const MAX_CHAIN: usize = 20;

/// The look of a run; `None` where nothing is said.
#[derive(Debug, Clone, Default)]
pub(super) struct Look {
    pub(super) bold: Option<bool>,
    pub(super) italic: Option<bool>,
    pub(super) hidden: Option<bool>,
    pub(super) struck: Option<bool>,
    /// Whether it stands above the line.
    pub(super) raised: Option<bool>,
    pub(super) font: Option<String>,
}

/// The number a paragraph asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Numbered {
    pub(super) list: u32,
    pub(super) level: Option<usize>,
}

#[derive(Debug, Clone, Default)]
struct Style {
    based_on: Option<String>,
    look: Look,
    numbered: Option<Numbered>,
    outline: Option<u8>,
    centred: Option<bool>,
}

/// All styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    by_id: BTreeMap<String, Style>,
    default: Look,
    /// The style of paragraphs that name none.
    normal: Option<String>,
}

impl Look {
    /// What a run's properties say.
    pub(super) fn of(properties: Option<&Element>) -> Self {
        let Some(properties) = properties else { return Self::default() };
        let fonts = properties.child("rFonts");
        let font = fonts.and_then(|fonts| ["ascii", "hAnsi", "cs"].iter().find_map(|name| fonts.attribute(name)));
        Self {
            bold: properties.switch("b"),
            italic: properties.switch("i"),
            hidden: properties.switch("vanish"),
            raised: properties.value_of("vertAlign").map(|place| place == "superscript"),
            struck: properties.switch("strike").or_else(|| properties.switch("dstrike")),
            font: font.map(str::to_owned),
        }
    }

    /// This look where it says something, else the other.
    pub(super) fn over(self, other: &Self) -> Self {
        Self {
            bold: self.bold.or(other.bold),
            italic: self.italic.or(other.italic),
            hidden: self.hidden.or(other.hidden),
            struck: self.struck.or(other.struck),
            raised: self.raised.or(other.raised),
            font: self.font.or_else(|| other.font.clone()),
        }
    }
}

impl Numbered {
    /// What paragraph properties ask for.
    pub(super) fn of(properties: Option<&Element>) -> Option<Self> {
        let asked = properties?.child("numPr")?;
        let list = asked.value_of("numId").and_then(|id| id.parse().ok());
        let level = asked.value_of("ilvl").and_then(|level| level.parse().ok());
        Some(Self { list: list?, level })
    }
}

impl Styles {
    pub(super) fn of(part: Option<&Element>) -> Self {
        let Some(root) = part.and_then(|part| part.child("styles")) else { return Self::default() };
        let mut styles = Self::default();
        let default = root.child("docDefaults").and_then(|defaults| defaults.find("rPrDefault"));
        styles.default = Look::of(default.and_then(|default| default.child("rPr")));
        for element in root.elements().filter(|element| element.name == "style") {
            let Some(id) = element.attribute("styleId") else { continue };
            let is_default = matches!(element.attribute("default"), Some("1" | "true"));
            if is_default && element.attribute("type") == Some("paragraph") {
                styles.normal = Some(id.to_owned());
            }
            styles.by_id.insert(id.to_owned(), Style::of(element));
        }
        styles
    }

    /// The style and those it is based on, nearest first.
    fn chain<'s>(&'s self, id: Option<&'s str>) -> impl Iterator<Item = &'s Style> {
        let first = id.or(self.normal.as_deref()).and_then(|id| self.by_id.get(id));
        let next = |style: &&Style| style.based_on.as_deref().and_then(|id| self.by_id.get(id));
        std::iter::successors(first, next).take(MAX_CHAIN)
    }

    /// How text of a paragraph style looks.
    pub(super) fn look(&self, paragraph: Option<&str>) -> Look {
        let own = self.chain(paragraph).fold(Look::default(), |look, style| look.over(&style.look));
        own.over(&self.default)
    }

    /// What a character style changes.
    pub(super) fn character(&self, id: Option<&str>) -> Look {
        match id {
            Some(id) => self.chain(Some(id)).fold(Look::default(), |look, style| look.over(&style.look)),
            None => Look::default(),
        }
    }

    pub(super) fn numbered(&self, paragraph: Option<&str>) -> Option<Numbered> {
        self.chain(paragraph).find_map(|style| style.numbered)
    }

    /// 1–9 for a heading.
    pub(super) fn heading(&self, paragraph: Option<&str>) -> Option<u8> {
        self.chain(paragraph).find_map(|style| style.outline).filter(|level| *level < 9).map(|level| level + 1)
    }

    pub(super) fn centred(&self, paragraph: Option<&str>) -> bool {
        self.chain(paragraph).find_map(|style| style.centred).unwrap_or_default()
    }
}

impl Style {
    fn of(element: &Element) -> Self {
        let paragraph = element.child("pPr");
        Self {
            based_on: element.value_of("basedOn").map(str::to_owned),
            look: Look::of(element.child("rPr")),
            numbered: Numbered::of(paragraph),
            outline: paragraph.and_then(|own| own.value_of("outlineLvl")).and_then(|level| level.parse().ok()),
            centred: paragraph.and_then(centred),
        }
    }
}

/// Whether paragraph properties ask for the middle of the line.
pub(super) fn centred(properties: &Element) -> Option<bool> {
    properties.value_of("jc").map(|side| side == "center")
}
