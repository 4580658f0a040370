//! The registry of diagnostic codes: one line each, stable for ever.

use super::Severity;
use std::fmt;

/// A stable name of one kind of diagnostic; an index into the registry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(&'static str);

impl Code {
    /// The code as users type it: kebab-case Vietnamese without marks.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.0
    }

    /// Finds a code by its name.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        codes::ALL.iter().find(|entry| entry.code.0 == name).map(|entry| entry.code)
    }

    pub(crate) fn default_severity(self) -> Severity {
        self.entry().map_or(Severity::Error, |entry| entry.severity)
    }

    /// Whether `[kiem_tra]` may change its level.
    pub(crate) fn is_adjustable(self) -> bool {
        self.entry().is_some_and(|entry| entry.adjustable)
    }

    /// Whether a message may quote the line it stands in; what says that something must not be seen does not.
    pub(crate) fn quotes(self) -> bool {
        self.entry().is_none_or(|entry| entry.quotes)
    }

    fn entry(self) -> Option<&'static CodeEntry> {
        codes::ALL.iter().find(|entry| entry.code == self)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// One line of the registry.
pub(crate) struct CodeEntry {
    pub(crate) code: Code,
    pub(crate) severity: Severity,
    pub(crate) adjustable: bool,
    pub(crate) quotes: bool,
}

macro_rules! registry {
    ($($name:ident = $code:literal, $severity:ident, $kind:ident;)*) => {
        /// Every code, by a name for the program.
        pub(crate) mod codes {
            use super::{Code, CodeEntry, Severity};
            $(pub(crate) const $name: Code = Code($code);)*
            /// The registry, in the order of the pipeline.
            pub(crate) const ALL: &[CodeEntry] = &[
                $(CodeEntry {
                    code: $name,
                    severity: Severity::$severity,
                    adjustable: registry!(@adjustable $kind),
                    quotes: registry!(@quotes $kind),
                },)*
            ];
        }
    };
    (@adjustable rule) => { true };
    (@adjustable $kind:ident) => { false };
    (@quotes hushed) => { false };
    (@quotes $kind:ident) => { true };
}

