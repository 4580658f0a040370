//! A site in one string, for tests of a stage: `-- path --` before each file, as a bug report would have it.
//!
//! Nothing touches a disk: a test of the gate, of relations, of rules or of an export takes milliseconds.

#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

use crate::basics::date::{Day, parse_date};
use crate::basics::diag::Lang;
use crate::basics::path::OutPath;
pub(crate) use crate::drive::pipeline::Snapshot;
use crate::drive::pipeline::Workspace;
use crate::edition::gate::Request;
use crate::read::source::SourceTree;
use crate::read::vocabulary::Audience;

/// The build date of every test.
pub(crate) const TODAY: &str = "2026-11-22";

const SETTINGS: &str = "[trang]\nten = \"Bảng tin thử\"\ndon_vi = \"Đảng ủy thử\"\ndia_chi = \"https://thu.example/\"\n\
     [mac_dinh]\ndoi_tuong = \"cong-khai\"\n[xuat]\nanh_chia_se = false\n";

/// A site as it is written.
pub(crate) struct Ward(Workspace);

/// A picture of a pixel, with a remark in it.
pub(crate) fn png(remark: &str) -> Vec<u8> {
    let chunk = |name: &[u8; 4], data: &[u8]| {
        let length = u32::try_from(data.len()).expect("small").to_be_bytes();
        [&length[..], name, data, &[0; 4]].concat()
    };
    let head = chunk(b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
    let pixels = chunk(b"IDAT", &[0x78, 0x01, 0x63, 0x60, 0, 0, 0, 2, 0, 1]);
    [b"\x89PNG\r\n\x1a\n", &head[..], &chunk(b"tEXt", remark.as_bytes()), &pixels, &chunk(b"IEND", b"")].concat()
}

/// A day as a test writes it.
pub(crate) fn day(text: &str) -> Day {
    parse_date(text).expect("a day")
}

impl Ward {
    /// A site of these files; with settings that say nothing special where it has none.
    pub(crate) fn of(text: &str) -> Self {
        let mut files: Vec<(&str, &str)> = Vec::new();
        for piece in text.split("-- ").skip(1) {
            let (path, rest) = piece.split_once(" --\n").unwrap_or_else(|| panic!("no ` --` after `{piece}`"));
            files.push((path, rest));
        }
        if !files.iter().any(|(path, _)| *path == "bangtin.toml") {
            files.push(("bangtin.toml", SETTINGS));
        }
        let files = files.iter().map(|(path, text)| (*path, text.as_bytes()));
        Self(Workspace::in_memory(SourceTree::in_memory(files)))
    }

    /// The site of every audience.
    pub(crate) fn workspace(&self) -> &Workspace {
        &self.0
    }

    /// What an audience is given on the build date of every test.
    pub(crate) fn edition(&self, audience: Audience) -> Snapshot {
        self.edition_on(audience, TODAY)
    }

    /// What an audience is given on a day.
    pub(crate) fn edition_on(&self, audience: Audience, today: &str) -> Snapshot {
        self.0.snapshot(Request { audience, drafts: false, today: day(today) }, None)
    }
}

impl Snapshot {
    /// Everything there is to say, as it is printed, without the rules that compare everything.
    pub(crate) fn said(&self) -> String {
        self.findings().printed(Lang::Vi, false).join("\n")
    }

    /// The text of a file of the site.
    pub(crate) fn text(&self, path: &str) -> String {
        let made = self.file(&OutPath::new(path)).unwrap_or_else(|| panic!("no file {path}"));
        let (bytes, _) = made.unwrap_or_else(|problem| panic!("{:?}", problem.printed(Lang::Vi, false)));
        String::from_utf8(bytes.into_vec().unwrap_or_else(|_| panic!("{path} changed"))).expect("UTF-8")
    }
}
