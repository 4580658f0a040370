//! One edition of a site with everything that its files are made of. Each file is made when it is asked for.

use super::{Findings, Report, complete};
use crate::basics::diag::{Diagnostic, Diagnostics, Fatal};
use crate::basics::image::without_metadata;
use crate::basics::path::OutPath;
use crate::edition::gate::Cleared;
use crate::edition::publication::{ExportId, Outlet, Publication, Source};
use crate::edition::relate::Edition;
use crate::edition::route::View;
use crate::publish::compose::Composer;
use crate::publish::export::{self, Exporter, SearchPaths};
use crate::publish::output::{FileFacts, Inputs, Listing, SendFailure};
use crate::publish::render::Renderer;
use crate::publish::search::{self, SearchIndex};
use crate::publish::theme::Theme;
use crate::read::config::VIETNAM;
use crate::read::source::{SendError, SourceTree};
use crate::site::model::Site;
use std::borrow::Cow;
use std::collections::HashSet;
use std::io::Write;
use std::sync::{Arc, OnceLock};

/// An edition, ready to be published file by file.
pub(crate) struct Snapshot {
    pub(super) publication: Publication,
    tree: Arc<SourceTree>,
    /// Everything, for rules that compare everything.
    pub(super) site: Arc<Site>,
    /// `None` when the theme cannot be used.
    theme: Option<Arc<Theme>>,
    composer: Arc<Composer>,
    /// Made when the first file asks for it; never for a site without search.
    search: OnceLock<Option<Arc<SearchIndex>>>,
    /// The template of broadcast texts.
    broadcast: Option<String>,
    findings: Findings,
}

/// The state of a workspace that an edition is made from.
pub(super) struct SnapshotParts {
    pub(super) tree: Arc<SourceTree>,
    pub(super) site: Arc<Site>,
    pub(super) theme: Option<Arc<Theme>>,
    pub(super) broadcast: Option<String>,
    pub(super) composer: Arc<Composer>,
}

/// The bytes of a file of the site.
pub(crate) enum FileBytes<'a> {
    /// In memory.
    Held(Cow<'a, [u8]>),
    /// Those of a cleared attachment, read when they are needed.
    Cleared(ClearedBytes<'a>),
}

/// A cleared attachment, and where its bytes lie.
pub(crate) struct ClearedBytes<'a> {
    cleared: &'a Cleared,
    tree: &'a SourceTree,
}

impl ClearedBytes<'_> {
    /// What they are, without reading them again; `None` of an image, which is published without its metadata.
    pub(crate) fn facts(&self) -> Option<FileFacts> {
        let digest = self.cleared.digest();
        (!self.cleared.is_picture()).then(|| FileFacts::known(&digest.sha256, digest.size))
    }

    /// All of them at once, as they are published.
    ///
    /// # Errors
    /// When they are no longer those that the gate has read.
    pub(crate) fn whole(&self) -> Result<Vec<u8>, Box<Fatal>> {
        let mut bytes = Vec::new();
        self.send(&mut bytes).map_err(|error| match error {
            SendFailure::Fatal(fatal) => fatal,
            SendFailure::Write(_) => Box::new(self.tree.changed(self.cleared.file())),
        })?;
        match self.cleared.is_picture() {
            // The gate has tried it: what fails now has changed.
            true => without_metadata(&bytes).map_err(|_| Box::new(self.tree.changed(self.cleared.file()))),
            false => Ok(bytes),
        }
    }

    /// Sends them on, piece by piece.
    ///
    /// # Errors
    /// When they cannot be written, or are no longer those that the gate has read.
    pub(crate) fn send(&self, sink: &mut dyn Write) -> Result<(), SendFailure> {
        let file = self.cleared.file();
        self.tree.send(file, sink).map_err(|error| match error {
            SendError::Write(error) => SendFailure::Write(error),
            SendError::Changed | SendError::Unreadable => SendFailure::Fatal(Box::new(self.tree.changed(file))),
        })
    }
}

impl FileBytes<'_> {
    /// Size and hash.
    pub(crate) fn facts(&self) -> FileFacts {
        match self {
            Self::Held(bytes) => FileFacts::of(bytes),
            Self::Cleared(cleared) => {
                let read = || FileFacts::of(&cleared.whole().unwrap_or_default());
                cleared.facts().unwrap_or_else(read)
            }
        }
    }

    /// All of them at once.
    pub(crate) fn into_vec(self) -> Result<Vec<u8>, Box<Fatal>> {
        match self {
            Self::Held(bytes) => Ok(bytes.into_owned()),
            Self::Cleared(cleared) => cleared.whole(),
        }
    }
}

impl Snapshot {
    pub(super) fn new(ground: SnapshotParts, publication: Publication, findings: Findings) -> Self {
        let SnapshotParts { tree, site, theme, broadcast, composer } = ground;
        let search = OnceLock::new();
        Self { publication, tree, site, theme, composer, search, broadcast, findings }
    }

