//! Atom feeds (RFC 4287): what is new for everybody, and for one organisation.

use super::Exporter;
use super::xml::{Xml, escaped};
use crate::basics::date::Day;
use crate::edition::route::View;
use crate::site::model::{EntryId, Id, Material, Organisation, Plan, PlanState, Session};
use std::collections::BTreeMap;

/// The newest so many: who reads a feed has read the rest, and it is loaded again and again.
const ENTRIES: usize = 50;

/// Something new.
struct FeedEntry {
    id: String,
    title: String,
    url: String,
    updated: Day,
    published: Option<Day>,
    summary_html: String,
    categories: Vec<String>,
}

/// The feed of the site, or of an organisation.
pub(super) fn feed(cx: &Exporter<'_>, organisation: Option<Id<Organisation>>) -> String {
    let config = &cx.edition().config;
    let row = organisation.and_then(|id| cx.edition().content.organisations.get(id));
    let (title, url) = match organisation.zip(row) {
        Some((id, row)) => (format!("{} – {}", row.name, config.title), cx.entry(EntryId::Organisation(id))),
        None => (config.title.clone(), cx.page(View::Home)),
    };
    let mut entries = match organisation {
        Some(id) => of_organisation(cx, id),
        None => of_site(cx),
    };
    entries.sort_by(|a, b| b.updated.cmp(&a.updated).then_with(|| a.id.cmp(&b.id)));
    entries.truncate(ENTRIES);
    let newest = cx.stamp(entries.first().map(|entry| entry.updated).or_else(|| cx.edition().newest));
    let own = format!("{url}feed.xml");
    let root = [("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", "vi")];
    let mut xml = Xml::new("feed", &root);
    xml.element("id", &[], &own);
    xml.element("title", &[], &title);
    xml.element("updated", &[], &instant(cx, newest));
    xml.empty("link", &[("rel", "self"), ("type", "application/atom+xml"), ("href", &own)]);
    xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &url)]);
    xml.open("author", &[]);
    xml.element("name", &[], &config.publisher);
    xml.close();
    xml.element("generator", &[("version", env!("CARGO_PKG_VERSION"))], "bangtin");
    for entry in &entries {
        write(cx, &mut xml, entry);
    }
    xml.finish()
}

fn write(cx: &Exporter<'_>, xml: &mut Xml, entry: &FeedEntry) {
    xml.open("entry", &[]);
    xml.element("id", &[], &entry.id);
    xml.element("title", &[], &entry.title);
    xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &entry.url)]);
    xml.element("updated", &[], &instant(cx, entry.updated));
    if let Some(published) = entry.published {
        xml.element("published", &[], &instant(cx, published));
    }
    for category in &entry.categories {
        xml.empty("category", &[("term", category)]);
    }
    xml.element("summary", &[("type", "html")], &entry.summary_html);
    xml.close();
}

/// The beginning of a day in the zone of the site.
fn instant(cx: &Exporter<'_>, day: Day) -> String {
    format!("{day}T00:00:00{}", cx.edition().config.offset(day))
}

fn of_site(cx: &Exporter<'_>) -> Vec<FeedEntry> {
    let content = &cx.edition().content;
    let plans = content.plans.iter().filter_map(|(id, plan)| of_plan(cx, id, plan));
    let sessions = content.sessions.iter().map(|(id, session)| of_session(cx, id, session));
    let materials = content.materials.iter().filter_map(|(id, material)| of_material(cx, id, material));
    plans.chain(sessions).chain(materials).collect()
}

fn of_plan(cx: &Exporter<'_>, id: Id<Plan>, plan: &Plan) -> Option<FeedEntry> {
    let edition = cx.edition();
    let current = edition.effective(id)?;
    let shown = matches!(current.state, PlanState::InForce | PlanState::Consultation | PlanState::Consulted);
    let started = plan.consultation.as_ref().and_then(|consultation| consultation.period.from);
    let updated = current.newest(plan, edition.request.today).or(started.filter(|day| *day <= edition.request.today))?;
    let url = cx.entry(EntryId::Plan(id));
    let topics = edition.config.topics.iter().filter(|topic| plan.topics.contains(&topic.code));
    shown.then(|| FeedEntry {
        id: url.clone(),
        title: format!("{}: {}", plan.name(), plan.title),
        url,
        updated,
        published: plan.date.filter(|day| *day <= updated),
        summary_html: cx.renderer.summary(id),
        categories: topics.map(|topic| topic.name.clone()).collect(),
    })
}

