//! Text as it is read aloud over a loudspeaker: numbers, dates, abbreviations, Roman numerals and units in words, in
//! sentences that one breath can carry.

use super::abbreviation::COMMON;
use super::sentences;

/// A longer sentence loses its listeners.
const MOST_WORDS: usize = 25;

/// Units written behind a number.
const UNITS: [(&str, &str); 16] = [
    ("%", "phần trăm"),
    ("km2", "ki lô mét vuông"),
    ("km²", "ki lô mét vuông"),
    ("km", "ki lô mét"),
    ("m2", "mét vuông"),
    ("m²", "mét vuông"),
    ("m3", "mét khối"),
    ("m³", "mét khối"),
    ("kg", "ki lô gam"),
    ("cm", "xăng ti mét"),
    ("ha", "héc ta"),
    ("đ", "đồng"),
    ("kw", "ki lô oát"),
    ("kwh", "ki lô oát giờ"),
    ("m", "mét"),
    ("l", "lít"),
];

/// Words before a Roman numeral.
const BEFORE_ROMAN: [&str; 14] =
    ["quý", "khóa", "khoá", "lần", "thứ", "mục", "phần", "chương", "kỳ", "đợt", "hội", "cấp", "loại", "ương"];

/// Bodies in the symbols of documents.
const BODIES: [(&str, &str); 15] = [
    ("TW", "Trung ương"),
    ("TU", "Tỉnh ủy"),
    ("TTg", "Thủ tướng Chính phủ"),
    ("CP", "Chính phủ"),
    ("QH", "Quốc hội"),
    ("UBND", "Ủy ban nhân dân"),
    ("HĐND", "Hội đồng nhân dân"),
    ("ĐU", "Đảng ủy"),
    ("BTV", "Ban Thường vụ"),
    ("UBKT", "Ủy ban Kiểm tra"),
    ("MTTQ", "Mặt trận Tổ quốc"),
    ("BCĐ", "Ban Chỉ đạo"),
    ("CB", "chi bộ"),
    ("ĐTN", "Đoàn Thanh niên"),
    ("VPĐU", "Văn phòng Đảng ủy"),
];

/// The sentences of a text as they are read, none longer than one breath; `abbreviations` are the site's own.
pub(crate) fn broadcast(text: &str, abbreviations: &[(String, String)]) -> Vec<String> {
    let mut found = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        for sentence in sentences(line) {
            found.extend(breaths(&spoken(sentence.trim(), abbreviations)));
        }
    }
    found
}

/// One text in words.
pub(crate) fn spoken(text: &str, abbreviations: &[(String, String)]) -> String {
    let joined = grouped(text);
    let tokens: Vec<&str> = joined.split_whitespace().collect();
    let mut words: Vec<String> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let (open, core, close) = stripped(token);
        let before = at.checked_sub(1).and_then(|at| tokens.get(at)).map(|word| stripped(word).1.to_lowercase());
        let after = tokens.get(at + 1).copied().unwrap_or_default();
        let read = Reader { before: before.as_deref().unwrap_or_default(), after, abbreviations }.token(core);
        let pause = pause(close);
        let text = format!("{}{}", read, pause);
        if !text.is_empty() {
            words.push(if open.contains('(') { format!(", {text}").trim_start_matches(", ").to_owned() } else { text });
        }
    }
    words.join(" ").replace(" ,", ",").replace(",,", ",")
}

/// `1 000 000` as one number.
fn grouped(text: &str) -> String {
    let mut out: Vec<String> = Vec::new();
    let mut open = false;
    for token in text.split([' ', '\u{a0}', '\t', '\n']).filter(|token| !token.is_empty()) {
        let is_group = token.len() == 3 && token.bytes().all(|byte| byte.is_ascii_digit());
        match out.last_mut() {
            Some(last) if is_group && open => last.push_str(token),
            _ => {
                open = token.len() <= 3 && token.bytes().all(|byte| byte.is_ascii_digit());
                out.push(token.to_owned());
            }
        }
    }
    out.join(" ")
}

/// A token without the punctuation round it.
fn stripped(token: &str) -> (&str, &str, &str) {
    let is_edge = |ch: char| "()[]«»“”\"'.,;:!?…–—".contains(ch);
    let core = token.trim_matches(is_edge);
    let start = token.find(core).unwrap_or_default();
    let (open, rest) = token.split_at(start);
    (open, core, rest.get(core.len()..).unwrap_or_default())
}

