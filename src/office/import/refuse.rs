//! What may not be imported, and what must be made readable first.

use super::letterhead;
use super::report::{Place, Report};
use super::word::{Refusal, WordOptions};
use crate::basics::diag::{Message, msg};
use crate::basics::text::{Legacy, fold_words, normal};
use crate::read::office::word::{Oddity, WordDocument, paragraphs, paragraphs_mut};
use crate::read::sensitive::{Layout, Mark, marks_in};

/// A mark stands nearly alone in its line; a longer one only speaks of marks.
const LONGEST_BESIDE_MARK: usize = 30;
/// Longer lines are sentences.
const LONGEST_STAMP: usize = 60;

/// Composes every text, and converts what is set in old fonts.
pub(super) fn decode(document: &mut WordDocument, options: &WordOptions, report: &mut Report) -> Result<(), Refusal> {
    let whole: String = paragraphs(&document.body).iter().map(|paragraph| paragraph.text() + "\n").collect();
    let by_letters = Legacy::of_text(&whole);
    let mut converted = None;
    let notes = document.notes.values_mut().flat_map(|blocks| paragraphs_mut(blocks));
    let margins = document.margins.iter_mut().flat_map(|blocks| paragraphs_mut(blocks));
    for paragraph in paragraphs_mut(&mut document.body).into_iter().chain(notes).chain(margins) {
        for run in paragraph.runs_mut() {
            let by_font = run.font.as_deref().and_then(Legacy::of_font);
            // Old fonts are often set on text that is Unicode already.
            let is_old = !run.text.is_ascii() && run.text.chars().all(|ch| u32::from(ch) < 0x100);
            match by_font.or(by_letters).filter(|_| is_old) {
                Some(legacy) => {
                    run.text = legacy.to_unicode_in(run.font.as_deref().unwrap_or_default(), &run.text);
                    converted = Some(legacy);
                }
                None => run.text = normal(&run.text).into_owned(),
            }
        }
    }
    if let Some(legacy) = converted {
        if !options.convert {
            return Err(Refusal::Legacy(legacy));
        }
        let name = legacy.name();
        report.guessed(
            Place::Whole,
            msg!("đã chuyển mã từ {name} sang Unicode; đọc lại", "converted from {name} to Unicode; read it again"),
        );
    }
    Ok(())
}

/// The mark that a line bears, or one of its parts: «MẬT - Bản số 03», «Số 52-KH/ĐU          MẬT», «(Tài liệu mật)».
/// Stricter than the gate: who imports is asked once, and a stamp is never text.
fn stamp(line: &str) -> Option<Mark> {
    const SECRET: [(&str, &str); 6] = [
        ("mat", "MẬT"),
        ("toi mat", "TỐI MẬT"),
        ("tuyet mat", "TUYỆT MẬT"),
        ("tai lieu mat", "MẬT"),
        ("tai lieu toi mat", "TỐI MẬT"),
        ("tai lieu tuyet mat", "TUYỆT MẬT"),
    ];
    let found = marks_in(line, Layout::Block, &[]).first().map(|(mark, _)| *mark);
    if matches!(found, Some(Mark::Secret(_))) || line.chars().count() > LONGEST_STAMP {
        return found;
    }
    let line = line.replace("   ", "\t");
    let parts = line.split(['\t', ',', ';', '(', ')', '-', '–', '—', '/', '|', ':', '.', '\u{a0}']);
    let is_loud = |part: &str| part.chars().filter(|ch| ch.is_alphabetic()).all(char::is_uppercase);
    let whole = fold_words(&line);
    let secret = parts.into_iter().find_map(|part| {
        let folded = fold_words(part);
        let (_, name) = SECRET.iter().find(|(word, _)| *word == folded)?;
        let names_mark = whole.contains("do mat") || whole == folded && folded.starts_with("tai lieu");
        // «mắt», «mất», «mặt» fold alike.
        let is_secret = part.to_lowercase().replace(' ', "").contains("mật");
        (is_secret && (is_loud(part) || names_mark)).then_some(Mark::Secret(name))
    });
    secret.or(found)
}

