//! Reading TOML tables into typed values, key by key, with the place of everything.
//!
//! Takes TOML text, returns values; every problem (syntax, unknown key, wrong type, impossible date)
//! becomes a diagnostic and reading goes on, so that one run shows all of them. serde's derive stops at
//! the first problem of a file, and that is why this reader walks the parsed table itself.
//! It knows nothing of what the keys mean and never touches a disk.

mod problem;
mod syntax;
mod value;

pub(crate) use problem::{bad_date, deadline_not_understood, unknown_reference};

use crate::basics::date::{Day, Deadline};
use crate::basics::diag::{Diagnostic, Diagnostics, FileId, Located, Location, Span, codes, msg, nearest};
use std::collections::BTreeMap;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The parsed TOML of one file, or of its front matter.
pub(crate) struct Document<'t> {
    table: Spanned<DeTable<'t>>,
}

/// Where problems go, and how places in the TOML map to places in the file.
pub(crate) struct Context<'d> {
    file: FileId,
    /// Byte at which the TOML starts in the file.
    offset: usize,
    /// Whether the TOML has syntax errors: what seems missing then may stand in a broken line.
    broken: bool,
    diagnostics: &'d mut Diagnostics,
}

impl<'d> Context<'d> {
    pub(crate) fn new(file: FileId, offset: usize, diagnostics: &'d mut Diagnostics) -> Self {
        Self { file, offset, broken: false, diagnostics }
    }

    fn span(&self, range: std::ops::Range<usize>) -> Span {
        Span::new(self.file, range.start + self.offset..range.end + self.offset)
    }
}

impl<'t> Document<'t> {
    /// Parses TOML. Syntax errors are reported; what could be read remains.
    pub(crate) fn parse(text: &'t str, cx: &mut Context<'_>) -> Self {
        let (table, errors) = DeTable::parse_recoverable(text);
        cx.broken = !errors.is_empty();
        syntax::report(text, &errors, cx);
        Self { table }
    }

    /// Every string and every key, at any depth, as it means.
    pub(crate) fn texts(&self, cx: &Context<'_>) -> Vec<Text<'_>> {
        let mut texts = Vec::new();
        collect_table(self.table.get_ref(), "", cx, &mut texts);
        texts
    }

    /// Reads the whole document with `read`, then reports the keys that nobody asked for.
    pub(crate) fn read<T>(&self, cx: &mut Context<'_>, read: impl FnOnce(&mut Fields<'_, '_, '_>) -> T) -> T {
        let at = cx.span(0..0);
        Fields::of(self.table.get_ref(), at, cx).finish(read)
    }
}

/// A string of a document.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Text<'t> {
    /// The key it stands under at the top of the document.
    pub(crate) top: &'t str,
    /// The nearest key it stands under.
    pub(crate) key: &'t str,
    pub(crate) value: &'t str,
    /// Whether it is written otherwise than it reads.
    pub(crate) escaped: bool,
    pub(crate) at: Span,
}

fn collect_table<'t>(table: &'t DeTable<'_>, top: &'t str, cx: &Context<'_>, texts: &mut Vec<Text<'t>>) {
    for (name, value) in table {
        let key = &**name.get_ref();
        let top = if top.is_empty() { key } else { top };
        if !key.is_ascii() {
            texts.push(Text { top, key, value: key, escaped: false, at: cx.span(name.span()) });
        }
        collect_value(value.get_ref(), (top, key), cx.span(value.span()), cx, texts);
    }
}

fn collect_value<'t>(
    value: &'t DeValue<'_>,
    (top, key): (&'t str, &'t str),
    at: Span,
    cx: &Context<'_>,
    texts: &mut Vec<Text<'t>>,
) {
    match value {
        DeValue::String(value) => {
            let escaped = matches!(value, std::borrow::Cow::Owned(_));
            texts.push(Text { top, key, value, escaped, at });
        }
        DeValue::Array(items) => {
            for item in items.iter() {
                collect_value(item.get_ref(), (top, key), cx.span(item.span()), cx, texts);
            }
        }
        DeValue::Table(table) => collect_table(table, top, cx, texts),
        DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_) => {}
    }
}

