//! A plan: what it wants, who does what by when, what it is based on, what became of it.

use super::{Html, TargetView};
use crate::basics::date::{Day, Meaning};
use crate::basics::text::Collation;
use crate::basics::text::escape;
use crate::edition::relate::{Effective, Node, automatic_summary};
use crate::edition::route::{PLAN_TASKS, Slice, View};
use crate::publish::render::PageCx;
use crate::publish::render::frame::About;
use crate::publish::render::takeaway::TakeAway;
use crate::publish::render::view::{
    ChangeView, DateView, DeadlineView, DocumentRow, FileView, LinkView, MaterialRow, PlanLink, SessionRow, StudyView,
    TaskView, WordView,
};
use crate::publish::theme::Markup;
use crate::site::model::{EntryId, Id, Organisation, Plan, PlanState};
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct PlanPage {
    id: String,
    first: bool,
    /// Beneath the heading, where that is a short one.
    full_title: Option<String>,
    name: String,
    kind: String,
    number: Option<String>,
    date: Option<DateView>,
    issuer: LinkView,
    signer: Option<String>,
    valid_from: Option<DateView>,
    valid_to: Option<DateView>,
    state: WordView,
    successor: Option<PlanLink>,
    amended_by: Vec<PlanLink>,
    internal: bool,
    topics: Vec<LinkView>,
    keywords: Vec<String>,
    approval: Option<String>,
    term: Option<String>,
    summary_html: Markup,
    automatic: bool,
    summaries: Vec<Translated>,
    consultation: Option<ConsultationView>,
    contents: Vec<LinkView>,
    body_html: Markup,
    who: Vec<WhoRow>,
    who_total: usize,
    unnamed_leads: usize,
    captions: Vec<String>,
    groups: Vec<TaskGroup>,
    /// Whether it changes other plans, and gives no tasks itself.
    amends_only: bool,
    task_count: usize,
    targets: Vec<TargetView>,
    milestones: Vec<MilestoneView>,
    basis: Vec<DocumentRow>,
    chain: Vec<DocumentRow>,
    concretised: Vec<DocumentRow>,
    changes: Vec<ChangeView>,
    made: Vec<ChangeView>,
    /// What the document would change, without effect now.
    proposed: Vec<ChangeView>,
    sessions: Vec<SessionRow>,
    study: Option<StudyView>,
    materials: Vec<MaterialRow>,
    files: Vec<FileView>,
    take: TakeAway,
}

/// A summary in another language.
#[derive(Serialize)]
struct Translated {
    language: String,
    name: String,
    html: Markup,
}

#[derive(Serialize)]
struct ConsultationView {
    from: Option<DateView>,
    to: Option<DateView>,
    send_to: Option<String>,
    comments: Option<i64>,
    response: Option<String>,
    open: bool,
}

/// «Ai làm gì»: an organisation and how many tasks it leads and supports here.
#[derive(Serialize)]
struct WhoRow {
    name: String,
    url: Option<String>,
    /// Where its first task stands on the plan's pages.
    first_task: Option<String>,
    lead: usize,
    support: usize,
    is_group: bool,
}

/// Tasks under one heading of the table.
#[derive(Serialize)]
struct TaskGroup {
    number: Option<String>,
    title: Option<String>,
    tasks: Vec<TaskView>,
}

#[derive(Serialize)]
struct MilestoneView {
    kind: WordView,
    name: String,
    deadline: Option<DeadlineView>,
    result: Option<String>,
}

/// Rows of «Được cụ thể hóa bằng» on a plan's page.
const CONCRETISED: usize = 50;

