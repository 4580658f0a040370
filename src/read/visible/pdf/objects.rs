//! What stands in the objects of a PDF beside its pages: notes, forms, bookmarks, properties, files, forms nobody draws.

use super::device::TextDevice;
use super::show;
use crate::read::visible::{Place, Reading, Unread, Visible, absorb, read_into, text};
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::content::TypedIter;
use hayro_interpret::hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object, Stream, String as PdfString};
use hayro_interpret::hayro_syntax::page::Resources;
use hayro_interpret::hayro_syntax::xref::XRef;
use hayro_interpret::kurbo::{Affine, Rect};
use hayro_interpret::{Context, InterpreterCache, InterpreterSettings, interpret};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// Arrays in dictionaries in arrays.
const MAX_DEPTH: usize = 60;

/// What is read of the objects, and where it goes.
pub(super) struct Objects<'v, 'p> {
    pub(super) layerless: &'p XRef,
    pub(super) reading: Reading,
    pub(super) visible: &'v mut Visible,
}

impl Objects<'_, '_> {
    /// Reads every object of a document.
    pub(super) fn read(&mut self, pdf: &Pdf) {
        let mut strings = BTreeSet::new();
        let pages: BTreeSet<_> = pdf.pages().iter().filter_map(|page| page.raw().obj_id()).collect();
        for object in pdf.objects() {
            match &object {
                Object::Stream(stream) => self.stream(stream),
                Object::Dict(dict) if !dict.obj_id().is_some_and(|id| pages.contains(&id)) => self.page(dict),
                _ => {}
            }
            self.value(&object, 0, &mut strings);
        }
        let metadata = pdf.metadata();
        let properties = [&metadata.title, &metadata.author, &metadata.subject, &metadata.keywords, &metadata.creator];
        strings.extend(properties.into_iter().flatten().map(|bytes| text_of(bytes)));
        for string in strings {
            // Texts with a look are XHTML.
            if string.trim_start().starts_with('<') {
                text::html(string.as_bytes(), self.visible);
            }
            self.visible.push(string, Place::Property);
        }
    }

    fn value(&mut self, object: &Object<'_>, depth: usize, strings: &mut BTreeSet<String>) {
        if depth > MAX_DEPTH {
            return self.visible.miss(Unread::TooMuch);
        }
        match object {
            Object::String(string) => keep(string.as_bytes(), strings),
            Object::Name(name) => keep(name.as_ref(), strings),
            Object::Array(items) => self.array(items, depth, strings),
            Object::Dict(dict) => self.dictionary(dict, depth, strings),
            Object::Stream(stream) => self.dictionary(stream.dict(), depth, strings),
            Object::Null(_) | Object::Boolean(_) | Object::Number(_) => {}
        }
    }

    fn array(&mut self, items: &Array<'_>, depth: usize, strings: &mut BTreeSet<String>) {
        for item in items.raw_iter() {
            // What is referred to is an object of its own.
            if let MaybeRef::NotRef(object) = item {
                self.value(&object, depth + 1, strings);
            }
        }
    }

    fn dictionary(&mut self, dict: &Dict<'_>, depth: usize, strings: &mut BTreeSet<String>) {
        let is = |key: &[u8], wanted: &[&[u8]]| {
            dict.get::<Name<'_>>(key).is_some_and(|name| wanted.iter().any(|wanted| name.as_ref() == *wanted))
        };
        // Layers that show something only while others are off.
        let layers =
            is(b"Type", &[b"OCMD"]) && (is(b"P", &[b"AllOff", b"AnyOff"]) || dict.contains_key(b"VE".as_slice()));
        let acts = is(b"S", &[b"JavaScript", b"Launch"]) || dict.contains_key(b"JS".as_slice());
        if layers || acts || is(b"Subtype", &[b"Movie", b"RichMedia", b"3D"]) {
            self.visible.miss(Unread::Kind);
        }
        self.files(dict);
        self.long_values(dict);
        if is(b"Subtype", &[b"Type3"]) {
            self.glyphs(dict);
        }
        for (_, entry) in dict.entries() {
            if let MaybeRef::NotRef(object) = entry {
                self.value(&object, depth + 1, strings);
            }
        }
    }

    fn stream(&mut self, stream: &Stream<'_>) {
        let dict = stream.dict();
        let kind = |key: &[u8]| dict.get::<Name<'_>>(key).map(|name| name.as_ref().to_vec()).unwrap_or_default();
        let (of, subtype) = (kind(b"Type"), kind(b"Subtype"));
        if subtype == b"Image" || of == b"XRef" || of == b"ObjStm" {
            return;
        }
        let Some(bytes) = whole_data(stream) else {
            // Nobody knows what it would have said.
            return self.visible.miss(Unread::Broken);
        };
        let is_file = of == b"EmbeddedFile" || dict.get::<Dict<'_>>(b"Params".as_slice()).is_some();
        if is_file {
            self.file(&bytes);
        } else if subtype == b"Form" || dict.contains_key(b"PatternType".as_slice()) {
            self.form(dict, &bytes);
        } else if subtype == b"XML" || of == b"Metadata" || bytes.trim_ascii_start().starts_with(b"<") {
            text::html(&bytes, self.visible);
        }
    }

    fn file(&mut self, bytes: &[u8]) {
        let mut inside = Visible::default();
        read_into("", bytes, self.reading.inside(), &mut inside);
        absorb(inside, self.visible);
    }

