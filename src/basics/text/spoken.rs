//! Text as it is read aloud over a loudspeaker: numbers, dates, abbreviations, Roman numerals and units in words, in
//! sentences that one breath can carry.
//!
//! Here a token is told from its neighbours; `number` says the numbers, `breath` cuts the sentences.

mod breath;
mod dates;
mod number;

use super::abbreviation::COMMON;
use super::sentences;
use breath::breaths;
use dates::tight_stretches;
use number::{digit_by_digit, fraction_in_words, in_words, month_name, ordinal, roman_value};

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

/// A text in the lines it is read in, none longer than one breath; `abbreviations` are the site's own.
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
fn spoken(text: &str, abbreviations: &[(String, String)]) -> String {
    let joined = grouped(text);
    let tokens: Vec<&str> = joined.split_whitespace().collect();
    let mut words: Vec<String> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let (core, close) = stripped(token);
        let before = at.checked_sub(1).and_then(|at| tokens.get(at)).map(|word| stripped(word).0.to_lowercase());
        let after = tokens.get(at + 1).copied().unwrap_or_default();
        let read = Reader { before: before.as_deref().unwrap_or_default(), after, abbreviations }.token(core);
        let pause = pause(close);
        let text = format!("{}{}", read, pause);
        if !text.is_empty() {
            words.push(text);
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
    tight_stretches(&out)
}

/// A token without the punctuation round it, and what closes it.
fn stripped(token: &str) -> (&str, &str) {
    let is_edge = |ch: char| "()[]«»“”\"'.,;:!?…–—".contains(ch);
    let core = token.trim_matches(is_edge);
    let start = token.find(core).unwrap_or_default();
    (core, token.get(start + core.len()..).unwrap_or_default())
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
        let found = self.fixed(core).or_else(|| self.part_of_year(core)).or_else(|| self.date(core));
        let found = found.or_else(|| self.days(core));
        let found = found.or_else(|| self.hour(core)).or_else(|| self.document(core)).or_else(|| telephone(core));
        let found = found.or_else(|| span(core)).or_else(|| percent(core)).or_else(|| self.fraction(core));
        let found = found.or_else(|| self.ordinal(core)).or_else(|| number(core)).or_else(|| self.roman(core));
        found.or_else(|| self.abbreviation(core)).unwrap_or_else(|| self.pieces(core))
    }

    /// Signs and short forms that always read the same.
    fn fixed(&self, core: &str) -> Option<String> {
        const FIXED: [(&str, &str); 23] = [
            ("24/7", "suốt ngày đêm"),
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
        if !after_number {
            return None;
        }
        let unit = core.to_lowercase();
        UNITS.iter().find(|(short, _)| *short == unit).map(|(_, full)| (*full).to_owned())
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

/// `70%`, `-5%`, `5-7%`, `5%/năm`.
fn percent(core: &str) -> Option<String> {
    let (amount, rest) = core.split_once('%')?;
    let per = match rest.strip_prefix('/') {
        Some(unit) if !unit.is_empty() && unit.chars().all(char::is_alphabetic) => format!(" mỗi {unit}"),
        _ if rest.is_empty() => String::new(),
        _ => return None,
    };
    let (sign, amount) = match amount.strip_prefix(['-', '−']) {
        Some(amount) => ("âm ", amount),
        None => ("", amount),
    };
    let amount = match amount.split_once(['-', '–']) {
        Some((from, to)) => format!("{} đến {}", number(from)?, number(to)?),
        None => number(amount)?,
    };
    Some(format!("{sign}{amount} phần trăm{per}"))
}

#[cfg(test)]
mod tests {
    use super::breath::MOST_WORDS;
    use super::*;

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
            ("giảm còn -5%", "giảm còn âm năm phần trăm"),
            ("tăng 5-7%/năm", "tăng năm đến bảy phần trăm mỗi năm"),
            ("10-15/12/2026", "ngày mười đến ngày mười lăm tháng mười hai năm hai nghìn không trăm hai mươi sáu"),
            ("Tháng 3-5/2026", "Tháng ba đến tháng năm năm hai nghìn không trăm hai mươi sáu"),
            ("tháng 9-10", "tháng chín đến tháng mười"),
            ("quý I – II/2026", "quý một đến quý hai năm hai nghìn không trăm hai mươi sáu"),
            ("quý I-II/2026", "quý một đến quý hai năm hai nghìn không trăm hai mươi sáu"),
            ("T6/2026", "tháng sáu năm hai nghìn không trăm hai mươi sáu"),
            ("Q3", "quý ba"),
            ("Q.II/2026", "quý hai năm hai nghìn không trăm hai mươi sáu"),
            ("trước 30/6/26", "trước ngày ba mươi tháng sáu năm hai nghìn không trăm hai mươi sáu"),
            ("30.6.2026", "ngày ba mươi tháng sáu năm hai nghìn không trăm hai mươi sáu"),
            ("06 tháng/lần", "sáu tháng một lần"),
            ("1 lần/tháng", "một lần mỗi tháng"),
            ("thứ 2 hằng tuần", "thứ hai hằng tuần"),
            ("trước ngày 15/6 hằng năm", "trước ngày mười lăm tháng sáu hằng năm"),
            (
                "trước 20/6 và 10/12/2026",
                "trước ngày hai mươi tháng sáu và ngày mười tháng mười hai năm hai nghìn không trăm hai mươi sáu",
            ),
            ("15/3-20/4", "ngày mười lăm tháng ba đến ngày hai mươi tháng tư"),
            ("8h00 ngày 15/3/2026", "tám giờ ngày mười lăm tháng ba năm hai nghìn không trăm hai mươi sáu"),
            ("Thứ Ba, ngày 30/6/2026", "Thứ Ba, ngày ba mươi tháng sáu năm hai nghìn không trăm hai mươi sáu"),
            ("6 tháng đầu năm", "sáu tháng đầu năm"),
            ("trực 24/7", "trực suốt ngày đêm"),
            ("giai đoạn 2026-2030", "giai đoạn hai nghìn không trăm hai mươi sáu đến hai nghìn không trăm ba mươi"),
        ] {
            assert_eq!(spoken(written, &own), read, "{written}");
        }
    }

    #[test]
    fn no_line_is_longer_than_a_breath() {
        let text = "Đảng ủy phường giao Hội Phụ nữ, Đoàn Thanh niên, Hội Nông dân, Hội Cựu chiến binh và các khu phố tổ chức 12 buổi học về chuyển đổi số cho người cao tuổi trước ngày 30/6/2026 tại nhà văn hóa. Mời bà con đến dự.";
        let found = broadcast(text, &[]);
        assert!(found.iter().all(|sentence| sentence.split(' ').count() <= MOST_WORDS), "{found:?}");
        let ends: String = found.iter().filter_map(|line| line.chars().next_back()).collect();
        assert_eq!(ends, ",,..", "one sentence in three lines, then another: {found:?}");
        assert!(found.iter().any(|line| line.starts_with("cho người cao tuổi")), "a line goes on as it was: {found:?}");
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
