//! One edition of a site with everything that its files are made of. Each file is made when it is asked for.

use super::{Findings, Report};
use crate::compose::Composer;
use crate::diag::{Diagnostic, FileId, codes, msg};
use crate::export::{Export, SearchPaths, exports};
use crate::path::OutPath;
use crate::relate::Edition;
use crate::render::{Media, Renderer, strip_metadata};
use crate::route::{Answer, Route, Routes};
use crate::search::{self, SearchIndex};
use crate::source::SourceTree;
use crate::theme::Theme;
use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

/// An edition, ready to be published file by file.
pub(crate) struct Snapshot {
    pub(super) edition: Edition,
    pub(super) routes: Routes,
    tree: SourceTree,
    /// `None` when the theme cannot be used.
    theme: Option<Arc<Theme>>,
    media: Media,
    composer: Composer,
    /// Made when the first file asks for it; never for a site without search.
    search: OnceLock<Option<SearchIndex>>,
    exports: Vec<(OutPath, Export)>,
    findings: Findings,
}

/// A file as it is published.
pub(crate) struct Made<'a> {
    pub(crate) bytes: Cow<'a, [u8]>,
    /// What went wrong on the way and did not stop it.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

impl Snapshot {
    pub(super) fn new(
        tree: SourceTree,
        edition: Edition,
        routes: Routes,
        theme: Option<Arc<Theme>>,
        findings: Findings,
        with_index: bool,
    ) -> Self {
        let mut media = Media::default();
        for attachment in &routes.attachments {
            let extension = extension(&tree, attachment.file);
            media.note(attachment.file, &extension, || tree.open(attachment.file));
        }
        let search = OnceLock::new();
        if !(with_index && edition.config.search) {
            let _ = search.set(None);
        }
        let exports = exports(&routes);
        Self { edition, routes, tree, theme, media, composer: Composer::new(), search, exports, findings }
    }

    /// What there is to say about the content, before any page is rendered.
    pub(crate) fn findings(&self) -> &Findings {
        &self.findings
    }

    /// What is in it; nothing of it is made yet.
    pub(super) fn report(&self) -> Report {
        let tasks = self.edition.plans_in_force();
        let tasks = tasks.map(|(_, _, plan)| plan.tasks.iter().filter(|task| !task.withdrawn).count());
        Report {
            findings: self.findings.clone(),
            pages: 0,
            plans: self.edition.content.plans.len(),
            tasks: tasks.sum(),
            organisations: self.edition.content.organisations.len(),
            written: None,
        }
    }

    /// Everything pages are rendered with. `None` without a theme.
    pub(super) fn renderer(&self) -> Option<Renderer<'_>> {
        Some(Renderer {
            edition: &self.edition,
            routes: &self.routes,
            theme: self.theme.as_deref()?,
            media: &self.media,
            composer: &self.composer,
            search: self.search(),
            sources: &self.tree,
        })
    }

    fn search(&self) -> Option<&SearchIndex> {
        self.search.get_or_init(|| Some(search::index(&self.edition, &self.routes, &self.tree))).as_ref()
    }

    /// Every file that is no page, by path.
    pub(super) fn other_files(&self) -> Vec<OutPath> {
        let assets = self.theme.iter().flat_map(|theme| &theme.assets).map(|asset| asset.url.out_path());
        let indexed = self.search().into_iter().flat_map(|search| &search.files).map(|(path, _)| path.clone());
        let exports = self.exports.iter().map(|(path, _)| path.clone());
        let attachments = self.routes.attachments.iter().map(|attachment| attachment.url.out_path());
        attachments.chain(assets).chain(indexed).chain(exports).collect()
    }

    /// Makes one file of the site. `None` when the site has no such file.
    pub(crate) fn file(&self, path: &OutPath) -> Option<Result<Made<'_>, Box<Diagnostic>>> {
        match self.routes.answer(path) {
            Some(Answer::Page(place)) => return self.page(self.routes.pages.get(place)?),
            Some(Answer::Attachment(place)) => return Some(self.attachment(self.routes.attachments.get(place)?.file)),
            Some(Answer::Other) | None => {}
        }
        self.asset(path).or_else(|| self.export(path)).or_else(|| self.indexed(path)).map(|bytes| Ok(Made::of(bytes)))
    }

    fn page(&self, route: &Route) -> Option<Result<Made<'_>, Box<Diagnostic>>> {
        let page = self.renderer()?.render(route);
        Some(page.map(|page| Made { bytes: page.html.into_bytes().into(), diagnostics: page.diagnostics }))
    }

    /// An attachment, without its metadata.
    fn attachment(&self, file: FileId) -> Result<Made<'_>, Box<Diagnostic>> {
        let bytes = self.tree.read(file).map_err(|error| Box::new(unreadable(file, &error)))?;
        Ok(Made::of(strip_metadata(&extension(&self.tree, file), bytes).into()))
    }

    fn asset(&self, path: &OutPath) -> Option<Cow<'_, [u8]>> {
        let assets = &self.theme.as_ref()?.assets;
        assets.iter().find(|asset| asset.url.out_path() == *path).map(|asset| asset.bytes.as_slice().into())
    }

    fn export(&self, path: &OutPath) -> Option<Cow<'_, [u8]>> {
        let (_, export) = self.exports.iter().find(|(known, _)| known == path)?;
        let search = self.search().map(|search| self.search_paths(search));
        Some(export.text(&self.edition, &self.routes, search).into_bytes().into())
    }

    fn indexed(&self, path: &OutPath) -> Option<Cow<'_, [u8]>> {
        if !search::owns(path) {
            return None;
        }
        let files = &self.search()?.files;
        files.iter().find(|(known, _)| known == path).map(|(_, bytes)| bytes.as_slice().into())
    }

    fn search_paths(&self, search: &SearchIndex) -> SearchPaths {
        let asset = |name| {
            let url = self.theme.as_ref().and_then(|theme| theme.asset(name));
            url.map(|url| url.as_str().to_owned()).unwrap_or_default()
        };
        SearchPaths { core: asset("tim-kiem-loi.mjs"), lunr: asset("lunr.min.js"), folder: search.folder.clone() }
    }
}

impl<'a> Made<'a> {
    fn of(bytes: Cow<'a, [u8]>) -> Self {
        Self { bytes, diagnostics: Vec::new() }
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
