//! Sentences and words of running text, for summaries and their limits.

/// Abbreviations after which a full stop ends no sentence.
const ABBREVIATIONS: [&str; 7] = ["tp", "ths", "ts", "pgs", "gs", "tr", "v.v"];

/// The sentences of one paragraph, trimmed, with their closing mark.
pub(crate) fn sentences(paragraph: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut chars = paragraph.char_indices().peekable();
    while let Some((at, ch)) = chars.next() {
        let end = at + ch.len_utf8();
        let closes = match ch {
            '!' | '?' | '…' => true,
            '.' => ends_sentence(paragraph.get(start..at).unwrap_or_default()),
            _ => false,
        };
        let followed_by_gap = chars.peek().is_none_or(|(_, next)| next.is_whitespace());
        if closes && followed_by_gap {
            push_trimmed(paragraph.get(start..end), &mut found);
            start = end;
        }
    }
    push_trimmed(paragraph.get(start..), &mut found);
    found
}

/// A stop after a lone letter, number or known abbreviation («TP.», «1.», «a.») continues the sentence.
fn ends_sentence(before: &str) -> bool {
    let last = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    let lone = last == before.trim_start() && last.chars().count() <= 3;
    let folded = last.to_lowercase();
    !(lone
        || last.chars().count() == 1 && last.chars().all(char::is_alphabetic)
        || ABBREVIATIONS.contains(&folded.as_str()))
}

fn push_trimmed<'a>(piece: Option<&'a str>, found: &mut Vec<&'a str>) {
    let piece = piece.unwrap_or_default().trim();
    if !piece.is_empty() {
        found.push(piece);
    }
}

/// How many words (Vietnamese «tiếng», cut at white space) a text has.
pub(crate) fn word_count(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn sentences_end_at_their_marks_only() {
        let text = "Thực hiện Nghị quyết số 57-NQ/TW ngày 22.12.2024 tại TP. Hoa Sơn. Hoàn thành trước 30/6! Còn lại";
        assert_eq!(
            sentences(text),
            ["Thực hiện Nghị quyết số 57-NQ/TW ngày 22.12.2024 tại TP. Hoa Sơn.", "Hoàn thành trước 30/6!", "Còn lại"]
        );
        assert_eq!(sentences("1. Mục đích của kế hoạch. Hết."), ["1. Mục đích của kế hoạch.", "Hết."]);
    }

    #[test]
    fn words_are_syllables() {
        assert_eq!(word_count("Tổ chức 12 buổi – học tập"), 6);
    }

    proptest! {
        #[test]
        fn no_sentence_loses_a_character(text in "\\PC{0,80}") {
            let kept: String = sentences(&text).concat().split_whitespace().collect();
            let all: String = text.split_whitespace().collect();
            prop_assert_eq!(kept, all);
        }
    }
}
