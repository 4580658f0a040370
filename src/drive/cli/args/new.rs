//! `new`: a site, or an entry. The flags of an entry are the questions of its form.

use super::{Words, flag, localised, option, site_arg, site_folder};
use crate::office::import::questions;
use crate::read::vocabulary::EntryKind;
use clap::{Arg, ArgMatches, Command as Clap};
use std::path::PathBuf;

/// What `new` makes.
#[derive(Debug)]
pub(in crate::drive::cli) enum NewOptions {
    Site { folder: PathBuf },
    Entry(NewEntryOptions),
}

#[derive(Debug)]
pub(in crate::drive::cli) struct NewEntryOptions {
    pub(in crate::drive::cli) site: PathBuf,
    pub(in crate::drive::cli) kind: EntryKind,
    /// Answers given by flag.
    pub(in crate::drive::cli) answers: Vec<(&'static str, String)>,
    pub(in crate::drive::cli) date: Option<String>,
    pub(in crate::drive::cli) overwrite: bool,
    /// Whether nothing is asked.
    pub(in crate::drive::cli) unasked: bool,
}

/// The kinds that have a form, by the name of their command.
const FORMS: [(&str, EntryKind); 4] = [
    ("ke-hoach", EntryKind::Plan),
    ("to-chuc", EntryKind::Organisation),
    ("quan-triet", EntryKind::Session),
    ("tai-lieu", EntryKind::Material),
];

impl NewOptions {
    pub(super) fn of(found: &ArgMatches) -> Option<Self> {
        let (name, found) = found.subcommand()?;
        let Some((_, kind)) = FORMS.iter().find(|(known, _)| *known == name) else {
            return Some(Self::Site { folder: found.get_one::<PathBuf>("folder").cloned().unwrap_or_default() });
        };
        let given = |flag: &'static str| found.get_one::<String>(flag).map(|answer| (flag, answer.clone()));
        Some(Self::Entry(NewEntryOptions {
            site: site_folder(found),
            kind: *kind,
            answers: questions(*kind).iter().filter_map(|question| given(question.flag)).collect(),
            date: found.get_one::<String>("today").cloned(),
            overwrite: found.get_flag("overwrite"),
            unasked: found.get_flag("unasked"),
        }))
    }
}

pub(super) fn new(w: &Words) -> Clap {
    let site = localised(Clap::new("site"), w)
        .visible_alias("trang")
        .about(w.of("Tạo một trang mới trong thư mục", "Make a new site in a folder"))
        .arg(
            option("folder", w, "DIR", "Thư mục mới hoặc trống", "A new or empty folder")
                .required(true)
                .value_parser(clap::value_parser!(PathBuf)),
        );
    let new = localised(Clap::new("new"), w)
        .visible_alias("moi")
        .about(w.of(
            "Tạo mới: site, ke-hoach, to-chuc, quan-triet, tai-lieu",
            "Make something new: site, ke-hoach, to-chuc, quan-triet, tai-lieu",
        ))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(site);
    FORMS.iter().fold(new, |new, (name, kind)| new.subcommand(form(name, *kind, w)))
}

fn form(name: &'static str, kind: EntryKind, w: &Words) -> Clap {
    let (vi, en) = match kind {
        EntryKind::Organisation => ("Tạo một tổ chức, hỏi từng câu", "Make an organisation, by questions"),
        EntryKind::Session => ("Tạo một buổi quán triệt, hỏi từng câu", "Make a study session, by questions"),
        EntryKind::Material => ("Tạo một tài liệu, hỏi từng câu", "Make a material, by questions"),
        _ => ("Tạo một kế hoạch, hỏi từng câu", "Make a plan, by questions"),
    };
    let command = localised(Clap::new(name), w).about(w.of(vi, en));
    let command = questions(kind).into_iter().fold(command, |command, question| {
        let help = question.text.in_lang(w.0).to_owned();
        let choices = question.choices();
        let help = if choices.is_empty() { help } else { format!("{help}: {}", choices.join(", ")) };
        command.arg(Arg::new(question.flag).long(question.flag).value_name("…").help_heading(w.options()).help(help))
    });
    command
        .arg(site_arg(w))
        .arg(option("today", w, "YYYY-MM-DD", "Coi ngày này là hôm nay", "Take this day as today").long("hom-nay"))
        .arg(
            flag("unasked", w, "Không hỏi: thiếu thì lấy giá trị mặc định", "Ask nothing: take the defaults")
                .long("khong-hoi"),
        )
        .arg(flag("overwrite", w, "Ghi đè tệp đã có", "Overwrite a file that is there").long("ghi-de"))
}
