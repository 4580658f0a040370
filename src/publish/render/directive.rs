//! Directives in Markdown: a fenced block whose info string is `{name key="value"}`.
//!
//! | name | keys | shows |
//! |---|---|---|
//! | `bang-nhiem-vu` | `to_chuc`, `ke_hoach`, `linh_vuc`, `trang_thai`, `vai`, `den`, `so_dong` | tasks in force |
//! | `danh-sach-quan-triet` | `ke_hoach`, `to_chuc`, `tu`, `den`, `so_dong` | study sessions |
//! | `bang-chi-tieu` | `ke_hoach`, `linh_vuc` | targets |
//! | `danh-sach-thoi-han` | `to_chuc`, `ke_hoach`, `tu`, `den`, `so_dong` | deadlines to come |
//! | `lien-he` | `to_chuc` | how to reach an organisation |
//!
//! An empty block shows the theme's own form; a block with a template (MiniJinja) gets the rows as `muc` and its output
//! is read as Markdown.

use super::PageCx;
use super::markdown::RichText;
use super::view::{LinkView, SessionRow, TaskView};
use crate::basics::date::{Day, parse_date};
use crate::basics::diag::{Diagnostic, Location, Message, Span, codes, msg, nearest};
use crate::edition::relate::{Assignment, EventKind};
use crate::publish::compose::{Argument, Call};
use crate::publish::theme::Prepared;
use crate::read::markdown::Directive;
use crate::read::vocabulary::{EntryKind, Role};
use crate::site::model::{EntryId, Id, Organisation, Plan};
use serde::Serialize;
use std::ops::Range;

const NAMES: [(&str, &[&str]); 5] = [
    ("bang-nhiem-vu", &["to_chuc", "ke_hoach", "linh_vuc", "trang_thai", "vai", "den", "so_dong"]),
    ("danh-sach-quan-triet", &["ke_hoach", "to_chuc", "tu", "den", "so_dong"]),
    ("bang-chi-tieu", &["ke_hoach", "linh_vuc"]),
    ("danh-sach-thoi-han", &["to_chuc", "ke_hoach", "tu", "den", "so_dong"]),
    ("lien-he", &["to_chuc"]),
];

/// Rows shown when the directive does not say how many.
const DEFAULT_ROWS: usize = 100;

/// The arguments of a directive, resolved.
#[derive(Default)]
struct Filter {
    organisation: Option<Id<Organisation>>,
    plan: Option<Id<Plan>>,
    topic: Option<String>,
    state: Option<String>,
    role: Option<Role>,
    from: Option<Day>,
    to: Option<Day>,
    rows: usize,
}

/// What a directive's expressions and templates may use.
#[derive(Serialize)]
struct Scope<T: Serialize> {
    hom_nay: String,
    trang: ScopePage,
    muc: T,
}

#[derive(Serialize)]
struct ScopePage {
    id: String,
    ten: String,
}

/// Rows for the theme's form of a directive.
#[derive(Serialize)]
struct DirectiveView<T: Serialize> {
    rows: T,
}

#[derive(Serialize)]
struct DeadlineRow<'a> {
    date: Prepared,
    label: &'a str,
    title: String,
    url: String,
    plan: Option<LinkView>,
}

#[derive(Serialize)]
struct ContactView {
    name: LinkView,
    phone: Option<String>,
    email: Option<String>,
    address: Option<String>,
}

impl<'a> PageCx<'a> {
    /// The HTML of a directive; a failed one leaves nothing but its diagnostic.
    pub(super) fn directive(&self, entry: EntryId, directive: &Directive) -> String {
        match self.run(entry, directive) {
            Ok(html) => html,
            Err(problem) => {
                self.problems.borrow_mut().push(*problem);
                String::new()
            }
        }
    }