pub(super) fn plan(cx: &PageCx<'_>, id: Id<Plan>, part: usize) -> Html {
    let edition = cx.edition;
    let Some((plan, effective)) = edition.content.plans.get(id).zip(edition.effective(id)) else {
        return Ok(Vec::new());
    };
    let entry = EntryId::Plan(id);
    let slice = Slice::new(part, effective.tasks.len(), PLAN_TASKS);
    let first = part == 0;
    let (summary_html, automatic) = summary(cx, id, plan);
    let description = description(cx, id, plan);
    let about = About::new(plan.heading(), "ke-hoach")
        .plan(id)
        .data(&cx.plan_data(id, plan, effective.state, &description))
        .description(description)
        .crumb(cx.t("ke_hoach", "danh_sach"), cx.view_url(View::PlanList { year: None, part: 0 }))
        .updated(effective.newest(plan, edition.request.today))
        .pagination(cx.pagination(slice, |part| View::Plan { id, part }));
    let about = match plan.date.map(Day::year) {
        Some(year) => about.crumb(year.to_string(), cx.view_url(View::PlanList { year: Some(year), part: 0 })),
        None => about,
    };
    let (who, unnamed_leads) = who(cx, id, effective);
    let in_first = |rows: Vec<DocumentRow>| if first { rows } else { Vec::new() };
    let page = PlanPage {
        id: plan.meta.id.clone(),
        first,
        full_title: plan.short_title.is_some().then(|| plan.title.clone()),
        name: plan.name(),
        kind: plan.kind.name().to_owned(),
        number: plan.number.clone(),
        date: plan.date.map(DateView::of),
        issuer: cx.issuer(plan.issuer.as_ref()),
        signer: plan.signer.clone(),
        valid_from: plan.valid.from.map(DateView::of),
        valid_to: plan.valid.to.map(DateView::of),
        state: cx.plan_state(effective.state),
        successor: match effective.state {
            PlanState::Replaced(by) | PlanState::Withdrawn(by) => Some(cx.plan_link(by)),
            _ => None,
        },
        amended_by: amended_by(cx, effective),
        internal: plan.meta.audience == crate::read::vocabulary::Audience::Internal,
        topics: topics(cx, plan),
        keywords: plan.keywords.clone(),
        approval: approval(cx, plan),
        term: term(cx, plan),
        summary_html,
        automatic,
        summaries: translated(cx, entry, plan),
        consultation: consultation(plan, effective.state),
        contents: contents(plan),
        body_html: if first { cx.body_html(entry, cx.text_of(plan.meta.file), 3) } else { Markup::default() },
        who_total: who.len(),
        who,
        unnamed_leads,
        captions: plan.table_captions.clone(),
        groups: groups(cx, id, plan, effective, slice),
        amends_only: effective.tasks.is_empty() && !plan.amendments.is_empty(),
        task_count: effective.standing().count(),
        targets: plan.targets.iter().map(|target| cx.target(target)).collect(),
        milestones: plan.milestones.iter().map(|milestone| self::milestone(cx, milestone)).collect(),
        basis: in_first(rows(cx, edition.basis.basis_of(Node::Plan(id)))),
        chain: in_first(chain(cx, id)),
        concretised: in_first(concretised(cx, id)),
        changes: effective.changes.iter().map(|change| cx.change(change)).collect(),
        made: effective.made.iter().map(|change| cx.change(change)).collect(),
        proposed: effective.proposed.iter().map(|change| cx.change(change)).collect(),
        sessions: sessions(cx, id),
        study: edition.coverage_of(id).map(|covered| cx.study(&covered.study)),
        materials: materials(cx, id),
        files: cx.files(entry),
        take: take_away(cx, id),
    };
    cx.show("ke-hoach.html", cx.frame(about), page)
}

fn take_away(cx: &PageCx<'_>, id: Id<Plan>) -> TakeAway {
    let view = View::of(EntryId::Plan(id));
    TakeAway {
        poster: cx.poster_url(id),
        broadcast: cx.beside(view, "truyen-thanh.txt"),
        strategy: cx.beside(view, "stratml.xml"),
        ..cx.calendar_of(view)
    }
}

pub(super) fn summary(cx: &PageCx<'_>, id: Id<Plan>, plan: &Plan) -> (Markup, bool) {
    match &plan.summary {
        Some(text) => (cx.short_html(EntryId::Plan(id), text, "tt-"), false),
        None => {
            let sentences = automatic_summary(cx.edition, id, plan);
            let html: String = if sentences.is_empty() {
                String::new()
            } else {
                format!("<p>{}</p>", sentences.iter().map(|sentence| escape(sentence)).collect::<Vec<_>>().join(" "))
            };
            (Markup(html), true)
        }
    }
}

/// The first sentence of the summary, for search engines and share cards.
fn description(cx: &PageCx<'_>, id: Id<Plan>, plan: &Plan) -> String {
    match &plan.summary {
        Some(text) => {
            let plain = crate::read::markdown::plain_text(text);
            crate::basics::text::sentences(&plain).first().map(|first| (*first).to_owned()).unwrap_or_default()
        }
        None => automatic_summary(cx.edition, id, plan).first().cloned().unwrap_or_default(),
    }
}

fn amended_by(cx: &PageCx<'_>, effective: &Effective) -> Vec<PlanLink> {
    let mut seen = Vec::new();
    for change in &effective.changes {
        if (change.task.is_some() || change.part.is_some()) && !seen.contains(&change.by) {
            seen.push(change.by);
        }
    }
    seen.into_iter().map(|by| cx.plan_link(by)).collect()
}

