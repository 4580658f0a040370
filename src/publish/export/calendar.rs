//! Calendars: deadlines of tasks, milestones, sessions, papers, consultations; for all, an organisation, a plan, a session.

use super::Exporter;
use super::ical::{self, About, Alarm, CalendarEntry, When};
use crate::basics::date::{Day, Deadline, Meaning, days_between};
use crate::basics::path::content_hash;
use crate::basics::text::{slug, word_count};
use crate::edition::relate::{EffectiveTask, window};
use crate::edition::route::View;
use crate::read::vocabulary::TaskState;
use crate::site::model::{EntryId, Id, Meta, Moment, Organisation, Plan, PlanState, Session};
use jiff::civil::Time;
use std::collections::BTreeMap;

/// Whose calendar it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    Everything,
    Organisation(Id<Organisation>),
    Plan(Id<Plan>),
    Session(Id<Session>),
}

/// Words of a title in a list of days.
const TITLE_WORDS: usize = 24;
/// A task is reminded of so many days before its last day.
const REMIND_DAYS: u8 = 7;
/// Changes are counted in days from here on.
const FIRST_DAY: Day = Day::constant(2020, 1, 1);
/// A session, so many hours before it begins.
const REMIND_HOURS: u8 = 24;

/// The text of a calendar.
pub(super) fn calendar(cx: &Exporter<'_>, scope: Scope) -> String {
    let config = &cx.edition().config;
    let (name, url) = match scope {
        Scope::Everything => (None, cx.page(View::Home)),
        Scope::Organisation(id) => (
            cx.edition().content.organisations.get(id).map(|row| row.name.clone()),
            cx.entry(EntryId::Organisation(id)),
        ),
        Scope::Plan(id) => (cx.edition().content.plans.get(id).map(Plan::name), cx.entry(EntryId::Plan(id))),
        Scope::Session(id) => {
            (cx.edition().content.sessions.get(id).map(|row| row.title.clone()), cx.entry(EntryId::Session(id)))
        }
    };
    let name = name.map_or_else(|| config.title.clone(), |name| format!("{name} – {}", config.title));
    let mut entries = entries(cx, scope);
    entries.sort_by(|a, b| (first_day(a), &a.uid).cmp(&(first_day(b), &b.uid)));
    ical::calendar(&About { name: &name, url: &url, zone: &config.time_zone }, entries)
}

fn first_day(entry: &CalendarEntry) -> Day {
    match &entry.when {
        When::Days { first, .. } | When::Every { first, .. } => *first,
        When::Dates(days) => days.first().copied().unwrap_or_default(),
        When::Hours { from, .. } => from.date(),
    }
}

fn entries(cx: &Exporter<'_>, scope: Scope) -> Vec<CalendarEntry> {
    let edition = cx.edition();
    let mut found = Vec::new();
    match scope {
        Scope::Everything => {
            for (id, _) in edition.content.plans.iter() {
                plan_entries(cx, id, &mut found);
            }
            for (id, _) in edition.content.sessions.iter() {
                session_entries(cx, id, &mut found);
            }
        }
        Scope::Organisation(organisation) => {
            let tasks = edition.assignments(organisation).iter();
            found.extend(tasks.filter_map(|given| {
                let plan = edition.content.plans.get(given.plan)?;
                task_entry(cx, given.plan, plan, given.task, edition.task(given.plan, given.task)?)
            }));
            for id in edition.sessions_about(EntryId::Organisation(organisation)) {
                session_entries(cx, *id, &mut found);
            }
        }
        Scope::Plan(plan) => {
            plan_entries(cx, plan, &mut found);
            for id in edition.sessions_about(EntryId::Plan(plan)) {
                session_entries(cx, *id, &mut found);
            }
        }
        Scope::Session(id) => session_entries(cx, id, &mut found),
    }
    found
}

fn plan_entries(cx: &Exporter<'_>, id: Id<Plan>, found: &mut Vec<CalendarEntry>) {
    let edition = cx.edition();
    let Some((plan, current)) = edition.content.plans.get(id).zip(edition.effective(id)) else { return };
    match current.state {
        PlanState::InForce => {
            found.extend(current.placed().filter_map(|(place, task)| task_entry(cx, id, plan, place, task)));
            milestone_entries(cx, id, plan, found);
        }
        PlanState::Consultation | PlanState::Consulted => found.extend(consultation_entry(cx, id, plan)),
        PlanState::Draft
        | PlanState::NotYet
        | PlanState::Expired
        | PlanState::Replaced(_)
        | PlanState::Withdrawn(_) => {}
    }
}

