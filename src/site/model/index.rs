//! What a link in a text leads to.

use super::{Called, Content, EntryId, Naming};
use crate::basics::date::Day;
use crate::basics::diag::{FileId, Near, Nearby};
use crate::basics::path::SourcePath;
use crate::read::vocabulary::EntryKind;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Ids of entries and files beside them, by name.
#[derive(Debug, Default, Clone)]
pub(crate) struct Index {
    ids: BTreeMap<String, EntryId>,
    called: Called,
    files: BTreeMap<SourcePath, FileId>,
    facts: BTreeMap<FileId, FileFacts>,
    /// The ids of each kind, and the files of each folder, for «ý bạn là …?»: made for the first mistake.
    near_ids: OnceLock<Vec<(EntryKind, Nearby)>>,
    near_files: OnceLock<BTreeMap<String, Nearby>>,
}

/// What is known of a file without opening it.
#[derive(Debug, Clone)]
pub(crate) struct FileFacts {
    pub(crate) path: SourcePath,
    pub(crate) size: u64,
    /// Whether it could be read, or may be.
    pub(crate) usable: bool,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum LinkTarget {
    /// Another site, a mail or telephone address.
    External(String),
    /// A scheme that may not be linked to.
    Forbidden,
    /// A place on the same page.
    Anchor(String),
    /// An entry, with the anchor on its page.
    Entry(EntryId, Option<String>),
    /// `/x/`: relative to the site's base; without the leading `/`.
    SitePath(String),
    /// A file beside the entry.
    File(FileId),
    Nothing,
}

impl Index {
    pub(super) fn new(tree: &crate::read::source::SourceTree, ids: BTreeMap<String, EntryId>, called: Called) -> Self {
        let content = tree.files().filter(|(_, file)| file.path.as_str().starts_with("content/"));
        let mut index = Self { ids, called, ..Self::default() };
        for (id, file) in content {
            index.facts.insert(id, FileFacts { path: file.path.clone(), size: file.size, usable: !file.is_unusable() });
            if file.path.extension() != "md" {
                index.files.insert(file.path.clone(), id);
            }
        }
        index
    }

    /// Of an edition: its entries, the files that they name, and nothing else.
    pub(crate) fn of_edition<'f>(&self, content: &Content, files: impl Iterator<Item = &'f (FileId, Naming)>) -> Self {
        let mut index = Self { called: self.called.within(content), ..Self::default() };
        for (entry, meta) in content.entries() {
            index.ids.insert(meta.id.clone(), entry);
            index.facts.extend(self.facts.get(&meta.file).map(|facts| (meta.file, facts.clone())));
        }
        for (file, _) in files {
            let Some(facts) = self.facts.get(file) else { continue };
            index.files.insert(facts.path.clone(), *file);
            index.facts.insert(*file, facts.clone());
        }
        index
    }

    /// The files under `content/` that are no entries and can be used, by path.
    pub(crate) fn files(&self) -> impl Iterator<Item = (FileId, &SourcePath)> {
        let usable = |file: &FileId| self.facts(*file).is_some_and(|facts| facts.usable);
        self.files.iter().filter(move |(_, file)| usable(file)).map(|(path, file)| (*file, path))
    }

    pub(crate) fn facts(&self, file: FileId) -> Option<&FileFacts> {
        self.facts.get(&file)
    }

    pub(crate) fn ids(&self) -> impl Iterator<Item = &str> {
        self.ids.keys().map(String::as_str)
    }

    /// The file `name` beside the entry that `entry` was read from.
    pub(crate) fn file_beside(&self, entry: FileId, name: &str) -> Option<FileId> {
        let folder = self.facts.get(&entry)?.path.folder();
        self.files.get(&SourcePath::beside(folder, &crate::basics::text::normal(name))?).copied()
    }

