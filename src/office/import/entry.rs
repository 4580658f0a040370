//! The front matter of an imported document.

use super::front::{Front, quoted};
use super::letterhead::Letterhead;
use super::suggest::Suggestion;
use super::tables::write_task;
use super::targets::NewTarget;
use super::word::{Parts, WordOptions};
use crate::read::vocabulary::{Audience, DocumentKind, EntryKind};

/// Everything that goes into the front matter.
pub(super) struct ImportedEntry<'e> {
    pub(super) head: &'e Letterhead,
    pub(super) role: Option<&'e str>,
    pub(super) issuer: &'e Issuer,
    pub(super) basis: &'e [String],
    pub(super) suggestions: &'e [Suggestion],
    pub(super) parts: &'e Parts,
    pub(super) internal_only: bool,
}

/// The office that issued it.
pub(super) struct Issuer {
    /// What `co_quan` will say.
    pub(super) text: Option<String>,
    /// Whether it is an organisation of the site, or who publishes it.
    pub(super) is_own: bool,
}

impl ImportedEntry<'_> {
    pub(super) fn front(&self, kind: EntryKind, options: &WordOptions) -> Front {
        let mut front = Front::default();
        self.identity(kind, &mut front);
        front.list("can_cu", self.basis);
        front.blank();
        if self.internal_only {
            front.remark("Tài liệu ghi «Lưu hành nội bộ»: giữ noi-bo.");
        } else {
            front
                .remark("Chỉ đảng viên xem được. Khi được phép công khai: đổi thành \"cong-khai\" và ghi người duyệt.");
        }
        front.text("doi_tuong", Audience::Internal.word());
        let name = &options.name;
        front.remark(&format!("Nhập từ «{name}». Đọc lại cả tệp trước khi đăng."));
        if kind == EntryKind::Plan {
            front.remark("duyet = { boi = \"…\", ngay = 2026-01-31 }");
            front.remark("tom_tat = \"Tóm tắt trong vài câu, không quá 120 từ\"");
            self.parts.targets.iter().for_each(|target| write_target(target, &mut front));
            self.parts.tasks.list.iter().for_each(|task| write_task(task, &mut front));
            self.write_suggestions(&mut front);
        }
        front
    }

    fn identity(&self, kind: EntryKind, front: &mut Front) {
        let head = self.head;
        match &head.number {
            Some(number) => front.text("so_ky_hieu", number),
            None => front.remark("so_ky_hieu = \"…\""),
        }
        front
            .optional("loai", head.kind.filter(|word| kind == EntryKind::Document || DocumentKind::of(word).is_some()));
        front.text("tieu_de", head.title.as_deref().unwrap_or_default());
        front.optional("co_quan", self.issuer.text.as_deref());
        match head.date {
            Some(day) => front.raw("ngay", &day.to_string()),
            None => front.remark("ngay = 2026-01-31"),
        }
        if kind == EntryKind::Plan {
            front.optional("nguoi_ky", self.role);
            if head.number.is_none() || head.date.is_none() || head.is_draft {
                front.remark("Chưa đủ số và ngày: là dự thảo. Ban hành rồi thì bỏ dòng dưới.");
                front.text("trang_thai", "du-thao");
            }
        }
    }

    fn write_suggestions(&self, front: &mut Front) {
        if self.suggestions.is_empty() {
            return;
        }
        front.blank();
        front.remark("Gợi ý từ mục «Tổ chức thực hiện»: việc nào đúng thì bỏ dấu # và điền thời hạn.");
        for suggestion in self.suggestions {
            let (paragraph, content) = (suggestion.paragraph, quoted(&suggestion.content));
            let lead = quoted(&suggestion.organisation);
            front.remark(&format!(
                "\n[[nhiem_vu]]  # đoạn {paragraph}\nnoi_dung = {content}\nchu_tri = {lead}\nthoi_han = \"…\""
            ));
        }
    }
}

fn write_target(target: &NewTarget, front: &mut Front) {
    front.table("chi_tieu");
    front.text("ten", &target.name);
    front.optional("don_vi", target.unit.as_deref());
    let years = |values: &std::collections::BTreeMap<i16, f64>| {
        let pairs: Vec<String> = values.iter().map(|(year, value)| format!("{year} = {value}")).collect();
        format!("{{ {} }}", pairs.join(", "))
    };
    if !target.goals.is_empty() {
        front.raw("dich", &years(&target.goals));
    }
    front.optional("dich_nguyen_van", Some(&target.in_words.join("; ")));
    if !target.achieved.is_empty() {
        front.raw("thuc_hien", &years(&target.achieved));
    }
    front.optional("chieu", target.direction);
    front.optional("theo_doi", target.tracked_by.as_deref());
}
