//! Listing every route.

use super::{
    Answer, Attachment, BESIDE, Conference, LIST_ROWS, LONG_ROWS, ORGANISATION_TASKS, PLAN_TASKS, Redirect, Route,
    Routes, Slice, View, attachments, catalogue,
};
use crate::basics::diag::{Diagnostic, Diagnostics, Location, Outcome, codes, msg};
use crate::basics::path::{OutPath, UrlPath};
use crate::basics::text::slug;
use crate::edition::relate::{Edition, Event, Node};
use crate::site::model::{EntryId, Meta};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Files at fixed addresses that other stages write.
const OWN: [&str; 14] = [
    "sitemap.xml",
    "robots.txt",
    "feed.xml",
    "lich.ics",
    "manifest.webmanifest",
    "sw.js",
    "du-lieu/site.json",
    "du-lieu/ke-hoach.json",
    "du-lieu/nhiem-vu.json",
    "du-lieu/to-chuc.json",
    "du-lieu/quan-triet.json",
    "du-lieu/van-ban.json",
    "du-lieu/nhiem-vu.csv",
    ".bangtin/manifest.json",
];

/// Every route of the edition.
pub(crate) fn routes(edition: &Edition) -> Outcome<Routes> {
    let mut builder = Builder { edition, routes: Routes::empty(edition), found: Diagnostics::default() };
    builder.fixed();
    builder.plans();
    builder.organisations();
    builder.documents();
    builder.others();
    builder.months();
    builder.search();
    builder.files();
    builder.redirects();
    Outcome { value: builder.routes, diagnostics: builder.found }
}

struct Builder<'a> {
    edition: &'a Edition,
    routes: Routes,
    found: Diagnostics,
}

