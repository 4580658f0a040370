//! One edition of a site with everything that its files are made of. Each file is made when it is asked for.

use super::{Findings, Report, complete};
use crate::basics::diag::{Diagnostic, Diagnostics, FileId, codes, msg};
use crate::basics::image::strip_metadata;
use crate::basics::path::OutPath;
use crate::edition::relate::Edition;
use crate::edition::route::{Answer, Routes, View};
use crate::publish::compose::Composer;
use crate::publish::export::{self, Exporter, SearchPaths, exports};
use crate::publish::output::{Inputs, Listing, MANIFEST_PATH};
use crate::publish::render::{Media, Renderer};
use crate::publish::search::{self, SearchIndex};
use crate::publish::theme::Theme;
use crate::read::config::VIETNAM;
use crate::read::source::SourceTree;
use crate::site::model::Site;
use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::{Arc, OnceLock};

/// An edition, ready to be published file by file.
pub(crate) struct Snapshot {
    pub(super) edition: Edition,
    pub(super) routes: Routes,
    tree: Arc<SourceTree>,
    /// Everything, for rules that compare everything.
    pub(super) site: Arc<Site>,
    /// `None` when the theme cannot be used.
    theme: Option<Arc<Theme>>,
    media: Media,
    composer: Composer,
    /// Made when the first file asks for it; never for a site without search.
    search: OnceLock<Option<Arc<SearchIndex>>>,
    /// The template of broadcast texts.
    broadcast: Option<String>,
    findings: Findings,
    /// Which state of the workspace it was made from.
    pub(super) number: u64,
}

/// The state of a workspace that an edition is made from.
pub(super) struct Ground {
    pub(super) tree: Arc<SourceTree>,
    pub(super) site: Arc<Site>,
    pub(super) theme: Option<Arc<Theme>>,
    pub(super) broadcast: Option<String>,
    pub(super) number: u64,
}

impl Snapshot {
    pub(super) fn new(
        ground: Ground,
        edition: Edition,
        routes: Routes,
        findings: Findings,
        before: Option<&Self>,
    ) -> Self {
        let Ground { tree, site, theme, broadcast, number } = ground;
        let mut media = Media::default();
        for file in routes.attachments.iter().map(|attachment| attachment.file) {
            match before.filter(|before| tree.shares(&before.tree, file)) {
                Some(before) => media.keep(file, &before.media),
                None => media.note(file, &extension(&tree, file), || tree.open(file)),
            }
        }
        let (composer, search) = (Composer::new(), OnceLock::new());
        Self { edition, routes, tree, site, theme, media, composer, search, broadcast, findings, number }
    }

    /// The edition itself.
    pub(crate) fn edition(&self) -> &Edition {
        &self.edition
    }

    /// What there is to say about the content, before any page is rendered.
    pub(crate) fn findings(&self) -> &Findings {
        &self.findings
    }

    /// What is in it; nothing of it is made yet.
    pub(super) fn report(&self) -> Report {
        let index = &self.site.index;
        let titled = self.site.content.plans.iter().filter_map(|(_, plan)| {
            let file = index.facts(plan.meta.file)?.path.to_string();
            Some((file, format!("{}: {}", plan.name(), plan.title)))
        });
        let tables = self.site.content.plans.iter().flat_map(|(_, plan)| {
            let files = plan.tasks.iter().filter_map(|task| task.at.file());
            files.filter(|file| *file != plan.meta.file).map(|file| (file, plan.meta.file))
        });
        Report {
            owners: tables.collect(),
            titles: titled.collect(),
            findings: self.findings.clone(),
            pages: 0,
            plans: self.edition.content.plans.len(),
            tasks: self.edition.tasks_in_force().count(),
            organisations: self.edition.content.organisations.len(),
            written: None,
        }
    }

    /// How many pages it has.
    pub(super) fn pages(&self) -> usize {
        self.routes.pages.len()
    }

