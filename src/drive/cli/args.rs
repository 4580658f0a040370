//! The command line, in Vietnamese or English.

mod new;
mod office;

pub(super) use new::{NewEntryOptions, NewOptions};
pub(super) use office::{DocumentSubject, ExportOptions, ExportWhat, ImportOptions};

use crate::basics::diag::Lang;
use crate::drive::serve::Phone;
use crate::publish::output::Placing;
use crate::read::vocabulary::Audience;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Arg, ArgAction, ArgMatches, Command as Clap};
use std::ffi::OsString;
use std::net::IpAddr;
use std::path::PathBuf;

/// What the user asked for.
#[derive(Debug)]
pub(super) struct Cli {
    pub(super) command: Command,
}

/// The commands of DESIGN §6 that exist.
#[derive(Debug)]
pub(super) enum Command {
    Build(BuildOptions),
    Check(CheckOptions),
    Serve(ServeOptions),
    Explain { code: Option<String> },
    New(NewOptions),
    Import(ImportOptions),
    Export(ExportOptions),
}

/// How `check` answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CheckFormat {
    Text,
    Json,
    /// For code hosts and editors.
    Sarif,
}

/// Options that every command on a site takes.
#[derive(Debug, Clone)]
pub(super) struct SiteOptions {
    pub(super) site: PathBuf,
    pub(super) audience: Audience,
    /// Whether the user named the audience.
    pub(super) names_audience: bool,
    pub(super) date: Option<String>,
    pub(super) drafts: bool,
}

#[derive(Debug)]
pub(super) struct BuildOptions {
    pub(super) site: SiteOptions,
    pub(super) out: Option<PathBuf>,
    /// Whether text files get compressed twins.
    pub(super) compressed: bool,
    pub(super) placing: Placing,
}

#[derive(Debug)]
pub(super) struct CheckOptions {
    pub(super) site: SiteOptions,
    pub(super) format: CheckFormat,
}

#[derive(Debug)]
pub(super) struct ServeOptions {
    pub(super) site: SiteOptions,
    pub(super) port: u16,
    /// Whether the browser is opened.
    pub(super) open: bool,
    pub(super) poll: bool,
    pub(super) phone: Phone,
}

/// Picks the words of one language.
struct Words(Lang);

impl Words {
    fn options(&self) -> &'static str {
        self.of("Tùy chọn", "Options")
    }

    fn of(&self, vi: &'static str, en: &'static str) -> &'static str {
        match self.0 {
            Lang::Vi => vi,
            Lang::En => en,
        }
    }
}

impl Cli {
    pub(super) fn read(args: impl Iterator<Item = OsString>, lang: Lang) -> Result<Self, clap::Error> {
        let matches = definition(lang).try_get_matches_from(args)?;
        let command = match matches.subcommand() {
            Some(("build", found)) => Command::Build(BuildOptions {
                site: site_options(found),
                out: found.get_one::<PathBuf>("out").cloned(),
                compressed: found.get_flag("compressed"),
                placing: if found.get_flag("in-place") { Placing::InPlace } else { Placing::Swap },
            }),
            Some(("check", found)) => {
                let format = match (found.get_flag("json"), found.get_flag("sarif")) {
                    (true, _) => CheckFormat::Json,
                    (_, true) => CheckFormat::Sarif,
                    _ => CheckFormat::Text,
                };
                Command::Check(CheckOptions { site: site_options(found), format })
            }
            Some(("serve", found)) => Command::Serve(ServeOptions {
                site: site_options(found),
                port: found.get_one::<u16>("port").copied().unwrap_or(PORT),
                open: found.get_flag("open"),
                poll: found.get_flag("poll"),
                phone: match (found.contains_id("phone"), found.get_one::<IpAddr>("phone")) {
                    (_, Some(address)) => Phone::At(*address),
                    (true, None) => Phone::Yes,
                    (false, None) => Phone::No,
                },
            }),
            Some(("import", found)) => Command::Import(ImportOptions::of(found)),
            Some(("export", found)) => match found.subcommand() {
                Some((what, found)) => Command::Export(ExportOptions::of(what, found)),
                None => Command::Explain { code: None },
            },
            Some(("explain", found)) => Command::Explain { code: found.get_one::<String>("code").cloned() },
            Some(("new", found)) => NewOptions::of(found).map_or(Command::Explain { code: None }, Command::New),
            _ => Command::Explain { code: None },
        };
        Ok(Self { command })
    }
}

