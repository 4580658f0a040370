//! The facts of a ward, read from its files with a TOML parser, and what CONTENT §7 and §9 make of them.

use jiff::civil::{Date, date};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use toml::{Table, Value};
use unicode_normalization::UnicodeNormalization;

const NOW: Date = date(2026, 11, 22);

/// What an audience may know of a ward.
pub(super) struct Ward {
    pub(super) organisations: BTreeMap<String, Table>,
    plans: BTreeMap<String, Plan>,
    sessions: BTreeMap<String, Table>,
}

/// A plan after its amendments.
struct Plan {
    front: Table,
    in_force: bool,
    tasks: Vec<Task>,
}

struct Task {
    code: String,
    keys: Table,
    withdrawn: bool,
}

/// What somebody has recorded.
#[derive(Default, Clone, Copy)]
struct Record {
    done: bool,
    paused: bool,
    begun: bool,
    any: bool,
}

fn front(path: &Path) -> Table {
    let text = std::fs::read_to_string(path).expect("readable");
    let (_, rest) = text.split_once("+++\n").expect("front matter");
    let (front, _) = rest.split_once("\n+++").unwrap_or((rest, ""));
    toml::from_str(front).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn files(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            found.push(path);
        }
    }
}

fn entries(site: &Path, kind: &str) -> BTreeMap<String, Table> {
    let root = site.join("content").join(kind);
    let mut paths = Vec::new();
    files(&root, &mut paths);
    let id = |path: &Path| {
        let inside = path.strip_prefix(&root).expect("inside").with_extension("");
        let inside = inside.to_string_lossy().replace('\\', "/");
        inside.strip_suffix("/index").unwrap_or(&inside).to_owned()
    };
    paths.iter().map(|path| (id(path), front(path))).collect()
}

fn text(table: &Table, key: &str) -> Option<String> {
    match table.get(key)? {
        Value::String(text) => Some(text.nfc().collect()),
        Value::Datetime(day) => Some(day.to_string()),
        other => Some(other.to_string()),
    }
}

fn list(table: &Table, key: &str) -> Vec<String> {
    match table.get(key) {
        Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).map(|item| item.nfc().collect()).collect(),
        Some(Value::String(one)) => vec![one.nfc().collect()],
        _ => Vec::new(),
    }
}

fn tables(table: &Table, key: &str) -> Vec<Table> {
    let items = table.get(key).and_then(Value::as_array);
    items.into_iter().flatten().filter_map(Value::as_table).cloned().collect()
}

fn day(table: &Table, key: &str) -> Option<Date> {
    let written = text(table, key)?;
    let iso = written.get(..10).and_then(|day| day.parse().ok());
    iso.or_else(|| slashed(&written))
}

/// «30/6/2026»
fn slashed(written: &str) -> Option<Date> {
    let parts: Vec<i16> = written.split('/').map(|part| part.trim().parse().ok()).collect::<Option<_>>()?;
    let [day, month, year] = parts.as_slice() else { return None };
    Date::new(*year, i8::try_from(*month).ok()?, i8::try_from(*day).ok()?).ok()
}

fn month_end(year: i16, month: i8) -> Option<Date> {
    Some(Date::new(year, month, 1).ok()?.last_of_month())
}

