//! The search page, and the catalogue of titles below it.

use super::Html;
use crate::basics::text::fold;
use crate::edition::publication::Listed;
use crate::edition::route::{LONG_ROWS, Slice, View};
use crate::publish::render::PageCx;
use crate::publish::render::frame::About;
use crate::publish::render::view::WordView;
use crate::publish::search::HitKind;
use serde::Serialize;

#[derive(Serialize)]
struct SearchPage {
    /// Whether this is the page with the box, not a later page of the catalogue.
    first: bool,
    index: String,
    /// The index as one script; empty when it is too large for that.
    index_script: String,
    lunr: String,
    inflate: String,
    script: String,
    kinds: Vec<WordView>,
    letters: Vec<Letter>,
    groups: Vec<Group>,
    total: usize,
}

/// A letter of the catalogue, and where its titles begin.
#[derive(Serialize)]
struct Letter {
    letter: String,
    url: String,
}

/// The titles of one letter, as far as they stand on this page.
#[derive(Serialize)]
struct Group {
    letter: String,
    anchor: String,
    rows: Vec<TitleRow>,
}

#[derive(Serialize)]
struct TitleRow {
    number: Option<String>,
    title: String,
    url: String,
}

pub(super) fn search(cx: &PageCx<'_>, part: usize) -> Html {
    let catalogue = cx.publication.catalogue();
    let slice = Slice::new(part, catalogue.len(), LONG_ROWS);
    let about = About::new(cx.t("tim_kiem", "tieu_de"), "tim-kiem")
        .description(cx.t("tim_kiem", "mo_ta"))
        .pagination(cx.pagination(slice, |part| View::Search { part }));
    let link = |path: Option<&String>| path.map(|path| cx.link(path)).unwrap_or_default();
    let page = SearchPage {
        first: part == 0,
        index: link(cx.search.map(|index| &index.folder)),
        index_script: link(cx.search.and_then(|index| index.script.as_ref())),
        lunr: cx.asset("lunr.min.js"),
        inflate: cx.asset("tim-kiem-giai-nen.js"),
        script: cx.asset("tim-kiem.js"),
        kinds: HitKind::ALL.into_iter().map(|kind| cx.word("loai_tim_thay", kind.word())).collect(),
        letters: letters(cx, catalogue),
        groups: slice.of(catalogue).chunk_by(|a, b| a.letter == b.letter).map(|lines| group(cx, lines)).collect(),
        total: catalogue.len(),
    };
    cx.show("tim-kiem.html", cx.frame(about), page)
}

fn letters(cx: &PageCx<'_>, catalogue: &[Listed]) -> Vec<Letter> {
    let mut place = 0;
    let mut letters = Vec::new();
    for lines in catalogue.chunk_by(|a, b| a.letter == b.letter) {
        if let Some(first) = lines.first() {
            let page = cx.view_url(View::Search { part: place / LONG_ROWS }).unwrap_or_default();
            let letter = shown(first.letter.as_ref());
            letters.push(Letter { url: format!("{page}#{}", anchor(&letter)), letter });
        }
        place += lines.len();
    }
    letters
}

fn group(cx: &PageCx<'_>, lines: &[Listed]) -> Group {
    let letter = shown(lines.first().and_then(|line| line.letter.as_ref()));
    let rows = lines.iter().map(|line| TitleRow {
        number: line.number.clone().filter(|number| !line.title.contains(number.as_str())),
        title: line.title.clone(),
        url: cx.link(line.url.as_str()),
    });
    Group { anchor: anchor(&letter), letter, rows: rows.collect() }
}

/// The letter; «#» for titles that begin with none.
fn shown(letter: Option<&String>) -> String {
    letter.cloned().unwrap_or_else(|| "#".to_owned())
}

/// `bt-chu-a`, `bt-chu-dd` for «Đ»: as the letters are typed in telex.
fn anchor(letter: &str) -> String {
    let typed = match letter {
        "Ă" => "aw",
        "Â" => "aa",
        "Đ" => "dd",
        "Ê" => "ee",
        "Ô" => "oo",
        "Ơ" => "ow",
        "Ư" => "uw",
        "#" => "so",
        other => &fold(other),
    };
    format!("bt-chu-{typed}")
}
