//! What stands in the objects of a PDF beside its pages: notes, forms, bookmarks, properties, files, forms nobody draws.

use super::device::TextDevice;
use super::show;
use crate::read::visible::{Place, Reading, Unread, Visible, absorb, read_into, text};
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::content::TypedIter;
use hayro_interpret::hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object, Stream};
use hayro_interpret::hayro_syntax::page::Resources;
use hayro_interpret::hayro_syntax::xref::XRef;
use hayro_interpret::kurbo::{Affine, Rect};
use hayro_interpret::{Context, InterpreterCache, InterpreterSettings, interpret};
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
        for object in pdf.objects() {
            if let Object::Stream(stream) = &object {
                self.stream(stream);
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
            Object::String(string) => {
                let text = text_of(string.as_bytes());
                // What is neither a word of Vietnamese nor a number says nothing.
                let tells = !text.is_ascii() || text.bytes().filter(u8::is_ascii_digit).count() >= 10;
                if tells && text.chars().any(char::is_alphanumeric) {
                    strings.insert(text);
                }
            }
            Object::Array(items) => self.array(items, depth, strings),
            Object::Dict(dict) => self.dictionary(dict, depth, strings),
            Object::Stream(stream) => self.dictionary(stream.dict(), depth, strings),
            Object::Null(_) | Object::Boolean(_) | Object::Number(_) | Object::Name(_) => {}
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
        if layers || is(b"Subtype", &[b"Movie", b"RichMedia", b"3D"]) {
            self.visible.miss(Unread::Kind);
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
        let Ok(bytes) = stream.decoded_data() else {
            // Nobody knows what it would have said.
            return self.visible.miss(Unread::Broken);
        };
        let is_file = of == b"EmbeddedFile" || dict.get::<Dict<'_>>(b"Params".as_slice()).is_some();
        if is_file {
            let mut inside = Visible::default();
            read_into("", &bytes, self.reading.inside(), &mut inside);
            absorb(inside, self.visible);
        } else if subtype == b"Form" || dict.contains_key(b"PatternType".as_slice()) {
            self.form(stream, &bytes);
        } else if subtype == b"XML" || of == b"Metadata" || bytes.trim_ascii_start().starts_with(b"<") {
            text::html(&bytes, self.visible);
        }
    }

    /// A drawing that a page may show or not: the look of a note, of a field, of a layer.
    fn form(&mut self, stream: &Stream<'_>, bytes: &[u8]) {
        let resources = stream.dict().get::<Dict<'_>>(b"Resources".as_slice()).unwrap_or_else(Dict::empty);
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
