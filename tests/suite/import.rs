//! Word documents become content: what is recognised, guessed, left behind and refused.

use crate::docx::{Docx, run, table};
use crate::site::{Run, Site};

const HEADER: &[&str] = &["TT", "Nội dung công việc", "Đơn vị chủ trì", "Phối hợp", "Thời gian hoàn thành", "Sản phẩm"];

fn ward() -> Site {
    Site::new()
        .organisation("dang-uy", "Đảng ủy phường Hoa Ban", "loai = \"cap-uy\"\nten_ngan = \"Đảng ủy\"")
        .organisation("hoi-phu-nu", "Hội Liên hiệp Phụ nữ phường", "loai = \"doan-the\"")
        .organisation("doan-thanh-nien", "Đoàn Thanh niên", "loai = \"doan-the\"")
        .organisation("ban-xay-dung-dang", "Ban Xây dựng Đảng", "loai = \"co-quan-dang\"")
}

fn plan() -> Docx {
    Docx::new()
        .party_head(
            "Số 12-KH/ĐU",
            "Hoa Ban, ngày 20 tháng 01 năm 2026",
            "KẾ HOẠCH",
            "thực hiện Nghị quyết số 57-NQ/TW, ngày 22/12/2024 của Bộ Chính trị",
        )
        .p("Thực hiện Nghị quyết số 57-NQ/TW, ngày 22/12/2024 của Bộ Chính trị về đột phá phát triển, Ban Thường vụ Đảng ủy xây dựng kế hoạch như sau:")
}

fn signed(document: Docx) -> Docx {
    document.table(&[&[
        "Nơi nhận:\n- Ban Thường vụ Tỉnh ủy (b/c),\n- Lưu VPĐU.",
        "T/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ\n(đã ký)\nNgười Ký Thử",
    ]])
}

fn import(site: &Site, document: Docx, options: &[&str]) -> Run {
    site.write("van-ban.docx", &document.bytes());
    let file = site.path().join("van-ban.docx");
    let mut arguments = vec!["import", file.to_str().expect("a path")];
    arguments.extend(options);
    site.run(&arguments)
}

