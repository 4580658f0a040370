//! Putting the list together: who claims a path first has it.

use super::{Attachment, Outlets, Source, ThemeFiles, attachments, exports, is_of_index};
use crate::basics::diag::{Diagnostic, Diagnostics, Location, Outcome, codes, msg};
use crate::basics::path::{MANIFEST_PATH, OutPath, UrlPath, is_device_name};
use crate::edition::relate::Edition;
use crate::edition::route::{Pages, Route, View, pages};
use crate::site::model::{EntryId, Meta};
use ahash::HashMap;

/// A part of a path that is longer than this cannot be written everywhere (255 bytes, and a twin adds `.br`).
const LONGEST_PART: usize = 240;

/// Every file of the edition.
pub(super) fn outlets(edition: &Edition, theme: ThemeFiles, rows: Vec<exports::ExportRow>) -> Outcome<Outlets> {
    let outlets = Outlets { rows, theme, ..Outlets::default() };
    let mut builder = Builder { edition, outlets, capitals: HashMap::default(), diagnostics: Diagnostics::default() };
    builder.pages();
    builder.assets();
    builder.attachments();
    builder.redirects();
    Outcome { value: builder.outlets, diagnostics: builder.diagnostics }
}

struct Builder<'a> {
    edition: &'a Edition,
    outlets: Outlets,
    /// Old addresses with capitals, in small letters.
    capitals: HashMap<String, Location>,
    diagnostics: Diagnostics,
}

impl Builder<'_> {
    fn page(&mut self, route: Route) {
        let source = Source::Page(self.outlets.pages.len());
        if self.claim(route.url.out_path(), source, route.at) {
            self.outlets.by_view.insert(route.view, route.url.clone());
            self.outlets.pages.push(route);
        }
    }

    /// Claims a path among pages, assets and attachments; two at one address are an error, and so is one that cannot be
    /// written.
    fn claim(&mut self, path: OutPath, source: Source, at: Location) -> bool {
        if path.as_str().split('/').any(|part| part.len() > LONGEST_PART) {
            self.diagnostics.push(too_long(&path, at));
            return false;
        }
        let Some((_, first)) = self.outlets.by_path.get(&path) else {
            self.outlets.by_path.insert(path, (source, at));
            return true;
        };
        let first = *first;
        self.twice(&path, at, first);
        false
    }

    fn twice(&mut self, path: &OutPath, at: Location, first: Location) {
        let path = path.as_str();
        let place = if at == Location::Site { first } else { at };
        let mut problem = Diagnostic::new(
            codes::ROUTE_TWICE,
            place,
            msg!("hai trang cùng địa chỉ `/{path}`", "two pages have the address `/{path}`"),
        )
        .help(msg!("đổi tên tệp hoặc bỏ `dia_chi_cu` trùng", "rename the file, or remove the `dia_chi_cu`"));
        if let Some(span) = first.span().filter(|_| at != Location::Site) {
            problem = problem.related(span, msg!("trang thứ nhất", "the first page"));
        }
        self.diagnostics.push(problem);
    }

    fn pages(&mut self) {
        let Pages { routes, months } = pages(self.edition);
        self.outlets.months = months;
        for route in routes {
            self.page(route);
        }
    }

    fn assets(&mut self) {
        for (place, url) in self.outlets.theme.assets.clone().into_iter().enumerate() {
            self.claim(url.out_path(), Source::Asset(place), Location::Site);
        }
    }

    fn attachments(&mut self) {
        for (entry, files) in attachments::by_entry(self.edition) {
            let Some(meta) = self.edition.content.meta(entry) else { continue };
            let Some(page) = self.outlets.by_view.get(&View::of(entry)).cloned() else { continue };
            for cleared in files {
                let place = self.outlets.attachments.len();
                let url = self.free(&page, &attachments::Name::of(self.edition, meta, cleared));
                if self.claim(url.out_path(), Source::Attachment(place), meta.at) {
                    self.remember_folders(&url.out_path());
                    self.outlets.by_file.insert((entry, cleared.file()), place);
                    self.outlets.attachments.push(Attachment { url, cleared: cleared.clone() });
                }
            }
        }
    }

    /// The first address below a page that nobody has: in a folder that is no file, under a name that is free there.
    fn free(&self, page: &UrlPath, name: &attachments::Name) -> UrlPath {
        let below = |inside: &str| format!("{}{inside}", page.as_str());
        let is_folder = |folder: &String| self.file_above(&below(folder), page.as_str()).is_none();
        let folder = (1..).map(|number| name.folder(number)).find(is_folder).unwrap_or_default();
        let names = (1..).map(|number| format!("{folder}{}", name.file(number)));
        let names = names.filter(|name| !exports::is_kept_name(&self.outlets, name));
        let mut urls = names.map(|name| UrlPath::new(below(&name)));
        let is_free = |url: &UrlPath| self.holder(&url.out_path(), page.as_str()).is_none();
        urls.find(is_free).unwrap_or_else(|| UrlPath::new(below(&name.file(1))))
    }

    fn redirects(&mut self) {
        let entries: Vec<(EntryId, &Meta)> = self.edition.content.entries().collect();
        for (entry, meta) in entries {
            let Some(to) = self.outlets.by_view.get(&View::of(entry)).cloned() else { continue };
            for old in &meta.old_addresses {
                match old_url(&old.value) {
                    Some(url) => self.redirect(url, to.clone(), old.at),
                    None => self.diagnostics.push(no_address(&old.value, old.at)),
                }
            }
        }
    }

    fn redirect(&mut self, url: UrlPath, to: UrlPath, at: Location) {
        let path = url.out_path();
        if let Some(holder) = self.holder(&path, "") {
            self.twice(&path, at, holder);
            return;
        }
        self.remember_folders(&path);
        let small = path.as_str().to_lowercase();
        if small != path.as_str() {
            self.capitals.insert(small, at);
        }
        let view = View::Redirect(self.outlets.redirects.len());
        self.outlets.redirects.push(to);
        self.page(Route { url, view, at });
    }

    /// Who has a path already: a file lies or may come to lie there, above it, or below it. What it begins with, down to
    /// `known`, is a folder. Capitals make no other file everywhere; only old addresses have any.
    fn holder(&self, path: &OutPath, known: &str) -> Option<Location> {
        let path = path.as_str().to_lowercase();
        let taken = self.file_at(&path).or_else(|| self.file_above(&path, known));
        taken.or_else(|| self.is_folder(&path).then_some(Location::Site))
    }

    /// Whose file lies, or may come to lie, where a path has a folder below the one that is `known`.
    fn file_above(&self, path: &str, known: &str) -> Option<Location> {
        let ends = path.match_indices('/').map(|(end, _)| end).filter(|end| *end >= known.len());
        ends.filter_map(|end| path.get(..end)).find_map(|folder| self.file_at(folder))
    }

    /// Whose file lies, or may come to lie, at a path in small letters.
    fn file_at(&self, path: &str) -> Option<Location> {
        let path = &OutPath::new(path);
        let listed = self.outlets.by_path.get(path).map(|(_, at)| *at);
        let listed = listed.or_else(|| self.capitals.get(path.as_str()).copied());
        listed.or_else(|| exports::kept_for(&self.outlets, self.edition, path)).or_else(|| {
            let of_index = self.edition.config.outputs.search && is_of_index(path);
            (of_index || path.as_str() == MANIFEST_PATH).then_some(Location::Site)
        })
    }

    /// Whether a folder of the site is called so, in small letters.
    fn is_folder(&self, path: &str) -> bool {
        let name = path.rsplit('/').next().unwrap_or_default();
        // Only folders of attachments and old addresses have dots in their names; few files have none.
        let dotted = name.contains('.');
        self.outlets.folders.contains(path)
            || exports::is_folder(&self.outlets, self.edition, path)
            || !dotted
                && self
                    .outlets
                    .by_path
                    .keys()
                    .any(|known| known.as_str().strip_prefix(path).is_some_and(|rest| rest.starts_with('/')))
    }

    fn remember_folders(&mut self, path: &OutPath) {
        let path = path.as_str().to_lowercase();
        self.outlets.folders.extend(path.match_indices('/').filter_map(|(end, _)| path.get(..end)).map(str::to_owned));
    }
}