    fn run(&self, entry: EntryId, directive: &Directive) -> Result<String, Box<Diagnostic>> {
        let scope = self.scope(entry, ());
        let call = self
            .composer
            .call(&directive.info.value, &scope)
            .map_err(|problem| Box::new(failed(&directive.info.at, problem.range, &problem.reason)))?;
        let filter = self.filter(entry, directive, &call)?;
        match call.name.as_str() {
            "bang-nhiem-vu" => self.present(entry, directive, "bang-nhiem-vu", self.tasks(&filter)),
            "danh-sach-quan-triet" => self.present(entry, directive, "danh-sach-quan-triet", self.sessions(&filter)),
            "bang-chi-tieu" => self.present(entry, directive, "bang-chi-tieu", self.targets(&filter)),
            "danh-sach-thoi-han" => self.present(entry, directive, "danh-sach-thoi-han", self.deadlines(&filter)),
            _ => self.present(entry, directive, "lien-he", self.contacts(&filter)),
        }
    }

    fn scope<T: Serialize>(&self, entry: EntryId, rows: T) -> Scope<T> {
        let id = self.edition.content.meta(entry).map(|meta| meta.id.clone()).unwrap_or_default();
        let ten = self.entry_title(entry);
        Scope { hom_nay: self.edition.request.today.to_string(), trang: ScopePage { id, ten }, muc: rows }
    }

    /// The theme's form, or the template inside the block.
    fn present<T: Serialize>(
        &self,
        entry: EntryId,
        directive: &Directive,
        name: &str,
        rows: Vec<T>,
    ) -> Result<String, Box<Diagnostic>> {
        if directive.body.value.trim().is_empty() {
            let html = self.theme.render(&format!("chi-thi/{name}.html"), &DirectiveView { rows });
            return html.map(|html| String::from_utf8_lossy(&html).into_owned());
        }
        let scope = self.scope(entry, rows);
        let text = self
            .composer
            .template(&directive.body.value, &scope)
            .map_err(|problem| Box::new(failed(&directive.body.at, problem.range, &problem.reason)))?;
        let file = self.edition.content.meta(entry).map_or(crate::basics::diag::FileId(0), |meta| meta.file);
        Ok(self.rich(&RichText { text: &text, entry, file, body: None, top_level: 3, prefix: "ct-" }))
    }

    fn filter(&self, entry: EntryId, directive: &Directive, call: &Call) -> Result<Filter, Box<Diagnostic>> {
        let Some((_, keys)) = NAMES.iter().find(|(name, _)| *name == call.name) else {
            return Err(Box::new(unknown_name(call, &directive.info.at)));
        };
        let mut filter = Filter { rows: DEFAULT_ROWS, ..Filter::default() };
        for argument in &call.arguments {
            if !keys.contains(&argument.key.as_str()) {
                return Err(Box::new(unknown_key(argument, keys, &directive.info.at)));
            }
            self.apply(&mut filter, argument, self.edition.content.day_of(entry))
                .ok_or_else(|| Box::new(bad_value(argument, &directive.info.at)))?;
        }
        Ok(filter)
    }

    /// Puts one argument of an entry of the day `on` into the filter. `None`: the value means nothing.
    fn apply(&self, filter: &mut Filter, argument: &Argument, on: Option<Day>) -> Option<()> {
        let value = argument.value.trim();
        match argument.key.as_str() {
            "to_chuc" => match self.edition.clearance.index.referred(value, &[EntryKind::Organisation], on)? {
                EntryId::Organisation(id) => {
                    filter.organisation = Some(self.edition.content.organisations.get(id).map(|_| id)?)
                }
                _ => return None,
            },
            "ke_hoach" => match self.edition.clearance.index.referred(value, &[EntryKind::Plan], on)? {
                EntryId::Plan(id) => filter.plan = Some(self.edition.content.plans.get(id).map(|_| id)?),
                _ => return None,
            },
            "linh_vuc" => {
                let known = self.edition.config.topics.iter().any(|topic| topic.code == value);
                filter.topic = known.then(|| Some(value.to_owned()))?;
            }
            "trang_thai" => {
                let known = crate::read::vocabulary::TaskState::ALL.iter().any(|state| state.word() == value);
                filter.state = known.then(|| Some(value.to_owned()))?;
            }
            "vai" => {
                filter.role = Some(match value {
                    "chu-tri" => Role::Lead,
                    "phoi-hop" => Role::Support,
                    _ => return None,
                });
            }
            "tu" => filter.from = Some(parse_date(value).ok()?),
            "den" => filter.to = Some(parse_date(value).ok()?),
            _ => filter.rows = value.parse().ok().filter(|rows| (1..=1000).contains(rows))?,
        }
        Some(())
    }

