//! Links, anchors and ids in the final HTML.
//!
//! Takes each page's HTML as it is rendered and looks its links up among the files of the site; keeps only what another
//! page must have, and checks that after the last one. Reads the very bytes that are published, so that no template can
//! hide a dead link.

use crate::path::{OutPath, UrlPath};
use ahash::{HashMap, HashSet, RandomState};
use memchr::{memchr, memchr3, memmem};
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
        #[expect(clippy::iter_over_hash_type, reason = "everything that is kept is sorted below")]
        for target in targets {
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
        let missing = targets.into_iter().filter(|target| match self.resolve(url, target) {
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
fn ids_and_targets(html: &[u8]) -> (HashSet<&[u8]>, HashSet<Cow<'_, str>>, Vec<String>) {
    let (mut ids, mut targets, mut duplicates) = (HashSet::default(), HashSet::default(), Vec::new());
    for tag in tags(html) {
        for (name, value) in attributes(tag) {
            match name {
                b"id" if !ids.insert(value) => duplicates.push(String::from_utf8_lossy(value).into_owned()),
                b"href" | b"src" | b"poster" => {
                    targets.insert(unescape(String::from_utf8_lossy(value)));
                }
                _ => {}
            }
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

/// The inside of every tag.
fn tags(html: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = html;
    std::iter::from_fn(move || {
        loop {
            rest = rest.get(memchr(b'<', rest)? + 1..)?;
            if let Some(comment) = rest.strip_prefix(b"!--") {
                rest = memmem::find(comment, b"-->").and_then(|end| comment.get(end + 3..)).unwrap_or_default();
                continue;
            }
            let (tag, after) = rest.split_at_checked(tag_end(rest)?)?;
            rest = after;
            return Some(tag);
        }
    })
}

/// Where a tag ends: a `>` outside quotes.
fn tag_end(text: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        let found = at + memchr3(b'>', b'"', b'\'', text.get(at..)?)?;
        let sign = *text.get(found)?;
        if sign == b'>' {
            return Some(found);
        }
        at = found + 1 + memchr(sign, text.get(found + 1..)?)? + 1;
    }
}

/// `name="value"` pairs of a tag.
fn attributes(tag: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let mut rest = tag.iter().position(u8::is_ascii_whitespace).and_then(|at| tag.get(at..)).unwrap_or_default();
    std::iter::from_fn(move || {
        loop {
            rest = rest.trim_ascii_start();
            let ends = |byte: &u8| byte.is_ascii_whitespace() || *byte == b'=' || *byte == b'>';
            let name_end = rest.iter().position(ends).unwrap_or(rest.len());
            let name = rest.get(..name_end).filter(|name| !name.is_empty())?;
            rest = rest.get(name_end..)?;
            let Some(value) = rest.trim_ascii_start().strip_prefix(b"=") else { continue };
            let value = value.trim_ascii_start();
            let quote = *value.first()?;
            if quote != b'"' && quote != b'\'' {
                let end = value.iter().position(u8::is_ascii_whitespace).unwrap_or(value.len());
                rest = value.get(end..)?;
                return Some((name, value.get(..end)?));
            }
            let inner = value.get(1..)?;
            let end = memchr(quote, inner)?;
            rest = inner.get(end + 1..)?;
            return Some((name, inner.get(..end)?));
        }
    })
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
