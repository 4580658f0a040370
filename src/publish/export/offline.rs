//! What makes the site an application of the phone: the web manifest, and the worker that keeps pages for times without
//! network.

use super::Exporter;
use crate::basics::diag::Diagnostic;
use crate::basics::path::content_hash;
use crate::edition::route::View;
use crate::publish::picture::ICONS;
use crate::read::vocabulary::Audience;
use serde::Serialize;

/// The most visited pages that a phone keeps (SITE-DESIGN §8).
const PAGES: usize = 60;
/// The most bytes that visited pages and files take there.
const BYTES: usize = 5 * 1024 * 1024;

#[derive(Serialize)]
struct WebManifest<'a> {
    name: &'a str,
    short_name: String,
    lang: &'a str,
    start_url: &'a str,
    scope: &'a str,
    display: &'a str,
    background_color: &'a str,
    theme_color: &'a str,
    icons: Vec<Icon>,
}

#[derive(Serialize)]
struct Icon {
    src: String,
    sizes: String,
    r#type: &'static str,
    purpose: &'static str,
}

/// `manifest.webmanifest`. Addresses are relative: the site works under any sub-path.
pub(super) fn web_manifest(cx: &Exporter<'_>) -> String {
    let config = &cx.edition().config;
    let icon = |size: u32, purpose| Icon {
        src: format!("bieu-tuong-{size}.png"),
        sizes: format!("{size}x{size}"),
        r#type: "image/png",
        purpose,
    };
    let manifest = WebManifest {
        name: &config.title,
        short_name: config.title.chars().take(24).collect::<String>().trim().to_owned(),
        lang: &config.language,
        start_url: "./",
        scope: "./",
        display: "minimal-ui",
        background_color: "#f6f3ee",
        theme_color: cx.renderer.theme.colour(),
        icons: ICONS.iter().flat_map(|size| ["any", "maskable"].map(|purpose| icon(*size, purpose))).collect(),
    };
    serde_json::to_string_pretty(&manifest).unwrap_or_default() + "\n"
}

/// What the worker knows of the build it belongs to.
#[derive(Serialize)]
struct Build {
    /// Another one as soon as anything that is kept from the start is another.
    ban: String,
    /// Kept from the start, relative to the root.
    giu: Vec<String>,
    /// The page for what was not kept.
    ngoai_tuyen: String,
    so_trang: usize,
    so_byte: usize,
    /// «Bản lưu ngày {ngay}»
    ban_luu: String,
    /// The same where there is a network, but too slow.
    ban_luu_cham: String,
}

/// `sw.js`. A site without offline pages, and the edition for Party members, have the worker that removes itself: what is
/// internal stays on no phone.
pub(super) fn worker(cx: &Exporter<'_>) -> Result<String, Box<Diagnostic>> {
    let edition = cx.edition();
    let theme = cx.renderer.theme;
    if !edition.config.outputs.offline || edition.request.audience == Audience::Internal {
        return Ok(theme.worker("go-bo.js").to_owned());
    }
    let views = [View::Home, View::OrganisationList, View::Calendar, View::Offline, View::Search { part: 0 }];
    let mut kept = Vec::new();
    let mut pieces: Vec<Vec<u8>> = Vec::new();
    for view in views {
        let Some(url) = cx.publication().url(view) else { continue };
        if let Some(route) = cx.publication().pages().iter().find(|route| route.view == view) {
            pieces.push(cx.renderer.render(route)?.html);
        }
        kept.push(url.as_str().to_owned());
    }
    let assets = ["bang-tin.css", "bang-tin.js", "ngoai-tuyen.js", "bieu-tuong.svg", "tim-kiem.js", "lunr.min.js"];
    kept.extend(assets.iter().filter_map(|name| Some(theme.asset(name)?.as_str().to_owned())));
    let index = (cx.search)().map(|paths| format!("{}root.bin", paths.folder));
    kept.extend(index);
    pieces.push(kept.join("\n").into_bytes());
    let build = Build {
        ban: content_hash(pieces.iter().map(Vec::as_slice)),
        giu: kept,
        ngoai_tuyen: "ngoai-tuyen/".to_owned(),
        so_trang: PAGES,
        so_byte: BYTES,
        ban_luu_cham: theme.strings.get("ngoai_tuyen", "ban_luu_cham").to_owned(),
        ban_luu: theme.strings.get("ngoai_tuyen", "ban_luu").to_owned(),
    };
    let build = serde_json::to_string(&build).unwrap_or_default();
    Ok(format!("const BAN = {build};\n{}", theme.worker("sw.js")))
}
