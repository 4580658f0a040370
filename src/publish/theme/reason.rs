//! What Tera says of a broken template, in both languages.
//!
//! Takes a message of Tera's, returns it without lists of everything there is, and in Vietnamese where it is one that
//! theme authors meet. Knows no files.

/// Messages by how they begin and what else they hold, and in Vietnamese: `{0}` is the first name that they quote, `[0]`
/// the first type.
const KNOWN: [(&str, &str, &str); 37] = [
    ("Variable", "is not defined", "không có biến `{0}` ở trang này"),
    ("Variable", "is undefined", "biến `{0}` không có giá trị"),
    ("Field", "is not defined", "không có trường `{0}` ở đây"),
    ("Tried to render a variable that is undefined", "", "chỗ này in ra một giá trị không có"),
    ("Block `", "is not defined", "mẫu gốc không có khối `{0}`"),
    ("Blocks cannot be written inside", "", "khối không đứng được ở đây: đưa nó ra ngoài vòng lặp hoặc thành phần"),
    ("Component", "defined in both", "thành phần `{0}` có ở cả `{1}` và `{2}`; để lại một chỗ"),
    ("Component definitions", "", "thành phần phải đứng riêng, ngoài mọi thẻ khác"),
    ("Unknown component", "", "không có thành phần `{0}`"),
    ("Unclosed component", "", "thành phần `{0}` chưa được đóng"),
    ("Unknown template", "", "không có mẫu `{0}`"),
    ("Unknown filter", "", "không có bộ lọc `{0}`"),
    ("Unknown test", "", "không có phép thử `{0}`"),
    ("Unknown function", "", "không có hàm `{0}`"),
    ("Unknown argument", "", "không có tham số `{0}` ở đây"),
    ("Unknown tag", "", "thẻ này không có, hoặc không đứng được ở đây; xem thẻ mở trước nó đã đóng chưa"),
    ("Argument", "missing", "thiếu tham số `{0}`"),
    ("Missing keyword argument", "", "thiếu tham số `{0}`"),
    ("Keyword argument", "more than once", "tham số `{0}` có hai lần"),
    ("Invalid type for the value", "", "giá trị này phải là [0], ở đây là [1]"),
    ("Template", "is inheriting from", "mẫu gốc `{1}` không có"),
    ("Template already contains a block", "", "khối `{0}` có hai lần"),
    ("Template already contains a component", "", "thành phần `{0}` có hai lần"),
    ("Template is already extending", "", "mẫu đã kế thừa `{0}`"),
    ("`extends` ", "", "`extends` phải là thẻ đầu tiên của mẫu"),
    (
        "This content would be ignored",
        "",
        "mẫu có `extends` chỉ gồm `block` và `component`; phần này không hiện ra ở đâu cả",
    ),
    ("Circular ", "goc/", "mẫu `{0}` gọi vòng quanh chính nó; muốn sửa mẫu có sẵn thì kế thừa `{1}`"),
    ("Circular ", "", "mẫu `{0}` gọi vòng quanh chính nó"),
    ("Iteration not possible", "", "không lặp được trên [0]"),
    ("Math operations", "", "chỉ tính được với số, ở đây là [0]"),
    ("`+` requires", "", "phép `+` cần hai số, ở đây là [1] và [2]"),
    ("Cannot compare", "", "không so sánh được [0] với [1]"),
    ("String opened with", "", "chuỗi chữ mở bằng {0} chưa được đóng"),
    ("Unexpected character", "", "ký tự này không đứng được ở đây"),
    ("Unexpected end of input", "", "mẫu hết khi còn khối hoặc biểu thức chưa đóng"),
    ("Cannot divide by 0", "", "chia cho 0"),
    ("", " was named ", "thẻ mở ghi `{0}`, thẻ đóng lại ghi `{1}`"),
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
        let known = known.and_then(|(_, _, text)| self.filled(text));
        known.or_else(|| self.misplaced()).unwrap_or_else(|| format!("Tera báo «{}»", self.0))
    }

    /// Whether it is about what a component is called with.
    pub(super) fn is_about_arguments(&self) -> bool {
        ["Unknown argument", "Argument", "Invalid type"].iter().any(|start| self.0.starts_with(start))
    }

    /// The names that the message quotes.
    pub(super) fn quoted(&self) -> impl Iterator<Item = &'r str> {
        self.0.split(['`', '\'']).skip(1).step_by(2)
    }

    /// `None` where the message quotes less than its translation says.
    fn filled(&self, text: &str) -> Option<String> {
        let text = self.quoted().take(3).enumerate().fold(text.to_owned(), |text, (place, name)| {
            text.replace(&format!("{{{place}}}"), name).replace(&format!("[{place}]"), type_name(name))
        });
        (!(0..3).any(|place| text.contains(&format!("{{{place}}}")) || text.contains(&format!("[{place}]"))))
            .then_some(text)
    }

    /// «Found identifier but expected `}}`»
    fn misplaced(&self) -> Option<String> {
        let (found, wanted) = self.0.strip_prefix("Found ")?.split_once(" but ")?;
        let found = type_name(found);
        // A list of what may stand here helps nobody.
        let wanted = wanted.strip_prefix("expected ").filter(|wanted| !wanted.contains([' ', ',']));
        Some(match wanted {
            Some(wanted) if type_name(wanted) == wanted && !wanted.starts_with('`') => {
                format!("ở đây cần `{wanted}`, không phải {found}")
            }
            Some(wanted) => format!("ở đây cần {}, không phải {found}", type_name(wanted)),
            None => format!("{found} không đứng được ở đây"),
        })
    }
}

/// What Tera calls a kind of value or of token.
fn type_name(name: &str) -> &str {
    match name {
        "identifier" | "ident" => "một tên",
        "string" | "String" | "&str" => "chuỗi chữ",
        "integer" | "float" | "number" | "i64" | "u64" | "i128" | "u128" | "f64" | "usize" => "số",
        "bool" => "`true` hay `false`",
        "array" | "&[Value]" | "Vec<Value>" => "danh sách",
        "map/struct" | "map" => "bảng",
        "none" | "undefined" => "giá trị trống",
        "content" | "raw content" => "chữ",
        _ => name,
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
        assert_eq!(vi("Found `%}` but expected one of: integer, `-`, `not` or `(`"), "`%}` không đứng được ở đây");
        assert_eq!(vi("Found identifier but expected }}."), "ở đây cần `}}`, không phải một tên");
        assert_eq!(
            vi("Invalid type for the value, expected `&[Value]` but got `i64`"),
            "giá trị này phải là danh sách, ở đây là số"
        );
        assert_eq!(
            vi("block was named `a` in the opening tag, found `b` as name in the end tag"),
            "thẻ mở ghi `a`, thẻ đóng lại ghi `b`"
        );
        assert_eq!(vi("The expression is too complex."), "Tera báo «The expression is too complex»");
    }

    #[test]
    fn a_message_that_quotes_less_than_was_thought_stays_as_it_is() {
        assert_eq!(Reason::of("Unknown filter").vi(), "Tera báo «Unknown filter»");
    }
}
