//! Every key of a task, amended once.

#![cfg(test)]

use super::*;
use crate::harness::{Snapshot, Ward};
use crate::read::vocabulary::Audience;
use crate::site::model::{EntryId, Parties};

/// Every key of a task, as it is written before and after.
const KEYS: [(&str, &str, &str); 17] = [
    ("muc", "\"I.1\"", "\"II.2\""),
    ("noi_dung", "\"Việc cũ\"", "\"Việc mới\""),
    ("chu_tri", "[\"hoi-a\"]", "[\"hoi-b\"]"),
    ("phoi_hop", "[\"hoi-b\"]", "[\"hoi-a\"]"),
    ("phu_trach", "\"Bí thư\"", "\"Phó Bí thư\""),
    ("thoi_han", "\"6/2026\"", "\"quý IV/2026\""),
    ("san_pham", "\"Báo cáo\"", "\"Biên bản\""),
    ("tham_quyen", "\"Ban Thường vụ\"", "\"Ban Chấp hành\""),
    ("chi_tieu", "\"50%\"", "\"100%\""),
    ("ghi_chu", "\"Ghi cũ\"", "\"Ghi mới\""),
    ("trang_thai", "\"chua-thuc-hien\"", "\"tam-dung\""),
    ("tien_do", "10", "20"),
    ("ngay_hoan_thanh", "2026-05-01", "2026-06-01"),
    (
        "minh_chung",
        "[{ ten = \"Cũ\", dia_chi = \"https://a.example/\" }]",
        "[{ ten = \"Mới\", dia_chi = \"https://b.example/\" }]",
    ),
    ("doi_tuong", "\"cong-khai\"", "\"noi-bo\""),
    ("cap_nhat", "[{ ngay = 2026-02-01, noi_dung = \"Lần 1\" }]", "[{ ngay = 2026-03-01, noi_dung = \"Lần 2\" }]"),
    ("theo_to_chuc", "[{ to_chuc = \"hoi-a\", tien_do = 10 }]", "[{ to_chuc = \"hoi-a\", tien_do = 20 }]"),
];

