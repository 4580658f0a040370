//! Sentences cut to what one breath carries.
//!
//! Takes a sentence already in words, returns the lines it is read in; it must lose no word and cut no number.

use super::super::spacing::capitalised;
use super::number::DIGITS;

/// A longer sentence loses its listeners.
pub(super) const MOST_WORDS: usize = 25;

/// A sentence cut where a reader breathes: at the last pause within reach, else after as many words as one breath carries.
pub(super) fn breaths(sentence: &str) -> Vec<String> {
    let words: Vec<&str> = sentence.split_whitespace().collect();
    let mut found = Vec::new();
    let mut start = 0;
    while start < words.len() {
        let rest = words.get(start..).unwrap_or_default();
        let length = if rest.len() <= MOST_WORDS { rest.len() } else { cut(rest) };
        let piece = rest.get(..length).unwrap_or_default().join(" ");
        start += length.max(1);
        found.push(line(&piece, found.is_empty(), start >= words.len()));
    }
    found
}

/// How many words the first breath takes.
fn cut(words: &[&str]) -> usize {
    const LEAST: usize = 6;
    let reach = || words.iter().enumerate().take(MOST_WORDS).skip(LEAST);
    let at_pause = reach().filter(|(_, word)| word.ends_with([',', ':', ';'])).map(|(at, _)| at + 1).next_back();
    let before_joint = || {
        reach()
            .filter(|(_, word)| ["và", "để", "nhằm", "trong", "cho", "với"].contains(*word))
            .map(|(at, _)| at)
            .next_back()
    };
    // A number is one word to the ear.
    let whole = || reach().map(|(at, _)| at).rfind(|at| words.get(*at).is_some_and(|word| !is_number_word(word)));
    at_pause.or_else(before_joint).or_else(whole).unwrap_or(MOST_WORDS)
}

fn is_number_word(word: &str) -> bool {
    const MORE: [&str; 13] =
        ["mười", "mươi", "mốt", "tư", "lăm", "linh", "trăm", "nghìn", "triệu", "tỷ", "phẩy", "tháng", "năm"];
    let bare = word.trim_end_matches(['.', ',', ';', ':', '!', '?']);
    DIGITS.contains(&bare) || MORE.contains(&bare)
}

/// A line of a sentence: the first begins with a capital, the last ends with a full stop, a pause stands between them.
fn line(piece: &str, first: bool, last: bool) -> String {
    let bare = piece.trim_end_matches([',', ';', ':', ' ']);
    let end = match last {
        true if bare.ends_with(['.', '!', '?']) => "",
        true => ".",
        false => ",",
    };
    let bare = if first { capitalised(bare) } else { bare.to_owned() };
    format!("{bare}{end}")
}