/// Punctuation that a reader hears.
fn pause(close: &str) -> &'static str {
    match close.chars().find(|ch| ".,;:!?".contains(*ch)) {
        Some('.') => ".",
        Some('!') => "!",
        Some('?') => "?",
        Some(':') => ":",
        Some(_) => ",",
        None if close.contains(')') => ",",
        None => "",
    }
}

/// What stands round a token.
struct Reader<'r> {
    /// The word before, small and bare.
    before: &'r str,
    after: &'r str,
    abbreviations: &'r [(String, String)],
}

impl Reader<'_> {
    fn token(&self, core: &str) -> String {
        if core.contains("://") || core.starts_with("www.") {
            return "địa chỉ trên trang thông tin".to_owned();
        }
        let tries = [
            self.fixed(core),
            self.date(core),
            self.days(core),
            self.hour(core),
            self.document(core),
            telephone(core),
            span(core),
            self.fraction(core),
            self.ordinal(core),
            number(core),
            self.roman(core),
            self.abbreviation(core),
        ];
        let found = tries.into_iter().flatten().next();
        found.unwrap_or_else(|| self.pieces(core))
    }

    /// Signs and short forms that always read the same.
    fn fixed(&self, core: &str) -> Option<String> {
        const FIXED: [(&str, &str); 22] = [
            ("&", "và"),
            ("v.v", "vân vân"),
            ("≥", "từ"),
            (">=", "từ"),
            (">", "trên"),
            ("≤", "không quá"),
            ("<=", "không quá"),
            ("<", "dưới"),
            ("đ/c", "đồng chí"),
            ("Đ/c", "Đồng chí"),
            ("km/h", "ki lô mét trên giờ"),
            ("°C", "độ C"),
            ("VP", "Văn phòng"),
            ("KP", "khu phố"),
            ("TP", "thành phố"),
            ("TP.HCM", "Thành phố Hồ Chí Minh"),
            ("TT", "Trung tâm"),
            ("VH-XH", "Văn hóa và Xã hội"),
            ("TDTT", "thể dục thể thao"),
            ("CCCD", "căn cước công dân"),
            ("HTX", "hợp tác xã"),
            ("QL", "quốc lộ"),
        ];
        if let Some((_, full)) = FIXED.iter().find(|(short, _)| *short == core) {
            return Some((*full).to_owned());
        }
        let after_number =
            self.before.ends_with(|ch: char| ch.is_ascii_digit()) || ["tỷ", "triệu", "nghìn"].contains(&self.before);
        if ["-", "–"].contains(&core) {
            let goes_on = self.after.starts_with(|ch: char| ch.is_ascii_digit());
            let digits = self.before.chars().any(|ch| ch.is_ascii_digit());
            return Some(if digits && goes_on { "đến".to_owned() } else { String::new() });
        }
        if ["+", "*", "/", "%"].contains(&core) {
            return Some(if core == "%" { "phần trăm".to_owned() } else { String::new() });
        }
        let unit = UNITS.iter().find(|(short, _)| *short == core.to_lowercase()).filter(|_| after_number)?;
        Some(unit.1.to_owned())
    }

    /// `30/4-1/5`: from a day to another.
    fn days(&self, core: &str) -> Option<String> {
        let (from, to) = core.split_once(['-', '–'])?;
        let day = |text: &str| {
            let (day, month) = text.split_once('/')?;
            let (day, month) = (day.parse::<u64>().ok()?, month.parse::<u64>().ok()?);
            ((1..=31).contains(&day) && (1..=12).contains(&month))
                .then(|| format!("{} tháng {}", in_words(day), month_name(month)))
        };
        let lead = if self.before == "ngày" { "" } else { "ngày " };
        Some(format!("{lead}{} đến ngày {}", day(from)?, day(to)?))
    }

    /// `3/4`: a part of something; any other day without year is a date.
    fn fraction(&self, core: &str) -> Option<String> {
        let (above, below) = core.split_once('/')?;
        let (top, bottom) = (above.parse::<u64>().ok()?, below.parse::<u64>().ok()?);
        let padded = above.starts_with('0') || below.starts_with('0');
        let is_date = (1..=31).contains(&top) && (1..=12).contains(&bottom) && (padded || top > bottom);
        Some(if is_date {
            format!("ngày {} tháng {}", in_words(top), month_name(bottom))
        } else {
            format!("{} phần {}", in_words(top), in_words(bottom))
        })
    }

    /// A word of several parts: digits are read wherever they stand, `/` is «hoặc» between words.
    fn pieces(&self, core: &str) -> String {
        let mut parts: Vec<String> = Vec::new();
        for ch in core.chars() {
            let digit = ch.is_ascii_digit();
            match parts.last_mut() {
                Some(last)
                    if last.ends_with(|last: char| last.is_ascii_digit() == digit && last != '/') && ch != '/' =>
                {
                    last.push(ch)
                }
                _ => parts.push(ch.to_string()),
            }
        }
        if parts.len() == 1 {
            return core.to_owned();
        }
        let read = parts.iter().map(|part| match part.as_str() {
            "/" => "hoặc".to_owned(),
            part => match part.parse::<u64>() {
                Ok(number) => in_words(number),
                Err(_) if part.chars().all(|ch| ch.is_ascii_digit()) => digit_by_digit(part),
                Err(_) => {
                    let bare = part.trim_matches(['.', '-', ',']);
                    self.abbreviation(bare).or_else(|| self.fixed(bare)).unwrap_or_else(|| bare.to_owned())
                }
            },
        });
        read.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// `20/1/2026`, `1/2026`, `15/3`, `II/2026`.
    fn date(&self, core: &str) -> Option<String> {
        let parts: Vec<&str> = core.split(['/', '-']).collect();
        let year = |text: &str| text.parse::<u64>().ok().filter(|year| (1900..2200).contains(year));
        let small = |text: &str, most: u64| text.parse::<u64>().ok().filter(|value| (1..=most).contains(value));
        let lead = |word: &str| if self.before == word { String::new() } else { format!("{word} ") };
        match parts.as_slice() {
            [day, month, full] => {
                let (day, month, full) = (small(day, 31)?, small(month, 12)?, year(full)?);
                Some(format!("{}{} tháng {} năm {}", lead("ngày"), in_words(day), month_name(month), in_words(full)))
            }
            [part, full] if core.contains('/') && year(full).is_some() => {
                let full = year(full)?;
                let quarter = part.strip_prefix(['Q', 'q']).and_then(|quarter| quarter.parse().ok());
                match roman_value(part).or(quarter).filter(|_| self.before == "quý" || quarter.is_some()) {
                    Some(quarter) => Some(format!("{}{} năm {}", lead("quý"), month_name(quarter), in_words(full))),
                    None => {
                        let month = small(part, 12)?;
                        Some(format!("{}{} năm {}", lead("tháng"), month_name(month), in_words(full)))
                    }
                }
            }
            [day, month]
                if core.contains('/')
                    && ["ngày", "đến", "từ", "hết", "dịp", "lễ", "trước", "sau"].contains(&self.before) =>
            {
                let (day, month) = (small(day, 31)?, small(month, 12)?);
                Some(format!("{}{} tháng {}", lead("ngày"), in_words(day), month_name(month)))
            }
            _ => None,
        }
    }

    /// `14h30`, `7h`, `14:30`.
    fn hour(&self, core: &str) -> Option<String> {
        let (hour, minute) = core.split_once(['h', ':'])?;
        let hour = hour.parse::<u64>().ok().filter(|hour| *hour < 25)?;
        match minute {
            "" | "00" => Some(format!("{} giờ", in_words(hour))),
            minute => {
                let minute = minute.parse::<u64>().ok().filter(|minute| *minute < 60)?;
                Some(format!("{} giờ {} phút", in_words(hour), in_words(minute)))
            }
        }
    }

    /// `57-NQ/TW`, `30/2020/NĐ-CP`: the number, and whose it is unless the text goes on to say so.
    fn document(&self, core: &str) -> Option<String> {
        let digits = core.find(|ch: char| !ch.is_ascii_digit())?;
        let (number, rest) = core.split_at_checked(digits)?;
        let symbol = rest.trim_start_matches(['-', '/', '–']);
        let (year, symbol) = match symbol.split_once(['/', '-']) {
            Some((year, symbol)) if year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit()) => {
                (Some(year), symbol)
            }
            _ => (None, symbol),
        };
        let is_symbol = symbol.chars().next().is_some_and(char::is_uppercase)
            && symbol.contains(['/', '-'])
            && rest.len() > symbol.len();
        if number.is_empty() || !is_symbol {
            return None;
        }
        let year =
            year.and_then(|year| year.parse().ok()).map(|year| format!(" năm {}", in_words(year))).unwrap_or_default();
        let body = symbol.split(['/', '-']).rev().find_map(|part| BODIES.iter().find(|(short, _)| *short == part));
        let goes_on = ["của", "ngày"].contains(&self.after) || self.after.is_empty();
        let whose = body.filter(|_| !goes_on).map(|(_, name)| format!(" của {name}")).unwrap_or_default();
        Some(format!("{}{year}{whose}", in_words(number.parse().ok()?)))
    }

    /// «thứ 1»
    fn ordinal(&self, core: &str) -> Option<String> {
        core.parse().ok().filter(|_| self.before == "thứ").map(ordinal)
    }

    fn roman(&self, core: &str) -> Option<String> {
        let value = roman_value(core)?;
        match self.before {
            "thứ" => Some(ordinal(value)),
            before if BEFORE_ROMAN.contains(&before) || core.len() > 1 => Some(in_words(value)),
            _ => None,
        }
    }

    fn abbreviation(&self, core: &str) -> Option<String> {
        let own = self.abbreviations.iter().find(|(short, _)| short == core).map(|(_, full)| full.clone());
        own.or_else(|| COMMON.iter().find(|(short, _)| *short == core).map(|(_, full)| (*full).to_owned()))
            .or_else(|| BODIES.iter().find(|(short, _)| *short == core).map(|(_, full)| (*full).to_owned()))
    }
}

