//! The one line from a folder to a site: read, parse, model, gate, relate, route, render, check, write.
//!
//! [`check`] runs all of it but the write. Nothing else in the program knows the order of the stages.

use crate::compose::Composer;
use crate::config::{Audience, Config, Level};
use crate::date::Day;
use crate::diag::{
    Diagnostic, DiagnosticJson, Diagnostics, Fatal, FileId, Lang, Location, Printer, Severity, codes, counts_line, msg,
};
use crate::export::SearchPaths;
use crate::gate::Request;
use crate::links::{self, PageLinks};
use crate::model::{EntryId, LinkTarget, broken, entry_links};
use crate::output::{Staging, Written};
use crate::path::{OutPath, SourcePath, UrlPath};
use crate::relate::Edition;
use crate::render::{Media, Renderer, strip_metadata};
use crate::route::{Route, Routes, View};
use crate::search::SearchIndex;
use crate::source::SourceTree;
use crate::theme::Theme;
use crate::{config, export, gate, model, parse, relate, route, rules, search};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What to build, and for whom.
#[derive(Debug, Clone)]
pub struct BuildInput {
    /// The site folder.
    pub site: PathBuf,
    /// Who will see the result.
    pub audience: Audience,
    /// Whether drafts are built.
    pub drafts: bool,
    /// The build date.
    pub today: Day,
}

/// A step of the work, for whoever shows progress.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Reading and relating the content.
    Reading,
    /// One page of so many is rendered.
    Page {
        /// Pages in all.
        total: usize,
    },
    /// Checking links and swapping folders.
    Finishing,
}

/// Told about every step; from several threads.
pub type Progress<'a> = &'a (dyn Fn(Step) + Sync);

/// What a run found and did.
pub struct Report {
    tree: SourceTree,
    diagnostics: Vec<Diagnostic>,
    /// Pages of the site.
    pub pages: usize,
    /// Plans in this edition.
    pub plans: usize,
    /// Tasks in force.
    pub tasks: usize,
    /// Organisations in this edition.
    pub organisations: usize,
    /// What was written; `None` when nothing was.
    pub written: Option<Written>,
}

impl Report {
    /// Whether something stops the site from being published.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|found| found.severity == Severity::Error)
    }

    /// Every diagnostic, printed with its source line.
    #[must_use]
    pub fn printed(&self, lang: Lang, colour: bool) -> Vec<String> {
        let printer = Printer::new(&self.tree, lang, colour);
        self.diagnostics.iter().map(|found| printer.print(found)).collect()
    }

    /// Every diagnostic as data.
    #[must_use]
    pub fn json(&self, lang: Lang) -> Vec<DiagnosticJson> {
        let printer = Printer::new(&self.tree, lang, false);
        self.diagnostics.iter().map(|found| printer.json(found)).collect()
    }

    /// «2 lỗi, 5 cảnh báo»
    #[must_use]
    pub fn counts(&self, lang: Lang) -> String {
        counts_line(&self.diagnostics, lang)
    }
}

/// Builds the site into `out`. With an error in the content nothing is written.
///
/// # Errors
/// When the run could not happen: no site, no theme, no room, a folder that is not ours.
pub fn build(input: &BuildInput, out: &Path, progress: Progress<'_>) -> Result<Report, Fatal> {
    let sources = [input.site.join("content"), input.site.join("themes"), input.site.join("bangtin.toml")];
    let staging = Staging::open(out, &sources)?;
    let sink = |path: &OutPath, bytes: &[u8]| staging.put(path, bytes);
    let report = run(input, progress, Some(&sink));
    match report {
        Ok(mut report) if !report.has_errors() => {
            progress(Step::Finishing);
            report.written = Some(staging.commit()?);
            Ok(report)
        }
        other => {
            staging.abandon()?;
            other
        }
    }
}

/// Everything but the write.
///
/// # Errors
/// When the run could not happen.
pub fn check(input: &BuildInput, progress: Progress<'_>) -> Result<Report, Fatal> {
    run(input, progress, None)
}

type Sink<'a> = &'a (dyn Fn(&OutPath, &[u8]) + Sync);

