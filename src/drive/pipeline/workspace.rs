//! What outlives a run, so that the next one reads and parses only what changed.

use super::snapshot::{Snapshot, SnapshotParts};
use super::{Findings, Progress, Step};
use crate::basics::diag::{Diagnostics, Fatal, FileId, Located};
use crate::basics::path::{OutPath, SourcePath};
use crate::edition::gate::{self, Request};
use crate::edition::publication::{Publication, ThemeFiles};
use crate::edition::relate::{self, Edition};
use crate::publish::compose::Composer;
use crate::publish::export;
use crate::publish::theme::Theme;
use crate::read::config::{self, Config};
use crate::read::parse::{Parsed, Parsing, parse};
use crate::read::source::{Candidates, RetryPolicy, SourceFile, SourceTree};
use crate::read::vocabulary::{Audience, PlanStatus};
use crate::site::model::{self, OfKind, Plan, Site, Sources};
use crate::site::rules::{self, Ruled};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A site folder, read and linked.
pub(crate) struct Workspace {
    root: PathBuf,
    tree: Arc<SourceTree>,
    parsed: Parsed,
    site: Arc<Site>,
    /// What the rules found.
    ruled: Ruled,
    themed: Themed,
    /// Its processes outlive an edit.
    composer: Arc<Composer>,
    /// What there is to say about the site whoever sees it.
    found: Diagnostics,
}

/// What a look at the folder brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Refreshed {
    /// Whether anything changed.
    pub(crate) changed: bool,
    /// Whether it is worth looking again soon: somebody is in the middle of a save.
    pub(crate) busy: bool,
}

impl Workspace {
    /// Reads the site in a folder.
    pub(crate) fn open(root: &Path) -> Result<Self, Fatal> {
        Self::open_telling(root, &|_| {})
    }

    /// The same, telling about every step.
    pub(crate) fn open_telling(root: &Path, progress: Progress<'_>) -> Result<Self, Fatal> {
        progress(Step::Read);
        let tree = SourceTree::read_site(root)?;
        Ok(Self::link(root.to_owned(), tree, None, progress))
    }

    /// A site that lies on no disk, for tests.
    #[cfg(test)]
    pub(crate) fn in_memory(tree: SourceTree) -> Self {
        Self::link(PathBuf::new(), tree, None, &|_| {})
    }

    /// Looks at what may have changed; with retry, files that are being written are left for later.
    pub(crate) fn refresh(&mut self, candidates: &Candidates, retry: RetryPolicy) -> Result<Refreshed, Fatal> {
        let found = self.tree.refreshed(&self.root, candidates, retry)?;
        let changed = found.tree.is_some();
        if let Some(tree) = found.tree {
            *self = Self::link(self.root.clone(), tree, Some(self), &|_| {});
        }
        Ok(Refreshed { changed, busy: found.busy })
    }

    fn link(root: PathBuf, tree: SourceTree, before: Option<&Self>, progress: Progress<'_>) -> Self {
        progress(Step::Parse);
        let settings = tree.find(&SourcePath::new("bangtin.toml")).unwrap_or(FileId(0));
        let mut found = tree.diagnostics();
        let config = config::read(tree.text_of(settings).unwrap_or_default(), settings).collect(&mut found);
        let nothing = Parsed::default();
        let Parsing { mut parsed, fresh } = parse(&tree, &config, before.map_or(&nothing, |before| &before.parsed));
        let themed = Themed::of(&tree, &config, before.map(|before| &before.themed));
        progress(Step::Model);
        let kept = before.filter(|last| only_texts_changed(&tree, &last.tree) && parsed.keeps_identities(&last.parsed));
        let entries = match before {
            // The entries themselves are not remembered.
            Some(_) if kept.is_none() => {
                let all = parse(&tree, &config, &nothing);
                parsed = all.parsed;
                all.fresh
            }
            _ => fresh,
        };
        let sources = Sources { tree: &tree, config: &config, parsed: &parsed, entries };
        let site = model::build(sources, kept.map(|kept| &*kept.site));
        let ruled = rules::check(&site, before.map(|before| (&*before.site, &before.ruled)));
        for more in [parsed.diagnostics(), themed.found.clone(), site.found.all(), ruled.diagnostics(&site)] {
            found.append(more);
        }
        let composer = before.map_or_else(|| Arc::new(Composer::new()), |before| Arc::clone(&before.composer));
        Self { root, tree: Arc::new(tree), parsed, site: Arc::new(site), ruled, themed, composer, found }
    }

