//! Forms: a few questions whose answers make a new entry, as a commented file to write on in.
//!
//! Takes answers as people type them, returns the file; asks nobody itself.

mod plan;
mod written;

pub(crate) use plan::find_plan;

use super::organisations::kind_of;
use super::refuse::stopped;
use super::signers::is_name;
use super::{NewFile, Refusal};
use crate::basics::date::{Day, Deadline, parse_date, print_day};
use crate::basics::diag::{Message, msg, nearest};
use crate::basics::path::{SourcePath, is_device_name};
use crate::basics::text::{fold_name, fold_words};
use crate::read::vocabulary::{EntryKind, MaterialKind, OrganisationKind, SessionForm};
use crate::site::model::Site;
use std::collections::BTreeMap;
use written::{Given, Written};

/// What a question wants to hear.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Wants {
    /// Some text, and not none.
    Words,
    /// Text, or nothing.
    Anything,
    /// The role of somebody, never the name; or nothing.
    Role,
    /// An address on the web, or nothing.
    Address,
    /// A day, as people write it.
    Day,
    /// A day or a stretch whose last day counts: «quý I/2026».
    Until,
    /// A day and an hour.
    Moment,
    /// One of some words.
    Choice(Vec<&'static str>),
    /// Organisations, each known.
    Organisations,
    /// A plan of the site, by id or number.
    Plan,
    /// A topic of the settings.
    Topic,
    /// A whole number, or nothing.
    Number,
}

/// One question, and the flag that answers it unasked.
#[derive(Debug, Clone)]
pub(crate) struct Question {
    /// `so-ky-hieu`
    pub(crate) flag: &'static str,
    pub(crate) text: Message,
    wants: Wants,
}

/// Answers by flag, each checked.
pub(crate) type Answers = BTreeMap<&'static str, String>;

/// The form of one kind of entry.
pub(crate) struct EntryForm<'s> {
    kind: EntryKind,
    site: &'s Site,
    today: Day,
}

impl Question {
    /// The words to choose from, where there is a choice.
    pub(crate) fn choices(&self) -> &[&'static str] {
        match &self.wants {
            Wants::Choice(words) => words,
            _ => &[],
        }
    }
}

impl<'s> EntryForm<'s> {
    pub(crate) fn new(kind: EntryKind, site: &'s Site, today: Day) -> Self {
        Self { kind, site, today }
    }

    /// What is meant by an empty answer; `None` where one must be given.
    pub(crate) fn default(&self, question: &Question, answers: &Answers) -> Option<String> {
        let name = answers.get("ten").map(String::as_str).unwrap_or_default();
        match (question.flag, &question.wants) {
            ("ngay", _) => Some(print_day(self.today)),
            ("co-quan", _) => Some(self.site.config.publisher.clone()),
            ("den", _) => Some(format!("31/12/{}", self.today.year())),
            ("loai", Wants::Choice(words)) if self.kind == EntryKind::Organisation => {
                let guess = kind_of(name);
                words.contains(&guess).then(|| guess.to_owned())
            }
            (_, Wants::Choice(words)) => words.first().map(|word| (*word).to_owned()),
            ("ngon-ngu", _) => Some("vi".to_owned()),
            (
                _,
                Wants::Anything
                | Wants::Role
                | Wants::Address
                | Wants::Organisations
                | Wants::Plan
                | Wants::Topic
                | Wants::Number,
            ) => Some(String::new()),
            (_, Wants::Words | Wants::Day | Wants::Until | Wants::Moment) => None,
        }
    }