    /// The name of a file beside an entry that is nearest to what was written.
    pub(crate) fn near_file(&self, entry: FileId, written: &str) -> Near<'_> {
        let folders = self.near_files.get_or_init(|| {
            let mut folders: BTreeMap<String, Vec<&str>> = BTreeMap::new();
            for path in self.files.keys() {
                folders.entry(path.folder().to_owned()).or_default().push(path.file_name());
            }
            folders.into_iter().map(|(folder, names)| (folder, Nearby::of(names))).collect()
        });
        folders.get(self.facts.get(&entry)?.path.folder())?.nearest(written)
    }

    /// The id of one of these kinds that is nearest to what was written.
    pub(crate) fn near_id(&self, written: &str, kinds: &[EntryKind]) -> Near<'_> {
        let ids = self.near_ids.get_or_init(|| {
            let of = |kind: EntryKind| {
                let ids = self.ids.iter().filter(|(_, entry)| entry.kind() == kind);
                (kind, Nearby::of(ids.map(|(id, _)| id.as_str())))
            };
            EntryKind::ALL.map(of).into()
        });
        let asked = ids.iter().filter(|(kind, _)| kinds.contains(kind));
        asked.filter_map(|(_, nearby)| nearby.nearest(written)).min()
    }

    /// An entry by its id, with or without one of the kind folders.
    pub(crate) fn entry(&self, written: &str, kinds: &[EntryKind]) -> Option<EntryId> {
        let id = written.trim().trim_end_matches('/');
        let id = id.strip_suffix(".md").unwrap_or(id);
        let id = id.strip_suffix("/index").unwrap_or(id);
        let fits = |entry: &EntryId| kinds.is_empty() || kinds.contains(&entry.kind());
        let with_folder = |kind: &EntryKind| self.ids.get(&format!("{}/{id}", kind.folder())).copied();
        self.ids.get(id).copied().filter(fits).or_else(|| kinds.iter().find_map(with_folder))
    }

    /// An entry by its id, its number or, for an organisation, any of its names. Of several with one number it is the newest
    /// on the day `on` of the entry that refers to it.
    pub(crate) fn referred(&self, written: &str, kinds: &[EntryKind], on: Option<Day>) -> Option<EntryId> {
        self.entry(written, kinds).or_else(|| self.called.find(written, kinds, on))
    }

    /// Resolves a link target as written in the text of the file `from`.
    pub(crate) fn link(&self, from: FileId, target: &str) -> LinkTarget {
        let target = target.trim();
        if let Some(anchor) = target.strip_prefix('#') {
            return LinkTarget::Anchor(anchor.to_owned());
        }
        if let Some(outside) = scheme(target) {
            return outside;
        }
        if let Some(inside) = target.strip_prefix('/') {
            return if inside.starts_with('/') {
                LinkTarget::Forbidden
            } else {
                self.entry_at(inside).unwrap_or_else(|| LinkTarget::SitePath(inside.to_owned()))
            };
        }
        let (path, fragment) = match target.split_once('#') {
            Some((path, fragment)) => (path, Some(fragment.to_owned())),
            None => (target, None),
        };
        let path = percent_decode(path);
        if let Some(entry) = self.entry(&path, &[]).or_else(|| self.entry_beside(from, &path)) {
            return LinkTarget::Entry(entry, fragment);
        }
        self.file_beside(from, &path).map_or(LinkTarget::Nothing, LinkTarget::File)
    }

    /// The entry whose page has an address: a link by address meets the same gate as one by id.
    fn entry_at(&self, address: &str) -> Option<LinkTarget> {
        let (path, fragment) = match address.split_once('#') {
            Some((path, fragment)) => (path, Some(fragment.to_owned())),
            None => (address, None),
        };
        let path = percent_decode(path);
        Some(LinkTarget::Entry(self.at(&path)?, fragment))
    }

    /// The entry whose page lies at a path of the site.
    pub(crate) fn at(&self, path: &str) -> Option<EntryId> {
        let path = path.trim_end_matches("index.html");
        self.entry(path, &[]).or_else(|| self.entry(path, &[EntryKind::Page]))
    }

    /// A `.md` path relative to the file it is written in.
    fn entry_beside(&self, from: FileId, path: &str) -> Option<EntryId> {
        let stem = path.strip_suffix(".md")?;
        let mut parts: Vec<&str> = self.facts.get(&from)?.path.folder().split('/').collect();
        for part in stem.split('/') {
            match part {
                "." | "" => {}
                ".." => {
                    parts.pop()?;
                }
                name => parts.push(name),
            }
        }
        let full = parts.join("/");
        self.entry(full.strip_prefix("content/")?, &[])
    }
}

fn scheme(target: &str) -> Option<LinkTarget> {
    let (scheme, _) = target.split_once(':')?;
    if scheme.is_empty() || scheme.contains(['/', '#', '?', ' ']) {
        return None;
    }
    let allowed = ["https", "http", "mailto", "tel"].contains(&scheme.to_ascii_lowercase().as_str());
    Some(if allowed { LinkTarget::External(target.to_owned()) } else { LinkTarget::Forbidden })
}

/// `%20` and its like, as editors paste them.
fn percent_decode(text: &str) -> Cow<'_, str> {
    percent_encoding::percent_decode_str(text).decode_utf8().unwrap_or(Cow::Borrowed(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemes_other_than_the_allowed_are_forbidden() {
        let index = Index::default();
        assert_eq!(index.link(FileId(0), "javascript:alert(1)"), LinkTarget::Forbidden);
        assert_eq!(index.link(FileId(0), "//evil.example"), LinkTarget::Forbidden);
        assert_eq!(index.link(FileId(0), "data:text/html,x"), LinkTarget::Forbidden);
        assert_eq!(index.link(FileId(0), "https://a.example/b"), LinkTarget::External("https://a.example/b".into()));
        assert_eq!(index.link(FileId(0), "/ke-hoach/"), LinkTarget::SitePath("ke-hoach/".into()));
        assert_eq!(index.link(FileId(0), "#muc-1"), LinkTarget::Anchor("muc-1".into()));
        assert_eq!(index.link(FileId(0), "khong-co"), LinkTarget::Nothing);
    }

    #[test]
    fn percent_signs_are_decoded_where_they_encode() {
        assert_eq!(percent_decode("bi%C3%AAn%20b%E1%BA%A3n.pdf"), "biên bản.pdf");
        assert_eq!(percent_decode("50%.pdf"), "50%.pdf");
    }
}