    /// The site as written.
    pub(crate) fn site(&self) -> &Site {
        &self.site
    }

    /// Every document template by name: those of the theme, and the site's own over them.
    pub(crate) fn documents(&self) -> BTreeMap<String, String> {
        let mut found = self.themed.theme.as_ref().map(|theme| theme.documents.clone()).unwrap_or_default();
        for (_, file) in self.tree.below("content/mau/") {
            let name = file.path.file_name().strip_suffix(".md").map(str::to_owned);
            found.extend(name.zip(file.text().map(str::to_owned)));
        }
        found
    }

    /// The text of a file, as spans count it.
    pub(crate) fn text_of(&self, file: FileId) -> Option<&str> {
        self.tree.text_of(file)
    }

    /// The folder of the site on its server, with both slashes.
    pub(crate) fn base(&self) -> &str {
        &self.site.config.base.path
    }

    /// For whom the entry at a path is meant, and whether it is a draft; whoever may see it in the end.
    pub(crate) fn meant_for(&self, path: &OutPath) -> Option<(Audience, bool)> {
        let entry = self.site.index.at(path.as_str())?;
        let plan = Plan::id(entry).and_then(|id| self.site.content.plans.get(id));
        let is_draft = plan.is_some_and(|plan| plan.status == PlanStatus::Draft);
        Some((self.site.content.meta(entry)?.audience, is_draft))
    }

    /// One edition of the site, ready to be made file by file. What the last look did not change is taken from the edition
    /// that was made `before` it.
    pub(crate) fn snapshot(&self, request: Request, before: Option<&Snapshot>) -> Snapshot {
        self.snapshot_telling(request, before, &|_| {})
    }

    /// The same, telling about every step.
    pub(crate) fn snapshot_telling(
        &self,
        request: Request,
        before: Option<&Snapshot>,
        progress: Progress<'_>,
    ) -> Snapshot {
        progress(Step::Gate);
        let last = before.map(|before| gate::Before {
            site: &before.site,
            request: before.edition().request,
            content: &before.edition().admitted,
            clearance: &before.edition().clearance,
        });
        let admitted = gate::admit(&self.site, &self.tree, request, last);
        progress(Step::Relate);
        let edition = relate::relate(admitted, before.map(Snapshot::edition));
        let mut found = self.found.clone();
        found.append(edition.diagnostics());
        let theme = self.themed.theme.as_deref().map(files_of).unwrap_or_default();
        let publication = Publication::new(edition, theme, export::rows()).collect(&mut found);
        let outside = Arc::new(outside(&self.site, &publication.edition));
        let findings = Findings::new(Arc::clone(&self.tree), outside, found, &self.site.config);
        let ground = SnapshotParts {
            tree: Arc::clone(&self.tree),
            site: Arc::clone(&self.site),
            theme: self.themed.theme.clone(),
            broadcast: self.documents().remove("truyen-thanh"),
            composer: Arc::clone(&self.composer),
        };
        Snapshot::new(ground, publication, findings)
    }

    /// Makes sure that the folder is still what was read.
    ///
    /// # Errors
    /// When a file came, went or changed meanwhile.
    pub(crate) fn settled(&self) -> Result<(), Fatal> {
        self.tree.settled(&self.root)
    }
}

