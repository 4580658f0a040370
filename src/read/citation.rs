//! Citations as written: «Nghị quyết số 57-NQ/TW, ngày 22/12/2024 của Bộ Chính trị» (CONTENT §5).
//!
//! A citation is never changed; what is understood of it is its identity.

use crate::basics::date::{DateProblem, Day, split_date};
use crate::basics::text::{fold, fold_words, single_spaced};
use crate::read::vocabulary::KINDS;

/// What tells one document from all others: numbers restart every term or year.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct CitationIdentity {
    /// Word of [`KINDS`], where the citation names the kind.
    pub(crate) kind: Option<&'static str>,
    /// Number, year and symbol, folded: `57-nq/tw`, `72/2024/nd-cp`.
    pub(crate) number: Option<String>,
    pub(crate) date: Option<Day>,
    /// As written.
    pub(crate) issuer: Option<String>,
}

/// A citation: the text, and what is understood of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Citation {
    pub(crate) verbatim: String,
    /// The number and symbol as written: `57-NQ/TW`.
    pub(crate) written_number: Option<String>,
    pub(crate) identity: CitationIdentity,
    /// A date that does not exist.
    pub(crate) bad_date: Option<DateProblem>,
}

impl Citation {
    /// Reads a citation. What is not understood stays `None`.
    pub(crate) fn parse(text: &str) -> Self {
        let verbatim = single_spaced(text);
        let upper = verbatim.to_uppercase();
        // Somebody who types `57-nq/tw` means 57-NQ/TW; only where the case change moves no byte.
        let number = find_number(&verbatim).or_else(|| {
            let raised = find_number(&upper).filter(|number| number.contains(['-', '/']) && !number.contains(' '))?;
            let at = upper.find(raised)?;
            verbatim.get(at..at + raised.len()).filter(|number| number.to_uppercase() == raised)
        });
        let date = find_date(&verbatim);
        let identity = CitationIdentity {
            kind: find_kind(&verbatim),
            number: number.map(normal_number),
            date: date.map(|(day, _)| day),
            issuer: find_issuer(&verbatim),
        };
        let written_number = number.map(tidy_number);
        let bad_date = if date.is_none() { find_bad_date(&verbatim) } else { None };
        Self { verbatim, written_number, identity, bad_date }
    }
}

/// The identity of a number as an entry writes it: `57- NQ/TW` and `57 NQ/TW` are `57-nq/tw`.
pub(crate) fn normal_number(written: &str) -> String {
    let folded = tidy_number(&fold(written));
    let digits = folded.trim_start_matches('0');
    if digits.starts_with(|ch: char| ch.is_ascii_digit()) { digits.to_owned() } else { folded }
}

/// `57- NQ / TW` → `57-NQ/TW`.
fn tidy_number(written: &str) -> String {
    let plain = written.replace(['–', '—', '‑'], "-");
    let mut out = String::new();
    for part in plain.split_whitespace() {
        let glued = out.is_empty() || out.ends_with(['-', '/']) || part.starts_with(['-', '/']);
        if !glued {
            out.push('-');
        }
        out.push_str(part);
    }
    out
}

fn find_kind(text: &str) -> Option<&'static str> {
    let folded = fold_words(text);
    KINDS
        .iter()
        .find(|(_, name)| {
            let name = fold_words(name);
            folded == name || folded.strip_prefix(&name).is_some_and(|rest| rest.starts_with(' '))
        })
        .map(|(word, _)| *word)
}

/// The first stretch that looks like a number with its symbol.
fn find_number(text: &str) -> Option<&str> {
    let mut from = 0;
    while let Some(offset) = text.get(from..)?.find(|ch: char| ch.is_ascii_digit()) {
        let start = from + offset;
        let inside_word = text.get(..start)?.chars().next_back().is_some_and(|ch| ch.is_alphanumeric() || ch == '/');
        if !inside_word && let Some(length) = number_length(text.get(start..)?) {
            return text.get(start..start + length);
        }
        let digits = text.get(start..)?.find(|ch: char| !ch.is_ascii_digit()).unwrap_or(text.len() - start);
        from = start + digits.max(1);
    }
    None
}

