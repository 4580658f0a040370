//! Names of organisations in a document, matched to those of the site.

use crate::basics::text::{COMMON_ABBREVIATIONS, fold_words, slug};
use crate::site::model::{Segment, Site};
use std::collections::BTreeMap;

/// The names of a site, and how to see through other ways to write them.
pub(super) struct Matcher<'s> {
    site: &'s Site,
    /// Names by their telling words; two owners make a key useless.
    by_words: BTreeMap<Vec<String>, Option<String>>,
}

/// What a cell or phrase names.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Matched {
    /// The text to write, guesses put in.
    pub(super) text: String,
    /// As written, and the name it is taken for.
    pub(super) guessed: Vec<(String, String)>,
    pub(super) unknown: Vec<String>,
}

/// Words that say nothing about which organisation is meant.
const EMPTY_WORDS: [&str; 14] =
    ["phuong", "xa", "viet", "nam", "va", "cac", "cua", "cong", "san", "ho", "chi", "minh", "dia", "to"];

impl<'s> Matcher<'s> {
    pub(super) fn new(site: &'s Site) -> Self {
        let mut by_words: BTreeMap<Vec<String>, Option<String>> = BTreeMap::new();
        for (_, organisation) in site.content.organisations.iter() {
            for name in organisation.names() {
                let owner = by_words.entry(telling_words(name)).or_insert_with(|| Some(organisation.name.clone()));
                if owner.as_ref().is_some_and(|owner| *owner != organisation.name) {
                    *owner = None;
                }
            }
        }
        Self { site, by_words }
    }

    /// Every organisation that a text names.
    pub(super) fn names(&self, written: &str) -> Matched {
        let mut matched = Matched::default();
        for segment in self.site.parties(written).segments {
            match segment {
                Segment::Known(_, text) | Segment::Gap(text) => matched.text.push_str(&text),
                Segment::Unknown(text) => match self.guess(&text) {
                    Some(name) => {
                        matched.text.push_str(&name);
                        matched.guessed.push((text, name));
                    }
                    None => {
                        matched.text.push_str(&text);
                        matched.unknown.push(text);
                    }
                },
            }
        }
        matched
    }

    /// The organisation that a text begins with, and the rest: «Ban Xây dựng Đảng: chủ trì …».
    pub(super) fn leading<'t>(&self, text: &'t str) -> Option<(String, &'t str)> {
        const LONGEST: usize = 14;
        let ends = text.char_indices().filter(|(_, ch)| ch.is_whitespace() || ":,;".contains(*ch)).map(|(at, _)| at);
        let ends: Vec<usize> = ends.chain([text.len()]).take(LONGEST).collect();
        ends.into_iter().rev().find_map(|end| {
            let (name, rest) = text.split_at_checked(end)?;
            let name = name.trim_end_matches([':', ',', ';', ' ']);
            let matched = self.names(name);
            let one = !name.contains([',', ';']) && matched.unknown.is_empty() && !matched.text.trim().is_empty();
            one.then(|| (matched.text, rest.trim_start_matches([':', ',', ';', ' ', '-'])))
        })
    }

    /// A name that differs from a known one in abbreviations and empty words only.
    fn guess(&self, written: &str) -> Option<String> {
        let words = telling_words(written);
        if words.is_empty() { None } else { self.by_words.get(&words)?.clone() }
    }
}

/// The words that tell, abbreviations written out, sorted.
fn telling_words(name: &str) -> Vec<String> {
    let mut expanded = String::new();
    for word in name.split(|ch: char| !ch.is_alphanumeric()) {
        let full =
            COMMON_ABBREVIATIONS.iter().find(|(short, _)| short.eq_ignore_ascii_case(word)).map(|(_, full)| *full);
        expanded.push_str(full.unwrap_or(word));
        expanded.push(' ');
    }
    let folded = fold_words(&expanded);
    let mut words: Vec<String> =
        folded.split(' ').filter(|word| !EMPTY_WORDS.contains(word) && !word.is_empty()).map(str::to_owned).collect();
    words.sort();
    words.dedup();
    words
}