/// Marks of secrecy stop everything; true where the text is for internal use only.
pub(super) fn secrets(document: &WordDocument, everything: &[String], report: &mut Report) -> Result<bool, Refusal> {
    let all = std::iter::once(&document.body).chain(&document.margins).chain(document.notes.values());
    let paragraphs = all.flat_map(|blocks| paragraphs(blocks));
    let texts = paragraphs.map(|paragraph| (Place::Paragraph(paragraph.number), paragraph.text()));
    let beside = document.oddities.iter().map(|oddity| (Place::Whole, oddity.text().replace("; ", "\n")));
    let pictures = super::body::alternatives(document).into_iter().map(|text| (Place::Whole, text));
    // Properties, formulas, whatever else the package holds.
    let rest = everything.iter().map(|text| (Place::Whole, text.clone()));
    let mut internal = false;
    for (place, text) in texts.chain(beside).chain(pictures).chain(rest) {
        for line in text.split(['\n', '\t']) {
            match stamp(line) {
                None => {}
                Some(Mark::Internal(_)) => internal = true,
                Some(Mark::Secret(name)) if line.chars().count() <= name.chars().count() + LONGEST_BESIDE_MARK => {
                    return Err(marked(name));
                }
                // Said once, where it stands.
                Some(Mark::Secret(_)) if place == Place::Whole => {}
                Some(Mark::Secret(name)) => report.left(
                    place,
                    msg!(
                        "câu này nhắc cụm từ «{name}»: bản dựng nào cũng sẽ dừng ở đây, sửa hoặc bỏ câu trước khi dựng",
                        "this sentence has the phrase «{name}»: every build will stop here; change it first"
                    ),
                ),
            }
        }
    }
    Ok(internal)
}

/// The same for tables, whose lines are cells, headers and footers; `public` says that they go where everyone reads.
///
/// # Errors
/// When a mark stands among them that the place they go to does not bear.
pub(crate) fn marks_of_tables<'t>(lines: impl Iterator<Item = &'t str>, public: bool) -> Result<(), Refusal> {
    for mark in lines.filter_map(stamp) {
        match mark {
            Mark::Secret(name) => return Err(marked(name)),
            Mark::Internal(name) if public => {
                return Err(stopped(
                    msg!(
                        "bảng ghi «{name}», kế hoạch thì công khai; không nhập",
                        "the table says «{name}», the plan is public; not imported"
                    ),
                    msg!(
                        "để kế hoạch là noi-bo, hoặc lấy bảng được phép công khai",
                        "make the plan noi-bo, or take a table that may be public"
                    ),
                ));
            }
            Mark::Internal(_) => {}
        }
    }
    Ok(())
}

fn marked(name: &str) -> Refusal {
    stopped(
        msg!("tài liệu có dấu «{name}»; không nhập", "the document carries the mark «{name}»; not imported"),
        msg!(
            "tài liệu mật không được đưa lên trang, dù chỉ cho đảng viên; hỏi người phụ trách bảo mật",
            "secret documents must not go on the site, not even for members; ask whoever is in charge"
        ),
    )
}

/// A file without text, and one that holds several documents.
pub(super) fn what_is_no_document(document: &WordDocument, options: &WordOptions) -> Result<(), Refusal> {
    if paragraphs(&document.body).iter().all(|paragraph| paragraph.is_empty()) {
        return Err(stopped(
            msg!("tệp không có chữ nào", "the file holds no text"),
            msg!(
                "nếu là bản quét, đánh máy lại hoặc đính kèm tệp PDF",
                "if it is a scan, type it again or attach the PDF"
            ),
        ));
    }
    let heads = letterhead::numbered_heads(&document.body);
    if heads.len() > 1 && !options.as_one {
        let (count, list) = (heads.len(), heads.join(", "));
        return Err(stopped(
            msg!("tệp có {count} văn bản: {list}", "the file holds {count} documents: {list}"),
            msg!(
                "tách mỗi văn bản thành một tệp rồi nhập lại; nếu thật ra là một, thêm --mot-van-ban",
                "put each into a file of its own; if they are one, add --mot-van-ban"
            ),
        ));
    }
    Ok(())
}

