//! The published folder: whole or untouched, never somebody else's, the same bytes every time.

#[cfg(unix)]
use crate::site::finished;
use crate::site::{Site, TODAY, run_in, tree};
use std::fs;
use std::process::{Command, Stdio};
use std::time::Duration;

fn site() -> Site {
    Site::new()
        .organisation("a", "Hội A", "")
        .plan("1", "[[nhiem_vu]]\nnoi_dung = \"Việc\"\nchu_tri = [\"a\"]\nthoi_han = \"2026\"")
        .file("content/trang/gioi-thieu.md", "+++\ntieu_de = \"Giới thiệu\"\n+++\nCũ\n")
}

#[test]
fn two_builds_are_byte_identical_at_any_thread_count() {
    let site = env!("CARGO_MANIFEST_DIR");
    let folder = tempfile::tempdir().expect("a folder");
    for threads in ["1", "2", "8"] {
        let status = Command::new(env!("CARGO_BIN_EXE_bangtin"))
            .args(["build", "--site", site, "--out", threads, "--ngay", TODAY])
            .env("RAYON_NUM_THREADS", threads)
            .current_dir(folder.path())
            .output()
            .expect("the program starts")
            .status;
        assert!(status.success());
    }
    let one = tree(&folder.path().join("1"));
    assert!(one.len() > 200);
    assert_eq!(one, tree(&folder.path().join("2")));
    assert_eq!(one, tree(&folder.path().join("8")));
}

#[test]
fn the_manifest_names_every_other_file_with_its_hash() {
    use sha2::{Digest, Sha256};
    let site = site();
    site.build().clean();
    let mut files = tree(&site.out());
    let manifest = files.remove(".bangtin/manifest.json").expect("the manifest");
    let manifest: serde_json::Value = serde_json::from_slice(&manifest).expect("JSON");
    let listed = manifest["tep"].as_object().expect("files");
    assert_eq!(listed.keys().collect::<Vec<_>>(), files.keys().collect::<Vec<_>>());
    for (path, bytes) in &files {
        let hash: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(listed[path]["sha256"], hash.as_str(), "{path}");
    }
    assert!(!manifest.to_string().contains("2026-11-22"), "a time in the manifest");
}

#[test]
fn unchanged_files_keep_their_bytes_and_time_and_gone_content_leaves_nothing() {
    let site = site();
    site.build().clean();
    let kept = site.out().join("ke-hoach/2026/1/index.html");
    let before = fs::metadata(&kept).expect("the page");
    std::thread::sleep(Duration::from_millis(20));
    site.write("content/trang/gioi-thieu.md", "+++\ntieu_de = \"Giới thiệu\"\n+++\nMới\n".as_bytes());
    site.write("content/trang/khac.md", "+++\ntieu_de = \"Khác\"\n+++\n".as_bytes());
    site.build().clean();
    let after = fs::metadata(&kept).expect("the page");
    assert_eq!(before.modified().expect("a time"), after.modified().expect("a time"));
    assert!(site.page("gioi-thieu/").contains("Mới"));
    fs::remove_file(site.path().join("content/trang/khac.md")).expect("removed");
    site.build().clean();
    assert!(!site.out().join("khac").exists());
}

#[test]
fn compressed_twins_stand_beside_text_follow_its_changes_and_go_with_the_flag() {
    use std::io::Read;
    let site = site();
    let build = |more: &[&str]| site.run(&[&["build", "--ngay", TODAY, "--out", "public"], more].concat()).clean();
    build(&["--nen"]);
    let files = tree(&site.out());
    let page = "ke-hoach/2026/1/index.html";
    let mut unpacked = Vec::new();
    let packed = files[&format!("{page}.gz")].as_slice();
    flate2::read::GzDecoder::new(packed).read_to_end(&mut unpacked).expect("gzip");
    assert_eq!(unpacked, files[page]);
    assert!(files[&format!("{page}.br")].len() < packed.len());
    assert!(files.keys().all(|path| !path.ends_with(".png.gz") && !path.ends_with(".gz.br")));
    let twin = |path: &str| fs::metadata(site.out().join(path)).expect("a twin").modified().expect("a time");
    let (kept, changed) = (format!("{page}.br"), "gioi-thieu/index.html.br");
    let before = (twin(&kept), fs::read(site.out().join(changed)).expect("a twin"));
    std::thread::sleep(Duration::from_millis(20));
    site.write("content/trang/gioi-thieu.md", "+++\ntieu_de = \"Giới thiệu\"\n+++\nMới\n".as_bytes());
    build(&["--nen"]);
    assert_eq!(twin(&kept), before.0, "an unchanged file is not packed again");
    assert_ne!(fs::read(site.out().join(changed)).expect("a twin"), before.1);
    build(&[]);
    let files = tree(&site.out());
    assert!(files.keys().all(|path| !path.ends_with(".br") && !path.ends_with(".gz")), "no flag, no twins");
}