/// Where the preview answers, if nothing else is asked for.
const PORT: u16 = 4180;

fn site_options(found: &ArgMatches) -> SiteOptions {
    SiteOptions {
        site: site_folder(found),
        audience: found.get_one::<Audience>("audience").copied().unwrap_or(Audience::Public),
        names_audience: found.contains_id("audience"),
        date: found.get_one::<String>("date").cloned(),
        drafts: found.get_flag("drafts"),
    }
}

fn site_folder(found: &ArgMatches) -> PathBuf {
    found.get_one::<PathBuf>("site").cloned().unwrap_or_else(|| PathBuf::from("."))
}

/// The whole definition; a test proves it sound.
fn definition(lang: Lang) -> Clap {
    let w = Words(lang);
    localised(Clap::new("bangtin"), &w)
        .version(env!("CARGO_PKG_VERSION"))
        .arg(
            Arg::new("version")
                .short('V')
                .long("version")
                .action(ArgAction::Version)
                .help_heading(w.options())
                .help(w.of("In phiên bản", "Print version")),
        )
        .about(w.of(
            "Dựng trang thông tin kế hoạch của đảng ủy phường, xã",
            "Builds the website of a ward Party committee's plans",
        ))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(build(&w))
        .subcommand(serve(&w))
        .subcommand(check(&w))
        .subcommand(explain(&w))
        .subcommand(new::new(&w))
        .subcommand(office::import(&w))
        .subcommand(office::export(&w))
}

/// Headings and help flags in the user's language.
fn localised(command: Clap, w: &Words) -> Clap {
    let template = match w.0 {
        Lang::Vi => "{about-with-newline}\nCách dùng: {usage}\n\n{all-args}{after-help}",
        Lang::En => "{about-with-newline}\nUsage: {usage}\n\n{all-args}{after-help}",
    };
    command
        .help_template(template)
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .disable_version_flag(true)
        .subcommand_help_heading(w.of("Lệnh", "Commands"))
        .subcommand_value_name(w.of("LỆNH", "COMMAND"))
        .arg(
            Arg::new("help")
                .short('h')
                .long("help")
                .alias("tro-giup")
                .action(ArgAction::Help)
                .help_heading(w.options())
                .help(w.of("In trợ giúp", "Print help")),
        )
}

fn option(name: &'static str, w: &Words, value: &'static str, vi: &'static str, en: &'static str) -> Arg {
    Arg::new(name).value_name(value).help_heading(w.options()).help(w.of(vi, en))
}

fn flag(name: &'static str, w: &Words, vi: &'static str, en: &'static str) -> Arg {
    Arg::new(name).help_heading(w.options()).help(w.of(vi, en)).action(ArgAction::SetTrue)
}

fn site_args(command: Clap, w: &Words) -> Clap {
    let audience = PossibleValuesParser::new(["cong-khai", "noi-bo"])
        .map(|word| if word == "noi-bo" { Audience::Internal } else { Audience::Public });
    command
        .arg(site_arg(w))
        .arg(
            option(
                "audience",
                w,
                "AI",
                "Dựng cho ai: cong-khai (mặc định) hoặc noi-bo",
                "For whom: cong-khai (default) or noi-bo",
            )
            .long("doi-tuong")
            .hide_possible_values(true)
            .value_parser(audience),
        )
        .arg(option("date", w, "YYYY-MM-DD", "Coi ngày này là hôm nay", "Take this day as today").long("ngay"))
        .arg(flag("drafts", w, "Gồm cả bản dự thảo", "Include drafts").long("ban-nhap"))
}

fn site_arg(w: &Words) -> Arg {
    option(
        "site",
        w,
        "DIR",
        "Thư mục của trang (có bangtin.toml) [mặc định: thư mục hiện tại]",
        "The site folder (with bangtin.toml) [default: this one]",
    )
    .long("site")
    .value_parser(clap::value_parser!(PathBuf))
}