/// The files of entries that an edition does not hold, for they say so themselves. One that says nothing of whom it is
/// for may be meant for everybody, with its key misspelt.
fn outside(site: &Site, edition: &Edition) -> BTreeSet<FileId> {
    let mut files = BTreeSet::new();
    for (entry, meta) in site.content.entries().filter(|(entry, _)| edition.content.meta(*entry).is_none()) {
        let plan = Plan::id(entry).and_then(|id| site.content.plans.get(id));
        if meta.says_audience || plan.is_some_and(|plan| plan.status == PlanStatus::Draft) {
            files.insert(meta.file);
            files.extend(plan.and_then(|plan| plan.table));
        }
    }
    files
}

/// What a theme brings to the list of files.
fn files_of(theme: &Theme) -> ThemeFiles {
    let assets = theme.assets.iter().map(|asset| asset.url.clone());
    ThemeFiles { colour: theme.colour().to_owned(), assets: assets.collect() }
}

/// Whether no file came or went, and what changed is texts of entries, or the theme's business.
fn only_texts_changed(tree: &SourceTree, before: &SourceTree) -> bool {
    let Some(changed) = tree.changed_since(before) else { return false };
    changed.into_iter().filter_map(|id| tree.file(id)).all(|file| {
        let path = file.path.as_str();
        path.starts_with("themes/") || (path.starts_with("content/") && file.path.extension() == "md")
    })
}

/// A theme, with everything it was loaded from.
struct Themed {
    name: Located<String>,
    settings: Vec<(Located<String>, Located<String>)>,
    language: String,
    files: Vec<(FileId, Arc<SourceFile>)>,
    theme: Option<Arc<Theme>>,
    found: Diagnostics,
}

impl Themed {
    /// The theme that a site asks for; the one from `before` where nothing it is made of changed.
    fn of(tree: &SourceTree, config: &Config, before: Option<&Self>) -> Self {
        let files: Vec<_> = tree.below("themes/").map(|(id, file)| (id, Arc::clone(file))).collect();
        let same = |before: &&Self| {
            before.name == config.theme
                && before.settings == config.theme_settings
                && before.language == config.language
                && before.files.len() == files.len()
                && before.files.iter().zip(&files).all(|(a, b)| a.0 == b.0 && Arc::ptr_eq(&a.1, &b.1))
        };
        let mut found = Diagnostics::default();
        let theme = match before.filter(same) {
            Some(before) => {
                found = before.found.clone();
                before.theme.clone()
            }
            None => Theme::load(tree, config).collect(&mut found).map(Arc::new),
        };
        Self {
            name: config.theme.clone(),
            settings: config.theme_settings.clone(),
            language: config.language.clone(),
            files,
            theme,
            found,
        }
    }
}

/// A ward while somebody edits it: after every edit, the edition that was brought up to date and the one that a fresh start
/// makes are the same in every file and every message.
#[cfg(test)]
#[allow(clippy::expect_used, clippy::disallowed_methods, reason = "a test may fail loudly, and writes files")]
mod tests {
    use super::*;
    use crate::basics::diag::{Lang, codes};
    use crate::drive::pipeline::complete;
    use crate::publish::output::Listing;
    use std::fs;

    const PLAN: &str = "content/ke-hoach/2026/12-kh-du/index.md";
    const OTHER: &str = "content/ke-hoach/2026/15-kh-du.md";
    const AMENDMENT: &str = "content/ke-hoach/2026/38-kh-du.md";

    const IMAGE: &str = "content/ke-hoach/2026/27-kh-du/phat-dong-khu-pho-5.png";