#[test]
fn a_page_of_the_site_wins_the_path_of_a_twin() {
    let entry = "+++\ntieu_de = \"Trang\"\ndia_chi_cu = [\"/gioi-thieu/index.html.gz\"]\n+++\n";
    let site = site().file("content/trang/khac.md", entry);
    site.run(&["build", "--ngay", TODAY, "--out", "public", "--nen"]).clean();
    let files = tree(&site.out());
    assert!(String::from_utf8_lossy(&files["gioi-thieu/index.html.gz"]).contains("khac/"), "the old address");
    assert!(files.contains_key("gioi-thieu/index.html.br"));
}

#[test]
fn a_build_without_changes_touches_nothing() {
    let site = site();
    site.build().clean();
    let modified = |path: &str| fs::metadata(site.out().join(path)).expect("there").modified().expect("a time");
    let before = (modified(""), modified("index.html"));
    std::thread::sleep(Duration::from_millis(20));
    let run = site.build().clean();
    assert_eq!((modified(""), modified("index.html")), before);
    assert!(run.stderr.contains("0 tệp mới hoặc đổi"), "{}", run.stderr);
}

#[test]
fn a_file_damaged_by_hand_is_written_anew_and_what_others_put_there_stays() {
    let site = site();
    site.build().clean();
    let page = site.out().join("index.html");
    let good = fs::read(&page).expect("home");
    fs::write(&page, vec![b'x'; good.len()]).expect("damaged");
    fs::create_dir(site.out().join(".well-known")).expect("a folder");
    let stranger = site.out().join(".well-known/la.txt");
    fs::write(&stranger, "lạ").expect("a stranger");
    let run = site.build().clean();
    assert_eq!(fs::read(&page).expect("home"), good);
    assert_eq!(fs::read(&stranger).expect("the stranger"), "lạ".as_bytes());
    assert!(run.stdout.contains("1 tệp không do bangtin tạo") || run.stderr.contains("1 tệp không do bangtin tạo"));
    site.build().clean();
    assert!(stranger.exists());
    let manifest = fs::read_to_string(site.out().join(".bangtin/manifest.json")).expect("the manifest");
    assert!(!manifest.contains("la.txt"), "the manifest names what the build wrote");
}

#[test]
fn an_error_in_the_content_leaves_the_old_site_as_it_was() {
    let site = site();
    site.build().clean();
    let before = tree(&site.out());
    site.write("content/ke-hoach/2026/2.md", b"+++\ntieu_de = 1\n+++\n");
    let run = site.build();
    assert_eq!(run.code, Some(1));
    assert!(run.stderr.contains("Trang đã đăng giữ nguyên"));
    assert_eq!(tree(&site.out()), before);
    assert_eq!(leftovers(&site), Vec::<String>::new());
}

/// What lies beside the output but the lock.
fn leftovers(site: &Site) -> Vec<String> {
    let names = fs::read_dir(site.path())
        .expect("readable")
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned());
    names.filter(|name| name.contains(".bangtin-") && !name.ends_with("khoa")).collect()
}

/// Starts the program on a site, and ends it after so many milliseconds.
fn killed_after(delay: u64, site: &Site, arguments: &[&str]) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_bangtin"))
        .args(arguments)
        .current_dir(site.path())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    std::thread::sleep(Duration::from_millis(delay));
    let _ = child.kill();
    let _ = child.wait();
}