/// What a task says, by key; a new key does not compile until it stands here and in [`KEYS`].
fn said(values: &TaskValues) -> [(&'static str, String); 17] {
    let TaskValues {
        place_in_text,
        content,
        lead,
        support,
        responsible,
        deadline,
        product,
        authority,
        target,
        note,
        status,
        progress,
        done_on,
        evidence,
        audience,
        log,
        by_leader,
    } = values;
    let parties = |parties: &Option<Parties>| parties.as_ref().map(Parties::text).unwrap_or_default();
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    [
        ("muc", text(place_in_text)),
        ("noi_dung", content.as_ref().map(|content| content.value.clone()).unwrap_or_default()),
        ("chu_tri", parties(lead)),
        ("phoi_hop", parties(support)),
        ("phu_trach", text(responsible)),
        ("thoi_han", deadline.as_ref().map(|deadline| deadline.value.verbatim.clone()).unwrap_or_default()),
        ("san_pham", text(product)),
        ("tham_quyen", text(authority)),
        ("chi_tieu", text(target)),
        ("ghi_chu", text(note)),
        ("trang_thai", format!("{status:?}")),
        ("tien_do", format!("{progress:?}")),
        ("ngay_hoan_thanh", format!("{done_on:?}")),
        ("minh_chung", evidence.iter().map(|evidence| evidence.name.clone()).collect()),
        ("doi_tuong", format!("{audience:?}")),
        ("cap_nhat", log.iter().map(|entry| entry.text.clone()).collect()),
        ("theo_to_chuc", by_leader.iter().map(|row| format!("{:?} ", row.progress)).collect()),
    ]
}

/// Task 1 of a plan, after an amendment with these keys.
fn amended(change: &str) -> (Snapshot, TaskValues) {
    let keys: String = KEYS.iter().map(|(key, old, _)| format!("{key} = {old}\n")).collect();
    let ward = Ward::of(&format!(
        "-- content/to-chuc/hoi-a.md --\n+++\nten = \"Hội A\"\nloai = \"khac\"\n+++\n\
         -- content/to-chuc/hoi-b.md --\n+++\nten = \"Hội B\"\nloai = \"khac\"\n+++\n\
         -- content/ke-hoach/a.md --\n+++\ntieu_de = \"A\"\nngay = 2026-01-05\n[[nhiem_vu]]\nma = \"1\"\n{keys}+++\n\
         -- content/ke-hoach/b.md --\n+++\ntieu_de = \"B\"\nngay = 2026-02-05\n[[dieu_chinh]]\nke_hoach = \"a\"\n\
         kieu = \"sua-doi\"\nnhiem_vu = \"1\"\nly_do = \"Lý do\"\n{change}\n+++\n"
    ));
    let snapshot = ward.edition(Audience::Internal);
    assert!(!snapshot.findings().has_errors(), "{}", snapshot.said());
    let edition = snapshot.edition();
    let plan = edition.content.entries().find_map(|(entry, meta)| match entry {
        EntryId::Plan(id) if meta.id == "ke-hoach/a" => Some(id),
        _ => None,
    });
    let task = plan.and_then(|id| edition.effective(id)?.tasks.first());
    let values = task.map(|task| task.task.values.clone()).unwrap_or_else(|| panic!("the task is there"));
    (snapshot, values)
}

#[test]
fn every_key_of_a_task_is_amended_and_leaves_the_others_as_they_were() {
    let before = said(&amended("").1);
    for (place, (key, _, new)) in KEYS.iter().enumerate() {
        let (snapshot, values) = amended(&format!("{key} = {new}"));
        for (at, ((name, old), (_, now))) in before.iter().zip(said(&values)).enumerate() {
            assert_eq!(*old != now, at == place, "`{name}` after a change of `{key}`: {old} → {now}");
        }
        let added = ["minh_chung", "cap_nhat"].contains(key);
        let (_, now) = &said(&values)[place];
        assert!(!added || now.starts_with(&before[place].1), "`{key}` is added to: {now}");
        let shown = new.trim_matches(['"', '[', ']']);
        let is_text = new.starts_with('"') && !["trang_thai", "doi_tuong"].contains(key);
        assert!(!is_text || snapshot.text("ke-hoach/a/index.html").contains(shown), "`{key}` stands on the page");
        assert!(!is_text || snapshot.text("ke-hoach/b/index.html").contains(shown), "`{key}` stands on the amendment");
    }
}

mod chains {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    /// Amendments by their days: what is changed of which task to which deadline; `None` withdraws it.
    type Chain = Vec<(u8, Vec<(char, Option<u8>)>)>;

    const ORGANISATION: &str = "-- content/to-chuc/hoi.md --\n+++\nten = \"Hội\"\nloai = \"khac\"\n+++\n";

    fn task(code: char) -> String {
        format!(
            "[[nhiem_vu]]\nma = \"{code}\"\nnoi_dung = \"Việc {code}\"\nchu_tri = [\"hoi\"]\nthoi_han = \"01/01/2030\"\n"
        )
    }

    /// The deadlines of the tasks that stand, by their codes.
    fn deadlines(tasks: &str, chain: &Chain) -> BTreeMap<String, String> {
        let mut text =
            format!("{ORGANISATION}-- content/ke-hoach/goc.md --\n+++\ntieu_de = \"Gốc\"\nngay = 2026-01-01\n");
        tasks.chars().for_each(|code| text += &task(code));
        text += "+++\n";
        for (place, (day, changes)) in chain.iter().enumerate() {
            text +=
                &format!("-- content/ke-hoach/sua-{place}.md --\n+++\ntieu_de = \"Sửa\"\nngay = 2026-02-{day:02}\n");
            for (code, day) in changes {
                let kind = if day.is_some() { "sua-doi" } else { "bai-bo" };
                let value = day.map(|day| format!("thoi_han = \"{day:02}/02/2030\"\n")).unwrap_or_default();
                text += &format!(
                    "[[dieu_chinh]]\nke_hoach = \"goc\"\nkieu = \"{kind}\"\nnhiem_vu = \"{code}\"\nly_do = \"x\"\n{value}"
                );
            }
            text += "+++\n";
        }
        let snapshot = Ward::of(&text).edition(Audience::Public);
        let edition = snapshot.edition();
        let goc = edition.content.entries().find(|(_, meta)| meta.id.ends_with("/goc"));
        let Some((EntryId::Plan(id), _)) = goc else { panic!("the plan is there: {}", snapshot.said()) };
        let standing = edition.effective(id).into_iter().flat_map(Effective::standing);
        let written = |task: &EffectiveTask| task.task.values.deadline.as_ref().map(|due| due.value.verbatim.clone());
        standing.map(|task| (task.task.code.clone(), written(task).unwrap_or_default())).collect()
    }

    /// The same, by folding the changes over the tasks in the order of days, then of ids.
    fn folded(tasks: &str, chain: &Chain) -> BTreeMap<String, String> {
        let mut all: BTreeMap<String, String> =
            tasks.chars().map(|code| (code.to_string(), "01/01/2030".into())).collect();
        let mut order: Vec<_> = chain.iter().enumerate().collect();
        order.sort_by_key(|(place, (day, _))| (*day, format!("sua-{place}")));
        for (_, (_, changes)) in order {
            for (code, day) in changes {
                match day {
                    Some(day) => {
                        all.entry(code.to_string()).and_modify(|due| *due = format!("{day:02}/02/2030"));
                    }
                    None => drop(all.remove(&code.to_string())),
                }
            }
        }
        all
    }

    fn chain() -> impl Strategy<Value = Chain> {
        let change = (prop::sample::select(vec!['a', 'b', 'c', 'd']), prop::option::weighted(0.8, 1_u8..29));
        prop::collection::vec((1_u8..29, prop::collection::vec(change, 1..3)), 0..4)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]
        #[test]
        fn the_effective_plan_is_the_fold_of_its_amendments(chain in chain()) {
            prop_assert_eq!(deadlines("abcd", &chain), folded("abcd", &chain));
        }

        #[test]
        fn tasks_put_in_taken_out_or_moved_change_no_amendment(chain in chain(), order in Just(vec!['a', 'b', 'c', 'd', 'x']).prop_shuffle()) {
            let before = deadlines("abcd", &chain);
            let mut after = deadlines(&order.iter().collect::<String>(), &chain);
            let new = after.remove("x");
            prop_assert_eq!(new.as_deref(), Some("01/01/2030"), "nobody meant the new one");
            prop_assert_eq!(after, before);
        }
    }
}
