//! Addresses: ASCII slugs for routes, anchors and published file names.

use super::fold;

/// Lower-case ASCII words joined by `-`: `57-NQ/TW` → `57-nq-tw`. Empty when nothing is left.
pub(crate) fn slug(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for ch in fold(text).chars() {
        if ch.is_ascii_alphanumeric() {
            out.push(ch);
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    while out.ends_with('-') {
        out.pop();
    }
    out
}

/// A slug of at most `limit` bytes, cut between words where there is a word boundary.
pub(crate) fn slug_limited(text: &str, limit: usize) -> String {
    let full = slug(text);
    if full.len() <= limit {
        return full;
    }
    let cut = full.get(..limit).unwrap_or_default();
    match cut.rfind('-') {
        Some(end) if end > limit / 2 => cut.get(..end).unwrap_or_default().to_owned(),
        _ => cut.to_owned(),
    }
}

/// The published name of an attachment: slugged stem, lower-case extension.
pub(crate) fn slug_file_name(name: &str) -> String {
    let (stem, extension) = match name.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() => (stem, slug(extension)),
        _ => (name, String::new()),
    };
    let stem = match slug_limited(stem, 100) {
        empty if empty.is_empty() => "tep".to_owned(),
        stem => stem,
    };
    if extension.is_empty() { stem } else { format!("{stem}.{extension}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_ascii_and_keep_every_word() {
        assert_eq!(slug("57-NQ/TW"), "57-nq-tw");
        assert_eq!(slug("  Đảng ủy phường Hoa Ban "), "dang-uy-phuong-hoa-ban");
        assert_eq!(slug("I. Mục đích, yêu cầu"), "i-muc-dich-yeu-cau");
        assert_eq!(slug("!!!"), "");
    }

    #[test]
    fn file_names_keep_their_extension() {
        assert_eq!(slug_file_name("Biên bản số 3.PDF"), "bien-ban-so-3.pdf");
        assert_eq!(slug_file_name("…"), "tep");
        assert_eq!(slug_file_name("ảnh.chụp.jpg"), "anh-chup.jpg");
    }

    #[test]
    fn long_slugs_end_between_words() {
        assert_eq!(slug_limited("mot hai ba bon nam", 12), "mot-hai-ba");
    }
}