/// `0203.123.456`: digit by digit.
fn telephone(core: &str) -> Option<String> {
    let digits: String = core.chars().filter(char::is_ascii_digit).collect();
    let only = core.chars().all(|ch| ch.is_ascii_digit() || ch == '.' || ch == '-');
    let is_number = digits.starts_with('0') && (8..=11).contains(&digits.len());
    (only && is_number).then(|| digit_by_digit(&digits))
}

fn digit_by_digit(digits: &str) -> String {
    let words = digits.chars().filter_map(|digit| digit.to_digit(10)).map(|digit| in_words(u64::from(digit)));
    words.collect::<Vec<_>>().join(" ")
}

/// `2026-2030`, `12-15%`.
fn span(core: &str) -> Option<String> {
    let (from, to) = core.split_once(['-', '–'])?;
    let from_number = number(from)?;
    Some(format!("{from_number} đến {}", number(to)?))
}

/// `1.214`, `93,5%`, `12`, `5km`.
fn number(core: &str) -> Option<String> {
    let end = core.find(|ch: char| !ch.is_ascii_digit() && ch != '.' && ch != ',').unwrap_or(core.len());
    let (digits, unit) = core.split_at_checked(end)?;
    if !digits.starts_with(|ch: char| ch.is_ascii_digit()) {
        return None;
    }
    let unit = match unit {
        "" => String::new(),
        unit => format!(" {}", UNITS.iter().find(|(short, _)| *short == unit.to_lowercase()).map(|(_, full)| full)?),
    };
    let (whole, fraction) = match digits.split_once(',') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (digits, None),
    };
    // `2.1` is a place in a text, `1.214` a number.
    let groups: Vec<&str> = whole.split('.').collect();
    let is_grouped = groups.len() == 1 || groups.iter().skip(1).all(|group| group.len() == 3);
    let words = if is_grouped {
        in_words(groups.concat().parse().ok()?)
    } else {
        groups.iter().filter_map(|group| group.parse().ok()).map(in_words).collect::<Vec<_>>().join(" chấm ")
    };
    let fraction = match fraction {
        Some(fraction) => format!(" phẩy {}", fraction_in_words(fraction)?),
        None => String::new(),
    };
    Some(format!("{words}{fraction}{unit}"))
}

