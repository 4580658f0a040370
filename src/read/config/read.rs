//! Reading `bangtin.toml`.

use super::{BaseUrl, Config, Contact, Outputs, RuleLevel, Term, Thresholds, Topic};
use crate::basics::diag::{Code, Diagnostic, Diagnostics, FileId, Located, Outcome, codes, msg, nearest};
use crate::read::fields::{Context, Document, Fields};
use crate::read::scan::Scan;
use crate::read::sensitive::Sensitive;
use crate::read::vocabulary::{Audience, UnitKind};

/// Reads the settings. What is missing gets its default, so that the run can go on and report the rest.
pub(crate) fn read(text: &str, file: FileId) -> Outcome<Config> {
    let mut diagnostics = Diagnostics::default();
    let mut cx = Context::new(file, 0, &mut diagnostics);
    let document = Document::parse(text, &mut cx);
    let mut value = document.read(&mut cx, |top| config(top, file));
    let texts = document.texts(&cx);
    value.sensitive = Scan { file, text, front: 0..text.len(), texts: &texts, innocent: &[] }.settings();
    Outcome { value, diagnostics }
}

fn config(top: &mut Fields<'_, '_, '_>, file: FileId) -> Config {
    let mut config = Config {
        title: String::new(),
        publisher: String::new(),
        parent: None,
        unit_code: None,
        unit_kind: UnitKind::default(),
        base: BaseUrl { origin: String::new(), path: "/".to_owned() },
        time_zone: super::VIETNAM.to_owned(),
        theme: Located::new("bang-tin".to_owned(), file),
        language: "vi".to_owned(),
        default_audience: Audience::Internal,
        topics: Vec::new(),
        terms: Vec::new(),
        abbreviations: Vec::new(),
        contact: Contact::default(),
        theme_settings: Vec::new(),
        small_count: 5,
        names_unread: false,
        counts_late: true,
        thresholds: Thresholds::DEFAULT,
        levels: Vec::new(),
        outputs: Outputs::ALL,
        allowed_extensions: Vec::new(),
        sensitive: Sensitive::default(),
    };
    if top.has("trang") {
        top.table("trang", |site| read_site(site, &mut config));
    } else {
        top.missing("trang");
    }
    top.table("mac_dinh", |defaults| {
        config.default_audience = defaults.choice("doi_tuong", &Audience::WORDS).unwrap_or(config.default_audience);
    });
    config.topics = top.tables("linh_vuc", read_topic).into_iter().flatten().collect();
    report_twice(top, &config.topics);
    config.terms = top.tables("nhiem_ky", read_term).into_iter().flatten().collect();
    config.abbreviations = top
        .text_map("viet_tat")
        .into_iter()
        .filter(|(short, long)| !short.value.is_empty() && !long.value.is_empty())
        .map(|(short, long)| (short.value, long.value))
        .collect();
    config.contact = top.table("gop_y", read_contact).unwrap_or_default();
    config.theme_settings = top.scalar_map("giao_dien");
    top.table("cong_bo", |publish| {
        let limit = publish.integer("nguong_so_nho", 0..=1000).map(|number| number.value);
        config.small_count = limit.unwrap_or(config.small_count);
        config.names_unread = publish.boolean("neu_ten_chua_hoc").unwrap_or(config.names_unread);
        config.counts_late = publish.boolean("neu_ten_qua_han").unwrap_or(config.counts_late);
    });
    config.allowed_extensions = top.table("tep", read_extensions).unwrap_or_default();
    config.outputs = top.table("xuat", read_outputs).unwrap_or(config.outputs);
    config.thresholds = top.table("nguong", read_thresholds).unwrap_or(config.thresholds);
    config.levels = read_levels(top);
    config
}

/// Extensions as people write them: `dwg`, `.DWG`.
fn read_extensions(files: &mut Fields<'_, '_, '_>) -> Vec<String> {
    let written = files.texts("cho_phep").into_iter();
    written.map(|text| text.value.trim_start_matches('.').to_lowercase()).collect()
}

