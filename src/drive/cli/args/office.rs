//! `import` and `export`: Word and Excel in and out.

use super::{SiteOptions, Words, flag, localised, option, site_arg, site_args, site_folder, site_options};
use crate::read::vocabulary::EntryKind;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Arg, ArgMatches, Command as Clap};
use std::path::PathBuf;

#[derive(Debug, Clone)]
pub(in crate::drive::cli) struct ImportOptions {
    pub(in crate::drive::cli) site: PathBuf,
    pub(in crate::drive::cli) file: PathBuf,
    /// The plan that tasks go into, or `to-chuc`.
    pub(in crate::drive::cli) into: Option<String>,
    /// Whether changes are made unasked.
    pub(in crate::drive::cli) yes: bool,
    /// Where a document goes, if not where its head says.
    pub(in crate::drive::cli) kind: Option<EntryKind>,
    /// Whether text of old fonts is converted unasked.
    pub(in crate::drive::cli) convert: bool,
    pub(in crate::drive::cli) make_organisations: bool,
    pub(in crate::drive::cli) as_one: bool,
    pub(in crate::drive::cli) overwrite: bool,
    pub(in crate::drive::cli) dry_run: bool,
    pub(in crate::drive::cli) json: bool,
}

/// What `export` writes.
#[derive(Debug)]
pub(in crate::drive::cli) struct ExportOptions {
    pub(in crate::drive::cli) site: SiteOptions,
    pub(in crate::drive::cli) out: Option<PathBuf>,
    pub(in crate::drive::cli) what: ExportWhat,
}

#[derive(Debug)]
pub(in crate::drive::cli) enum ExportWhat {
    /// The progress workbook.
    Progress { by_organisation: bool, only: Option<String> },
    /// A document by its template; the list of templates where none is named.
    Document { name: Option<String>, about: DocumentSubject },
}

/// What a document is about, as the user names it.
#[derive(Debug)]
pub(in crate::drive::cli) struct DocumentSubject {
    pub(in crate::drive::cli) from: Option<String>,
    pub(in crate::drive::cli) to: Option<String>,
    pub(in crate::drive::cli) organisation: Option<String>,
    pub(in crate::drive::cli) plan: Option<String>,
    pub(in crate::drive::cli) session: Option<String>,
}

impl ExportOptions {
    pub(super) fn of(what: &str, found: &ArgMatches) -> Self {
        let text = |name: &str| found.try_get_one::<String>(name).ok().flatten().cloned();
        let about = || DocumentSubject {
            from: text("from"),
            to: text("to"),
            organisation: text("organisation"),
            plan: text("plan"),
            session: text("session"),
        };
        let what = match what {
            "tien-do" => {
                ExportWhat::Progress { by_organisation: found.get_flag("by-organisation"), only: text("organisation") }
            }
            "bao-cao" => ExportWhat::Document { name: Some("bao-cao".to_owned()), about: about() },
            _ => ExportWhat::Document { name: text("name"), about: about() },
        };
        Self { site: site_options(found), out: found.get_one::<PathBuf>("out").cloned(), what }
    }
}

impl ImportOptions {
    pub(super) fn of(found: &ArgMatches) -> Self {
        Self {
            site: site_folder(found),
            file: found.get_one::<PathBuf>("file").cloned().unwrap_or_default(),
            into: found.get_one::<String>("into").cloned(),
            yes: found.get_flag("yes"),
            kind: found.get_one::<EntryKind>("kind").copied(),
            convert: found.get_flag("convert"),
            make_organisations: found.get_flag("organisations"),
            as_one: found.get_flag("one"),
            overwrite: found.get_flag("overwrite"),
            dry_run: found.get_flag("dry"),
            json: found.get_flag("json"),
        }
    }
}

