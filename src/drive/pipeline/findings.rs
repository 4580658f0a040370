//! What a run has to say about the content, and how it is said.

use crate::basics::diag::Sources;
use crate::basics::diag::{Diagnostic, DiagnosticJson, Diagnostics, FileId, Lang, Printer, Severity, counts_line};
use crate::read::config::{Config, RuleLevel};
use crate::read::source::SourceTree;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

mod sarif;

/// One entry with all that is missing from it.
#[derive(Debug)]
pub struct ToDo {
    /// Its file, relative to the site folder; `None` for the site as a whole.
    pub file: Option<String>,
    /// Errors before warnings, each in one line.
    pub items: Vec<(Severity, String)>,
}

impl ToDo {
    /// Whether it stops the site from being published.
    #[must_use]
    pub fn blocks(&self) -> bool {
        self.items.iter().any(|(severity, _)| *severity == Severity::Error)
    }

    /// The heaviest first.
    fn weight(&self) -> (std::cmp::Reverse<usize>, std::cmp::Reverse<usize>) {
        let errors = self.items.iter().filter(|(severity, _)| *severity == Severity::Error).count();
        (std::cmp::Reverse(errors), std::cmp::Reverse(self.items.len() - errors))
    }
}

/// Diagnostics in the order of their places, with the texts they point into.
#[derive(Debug, Clone, Default)]
pub struct Findings {
    tree: Arc<SourceTree>,
    /// Files of entries that this edition does not hold.
    outside: Arc<BTreeSet<FileId>>,
    diagnostics: Arc<[Diagnostic]>,
}

impl Findings {
    /// What was found in an edition that does not hold the entries of some files, `outside`.
    pub(super) fn new(
        tree: Arc<SourceTree>,
        outside: Arc<BTreeSet<FileId>>,
        diagnostics: Diagnostics,
        config: &Config,
    ) -> Self {
        let diagnostics = levelled(diagnostics, config, &outside).into();
        Self { tree, outside, diagnostics }
    }

    /// These, and more that were found later.
    pub(super) fn with(&self, more: Diagnostics, config: &Config) -> Self {
        let mut all = Diagnostics::default();
        all.extend(self.diagnostics.iter().cloned());
        all.append(more);
        Self::new(Arc::clone(&self.tree), Arc::clone(&self.outside), all, config)
    }

    /// What was found in a page of the same edition.
    pub(super) fn of_page(&self, diagnostics: Diagnostics, config: &Config) -> Self {
        Self::new(Arc::clone(&self.tree), Arc::clone(&self.outside), diagnostics, config)
    }

    /// Others, in the same state of the same edition.
    fn with_these(&self, diagnostics: Arc<[Diagnostic]>) -> Self {
        Self { tree: Arc::clone(&self.tree), outside: Arc::clone(&self.outside), diagnostics }
    }

    /// These, and those of one page.
    pub(crate) fn and(&self, page: &Self) -> Self {
        // Places in an older state of the site mean nothing in this one, but in files that are as they were.
        let page = if Arc::ptr_eq(&self.tree, &page.tree) { page.clone() } else { page.still_true(self) };
        let mut all = Diagnostics::default();
        all.extend(self.diagnostics.iter().chain(page.diagnostics.iter()).cloned());
        self.with_these(all.into_sorted().into())
    }

    /// Those that are not among others.
    pub(crate) fn beyond(&self, others: &Self) -> Self {
        let known = |found: &Diagnostic| others.diagnostics.binary_search_by(|other| other.in_order(found)).is_ok();
        let more = self.diagnostics.iter().filter(|found| !known(found));
        self.with_these(more.cloned().collect())
    }

    /// Those that still hold for a newer state of the site, as far as can be known: what they point at has not changed.
    pub(crate) fn still_true(&self, newer: &Self) -> Self {
        let Some(changed) = newer.tree.changed_since(&self.tree) else { return Self::default() };
        let as_it_was = |file: FileId| !changed.contains(&file);
        let kept = self.diagnostics.iter().filter(|found| {
            found.at.file().is_none_or(as_it_was) && found.related.iter().all(|(span, _)| as_it_was(span.file))
        });
        newer.with_these(kept.cloned().collect())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.diagnostics.is_empty()
    }