fn run(input: &BuildInput, progress: Progress<'_>, sink: Option<Sink<'_>>) -> Result<Report, Fatal> {
    progress(Step::Reading);
    let Loaded { tree, edition, mut diagnostics } = load(input)?;
    let routes = route::routes(&edition).collect(&mut diagnostics);
    let theme = Theme::load(&tree, &edition.config).collect(&mut diagnostics);
    let mut rendered = 0;
    if let Some(theme) = &theme {
        let failed =
            levelled(diagnostics.clone(), &edition.config).iter().any(|found| found.severity == Severity::Error);
        let site = Site { tree: &tree, edition: &edition, routes: &routes, theme };
        let sink = sink.filter(|_| !failed);
        rendered = site.write(progress, sink, &mut diagnostics);
    }
    let tasks = edition.plans_in_force().map(|(_, _, plan)| plan.tasks.iter().filter(|task| !task.withdrawn).count());
    Ok(Report {
        pages: rendered,
        plans: edition.content.plans.len(),
        tasks: tasks.sum(),
        organisations: edition.content.organisations.len(),
        written: None,
        diagnostics: levelled(diagnostics, &edition.config),
        tree,
    })
}

/// A run up to the edition, with everything there is to say about the content.
#[derive(Debug)]
struct Loaded {
    tree: SourceTree,
    edition: Edition,
    diagnostics: Diagnostics,
}

/// Reads the site and relates one edition of it.
fn load(input: &BuildInput) -> Result<Loaded, Fatal> {
    let mut diagnostics = Diagnostics::default();
    let tree = SourceTree::read_site(&input.site)?.collect(&mut diagnostics);
    let settings = tree.find(&SourcePath::new("bangtin.toml")).unwrap_or(FileId(0));
    let config = config::read(tree.text_of(settings).unwrap_or_default(), settings).collect(&mut diagnostics);
    let entries = parse::parse(&tree, &config).collect(&mut diagnostics);
    let site = model::build(&tree, config, entries).collect(&mut diagnostics);
    diagnostics.append(rules::check(&site));
    let request = Request { audience: input.audience, drafts: input.drafts, today: input.today };
    let admitted = gate::admit(&site, &tree, request).collect(&mut diagnostics);
    let edition = relate::relate(admitted).collect(&mut diagnostics);
    Ok(Loaded { tree, edition, diagnostics })
}

/// Applies the levels of `[kiem_tra]`; the only place where they count.
fn levelled(diagnostics: Diagnostics, config: &Config) -> Vec<Diagnostic> {
    let level_of = |code| config.levels.iter().rev().find(|(known, _)| *known == code).map(|(_, level)| *level);
    let sorted = diagnostics.into_sorted().into_iter();
    sorted
        .filter_map(|mut found| {
            match level_of(found.code) {
                Some(Level::Off) => return None,
                Some(Level::Error) => found.severity = Severity::Error,
                Some(Level::Warning) => found.severity = Severity::Warning,
                None => {}
            }
            Some(found)
        })
        .collect()
}

/// Everything needed to write one edition.
struct Site<'a> {
    tree: &'a SourceTree,
    edition: &'a Edition,
    routes: &'a Routes,
    theme: &'a Theme,
}

