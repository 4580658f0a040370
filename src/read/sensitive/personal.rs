//! Personal data in text: citizen ids, private telephone numbers and mail addresses.

use std::ops::Range;

/// What was found, with its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Personal {
    CitizenId(Range<usize>),
    Phone(Range<usize>),
    Email(Range<usize>),
}

/// Domains of mail services for private persons.
const PRIVATE_MAIL: [&str; 9] = [
    "gmail.com",
    "yahoo.com",
    "yahoo.com.vn",
    "hotmail.com",
    "outlook.com",
    "icloud.com",
    "live.com",
    "ymail.com",
    "proton.me",
];

/// Everything personal in a text.
pub(crate) fn find(text: &str) -> Vec<Personal> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(offset) = text.get(at..).and_then(|rest| rest.find(|ch: char| ch.is_ascii_digit() || ch == '@')) {
        let start = at + offset;
        if text.as_bytes().get(start) == Some(&b'@') {
            found.extend(email(text, start).map(Personal::Email));
            at = start + 1;
            continue;
        }
        let run = digit_run(text, start);
        let digits: String = text.get(run.clone()).unwrap_or_default().chars().filter(char::is_ascii_digit).collect();
        let plain = digits.len() == run.len();
        if plain && is_citizen_id(&digits) && !touches_word(text, &run) {
            found.push(Personal::CitizenId(run.clone()));
        } else if is_mobile(&digits) && !touches_word(text, &run) {
            found.push(Personal::Phone(run.clone()));
        }
        at = run.end.max(start + 1);
    }
    found
}

/// Digits with single spaces, dots or hyphens between groups.
fn digit_run(text: &str, start: usize) -> Range<usize> {
    let bytes = text.as_bytes();
    let mut end = start;
    let mut at = start;
    while let Some(byte) = bytes.get(at) {
        if byte.is_ascii_digit() {
            end = at + 1;
        } else if !(b" .-".contains(byte) && at == end && bytes.get(at + 1).is_some_and(u8::is_ascii_digit)) {
            break;
        }
        at += 1;
    }
    start..end
}

/// 12 digits: province code 001–096, then 0–3.
fn is_citizen_id(digits: &str) -> bool {
    let province: Option<u32> = digits.get(..3).and_then(|code| code.parse().ok());
    digits.len() == 12
        && province.is_some_and(|code| (1..=96).contains(&code))
        && digits.as_bytes().get(3).is_some_and(|digit| (b'0'..=b'3').contains(digit))
}

/// A mobile number: 03, 05, 07, 08, 09 and eight digits, or the same with 84.
fn is_mobile(digits: &str) -> bool {
    let local = digits.strip_prefix("84").filter(|rest| rest.len() == 9).map(|rest| format!("0{rest}"));
    let number = local.as_deref().unwrap_or(digits);
    number.len() == 10 && ["03", "05", "07", "08", "09"].iter().any(|prefix| number.starts_with(prefix))
}

fn touches_word(text: &str, run: &Range<usize>) -> bool {
    let before = text.get(..run.start).and_then(|text| text.chars().next_back());
    let after = text.get(run.end..).and_then(|text| text.chars().next());
    before.is_some_and(|ch| ch.is_alphanumeric() || ch == '/')
        || after.is_some_and(|ch| ch.is_alphanumeric() || ch == '/')
}

fn email(text: &str, at: usize) -> Option<Range<usize>> {
    let part = |ch: char| ch.is_ascii_alphanumeric() || "._%+-".contains(ch);
    let start =
        text.get(..at)?.rfind(|ch| !part(ch)).map_or(0, |before| before + text.get(before..).map_or(1, first_len));
    let tail = text.get(at + 1..)?;
    let length = tail.find(|ch| !part(ch)).unwrap_or(tail.len());
    let domain = tail.get(..length)?.trim_end_matches('.').to_ascii_lowercase();
    (start < at && PRIVATE_MAIL.contains(&domain.as_str())).then_some(start..at + 1 + length)
}

fn first_len(text: &str) -> usize {
    text.chars().next().map_or(1, char::len_utf8)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn citizen_ids_are_found_and_other_numbers_pass() {
        assert_eq!(find("số 001203004567."), [Personal::CitizenId(5..17)]);
        for text in
            ["000203004567", "097203004567", "001403004567", "0012030045678", "A001203004567", "12/2024/001203004567"]
        {
            assert!(!matches!(find(text).as_slice(), [Personal::CitizenId(_), ..]), "{text}");
        }
    }

    #[test]
    fn private_phones_and_mails_are_found() {
        assert!(matches!(find("gọi 0912 345 678 nhé").as_slice(), [Personal::Phone(_)]));
        assert!(matches!(find("+84 912.345.678").as_slice(), [Personal::Phone(_)]));
        assert!(matches!(find("gửi về: bi.thu@gmail.com").as_slice(), [Personal::Email(_)]));
        assert!(find("vpdu@hoaban.gov.vn, 0200 3 000 112, ngày 30-06-2026, 1.234.567").is_empty());
    }

    proptest! {
        #[test]
        fn any_text_is_survived(text in "[0-9@. \\-aế]{0,40}") {
            for found in find(&text) {
                let (Personal::CitizenId(range) | Personal::Phone(range) | Personal::Email(range)) = found;
                prop_assert!(text.get(range).is_some());
            }
        }
    }
}
