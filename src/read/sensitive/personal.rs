//! Personal data in text: citizen ids, private telephone numbers and mail addresses.
//!
//! Numbers are read as people group them: a window over groups of digits that one sign joins, such as `001 203 004 567`.

use std::ops::Range;

/// What was found, with its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Personal {
    /// «số căn cước, số định danh»: 12 digits.
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

/// Letters that may stand right before a number without being part of it.
const BEFORE_ID: [&str; 8] = ["cccd", "cc", "cmnd", "cmt", "cmtnd", "đdcn", "số", "id"];
const BEFORE_PHONE: [&str; 6] = ["đt", "sđt", "dt", "tel", "điện thoại", "số"];

/// Everything personal in a text, in the order it stands there.
pub(crate) fn find(text: &str) -> Vec<Personal> {
    let mut found = numbers(text);
    let ats = text.match_indices('@');
    found.extend(ats.filter_map(|(at, _)| email(text, at)).map(Personal::Email));
    found.sort_by_key(|personal| match personal {
        Personal::CitizenId(range) | Personal::Phone(range) | Personal::Email(range) => range.start,
    });
    found
}

/// Digits that nothing parts.
struct Group {
    digits: String,
    at: Range<usize>,
    /// The sign between it and the group before; `None` where something else stands there.
    joined: Option<char>,
}

fn numbers(text: &str) -> Vec<Personal> {
    let groups = groups(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < groups.len() {
        let windows = || (1..=12).filter_map(|count| Window::of(text, &groups, at, count));
        let id = windows().find_map(|window| window.citizen_id());
        match id.or_else(|| windows().find_map(|window| window.phone())) {
            Some((personal, count)) => {
                found.push(personal);
                at += count;
            }
            None => at += 1,
        }
    }
    found
}

fn groups(text: &str) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (at, ch) in text.char_indices() {
        let Some(digit) = digit(ch) else { continue };
        let end = at + ch.len_utf8();
        let Some(last) = groups.last_mut() else {
            groups.push(Group { digits: digit.to_string(), at: at..end, joined: None });
            continue;
        };
        let between = text.get(last.at.end..at).unwrap_or_default();
        // Nothing that is seen parts the digits: they are one group.
        if between.len() <= MOST_BETWEEN && between.chars().all(is_nothing) {
            last.digits.push(digit);
            last.at.end = end;
        } else {
            groups.push(Group { digits: digit.to_string(), at: at..end, joined: sign(between) });
        }
    }
    groups
}

/// Bytes between two groups of one number.
const MOST_BETWEEN: usize = 16;

/// A digit as it is seen, whatever its width.
fn digit(ch: char) -> Option<char> {
    match ch {
        '0'..='9' => Some(ch),
        '\u{ff10}'..='\u{ff19}' => char::from_u32(u32::from(ch) - 0xff10 + u32::from('0')),
        _ => None,
    }
}

