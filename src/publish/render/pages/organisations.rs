//! Organisations: the list, and each one's tasks.

use super::Html;
use crate::edition::relate::{TaskBlock, organisation_order};
use crate::edition::route::{ORGANISATION_TASKS, Slice, View};
use crate::publish::render::PageCx;
use crate::publish::render::frame::About;
use crate::publish::render::takeaway::TakeAway;
use crate::publish::render::view::{CountView, DateView, FileView, LinkView, SessionRow, TaskView, WordView};
use crate::publish::theme::Markup;
use crate::read::vocabulary::{OrganisationKind, Role, TaskState};
use crate::site::model::{EntryId, Id, Organisation};
use serde::Serialize;

/// A row of the list, and of the chooser on home.
#[derive(Serialize)]
pub(super) struct OrganisationRow {
    id: String,
    name: String,
    short: Option<String>,
    url: Option<String>,
    tasks: usize,
    open: usize,
    late: usize,
    soon: usize,
    ended: Option<DateView>,
    internal: bool,
}

#[derive(Serialize)]
struct OrganisationList {
    total: usize,
    groups: Vec<KindGroup>,
}

#[derive(Serialize)]
struct KindGroup {
    kind: WordView,
    rows: Vec<OrganisationRow>,
}

impl PageCx<'_> {
    pub(super) fn organisation_row(&self, id: Id<Organisation>) -> Option<OrganisationRow> {
        let row = self.edition.content.organisations.get(id)?;
        let tally = self.edition.organisation_list(id)?.tally;
        Some(OrganisationRow {
            id: row.meta.short_id().to_owned(),
            name: row.name.clone(),
            short: row.short_name.clone(),
            url: self.entry_url(EntryId::Organisation(id)),
            tasks: tally.total(),
            open: tally.open(),
            late: self.edition.told_late(&tally).unwrap_or_default(),
            soon: tally.of(TaskState::DueSoon),
            ended: row.active_to.filter(|end| *end < self.edition.request.today).map(DateView::of),
            internal: row.meta.audience == crate::read::vocabulary::Audience::Internal,
        })
    }
}

pub(super) fn list(cx: &PageCx<'_>) -> Html {
    let order = organisation_order(cx.edition);
    let organisation = |id: &Id<Organisation>| cx.edition.content.organisations.get(*id);
    let mut groups: Vec<KindGroup> = Vec::new();
    let kinds = OrganisationKind::WORDS.map(|(word, kind)| (word, Some(kind)));
    for (word, kind) in kinds.into_iter().chain([("nhom", None)]) {
        let rows: Vec<_> = order
            .iter()
            .filter(|id| {
                organisation(id).is_some_and(|row| match kind {
                    Some(kind) => row.group.is_none() && row.kind == kind,
                    None => row.group.is_some(),
                })
            })
            .filter_map(|id| cx.organisation_row(*id))
            .collect();
        if !rows.is_empty() {
            groups.push(KindGroup { kind: cx.word("loai_to_chuc", word), rows });
        }
    }
    let about = About::new(cx.t("to_chuc", "danh_sach"), "viec").description(cx.t("to_chuc", "danh_sach_mo_ta"));
    cx.show("to-chuc-danh-sach.html", cx.frame(about), OrganisationList { total: order.len(), groups })
}

#[derive(Serialize)]
struct OrganisationPage {
    id: String,
    entry_id: String,
    name: String,
    short: Option<String>,
    other_names: Vec<String>,
    first: bool,
    is_group: bool,
    kind: WordView,
    total: usize,
    open: usize,
    late: usize,
    soon: usize,
    unrecorded: usize,
    supporting: usize,
    counts: Vec<CountView>,
    blocks: Vec<TaskBlockView>,
    parent: Option<LinkView>,
    predecessors: Vec<LinkView>,
    successors: Vec<LinkView>,
    members: Vec<LinkView>,
    groups: Vec<LinkView>,
    /// Ids of those groups, for the script that finds «my tasks» on a plan.
    group_ids: String,
    member_count: Option<String>,
    active_from: Option<DateView>,
    active_to: Option<DateView>,
    ended: bool,
    phone: Option<String>,
    email: Option<String>,
    body_html: Markup,
    sessions: Vec<SessionRow>,
    more_sessions: usize,
    files: Vec<FileView>,
    take: TakeAway,
    internal: bool,
}

#[derive(Serialize)]
struct TaskBlockView {
    block: WordView,
    /// How many tasks the block has on all pages.
    total: usize,
    tasks: Vec<TaskView>,
}

