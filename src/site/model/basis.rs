//! `can_cu`: what a plan or document is based on, by id or by citation (CONTENT §5).

use super::{EntryId, Id, Index};
use crate::basics::date::{Day, print_day};
use crate::basics::diag::{Diagnostic, Diagnostics, Located, Location, codes, msg};
use crate::basics::text::fold_words;
use crate::read::citation::{Citation, CitationIdentity};
use crate::read::fields::{bad_date, unknown_reference};
use crate::read::vocabulary::EntryKind;
use crate::site::model::organisation::Document;
use crate::site::model::plan::Plan;
use std::collections::BTreeMap;

/// One item of `can_cu`.
#[derive(Debug, Clone)]
pub(crate) struct Basis {
    pub(crate) target: BasisTarget,
    /// The citation as written; `None` when the item is an id.
    pub(crate) written: Option<String>,
    pub(crate) at: Location,
}

impl Basis {
    /// Whether both say the same, wherever they stand.
    pub(crate) fn says_the_same(&self, other: &Self) -> bool {
        self.target == other.target && self.written == other.written
    }
}

/// What it leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum BasisTarget {
    Document(Id<Document>),
    Plan(Id<Plan>),
    /// A document without a file; `relate` gives it a page.
    Cited(Citation),
}

/// An entry that citations can mean.
#[derive(Debug, Clone)]
struct Candidate {
    entry: EntryId,
    kind: Option<String>,
    date: Option<Day>,
    issuer: Option<String>,
}

/// Entries with a number, by number and symbol.
#[derive(Debug, Default)]
pub(super) struct Registry {
    by_number: BTreeMap<String, Vec<Candidate>>,
}

impl Registry {
    pub(super) fn add(&mut self, entry: EntryId, identity: CitationIdentity, kind: Option<String>) {
        let Some(number) = identity.number else { return };
        let issuer = identity.issuer.map(|issuer| fold_words(&issuer));
        self.by_number.entry(number).or_default().push(Candidate { entry, kind, date: identity.date, issuer });
    }

    /// Resolves every item of a `can_cu` list.
    pub(super) fn resolve(
        &self,
        items: &[Located<String>],
        index: &Index,
        diagnostics: &mut Diagnostics,
    ) -> Vec<Basis> {
        items.iter().flat_map(one_by_one).filter_map(|item| self.item(&item, index, diagnostics)).collect()
    }

    fn item(&self, item: &Located<String>, index: &Index, diagnostics: &mut Diagnostics) -> Option<Basis> {
        let kinds = [EntryKind::Document, EntryKind::Plan];
        if is_id(&item.value) {
            let target = match index.entry(&item.value, &kinds) {
                Some(EntryId::Document(id)) => Some(BasisTarget::Document(id)),
                Some(EntryId::Plan(id)) => Some(BasisTarget::Plan(id)),
                Some(_) | None => None,
            };
            if target.is_none() {
                let near = index.near_id(&item.value, &kinds);
                diagnostics.push(unknown_reference(&item.value, item.at, near));
            }
            return target.map(|target| Basis { target, written: None, at: item.at });
        }
        let citation = Citation::parse(&item.value);
        if let Some(problem) = citation.bad_date {
            diagnostics.push(bad_date(&citation.verbatim, problem, item.at));
        }
        if citation.identity.number.is_none() && citation.identity.kind.is_none() {
            diagnostics.push(not_understood(&citation.verbatim, item.at));
        }
        let written = Some(citation.verbatim.clone());
        let target = match self.find(&citation, item.at, diagnostics) {
            Some(EntryId::Document(id)) => BasisTarget::Document(id),
            Some(EntryId::Plan(id)) => BasisTarget::Plan(id),
            Some(_) | None => BasisTarget::Cited(citation),
        };
        Some(Basis { target, written, at: item.at })
    }

    /// The entry with the same identity: number and symbol, then what else both sides say.
    fn find(&self, citation: &Citation, at: Location, diagnostics: &mut Diagnostics) -> Option<EntryId> {
        let identity = &citation.identity;
        let candidates = self.by_number.get(identity.number.as_ref()?)?;
        let issuer = identity.issuer.as_deref().map(fold_words);
        let fitting: Vec<_> = candidates
            .iter()
            .filter(|candidate| agree(candidate.kind.as_deref(), identity.kind, |a, b| a == b))
            .filter(|candidate| {
                let same_day = candidate.date.is_some() && candidate.date == identity.date;
                agree(candidate.issuer.as_deref(), issuer.as_deref(), |a, b| {
                    a.contains(b) || b.contains(a) || same_day && !other_level(a, b)
                })
            })
            .collect();
        let Some(date) = identity.date else {
            return newest(&fitting);
        };
        if let Some(exact) = fitting.iter().find(|candidate| candidate.date == Some(date)) {
            return Some(exact.entry);
        }
        match fitting.as_slice() {
            [only] => {
                if let Some(right) = only.date {
                    diagnostics.push(wrong_date(date, right, at));
                }
                Some(only.entry)
            }
            _ => None,
        }
    }
}

