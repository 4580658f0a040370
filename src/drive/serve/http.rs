//! Requests to answers.
//!
//! Takes a request that came in by one door, returns the answer. GET and HEAD only; every answer comes from memory, is
//! never cached, and may not be framed or read by pages of others.

use super::address::{self, Address, OWN};
use super::connections::Caller;
use super::guard::{self, Asked};
use super::live;
use super::media_type::media_type;
use super::pages;
use super::phone::PhoneListener;
use super::preview::{NotServed, Preview, Served, Viewer};
use crate::basics::diag::Lang;
use crate::basics::path::OutPath;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::net::SocketAddr;
use std::ops::RangeInclusive;
use std::sync::Arc;
use std::time::Instant;

/// A way in: the address of this machine, or the one for phones.
pub(super) struct Listener {
    pub(super) preview: Arc<Preview>,
    pub(super) address: SocketAddr,
    /// Whether phones come in here.
    pub(super) is_for_phones: bool,
    /// The door for phones, where there is one.
    pub(super) phones: Option<Arc<PhoneListener>>,
    /// Proves that a page was served by this run.
    pub(super) token: String,
    pub(super) lang: Lang,
}

/// The cookie that says through whose eyes a browser looks.
const VIEWER_COOKIE: &str = "bangtin-xem";
/// The cookie of a phone that was let in.
pub(super) const PHONE_COOKIE: &str = "bangtin-dien-thoai";

/// Answers one request.
pub(super) async fn answer(
    State(door): State<Arc<Listener>>,
    ConnectInfo(Caller(connection)): ConnectInfo<Caller>,
    request: Request,
) -> Response {
    connection.asked();
    // Nothing is done with a body: it is not even read.
    let (request, _) = request.into_parts();
    let mut response = route(door, &request).await;
    for (name, value) in SAFE_HEADERS {
        response.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    let kind = response.headers().get(header::CONTENT_TYPE).map(HeaderValue::as_bytes);
    connection.answered(kind.is_some_and(|kind| kind.starts_with(b"text/event-stream")));
    response
}

const SAFE_HEADERS: [(HeaderName, &str); 6] = [
    (header::CACHE_CONTROL, "no-store"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
];

async fn route(door: Arc<Listener>, request: &Parts) -> Response {
    if !guard::admits(door.address, asked(request)) {
        return pages::refused(StatusCode::FORBIDDEN, &door);
    }
    if request.method != Method::GET && request.method != Method::HEAD {
        let allow = [(header::ALLOW, HeaderValue::from_static("GET, HEAD"))];
        return (StatusCode::METHOD_NOT_ALLOWED, allow).into_response();
    }
    let base = door.preview.base();
    match address::read(request.uri.path(), &base) {
        Address::Refused => pages::refused(StatusCode::BAD_REQUEST, &door),
        Address::Own(own) if own == "vao" => enter(&door, request, &base),
        // What says no may still look like something.
        Address::Own(own) if own == "xem-truoc.css" => pages::style(),
        _ if !may_look(&door, &request.headers) => pages::refused(StatusCode::FORBIDDEN, &door),
        Address::Base => redirect(&base),
        // Pages that were open when the settings moved the site find it again.
        Address::Outside if wants_page(&request.headers) => redirect(&base),
        Address::Outside => StatusCode::NOT_FOUND.into_response(),
        Address::Own(own) => own_page(door, request, &base, &own).await,
        Address::File(file) => {
            let viewer = viewer(&door, &request.headers);
            let range = request.headers.get(header::RANGE).and_then(|range| range.to_str().ok()).map(str::to_owned);
            let served = tokio::task::spawn_blocking(move || site_file(&door, viewer, &base, &file, range.as_deref()));
            served.await.unwrap_or_else(|_| broken())
        }
    }
}

fn wants_page(headers: &HeaderMap) -> bool {
    headers
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"))
}

fn asked(request: &Parts) -> Asked<'_> {
    // Said twice, or in no letters: nothing that would be let in.
    let text = |name: &str| {
        let mut values = request.headers.get_all(name).iter();
        let first = values.next()?;
        Some(if values.next().is_some() { "?" } else { first.to_str().unwrap_or("?") })
    };
    Asked {
        host: text("host"),
        authority: request.uri.authority().map(|authority| authority.as_str()),
        origin: text("origin"),
        site: text("sec-fetch-site"),
        mode: text("sec-fetch-mode"),
    }
}

fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .find_map(|all| guard::cookie(all, name))
}

