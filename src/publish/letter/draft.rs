//! A document before it is laid out: its head, its Markdown, its end.

use crate::basics::diag::{Message, msg};
use crate::basics::text::broadcast;
use crate::publish::compose::Composer;
use serde::{Deserialize, Serialize};

/// How a document looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Form {
    /// Hướng dẫn 36-HD/VPTW: documents of the Party.
    #[default]
    Dang,
    /// Nghị định 30/2020/NĐ-CP: documents of the state.
    NhaNuoc,
    /// A title and the text.
    Thuong,
    /// Text to be read over a loudspeaker.
    TruyenThanh,
}

/// The front matter of a template, after its expressions were evaluated.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Head {
    /// «khuôn»
    #[serde(rename = "khuon")]
    pub(crate) form: Form,
    #[serde(rename = "co_quan_tren")]
    pub(crate) above: String,
    #[serde(rename = "co_quan")]
    pub(crate) office: String,
    #[serde(rename = "so")]
    pub(crate) number: String,
    #[serde(rename = "noi_ngay")]
    pub(crate) place_and_date: String,
    #[serde(rename = "loai")]
    pub(crate) kind: String,
    #[serde(rename = "trich_yeu")]
    pub(crate) about: String,
    #[serde(rename = "kinh_gui")]
    pub(crate) to: Vec<String>,
    #[serde(rename = "thay_mat")]
    pub(crate) on_behalf: String,
    #[serde(rename = "chuc_vu")]
    pub(crate) role: String,
    #[serde(rename = "noi_nhan")]
    pub(crate) recipients: Vec<String>,
}

/// A document, ready to be written.
#[derive(Debug, Clone)]
pub(crate) struct Letter {
    pub(crate) head: Head,
    pub(crate) body: String,
    /// Abbreviations of the site, for whoever reads aloud.
    pub(super) abbreviations: Vec<(String, String)>,
}

/// Why a template gives no document.
#[derive(Debug)]
pub(crate) enum LetterProblem {
    /// An expression in it is wrong, at this byte where it is known.
    Template { reason: Message, at: Option<usize> },
    /// Its front matter is.
    Head(Message),
}

impl Letter {
    /// Evaluates a template over facts.
    pub(crate) fn of(
        composer: &Composer,
        template: &str,
        facts: &impl Serialize,
        abbreviations: &[(String, String)],
    ) -> Result<Self, LetterProblem> {
        let text = composer.document(template, facts).map_err(|problem| LetterProblem::Template {
            reason: problem.reason,
            at: problem.range.map(|range| range.start),
        })?;
        let text = text.trim_start();
        let (head, body) = match text.strip_prefix("+++") {
            Some(rest) => {
                rest.split_once("\n+++").ok_or_else(|| LetterProblem::Head(msg!("+++ … +++", "+++ … +++")))?
            }
            None => ("", text),
        };
        let head = toml::from_str(head).map_err(|error| {
            let message = error.message();
            LetterProblem::Head(msg!("{message}", "{message}"))
        })?;
        Ok(Self { head, body: body.trim_start_matches('+').trim().to_owned(), abbreviations: abbreviations.to_vec() })
    }

    /// As Markdown, for whoever goes on writing.
    pub(crate) fn markdown(&self) -> String {
        let bold = |lines: &[&str]| {
            lines
                .iter()
                .filter(|line| !line.is_empty())
                .map(|line| format!("**{line}**"))
                .collect::<Vec<_>>()
                .join("\n\n")
        };
        let head = &self.head;
        let title = bold(&[&head.kind, &head.about]);
        let office = [head.above.as_str(), head.office.as_str(), head.number.as_str(), head.place_and_date.as_str()];
        let office = office.iter().filter(|line| !line.is_empty()).copied().collect::<Vec<_>>().join("\\\n");
        let to = if head.to.is_empty() { String::new() } else { format!("Kính gửi: {}", head.to.join("; ")) };
        let recipients: String = head.recipients.iter().map(|line| format!("\n- {line}")).collect();
        let recipients = if recipients.is_empty() { recipients } else { format!("Nơi nhận:\n{recipients}") };
        let parts = [office, title, to, self.body.clone(), bold(&[&head.on_behalf, &head.role]), recipients];
        let parts: Vec<String> = parts.into_iter().filter(|part| !part.trim().is_empty()).collect();
        parts.join("\n\n") + "\n"
    }

    /// As plain text; a broadcast text as it is read.
    pub(crate) fn plain(&self) -> String {
        if self.head.form == Form::TruyenThanh {
            let text = super::plain::text(&self.body);
            let paragraphs = text.split("\n\n").map(|paragraph| broadcast(paragraph, &self.abbreviations).join("\n"));
            return paragraphs.filter(|paragraph| !paragraph.is_empty()).collect::<Vec<_>>().join("\n\n") + "\n";
        }
        super::plain::text(&self.markdown()) + "\n"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn letter(template: &str) -> Result<Letter, LetterProblem> {
        Letter::of(&Composer::new(), template, &BTreeMap::from([("ten", "Hội \"A\"")]), &[])
    }

    #[test]
    fn head_and_body_are_told_apart() {
        let found = letter("+++\nloai = \"BÁO CÁO\"\ntrich_yeu = {{ ten | toml }}\n+++\nKính thưa {{ ten }}.\n");
        let found = found.unwrap_or_else(|problem| panic!("{problem:?}"));
        assert_eq!((found.head.about.as_str(), found.body.as_str()), ("Hội \"A\"", "Kính thưa Hội \"A\"."));
        assert_eq!(found.plain(), "BÁO CÁO\n\nHội \"A\"\n\nKính thưa Hội \"A\".\n");
    }

    #[test]
    fn mistakes_are_told() {
        assert!(matches!(letter("{{ khong_co }}"), Err(LetterProblem::Template { .. })));
        assert!(matches!(letter("+++\nla = 1\n+++\n"), Err(LetterProblem::Head(_))));
        assert!(matches!(letter("+++\nso = \"1\"\n"), Err(LetterProblem::Head(_))));
    }

    #[test]
    fn a_broadcast_text_is_read_in_words() {
        let found = letter("+++\nkhuon = \"truyen-thanh\"\n+++\nMời bà con **12** khu phố đến ngày 30/6/2026.\n");
        let text = found.map(|letter| letter.plain()).unwrap_or_default();
        assert_eq!(
            text,
            "Mời bà con mười hai khu phố đến ngày ba mươi tháng sáu năm hai nghìn không trăm hai mươi sáu.\n"
        );
    }
}