/// `5` → «năm», `25` → «hai mươi lăm», `05` → «không năm».
fn fraction_in_words(digits: &str) -> Option<String> {
    if digits.starts_with('0') || digits.len() > 2 {
        return Some(digit_by_digit(digits));
    }
    digits.parse().ok().map(in_words)
}

fn month_name(month: u64) -> String {
    if month == 4 { "tư".to_owned() } else { in_words(month) }
}

fn ordinal(value: u64) -> String {
    match value {
        1 => "nhất".to_owned(),
        4 => "tư".to_owned(),
        value => in_words(value),
    }
}

/// The value of a Roman numeral up to 50, as in «Đại hội XIV».
fn roman_value(text: &str) -> Option<u64> {
    if text.is_empty() || text.len() > 7 || !text.chars().all(|ch| "IVXL".contains(ch)) {
        return None;
    }
    let digit = |ch: char| match ch {
        'I' => 1_u64,
        'V' => 5,
        'X' => 10,
        _ => 50,
    };
    let values: Vec<u64> = text.chars().map(digit).collect();
    let pairs = values.iter().zip(values.iter().skip(1).chain([&0]));
    let (plus, minus) = pairs.fold(
        (0, 0),
        |(plus, minus), (value, next)| {
            if value < next { (plus, minus + value) } else { (plus + value, minus) }
        },
    );
    Some(plus - minus)
}