impl Builder<'_> {
    fn page(&mut self, url: impl Into<String>, view: View, at: Location) {
        let url = UrlPath::new(url);
        if self.claim(url.out_path(), Answer::Page(self.routes.pages.len()), at) {
            self.routes.by_view.insert(view, url.clone());
            self.routes.pages.push(Route { url, view });
        }
    }

    /// A page and the pages it continues on.
    fn parts(&mut self, base: &str, total: usize, size: usize, at: Location, view: impl Fn(usize) -> View) {
        for part in 0..Slice::count(total, size) {
            let url = if part == 0 { base.to_owned() } else { format!("{base}trang-{}/", part + 1) };
            self.page(url, view(part), at);
        }
    }

    /// Whether an address is that of a file which another stage writes beside an entry's page: where the entry is.
    fn beside(&self, url: &UrlPath) -> Option<Location> {
        let (folder, name) = url.as_str().rsplit_once('/')?;
        let page = OutPath::new(format!("{folder}/index.html"));
        BESIDE.contains(&name).then(|| self.routes.by_path.get(&page)).flatten().map(|(_, at)| *at)
    }

    /// Claims an output path; two pages at one address are an error.
    fn claim(&mut self, path: OutPath, answer: Answer, at: Location) -> bool {
        let Some((_, first)) = self.routes.by_path.get(&path) else {
            self.routes.by_path.insert(path, (answer, at));
            return true;
        };
        let first = *first;
        self.twice(&path, at, first);
        false
    }

    fn twice(&mut self, path: &OutPath, at: Location, first: Location) {
        let path = path.as_str();
        let place = if at == Location::Site { first } else { at };
        let mut problem = Diagnostic::new(
            codes::ROUTE_TWICE,
            place,
            msg!("hai trang cùng địa chỉ `/{path}`", "two pages have the address `/{path}`"),
        )
        .help(msg!("đổi tên tệp hoặc bỏ `dia_chi_cu` trùng", "rename the file, or remove the `dia_chi_cu`"));
        if let Some(span) = first.span().filter(|_| at != Location::Site) {
            problem = problem.related(span, msg!("trang thứ nhất", "the first page"));
        }
        self.found.push(problem);
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
        for own in OWN {
            self.claim(OutPath::new(own), Answer::Other, site);
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
        let mut conferences: BTreeMap<String, Conference> = BTreeMap::new();
        for (id, row) in edition.content.documents.iter() {
            let concretised = basis.based_on(Node::Document(id)).len();
            let base = format!("{}/", row.meta.id);
            self.parts(&base, concretised, LIST_ROWS, row.meta.at, |part| View::Document { id, part });
            if let Some(name) = &row.conference {
                let slug = slug(name);
                let conference = conferences.entry(slug.clone()).or_insert_with(|| Conference {
                    slug,
                    name: name.clone(),
                    documents: Vec::new(),
                });
                conference.documents.push(id);
            }
        }
        for (index, cited) in basis.cited.iter().enumerate() {
            let concretised = basis.based_on(Node::Cited(index)).len();
            let base = format!("{}/", cited.id);
            self.parts(&base, concretised, LIST_ROWS, Location::Site, |part| View::Cited { index, part });
        }
        self.routes.conferences = conferences.into_values().filter(|conference| !conference.slug.is_empty()).collect();
        for index in 0..self.routes.conferences.len() {
            let slug = self.routes.conferences.get(index).map(|conference| conference.slug.clone()).unwrap_or_default();
            self.page(format!("hoi-nghi/{slug}/"), View::Conference(index), Location::Site);
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
            self.routes.months.push((year, month));
        }
    }

    /// The search page continues as a catalogue of titles, for readers without script.
    fn search(&mut self) {
        if !self.edition.config.outputs.search {
            return;
        }
        let total = catalogue::titles(self.edition, &self.routes).count();
        self.parts("tim-kiem/", total, LONG_ROWS, Location::Site, |part| View::Search { part });
        for own in ["tim-kiem/lunr.json", "tim-kiem/chi-muc.js"] {
            self.claim(OutPath::new(own), Answer::Other, Location::Site);
        }
    }

    fn files(&mut self) {
        let (edition, routes) = (self.edition, &self.routes);
        let entries: Vec<(EntryId, &Meta)> = edition.content.entries().collect();
        let found = entries.into_par_iter().map(|(entry, meta)| {
            let page = routes.entry(entry);
            (entry, meta.at, page.map(|page| attachments::of_entry(edition, entry, page)).unwrap_or_default())
        });
        let found: Vec<_> = found.filter(|(_, _, files)| !files.is_empty()).collect();
        for (entry, at, files) in found {
            for Attachment { url, file } in files {
                let answer = Answer::Attachment(self.routes.attachments.len());
                if self.claim(url.out_path(), answer, at) {
                    self.routes.by_file.insert((entry, file), url.clone());
                    self.routes.attachments.push(Attachment { url, file });
                }
            }
        }
    }

    fn redirects(&mut self) {
        let entries: Vec<(EntryId, &Meta)> = self.edition.content.entries().collect();
        for (entry, meta) in entries {
            let Some(to) = self.routes.entry(entry).cloned() else { continue };
            for old in &meta.old_addresses {
                let Some(from) = old_url(&old.value) else {
                    let typed = &old.value;
                    self.found.push(
                        Diagnostic::new(
                            codes::VALUE_INVALID,
                            old.at,
                            msg!(
                                "`{typed}` không phải địa chỉ cũ trong trang",
                                "`{typed}` is no old address of this site"
                            ),
                        )
                        .help(msg!(
                            "ghi đường dẫn từ gốc trang: \"/tin/ke-hoach-12.html\"",
                            "write the path from the site's root: \"/tin/ke-hoach-12.html\""
                        )),
                    );
                    continue;
                };
                if let Some(taken) = self.beside(&from) {
                    self.twice(&from.out_path(), old.at, taken);
                    continue;
                }
                let index = self.routes.redirects.len();
                self.page(from.as_str().to_owned(), View::Redirect(index), old.at);
                self.routes.redirects.push(Redirect { to: to.clone() });
            }
        }
    }
}

/// `/x` becomes `x/`, `/old/page.html` stays a file; nothing leaves the site.
fn old_url(written: &str) -> Option<UrlPath> {
    let path = written.trim().trim_matches('/');
    let clean = !path.is_empty()
        && !path.contains(['\\', ':', '\0', '<', '>', '"', '|', '*', '?', '#', '%'])
        && path.split('/').all(|part| !part.is_empty() && part != "." && part != ".." && !part.starts_with('.'));
    let is_file = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
    clean.then(|| UrlPath::new(if is_file { path.to_owned() } else { format!("{path}/") }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_addresses_stay_inside_the_site() {
        let url = |text| old_url(text).map(|url| url.as_str().to_owned());
        assert_eq!(url("/x"), Some("x/".into()));
        assert_eq!(url("/old/path.html"), Some("old/path.html".into()));
        assert_eq!(url("tin/12/"), Some("tin/12/".into()));
        for wrong in ["/", "/../x", "/a//b", "https://a.example/x", "/.bangtin/x", "/x?trang=2", "/x#y", "/x%20y"] {
            assert_eq!(url(wrong), None, "{wrong}");
        }
    }
}
