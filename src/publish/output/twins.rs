//! Compressed twins of text files: `index.html.br` and `index.html.gz` beside `index.html`, for servers that send what
//! lies ready (`brotli_static`, `gzip_static`).
//!
//! Takes the bytes of a file, returns those of its twin; pure. The same bytes give the same twin: no time, no name in it.

use crate::basics::path::OutPath;
use flate2::write::GzEncoder;
use std::io::Write;

/// Fewer bytes fit one packet as they are.
const LEAST_BYTES: usize = 1024;
/// Files that are text; others are packed already.
const TEXT: [&str; 11] = ["html", "css", "js", "mjs", "svg", "json", "xml", "txt", "ics", "csv", "webmanifest"];
/// Of 11; the last two take ten times as long for a few percent.
const BROTLI_QUALITY: i32 = 9;
/// Bytes that the compressor works with at a time.
const BUFFER: usize = 64 * 1024;

/// How a twin is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Coding {
    Brotli,
    Gzip,
}

impl Coding {
    pub(crate) const ALL: [Self; 2] = [Self::Brotli, Self::Gzip];

    /// Where the twin of a file lies. `None` for files that have none.
    pub(crate) fn twin_of(self, path: &OutPath, bytes: &[u8]) -> Option<OutPath> {
        let worth = bytes.len() >= LEAST_BYTES && Self::is_text(path);
        worth.then(|| OutPath::new(format!("{}.{}", path.as_str(), self.extension())))
    }

    /// Whether a file is of a kind that has twins.
    pub(crate) fn is_text(path: &OutPath) -> bool {
        TEXT.contains(&path.as_str().rsplit_once('.').map_or("", |(_, extension)| extension))
    }

    fn extension(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gz",
        }
    }

    /// The twin. `None` when it would be no smaller.
    pub(super) fn compress(self, bytes: &[u8]) -> Option<Vec<u8>> {
        let mut packed = Vec::with_capacity(bytes.len() / 3);
        let done = match self {
            Self::Brotli => brotli(bytes, &mut packed),
            Self::Gzip => {
                let mut encoder = GzEncoder::new(&mut packed, flate2::Compression::best());
                encoder.write_all(bytes).and_then(|()| encoder.finish().map(|_| ()))
            }
        };
        done.ok().filter(|()| packed.len() < bytes.len()).map(|()| packed)
    }
}

fn brotli(bytes: &[u8], packed: &mut Vec<u8>) -> std::io::Result<()> {
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: BROTLI_QUALITY,
        mode: brotli::enc::backward_references::BrotliEncoderMode::BROTLI_MODE_TEXT,
        size_hint: bytes.len(),
        ..Default::default()
    };
    let mut encoder = brotli::CompressorWriter::with_params(packed, BUFFER, &parameters);
    encoder.write_all(bytes)?;
    encoder.flush()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn twins_are_smaller_and_unpack_to_their_files() {
        let text = "Kế hoạch của Đảng ủy phường. ".repeat(100);
        for coding in Coding::ALL {
            let packed = coding.compress(text.as_bytes()).unwrap_or_default();
            assert!(!packed.is_empty() && packed.len() < text.len() / 10, "{coding:?}");
            assert_eq!(Some(&packed), coding.compress(text.as_bytes()).as_ref());
            let mut out = String::new();
            let read = match coding {
                Coding::Brotli => brotli::Decompressor::new(packed.as_slice(), BUFFER).read_to_string(&mut out),
                Coding::Gzip => flate2::read::GzDecoder::new(packed.as_slice()).read_to_string(&mut out),
            };
            assert!(read.is_ok() && out == text, "{coding:?}");
        }
    }

    #[test]
    fn only_text_of_some_length_has_twins() {
        let twin = |path: &str, bytes: usize| Coding::Gzip.twin_of(&OutPath::new(path), &vec![b'a'; bytes]);
        assert_eq!(twin("a/index.html", 2000), Some(OutPath::new("a/index.html.gz")));
        assert_eq!((twin("a/index.html", 100), twin("a.pdf", 2000)), (None, None));
    }
}