fn task_entry(
    cx: &Exporter<'_>,
    id: Id<Plan>,
    plan: &Plan,
    place: usize,
    task: &EffectiveTask,
) -> Option<CalendarEntry> {
    let values = &task.task.values;
    let deadline = &values.deadline.as_ref()?.value;
    let code = &task.task.code;
    let text = values.content.as_ref().map(|content| content.value.as_str()).unwrap_or_default();
    let done = task.standing.state == TaskState::Done;
    let url = cx.publication().task(id, place, code).map(|url| cx.absolute(&url)).unwrap_or_default();
    let facts = [
        Some(cx.t("xong").to_owned()).filter(|_| done),
        Some(text.to_owned()),
        Some(format!("{}: {}", plan.name(), plan.title)),
        cx.fact("chu_tri", cx.people(values.lead.as_ref())),
        cx.fact("phoi_hop", cx.people(values.support.as_ref())),
        cx.fact("thoi_han", Some(deadline.verbatim.clone())),
        cx.fact("san_pham", values.product.clone()),
        Some(url.clone()),
    ];
    let mark = if done { "✓ " } else { "" };
    Some(CalendarEntry {
        uid: cx.uid(&plan.meta.id, &format!("nv-{code}")),
        when: when(deadline, plan, cx.edition().request.today)?,
        summary: format!("{mark}{}: {}", cx.t("han"), shortened(text)),
        description: facts.into_iter().flatten().collect::<Vec<_>>().join("\n"),
        place: None,
        url,
        category: cx.t("nhiem_vu").to_owned(),
        sequence: sequence(&plan.meta, task.revisions(), cx.edition().request.today),
        stamp: cx.stamp(cx.edition().newest_of_task(id, task)).max(renewed(deadline, plan, cx.edition().request.today)),
        alarm: (!done).then_some(Alarm::DaysBefore(REMIND_DAYS)),
        cancelled: false,
    })
}

/// The days of a deadline; `None` for one without any.
fn when(deadline: &Deadline, plan: &Plan, today: Day) -> Option<When> {
    match deadline.meaning {
        Meaning::Day(day) => Some(When::Days { first: day, last: day }),
        Meaning::Period { start, end } => Some(When::Days { first: start, last: end }),
        Meaning::Several { .. } => Some(When::Dates(deadline.due_days((Day::MIN, Day::MAX)))),
        Meaning::Recurring(rule) => {
            let (from, to) = window(plan, today);
            let days = rule.occurrences(from, to);
            Some(When::Every { rule, first: *days.first()?, last: *days.last()? })
        }
        Meaning::Continuous | Meaning::Undated | Meaning::Unknown => None,
    }
}

/// A recurring deadline of a plan without an end goes on for a year: since when the list of its days is what it is.
fn renewed(deadline: &Deadline, plan: &Plan, today: Day) -> Day {
    let open = plan.valid.to.is_none().then(|| when(deadline, plan, today)).flatten();
    match open {
        Some(When::Every { last, .. }) => last.saturating_sub(jiff::Span::new().months(12)).min(today),
        _ => Day::MIN,
    }
}

fn milestone_entries(cx: &Exporter<'_>, id: Id<Plan>, plan: &Plan, found: &mut Vec<CalendarEntry>) {
    let edition = cx.edition();
    let newest = edition.effective(id).and_then(|current| current.newest(plan, edition.request.today));
    let url = format!("{}#bt-moc", cx.entry(EntryId::Plan(id)));
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    for milestone in &plan.milestones {
        let Some(when) =
            milestone.deadline.as_ref().and_then(|deadline| self::when(&deadline.value, plan, edition.request.today))
        else {
            continue;
        };
        // By name: another milestone before it must not make it another one.
        let name = slug(&milestone.name);
        let name = if name.is_empty() { content_hash([milestone.name.as_bytes()]) } else { name };
        let count = names.entry(name.clone()).or_default();
        *count += 1;
        let name = if *count > 1 { format!("{name}-{count}") } else { name };
        found.push(CalendarEntry {
            uid: cx.uid(&plan.meta.id, &format!("moc-{name}")),
            when,
            summary: shortened(&milestone.name),
            description: format!("{}: {}\n{url}", plan.name(), plan.title),
            place: None,
            url: url.clone(),
            category: cx.t("moc").to_owned(),
            sequence: sequence(&plan.meta, 0, edition.request.today),
            stamp: cx.stamp(newest),
            alarm: milestone.result.is_none().then_some(Alarm::DaysBefore(REMIND_DAYS)),
            cancelled: false,
        });
    }
}

