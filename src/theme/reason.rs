//! What Tera says of a broken template, in both languages.
//!
//! Takes a message of Tera's, returns it without lists of everything there is, and in Vietnamese where it is one that
//! theme authors meet. Knows no files.

/// Messages by how they begin and what else they hold, and in Vietnamese: `{0}` is the first name that they quote.
const KNOWN: [(&str, &str, &str); 26] = [
    ("Variable", "", "không có biến `{0}` ở trang này"),
    ("Field", "is not defined", "không có trường `{0}` ở đây"),
    ("Tried to render a variable that is undefined", "", "chỗ này in ra một giá trị không có"),
    ("Block", "", "mẫu gốc không có khối `{0}`"),
    ("Component", "defined in both", "thành phần `{0}` có ở cả `{1}` và `{2}`; để lại một chỗ"),
    ("Unknown component", "", "không có thành phần `{0}`"),
    ("Unclosed component", "", "thành phần `{0}` chưa được đóng"),
    ("Unknown template", "", "không có mẫu `{0}`"),
    ("Unknown filter", "", "không có bộ lọc `{0}`"),
    ("Filter", "not", "không có bộ lọc `{0}`"),
    ("Unknown test", "", "không có phép thử `{0}`"),
    ("Unknown function", "", "không có hàm `{0}`"),
    ("Unknown argument", "", "không có tham số `{0}` ở đây"),
    ("Argument", "missing", "thiếu tham số `{0}`"),
    ("Missing keyword argument", "", "thiếu tham số `{0}`"),
    ("Invalid type for the value", "", "giá trị này phải là `{0}`, ở đây là `{1}`"),
    ("Template", "is inheriting from", "mẫu gốc `{1}` không có"),
    ("Circular extend", "", "mẫu `{0}` kế thừa vòng quanh chính nó"),
    ("Circular include", "", "mẫu `{0}` gọi vòng quanh chính nó"),
    ("Iteration not possible", "", "không lặp được trên giá trị kiểu `{0}`"),
    ("Math operations", "", "chỉ tính được với số, ở đây là `{0}`"),
    ("`+` requires", "", "phép `+` cần hai số, ở đây là `{1}` và `{2}`"),
    ("Cannot compare", "", "không so sánh được `{0}` với `{1}`"),
    ("Unexpected end of input", "", "mẫu hết khi còn khối hoặc biểu thức chưa đóng"),
    ("Unknown tag", "", "không có thẻ này"),
    ("Found", "expected", "không hiểu `{0}` ở chỗ này"),
];

/// A message of Tera's.
pub(super) struct Reason<'r>(&'r str);

impl<'r> Reason<'r> {
    /// Its first line, without the list of everything else that there is.
    pub(super) fn of(text: &'r str) -> Self {
        let first = text.lines().next().unwrap_or_default();
        let end = [" Available ", " Possible "].iter().filter_map(|list| first.find(list)).min();
        Self(first.get(..end.unwrap_or(first.len())).unwrap_or(first).trim_end_matches('.'))
    }

    pub(super) fn en(&self) -> &'r str {
        self.0
    }

    /// One that nobody foresaw stays as it is: it can be looked up.
    pub(super) fn vi(&self) -> String {
        let known = KNOWN.iter().find(|(start, within, _)| self.0.starts_with(start) && self.0.contains(within));
        known.map_or_else(|| format!("Tera báo «{}»", self.0), |(_, _, text)| self.filled(text))
    }

    /// The names that the message quotes.
    pub(super) fn quoted(&self) -> impl Iterator<Item = &'r str> {
        self.0.split(['`', '\'']).skip(1).step_by(2)
    }

    fn filled(&self, text: &str) -> String {
        let names = self.quoted().take(3).enumerate();
        names.fold(text.to_owned(), |text, (place, name)| text.replace(&format!("{{{place}}}"), name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_authors_meet_is_said_in_vietnamese() {
        let vi = |text: &str| Reason::of(text).vi();
        assert_eq!(vi("Variable `a` is not defined."), "không có biến `a` ở trang này");
        assert_eq!(
            vi("Unknown argument(s) `la` in component call. Possible argument(s) are: `t`"),
            "không có tham số `la` ở đây"
        );
        assert_eq!(
            vi("Template 'a.html' is inheriting from 'b.html', which doesn't exist or isn't loaded."),
            "mẫu gốc `b.html` không có"
        );
        assert_eq!(vi("Found `%}` but expected one of: integer, `-`, `not` or `(`"), "không hiểu `%}` ở chỗ này");
        assert_eq!(vi("The expression is too complex."), "Tera báo «The expression is too complex»");
    }

    #[test]
    fn every_name_that_a_translation_wants_is_one_its_message_has() {
        for (start, within, text) in KNOWN {
            let message = format!("{start} `a` {within} `b` `c`");
            assert!(!Reason::of(&message).filled(text).contains('{'), "{text}");
        }
    }
}
