//! Words of the contract: every fixed list of words that content, addresses, hooks and data use, once each (CONTENT).
//!
//! A word is ASCII in kebab-case and never changes; what a reader sees of it stands in the theme. Pure.

/// An enum whose variants are words of the contract, in the order in which lists show them: with a label where people write
/// the word in a table.
macro_rules! words {
    (
        $(#[$meta:meta])*
        $vis:vis enum $name:ident { $($(#[$own:meta])* $variant:ident = $word:literal),+ $(,)? }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis enum $name { $($(#[$own])* $variant),+ }

        #[allow(dead_code, reason = "every list has both, whoever asks for them")]
        impl $name {
            /// All of them.
            pub(crate) const ALL: [Self; [$($word),+].len()] = [$(Self::$variant),+];
            /// Each with its word.
            pub(crate) const WORDS: [(&'static str, Self); [$($word),+].len()] = [$(($word, Self::$variant)),+];

            /// The word of the contract.
            #[must_use]
            $vis fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }
    };
    (
        $(#[$meta:meta])*
        $vis:vis enum $name:ident { $($(#[$own:meta])* $variant:ident = $word:literal / $label:literal),+ $(,)? }
    ) => {
        words! { $(#[$meta])* $vis enum $name { $($(#[$own])* $variant = $word),+ } }

        impl $name {
            /// As people write it.
            pub(crate) fn label(self) -> &'static str {
                match self { $(Self::$variant => $label),+ }
            }
        }
    };
}

words! {
    /// Who may see something («đối tượng»). A build has exactly one.
    pub enum Audience {
        /// «công khai»: everyone.
        Public = "cong-khai",
        /// «nội bộ»: Party members only.
        Internal = "noi-bo",
    }
}

impl Audience {
    /// Whether somebody of this audience may see what is meant for `meant_for`.
    pub(crate) fn sees(self, meant_for: Self) -> bool {
        self == Self::Internal || meant_for == Self::Public
    }
}

words! {
    /// The kinds of entry; the word is that of the folder under `content/`.
    pub(crate) enum EntryKind {
        /// «tổ chức»
        Organisation = "to-chuc",
        /// «văn bản»
        Document = "van-ban",
        /// «kế hoạch»
        Plan = "ke-hoach",
        /// «đợt quán triệt»
        Session = "quan-triet",
        /// «tài liệu»
        Material = "tai-lieu",
        /// «trang»
        Page = "trang",
    }
}

impl EntryKind {
    /// Its folder under `content/`.
    pub(crate) fn folder(self) -> &'static str {
        self.word()
    }
}

words! {
    /// «loại» of an organisation.
    pub(crate) enum OrganisationKind {
        PartyCommittee = "cap-uy",
        PartyOffice = "co-quan-dang",
        /// «đảng bộ» with chi bộ beneath it.
        PartyBranch = "dang-bo",
        PartyCell = "chi-bo",
        Front = "mat-tran",
        Union = "doan-the",
        Government = "chinh-quyen",
        Unit = "don-vi",
        ArmedForces = "luc-luong-vu-trang",
        Neighbourhood = "to-dan-pho",
        Other = "khac",
    }
}

words! {
    /// «cấp» of a document: who issued it, from the top.
    pub(crate) enum Level {
        Central = "trung-uong",
        Province = "tinh",
        District = "huyen",
        Commune = "xa",
    }
}

words! {
    /// «trạng thái» of a plan, as the editor states it.
    #[derive(Default)]
    pub(crate) enum PlanStatus {
        Draft = "du-thao",
        Consultation = "lay-y-kien",
        #[default]
        Issued = "ban-hanh",
        Expired = "het-hieu-luc",
    }
}

words! {
    /// Where a plan stands on a day.
    pub(crate) enum PlanStanding {
        Draft = "du-thao",
        Consultation = "lay-y-kien",
        Consulted = "da-lay-y-kien",
        NotYet = "chua-hieu-luc",
        InForce = "dang-hieu-luc",
        Expired = "het-hieu-luc",
        Replaced = "bi-thay-the",
        Withdrawn = "bi-bai-bo",
    }
}

words! {
    /// «loại đơn vị»: the kind of place the committee is of.
    #[derive(Default)]
    pub(crate) enum UnitKind {
        #[default]
        Ward = "phuong" / "phường",
        Commune = "xa" / "xã",
        SpecialZone = "dac-khu" / "đặc khu",
    }
}

words! {
    /// Whether a document is in force on the build date.
    pub(crate) enum DocumentStanding {
        InForce = "con-hieu-luc",
        Amended = "duoc-sua-doi",
        NotYet = "chua-hieu-luc",
        Expired = "het-hieu-luc",
        Replaced = "bi-thay-the",
    }
}

words! {
    /// «kiểu» of a change to an earlier plan.
    pub(crate) enum AmendmentKind {
        /// A task is changed.
        Change = "sua-doi",
        /// A task is added.
        Add = "bo-sung",
        /// A task or the whole plan is withdrawn.
        Withdraw = "bai-bo",
        /// The whole plan is replaced.
        Replace = "thay-the",
    }
}

words! {
    /// «chiều» of a target: on which side of its number it is met.
    #[derive(Default)]
    pub(crate) enum Direction {
        #[default]
        AtLeast = ">=",
        AtMost = "<=",
        Exactly = "=",
    }
}

words! {
    /// «loại» of a milestone.
    pub(crate) enum MilestoneKind {
        Preliminary = "so-ket",
        Final = "tong-ket",
        Inspection = "kiem-tra",
        Supervision = "giam-sat",
        Other = "khac",
    }
}

words! {
    /// «trạng thái» of a study session that is not held on its day.
    pub(crate) enum SessionStatus {
        /// Until it has a new day.
        Postponed = "hoan",
        Cancelled = "huy",
    }
}

words! {
    /// «thành phần»: a class of people a study session is for.
    pub(crate) enum AttendeeClass {
        Committee = "cap-uy",
        KeyCadres = "can-bo-chu-chot",
        Members = "dang-vien",
        UnionMembers = "doan-vien-hoi-vien",
        People = "nhan-dan",
    }
}

words! {
    /// «trạng thái» of a task, as the editor states it.
    pub(crate) enum TaskStatus {
        NotStarted = "chua-thuc-hien" / "Chưa thực hiện",
        UnderWay = "dang-thuc-hien" / "Đang thực hiện",
        Done = "hoan-thanh" / "Hoàn thành",
        Paused = "tam-dung" / "Tạm dừng",
    }
}

words! {
    /// «tình trạng»: how a task stands on the build date, for whom it is looked at (CONTENT §7 «States»).
    pub(crate) enum TaskState {
        Late = "qua-han" / "Quá hạn",
        /// Its last day is over, and nothing is recorded: no judgement.
        DueUnrecorded = "den-han-chua-cap-nhat" / "Đã đến hạn, chưa cập nhật",
        DueSoon = "sap-den-han" / "Sắp đến hạn",
        UnderWay = "dang-thuc-hien" / "Đang thực hiện",
        NotStarted = "chua-thuc-hien" / "Chưa thực hiện",
        Unrecorded = "chua-cap-nhat" / "Chưa cập nhật",
        /// Of several that lead it, of whom this one has nothing recorded.
        Shared = "chung" / "Việc chung",
        Paused = "tam-dung" / "Tạm dừng",
        Done = "hoan-thanh" / "Hoàn thành",
        Withdrawn = "bai-bo" / "Đã bãi bỏ",
        /// Its plan binds nobody.
        NotInForce = "khong-hieu-luc" / "Không còn hiệu lực",
    }
}

impl TaskState {
    /// Whether something is still to be done.
    pub(crate) fn is_open(self) -> bool {
        !matches!(self, Self::Done | Self::Withdrawn | Self::NotInForce)
    }
}

words! {
    /// What an organisation does in a task: the hook `data-vai`.
    pub(crate) enum Role {
        Lead = "chu-tri",
        Support = "phoi-hop",
    }
}

words! {
    /// «hình thức» of a study session.
    pub(crate) enum SessionForm {
        InPerson = "truc-tiep",
        Online = "truc-tuyen",
        Mixed = "ket-hop",
    }
}

words! {
    /// «loại» of dissemination material.
    pub(crate) enum MaterialKind {
        Questions = "hoi-dap",
        Infographic = "infographic",
        Video = "video",
        Audio = "am-thanh",
        Leaflet = "to-roi",
        Outline = "de-cuong",
        Article = "bai-viet",
        Slides = "slide",
    }
}

/// Kinds of document: word of the contract, and the name people write. Longer names first where one begins another.
pub(crate) const KINDS: [(&str, &str); 34] = [
    ("chuong-trinh-hanh-dong", "Chương trình hành động"),
    ("chuong-trinh", "Chương trình"),
    ("thong-tu-lien-tich", "Thông tư liên tịch"),
    ("nghi-quyet", "Nghị quyết"),
    ("chi-thi", "Chỉ thị"),
    ("ket-luan", "Kết luận"),
    ("quy-dinh", "Quy định"),
    ("quyet-dinh", "Quyết định"),
    ("quy-che", "Quy chế"),
    ("huong-dan", "Hướng dẫn"),
    ("ke-hoach", "Kế hoạch"),
    ("de-an", "Đề án"),
    ("thong-bao", "Thông báo"),
    ("thong-tri", "Thông tri"),
    ("thong-tu", "Thông tư"),
    ("bao-cao", "Báo cáo"),
    ("cong-van", "Công văn"),
    ("cong-dien", "Công điện"),
    ("to-trinh", "Tờ trình"),
    ("nghi-dinh", "Nghị định"),
    ("bo-luat", "Bộ luật"),
    ("luat", "Luật"),
    ("phap-lenh", "Pháp lệnh"),
    ("lenh", "Lệnh"),
    ("hien-phap", "Hiến pháp"),
    ("dieu-le", "Điều lệ"),
    ("cuong-linh", "Cương lĩnh"),
    ("phuong-an", "Phương án"),
    ("du-an", "Dự án"),
    ("quy-trinh", "Quy trình"),
    ("giay-moi", "Giấy mời"),
    ("bien-ban", "Biên bản"),
    ("tuyen-bo", "Tuyên bố"),
    ("van-ban", "Văn bản"),
];

/// The name people write for a kind's word; the word itself where the kind is not known.
pub(crate) fn kind_name(word: &str) -> &str {
    KINDS.iter().find(|(known, _)| *known == word).map_or(word, |(_, name)| name)
}

/// «Nghị quyết số 57-NQ/TW», or what there is of it.
pub(crate) fn numbered_name(kind: Option<&str>, number: Option<&str>) -> Option<String> {
    match (kind, number) {
        (Some(kind), Some(number)) => Some(format!("{kind} số {number}")),
        (kind, number) => number.or(kind).map(str::to_owned),
    }
}

/// The word of a plan's kind, one of [`DocumentKind::PLANS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct DocumentKind(&'static str);

impl Default for DocumentKind {
    fn default() -> Self {
        Self("ke-hoach")
    }
}

impl DocumentKind {
    /// Every kind that a plan may have, with its word.
    pub(crate) fn choices() -> [(&'static str, Self); 10] {
        Self::PLANS.map(|word| (word, Self(word)))
    }

    const PLANS: [&'static str; 10] = [
        "ke-hoach",
        "chuong-trinh",
        "chuong-trinh-hanh-dong",
        "nghi-quyet",
        "de-an",
        "chi-thi",
        "ket-luan",
        "thong-bao",
        "huong-dan",
        "bao-cao",
    ];

    pub(crate) fn word(self) -> &'static str {
        self.0
    }

    /// The kind of a word; `None` for a kind of document that is no plan.
    pub(crate) fn of(word: &str) -> Option<Self> {
        Self::PLANS.iter().find(|known| **known == word).map(|known| Self(known))
    }

    /// «Kế hoạch», «Nghị quyết» …
    pub(crate) fn name(self) -> &'static str {
        KINDS.iter().find(|(word, _)| *word == self.0).map_or(self.0, |(_, name)| name)
    }
}
