//! The notice of a plan («áp phích»): one A4 page for the wall of a culture house, readable from two metres.

use super::Html;
use crate::basics::date::print_day;
use crate::basics::text::{decimal, sentences};
use crate::edition::relate::{Effective, EffectiveTask, Node, plain_summary};
use crate::edition::route::View;
use crate::publish::render::PageCx;
use crate::publish::render::frame::{About, shorten};
use crate::publish::render::view::PlanLink;
use crate::publish::theme::Markup;
use crate::site::model::{EntryId, Id, Organisation, Parties, Plan};
use serde::Serialize;

/// Lines that matter.
const LINES: usize = 5;
/// Rows of «who does what».
const ROWS: usize = 4;
/// Characters of a line and of a task that keep the notice on one page.
const LINE_CHARS: usize = 80;
const TASK_CHARS: usize = 46;
const TITLE_CHARS: usize = 120;
/// Of names.
const NAME_CHARS: usize = 34;
const ISSUER_CHARS: usize = 60;

#[derive(Serialize)]
struct Poster {
    plan: PlanLink,
    short_title: String,
    date: Option<String>,
    issuer: String,
    lines: Vec<Line>,
    who: Vec<PosterRow>,
    /// Organisations that the notice has no room for.
    more: usize,
    qr: Markup,
    address: String,
}

#[derive(Serialize)]
struct Line {
    label: String,
    text: String,
}

#[derive(Serialize)]
struct PosterRow {
    name: String,
    task: String,
    /// Further tasks it leads.
    more: usize,
}

pub(super) fn poster(cx: &PageCx<'_>, id: Id<Plan>) -> Html {
    let edition = cx.edition;
    let Some((plan, current)) = edition.content.plans.get(id).zip(edition.effective(id)) else {
        return Ok(Vec::new());
    };
    let link = cx.plan_link(id);
    let title = cx.t("ap_phich", "ten").replace("{ten}", &link.name);
    let about = About::new(title, "ke-hoach")
        .description(plan.title.clone())
        .crumb(link.name.clone(), Some(link.url.clone()))
        .unlisted();
    let (who, more) = who(cx, current);
    let url = cx.publication.entry(EntryId::Plan(id)).map(|url| edition.config.base.absolute(url)).unwrap_or_default();
    let page = Poster {
        short_title: shorten(plan.heading(), TITLE_CHARS),
        date: plan.date.map(print_day),
        issuer: shorten(&cx.issuer(plan.issuer.as_ref()).text, ISSUER_CHARS),
        lines: lines(cx, id, plan, current),
        who,
        more,
        qr: Markup(crate::basics::qr::as_svg(&url)),
        address: url.split("//").nth(1).unwrap_or_default().to_owned(),
        plan: link,
    };
    cx.show("ap-phich.html", cx.frame(about), page)
}

/// What for, when, what comes next, how much, where to ask; the summary goes on where one of them is missing.
fn lines(cx: &PageCx<'_>, id: Id<Plan>, plan: &Plan, current: &Effective) -> Vec<Line> {
    let summary = plain_summary(cx.edition, id, plan);
    let mut sentences = sentences(&summary).into_iter().map(str::to_owned);
    let contact = &cx.edition.config.contact;
    let ask: Vec<&str> = [&contact.phone, &contact.address].into_iter().flatten().map(String::as_str).collect();
    let ask = Some(ask.join(" · ")).filter(|ask| !ask.is_empty());
    let known = [
        ("de_lam_gi", sentences.next()),
        ("thoi_gian", period(cx, plan)),
        ("gan_nhat", next(cx, current)),
        ("chi_tieu", target(plan)),
        ("hoi", ask),
    ];
    let line = |(key, text): (&'static str, Option<String>)| {
        Some(Line { label: cx.t("ap_phich", key).to_owned(), text: shorten(&text?, LINE_CHARS) })
    };
    let mut lines: Vec<Line> = known.into_iter().filter_map(line).collect();
    let missing = LINES.saturating_sub(lines.len());
    let more = sentences.map(|text| ("them", Some(text))).chain([
        ("moc", milestone(plan)),
        ("viec", given(cx, current)),
        ("can_cu", basis(cx, id)),
        ("nguoi_ky", plan.signer.clone()),
    ]);
    let more: Vec<Line> = more.filter_map(line).take(missing).collect();
    let after = usize::from(!lines.is_empty());
    lines.splice(after..after, more);
    lines
}