/// The last day that a deadline means; none of what comes back or has no day.
fn last_day(written: &str) -> Option<Date> {
    let low = written.to_lowercase();
    if ["hằng", "hàng", "định kỳ", "cuối quý", "thường xuyên"].iter().any(|word| low.contains(word)) {
        return None;
    }
    if let Ok(day) = low.parse() {
        return Some(day);
    }
    let year = |text: &str| text.trim().parse::<i16>().ok();
    if let Some(rest) = low.strip_prefix("trước ngày ") {
        return slashed(rest)?.yesterday().ok();
    }
    for before in ["đến hết ngày ", "chậm nhất ", "ngày "] {
        if let Some(rest) = low.strip_prefix(before) {
            return slashed(rest);
        }
    }
    if let Some((month, of)) = low.strip_prefix("tháng ").and_then(|rest| rest.split_once('/')) {
        return month_end(year(of)?, month.trim().parse().ok()?);
    }
    if let Some((quarter, of)) = low.strip_prefix("quý ").and_then(|rest| rest.split_once('/')) {
        let quarter = ["i", "ii", "iii", "iv"].iter().position(|roman| *roman == quarter)?;
        return month_end(year(of)?, i8::try_from(quarter * 3 + 3).ok()?);
    }
    if let Some((_, to)) = low.strip_prefix("giai đoạn ").and_then(|rest| rest.split_once('-')) {
        return Date::new(year(to)?, 12, 31).ok();
    }
    if let Some(of) = year(low.strip_prefix("năm ").unwrap_or(&low)) {
        return Date::new(of, 12, 31).ok();
    }
    slashed(&low)
}

/// Letters and digits without marks.
fn folded(name: &str) -> String {
    let plain = name.nfd().filter(|ch| !matches!(ch, '\u{300}'..='\u{36f}')).flat_map(char::to_lowercase);
    plain.map(|ch| if ch == 'đ' { 'd' } else { ch }).filter(|ch| ch.is_alphanumeric()).collect()
}

fn is_public(table: &Table, default: bool) -> bool {
    text(table, "doi_tuong").map_or(default, |audience| audience == "cong-khai")
}

impl Record {
    fn of(keys: &Table) -> Self {
        let state = text(keys, "trang_thai");
        let progress = keys.get("tien_do").and_then(Value::as_integer);
        let log = !tables(keys, "cap_nhat").is_empty();
        let finished = keys.contains_key("ngay_hoan_thanh");
        let word = |word: &str| state.as_deref() == Some(word);
        let done = word("hoan-thanh") || finished || progress.is_some_and(|done| done >= 100);
        let begun = !word("chua-thuc-hien") && (state.is_some() || progress.is_some_and(|done| done > 0) || log);
        Self { done, paused: word("tam-dung"), begun, any: state.is_some() || progress.is_some() || finished || log }
    }

    fn word(self, last: Option<Date>, in_force: bool, withdrawn: bool) -> &'static str {
        let left = last.map(|last| (last - NOW).get_days());
        match left {
            _ if withdrawn => "bai-bo",
            _ if self.done => "hoan-thanh",
            _ if self.paused => "tam-dung",
            _ if !in_force => "khong-hieu-luc",
            Some(left) if left < 0 && self.any => "qua-han",
            Some(left) if left < 0 => "den-han-chua-cap-nhat",
            Some(left) if left <= 15 => "sap-den-han",
            _ if self.begun => "dang-thuc-hien",
            _ if self.any => "chua-thuc-hien",
            _ => "chua-cap-nhat",
        }
    }
}

impl Ward {
    pub(super) fn read(site: &Path, public: bool) -> Self {
        let settings: Table =
            toml::from_str(&std::fs::read_to_string(site.join("bangtin.toml")).expect("settings")).expect("TOML");
        let open = settings.get("mac_dinh").and_then(Value::as_table).is_some_and(|table| is_public(table, false));
        let of = |kind: &str, default: bool| {
            let mut all = entries(site, kind);
            all.retain(|_, front| !public || is_public(front, default));
            all
        };
        let mut ward =
            Self { organisations: of("to-chuc", true), plans: BTreeMap::new(), sessions: of("quan-triet", open) };
        let mut plans = of("ke-hoach", open);
        plans.retain(|_, front| text(front, "trang_thai").as_deref() != Some("du-thao"));
        ward.plans = amended(plans, public);
        ward
    }

    fn plan(&self, id: &str) -> Option<&Plan> {
        self.plans.get(id.strip_prefix("ke-hoach/").unwrap_or(id))
    }

    pub(super) fn is_in_workbook(&self, task: &str) -> bool {
        let id = task.split('#').next().unwrap_or_default();
        self.plan(id).is_some_and(|plan| plan.front.contains_key("bang_nhiem_vu"))
    }