/// Which kind of organisation a name speaks of (CONTENT §4).
pub(super) fn kind_of(name: &str) -> &'static str {
    const STARTS: [(&str, &[&str]); 9] = [
        ("chi-bo", &["chi bo"]),
        (
            "co-quan-dang",
            &[
                "uy ban kiem tra",
                "ubkt",
                "van phong dang uy",
                "trung tam chinh tri",
                "ban xay dung dang",
                "ban to chuc",
                "ban tuyen giao",
                "co quan",
            ],
        ),
        ("cap-uy", &["dang uy", "ban thuong vu", "ban chap hanh dang", "thuong truc dang uy", "dang bo"]),
        ("mat-tran", &["mat tran", "uy ban mat tran", "ub mttq", "ubmttq", "mttq", "ban thuong truc uy ban mat tran"]),
        (
            "luc-luong-vu-trang",
            &["cong an", "ban chi huy quan su", "bch quan su", "quan su", "bo doi", "don bien phong"],
        ),
        ("doan-the", &["hoi", "doan", "cong doan", "lien doan"]),
        (
            "chinh-quyen",
            &[
                "ubnd",
                "uy ban nhan dan",
                "hdnd",
                "hoi dong nhan dan",
                "phong",
                "van phong hdnd",
                "trung tam phuc vu hanh chinh",
            ],
        ),
        ("to-dan-pho", &["khu pho", "to dan pho", "thon", "ap ", "xom", "ban lam"]),
        ("don-vi", &["truong", "tram", "trung tam", "hop tac xa", "cong ty", "benh vien", "dai truyen thanh"]),
    ];
    let folded = fold_words(name);
    let starts = |words: &[&str]| {
        words.iter().any(|word| folded == word.trim() || folded.starts_with(&format!("{} ", word.trim())))
    };
    STARTS.iter().find(|(_, words)| starts(words)).map_or("khac", |(kind, _)| kind)
}

/// The id of a new organisation; `None` for a text that names several.
pub(super) fn new_id(name: &str) -> Option<String> {
    let folded = fold_words(name);
    let several = folded.starts_with("cac ") || folded.starts_with("nhung ") || folded.contains(" lien quan");
    let id = slug(name);
    (!several && !id.is_empty() && id.len() < 80).then(|| format!("to-chuc/{id}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abbreviations_and_empty_words_do_not_matter() {
        assert_eq!(telling_words("Hội LHPN phường"), telling_words("Hội Liên hiệp Phụ nữ Việt Nam phường"));
        assert_eq!(telling_words("UBND xã"), telling_words("Ủy ban nhân dân"));
        assert_ne!(telling_words("Chi bộ Khu phố 1"), telling_words("Chi bộ Khu phố 2"));
    }

    #[test]
    fn kinds_are_told_by_the_first_words() {
        for (name, kind) in [
            ("Chi bộ Khu phố 3", "chi-bo"),
            ("Đảng ủy phường", "cap-uy"),
            ("Ủy ban Kiểm tra Đảng ủy", "co-quan-dang"),
            ("Hội Nông dân", "doan-the"),
            ("Công an phường", "luc-luong-vu-trang"),
            ("Phòng Kinh tế", "chinh-quyen"),
            ("Khu phố 4", "to-dan-pho"),
            ("Trường Tiểu học Đồi Cọ", "don-vi"),
            ("Ban Đại diện phụ huynh", "khac"),
        ] {
            assert_eq!(kind_of(name), kind, "{name}");
        }
        assert_eq!(new_id("Các chi bộ trực thuộc"), None);
        assert_eq!(new_id("Công an phường").as_deref(), Some("to-chuc/cong-an-phuong"));
    }
}