registry! {
    // Files.
    FILE_UNREADABLE = "tep-khong-doc-duoc", Error, fixed;
    FILE_TOO_LARGE = "tep-qua-lon", Error, fixed;
    FILE_IS_LINK = "lien-ket-tuong-trung", Error, fixed;
    FILE_NAME_FORBIDDEN = "ten-tep-khong-hop-le", Error, fixed;
    FILE_NAME_CASE = "ten-tep-trung-hoa-thuong", Error, fixed;
    ENCODING = "ma-hoa-sai", Error, fixed;
    KIND_UNKNOWN = "thu-muc-la", Error, fixed;
    ID_INVALID = "id-khong-hop-le", Error, fixed;
    ID_TWICE = "trung-id", Error, fixed;
    FILE_STRAY = "tep-la", Warning, rule;
    ENTRY_COPIED = "ban-sao", Error, fixed;
    // Front matter.
    FRONT_MATTER_MISSING = "thieu-phan-dau", Error, fixed;
    TOML_SYNTAX = "toml-sai", Error, fixed;
    KEY_UNKNOWN = "khoa-la", Error, fixed;
    KEY_MISSING = "thieu-khoa", Error, fixed;
    TYPE_WRONG = "sai-kieu", Error, fixed;
    VALUE_UNKNOWN = "gia-tri-la", Error, fixed;
    VALUE_INVALID = "gia-tri-sai", Error, fixed;
    DATE_IMPOSSIBLE = "ngay-khong-co-that", Error, fixed;
    DATE_UNREADABLE = "ngay-khong-hieu", Error, fixed;
    DEADLINE_UNREADABLE = "thoi-han-khong-hieu", Warning, rule;
    INTERVAL_REVERSED = "khoang-ngay-nguoc", Error, fixed;
    // Markdown.
    MARKDOWN_TOO_DEEP = "van-ban-long-qua-sau", Error, fixed;
    IMAGE_ALT_MISSING = "anh-thieu-mo-ta", Warning, rule;
    IMAGE_FOREIGN = "anh-ngoai-trang", Warning, rule;
    HTML_ESCAPED = "html-khong-dung", Warning, rule;
    LINK_SCHEME = "lien-ket-khong-an-toan", Error, fixed;
    DIRECTIVE_UNKNOWN = "chi-thi-la", Error, fixed;
    DIRECTIVE_FAILED = "chi-thi-loi", Error, fixed;
    // Tables of tasks.
    TABLE_UNREADABLE = "bang-khong-doc-duoc", Error, fixed;
    TABLE_LEFT_OUT = "bang-bo-phan-an", Warning, rule;
    TABLE_HEADER = "bang-khong-co-tieu-de", Error, fixed;
    TABLE_COLUMN_UNKNOWN = "bang-cot-la", Warning, rule;
    TABLE_ROW_ODD = "bang-dong-la", Warning, rule;
    // References.
    REFERENCE_UNKNOWN = "tham-chieu-khong-co", Error, fixed;
    ORGANISATION_UNKNOWN = "to-chuc-la", Error, rule;
    ORGANISATION_AMBIGUOUS = "to-chuc-mo-ho", Error, fixed;
    ORGANISATION_CYCLE = "to-chuc-vong", Error, fixed;
    GROUP_TOO_LARGE = "nhom-qua-lon", Error, fixed;
    NAME_TWICE = "ten-to-chuc-trung", Warning, rule;
    CITATION_DATE = "can-cu-sai-ngay", Warning, rule;
    CITATION_UNREADABLE = "can-cu-khong-hieu", Warning, rule;
    CITATION_CYCLE = "can-cu-vong", Warning, rule;
    CITATION_CHAIN = "can-cu-qua-dai", Warning, rule;
    LINK_BROKEN = "lien-ket-hong", Error, fixed;
    ATTACHMENT_MISSING = "tep-khong-co", Error, fixed;
    ATTACHMENT_HUGE = "tep-qua-nang", Warning, rule;
    ATTACHMENT_UNSAFE = "tep-khong-an-toan", Error, fixed;
    ATTACHMENT_KIND = "loai-tep-la", Error, fixed;
    IMAGE_NOT_CLEAN = "anh-khong-lam-sach-duoc", Error, fixed;
    // Plans and tasks.
    TASK_LEAD_MISSING = "nhiem-vu-thieu-chu-tri", Error, fixed;
    TASK_DEADLINE_MISSING = "nhiem-vu-thieu-thoi-han", Error, fixed;
    TASK_PRODUCT_MISSING = "nhiem-vu-thieu-san-pham", Warning, rule;
    TASK_CODE_TWICE = "ma-nhiem-vu-trung", Error, fixed;
    LEADER_UNKNOWN = "theo-to-chuc-la", Error, fixed;
    TASK_STATE_ODD = "trang-thai-mau-thuan", Warning, rule;
    TASK_OUTSIDE_PLAN = "thoi-han-ngoai-ke-hoach", Warning, rule;
    TASK_VAGUE = "nhiem-vu-chung-chung", Warning, rule;
    TASK_TWO_LEADS = "nhiem-vu-hai-chu-tri", Warning, rule;
    TASK_NEAR_TWICE = "nhiem-vu-gan-trung", Warning, rule;
    PURPOSE_TWICE = "cung-cu-the-hoa", Warning, rule;
    BASIS_LATE = "cu-the-hoa-cham", Warning, rule;
    COPIED = "sao-chep", Warning, rule;
    DATE_AHEAD = "ngay-o-tuong-lai", Warning, rule;
    BASIS_ENDED = "can-cu-het-hieu-luc", Warning, rule;
    TASK_SILENT = "nhiem-vu-im-lang", Warning, rule;
    MILESTONE_PAST = "moc-qua-han", Warning, rule;
    MILESTONES_NONE = "thieu-moc", Warning, rule;
    TARGET_MISSED = "chi-tieu-hut", Warning, rule;
    CONSULTATION_SHAM = "lay-y-kien-hinh-thuc", Warning, rule;
    ABBREVIATION_UNKNOWN = "viet-tat-la", Warning, rule;
    SUMMARY_MISSING = "thieu-tom-tat", Warning, rule;
    SUMMARY_LONG = "tom-tat-dai", Warning, rule;
    APPROVAL_MISSING = "thieu-duyet", Warning, rule;
    FORM_INCOMPLETE = "thieu-the-thuc", Warning, rule;
    NUMBER_TWICE = "trung-so-ky-hieu", Warning, rule;
    AMENDMENT_TARGET = "dieu-chinh-sai-dich", Error, fixed;
    AMENDMENT_BY_POSITION = "dieu-chinh-theo-vi-tri", Error, fixed;
    AMENDMENT_REASON = "dieu-chinh-thieu-ly-do", Warning, rule;
    AMENDMENT_HIDDEN = "dieu-chinh-noi-bo", Warning, rule;
    AMENDMENT_ORDER = "dieu-chinh-truoc-ke-hoach", Warning, rule;
    // Study sessions.
    STUDY_LATE = "quan-triet-cham", Warning, rule;
    STUDY_SHORT = "quan-triet-rut-ngan", Warning, rule;
    STUDY_COMBINED = "quan-triet-long-ghep", Warning, rule;
    STUDY_FEW = "quan-triet-du-thap", Warning, rule;
    STUDY_INTERNAL = "quan-triet-noi-bo", Warning, rule;
    PAPERS_MISSING = "thu-hoach-thieu", Warning, rule;
    ATTENDANCE_OVER = "tham-du-qua-trieu-tap", Error, rule;
    ATTENDANCE_RATIO = "ty-le-khong-khop", Warning, rule;
    ATTENDANCE_TWICE = "ket-qua-trung", Error, fixed;
    PLAN_UNREAD = "ke-hoach-chua-quan-triet", Warning, rule;
    ORGANISATION_UNREAD = "to-chuc-chua-quan-triet", Warning, rule;
    // Gate.
    SECRECY_MARK = "dau-mat", Error, hushed;
    INTERNAL_MARK = "dau-luu-hanh-noi-bo", Error, hushed;
    NOT_A_MARK = "khong-phai-dau-mat", Warning, hushed;
    CITIZEN_ID = "so-can-cuoc", Error, hushed;
    ATTACHMENT_UNSEEN = "tep-chua-xem", Error, fixed;
    ATTACHMENT_TRACES = "tep-con-dau-vet", Warning, rule;
    PRIVATE_CONTACT = "lien-lac-rieng", Warning, rule;
    TABLE_INTERNAL = "bang-con-viec-noi-bo", Error, fixed;
    REFERENCE_INTERNAL = "tham-chieu-noi-bo", Warning, rule;
    ORGANISATION_INTERNAL = "to-chuc-noi-bo", Warning, rule;
    // Settings, theme, output.
    SETTING_UNKNOWN = "cai-dat-la", Error, fixed;
    THEME_MISSING = "giao-dien-khong-co", Error, fixed;
    THEME_VERSION = "giao-dien-khac-phien-ban", Error, fixed;
    THEME_BROKEN = "giao-dien-loi", Error, fixed;
    ROUTE_TWICE = "trung-dia-chi", Error, fixed;
    OUTPUT_LINK = "trang-ra-lien-ket-hong", Error, fixed;
    INTERNAL = "loi-noi-bo", Error, fixed;
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn codes_are_unique_slugs() {
        let names: BTreeSet<_> = codes::ALL.iter().map(|entry| entry.code.as_str()).collect();
        assert_eq!(names.len(), codes::ALL.len());
        for name in names {
            assert_eq!(crate::basics::text::slug(name), name);
        }
    }
}
