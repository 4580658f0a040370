//! The text of a PDF: pages as they are drawn, hidden layers and what lies outside the page included, notes, forms,
//! bookmarks, properties, files inside.
//!
//! Pure; reads hostile files, and is therefore called in a process of its own, which the reader of the folder starts: a few
//! bytes of a PDF can ask for any amount of time and memory.

mod device;
mod objects;

use super::{Place, Reading, Unread, Visible, VisibleBlock};
use crate::basics::text::nfc;
use device::{Page, TextDevice};
use hayro_interpret::hayro_syntax::object::{Array, Object, Stream};
use hayro_interpret::hayro_syntax::page::Page as PdfPage;
use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro_interpret::kurbo::{Affine, Rect};
use hayro_interpret::{Context, InterpreterCache, InterpreterSettings, interpret_page};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::sync::Arc;

/// More pages than any paper of a ward has.
const MAX_PAGES: usize = 5_000;
/// A PDF without layers: pages drawn with its settings show every layer.
const LAYERLESS: &[u8] =
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n\
    3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R/Size 4>>\n%%EOF";

/// What a PDF ends with, and each of its earlier states.
const END: &[u8] = b"%%EOF";
/// Earlier states that are looked at: each signature makes one.
const MOST_REVISIONS: usize = 20;

/// Reads a PDF. What cannot be read of it makes it unread, whatever was found elsewhere in it.
pub(super) fn read(bytes: Vec<u8>, reading: Reading, visible: &mut Visible) {
    if let Err(why) = document(bytes, reading, visible) {
        visible.miss(why);
    }
}

fn document(bytes: Vec<u8>, reading: Reading, visible: &mut Visible) -> Result<(), Unread> {
    let tail = bytes.get(bytes.len().saturating_sub(4096)..).unwrap_or_default();
    let Some(end) = memchr::memmem::rfind(tail, END) else { return Err(Unread::CutOff) };
    // What hangs on after the end is another file.
    if !tail.get(end + END.len()..).unwrap_or_default().iter().all(|byte| byte.is_ascii_whitespace() || *byte == 0) {
        visible.miss(Unread::Broken);
    }
    let ends = earlier_ends(&bytes);
    if ends.len() > MOST_REVISIONS {
        visible.miss(Unread::TooMuch);
    }
    let bytes = Arc::new(bytes);
    let pdf = Pdf::new(Arc::clone(&bytes)).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => Unread::Locked,
        LoadPdfError::Decryption(_) => Unread::Kind,
        LoadPdfError::Invalid => Unread::Broken,
    })?;
    let layerless = Pdf::new(LAYERLESS.to_vec()).map_err(|_| Unread::Kind)?;
    if pdf.pages().is_empty() {
        return Err(Unread::Broken);
    }
    if pdf.pages().len() > MAX_PAGES {
        return Err(Unread::TooMuch);
    }
    let mut drawn = BTreeSet::new();
    draw(&pdf, &layerless, &mut drawn, visible);
    objects::Objects { layerless: layerless.xref(), reading, visible }.read(&pdf);
    for end in ends.into_iter().rev().take(MOST_REVISIONS) {
        // A state that cannot be read may be none: the first part of a file that is made for the web.
        let before = visible.unread.take();
        if let Ok(pdf) = Pdf::new(bytes.get(..end).unwrap_or_default().to_vec()) {
            draw(&pdf, &layerless, &mut drawn, visible);
            objects::Objects { layerless: layerless.xref(), reading, visible }.read(&pdf);
        }
        visible.unread = before;
    }
    Ok(())
}

/// Where the states end that a file had before it was added to: whoever takes off what was added sees them again.
fn earlier_ends(bytes: &[u8]) -> Vec<usize> {
    let mut ends: Vec<usize> = memchr::memmem::find_iter(bytes, END).map(|at| at + END.len()).collect();
    ends.pop();
    ends
}

/// Draws the pages whose contents were not drawn yet.
fn draw(pdf: &Pdf, layerless: &Pdf, drawn: &mut BTreeSet<Vec<u8>>, visible: &mut Visible) {
    let cache = InterpreterCache::new();
    for (index, page) in pdf.pages().iter().enumerate().take(MAX_PAGES) {
        if !drawn.insert(digest(page)) {
            continue;
        }
        if !has_whole_contents(page) {
            visible.miss(Unread::Broken);
        }
        let bounds = Rect::new(-1e6, -1e6, 1e6, 1e6);
        let mut context =
            Context::new(Affine::IDENTITY, bounds, &cache, layerless.xref(), InterpreterSettings::default());
        let mut device = TextDevice::default();
        interpret_page(page, &mut context, &mut device);
        let media = page.media_box();
        let area = (media.width() * media.height()).abs();
        let (shown, number) = (device.into_page(area), u32::try_from(index + 1).unwrap_or(u32::MAX));
        show(shown, &Place::Page(number), visible);
    }
}