/// The first milestone without a result.
fn milestone(plan: &Plan) -> Option<String> {
    let open = plan.milestones.iter().find(|milestone| milestone.result.is_none())?;
    let deadline = open.deadline.as_ref().map(|deadline| format!(": {}", deadline.value.verbatim));
    Some(format!("{}{}", open.name, deadline.unwrap_or_default()))
}

/// The first document it is based on.
fn basis(cx: &PageCx<'_>, id: Id<Plan>) -> Option<String> {
    let (node, written) = cx.edition.basis.basis_of(Node::Plan(id)).first()?;
    let row = cx.node_row(*node, written.as_deref())?;
    Some(row.written.unwrap_or(row.name))
}

/// How many tasks the plan gives.
fn given(cx: &PageCx<'_>, current: &Effective) -> Option<String> {
    let tasks = current.standing().count();
    (tasks > 0).then(|| cx.t("ke_hoach", "so_viec").replace("{n}", &tasks.to_string()))
}

fn period(cx: &PageCx<'_>, plan: &Plan) -> Option<String> {
    let words = |key, day: Option<crate::basics::date::Day>| {
        day.map(|day| cx.t("ap_phich", key).replace("{ngay}", &print_day(day)))
    };
    match (words("tu", plan.valid.from), words("den", plan.valid.to)) {
        (Some(from), Some(to)) => Some(format!("{from} {to}")),
        (from, to) => to.or(from),
    }
}

/// The open task that is due next.
fn next(cx: &PageCx<'_>, current: &Effective) -> Option<String> {
    let today = cx.edition.request.today;
    let open = current.standing().filter(|task| task.standing.state.is_open());
    let next = open.filter(|task| task.due.is_some_and(|due| due >= today)).min_by_key(|task| task.due)?;
    Some(format!("{}: {}", print_day(next.due?), content(next)))
}

fn content(task: &EffectiveTask) -> &str {
    task.task.values.content.as_ref().map(|content| content.value.as_str()).unwrap_or_default()
}

fn target(plan: &Plan) -> Option<String> {
    plan.targets.iter().find_map(|target| {
        let goal = match target.goals.iter().next_back() {
            Some((year, value)) => {
                let unit = target.unit.as_deref().map(|unit| format!(" {unit}")).unwrap_or_default();
                format!("{}{unit} ({year})", decimal(*value))
            }
            None => target.goal_in_words.clone()?,
        };
        Some(format!("{}: {goal}", target.name))
    })
}

/// Organisations that lead something open, in the order of their first task, as the plan names them.
fn who(cx: &PageCx<'_>, current: &Effective) -> (Vec<PosterRow>, usize) {
    let mut rows: Vec<(Id<Organisation>, PosterRow)> = Vec::new();
    let open = current.standing().filter(|task| task.standing.state.is_open());
    for task in open {
        for lead in task.task.values.lead.as_ref().map(Parties::known).unwrap_or_default() {
            match rows.iter_mut().find(|(known, _)| *known == lead) {
                Some((_, row)) => row.more += 1,
                None => {
                    let Some(organisation) = cx.edition.content.organisations.get(lead) else { continue };
                    let name = shorten(organisation.short_name.as_ref().unwrap_or(&organisation.name), NAME_CHARS);
                    rows.push((lead, PosterRow { name, task: shorten(content(task), TASK_CHARS), more: 0 }));
                }
            }
        }
    }
    let more = rows.len().saturating_sub(ROWS);
    (rows.into_iter().take(ROWS).map(|(_, row)| row).collect(), more)
}

impl PageCx<'_> {
    /// The notice of a plan, where the site has notices.
    pub(super) fn poster_url(&self, id: Id<Plan>) -> Option<String> {
        self.view_url(View::Poster(id))
    }
}