/// One TOML table being read.
pub(crate) struct Fields<'t, 'c, 'd> {
    table: &'t DeTable<'t>,
    at: Span,
    asked: Vec<&'static str>,
    cx: &'c mut Context<'d>,
}

type KeyValue<'t> = (Span, Span, &'t DeValue<'t>);

impl<'t, 'c, 'd> Fields<'t, 'c, 'd> {
    fn of(table: &'t DeTable<'t>, at: Span, cx: &'c mut Context<'d>) -> Self {
        Self { table, at, asked: Vec::new(), cx }
    }

    fn finish<T>(mut self, read: impl FnOnce(&mut Self) -> T) -> T {
        let value = read(&mut self);
        self.report_unknown();
        value
    }

    /// The place of the table itself, for what is missing in it.
    pub(crate) fn place(&self) -> Location {
        self.at.into()
    }

    /// The collection of the run, for problems only the caller can see.
    pub(crate) fn diagnostics(&mut self) -> &mut Diagnostics {
        self.cx.diagnostics
    }

    fn entry(&mut self, key: &'static str) -> Option<KeyValue<'t>> {
        self.asked.push(key);
        let (name, value) = self.table.get_key_value(key)?;
        Some((self.cx.span(name.span()), self.cx.span(value.span()), value.get_ref()))
    }

    /// Whether the key stands in the table.
    pub(crate) fn has(&mut self, key: &'static str) -> bool {
        self.entry(key).is_some()
    }

    /// The place of a key's value, where it stands.
    pub(crate) fn place_of(&mut self, key: &'static str) -> Option<Location> {
        self.entry(key).map(|(_, at, _)| at.into())
    }

    /// Plain text. An empty string counts as absent.
    pub(crate) fn text(&mut self, key: &'static str) -> Option<Located<String>> {
        let (_, at, value) = self.entry(key)?;
        let text = value::text(value, at, self.cx)?;
        (!text.is_empty()).then(|| Located::new(text, at))
    }

    /// Plain text that must be there; missing or empty is reported.
    pub(crate) fn required_text(&mut self, key: &'static str) -> Option<Located<String>> {
        let present = self.place_of(key);
        let text = self.text(key);
        match (present, &text) {
            (None, _) => {
                self.missing(key);
            }
            (Some(at), None) => {
                if matches!(self.entry(key), Some((_, _, DeValue::String(_)))) {
                    self.cx.diagnostics.push(problem::empty(key, at));
                }
            }
            (Some(_), Some(_)) => {}
        }
        text
    }

    /// Reports a required key as missing, unless a misspelt one stands in its place: that is reported already.
    pub(crate) fn missing(&mut self, key: &'static str) {
        if !self.misspelt(key) {
            self.report_missing(problem::missing(key, self.at));
        }
    }

    /// Reports that something is missing, unless a broken line may hold it.
    pub(crate) fn report_missing(&mut self, problem: Diagnostic) {
        if !self.cx.broken {
            self.cx.diagnostics.push(problem);
        }
    }

    /// A string or an integer, as text: codes such as `ma = 7`.
    pub(crate) fn text_or_integer(&mut self, key: &'static str) -> Option<Located<String>> {
        let (_, at, value) = self.entry(key)?;
        match value {
            DeValue::Integer(number) => Some(Located::new(number.as_str().to_owned(), at)),
            other => value::text(other, at, self.cx).filter(|text| !text.is_empty()).map(|text| Located::new(text, at)),
        }
    }

    /// A string or a list of strings.
    pub(crate) fn texts(&mut self, key: &'static str) -> Vec<Located<String>> {
        let Some((_, at, value)) = self.entry(key) else { return Vec::new() };
        let items: Vec<(Span, &DeValue<'_>)> = match value {
            DeValue::Array(items) => items.iter().map(|item| (self.cx.span(item.span()), item.get_ref())).collect(),
            single => vec![(at, single)],
        };
        items
            .into_iter()
            .filter_map(|(at, item)| value::text(item, at, self.cx).map(|text| Located::new(text, at)))
            .filter(|text| !text.value.is_empty())
            .collect()
    }

    /// A date, as TOML or as people write it.
    pub(crate) fn date(&mut self, key: &'static str) -> Option<Located<Day>> {
        let (_, at, value) = self.entry(key)?;
        value::date(value, at, self.cx).map(|day| Located::new(day, at))
    }

    /// A date with an optional local time.
    pub(crate) fn date_time(&mut self, key: &'static str) -> Option<Located<(Day, Option<jiff::civil::Time>)>> {
        let (_, at, value) = self.entry(key)?;
        value::date_time(value, at, self.cx).map(|moment| Located::new(moment, at))
    }

    /// A deadline; one that is not understood is kept and reported.
    pub(crate) fn deadline(&mut self, key: &'static str) -> Option<Located<Deadline>> {
        let (_, at, value) = self.entry(key)?;
        value::deadline(value, at, self.cx).map(|deadline| Located::new(deadline, at))
    }

    /// `true` or `false`.
    pub(crate) fn boolean(&mut self, key: &'static str) -> Option<bool> {
        let (_, at, value) = self.entry(key)?;
        match value {
            DeValue::Boolean(value) => Some(*value),
            other => value::wrong_type(other, at, value::Wanted::Boolean, self.cx),
        }
    }

    /// A whole number inside `range`.
    pub(crate) fn integer(&mut self, key: &'static str, range: std::ops::RangeInclusive<i64>) -> Option<Located<i64>> {
        let (_, at, value) = self.entry(key)?;
        value::integer(value, at, range, self.cx).map(|number| Located::new(number, at))
    }

    /// A number, whole or with decimals.
    pub(crate) fn number(&mut self, key: &'static str) -> Option<Located<f64>> {
        let (_, at, value) = self.entry(key)?;
        value::number(value, at, self.cx).map(|number| Located::new(number, at))
    }

    /// Words of a fixed list, each once, in the order written.
    pub(crate) fn choices<T: Copy + PartialEq>(&mut self, key: &'static str, words: &[(&'static str, T)]) -> Vec<T> {
        let mut chosen = Vec::new();
        for text in self.texts(key) {
            if let Some(value) = self.chosen(key, &text, words)
                && !chosen.contains(&value)
            {
                chosen.push(value);
            }
        }
        chosen
    }

    /// One word of a fixed list; anything else is reported with the list and the nearest word.
    pub(crate) fn choice<T: Copy>(&mut self, key: &'static str, words: &[(&'static str, T)]) -> Option<T> {
        let text = self.text(key)?;
        self.chosen(key, &text, words)
    }

    fn chosen<T: Copy>(&mut self, key: &str, text: &Located<String>, words: &[(&'static str, T)]) -> Option<T> {
        let found = words.iter().find(|(word, _)| *word == text.value).map(|(_, value)| *value);
        if found.is_none() {
            let names: Vec<_> = words.iter().map(|(word, _)| *word).collect();
            self.cx.diagnostics.push(problem::not_in_list(key, &text.value, text.at, &names));
        }
        found
    }

    /// Numbers by year: `{ 2026 = 70, 2030 = 95 }`.
    pub(crate) fn numbers_by_year(&mut self, key: &'static str) -> BTreeMap<i16, f64> {
        let Some((_, at, value)) = self.entry(key) else { return BTreeMap::new() };
        let DeValue::Table(table) = value else {
            let _: Option<()> = value::wrong_type(value, at, value::Wanted::Table, self.cx);
            return BTreeMap::new();
        };
        let mut numbers = BTreeMap::new();
        for (name, value) in table {
            let at = self.cx.span(name.span());
            match name.get_ref().parse::<i16>().ok().filter(|year| (1900..2200).contains(year)) {
                None => self.cx.diagnostics.push(problem::not_a_year(name.get_ref(), at)),
                Some(year) => {
                    let at = self.cx.span(value.span());
                    if let Some(number) = value::number(value.get_ref(), at, self.cx) {
                        numbers.insert(year, number);
                    }
                }
            }
        }
        numbers
    }

    /// A table with free keys and text values, in the order of the file.
    pub(crate) fn text_map(&mut self, key: &'static str) -> Vec<(Located<String>, Located<String>)> {
        let mut pairs = Vec::new();
        for (name, at, value) in self.free_entries(key) {
            if let Some(text) = value::text(value, at, self.cx) {
                pairs.push((name, Located::new(text, at)));
            }
        }
        pairs
    }

    /// A table with free keys, values as plain scalars (text, number, boolean) written as text.
    pub(crate) fn scalar_map(&mut self, key: &'static str) -> Vec<(Located<String>, Located<String>)> {
        let mut pairs = Vec::new();
        for (name, at, value) in self.free_entries(key) {
            let text = match value {
                DeValue::Boolean(value) => Some(value.to_string()),
                DeValue::Integer(number) => Some(number.as_str().to_owned()),
                DeValue::Float(number) => Some(number.as_str().to_owned()),
                other => value::text(other, at, self.cx),
            };
            pairs.extend(text.map(|text| (name, Located::new(text, at))));
        }
        pairs
    }

    fn free_entries(&mut self, key: &'static str) -> Vec<(Located<String>, Span, &'t DeValue<'t>)> {
        let Some((_, at, value)) = self.entry(key) else { return Vec::new() };
        let DeValue::Table(table) = value else {
            let _: Option<()> = value::wrong_type(value, at, value::Wanted::Table, self.cx);
            return Vec::new();
        };
        let mut entries: Vec<_> = table
            .iter()
            .map(|(name, value)| {
                let name_at = self.cx.span(name.span());
                (Located::new(name.get_ref().to_string(), name_at), self.cx.span(value.span()), value.get_ref())
            })
            .collect();
        entries.sort_by_key(|(name, _, _)| name.at);
        entries
    }

    /// A nested table, read with `read`.
    pub(crate) fn table<T>(&mut self, key: &'static str, read: impl FnOnce(&mut Fields<'_, '_, '_>) -> T) -> Option<T> {
        let (_, at, value) = self.entry(key)?;
        match value {
            DeValue::Table(table) => Some(Fields::of(table, at, self.cx).finish(read)),
            other => value::wrong_type(other, at, value::Wanted::Table, self.cx),
        }
    }

    /// Every table of a list (`[[key]]` or `key = [{…}]`), read with `read`.
    pub(crate) fn tables<T>(
        &mut self,
        key: &'static str,
        mut read: impl FnMut(&mut Fields<'_, '_, '_>) -> T,
    ) -> Vec<T> {
        let Some((_, at, value)) = self.entry(key) else { return Vec::new() };
        let DeValue::Array(items) = value else {
            let _: Option<()> = value::wrong_type(value, at, value::Wanted::Tables, self.cx);
            return Vec::new();
        };
        let mut rows = Vec::new();
        for item in items.iter() {
            let at = self.cx.span(item.span());
            match item.get_ref() {
                DeValue::Table(table) => rows.push(Fields::of(table, at, self.cx).finish(&mut read)),
                other => {
                    let _: Option<()> = value::wrong_type(other, at, value::Wanted::Table, self.cx);
                }
            }
        }
        rows
    }

    /// Whether a key that nobody knows is most likely meant to be `key`.
    fn misspelt(&self, key: &str) -> bool {
        let strangers = self.table.iter().map(|(name, _)| &**name.get_ref());
        nearest(key, strangers.filter(|name| !self.asked.contains(name)))
            .is_some_and(|near| nearest(near, self.asked.iter().copied()) == Some(key))
    }

    fn report_unknown(&mut self) {
        for (name, _) in self.table {
            let typed: &str = name.get_ref();
            if self.asked.contains(&typed) {
                continue;
            }
            let at = self.cx.span(name.span());
            let near = nearest(typed, self.asked.iter().copied());
            let found = Diagnostic::new(
                codes::KEY_UNKNOWN,
                at,
                msg!("khóa `{typed}` không có trong định dạng", "key `{typed}` is not part of the format"),
            );
            self.cx.diagnostics.push(match near {
                Some(near) => found
                    .label(msg!("ý bạn là `{near}`?", "did you mean `{near}`?"))
                    .help(msg!("sửa thành `{near}`, hoặc bỏ dòng này", "write `{near}`, or remove the line")),
                None => {
                    let known = self.known_keys();
                    found.help(msg!("bỏ dòng này; ở đây dùng được: {known}", "remove the line; allowed here: {known}"))
                }
            });
        }
    }

    fn known_keys(&self) -> String {
        let mut keys: Vec<_> = self.asked.iter().map(|key| format!("`{key}`")).collect();
        keys.sort();
        keys.dedup();
        keys.join(", ")
    }
}
