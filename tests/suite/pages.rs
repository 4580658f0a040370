//! What the pages hold: tables whole, lists cut into pages, text safe, files under safe names.

use crate::docx::Docx;
use crate::gate::canary_png;
use crate::site::{Site, pdf, visible_text};

#[test]
fn every_cell_of_a_table_is_on_the_page() {
    let table = "PHỤ LỤC NHIỆM VỤ;;;;;\nTT;Nhiệm vụ;Cơ quan chủ trì;Phối hợp;Thời gian;Sản phẩm;Kinh phí\n\
                 I.;Về lãnh đạo, chỉ đạo;;;;;\n1.;\"Rà soát; bổ sung\";Hội A;Hội B, các sở;6/2026;Báo cáo;5 triệu\n\
                 II.;Về tổ chức;;;;;\n2.;Tổng kết;\"Hội A và Hội B\";;theo chỉ đạo;;\n";
    let site = Site::new()
        .file("bangtin.toml", &format!("{}to-chuc-la = \"canh-bao\"\n", crate::site::SETTINGS))
        .organisation("a", "Hội A", "")
        .organisation("b", "Hội B", "")
        .plan("1", "bang_nhiem_vu = \"b.csv\"")
        .file("content/ke-hoach/2026/b.csv", table);
    site.build().clean();
    let text = visible_text(&site.page("ke-hoach/2026/1/"));
    for cell in [
        "PHỤ LỤC NHIỆM VỤ",
        "I. Về lãnh đạo, chỉ đạo",
        "Rà soát; bổ sung",
        "Hội B , các sở",
        "6/2026",
        "Báo cáo",
        "Kinh phí",
        "5 triệu",
        "II. Về tổ chức",
        "Tổng kết",
        "Hội A và Hội B",
        "theo chỉ đạo",
    ] {
        assert!(text.contains(cell), "{cell} not in {text}");
    }
    assert_eq!(site.page("to-chuc/b/").matches("data-nhiem-vu=").count(), 2);
}

#[test]
fn ten_thousand_plans_make_no_large_page() {
    let site = Site::new().organisation("a", "Hội A", "");
    for number in 0..2_000 {
        let text = format!(
            "+++\ntieu_de = \"Kế hoạch số {number} về một việc có tên khá dài để dòng không ngắn\"\nngay = 2026-01-{:02}\n[[nhiem_vu]]\nnoi_dung = \"Việc {number}\"\nchu_tri = [\"a\"]\nthoi_han = \"2026\"\n+++\n",
            number % 28 + 1
        );
        site.write(&format!("content/ke-hoach/2026/k{number}.md"), text.as_bytes());
    }
    site.build().clean();
    for (path, bytes) in crate::site::tree(&site.out()).iter().filter(|(path, _)| path.ends_with(".html")) {
        assert!(bytes.len() < 300_000, "{path}: {} bytes", bytes.len());
    }
    assert!(site.out().join("ke-hoach/trang-40/index.html").exists());
    assert!(site.out().join("to-chuc/a/trang-2/index.html").exists());
    assert!(site.page("ke-hoach/trang-2/").contains("rel=\"prev\""));
}

#[test]
fn tasks_of_a_long_plan_go_on_and_links_find_them() {
    let tasks: String = (1..=200)
        .map(|number| format!("[[nhiem_vu]]\nnoi_dung = \"Việc {number}\"\nchu_tri = [\"a\"]\nthoi_han = \"2026\"\n"))
        .collect();
    let site = Site::new().organisation("a", "Hội A", "").plan("1", &tasks);
    site.build().clean();
    assert!(site.page("ke-hoach/2026/1/trang-2/").contains("id=\"nv-200\""));
    assert!(site.page("to-chuc/a/trang-4/").contains("ke-hoach/2026/1/trang-2/#nv-200\""));
}

#[test]
fn every_page_of_a_long_plan_that_is_amended_builds() {
    let tasks: String = (1..=200)
        .map(|number| format!("[[nhiem_vu]]\nnoi_dung = \"Việc {number}\"\nchu_tri = [\"a\"]\nthoi_han = \"2026\"\n"))
        .collect();
    let site = Site::new().organisation("a", "Hội A", "").plan("1", &tasks).plan(
        "2",
        "[[dieu_chinh]]\nke_hoach = \"ke-hoach/2026/1\"\nkieu = \"sua-doi\"\nnhiem_vu = \"200\"\nnoi_dung_cu = \"Việc 200\"\nthoi_han = \"2027\"\n",
    );
    site.build().clean();
    assert!(site.page("ke-hoach/2026/1/").contains("href=\"#bt-lich-su\""));
    assert!(site.page("ke-hoach/2026/1/trang-2/").contains("ke-hoach/2026/2/\""));
}