    /// The answer as it will be kept.
    ///
    /// # Errors
    /// Why it will not do, and what would.
    pub(crate) fn check(&self, question: &Question, answer: &str) -> Result<String, Message> {
        let answer = answer.trim();
        let not_a_day =
            || msg!("không hiểu ngày «{answer}»; ghi như 20/1/2026", "«{answer}» is no day; write 20/1/2026");
        match &question.wants {
            Wants::Words if answer.is_empty() => Err(msg!("phải có câu trả lời", "an answer is needed")),
            _ if answer.is_empty() => Ok(String::new()),
            Wants::Role if answer.split(';').any(|name| is_name(name.trim(), false)) => Err(msg!(
                "ghi chức vụ, không ghi tên người: trang không nêu tên",
                "write the role, not the name of a person"
            )),
            Wants::Role => Ok(answer.to_owned()),
            Wants::Words | Wants::Anything => self.fresh(question, answer),
            Wants::Address if !(answer.starts_with("https://") || answer.starts_with("http://")) => {
                Err(msg!("địa chỉ phải bắt đầu bằng https://", "an address begins with https://"))
            }
            Wants::Address => Ok(answer.to_owned()),
            Wants::Day => parse_date(answer).map(|day| day.to_string()).map_err(|_| not_a_day()),
            Wants::Until => Deadline::parse(answer).0.end().map(|day| day.to_string()).ok_or_else(|| {
                msg!(
                    "không hiểu «{answer}»; ghi như 31/12/2026, quý I/2026, năm 2026",
                    "«{answer}» is not understood; write 31/12/2026, quý I/2026, năm 2026"
                )
            }),
            Wants::Moment => moment(answer).ok_or_else(not_a_day),
            Wants::Choice(words) => choice(answer, words),
            Wants::Organisations => self.organisations(answer),
            Wants::Plan => self.plan(answer),
            Wants::Topic => self.topic(answer),
            Wants::Number => answer
                .parse::<u32>()
                .map(|number| number.to_string())
                .map_err(|_| msg!("«{answer}» không phải số", "«{answer}» is no number")),
        }
    }

    /// A name of a new organisation must not be one that the site knows: then neither would be known any more.
    fn fresh(&self, question: &Question, answer: &str) -> Result<String, Message> {
        let is_name = self.kind == EntryKind::Organisation && ["ten", "ten-ngan", "ten-khac"].contains(&question.flag);
        let names = answer.split(';').map(str::trim).filter(|_| is_name);
        for name in names {
            let known = self.site.content.organisations.iter().map(|(_, known)| known);
            if let Some(other) =
                known.into_iter().find(|known| known.names().any(|known| fold_name(known) == fold_name(name)))
            {
                let other = &other.meta.id;
                return Err(msg!("tên «{name}» đã là của {other}", "the name «{name}» is already that of {other}"));
            }
        }
        Ok(answer.to_owned())
    }

    fn organisations(&self, answer: &str) -> Result<String, Message> {
        let parties = self.site.parties(answer);
        let unknown = parties.segments.iter().find_map(|segment| match segment {
            crate::site::model::Segment::Unknown(name) => Some(name.clone()),
            _ => None,
        });
        match unknown {
            None => Ok(answer.to_owned()),
            Some(name) => {
                let known: Vec<&str> = self
                    .site
                    .content
                    .organisations
                    .iter()
                    .flat_map(|(_, known)| known.names())
                    .map(String::as_str)
                    .collect();
                Err(match nearest(&name, known) {
                    Some(near) => msg!(
                        "không có tổ chức «{name}»; ý bạn là «{near}»?",
                        "no organisation «{name}»; did you mean «{near}»?"
                    ),
                    None => msg!("không có tổ chức «{name}» trong to-chuc/", "no organisation «{name}» in to-chuc/"),
                })
            }
        }
    }

    fn plan(&self, answer: &str) -> Result<String, Message> {
        let id = find_plan(self.site, answer)?;
        Ok(self.site.content.plans.get(id).map(|plan| plan.meta.id.clone()).unwrap_or_default())
    }

    fn topic(&self, answer: &str) -> Result<String, Message> {
        let topics = &self.site.config.topics;
        let found = topics.iter().find(|topic| topic.code == answer || fold_words(&topic.name) == fold_words(answer));
        found.map(|topic| topic.code.clone()).ok_or_else(|| {
            let list = topics.iter().map(|topic| topic.code.as_str()).collect::<Vec<_>>().join(", ");
            msg!("không có lĩnh vực «{answer}»; có: {list}", "no topic «{answer}»; there are: {list}")
        })
    }