const DIGITS: [&str; 10] = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];

/// A whole number in words: `2026` → «hai nghìn không trăm hai mươi sáu».
pub(crate) fn in_words(value: u64) -> String {
    const SCALES: [&str; 4] = ["", " nghìn", " triệu", " tỷ"];
    if value >= 1_000_000_000_000 {
        let (high, low) = (value / 1_000_000_000, value % 1_000_000_000);
        let low = if low == 0 { String::new() } else { format!(" {}", in_words(low)) };
        return format!("{} tỷ{low}", in_words(high));
    }
    let groups: Vec<u64> = (0..4_u32).map(|power| value / 1000_u64.pow(power) % 1000).collect();
    let highest = groups.iter().rposition(|group| *group > 0).unwrap_or(0);
    let mut words: Vec<String> = Vec::new();
    for (power, group) in groups.iter().enumerate().take(highest + 1).rev() {
        if *group > 0 || highest == 0 {
            let scale = SCALES.get(power).copied().unwrap_or_default();
            words.push(format!("{}{scale}", three_digits(*group, power < highest)));
        }
    }
    words.join(" ")
}

/// Three digits; `inner` says that more stand before them, so that the hundreds are named even where there are none.
fn three_digits(group: u64, inner: bool) -> String {
    let digit =
        |value: u64| usize::try_from(value).ok().and_then(|value| DIGITS.get(value)).copied().unwrap_or_default();
    let (hundreds, tens, ones) = (group / 100, group / 10 % 10, group % 10);
    let mut words: Vec<String> = Vec::new();
    if hundreds > 0 || inner {
        words.push(format!("{} trăm", digit(hundreds)));
    }
    match tens {
        0 if ones > 0 && !words.is_empty() => words.push("linh".to_owned()),
        0 => {}
        1 => words.push("mười".to_owned()),
        tens => words.push(format!("{} mươi", digit(tens))),
    }
    match (tens, ones) {
        (0, 0) if !words.is_empty() => {}
        (1.., 0) => {}
        (2.., 1) => words.push("mốt".to_owned()),
        (2.., 4) => words.push("tư".to_owned()),
        (1.., 5) => words.push("lăm".to_owned()),
        (_, ones) => words.push(digit(ones).to_owned()),
    }
    words.join(" ")
}

