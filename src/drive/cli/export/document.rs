//! Documents by their templates: found, evaluated, written in the format that the file name asks for.

use super::organisation;
use crate::basics::date::{Day, Deadline, Meaning, parse_date};
use crate::basics::diag::{Fatal, Lang, Message, msg, nearest};
use crate::drive::cli::args::{DocumentSubject, ExportOptions};
use crate::drive::cli::console::Console;
use crate::drive::cli::{Exit, files};
use crate::drive::pipeline::{BuildInput, Workspace};
use crate::edition::gate::Request;
use crate::office::import::find_plan;
use crate::office::paperwork;
use crate::publish::compose::Composer;
use crate::publish::letter::{Letter, LetterProblem, Period, Subject, facts};
use crate::read::vocabulary::{Audience, EntryKind};
use crate::site::model::{EntryId, Site};
use std::path::{Path, PathBuf};

/// Documents that stay inside the office: they may say what is internal.
const INSIDE: [&str; 3] = ["bao-cao", "phieu-giao-viec", "giay-moi"];

pub(super) fn run(
    name: Option<&str>,
    about: &DocumentSubject,
    workspace: &Workspace,
    input: &BuildInput,
    options: &ExportOptions,
    console: &Console,
) -> Result<Exit, Fatal> {
    let templates = workspace.documents();
    let Some(name) = name else {
        templates.keys().for_each(|name| console.print(name));
        return Ok(Exit::Clean);
    };
    let template = templates.get(name).ok_or_else(|| unknown(name, templates.keys().map(String::as_str)))?;
    let is_inside = INSIDE.contains(&name);
    if is_inside && options.site.names_audience && input.audience == Audience::Public {
        return Err(Fatal::new(msg!(
            "{name} là văn bản nội bộ: gồm cả nội dung nội bộ",
            "{name} is an internal paper: it holds internal content"
        ))
        .help(msg!(
            "bỏ --doi-tuong cong-khai; văn bản công khai dùng mẫu thong-bao, truyen-thanh hoặc mẫu của trang",
            "drop --doi-tuong cong-khai; for the public use thong-bao, truyen-thanh or a template of the site"
        )));
    }
    let audience = if is_inside { Audience::Internal } else { input.audience };
    let snapshot = workspace.snapshot(Request { audience, ..input.request() }, None);
    let subject = subject(name, about, workspace, input.today)?;
    let edition = snapshot.edition();
    let is_hidden = subject.plan.is_some_and(|id| edition.content.plans.get(id).is_none())
        || subject.session.is_some_and(|id| edition.content.sessions.get(id).is_none())
        || subject.organisation.is_some_and(|id| edition.content.organisations.get(id).is_none());
    if is_hidden {
        return Err(Fatal::new(msg!(
            "mục này là nội bộ hoặc dự thảo; văn bản này thì công khai",
            "this entry is internal or a draft; this document is public"
        ))
        .help(msg!(
            "thêm --doi-tuong noi-bo (hoặc --ban-nhap) nếu chỉ dùng trong nội bộ",
            "add --doi-tuong noi-bo (or --ban-nhap) if it stays inside"
        )));
    }
    let letter = Letter::of(&Composer::new(), template, &facts(edition, subject), &edition.config.abbreviations);
    let letter = letter.map_err(|problem| failed(name, template, &problem))?;
    let out = options.out.clone().unwrap_or_else(|| default_out(name));
    files::replace(&out, &written(&letter, &out)?)?;
    let shown = out.display();
    console.say(&match console.lang {
        Lang::Vi if is_inside => {
            format!("✓ Đã ghi {shown} (văn bản nội bộ). Điền số, ngày và những chỗ có dấu … rồi trình ký.")
        }
        Lang::En if is_inside => {
            format!("✓ Written {shown} (an internal paper). Fill in number, date and wherever … stands.")
        }
        Lang::Vi => format!("✓ Đã ghi {shown}. Đọc lại; điền những chỗ có dấu … nếu có."),
        Lang::En => format!("✓ Written {shown}. Read it again; fill in wherever … stands."),
    });
    Ok(Exit::Clean)
}

fn default_out(name: &str) -> PathBuf {
    PathBuf::from(if name == "truyen-thanh" { format!("{name}.txt") } else { format!("{name}.docx") })
}

fn written(letter: &Letter, out: &Path) -> Result<Vec<u8>, Fatal> {
    let extension = out.extension().map(|extension| extension.to_string_lossy().to_lowercase()).unwrap_or_default();
    match extension.as_str() {
        "md" => Ok(letter.markdown().into_bytes()),
        "txt" => Ok(letter.plain().into_bytes()),
        "docx" => paperwork::docx(letter)
            .ok_or_else(|| Fatal::new(msg!("không tạo được tệp Word", "cannot make the Word file"))),
        other => Err(Fatal::new(msg!("không ghi được dạng .{other}", "cannot write .{other}"))
            .help(msg!("đặt tên tệp ra là .docx, .md hoặc .txt", "name the file .docx, .md or .txt"))),
    }
}