    /// The file that the answers make.
    ///
    /// # Errors
    /// When no name can be made of them.
    pub(crate) fn file(&self, answers: &Answers) -> Result<NewFile, Refusal> {
        let given = Given(answers);
        let Written { id, front, body } = Written::of(self.kind, &given);
        if id.is_empty() || id.ends_with('/') {
            return Err(stopped(
                msg!("tên này không đặt được tên tệp", "no file name can be made of this name"),
                msg!(
                    "ghi tên có chữ hoặc số; tên một tổ chức, không phải «các …»",
                    "write a name with letters or digits; of one organisation"
                ),
            ));
        }
        if self.kind == EntryKind::Plan && given.get("den") < given.get("ngay") {
            return Err(stopped(
                msg!("ngày kết thúc trước ngày ban hành", "it ends before it is issued"),
                msg!("sửa --den, hoặc --ngay", "mend --den or --ngay"),
            ));
        }
        if id.rsplit('/').next().is_some_and(is_device_name) {
            return Err(stopped(
                msg!("Windows không cho đặt tên tệp như vậy: {id}", "Windows forbids such a file name: {id}"),
                msg!("ghi số ký hiệu hoặc tên khác", "write another number or name"),
            ));
        }
        Ok(NewFile { path: SourcePath::new(format!("content/{id}.md")), bytes: front.with_body(body).into_bytes() })
    }
}

