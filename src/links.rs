//! Links, anchors and ids in the final HTML.
//!
//! Takes each page's HTML as it is rendered and keeps what it links to; after the last page, says which links lead
//! nowhere. Reads the very bytes that are published, so that no template can hide a dead link.

use crate::path::{OutPath, UrlPath};
use rayon::prelude::*;
use std::collections::BTreeSet;

/// What a page links to, and the anchors it has.
#[derive(Debug, Default)]
pub(crate) struct PageLinks {
    ids: BTreeSet<String>,
    targets: BTreeSet<String>,
    duplicates: Vec<String>,
}

/// A link that leads nowhere.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct DeadLink {
    /// Place of the page in the list given to [`check`].
    pub(crate) page: usize,
    /// As written in the page.
    pub(crate) target: String,
}

impl PageLinks {
    /// Reads one page.
    pub(crate) fn read(html: &str) -> Self {
        let mut links = Self::default();
        for tag in tags(html) {
            for (name, value) in attributes(tag) {
                match name {
                    "id" if !links.ids.insert(value.to_owned()) => {
                        links.duplicates.push(value.to_owned());
                    }
                    "href" | "src" | "poster" => {
                        links.targets.insert(unescape(value));
                    }
                    _ => {}
                }
            }
        }
        links
    }

    /// Ids that stand more than once on the page.
    pub(crate) fn duplicates(&self) -> &[String] {
        &self.duplicates
    }
}

/// Every link of every page that leads to no file or to no anchor.
pub(crate) fn check(pages: &[(UrlPath, PageLinks)], files: &BTreeSet<OutPath>, base: &str) -> Vec<DeadLink> {
    let anchors: std::collections::BTreeMap<OutPath, usize> =
        pages.iter().enumerate().map(|(index, (url, _))| (url.out_path(), index)).collect();
    let leads = |page: usize, url: &UrlPath, target: &str| {
        let Some((path, anchor)) = inside(url, target, base) else { return true };
        let there = path.as_ref().is_none_or(|path| files.contains(path));
        let at = path.as_ref().map_or(Some(page), |path| anchors.get(path).copied());
        let anchored = anchor.is_none_or(|anchor| {
            anchor.is_empty() || at.and_then(|at| pages.get(at)).is_some_and(|(_, links)| links.ids.contains(anchor))
        });
        there && anchored
    };
    let dead = pages.par_iter().enumerate().flat_map_iter(|(page, (url, links))| {
        let dead = links.targets.iter().filter(move |target| !leads(page, url, target));
        dead.map(move |target| DeadLink { page, target: target.clone() })
    });
    dead.collect()
}

/// The file and anchor a link means. `None` for links that leave the site.
fn inside<'t>(page: &UrlPath, target: &'t str, base: &str) -> Option<(Option<OutPath>, Option<&'t str>)> {
    let (path, anchor) = match target.split_once('#') {
        Some((path, anchor)) => (path, Some(anchor)),
        None => (target, None),
    };
    let path = path.split('?').next().unwrap_or_default();
    if path.is_empty() {
        return Some((None, anchor));
    }
    let scheme = path.split('/').next().unwrap_or_default();
    if scheme.contains(':') || path.starts_with("//") {
        return None;
    }
    let mut parts: Vec<&str> = match path.strip_prefix(base) {
        Some(_) if base != "/" || path.starts_with('/') => Vec::new(),
        _ => page.as_str().split('/').collect(),
    };
    parts.pop();
    let rest = if path.starts_with('/') { path.strip_prefix(base).unwrap_or(path) } else { path };
    for part in rest.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    let joined = parts.join("/");
    let closed =
        if path.ends_with("..") || path.ends_with("/.") || path == "." { format!("{joined}/") } else { joined };
    Some((Some(UrlPath::new(closed.trim_start_matches('/')).out_path()), anchor))
}

/// The inside of every tag.
fn tags(html: &str) -> impl Iterator<Item = &str> {
    let mut rest = html;
    std::iter::from_fn(move || {
        loop {
            let start = rest.find('<')?;
            rest = rest.get(start + 1..)?;
            if let Some(comment) = rest.strip_prefix("!--") {
                rest = comment.split_once("-->").map_or("", |(_, after)| after);
                continue;
            }
            let end = tag_end(rest)?;
            let tag = rest.get(..end)?;
            rest = rest.get(end..)?;
            return Some(tag);
        }
    })
}

/// Where a tag ends: a `>` outside quotes.
fn tag_end(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(at),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

/// `name="value"` pairs of a tag.
fn attributes(tag: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = tag.find(char::is_whitespace).and_then(|at| tag.get(at..)).unwrap_or_default();
    std::iter::from_fn(move || {
        loop {
            rest = rest.trim_start();
            let name_end = rest.find(|ch: char| ch.is_whitespace() || ch == '=' || ch == '>').unwrap_or(rest.len());
            let name = rest.get(..name_end).filter(|name| !name.is_empty())?;
            rest = rest.get(name_end..)?;
            let Some(value) = rest.trim_start().strip_prefix('=') else { continue };
            let value = value.trim_start();
            let quote = value.chars().next()?;
            if quote != '"' && quote != '\'' {
                let end = value.find(char::is_whitespace).unwrap_or(value.len());
                rest = value.get(end..)?;
                return Some((name, value.get(..end)?));
            }
            let inner = value.get(1..)?;
            let end = inner.find(quote)?;
            rest = inner.get(end + 1..)?;
            return Some((name, inner.get(..end)?));
        }
    })
}

fn unescape(value: &str) -> String {
    value.replace("&quot;", "\"").replace("&#39;", "'").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn dead(pages: &[(&str, &str)]) -> Vec<String> {
        let pages: Vec<_> = pages.iter().map(|(url, html)| (UrlPath::new(*url), PageLinks::read(html))).collect();
        let files = pages.iter().map(|(url, _)| url.out_path()).collect();
        check(&pages, &files, "/dang-uy/").into_iter().map(|dead| dead.target).collect()
    }

    #[test]
    fn relative_links_and_anchors_are_followed() {
        let home = "<a href=\"ke-hoach/\">a</a><a href='ke-hoach/12/#nv-7'>b</a><a href=\"ke-hoach/12/#nv-8\">c</a>";
        let plan = "<h1 id=\"nv-7\">x</h1><a href=\"../../\">home</a><a href=\"../#a\">list</a><a href=\"#nv-7\">x</a><a href=\"/dang-uy/ke-hoach/\">y</a>";
        let list =
            "<p id=a><a href=\"../khong-co/\">z</a><a href=\"https://a.example/\">w</a><a href=\"mailto:a@b\">m</a>";
        assert_eq!(
            dead(&[("", home), ("ke-hoach/", list), ("ke-hoach/12/", plan)]),
            ["ke-hoach/12/#nv-8", "../khong-co/"]
        );
    }

    #[test]
    fn duplicate_ids_are_seen() {
        assert_eq!(PageLinks::read("<p id=\"a\"><p id='a'><!-- <p id=\"a\"> -->").duplicates(), ["a"]);
    }

    proptest! {
        #[test]
        fn any_html_is_survived(html in "[<>=\"' a-z/#!-]{0,60}") {
            let _ = PageLinks::read(&html);
        }
    }
}