/// Length of `57-NQ/TW`, `57- NQ/TW`, `57 NQ/TW`, `72/2024/NĐ-CP`, `15/KH-UBND` at the start of a text.
fn number_length(text: &str) -> Option<usize> {
    let digits = text.find(|ch: char| !ch.is_ascii_digit())?;
    let rest = text.get(digits..)?;
    let mut at = digits;
    let mut after = rest;
    if let Some(year) = rest.strip_prefix('/').and_then(|year| year.get(..4)).filter(|year| is_year(year))
        && rest.get(5..).is_some_and(|tail| tail.starts_with(['/', '-']))
    {
        at += 1 + year.len();
        after = rest.get(5..)?;
    }
    let separator = after.len() - after.trim_start_matches([' ', '-', '/', '–', '—', '‑']).len();
    let symbol = after.get(separator..)?;
    let length = symbol_length(symbol, at > digits)?;
    (separator > 0).then_some(at + separator + length)
}

fn is_year(text: &str) -> bool {
    text.len() == 4
        && (text.starts_with("19") || text.starts_with("20"))
        && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Length of a symbol such as `NQ/TW`, `NĐ-CP`, `CTr/TU`, `QĐ - TTg`: capitals, with `/` or `-` between parts.
/// After a year one part is enough (`78/2015/QH13`).
fn symbol_length(text: &str, lone: bool) -> Option<usize> {
    let first = part_length(text)?;
    let mut end = first;
    let mut parts = 1;
    loop {
        let rest = text.get(end..)?;
        let gap = rest.len() - rest.trim_start_matches([' ', '-', '/', '–', '‑']).len();
        let separator = rest.get(..gap)?;
        if !separator.contains(['-', '/', '–', '‑']) {
            break;
        }
        let Some(length) = part_length(rest.get(gap..)?) else { break };
        end += gap + length;
        parts += 1;
    }
    (parts > 1 || lone).then_some(end)
}

/// One part of a symbol: starts with a capital and has no lower-case word in it.
fn part_length(text: &str) -> Option<usize> {
    let end = text.find(|ch: char| !ch.is_alphanumeric()).unwrap_or(text.len());
    let part = text.get(..end)?;
    let capitals = part.chars().filter(|ch| ch.is_uppercase()).count();
    let starts_high = part.chars().next().is_some_and(char::is_uppercase);
    (starts_high && capitals * 2 >= part.chars().filter(|ch| ch.is_alphabetic()).count()).then_some(end)
}

/// The date after «ngày», or the first date; with the byte after it.
fn find_date(text: &str) -> Option<(Day, usize)> {
    let mut from = 0;
    while let Some(offset) = text.get(from..)?.find(|ch: char| ch.is_ascii_digit()) {
        let start = from + offset;
        let piece = text.get(start..)?;
        if let Some((Ok(day), rest)) = split_date(piece) {
            return Some((day, text.len() - rest.len()));
        }
        if let Some((day, length)) = spelt_date(piece) {
            return Some((day, start + length));
        }
        from = start + piece.find(|ch: char| !ch.is_ascii_digit()).unwrap_or(piece.len());
    }
    None
}

/// A date such as `31/02/2024`.
fn find_bad_date(text: &str) -> Option<DateProblem> {
    let starts = text.char_indices().filter(|(at, ch)| {
        ch.is_ascii_digit()
            && text.get(..*at).is_none_or(|before| !before.ends_with(|ch: char| ch.is_alphanumeric() || ch == '/'))
    });
    starts.filter_map(|(at, _)| split_date(text.get(at..)?)).find_map(|(date, _)| date.err())
}

/// `22 tháng 12 năm 2024`.
fn spelt_date(text: &str) -> Option<(Day, usize)> {
    let mut words = text.split(' ');
    let (day, month_word, month) = (words.next()?, words.next()?, words.next()?);
    let (year_word, year) = (words.next()?, words.next()?);
    let digits: String = year.chars().take_while(char::is_ascii_digit).collect();
    if fold(month_word) != "thang" || fold(year_word) != "nam" || digits.len() != 4 {
        return None;
    }
    let day = Day::new(digits.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
    let length = [text.split(' ').take(4).map(str::len).sum::<usize>(), 4, digits.len()].iter().sum();
    Some((day, length))
}

/// What follows the last «của» that comes after the number or date.
fn find_issuer(text: &str) -> Option<String> {
    let number_end = find_number(text).and_then(|number| Some(text.find(number)? + number.len())).unwrap_or(0);
    let after = find_date(text).map_or(number_end, |(_, end)| end.max(number_end));
    let tail = text.get(after..)?;
    let start = tail.find("của ")? + "của ".len();
    let issuer = tail.get(start..)?;
    let end = [" về ", " V/v", "; ", " \"", " «", " “"]
        .iter()
        .filter_map(|stop| issuer.find(stop))
        .min()
        .unwrap_or(issuer.len());
    let issuer = issuer.get(..end)?.trim().trim_end_matches(['.', ',', ';']);
    (!issuer.is_empty()).then(|| issuer.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn parts(text: &str) -> (Option<&'static str>, Option<String>, Option<Day>, Option<String>) {
        let identity = Citation::parse(text).identity;
        (identity.kind, identity.number, identity.date, identity.issuer)
    }

    #[test]
    fn party_and_state_citations_are_read() {
        assert_eq!(
            parts("Nghị quyết số 57-NQ/TW, ngày 22/12/2024 của Bộ Chính trị"),
            (Some("nghi-quyet"), Some("57-nq/tw".into()), Some(date(2024, 12, 22)), Some("Bộ Chính trị".into()))
        );
        assert_eq!(
            parts("Chương trình hành động số 09-CTr/TU, ngày 13/5/2025 của Tỉnh ủy"),
            (Some("chuong-trinh-hanh-dong"), Some("9-ctr/tu".into()), Some(date(2025, 5, 13)), Some("Tỉnh ủy".into()))
        );
        assert_eq!(
            parts("Nghị định số 72/2024/NĐ-CP ngày 30 tháng 6 năm 2024 của Chính phủ về thuế"),
            (Some("nghi-dinh"), Some("72/2024/nd-cp".into()), Some(date(2024, 6, 30)), Some("Chính phủ".into()))
        );
        assert_eq!(
            parts("Nghị quyết số 15-NQ/TW, ngày 30/7/2007 của Ban Chấp hành Trung ương Đảng (khóa X)"),
            (
                Some("nghi-quyet"),
                Some("15-nq/tw".into()),
                Some(date(2007, 7, 30)),
                Some("Ban Chấp hành Trung ương Đảng (khóa X)".into())
            )
        );
    }

    #[test]
    fn numbers_are_one_in_every_spacing() {
        for text in ["57-NQ/TW", "57- NQ/TW", "57 NQ/TW", "Nghị quyết 57 - NQ/TW", "số 57–NQ/TW", "057-NQ/TW"] {
            assert_eq!(Citation::parse(text).identity.number.as_deref(), Some("57-nq/tw"), "{text}");
            assert_eq!(normal_number("57-NQ/TW"), "57-nq/tw");
        }
        assert_eq!(normal_number("15/KH-UBND"), "15/kh-ubnd");
        assert_eq!(Citation::parse("nghị quyết số 57-nq/tw").identity.number.as_deref(), Some("57-nq/tw"));
        assert!(Citation::parse("Nghị quyết 57-NQ/TW ngày 31/02/2024").bad_date.is_some());
        assert_eq!(Citation::parse("Kế hoạch 15/KH-UBND").identity.number.as_deref(), Some("15/kh-ubnd"));
        assert_eq!(Citation::parse("Nghị quyết 03/NQ-CP").written_number.as_deref(), Some("03/NQ-CP"));
        assert_eq!(
            Citation::parse("Luật số 78/2015/QH13, ngày 19/6/2015").written_number.as_deref(),
            Some("78/2015/QH13")
        );
    }

    #[test]
    fn text_without_a_number_has_none() {
        for text in ["Điều lệ Đảng Cộng sản Việt Nam", "Hiến pháp năm 2013", "12 nhiệm vụ năm 2026", "ngày 22/12/2024"]
        {
            assert_eq!(Citation::parse(text).identity.number, None, "{text}");
        }
        assert_eq!(Citation::parse("Điều lệ Đảng").identity.kind, Some("dieu-le"));
    }

    proptest! {
        #[test]
        fn any_text_is_survived(text in "[0-9 \\-/A-ZđĐế ngàythángnămcủa.]{0,40}") {
            let citation = Citation::parse(&text);
            prop_assert_eq!(citation.verbatim.contains("  "), false);
        }
    }
}