    /// The files that a specification of a file holds, whatever they call themselves, and its names without their kind.
    fn files(&mut self, dict: &Dict<'_>) {
        let Some(files) = dict.get::<Dict<'_>>(b"EF".as_slice()) else { return };
        for key in files.keys() {
            let Some(stream) = files.get::<Stream<'_>>(key.as_ref()) else { continue };
            match whole_data(&stream) {
                Some(bytes) => self.file(&bytes),
                None => self.visible.miss(Unread::Broken),
            }
        }
        for key in [b"F".as_slice(), b"UF"] {
            let name = dict.get::<PdfString<'_>>(key).map(|name| text_of(name.as_bytes())).unwrap_or_default();
            if let Some((stem, _)) = name.rsplit_once('.') {
                self.visible.push(stem.to_owned(), Place::Property);
            }
        }
    }

    /// Values of fields that are long enough to be streams; a form in XML may stand in several, which are one text.
    fn long_values(&mut self, dict: &Dict<'_>) {
        for key in [b"V".as_slice(), b"DV", b"RV", b"XFA"] {
            let streams = streams(dict.get::<Object<'_>>(key));
            if streams.is_empty() {
                continue;
            }
            let mut bytes = Vec::new();
            for stream in streams {
                match whole_data(&stream) {
                    Some(piece) => bytes.extend_from_slice(&piece),
                    None => self.visible.miss(Unread::Broken),
                }
            }
            let text = text_of(&bytes);
            if text.trim_start().starts_with('<') {
                text::html(text.as_bytes(), self.visible);
            }
            self.visible.push(text, Place::Property);
        }
    }

    /// The glyphs of a font that draws them.
    fn glyphs(&mut self, font: &Dict<'_>) {
        let Some(glyphs) = font.get::<Dict<'_>>(b"CharProcs".as_slice()) else { return };
        for key in glyphs.keys() {
            if let Some(bytes) = glyphs.get::<Stream<'_>>(key.as_ref()).as_ref().and_then(whole_data) {
                self.form(font, &bytes);
            }
        }
    }

    /// A page that stands in no book: a template, or one that was taken out.
    fn page(&mut self, dict: &Dict<'_>) {
        let kind = dict.get::<Name<'_>>(b"Type".as_slice());
        if !kind.is_some_and(|kind| matches!(kind.as_ref(), b"Page" | b"Template")) {
            return;
        }
        let contents = streams(dict.get::<Object<'_>>(b"Contents".as_slice()));
        let pieces: Vec<_> = contents.iter().filter_map(whole_data).collect();
        self.form(dict, &pieces.join(b"\n".as_slice()));
    }

    /// A drawing that a page may show or not: the look of a note, of a field, of a layer. `dict` has what it draws with.
    fn form(&mut self, dict: &Dict<'_>, bytes: &[u8]) {
        let resources = dict.get::<Dict<'_>>(b"Resources".as_slice()).unwrap_or_else(Dict::empty);
        let cache = InterpreterCache::new();
        let bounds = Rect::new(-1e6, -1e6, 1e6, 1e6);
        let settings = InterpreterSettings::default();
        let mut context = Context::new(Affine::IDENTITY, bounds, &cache, self.layerless, settings);
        let mut device = TextDevice::default();
        interpret(TypedIter::new(bytes), &Resources::new(resources), &mut context, &mut device);
        // A form is a piece of a page: whether it is a scan is told of the page.
        let before = self.visible.unread.take();
        show(device.into_page(f64::MAX), &Place::Property, self.visible);
        self.visible.unread = before;
    }
}

/// Notes a text of the file, where it is a word of Vietnamese or a number.
fn keep(bytes: &[u8], strings: &mut BTreeSet<String>) {
    let text = text_of(bytes);
    let tells = !text.is_ascii() || text.bytes().filter(u8::is_ascii_digit).count() >= 10;
    if tells && text.chars().any(char::is_alphanumeric) {
        strings.insert(text);
    }
}

/// The streams of a value that is one, or a list with some.
pub(super) fn streams(value: Option<Object<'_>>) -> Vec<Stream<'_>> {
    match value {
        Some(Object::Stream(stream)) => vec![stream],
        Some(Object::Array(items)) => items.iter::<Object<'_>>().filter_map(Object::into_stream).collect(),
        _ => Vec::new(),
    }
}

/// What a stream holds; `None` where it cannot be unpacked.
pub(super) fn whole_data<'a>(stream: &Stream<'a>) -> Option<Cow<'a, [u8]>> {
    let bytes = stream.decoded_data().ok()?;
    // What is packed is more than nothing.
    let is_lost = bytes.is_empty() && stream.raw_data().len() > 16;
    (!is_lost).then_some(bytes)
}

/// A text string: UTF-16 or UTF-8 with its mark, else the letters of Windows.
pub(super) fn text_of(bytes: &[u8]) -> String {
    let text = match bytes {
        [0xFE, 0xFF, ..] | [0xFF, 0xFE, ..] => crate::read::office::decode(bytes),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => text.trim_start_matches('\u{feff}').to_owned(),
            Err(_) => bytes.iter().map(|byte| char::from(*byte)).collect(),
        },
    };
    crate::basics::text::nfc(&text).into_owned()
}