/// The first of each pair.
fn words<T>(pairs: &[(&'static str, T)]) -> Vec<&'static str> {
    pairs.iter().map(|(word, _)| *word).collect()
}

/// The questions of one kind of entry, in their order.
pub(crate) fn questions(kind: EntryKind) -> Vec<Question> {
    let ask = |flag, wants, text| Question { flag, text, wants };
    match kind {
        EntryKind::Organisation => vec![
            ask("ten", Wants::Words, msg!("Tên tổ chức", "Name of the organisation")),
            ask("loai", Wants::Choice(words(&OrganisationKind::WORDS)), msg!("Loại", "EntryKind")),
            ask("ten-ngan", Wants::Anything, msg!("Tên ngắn", "Short name")),
            ask("ten-khac", Wants::Anything, msg!("Tên gọi khác, cách nhau bằng ;", "Other names, parted by ;")),
            ask("thuoc", Wants::Organisations, msg!("Trực thuộc", "Part of")),
            ask("so-dang-vien", Wants::Number, msg!("Số đảng viên", "Number of Party members")),
            ask("dien-thoai", Wants::Anything, msg!("Điện thoại cơ quan", "Telephone of the office")),
            ask("email", Wants::Anything, msg!("Thư điện tử cơ quan", "E-mail of the office")),
        ],
        EntryKind::Session => vec![
            ask("tieu-de", Wants::Words, msg!("Tên hội nghị, buổi học", "Name of the session")),
            ask("bat-dau", Wants::Moment, msg!("Bắt đầu (20/1/2026 14:00)", "Starts (20/1/2026 14:00)")),
            ask(
                "ke-hoach",
                Wants::Plan,
                msg!("Học kế hoạch nào (số ký hiệu hoặc id)", "Which plan is studied (number or id)"),
            ),
            ask("hinh-thuc", Wants::Choice(words(&SessionForm::WORDS)), msg!("Hình thức", "SessionForm")),
            ask("dia-diem", Wants::Anything, msg!("Địa điểm", "Place")),
            ask(
                "trieu-tap",
                Wants::Organisations,
                msg!("Triệu tập ai, cách nhau bằng ;", "Who is convened, parted by ;"),
            ),
            ask("bao-cao-vien", Wants::Role, msg!("Báo cáo viên (chức vụ)", "Speaker (role)")),
            ask("thoi-luong", Wants::Anything, msg!("Thời lượng dự kiến", "Planned length")),
        ],
        EntryKind::Material => vec![
            ask("tieu-de", Wants::Words, msg!("Tên tài liệu", "Title")),
            ask("loai", Wants::Choice(words(&MaterialKind::WORDS)), msg!("Loại", "EntryKind")),
            ask(
                "ke-hoach",
                Wants::Plan,
                msg!("Về kế hoạch nào (số ký hiệu hoặc id)", "About which plan (number or id)"),
            ),
            ask("ngay", Wants::Day, msg!("Ngày", "Date")),
            ask(
                "dia-chi",
                Wants::Address,
                msg!("Địa chỉ nếu đăng ở nơi khác (https://…)", "Address if it is hosted elsewhere (https://…)"),
            ),
            ask("ngon-ngu", Wants::Anything, msg!("Ngôn ngữ", "Language")),
        ],
        _ => vec![
            ask(
                "so-ky-hieu",
                Wants::Anything,
                msg!("Số ký hiệu (để trống nếu chưa có)", "Number (empty if there is none yet)"),
            ),
            ask("tieu-de", Wants::Words, msg!("Trích yếu", "Title")),
            ask("ngay", Wants::Day, msg!("Ngày ban hành", "Date of issue")),
            ask("co-quan", Wants::Anything, msg!("Cơ quan ban hành", "Issuer")),
            ask("nguoi-ky", Wants::Role, msg!("Chức vụ người ký", "Role of the signer")),
            ask("can-cu", Wants::Anything, msg!("Căn cứ, cách nhau bằng ;", "Basis, parted by ;")),
            ask(
                "den",
                Wants::Until,
                msg!(
                    "Thực hiện đến khi nào (31/12/2026, quý I/2026, năm 2030)",
                    "Until when (31/12/2026, quý I/2026, năm 2030)"
                ),
            ),
            ask("linh-vuc", Wants::Topic, msg!("Lĩnh vực (mã hoặc tên)", "Topic (code or name)")),
        ],
    }
}

/// `20/1/2026 14:00`, `20-01-2026 14h`, `20/1/2026`.
fn moment(answer: &str) -> Option<String> {
    let (day, hour) = answer.split_once([' ', ',']).unwrap_or((answer, ""));
    let day = parse_date(day).ok()?;
    let hour = hour.trim().replace(['h', 'g'], ":");
    let (hour, minute) = hour.trim_end_matches(':').split_once(':').unwrap_or((hour.trim_end_matches(':'), "0"));
    if hour.is_empty() {
        return Some(day.to_string());
    }
    let (hour, minute) = (hour.trim().parse::<i8>().ok()?, minute.trim().parse::<i8>().ok()?);
    ((0..24).contains(&hour) && (0..60).contains(&minute)).then(|| format!("{day}T{hour:02}:{minute:02}:00"))
}

fn choice(answer: &str, words: &[&str]) -> Result<String, Message> {
    let folded = fold_words(answer).replace(' ', "-");
    let by_number = answer.parse::<usize>().ok().and_then(|number| words.get(number.checked_sub(1)?));
    let found = words.iter().find(|word| **word == folded).or(by_number);
    found.map(|word| (*word).to_owned()).ok_or_else(|| {
        let list = words.join(", ");
        msg!("chọn một trong: {list}", "choose one of: {list}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_as_people_write_them() {
        for (written, kept) in [
            ("20/1/2026 14:00", Some("2026-01-20T14:00:00")),
            ("20-01-2026 7h30", Some("2026-01-20T07:30:00")),
            ("20/1/2026 14h", Some("2026-01-20T14:00:00")),
            ("20/1/2026", Some("2026-01-20")),
            ("31/2/2026 14:00", None),
            ("20/1/2026 25:00", None),
        ] {
            assert_eq!(moment(written).as_deref(), kept, "{written}");
        }
    }

    #[test]
    fn choices_are_taken_by_word_or_number() {
        let forms = words(&SessionForm::WORDS);
        assert_eq!(choice("Trực tuyến", &forms).as_deref(), Ok("truc-tuyen"));
        assert_eq!(choice("1", &forms).as_deref(), Ok("truc-tiep"));
        assert!(choice("khác", &forms).is_err());
    }
}
