//! Links, anchors and ids in the final HTML.
//!
//! Takes each page's HTML as it is rendered and looks its links up among the files of the site; keeps only what another
//! page must have, and checks that after the last one. Reads the very bytes that are published, so that no template can
//! hide a dead link.

use crate::basics::path::{OutPath, UrlPath};
use ahash::{HashMap, HashSet, RandomState};
use memchr::{memchr, memmem};
use std::borrow::Cow;

/// What answers at a path of the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Known {
    /// A page, by its place.
    Page(u32),
    /// A file without anchors.
    File,
}

/// Every path of the site that a link may lead to.
pub(crate) struct Addresses<'a> {
    known: HashMap<String, Known>,
    /// The folder of the site on its server, with both slashes.
    base: &'a str,
    /// The same for every page of a run, so that the hashes of two pages can be compared.
    hasher: RandomState,
}

/// What a page links to beyond itself, and the anchors it has: hashes, for a site has millions.
#[derive(Debug, Default)]
pub(crate) struct PageLinks {
    /// Sorted.
    ids: Vec<u64>,
    /// Anchors of other pages by the place of the page.
    anchors: Vec<(u32, u64)>,
    /// Links that lead to no file and to no anchor of the page itself, as written.
    dead: Vec<String>,
    duplicates: Vec<String>,
}

impl<'a> Addresses<'a> {
    /// Pages in the order of their places, and all other files.
    pub(crate) fn new<'p>(
        pages: impl IntoIterator<Item = &'p UrlPath>,
        files: impl IntoIterator<Item = OutPath>,
        base: &'a str,
    ) -> Self {
        let mut known: HashMap<_, _> = files.into_iter().map(|path| (path.as_str().to_owned(), Known::File)).collect();
        known.extend((0..).zip(pages).map(|(place, url)| (url.out_path().as_str().to_owned(), Known::Page(place))));
        Self { known, base, hasher: RandomState::new() }
    }

    /// Reads one page.
    pub(crate) fn read(&self, url: &UrlPath, html: &[u8]) -> PageLinks {
        let (ids, targets, duplicates) = ids_and_targets(html);
        let mut links = PageLinks { duplicates, ..PageLinks::default() };
        // In no order: everything that is kept is sorted below.
        for target in targets.into_iter().map(written) {
            match self.resolve(url, &target) {
                Leads::Here(anchor) if !ids.contains(anchor.as_bytes()) => links.dead.push(target.into_owned()),
                Leads::Nowhere => links.dead.push(target.into_owned()),
                Leads::To(page, anchor) => links.anchors.push((page, self.hasher.hash_one(anchor.as_bytes()))),
                Leads::Here(_) | Leads::Away => {}
            }
        }
        links.ids = ids.into_iter().map(|id| self.hasher.hash_one(id)).collect();
        links.ids.sort_unstable();
        links.anchors.sort_unstable();
        links.anchors.dedup();
        links.dead.sort_unstable();
        links
    }

    /// Every link of a page that leads to an anchor which the page it means has not, as written.
    pub(crate) fn without_anchor(&self, url: &UrlPath, html: &[u8], pages: &[PageLinks]) -> Vec<String> {
        let (_, targets, _) = ids_and_targets(html);
        let missing = targets.into_iter().map(written).filter(|target| match self.resolve(url, target) {
            Leads::To(page, anchor) => !has(pages, page, self.hasher.hash_one(anchor.as_bytes())),
            _ => false,
        });
        let mut missing: Vec<String> = missing.map(Cow::into_owned).collect();
        missing.sort_unstable();
        missing
    }

    fn resolve<'t>(&self, page: &UrlPath, target: &'t str) -> Leads<'t> {
        let Some((path, anchor)) = inside(page, target, self.base) else { return Leads::Away };
        let anchor = anchor.filter(|anchor| !anchor.is_empty());
        let Some(path) = path else { return anchor.map_or(Leads::Away, Leads::Here) };
        match (self.known.get(&path), anchor) {
            (Some(_), None) => Leads::Away,
            (Some(Known::Page(place)), Some(anchor)) => Leads::To(*place, anchor),
            (Some(Known::File), Some(_)) | (None, _) => Leads::Nowhere,
        }
    }
}