#[test]
fn a_killed_build_leaves_the_old_or_the_new_site() {
    let site = Site::new();
    for number in 0..400 {
        site.write(
            &format!("content/trang/p{number}.md"),
            format!("+++\ntieu_de = \"Trang {number}\"\n+++\nBản một\n").as_bytes(),
        );
    }
    site.build().clean();
    let old = tree(&site.out());
    for number in 0..400 {
        site.write(
            &format!("content/trang/p{number}.md"),
            format!("+++\ntieu_de = \"Trang {number}\"\n+++\nBản hai\n").as_bytes(),
        );
    }
    let fresh = tempfile::tempdir().expect("a folder");
    let out = fresh.path().join("moi");
    site.run(&["build", "--ngay", TODAY, "--out", out.to_str().expect("UTF-8")]).clean();
    let new = tree(&out);
    for delay in [0, 2, 5, 10, 20, 30, 40, 60, 80, 120] {
        killed_after(delay, &site, &["build", "--ngay", TODAY]);
        let now = tree(&site.out());
        assert!(now == old || now == new, "a mixture after {delay} ms");
    }
    site.build().clean();
    assert_eq!(tree(&site.out()), new);
    assert_eq!(leftovers(&site), Vec::<String>::new());
}

#[test]
fn a_swap_cut_between_its_two_renames_is_mended_at_the_next_start() {
    let site = site();
    site.build().clean();
    fs::rename(site.out(), site.path().join(".public.bangtin-cu")).expect("cut");
    let run = site.build().clean();
    assert!(run.stderr.contains("0 tệp mới hoặc đổi"), "{}", run.stderr);
    fs::create_dir_all(site.path().join(".public.bangtin-cu/x")).expect("a leftover");
    site.build().clean();
    assert_eq!(leftovers(&site), Vec::<String>::new());
}

#[test]
fn folders_that_are_not_ours_are_refused() {
    let site = site();
    fs::create_dir(site.out()).expect("a folder");
    fs::write(site.out().join("luan-van.txt"), "mười năm").expect("a file");
    let run = site.build();
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("không phải do bangtin tạo ra"), "{}", run.stderr);
    assert_eq!(tree(&site.out()).len(), 1);
    for out in ["content", ".", "content/ke-hoach", ".."] {
        let run = site.run(&["build", "--ngay", TODAY, "--out", out]);
        assert_eq!(run.code, Some(2), "{out}: {}", run.stderr);
    }
    assert!(site.path().join("content/trang/gioi-thieu.md").exists());
}

#[cfg(unix)]
#[test]
fn links_and_files_in_the_place_of_the_output_are_refused() {
    let site = site();
    fs::create_dir(site.path().join("that")).expect("a folder");
    std::os::unix::fs::symlink(site.path().join("that"), site.out()).expect("a link");
    let run = site.build();
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("liên kết"), "{}", run.stderr);
    fs::write(site.path().join("tep"), "x").expect("a file");
    assert_eq!(site.run(&["build", "--ngay", TODAY, "--out", "tep"]).code, Some(2));
}

#[test]
fn a_second_build_at_the_same_time_is_told_so() {
    let site = site();
    site.build().clean();
    let lock = fs::File::options().write(true).open(site.path().join(".public.bangtin-khoa")).expect("the lock");
    lock.lock().expect("held");
    let run = site.build();
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("một lệnh khác"), "{}", run.stderr);
}

#[cfg(unix)]
#[test]
fn links_out_of_the_site_are_not_followed() {
    let secret = tempfile::tempdir().expect("a folder");
    fs::write(secret.path().join("bi-mat.md"), "+++\ntieu_de = \"BI-MAT\"\n+++\n").expect("a file");
    let site = site();
    std::os::unix::fs::symlink(secret.path(), site.path().join("content/trang/ngoai")).expect("a link");
    std::os::unix::fs::symlink(secret.path().join("bi-mat.md"), site.path().join("content/trang/x.md"))
        .expect("a link");
    let run = site.build();
    assert_eq!(run.code, Some(1));
    assert_eq!(run.codes(), ["lien-ket-tuong-trung", "lien-ket-tuong-trung"]);
}

