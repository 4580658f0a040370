//! The words of the interface: `chuoi/<language>.toml`, tables of strings.

use super::files::Files;
use crate::basics::diag::{Diagnostic, Diagnostics, Location, codes, msg};
use std::collections::BTreeMap;

/// Strings by table and key.
#[derive(Debug, Default)]
pub(crate) struct Strings {
    tables: BTreeMap<String, BTreeMap<String, String>>,
}

impl Strings {
    /// Reads the strings of one language; a theme's own file goes over the embedded one, key by key.
    pub(super) fn read(files: &Files, language: &str, diagnostics: &mut Diagnostics) -> Self {
        let path = format!("chuoi/{language}.toml");
        let parsed = files.text(&path).map(toml::from_str::<BTreeMap<String, BTreeMap<String, String>>>);
        match parsed {
            Some(Ok(tables)) => Self { tables },
            Some(Err(error)) => {
                let at = files.get(&path).and_then(|file| file.id).map_or(Location::Site, Location::File);
                let reason = error.message().to_owned();
                diagnostics.push(
                    Diagnostic::new(
                        codes::THEME_BROKEN,
                        at,
                        msg!("tệp chữ {path} hỏng: {reason}", "the strings {path} are broken: {reason}"),
                    )
                    .help(msg!(
                        "mỗi dòng là khóa = \"chữ\" trong một bảng [tên]",
                        "each line is key = \"text\" in a table [name]"
                    )),
                );
                Self::default()
            }
            None => {
                diagnostics.push(Diagnostic::new(
                    codes::THEME_BROKEN,
                    Location::Site,
                    msg!(
                        "giao diện không có chữ cho ngôn ngữ `{language}`",
                        "the theme has no strings for `{language}`"
                    ),
                ));
                Self::default()
            }
        }
    }

    /// One string; the key itself where it is missing, which a test of the theme forbids.
    pub(crate) fn get<'a>(&'a self, table: &str, key: &'a str) -> &'a str {
        self.tables.get(table).and_then(|table| table.get(key)).map_or(key, String::as_str)
    }

    pub(super) fn all(&self) -> &BTreeMap<String, BTreeMap<String, String>> {
        &self.tables
    }
}
