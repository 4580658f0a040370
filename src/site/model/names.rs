//! Names of organisations, as people write them in lists and table cells (CONTENT §4 «Names in lists»).

use super::{Id, Issuer, Organisation};
use crate::basics::diag::{Diagnostic, Diagnostics, Located, Location, Nearby, codes, msg};
use crate::basics::text::{fold, fold_name, single_spaced};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Lead or support of a task, or who was convened: the text as written, cut where names are known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Parties {
    pub(crate) segments: Vec<Segment>,
    /// Whether a name was left out because this audience must not see it.
    pub(crate) left_out: bool,
}

/// A stretch of such a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Segment {
    /// A known organisation, as it was written.
    Known(Id<Organisation>, String),
    /// A name nobody knows; printed as written, without a page.
    Unknown(String),
    /// What stands between names.
    Gap(String),
}

impl Parties {
    /// The known organisations, each once, in the order written.
    pub(crate) fn known(&self) -> Vec<Id<Organisation>> {
        let mut found = Vec::new();
        for segment in &self.segments {
            if let Segment::Known(id, _) = segment
                && !found.contains(id)
            {
                found.push(*id);
            }
        }
        found
    }

    pub(crate) fn is_empty(&self) -> bool {
        !self.segments.iter().any(|segment| matches!(segment, Segment::Known(..) | Segment::Unknown(_)))
    }

    /// The text as written.
    pub(crate) fn text(&self) -> String {
        self.written().collect()
    }

    /// The names as they are written.
    pub(crate) fn written(&self) -> impl Iterator<Item = &str> {
        self.segments.iter().map(|segment| match segment {
            Segment::Known(_, text) | Segment::Unknown(text) | Segment::Gap(text) => text.as_str(),
        })
    }

    /// The same as if nobody had been left out.
    pub(crate) fn with_nobody_missing(self) -> Self {
        Self { left_out: false, ..self }
    }

    /// The same without the known organisations that `keep` refuses; gaps close up.
    pub(crate) fn retain(&self, keep: impl Fn(Id<Organisation>) -> bool) -> Self {
        let mut kept: Vec<Segment> = Vec::new();
        let mut gap = String::new();
        for segment in &self.segments {
            match segment {
                Segment::Gap(text) => gap.clone_from(text),
                Segment::Known(id, _) if !keep(*id) => {}
                name => {
                    if !kept.is_empty() {
                        kept.push(Segment::Gap(if gap.is_empty() { "; ".to_owned() } else { gap.clone() }));
                    }
                    gap.clear();
                    kept.push(name.clone());
                }
            }
        }
        let known =
            |segments: &[Segment]| segments.iter().filter(|segment| matches!(segment, Segment::Known(..))).count();
        let left_out = self.left_out || known(&kept) < known(&self.segments);
        Self { segments: kept, left_out }
    }
}

/// Every way to name an organisation.
#[derive(Debug, Default)]
pub(crate) struct Names {
    by_id: BTreeMap<String, Id<Organisation>>,
    exact: BTreeMap<String, Vec<Id<Organisation>>>,
    folded: BTreeMap<String, Vec<Id<Organisation>>>,
    /// Name shown for an organisation given by id.
    shown: Vec<String>,
    spellings: Vec<String>,
    /// All of these, for «ý bạn là …?»: made for the first mistake.
    nearby: OnceLock<Nearby>,
}

/// What a text names.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Lookup {
    One(Id<Organisation>),
    Many(Vec<Id<Organisation>>),
    None,
}

impl Names {
    /// Adds an organisation under its id and all its names.
    pub(super) fn add(&mut self, id: Id<Organisation>, key: &str, name: &str, others: &[&str]) {
        self.by_id.insert(key.to_owned(), id);
        if let Some(short) = key.strip_prefix("to-chuc/") {
            self.by_id.insert(short.to_owned(), id);
        }
        self.shown.push(name.to_owned());
        for spelling in std::iter::once(name).chain(others.iter().copied()).filter(|name| !name.is_empty()) {
            push(self.exact.entry(single_spaced(spelling)).or_default(), id);
            push(self.folded.entry(fold_name(spelling)).or_default(), id);
            self.spellings.push(spelling.to_owned());
        }
    }

    /// Names that belong to more than one organisation, with two of their owners.
    pub(super) fn shared(&self) -> Vec<(&str, Id<Organisation>, Id<Organisation>)> {
        let shared = self.exact.iter().filter_map(|(name, owners)| match owners.as_slice() {
            [first, second, ..] => Some((name.as_str(), *first, *second)),
            _ => None,
        });
        shared.collect()
    }

