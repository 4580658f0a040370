//! Every file of a snapshot, and the links of what was made.

use super::snapshot::{FileBytes, Snapshot};
use super::{Findings, Progress, Sink, Step};
use crate::basics::diag::{Diagnostic, Diagnostics, Location, codes, msg, nearest};
use crate::basics::path::OutPath;
use crate::edition::publication::{Outlet, Publication};
use crate::edition::route::Route;
use crate::publish::links::{Addresses, PageLinks};
use crate::publish::render::Renderer;
use crate::site::model::{LinkTarget, broken, entry_links};
use crate::site::rules;
use rayon::prelude::*;
use std::collections::BTreeSet;

/// What came of making everything.
pub(crate) struct Completed {
    pub(crate) pages: usize,
    /// What there is to say about the whole site.
    pub(crate) findings: Findings,
    /// Whether making the files brought nothing to say that was not known before.
    pub(crate) quiet: bool,
}

/// What there is to say about the whole site before any of its files is made.
pub(crate) fn compared(snapshot: &Snapshot, progress: Progress<'_>) -> Findings {
    progress(Step::Compare);
    let found = rules::check_whole(&snapshot.site, snapshot.edition().request.today);
    snapshot.findings().with(found, &snapshot.edition().config)
}

/// Makes everything, hands it to the sink, and checks the links of what was rendered. `None` when it was no longer `wanted` on the way.
pub(crate) fn complete(
    snapshot: &Snapshot,
    progress: Progress<'_>,
    sink: Option<Sink<'_>>,
    wanted: &(dyn Fn() -> bool + Sync),
) -> Option<Completed> {
    let known = compared(snapshot, progress);
    let mut found = Diagnostics::default();
    let put = |path: &OutPath, bytes: FileBytes<'_>| {
        if let Some(sink) = sink {
            sink(path, bytes);
        }
    };
    // Nothing can be wrong with an index: where nothing is written, none is made.
    let with_index = sink.is_some();
    // Files first: the largest of them are gone again before there is an index.
    progress(Step::Files);
    let (others, mut of_search) = snapshot.other_files();
    let mut files = files(snapshot, others, with_index, put, &mut found);
    if with_index {
        progress(Step::Index);
        of_search.extend(snapshot.index_files());
    }
    files.extend(self::files(snapshot, of_search, with_index, put, &mut found));
    let pages = match snapshot.renderer(with_index) {
        Some(renderer) => {
            let all = All { publication: &snapshot.publication, files };
            all.pages(&renderer, put, progress, wanted, &mut found)?
        }
        None => 0,
    };
    let quiet = found.is_empty();
    Some(Completed { pages, findings: known.with(found, &snapshot.edition().config), quiet })
}

/// Makes files that are no pages. Returns the paths of all of them.
fn files(
    snapshot: &Snapshot,
    outlets: Vec<Outlet>,
    with_index: bool,
    put: impl Fn(&OutPath, FileBytes<'_>) + Sync,
    found: &mut Diagnostics,
) -> BTreeSet<OutPath> {
    let made = outlets.into_par_iter().map(|outlet| {
        let problem = match snapshot.other_file(&outlet, with_index) {
            Some(Ok(bytes)) => {
                put(&outlet.path, bytes);
                None
            }
            // Links to a file that cannot be made are no fault of their own.
            Some(Err(problem)) => Some(problem),
            None => None,
        };
        (outlet.path, problem)
    });
    let (paths, problems): (BTreeSet<OutPath>, Vec<Option<Box<Diagnostic>>>) = made.unzip();
    found.extend(problems.into_iter().flatten().map(|problem| *problem));
    paths
}

/// All pages of one edition, and the files that they may link to.
struct All<'a> {
    publication: &'a Publication,
    files: BTreeSet<OutPath>,
}

