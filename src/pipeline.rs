//! The one line from a folder to a site: read, parse, model, gate, relate, route, render, check, write.
//!
//! `check` runs all of it but the write. Nothing else in the program knows the order of the stages.

use crate::config::{Audience, Config, Level};
use crate::date::Day;
use crate::diag::{Diagnostic, Diagnostics, Fatal, Severity};
use crate::gate::Request;
use crate::path::SourcePath;
use crate::relate::Edition;
use crate::source::SourceTree;
use crate::{config, gate, model, parse, relate, rules};
use std::path::PathBuf;

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

/// A run up to the edition, with everything there is to say about the content.
#[derive(Debug)]
pub(crate) struct Loaded {
    pub(crate) tree: SourceTree,
    pub(crate) edition: Edition,
    pub(crate) diagnostics: Diagnostics,
}

/// Reads the site and relates one edition of it.
pub(crate) fn load(input: &BuildInput) -> Result<Loaded, Fatal> {
    let mut diagnostics = Diagnostics::default();
    let tree = SourceTree::read_site(&input.site)?.collect(&mut diagnostics);
    let settings = tree.find(&SourcePath::new("bangtin.toml")).unwrap_or(crate::diag::FileId(0));
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
pub(crate) fn levelled(diagnostics: Diagnostics, config: &Config) -> Vec<Diagnostic> {
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