#[test]
fn unreadable_encodings_huge_files_and_odd_names_are_told_with_their_file() {
    let huge = format!("+++\ntieu_de = \"x\"\n+++\n{}", "dài ".repeat(3_000_000));
    let utf16: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain("+++\r\ntieu_de = \"Đảng\"\r\n+++\r\nỦy\r\n".encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let site = Site::new()
        .bytes("content/trang/sai.md", b"+++\ntieu_de = \"x\"\n+++\n\xB5\xD8\n")
        .file("content/trang/lon.md", &huge)
        .file("content/trang/con.md", "+++\ntieu_de = \"x\"\n+++\n")
        .file("content/trang/hai.md", "+++\ntieu_de = \"x\"\n+++\n")
        .file("content/trang/Hai.md", "+++\ntieu_de = \"x\"\n+++\n")
        .bytes("content/trang/muoi-sau.md", &utf16);
    let run = site.build();
    for code in ["ma-hoa-sai", "tep-qua-lon", "ten-tep-khong-hop-le", "ten-tep-trung-hoa-thuong"] {
        assert!(run.codes().contains(&code), "{code} not in:\n{}", run.stderr);
    }
    assert!(run.stderr.contains("content/trang/sai.md"));
    let good = Site::new().bytes("content/trang/muoi-sau.md", &utf16);
    good.build().clean();
    assert!(good.page("muoi-sau/").contains("<p>Ủy</p>"));
}

#[test]
fn hostile_markdown_ends_in_reasonable_time() {
    let texts = [
        "[".repeat(50_000),
        "*a ".repeat(50_000),
        "![](".repeat(30_000),
        "> - ".repeat(5_000),
        "|a".repeat(40_000),
        "`".repeat(60_001),
    ];
    let site = Site::new();
    for (number, text) in texts.iter().enumerate() {
        site.write(&format!("content/trang/t{number}.md"), format!("+++\ntieu_de = \"x\"\n+++\n{text}\n").as_bytes());
    }
    let run = run_in(site.path(), &["check", "--ngay", TODAY]);
    assert!(run.code.is_some_and(|code| code <= 1), "{}", run.stderr);
}

#[test]
fn a_build_of_the_same_inputs_says_the_same_and_makes_nothing_again() {
    let site = site().plan("9", "[[nhiem_vu]]\nnoi_dung = \"x\"\nchu_tri = \"Tổ lạ\"\nthoi_han = \"30/6/2026\"");
    let site = site.file(
        "bangtin.toml",
        &crate::site::SETTINGS.replace("[kiem_tra]\n", "[kiem_tra]\nto-chuc-la = \"canh-bao\"\n"),
    );
    let first = site.build().clean();
    let before = tree(&site.out());
    let again = site.build().clean();
    assert_eq!(first.codes(), again.codes());
    assert!(!again.codes().is_empty(), "warnings are said again");
    assert!(format!("{}{}", again.stdout, again.stderr).contains(" 0 tệp mới hoặc đổi"), "{again:?}");
    assert_eq!(tree(&site.out()), before);
}

#[test]
fn what_is_remembered_of_a_build_is_believed_only_when_all_is_as_it_was() {
    let site = site();
    site.build().clean();
    let fresh = |site: &crate::site::Site| {
        let out = site.path().join("moi");
        let _ = fs::remove_dir_all(&out);
        site.run(&["build", "--ngay", TODAY, "--out", "moi"]).clean();
        tree(&out)
    };
    let whole = fresh(&site);
    // A file changed by hand, one removed, one of the same size: all are mended.
    for damage in [
        |home: &std::path::Path| fs::write(home, "hỏng").expect("written"),
        |home: &std::path::Path| fs::remove_file(home).expect("removed"),
        |home: &std::path::Path| {
            let mut bytes = fs::read(home).expect("readable");
            bytes[40] ^= 1;
            fs::write(home, bytes).expect("written");
        },
    ] {
        damage(&site.out().join("index.html"));
        site.build().clean();
        assert!(tree(&site.out()) == whole);
    }
    // Another day, another edition, another attachment: nothing is taken for the same.
    site.run(&["build", "--ngay", "2026-11-23"]).clean();
    assert!(site.page("du-lieu/site.json").contains("2026-11-23"));
    site.build().clean();
    assert!(tree(&site.out()) == whole);
    site.write("content/trang/them.md", "+++\ntieu_de = \"Thêm\"\n+++\n".as_bytes());
    site.build().clean();
    assert!(site.out().join("them/index.html").is_file() && tree(&site.out()) == fresh(&site));
}

/// Runs a build of the public site with a umask, as a shell or a service has one.
#[cfg(unix)]
fn build_with(umask: &str, site: &Site, more: &str) -> crate::site::Run {
    let program = env!("CARGO_BIN_EXE_bangtin");
    let command = format!("umask {umask}; exec '{program}' build --ngay {TODAY} {more}");
    finished(Command::new("sh").args(["-c", &command]).current_dir(site.path()), "")
}

#[cfg(unix)]
fn mode(path: &std::path::Path) -> u32 {
    use std::os::unix::fs::MetadataExt;
    fs::symlink_metadata(path).expect("is there").mode() & 0o7777
}

#[cfg(unix)]
fn set_mode(path: &std::path::Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("set");
}

#[cfg(unix)]
#[test]
fn what_is_published_may_be_read_by_whom_the_folder_says_not_the_umask() {
    for more in ["", "--tai-cho"] {
        let site = site();
        set_mode(site.path(), 0o755);
        build_with("077", &site, more).clean();
        let modes = |path: &str| mode(&site.out().join(path));
        assert_eq!((modes(""), modes("ke-hoach"), modes("index.html")), (0o755, 0o755, 0o644), "{more}");
        assert_eq!(modes(".bangtin/manifest.json"), 0o644, "{more}");
        set_mode(&site.out(), 0o2770);
        set_mode(&site.out().join("gioi-thieu"), 0o2750);
        site.write("content/trang/gioi-thieu.md", "+++\ntieu_de = \"Giới thiệu mới\"\n+++\nMới\n".as_bytes());
        site.write("content/trang/them.md", "+++\ntieu_de = \"Thêm\"\n+++\nMới\n".as_bytes());
        build_with("000", &site, more).clean();
        assert_eq!((modes(""), modes("index.html")), (0o2770, 0o660), "{more}");
        assert_eq!(modes("them"), 0o2770, "{more}: a new folder follows the one around it");
        assert_eq!((modes("gioi-thieu"), modes("gioi-thieu/index.html")), (0o2750, 0o640), "{more}");
    }
}

/// Every file and folder below, with mode, and bytes or where a link leads.
#[cfg(unix)]
fn kept(folder: &std::path::Path) -> Vec<(String, u32, Vec<u8>)> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).expect("readable").flatten() {
        let (path, kind) = (entry.path(), entry.file_type().expect("a kind"));
        let bytes = match (kind.is_file(), kind.is_symlink()) {
            (true, _) => fs::read(&path).expect("readable"),
            (_, true) => fs::read_link(&path).expect("a link").into_os_string().into_encoded_bytes(),
            _ => Vec::new(),
        };
        all.push((path.display().to_string(), mode(&path), bytes));
        if kind.is_dir() {
            all.extend(kept(&path));
        }
    }
    all.sort();
    all
}