#[test]
fn text_from_content_is_escaped_everywhere() {
    let evil = "<script>alert(1)</script>\\\"'&";
    let site = Site::new()
        .file("bangtin.toml", &crate::site::SETTINGS.replace("Bảng tin thử", evil))
        .organisation("a", evil, &format!("ten_ngan = \"x{evil}\"\ndien_thoai = \"{evil}\"\nemail = \"{evil}\""))
        .plan("1", &format!("tom_tat = \"{evil}\"\nnguoi_ky = \"{evil}\"\ntu_khoa = [\"{evil}\"]\nso_ky_hieu = \"{evil}\"\ntom_tat_ngon_ngu = {{ en = \"{evil}\", \"x y\" = \"{evil}\" }}\n[[nhiem_vu]]\nnoi_dung = \"{evil}\"\nchu_tri = [\"a\"]\nthoi_han = \"{evil}\"\nghi_chu = \"{evil}\""))
        .file("content/trang/a.md", &format!("+++\ntieu_de = \"{evil}\"\n+++\n<script>alert(2)</script>\n\n<img src=x onerror=alert(3)>\n\n[x](https://a.example/\"onclick=alert(4))\n"));
    site.build().clean();
    for (path, bytes) in crate::site::tree(&site.out()).iter().filter(|(path, _)| path.ends_with(".html")) {
        let html = String::from_utf8_lossy(bytes);
        let scripts = html.matches("<script").count();
        let data = html.split("<script type=\"application/ld+json\">").skip(1);
        let data = data.map(|rest| rest.split("</script>").next().expect("an end"));
        let data: Vec<serde_json::Value> = data.map(|text| serde_json::from_str(text).expect("JSON")).collect();
        let own = html.matches("<script src=\"").count() + data.len();
        assert_eq!(scripts, own, "a foreign script in {path}");
        for tag in html.split('<').skip(1).filter_map(|rest| rest.split('>').next()) {
            let outside_values: String = tag.split('"').step_by(2).collect();
            for bad in ["onerror", "onclick", "style="] {
                assert!(!outside_values.contains(bad), "{bad} in <{tag}> of {path}");
            }
        }
    }
}

#[test]
fn attachments_are_published_under_safe_names_only_where_they_are_named() {
    let site = Site::new()
        .file("content/trang/a/index.md", "+++\ntieu_de = \"x\"\ntep = [{ ten = \"Bản ký\", tep = \"Bản có chữ ký.PDF\" }]\n+++\n![Sơ đồ](ảnh%201.png) [phụ lục](phu/Phụ%20lục.docx)\n")
        .bytes("content/trang/a/Bản có chữ ký.PDF", &pdf("Xin chao"))
        .bytes("content/trang/a/ảnh 1.png", &canary_png("x"))
        .bytes("content/trang/a/phu/Phụ lục.docx", &Docx::new().p("Xin chào").bytes())
        .file("content/trang/a/khong-ai-goi.pdf", "x");
    let run = site.build();
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let files = crate::site::tree(&site.out().join("a"));
    let names: Vec<_> = files.keys().map(String::as_str).collect();
    assert_eq!(names, ["anh-1.png", "ban-co-chu-ky.pdf", "index.html", "phu/phu-luc.docx"]);
    assert!(site.page("a/").contains("(PDF, 1 KB)"));
}

#[test]
fn old_addresses_lead_to_the_page() {
    let site = Site::new().plan("1", "dia_chi_cu = [\"/tin/ke-hoach-1.html\", \"/x\"]");
    site.build().clean();
    assert!(site.page("tin/ke-hoach-1.html").contains("url=../ke-hoach/2026/1/"));
    assert!(site.page("x/").contains("https://thu.example/dang-uy/ke-hoach/2026/1/"));
}

#[test]
fn markdown_of_the_contract_is_rendered_without_styles() {
    let text = "## Mục một\n\nChữ **đậm** ~~bỏ~~ [^1] UBND và UBND.\n\n[^1]: Chú thích.\n\n- [x] xong\n- [ ] chưa\n\n| a | b |\n|:-:|--:|\n| 1 | 2 |\n\n> [!NOTE]\n> Ghi nhớ\n\nThuật ngữ\n: Giải nghĩa\n\n#### Sâu {#dich}\n";
    let site = Site::new()
        .file("bangtin.toml", &format!("{}[viet_tat]\nUBND = \"Ủy ban nhân dân\"\n", crate::site::SETTINGS))
        .file("content/trang/a.md", &format!("+++\ntieu_de = \"x\"\n+++\n{text}"));
    site.build().clean();
    let page = site.page("a/");
    for part in [
        "<h2 id=\"muc-mot\">",
        "<del>bỏ</del>",
        "href=\"#fn-1\" id=\"ref-1\"",
        "<li id=\"fn-1\" value=\"1\">",
        "aria-label=\"đã xong\"",
        "class=\"giua\"",
        "class=\"luu-y ghi-chu\"",
        "<dt>Thuật ngữ</dt>",
        "<h3 id=\"dich\">",
        "<abbr title=\"Ủy ban nhân dân\">UBND</abbr> và UBND",
    ] {
        assert!(page.contains(part), "{part} not in {page}");
    }
    assert!(!page.contains("style="));
}