fn may_look(door: &Listener, headers: &HeaderMap) -> bool {
    let known = |phones: &PhoneListener| {
        cookie(headers, PHONE_COOKIE).is_some_and(|session| phones.knows(session, Instant::now()))
    };
    !door.is_for_phones || door.phones.as_deref().is_some_and(known)
}

/// A phone sees what the editor opened it for; on this machine each browser chooses.
pub(super) fn viewer(door: &Listener, headers: &HeaderMap) -> Viewer {
    let chosen = cookie(headers, VIEWER_COOKIE).and_then(Viewer::from_word).filter(|_| !door.is_for_phones);
    chosen.unwrap_or(door.preview.own)
}

/// A phone with its token.
fn enter(door: &Listener, request: &Parts, base: &str) -> Response {
    let token = parameter(request, "ma").unwrap_or_default();
    // Programs that only look whether a link works must not use it up.
    let session = door.phones.as_ref().filter(|_| door.is_for_phones && request.method == Method::GET);
    match session.and_then(|phones| phones.enter(&token, Instant::now())) {
        Some(session) => with_cookie(redirect(base), PHONE_COOKIE, &session, base),
        None if may_look(door, &request.headers) => redirect(base),
        None => pages::refused(StatusCode::FORBIDDEN, door),
    }
}

async fn own_page(door: Arc<Listener>, request: &Parts, base: &str, own: &str) -> Response {
    let with_token = || parameter(request, "ma").is_some_and(|token| guard::same_secret(&token, &door.token));
    match own {
        "xem-truoc.js" => pages::script(),
        "su-kien" if with_token() => live::listen(Arc::clone(&door), request, base).await,
        "doi" if with_token() && !door.is_for_phones => switch(request, base),
        "dien-thoai" if !door.is_for_phones => pages::phone(&door, base),
        _ => match own.strip_prefix("giai-thich/") {
            Some(code) => pages::explain(code.trim_end_matches('/'), &door),
            None => pages::refused(StatusCode::NOT_FOUND, &door),
        },
    }
}

/// Sees the site through other eyes from here on.
fn switch(request: &Parts, base: &str) -> Response {
    let viewer = parameter(request, "xem").and_then(|word| Viewer::from_word(&word));
    let back = parameter(request, "ve").filter(|back| matches!(address::read(back, base), Address::File(_)));
    let to = redirect(back.as_deref().unwrap_or(base));
    match viewer {
        Some(viewer) => with_cookie(to, VIEWER_COOKIE, &viewer.word(), base),
        None => to,
    }
}