fn consultation_entry(cx: &Exporter<'_>, id: Id<Plan>, plan: &Plan) -> Option<CalendarEntry> {
    let today = cx.edition().request.today;
    let consultation = plan.consultation.as_ref()?;
    let last = consultation.period.to?;
    let url = cx.entry(EntryId::Plan(id));
    let facts = [Some(plan.title.clone()), cx.fact("gui_ve", consultation.send_to.clone()), Some(url.clone())];
    Some(CalendarEntry {
        uid: cx.uid(&plan.meta.id, "lay-y-kien"),
        when: When::Days { first: last, last },
        summary: format!("{}: {}", cx.t("han_gop_y"), shortened(&plan.title)),
        description: facts.into_iter().flatten().collect::<Vec<_>>().join("\n"),
        place: None,
        url,
        category: cx.t("lay_y_kien").to_owned(),
        sequence: sequence(&plan.meta, 0, today),
        stamp: cx.stamp(plan.meta.newest([plan.date.or(consultation.period.from)], today)),
        alarm: Some(Alarm::DaysBefore(2)),
        cancelled: false,
    })
}

fn session_entries(cx: &Exporter<'_>, id: Id<Session>, found: &mut Vec<CalendarEntry>) {
    let edition = cx.edition();
    let Some(session) = edition.content.sessions.get(id) else { return };
    let url = cx.entry(EntryId::Session(id));
    let plans = session.plans.iter().filter_map(|id| edition.content.plans.get(*id));
    let plans: Vec<String> = plans.map(|plan| format!("{}: {}", plan.name(), plan.title)).collect();
    let convened = Some(session.convened.text()).filter(|text| !text.is_empty());
    let venues = Some(session.other_venues.join("; ")).filter(|text| !text.is_empty());
    let put_off = session.status.map(|status| cx.session_status(status));
    let said = put_off.map(|word| match &session.reason {
        Some(reason) => format!("{word}: {reason}"),
        None => word.to_owned(),
    });
    let named = |name: &str| put_off.map_or_else(|| name.to_owned(), |word| format!("{word}: {name}"));
    let facts = [
        said,
        Some(plans.join("\n")).filter(|text| !text.is_empty()),
        cx.fact("thanh_phan", convened),
        cx.fact("diem_cau", venues),
        cx.fact("bao_cao_vien", Some(session.speakers.join("; ")).filter(|text| !text.is_empty())),
        Some(url.clone()),
    ];
    let stamp = cx.stamp(edition.newest_of_session(session));
    let cancelled = !session.is_held();
    let sequence = sequence(&session.meta, usize::from(cancelled), edition.request.today);
    found.push(CalendarEntry {
        uid: cx.uid(&session.meta.id, "buoi"),
        when: hours(session.starts, session.ends),
        summary: named(&session.title),
        description: facts.into_iter().flatten().collect::<Vec<_>>().join("\n"),
        place: session.place.clone(),
        url: url.clone(),
        category: cx.t("quan_triet").to_owned(),
        sequence,
        stamp,
        alarm: (!cancelled).then_some(match session.starts.time {
            Some(_) => Alarm::HoursBefore(REMIND_HOURS),
            None => Alarm::DaysBefore(1),
        }),
        cancelled,
    });
    found.extend(session.papers_due.map(|day| CalendarEntry {
        uid: cx.uid(&session.meta.id, "thu-hoach"),
        when: When::Days { first: day, last: day },
        summary: named(&format!("{}: {}", cx.t("han_thu_hoach"), shortened(&session.title))),
        description: url.clone(),
        place: None,
        url: url.clone(),
        category: cx.t("quan_triet").to_owned(),
        sequence,
        stamp,
        alarm: (!cancelled).then_some(Alarm::DaysBefore(3)),
        cancelled,
    }));
}

/// How often an entry was changed, so that a calendar that has it takes the newer one: it grows with the day of the last
/// change of substance, and with every amendment.
fn sequence(meta: &Meta, amendments: usize, today: Day) -> usize {
    let revised = meta.revised.filter(|day| *day <= today);
    let days = revised.map_or(0, |day| days_between(FIRST_DAY, day).max(0));
    usize::try_from(days).unwrap_or_default() + amendments
}

/// A session with an hour has hours; one of which only the day is known has days.
fn hours(starts: Moment, ends: Option<Moment>) -> When {
    let at = |moment: Moment, time: Time| moment.day.to_datetime(time);
    match starts.time {
        Some(time) => {
            // One that ends on another day without an hour takes that day whole.
            let ends = ends.filter(|ends| ends.time.is_some() || ends.day > starts.day);
            let to = ends.map(|ends| at(ends, ends.time.unwrap_or(Time::constant(23, 59, 0, 0))));
            When::Hours { from: at(starts, time), to }
        }
        None => When::Days { first: starts.day, last: ends.map_or(starts.day, |ends| ends.day.max(starts.day)) },
    }
}

/// The beginning of a text, cut between words.
fn shortened(text: &str) -> String {
    if word_count(text) <= TITLE_WORDS {
        return text.trim().to_owned();
    }
    let head: Vec<&str> = text.split_whitespace().take(TITLE_WORDS).collect();
    format!("{}…", head.join(" ").trim_end_matches([',', ';', ':', '.']))
}