#[test]
fn directives_show_data_and_templates_shape_it() {
    let site = Site::new()
        .organisation("a", "Hội A", "dien_thoai = \"0200 1\"")
        .plan("1", "[[nhiem_vu]]\nnoi_dung = \"Việc một\"\nchu_tri = [\"a\"]\nthoi_han = \"20/12/2026\"\n[[chi_tieu]]\nten = \"Tỷ lệ\"\ndon_vi = \"%\"\ndich = { 2026 = 70 }\nthuc_hien = { 2026 = 41.5 }")
        .file("content/quan-triet/q.md", "+++\ntieu_de = \"Hội nghị q\"\nbat_dau = 2026-03-02\nke_hoach = [\"ke-hoach/2026/1\"]\n+++\n")
        .file("content/trang/a.md", "+++\ntieu_de = \"x\"\n+++\n```{bang-nhiem-vu to_chuc=\"a\"}\n```\n\n```{danh-sach-quan-triet ke_hoach=\"ke-hoach/2026/1\"}\n```\n\n```{bang-chi-tieu}\n```\n\n```{danh-sach-thoi-han den=\"2026-12-31\"}\n```\n\n```{lien-he to_chuc=\"a\"}\n```\n\n```{bang-nhiem-vu}\n{% for v in muc %}- **{{ v.code }}** tính đến {{ hom_nay }}\n{% endfor %}\n```\n");
    site.build().clean();
    let text = visible_text(&site.page("a/"));
    for part in ["Việc một", "Hội nghị q", "41,5", "20/12/2026", "0200 1", "1 tính đến 2026-11-22"] {
        assert!(text.contains(part), "{part} not in {text}");
    }
}

/// Whatever an author wrote: the run ends with one error at its line, within the memory of a phone.
#[test]
fn a_template_without_measure_is_an_error_at_its_line() {
    let doubled = format!("{{% set a = 'x' * 1000000 %}}{}{{{{ a | length }}}}", "{% set a = a ~ a %}".repeat(39));
    let terms = format!("{{{{ {}1 }}}}", "1+".repeat(10_000));
    let endless = "{% for i in range(100000) %}{% for j in range(100000) %}{% endfor %}{% endfor %}".to_owned();
    let nested = "{% if 1 %}".repeat(3_000);
    // On a machine that is busy the limit of time may be reached before another one.
    let slow = "quá 5 giây";
    for (template, reasons) in [
        (doubled, ["bộ nhớ", slow]),
        (terms, ["biểu thức dài hơn"; 2]),
        (endless, ["bước tính", slow]),
        (nested, ["recursion limits"; 2]),
    ] {
        let text = format!("+++\ntieu_de = \"x\"\n+++\n````{{bang-nhiem-vu}}\n{template}\n````\n");
        let run = Site::new().file("content/trang/a.md", &text).build();
        assert_eq!(run.codes(), ["chi-thi-loi"], "{}", run.stderr);
        assert!(reasons.iter().any(|reason| run.stderr.contains(reason)), "{}", run.stderr);
        assert!(run.stderr.contains("content/trang/a.md:5:"), "{}", run.stderr);
    }
}

#[test]
fn a_site_with_nothing_in_it_has_every_page_and_no_dead_link() {
    let site = Site::new();
    site.build().clean();
    for url in [
        "",
        "ke-hoach/",
        "to-chuc/",
        "quan-triet/",
        "van-ban/",
        "tai-lieu/",
        "dieu-chinh/",
        "lay-y-kien/",
        "tien-do/",
        "lich/",
        "gop-y/",
        "ban-do-trang/",
        "404.html",
    ] {
        assert!(site.page(url).contains("<h1"), "{url}");
    }
    assert!(site.page("ke-hoach/").contains("Chưa có kế hoạch được đăng"));
}

#[test]
fn headings_after_the_last_task_stay_in_the_table() {
    let site = Site::new().organisation("a", "Hội A", "").file(
        "content/ke-hoach/2026/x.md",
        "+++\ntieu_de = \"Kế hoạch\"\nngay = 2026-01-05\n+++\n\n{{nhiem-vu}}\n\n\
         | TT | Nội dung | Chủ trì | Thời hạn |\n|---|---|---|---|\n| I | Mục một | | |\n| 1 | Việc | Hội A | 2026 |\n| II | Mục cuối | | |\n",
    );
    site.build();
    assert!(site.page("ke-hoach/2026/x/").contains("Mục cuối"));
}