    fn assignments(&self, filter: &Filter) -> Vec<Assignment> {
        if let Some(organisation) = filter.organisation {
            let list = self.edition.organisation_list(organisation).into_iter();
            return list.flat_map(|list| &list.tasks).map(|(_, assignment)| *assignment).collect();
        }
        let all = self.edition.tasks_in_force();
        let mut all: Vec<_> = all
            .map(|(plan, _, task, entry)| {
                let whole = Assignment { plan, task, role: Role::Lead, via: None, state: entry.standing.state };
                ((entry.due.is_none(), entry.due), whole)
            })
            .collect();
        all.sort_by_key(|(due, whole)| (*due, whole.plan, whole.task));
        all.into_iter().map(|(_, whole)| whole).collect()
    }

    fn tasks(&self, filter: &Filter) -> Vec<TaskView> {
        let fits = |assignment: &Assignment| {
            let Some(task) = self.edition.task(assignment.plan, assignment.task) else { return false };
            let plan = self.edition.content.plans.get(assignment.plan);
            filter.plan.is_none_or(|plan| plan == assignment.plan)
                && filter.state.as_deref().is_none_or(|state| assignment.state.word() == state)
                && filter.organisation.is_none_or(|_| filter.role.is_none_or(|role| role == assignment.role))
                && filter.to.is_none_or(|to| task.due.is_some_and(|due| due <= to))
                && filter.topic.as_ref().is_none_or(|topic| plan.is_some_and(|plan| plan.topics.contains(topic)))
        };
        let fitting = self.assignments(filter).into_iter().filter(fits).take(filter.rows);
        fitting.filter_map(|assignment| self.task_of(filter.organisation, assignment)).collect()
    }

    fn sessions(&self, filter: &Filter) -> Vec<SessionRow> {
        let of = |entry| self.edition.sessions_about(entry);
        let own = filter.organisation.map(|organisation| of(EntryId::Organisation(organisation)));
        let mut sessions: Vec<_> = self
            .edition
            .content
            .sessions
            .iter()
            .filter(|(_, session)| filter.plan.is_none_or(|plan| session.plans.contains(&plan)))
            .filter(|(id, _)| own.is_none_or(|own| own.binary_search(id).is_ok()))
            .filter(|(_, session)| filter.from.is_none_or(|from| session.starts.day >= from))
            .filter(|(_, session)| filter.to.is_none_or(|to| session.starts.day <= to))
            .collect();
        sessions.sort_by_key(|(id, session)| (std::cmp::Reverse(session.starts), *id));
        sessions.into_iter().take(filter.rows).filter_map(|(id, _)| self.session_row(id)).collect()
    }

    fn targets(&self, filter: &Filter) -> Vec<super::pages::TargetView> {
        let plans = self.edition.plans_in_force();
        plans
            .filter(|(id, plan, _)| {
                filter.plan.is_none_or(|wanted| wanted == *id)
                    && filter.topic.as_ref().is_none_or(|topic| plan.topics.contains(topic))
            })
            .flat_map(|(_, plan, _)| plan.targets.iter().map(|target| self.target(target)))
            .collect()
    }