fn topics(cx: &PageCx<'_>, plan: &Plan) -> Vec<LinkView> {
    let known = cx.edition.config.topics.iter().enumerate().filter(|(_, topic)| plan.topics.contains(&topic.code));
    known
        .map(|(index, topic)| LinkView { text: topic.name.clone(), url: cx.view_url(View::Topic { index, part: 0 }) })
        .collect()
}

fn approval(cx: &PageCx<'_>, plan: &Plan) -> Option<String> {
    let approval = plan.approval.as_ref()?;
    let by = approval.by.clone()?;
    Some(match approval.date {
        Some(date) => cx
            .t("ke_hoach", "duyet_ngay")
            .replace("{boi}", &by)
            .replace("{ngay}", &crate::basics::date::print_day(date)),
        None => by,
    })
}

/// The term of office the plan was issued in.
fn term(cx: &PageCx<'_>, plan: &Plan) -> Option<String> {
    let date = plan.date?;
    let terms = cx.edition.config.terms.iter();
    terms.filter(|term| term.from <= date && date <= term.to).map(|term| term.code.clone()).next_back()
}

fn translated(cx: &PageCx<'_>, entry: EntryId, plan: &Plan) -> Vec<Translated> {
    let summaries = plan.summaries_by_language.iter();
    let view = |(language, text): &(String, String)| Translated {
        language: language.clone(),
        name: cx.language_name(language),
        html: cx.short_html(entry, text, &format!("tt-{language}-")),
    };
    summaries.filter(|(language, _)| is_language(language)).map(view).collect()
}