    /// A name that stands alone where free text is allowed too.
    fn free(&self, text: &str) -> Option<(Id<Organisation>, String)> {
        match self.lookup(text) {
            Lookup::One(id) => Some((id, self.written(id, text))),
            Lookup::Many(_) | Lookup::None => None,
        }
    }

    /// Who issued or tracks something: an organisation, or free text.
    pub(super) fn issuer(&self, text: &Located<String>) -> Issuer {
        match self.free(&text.value) {
            Some((id, text)) => Issuer { text, organisation: Some(id) },
            None => Issuer { text: text.value.clone(), organisation: None },
        }
    }

    /// One reference to one organisation.
    pub(super) fn one(&self, name: &Located<String>, found: &mut Diagnostics) -> Option<Id<Organisation>> {
        match self.lookup(&name.value) {
            Lookup::One(id) => Some(id),
            Lookup::Many(owners) => {
                found.push(self.ambiguous(&name.value, name.at, &owners));
                None
            }
            Lookup::None => {
                found.push(self.unknown(&name.value, name.at));
                None
            }
        }
    }

    /// Every item of a list, each cut into names.
    pub(super) fn list(&self, items: &[Located<String>], found: &mut Diagnostics) -> Parties {
        let mut segments = Vec::new();
        for item in items {
            if !segments.is_empty() {
                segments.push(Segment::Gap("; ".to_owned()));
            }
            self.item(&item.value, item.at, &mut segments, found);
        }
        Parties { segments, left_out: false }
    }

    fn item(&self, text: &str, at: Location, segments: &mut Vec<Segment>, found: &mut Diagnostics) {
        if self.whole(text, at, segments, found) {
            return;
        }
        let mut rest = text;
        while let Some(cut) = rest.find([';', '\n']) {
            let (piece, tail) = rest.split_at(cut);
            self.piece(piece, at, segments, found);
            let gap = if tail.starts_with(';') { "; " } else { "\n" };
            segments.push(Segment::Gap(gap.to_owned()));
            rest = tail.get(1..).unwrap_or_default();
        }
        self.piece(rest, at, segments, found);
    }

    /// The whole text as one name; true when that settled it.
    fn whole(&self, text: &str, at: Location, segments: &mut Vec<Segment>, found: &mut Diagnostics) -> bool {
        match self.lookup(text) {
            Lookup::One(id) => segments.push(Segment::Known(id, self.written(id, text))),
            Lookup::Many(owners) => {
                found.push(self.ambiguous(text, at, &owners));
                segments.push(Segment::Unknown(single_spaced(text)));
            }
            Lookup::None => return false,
        }
        true
    }

    /// A piece without `;`: takes out the longest known names at `,` and `và`; what is left over is unknown.
    fn piece(&self, text: &str, at: Location, segments: &mut Vec<Segment>, found: &mut Diagnostics) {
        let text = text.trim();
        if text.is_empty() || self.whole(text, at, segments, found) {
            return;
        }
        let atoms = atoms(text);
        let mut start = 0;
        let mut left_over: Option<(usize, usize)> = None;
        let mut last_end = 0;
        while start < atoms.len() {
            let known =
                (start..atoms.len()).rev().find_map(|end| self.span(text, &atoms, start, end).map(|id| (end, id)));
            let Some((from, _)) = atoms.get(start).copied() else { break };
            match known {
                None => {
                    let to = atoms.get(start).map_or(from, |(_, to)| *to);
                    left_over = Some((left_over.map_or(from, |(from, _)| from), to));
                    start += 1;
                }
                Some((end, id)) => {
                    if let Some((from, to)) = left_over.take() {
                        self.push_unknown(text, from, to, &mut last_end, at, segments, found);
                    }
                    let to = atoms.get(end).map_or(from, |(_, to)| *to);
                    push_gap(text, last_end, from, segments);
                    let written = text.get(from..to).unwrap_or_default();
                    segments.push(Segment::Known(id, self.written(id, written)));
                    last_end = to;
                    start = end + 1;
                }
            }
        }
        if let Some((from, to)) = left_over {
            self.push_unknown(text, from, to, &mut last_end, at, segments, found);
        }
        push_gap(text, last_end, text.len(), segments);
    }

    fn span(&self, text: &str, atoms: &[(usize, usize)], start: usize, end: usize) -> Option<Id<Organisation>> {
        let (from, _) = *atoms.get(start)?;
        let (_, to) = *atoms.get(end)?;
        match self.lookup(text.get(from..to)?) {
            Lookup::One(id) => Some(id),
            Lookup::Many(_) | Lookup::None => None,
        }
    }

