//! A site of so many plans, the same for the same number: 920 words and 13 tasks a plan, every kind of content. Sentences are
//! the demo ward's, shuffled.

use std::fmt::Write;
use std::fs;
use std::path::Path;

const WORDS: usize = 920;
const TASKS: usize = 13;
const ORGANISATIONS: usize = 40;

/// Numbers that are always the same (xorshift).
struct Dice(u64);

impl Dice {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % below.max(1) as u64).unwrap_or_default()
    }
}

/// Sentences of the demo ward, without marks that mean something in TOML or Markdown.
fn sentences(folder: &Path, found: &mut Vec<String>) {
    let mut entries: Vec<_> = fs::read_dir(folder).expect("readable").flatten().map(|entry| entry.path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            sentences(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            let text = fs::read_to_string(&path).expect("text");
            let plain: String =
                text.chars().map(|ch| if "`*_#|<>[](){}+=\\\"'".contains(ch) { ' ' } else { ch }).collect();
            let cut = plain
                .split(['.', ';', '!', '?', '\n'])
                .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
            found.extend(cut.filter(|line| line.split(' ').count() > 5 && !line.contains("http")));
        }
    }
}

/// Where the plan of a number lies, under `content/ke-hoach/`.
pub(crate) fn plan_path(number: usize) -> String {
    format!("{}/k{number}.md", 2020 + number % 7)
}

/// Writes the settings with these switches under `[xuat]`.
pub(crate) fn settings(site: &Path, switches: &str) {
    let base = "[trang]\nten = \"Trang thử\"\ndon_vi = \"Đảng ủy thử\"\ndia_chi = \"https://thu.example/\"\n[mac_dinh]\ndoi_tuong = \"cong-khai\"\n";
    let topics = "[[linh_vuc]]\nma = \"xay-dung\"\nten = \"Xây dựng Đảng\"\n[[linh_vuc]]\nma = \"kinh-te\"\nten = \"Kinh tế\"\n[viet_tat]\nUBND = \"Ủy ban nhân dân\"\n";
    fs::write(site.join("bangtin.toml"), format!("{base}{topics}[xuat]\n{switches}")).expect("written");
}

struct Writer {
    sentences: Vec<String>,
    dice: Dice,
}

impl Writer {
    fn one(&mut self) -> String {
        let place = self.dice.next(self.sentences.len());
        self.sentences[place].clone()
    }

    fn words(&mut self, least: usize) -> String {
        let mut text = String::new();
        let mut count = 0;
        while count < least {
            let sentence = self.one();
            count += sentence.split(' ').count();
            let _ = write!(text, "{sentence}. ");
        }
        text
    }

    fn body(&mut self, words: usize) -> String {
        let mut body = String::new();
        for part in 1..=4 {
            let _ = write!(body, "## {part}. {}\n\n{}\n\n", self.one(), self.words(words / 4));
        }
        body
    }

    fn day(&mut self, year: usize) -> String {
        format!("{year}-{:02}-{:02}", 1 + self.dice.next(12), 1 + self.dice.next(28))
    }

    fn plan(&mut self, number: usize) -> String {
        let year = 2020 + number % 7;
        let mut text = format!(
            "+++\nso_ky_hieu = \"{number}-KH/ĐU\"\ntieu_de = \"Kế hoạch {}\"\nngay = {}\nhieu_luc = {{ tu = {year}-01-01, den = {}-12-31 }}\nnguoi_ky = \"Bí thư\"\nduyet = {{ boi = \"Phó Bí thư Thường trực\", ngay = {year}-12-30 }}\nlinh_vuc = [\"{}\"]\ncan_cu = [\"van-ban/v{}\", \"Nghị quyết số {}-NQ/TW, ngày 22/12/2024 của Bộ Chính trị\"]\ntom_tat = \"{}\"\n",
            self.one(),
            self.day(year),
            year + 8,
            ["xay-dung", "kinh-te"][number % 2],
            number / 20,
            1 + number % 60,
            self.words(50),
        );
        let _ =
            write!(text, "[[chi_tieu]]\nten = \"{}\"\ndon_vi = \"%\"\ndich = {{ 2026 = 70, 2030 = 95 }}\n", self.one());
        let _ = write!(text, "[[moc]]\nloai = \"so-ket\"\nten = \"{}\"\nthoi_han = \"quý IV/2028\"\n", self.one());
        for place in 1..=TASKS {
            let deadline = match self.dice.next(5) {
                0 => "hằng quý".to_owned(),
                1 => "quý II/2027".to_owned(),
                2 => "thường xuyên".to_owned(),
                _ => format!("{}/{}/2027", 1 + self.dice.next(28), 1 + self.dice.next(12)),
            };
            // As an office records it: what is not begun has no share, what is done has no open one.
            let state = match self.dice.next(4) {
                0 => String::new(),
                1 => format!("trang_thai = \"hoan-thanh\"\nngay_hoan_thanh = 2026-0{}-20\n", 1 + self.dice.next(9)),
                _ => format!("trang_thai = \"dang-thuc-hien\"\ntien_do = {}\n", 1 + self.dice.next(99)),
            };
            let (lead, support) = (self.dice.next(ORGANISATIONS), self.dice.next(ORGANISATIONS));
            let _ = write!(
                text,
                "[[nhiem_vu]]\nma = \"{place}\"\nnoi_dung = \"{}\"\nchu_tri = [\"t{lead}\"]\nphoi_hop = [\"Tổ chức số {support}\"]\nthoi_han = \"{deadline}\"\nsan_pham = \"{}\"\n{state}",
                self.one(),
                self.one(),
            );
        }
        if number % 50 == 49 {
            let _ = write!(
                text,
                "[[dieu_chinh]]\nke_hoach = \"ke-hoach/{}\"\nkieu = \"sua-doi\"\nnhiem_vu = \"3\"\nthoi_han = \"30/9/2027\"\nly_do = \"{}\"\n",
                plan_path(number - 49).trim_end_matches(".md"),
                self.one(),
            );
        }
        format!("{text}+++\n\n{}", self.body(WORDS))
    }

