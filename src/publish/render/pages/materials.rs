//! Dissemination material.

use super::Html;
use crate::edition::route::{LIST_ROWS, Slice, View};
use crate::publish::render::PageCx;
use crate::publish::render::frame::About;
use crate::publish::render::view::{DateView, DocumentRow, FileView, MaterialRow, PlanRow, SessionRow, WordView};
use crate::publish::theme::Markup;
use crate::site::model::{EntryId, Id, Material};
use serde::Serialize;
use std::collections::BTreeSet;

#[derive(Serialize)]
struct MaterialList {
    total: usize,
    rows: Vec<MaterialRow>,
}

pub(super) fn list(cx: &PageCx<'_>, part: usize) -> Html {
    let materials = &cx.edition.lists().materials;
    let slice = Slice::new(part, materials.len(), LIST_ROWS);
    let about = About::new(cx.t("tai_lieu", "danh_sach"), "ke-hoach")
        .description(cx.t("tai_lieu", "danh_sach_mo_ta"))
        .pagination(cx.pagination(slice, |part| View::MaterialList { part }));
    let rows = slice.of(materials).iter().filter_map(|id| cx.material_row(*id)).collect();
    cx.show("tai-lieu-danh-sach.html", cx.frame(about), MaterialList { total: materials.len(), rows })
}

#[derive(Serialize)]
struct MaterialPage {
    id: String,
    title: String,
    /// Beneath the heading, where that is a short one.
    full_title: Option<String>,
    kind: WordView,
    language: String,
    other_language: bool,
    date: Option<DateView>,
    address: Option<String>,
    answers: Vec<AnswerView>,
    quiz: Vec<QuizView>,
    /// The script that marks the quiz.
    quiz_script: String,
    language_name: String,
    /// The same kind of material about the same plan, in other languages.
    other_languages: Vec<OtherLanguage>,
    audio: Vec<FileView>,
    files: Vec<FileView>,
    plans: Vec<PlanRow>,
    documents: Vec<DocumentRow>,
    sessions: Vec<SessionRow>,
    body_html: Markup,
    internal: bool,
}

#[derive(Serialize)]
struct OtherLanguage {
    language: String,
    name: String,
    url: String,
}

#[derive(Serialize)]
struct AnswerView {
    anchor: String,
    question: String,
    answer_html: Markup,
}

#[derive(Serialize)]
struct QuizView {
    number: usize,
    question: String,
    choices: Vec<String>,
    /// Place of the right choice, from 1.
    right: usize,
    /// The right choice, as it is printed.
    answer: String,
    explanation: Option<String>,
}

/// What browsers play without help.
fn is_audio(extension: &str) -> bool {
    matches!(extension, "mp3" | "ogg" | "opus" | "m4a" | "wav")
}

pub(super) fn material(cx: &PageCx<'_>, id: Id<Material>) -> Html {
    let edition = cx.edition;
    let Some(row) = edition.content.materials.get(id) else { return Ok(Vec::new()) };
    let entry = EntryId::Material(id);
    let about = About::new(row.heading(), "ke-hoach")
        .crumb(cx.t("tai_lieu", "danh_sach"), cx.view_url(View::MaterialList { part: 0 }))
        .updated(row.date.filter(|day| *day <= edition.request.today));
    let (audio, files): (Vec<_>, Vec<_>) = cx.files(entry).into_iter().partition(|file| is_audio(&file.extension));
    let answers = row.answers.iter().enumerate().map(|(index, answer)| AnswerView {
        anchor: format!("bt-hoi-{}", index + 1),
        question: answer.question.clone(),
        answer_html: cx.short_html(entry, &answer.answer.value, &format!("h{}-", index + 1)),
    });
    let quiz = row.quiz.iter().enumerate().map(|(index, item)| QuizView {
        number: index + 1,
        question: item.question.clone(),
        choices: item.choices.clone(),
        right: item.right + 1,
        answer: item.choices.get(item.right).cloned().unwrap_or_default(),
        explanation: item.explanation.clone(),
    });
    let sessions = edition.sessions_about(entry).iter();
    let page = MaterialPage {
        id: row.meta.id.clone(),
        title: row.title.clone(),
        full_title: row.short_title.is_some().then(|| row.title.clone()),
        kind: cx.word("loai_tai_lieu", row.kind.word()),
        other_language: row.language != edition.config.language,
        language: row.language.clone(),
        date: row.date.map(DateView::of),
        address: row.address.clone(),
        answers: answers.collect(),
        quiz: quiz.collect(),
        quiz_script: cx.asset("trac-nghiem.js"),
        language_name: cx.language_name(&row.language),
        other_languages: other_languages(cx, id, row),
        audio,
        files,
        plans: row.plans.iter().filter_map(|id| cx.plan_row(*id)).collect(),
        documents: row.documents.iter().filter_map(|id| cx.document_row(*id)).collect(),
        sessions: sessions.filter_map(|id| cx.session_row(*id)).collect(),
        body_html: cx.body_html(entry, cx.text_of(row.meta.file), 2),
        internal: row.meta.audience == crate::read::vocabulary::Audience::Internal,
    };
    cx.show("tai-lieu.html", cx.frame(about), page)
}

/// Material of the same kind about the same plan or document, once a language.
fn other_languages(cx: &PageCx<'_>, id: Id<Material>, row: &Material) -> Vec<OtherLanguage> {
    let mut found: Vec<OtherLanguage> = Vec::new();
    let plans = row.plans.iter().map(|plan| EntryId::Plan(*plan));
    let subjects = plans.chain(row.documents.iter().map(|document| EntryId::Document(*document)));
    let about: BTreeSet<_> = subjects.flat_map(|entry| cx.edition.materials_about(entry)).collect();
    for other_id in about {
        let Some(other) = cx.edition.content.materials.get(*other_id) else { continue };
        let is_new = found.iter().all(|known| known.language != other.language);
        if *other_id == id || other.kind != row.kind || other.language == row.language || !is_new {
            continue;
        }
        found.extend(cx.entry_url(EntryId::Material(*other_id)).map(|url| OtherLanguage {
            name: cx.language_name(&other.language),
            language: other.language.clone(),
            url,
        }));
    }
    found
}