/// A language tag such as `hmn` or `zh-Hant`.
fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let primary =
        parts.next().is_some_and(|part| (2..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_lowercase()));
    primary && parts.all(|part| (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

fn consultation(plan: &Plan, state: PlanState) -> Option<ConsultationView> {
    let consultation = plan.consultation.as_ref()?;
    Some(ConsultationView {
        from: consultation.period.from.map(DateView::of),
        to: consultation.period.to.map(DateView::of),
        send_to: consultation.send_to.clone(),
        comments: consultation.comments,
        response: consultation.response.clone(),
        open: state == PlanState::Consultation,
    })
}

/// The table of contents: the two upper levels of headings.
fn contents(plan: &Plan) -> Vec<LinkView> {
    let headings = &plan.meta.body.headings;
    let top = headings.iter().map(|heading| heading.level).min().unwrap_or(1);
    let shown = headings.iter().filter(|heading| heading.level <= top + 1 && !heading.text.is_empty());
    shown.map(|heading| LinkView { text: heading.text.clone(), url: Some(format!("#{}", heading.anchor)) }).collect()
}

#[derive(Default)]
struct Counts {
    lead: usize,
    support: usize,
    first: Option<usize>,
}

/// Counts by organisation as named in the plan; groups stand for themselves.
fn who(cx: &PageCx<'_>, id: Id<Plan>, effective: &Effective) -> (Vec<WhoRow>, usize) {
    let mut counts: BTreeMap<Id<Organisation>, Counts> = BTreeMap::new();
    let mut unnamed = 0;
    for (place, task) in effective.placed() {
        let values = &task.task.values;
        let leads = values.lead.as_ref().map(crate::site::model::Parties::known).unwrap_or_default();
        unnamed += usize::from(leads.is_empty());
        for organisation in &leads {
            let entry = counts.entry(*organisation).or_default();
            entry.lead += 1;
            entry.first.get_or_insert(place);
        }
        for organisation in values.support.as_ref().map(crate::site::model::Parties::known).unwrap_or_default() {
            if !leads.contains(&organisation) {
                let entry = counts.entry(organisation).or_default();
                entry.support += 1;
                entry.first.get_or_insert(place);
            }
        }
    }
    let collation = Collation::vietnamese();
    let mut rows: Vec<_> = counts
        .into_iter()
        .filter_map(|(organisation, counts)| {
            let row = cx.edition.content.organisations.get(organisation)?;
            let key = (std::cmp::Reverse(counts.lead), std::cmp::Reverse(counts.support), collation.key(&row.name));
            let first_task = counts.first.and_then(|place| {
                let code = &effective.tasks.get(place)?.task.code;
                cx.publication.task(id, place, code).map(|url| cx.link(&url))
            });
            let view = WhoRow {
                name: row.name.clone(),
                url: cx.entry_url(EntryId::Organisation(organisation)),
                first_task,
                lead: counts.lead,
                support: counts.support,
                is_group: row.group.is_some(),
            };
            Some((key, view))
        })
        .collect();
    rows.sort_by(|(a, _), (b, _)| a.cmp(b));
    (rows.into_iter().map(|(_, row)| row).collect(), unnamed)
}

/// The tasks of this page, under the headings of the table they came from. Headings without a task of their own
/// (a part above a chapter, an empty chapter) are printed too.
fn groups(cx: &PageCx<'_>, id: Id<Plan>, plan: &Plan, effective: &Effective, slice: Slice) -> Vec<TaskGroup> {
    let heading = |index: usize| {
        plan.sections.get(index).map(|section| TaskGroup {
            number: section.number.clone(),
            title: Some(section.title.clone()),
            tasks: Vec::new(),
        })
    };
    let mut groups: Vec<TaskGroup> = Vec::new();
    let mut printed = match slice.start().checked_sub(1).and_then(|last| effective.tasks.get(last)) {
        Some(before) => before.task.section.map_or(0, |section| section + 1),
        None => 0,
    };
    let mut current: Option<Option<usize>> = None;
    for (offset, task) in slice.of(&effective.tasks).iter().enumerate() {
        let section = task.task.section;
        if current != Some(section) {
            if let Some(section) = section {
                groups.extend((printed..section).filter_map(heading));
                printed = section + 1;
            }
            groups.push(section.and_then(heading).unwrap_or(TaskGroup {
                number: None,
                title: None,
                tasks: Vec::new(),
            }));
            current = Some(section);
        }
        if let Some(group) = groups.last_mut() {
            group.tasks.push(cx.task(id, slice.start() + offset, task));
        }
    }
    if slice.part + 1 == slice.parts {
        groups.extend((printed..plan.sections.len()).filter_map(heading));
    }
    groups
}

fn milestone(cx: &PageCx<'_>, milestone: &crate::site::model::Milestone) -> MilestoneView {
    let open = milestone.result.is_none();
    MilestoneView {
        kind: cx.word("loai_moc", milestone.kind.word()),
        name: milestone.name.clone(),
        deadline: milestone.deadline.as_ref().map(|deadline| DeadlineView {
            text: deadline.value.verbatim.clone(),
            iso: deadline.value.end().map(|day| day.to_string()),
            next: None,
            counts: open && deadline.value.end().is_some(),
            // That nobody wrote down a result judges nobody.
            late: false,
            undated: deadline.value.meaning == Meaning::Undated,
        }),
        result: milestone.result.clone(),
    }
}

fn rows(cx: &PageCx<'_>, nodes: &[(Node, Option<String>)]) -> Vec<DocumentRow> {
    nodes.iter().filter_map(|(node, written)| cx.node_row(*node, written.as_deref())).collect()
}

/// What stands above the direct basis, up to the Central Committee.
fn chain(cx: &PageCx<'_>, id: Id<Plan>) -> Vec<DocumentRow> {
    let direct: Vec<Node> = cx.edition.basis.basis_of(Node::Plan(id)).iter().map(|(node, _)| *node).collect();
    let chain = cx.edition.basis.chain_up(Node::Plan(id));
    chain.into_iter().filter(|node| !direct.contains(node)).filter_map(|node| cx.node_row(node, None)).collect()
}

fn concretised(cx: &PageCx<'_>, id: Id<Plan>) -> Vec<DocumentRow> {
    let nodes = cx.edition.basis.based_on(Node::Plan(id)).iter().take(CONCRETISED);
    nodes.filter_map(|node| cx.node_row(*node, None)).collect()
}

fn sessions(cx: &PageCx<'_>, id: Id<Plan>) -> Vec<SessionRow> {
    let covered = cx.edition.coverage_of(id);
    let mut ids: Vec<_> = covered.map(|coverage| coverage.study.sessions.clone()).unwrap_or_default();
    ids.sort_by_key(|id| cx.edition.content.sessions.get(*id).map(|session| std::cmp::Reverse(session.starts)));
    ids.into_iter().filter_map(|id| cx.session_row(id)).collect()
}

fn materials(cx: &PageCx<'_>, id: Id<Plan>) -> Vec<MaterialRow> {
    let materials = cx.edition.materials_about(EntryId::Plan(id)).iter();
    materials.filter_map(|id| cx.material_row(*id)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn language_tags_are_checked_before_they_reach_the_page() {
        assert!(is_language("hmn") && is_language("en") && is_language("zh-Hant"));
        assert!(!is_language("\"x") && !is_language("EN") && !is_language(""));
    }
}