fn build(w: &Words) -> Clap {
    let command = localised(Clap::new("build"), w)
        .visible_alias("dung")
        .about(w.of("Dựng trang vào một thư mục", "Build the site into a folder"))
        .arg(
            option(
                "out",
                w,
                "DIR",
                "Thư mục ra [mặc định: public, hoặc noi-bo]",
                "Output folder [default: public, or noi-bo]",
            )
            .long("out")
            .short('o')
            .value_parser(clap::value_parser!(PathBuf)),
        )
        .arg(
            flag(
                "compressed",
                w,
                "Ghi thêm bản nén .br và .gz bên cạnh mỗi tệp chữ, cho máy chủ gửi sẵn",
                "Also write .br and .gz twins beside text files, for servers that send them ready",
            )
            .long("nen"),
        )
        .arg(
            flag(
                "in-place",
                w,
                "Ghi từng tệp vào thư mục ra thay vì tráo cả thư mục (ổ gắn, container, thư mục của người khác)",
                "Write file by file into the folder instead of swapping it (mounts, containers, folders of others)",
            )
            .long("tai-cho")
            .alias("in-place"),
        );
    site_args(command, w)
}

fn serve(w: &Words) -> Clap {
    let command = localised(Clap::new("serve"), w)
        .visible_alias("xem")
        .about(w.of("Xem trước trên máy này; sửa tệp là thấy ngay", "Preview on this machine; an edit shows at once"))
        .arg(
            option("port", w, "N", "Cổng [mặc định: 4180]", "Port [default: 4180]")
                .long("port")
                .short('p')
                .value_parser(clap::value_parser!(u16).range(1..)),
        )
        .arg(flag("open", w, "Mở trình duyệt", "Open the browser").long("open").alias("mo"))
        .arg(
            option(
                "phone",
                w,
                "ĐỊA-CHỈ",
                "Cho điện thoại cùng mạng xem trong 60 phút, bằng mã QR",
                "Let phones in the same network look for 60 minutes, by QR code",
            )
            .long("dien-thoai")
            .num_args(0..=1)
            .require_equals(true)
            .value_parser(clap::value_parser!(IpAddr)),
        )
        .arg(
            flag(
                "poll",
                w,
                "Dò thay đổi định kỳ (cho ổ đĩa mạng không báo thay đổi)",
                "Refreshed for changes on a timer (for network drives that do not tell)",
            )
            .long("poll"),
        );
    site_args(command, w)
}

fn check(w: &Words) -> Clap {
    let command = localised(Clap::new("check"), w)
        .visible_alias("kiem-tra")
        .about(w.of("Kiểm tra mọi thứ, không ghi gì", "Check everything, write nothing"))
        .arg(flag("json", w, "In kết quả dạng JSON", "Print the result as JSON").long("json"))
        .arg(
            flag("sarif", w, "In kết quả dạng SARIF", "Print the result as SARIF").long("sarif").conflicts_with("json"),
        );
    site_args(command, w)
}

fn explain(w: &Words) -> Clap {
    localised(Clap::new("explain"), w)
        .visible_alias("giai-thich")
        .about(w.of("Giải thích một mã lỗi, hoặc liệt kê các mã", "Explain a code, or list all codes"))
        .arg(option("code", w, "MÃ", "Mã lỗi, ví dụ to-chuc-la", "A code, such as to-chuc-la"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definition_is_sound_in_both_languages() {
        definition(Lang::Vi).debug_assert();
        definition(Lang::En).debug_assert();
    }

    #[test]
    fn aliases_and_options_are_read() {
        let args = ["bangtin", "dung", "--doi-tuong", "noi-bo", "--ngay", "2026-11-22", "--out", "x", "--ban-nhap"];
        let cli = Cli::read(args.iter().map(OsString::from), Lang::Vi);
        let Ok(Cli { command: Command::Build(options) }) = cli else { panic!("{cli:?}") };
        assert_eq!(options.site.audience, Audience::Internal);
        assert_eq!(options.out, Some(PathBuf::from("x")));
        assert!(options.site.drafts);
        assert!(Cli::read(["bangtin", "build", "--oops"].iter().map(OsString::from), Lang::Vi).is_err());
    }
}