    /// What its files are made from. `None` where that cannot be told: in a zone whose rules the system may change.
    pub(super) fn inputs(&self, compressed: bool) -> Option<Inputs> {
        let request = self.edition.request;
        let request = format!("{} {} {} {compressed}", request.audience.word(), request.drafts, request.today);
        let fixed = self.edition.config.time_zone == VIETNAM;
        Inputs::of(&[request.as_bytes(), &self.tree.fingerprint().filter(|_| fixed)?])
    }

    /// Whether no page and no attachment lies at a path.
    pub(super) fn is_free(&self, path: &OutPath) -> bool {
        self.routes.answer(path).is_none()
    }

    /// Everything pages are rendered with. `None` without a theme. Without the index, the search page has none.
    pub(super) fn renderer(&self, with_index: bool) -> Option<Renderer<'_>> {
        Some(Renderer {
            edition: &self.edition,
            routes: &self.routes,
            theme: self.theme.as_deref()?,
            media: &self.media,
            composer: &self.composer,
            search: if with_index { self.search() } else { None },
            sources: &*self.tree,
        })
    }

    /// The index, made when it is asked for first.
    pub(super) fn search(&self) -> Option<&SearchIndex> {
        let make = || Arc::new(search::index(&self.edition, &self.routes, &*self.tree));
        self.search.get_or_init(|| self.edition.config.outputs.search.then(make)).as_deref()
    }

    /// The index, when somebody has asked for it.
    pub(crate) fn made_index(&self) -> Option<Arc<SearchIndex>> {
        self.search.get().cloned().flatten()
    }

    /// Every file that is no page and none of the search index; apart from them, those that say where the index lies.
    pub(super) fn other_files(&self) -> (Vec<OutPath>, Vec<OutPath>) {
        let assets = self.theme.iter().flat_map(|theme| &theme.assets).map(|asset| asset.url.out_path());
        let attachments = self.routes.attachments.iter().map(|attachment| attachment.url.out_path());
        let mut others: Vec<OutPath> = attachments.chain(assets).collect();
        let mut telling = Vec::new();
        for (path, export) in self.theme.iter().flat_map(|theme| exports(&self.edition, &self.routes, theme.colour())) {
            let list = if export.tells_of_search() { &mut telling } else { &mut others };
            list.push(path);
        }
        (others, telling)
    }

    /// The files of the search index, which is made for them.
    pub(super) fn index_files(&self) -> impl Iterator<Item = OutPath> {
        self.search().into_iter().flat_map(|search| &search.files).map(|(path, _)| path.clone())
    }

    /// Whether it is made with the very theme of another.
    pub(crate) fn has_theme_of(&self, other: &Self) -> bool {
        match (&self.theme, &other.theme) {
            (Some(own), Some(theirs)) => Arc::ptr_eq(own, theirs),
            _ => false,
        }
    }

    /// Tries one page of every kind: what a new theme cannot render is known before anybody looks.
    pub(crate) fn try_templates(&self) -> Findings {
        let mut kinds = HashSet::new();
        let firsts = self.routes.pages.iter().filter(|route| kinds.insert(route.view.kind()));
        let failed: Vec<Diagnostic> = self.renderer(false).map_or_else(Vec::new, |renderer| {
            firsts.filter_map(|route| renderer.render(route).err()).map(|problem| *problem).collect()
        });
        self.about(failed)
    }

    /// Makes one file of the site, with what there is to say about it alone. `None` when the site has no such file; an
    /// error when it cannot be made.
    pub(crate) fn file(&self, path: &OutPath) -> Option<Result<(Vec<u8>, Findings), Findings>> {
        if let Some(Answer::Page(place)) = self.routes.answer(path) {
            let page = self.renderer(self.is_search(place))?.render(self.routes.pages.get(place)?);
            return Some(match page {
                Ok(page) => Ok((page.html, self.about(page.diagnostics))),
                Err(problem) => Err(self.about(vec![*problem])),
            });
        }
        if path.as_str() == MANIFEST_PATH {
            let listing = Listing::default();
            complete(self, &|_| {}, Some(&|path, bytes| listing.note(path, bytes)), &|| true)?;
            return Some(Ok((listing.manifest().into_bytes(), self.about(Vec::new()))));
        }
        let made = self.other_file(path, true)?;
        Some(
            made.map(|bytes| (bytes.into_owned(), self.about(Vec::new())))
                .map_err(|problem| self.about(vec![*problem])),
        )
    }

    fn about(&self, found: Vec<Diagnostic>) -> Findings {
        let mut diagnostics = Diagnostics::default();
        diagnostics.extend(found);
        Findings::new(Arc::clone(&self.tree), diagnostics, &self.edition.config)
    }

    fn is_search(&self, page: usize) -> bool {
        self.routes.pages.get(page).is_some_and(|route| matches!(route.view, View::Search { .. }))
    }

    /// Makes one file that is no page. `None` when the site has no such file.
    pub(super) fn other_file(
        &self,
        path: &OutPath,
        with_index: bool,
    ) -> Option<Result<Cow<'_, [u8]>, Box<Diagnostic>>> {
        if let Some(Answer::Attachment(place)) = self.routes.answer(path) {
            return Some(self.attachment(self.routes.attachments.get(place)?.file));
        }
        let made = self.asset(path).or_else(|| self.indexed(path));
        made.map(Ok).or_else(|| self.export(path, with_index))
    }

    /// An attachment, without its metadata.
    fn attachment(&self, file: FileId) -> Result<Cow<'_, [u8]>, Box<Diagnostic>> {
        let bytes = self.tree.read(file).map_err(|error| Box::new(unreadable(file, &error)))?;
        Ok(strip_metadata(&extension(&self.tree, file), bytes).into())
    }

    fn asset(&self, path: &OutPath) -> Option<Cow<'_, [u8]>> {
        let assets = &self.theme.as_ref()?.assets;
        assets.iter().find(|asset| asset.url.out_path() == *path).map(|asset| asset.bytes.as_slice().into())
    }

    fn export(&self, path: &OutPath, with_index: bool) -> Option<Result<Cow<'_, [u8]>, Box<Diagnostic>>> {
        let export = export::at(path, &self.edition, &self.routes, self.theme.as_ref()?.colour())?;
        let with_index = with_index && export.tells_of_search();
        let renderer = self.renderer(with_index)?;
        let search = || Some(self.search_paths(if with_index { self.search() } else { None }?));
        let cx = Exporter { renderer: &renderer, broadcast: self.broadcast.as_deref(), search: &search };
        Some(export.bytes(&cx).map(Cow::from))
    }

    fn indexed(&self, path: &OutPath) -> Option<Cow<'_, [u8]>> {
        if !search::owns(path) {
            return None;
        }
        self.search()?.file(path).map(Cow::from)
    }

    fn search_paths(&self, search: &SearchIndex) -> SearchPaths {
        let asset = |name| {
            let url = self.theme.as_ref().and_then(|theme| theme.asset(name));
            url.map(|url| url.as_str().to_owned()).unwrap_or_default()
        };
        SearchPaths { core: asset("tim-kiem-loi.mjs"), lunr: asset("lunr.min.js"), folder: search.folder.clone() }
    }
}

fn extension(tree: &SourceTree, file: FileId) -> String {
    tree.file(file).map(|file| file.path.extension()).unwrap_or_default()
}

fn unreadable(file: FileId, error: &std::io::Error) -> Diagnostic {
    Diagnostic::new(codes::FILE_UNREADABLE, file, msg!("không mở được: {error}", "cannot be opened: {error}")).help(
        msg!(
            "kiểm tra quyền đọc, hoặc đóng chương trình đang giữ tệp",
            "check the permissions, or close the program that holds it"
        ),
    )
}
