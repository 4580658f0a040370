//! Copies of images with the picture in them and nothing else: where a photo was taken, and by whom, is nobody's business.
//!
//! Takes and returns bytes. What is kept is listed; whatever else a file holds (EXIF, XMP, IPTC, GPS, comments, C2PA,
//! thumbnails, private chunks, bytes behind the end) is left out. A file that is not what its first bytes promise, or that
//! cannot be copied so, is refused.
//! Sources: ITU T.81 (JPEG), W3C PNG third edition, RFC 9649 (WebP), GIF89a, ISO/IEC 14496-12 and 23008-12 (AVIF), W3C SVG 2.

mod avif;
mod gif;
mod jpeg;
mod png;
mod svg;
mod webp;

pub(crate) use svg::SVG_NAMESPACE;

/// An image format that browsers show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ImageFormat {
    Jpeg,
    Png,
    Webp,
    Gif,
    Avif,
}

/// An image that cannot be copied without what must not be published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NotClean;

impl ImageFormat {
    /// The format that the first bytes tell, whatever the name says.
    pub(crate) fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0xFF, 0xD8, 0xFF, ..] => Some(Self::Jpeg),
            [0x89, b'P', b'N', b'G', ..] => Some(Self::Png),
            [b'G', b'I', b'F', b'8', ..] => Some(Self::Gif),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::Webp),
            [_, _, _, _, b'f', b't', b'y', b'p', b'a', b'v', b'i', b'f' | b's', ..] => Some(Self::Avif),
            _ => None,
        }
    }
}

/// The bytes that are published of an image.
///
/// # Errors
/// When they cannot be told from what must not be.
pub(crate) fn without_metadata(bytes: &[u8]) -> Result<Vec<u8>, NotClean> {
    let clean = match ImageFormat::of(bytes) {
        None if svg::is_one(bytes) => svg::clean(bytes),
        None => None,
        Some(ImageFormat::Jpeg) => jpeg::clean(bytes),
        Some(ImageFormat::Png) => png::clean(bytes),
        Some(ImageFormat::Webp) => webp::clean(bytes),
        Some(ImageFormat::Gif) => gif::clean(bytes),
        Some(ImageFormat::Avif) => avif::check(bytes).map(|()| bytes.to_vec()),
    };
    clean.ok_or(NotClean)
}

/// Bytes read from the front.
#[derive(Debug, Clone, Copy)]
struct Cursor<'b>(&'b [u8]);

impl<'b> Cursor<'b> {
    fn take(&mut self, count: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    fn be16(&mut self) -> Option<usize> {
        self.array().map(u16::from_be_bytes).map(usize::from)
    }

    fn be32(&mut self) -> Option<usize> {
        usize::try_from(u32::from_be_bytes(self.array()?)).ok()
    }

    fn le32(&mut self) -> Option<usize> {
        usize::try_from(u32::from_le_bytes(self.array()?)).ok()
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Words that stand in no picture.
    fn holds(bytes: &[u8], word: &str) -> bool {
        memchr::memmem::find(bytes, word.as_bytes()).is_some()
    }

    fn jpeg() -> Vec<u8> {
        let segment = |marker: u8, data: &[u8]| {
            let length = u16::try_from(data.len() + 2).unwrap_or_default().to_be_bytes();
            [&[0xFF, marker], &length[..], data].concat()
        };
        [
            &[0xFF, 0xD8][..],
            &segment(0xE0, b"JFIF\0\x01\x02\0\0\x01\0\x01\x01\x01SECRET-THUMB"),
            &segment(0xE1, b"Exif\0\0SECRET-EXIF"),
            &segment(0xED, b"Photoshop 3.0\0SECRET-IPTC"),
            &segment(0xEB, b"JP SECRET-C2PA"),
            &segment(0xEE, b"Adobe\0\x64\0\0\0\0\x01SECRET-ADOBE"),
            &segment(0xFE, b"SECRET-COMMENT"),
            &segment(0xDB, &[1; 65]),
            &segment(0xC0, &[8, 0, 1, 0, 1, 1, 1, 0x11, 0]),
            &segment(0xDA, &[1, 1, 0, 0, 63, 0]),
            &[0x12, 0xFF, 0x00, 0x34, 0xFF, 0xD0, 0x56, 0xFF, 0xD9],
            b"SECRET-TRAILER",
        ]
        .concat()
    }

    fn chunk(name: &[u8; 4], data: &[u8], big: bool) -> Vec<u8> {
        let length = u32::try_from(data.len()).unwrap_or_default();
        match big {
            true => [&length.to_be_bytes()[..], name, data, &[0; 4]].concat(),
            false => {
                let pad = if data.len() % 2 == 1 { &[0][..] } else { &[] };
                [name, &length.to_le_bytes()[..], data, pad].concat()
            }
        }
    }

    fn png() -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
        for (name, data) in [
            (b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0][..]),
            (b"eXIf", b"SECRET"),
            (b"iTXt", b"SECRET"),
            (b"caBX", b"SECRET"),
            (b"prVt", b"SECRET"),
            (b"sRGB", &[0]),
            (b"IDAT", b"data"),
            (b"IEND", b""),
        ] {
            bytes.extend(chunk(name, data, true));
        }
        [bytes, b"SECRET".to_vec()].concat()
    }

