//! The preview's own pages, and what it adds to those of the site. Pure, but for the clock of the phones' hour.

use super::http::{Listener, own_url};
use crate::basics::diag::{Code, Lang, explanation};
use crate::basics::path::content_hash;
use crate::basics::text::escape;
use crate::drive::pipeline::Findings;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::time::Instant;

const SCRIPT: &str = include_str!("client/xem-truoc.js");
const STYLE: &str = include_str!("client/xem-truoc.css");

/// A worker that was registered by a published copy of the site would answer before the preview does: this one removes
/// itself and what it kept.
const NO_WORKER: &str = include_str!("client/sw.js");

pub(super) fn script() -> Response {
    text("text/javascript; charset=utf-8", SCRIPT)
}

pub(super) fn style() -> Response {
    text("text/css; charset=utf-8", STYLE)
}

pub(super) fn no_worker() -> Response {
    text("text/javascript; charset=utf-8", NO_WORKER)
}

fn text(kind: &'static str, body: &'static str) -> Response {
    ([(header::CONTENT_TYPE, HeaderValue::from_static(kind))], body).into_response()
}

/// A page with the preview's script at the end of its body: it runs before the deferred scripts of the theme.
pub(super) fn with_script(html: &str, door: &Listener, base: &str, version: &str) -> String {
    let own = |page| escape(&own_url(base, page));
    let (script, style, token, base) = (own("xem-truoc.js"), own("xem-truoc.css"), &door.token, escape(base));
    let doors = if door.is_for_phones { "dien-thoai" } else { "may-nay" };
    let phones = if door.phones.is_some() { " data-co-dien-thoai" } else { "" };
    let lang = door.lang.word();
    let tag = format!(
        "<script src=\"{script}\" data-kieu=\"{style}\" data-goc-xem=\"{base}\" data-ma=\"{token}\" data-ban=\"{version}\" \
         data-cua=\"{doors}\" data-tieng=\"{lang}\"{phones}></script>"
    );
    match html.rfind("</body>") {
        Some(end) => format!("{}{tag}{}", html.get(..end).unwrap_or_default(), html.get(end..).unwrap_or_default()),
        None => format!("{html}{tag}"),
    }
}

/// How the version of a page that says what is broken begins.
pub(super) const BROKEN: &str = "loi-";

/// Changes with what there is to say.
pub(super) fn broken_version(findings: &Findings) -> String {
    let said: String = findings.gravest(SAID, Lang::Vi).into_iter().map(|(_, printed)| printed).collect();
    format!("{BROKEN}{}", content_hash([said.as_bytes()]))
}

/// So many messages stand in the page itself.
const SAID: usize = 20;

/// The site cannot be shown: what there is to say stands in the page itself, and the script brings the site when it can.
pub(super) fn broken(door: &Listener, base: &str, findings: &Findings) -> Response {
    let vi = door.lang == Lang::Vi;
    let title = if vi { "Chưa dựng được trang" } else { "The site cannot be built yet" };
    let hint = if vi {
        "Sửa các lỗi dưới đây rồi lưu; trang sẽ tự hiện ra."
    } else {
        "Mend the errors below and save; the page will appear by itself."
    };
    // A phone is told nothing that is written for others.
    let said = if door.is_for_phones { 0 } else { SAID };
    let messages: String = findings
        .gravest(said, door.lang)
        .into_iter()
        .map(|(_, printed)| format!("<pre>{}</pre>\n", escape(&printed)))
        .collect();
    let html = shell(title, door, &format!("<h1>{title}</h1>\n<p>{hint}</p>\n{messages}"));
    html_page(StatusCode::INTERNAL_SERVER_ERROR, with_script(&html, door, base, &broken_version(findings)))
}