fn too_long(path: &OutPath, at: Location) -> Diagnostic {
    let start: String = path.as_str().chars().take(80).collect();
    Diagnostic::new(
        codes::VALUE_INVALID,
        at,
        msg!(
            "địa chỉ `/{start}…` có phần dài hơn {LONGEST_PART} byte, không ghi được thành tệp",
            "the address `/{start}…` has a part of more than {LONGEST_PART} bytes, which cannot be written"
        ),
    )
    .help(msg!("đặt tên, mã hoặc hội nghị ngắn hơn", "use a shorter name, code or conference"))
}

fn no_address(typed: &str, at: Location) -> Diagnostic {
    Diagnostic::new(
        codes::VALUE_INVALID,
        at,
        msg!("`{typed}` không phải địa chỉ cũ trong trang", "`{typed}` is no old address of this site"),
    )
    .help(msg!(
        "ghi đường dẫn từ gốc trang: \"/tin/ke-hoach-12.html\"",
        "write the path from the site's root: \"/tin/ke-hoach-12.html\""
    ))
}

/// `/x` becomes `x/`, `/old/page.html` stays a file; nothing leaves the site, and every part can be written.
fn old_url(written: &str) -> Option<UrlPath> {
    let path = written.trim().trim_matches('/');
    let fine = |part: &str| {
        let is_name = !part.is_empty() && !part.starts_with('.') && !part.ends_with(['.', ' ']);
        is_name && part.len() <= LONGEST_PART && !is_device_name(part)
    };
    let clean = !path.is_empty()
        && !path.contains(['\\', ':', '<', '>', '"', '|', '*', '?', '#', '%'])
        && !path.contains(char::is_control)
        && path.split('/').all(fine);
    let is_file = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
    clean.then(|| UrlPath::new(if is_file { path.to_owned() } else { format!("{path}/") }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_addresses_stay_inside_the_site() {
        let url = |text| old_url(text).map(|url| url.as_str().to_owned());
        assert_eq!(url("/x"), Some("x/".into()));
        assert_eq!(url("/old/path.html"), Some("old/path.html".into()));
        assert_eq!(url("tin/12/"), Some("tin/12/".into()));
        for wrong in ["/", "/../x", "/a//b", "https://a.example/x", "/.bangtin/x", "/x?trang=2", "/x#y", "/x%20y"] {
            assert_eq!(url(wrong), None, "{wrong}");
        }
    }
}