/// A sentence cut where a reader breathes: at the last pause within reach, else after as many words as one breath carries.
fn breaths(sentence: &str) -> Vec<String> {
    let words: Vec<&str> = sentence.split_whitespace().collect();
    let mut found = Vec::new();
    let mut start = 0;
    while start < words.len() {
        let rest = words.get(start..).unwrap_or_default();
        let length = if rest.len() <= MOST_WORDS { rest.len() } else { cut(rest) };
        let piece = rest.get(..length).unwrap_or_default().join(" ");
        found.push(closed(&piece));
        start += length.max(1);
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

/// A sentence begins with a capital and ends with a full stop.
fn closed(piece: &str) -> String {
    let bare = piece.trim_end_matches([',', ';', ':', ' ']);
    let mut chars = bare.chars();
    let first: String = chars.next().map(|first| first.to_uppercase().collect()).unwrap_or_default();
    let end = if bare.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{first}{}{end}", chars.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_read_as_people_read_them() {
        for (value, words) in [
            (0, "không"),
            (4, "bốn"),
            (10, "mười"),
            (15, "mười lăm"),
            (21, "hai mươi mốt"),
            (24, "hai mươi tư"),
            (105, "một trăm linh năm"),
            (110, "một trăm mười"),
            (1000, "một nghìn"),
            (1214, "một nghìn hai trăm mười bốn"),
            (2026, "hai nghìn không trăm hai mươi sáu"),
            (2005, "hai nghìn không trăm linh năm"),
            (1_000_005, "một triệu không trăm linh năm"),
            (319_317_000, "ba trăm mười chín triệu ba trăm mười bảy nghìn"),
        ] {
            assert_eq!(in_words(value), words, "{value}");
        }
    }

    #[test]
    fn dates_numbers_and_signs_become_words() {
        let own = [("LHPN".to_owned(), "Liên hiệp Phụ nữ".to_owned())];
        for (written, read) in [
            ("đến ngày 30/6/2026", "đến ngày ba mươi tháng sáu năm hai nghìn không trăm hai mươi sáu"),
            ("trước 15/4/2026.", "trước ngày mười lăm tháng tư năm hai nghìn không trăm hai mươi sáu."),
            ("tháng 6/2026", "tháng sáu năm hai nghìn không trăm hai mươi sáu"),
            ("quý I/2026", "quý một năm hai nghìn không trăm hai mươi sáu"),
            ("quý II/2026", "quý hai năm hai nghìn không trăm hai mươi sáu"),
            ("đạt 93,5% trở lên", "đạt chín mươi ba phẩy năm phần trăm trở lên"),
            ("1.214 hộ", "một nghìn hai trăm mười bốn hộ"),
            ("lúc 14h30", "lúc mười bốn giờ ba mươi phút"),
            ("Đại hội lần thứ XIV", "Đại hội lần thứ mười bốn"),
            ("khóa I", "khóa một"),
            ("việc thứ 1, thứ 4", "việc thứ nhất, thứ tư"),
            ("Nghị quyết số 57-NQ/TW của Bộ Chính trị", "Nghị quyết số năm mươi bảy của Bộ Chính trị"),
            ("theo Kế hoạch số 12-KH/ĐU về việc", "theo Kế hoạch số mười hai của Đảng ủy về việc"),
            ("Nghị định số 30/2020/NĐ-CP ngày", "Nghị định số ba mươi năm hai nghìn không trăm hai mươi ngày"),
            ("Hội LHPN và UBND phường", "Hội Liên hiệp Phụ nữ và Ủy ban nhân dân phường"),
            ("dịp 27/7", "dịp ngày hai mươi bảy tháng bảy"),
            ("ngày 02/9", "ngày hai tháng chín"),
            ("nghỉ lễ 30/4-1/5", "nghỉ lễ ngày ba mươi tháng tư đến ngày một tháng năm"),
            ("3/4 số hộ", "ba phần bốn số hộ"),
            ("Q2/2026", "quý hai năm hai nghìn không trăm hai mươi sáu"),
            ("gọi 0203.123.456", "gọi không hai không ba một hai ba bốn năm sáu"),
            ("1 000 000 đồng", "một triệu đồng"),
            ("7h30 - 11h30", "bảy giờ ba mươi phút đến mười một giờ ba mươi phút"),
            ("85 % hộ", "tám mươi lăm phần trăm hộ"),
            ("50 m2 đất, 2 tỷ đ", "năm mươi mét vuông đất, hai tỷ đồng"),
            ("đ/c Bí thư KP 3", "đồng chí Bí thư khu phố ba"),
            ("quốc lộ QL18, mạng 5G", "quốc lộ quốc lộ mười tám, mạng năm G"),
            ("giai đoạn 2026-2030", "giai đoạn hai nghìn không trăm hai mươi sáu đến hai nghìn không trăm ba mươi"),
        ] {
            assert_eq!(spoken(written, &own), read, "{written}");
        }
    }

    #[test]
    fn no_sentence_is_longer_than_a_breath() {
        let text = "Đảng ủy phường giao Hội Phụ nữ, Đoàn Thanh niên, Hội Nông dân, Hội Cựu chiến binh và các khu phố tổ chức 12 buổi học về chuyển đổi số cho người cao tuổi trước ngày 30/6/2026 tại nhà văn hóa. Mời bà con đến dự.";
        let found = broadcast(text, &[]);
        assert!(found.iter().all(|sentence| sentence.split(' ').count() <= MOST_WORDS), "{found:?}");
        assert!(found.iter().all(|sentence| sentence.ends_with('.')));
        assert_eq!(found.last().map(String::as_str), Some("Mời bà con đến dự."));
        assert!(!found.concat().chars().any(|ch| ch.is_ascii_digit()));
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_survived(text in "[0-9a-zđ/IVX.,%()\\- ]{0,50}") {
            for sentence in broadcast(&text, &[]) {
                proptest::prop_assert!(sentence.split_whitespace().count() <= MOST_WORDS);
                proptest::prop_assert!(!sentence.chars().any(|ch| ch.is_ascii_digit()), "{sentence}");
            }
        }
    }
}
