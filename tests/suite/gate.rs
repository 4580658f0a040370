//! Nothing internal in a public build: canaries, each a string that stands nowhere but in internal content.

use crate::site::{SETTINGS, Site, TODAY, pdf, tree, unpacked};

/// A site in which every kind of content has an internal part with a canary in it.
fn canary_site() -> Site {
    let png = canary_png("KAGAMI-ANH-NOI-BO");
    Site::new()
        .organisation("a", "Hội A", "loai = \"doan-the\"")
        .organisation("kin", "Tổ CANARY-TO-CHUC", "loai = \"khac\"\ndoi_tuong = \"noi-bo\"\nten_khac = [\"CANARY-TEN-KHAC\"]")
        .file("content/to-chuc/nhom.md", "+++\nten = \"Các đoàn thể\"\nnhom = { gom = [\"a\", \"kin\"] }\n+++\n")
        .file(
            "content/ke-hoach/2026/mo.md",
            "+++\ntieu_de = \"Kế hoạch mở\"\nngay = 2026-01-05\nso_ky_hieu = \"01-KH/ĐU\"\n\
             can_cu = [\"van-ban/kin\", \"ke-hoach/2026/kin\", \"Nghị quyết số 57-NQ/TW\"]\n\
             tep = [{ ten = \"Ảnh\", tep = \"mo.png\" }]\n\
             [[nhiem_vu]]\nnoi_dung = \"Việc mở\"\nchu_tri = [\"kin\"]\nphoi_hop = [\"Hội A; CANARY-TEN-KHAC và Các đoàn thể\"]\nthoi_han = \"2026\"\n\
             [[nhiem_vu]]\nnoi_dung = \"CANARY-NHIEM-VU\"\nchu_tri = [\"a\"]\nthoi_han = \"2026\"\ndoi_tuong = \"noi-bo\"\n\
             minh_chung = [{ ten = \"CANARY-MINH-CHUNG\", tep = \"CANARY-tep-minh-chung.png\" }]\n\
             [[nhiem_vu.cap_nhat]]\nngay = 2026-02-01\nnoi_dung = \"CANARY-CAP-NHAT\"\n\
             [[chi_tieu]]\nten = \"Chỉ tiêu mở\"\ntheo_doi = \"Tổ CANARY-TO-CHUC\"\ndich = { 2026 = 5 }\n+++\n\
             Xem [văn bản](van-ban/kin), [kế hoạch](/ke-hoach/2026/kin/), [trang](/kin/) và [tài liệu](tai-lieu/kin).\n",
        )
        .bytes("content/ke-hoach/2026/mo.png", &canary_png("KAGAMI-EXIF-CONG-KHAI"))
        .bytes("content/ke-hoach/2026/CANARY-tep-minh-chung.png", &png)
        .file(
            "content/ke-hoach/2026/kin.md",
            "+++\ntieu_de = \"CANARY-KE-HOACH\"\nngay = 2026-01-06\nso_ky_hieu = \"99-CANARYSO/ĐU\"\ndoi_tuong = \"noi-bo\"\n\
             can_cu = [\"Nghị quyết số 98-CANARYCU/TW\"]\ndia_chi_cu = [\"/canary-dia-chi-cu/\"]\ntep = [{ ten = \"CANARY-TEN-TEP\", tep = \"CANARY-tep.pdf\" }]\n\
             [[nhiem_vu]]\nnoi_dung = \"CANARY-VIEC-KIN\"\nchu_tri = [\"a\"]\nthoi_han = \"CANARY-THOI-HAN\"\n\
             [[dieu_chinh]]\nke_hoach = \"ke-hoach/2026/mo\"\nkieu = \"sua-doi\"\nnhiem_vu = \"1\"\nnoi_dung_cu = \"Việc mở\"\nnoi_dung = \"CANARY-SUA-DOI\"\nly_do = \"CANARY-LY-DO\"\n\
             [[dieu_chinh]]\nke_hoach = \"ke-hoach/2026/mo\"\nkieu = \"bo-sung\"\nnoi_dung = \"CANARY-BO-SUNG\"\nchu_tri = [\"a\"]\nthoi_han = \"2026\"\nly_do = \"x\"\n+++\nCANARY-BAI\n",
        )
        .file("content/ke-hoach/2026/CANARY-tep.pdf", "%PDF CANARY-NOI-DUNG-TEP")
        .file(
            "content/ke-hoach/2026/sua-mo.md",
            "+++\ntieu_de = \"Sửa kế hoạch mở\"\nngay = 2026-02-05\n\
             [[dieu_chinh]]\nke_hoach = \"ke-hoach/2026/mo\"\nkieu = \"sua-doi\"\nnhiem_vu = \"2\"\nnoi_dung_cu = \"CANARY-NHIEM-VU\"\nthoi_han = \"2027\"\nly_do = \"CANARY-LY-DO-SUA-VIEC-KIN\"\n\
             [[dieu_chinh]]\nke_hoach = \"ke-hoach/2026/mo\"\nkieu = \"bo-sung\"\nnoi_dung = \"CANARY-BO-SUNG-KIN\"\nchu_tri = [\"a\"]\nthoi_han = \"2026\"\ndoi_tuong = \"noi-bo\"\nly_do = \"x\"\n+++\n",
        )
        .file("content/ke-hoach/2026/nhap.md", "+++\ntieu_de = \"CANARY-DU-THAO\"\ntrang_thai = \"du-thao\"\n+++\nCANARY-BAI-DU-THAO\n")
        .file("content/van-ban/kin.md", "+++\ntieu_de = \"CANARY-VAN-BAN\"\nhoi_nghi = \"CANARY-HOI-NGHI\"\ndoi_tuong = \"noi-bo\"\n+++\nCANARY-BAI-VAN-BAN\n")
        .file(
            "content/quan-triet/mo.md",
            "+++\ntieu_de = \"Hội nghị mở\"\nbat_dau = 2026-03-02\nke_hoach = [\"ke-hoach/2026/mo\", \"ke-hoach/2026/kin\"]\ntai_lieu = [\"tai-lieu/kin\"]\n\
             trieu_tap = [\"kin\", \"a\"]\n[[ket_qua]]\nto_chuc = \"kin\"\ntrieu_tap = 777131\ntham_du = 777130\n[[ket_qua]]\nto_chuc = \"a\"\ntrieu_tap = 30\ntham_du = 4\n+++\n",
        )
        .file(
            "content/quan-triet/kin.md",
            "+++\ntieu_de = \"CANARY-QUAN-TRIET\"\nbat_dau = 2026-04-02\ndia_diem = \"CANARY-DIA-DIEM\"\ndoi_tuong = \"noi-bo\"\nke_hoach = [\"ke-hoach/2026/mo\"]\n\
             [[ket_qua]]\nto_chuc = \"a\"\ntrieu_tap = 30\ntham_du = 30\n+++\n",
        )
        .file("content/tai-lieu/kin.md", "+++\ntieu_de = \"CANARY-TAI-LIEU\"\nloai = \"hoi-dap\"\ndoi_tuong = \"noi-bo\"\n[[cau_hoi]]\nhoi = \"CANARY-HOI\"\ndap = \"CANARY-DAP\"\n+++\n")
        .file("content/trang/kin.md", "+++\ntieu_de = \"CANARY-TRANG\"\nmenu = true\ndoi_tuong = \"noi-bo\"\n+++\nCANARY-BAI-TRANG\n")
        .file("content/mau/thu.md", "CANARY-MAU")
}