pub(super) fn import(w: &Words) -> Clap {
    let kind = PossibleValuesParser::new(["ke-hoach", "van-ban"])
        .map(|word| if word == "ke-hoach" { EntryKind::Plan } else { EntryKind::Document });
    localised(Clap::new("import"), w)
        .visible_alias("nhap")
        .about(w.of("Nhập tệp Word, Excel hoặc CSV", "Take in a Word, Excel or CSV file"))
        .arg(
            option(
                "file",
                w,
                "TỆP",
                "Tệp .docx, .xlsx, .csv (hoặc .doc, .xls nếu máy có LibreOffice)",
                "A .docx, .xlsx or .csv file (or .doc, .xls with LibreOffice)",
            )
            .required(true)
            .value_parser(clap::value_parser!(PathBuf)),
        )
        .arg(
            option(
                "into",
                w,
                "NƠI",
                "Bảng Excel, CSV vào đâu: id của kế hoạch (ke-hoach/2026/12-kh-du), hoặc to-chuc",
                "Where a table goes: the id of a plan, or to-chuc",
            )
            .long("vao"),
        )
        .arg(site_arg(w))
        .arg(
            option(
                "kind",
                w,
                "LOẠI",
                "Xếp vào: ke-hoach hoặc van-ban [mặc định: theo phần đầu văn bản]",
                "File under: ke-hoach or van-ban [default: as its head says]",
            )
            .long("loai")
            .hide_possible_values(true)
            .value_parser(kind),
        )
        .arg(
            flag(
                "convert",
                w,
                "Chuyển mã phông cũ (.VnTime, VNI) không hỏi",
                "Convert old fonts (.VnTime, VNI) unasked",
            )
            .long("chuyen-ma"),
        )
        .arg(
            flag(
                "organisations",
                w,
                "Tạo tổ chức chưa có trong to-chuc/",
                "Make organisations that are not in to-chuc/",
            )
            .long("tao-to-chuc"),
        )
        .arg(flag("one", w, "Coi cả tệp là một văn bản", "Take the whole file as one document").long("mot-van-ban"))
        .arg(flag("overwrite", w, "Ghi đè tệp đã có", "Overwrite files that are there").long("ghi-de"))
        .arg(flag("dry", w, "Chỉ in báo cáo, không ghi gì", "Only print the report, write nothing").long("thu"))
        .arg(flag("yes", w, "Ghi thay đổi, không hỏi lại", "Make the changes unasked").long("dong-y").short('y'))
        .arg(flag("json", w, "In báo cáo dạng JSON", "Print the report as JSON").long("json"))
}

pub(super) fn export(w: &Words) -> Clap {
    let progress = localised(Clap::new("tien-do"), w)
        .visible_alias("progress")
        .about(w.of(
            "Bảng tiến độ Excel: điền xong nhập lại bằng import",
            "The progress workbook: fill it in, then import it",
        ))
        .arg(out_arg(w))
        .arg(
            flag(
                "by-organisation",
                w,
                "Mỗi tổ chức chủ trì một trang tính",
                "A sheet for each organisation that leads",
            )
            .long("theo-to-chuc"),
        )
        .arg(
            option("organisation", w, "TÊN", "Chỉ việc của một tổ chức", "Only the tasks of one organisation")
                .long("to-chuc"),
        );
    let period = |command: Clap| {
        command
            .arg(
                option("from", w, "NGÀY", "Từ ngày [mặc định: đầu năm]", "From [default: the first of January]")
                    .long("tu"),
            )
            .arg(option("to", w, "NGÀY", "Đến ngày [mặc định: hôm nay]", "To [default: today]").long("den"))
            .arg(out_arg(w))
    };
    let report = localised(Clap::new("bao-cao"), w).visible_alias("report").about(
        w.of("Báo cáo kết quả quán triệt, tuyên truyền gửi cấp trên", "Report on dissemination to the level above"),
    );
    let document = localised(Clap::new("mau"), w)
        .visible_alias("document")
        .about(w.of(
            "Văn bản theo mẫu; không ghi tên thì liệt kê các mẫu",
            "A document by its template; without a name, the list",
        ))
        .arg(option("name", w, "MẪU", "Tên mẫu: phieu-giao-viec, giay-moi…", "Name: phieu-giao-viec, giay-moi …"))
        .arg(option("organisation", w, "TÊN", "Cho tổ chức nào", "For which organisation").long("to-chuc"))
        .arg(option("plan", w, "ID", "Về kế hoạch nào", "About which plan").long("ke-hoach"))
        .arg(option("session", w, "ID", "Về buổi quán triệt nào", "About which session").long("quan-triet"));
    localised(Clap::new("export"), w)
        .visible_alias("xuat")
        .about(w.of("Xuất ra Word, Excel: tien-do, bao-cao, mau", "Write Word and Excel files: tien-do, bao-cao, mau"))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(site_args(progress, w))
        .subcommand(site_args(period(report), w))
        .subcommand(site_args(period(document), w))
}

fn out_arg(w: &Words) -> Arg {
    option(
        "out",
        w,
        "TỆP",
        "Tệp ra: .docx, .md, .txt, hoặc .xlsx cho tien-do",
        "The file to write: .docx, .md, .txt, or .xlsx for tien-do",
    )
    .long("out")
    .short('o')
    .value_parser(clap::value_parser!(PathBuf))
}