    /// What an editor does: part of a file becomes another text, a file comes, goes, or moves.
    enum Edit {
        Change(&'static str, &'static str, &'static str),
        Write(&'static str, &'static str),
        Remove(&'static str),
        Move(&'static str, &'static str),
    }
    use Edit::{Change, Move, Remove, Write};

    impl Edit {
        fn make(&self, site: &Path) {
            match self {
                Change(file, from, to) => {
                    let text = fs::read_to_string(site.join(file)).expect("readable");
                    assert!(text.contains(from), "{file} has no {from}");
                    fs::write(site.join(file), text.replacen(from, to, 1)).expect("written");
                }
                Write(file, text) => {
                    fs::create_dir_all(site.join(file).parent().expect("inside")).expect("made");
                    fs::write(site.join(file), text).expect("written");
                }
                Remove(file) => fs::remove_file(site.join(file)).expect("removed"),
                Move(from, to) => fs::rename(site.join(from), site.join(to)).expect("moved"),
            }
        }
    }

    const EDITS: [Edit; 41] = [
        // Texts, titles, tasks: nobody else's row changes.
        Change(OTHER, "\n+++\n", "\n+++\nMột đoạn mới, xem [kế hoạch chuyển đổi số](ke-hoach/2026/12-kh-du).\n\n"),
        Change(OTHER, "tieu_de = \"", "tieu_de = \"Đổi tên: "),
        Change(OTHER, "noi_dung = \"", "noi_dung = \"Việc đã sửa: "),
        Change(OTHER, "chu_tri = ", "chu_tri = \"Hội Nông dân\" # "),
        Change(OTHER, "thoi_han = ", "thoi_han = \"15/12/2026\" # "),
        Change(OTHER, "\ncan_cu = [", "\ncan_cu = [\"Nghị quyết số 99-NQ/TW ngày 01/02/2020 của Bộ Chính trị\", "),
        Change(
            OTHER,
            "\n[[nhiem_vu]]",
            "\n[[nhiem_vu]]\nnoi_dung = \"Việc thêm\"\nchu_tri = \"các chi bộ\"\nthoi_han = \"hằng tháng\"\n\n[[nhiem_vu]]",
        ),
        Change("content/quan-triet/2026/2026-03-02-nq57.md", "tham_du = ", "tham_du = 1 # "),
        Change(
            "content/quan-triet/2026/2026-03-02-nq57.md",
            "\nke_hoach = [",
            "\nke_hoach = [\"ke-hoach/2026/15-kh-du\", ",
        ),
        Change("content/van-ban/57-nq-tw.md", "+++\n", "+++\ndia_chi_cu = [\"/tin/nq57.html\"]\n"),
        Change("content/tai-lieu/hoi-dap-12-kh.md", "\n+++\n", "\n+++\nThêm một câu.\n\n"),
        // What amends and what is amended.
        Change(PLAN, "noi_dung = \"", "noi_dung = \"Sửa: "),
        Change(AMENDMENT, "thoi_han = \"quý III/2026\"", "thoi_han = \"quý IV/2026\""),
        Change(AMENDMENT, "nhiem_vu = \"7\"", "nhiem_vu = \"700\""),
        Change(AMENDMENT, "nhiem_vu = \"700\"", "nhiem_vu = \"7\""),
        Change(AMENDMENT, "ngay = 2026-07-17", "ngay = 2027-07-17"),
        // What others see.
        Change(OTHER, "so_ky_hieu = \"", "so_ky_hieu = \"9"),
        Change(OTHER, "co_quan = ", "co_quan = \"UBND phường\" # "),
        Change("content/to-chuc/hoi-nong-dan.md", "ten = \"", "ten = \"Ban chấp hành "),
        Change(OTHER, "doi_tuong = \"cong-khai\"", "doi_tuong = \"noi-bo\""),
        Change(OTHER, "doi_tuong = \"noi-bo\"", "doi_tuong = \"cong-khai\""),
        Change(OTHER, "+++\n", "+++\ntrang_thai = \"du-thao\"\n"),
        // Broken, and mended.
        Change(OTHER, "tieu_de = \"", "tieu_de = Đổi tên: "),
        Change(OTHER, "tieu_de = Đổi tên: ", "tieu_de = \""),
        Change(OTHER, "+++\n", "+++\nkhong_co_khoa_nay = 1\n"),
        Change(OTHER, "khong_co_khoa_nay = 1\n", ""),
        // Marks, personal data, links.
        Change(OTHER, "\n+++\n", "\n+++\nGọi 0912 345 678 hoặc xem [trang kia](khong-co-trang-nay).\n\n"),
        Change(OTHER, "Gọi 0912 345 678 hoặc xem [trang kia](khong-co-trang-nay).\n", "\nTỐI MẬT\n"),
        Change(OTHER, "\nTỐI MẬT\n", ""),
        // Files that come, go and move.
        Write(
            "content/ke-hoach/2026/99-kh-du.md",
            "+++\nso_ky_hieu = \"99-KH/ĐU\"\ntieu_de = \"Kế hoạch mới\"\nngay = 2026-11-01\n+++\n\nBài.\n",
        ),
        Write("content/ke-hoach/2026/12-kh-du/them.txt", "tệp"),
        Write(IMAGE, "GIF89a0@0@ another size"),
        Move("content/ke-hoach/2026/99-kh-du.md", "content/ke-hoach/2026/98-kh-du.md"),
        Remove("content/ke-hoach/2026/98-kh-du.md"),
        Remove("content/ke-hoach/2026/24-kh-du/nhiem-vu.csv"),
        // A document takes the id that a page for a citation has had.
        Write("content/van-ban/x.md", "+++\ntieu_de = \"Không số\"\n+++\n"),
        Move("content/van-ban/x.md", "content/van-ban/99-nq-tw.md"),
        // Theme and settings.
        Write("themes/bang-tin/chuoi/vi.toml", "[chung]\ntrang_chu = \"Nhà\"\n"),
        Remove("themes/bang-tin/chuoi/vi.toml"),
        Write("themes/bang-tin/tai-san/bang-tin.css", "body { color: red; }"),
        Change("bangtin.toml", "ten = \"", "ten = \"Trang mới: "),
    ];

    /// So many of the edits change nothing that others see.
    const ROWS: usize = 15;

    fn ward() -> tempfile::TempDir {
        let ward = tempfile::tempdir().expect("a folder");
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        copy(&root.join("content"), &ward.path().join("content"));
        // Pictures take longer to draw than all the rest, and show nothing that pages do not.
        let settings =
            fs::read_to_string(root.join("bangtin.toml")).expect("readable") + "\n[xuat]\nanh_chia_se = false\n";
        fs::write(ward.path().join("bangtin.toml"), settings).expect("written");
        ward
    }

    fn copy(from: &Path, to: &Path) {
        fs::create_dir_all(to).expect("made");
        for entry in fs::read_dir(from).expect("readable").flatten() {
            let place = to.join(entry.file_name());
            if entry.path().is_dir() {
                copy(&entry.path(), &place);
            } else {
                fs::copy(entry.path(), place).expect("copied");
            }
        }
    }

    /// Every file, by hash, and every message.
    fn everything(snapshot: &Snapshot) -> (String, Vec<String>) {
        let listing = Listing::default();
        let made = complete(snapshot, &|_| {}, Some(&|path, bytes| listing.note(path, bytes.facts())), &|| true);
        (listing.manifest(), made.map(|done| done.findings.printed(Lang::Vi, false)).unwrap_or_default())
    }

    /// Makes edit after edit, and compares the edition that was brought up to date with one that is made anew. The first
    /// so many edits change nothing that others see: everything but the row of the edited entry is kept.
    fn edited(ward: &Path, edits: &[Edit], rows: usize) {
        let mut workspace = Workspace::open(ward).expect("a site");
        let today = crate::basics::date::parse_date("2026-11-22").expect("a day");
        let requests = [Audience::Public, Audience::Internal].map(|audience| Request {
            audience,
            drafts: audience == Audience::Internal,
            today,
        });
        let mut newest = requests.map(|request| workspace.snapshot(request, None));
        for (number, edit) in edits.iter().enumerate() {
            let last = Arc::clone(&workspace.site);
            edit.make(ward);
            assert!(
                workspace.refresh(&Candidates::Everything, RetryPolicy::None).expect("a site").changed,
                "edit {number}"
            );
            if number < rows {
                let changed = workspace.site.content.changed_since(&last.content);
                assert!(Arc::ptr_eq(&last.index, &workspace.site.index), "edit {number}: names and files are kept");
                assert!(changed.len() == 1, "edit {number}: no row is made again in vain, but {changed:?}");
            }
            let fresh = Workspace::open(ward).expect("a site");
            newest = newest.map(|before| {
                let request = before.edition().request;
                let now = workspace.snapshot(request, Some(&before));
                let anew = fresh.snapshot(request, None);
                let said = |snapshot: &Snapshot| snapshot.findings().printed(Lang::Vi, false);
                assert_eq!(said(&now), said(&anew), "edit {number}, {:?}", request.audience);
                // The whole output after every edit would take minutes.
                if number % 4 == 2 * usize::from(request.audience == Audience::Public) {
                    assert!(everything(&now) == everything(&anew), "edit {number}, {:?}", request.audience);
                }
                now
            });
        }
    }

    #[test]
    fn after_any_edit_the_edition_is_the_one_that_a_fresh_start_makes() {
        edited(ward().path(), &EDITS, ROWS);
    }

    /// What there is to say about the site as a whole: two names that are one, two numbers, a group in itself, documents that
    /// are each other's basis, two files with one id.
    const STANDING: [(&str, &str); 7] = [
        ("content/to-chuc/nong-dan-2.md", "+++\nten = \"Hội Nông dân\"\nloai = \"khac\"\n+++\n"),
        ("content/to-chuc/nhom-a.md", "+++\nten = \"Nhóm A\"\nnhom = { gom = [\"nhom-a\", \"dang-uy\"] }\n+++\n"),
        (
            "content/van-ban/vong-1.md",
            "+++\nso_ky_hieu = \"1-QĐ/VN\"\ntieu_de = \"Một\"\nngay = 2026-01-01\ncan_cu = [\"vong-2\"]\n+++\n",
        ),
        (
            "content/van-ban/vong-2.md",
            "+++\nso_ky_hieu = \"2-QĐ/VN\"\ntieu_de = \"Hai\"\nngay = 2026-01-01\ncan_cu = [\"vong-1\"]\n+++\n",
        ),
        ("content/van-ban/trung.md", "+++\nso_ky_hieu = \"2-QĐ/VN\"\ntieu_de = \"Trùng số\"\nngay = 2026-01-01\n+++\n"),
        ("content/trang/hai.md", "+++\ntieu_de = \"Hai tệp\"\n+++\n"),
        ("content/trang/hai/index.md", "+++\ntieu_de = \"Hai tệp\"\n+++\n"),
    ];

    #[test]
    fn what_is_wrong_with_the_site_as_a_whole_makes_no_edit_slow() {
        let ward = ward();
        for (file, text) in STANDING {
            Write(file, text).make(ward.path());
        }
        let edits = [
            Change(OTHER, "tieu_de = \"", "tieu_de = \"Đổi tên: "),
            Change("content/van-ban/vong-1.md", "tieu_de = \"", "# dòng mới\ntieu_de = \""),
            Change("content/van-ban/trung.md", "tieu_de = \"", "# dòng mới\ntieu_de = \""),
            Change("content/trang/hai.md", "tieu_de = \"", "# dòng mới\ntieu_de = \""),
            Change(OTHER, "\n+++\n", "\n+++\nMột đoạn mới.\n\n"),
        ];
        edited(ward.path(), &edits, edits.len());
        let findings = Workspace::open(ward.path()).expect("a site").found.into_sorted();
        for code in [codes::NAME_TWICE, codes::ORGANISATION_CYCLE, codes::ID_TWICE, codes::NUMBER_TWICE] {
            assert!(findings.iter().any(|found| found.code() == code), "{code} stands all the while");
        }
    }
}
