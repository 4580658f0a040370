//! Listing every page of an edition but the old addresses.

use super::{LIST_ROWS, LONG_ROWS, ORGANISATION_TASKS, PLAN_TASKS, Route, Slice, View, catalogue};
use crate::basics::diag::Location;
use crate::basics::path::UrlPath;
use crate::edition::relate::{Edition, Event, Node};
use std::collections::BTreeMap;

/// Pages in a fixed order.
pub(crate) struct Pages {
    pub(crate) routes: Vec<Route>,
    /// Months that have a page, earliest first.
    pub(crate) months: Vec<(i16, i8)>,
}

/// Every page of the edition; two of them may ask for one address.
pub(crate) fn pages(edition: &Edition) -> Pages {
    let mut listing = Listing { edition, pages: Pages { routes: Vec::new(), months: Vec::new() } };
    listing.fixed();
    listing.plans();
    listing.organisations();
    listing.documents();
    listing.others();
    listing.months();
    listing.search();
    listing.pages
}

struct Listing<'a> {
    edition: &'a Edition,
    pages: Pages,
}

impl Listing<'_> {
    fn page(&mut self, url: impl Into<String>, view: View, at: Location) {
        self.pages.routes.push(Route { url: UrlPath::new(url), view, at });
    }

    /// A page and the pages it continues on.
    fn parts(&mut self, base: &str, total: usize, size: usize, at: Location, view: impl Fn(usize) -> View) {
        for part in 0..Slice::count(total, size) {
            let url = if part == 0 { base.to_owned() } else { format!("{base}trang-{}/", part + 1) };
            self.page(url, view(part), at);
        }
    }

    fn fixed(&mut self) {
        let site = Location::Site;
        self.page("", View::Home, site);
        self.page("to-chuc/", View::OrganisationList, site);
        self.page("lay-y-kien/", View::Consultations, site);
        self.page("lich/", View::Calendar, site);
        self.page("gop-y/", View::Feedback, site);
        self.page("404.html", View::NotFound, site);
        if self.edition.config.outputs.offline {
            self.page("ngoai-tuyen/", View::Offline, site);
        }
    }

    fn plans(&mut self) {
        let edition = self.edition;
        let site = Location::Site;
        let total = edition.content.plans.len();
        self.parts("ke-hoach/", total, LIST_ROWS, site, |part| View::PlanList { year: None, part });
        let mut by_year: BTreeMap<i16, usize> = BTreeMap::new();
        for (_, plan) in edition.content.plans.iter() {
            if let Some(date) = plan.date {
                *by_year.entry(date.year()).or_default() += 1;
            }
        }
        for (year, count) in by_year {
            let base = format!("ke-hoach/{year}/");
            self.parts(&base, count, LIST_ROWS, site, |part| View::PlanList { year: Some(year), part });
        }
        for (id, plan) in edition.content.plans.iter() {
            let tasks = edition.effective(id).map_or(0, |effective| effective.tasks.len());
            let base = format!("{}/", plan.meta.id);
            self.parts(&base, tasks, PLAN_TASKS, plan.meta.at, |part| View::Plan { id, part });
            if edition.config.outputs.posters {
                self.page(format!("{base}ap-phich/"), View::Poster(id), plan.meta.at);
            }
        }
        let changes: usize =
            edition.content.plans.iter().filter_map(|(id, _)| edition.effective(id)).map(|plan| plan.made.len()).sum();
        self.parts("dieu-chinh/", changes, LIST_ROWS, site, |part| View::Amendments { part });
        let in_force = edition.plans_in_force().filter(|(_, _, plan)| !plan.tasks.is_empty()).count();
        self.parts("tien-do/", in_force, LONG_ROWS, site, |part| View::Progress { part });
        for (index, topic) in edition.config.topics.iter().enumerate() {
            let plans = edition.content.plans.iter().filter(|(_, plan)| plan.topics.contains(&topic.code)).count();
            let base = format!("linh-vuc/{}/", topic.code);
            self.parts(&base, plans, LIST_ROWS, topic.at, |part| View::Topic { index, part });
        }
    }

    fn organisations(&mut self) {
        for (id, row) in self.edition.content.organisations.iter() {
            let tasks = self.edition.assignments(id).len();
            let base = format!("{}/", row.meta.id);
            self.parts(&base, tasks, ORGANISATION_TASKS, row.meta.at, |part| View::Organisation { id, part });
        }
    }

    fn documents(&mut self) {
        let edition = self.edition;
        let basis = &edition.basis;
        let total = edition.content.documents.len() + basis.cited.len();
        self.parts("van-ban/", total, LIST_ROWS, Location::Site, |part| View::DocumentList { part });
        for (id, row) in edition.content.documents.iter() {
            let concretised = basis.based_on(Node::Document(id)).len();
            let base = format!("{}/", row.meta.id);
            self.parts(&base, concretised, LIST_ROWS, row.meta.at, |part| View::Document { id, part });
        }
        for (index, cited) in basis.cited.iter().enumerate() {
            let concretised = basis.based_on(Node::Cited(index)).len();
            let base = format!("{}/", cited.id);
            self.parts(&base, concretised, LIST_ROWS, Location::Site, |part| View::Cited { index, part });
        }
        for (index, conference) in edition.conferences.iter().enumerate() {
            self.page(format!("hoi-nghi/{}/", conference.slug), View::Conference(index), Location::Site);
        }
    }

    fn others(&mut self) {
        let edition = self.edition;
        let content = &edition.content;
        let sessions = content.sessions.len().max(edition.coverage.len());
        self.parts("quan-triet/", sessions, LIST_ROWS, Location::Site, |part| View::StudyRecord { part });
        for (id, row) in content.sessions.iter() {
            self.page(format!("{}/", row.meta.id), View::Session(id), row.meta.at);
        }
        self.parts("tai-lieu/", content.materials.len(), LIST_ROWS, Location::Site, |part| View::MaterialList { part });
        for (id, row) in content.materials.iter() {
            self.page(format!("{}/", row.meta.id), View::Material(id), row.meta.at);
        }
        for (id, row) in content.pages.iter() {
            self.page(format!("{}/", row.meta.short_id()), View::Plain(id), row.meta.at);
        }
        let mapped = content.plans.len() + content.sessions.len() + content.materials.len();
        self.parts("ban-do-trang/", mapped, LONG_ROWS, Location::Site, |part| View::SiteMap { part });
    }

    /// One page for every month that has an event.
    fn months(&mut self) {
        let edition = self.edition;
        let month_of = |event: &Event| (event.day.year(), event.day.month());
        for events in edition.calendar.chunk_by(|a, b| month_of(a) == month_of(b)) {
            let Some((year, month)) = events.first().map(month_of) else { continue };
            let base = format!("lich/{year}/{month:02}/");
            self.parts(&base, events.len(), LONG_ROWS, Location::Site, |part| View::Month { year, month, part });
            self.pages.months.push((year, month));
        }
    }

    /// The search page continues as a catalogue of titles, for readers without script.
    fn search(&mut self) {
        if !self.edition.config.outputs.search {
            return;
        }
        let total = catalogue::titles(self.edition).count();
        self.parts("tim-kiem/", total, LONG_ROWS, Location::Site, |part| View::Search { part });
    }
}
