//! Dates and document numbers, recognised in any notation people write.

/// The code of a document's kind as numbers carry it, and the names people write, all folded.
pub(crate) const DOCUMENT_CODES: [(&str, &[&str]); 19] = [
    ("nq", &["nghi quyet"]),
    ("ct", &["chi thi"]),
    ("kl", &["ket luan"]),
    ("kh", &["ke hoach"]),
    ("hd", &["huong dan"]),
    ("nd", &["nghi dinh"]),
    ("tb", &["thong bao"]),
    ("bc", &["bao cao"]),
    ("tt", &["thong tu"]),
    ("ttlt", &["thong tu lien tich"]),
    ("cv", &["cong van"]),
    ("cd", &["cong dien"]),
    ("ctr", &["chuong trinh", "chuong trinh hanh dong"]),
    ("qd", &["quyet dinh", "quy dinh"]),
    ("qc", &["quy che"]),
    ("da", &["de an"]),
    ("ttr", &["to trinh"]),
    ("qh", &[]),
    ("luat", &["luat"]),
];
/// Syllables of the longest name.
const LONGEST_NAME: usize = 4;
/// Digits of the largest document number.
const MOST_DIGITS: usize = 5;

/// What entity recognition needs of a token.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seen<'t> {
    pub(crate) folded: &'t str,
    /// Digits as written; empty for a word.
    pub(crate) digits: &'t str,
    pub(crate) starts: bool,
    pub(crate) tie: Option<char>,
}

/// `@20241222` for dates, `#nq57`, `#nd72`, `#nd72/2024` for document numbers, in the order of the text.
pub(crate) fn entities(tokens: &[Seen<'_>]) -> Vec<String> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if let Some((date, length)) = date(tokens, at) {
            found.push(date);
            at += length;
        } else {
            number(tokens, at, &mut found);
            at += 1;
        }
    }
    found
}

fn get<'s, 't>(tokens: &'s [Seen<'t>], at: usize) -> Option<&'s Seen<'t>> {
    tokens.get(at)
}

/// A number of so many digits, with its value.
fn value(token: Option<&Seen<'_>>, digits: std::ops::RangeInclusive<usize>) -> Option<u32> {
    let token = token.filter(|token| digits.contains(&token.digits.len()))?;
    token.digits.parse().ok()
}

/// `22/12/2024`, `22-12-2024`, `22.12.2024`, `2024-12-22`, «ngày 22 tháng 12 năm 2024»: the code, and its tokens.
fn date(tokens: &[Seen<'_>], at: usize) -> Option<(String, usize)> {
    let tied = |at| get(tokens, at).is_some_and(|token| token.tie.is_some());
    let word = |at, folded| get(tokens, at).is_some_and(|token| !token.starts && token.folded == folded);
    let (day, month, year, length) = if tied(at + 1) && tied(at + 2) {
        match value(get(tokens, at), 4..=4) {
            Some(year) => (value(get(tokens, at + 2), 1..=2)?, value(get(tokens, at + 1), 1..=2)?, year, 3),
            None => (
                value(get(tokens, at), 1..=2)?,
                value(get(tokens, at + 1), 1..=2)?,
                value(get(tokens, at + 2), 4..=4)?,
                3,
            ),
        }
    } else if word(at + 1, "thang") && word(at + 3, "nam") {
        (value(get(tokens, at), 1..=2)?, value(get(tokens, at + 2), 1..=2)?, value(get(tokens, at + 4), 4..=4)?, 5)
    } else {
        return None;
    };
    let possible = (1..=31).contains(&day) && (1..=12).contains(&month) && (1900..=2200).contains(&year);
    possible.then(|| (format!("@{year}{month:02}{day:02}"), length))
}

/// The document numbers that the number at a place is part of: its kind stands after it, before it, or both.
fn number(tokens: &[Seen<'_>], at: usize, found: &mut Vec<String>) {
    let Some(token) = get(tokens, at) else { return };
    if !(1..=MOST_DIGITS).contains(&token.digits.len()) || is_year_of_a_number(tokens, at) {
        return;
    }
    let (year, after) = year(tokens, at);
    let code_after = get(tokens, after).filter(|next| !next.starts).and_then(|next| code(next.folded));
    let mut codes: Vec<&str> = code_after.into_iter().collect();
    // «31/2024/QH15»: the fifteenth National Assembly is no number of a document.
    if let Some(code) = code_before(tokens, at).filter(|code| *code != "qh" && !codes.contains(code)) {
        codes.push(code);
    }
    let number = token.digits.trim_start_matches('0');
    for code in codes {
        found.push(format!("#{code}{number}"));
        if let Some(year) = year {
            found.push(format!("#{code}{number}/{year}"));
        }
    }
}

/// The year that belongs to a number, and the place after it: `72/2024`, «73 năm 2024».
fn year<'t>(tokens: &[Seen<'t>], at: usize) -> (Option<&'t str>, usize) {
    let year = |at| get(tokens, at).filter(|token| is_year(token.digits)).map(|token| token.digits);
    let tied = get(tokens, at + 1).is_some_and(|token| matches!(token.tie, Some('/' | '-')));
    if let Some(year) = year(at + 1).filter(|_| tied) {
        return (Some(year), at + 2);
    }
    let named = get(tokens, at + 1).is_some_and(|token| !token.starts && token.folded == "nam");
    match year(at + 2).filter(|_| named) {
        Some(year) => (Some(year), at + 1),
        None => (None, at + 1),
    }
}