#[cfg(unix)]
#[test]
fn what_others_keep_stays_as_it_is_empty_folders_modes_and_links() {
    for more in ["", "--tai-cho"] {
        let site = site();
        build_with("022", &site, more).clean();
        let theirs = site.out().join("cua-ho");
        fs::create_dir_all(theirs.join("rong/trong")).expect("made");
        fs::write(theirs.join("a.txt"), "a").expect("written");
        set_mode(&theirs.join("a.txt"), 0o4711);
        std::os::unix::fs::symlink("/khong/co", theirs.join("lien-ket")).expect("a link");
        set_mode(&theirs.join("rong/trong"), 0o1777);
        set_mode(&theirs.join("rong"), 0o500);
        fs::write(site.out().join(".bangtin/ghi-chu.txt"), "của họ").expect("written");
        fs::create_dir(site.out().join("ke-hoach/rong")).expect("made");
        let before = (kept(&theirs), fs::read(site.out().join(".bangtin/ghi-chu.txt")).expect("there"));
        site.write("content/trang/gioi-thieu.md", "+++\ntieu_de = \"Giới thiệu mới\"\n+++\nMới\n".as_bytes());
        build_with("022", &site, more).clean();
        assert!(site.page("gioi-thieu/").contains("Giới thiệu mới"));
        assert_eq!(
            (kept(&theirs), fs::read(site.out().join(".bangtin/ghi-chu.txt")).expect("there")),
            before,
            "{more}"
        );
        assert!(site.out().join("ke-hoach/rong").is_dir(), "{more}");
        assert_eq!(leftovers(&site), Vec::<String>::new());
        assert!(!site.out().join(".bangtin/moi").exists() && !site.out().join(".bangtin/dang-do.json").exists());
    }
}

