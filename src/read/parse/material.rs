//! `tai-lieu/` and `trang/` (CONTENT §10, §11).

use crate::basics::date::Day;
use crate::basics::diag::{Diagnostic, Located, codes, msg};
use crate::read::fields::Fields;
use crate::read::vocabulary::MaterialKind;

/// Dissemination material («tài liệu tuyên truyền») as written.
#[derive(Debug, Clone)]
pub(crate) struct Material {
    pub(crate) title: String,
    /// Used in headings and lists, with the full one beneath («tên ngắn»).
    pub(crate) short_title: Option<String>,
    pub(crate) kind: Option<MaterialKind>,
    pub(crate) plans: Vec<Located<String>>,
    pub(crate) documents: Vec<Located<String>>,
    pub(crate) language: String,
    pub(crate) date: Option<Day>,
    pub(crate) address: Option<Located<String>>,
    pub(crate) answers: Vec<Answer>,
    pub(crate) quiz: Vec<QuizItem>,
}

/// A question with its answer («hỏi – đáp»); the answer is Markdown.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) question: String,
    pub(crate) answer: Located<String>,
}

/// A question for self-checking («trắc nghiệm»).
#[derive(Debug, Clone)]
pub(crate) struct QuizItem {
    pub(crate) question: String,
    pub(crate) choices: Vec<String>,
    /// 0-based.
    pub(crate) right: usize,
    pub(crate) explanation: Option<String>,
}

pub(super) fn read_material(fields: &mut Fields<'_, '_, '_>) -> Material {
    Material {
        title: fields.required_text("tieu_de").map(|text| text.value).unwrap_or_default(),
        short_title: fields.text("ten_ngan").map(|text| text.value),
        kind: fields.choice("loai", &MaterialKind::WORDS),
        plans: fields.texts("ke_hoach"),
        documents: fields.texts("van_ban"),
        language: fields.text("ngon_ngu").map_or_else(|| "vi".to_owned(), |text| text.value),
        date: fields.date("ngay").map(|day| day.value),
        address: fields.text("dia_chi"),
        answers: fields.tables("cau_hoi", read_answer).into_iter().flatten().collect(),
        quiz: fields.tables("trac_nghiem", read_quiz).into_iter().flatten().collect(),
    }
}

fn read_answer(fields: &mut Fields<'_, '_, '_>) -> Option<Answer> {
    let question = fields.required_text("hoi");
    let answer = fields.required_text("dap");
    Some(Answer { question: question?.value, answer: answer? })
}

fn read_quiz(fields: &mut Fields<'_, '_, '_>) -> Option<QuizItem> {
    let question = fields.required_text("cau");
    let choices: Vec<_> = fields.texts("lua_chon").into_iter().map(|choice| choice.value).collect();
    let place = fields.place();
    let right = fields.integer("dung", 1..=i64::MAX);
    if right.is_none() && !fields.has("dung") {
        fields.missing("dung");
    }
    let explanation = fields.text("giai_thich").map(|text| text.value);
    let number = right.as_ref().and_then(|right| usize::try_from(right.value).ok())?;
    if number > choices.len() {
        let count = choices.len();
        let at = right.map_or(place, |right| right.at);
        fields.diagnostics().push(
            Diagnostic::new(
                codes::VALUE_INVALID,
                at,
                msg!(
                    "đáp án số {number}, nhưng chỉ có {count} lựa chọn",
                    "answer {number}, but there are {count} choices"
                ),
            )
            .help(msg!(
                "`dung` đếm từ 1 theo thứ tự trong `lua_chon`",
                "`dung` counts from 1 in the order of `lua_chon`"
            )),
        );
        return None;
    }
    Some(QuizItem { question: question?.value, choices, right: number - 1, explanation })
}

/// A plain page («trang») as written.
#[derive(Debug, Clone)]
pub(crate) struct Page {
    pub(crate) title: String,
    pub(crate) order: i64,
    pub(crate) in_menu: bool,
}

pub(super) fn read_page(fields: &mut Fields<'_, '_, '_>) -> Page {
    Page {
        title: fields.required_text("tieu_de").map(|text| text.value).unwrap_or_default(),
        order: fields.integer("thu_tu", -1_000_000..=1_000_000).map_or(i64::MAX, |number| number.value),
        in_menu: fields.boolean("menu").unwrap_or(false),
    }
}
