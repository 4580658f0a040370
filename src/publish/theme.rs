//! The theme: Tera templates, assets, strings, settings.
//!
//! Takes the embedded theme, the site's own `themes/` (which overrides it file by file) and the settings;
//! returns [`Theme`], whose one method renders a page from a serializable context. Tera's types stay in here.
//! A theme cannot read files, the environment or the clock.

mod asset;
mod error;
mod files;
mod filter;
mod prepared;
mod reason;
mod settings;
mod strings;

pub(crate) use asset::Asset;
pub(crate) use prepared::{Markup, Prepared};
pub(crate) use strings::Strings;

use crate::basics::diag::{Diagnostic, Diagnostics, FileId, Outcome};
use crate::basics::path::UrlPath;
use crate::read::config::Config;
use crate::read::source::SourceTree;
use files::Files;
use serde::Serialize;
use std::collections::BTreeMap;
use tera::{Context, Tera};

/// The version of the theme interface: the contexts that templates get, and the files a theme has.
pub(crate) const INTERFACE: i64 = 1;

/// Room for a page of usual length.
const PAGE_BYTES: usize = 48 * 1024;

/// A loaded theme.
pub(crate) struct Theme {
    tera: Tera,
    files: BTreeMap<String, FileId>,
    texts: BTreeMap<String, String>,
    pub(crate) assets: Vec<Asset>,
    pub(crate) strings: Strings,
    /// Document templates («mẫu văn bản») by name without extension.
    pub(crate) documents: BTreeMap<String, String>,
    /// Scripts for the worker of a site.
    workers: BTreeMap<String, String>,
    colour: String,
}

impl Theme {
    /// Loads the theme a site asks for. `None` when it cannot be used; diagnostics say why.
    pub(crate) fn load(tree: &SourceTree, config: &Config) -> Outcome<Option<Self>> {
        let mut diagnostics = Diagnostics::default();
        let value = load(tree, config, &mut diagnostics);
        Outcome { value, diagnostics }
    }

    /// Where an asset lies, by its name in the theme: `bang-tin.css`.
    pub(crate) fn asset(&self, name: &str) -> Option<&UrlPath> {
        self.assets.iter().find(|asset| asset.name == name).map(|asset| &asset.url)
    }

    /// The colour of the bar: `#a4161a`.
    pub(crate) fn colour(&self) -> &str {
        &self.colour
    }

    /// A script for the worker of the site, by name.
    pub(crate) fn worker(&self, name: &str) -> &str {
        self.workers.get(name).map_or("", String::as_str)
    }

    /// Renders one page, in UTF-8. The diagnostic of a failure points into the template.
    pub(crate) fn render(&self, template: &str, page: &impl Serialize) -> Result<Vec<u8>, Box<Diagnostic>> {
        let mut html = Vec::with_capacity(PAGE_BYTES);
        let context = Context::from_serialize(page);
        let rendered = context.and_then(|context| self.tera.render_to(template, &context, &mut html));
        rendered.map(|()| html).map_err(|error| Box::new(error::diagnostic(&error, template, &self.files, &self.texts)))
    }
}

fn load(tree: &SourceTree, config: &Config, found: &mut Diagnostics) -> Option<Theme> {
    let files = Files::collect(tree, &config.theme, found)?;
    let settings = settings::read(&files, config, found)?;
    let strings = Strings::read(&files, &config.language, found);
    let assets = asset::collect(&files, &settings);
    let mut tera = Tera::new();
    // Told before any template there is, it cannot fail.
    let _ = tera.set_fallback_prefixes([files::ORIGINAL]);
    tera.register_filter("fill", filter::fill);
    tera.register_filter("keep", filter::keep);
    let texts = files.templates();
    let added = tera.add_raw_templates(texts.iter().map(|(name, text)| (name.as_str(), text.as_str())));
    let ids = files.template_ids();
    if let Err(error) = added {
        found.push(error::diagnostic(&error, "", &ids, &texts));
        return None;
    }
    let (documents, workers) = (files.documents(), files.workers());
    let colour = settings.values.get("mau_thanh").cloned().unwrap_or_default();
    let mut theme = Theme { tera, files: ids, texts, assets, strings, documents, workers, colour };
    let links: BTreeMap<&str, &str> =
        theme.assets.iter().map(|asset| (asset.name.as_str(), asset.url.as_str())).collect();
    theme.tera.global_context().insert("assets", &links);
    theme.tera.global_context().insert("t", theme.strings.all());
    theme.tera.global_context().insert("settings", &settings.values);
    // The attribute of what is Vietnamese in an interface that is not.
    let vietnamese = if config.language == "vi" { "" } else { " lang=\"vi\"" };
    theme.tera.global_context().insert("vi", &Markup(vietnamese.to_owned()));
    Some(theme)
}