    #[expect(clippy::too_many_arguments, reason = "one step of `piece`, split out for length only")]
    fn push_unknown(
        &self,
        text: &str,
        from: usize,
        to: usize,
        last_end: &mut usize,
        at: Location,
        segments: &mut Vec<Segment>,
        found: &mut Diagnostics,
    ) {
        push_gap(text, *last_end, from, segments);
        let name = single_spaced(text.get(from..to).unwrap_or_default());
        match self.lookup(&name) {
            Lookup::Many(owners) => found.push(self.ambiguous(&name, at, &owners)),
            Lookup::One(_) | Lookup::None => found.push(self.unknown(&name, at)),
        }
        segments.push(Segment::Unknown(name));
        *last_end = to;
    }

    /// An exact spelling wins over a folded one.
    fn lookup(&self, text: &str) -> Lookup {
        let exact = single_spaced(text);
        if let Some(id) = self.by_id.get(&exact) {
            return Lookup::One(*id);
        }
        let owners = self.exact.get(&exact).or_else(|| self.folded.get(&fold_name(text)).filter(|_| !exact.is_empty()));
        match owners.map(Vec::as_slice) {
            Some([one]) => Lookup::One(*one),
            Some(many) => Lookup::Many(many.to_vec()),
            None => Lookup::None,
        }
    }

    /// What is printed: the name for an id, else the text as written.
    fn written(&self, id: Id<Organisation>, text: &str) -> String {
        let written = single_spaced(text);
        if self.by_id.contains_key(&written) { self.name(id) } else { written }
    }

    fn name(&self, id: Id<Organisation>) -> String {
        self.shown.get(id.index()).cloned().unwrap_or_default()
    }

    fn unknown(&self, typed: &str, at: Location) -> Diagnostic {
        let found = Diagnostic::new(
            codes::ORGANISATION_UNKNOWN,
            at,
            msg!("không có tổ chức nào tên `{typed}`", "no organisation is called `{typed}`"),
        );
        let known =
            || Nearby::of(self.spellings.iter().map(String::as_str).chain(self.by_id.keys().map(String::as_str)));
        match self.nearby.get_or_init(known).nearest(typed) {
            Some((_, near)) => found.label(msg!("ý bạn là `{near}`?", "did you mean `{near}`?")).help(msg!(
                "sửa tên, hoặc thêm tổ chức vào content/to-chuc/",
                "mend the name, or add the organisation to content/to-chuc/"
            )),
            None => found.help(msg!(
                "thêm tổ chức vào content/to-chuc/, hoặc thêm tên này vào `ten_khac` của nó",
                "add the organisation to content/to-chuc/, or this name to its `ten_khac`"
            )),
        }
    }

    fn ambiguous(&self, typed: &str, at: Location, owners: &[Id<Organisation>]) -> Diagnostic {
        let list = owners.iter().map(|owner| format!("«{}»", self.name(*owner))).collect::<Vec<_>>().join(", ");
        Diagnostic::new(
            codes::ORGANISATION_AMBIGUOUS,
            at,
            msg!("`{typed}` có thể là nhiều tổ chức: {list}", "`{typed}` may be several organisations: {list}"),
        )
        .help(msg!("ghi id của tổ chức, hoặc tên đầy đủ đúng dấu", "write the id, or the full name with its marks"))
    }
}

fn push(owners: &mut Vec<Id<Organisation>>, id: Id<Organisation>) {
    if !owners.contains(&id) {
        owners.push(id);
    }
}

/// The stretches between `,` and the word `và`, trimmed.
fn atoms(text: &str) -> Vec<(usize, usize)> {
    let mut cuts: Vec<(usize, usize)> = text.match_indices(',').map(|(at, comma)| (at, at + comma.len())).collect();
    let mut word_start = None;
    for (at, ch) in text.char_indices().chain(std::iter::once((text.len(), ' '))) {
        if ch.is_whitespace() || ch == ',' {
            if let Some(start) = word_start.take()
                && start > 0
                && text.get(start..at).is_some_and(|word| fold(word) == "va")
            {
                cuts.push((start, at));
            }
        } else if word_start.is_none() {
            word_start = Some(at);
        }
    }
    cuts.sort_unstable();
    let mut atoms = Vec::new();
    let mut from = 0;
    for (start, end) in cuts.into_iter().chain(std::iter::once((text.len(), text.len()))) {
        let piece = text.get(from..start).unwrap_or_default();
        let lead = piece.len() - piece.trim_start().len();
        if !piece.trim().is_empty() {
            atoms.push((from + lead, from + lead + piece.trim().len()));
        }
        from = end;
    }
    atoms
}