/// What tells a page from any other: its dictionary and what it is drawn from.
fn digest(page: &PdfPage<'_>) -> Vec<u8> {
    let mut hash = Sha256::new();
    hash.update(page.raw().data());
    let contents = page.raw().get::<Object<'_>>(b"Contents".as_slice());
    objects::streams(contents).iter().for_each(|stream| hash.update(stream.raw_data()));
    hash.finalize().to_vec()
}

/// A page's text as it is drawn, and line by line as it lies.
fn show(page: Page, place: &Place, visible: &mut Visible) {
    if page.is_no_text() {
        visible.miss(Unread::Scan);
    }
    for text in [page.in_order, page.as_laid_out].into_iter().chain(page.meant) {
        let text = nfc(&text).into_owned();
        let known = visible.blocks.last().is_some_and(|last| last.text == text);
        if !text.trim().is_empty() && !known {
            visible.blocks.push(VisibleBlock { text, place: place.clone(), prose: true, product: false });
        }
    }
}

/// Whether every stream that the page is drawn from can be unpacked.
fn has_whole_contents(page: &PdfPage<'_>) -> bool {
    let fine = |stream: &Stream<'_>| objects::whole_data(stream).is_some();
    match page.raw().get::<Object<'_>>(b"Contents".as_slice()) {
        None => !page.raw().contains_key(b"Contents".as_slice()),
        Some(Object::Stream(stream)) => fine(&stream),
        Some(Object::Array(streams)) => whole(&streams, fine),
        Some(_) => false,
    }
}