impl All<'_> {
    fn pages(
        self,
        renderer: &Renderer<'_>,
        put: impl Fn(&OutPath, FileBytes<'_>) + Sync,
        progress: Progress<'_>,
        wanted: &(dyn Fn() -> bool + Sync),
        found: &mut Diagnostics,
    ) -> Option<usize> {
        let routes = self.publication.pages();
        let total = routes.len();
        let urls = routes.iter().map(|route| &route.url);
        let addresses = Addresses::new(urls, self.files, &self.publication.edition.config.base.path);
        let pages = routes.par_iter().map(|route| {
            if !wanted() {
                return None;
            }
            let page = renderer.render(route);
            progress(Step::Page { total });
            Some(page.map(|page| {
                let links = addresses.read(&route.url, &page.html);
                put(&route.url.out_path(), FileBytes::Held(page.html.into()));
                (links, page.diagnostics)
            }))
        });
        let pages: Option<Vec<_>> = pages.collect();
        let mut links: Vec<PageLinks> = Vec::with_capacity(total);
        for page in pages? {
            match page {
                Ok((page, problems)) => {
                    found.extend(problems);
                    links.push(page);
                }
                Err(problem) => found.push(*problem),
            }
        }
        let made = links.len();
        // Where pages are missing, links to them are no fault of their own.
        if made == total {
            progress(Step::Links);
            Checked { publication: self.publication, links, addresses }.check(renderer, found);
        }
        Some(made)
    }
}

/// All pages of one edition, with what each links to.
struct Checked<'a> {
    publication: &'a Publication,
    links: Vec<PageLinks>,
    addresses: Addresses<'a>,
}

impl Checked<'_> {
    /// Links and ids of the rendered pages. A dead link that an editor wrote is shown where it was written.
    fn check(&self, renderer: &Renderer<'_>, found: &mut Diagnostics) {
        let routes = self.publication.pages();
        for (route, page) in routes.iter().zip(&self.links) {
            let mut dead = page.dead().to_vec();
            if !page.find_anchors(&self.links)
                && let Ok(page) = renderer.render(route)
            {
                dead.extend(self.addresses.without_anchor(&route.url, &page.html, &self.links));
                dead.sort();
            }
            for target in dead {
                found.push(self.written_link(route, &target).unwrap_or_else(|| dead_link(route, &target)));
            }
        }
        for (route, page) in routes.iter().zip(&self.links) {
            for id in page.duplicates() {
                let url = route.url.as_str();
                found.push(
                    Diagnostic::new(
                        codes::OUTPUT_LINK,
                        Location::Site,
                        msg!("trang /{url} có hai chỗ cùng mã `{id}`", "page /{url} has the id `{id}` twice"),
                    )
                    .help(msg!(
                        "đổi tiêu đề hoặc mã {{#…}} trùng trong bài; nếu mẫu trang gây ra, sửa mẫu",
                        "change the heading or {{#…}} in the text; mend the template if it is to blame"
                    )),
                );
            }
        }
    }

    /// The link as the editor wrote it, where the entry's text holds it.
    fn written_link(&self, route: &Route, target: &str) -> Option<Diagnostic> {
        let entry = route.view.entry()?;
        let edition = &self.publication.edition;
        let meta = edition.content.meta(entry)?;
        let links = entry_links(&edition.content, entry);
        let link = links.iter().find(|link| match edition.clearance.link(meta.file, &link.target) {
            LinkTarget::Anchor(anchor) => target == format!("#{anchor}"),
            LinkTarget::SitePath(path) => target.trim_start_matches("../").trim_start_matches("./") == path,
            LinkTarget::Entry(_, Some(fragment)) => target.ends_with(&format!("#{fragment}")),
            _ => false,
        })?;
        let known = self.publication.pages().iter().map(|route| route.url.as_str());
        Some(broken(&link.target, link.at, nearest(&link.target, known.take(2000))))
    }
}

fn dead_link(route: &Route, target: &str) -> Diagnostic {
    let url = route.url.as_str();
    Diagnostic::new(
        codes::OUTPUT_LINK,
        Location::Site,
        msg!(
            "trang /{url} có liên kết `{target}` không dẫn tới đâu",
            "page /{url} has a link `{target}` that leads nowhere"
        ),
    )
    .help(msg!(
        "nếu mẫu trang riêng gây ra, sửa mẫu; nếu không, đây là lỗi của bangtin",
        "mend the template if it is your own; else this is a bug of bangtin"
    ))
}
