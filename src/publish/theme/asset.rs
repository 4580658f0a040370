//! Assets under `tai-san/<name>.<hash>.<ext>`: the name changes with the content, so caches never mix builds.

use super::files::Files;
use super::settings::Settings;
use crate::basics::path::{UrlPath, content_hash};

/// A file of the theme that pages load.
#[derive(Debug, Clone)]
pub(crate) struct Asset {
    /// `bang-tin.css`
    pub(crate) name: String,
    pub(crate) url: UrlPath,
    pub(crate) bytes: Vec<u8>,
}

pub(super) fn collect(files: &Files, settings: &Settings) -> Vec<Asset> {
    let assets = files.folder("tai-san").filter(|(name, _)| !name.ends_with(".md") && !name.contains('/'));
    assets
        .map(|(name, file)| {
            let mut bytes = file.bytes.to_vec();
            if name.ends_with(".css") {
                bytes = compact(&String::from_utf8_lossy(&bytes)).into_bytes();
                bytes.extend(colours(settings).into_bytes());
            }
            let (stem, extension) = name.rsplit_once('.').unwrap_or((name, "bin"));
            let url = UrlPath::new(format!("tai-san/{stem}.{}.{extension}", content_hash([bytes.as_slice()])));
            Asset { name: name.to_owned(), url, bytes }
        })
        .collect()
}

/// The site's own colours, as custom properties after the theme's.
fn colours(settings: &Settings) -> String {
    if settings.colours.is_empty() {
        return String::new();
    }
    let rules: String = settings.colours.iter().map(|(name, value)| format!("--{name}:{value};")).collect();
    format!(":root{{{rules}}}\n")
}

/// A style sheet without comments and indentation. Strings with braces or comment marks do not occur in ours.
fn compact(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(start) = rest.find("/*") {
        out.push_str(rest.get(..start).unwrap_or_default());
        rest = rest.get(start..).and_then(|rest| rest.split_once("*/")).map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    let lines = out.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.fold(String::new(), |mut joined, line| {
        joined.push_str(line);
        joined.push('\n');
        joined
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn style_sheets_lose_comments_and_indentation_only() {
        assert_eq!(compact("/* a */\n.b {\n  c: d;\n}\n/* e"), ".b {\nc: d;\n}\n");
    }
}
