//! The entry that answers make: its id, its front matter with remarks to write on by, its body.
//!
//! Takes checked answers; checks nothing itself.

use super::super::front::Front;
use super::super::organisations::new_id;
use super::Answers;
use crate::basics::text::{slug, slug_limited};
use crate::read::vocabulary::EntryKind;

/// The longest slug made of a title.
const LONGEST_SLUG: usize = 60;

/// An entry before it has a path.
pub(super) struct Written {
    /// `ke-hoach/2026/…`; empty or ending in `/` where the answers hold no letter or digit.
    pub(super) id: String,
    pub(super) front: Front,
    pub(super) body: &'static str,
}

impl Written {
    pub(super) fn of(kind: EntryKind, given: &Given<'_>) -> Self {
        let title = slug_limited(given.get("tieu-de"), LONGEST_SLUG);
        let (id, front, body) = match kind {
            EntryKind::Organisation => (new_id(given.get("ten")).unwrap_or_default(), organisation(given), ""),
            EntryKind::Session => {
                (dated_with("quan-triet", given.get("bat-dau"), &title), session(given), SESSION_BODY)
            }
            EntryKind::Material => (format!("tai-lieu/{title}"), material(given), MATERIAL_BODY),
            _ => (plan_id(given), plan(given), PLAN_BODY),
        };
        Self { id, front, body }
    }
}

fn list(text: &str) -> Vec<String> {
    text.split(';').map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect()
}

/// Answers by flag; empty where there is none.
pub(super) struct Given<'a>(pub(super) &'a Answers);

impl Given<'_> {
    pub(super) fn get(&self, flag: &str) -> &str {
        self.0.get(flag).map(String::as_str).unwrap_or_default()
    }

    fn some(&self, flag: &str) -> Option<&str> {
        Some(self.get(flag)).filter(|answer| !answer.is_empty())
    }
}

fn organisation(given: &Given<'_>) -> Front {
    let mut front = Front::default();
    front.text("ten", given.get("ten"));
    front.optional("ten_ngan", given.some("ten-ngan"));
    front.remark("Các tên khác người ta hay gọi: viết trong bảng, trong văn bản thế nào thì ghi thế.");
    front.list("ten_khac", &list(given.get("ten-khac")));
    front.text("loai", given.get("loai"));
    front.optional("thuoc", given.some("thuoc"));
    if let Some(members) = given.some("so-dang-vien") {
        front.raw("so_dang_vien", members);
    }
    front.optional("dien_thoai", given.some("dien-thoai"));
    front.optional("email", given.some("email"));
    front
}

fn session(given: &Given<'_>) -> Front {
    let mut front = Front::default();
    front.text("tieu_de", given.get("tieu-de"));
    front.raw("bat_dau", given.get("bat-dau"));
    front.text("hinh_thuc", given.get("hinh-thuc"));
    front.optional("dia_diem", given.some("dia-diem"));
    front.list("ke_hoach", &list(given.get("ke-hoach")));
    front.list("trieu_tap", &list(given.get("trieu-tap")));
    front.list("bao_cao_vien", &list(given.get("bao-cao-vien")));
    front.optional("thoi_luong", given.some("thoi-luong"));
    front.remark("noi-bo: chỉ đảng viên xem được; cong-khai: ai cũng xem được.");
    front.text("doi_tuong", "noi-bo");
    front.blank();
    front.remark("Học xong thì ghi kết quả: mỗi tổ chức một khối, chỉ ghi số, không ghi tên người.");
    front.remark(
        "[[ket_qua]]\nto_chuc = \"chi-bo-khu-pho-1\"\ntrieu_tap = 30\ntham_du = 28\nhoc_bu = 2\nthu_hoach = 27",
    );
    front
}

fn material(given: &Given<'_>) -> Front {
    let mut front = Front::default();
    front.text("tieu_de", given.get("tieu-de"));
    front.text("loai", given.get("loai"));
    front.list("ke_hoach", &list(given.get("ke-hoach")));
    front.raw("ngay", given.get("ngay"));
    front.optional("dia_chi", given.some("dia-chi"));
    front.optional("ngon_ngu", given.some("ngon-ngu").filter(|language| *language != "vi"));
    front.remark("noi-bo: chỉ đảng viên xem được; cong-khai: ai cũng xem được.");
    front.text("doi_tuong", "noi-bo");
    if given.get("loai") == "hoi-dap" {
        front.table("cau_hoi");
        front.text("hoi", "Câu hỏi người dân hay hỏi?");
        front.text("dap", "Câu trả lời ngắn, dễ hiểu.");
    }
    front
}

const SESSION_BODY: &str = "Ghi ở đây nội dung chính của buổi học, ý kiến thảo luận, kết luận.";
const MATERIAL_BODY: &str = "Ghi nội dung tài liệu ở đây.";
const PLAN_BODY: &str = "## I. Mục đích, yêu cầu\n\nViết nội dung ở đây. Dòng bắt đầu bằng `##` là tiêu đề mục, dòng bắt đầu bằng `-` là gạch đầu dòng.\n\n## II. Nhiệm vụ\n\n## III. Tổ chức thực hiện";

fn plan(given: &Given<'_>) -> Front {
    let mut front = Front::default();
    match given.some("so-ky-hieu") {
        Some(number) => front.text("so_ky_hieu", number),
        None => {
            front.remark("so_ky_hieu = \"…\"   # có số rồi thì điền, và bỏ dòng trang_thai");
            front.text("trang_thai", "du-thao");
        }
    }
    front.text("tieu_de", given.get("tieu-de"));
    front.optional("co_quan", given.some("co-quan"));
    front.raw("ngay", given.get("ngay"));
    front.optional("nguoi_ky", given.some("nguoi-ky"));
    front.raw("hieu_luc", &format!("{{ tu = {}, den = {} }}", given.get("ngay"), given.get("den")));
    front.list("linh_vuc", &list(given.get("linh-vuc")));
    front.list("can_cu", &list(given.get("can-cu")));
    front.remark("noi-bo: chỉ đảng viên xem được. Được phép công khai thì đổi thành cong-khai và ghi người duyệt:");
    front.text("doi_tuong", "noi-bo");
    front.remark("duyet = { boi = \"Phó Bí thư Thường trực\", ngay = 2026-01-31 }");
    front.remark("tom_tat = \"Tóm tắt trong vài câu cho người dân đọc một phút là hiểu\"");
    front.blank();
    front.remark("Mỗi nhiệm vụ là một khối. Bỏ dấu # và sửa; chép khối để thêm nhiệm vụ.");
    front.remark("[[nhiem_vu]]\nnoi_dung = \"Tổ chức …\"\nchu_tri = \"…\"            # id hoặc tên tổ chức\nphoi_hop = \"…\"\nthoi_han = \"quý II/2026\"   # hoặc 30/6/2026, hằng tháng, thường xuyên\nsan_pham = \"Báo cáo\"");
    front
}

fn plan_id(given: &Given<'_>) -> String {
    let name = match given.some("so-ky-hieu").map(slug) {
        Some(number) if !number.is_empty() => number,
        _ => slug_limited(given.get("tieu-de"), LONGEST_SLUG),
    };
    dated_with("ke-hoach", given.get("ngay"), &name)
}

fn dated_with(folder: &str, day: &str, name: &str) -> String {
    let year = day.get(..4).unwrap_or_default();
    format!("{folder}/{year}/{name}")
}