/// The smallest PNG, with a text chunk.
pub(crate) fn canary_png(text: &str) -> Vec<u8> {
    fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
        let mut crc = 0xFFFF_FFFF_u32;
        for byte in kind.iter().chain(data) {
            crc ^= u32::from(*byte);
            for _ in 0..8 {
                crc = if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 };
            }
        }
        let length = u32::try_from(data.len()).expect("small").to_be_bytes();
        [&length[..], kind, data, &(!crc).to_be_bytes()].concat()
    }
    let header = [0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0];
    let pixels = [0x78, 0x01, 0x63, 0x60, 0x00, 0x00, 0x00, 0x02, 0x00, 0x01];
    let comment = [b"Comment\0", text.as_bytes()].concat();
    [
        &[0x89, b'P', b'N', b'G', 13, 10, 26, 10][..],
        &chunk(b"IHDR", &header),
        &chunk(b"tEXt", &comment),
        &chunk(b"IDAT", &pixels),
        &chunk(b"IEND", &[]),
    ]
    .concat()
}

fn occurs(bytes: &[u8], needle: &str) -> bool {
    bytes.windows(needle.len()).any(|window| window.eq_ignore_ascii_case(needle.as_bytes()))
}

#[test]
fn no_canary_occurs_in_any_file_name_or_byte_of_a_public_build() {
    let site = canary_site();
    let run = site.build().clean();
    let files = tree(&site.out());
    assert!(files.len() > 20);
    let packed = unpacked(&files);
    assert!(packed.keys().any(|path| path.ends_with("root.bin")) && packed.keys().any(|path| path.ends_with(".js")));
    for (path, bytes) in files.iter().chain(&packed) {
        for canary in ["canary", "KAGAMI", "77713", "noi-bo-khong"] {
            assert!(!occurs(bytes, canary), "{canary} in {path}");
            assert!(!path.to_lowercase().contains(&canary.to_lowercase()), "{canary} in the name of {path}");
        }
    }
    for code in ["tham-chieu-noi-bo", "to-chuc-noi-bo", "dieu-chinh-noi-bo"] {
        assert!(run.codes().contains(&code), "{code} is not warned of:\n{}", run.stderr);
    }
}

