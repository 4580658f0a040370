//! Bytes to text: UTF-8 with or without BOM, UTF-16 with BOM; LF line ends; NFC; plain letters and spaces.

use crate::basics::text::normal;

/// Why bytes are no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DecodeProblem {
    /// Invalid UTF-8 on this 1-based line.
    Utf8 { line: usize },
    /// Half a UTF-16 character.
    Utf16,
    /// Zero bytes: UTF-16 without BOM, or no text at all.
    Zeros,
}

pub(super) fn decode(bytes: &[u8]) -> Result<String, DecodeProblem> {
    let text = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => utf8(rest)?,
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes)?,
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes)?,
        plain => utf8(plain)?,
    };
    if text.contains('\0') {
        return Err(DecodeProblem::Zeros);
    }
    let text = if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text };
    Ok(match normal(&text) {
        std::borrow::Cow::Borrowed(_) => text,
        std::borrow::Cow::Owned(composed) => composed,
    })
}

fn utf8(bytes: &[u8]) -> Result<String, DecodeProblem> {
    std::str::from_utf8(bytes).map(str::to_owned).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        DecodeProblem::Utf8 { line: before.iter().filter(|byte| **byte == b'\n').count() + 1 }
    })
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, DecodeProblem> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    if !rest.is_empty() {
        return Err(DecodeProblem::Utf16);
    }
    char::decode_utf16(pairs.iter().map(|pair| unit(*pair))).collect::<Result<_, _>>().map_err(|_| DecodeProblem::Utf16)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_encoding_of_the_contract_reads_the_same() {
        let text = "Đảng ủy\nphường";
        let mut with_bom = vec![0xEF, 0xBB, 0xBF];
        with_bom.extend(text.bytes());
        let little: Vec<u8> = [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let big: Vec<u8> = [0xFE, 0xFF].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect();
        for bytes in [text.as_bytes(), &with_bom, &little, &big, "Đảng ủy\r\nphường".as_bytes()] {
            assert_eq!(decode(bytes).as_deref(), Ok(text));
        }
    }

    #[test]
    fn other_bytes_are_refused_with_their_line() {
        assert_eq!(decode(b"mot\nhai \xB5\xD8"), Err(DecodeProblem::Utf8 { line: 2 }));
        assert_eq!(decode(b"\xFF\xFEa"), Err(DecodeProblem::Utf16));
        assert_eq!(decode(b"a\0b\0"), Err(DecodeProblem::Zeros));
    }

    proptest! {
        #[test]
        fn any_bytes_are_survived(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
            let _ = decode(&bytes);
        }
    }
}