    /// Organisations named in a list, by id or any of their names; a whole text first, then its pieces.
    fn named(&self, written: &[String]) -> Vec<String> {
        let mut found = Vec::new();
        let one = |name: &str| {
            let id = name.strip_prefix("to-chuc/").unwrap_or(name);
            if self.organisations.contains_key(id) {
                return Some(id.to_owned());
            }
            let key = folded(name);
            let has = |front: &Table| {
                let short = text(front, "ten_ngan");
                let names = text(front, "ten").into_iter().chain(short).chain(list(front, "ten_khac"));
                names.map(|name| folded(&name)).any(|name| name == key)
            };
            self.organisations.iter().find(|(_, front)| has(front)).map(|(id, _)| id.clone())
        };
        for item in written {
            match one(item) {
                Some(id) => found.push(id),
                None => found.extend(item.split([';', ',', '\n']).filter_map(|piece| one(piece.trim()))),
            }
        }
        found.dedup();
        found
    }

    fn group(&self, id: &str) -> Option<Vec<String>> {
        let group = self.organisations.get(id)?.get("nhom")?.as_table()?;
        let of_kind = text(group, "loai").map(|kind| {
            let same = self.organisations.iter().filter(|(_, front)| !front.contains_key("nhom"));
            same.filter(|(_, front)| text(front, "loai").as_ref() == Some(&kind))
                .map(|(id, _)| id.clone())
                .collect::<Vec<_>>()
        });
        let mut members = of_kind.unwrap_or_default();
        members.extend(self.named(&list(group, "gom")));
        Some(members)
    }

    /// An organisation, or those in a group to any depth, the groups themselves among them.
    fn opened(&self, id: &str) -> BTreeSet<String> {
        let (mut open, mut found) = (vec![id.to_owned()], BTreeSet::new());
        while let Some(next) = open.pop() {
            if found.insert(next.clone()) {
                open.extend(self.group(&next).unwrap_or_default());
            }
        }
        found
    }

    fn is_active(&self, id: &str, on: Date) -> bool {
        let Some(active) =
            self.organisations.get(id).and_then(|front| front.get("hoat_dong")).and_then(Value::as_table)
        else {
            return true;
        };
        day(active, "tu").is_none_or(|from| from <= on) && day(active, "den").is_none_or(|to| to >= on)
    }