#[test]
fn the_internal_build_holds_everything_and_says_so_on_every_page() {
    let site = canary_site();
    site.run(&["build", "--doi-tuong", "noi-bo", "--ban-nhap", "--ngay", TODAY]).clean();
    let files = tree(&site.path().join("noi-bo"));
    let all: Vec<u8> = files.values().flatten().copied().collect();
    let everything = [
        "CANARY-TO-CHUC",
        "CANARY-NHIEM-VU",
        "CANARY-MINH-CHUNG",
        "CANARY-CAP-NHAT",
        "CANARY-KE-HOACH",
        "CANARY-VIEC-KIN",
        "CANARY-THOI-HAN",
        "CANARY-LY-DO",
        "CANARY-BAI",
        "CANARY-NOI-DUNG-TEP",
        "CANARY-BO-SUNG-KIN",
        "CANARY-DU-THAO",
        "CANARY-VAN-BAN",
        "CANARY-HOI-NGHI",
        "CANARY-QUAN-TRIET",
        "CANARY-DIA-DIEM",
        "CANARY-TAI-LIEU",
        "CANARY-HOI",
        "CANARY-TRANG",
        "777130",
    ];
    for canary in everything {
        assert!(occurs(&all, canary), "{canary} is missing from the internal build");
    }
    assert!(!occurs(&all, "CANARY-MAU"), "templates are never published");
    assert!(!occurs(&all, "KAGAMI"), "metadata of images is never published");
    for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
        assert!(occurs(bytes, "BẢN NỘI BỘ"), "{path} does not say that it is internal");
    }
}

#[test]
fn a_lead_nobody_may_see_is_said_to_be_unpublished() {
    let site = canary_site();
    site.build().clean();
    let page = site.page("ke-hoach/2026/mo/");
    assert!(page.contains("tổ chức không công bố"));
    assert!(page.contains(">Hội A</a> và <a"), "names that stay keep their text: {page}");
}

#[test]
fn small_counts_and_what_would_give_them_back_are_left_out_for_the_public() {
    let site = Site::new().organisation("a", "Hội A", "").organisation("b", "Hội B", "").file(
        "content/quan-triet/x.md",
        "+++\ntieu_de = \"Hội nghị\"\nbat_dau = 2026-03-02\n[[ket_qua]]\nto_chuc = \"a\"\ntrieu_tap = 131\ntham_du = 117\n\
         [[ket_qua]]\nto_chuc = \"b\"\ntrieu_tap = 7\ntham_du = 3\n[[ket_qua]]\nto_chuc = \"dang-uy\"\ntrieu_tap = 9\n+++\n",
    );
    let site = site.organisation("dang-uy", "Đảng ủy", "");
    site.build().clean();
    let page = site.page("quan-triet/x/");
    assert!(page.contains("dưới 5"));
    assert!(page.contains("chưa có số liệu"));
    assert!(!page.contains("120"), "the total gives the hidden count back");
    assert!(!page.contains("42,9 %"), "the ratio gives the hidden count back");
    site.run(&["build", "--doi-tuong", "noi-bo", "--ngay", TODAY]).clean();
    let internal = std::fs::read_to_string(site.path().join("noi-bo/quan-triet/x/index.html")).expect("the page");
    assert!(internal.contains("42,9 %") && !internal.contains("dưới 5"));
}

#[test]
fn secrecy_marks_stop_every_build_and_are_not_quoted() {
    let marked = "+++\ntieu_de = \"x\"\ndoi_tuong = \"noi-bo\"\n+++\nĐộ mật: M Ậ T\n\nchuyện KHONG-DUOC-TRICH\n";
    let site = Site::new().file("content/trang/a.md", marked);
    for audience in ["cong-khai", "noi-bo"] {
        let run = site.run(&["build", "--doi-tuong", audience, "--ngay", TODAY]);
        assert_eq!(run.code, Some(1));
        assert_eq!(run.codes(), ["dau-mat"]);
        assert!(!run.stderr.contains("KHONG-DUOC-TRICH") && !run.stderr.contains("M Ậ T"));
    }
    assert!(!site.out().exists());
}

#[test]
fn marks_inside_office_attachments_are_found() {
    let document = zip_of(&[(
        "word/document.xml",
        "<w:document><w:body><w:p><w:r><w:t>T Ố I</w:t></w:r><w:r><w:t> M Ậ T</w:t></w:r></w:p></w:body></w:document>",
    )]);
    let site = Site::new()
        .file("content/trang/a/index.md", "+++\ntieu_de = \"x\"\ntep = [{ tep = \"a.docx\" }]\n+++\n")
        .bytes("content/trang/a/a.docx", &document);
    assert_eq!(site.build().codes(), ["dau-mat"]);
}

#[test]
fn ordinary_words_with_mat_in_them_pass() {
    let text = "+++\ntieu_de = \"Bảo vệ bí mật nhà nước\"\n+++\nMật độ dân số, bí mật, mật ong.\n\n## Bảo mật\n";
    Site::new().file("content/trang/a.md", text).build().clean();
}

/// A stored (uncompressed) zip.
pub(crate) fn zip_of(files: &[(&str, &str)]) -> Vec<u8> {
    use std::io::Write;
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in files {
        let options = zip::write::SimpleFileOptions::default();
        writer.start_file(*name, options).expect("a zip entry");
        writer.write_all(text.as_bytes()).expect("its bytes");
    }
    writer.finish().expect("a zip").into_inner()
}

const PLAN_WITH_TABLE: &str = "+++\ntieu_de = \"Kế hoạch\"\nngay = 2026-01-05\nbang_nhiem_vu = \"viec.csv\"\n+++\n";

