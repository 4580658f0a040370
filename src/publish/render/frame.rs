//! What every page has round its content: titles, navigation, breadcrumb, footer, pagination.

use super::PageCx;
use super::structured::data_block;
use super::view::{DateView, LinkView};
use crate::basics::date::Day;
use crate::basics::path::content_hash;
use crate::basics::text::is_single_spaced;
use crate::edition::route::{Slice, View};
use crate::publish::theme::Markup;
use crate::read::vocabulary::Audience;
use crate::site::model::{Id, Plan};
use memchr::memmem;
use serde::Serialize;
use serde_json::Value;

/// Stands in the page for the hash of its content, until the content is known.
/// As long as the hash, so that it is put in without moving the rest of the page.
const VERSION_PLACE: &str = "\u{E000}\u{E001}pb";

/// Characters of a title beside a shared link; chats cut longer ones wherever they like.
const SHARED_TITLE: usize = 64;

/// The frame of a page, for `khung.html`.
#[derive(Debug, Serialize)]
pub(super) struct Frame {
    pub(super) title: String,
    /// The title as a chat shows it.
    pub(super) short_title: String,
    pub(super) description: String,
    pub(super) language: String,
    pub(super) root: String,
    pub(super) canonical: String,
    pub(super) site_title: String,
    pub(super) publisher: String,
    pub(super) parent: Option<String>,
    pub(super) crumbs: Vec<LinkView>,
    pub(super) nav: Vec<NavItem>,
    /// Pages with `menu = true`, in the footer.
    pub(super) menu: Vec<LinkView>,
    pub(super) feedback_url: String,
    pub(super) map_url: String,
    pub(super) record_url: String,
    /// The search page, where the site has one.
    pub(super) search_url: Option<String>,
    pub(super) updated: Option<DateView>,
    pub(super) today: DateView,
    pub(super) version: &'static str,
    /// Whether this is the edition for Party members.
    pub(super) internal: bool,
    /// Whether drafts are among the content.
    pub(super) drafts: bool,
    pub(super) css: String,
    pub(super) icon: String,
    pub(super) js: String,
    /// The web manifest.
    pub(super) manifest: String,
    /// The worker, where pages are kept for times without network.
    pub(super) worker: Option<String>,
    /// The feed of what the page is about, else that of the site.
    pub(super) feed: Option<String>,
    /// Address of the picture that a chat shows.
    pub(super) picture: Option<String>,
    /// JSON-LD, ready to stand in the page.
    pub(super) data: Option<Markup>,
    /// Whether search engines are to leave the page out.
    pub(super) unlisted: bool,
    pub(super) pagination: Option<Pagination>,
    pub(super) kind: &'static str,
}

/// One of the four destinations.
#[derive(Debug, Serialize)]
pub(super) struct NavItem {
    pub(super) key: &'static str,
    pub(super) label: String,
    pub(super) url: String,
    pub(super) current: bool,
}

/// Links to the parts of a list.
#[derive(Debug, Serialize)]
pub(super) struct Pagination {
    pub(super) part: usize,
    pub(super) parts: usize,
    pub(super) previous: Option<String>,
    pub(super) next: Option<String>,
    pub(super) links: Vec<LinkView>,
}

/// What a page says about itself.
pub(super) struct About {
    pub(super) title: String,
    pub(super) description: String,
    /// Where it stands below home, outermost first.
    pub(super) crumbs: Vec<LinkView>,
    /// Which of the four destinations it belongs to.
    pub(super) section: &'static str,
    /// The newest content date behind it.
    pub(super) updated: Option<Day>,
    pub(super) pagination: Option<Pagination>,
    /// The plan whose picture a chat shows.
    plan: Option<Id<Plan>>,
    feed: Option<String>,
    data: Option<Markup>,
    unlisted: bool,
}

impl About {
    pub(super) fn new(title: impl Into<String>, section: &'static str) -> Self {
        Self {
            title: title.into(),
            description: String::new(),
            crumbs: Vec::new(),
            section,
            updated: None,
            pagination: None,
            plan: None,
            feed: None,
            data: None,
            unlisted: false,
        }
    }