#[test]
fn the_site_never_takes_the_place_of_what_it_did_not_write() {
    for more in [&["build", "--ngay", TODAY][..], &["build", "--ngay", TODAY, "--tai-cho"]] {
        let site = site();
        site.build().clean();
        fs::create_dir(site.out().join("moi")).expect("made");
        fs::write(site.out().join("moi/index.html"), "của họ").expect("written");
        site.write("content/trang/moi.md", "+++\ntieu_de = \"Mới\"\n+++\nMới\n".as_bytes());
        let run = site.run(more);
        assert_eq!(run.code, Some(2), "{}", run.stderr);
        assert!(run.stderr.contains("không do bangtin tạo, mà trang cần chỗ ấy"), "{}", run.stderr);
        assert_eq!(fs::read(site.out().join("moi/index.html")).expect("theirs"), "của họ".as_bytes());
        assert_eq!(leftovers(&site), Vec::<String>::new());
        assert!(!site.out().join(".bangtin/moi").exists());
    }
}

#[test]
fn a_build_in_place_gives_the_same_site_in_the_same_folder() {
    let site = site();
    site.build().clean();
    let whole = tree(&site.out());
    fs::remove_dir_all(site.out()).expect("removed");
    fs::create_dir(site.out()).expect("made");
    let opened = fs::File::open(site.out()).ok();
    site.run(&["build", "--ngay", TODAY, "--tai-cho"]).clean();
    assert_eq!(tree(&site.out()), whole);
    fs::remove_file(site.path().join("content/ke-hoach/2026/1.md")).expect("removed");
    fs::write(site.path().join("content/trang/ke-hoach.md"), "+++\ntieu_de = \"x\"\n+++\n").expect("written");
    fs::remove_file(site.path().join("content/trang/ke-hoach.md")).expect("removed");
    let run = site.run(&["build", "--ngay", TODAY, "--tai-cho"]).clean();
    assert!(!run.stderr.contains(" 0 tệp bỏ"), "{}", run.stderr);
    assert!(!site.out().join("ke-hoach/2026/1").exists(), "folders that are left empty go too");
    let other = tempfile::tempdir().expect("a folder");
    let out = other.path().join("moi");
    site.run(&["build", "--ngay", TODAY, "--out", out.to_str().expect("UTF-8")]).clean();
    assert_eq!(tree(&site.out()), tree(&out));
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let inode = |file: &fs::File| file.metadata().map(|meta| meta.ino()).ok();
        let now = fs::File::open(site.out()).ok();
        assert_eq!(
            opened.as_ref().and_then(inode),
            now.as_ref().and_then(inode),
            "the folder is the one that was there"
        );
    }
}

#[test]
fn a_build_in_place_that_was_cut_off_is_finished_by_the_next() {
    let site = Site::new();
    let pages = |words: &str, range: std::ops::Range<usize>| {
        for number in range {
            let text = format!("+++\ntieu_de = \"Trang {number}\"\n+++\n{words}\n");
            site.write(&format!("content/trang/p{number}.md"), text.as_bytes());
        }
    };
    pages("Bản một", 0..200);
    let build = ["build", "--ngay", TODAY, "--tai-cho"];
    site.run(&build).clean();
    (0..100).for_each(|number| drop(fs::remove_file(site.path().join(format!("content/trang/p{number}.md")))));
    pages("Bản hai", 100..300);
    let fresh = tempfile::tempdir().expect("a folder");
    let out = fresh.path().join("moi");
    site.run(&["build", "--ngay", TODAY, "--out", out.to_str().expect("UTF-8")]).clean();
    for delay in [0, 10, 30, 60, 90, 120, 150, 200, 250, 300, 400] {
        killed_after(delay, &site, &build);
        let page = fs::read_to_string(site.out().join("p150/index.html")).expect("never without the page");
        assert!(page.contains("</html>"), "no page is half written");
    }
    site.run(&build).clean();
    assert_eq!(tree(&site.out()), tree(&out));
}