#[test]
fn tables_beside_a_plan_go_through_the_gate() {
    let table = |cell: &str| format!("Nội dung,Chủ trì,Thời hạn\n{cell},Hội A,2026\n");
    for (cell, code) in [("Độ mật: TỐI MẬT", "dau-mat"), ("LƯU HÀNH NỘI BỘ", "dau-luu-hanh-noi-bo")] {
        let site = Site::new()
            .organisation("a", "Hội A", "")
            .file("content/ke-hoach/2026/x.md", PLAN_WITH_TABLE)
            .file("content/ke-hoach/2026/viec.csv", &table(cell));
        assert!(site.build().codes().contains(&code), "{code} for a cell «{cell}»");
    }
}

/// A public page that offers a file, with more keys in the file's item.
fn offering(name: &str, bytes: &[u8], item: &str, more: &str) -> Site {
    let front = format!("+++\ntieu_de = \"x\"\ntep = [{{ tep = \"{name}\"{item} }}]\n{more}\n+++\n");
    Site::new().file("content/trang/a/index.md", &front).bytes(&format!("content/trang/a/{name}"), bytes)
}

#[test]
fn a_file_that_cannot_be_read_is_published_only_after_somebody_looked() {
    let broken = b"%PDF-1.7 c\xE1i n\xE0y h\xF4ng";
    let run = offering("a.pdf", broken, "", "").build();
    assert_eq!((run.code, run.codes()), (Some(1), vec!["tep-chua-xem"]), "{}", run.stderr);
    let hash =
        run.stderr.split("sha256 = \"").nth(1).and_then(|rest| rest.split('"').next()).expect("a hash").to_owned();
    let looked = format!(", da_xem = {{ boi = \"Chánh Văn phòng\", sha256 = \"{hash}\" }}");
    let site = offering("a.pdf", broken, &looked, "");
    site.build().clean();
    assert!(site.out().join("a/a.pdf").exists());
    site.write("content/trang/a/a.pdf", b"%PDF-1.7 khac");
    let run = site.build();
    assert!(run.codes().contains(&"tep-chua-xem") && run.stderr.contains("đã đổi"), "{}", run.stderr);
    // No level of a rule lets it through; members may have it.
    let settings = format!("{SETTINGS}tep-con-dau-vet = \"tat\"\n");
    let site = offering("a.pdf", broken, "", "").file("bangtin.toml", &settings);
    assert_eq!(site.build().codes(), ["tep-chua-xem"]);
    site.run(&["build", "--doi-tuong", "noi-bo"]).clean();
}

#[test]
fn packages_of_any_size_are_read_part_by_part_and_broken_parts_fail_closed() {
    let picture = "A".repeat(3 << 20);
    let document = "<document><body><p><r><t>Xin chào</t></r></p></body></document>";
    let bmp = format!("BM{picture}");
    let with_picture = zip_of(&[("word/document.xml", document), ("word/media/a.bmp", &bmp)]);
    offering("a.docx", &with_picture, "", "").build().clean();
    let names: Vec<String> = (0..2_500).map(|number| format!("customXml/item{number}.xml")).collect();
    let mut parts: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "<a/>")).collect();
    parts.push(("word/document.xml", document));
    offering("a.docx", &zip_of(&parts), "", "").build().clean();
    parts[700].1 = "<a>MẬT</a>";
    assert!(offering("a.docx", &zip_of(&parts), "", "").build().codes().contains(&"dau-mat"));
    for broken in [
        "<a>",
        "<a></b>",
        "<?xml version='1.0' encoding='windows-1258'?><a/>",
        "<!DOCTYPE a [<!ENTITY x 'M'>]><a>&x;</a>",
    ] {
        let bytes = zip_of(&[("word/document.xml", document), ("customXml/item1.xml", broken)]);
        assert_eq!(offering("a.docx", &bytes, "", "").build().codes(), ["tep-chua-xem"], "{broken}");
    }
}

#[test]
fn kinds_are_told_by_content_and_only_listed_ones_are_published() {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M0 0\"/></svg>";
    for (name, bytes, code) in [
        ("a.dwg", &b"AC1032\0\x01"[..], vec!["loai-tep-la", "tep-chua-xem"]),
        ("a.pdf", b"MZ\x90", vec!["tep-khong-an-toan", "tep-chua-xem"]),
        ("a.txt", b"<html><p>x</html>", vec!["tep-khong-an-toan"]),
        ("a.jpg", b"<svg onload='x'/>", vec!["tep-khong-an-toan"]),
        ("a.png", b"\x89PNG\r\n\x1a\n cut", vec!["anh-khong-lam-sach-duoc"]),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><a href='x'/></svg>", vec!["tep-khong-an-toan"]),
        ("a.svg", svg.as_bytes(), vec![]),
        ("a.jpg", &canary_png("TEN-NGUOI-CHUP"), vec![]),
    ] {
        let site = offering(name, bytes, "", "");
        let run = site.build();
        let mut codes = run.codes();
        codes.sort();
        let mut expected = code;
        expected.sort();
        assert_eq!(codes, expected, "{name}: {}", run.stderr);
        assert!(tree(&site.out()).values().all(|bytes| !occurs(bytes, "TEN-NGUOI-CHUP")));
    }
    let settings = format!("{SETTINGS}[tep]\ncho_phep = [\".DWG\", \"html\"]\n");
    let run = offering("a.dwg", b"AC1032\0\x01", "", "").file("bangtin.toml", &settings).run(&[
        "build",
        "--doi-tuong",
        "noi-bo",
    ]);
    run.clean();
    let run = offering("a.html", b"x", "", "").file("bangtin.toml", &settings).build();
    assert_eq!(run.codes(), ["tep-khong-an-toan"]);
}

