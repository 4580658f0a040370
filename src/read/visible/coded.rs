//! Texts that stand in a code of Office: headers of sheets, instructions of fields, escapes of letters.

use std::borrow::Cow;

/// A text of a workbook without the escapes for letters that XML cannot hold: `_x1EAC_`.
pub(super) fn letters_of_escapes(text: &str) -> Cow<'_, str> {
    if !text.contains("_x") {
        return Cow::Borrowed(text);
    }
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        plain.push_str(rest.get(..at).unwrap_or_default());
        let code = rest.get(at + 2..at + 6).filter(|_| rest.get(at + 6..at + 7) == Some("_"));
        match code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32) {
            Some(ch) => {
                plain.push(ch);
                rest = rest.get(at + 7..).unwrap_or_default();
            }
            None => {
                plain.push_str("_x");
                rest = rest.get(at + 2..).unwrap_or_default();
            }
        }
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

/// What the instructions of a field show of themselves: the letters of a formula (`EQ \o(M,Ậ,T)`), the words of a button
/// (`MACROBUTTON Name words`).
pub(super) fn words_of_field(instructions: &str) -> String {
    let (kind, rest) = instructions.trim().split_once(char::is_whitespace).unwrap_or_default();
    match kind.to_uppercase().as_str() {
        "EQ" => {
            let mut letters = rest.chars();
            let mut words = String::new();
            while let Some(letter) = letters.next() {
                match letter {
                    // The name of a part.
                    '\\' => drop(letters.next()),
                    '(' | ')' | ',' | ';' => {}
                    letter => words.push(letter),
                }
            }
            words
        }
        "MACROBUTTON" => {
            rest.trim_start().split_once(char::is_whitespace).map(|(_, words)| words.to_owned()).unwrap_or_default()
        }
        _ => String::new(),
    }
}

/// The three texts of a header or footer of a sheet, without the codes for fonts, sizes, colours and fields.
pub(super) fn sheet_margin(text: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    for (place, coded) in text.split('&').enumerate() {
        let rest = match coded.chars().next() {
            _ if place == 0 => coded,
            Some('L' | 'C' | 'R') => {
                pieces.push(String::new());
                coded.get(1..).unwrap_or_default()
            }
            Some('"') => coded.splitn(3, '"').nth(2).unwrap_or_default(),
            Some('K') => colour_aside(coded.get(1..).unwrap_or_default()),
            Some(digit) if digit.is_ascii_digit() => coded.trim_start_matches(|ch: char| ch.is_ascii_digit()),
            Some(code) => coded.get(code.len_utf8()..).unwrap_or_default(),
            None => "",
        };
        if let Some(last) = pieces.last_mut() {
            last.push_str(rest);
        }
    }
    pieces
}

/// A text of a header without the colour before it: six digits of base 16, or the number of a theme's colour and a tint.
fn colour_aside(text: &str) -> &str {
    let is_digit = |(at, ch): &(usize, char)| *at < 6 && (ch.is_ascii_hexdigit() || matches!(ch, '+' | '-'));
    text.get(text.char_indices().take_while(is_digit).count()..).unwrap_or_default()
}

/// What a formula says in words, all of it in one: its strings and the letters that it asks for by number.
pub(super) fn words_of_formula(formula: &str) -> String {
    let mut words = String::new();
    for (place, piece) in formula.split('"').enumerate() {
        if place % 2 == 1 {
            words.push_str(piece);
            continue;
        }
        for after in piece.split("CHAR(").skip(1) {
            let number: String = after.chars().take_while(char::is_ascii_digit).collect();
            words.extend(number.parse().ok().and_then(char::from_u32));
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_says_its_strings_and_letters_in_one() {
        assert_eq!(words_of_formula("\"M\"&UNICHAR(7852)&CHAR(84)"), "MẬT");
        assert_eq!(words_of_formula("CONCATENATE(\"TỐI \",\"MẬT\")"), "TỐI MẬT");
        assert_eq!(words_of_formula("SUM(A1:A9)"), "");
    }

    #[test]
    fn headers_of_sheets_lose_their_codes() {
        assert_eq!(
            sheet_margin("&L&\"Arial,Bold\"&14TUYỆT MẬT&CTrang &P&R&KFF0000M&14Ậ&14T"),
            ["", "TUYỆT MẬT", "Trang ", "MẬT"]
        );
        assert_eq!(sheet_margin("&C&K01+000MẬT"), ["", "MẬT"]);
        assert_eq!(sheet_margin("&C&KMẬT"), ["", "MẬT"]);
    }

    #[test]
    fn escapes_become_letters_and_what_only_looks_like_one_stays() {
        for (written, meant) in [
            ("M_x1EAC_T", "MẬT"),
            ("a_x000D_b", "a\rb"),
            ("_x1EAC", "_x1EAC"),
            ("_xzzzz_ _x", "_xzzzz_ _x"),
            ("ma_xã_x0041_", "ma_xãA"),
        ] {
            assert_eq!(letters_of_escapes(written), meant);
        }
    }
}