fn read(site: &Site, path: &str) -> String {
    std::fs::read_to_string(site.path().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn a_party_plan_becomes_a_file_that_passes_the_check() {
    let site = ward();
    let tasks = table(&[
        HEADER,
        &["I", "<w:gridSpan w:val=\"5\"/>¦CÔNG TÁC TUYÊN TRUYỀN"],
        &[
            "1",
            "Mở 12 lớp học tại các khu phố",
            "Hội LHPN phường",
            "<w:vMerge w:val=\"restart\"/>¦Đoàn Thanh niên",
            "Quý II/2026",
            "12 biên bản",
        ],
        &["2", "Tổng hợp kết quả", "Ban Xây dựng Đảng", "<w:vMerge/>¦", "Trước ngày 15/12/2026", "Báo cáo"],
    ]);
    let more = table(&[&["3", "Biểu dương điển hình", "Đảng ủy", "", "Tháng 12/2026", "Quyết định"]]);
    let document = plan()
        .bold("I- MỤC ĐÍCH, YÊU CẦU")
        .p("1- Để mọi đảng viên hiểu & làm theo.")
        .p("- Bảo đảm thiết thực.")
        .bold("II- NHIỆM VỤ")
        .xml(tasks)
        .p("")
        .xml(more)
        .bold("III- TỔ CHỨC THỰC HIỆN")
        .p("1. Ban Xây dựng Đảng chủ trì theo dõi, đôn đốc việc thực hiện.");
    let run = import(&site, signed(document), &[]).clean();
    for said in [
        "số ký hiệu: 12-KH/ĐU",
        "bảng nhiệm vụ: 2 nhiệm vụ",
        "nối tiếp bảng trước: thêm 1",
        "Phó Bí thư",
        "gợi ý nhiệm vụ cho Ban Xây dựng Đảng",
    ] {
        assert!(run.stderr.contains(said), "{said}\n{}", run.stderr);
    }
    assert!(!run.stderr.contains("chưa đưa vào tệp"), "{}", run.stderr);
    insta::assert_snapshot!("party_plan", read(&site, "content/ke-hoach/2026/12-kh-du.md"));
    let check = site.run(&["check", "--doi-tuong", "noi-bo", "--ngay", "2026-11-22"]);
    assert_eq!(check.code, Some(0), "{}", check.stderr);
    assert!(!read(&site, "content/ke-hoach/2026/12-kh-du.md").contains("Người Ký Thử"));
}

#[test]
fn an_import_says_every_line_it_leaves_out() {
    let document = signed(plan())
        .xml(format!(
            "<w:p><w:r><w:t>Giữ lại </w:t></w:r><w:del>{}</w:del><w:ins>{}</w:ins></w:p>",
            "<w:r><w:delText>chữ bị xóa</w:delText></w:r>",
            run("", "chữ thêm vào")
        ))
        .xml(format!("<w:p>{}</w:p>", run("<w:vanish/>", "chữ ẩn")))
        .part("header", "header1.xml", "<w:hdr {W}><w:p><w:r><w:t>Bản nháp nội bộ số 2</w:t></w:r></w:p></w:hdr>")
        .part(
            "comments",
            "comments.xml",
            "<w:comments {W}><w:comment w:id=\"1\"><w:p><w:r><w:t>Hỏi lại anh Trưởng ban</w:t></w:r></w:p></w:comment></w:comments>",
        );
    let site = ward();
    let run = import(&site, document, &[]).clean();
    for said in [
        "«chữ bị xóa»",
        "đã nhận: «chữ thêm vào»",
        "«chữ ẩn»",
        "«Bản nháp nội bộ số 2»",
        "«Hỏi lại anh Trưởng ban»",
        "Người Ký Thử",
    ] {
        assert!(run.stderr.contains(said), "{said}\n{}", run.stderr);
    }
    let text = read(&site, "content/ke-hoach/2026/12-kh-du.md");
    assert!(text.contains("Giữ lại chữ thêm vào") && !text.contains("xóa") && !text.contains("chữ ẩn"), "{text}");
}

#[test]
fn notes_boxes_numbers_and_pictures_are_taken_over() {
    let numbering = "<w:numbering {W}><w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/>\
        <w:numFmt w:val=\"lowerLetter\"/><w:lvlText w:val=\"%1)\"/></w:lvl></w:abstractNum>\
        <w:num w:numId=\"7\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>";
    let styles = "<w:styles {W}><w:style w:type=\"paragraph\" w:styleId=\"Muc\"><w:pPr><w:numPr><w:numId w:val=\"7\"/></w:numPr></w:pPr></w:style></w:styles>";
    let item = |text: &str| format!("<w:p><w:pPr><w:pStyle w:val=\"Muc\"/></w:pPr>{}</w:p>", run("", text));
    let boxed = "<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent><w:p><w:r><w:t>Trong khung</w:t></w:r></w:p></w:txbxContent></w:drawing></mc:Choice>\
        <mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>Trong khung</w:t></w:r></w:p></w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>";
    let note = "<w:p><w:r><w:t>Có chú thích</w:t></w:r><w:r><w:footnoteReference w:id=\"2\"/></w:r></w:p>";
    let picture = "<w:p><w:r><w:drawing><wp:inline><wp:docPr id=\"1\" descr=\"Sơ đồ tổ chức\"/><a:blip r:embed=\"rId3\"/></wp:inline></w:drawing></w:r></w:p>";
    let png = crate::gate::canary_png("KAGAMI-EXIF");
    let document = plan()
        .xml(item("Việc một"))
        .xml(item("Việc hai"))
        .xml(boxed)
        .xml(note)
        .xml(picture)
        .part("numbering", "numbering.xml", numbering)
        .part("styles", "styles.xml", styles)
        .part("footnotes", "footnotes.xml", "<w:footnotes {W}><w:footnote w:id=\"2\"><w:p><w:r><w:t>Theo Quy định số 24</w:t></w:r></w:p></w:footnote></w:footnotes>")
        .picture("media/anh.png", &png);
    let site = ward();
    import(&site, document, &[]).clean();
    let text = read(&site, "content/ke-hoach/2026/12-kh-du/index.md");
    for part in
        ["a) Việc một", "b) Việc hai", "Có chú thích[^1]", "[^1]: Theo Quy định số 24", "![Sơ đồ tổ chức](hinh-1.png)"]
    {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert_eq!(text.matches("Trong khung").count(), 1);
    let saved = std::fs::read(site.path().join("content/ke-hoach/2026/12-kh-du/hinh-1.png")).expect("the picture");
    let has = |bytes: &[u8]| bytes.windows(6).any(|bytes| bytes == b"KAGAMI");
    assert!(has(&png) && !has(&saved));
}

#[test]
fn targets_become_chi_tieu() {
    let document = plan().table(&[
        &["TT", "Chỉ tiêu", "Đơn vị tính", "Năm 2026", "Năm 2030", "Cơ quan theo dõi"],
        &["1", "Hồ sơ trực tuyến", "%", "70", "≥ 95", "Đảng ủy"],
        &["2", "Chi bộ xếp loại tốt", "chi bộ", "1.214", "Tất cả", ""],
    ]);
    let site = ward();
    import(&site, document, &[]).clean();
    let text = read(&site, "content/ke-hoach/2026/12-kh-du.md");
    assert!(text.contains("dich = { 2026 = 70, 2030 = 95 }\nchieu = \">=\"\ntheo_doi = \"Đảng ủy\""), "{text}");
    assert!(text.contains("dich = { 2026 = 1214 }\ndich_nguyen_van = \"Năm 2030: Tất cả\""), "{text}");
}

#[test]
fn unknown_organisations_are_named_and_made_on_request() {
    let document = || plan().table(&[HEADER, &["1", "Tuần tra", "Công an phường", "", "Thường xuyên", "Sổ trực"]]);
    let site = ward();
    let run = import(&site, document(), &[]).clean();
    assert!(run.stderr.contains("chưa có tổ chức «Công an phường»"), "{}", run.stderr);
    let run = import(&site, document(), &["--ghi-de", "--tao-to-chuc"]).clean();
    assert!(run.stderr.contains("tạo tổ chức «Công an phường», loại luc-luong-vu-trang"), "{}", run.stderr);
    assert!(read(&site, "content/to-chuc/cong-an-phuong.md").contains("loai = \"luc-luong-vu-trang\""));
    let check = site.run(&["check", "--doi-tuong", "noi-bo", "--ngay", "2026-11-22"]);
    assert_eq!(check.code, Some(0), "{}", check.stderr);
}

#[test]
fn nothing_is_overwritten_or_written_on_trial() {
    let site = ward();
    let run = import(&site, plan(), &["--thu"]).clean();
    assert!(run.stderr.contains("chưa ghi gì") && !site.path().join("content/ke-hoach").exists(), "{}", run.stderr);
    import(&site, plan(), &[]).clean();
    site.write("content/ke-hoach/2026/12-kh-du.md", b"+++\n+++\n");
    let run = import(&site, plan(), &[]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("đã có; không ghi đè") && run.stderr.contains("--ghi-de"), "{}", run.stderr);
    assert_eq!(read(&site, "content/ke-hoach/2026/12-kh-du.md"), "+++\n+++\n");
}

#[test]
fn a_secrecy_mark_anywhere_stops_the_import() {
    let head = "<w:hdr {W}><w:p><w:r><w:t>M Ậ T</w:t></w:r></w:p></w:hdr>";
    let boxed = "<w:p><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>TỐI MẬT</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>";
    for document in
        [plan().part("header", "header1.xml", head), plan().xml(boxed), plan().p("Tài liệu thu hồi sau hội nghị")]
    {
        let site = ward();
        let run = import(&site, document, &[]);
        assert_eq!(run.code, Some(2));
        assert!(run.stderr.contains("không nhập") && !run.stderr.contains("sau hội nghị"), "{}", run.stderr);
        assert!(!site.path().join("content/ke-hoach").exists());
    }
    let site = ward();
    let run = import(&site, plan().p("Lưu hành nội bộ"), &[]).clean();
    assert!(read(&site, "content/ke-hoach/2026/12-kh-du.md").contains("giữ noi-bo"), "{}", run.stderr);
}

#[test]
fn old_fonts_are_converted_only_when_told() {
    let font = |name: &str, text: &str| {
        format!("<w:p>{}</w:p>", run(&format!("<w:rFonts w:ascii=\"{name}\" w:hAnsi=\"{name}\"/>"), text))
    };
    let old =
        |name: &str, lines: &[&str]| lines.iter().fold(Docx::new(), |document, line| document.xml(font(name, line)));
    let tcvn3 = || old(".VnTime", &["§¶ng céng s¶n ViÖt Nam häp bµn viÖc thùc hiÖn nghÞ quyÕt t¹i ph\u{ad}êng"]);
    let site = ward();
    let run = import(&site, tcvn3(), &[]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("TCVN3") && run.stderr.contains("--chuyen-ma"), "{}", run.stderr);
    import(&site, tcvn3(), &["--chuyen-ma"]).clean();
    let text = read(&site, "content/van-ban/van-ban.md");
    assert!(text.contains("Đảng cộng sản Việt Nam họp bàn việc thực hiện nghị quyết tại phường"), "{text}");
    let vni = old("VNI-Times", &["Ñaûng boä phöôøng hoïp baøn vieäc thöïc hieän nghò quyeát"]);
    import(&site, vni, &["--chuyen-ma", "--ghi-de"]).clean();
    let text = read(&site, "content/van-ban/van-ban.md");
    assert!(text.contains("Đảng bộ phường họp bàn việc thực hiện nghị quyết"), "{text}");
}

#[test]
fn what_cannot_be_imported_is_said_in_vietnamese_and_leaves_nothing() {
    let good = plan().bytes();
    let mut other_zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    other_zip.start_file("anh.txt", zip::write::SimpleFileOptions::default()).expect("an entry");
    let other_zip = other_zip.finish().expect("a zip").into_inner();
    let zeros = {
        use std::io::Write;
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        zip.start_file("_rels/.rels", zip::write::SimpleFileOptions::default()).expect("an entry");
        let main = "<r><Relationship Id=\"a\" Type=\"x/officeDocument\" Target=\"word/document.xml\"/></r>";
        zip.write_all(main.as_bytes()).expect("relations");
        zip.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).expect("an entry");
        let block = vec![0_u8; 1 << 20];
        (0..500).for_each(|_| zip.write_all(&block).expect("zeros"));
        zip.finish().expect("a zip").into_inner()
    };
    let locked = [&[0xD0, 0xCF, 0x11, 0xE0][..], b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"].concat();
    let two =
        plan().party_head("Số 13-KH/ĐU", "Hoa Ban, ngày 21 tháng 01 năm 2026", "KẾ HOẠCH", "về việc khác").bytes();
    let cases: [(&str, Vec<u8>, &str); 8] = [
        ("nen.docx", other_zip, "là tệp nén khác"),
        ("cut.docx", good[..good.len() / 2].to_vec(), "không phải tệp Office thật"),
        ("khoa.docx", locked, "có mật khẩu"),
        ("khong.docx", zeros, "bung ra quá lớn"),
        ("trong.docx", Vec::new(), "trống"),
        ("anh.docx", b"\x89PNG\r\n\x1a\n".to_vec(), "không phải tệp Word hay Excel"),
        ("rong.docx", Docx::new().bytes(), "không có chữ nào"),
        ("hai.docx", two, "tệp có 2 văn bản: 12-KH/ĐU, 13-KH/ĐU"),
    ];
    for (name, bytes, said) in cases {
        let site = ward();
        site.write(name, &bytes);
        let file = site.path().join(name);
        let run = site.run(&["import", file.to_str().expect("a path")]);
        assert_eq!(run.code, Some(2), "{name}: {}", run.stderr);
        assert!(run.stderr.contains(said) && run.stderr.contains("cách sửa"), "{name}: {}", run.stderr);
        assert!(
            !site.path().join("content/ke-hoach").exists() && !site.path().join("content/van-ban").exists(),
            "{name}"
        );
    }
}

#[test]
fn a_csv_table_goes_into_its_plan_and_changes_nothing_else() {
    let before = "+++\r\ntieu_de = \"Kế hoạch\"   # giữ\r\nngay = 2026-01-05\r\n\r\n[[nhiem_vu]]\r\nnoi_dung = \"Họp\"\r\nchu_tri = \"dang-uy\"\r\nthoi_han = \"2026\"\r\n+++\r\nNội dung\r\n";
    let site = ward().file("content/ke-hoach/2026/1.md", before);
    site.write(
        "viec.csv",
        "TT;Nhiệm vụ;Chủ trì;Thời hạn\n1;Họp;Đảng ủy;2026\n2;Mở lớp;Hội LHPN phường;quý II/2026\n".as_bytes(),
    );
    let file = site.path().join("viec.csv");
    let run = site.run(&["import", file.to_str().expect("a path"), "--vao", "ke-hoach/2026/1"]).clean();
    assert!(run.stderr.contains("đã có trong kế hoạch, không thêm: «Họp»"), "{}", run.stderr);
    let after = read(&site, "content/ke-hoach/2026/1.md");
    let added = "\r\n[[nhiem_vu]]\r\nnoi_dung = \"Mở lớp\"\r\nchu_tri = \"Hội Liên hiệp Phụ nữ phường\"\r\nthoi_han = \"quý II/2026\"\r\n";
    assert_eq!(after, before.replace("+++\r\nNội dung", &format!("{added}+++\r\nNội dung")));
    let run = site.run(&["import", file.to_str().expect("a path"), "--vao", "ke-hoach/2026/2"]);
    assert!(run.code == Some(2) && run.stderr.contains("ý bạn là ke-hoach/2026/1?"), "{}", run.stderr);
    let run = site.run(&["import", file.to_str().expect("a path")]);
    assert!(run.code == Some(2) && run.stderr.contains("--vao ke-hoach/2026/12-kh-du"), "{}", run.stderr);
}

#[test]
fn a_workbook_is_read_with_merged_cells_months_and_split_headers() {
    use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
    let mut book = Workbook::new();
    book.add_worksheet().write(0, 0, "Ghi chép riêng").expect("a cell");
    let sheet = book.add_worksheet();
    let (plain, month) = (Format::new(), Format::new().set_num_format("mm/yyyy"));
    let day = Format::new().set_num_format("dd/mm/yyyy");
    for (column, text) in (0_u16..).zip(["TT", "Nội dung công việc"]) {
        sheet.merge_range(1, column, 2, column, text, &plain).expect("merged");
    }
    sheet.merge_range(1, 2, 1, 3, "Phân công", &plain).expect("merged");
    sheet.write(2, 2, "Chủ trì").and_then(|sheet| sheet.write(2, 3, "Phối hợp")).expect("cells");
    sheet.merge_range(1, 4, 2, 4, "Thời hạn", &plain).expect("merged");
    for (row, task) in (3_u32..).zip(["Mở lớp", "Tổng kết"]) {
        sheet.write(row, 1, task).expect("a task");
    }
    sheet.merge_range(3, 2, 4, 2, "Đảng ủy", &plain).expect("merged");
    let date = |year, month, day| ExcelDateTime::from_ymd(year, month, day).expect("a day");
    sheet.write_with_format(3, 4, date(2026, 6, 1), &month).expect("a month");
    sheet.write_with_format(4, 4, date(2026, 12, 15), &day).expect("a day");
    let site = ward().plan("1", "");
    site.write("viec.xlsx", &book.save_to_buffer().expect("a workbook"));
    let file = site.path().join("viec.xlsx");
    let run = site.run(&["import", file.to_str().expect("a path"), "--vao", "ke-hoach/2026/1"]).clean();
    assert!(run.stderr.contains("bảng 1: trang tính không có bảng nhiệm vụ"), "{}", run.stderr);
    let after = read(&site, "content/ke-hoach/2026/1.md");
    for block in [
        "noi_dung = \"Mở lớp\"\nchu_tri = \"Đảng ủy\"\nthoi_han = \"6/2026\"",
        "noi_dung = \"Tổng kết\"\nchu_tri = \"Đảng ủy\"\nthoi_han = \"15/12/2026\"",
    ] {
        assert!(after.contains(block), "{after}");
    }
}

#[test]
fn a_list_of_organisations_becomes_files() {
    let site = ward();
    let list = "STT,Tên tổ chức,Viết tắt,Loại,Số đảng viên\n1,Chi bộ Khu phố 1,,,32\n2,Hội Liên hiệp Phụ nữ phường,,,\n3,Trạm Y tế,TYT,don-vi,7\n";
    site.write("ds.csv", list.as_bytes());
    let file = site.path().join("ds.csv");
    let run = site.run(&["import", file.to_str().expect("a path"), "--vao", "to-chuc"]).clean();
    assert!(run.stderr.contains("đã có, hoặc không phải tên một tổ chức: «Hội Liên hiệp"), "{}", run.stderr);
    assert_eq!(
        read(&site, "content/to-chuc/chi-bo-khu-pho-1.md"),
        "+++\nten = \"Chi bộ Khu phố 1\"\nloai = \"chi-bo\"\nso_dang_vien = 32\n+++\n"
    );
    assert_eq!(site.check().code, Some(0));
}

#[test]
fn tables_of_the_wrong_kind_are_refused() {
    use rust_xlsxwriter::Workbook;
    let mut long = Workbook::new();
    long.add_worksheet().write(999_999, 0, "cuối").expect("a cell");
    let mut other = Workbook::new();
    other.add_worksheet().write(0, 0, "Sổ thu chi").expect("a cell");
    for (mut book, said) in [(long, "dài hơn 50000 dòng"), (other, "không trang tính nào có bảng")] {
        let site = ward().plan("1", "");
        let before = read(&site, "content/ke-hoach/2026/1.md");
        site.write("bang.xlsx", &book.save_to_buffer().expect("a workbook"));
        let file = site.path().join("bang.xlsx");
        let run = site.run(&["import", file.to_str().expect("a path"), "--vao", "ke-hoach/2026/1"]);
        assert!(run.code == Some(2) && run.stderr.contains(said), "{}", run.stderr);
        assert_eq!(read(&site, "content/ke-hoach/2026/1.md"), before);
    }
}

#[test]
fn old_formats_get_the_way_to_save_them_anew_where_no_program_converts_them() {
    let page =
        "\u{feff}<html xmlns:w=\"urn:schemas-microsoft-com:office:word\"><body><p>Lịch làm việc</p></body></html>";
    let cases: [(&str, &[u8], &str); 3] = [
        ("lich.doc", page.as_bytes(), "là trang web (HTML) mang tên Word"),
        ("cu.doc", &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1], "là tệp Word đời cũ (.doc)"),
        ("cu.rtf", b"{\\rtf1 x}", "là tệp RTF"),
    ];
    for (name, bytes, said) in cases {
        let site = ward();
        site.write(name, bytes);
        let run = std::process::Command::new(env!("CARGO_BIN_EXE_bangtin"))
            .args(["import", name])
            .current_dir(site.path())
            .env("PATH", "")
            .env_remove("BANGTIN_LANG")
            .output()
            .expect("the program starts");
        let text = String::from_utf8_lossy(&run.stderr);
        assert_eq!(run.status.code(), Some(2), "{text}");
        assert!(
            text.contains(said) && text.contains("Word Document (*.docx)") && text.contains("LibreOffice"),
            "{text}"
        );
    }
}

#[test]
fn heads_are_read_in_the_shapes_that_offices_give_them() {
    let head = |number: &str, date: &str| {
        table(&[&[&format!("ĐẢNG ỦY PHƯỜNG HOA BAN\n*\n{number}"), &format!("ĐẢNG CỘNG SẢN VIỆT NAM\n{date}")]])
    };
    let rest =
        |document: Docx| document.xml(crate::docx::title("KẾ HOẠCH")).xml(crate::docx::title("thực hiện việc thử"));
    let task = &["1", "Mở lớp học", "Đảng ủy", "", "Quý II/2026", ""];
    for (name, document, said) in [
        ("numeric date", rest(Docx::new().xml(head("Số 12-KH/ĐU", "Hoa Ban, ngày 20/01/2026"))), "ngày 20/01/2026"),
        ("dotted date", rest(Docx::new().xml(head("Số 12-KH/ĐU", "Hoa Ban, ngày 20.01.2026"))), "ngày 20.01.2026"),
        (
            "a line above",
            rest(Docx::new().p("Mẫu số 03").xml(head("Số 12-KH/ĐU", "Hoa Ban, ngày 20 tháng 01 năm 2026"))),
            "đưa vào bài: Mẫu số 03",
        ),
        (
            "a date without its word",
            rest(Docx::new().xml(head("Số 12-KH/ĐU", "Hoa Ban, 20-01-2026"))),
            "ngày ban hành: Hoa Ban, 20-01-2026",
        ),
        (
            "an odd line",
            rest(Docx::new().xml(head("Số 12-KH/ĐU\nlần thứ hai", "Hoa Ban, ngày 20 tháng 01 năm 2026"))),
            "đưa vào bài: lần thứ hai",
        ),
        (
            "a stamp",
            rest(Docx::new().xml(head("Số 12-KH/ĐU\nHỎA TỐC", "Hoa Ban, ngày 20 tháng 01 năm 2026"))),
            "dấu đóng trên văn bản: HỎA TỐC",
        ),
        (
            "a table right below",
            rest(Docx::new().xml(head("Số 12-KH/ĐU", "Hoa Ban, ngày 20 tháng 01 năm 2026")))
                .p("-----")
                .table(&[HEADER, task]),
            "bảng nhiệm vụ: 1 nhiệm vụ",
        ),
        (
            "a heading right below",
            rest(Docx::new().xml(head("Số 12-KH/ĐU", "Hoa Ban, ngày 20 tháng 01 năm 2026")))
                .p("-----")
                .xml(crate::docx::title("PHẦN THỨ NHẤT")),
            "trích yếu: Thực hiện việc thử\n",
        ),
    ] {
        let site = ward();
        let run = import(&site, document, &[]).clean();
        assert!(run.stderr.contains(said), "{name}: {}", run.stderr);
        let text = read(&site, "content/ke-hoach/2026/12-kh-du.md");
        assert!(
            text.contains("ngay = 2026-01-20\n") && text.contains("tieu_de = \"Thực hiện việc thử\""),
            "{name}: {text}"
        );
    }
}

#[test]
fn names_of_signers_are_left_out_wherever_they_stand() {
    let boxed = "<w:p><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>BÍ THƯ</w:t></w:r></w:p><w:p><w:r><w:t>Lò Thị Thử</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>";
    for document in [
        plan()
            .p("T/M BAN THƯỜNG VỤ")
            .p("PHÓ BÍ THƯ")
            .p("")
            .p("(đã ký)")
            .p("Lò Thị Thử")
            .p("Nơi nhận:")
            .p("- Lưu VPĐU."),
        plan().xml(boxed),
        plan().table(&[&["NGƯỜI LẬP\n\nVừ Văn Thử", "THỦ TRƯỞNG ĐƠN VỊ\n(ký tên)\nLò Thị Thử"]]),
        plan().p("KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\n\nLò Thị Thử"),
    ] {
        let site = ward();
        let run = import(&site, document, &[]).clean();
        let text = read(&site, "content/ke-hoach/2026/12-kh-du.md");
        assert!(!text.contains("Thử") && text.contains("nguoi_ky"), "{text}");
        assert!(run.stderr.contains("tên người ký, không đưa vào trang: Lò Thị Thử"), "{}", run.stderr);
    }
}

#[test]
fn marks_stop_an_import_wherever_they_hide() {
    let watermark = "<w:hdr {W}><w:p><w:r><w:pict><v:shape xmlns:v=\"v\"><v:textpath string=\"MẬT\"/></v:shape></w:pict></w:r></w:p></w:hdr>";
    let hidden = format!("<w:p>{}</w:p>", run("<w:vanish/>", "TỐI MẬT"));
    let documents = [
        plan().part("header", "header1.xml", watermark),
        plan().xml(hidden),
        plan().p("Không phổ biến trên các phương tiện thông tin đại chúng"),
    ];
    for document in documents {
        let run = import(&ward(), document, &[]);
        assert!(run.code == Some(2) && run.stderr.contains("không nhập"), "{}", run.stderr);
    }
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().write(0, 0, "Nhiệm vụ").and_then(|sheet| sheet.write(0, 1, "Chủ trì")).expect("cells");
    book.add_worksheet().write(4, 2, "TUYỆT MẬT").expect("a mark");
    let csv = "MẬT\nNhiệm vụ;Chủ trì;Thời hạn\nMở lớp;dang-uy;2026\n".as_bytes().to_vec();
    for (name, bytes) in [("viec.xlsx", book.save_to_buffer().expect("a workbook")), ("viec.csv", csv)] {
        let site = ward().plan("1", "");
        site.write(name, &bytes);
        let run = site.run(&["import", site.path().join(name).to_str().expect("a path"), "--vao", "ke-hoach/2026/1"]);
        assert!(run.code == Some(2) && run.stderr.contains("không nhập"), "{name}: {}", run.stderr);
    }
}

#[test]
fn what_is_replaced_does_not_stay_as_a_second_entry() {
    let site = ward().file("content/ke-hoach/2026/12-kh-du/index.md", "+++\n+++\n");
    let run = import(&site, plan(), &[]);
    assert!(run.stderr.contains("content/ke-hoach/2026/12-kh-du/index.md đã có"), "{}", run.stderr);
    import(&site, plan(), &["--ghi-de"]).clean();
    assert!(!site.path().join("content/ke-hoach/2026/12-kh-du/index.md").exists());
    assert_eq!(site.run(&["check", "--doi-tuong", "noi-bo", "--ngay", "2026-11-22"]).code, Some(0));
}

#[test]
fn a_plan_whose_tasks_are_in_a_table_gets_no_block_that_renumbers_them() {
    let site = ward()
        .file("content/ke-hoach/2026/viec.csv", "Nhiệm vụ;Chủ trì;Thời hạn\nHọp;dang-uy;2026\n")
        .plan("1", "bang_nhiem_vu = \"viec.csv\"");
    site.write("them.csv", "Nhiệm vụ;Chủ trì;Thời hạn\nMở lớp;dang-uy;2026\n".as_bytes());
    let run = site.run(&["import", site.path().join("them.csv").to_str().expect("a path"), "--vao", "ke-hoach/2026/1"]);
    assert!(run.code == Some(2) && run.stderr.contains("content/ke-hoach/2026/viec.csv"), "{}", run.stderr);
}

#[test]
fn a_split_header_gives_the_deadline_its_end() {
    let header = &[
        "<w:vMerge w:val=\"restart\"/>¦TT",
        "<w:vMerge w:val=\"restart\"/>¦Nội dung",
        "<w:vMerge w:val=\"restart\"/>¦Chủ trì",
        "<w:gridSpan w:val=\"2\"/>¦Thời gian thực hiện",
    ];
    let second = &["<w:vMerge/>¦", "<w:vMerge/>¦", "<w:vMerge/>¦", "Bắt đầu", "Hoàn thành"];
    let task = &["1", "Mở lớp học", "Đảng ủy", "6/2026", "30/9/2026"];
    let site = ward();
    import(&site, plan().table(&[header, second, task]), &[]).clean();
    let text = read(&site, "content/ke-hoach/2026/12-kh-du.md");
    assert!(text.contains("thoi_han = \"30/9/2026\""), "{text}");
    assert!(text.contains("ghi_chu = \"Thời gian thực hiện – Bắt đầu: 6/2026\""), "{text}");
}

#[test]
fn nothing_beside_a_replaced_entry_is_orphaned() {
    let site = ward()
        .file(
            "content/ke-hoach/2026/12-kh-du/index.md",
            "+++\ntieu_de = \"Cũ\"\nngay = 2026-01-20\nbang_nhiem_vu = \"viec.csv\"\n+++\n",
        )
        .file("content/ke-hoach/2026/12-kh-du/viec.csv", "Nhiệm vụ;Chủ trì;Thời hạn\nHọp;dang-uy;2026\n");
    let run = import(&site, plan(), &["--ghi-de"]);
    assert!(run.code == Some(2) && run.stderr.contains("12-kh-du/viec.csv nằm cạnh mục sẽ bị thay"), "{}", run.stderr);
    assert!(read(&site, "content/ke-hoach/2026/12-kh-du/index.md").contains("Cũ"));
}

#[test]
fn sheet_names_are_marks_too() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("TUYỆT MẬT").expect("a name");
    sheet.write(0, 0, "Nhiệm vụ").and_then(|sheet| sheet.write(0, 1, "Chủ trì")).expect("cells");
    let site = ward().plan("1", "");
    site.write("viec.xlsx", &book.save_to_buffer().expect("a workbook"));
    let run =
        site.run(&["import", site.path().join("viec.xlsx").to_str().expect("a path"), "--vao", "ke-hoach/2026/1"]);
    assert!(run.code == Some(2) && run.stderr.contains("không nhập"), "{}", run.stderr);
}