/// Whether a token is the year in `72/2024/NĐ-CP`, which is no number of its own.
fn is_year_of_a_number(tokens: &[Seen<'_>], at: usize) -> bool {
    let tied = get(tokens, at).is_some_and(|token| is_year(token.digits) && matches!(token.tie, Some('/' | '-')));
    tied && at.checked_sub(1).and_then(|before| get(tokens, before)).is_some_and(|before| !before.digits.is_empty())
}

fn is_year(digits: &str) -> bool {
    digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"))
}

fn code(folded: &str) -> Option<&'static str> {
    DOCUMENT_CODES.iter().find(|(code, _)| *code == folded).map(|(code, _)| *code)
}

/// The kind right before a number, as a code or as a name of up to four syllables.
fn code_before(tokens: &[Seen<'_>], at: usize) -> Option<&'static str> {
    if get(tokens, at)?.starts {
        return None;
    }
    let mut name = String::new();
    let mut found = None;
    for length in 1..=LONGEST_NAME.min(at) {
        let token = get(tokens, at - length)?;
        name = if name.is_empty() { token.folded.to_owned() } else { format!("{} {name}", token.folded) };
        let named = DOCUMENT_CODES
            .iter()
            .find(|(code, names)| (length == 1 && *code == name) || names.contains(&name.as_str()));
        found = named.map(|(code, _)| *code).or(found);
        if token.starts {
            break;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::basics::text::Syllable;
    use crate::basics::text::token::tokens;

    fn of(text: &str) -> Vec<String> {
        let tokens: Vec<_> = tokens(text).collect();
        let folded: Vec<_> = tokens.iter().map(|token| Syllable::of(token.text).folded).collect();
        let seen: Vec<_> = tokens
            .iter()
            .zip(&folded)
            .map(|(token, folded)| Seen {
                folded,
                digits: if token.is_number() { token.text } else { "" },
                starts: token.starts,
                tie: token.tie,
            })
            .collect();
        entities(&seen)
    }

    #[test]
    fn a_document_number_is_one_in_every_notation() {
        for text in ["57-NQ/TW", "NQ 57", "NQ57", "Nghị quyết 57", "nghi quyet 57", "57 nq"] {
            assert_eq!(of(text), ["#nq57"], "{text}");
        }
        assert_eq!(of("72/2024/NĐ-CP"), ["#nd72", "#nd72/2024"]);
        assert_eq!(of("Nghị định 73 năm 2024"), ["#nd73", "#nd73/2024"]);
        assert_eq!(of("12-KH/ĐU"), ["#kh12"]);
        assert_eq!(of("Luật 31/2024/QH15"), ["#qh31", "#qh31/2024", "#luat31", "#luat31/2024"]);
        assert_eq!(of("Chương trình hành động 05"), ["#ctr5"]);
    }

    #[test]
    fn a_date_is_one_in_every_notation() {
        for text in ["22/12/2024", "22.12.2024", "22-12-2024", "2024-12-22", "ngày 22 tháng 12 năm 2024"] {
            assert_eq!(of(text), ["@20241222"], "{text}");
        }
        assert_eq!(of("32/12/2024"), Vec::<String>::new());
        assert_eq!(of("72/2024"), Vec::<String>::new());
    }

    #[test]
    fn numbers_of_other_sentences_and_of_nothing_are_no_documents() {
        assert_eq!(of("Theo kế hoạch. 12 người dự"), Vec::<String>::new());
        assert_eq!(of("có 12 người"), Vec::<String>::new());
    }
}
