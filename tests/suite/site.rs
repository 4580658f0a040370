//! A site folder built line by line, and what the program makes of it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// The settings of a site that says nothing special.
pub(crate) const SETTINGS: &str = "[trang]\nten = \"Bảng tin thử\"\ndon_vi = \"Đảng ủy thử\"\n\
     dia_chi = \"https://thu.example/dang-uy/\"\n[mac_dinh]\ndoi_tuong = \"cong-khai\"\n[xuat]\nanh_chia_se = false\n[kiem_tra]\n\
     thieu-duyet = \"tat\"\nthieu-tom-tat = \"tat\"\nnhiem-vu-thieu-san-pham = \"tat\"\nke-hoach-chua-quan-triet = \"tat\"\nquan-triet-cham = \"tat\"\nnhiem-vu-im-lang = \"tat\"\nthieu-the-thuc = \"tat\"\n";

/// The build date of every test.
pub(crate) const TODAY: &str = "2026-11-22";

/// A PDF of one page that shows some ASCII letters.
pub(crate) fn pdf(text: &str) -> Vec<u8> {
    let content = format!("BT /F 12 Tf 50 700 Td ({text}) Tj ET");
    let length = content.len();
    format!(
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n\
         3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R>>endobj\n\
         4 0 obj<</Length {length}>>stream\n{content}\nendstream endobj\n\
         5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R/Size 6>>\n%%EOF\n"
    )
    .into_bytes()
}

/// A site folder that lives as long as the test.
#[must_use]
pub(crate) struct Site {
    folder: TempDir,
}

impl Site {
    /// A site with settings and nothing else.
    pub(crate) fn new() -> Self {
        Self::empty().file("bangtin.toml", SETTINGS)
    }

    /// A folder with nothing in it.
    pub(crate) fn empty() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn file(self, path: &str, text: &str) -> Self {
        self.bytes(path, text.as_bytes())
    }

    pub(crate) fn bytes(self, path: &str, bytes: &[u8]) -> Self {
        self.write(path, bytes);
        self
    }

    pub(crate) fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().expect("inside the site")).expect("folders");
        fs::write(path, bytes).expect("the file");
    }

    /// An organisation `to-chuc/<id>.md`.
    pub(crate) fn organisation(self, id: &str, name: &str, more: &str) -> Self {
        let more = if more.contains("loai") || more.contains("nhom") {
            more.to_owned()
        } else {
            format!("loai = \"khac\"\n{more}")
        };
        self.file(&format!("content/to-chuc/{id}.md"), &format!("+++\nten = \"{name}\"\n{more}\n+++\n"))
    }

    /// A plan `ke-hoach/2026/<id>.md` of 5 January 2026.
    pub(crate) fn plan(self, id: &str, more: &str) -> Self {
        self.file(
            &format!("content/ke-hoach/2026/{id}.md"),
            &format!("+++\ntieu_de = \"Kế hoạch {id}\"\nngay = 2026-01-05\n{more}\n+++\n"),
        )
    }

    /// Runs the program on this site.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        run_in(self.path(), arguments)
    }

    /// `bangtin build` for the public.
    pub(crate) fn build(&self) -> Run {
        self.run(&["build", "--ngay", TODAY])
    }

    /// `bangtin check`
    pub(crate) fn check(&self) -> Run {
        self.run(&["check", "--ngay", TODAY])
    }

    pub(crate) fn out(&self) -> PathBuf {
        self.path().join("public")
    }

    /// The HTML of a page of the public site.
    pub(crate) fn page(&self, url: &str) -> String {
        let path = if url.is_empty() || url.ends_with('/') { format!("{url}index.html") } else { url.to_owned() };
        fs::read_to_string(self.out().join(&path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }
}

/// Runs the program in a folder, with nothing of this machine's environment that matters to it.
pub(crate) fn run_in(folder: &Path, arguments: &[&str]) -> Run {
    run_answering(folder, arguments, "")
}

/// The same, with lines that answer what the program asks.
pub(crate) fn run_answering(folder: &Path, arguments: &[&str], answers: &str) -> Run {
    finished(Command::new(env!("CARGO_BIN_EXE_bangtin")).args(arguments).current_dir(folder), answers)
}

/// Runs a command to its end, with nothing of this machine's environment that matters to the program.
pub(crate) fn finished(command: &mut Command, answers: &str) -> Run {
    let mut program = command
        .env_remove("BANGTIN_LANG")
        .env_remove("SOURCE_DATE_EPOCH")
        .env("NO_COLOR", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    // A program that asks nothing may be gone already.
    let _ = program.stdin.take().expect("a pipe").write_all(answers.as_bytes());
    let output = program.wait_with_output().expect("the program ends");
    Run {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).expect("UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

/// What one run said.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    /// Fails the test unless the run ended cleanly.
    pub(crate) fn clean(self) -> Self {
        assert_eq!(self.code, Some(0), "{}", self.stderr);
        self
    }

    /// The codes of the diagnostics, in the order printed.
    pub(crate) fn codes(&self) -> Vec<&str> {
        let heads = self.stderr.lines().filter(|line| line.starts_with("lỗi[") || line.starts_with("cảnh báo["));
        heads.filter_map(|line| line.split(['[', ']']).nth(1)).collect()
    }
}

/// Every file below a folder, by its path inside it.
pub(crate) fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    fn visit(folder: &Path, prefix: &str, found: &mut BTreeMap<String, Vec<u8>>) {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                visit(&entry.path(), &format!("{path}/"), found);
            } else {
                found.insert(path, fs::read(entry.path()).expect("readable"));
            }
        }
    }
    let mut found = BTreeMap::new();
    visit(folder, "", &mut found);
    found
}

/// The files of the search index among them, as the client reads them: inflated, and out of the script.
pub(crate) fn unpacked(files: &BTreeMap<String, Vec<u8>>) -> BTreeMap<String, Vec<u8>> {
    let inflate = |bytes: &[u8]| miniz_oxide::inflate::decompress_to_vec_zlib(bytes).expect("zlib");
    let mut found = BTreeMap::new();
    for (path, bytes) in files.iter().filter(|(path, _)| path.starts_with("tim-kiem/")) {
        if path.ends_with(".bin") {
            found.insert(path.clone(), inflate(bytes));
        }
        if path.ends_with("chi-muc.js") {
            let text = std::str::from_utf8(bytes).expect("UTF-8");
            let json = text.split_once('=').expect("an assignment").1.trim_end().trim_end_matches(';');
            let inside: BTreeMap<String, String> = serde_json::from_str(json).expect("JSON");
            let whole = inside.values().flat_map(|text| inflate(&STANDARD.decode(text).expect("base64")));
            found.insert(path.clone(), whole.collect());
        }
    }
    found
}

/// HTML as a reader hears it: tags out, entities resolved, single spaces.
pub(crate) fn visible_text(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for ch in html.chars() {
        match ch {
            '<' => inside = true,
            '>' => {
                inside = false;
                text.push(' ');
            }
            _ if !inside => text.push(ch),
            _ => {}
        }
    }
    let text = text
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
