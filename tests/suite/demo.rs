//! The demo ward: who must do what, computed here from the content files by code of this test alone, is what every
//! organisation's page shows.

use crate::site::{TODAY, run_in, tree, visible_text};
use calamine::{Data, Reader, Xlsx, open_workbook};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use toml::{Table, Value};
use unicode_normalization::UnicodeNormalization;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Builds the demo ward into a folder of its own.
fn build(extra: &[&str]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let out = folder.path().join("trang");
    let site = root();
    let (site, shown) = (site.to_str().expect("UTF-8"), out.to_str().expect("UTF-8"));
    let arguments = [&["build", "--site", site, "--out", shown, "--ngay", TODAY], extra].concat();
    run_in(folder.path(), &arguments).clean();
    (folder, out)
}

/// Front matter of every `.md` file below `content/<kind>`, by id.
fn entries(kind: &str) -> BTreeMap<String, (Table, PathBuf)> {
    fn visit(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("readable").flatten() {
            if entry.path().is_dir() {
                visit(&entry.path(), found);
            } else if entry.path().extension().is_some_and(|extension| extension == "md") {
                found.push(entry.path());
            }
        }
    }
    let content = root().join("content");
    let mut files = Vec::new();
    visit(&content.join(kind), &mut files);
    let entry = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("readable");
        let front = text.trim_start().split("+++").nth(1).expect("front matter").to_owned();
        let id = path.strip_prefix(&content).expect("inside").with_extension("");
        let id = id.to_string_lossy().trim_end_matches("/index").to_owned();
        (id, (front.parse::<Table>().expect("TOML"), path))
    };
    files.into_iter().map(entry).collect()
}

fn text(table: &Table, key: &str) -> Option<String> {
    match table.get(key)? {
        Value::String(text) => Some(text.clone()),
        Value::Integer(number) => Some(number.to_string()),
        _ => None,
    }
}

fn texts(table: &Table, key: &str) -> Vec<String> {
    match table.get(key) {
        Some(Value::String(text)) => vec![text.clone()],
        Some(Value::Array(items)) => items.iter().filter_map(|item| item.as_str().map(str::to_owned)).collect(),
        _ => Vec::new(),
    }
}

fn tables<'t>(table: &'t Table, key: &str) -> Vec<&'t Table> {
    table.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_table).collect()
}

/// A date as `YYYY-MM-DD`, whatever way it is written.
fn date(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::Datetime(moment) => moment.date.map(|date| date.to_string()),
        Value::String(text) => {
            let parts: Vec<&str> = text.split(['/', '-']).collect();
            match parts.as_slice() {
                [day, month, year] if year.len() == 4 => Some(format!("{year}-{month:0>2}-{day:0>2}")),
                _ => Some(text.clone()),
            }
        }
        _ => None,
    }
}