    /// How a task stands: as a whole, or on the page of one that leads it.
    pub(super) fn state(&self, task: &str, organisation: Option<&str>, role: Option<&str>) -> Option<&'static str> {
        let (id, code) = task.split_once('#')?;
        let plan = self.plan(id)?;
        let task = plan.tasks.iter().find(|task| task.code == code)?;
        let keys = &task.keys;
        let last = text(keys, "thoi_han").and_then(|written| last_day(&written));
        let written = list(keys, "chu_tri");
        let named = self.named(&written);
        let leading: BTreeSet<String> = named.iter().flat_map(|id| self.opened(id)).collect();
        let counting = last.map_or(NOW, |last| last.min(NOW));
        let leaders: BTreeSet<&String> =
            leading.iter().filter(|id| self.group(id).is_none() && self.is_active(id, counting)).collect();
        let rows = tables(keys, "theo_to_chuc");
        let row = |id: &str| {
            rows.iter().find(|row| self.named(&list(row, "to_chuc")).contains(&id.to_owned())).map(Record::of)
        };
        let own = Record::of(keys);
        let each: Vec<Record> = leading.iter().filter_map(|id| row(id)).collect();
        let whole = Record {
            done: if leaders.is_empty() { own.done } else { leaders.iter().all(|id| row(id).unwrap_or(own).done) },
            paused: own.paused,
            begun: own.begun || each.iter().any(|row| row.begun || row.done),
            any: own.any || each.iter().any(|row| row.any),
        };
        let word = |record: Record| record.word(last, plan.in_force, task.withdrawn);
        let whole = word(whole);
        let Some(organisation) = organisation.filter(|_| role == Some("chu-tri")) else { return Some(whole) };
        if let Some(row) = row(organisation) {
            return Some(word(row));
        }
        let is_group = self.group(organisation).is_some();
        let counted = leaders.contains(&organisation.to_owned());
        let alone = counted && written.len() == 1 && named.len() == 1;
        if named.contains(&organisation.to_owned()) && (is_group || alone) {
            return Some(whole);
        }
        Some(match whole {
            "bai-bo" | "khong-hieu-luc" => whole,
            "hoan-thanh" | "tam-dung" | "sap-den-han" if is_group || counted => whole,
            _ => "chung",
        })
    }

    /// How many tasks in force an organisation leads late.
    pub(super) fn late_of(&self, organisation: &str) -> usize {
        let in_force = self.plans.iter().filter(|(_, plan)| plan.in_force);
        let tasks = in_force.flat_map(|(id, plan)| plan.tasks.iter().map(move |task| (id, task)));
        let late = tasks.filter(|(id, task)| {
            let named = self.named(&list(&task.keys, "chu_tri"));
            let leads = named.iter().any(|id| self.opened(id).contains(organisation));
            !task.withdrawn
                && leads
                && self.state(&format!("ke-hoach/{id}#{}", task.code), Some(organisation), Some("chu-tri"))
                    == Some("qua-han")
        });
        late.count()
    }

    /// Sessions with results about a plan.
    fn held(&self, plan: &str) -> Vec<&Table> {
        let about = |front: &&Table| {
            list(front, "ke_hoach")
                .iter()
                .any(|id| id.trim_start_matches("ke-hoach/") == plan.trim_start_matches("ke-hoach/"))
        };
        let reported = |front: &&Table| {
            tables(front, "ket_qua").iter().any(|row| row.contains_key("tham_du") || row.contains_key("hoc_bu"))
        };
        self.sessions.values().filter(about).filter(reported).collect()
    }

    fn reached(row: &Table) -> i64 {
        ["tham_du", "hoc_bu"].iter().filter_map(|key| row.get(*key).and_then(Value::as_integer)).sum()
    }

    /// Party organisations that have studied a plan, of those that count.
    pub(super) fn study_of_plan(&self, plan: &str) -> (usize, usize) {
        let is_party = |id: &String| {
            self.organisations
                .get(id)
                .is_some_and(|front| !front.contains_key("nhom") && text(front, "loai").as_deref() == Some("chi-bo"))
        };
        let (mut convened, mut studied) = (BTreeSet::new(), BTreeSet::new());
        for front in self.held(plan) {
            let listed = self.named(&list(front, "trieu_tap"));
            let on = day(front, "bat_dau").expect("a day");
            match listed.is_empty() {
                true => convened.extend(self.organisations.keys().filter(|id| self.is_active(id, on)).cloned()),
                false => convened.extend(listed.iter().flat_map(|id| self.opened(id))),
            }
            for row in tables(front, "ket_qua") {
                for id in self.named(&list(&row, "to_chuc")) {
                    if row.contains_key("tham_du") || row.contains_key("hoc_bu") {
                        convened.insert(id.clone());
                        if Self::reached(&row) > 0 {
                            studied.insert(id);
                        }
                    }
                }
            }
        }
        let convened: BTreeSet<String> = convened.into_iter().filter(is_party).collect();
        (convened.intersection(&studied).count(), convened.len())
    }

    /// Whether a result says that nobody of an organisation was there.
    pub(super) fn said_not_to_have_studied(&self, plan: &str, name: &str) -> bool {
        let rows = self.held(plan).into_iter().flat_map(|front| tables(front, "ket_qua"));
        rows.filter(|row| Self::reached(row) == 0 && row.contains_key("tham_du")).any(|row| {
            let ids = self.named(&list(&row, "to_chuc"));
            ids.iter()
                .any(|id| self.organisations.get(id).and_then(|front| text(front, "ten")).as_deref() == Some(name))
        })
    }

    /// Sums over the results of a session that everybody of them gave, by the keys of the data.
    pub(super) fn sums(&self, session: &str) -> Vec<(String, i64)> {
        let Some(front) = self.sessions.get(session.trim_start_matches("quan-triet/")) else { return Vec::new() };
        let mut rows = tables(front, "ket_qua");
        rows.retain(|row| !self.named(&list(row, "to_chuc")).is_empty());
        let sum = |key: &str| {
            let counts: Option<Vec<i64>> = rows.iter().map(|row| row.get(key).and_then(Value::as_integer)).collect();
            counts.filter(|counts| !counts.is_empty()).map(|counts| counts.iter().sum())
        };
        ["trieu_tap", "tham_du"].into_iter().filter_map(|key| Some((format!("tong_{key}"), sum(key)?))).collect()
    }
}