fn whole(streams: &Array<'_>, fine: impl Fn(&Stream<'_>) -> bool) -> bool {
    let mut items = streams.iter::<Object<'_>>();
    items.all(|item| item.into_stream().is_some_and(|stream| fine(&stream)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A PDF of one page that draws `content`, with further objects from number 6 on.
    fn pdf(content: &str, more: &str) -> Vec<u8> {
        format!(
            "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n\
             3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>/Contents 4 0 R>>endobj\n\
             4 0 obj<</Length {}>>stream\n{content}\nendstream endobj\n\
             5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n{more}\ntrailer<</Root 1 0 R/Size 9>>\n%%EOF\n",
            content.len()
        )
        .into_bytes()
    }

    fn read(bytes: Vec<u8>) -> Visible {
        crate::read::visible::read("a.pdf", &bytes, crate::read::visible::Reader::OwnProcess)
    }

    fn texts(visible: &Visible) -> Vec<&str> {
        visible.blocks.iter().map(|block| block.text.trim()).collect()
    }

    #[test]
    fn text_is_read_line_by_line() {
        let visible =
            read(pdf("BT /F 12 Tf 50 700 Td (Xin chao) Tj 0 -20 Td (cac ban) Tj 300 0 Td (ben phai) Tj ET", ""));
        assert_eq!((texts(&visible), visible.unread.clone()), (vec!["Xin chao\ncac ban\nben phai"], None));
    }

    #[test]
    fn letters_in_any_order_are_read_as_they_lie() {
        let visible =
            read(pdf("BT /F 12 Tf 1 0 0 1 70 700 Tm (T) Tj 1 0 0 1 50 700 Tm (M) Tj 1 0 0 1 60 700 Tm (A) Tj ET", ""));
        assert!(texts(&visible).iter().any(|text| text.replace(' ', "") == "MAT"), "{visible:?}");
    }

    #[test]
    fn strings_of_all_objects_are_read() {
        let visible = read(pdf("", "7 0 obj<</T<FEFF004D1EAC0054>/A[(b)]>>endobj"));
        assert!(texts(&visible).contains(&"MẬT"), "{visible:?}");
    }

    #[test]
    fn what_is_cut_off_or_a_picture_is_unread() {
        let whole = pdf("BT /F 12 Tf (a) Tj ET", "");
        let cut = whole.get(..whole.len() - 40).unwrap_or_default().to_vec();
        assert_eq!(read(cut).unread, Some(Unread::CutOff));
        assert_eq!(read(b"%PDF-1.4 nothing %%EOF".to_vec()).unread, Some(Unread::Broken));
        let picture = "6 0 obj<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>stream\n0\nendstream endobj";
        assert_eq!(read(pdf("q 600 0 0 800 0 0 cm /X Do Q", picture)).unread, Some(Unread::Scan));
    }

    #[test]
    fn what_stands_in_no_page_is_read_too() {
        let stream =
            |dict: &str, content: &str| format!("<<{dict}/Length {}>>stream\n{content}\nendstream", content.len());
        let text = stream("", "BT /F 12 Tf 10 10 Td (Mau an) Tj ET");
        let fonts = "/Resources<</Font<</F 5 0 R>>>>";
        for (what, more) in [
            ("a template", format!("7 0 obj<</Type/Page{fonts}/Contents 8 0 R>>endobj 8 0 obj{text}endobj")),
            (
                "a glyph",
                format!("7 0 obj<</Type/Font/Subtype/Type3/CharProcs<</a 8 0 R>>{fonts}>>endobj 8 0 obj{text}endobj"),
            ),
            ("a value", format!("7 0 obj<</FT/Tx/V 8 0 R>>endobj 8 0 obj{}endobj", stream("", "Mau an"))),
            (
                "a form in parts",
                format!(
                    "7 0 obj<</XFA[(a) 8 0 R (b) 6 0 R]>>endobj 8 0 obj{}endobj 6 0 obj{}endobj",
                    stream("", "<p>Mau"),
                    stream("", " an</p>")
                ),
            ),
            ("a file", format!("7 0 obj<</Type/Filespec/EF<</F 8 0 R>>>>endobj 8 0 obj{}endobj", stream("", "Mau an"))),
            ("the name of a file", "7 0 obj<</F(Mau an.txt)/EF<<>>>>endobj".to_owned()),
            ("a name", "7 0 obj<</V/M#E1#BA#ABu#20an>>endobj".to_owned()),
        ] {
            let visible = read(pdf("BT /F 12 Tf (Trang) Tj ET", &more));
            let found = texts(&visible).iter().any(|text| text.replace('ẫ', "a").contains("Mau an"));
            assert!(found, "{what}: {visible:?}");
        }
    }

    #[test]
    fn what_an_update_took_away_is_read() {
        let whole = pdf("BT /F 12 Tf (Chu cu) Tj ET", "");
        let update = "4 0 obj<</Length 30>>stream\nBT /F 12 Tf (Chu moi) Tj ET   \nendstream endobj\ntrailer<</Root 1 0 R/Size 9>>\n%%EOF\n";
        let visible = read([whole, update.as_bytes().to_vec()].concat());
        assert!(texts(&visible).contains(&"Chu cu") && texts(&visible).contains(&"Chu moi"), "{visible:?}");
        assert_eq!(visible.unread, None);
    }

    #[test]
    fn a_word_in_letters_that_nobody_knows_is_unread() {
        let font = |codes: &str| {
            let font = "7 0 obj<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>]>>endobj";
            let page = pdf(&format!("BT /F 12 Tf (Trang nay co chu) Tj /G 12 Tf 0 -20 Td <{codes}> Tj ET"), font);
            let text = String::from_utf8(page).unwrap_or_default().replace("/F 5 0 R", "/F 5 0 R/G 7 0 R");
            read(text.into_bytes()).unread
        };
        assert_eq!(font("002301020034"), Some(Unread::Scan));
        assert_eq!(font("0023"), None, "a bullet says nothing");
    }

    #[test]
    fn programs_and_what_hangs_on_are_unread() {
        let page = "BT /F 12 Tf (a) Tj ET";
        assert_eq!(read(pdf(page, "7 0 obj<</S/JavaScript/JS(1)>>endobj")).unread, Some(Unread::Kind));
        assert_eq!(read(pdf(page, "7 0 obj<</S/Launch/F(a)>>endobj")).unread, Some(Unread::Kind));
        let tailed = |tail: &str| read([pdf(page, ""), tail.as_bytes().to_vec()].concat()).unread;
        assert_eq!((tailed("PK tail"), tailed("\r\n\0 ")), (Some(Unread::Broken), None));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn any_content_is_survived(content in "[ 0-9BTETTjTdqQ/F()<>\\[\\]cmDo]{0,80}", more in "[0-9 obj<>/A()\\[\\]R]{0,40}") {
            let _ = read(pdf(&content, &more));
        }
    }
}