fn of_session(cx: &Exporter<'_>, id: Id<Session>, session: &Session) -> FeedEntry {
    let url = cx.entry(EntryId::Session(id));
    let when = cx.renderer.when(session);
    let place = session.place.as_ref().map(|place| format!(" · {}", escaped(place))).unwrap_or_default();
    let plans = session.plans.iter().filter_map(|id| cx.edition().content.plans.get(*id));
    let plans: String =
        plans.map(|plan| format!("<li>{}: {}</li>", escaped(&plan.name()), escaped(&plan.title))).collect();
    let plans = if plans.is_empty() { plans } else { format!("<ul>{plans}</ul>") };
    FeedEntry {
        id: url.clone(),
        title: match session.status {
            Some(status) => format!("{}: {}", cx.session_status(status), session.title),
            None => session.title.clone(),
        },
        url,
        updated: cx.stamp(cx.edition().newest_of_session(session)),
        published: None,
        summary_html: format!("<p>{}{place}</p>{plans}", escaped(&when)),
        categories: vec![cx.t("quan_triet").to_owned()],
    }
}

fn of_material(cx: &Exporter<'_>, id: Id<Material>, material: &Material) -> Option<FeedEntry> {
    let published = material.date.filter(|day| *day <= cx.edition().request.today)?;
    let updated = material.meta.newest([Some(published)], cx.edition().request.today)?;
    let url = cx.entry(EntryId::Material(id));
    let kind = cx.renderer.material_kind(material);
    Some(FeedEntry {
        id: url.clone(),
        title: format!("{kind}: {}", material.title),
        url,
        updated,
        published: Some(published),
        summary_html: format!("<p>{}</p>", escaped(&material.title)),
        categories: vec![kind],
    })
}

/// One entry for each plan that gives the organisation tasks, and for each of its sessions.
fn of_organisation(cx: &Exporter<'_>, id: Id<Organisation>) -> Vec<FeedEntry> {
    let edition = cx.edition();
    let own = cx.entry(EntryId::Organisation(id));
    let mut plans: BTreeMap<Id<Plan>, Vec<usize>> = BTreeMap::new();
    for given in edition.assignments(id) {
        plans.entry(given.plan).or_default().push(given.task);
    }
    let given = plans.into_iter().filter_map(|(plan, tasks)| given_by(cx, &own, plan, &tasks));
    let own = edition.sessions_about(EntryId::Organisation(id)).iter();
    let sessions = own.filter_map(|id| Some(of_session(cx, *id, edition.content.sessions.get(*id)?)));
    given.chain(sessions).collect()
}

fn given_by(cx: &Exporter<'_>, own: &str, id: Id<Plan>, tasks: &[usize]) -> Option<FeedEntry> {
    let edition = cx.edition();
    let plan = edition.content.plans.get(id)?;
    let rows: String = tasks.iter().filter_map(|place| task_row(cx, id, *place)).collect();
    let newest = tasks.iter().filter_map(|place| edition.newest_of_task(id, edition.task(id, *place)?)).max();
    Some(FeedEntry {
        id: format!("{own}#{}", plan.meta.id),
        title: format!("{}: {}", plan.name(), plan.title),
        url: cx.entry(EntryId::Plan(id)),
        updated: cx.stamp(newest),
        published: plan.date.filter(|day| newest.is_some_and(|newest| *day <= newest)),
        summary_html: format!("<ul>{rows}</ul>"),
        categories: vec![cx.t("nhiem_vu").to_owned()],
    })
}

fn task_row(cx: &Exporter<'_>, plan: Id<Plan>, place: usize) -> Option<String> {
    let task = cx.edition().task(plan, place)?;
    let values = &task.task.values;
    let text = values.content.as_ref().map(|content| content.value.as_str()).unwrap_or_default();
    let url = cx.publication().task(plan, place, &task.task.code).map(|url| cx.absolute(&url)).unwrap_or_default();
    let lead = cx.fact("chu_tri", cx.people(values.lead.as_ref()));
    let deadline = values.deadline.as_ref().map(|deadline| deadline.value.verbatim.clone());
    let facts: Vec<String> = [lead, cx.fact("thoi_han", deadline)].into_iter().flatten().collect();
    let facts = if facts.is_empty() { String::new() } else { format!(" ({})", escaped(&facts.join("; "))) };
    Some(format!("<li><a href=\"{}\">{}</a>{facts}</li>", escaped(&url), escaped(text)))
}