fn plain(name: &str) -> String {
    let lower: String = name.nfd().filter(|ch| !unicode_normalization::char::is_combining_mark(*ch)).collect();
    let lower = lower.to_lowercase().replace('đ', "d");
    lower.split(|ch: char| !ch.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A task: lead and support as written, whether the public sees it.
#[derive(Clone, Default)]
struct Task {
    lead: Vec<String>,
    support: Vec<String>,
    public: bool,
    withdrawn: bool,
}

/// The organisations of the ward, with every name and the members of every group.
struct Ward {
    names: BTreeMap<String, String>,
    members: BTreeMap<String, BTreeSet<String>>,
}

impl Ward {
    fn read() -> Self {
        let organisations = entries("to-chuc");
        let visible: BTreeMap<_, _> =
            organisations.iter().filter(|(_, (row, _))| text(row, "doi_tuong").as_deref() != Some("noi-bo")).collect();
        let mut names = BTreeMap::new();
        for (id, (row, _)) in &visible {
            let short = id.trim_start_matches("to-chuc/").to_owned();
            names.insert(id.to_string(), short.clone());
            names.insert(short.clone(), short.clone());
            let all = [text(row, "ten"), text(row, "ten_ngan")].into_iter().flatten().chain(texts(row, "ten_khac"));
            names.extend(all.map(|name| (plain(&name), short.clone())));
        }
        let mut ward = Self { names, members: BTreeMap::new() };
        let mut direct: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (id, (row, _)) in &visible {
            let Some(rule) = row.get("nhom").and_then(Value::as_table) else { continue };
            let mut members: BTreeSet<String> = texts(rule, "gom").iter().filter_map(|name| ward.one(name)).collect();
            if let Some(kind) = text(rule, "loai") {
                let of_kind = visible
                    .iter()
                    .filter(|(_, (row, _))| !row.contains_key("nhom") && text(row, "loai").as_deref() == Some(&kind));
                members.extend(of_kind.map(|(id, _)| id.trim_start_matches("to-chuc/").to_owned()));
            }
            direct.insert(id.trim_start_matches("to-chuc/").to_owned(), members);
        }
        for (group, members) in &direct {
            let mut all = members.clone();
            let mut open: Vec<_> = members.iter().cloned().collect();
            while let Some(next) = open.pop() {
                for inner in direct.get(&next).into_iter().flatten() {
                    if all.insert(inner.clone()) {
                        open.push(inner.clone());
                    }
                }
            }
            ward.members.insert(group.clone(), all);
        }
        ward
    }

    fn one(&self, name: &str) -> Option<String> {
        self.names.get(name.trim()).or_else(|| self.names.get(&plain(name))).cloned()
    }

    /// Organisations in a list of names: whole, or the pieces between `;`, `,` and «và», longest first.
    fn many(&self, written: &[String]) -> Vec<String> {
        let mut found = Vec::new();
        for item in written {
            if let Some(one) = self.one(item) {
                found.push(one);
                continue;
            }
            for piece in item.split([';', '\n']) {
                let words: Vec<&str> = piece.split_inclusive([',', ' ']).collect();
                let mut start = 0;
                while start < words.len() {
                    let longest = (start + 1..=words.len()).rev().find_map(|end| {
                        let candidate = words[start..end].concat();
                        self.one(candidate.trim_matches([',', ' '])).map(|one| (end, one))
                    });
                    match longest {
                        Some((end, one)) => {
                            found.push(one);
                            start = end;
                        }
                        None => start += 1,
                    }
                }
            }
        }
        found
    }
}

/// Rows of a sidecar table: content, lead, support; section rows left out.
fn table_rows(path: &Path) -> Vec<Task> {
    let rows: Vec<Vec<String>> = if path.extension().is_some_and(|extension| extension == "csv") {
        let mut reader =
            csv::ReaderBuilder::new().delimiter(b';').has_headers(false).flexible(true).from_path(path).expect("csv");
        reader
            .records()
            .map(|row| row.expect("a row").iter().map(|cell| cell.trim_matches('\u{feff}').to_owned()).collect())
            .collect()
    } else {
        let mut book: Xlsx<_> = open_workbook(path).expect("a workbook");
        let name = book.sheet_names().first().cloned().expect("a sheet");
        let range = book.worksheet_range(&name).expect("its cells");
        let mut rows: Vec<Vec<String>> = range
            .rows()
            .map(|row| {
                row.iter()
                    .map(|cell| if matches!(cell, Data::Empty) { String::new() } else { cell.to_string() })
                    .collect()
            })
            .collect();
        let (top, left) = range.start().unwrap_or_default();
        for area in book.merge_cells_by_sheet_name(&name).expect("merges") {
            let (row, column) = ((area.start.0 - top) as usize, (area.start.1 - left) as usize);
            let value = rows[row][column].clone();
            // A merged heading runs along its row and stays one cell; a merged lead runs down its column.
            for below in rows.iter_mut().take((area.end.0 - top) as usize + 1).skip(row) {
                below[column].clone_from(&value);
            }
        }
        rows
    };
    let header = rows
        .iter()
        .position(|row| {
            row.iter().any(|cell| {
                ["nhiem vu", "noi dung", "ten nhiem vu", "noi dung nhiem vu", "noi dung cong viec"]
                    .contains(&plain(cell).as_str())
            })
        })
        .expect("a header");
    let column = |words: &[&str]| rows[header].iter().position(|cell| words.contains(&plain(cell).as_str()));
    let content =
        column(&["nhiem vu", "noi dung", "ten nhiem vu", "noi dung nhiem vu", "noi dung cong viec"]).expect("content");
    let lead =
        column(&["chu tri", "don vi chu tri", "co quan chu tri", "don vi thuc hien", "phan cong"]).expect("lead");
    let support = column(&["phoi hop", "don vi phoi hop", "co quan phoi hop"]);
    let cell = |row: &[String], column: usize| row.get(column).cloned().unwrap_or_default();
    rows[header + 1..]
        .iter()
        .filter(|row| !cell(row, content).is_empty() && row.iter().filter(|cell| !cell.is_empty()).count() > 2)
        .map(|row| Task {
            lead: vec![cell(row, lead)],
            support: support.map(|column| cell(row, column)).into_iter().collect(),
            public: true,
            withdrawn: false,
        })
        .collect()
}

/// Every task in force for the public: plan → code → task.
fn tasks_in_force() -> BTreeMap<String, BTreeMap<String, Task>> {
    let public = |row: &Table| text(row, "doi_tuong").as_deref() == Some("cong-khai");
    let plans: BTreeMap<_, _> = entries("ke-hoach");
    let mut tasks: BTreeMap<String, BTreeMap<String, Task>> = BTreeMap::new();
    for (id, (row, path)) in &plans {
        let mut position = 0;
        let own = tasks.entry(id.clone()).or_default();
        for block in tables(row, "nhiem_vu") {
            position += 1;
            let code = text(block, "ma").unwrap_or_else(|| position.to_string());
            let hidden = text(block, "doi_tuong").as_deref() == Some("noi-bo");
            own.insert(
                code,
                Task {
                    lead: texts(block, "chu_tri"),
                    support: texts(block, "phoi_hop"),
                    public: !hidden,
                    withdrawn: false,
                },
            );
        }
        if let Some(name) = text(row, "bang_nhiem_vu") {
            for task in table_rows(&path.with_file_name(name)) {
                position += 1;
                own.insert(position.to_string(), task);
            }
        }
    }
    let mut amending: Vec<_> = plans
        .iter()
        .filter(|(_, (row, _))| text(row, "trang_thai").is_none_or(|state| state == "ban-hanh"))
        .filter_map(|(id, (row, _))| Some((date(row.get("ngay"))?, id, row)))
        .filter(|(date, _, row)| date.as_str() <= TODAY && !tables(row, "dieu_chinh").is_empty())
        .collect();
    amending.sort_by_key(|(date, id, _)| (date.clone(), id.to_string()));
    let mut ended = BTreeSet::new();
    let mut highest: BTreeMap<String, u64> = tasks
        .iter()
        .map(|(id, tasks)| (id.clone(), tasks.keys().filter_map(|code| code.parse().ok()).max().unwrap_or(0)))
        .collect();
    for (_, _, row) in &amending {
        for change in tables(row, "dieu_chinh") {
            let plan = text(change, "ke_hoach").expect("a plan");
            let own = tasks.get_mut(&plan).expect("a known plan");
            match (text(change, "kieu").as_deref(), text(change, "nhiem_vu")) {
                (Some("bo-sung"), _) if public(row) => {
                    let next = highest.get_mut(&plan).expect("counted");
                    *next += 1;
                    let code = text(change, "ma").unwrap_or_else(|| next.to_string());
                    let task = Task {
                        lead: texts(change, "chu_tri"),
                        support: texts(change, "phoi_hop"),
                        public: public(row),
                        withdrawn: false,
                    };
                    own.insert(code, task);
                }
                (Some("bai-bo"), Some(code)) if public(row) => own.get_mut(&code).expect("a task").withdrawn = true,
                (Some("sua-doi"), Some(code)) if public(row) => {
                    let task = own.get_mut(&code).expect("a task");
                    if change.contains_key("chu_tri") {
                        task.lead = texts(change, "chu_tri");
                    }
                    if change.contains_key("phoi_hop") {
                        task.support = texts(change, "phoi_hop");
                    }
                }
                (Some("thay-the" | "bai-bo"), None) if public(row) => {
                    ended.insert(plan);
                }
                _ => {}
            }
        }
    }
    tasks.retain(|id, _| {
        let (row, _) = &plans[id];
        let over = row
            .get("hieu_luc")
            .and_then(Value::as_table)
            .and_then(|valid| date(valid.get("den")))
            .is_some_and(|end| end.as_str() < TODAY);
        public(row) && text(row, "trang_thai").is_none_or(|state| state == "ban-hanh") && !over && !ended.contains(id)
    });
    tasks
}

/// (task, role, group through which it was given)
type Duty = (String, String, Option<String>);

fn expected() -> BTreeMap<String, BTreeSet<Duty>> {
    let ward = Ward::read();
    let mut duties: BTreeMap<String, BTreeMap<String, (String, Option<String>)>> = BTreeMap::new();
    for (plan, tasks) in tasks_in_force() {
        for (code, task) in tasks.iter().filter(|(_, task)| task.public && !task.withdrawn) {
            for (role, written) in [("chu-tri", &task.lead), ("phoi-hop", &task.support)] {
                let named = ward.many(written);
                let direct = named.iter().map(|id| (id.clone(), None));
                let through = named.iter().flat_map(|group| {
                    ward.members
                        .get(group)
                        .into_iter()
                        .flatten()
                        .map(move |member| (member.clone(), Some(group.clone())))
                });
                for (organisation, via) in direct.chain(through) {
                    duties
                        .entry(organisation)
                        .or_default()
                        .entry(format!("{plan}#{code}"))
                        .or_insert((role.to_owned(), via));
                }
            }
        }
    }
    duties
        .into_iter()
        .map(|(id, tasks)| (id, tasks.into_iter().map(|(task, (role, via))| (task, role, via)).collect()))
        .collect()
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    tag.split(&format!(" {name}=\"")).nth(1)?.split('"').next().map(str::to_owned)
}

/// What the pages of an organisation show, continuation pages included.
fn shown(out: &Path, id: &str) -> BTreeSet<Duty> {
    let pages = tree(&out.join("to-chuc").join(id));
    let mut duties = BTreeSet::new();
    for html in
        pages.iter().filter(|(path, _)| path.ends_with("index.html")).map(|(_, bytes)| String::from_utf8_lossy(bytes))
    {
        for tag in html.split("<article").skip(1).filter_map(|rest| rest.split('>').next()) {
            if let Some(task) = attribute(tag, "data-nhiem-vu") {
                let role = attribute(tag, "data-vai").expect("a role");
                duties.insert((task, role, attribute(tag, "data-qua-nhom")));
            }
        }
    }
    duties
}

#[test]
fn every_organisation_sees_exactly_what_the_content_gives_it() {
    let (_folder, out) = build(&[]);
    let expected = expected();
    assert!(expected.values().map(BTreeSet::len).sum::<usize>() > 800, "the demo gives too little to prove anything");
    for id in entries("to-chuc").keys() {
        let id = id.trim_start_matches("to-chuc/");
        let wanted = expected.get(id).cloned().unwrap_or_default();
        let found = shown(&out, id);
        let missing: Vec<_> = wanted.difference(&found).collect();
        let extra: Vec<_> = found.difference(&wanted).collect();
        assert!(missing.is_empty() && extra.is_empty(), "{id}: missing {missing:#?}\nextra {extra:#?}");
    }
}

#[test]
fn the_demo_ward_is_as_rich_as_the_manual_promises() {
    let count = |kind: &str| entries(kind).len();
    assert!(count("to-chuc") >= 40 && count("van-ban") >= 14 && count("ke-hoach") >= 14);
    assert!(count("quan-triet") >= 12 && count("tai-lieu") >= 10);
    let cells = entries("to-chuc").values().filter(|(row, _)| text(row, "loai").as_deref() == Some("chi-bo")).count();
    assert!(cells >= 15);
    let amendments = entries("ke-hoach").values().filter(|(row, _)| !tables(row, "dieu_chinh").is_empty()).count();
    assert!(amendments >= 3);
}

#[test]
fn the_demo_builds_for_both_audiences_without_an_error() {
    let (_public, out) = build(&[]);
    let (_internal, inside) = build(&["--doi-tuong", "noi-bo", "--ban-nhap"]);
    assert!(tree(&inside).len() > tree(&out).len());
}

#[test]
fn every_plan_says_who_does_what_and_has_a_summary_within_its_limit() {
    let (_folder, out) = build(&[]);
    for (id, (row, _)) in entries("ke-hoach") {
        let path = out.join(&id).join("index.html");
        let Ok(html) = fs::read_to_string(&path) else { continue };
        // One that only amends says what it changes instead.
        let says_who = html.contains("id=\"bt-ai\"") || html.contains("id=\"bt-h-sd\"");
        assert!(says_who, "{id} has no «Ai làm gì»");
        let summary =
            html.split("class=\"tom-tat\"").nth(1).and_then(|rest| rest.split("</section>").next()).unwrap_or_default();
        assert!(!summary.is_empty(), "{id} has no summary");
        let automatic = summary.contains("tóm tắt tự động");
        assert_eq!(automatic, !row.contains_key("tom_tat"), "{id}");
        if automatic {
            let paragraph = summary.split("<p>").nth(1).and_then(|rest| rest.split("</p>").next()).unwrap_or_default();
            let words = visible_text(paragraph).split_whitespace().count();
            assert!((20..=125).contains(&words), "{id}: {words} words");
            assert!(visible_text(paragraph).ends_with(['.', '!', '?']), "{id} ends inside a sentence");
        }
    }
}