/// Where a link leads.
enum Leads<'t> {
    /// To where nothing is to be checked further.
    Away,
    /// To an anchor of the page itself.
    Here(&'t str),
    /// To an anchor of another page.
    To(u32, &'t str),
    Nowhere,
}

fn has(pages: &[PageLinks], page: u32, anchor: u64) -> bool {
    let page = usize::try_from(page).ok().and_then(|page| pages.get(page));
    page.is_some_and(|page| page.ids.binary_search(&anchor).is_ok())
}

impl PageLinks {
    /// Links that lead to no file, or to no anchor of the page itself, as written.
    pub(crate) fn dead(&self) -> &[String] {
        &self.dead
    }

    /// Whether every anchor of another page that this one links to is there.
    pub(crate) fn find_anchors(&self, pages: &[Self]) -> bool {
        self.anchors.iter().all(|(page, anchor)| has(pages, *page, *anchor))
    }

    /// Ids that stand more than once on the page.
    pub(crate) fn duplicates(&self) -> &[String] {
        &self.duplicates
    }
}

/// The ids of a page, what it links to, and ids that stand more than once.
fn ids_and_targets(html: &[u8]) -> (HashSet<&[u8]>, HashSet<&[u8]>, Vec<String>) {
    let (mut ids, mut targets, mut duplicates) = (HashSet::default(), HashSet::default(), Vec::new());
    for (name, value) in attributes(html) {
        match name {
            b"id" if !ids.insert(value) => duplicates.push(String::from_utf8_lossy(value).into_owned()),
            b"href" | b"src" | b"poster" => {
                targets.insert(value);
            }
            _ => {}
        }
    }
    (ids, targets, duplicates)
}

/// The path of the file, and the anchor, that a link means. `None` for links that leave the site.
fn inside<'t>(page: &UrlPath, target: &'t str, base: &str) -> Option<(Option<String>, Option<&'t str>)> {
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
    let absolute = path.starts_with('/');
    let rest = if absolute { path.strip_prefix(base).unwrap_or(path) } else { path };
    let from_base = path.starts_with(base) && (base != "/" || absolute);
    let folder = page.as_str().rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut file = String::with_capacity(folder.len() + rest.len() + "/index.html".len());
    if !from_base {
        file.push_str(folder);
    }
    for part in rest.split('/') {
        match part {
            "." => {}
            ".." => file.truncate(file.rfind('/').unwrap_or(0)),
            name => {
                if !file.is_empty() {
                    file.push('/');
                }
                file.push_str(name);
            }
        }
    }
    if (path.ends_with("..") || path.ends_with("/.") || path == ".") && !file.is_empty() {
        file.push('/');
    }
    if file.is_empty() || file.ends_with('/') {
        file.push_str("index.html");
    }
    Some((Some(file), anchor))
}

/// `name="value"` pairs of every tag.
fn attributes(html: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    // What is left of the page, and whether it begins inside a tag.
    let (mut rest, mut open) = (html, false);
    std::iter::from_fn(move || {
        loop {
            if !open {
                rest = in_tag(rest)?;
                open = true;
            }
            rest = rest.trim_ascii_start();
            if let Some(after) = rest.strip_prefix(b">") {
                (rest, open) = (after, false);
                continue;
            }
            let ends = |byte: &u8| byte.is_ascii_whitespace() || *byte == b'=' || *byte == b'>';
            // A sign of equality without a name is one.
            let (name, after) = rest.split_at_checked(rest.iter().skip(1).position(ends)? + 1)?;
            rest = after;
            let Some(value) = rest.trim_ascii_start().strip_prefix(b"=") else { continue };
            let (value, after) = attribute_value(value.trim_ascii_start())?;
            rest = after;
            return Some((name, value));
        }
    })
}