    fn session(&mut self, number: usize, plan: usize) -> String {
        let day = self.day(2026);
        let mut text = format!(
            "+++\ntieu_de = \"{}\"\nbat_dau = {day}T08:00:00\nke_hoach = [\"ke-hoach/{}\"]\n",
            self.one(),
            plan_path(plan).trim_end_matches(".md"),
        );
        for step in 0..6 {
            let organisation = (number * 7 + step * 5) % ORGANISATIONS;
            let _ = write!(
                text,
                "[[ket_qua]]\nto_chuc = \"t{organisation}\"\ntrieu_tap = 30\ntham_du = {}\n",
                20 + self.dice.next(11)
            );
        }
        format!("{text}+++\n\n{}", self.words(80))
    }
}

/// Writes the site.
pub(crate) fn write(site: &Path, plans: usize) {
    let mut found = Vec::new();
    sentences(&Path::new(env!("CARGO_MANIFEST_DIR")).join("content"), &mut found);
    let mut writer = Writer { sentences: found, dice: Dice(0x9e37_79b9_7f4a_7c15 ^ plans as u64) };
    let put = |path: String, text: String| {
        let file = site.join("content").join(path);
        fs::create_dir_all(file.parent().expect("a folder")).expect("made");
        fs::write(file, text).expect("written");
    };
    for number in 0..ORGANISATIONS {
        let text = writer.words(60);
        put(
            format!("to-chuc/t{number}.md"),
            format!("+++\nten = \"Tổ chức số {number}\"\nloai = \"chi-bo\"\n+++\n\n{text}\n"),
        );
    }
    put(
        "to-chuc/cac-chi-bo.md".to_owned(),
        "+++\nten = \"Các chi bộ\"\nnhom = { gom = [\"t0\", \"t1\", \"t2\"] }\n+++\n".to_owned(),
    );
    for number in 0..=plans / 20 {
        let (title, text) = (writer.one(), writer.body(200));
        put(
            format!("van-ban/v{number}.md"),
            format!(
                "+++\nso_ky_hieu = \"{number}-NQ/TU\"\nloai = \"nghi-quyet\"\ntieu_de = \"{title}\"\nngay = 2024-0{}-15\nco_quan = \"Tỉnh ủy\"\n+++\n\n{text}",
                1 + number % 9
            ),
        );
    }
    for number in 0..plans {
        let text = writer.plan(number);
        put(format!("ke-hoach/{}", plan_path(number)), text);
        if number % 5 == 0 {
            let text = writer.session(number, number);
            put(format!("quan-triet/2026/q{number}.md"), text);
        }
        if number % 10 == 0 {
            let (title, question, answer) = (writer.one(), writer.one(), writer.words(40));
            put(
                format!("tai-lieu/l{number}.md"),
                format!(
                    "+++\ntieu_de = \"{title}\"\nloai = \"hoi-dap\"\nke_hoach = [\"ke-hoach/{}\"]\nngay = 2026-05-12\n[[cau_hoi]]\nhoi = \"{question}\"\ndap = \"{answer}\"\n+++\n",
                    plan_path(number).trim_end_matches(".md")
                ),
            );
        }
    }
    put("trang/gioi-thieu.md".to_owned(), format!("+++\ntieu_de = \"Giới thiệu\"\n+++\n\n{}", writer.words(100)));
}