#[test]
fn marks_are_found_in_a_pdf_and_in_files_inside_files() {
    let marked = String::from_utf8(pdf("x"))
        .expect("ASCII")
        .replace("trailer", "7 0 obj<</Contents<FEFF004D1EAC0054>>>endobj trailer");
    for audience in ["cong-khai", "noi-bo"] {
        let run = offering("a.pdf", marked.as_bytes(), "", "").run(&["check", "--doi-tuong", audience]);
        assert!(run.codes().contains(&"dau-mat"), "{}", run.stderr);
    }
    let inner = zip_of(&[("word/document.xml", "<document><p><t>MẬT</t></p></document>")]);
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in [
        ("word/document.xml", &b"<document/>"[..]),
        ("word/embeddings/a.docx", &inner),
        ("word/embeddings/b.pdf", &pdf("ok")),
    ] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("an entry");
        std::io::Write::write_all(&mut zip, bytes).expect("bytes");
    }
    let outer = zip.finish().expect("a zip").into_inner();
    let run = offering("a.docx", &outer, "", "").build();
    assert_eq!(run.codes(), ["dau-mat"], "{}", run.stderr);
    assert!(run.stderr.contains("a.docx` nằm bên trong"), "{}", run.stderr);
}

#[test]
fn marks_are_sought_in_what_a_text_means() {
    let page = |front: &str, body: &str| {
        Site::new().file("content/trang/a.md", &format!("+++\ntieu_de = \"x\"\n{front}+++\n{body}\n"))
    };
    for (front, body) in [
        ("tep = [{ ten = \"M\\u1EACT\", tep = \"a.txt\" }]\n", ""),
        ("# MẬT\n", ""),
        ("", "x[^1]\n\n[^1]: MẬT"),
        ("", "# MẬT {#dau}"),
        ("", "M&#7852;T"),
        ("", "**M**[Ậ](https://a.example)T"),
        ("", "- một\n- ＭẬＴ"),
        ("", "| a | b |\n|---|---|\n| x | МẬТ |"),
        ("", "> TỐI MẬT"),
        ("", "Một dòng.\nTUYỆT MẬT\nMột dòng nữa."),
        ("", "Tài liệu\nthu hồi"),
        ("", "<!-- MẬT -->"),
        ("", "![MẬT](https://a.example/a.png)"),
        ("", "xem xong\n trả lại"),
    ] {
        let run = page(front, body).file("content/trang/a.txt", "x").build();
        assert!(run.codes().contains(&"dau-mat"), "{front}{body}: {}", run.stderr);
        assert!(!run.stderr.contains("MẬT\n") && run.stderr.contains("a.md:"), "{}", run.stderr);
    }
    let run = Site::new().file("bangtin.toml", &SETTINGS.replace("Đảng ủy thử", "M\\u1EACT")).build();
    assert!(run.codes().contains(&"dau-mat") && run.stderr.contains("bangtin.toml:"), "{}", run.stderr);
    for body in [
        "Cán bộ phải giữ bí\nmật của Đảng.",
        "Bàn giao tài liệu thu hồi đất của 12 hộ.",
        "Nội dung này không lưu hành nội bộ ngoài phạm vi.",
        "| Hộ | Sản phẩm |\n|---|---|\n| Năm hộ | Mật |",
    ] {
        page("", body).build().clean();
    }
}

#[test]
fn an_innocent_passage_is_freed_by_name_and_told_at_every_check() {
    let innocent = "khong_phai_dau_mat = [{ cau = \"Mật\", ly_do = \"mật ong\", boi = \"Chánh Văn phòng\" }]";
    let site = offering("a.csv", "Tên,Loại\nHàng,Mật\n".as_bytes(), "", innocent);
    let run = site.check();
    assert_eq!((run.code, run.codes()), (Some(0), vec!["khong-phai-dau-mat"]), "{}", run.stderr);
    assert!(run.stderr.contains("Chánh Văn phòng") && run.stderr.contains("mật ong"));
    site.write("content/trang/a/a.csv", "Tên,Loại\nHàng,Mật\nDấu,MẬT\n".as_bytes());
    assert!(site.check().codes().contains(&"dau-mat"));
}

#[test]
fn numbers_of_persons_are_found_in_files_and_values() {
    for (name, text) in [("a.csv", "Họ tên,CCCD\nA,001 203 004 567\n"), ("a.txt", "CCCD001203004567")] {
        let run = offering(name, text.as_bytes(), "", "").build();
        assert_eq!(run.codes(), ["so-can-cuoc"], "{}", run.stderr);
        assert!(!run.stderr.contains("203"), "{}", run.stderr);
    }
    let run = offering("a.txt", "Gọi 0912 345 678".as_bytes(), "", "").build();
    assert_eq!((run.code, run.codes()), (Some(0), vec!["lien-lac-rieng"]), "{}", run.stderr);
    for body in ["0&#48;1203004567", "0**01203**004567"] {
        let run = Site::new().file("content/trang/a.md", &format!("+++\ntieu_de = \"x\"\n+++\nSố {body}.\n")).build();
        assert_eq!(run.codes(), ["so-can-cuoc"], "{body}: {}", run.stderr);
    }
}