fn read_site(site: &mut Fields<'_, '_, '_>, config: &mut Config) {
    config.title = site.required_text("ten").map(|text| text.value).unwrap_or_default();
    config.publisher = site.required_text("don_vi").map(|text| text.value).unwrap_or_default();
    config.parent = site.text("cap_tren").map(|text| text.value);
    config.unit_code = site.text_or_integer("ma_don_vi").map(|text| text.value);
    config.unit_kind = site.choice("loai_don_vi", &UnitKind::WORDS).unwrap_or_default();
    if let Some(address) = site.required_text("dia_chi") {
        match base_url(&address.value) {
            Some(base) => config.base = base,
            None => site.diagnostics().push(bad_base(&address)),
        }
    }
    if let Some(zone) = site.text("mui_gio") {
        if zone.value == config.time_zone || jiff::tz::TimeZone::get(&zone.value).is_ok() {
            config.time_zone = zone.value;
        } else {
            let name = &zone.value;
            site.diagnostics().push(
                Diagnostic::new(
                    codes::VALUE_UNKNOWN,
                    zone.at,
                    msg!("không có múi giờ `{name}`", "there is no time zone `{name}`"),
                )
                .help(msg!("ghi \"Asia/Ho_Chi_Minh\"", "write \"Asia/Ho_Chi_Minh\"")),
            );
        }
    }
    if let Some(theme) = site.text("giao_dien") {
        config.theme = theme;
    }
    if let Some(language) = site.choice("ngon_ngu", &[("vi", "vi"), ("en", "en")]) {
        language.clone_into(&mut config.language);
    }
}

/// Splits `https://host/path` into origin and path with closing slash.
fn base_url(written: &str) -> Option<BaseUrl> {
    let rest = written.strip_prefix("https://").or_else(|| written.strip_prefix("http://"))?;
    let scheme = written.get(..written.len() - rest.len())?;
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let clean = |text: &str| text.chars().all(|ch| ch.is_ascii_alphanumeric() || "-._~%:[]/@".contains(ch));
    if host.is_empty() || !clean(host) || !clean(path) || path.split('/').any(|part| part == "..") {
        return None;
    }
    let path = path.trim_matches('/');
    let path = if path.is_empty() { "/".to_owned() } else { format!("/{path}/") };
    Some(BaseUrl { origin: format!("{scheme}{}", host.to_lowercase()), path })
}

fn bad_base(address: &Located<String>) -> Diagnostic {
    let written = &address.value;
    Diagnostic::new(
        codes::VALUE_INVALID,
        address.at,
        msg!("`{written}` không phải địa chỉ trang", "`{written}` is no site address"),
    )
    .help(msg!(
        "ghi địa chỉ đầy đủ: https://hoaban.example/dang-uy/",
        "write it in full: https://hoaban.example/dang-uy/"
    ))
}

fn read_topic(topic: &mut Fields<'_, '_, '_>) -> Option<Topic> {
    let code = topic.required_text("ma");
    let name = topic.required_text("ten");
    let description = topic.text("mo_ta").map(|text| text.value);
    let code = code?;
    if crate::basics::text::slug(&code.value) != code.value {
        let (typed, slug) = (&code.value, crate::basics::text::slug(&code.value));
        topic.diagnostics().push(
            Diagnostic::new(
                codes::ID_INVALID,
                code.at,
                msg!("mã `{typed}` không hợp lệ", "code `{typed}` is not valid"),
            )
            .help(msg!(
                "ghi `{slug}`: chữ thường không dấu, số, gạch ngang",
                "write `{slug}`: plain letters, digits, hyphens"
            )),
        );
    }
    Some(Topic { code: crate::basics::text::slug(&code.value), name: name?.value, description, at: code.at })
}

fn report_twice(top: &mut Fields<'_, '_, '_>, topics: &[Topic]) {
    for (index, topic) in topics.iter().enumerate() {
        if topics.iter().take(index).any(|earlier| earlier.code == topic.code) {
            let code = &topic.code;
            top.diagnostics().push(
                Diagnostic::new(
                    codes::ID_TWICE,
                    topic.at,
                    msg!("hai lĩnh vực cùng mã `{code}`", "two topics have the code `{code}`"),
                )
                .help(msg!("đổi một trong hai mã", "change one of them")),
            );
        }
    }
}

fn read_term(term: &mut Fields<'_, '_, '_>) -> Option<Term> {
    let code = term.required_text("ma");
    for key in ["tu", "den"] {
        if !term.has(key) {
            term.missing(key);
        }
    }
    let (from, to) = (term.date("tu"), term.date("den"));
    Some(Term { code: code?.value, from: from?.value, to: to?.value })
}

fn read_contact(contact: &mut Fields<'_, '_, '_>) -> Contact {
    Contact {
        email: contact.text("email").map(|text| text.value),
        phone: contact.text("dien_thoai").map(|text| text.value),
        address: contact.text("dia_chi").map(|text| text.value),
    }
}