fn unknown<'t>(name: &str, known: impl Iterator<Item = &'t str> + Clone) -> Fatal {
    let fatal = Fatal::new(msg!("không có mẫu «{name}»", "there is no template «{name}»"));
    let list = known.clone().collect::<Vec<_>>().join(", ");
    match nearest(name, known) {
        Some(near) => fatal.help(msg!("ý bạn là {near}? Các mẫu: {list}", "did you mean {near}? Templates: {list}")),
        None => fatal.help(msg!(
            "các mẫu: {list}; mẫu của trang đặt trong content/mau/",
            "templates: {list}; a site's own are in content/mau/"
        )),
    }
}

/// What the user named, found; and what the template cannot do without.
fn subject(name: &str, about: &DocumentSubject, workspace: &Workspace, today: Day) -> Result<Subject, Fatal> {
    let site = workspace.site();
    let plan = |written: &String| {
        let hint = || {
            msg!(
                "ghi số ký hiệu, hoặc id của tệp trong content/ke-hoach/",
                "write its number, or the id of a file in content/ke-hoach/"
            )
        };
        find_plan(site, written).map_err(|cause| Fatal::new(cause).help(hint()))
    };
    let session = |id: &String| match site.index.entry(id.trim_end_matches('/'), &[EntryKind::Session]) {
        Some(EntryId::Session(id)) => Ok(id),
        _ => Err(no_session(id, site)),
    };
    let subject = Subject {
        period: Some(period(about, today)?),
        organisation: about.organisation.as_deref().map(|name| organisation(name, workspace)).transpose()?,
        plan: about.plan.as_ref().map(plan).transpose()?,
        session: about.session.as_ref().map(session).transpose()?,
    };
    let organisation = msg!("--to-chuc và id hoặc tên tổ chức", "--to-chuc with an id or a name");
    let plan = msg!("--ke-hoach và số ký hiệu hoặc id", "--ke-hoach with a number or an id");
    let session = msg!("--quan-triet và id, ví dụ quan-triet/2026/hoi-nghi", "--quan-triet with an id");
    match name {
        "phieu-giao-viec" if subject.organisation.is_none() => Err(needs(&organisation)),
        "giay-moi" if subject.session.is_none() => Err(needs(&session)),
        "thong-bao" | "truyen-thanh" if subject.plan.is_none() => Err(needs(&plan)),
        _ => Ok(subject),
    }
}

fn no_session(id: &str, site: &Site) -> Fatal {
    let fatal = Fatal::new(msg!("không có buổi quán triệt {id}", "there is no session {id}"));
    match nearest(id, site.index.ids().filter(|known| known.starts_with("quan-triet/"))) {
        Some(near) => fatal.help(msg!("ý bạn là {near}?", "did you mean {near}?")),
        None => fatal
            .help(msg!("ghi id của tệp trong content/quan-triet/", "write the id of a file in content/quan-triet/")),
    }
}

fn needs(what: &Message) -> Fatal {
    let (vi, en) = (&what.vi, &what.en);
    Fatal::new(msg!("mẫu này cần {vi}", "this template needs {en}")).help(msg!("thêm {vi}", "add {en}"))
}

/// `--tu`, `--den`: days, or stretches such as «quý I/2026».
fn period(about: &DocumentSubject, today: Day) -> Result<Period, Fatal> {
    let odd = |text: &str| {
        Fatal::new(msg!("không hiểu ngày «{text}»", "«{text}» is no day"))
            .help(msg!("ghi như 1/1/2026, hoặc quý I/2026", "write 1/1/2026, or quý I/2026"))
    };
    let read = |text: &String, first: bool| {
        let stretch = || match Deadline::parse(text).0.meaning {
            Meaning::Period { start, end } => Some(if first { start } else { end }),
            Meaning::Day(day) => Some(day),
            _ => None,
        };
        parse_date(text).ok().or_else(stretch).ok_or_else(|| odd(text))
    };
    let year = Day::new(today.year(), 1, 1).unwrap_or(today);
    let from = about.from.as_ref().map(|text| read(text, true)).transpose()?.unwrap_or(year);
    let to = about.to.as_ref().map(|text| read(text, false)).transpose()?;
    let to = to.unwrap_or(today);
    if from > to {
        return Err(Fatal::new(msg!("ngày bắt đầu sau ngày kết thúc", "the first day is after the last"))
            .help(msg!("đổi chỗ --tu và --den", "swap --tu and --den")));
    }
    Ok(Period { from, to })
}

fn failed(name: &str, template: &str, problem: &LetterProblem) -> Fatal {
    match problem {
        LetterProblem::Template { reason, at } => {
            let at = at.and_then(|at| template.get(..at)).unwrap_or_default();
            let line = at.matches('\n').count() + 1;
            let Message { vi, en } = reason;
            Fatal::new(msg!("mẫu {name}.md dòng {line}: {vi}", "template {name}.md line {line}: {en}"))
                .help(msg!("sửa mẫu trong content/mau/ hoặc themes/…/mau/", "mend it in content/mau/ or themes/…/mau/"))
        }
        LetterProblem::Head(Message { vi, en }) => {
            Fatal::new(msg!("phần đầu của mẫu {name}.md sai: {vi}", "the front matter of {name}.md is wrong: {en}"))
                .help(msg!(
                    "giá trị lấy từ dữ liệu phải qua bộ lọc toml: {{{{ ten | toml }}}}",
                    "values from data go through the filter toml"
                ))
        }
    }
}