/// What follows the name of the next tag.
fn in_tag(mut rest: &[u8]) -> Option<&[u8]> {
    loop {
        rest = rest.get(memchr(b'<', rest)? + 1..)?;
        let Some(comment) = rest.strip_prefix(b"!--") else { break };
        rest = comment.get(memmem::find(comment, b"-->")? + 3..)?;
    }
    rest.get(rest.iter().position(|byte| byte.is_ascii_whitespace() || *byte == b'>')?..)
}

/// The value that a text begins with, and what follows it.
fn attribute_value(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let quote = *text.first()?;
    if quote != b'"' && quote != b'\'' {
        return text.split_at_checked(text.iter().position(|byte| byte.is_ascii_whitespace() || *byte == b'>')?);
    }
    let inner = text.get(1..)?;
    let end = memchr(quote, inner)?;
    Some((inner.get(..end)?, inner.get(end + 1..)?))
}

/// A link as its writer meant it.
fn written(value: &[u8]) -> Cow<'_, str> {
    unescape(String::from_utf8_lossy(value))
}

fn unescape(value: Cow<'_, str>) -> Cow<'_, str> {
    if !value.contains('&') {
        return value;
    }
    let plain = value.replace("&quot;", "\"").replace("&#39;", "'").replace("&lt;", "<").replace("&gt;", ">");
    Cow::Owned(plain.replace("&amp;", "&"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn dead(pages: &[(&str, &str)]) -> Vec<String> {
        let urls: Vec<_> = pages.iter().map(|(url, _)| UrlPath::new(*url)).collect();
        let addresses = Addresses::new(&urls, [OutPath::new("lich.ics")], "/dang-uy/");
        let read = || urls.iter().zip(pages).map(|(url, (_, html))| (url, html.as_bytes()));
        let links: Vec<_> = read().map(|(url, html)| addresses.read(url, html)).collect();
        let each = read().zip(&links).flat_map(|((url, html), page)| {
            let missing = addresses.without_anchor(url, html, &links);
            assert_eq!(missing.is_empty(), page.find_anchors(&links), "{url:?}");
            missing.into_iter().chain(page.dead().to_vec())
        });
        each.collect()
    }

    #[test]
    fn relative_links_and_anchors_are_followed() {
        let home = "<a href=\"ke-hoach/\">a</a><a href='ke-hoach/12/#nv-7'>b</a><a href=\"ke-hoach/12/#nv-8\">c</a>";
        let plan = "<h1 id=\"nv-7\">x</h1><a href=\"../../\">home</a><a href=\"../#a\">list</a><a href=\"#nv-7\">x</a><a href=\"/dang-uy/ke-hoach/\">y</a>";
        let list = "<p id=a><a href=\"../khong-co/\">z</a><a href=\"../lich.ics\">i</a><a href=\"../lich.ics#a\">i</a><a href=\"#b\">b</a><a href=\"https://a.example/\">w</a><a href=\"mailto:a@b\">m</a>";
        assert_eq!(
            dead(&[("", home), ("ke-hoach/", list), ("ke-hoach/12/", plan)]),
            ["ke-hoach/12/#nv-8", "#b", "../khong-co/", "../lich.ics#a"]
        );
    }

    #[test]
    fn duplicate_ids_are_seen() {
        let page = b"<p id=\"a\"><p id='a'><!-- <p id=\"a\"> -->";
        let addresses = Addresses::new(&[], [], "/");
        assert_eq!(addresses.read(&UrlPath::new(""), page).duplicates(), ["a"]);
    }

    proptest! {
        #[test]
        fn any_html_is_survived(html in "[<>=\"' a-z/#!-]{0,60}") {
            let _ = Addresses::new(&[], [], "/").read(&UrlPath::new("x/"), html.as_bytes());
        }
    }
}
