//! Pages as HTML: the context of each template, rich text, directives.
//!
//! Takes the publication and the theme; returns the bytes of one page at a time, in any order, on any thread.
//! Knows no disk and no clock. A string from content reaches HTML through `html::escape` or the theme's own escaping.

mod directive;
mod frame;
mod html;
mod markdown;
mod pages;
mod structured;
mod takeaway;
mod view;

use crate::basics::diag::{Diagnostic, FileId, Sources, msg};
use crate::basics::path::UrlPath;
use crate::edition::publication::Publication;
use crate::edition::relate::Edition;
use crate::edition::route::Route;
use crate::publish::compose::Composer;
use crate::publish::search::SearchIndex;
use crate::publish::theme::Theme;
use crate::site::model::{Id, Material, Plan, Session};

/// Everything a page is a function of.
pub(crate) struct Renderer<'a> {
    pub(crate) publication: &'a Publication,
    pub(crate) theme: &'a Theme,
    pub(crate) composer: &'a Composer,
    /// The index of the site's search, where it has one.
    pub(crate) search: Option<&'a SearchIndex>,
    /// Where the texts of entries are found.
    pub(crate) sources: &'a (dyn Sources + Sync),
}

/// One rendered page.
pub(crate) struct Page {
    /// In UTF-8.
    pub(crate) html: Vec<u8>,
    /// What went wrong inside it: failed directives.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

impl Renderer<'_> {
    /// Renders one route.
    pub(crate) fn render(&self, route: &Route) -> Result<Page, Box<Diagnostic>> {
        let cx = PageCx::new(self, &route.url);
        let html = pages::render(&cx, route).map_err(|problem| self.on_content(route, *problem))?;
        let html = frame::with_version(html);
        Ok(Page { html, diagnostics: cx.problems.into_inner() })
    }

    /// The summary of a plan as HTML whose links are absolute, for whoever reads it elsewhere.
    pub(crate) fn summary(&self, id: Id<Plan>) -> String {
        let mut cx = PageCx::new(self, &UrlPath::new(""));
        cx.root.clone_from(&self.publication.edition.config.base.absolute(&UrlPath::new("")));
        let plan = self.publication.edition.content.plans.get(id);
        plan.map(|plan| pages::plan_summary(&cx, id, plan)).unwrap_or_default()
    }

    /// «Thứ Hai, 02/03/2026, 14:00–16:30»
    pub(crate) fn when(&self, session: &Session) -> String {
        PageCx::new(self, &UrlPath::new("")).when(session)
    }

    /// «Hỏi – đáp»
    pub(crate) fn material_kind(&self, material: &Material) -> String {
        self.theme.strings.get("loai_tai_lieu", material.kind.word()).to_owned()
    }

    /// A template's failure, with the content it was rendering.
    fn on_content(&self, route: &Route, problem: Diagnostic) -> Box<Diagnostic> {
        let url = route.url.as_str();
        let content = route.view.entry().and_then(|entry| self.publication.edition.content.meta(entry)?.at.span());
        Box::new(match content {
            Some(span) => problem.related(span, msg!("khi dựng trang /{url}", "while rendering /{url}")),
            None => problem,
        })
    }
}

/// One page being rendered: where it lies, and what was found on the way.
struct PageCx<'a> {
    edition: &'a Edition,
    publication: &'a Publication,
    theme: &'a Theme,
    composer: &'a Composer,
    search: Option<&'a SearchIndex>,
    sources: &'a (dyn Sources + Sync),
    /// Leads from this page to the site's root.
    root: String,
    url: UrlPath,
    problems: std::cell::RefCell<Vec<Diagnostic>>,
}

impl<'a> PageCx<'a> {
    fn new(renderer: &Renderer<'a>, url: &UrlPath) -> Self {
        let root = if url.as_str() == "404.html" {
            renderer.publication.edition.config.base.path.clone()
        } else {
            url.to_root()
        };
        Self {
            edition: &renderer.publication.edition,
            publication: renderer.publication,
            theme: renderer.theme,
            composer: renderer.composer,
            search: renderer.search,
            sources: renderer.sources,
            root,
            url: url.clone(),
            problems: std::cell::RefCell::new(Vec::new()),
        }
    }

    /// A link from this page to an address of the site.
    fn link(&self, url: &str) -> String {
        if url.is_empty() { self.root.clone() } else { [self.root.trim_start_matches("./"), url].concat() }
    }

    /// The text of a file.
    fn text_of(&self, file: FileId) -> &'a str {
        self.sources.text(file).unwrap_or_default()
    }

    /// A string of the interface.
    fn t(&self, table: &'a str, key: &'a str) -> &'a str {
        self.theme.strings.get(table, key)
    }
}