    /// How many errors and warnings.
    pub(crate) fn numbers(&self) -> (usize, usize) {
        let errors = self.diagnostics.iter().filter(|found| found.severity == Severity::Error).count();
        (errors, self.diagnostics.len() - errors)
    }

    /// The first so many, errors before warnings, each as data and as printed.
    pub(crate) fn gravest(&self, most: usize, lang: Lang) -> Vec<(DiagnosticJson, String)> {
        let printer = Printer::new(&*self.tree, lang, false);
        let of = |severity| self.diagnostics.iter().filter(move |found| found.severity == severity);
        let first = of(Severity::Error).chain(of(Severity::Warning)).take(most);
        first.map(|found| (printer.json(found), printer.print(found))).collect()
    }

    /// Whether something stops the site from being published.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|found| found.severity == Severity::Error)
    }

    /// Every diagnostic, printed with its source line.
    #[must_use]
    pub fn printed(&self, lang: Lang, colour: bool) -> Vec<String> {
        let printer = Printer::new(&*self.tree, lang, colour);
        self.diagnostics.iter().map(|found| printer.print(found)).collect()
    }

    /// Every diagnostic as data.
    #[must_use]
    pub fn json(&self, lang: Lang) -> Vec<DiagnosticJson> {
        let printer = Printer::new(&*self.tree, lang, false);
        self.diagnostics.iter().map(|found| printer.json(found)).collect()
    }

    /// What stands between the content and its publication: entry by entry, those that block first, each problem in one
    /// line.
    /// `owners` says which entry a table beside it belongs to.
    #[must_use]
    pub(super) fn to_do(&self, lang: Lang, owners: &BTreeMap<FileId, FileId>) -> Vec<ToDo> {
        let mut groups: BTreeMap<Option<FileId>, Vec<&Diagnostic>> = BTreeMap::new();
        for found in self.diagnostics.iter() {
            let file = found.at.file().map(|file| owners.get(&file).copied().unwrap_or(file));
            groups.entry(file).or_default().push(found);
        }
        let printer = Printer::new(&*self.tree, lang, false);
        let mut list: Vec<ToDo> = groups
            .into_iter()
            .map(|(file, mut found)| {
                found.sort_by_key(|found| found.severity);
                let item = |found: &&Diagnostic| {
                    let table = found.at.file().filter(|own| Some(*own) != file);
                    let table = table
                        .map(|table| format!("{}: ", self.tree.path(table).rsplit('/').next().unwrap_or_default()));
                    (found.severity, table.unwrap_or_default() + &printer.one_line(found))
                };
                ToDo { file: file.map(|file| self.tree.path(file).to_owned()), items: found.iter().map(item).collect() }
            })
            .collect();
        list.sort_by_cached_key(|group| (group.weight(), group.file.clone()));
        list
    }

    /// Every diagnostic in the Static Analysis Results Interchange Format (SARIF 2.1.0), as JSON.
    #[must_use]
    pub fn sarif(&self, lang: Lang) -> serde_json::Value {
        sarif::log(&self.json(lang), lang)
    }

    /// «2 lỗi, 5 cảnh báo»
    #[must_use]
    pub fn counts(&self, lang: Lang) -> String {
        counts_line(&self.diagnostics, lang)
    }
}

/// Applies the levels of `[kiem_tra]`; the only place where they count. What is wrong with an entry that the edition does
/// not hold must not keep the others from being published: it is a warning there, but for secrets and personal data.
fn levelled(diagnostics: Diagnostics, config: &Config, outside: &BTreeSet<FileId>) -> Vec<Diagnostic> {
    let level_of = |code| config.levels.iter().rev().find(|(known, _)| *known == code).map(|(_, level)| *level);
    let sorted = diagnostics.into_sorted().into_iter();
    sorted
        .filter_map(|mut found| {
            match level_of(found.code) {
                Some(RuleLevel::Off) => return None,
                Some(RuleLevel::Error) => found.severity = Severity::Error,
                Some(RuleLevel::Warning) => found.severity = Severity::Warning,
                None => {}
            }
            if found.code.quotes() && found.at.file().is_some_and(|file| outside.contains(&file)) {
                found.severity = Severity::Warning;
            }
            Some(found)
        })
        .collect()
}