/// Plans with the amendments that count for an audience.
fn amended(plans: BTreeMap<String, Table>, public: bool) -> BTreeMap<String, Plan> {
    let issued = |front: &Table| {
        let status = text(front, "trang_thai").unwrap_or_else(|| "ban-hanh".to_owned());
        status == "ban-hanh" && day(front, "ngay").is_some_and(|day| day <= NOW)
    };
    let short = |id: &str| id.trim_start_matches("ke-hoach/").to_owned();
    let mut amending: Vec<(&String, &Table)> = plans.iter().filter(|(_, front)| issued(front)).collect();
    amending.sort_by_key(|(id, front)| (day(front, "ngay"), (*id).clone()));
    // The newest first: what ended one that ends others does not count.
    let mut ended: BTreeSet<String> = BTreeSet::new();
    for (id, front) in amending.iter().rev() {
        if ended.contains(*id) {
            continue;
        }
        for change in tables(front, "dieu_chinh") {
            let kind = text(&change, "kieu").unwrap_or_default();
            if kind == "thay-the"
                || (kind == "bai-bo" && !change.contains_key("nhiem_vu") && !change.contains_key("chi_tieu"))
            {
                ended.insert(short(&text(&change, "ke_hoach").unwrap_or_default()));
            }
        }
    }
    let mut all: BTreeMap<String, Plan> = plans
        .iter()
        .map(|(id, front)| {
            let visible = |keys: &Table| !public || is_public(keys, true);
            let tasks = tables(front, "nhiem_vu").into_iter().enumerate();
            let tasks = tasks.map(|(place, keys)| Task {
                code: text(&keys, "ma").unwrap_or_else(|| (place + 1).to_string()),
                keys,
                withdrawn: false,
            });
            let over = front
                .get("hieu_luc")
                .and_then(Value::as_table)
                .and_then(|period| day(period, "den"))
                .is_some_and(|to| to < NOW);
            let in_force = issued(front) && !over && !ended.contains(id);
            (
                id.clone(),
                Plan { front: front.clone(), in_force, tasks: tasks.filter(|task| visible(&task.keys)).collect() },
            )
        })
        .collect();
    for (id, front) in &amending {
        if ended.contains(*id) {
            continue;
        }
        for change in tables(front, "dieu_chinh") {
            let target = short(&text(&change, "ke_hoach").unwrap_or_default());
            let Some(plan) = all.get_mut(&target) else { continue };
            let code = text(&change, "nhiem_vu");
            match (text(&change, "kieu").as_deref(), code) {
                (Some("bo-sung"), _) => {
                    let next =
                        plan.tasks.iter().filter_map(|task| task.code.parse::<u32>().ok()).max().unwrap_or(0) + 1;
                    let code = text(&change, "ma").unwrap_or_else(|| next.to_string());
                    plan.tasks.push(Task { code, keys: change.clone(), withdrawn: false });
                }
                (Some(kind), Some(code)) => {
                    for task in plan.tasks.iter_mut().filter(|task| task.code == code) {
                        if kind == "bai-bo" {
                            task.withdrawn = true;
                        }
                        for (key, value) in change
                            .iter()
                            .filter(|(key, _)| !["ke_hoach", "kieu", "nhiem_vu", "ly_do"].contains(&key.as_str()))
                        {
                            task.keys.insert(key.clone(), value.clone());
                        }
                    }
                }
                _ => {}
            }
        }
    }
    all
}