fn is_nothing(ch: char) -> bool {
    matches!(ch, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// The one sign that stands between two groups of a number, spaces and brackets aside.
fn sign(between: &str) -> Option<char> {
    if between.len() > MOST_BETWEEN {
        return None;
    }
    let mut sign = ' ';
    for ch in
        between.chars().filter(|ch| !ch.is_whitespace() && !is_nothing(*ch) && !matches!(ch, '(' | ')' | '[' | ']'))
    {
        let this = match ch {
            '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            '.' | '\u{b7}' | '•' => '.',
            _ => return None,
        };
        if sign != ' ' {
            return None;
        }
        sign = this;
    }
    // More than a few spaces part columns, an empty line parts paragraphs.
    let spaces = between.chars().filter(|ch| ch.is_whitespace()).count();
    (spaces <= 3 && between.matches('\n').count() < 2).then_some(sign)
}

/// Some groups that signs join.
struct Window<'g> {
    text: &'g str,
    groups: &'g [Group],
    before: Option<&'g Group>,
    after: Option<&'g Group>,
}

impl<'g> Window<'g> {
    fn of(text: &'g str, all: &'g [Group], at: usize, count: usize) -> Option<Self> {
        let groups = all.get(at..at + count)?;
        let before = at.checked_sub(1).and_then(|before| all.get(before));
        let joined = groups.iter().skip(1).all(|group| group.joined.is_some());
        joined.then_some(Self { text, groups, before, after: all.get(at + count) })
    }

    fn digits(&self) -> String {
        self.groups.iter().map(|group| group.digits.as_str()).collect()
    }

    fn range(&self) -> Option<Range<usize>> {
        Some(self.groups.first()?.at.start..self.groups.last()?.at.end)
    }

    fn citizen_id(&self) -> Option<(Personal, usize)> {
        let range = self.range()?;
        // A telephone number and the number after it.
        let phone = self.groups.len() > 1 && self.groups.iter().any(|group| is_mobile(&group.digits));
        let found = is_citizen_id(&self.digits()) && !phone && self.is_whole() && self.is_grouped(3);
        (found && self.stands_alone(&range, &BEFORE_ID)).then_some((Personal::CitizenId(range), self.groups.len()))
    }

    fn phone(&self) -> Option<(Personal, usize)> {
        let (digits, range) = (self.digits(), self.range()?);
        let international = digits.starts_with("84") && digits.len() == 11;
        let plus = self.text.get(..range.start).is_some_and(|text| text.ends_with(['+', '(']));
        // Amounts of money are grouped by dots and begin with any digit but zero.
        let amount = international && !plus && (self.groups.len() == 1 || self.signs().any(|sign| sign == '.'));
        let found = is_mobile(&digits) && !amount && self.is_whole() && (international || self.is_grouped(3));
        (found && self.stands_alone(&range, &BEFORE_PHONE)).then_some((Personal::Phone(range), self.groups.len()))
    }

    fn signs(&self) -> impl Iterator<Item = char> {
        self.groups.iter().skip(1).filter_map(|group| group.joined)
    }

    /// Whether no further group is joined to it by a sign of its own.
    fn is_whole(&self) -> bool {
        let first = self.groups.first().and_then(|first| first.joined).filter(|_| self.before.is_some());
        let next = self.after.and_then(|after| after.joined);
        let own: Vec<char> = self.signs().collect();
        ![first, next].into_iter().flatten().any(|sign| own.contains(&sign))
    }

    /// Whether the groups are as people make them: the first of `least` digits or more, or all of them alike.
    fn is_grouped(&self, least: usize) -> bool {
        let mut sizes = self.groups.iter().map(|group| group.digits.len());
        let first = sizes.next().unwrap_or_default();
        first >= least || sizes.all(|size| size == first)
    }

    /// Whether it is no part of a word, a code or the number of a document.
    fn stands_alone(&self, range: &Range<usize>, labels: &[&str]) -> bool {
        let Range { start, end } = *range;
        let near = self.text.floor_char_boundary(start.saturating_sub(32));
        let before = self.text.get(near..start).unwrap_or_default();
        let after = self.text.get(end..).and_then(|text| text.chars().next());
        let attached = before.rfind(|ch: char| !ch.is_alphabetic()).map_or(0, |at| at + first_len(before.get(at..)));
        let word = before.get(attached..).unwrap_or_default().to_lowercase();
        let coded = !word.is_empty() && !labels.contains(&word.as_str());
        // «12/2024/001203004567» and «…/QĐ» are numbers of documents.
        let numbered =
            before.ends_with(['/', '_']) || after.is_some_and(|ch| ch.is_alphanumeric() || "/_".contains(ch));
        // Digits behind the point of a number; a single digit before it counts the lines of a list.
        let whole = before.trim_end_matches(['.', ',']);
        let part = whole.len() + 1 == before.len();
        let last = whole.rsplit(|ch: char| !ch.is_ascii_digit()).next().unwrap_or_default();
        let numbered = numbered || part && (last == "0" || last.len() > 1);
        let labelled =
            labels.iter().any(|label| before.to_lowercase().trim_end_matches([' ', ':', '.']).ends_with(label));
        !coded && (!numbered || labelled && after.is_none_or(|ch| !ch.is_ascii_digit()))
    }
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

fn email(text: &str, at: usize) -> Option<Range<usize>> {
    let part = |ch: char| ch.is_ascii_alphanumeric() || "._%+-".contains(ch);
    let start = text.get(..at)?.rfind(|ch| !part(ch)).map_or(0, |before| before + first_len(text.get(before..)));
    let tail = text.get(at + 1..)?;
    let length = tail.find(|ch| !part(ch)).unwrap_or(tail.len());
    let domain = tail.get(..length)?.trim_end_matches('.').to_ascii_lowercase();
    (start < at && PRIVATE_MAIL.contains(&domain.as_str())).then_some(start..at + 1 + length)
}

fn first_len(text: Option<&str>) -> usize {
    text.and_then(|text| text.chars().next()).map_or(1, char::len_utf8)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ids(text: &str) -> Vec<&str> {
        let found = find(text).into_iter().filter_map(|personal| match personal {
            Personal::CitizenId(range) => text.get(range),
            Personal::Phone(_) | Personal::Email(_) => None,
        });
        found.collect()
    }

    fn phones(text: &str) -> usize {
        find(text).iter().filter(|personal| matches!(personal, Personal::Phone(_))).count()
    }

    #[test]
    fn citizen_ids_are_found_however_they_are_grouped() {
        for id in [
            "001203004567",
            "001 203 004 567",
            "001.203.004.567",
            "001-203-004-567",
            "001–203–004–567",
            "0012 0300 4567",
            "001\u{a0}203\u{a0}004567",
            "001 2 03 004567",
            "0 0 1 2 0 3 0 0 4 5 6 7",
            "001(203)004567",
            "001203\u{200b}004567",
            "００１２０３００４５６７",
        ] {
            for (before, after) in [
                ("", ""),
                ("số ", "."),
                ("(", ")"),
                ("CCCD", ""),
                ("CCCD:", " cấp ngày 1/2/2021"),
                ("«", "»"),
                ("a, ", ", 0912345678"),
            ] {
                let text = format!("{before}{id}{after}");
                assert_eq!(ids(&text), [id], "{text}");
            }
        }
        assert_eq!(ids("001203004567 0912345678"), ["001203004567"]);
        assert!(ids("0912345678 12 người").is_empty());
        assert_eq!(ids("STT 12 001.203.004.567 ngày"), ["001.203.004.567"]);
        assert_eq!(ids("001203004567; 001203004568").len(), 2);
        assert_eq!(ids("1.001203004567"), ["001203004567"]);
        assert_eq!(ids("CCCD 001203004567/CA"), ["001203004567"]);
    }

    #[test]
    fn other_numbers_are_no_citizen_ids() {
        for text in [
            "000203004567",
            "097203004567",
            "001403004567",
            "0012030045678",
            "A001203004567",
            "12/2024/001203004567",
            "001203004567/QĐ-UBND",
            "120.000.000.000 đồng",
            "12.000.000.000",
            "001 203 004 567 890",
            "ngày 01-03-2026 - 0123",
            "01.01.2026 012345",
            "số 012 ngày 3/4/2026",
            "10 000 000 000 20 000",
            "0.012345678901",
            "105.012345678901",
        ] {
            assert!(ids(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn private_phones_and_mails_are_found() {
        for text in [
            "gọi 0912 345 678 nhé",
            "+84 912.345.678",
            "(+84) 912 345 678",
            "(0912) 345 678",
            "ĐT:0912–345–678",
            "SĐT0912345678",
            "09 12 34 56 78",
            "0912\u{a0}345\u{a0}678",
            "12 người, 0912.345.678",
        ] {
            assert_eq!(phones(text), 1, "{text}");
        }
        assert!(matches!(find("gửi về: bi.thu@gmail.com").as_slice(), [Personal::Email(_)]));
        for text in [
            "vpdu@hoaban.gov.vn, 0200 3 000 112, ngày 30-06-2026, 1.234.567",
            "84.912.345.678 đồng",
            "84912345678",
            "1.0912.345.678",
            "0912345678/QĐ",
            "X0912345678",
        ] {
            assert!(find(text).is_empty(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_survived(text in "[0-9@. \\-()ế\u{a0}\u{200b}\u{ff10}]{0,60}") {
            for found in find(&text) {
                let (Personal::CitizenId(range) | Personal::Phone(range) | Personal::Email(range)) = found;
                prop_assert!(text.get(range).is_some());
            }
        }

        #[test]
        fn a_number_that_stands_alone_is_found_in_any_grouping(
            province in 1_u32..97, rest in "[0-3][0-9]{8}", cuts in proptest::collection::vec(3_usize..10, 0..3), sign in "[ .\u{a0}–-]",
        ) {
            let id = format!("{province:03}{rest}");
            let mut written = String::new();
            for (at, ch) in id.chars().enumerate() {
                if cuts.contains(&at) {
                    written.push_str(&sign);
                }
                written.push(ch);
            }
            let text = format!("Số: {written}.");
            prop_assert_eq!(ids(&text), [written.as_str()]);
        }
    }
}
