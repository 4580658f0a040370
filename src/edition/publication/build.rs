//! Putting the list together: who claims a path first has it.

use super::{Attachment, Outlets, Source, ThemeFiles, attachments, exports, is_of_index};
use crate::basics::diag::{Diagnostic, Diagnostics, Location, Outcome, codes, msg};
use crate::basics::path::{MANIFEST_PATH, OutPath, UrlPath};
use crate::edition::relate::Edition;
use crate::edition::route::{Pages, Route, View, pages};
use crate::site::model::{EntryId, Meta};
use ahash::HashSet;

/// A part of a path that is longer than this cannot be written everywhere (255 bytes, and a twin adds `.br`).
const LONGEST_PART: usize = 240;

/// Every file of the edition.
pub(super) fn outlets(edition: &Edition, theme: ThemeFiles, rows: Vec<exports::ExportRow>) -> Outcome<Outlets> {
    let outlets = Outlets { rows, theme, ..Outlets::default() };
    let mut builder = Builder { edition, outlets, folders: HashSet::default(), diagnostics: Diagnostics::default() };
    builder.pages();
    builder.assets();
    builder.attachments();
    builder.redirects();
    Outcome { value: builder.outlets, diagnostics: builder.diagnostics }
}

struct Builder<'a> {
    edition: &'a Edition,
    outlets: Outlets,
    /// Folders that attachments and old addresses lie in; all others follow from ids, which have no dots.
    folders: HashSet<String>,
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

    /// Claims a path among pages, assets and attachments; two at one address are an error.
    fn claim(&mut self, path: OutPath, source: Source, at: Location) -> bool {
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
                let names = attachments::names(self.edition, meta, cleared);
                let free = names.map(|name| UrlPath::new(format!("{}{name}", page.as_str())));
                let Some(url) = free.into_iter().find(|url| self.holder(&url.out_path()).is_none()) else { continue };
                self.claim(url.out_path(), Source::Attachment(place), meta.at);
                self.remember_folders(&url.out_path());
                self.outlets.by_file.insert((entry, cleared.file()), place);
                self.outlets.attachments.push(Attachment { url, cleared: cleared.clone() });
            }
        }
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
        if let Some(holder) = self.holder(&path) {
            self.twice(&path, at, holder);
            return;
        }
        self.remember_folders(&path);
        let view = View::Redirect(self.outlets.redirects.len());
        self.outlets.redirects.push(to);
        self.page(Route { url, view, at });
    }

    /// Who has a path already: a file lies or may come to lie there, above it, or below it.
    fn holder(&self, path: &OutPath) -> Option<Location> {
        let text = path.as_str();
        let above = text.match_indices('/').filter_map(|(end, _)| text.get(..end)).map(OutPath::new);
        let taken = [path.clone()].into_iter().chain(above).find_map(|path| self.file_at(&path));
        taken.or_else(|| self.is_folder(text).then_some(Location::Site))
    }

    /// Whose file lies, or may come to lie, at a path.
    fn file_at(&self, path: &OutPath) -> Option<Location> {
        let listed = self.outlets.by_path.get(path).map(|(_, at)| *at);
        listed.or_else(|| exports::kept_for(&self.outlets, self.edition, path)).or_else(|| {
            let of_index = self.edition.config.outputs.search && is_of_index(path);
            (of_index || path.as_str() == MANIFEST_PATH).then_some(Location::Site)
        })
    }

    /// Whether a folder of the site is called so.
    fn is_folder(&self, path: &str) -> bool {
        let name = path.rsplit('/').next().unwrap_or_default();
        // Only folders of attachments and old addresses have dots in their names; few files have none.
        let dotted = name.contains('.');
        self.folders.contains(path)
            || !dotted
                && self
                    .outlets
                    .by_path
                    .keys()
                    .any(|known| known.as_str().strip_prefix(path).is_some_and(|rest| rest.starts_with('/')))
    }

    fn remember_folders(&mut self, path: &OutPath) {
        let path = path.as_str();
        self.folders.extend(path.match_indices('/').filter_map(|(end, _)| path.get(..end)).map(str::to_owned));
    }
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
    let fine = |part: &str| !part.is_empty() && !part.starts_with('.') && part.len() <= LONGEST_PART;
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