impl Site<'_> {
    /// Renders everything, hands it to the sink, and checks the links of what was rendered. Returns the pages.
    fn write(&self, progress: Progress<'_>, sink: Option<Sink<'_>>, found: &mut Diagnostics) -> usize {
        let put = |path: &OutPath, bytes: &[u8]| {
            if let Some(sink) = sink {
                sink(path, bytes);
            }
        };
        let (mut files, media) = self.attachments(put, found);
        for asset in &self.theme.assets {
            put(&asset.url.out_path(), &asset.bytes);
            files.insert(asset.url.out_path());
        }
        // Nothing can be wrong with an index: where nothing is written, none is made.
        let wanted = self.edition.config.search && sink.is_some();
        let search = wanted.then(|| search::index(self.edition, self.routes, self.tree));
        let indexed = search.as_ref().map(|search| search.files.as_slice()).unwrap_or_default();
        indexed.par_iter().for_each(|(path, bytes)| put(path, bytes));
        files.extend(indexed.iter().map(|(path, _)| path.clone()));
        let paths = search.as_ref().map(|search| self.search_paths(search));
        for artifact in export::artifacts(self.edition, self.routes, paths) {
            put(&artifact.path, &artifact.bytes);
            files.insert(artifact.path);
        }
        let composer = Composer::new();
        let renderer = Renderer {
            edition: self.edition,
            routes: self.routes,
            theme: self.theme,
            media: &media,
            composer: &composer,
            search: search.as_ref(),
            sources: self.tree,
        };
        let total = self.routes.pages.len();
        let pages: Vec<_> = self
            .routes
            .pages
            .par_iter()
            .map(|route| {
                let page = renderer.render(route);
                progress(Step::Page { total });
                page.map(|page| {
                    put(&route.url.out_path(), page.html.as_bytes());
                    (route, PageLinks::read(&page.html), page.diagnostics)
                })
            })
            .collect();
        let mut links: Vec<(UrlPath, PageLinks)> = Vec::with_capacity(total);
        let mut shown: Vec<&Route> = Vec::with_capacity(total);
        for page in pages {
            match page {
                Ok((route, page, problems)) => {
                    found.extend(problems);
                    files.insert(route.url.out_path());
                    links.push((route.url.clone(), page));
                    shown.push(route);
                }
                Err(problem) => found.push(*problem),
            }
        }
        // Where pages are missing, links to them are no fault of their own.
        if links.len() == total {
            self.check_links(&links, &shown, &files, found);
        }
        links.len()
    }

    fn search_paths(&self, search: &SearchIndex) -> SearchPaths {
        let asset = |name| self.theme.asset(name).map(|url| url.as_str().to_owned()).unwrap_or_default();
        SearchPaths { core: asset("tim-kiem-loi.mjs"), lunr: asset("lunr.min.js"), folder: search.folder.clone() }
    }

    /// Publishes the attachments of this edition, without their metadata. Returns where they lie, and the sizes of
    /// the images among them.
    fn attachments(&self, put: impl Fn(&OutPath, &[u8]) + Sync, found: &mut Diagnostics) -> (BTreeSet<OutPath>, Media) {
        let results: Vec<_> = self
            .routes
            .attachments
            .par_iter()
            .map(|attachment| {
                let extension = self.tree.file(attachment.file).map(|file| file.path.extension()).unwrap_or_default();
                let bytes = self.tree.read(attachment.file);
                let path = attachment.url.out_path();
                match bytes {
                    Ok(bytes) => {
                        let size = Media::measure(&extension, &bytes);
                        put(&path, &strip_metadata(&extension, bytes));
                        Ok((path, attachment.file, size))
                    }
                    Err(error) => Err(Box::new(unreadable(attachment.file, &error))),
                }
            })
            .collect();
        let mut paths = BTreeSet::new();
        let mut media = Media::default();
        for result in results {
            match result {
                Ok((path, file, size)) => {
                    paths.insert(path);
                    media.note(file, size);
                }
                Err(problem) => found.push(*problem),
            }
        }
        (paths, media)
    }

    /// Links and ids of the rendered pages. A dead link that an editor wrote is shown where it was written.
    fn check_links(
        &self,
        links: &[(UrlPath, PageLinks)],
        routes: &[&Route],
        files: &BTreeSet<OutPath>,
        found: &mut Diagnostics,
    ) {
        for dead in links::check(links, files, &self.edition.config.base.path) {
            let Some(route) = routes.get(dead.page) else { continue };
            found.push(self.written_link(route, &dead.target).unwrap_or_else(|| dead_link(route, &dead.target)));
        }
        for (route, (_, page)) in routes.iter().zip(links) {
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
        let entry = entry_of(route.view)?;
        let meta = self.edition.content.meta(entry)?;
        let links = entry_links(&self.edition.content, entry);
        let link = links.iter().find(|link| match self.edition.index.link(meta.file, &link.target) {
            LinkTarget::Anchor(anchor) => target == format!("#{anchor}"),
            LinkTarget::SitePath(path) => target.trim_start_matches("../").trim_start_matches("./") == path,
            LinkTarget::Entry(_, Some(fragment)) => target.ends_with(&format!("#{fragment}")),
            _ => false,
        })?;
        let known = self.routes.pages.iter().map(|route| route.url.as_str());
        Some(broken(&link.target, link.at, known.take(2000)))
    }
}

fn entry_of(view: View) -> Option<EntryId> {
    match view {
        View::Plan { id, .. } => Some(EntryId::Plan(id)),
        View::Organisation { id, .. } => Some(EntryId::Organisation(id)),
        View::Session(id) => Some(EntryId::Session(id)),
        View::Document { id, .. } => Some(EntryId::Document(id)),
        View::Material(id) => Some(EntryId::Material(id)),
        View::Plain(id) => Some(EntryId::Page(id)),
        _ => None,
    }
}

fn unreadable(file: FileId, error: &std::io::Error) -> Diagnostic {
    Diagnostic::new(codes::FILE_UNREADABLE, file, msg!("không mở được: {error}", "cannot be opened: {error}")).help(
        msg!(
            "kiểm tra quyền đọc, hoặc đóng chương trình đang giữ tệp",
            "check the permissions, or close the program that holds it"
        ),
    )
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