/// Sessions listed on an organisation's page, newest first.
const SESSIONS: usize = 12;

pub(super) fn organisation(cx: &PageCx<'_>, id: Id<Organisation>, part: usize) -> Html {
    let edition = cx.edition;
    let Some(row) = edition.content.organisations.get(id) else { return Ok(Vec::new()) };
    let entry = EntryId::Organisation(id);
    let Some(list) = cx.edition.organisation_list(id) else { return Ok(Vec::new()) };
    let slice = Slice::new(part, list.tasks.len(), ORGANISATION_TASKS);
    let open = list.tally.open();
    let blocks = TaskBlock::ALL.into_iter().filter_map(|block| {
        let shown: Vec<_> = slice
            .of(&list.tasks)
            .iter()
            .filter(|(known, _)| *known == block)
            .filter_map(|(_, assignment)| cx.task_of(Some(id), *assignment))
            .collect();
        let total = list.in_block(block);
        (!shown.is_empty()).then(|| TaskBlockView { block: cx.word("khoi_viec", block.word()), total, tasks: shown })
    });
    let link = |id: &Id<Organisation>| cx.organisation_link(*id);
    let successors = edition.content.organisations.iter().filter(|(_, other)| other.predecessors.contains(&id));
    let in_groups: Vec<_> = edition
        .content
        .organisations
        .iter()
        .filter(|(_, other)| other.group.as_ref().is_some_and(|group| group.members.contains(&id)))
        .collect();
    let description = cx.t("to_chuc", "mo_ta").replace("{ten}", &row.name).replace("{n}", &open.to_string());
    let take = take_away(cx, id);
    let about = About::new(row.name.clone(), "viec")
        .feed(take.feed.clone())
        .data(&cx.organisation_data(id, row))
        .description(description)
        .crumb(cx.t("to_chuc", "danh_sach"), cx.view_url(View::OrganisationList))
        .pagination(cx.pagination(slice, |part| View::Organisation { id, part }));
    let page = OrganisationPage {
        id: row.meta.short_id().to_owned(),
        entry_id: row.meta.id.clone(),
        name: row.name.clone(),
        short: row.short_name.clone(),
        other_names: row.other_names.clone(),
        first: part == 0,
        is_group: row.group.is_some(),
        kind: if row.group.is_some() {
            cx.word("loai_to_chuc", "nhom")
        } else {
            cx.word("loai_to_chuc", row.kind.word())
        },
        total: list.tally.total(),
        open,
        late: edition.told_late(&list.tally).unwrap_or_default(),
        soon: list.tally.of(TaskState::DueSoon),
        unrecorded: list.tally.of(TaskState::DueUnrecorded),
        supporting: list.tasks.iter().filter(|(_, given)| given.role == Role::Support).count(),
        counts: cx.state_counts(list.tally),
        blocks: blocks.collect(),
        parent: row.parent.as_ref().and_then(link),
        predecessors: row.predecessors.iter().filter_map(link).collect(),
        successors: successors.filter_map(|(id, _)| link(&id)).collect(),
        members: row.group.iter().flat_map(|group| &group.members).filter_map(link).collect(),
        group_ids: in_groups.iter().map(|(_, group)| group.meta.id.as_str()).collect::<Vec<_>>().join(" "),
        groups: in_groups.iter().filter_map(|(id, _)| link(id)).collect(),
        member_count: row.members.map(|_| cx.count_text(edition.shown_members(id))),
        active_from: row.active_from.map(DateView::of),
        active_to: row.active_to.map(DateView::of),
        ended: row.active_to.is_some_and(|end| end < edition.request.today),
        phone: row.phone.clone(),
        email: row.email.clone(),
        body_html: if part == 0 { cx.body_html(entry, cx.text_of(row.meta.file), 3) } else { Markup::default() },
        sessions: list.sessions.iter().take(SESSIONS).filter_map(|id| cx.session_row(*id)).collect(),
        more_sessions: list.sessions.len().saturating_sub(SESSIONS),
        files: cx.files(entry),
        take,
        internal: row.meta.audience == crate::read::vocabulary::Audience::Internal,
    };
    cx.show("to-chuc.html", cx.frame(about), page)
}

fn take_away(cx: &PageCx<'_>, id: Id<Organisation>) -> TakeAway {
    let view = View::of(EntryId::Organisation(id));
    TakeAway { feed: cx.beside(view, "feed.xml"), table: cx.beside(view, "nhiem-vu.csv"), ..cx.calendar_of(view) }
}