fn push_gap(text: &str, from: usize, to: usize, segments: &mut Vec<Segment>) {
    let gap = text.get(from..to).unwrap_or_default();
    if !gap.is_empty() {
        segments.push(Segment::Gap(gap.to_owned()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::basics::diag::FileId;
    use proptest::prelude::*;

    fn names(list: &[(&str, &[&str])]) -> Names {
        let mut names = Names::default();
        for (index, (name, others)) in list.iter().enumerate() {
            let key = format!("to-chuc/{}", crate::basics::text::slug(name));
            names.add(Id::new(index), &key, name, others);
        }
        names
    }

    fn cut(names: &Names, text: &str) -> (Vec<usize>, Vec<String>, String, usize) {
        let mut found = Diagnostics::default();
        let parties = names.list(&[Located::new(text.to_owned(), FileId(0))], &mut found);
        let unknown = parties.segments.iter().filter_map(|segment| match segment {
            Segment::Unknown(name) => Some(name.clone()),
            Segment::Known(..) | Segment::Gap(_) => None,
        });
        let known = parties.known().iter().map(|id| id.index()).collect();
        (known, unknown.collect(), parties.text(), found.into_sorted().len())
    }

    #[test]
    fn the_longest_known_names_are_taken_out() {
        let names = names(&[
            ("Bộ Văn hóa, Thể thao và Du lịch", &[]),
            ("Bộ Công an", &[]),
            ("Các bộ, ngành", &[]),
            ("Các bộ, ngành, địa phương", &[]),
        ]);
        assert_eq!(cut(&names, "Bộ Văn hoá, Thể thao và Du lịch").0, [0]);
        let text = "Bộ Công an, Bộ Văn hóa, Thể thao và Du lịch và các bộ, ngành, địa phương";
        assert_eq!(cut(&names, text), (vec![1, 0, 3], vec![], text.to_owned(), 0));
        let (known, unknown, kept, found) =
            cut(&names, "Các bộ, ngành, doanh nghiệp liên quan, viện và trường; Bộ Công An");
        assert_eq!(known, [2, 1]);
        assert_eq!(unknown, ["doanh nghiệp liên quan, viện và trường"]);
        assert_eq!(kept, "Các bộ, ngành, doanh nghiệp liên quan, viện và trường; Bộ Công An");
        assert_eq!(found, 1);
    }

    #[test]
    fn an_exact_spelling_wins_over_a_folded_one() {
        let names = names(&[("Hội Cựu chiến binh", &["CCB"]), ("Chi bộ Ba", &[]), ("Chi bộ Bà", &[])]);
        assert_eq!(cut(&names, "Chi bộ Bà").0, [2]);
        let (known, unknown, _, found) = cut(&names, "chi bo ba");
        assert_eq!((known, unknown, found), (vec![], vec!["chi bo ba".to_owned()], 1));
        assert_eq!(cut(&names, "ccb").0, [0]);
    }

    #[test]
    fn ids_print_the_name() {
        let names = names(&[("Hội Phụ nữ", &[])]);
        assert_eq!(cut(&names, "hoi-phu-nu").2, "Hội Phụ nữ");
        assert_eq!(cut(&names, "to-chuc/hoi-phu-nu").0, [0]);
    }

    #[test]
    fn left_out_names_leave_no_gap() {
        let names = names(&[("A", &[]), ("B", &[]), ("C", &[])]);
        let mut found = Diagnostics::default();
        let parties = names.list(&[Located::new("A, B và C".to_owned(), FileId(0))], &mut found);
        assert_eq!(parties.retain(|id| id.index() != 1).text(), "A và C");
        assert_eq!(parties.retain(|id| id.index() != 0).text(), "B và C");
        assert_eq!(parties.retain(|id| id.index() == 1).text(), "B");
        assert!(parties.retain(|_| false).is_empty());
    }

    proptest! {
        #[test]
        fn nothing_of_a_cell_is_lost(text in "[ABCx,; và]{0,30}") {
            let names = names(&[("A", &[]), ("B và C", &[]), ("A, B", &[])]);
            let kept: String = cut(&names, &text).2.chars().filter(|ch| ch.is_alphanumeric()).collect();
            let all: String = text.chars().filter(|ch| ch.is_alphanumeric()).collect();
            prop_assert_eq!(kept, all);
        }
    }
}