fn read_outputs(outputs: &mut Fields<'_, '_, '_>) -> Outputs {
    let mut on = |name| outputs.boolean(name).unwrap_or(true);
    Outputs {
        search: on("tim_kiem"),
        calendars: on("lich"),
        feeds: on("feed"),
        data: on("du_lieu"),
        strategies: on("stratml"),
        broadcasts: on("truyen_thanh"),
        posters: on("ap_phich"),
        pictures: on("anh_chia_se"),
        offline: on("ngoai_tuyen"),
    }
}

fn read_thresholds(limits: &mut Fields<'_, '_, '_>) -> Thresholds {
    let mut limit = |name, default, most| limits.integer(name, 0..=most).map_or(default, |number| number.value);
    let Thresholds { first_session, studied, length, silent, consultation } = Thresholds::DEFAULT;
    Thresholds {
        first_session: limit("quan_triet_cham", first_session, 10_000),
        studied: limit("du_hoc", studied, 100),
        length: limit("thoi_luong", length, 100),
        silent: limit("nhiem_vu_im_lang", silent, 10_000),
        consultation: limit("lay_y_kien", consultation, 10_000),
    }
}

fn read_levels(top: &mut Fields<'_, '_, '_>) -> Vec<(Code, RuleLevel)> {
    let mut levels = Vec::new();
    for (name, level) in top.text_map("kiem_tra") {
        let code = adjustable(&name, top.diagnostics());
        let level = match level.value.as_str() {
            "loi" => Some(RuleLevel::Error),
            "canh-bao" => Some(RuleLevel::Warning),
            "tat" => Some(RuleLevel::Off),
            _ => {
                let (name, typed) = (&name.value, &level.value);
                top.diagnostics().push(
                    Diagnostic::new(
                        codes::VALUE_UNKNOWN,
                        level.at,
                        msg!("`{name}` không có mức `{typed}`", "`{name}` has no level `{typed}`"),
                    )
                    .help(msg!("dùng một trong: loi | canh-bao | tat", "use one of: loi | canh-bao | tat")),
                );
                None
            }
        };
        levels.extend(code.zip(level));
    }
    levels
}

fn adjustable(name: &Located<String>, diagnostics: &mut Diagnostics) -> Option<Code> {
    let typed = &name.value;
    let found = Code::find(typed);
    if let Some(code) = found.filter(|code| code.is_adjustable()) {
        return Some(code);
    }
    let diagnostic = if found.is_some() {
        Diagnostic::new(
            codes::SETTING_UNKNOWN,
            name.at,
            msg!("mức của `{typed}` không đổi được", "the level of `{typed}` is fixed"),
        )
        .help(msg!("bỏ dòng này; lỗi ấy phải sửa trong nội dung", "remove the line; mend the content instead"))
    } else {
        let rules = codes::ALL.iter().map(|entry| entry.code).filter(|code| code.is_adjustable());
        let message = msg!("không có quy tắc `{typed}`", "there is no rule `{typed}`");
        let diagnostic = Diagnostic::new(codes::SETTING_UNKNOWN, name.at, message);
        match nearest(typed, rules.map(Code::as_str)) {
            Some(near) => diagnostic.help(msg!("ý bạn là `{near}`?", "did you mean `{near}`?")),
            None => diagnostic.help(msg!("xem danh sách: `bangtin explain`", "see the list: `bangtin explain`")),
        }
    };
    diagnostics.push(diagnostic);
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_addresses_keep_their_sub_path() {
        let base = base_url("https://HoaBan.example/dang-uy").map(|base| (base.origin, base.path));
        assert_eq!(base, Some(("https://hoaban.example".into(), "/dang-uy/".into())));
        assert_eq!(base_url("https://a.example").map(|base| base.path), Some("/".into()));
        for wrong in ["hoaban.example", "ftp://x/", "https:///x", "https://a/../b", "https://a/\"x"] {
            assert_eq!(base_url(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn rule_levels_are_checked() {
        let text = "[trang]\nten='a'\ndon_vi='b'\ndia_chi='https://x.example/'\n[kiem_tra]\nto-chuc-la='canh-bao'\ntoml-sai='tat'\nto-chuc-laa='tat'\nthieu-duyet='x'\n";
        let outcome = read(text, FileId(0));
        assert_eq!(outcome.value.levels, [(codes::ORGANISATION_UNKNOWN, RuleLevel::Warning)]);
        let found: Vec<_> = outcome.diagnostics.into_sorted().iter().map(Diagnostic::code).collect();
        assert_eq!(found, [codes::SETTING_UNKNOWN, codes::SETTING_UNKNOWN, codes::VALUE_UNKNOWN]);
    }
}