    /// The plan that the page is about.
    pub(super) fn plan(mut self, id: Id<Plan>) -> Self {
        self.plan = Some(id);
        self
    }

    /// A feed of its own.
    pub(super) fn feed(mut self, url: Option<String>) -> Self {
        self.feed = url;
        self
    }

    /// What it says to search engines.
    pub(super) fn data(mut self, data: &Value) -> Self {
        self.data = Some(data_block(data));
        self
    }

    /// Search engines leave it out.
    pub(super) fn unlisted(mut self) -> Self {
        self.unlisted = true;
        self
    }

    pub(super) fn description(mut self, description: impl Into<String>) -> Self {
        self.description = description.into();
        self
    }

    pub(super) fn crumb(mut self, text: impl Into<String>, url: Option<String>) -> Self {
        self.crumbs.push(LinkView { text: text.into(), url });
        self
    }

    pub(super) fn updated(mut self, day: Option<Day>) -> Self {
        self.updated = day;
        self
    }

    pub(super) fn pagination(mut self, pagination: Option<Pagination>) -> Self {
        self.pagination = pagination;
        self
    }
}

impl PageCx<'_> {
    pub(super) fn frame(&self, about: About) -> Frame {
        let config = &self.edition.config;
        let internal = self.edition.request.audience == Audience::Internal;
        let part = about.pagination.as_ref().filter(|pagination| pagination.part > 1);
        let title = match part {
            Some(pagination) => {
                format!(
                    "{} – {}",
                    about.title,
                    self.t("chung", "trang_so").replace("{n}", &pagination.part.to_string())
                )
            }
            None => about.title,
        };
        let description =
            if about.description.is_empty() { format!("{title} – {}", config.title) } else { about.description };
        Frame {
            short_title: shorten(&title, SHARED_TITLE),
            title,
            description: shorten(&description, 200),
            language: config.language.clone(),
            root: self.root.clone(),
            canonical: config.base.absolute(&self.url),
            site_title: config.title.clone(),
            publisher: config.publisher.clone(),
            parent: config.parent.clone(),
            crumbs: about.crumbs,
            nav: self.nav(about.section),
            menu: self.menu(),
            feedback_url: self.link("gop-y/"),
            map_url: self.link("ban-do-trang/"),
            record_url: self.link("quan-triet/"),
            search_url: self.view_url(View::Search { part: 0 }),
            updated: about.updated.or(self.edition.newest).map(DateView::of),
            today: DateView::of(self.edition.request.today),
            version: VERSION_PLACE,
            internal,
            drafts: self.edition.request.drafts,
            css: self.asset("bang-tin.css"),
            icon: self.asset("bieu-tuong.svg"),
            js: self.asset("bang-tin.js"),
            manifest: self.link("manifest.webmanifest"),
            worker: (config.outputs.offline && !internal).then(|| self.link("sw.js")),
            feed: about.feed.or_else(|| self.beside(View::Home, "feed.xml")),
            picture: self.picture(about.plan),
            data: about.data,
            unlisted: about.unlisted || internal || about.section == "404",
            pagination: about.pagination,
            kind: about.section,
        }
    }

    /// The absolute address of a picture: chats ask for nothing else.
    fn picture(&self, plan: Option<Id<Plan>>) -> Option<String> {
        let view = plan.map_or(View::Home, |id| View::Plan { id, part: 0 });
        let picture = self.publication.beside(view, "anh-chia-se.")?;
        Some(self.edition.config.base.absolute(&picture))
    }

    /// A link to a file of the theme.
    pub(super) fn asset(&self, name: &str) -> String {
        self.theme.asset(name).map(|url| self.link(url.as_str())).unwrap_or_default()
    }

    fn nav(&self, section: &str) -> Vec<NavItem> {
        let last =
            if self.edition.config.outputs.search { ("tim-kiem", "tim-kiem/") } else { ("quan-triet", "quan-triet/") };
        let items = [("viec", "to-chuc/"), ("ke-hoach", "ke-hoach/"), ("lich", "lich/"), last];
        let item = |(key, url): (&'static str, &str)| NavItem {
            key,
            label: self.t("menu", key).to_owned(),
            url: self.link(url),
            current: key == section,
        };
        items.into_iter().map(item).collect()
    }

    fn menu(&self) -> Vec<LinkView> {
        let mut pages: Vec<_> = self.edition.content.pages.iter().collect();
        pages.sort_by_key(|(id, page)| (page.order, *id));
        let shown = pages.into_iter().filter(|(_, page)| page.in_menu || is_expected(page.meta.short_id()));
        shown
            .filter_map(|(id, page)| {
                let url = self.publication.url(View::Plain(id))?;
                Some(LinkView { text: page.title.clone(), url: Some(self.link(url.as_str())) })
            })
            .collect()
    }

    /// Pagination of a list whose parts are given by `view`.
    pub(super) fn pagination(&self, slice: Slice, view: impl Fn(usize) -> View) -> Option<Pagination> {
        if slice.parts < 2 {
            return None;
        }
        let url = |part: usize| self.publication.url(view(part)).map(|url| self.link(url.as_str()));
        let near = |part: usize| part == 0 || part + 1 == slice.parts || part.abs_diff(slice.part) <= 2;
        let links = (0..slice.parts).filter(|part| near(*part));
        Some(Pagination {
            part: slice.part + 1,
            parts: slice.parts,
            previous: slice.part.checked_sub(1).and_then(url),
            next: (slice.part + 1 < slice.parts).then(|| url(slice.part + 1)).flatten(),
            links: links.map(|part| LinkView { text: (part + 1).to_string(), url: url(part) }).collect(),
        })
    }
}