#[test]
fn comments_never_reach_the_page() {
    let text =
        "+++\ntieu_de = \"x\"\n+++\nMột <!-- KHONG-DANG-1 --> hai.\n\n<!-- KHONG-DANG-2\n\nKHONG-DANG-3\n-->\n\nBa.\n";
    let site = Site::new().file("content/trang/a.md", text);
    site.build().clean();
    let page = site.page("a/");
    assert!(page.contains("Ba.") && !page.contains("KHONG-DANG"), "{page}");
}

#[test]
fn an_issuer_the_audience_may_not_see_is_not_named() {
    let site =
        Site::new().organisation("kin", "Ban CANARY-KIN", "doi_tuong = \"noi-bo\"").plan("x", "co_quan = \"kin\"");
    site.build().clean();
    assert!(tree(&site.out()).values().all(|bytes| !occurs(bytes, "canary")));
    assert!(site.page("ke-hoach/2026/x/").contains("tổ chức không công bố"));
}

#[test]
fn an_amendment_that_makes_a_task_internal_hides_it() {
    let site = Site::new()
        .organisation("a", "Hội A", "")
        .plan("x", "[[nhiem_vu]]\nnoi_dung = \"CANARY-VIEC\"\nchu_tri = [\"a\"]\nthoi_han = \"2026\"")
        .file(
            "content/ke-hoach/2026/sua.md",
            "+++\ntieu_de = \"Sửa\"\nngay = 2026-02-05\n[[dieu_chinh]]\nke_hoach = \"ke-hoach/2026/x\"\nkieu = \"sua-doi\"\n\
             nhiem_vu = \"1\"\nnoi_dung_cu = \"CANARY-VIEC\"\ndoi_tuong = \"noi-bo\"\nly_do = \"x\"\n+++\n",
        );
    site.build().clean();
    for (path, bytes) in tree(&site.out()) {
        assert!(!occurs(&bytes, "canary"), "{path}");
    }
}

/// A public plan to which one document adds tasks, and which another changes.
fn amended_twice(change: &str) -> Site {
    let task = "[[nhiem_vu]]\nnoi_dung = \"Việc đầu\"\nchu_tri = [\"a\"]\nthoi_han = \"2026\"";
    let add = |what: &str| {
        format!(
            "[[dieu_chinh]]\nke_hoach = \"ke-hoach/2026/x\"\nkieu = \"bo-sung\"\nnoi_dung = \"{what}\"\nchu_tri = [\"a\"]\n\
             thoi_han = \"2026\"\nly_do = \"x\"\n"
        )
    };
    let document = |id: &str, day: u8, changes: &str| {
        (
            format!("content/ke-hoach/2026/{id}.md"),
            format!("+++\ntieu_de = \"{id}\"\nngay = 2026-02-{day:02}\n{changes}+++\n"),
        )
    };
    let (first, text) = document("them", 5, &(add("CANARY-VIEC-THEM") + &add("Việc sau")));
    let (second, change) = document("sua", 6, change);
    Site::new().organisation("a", "Hội A", "").plan("x", task).file(&first, &text).file(&second, &change)
}

#[test]
fn a_task_that_was_added_and_made_internal_since_is_gone_and_others_keep_their_numbers() {
    let change = |code: &str, key: &str| {
        let text = if code == "2" { "CANARY-VIEC-THEM" } else { "Việc sau" };
        format!(
            "[[dieu_chinh]]\nke_hoach = \"ke-hoach/2026/x\"\nkieu = \"sua-doi\"\nnhiem_vu = \"{code}\"\nnoi_dung_cu = \"{text}\"\n{key}\nly_do = \"x\"\n"
        )
    };
    let hide = change("2", "doi_tuong = \"noi-bo\"") + &change("3", "san_pham = \"Báo cáo mới\"");
    let site = amended_twice(&hide);
    site.build().clean();
    for (path, bytes) in tree(&site.out()) {
        assert!(!occurs(&bytes, "canary"), "{path}");
    }
    let page = site.page("ke-hoach/2026/x/");
    assert!(page.contains("id=\"nv-3\"") && page.contains("Báo cáo mới") && !page.contains("id=\"nv-2\""));
    // The document that makes it internal need not be public itself.
    let hide = format!("doi_tuong = \"noi-bo\"\n{}", change("2", "doi_tuong = \"noi-bo\""));
    let site = amended_twice(&hide);
    assert_eq!(site.build().code, Some(0));
    assert!(tree(&site.out()).values().all(|bytes| !occurs(bytes, "canary")));
}