fn with_cookie(mut response: Response, name: &str, value: &str, base: &str) -> Response {
    let cookie = format!("{name}={value}; Path={base}; HttpOnly; SameSite=Strict");
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

fn redirect(to: &str) -> Response {
    let to = percent_encoding::utf8_percent_encode(to, percent_encoding::CONTROLS).to_string();
    match HeaderValue::from_str(&to) {
        Ok(to) => (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response(),
        Err(_) => StatusCode::BAD_REQUEST.into_response(),
    }
}

/// One value of the query, decoded.
pub(super) fn parameter(request: &Parts, name: &str) -> Option<String> {
    let pairs = request.uri.query()?.split('&');
    let value = pairs.filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == name)?.1;
    percent_encoding::percent_decode_str(value).decode_utf8().ok().map(std::borrow::Cow::into_owned)
}

/// A file of the site, or the page that says why there is none.
fn site_file(door: &Listener, viewer: Viewer, base: &str, path: &OutPath, range: Option<&str>) -> Response {
    let preview = &door.preview;
    if path.as_str() == "sw.js" {
        return pages::no_worker();
    }
    if door.is_for_phones && path.as_str().starts_with(".bangtin/") {
        return pages::refused(StatusCode::NOT_FOUND, door);
    }
    match preview.file(viewer, path) {
        Ok(served) if is_page(path) => page(door, base, served, StatusCode::OK),
        Ok(served) => part(served.bytes, media_type(path), range),
        Err(NotServed::Broken(findings)) => pages::broken(door, base, &findings),
        Err(NotServed::Missing(missing)) => {
            let as_folder = OutPath::new(format!("{}/index.html", path.as_str()));
            if preview.file(viewer, &as_folder).is_ok() {
                return redirect(&format!("{base}{}/", path.as_str()));
            }
            page(door, base, missing, StatusCode::NOT_FOUND)
        }
    }
}

pub(super) fn is_page(path: &OutPath) -> bool {
    path.as_str().ends_with(".html")
}

/// A page as it is published, with the preview's script at its end.
fn page(door: &Listener, base: &str, served: Served, status: StatusCode) -> Response {
    let html = String::from_utf8_lossy(&served.bytes);
    pages::html_page(status, pages::with_script(&html, door, base, &served.version))
}

/// A file, or the part of it that is asked for: players of sound and video skip.
fn part(bytes: Vec<u8>, media_type: &'static str, range: Option<&str>) -> Response {
    let kind = (header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    let ranges = (header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    let total = bytes.len();
    match range.map(|range| one_range(range, total as u64)) {
        None | Some(Ranged::Whole) => ([kind, ranges], bytes).into_response(),
        Some(Ranged::Part(range)) => {
            let place = format!("bytes {}-{}/{total}", range.start(), range.end());
            let slice = usize::try_from(*range.start()).ok().zip(usize::try_from(*range.end()).ok());
            let slice = slice.and_then(|(start, end)| bytes.get(start..=end)).unwrap_or_default().to_vec();
            (StatusCode::PARTIAL_CONTENT, [kind, ranges, (header::CONTENT_RANGE, value(&place))], slice).into_response()
        }
        Some(Ranged::Beyond) => {
            (StatusCode::RANGE_NOT_SATISFIABLE, [(header::CONTENT_RANGE, value(&format!("bytes */{total}")))])
                .into_response()
        }
    }
}

fn value(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static(""))
}

/// What a `Range` header asks for.
#[derive(Debug, PartialEq, Eq)]
enum Ranged {
    Part(RangeInclusive<u64>),
    /// Several parts at once, or nothing that can be understood: the whole file is an answer to that.
    Whole,
    Beyond,
}

fn one_range(header: &str, total: u64) -> Ranged {
    let Ok(parsed) = http_range_header::parse_range_header(header) else { return Ranged::Whole };
    match parsed.validate(total).as_deref() {
        Ok([range]) => Ranged::Part(range.clone()),
        Ok(_) => Ranged::Whole,
        Err(_) => Ranged::Beyond,
    }
}

fn broken() -> Response {
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

/// The address of one of the preview's own pages.
pub(super) fn own_url(base: &str, page: &str) -> String {
    format!("{base}{OWN}{page}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_part_of_a_file_is_cut_out() {
        assert_eq!(one_range("bytes=0-3", 10), Ranged::Part(0..=3));
        assert_eq!(one_range("bytes=4-", 10), Ranged::Part(4..=9));
        assert_eq!(one_range("bytes=-2", 10), Ranged::Part(8..=9));
        assert_eq!(one_range("bytes=10-", 10), Ranged::Beyond);
        for whole in ["bytes=0-1,4-5", "lines=0-3", "bytes=abc", ""] {
            assert_eq!(one_range(whole, 10), Ranged::Whole, "{whole}");
        }
    }
}