/// An item that holds several citations, cut at `;` where every piece has a number of its own.
fn one_by_one(item: &Located<String>) -> Vec<Located<String>> {
    let pieces: Vec<&str> = item.value.split(';').map(str::trim).filter(|piece| !piece.is_empty()).collect();
    let numbered = pieces.len() > 1 && pieces.iter().all(|piece| Citation::parse(piece).identity.number.is_some());
    if numbered {
        pieces.into_iter().map(|piece| Located::new(piece.to_owned(), item.at)).collect()
    } else {
        vec![item.clone()]
    }
}

/// Whether two things agree; what one side does not say is no disagreement.
fn agree(left: Option<&str>, right: Option<&str>, same: impl Fn(&str, &str) -> bool) -> bool {
    match (left, right) {
        (Some(left), Some(right)) => same(left, right),
        _ => true,
    }
}

/// «UBND phường» and «UBND tỉnh»: bodies of one kind at different places. «Bộ Chính trị» and «BCT» are not.
fn other_level(a: &str, b: &str) -> bool {
    a.split(' ').next() == b.split(' ').next()
}

fn newest(fitting: &[&Candidate]) -> Option<EntryId> {
    fitting.iter().max_by_key(|candidate| candidate.date).map(|candidate| candidate.entry)
}

/// Ids are lower-case ASCII; a citation never is.
fn is_id(text: &str) -> bool {
    !text.is_empty()
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-/.".contains(&byte))
}

fn wrong_date(written: Day, right: Day, at: Location) -> Diagnostic {
    let (written, right) = (print_day(written), print_day(right));
    Diagnostic::new(
        codes::CITATION_DATE,
        at,
        msg!(
            "căn cứ ghi ngày {written}, văn bản ấy đề ngày {right}",
            "the citation says {written}, the document is of {right}"
        ),
    )
    .help(msg!("kiểm tra bản gốc và sửa ngày ở một trong hai nơi", "check the original and mend one of the two"))
}

fn not_understood(verbatim: &str, at: Location) -> Diagnostic {
    Diagnostic::new(
        codes::CITATION_UNREADABLE,
        at,
        msg!("không thấy số, ký hiệu hay loại văn bản trong `{verbatim}`", "no number, symbol or kind in `{verbatim}`"),
    )
    .help(msg!(
        "viết như trong văn bản: \"Nghị quyết số 57-NQ/TW, ngày 22/12/2024 của Bộ Chính trị\"",
        "write it as documents do: \"Nghị quyết số 57-NQ/TW, ngày 22/12/2024 của Bộ Chính trị\""
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::basics::diag::FileId;
    use jiff::civil::date;

    fn registry() -> Registry {
        let mut registry = Registry::default();
        let mut add = |index, text: &str| {
            let citation = Citation::parse(text);
            let kind = citation.identity.kind.map(str::to_owned);
            registry.add(EntryId::Document(Id::new(index)), citation.identity, kind);
        };
        add(0, "Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị");
        add(1, "Quyết định số 12-QĐ/ĐU ngày 1/2/2025 của Đảng ủy");
        add(2, "Quy định số 12-QĐ/ĐU ngày 3/4/2025 của Đảng ủy");
        add(3, "Quyết định số 12-QĐ/ĐU ngày 5/6/2020 của Đảng ủy");
        registry
    }

    fn find(text: &str) -> (Option<usize>, Vec<crate::basics::diag::Code>) {
        let mut diagnostics = Diagnostics::default();
        let entry = registry().find(&Citation::parse(text), FileId(0).into(), &mut diagnostics);
        let index = entry.map(|entry| match entry {
            EntryId::Document(id) => id.index(),
            _ => usize::MAX,
        });
        (index, diagnostics.into_sorted().iter().map(Diagnostic::code).collect())
    }

    #[test]
    fn citations_find_their_document() {
        assert_eq!(find("Nghị quyết 57 NQ/TW"), (Some(0), vec![]));
        assert_eq!(find("Nghị quyết số 57- NQ/TW, ngày 20/12/2024"), (Some(0), vec![codes::CITATION_DATE]));
        assert_eq!(find("Quy định số 12-QĐ/ĐU ngày 3/4/2025"), (Some(2), vec![]));
        assert_eq!(find("Quyết định số 12-QĐ/ĐU ngày 5/6/2020"), (Some(3), vec![]));
        assert_eq!(find("Quyết định số 12-QĐ/ĐU ngày 9/9/2021"), (None, vec![]));
        assert_eq!(find("Nghị quyết số 57-NQ/TW ngày 1/1/2020 của Tỉnh ủy"), (None, vec![]));
        assert_eq!(find("Nghị quyết số 58-NQ/TW"), (None, vec![]));
        let _ = date(2024, 1, 1);
    }
}