    /// The edition itself.
    pub(crate) fn edition(&self) -> &Edition {
        &self.publication.edition
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
            plans: self.edition().content.plans.len(),
            tasks: self.edition().tasks_in_force().count(),
            organisations: self.edition().content.organisations.len(),
            written: None,
        }
    }

    /// How many pages it has.
    pub(super) fn pages(&self) -> usize {
        self.publication.pages().len()
    }

    /// What its files are made from. `None` where that cannot be told: in a zone whose rules the system may change.
    pub(super) fn inputs(&self, compressed: bool) -> Option<Inputs> {
        let request = self.edition().request;
        let request = format!("{} {} {} {compressed}", request.audience.word(), request.drafts, request.today);
        let fixed = self.edition().config.time_zone == VIETNAM;
        Inputs::of(&[request.as_bytes(), &self.tree.fingerprint().filter(|_| fixed)?])
    }

    /// Whether no file and no folder of the site lies at a path.
    pub(super) fn is_free(&self, path: &OutPath) -> bool {
        self.publication.is_free(path)
    }

    /// Everything pages are rendered with. `None` without a theme. Without the index, the search page has none.
    pub(super) fn renderer(&self, with_index: bool) -> Option<Renderer<'_>> {
        Some(Renderer {
            publication: &self.publication,
            theme: self.theme.as_deref()?,
            composer: &self.composer,
            search: if with_index { self.search() } else { None },
            sources: &*self.tree,
        })
    }

    /// The index, made when it is asked for first.
    pub(super) fn search(&self) -> Option<&SearchIndex> {
        let make = || Arc::new(search::index(&self.publication, &*self.tree));
        self.search.get_or_init(|| self.edition().config.outputs.search.then(make)).as_deref()
    }

    /// The index, when somebody has asked for it.
    pub(crate) fn made_index(&self) -> Option<Arc<SearchIndex>> {
        self.search.get().cloned().flatten()
    }

    /// Every file that is no page and none of the search index; apart from them, those that say where the index lies.
    pub(super) fn other_files(&self) -> (Vec<Outlet>, Vec<Outlet>) {
        let files = self.publication.files().filter(|_| self.theme.is_some());
        let tells =
            |outlet: &Outlet| matches!(outlet.source, Source::Export(export) if export::tells_of_search(export));
        let (telling, others) = files.partition(tells);
        (others, telling)
    }

    /// The files of the search index, which is made for them.
    pub(super) fn index_files(&self) -> impl Iterator<Item = Outlet> {
        let paths = self.search().into_iter().flat_map(|search| &search.files).map(|(path, _)| path);
        paths.filter_map(|path| self.publication.at(path))
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
        let firsts = self.publication.pages().iter().filter(|route| kinds.insert(route.view.kind()));
        let failed: Vec<Diagnostic> = self.renderer(false).map_or_else(Vec::new, |renderer| {
            firsts.filter_map(|route| renderer.render(route).err()).map(|problem| *problem).collect()
        });
        self.about(failed)
    }

    /// Makes one file of the site, with what there is to say about it alone. `None` when the site has no such file; an
    /// error when it cannot be made.
    pub(crate) fn file(&self, path: &OutPath) -> Option<Result<(FileBytes<'_>, Findings), Findings>> {
        let outlet = self.publication.at(path)?;
        if let Source::Page(place) = outlet.source {
            let route = self.publication.pages().get(place)?;
            let with_index = matches!(route.view, View::Search { .. });
            return Some(match self.renderer(with_index)?.render(route) {
                Ok(page) => Ok((FileBytes::Held(page.html.into()), self.about(page.diagnostics))),
                Err(problem) => Err(self.about(vec![*problem])),
            });
        }
        let made = self.other_file(&outlet, true)?;
        Some(made.map(|bytes| (bytes, self.about(Vec::new()))).map_err(|problem| self.about(vec![*problem])))
    }

    fn about(&self, found: Vec<Diagnostic>) -> Findings {
        let mut diagnostics = Diagnostics::default();
        diagnostics.extend(found);
        self.findings.of_page(diagnostics, &self.edition().config)
    }

    /// Makes one file that is no page. `None` when the site has no such file.
    pub(super) fn other_file(
        &self,
        outlet: &Outlet,
        with_index: bool,
    ) -> Option<Result<FileBytes<'_>, Box<Diagnostic>>> {
        Some(match outlet.source {
            Source::Page(_) => return None,
            Source::Attachment(place) => {
                let cleared = &self.publication.attachments().get(place)?.cleared;
                Ok(FileBytes::Cleared(ClearedBytes { cleared, tree: &self.tree }))
            }
            Source::Asset(place) => {
                let asset = self.theme.as_ref()?.assets.get(place)?;
                Ok(FileBytes::Held(asset.bytes.as_slice().into()))
            }
            Source::Index => Ok(FileBytes::Held(self.search()?.file(&outlet.path)?.into())),
            Source::Export(export) => self.export(export, with_index)?.map(|bytes| FileBytes::Held(bytes.into())),
            Source::Manifest => {
                let listing = Listing::default();
                complete(self, &|_| {}, Some(&|path, bytes| listing.note(path, bytes.facts())), &|| true)?;
                Ok(FileBytes::Held(listing.manifest().into_bytes().into()))
            }
        })
    }

    fn export(&self, export: ExportId, with_index: bool) -> Option<Result<Vec<u8>, Box<Diagnostic>>> {
        let with_index = with_index && export::tells_of_search(export);
        let renderer = self.renderer(with_index)?;
        let search = || Some(self.search_paths(if with_index { self.search() } else { None }?));
        let cx = Exporter { renderer: &renderer, broadcast: self.broadcast.as_deref(), search: &search };
        export::bytes(export, &cx)
    }

    fn search_paths(&self, search: &SearchIndex) -> SearchPaths {
        let asset = |name| {
            let url = self.theme.as_ref().and_then(|theme| theme.asset(name));
            url.map(|url| url.as_str().to_owned()).unwrap_or_default()
        };
        SearchPaths { core: asset("tim-kiem-loi.mjs"), lunr: asset("lunr.min.js"), folder: search.folder.clone() }
    }
}