/// Everything beside the text, told line by line.
pub(super) fn say_oddities(document: &WordDocument, report: &mut Report) {
    for oddity in &document.oddities {
        match oddity {
            Oddity::Inserted(text) => report.guessed(
                Place::Whole,
                msg!(
                    "chữ thêm khi bật theo dõi sửa đổi, đã nhận: «{text}»",
                    "text added as a tracked change, accepted: «{text}»"
                ),
            ),
            Oddity::Deleted(text) => report.left(
                Place::Whole,
                msg!(
                    "chữ xóa khi bật theo dõi sửa đổi, đã bỏ: «{text}»",
                    "text deleted as a tracked change, left out: «{text}»"
                ),
            ),
            Oddity::Struck(text) => report.guessed(
                Place::Whole,
                msg!(
                    "chữ bị gạch ngang, giữ như chữ thường: «{text}»",
                    "crossed-out text, kept as plain text: «{text}»"
                ),
            ),
            Oddity::Hidden(text) => {
                report.left(Place::Whole, msg!("chữ ẩn, đã bỏ: «{text}»", "hidden text, left out: «{text}»"))
            }
            Oddity::Comment(text) => {
                report.left(Place::Whole, msg!("nhận xét bên lề, đã bỏ: «{text}»", "a comment, left out: «{text}»"));
            }
            Oddity::Object(text) => report.left(
                Place::Whole,
                msg!(
                    "đối tượng nhúng (biểu đồ, sơ đồ, công thức), đã bỏ: «{text}»",
                    "an embedded object, left out: «{text}»"
                ),
            ),
            Oddity::Picture(name) => report.left(
                Place::Whole,
                msg!(
                    "ảnh {name} không phải dạng trình duyệt xem được; lưu lại thành PNG rồi chèn",
                    "image {name} is in no format that browsers show; save it as PNG"
                ),
            ),
        }
    }
    for (number, blocks) in document.margins.iter().enumerate() {
        let lines: Vec<String> = paragraphs(blocks).iter().map(|paragraph| paragraph.line()).collect();
        let text =
            lines.iter().filter(|line| line.chars().any(char::is_alphabetic)).cloned().collect::<Vec<_>>().join(" / ");
        if !text.is_empty() {
            let number = number + 1;
            report.left(
                Place::Whole,
                msg!(
                    "đầu trang hoặc chân trang {number}, không đưa vào: «{text}»",
                    "header or footer {number}, left out: «{text}»"
                ),
            );
        }
    }
}

/// A refusal with its way out.
pub(super) fn stopped(cause: Message, help: Message) -> Refusal {
    Refusal::Stopped { cause, help }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps_are_found_in_company_and_words_are_no_stamps() {
        for line in [
            "MẬT",
            "MẬT - Bản số 03",
            "TỐI MẬT (bản số 02)",
            "TỐI MẬT, HỎA TỐC",
            "Số 52-KH/ĐU          MẬT",
            "Dấu chỉ độ mật: Mật",
            "TÀI LIỆU TỐI MẬT",
            "(Tài liệu mật)",
            "MẬT - Lưu hành nội bộ",
        ] {
            assert!(matches!(stamp(line), Some(Mark::Secret(_))), "{line}");
        }
        for line in [
            "Bảo vệ bí mật nhà nước",
            "BẢO VỆ BÍ MẬT",
            "Mật độ dân số",
            "Mật ong, trà",
            "MẶT TRẬN",
            "MẤT MÙA - MẤT GIÁ",
            "MẶT",
        ] {
            assert!(stamp(line).is_none(), "{line}");
        }
    }
}