#[test]
fn what_a_build_in_place_left_when_it_was_cut_off_goes_with_the_next() {
    let site = site();
    site.write("content/trang/cu.md", b"+++\ntieu_de = \"C\"\n+++\n");
    let build = ["build", "--ngay", TODAY, "--tai-cho"];
    site.run(&build).clean();
    let (manifest, note) = [".bangtin/manifest.json", ".bangtin/dang-do.json"].map(|name| site.out().join(name)).into();
    let old = fs::read(&manifest).expect("a manifest");
    fs::remove_file(site.path().join("content/trang/cu.md")).expect("removed");
    let page = fs::read(site.out().join("cu/index.html")).expect("a page");
    site.run(&build).clean();
    // Cut off after the new manifest and before the old page went.
    fs::create_dir_all(site.out().join("cu")).expect("made");
    fs::write(site.out().join("cu/index.html"), page).expect("written");
    fs::write(&note, old).expect("written");
    site.run(&build).clean();
    assert!(!site.out().join("cu").exists() && !note.exists());
}

#[test]
fn the_note_of_a_build_in_place_goes_even_where_nothing_else_is_left_to_do() {
    let site = site();
    let build = ["build", "--ngay", TODAY, "--tai-cho"];
    site.run(&build).clean();
    let built = tree(&site.out());
    let note = site.out().join(".bangtin/dang-do.json");
    fs::copy(site.out().join(".bangtin/manifest.json"), &note).expect("written");
    site.run(&build).clean();
    assert_eq!(tree(&site.out()).keys().collect::<Vec<_>>(), built.keys().collect::<Vec<_>>());
}

#[cfg(unix)]
#[test]
fn no_lock_is_written_through_a_link() {
    for name in [".public.bangtin-khoa", ".public.bangtin-moi"] {
        let site = site();
        let victim = site.path().join("cua-ai-do");
        fs::create_dir(&victim).expect("made");
        fs::write(victim.join("a"), "đừng đụng").expect("written");
        let at = if name.ends_with("khoa") { victim.join("a") } else { victim.clone() };
        std::os::unix::fs::symlink(at, site.path().join(name)).expect("a link");
        let run = site.build();
        assert_eq!(fs::read(victim.join("a")).expect("there"), "đừng đụng".as_bytes(), "{}", run.stderr);
        assert_eq!(tree(&victim).len(), 1);
        if name.ends_with("khoa") {
            assert_eq!(run.code, Some(2), "{}", run.stderr);
            fs::remove_file(site.path().join(name)).expect("removed");
            fs::hard_link(victim.join("a"), site.path().join(name)).expect("another name");
            assert_eq!(site.build().code, Some(2), "nor a file that has another name");
            assert_eq!(fs::read(victim.join("a")).expect("there"), "đừng đụng".as_bytes());
        }
    }
}

#[test]
fn an_output_inside_what_is_read_is_refused_before_that_exists() {
    let site = site();
    for out in ["themes/x", "themes", "content/moi/x", "x/../themes/y", "noi-khac/../content"] {
        for more in ["", "--tai-cho"] {
            let more = if more.is_empty() { vec![] } else { vec![more] };
            let run = site.run(&[&["build", "--ngay", TODAY, "--out", out], more.as_slice()].concat());
            assert_eq!(run.code, Some(2), "{out}: {}", run.stderr);
            assert!(run.stderr.contains("chồng lên nội dung"), "{out}: {}", run.stderr);
        }
    }
    assert!(!site.path().join("themes").exists() && !site.path().join("content/moi").exists());
    assert!(!site.path().join("x").exists());
}