#[test]
fn a_table_that_is_offered_holds_no_task_and_no_name_that_is_internal() {
    let table = "Mã,Nội dung,Chủ trì,Thời hạn\nb1,Việc một,Hội A,2026\nb2,Việc hai,Hội A,2026\n";
    let plan = "bang_nhiem_vu = \"viec.csv\"\ntep = [{ tep = \"viec.csv\" }]";
    let site = |table: &str, changes: &str| {
        Site::new()
            .organisation("a", "Hội A", "")
            .organisation("kin", "Tổ công tác Suối Lim", "doi_tuong = \"noi-bo\"")
            .plan("x", plan)
            .file("content/ke-hoach/2026/viec.csv", table)
            .file("content/ke-hoach/2026/sua.md", &format!("+++\ntieu_de = \"Sửa\"\nngay = 2026-02-05\n{changes}+++\n"))
    };
    site(table, "").build().clean();
    let hide = "[[dieu_chinh]]\nke_hoach = \"ke-hoach/2026/x\"\nkieu = \"sua-doi\"\nnhiem_vu = \"b2\"\ndoi_tuong = \"noi-bo\"\nly_do = \"x\"\n";
    let run = site(table, hide).build();
    assert!(run.codes().contains(&"bang-con-viec-noi-bo"), "{}", run.stderr);
    for cell in ["Tổ công tác Suối Lim", "Hội A; Tổ công tác Suối Lim"] {
        let run = site(&table.replace("Việc hai,Hội A", &format!("Việc hai,{cell}")), "").build();
        assert!(run.codes().contains(&"bang-con-viec-noi-bo"), "{cell}: {}", run.stderr);
    }
    let run = site(&table.replace("Việc hai", "Giúp tổ công tác Suối Lim"), "").build();
    assert!(run.codes().contains(&"bang-con-viec-noi-bo"), "{}", run.stderr);
}

/// A workbook of one visible sheet with these rows, and a hidden one.
fn workbook(rows: &str) -> Vec<u8> {
    zip_of(&[
        (
            "[Content_Types].xml",
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>",
        ),
        (
            "_rels/.rels",
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"a\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>",
        ),
        (
            "xl/_rels/workbook.xml.rels",
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"r2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet2.xml\"/><Relationship Id=\"r3\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/></Relationships>",
        ),
        (
            "xl/workbook.xml",
            "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"Việc\" sheetId=\"1\" r:id=\"r1\"/><sheet name=\"Kín\" sheetId=\"2\" state=\"veryHidden\" r:id=\"r2\"/></sheets></workbook>",
        ),
        (
            "xl/styles.xml",
            "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><fonts><font/><font><strike/></font></fonts><cellXfs><xf fontId=\"0\"/><xf fontId=\"1\" applyFont=\"1\"/></cellXfs></styleSheet>",
        ),
        (
            "xl/worksheets/sheet1.xml",
            &format!(
                "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><cols><col min=\"4\" max=\"4\" hidden=\"1\"/></cols><sheetData>{rows}</sheetData></worksheet>"
            ),
        ),
        (
            "xl/worksheets/sheet2.xml",
            "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>CANARY trang ẩn</t></is></c></row></sheetData></worksheet>",
        ),
    ])
}

#[test]
fn what_is_hidden_or_crossed_out_in_a_table_is_left_out_and_said() {
    let row = |number: usize, attributes: &str, style: &str, cells: [&str; 4]| {
        let cells = cells.iter().zip('A'..).map(|(text, column)| {
            format!("<c r=\"{column}{number}\" t=\"inlineStr\"{style}><is><t>{text}</t></is></c>")
        });
        format!("<row r=\"{number}\"{attributes}>{}</row>", cells.collect::<String>())
    };
    let rows = row(1, "", "", ["Nhiệm vụ", "Chủ trì", "Thời hạn", "Ý kiến"])
        + &row(2, "", "", ["Việc đang làm", "Hội A", "2026", "CANARY cột ẩn"])
        + &row(3, " hidden=\"1\"", "", ["CANARY dòng ẩn", "Hội A", "2026", ""])
        + &row(4, "", " s=\"1\"", ["CANARY đã gạch", "Hội A", "2026", ""]);
    let site = Site::new()
        .organisation("a", "Hội A", "")
        .plan("x", "bang_nhiem_vu = \"viec.xlsx\"")
        .bytes("content/ke-hoach/2026/viec.xlsx", &workbook(&rows));
    let run = site.build();
    assert_eq!((run.code, run.codes()), (Some(0), vec!["bang-bo-phan-an"; 4]), "{}", run.stderr);
    for (path, bytes) in unpacked(&tree(&site.out())) {
        assert!(!occurs(&bytes, "canary"), "{path}");
    }
    assert!(site.page("ke-hoach/2026/x/").contains("Việc đang làm"));
}

#[test]
fn copies_of_an_entry_stop_the_build_or_are_told() {
    let text =
        "Phường mở mười hai buổi học kỹ năng số tại các khu phố, mỗi buổi có một tổ công nghệ số giúp người cao tuổi.";
    let plan = |title: &str| {
        format!("+++\nso_ky_hieu = \"12-KH/ĐU\"\ntieu_de = \"{title}\"\nngay = 2026-01-05\n+++\n{text}\n")
    };
    let site =
        Site::new().file("content/ke-hoach/a.md", &plan("Kế hoạch")).file("content/ke-hoach/b.md", &plan("Kế hoạch"));
    assert_eq!(site.build().codes(), ["ban-sao"]);
    let site = Site::new()
        .file("content/ke-hoach/a.md", &plan("Kế hoạch"))
        .file("content/ke-hoach/a - Copy.md", &plan("Kế hoạch"));
    let run = site.build();
    assert_eq!((run.code, run.codes()), (Some(0), vec!["tep-la"]), "{}", run.stderr);
    assert!(run.stderr.contains("đừng đổi tên"));
}

