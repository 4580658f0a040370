//! `theme.toml`: the interface version, and the settings a theme offers to `[giao_dien]` of the site.

use super::INTERFACE;
use super::files::Files;
use crate::basics::diag::{Diagnostic, Diagnostics, FileId, Located, Location, codes, msg, nearest};
use crate::read::config::Config;
use crate::read::fields::{Context, Document, Fields};
use std::collections::BTreeMap;

/// Contrast of white text that WCAG AA asks for.
const AA: f64 = 4.5;

/// What kind of value a setting takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SettingKind {
    /// A colour under white text, `#rrggbb`.
    Colour,
    Text,
    Switch,
}

/// A setting that the theme declares.
#[derive(Debug)]
struct Declared {
    name: String,
    kind: SettingKind,
    default: String,
}

/// The values that hold.
#[derive(Debug, Default)]
pub(super) struct Settings {
    pub(super) values: BTreeMap<String, String>,
    /// Custom properties for the style sheet: colours that differ from the theme's own.
    pub(super) colours: BTreeMap<String, String>,
}

pub(super) fn read(files: &Files, config: &Config, found: &mut Diagnostics) -> Option<Settings> {
    let file = files.get("theme.toml")?;
    let text = files.text("theme.toml")?;
    let id = file.id.unwrap_or(FileId(u32::MAX));
    let mut cx = Context::new(id, 0, found);
    let document = Document::parse(text, &mut cx);
    let (interface, declared) = document.read(&mut cx, |top| {
        let _name = top.required_text("ten");
        let _description = top.text("mo_ta");
        let interface = top.integer("giao_uoc", 0..=i64::MAX);
        if interface.is_none() && !top.has("giao_uoc") {
            top.missing("giao_uoc");
        }
        let declared = top.tables("cai_dat", read_declared);
        (interface, declared.into_iter().flatten().collect::<Vec<_>>())
    });
    let interface = interface?;
    if interface.value != INTERFACE {
        found.push(wrong_interface(&interface));
        return None;
    }
    Some(choose(&declared, config, found))
}

fn read_declared(fields: &mut Fields<'_, '_, '_>) -> Option<Declared> {
    let name = fields.required_text("ten");
    let kinds = [("mau", SettingKind::Colour), ("chu", SettingKind::Text), ("co-khong", SettingKind::Switch)];
    let kind = fields.choice("kieu", &kinds).unwrap_or(SettingKind::Text);
    let default = fields.text("mac_dinh").map(|text| text.value).unwrap_or_default();
    let _description = fields.text("mo_ta");
    Some(Declared { name: name?.value, kind, default })
}

fn wrong_interface(interface: &Located<i64>) -> Diagnostic {
    let (theirs, ours) = (interface.value, INTERFACE);
    Diagnostic::new(
        codes::THEME_VERSION,
        interface.at,
        msg!(
            "giao diện viết cho giao ước {theirs}, bản này dùng giao ước {ours}",
            "the theme is for interface {theirs}, this version has {ours}"
        ),
    )
    .help(msg!("lấy bản giao diện mới, hoặc dùng giao diện có sẵn", "get a newer theme, or use the built-in one"))
}

fn choose(declared: &[Declared], config: &Config, found: &mut Diagnostics) -> Settings {
    let mut settings = Settings::default();
    for setting in declared {
        settings.values.insert(setting.name.clone(), setting.default.clone());
    }
    for (name, value) in &config.theme_settings {
        let Some(setting) = declared.iter().find(|setting| setting.name == name.value) else {
            found.push(unknown(&name.value, name.at, declared));
            continue;
        };
        let problem = match setting.kind {
            SettingKind::Colour => colour_problem(value),
            SettingKind::Switch => (!["true", "false"].contains(&value.value.as_str()))
                .then(|| invalid(value, &msg!("ghi true hoặc false", "write true or false"))),
            SettingKind::Text => None,
        };
        match problem {
            Some(problem) => found.push(problem),
            None => {
                settings.values.insert(setting.name.clone(), value.value.clone());
                if setting.kind == SettingKind::Colour {
                    settings.colours.insert(setting.name.replace('_', "-"), value.value.clone());
                }
            }
        }
    }
    settings
}

fn unknown(typed: &str, at: Location, declared: &[Declared]) -> Diagnostic {
    let names = declared.iter().map(|setting| setting.name.as_str());
    let list = names.clone().collect::<Vec<_>>().join(", ");
    let found = Diagnostic::new(
        codes::SETTING_UNKNOWN,
        at,
        msg!("giao diện không có cài đặt `{typed}`", "the theme has no setting `{typed}`"),
    );
    match nearest(typed, names) {
        Some(near) => found.label(msg!("ý bạn là `{near}`?", "did you mean `{near}`?")),
        None => found,
    }
    .help(msg!("cài đặt có: {list}", "settings there are: {list}"))
}

fn invalid(value: &Located<String>, help: &crate::basics::diag::Message) -> Diagnostic {
    let typed = &value.value;
    Diagnostic::new(
        codes::VALUE_INVALID,
        value.at,
        msg!("giá trị `{typed}` không dùng được", "the value `{typed}` does not fit"),
    )
    .help(help.clone())
}

/// A colour must be readable under white text.
fn colour_problem(value: &Located<String>) -> Option<Diagnostic> {
    let Some(luminance) = luminance(&value.value) else {
        return Some(invalid(value, &msg!("ghi màu dạng \"#a4161a\"", "write a colour like \"#a4161a\"")));
    };
    let contrast = 1.05 / (luminance + 0.05);
    (contrast < AA).then(|| {
        let shown = crate::basics::text::decimal_places(contrast, 1);
        invalid(
            value,
            &msg!(
                "chữ trắng trên màu này chỉ tương phản {shown}:1, cần 4,5:1; chọn màu đậm hơn",
                "white text on it has a contrast of {shown}:1, 4.5:1 is needed; choose a darker one"
            ),
        )
    })
}

/// Relative luminance of `#rrggbb` (WCAG 2.2).
fn luminance(colour: &str) -> Option<f64> {
    let hex = colour.strip_prefix('#').filter(|hex| hex.len() == 6)?;
    let channel = |from: usize| {
        let value = f64::from(u8::from_str_radix(hex.get(from..from + 2)?, 16).ok()?) / 255.0;
        Some(if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) })
    };
    Some(0.2126 * channel(0)? + 0.7152 * channel(2)? + 0.0722 * channel(4)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_must_carry_white_text() {
        let check = |text: &str| colour_problem(&Located::new(text.to_owned(), FileId(0))).is_none();
        assert!(check("#a4161a"));
        assert!(!check("#ffd447"));
        assert!(!check("red"));
        assert!(!check("#12345"));
    }
}