    fn webp() -> Vec<u8> {
        let frame = [&[0; 16][..], &chunk(b"VP8 ", b"abc", false), &chunk(b"EXIF", b"SECRET", false)].concat();
        let body: Vec<u8> = [
            chunk(b"VP8X", &[0x2C, 0, 0, 0, 0, 0, 0, 0, 0, 0], false),
            chunk(b"ICCP", b"SECRET", false),
            chunk(b"ANMF", &frame, false),
            chunk(b"VP8 ", b"abc", false),
            chunk(b"EXIF", b"SECRET", false),
            chunk(b"XMP ", b"SECRET", false),
        ]
        .concat();
        let size = u32::try_from(body.len() + 4).unwrap_or_default().to_le_bytes();
        [b"RIFF", &size[..], b"WEBP", &body, b"SECRET"].concat()
    }

    fn gif() -> Vec<u8> {
        [
            b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff".as_slice(),
            b"\x21\xFE\x06SECRET\0",
            b"\x21\xFF\x0bXMP DataXMP\x06SECRET\0",
            b"\x21\xFF\x0bNETSCAPE2.0\x03\x01\0\0\0",
            b"\x21\xF9\x04\0\0\0\0\0",
            b"\x2C\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0",
            b"\x3BSECRET",
        ]
        .concat()
    }

    #[test]
    fn a_copy_has_the_picture_and_nothing_else() {
        for bytes in [jpeg(), png(), webp(), gif()] {
            let clean = without_metadata(&bytes).unwrap_or_default();
            assert!(!clean.is_empty() && !holds(&clean, "SECRET"), "{clean:?}");
            assert_eq!(without_metadata(&clean).as_ref(), Ok(&clean), "cleaning twice changes nothing");
            assert_eq!(ImageFormat::of(&clean), ImageFormat::of(&bytes));
        }
        assert!(holds(&without_metadata(&gif()).unwrap_or_default(), "NETSCAPE2.0"));
        assert!(holds(&without_metadata(&jpeg()).unwrap_or_default(), "Adobe"));
    }

    #[test]
    fn what_is_cut_off_or_something_else_is_refused() {
        for bytes in [jpeg(), png(), webp(), gif()] {
            let picture = bytes.get(..bytes.len() - 30).unwrap_or_default();
            assert_eq!(without_metadata(picture), Err(NotClean));
        }
        assert_eq!(without_metadata(b"x"), Err(NotClean));
        assert_eq!(without_metadata(b"BM......"), Err(NotClean));
    }

    #[test]
    fn an_avif_with_metadata_is_refused() {
        let boxed = |name: &[u8; 4], data: &[u8]| {
            let length = u32::try_from(data.len() + 8).unwrap_or_default().to_be_bytes();
            [&length[..], name, data].concat()
        };
        let item = |kind: &[u8; 4]| boxed(b"infe", &[&[2, 0, 0, 0, 0, 1, 0, 0], &kind[..], b"\0"].concat());
        let image = |kind: &[u8; 4]| {
            let items = boxed(b"iinf", &[&[0, 0, 0, 0, 0, 1], &item(kind)[..]].concat());
            let meta = boxed(b"meta", &[&[0, 0, 0, 0], &items[..]].concat());
            [boxed(b"ftyp", b"avif\0\0\0\0mif1"), meta, boxed(b"mdat", b"data")].concat()
        };
        assert!(without_metadata(&image(b"av01")).is_ok());
        assert_eq!(without_metadata(&image(b"Exif")), Err(NotClean));
        assert_eq!(without_metadata(&image(b"mime")), Err(NotClean));
        assert_eq!(without_metadata(&[image(b"av01"), boxed(b"uuid", b"c2pa")].concat()), Err(NotClean));
    }

    proptest! {
        #[test]
        fn any_change_of_a_byte_is_survived_and_brings_nothing_back(
            which in 0_usize..4, at in 0_usize..400, byte in any::<u8>(),
        ) {
            let mut bytes = vec![jpeg(), png(), webp(), gif()].swap_remove(which);
            let at = at % bytes.len();
            if let Some(changed) = bytes.get_mut(at) {
                *changed = byte;
            }
            if let Ok(clean) = without_metadata(&bytes) {
                prop_assert_eq!(without_metadata(&clean), Ok(clean));
            }
        }

        #[test]
        fn any_bytes_are_survived(head in 0_usize..5, rest in proptest::collection::vec(any::<u8>(), 0..200)) {
            let heads: [&[u8]; 5] = [b"\xFF\xD8\xFF", b"\x89PNG\r\n\x1a\n", b"RIFF\x10\0\0\0WEBP", b"GIF89a", b"\0\0\0\x10ftypavif"];
            let bytes = [heads.get(head).copied().unwrap_or_default(), &rest].concat();
            let _ = without_metadata(&bytes);
        }
    }
}