/// Pages that every public site owes its readers stand in the footer without being asked.
fn is_expected(id: &str) -> bool {
    matches!(id, "kha-nang-tiep-can" | "quyen-rieng-tu")
}

/// At most `limit` characters, cut between words.
pub(super) fn shorten(text: &str, limit: usize) -> String {
    // Bytes are never fewer than characters, and known at once.
    if (text.len() <= limit || text.chars().count() <= limit) && is_single_spaced(text) {
        return text.to_owned();
    }
    let mut chars = 0;
    let enough = text.split_whitespace().take_while(|word| {
        let wanted = chars <= limit + 1;
        chars += word.chars().count() + 1;
        wanted
    });
    let text = enough.collect::<Vec<_>>().join(" ");
    let Some((cut, _)) = text.char_indices().nth(limit) else { return text };
    let head = text.get(..cut).unwrap_or_default();
    let end = head.rfind(' ').unwrap_or(cut);
    format!("{}…", head.get(..end).unwrap_or(head).trim_end_matches([',', ';', ':', '.']))
}

/// Puts the hash of the page's own content where the footer shows it.
pub(super) fn with_version(mut html: Vec<u8>) -> Vec<u8> {
    let places: Vec<usize> = memmem::find_iter(&html, VERSION_PLACE).collect();
    if places.is_empty() {
        return html;
    }
    let start = memmem::find(&html, b"<main").unwrap_or(0);
    let end = memmem::rfind(&html, b"</main>").unwrap_or(html.len());
    let hash = content_hash([html.get(start..end).unwrap_or_default()]);
    for place in places {
        if let Some(there) = html.get_mut(place..place + VERSION_PLACE.len()) {
            there.copy_from_slice(hash.as_bytes());
        }
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_between_words_and_a_short_one_is_whole() {
        assert_eq!(shorten(" hai  chữ ", 7), "hai chữ");
        assert_eq!(shorten("hai chữ, nữa", 10), "hai chữ…");
        assert_eq!(shorten("hai chữ nữa", 7), "hai…");
        assert_eq!(shorten("dàidằngdặc", 3), "dài…");
    }
}