/// A request that is not answered, and why; nothing of the request is repeated.
pub(super) fn refused(status: StatusCode, door: &Listener) -> Response {
    let own = door.address;
    let (title, why) = match (status, door.lang) {
        (StatusCode::FORBIDDEN, Lang::Vi) => (
            "Không mở được bản xem trước ở địa chỉ này",
            format!("Bản xem trước chỉ trả lời ở http://{own}. Trên điện thoại, quét lại mã QR trên máy đang chạy."),
        ),
        (StatusCode::FORBIDDEN, Lang::En) => (
            "The preview does not answer here",
            format!("It answers at http://{own} only. On a phone, scan the code on the computer again."),
        ),
        (StatusCode::NOT_FOUND, Lang::Vi) => ("Không có trang này", String::new()),
        (StatusCode::NOT_FOUND, Lang::En) => ("There is no such page", String::new()),
        (_, Lang::Vi) => ("Địa chỉ không hợp lệ", "Bản xem trước chỉ mở các trang của trang thông tin.".to_owned()),
        (_, Lang::En) => ("No valid address", "The preview opens pages of the site only.".to_owned()),
    };
    html_page(status, shell(title, door, &format!("<h1>{title}</h1>\n<p>{}</p>\n", escape(&why))))
}

/// The page behind a code.
pub(super) fn explain(code: &str, door: &Listener) -> Response {
    let page = Code::find(code).and_then(|code| explanation(code, door.lang));
    let Some(page) = page else {
        let title = if door.lang == Lang::Vi { "Không có mã này" } else { "There is no such code" };
        return html_page(StatusCode::NOT_FOUND, shell(title, door, &format!("<h1>{title}</h1>\n")));
    };
    let mut html = String::new();
    pulldown_cmark::html::push_html(&mut html, pulldown_cmark::Parser::new(page));
    html_page(StatusCode::OK, shell(code, door, &html))
}

/// The code that opens the preview on a phone. Only this machine gets to see it.
pub(super) fn phone(door: &Listener, base: &str) -> Response {
    let vi = door.lang == Lang::Vi;
    let title = if vi { "Xem trên điện thoại" } else { "On the phone" };
    let body = match &door.phones {
        Some(phones) if phones.is_open(Instant::now()) => {
            let minutes = phones.left(Instant::now()).as_secs().div_ceil(60);
            let (code, address) = (crate::basics::qr::as_svg(&phones.invitation(base)), phones.address);
            if vi {
                format!(
                    "<p>Nối điện thoại vào cùng mạng Wi-Fi, mở máy ảnh và quét mã. Mỗi mã dùng một lần; quét xong, mã mới hiện ra ở đây.</p>\n\
                     {code}\n<p><strong>Ai xem được:</strong> chỉ điện thoại đã quét mã, trong cùng mạng với máy này ({address}). \
                     Tự đóng sau {minutes} phút.</p>\n"
                )
            } else {
                format!(
                    "<p>Connect the phone to the same Wi-Fi and scan. Each code works once; the next one appears here.</p>\n\
                     {code}\n<p><strong>Who can see it:</strong> only phones that scanned a code, in the network of this machine \
                     ({address}). Closes in {minutes} minutes.</p>\n"
                )
            }
        }
        Some(_) if vi => "<p>Đã hết 60 phút. Chạy lại lệnh để mở tiếp.</p>\n".to_owned(),
        Some(_) => "<p>The 60 minutes are over. Run the command again.</p>\n".to_owned(),
        None if vi => "<p>Chạy lại với <code>bangtin xem --dien-thoai</code> để mở cho điện thoại.</p>\n".to_owned(),
        None => "<p>Run <code>bangtin serve --dien-thoai</code> to open it for phones.</p>\n".to_owned(),
    };
    let html = shell(title, door, &format!("<h1>{title}</h1>\n{body}"));
    let mut response = html_page(StatusCode::OK, html);
    // A used code is replaced while the page stays open.
    response.headers_mut().insert(HeaderName::from_static("refresh"), HeaderValue::from_static("5"));
    response
}

/// A page of the preview itself.
fn shell(title: &str, door: &Listener, body: &str) -> String {
    let lang = door.lang.word();
    let style = escape(&own_url(&door.preview.base(), "xem-truoc.css"));
    format!(
        "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'self'; script-src 'self'; \
         connect-src 'self'; base-uri 'none'; form-action 'none'\">\n<meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta name=\"robots\" content=\"noindex\">\n<title>{title} – bangtin</title>\n\
         <link rel=\"stylesheet\" href=\"{style}\">\n</head>\n<body class=\"bt-trang\">\n<main>\n{body}</main>\n\
         </body>\n</html>\n"
    )
}

pub(super) fn html_page(status: StatusCode, html: String) -> Response {
    (status, [(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"))], html).into_response()
}
