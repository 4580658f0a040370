//! What outlives a run, so that the next one reads and parses only what changed.

use super::Findings;
use super::snapshot::Snapshot;
use crate::config::{self, Config};
use crate::diag::{Diagnostics, Fatal, FileId, Located};
use crate::gate::{self, Request};
use crate::model::{self, Found, Site};
use crate::parse::{Parsed, Parsing, parse};
use crate::path::SourcePath;
use crate::source::{SourceFile, SourceTree, Suspects};
use crate::theme::Theme;
use crate::{relate, route, rules};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A site folder, read and linked.
pub(crate) struct Workspace {
    root: PathBuf,
    tree: Arc<SourceTree>,
    parsed: Parsed,
    site: Site,
    /// What the rules found.
    ruled: Found,
    themed: Themed,
    /// What there is to say about the site whoever sees it.
    found: Diagnostics,
    /// Counts the changes since the start.
    number: u64,
}

/// What a look at the folder brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Look {
    /// Whether anything changed.
    pub(crate) changed: bool,
    /// Whether it is worth looking again soon: somebody is in the middle of a save.
    pub(crate) busy: bool,
}

impl Workspace {
    /// Reads the site in a folder.
    pub(crate) fn open(root: &Path) -> Result<Self, Fatal> {
        let tree = SourceTree::read_site(root)?;
        Ok(Self::link(root.to_owned(), tree, None))
    }

    /// Looks at what may have changed; with `patient`, files that are being written are left for later.
    pub(crate) fn refresh(&mut self, suspects: &Suspects, patient: bool) -> Result<Look, Fatal> {
        let found = self.tree.refreshed(&self.root, suspects, patient)?;
        let changed = found.tree.is_some();
        if let Some(tree) = found.tree {
            *self = Self::link(self.root.clone(), tree, Some(self));
        }
        Ok(Look { changed, busy: found.busy })
    }

    fn link(root: PathBuf, tree: SourceTree, before: Option<&Self>) -> Self {
        let settings = tree.find(&SourcePath::new("bangtin.toml")).unwrap_or(FileId(0));
        let mut found = tree.diagnostics();
        let config = config::read(tree.text_of(settings).unwrap_or_default(), settings).collect(&mut found);
        let nothing = Parsed::default();
        let Parsing { mut parsed, fresh } = parse(&tree, &config, before.map_or(&nothing, |before| &before.parsed));
        let themed = Themed::of(&tree, &config, before.map(|before| &before.themed));
        let last = before.map(|last| model::Before { site: &last.site, tree: &last.tree, parsed: &last.parsed });
        let site = match last {
            None => model::build(&tree, config, fresh),
            Some(last) => last.after(&tree, &config, &parsed, fresh).unwrap_or_else(|| {
                let all = parse(&tree, &config, &nothing);
                parsed = all.parsed;
                model::build(&tree, config, all.fresh)
            }),
        };
        let ruled = rules::check(&site, before.map(|before| &before.ruled));
        for more in [parsed.diagnostics(), themed.found.clone(), site.found.all(), ruled.all()] {
            found.append(more);
        }
        let number = before.map_or(0, |before| before.number + 1);
        Self { root, tree: Arc::new(tree), parsed, site, ruled, themed, found, number }
    }

    /// The folder of the site on its server, with both slashes.
    pub(crate) fn base(&self) -> &str {
        &self.site.config.base.path
    }

    /// One edition of the site, ready to be made file by file. What the last look did not change is taken from the edition
    /// that was made `before` it.
    pub(crate) fn snapshot(&self, request: Request, before: Option<&Snapshot>) -> Snapshot {
        let before = before.filter(|before| before.number + 1 == self.number).map(|before| &before.edition);
        let admitted = gate::admit(&self.site, &self.tree, request, before.map(relate::Edition::admitted));
        let edition = relate::relate(admitted, before);
        let mut found = self.found.clone();
        found.append(edition.diagnostics());
        let routes = route::routes(&edition).collect(&mut found);
        let findings = Findings::new(Arc::clone(&self.tree), found, &self.site.config);
        Snapshot::new(Arc::clone(&self.tree), edition, routes, self.themed.theme.clone(), findings, self.number)
    }
}

/// A theme, with everything it was loaded from.
struct Themed {
    name: Located<String>,
    settings: Vec<(Located<String>, Located<String>)>,
    language: String,
    files: Vec<(FileId, Arc<SourceFile>)>,
    theme: Option<Arc<Theme>>,
    found: Diagnostics,
}

impl Themed {
    /// The theme that a site asks for; the one from `before` where nothing it is made of changed.
    fn of(tree: &SourceTree, config: &Config, before: Option<&Self>) -> Self {
        let files: Vec<_> = tree.below("themes/").map(|(id, file)| (id, Arc::clone(file))).collect();
        let same = |before: &&Self| {
            before.name == config.theme
                && before.settings == config.theme_settings
                && before.language == config.language
                && before.files.len() == files.len()
                && before.files.iter().zip(&files).all(|(a, b)| a.0 == b.0 && Arc::ptr_eq(&a.1, &b.1))
        };
        let mut found = Diagnostics::default();
        let theme = match before.filter(same) {
            Some(before) => {
                found = before.found.clone();
                before.theme.clone()
            }
            None => Theme::load(tree, config).collect(&mut found).map(Arc::new),
        };
        Self {
            name: config.theme.clone(),
            settings: config.theme_settings.clone(),
            language: config.language.clone(),
            files,
            theme,
            found,
        }
    }
}