#[test]
fn what_only_internal_content_uses_of_the_settings_is_not_published() {
    let settings = format!(
        "{SETTINGS}[[linh_vuc]]\nma = \"kin\"\nten = \"CANARY-LINH-VUC\"\n[[linh_vuc]]\nma = \"mo\"\nten = \"Chủ đề mở\"\n\
         [viet_tat]\n\"BCĐK\" = \"CANARY-VIET-TAT\"\n\"HĐK\" = \"Hội đồng mở\"\n"
    );
    let site = Site::new()
        .file("bangtin.toml", &settings)
        .organisation("a", "Hội A", "")
        .plan("mo", "linh_vuc = [\"mo\"]\ntu_khoa = [\"HĐK\"]\n[[nhiem_vu]]\nnoi_dung = \"BCĐK họp\"\nchu_tri = [\"a\"]\nthoi_han = \"2026\"\ndoi_tuong = \"noi-bo\"")
        .plan("kin", "linh_vuc = [\"kin\"]\ndoi_tuong = \"noi-bo\"\ntu_khoa = [\"BCĐK\"]");
    site.build().clean();
    for (path, bytes) in unpacked(&tree(&site.out())) {
        assert!(!occurs(&bytes, "canary"), "{path}");
    }
    assert!(tree(&site.out()).values().any(|bytes| occurs(bytes, "Hội đồng mở") || occurs(bytes, "chủ đề mở")));
    site.run(&["build", "--doi-tuong", "noi-bo"]).clean();
    assert!(tree(&site.path().join("noi-bo")).values().any(|bytes| occurs(bytes, "canary-linh-vuc")));
}

#[test]
fn a_supporter_that_is_internal_leaves_no_trace() {
    let site = |support: &str| {
        let change = format!(
            "[[dieu_chinh]]\nke_hoach = \"ke-hoach/2026/x\"\nkieu = \"sua-doi\"\nnhiem_vu = \"1\"\nnoi_dung_cu = \"Việc\"\nthoi_han = \"2027\"\n{support}ly_do = \"x\"\n"
        );
        Site::new()
            .organisation("a", "Hội A", "")
            .organisation("kin", "Tổ công tác Suối Lim", "doi_tuong = \"noi-bo\"")
            .plan("x", &format!("[[nhiem_vu]]\nnoi_dung = \"Việc\"\nchu_tri = [\"a\"]\nthoi_han = \"2026\"\n{support}"))
            .file("content/ke-hoach/2026/sua.md", &format!("+++\ntieu_de = \"Sửa\"\nngay = 2026-02-05\n{change}+++\n"))
    };
    let (with, without) = (site("phoi_hop = [\"kin\"]\n"), site(""));
    assert_eq!((with.build().code, without.build().code), (Some(0), Some(0)));
    let (with, without) = (tree(&with.out()), tree(&without.out()));
    for (path, bytes) in &without {
        assert!(with.get(path) == Some(bytes), "{path} tells of it");
    }
    assert_eq!(with.len(), without.len());
}

#[test]
fn a_plain_value_that_names_an_internal_organisation_is_left_out() {
    let site = Site::new()
        .organisation("a", "Hội A", "")
        .organisation("kin", "Tổ công tác Suối Lim", "doi_tuong = \"noi-bo\"")
        .plan(
            "x",
            "nguoi_ky = \"Tổ trưởng Tổ công tác Suối Lim\"\n[[nhiem_vu]]\nnoi_dung = \"Việc\"\nchu_tri = [\"a\"]\nthoi_han = \"2026\"\n\
             phu_trach = \"Tổ công tác Suối Lim\"\ntham_quyen = \"Tổ công tác Suối Lim\"",
        )
        .file(
            "content/quan-triet/a.md",
            "+++\ntieu_de = \"Hội nghị\"\nbat_dau = 2026-03-02\ndia_diem = \"Trụ sở Tổ công tác Suối Lim\"\ndiem_cau = [\"Tổ công tác Suối Lim\"]\n+++\n",
        );
    let run = site.build();
    assert_eq!((run.code, run.codes().iter().all(|code| *code == "to-chuc-noi-bo")), (Some(0), true), "{}", run.stderr);
    for (path, bytes) in unpacked(&tree(&site.out())) {
        assert!(!occurs(&bytes, "suối lim"), "{path}");
    }
}

#[test]
fn public_text_that_names_an_internal_organisation_is_warned_of_where_it_stands() {
    let site = Site::new()
        .organisation("kin", "Tổ công tác Suối Lim", "doi_tuong = \"noi-bo\"")
        .file("content/trang/a.md", "+++\ntieu_de = \"x\"\n+++\nMột.\n\nViệc do tổ công tác suối Lim làm.\n");
    let run = site.build().clean();
    assert_eq!(run.codes(), ["to-chuc-noi-bo"]);
    assert!(run.stderr.contains("content/trang/a.md:6:1"), "{}", run.stderr);
}