    fn deadlines(&self, filter: &Filter) -> Vec<DeadlineRow<'a>> {
        let today = self.edition.request.today;
        let from = filter.from.unwrap_or(today);
        let own: Option<Vec<_>> = filter.organisation.map(|organisation| {
            self.edition.assignments(organisation).iter().map(|assignment| (assignment.plan, assignment.task)).collect()
        });
        let rows = self.edition.calendar.iter().filter(|event| event.day >= from);
        rows.filter(|event| filter.to.is_none_or(|to| event.day <= to))
            .filter(|event| match event.kind {
                EventKind::Task { plan, task, .. } => {
                    filter.plan.is_none_or(|wanted| wanted == plan)
                        && own.as_ref().is_none_or(|own| own.contains(&(plan, task)))
                }
                EventKind::Milestone { plan, .. } => own.is_none() && filter.plan.is_none_or(|wanted| wanted == plan),
                _ => false,
            })
            .take(filter.rows)
            .filter_map(|event| self.event(event))
            .map(|event| DeadlineRow {
                date: event.date,
                label: event.label,
                title: event.title,
                url: event.url,
                plan: event.plan,
            })
            .collect()
    }

    fn contacts(&self, filter: &Filter) -> Vec<ContactView> {
        let contact = &self.edition.config.contact;
        match filter.organisation.and_then(|id| Some((id, self.edition.content.organisations.get(id)?))) {
            Some((id, row)) => self
                .organisation_link(id)
                .map(|name| ContactView { name, phone: row.phone.clone(), email: row.email.clone(), address: None })
                .into_iter()
                .collect(),
            None => vec![ContactView {
                name: LinkView { text: self.edition.config.publisher.clone(), url: None },
                phone: contact.phone.clone(),
                email: contact.email.clone(),
                address: contact.address.clone(),
            }],
        }
    }
}

/// A place inside a located text.
fn inside(at: &Location, range: Option<Range<usize>>) -> Location {
    match (at, range) {
        (Location::Text(span), Some(range)) => {
            let start = span.range().start;
            Span::new(span.file, start + range.start..start + range.end).into()
        }
        _ => *at,
    }
}

fn failed(at: &Location, range: Option<Range<usize>>, reason: &Message) -> Diagnostic {
    let Message { vi, en } = reason;
    Diagnostic::new(
        codes::DIRECTIVE_FAILED,
        inside(at, range),
        msg!("khối này không tính được: {vi}", "the block fails: {en}"),
    )
    .help(msg!("xem mẫu: `bangtin explain chi-thi-loi`", "see the examples: `bangtin explain chi-thi-loi`"))
}

fn unknown_name(call: &Call, at: &Location) -> Diagnostic {
    let typed = &call.name;
    let names = NAMES.map(|(name, _)| name);
    let list = names.join(", ");
    let found = Diagnostic::new(
        codes::DIRECTIVE_UNKNOWN,
        inside(at, Some(call.name_range.clone())),
        msg!("không có khối tên `{typed}`", "there is no block called `{typed}`"),
    );
    match nearest(typed, names) {
        Some(near) => found.label(msg!("ý bạn là `{near}`?", "did you mean `{near}`?")),
        None => found,
    }
    .help(msg!("dùng một trong: {list}", "use one of: {list}"))
}

fn unknown_key(argument: &Argument, keys: &[&str], at: &Location) -> Diagnostic {
    let typed = &argument.key;
    let list = keys.join(", ");
    let found = Diagnostic::new(
        codes::DIRECTIVE_UNKNOWN,
        inside(at, Some(argument.range.clone())),
        msg!("khối này không có tham số `{typed}`", "the block has no argument `{typed}`"),
    );
    match nearest(typed, keys.iter().copied()) {
        Some(near) => found.label(msg!("ý bạn là `{near}`?", "did you mean `{near}`?")),
        None => found,
    }
    .help(msg!("tham số có: {list}", "arguments there are: {list}"))
}

fn bad_value(argument: &Argument, at: &Location) -> Diagnostic {
    let (key, value) = (&argument.key, &argument.value);
    Diagnostic::new(
        codes::DIRECTIVE_FAILED,
        inside(at, Some(argument.range.clone())),
        msg!("`{key}` không nhận `{value}`", "`{key}` does not take `{value}`"),
    )
    .help(msg!(
        "tổ chức, kế hoạch: ghi id có trong bản này; ngày: 2026-12-31; số dòng: 1–1000",
        "organisation, plan: an id of this edition; dates: 2026-12-31; rows: 1–1000"
    ))
}
