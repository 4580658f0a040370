//! How a task stands on a day, as a whole and for each that leads it: the one definition (CONTENT §7 «States»).
//!
//! Nobody is said to be late unless something is recorded about that very organisation, or about the task that it alone
//! leads. Pure: the day is an input.

use super::{Content, Id, LeaderRecord, Organisation, Parties, Segment, TaskValues};
use crate::basics::date::{Day, days_between};
use crate::read::vocabulary::{TaskState, TaskStatus};
use std::collections::{BTreeMap, BTreeSet};

/// A deadline this near is «sắp đến hạn».
const SOON_DAYS: i64 = 15;

/// In what a task is looked at, and when.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Circumstances {
    pub(crate) plan_in_force: bool,
    pub(crate) withdrawn: bool,
    pub(crate) today: Day,
}

/// How the whole of a task stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TaskStanding {
    pub(crate) state: TaskState,
    /// How many organisations lead it, those in groups one by one.
    pub(crate) leaders: usize,
    /// How many of them have done it.
    pub(crate) done: usize,
}

/// What is recorded of a task, or of the part of one that leads it.
#[derive(Debug, Clone, Copy, Default)]
struct Record {
    is_done: bool,
    is_paused: bool,
    has_begun: bool,
    is_recorded: bool,
}

impl Record {
    fn of(status: Option<TaskStatus>, progress: Option<f64>, done_on: Option<Day>, has_log: bool) -> Self {
        Self {
            is_done: status == Some(TaskStatus::Done)
                || done_on.is_some()
                || progress.is_some_and(|done| done >= 100.0),
            is_paused: status == Some(TaskStatus::Paused),
            has_begun: match status {
                Some(TaskStatus::NotStarted) => false,
                Some(TaskStatus::UnderWay | TaskStatus::Done | TaskStatus::Paused) => true,
                None => progress.is_some_and(|done| done > 0.0) || has_log,
            },
            is_recorded: status.is_some() || progress.is_some() || done_on.is_some() || has_log,
        }
    }

    /// What the task's own keys record.
    fn of_whole(values: &TaskValues) -> Self {
        Self::of(values.status, values.progress, values.done_on, !values.log.is_empty())
    }

    /// What one that leads it has recorded of its part.
    fn of_leader(row: &LeaderRecord) -> Self {
        Self::of(row.status, row.progress, row.done_on, false)
    }

    /// The state that follows from a record, once nobody has done it or paused it.
    fn by_date(self, values: &TaskValues, at: Circumstances) -> TaskState {
        match last_day(values).map(|last| days_between(at.today, last)) {
            Some(left) if left < 0 && self.is_recorded => return TaskState::Late,
            Some(left) if left < 0 => return TaskState::DueUnrecorded,
            Some(left) if left <= SOON_DAYS => return TaskState::DueSoon,
            _ => {}
        }
        match self {
            Self { has_begun: true, .. } => TaskState::UnderWay,
            Self { is_recorded: true, .. } => TaskState::NotStarted,
            Self { .. } => TaskState::Unrecorded,
        }
    }

    /// The first line of the table that fits.
    fn state(self, values: &TaskValues, at: Circumstances) -> TaskState {
        match self {
            _ if at.withdrawn => TaskState::Withdrawn,
            Self { is_done: true, .. } => TaskState::Done,
            Self { is_paused: true, .. } => TaskState::Paused,
            _ if !at.plan_in_force => TaskState::NotInForce,
            Self { .. } => self.by_date(values, at),
        }
    }
}

/// The last day of the deadline: none of what comes back, goes on, or is not understood.
fn last_day(values: &TaskValues) -> Option<Day> {
    values.deadline.as_ref()?.value.end()
}

/// A task, those that lead it and what each of them has recorded: gathered once, asked for each of them.
pub(crate) struct TaskStates<'a> {
    content: &'a Content,
    values: &'a TaskValues,
    at: Circumstances,
    /// Whom «chủ trì» names, groups among them.
    named: BTreeSet<Id<Organisation>>,
    /// Those that lead it and are counted: no groups, those in them to any depth.
    leaders: BTreeSet<Id<Organisation>>,
    /// What those that lead it have recorded of their parts; what others have does not count.
    records: BTreeMap<Id<Organisation>, &'a LeaderRecord>,
    standing: TaskStanding,
}

impl<'a> TaskStates<'a> {
    pub(crate) fn of(content: &'a Content, values: &'a TaskValues, at: Circumstances) -> Self {
        let named: BTreeSet<_> = values.lead.iter().flat_map(Parties::known).collect();
        let leading: BTreeSet<_> = named.iter().flat_map(|id| content.opened(*id)).collect();
        let rows = values.by_leader.iter().filter_map(|row| Some((row.organisation.known().first().copied()?, row)));
        let records: BTreeMap<_, _> = rows.filter(|(id, _)| leading.contains(id)).collect();
        let day = counting_day(values, at.today);
        let counts = |id: &Id<Organisation>| {
            content.organisations.get(*id).is_some_and(|row| row.group.is_none() && row.is_active_on(day))
        };
        let leaders = leading.into_iter().filter(counts).collect();
        let standing = standing(values, at, &leaders, &records);
        Self { content, values, at, named, leaders, records, standing }
    }

    /// How the whole stands.
    pub(crate) fn standing(&self) -> TaskStanding {
        self.standing
    }

    /// The organisations that lead it and are counted, in the order of ids.
    pub(crate) fn leaders(&self) -> &BTreeSet<Id<Organisation>> {
        &self.leaders
    }

    /// What one that leads it has recorded of its part.
    pub(crate) fn record(&self, leader: Id<Organisation>) -> Option<&'a LeaderRecord> {
        self.records.get(&leader).copied()
    }

    /// The state for an organisation that leads it, directly or through a group.
    pub(crate) fn of_leader(&self, leader: Id<Organisation>) -> TaskState {
        if let Some(row) = self.record(leader) {
            return Record::of_leader(row).state(self.values, self.at);
        }
        let whole = self.standing.state;
        let is_group = self.content.organisations.get(leader).is_some_and(|row| row.group.is_some());
        let is_counted = self.leaders.contains(&leader);
        let is_alone = is_counted && names(self.values) == 1;
        if self.named.contains(&leader) && (is_group || is_alone) {
            return whole;
        }
        match whole {
            TaskState::Withdrawn | TaskState::NotInForce => whole,
            // What is recorded of the whole, and a date, which judges nobody; one that is no more is judged by nothing.
            TaskState::Done | TaskState::Paused | TaskState::DueSoon if is_group || is_counted => whole,
            _ => TaskState::Shared,
        }
    }
}

fn standing(
    values: &TaskValues,
    at: Circumstances,
    leaders: &BTreeSet<Id<Organisation>>,
    records: &BTreeMap<Id<Organisation>, &LeaderRecord>,
) -> TaskStanding {
    let own = Record::of_whole(values);
    let rows: BTreeMap<_, _> = records.iter().map(|(id, row)| (*id, Record::of_leader(row))).collect();
    let done = leaders.iter().filter(|leader| rows.get(leader).unwrap_or(&own).is_done).count();
    let whole = Record {
        is_done: if leaders.is_empty() { own.is_done } else { done == leaders.len() },
        is_paused: own.is_paused,
        has_begun: own.has_begun || rows.values().any(|row| row.has_begun || row.is_done),
        is_recorded: own.is_recorded || rows.values().any(|row| row.is_recorded),
    };
    TaskStanding { state: whole.state(values, at), leaders: leaders.len(), done }
}

/// How many names stand under «chủ trì».
fn names(values: &TaskValues) -> usize {
    let segments = values.lead.iter().flat_map(|lead| &lead.segments);
    segments.filter(|segment| !matches!(segment, Segment::Gap(_))).count()
}

/// The day on which an organisation has to be there to be counted.
fn counting_day(values: &TaskValues, today: Day) -> Day {
    last_day(values).map_or(today, |last| last.min(today))
}

#[cfg(test)]
mod tests {
    use crate::harness::Ward;
    use crate::read::vocabulary::{Audience, Role};
    use crate::site::model::EntryId;
    use proptest::prelude::*;

    const ORGANISATIONS: &str = "-- content/to-chuc/a.md --\n+++\nten = \"A\"\nloai = \"chi-bo\"\n+++\n\
        -- content/to-chuc/b.md --\n+++\nten = \"B\"\nloai = \"chi-bo\"\n+++\n\
        -- content/to-chuc/c.md --\n+++\nten = \"C\"\nloai = \"chi-bo\"\nhoat_dong = { den = 2026-03-01 }\n+++\n\
        -- content/to-chuc/nhom.md --\n+++\nten = \"Các chi bộ\"\nnhom = { loai = \"chi-bo\" }\n+++\n\
        -- content/to-chuc/hoi.md --\n+++\nten = \"Hội\"\nloai = \"doan-the\"\n+++\n";

    /// The state of the whole of a task on 22/11/2026, of those that lead it by their ids, and how many have done it.
    fn states(lead: &str, keys: &str) -> (String, String, (usize, usize)) {
        let task = format!("[[nhiem_vu]]\nnoi_dung = \"Việc\"\nchu_tri = [{lead}]\nphoi_hop = [\"hoi\"]\n{keys}\n");
        let plan = format!("-- content/ke-hoach/k.md --\n+++\ntieu_de = \"K\"\nngay = 2026-01-01\n{task}+++\n");
        let snapshot = Ward::of(&[ORGANISATIONS, &plan].concat()).edition(Audience::Public);
        let edition = snapshot.edition();
        let whole = edition.tasks_in_force().next().map(|(.., task)| task.standing);
        let whole = whole.unwrap_or_else(|| panic!("a task in force: {}", snapshot.said()));
        let each = edition.content.entries().filter_map(|(entry, meta)| {
            let EntryId::Organisation(id) = entry else { return None };
            let given = edition.assignments(id).iter().find(|given| given.role == Role::Lead)?;
            Some(format!("{} {}", meta.short_id(), given.state.word()))
        });
        (whole.state.word().to_owned(), each.collect::<Vec<_>>().join(", "), (whole.done, whole.leaders))
    }

    fn row(organisation: &str, keys: &str) -> String {
        format!("[[nhiem_vu.theo_to_chuc]]\nto_chuc = \"{organisation}\"\n{keys}\n")
    }

    #[test]
    fn one_that_leads_alone_has_the_state_of_the_whole() {
        let (past, soon, later) = ("2026-11-21", "2026-12-07", "2026-12-08");
        for (deadline, recorded, state) in [
            (past, "", "den-han-chua-cap-nhat"),
            (past, "trang_thai = \"chua-thuc-hien\"", "qua-han"),
            (past, "tien_do = 40", "qua-han"),
            (past, "cap_nhat = [{ ngay = 2026-05-01, noi_dung = \"x\" }]", "qua-han"),
            (past, "tien_do = 100", "hoan-thanh"),
            (past, "ngay_hoan_thanh = 2026-11-01", "hoan-thanh"),
            (past, "trang_thai = \"hoan-thanh\"", "hoan-thanh"),
            (past, "trang_thai = \"tam-dung\"", "tam-dung"),
            ("2026-11-22", "trang_thai = \"dang-thuc-hien\"", "sap-den-han"),
            (soon, "", "sap-den-han"),
            (later, "", "chua-cap-nhat"),
            (later, "trang_thai = \"chua-thuc-hien\"", "chua-thuc-hien"),
            (later, "tien_do = 0", "chua-thuc-hien"),
            (later, "tien_do = 10", "dang-thuc-hien"),
            (later, "trang_thai = \"dang-thuc-hien\"", "dang-thuc-hien"),
            ("hằng tháng", "trang_thai = \"dang-thuc-hien\"", "dang-thuc-hien"),
            ("hằng tháng", "", "chua-cap-nhat"),
            ("thường xuyên", "", "chua-cap-nhat"),
        ] {
            let (whole, each, _) = states("\"a\"", &format!("thoi_han = \"{deadline}\"\n{recorded}"));
            assert_eq!((whole.as_str(), each), (state, format!("a {state}")), "{deadline} {recorded}");
        }
    }

    #[test]
    fn nothing_that_is_recorded_of_all_is_said_of_one_of_them() {
        let past = "thoi_han = \"2026-06-30\"\n";
        let of = |keys: &str| states("\"nhom\"", &format!("{past}{keys}"));
        // C ended before the last day: it is not counted, and keeps the task.
        assert_eq!(of("").1, "a chung, b chung, c chung, nhom den-han-chua-cap-nhat");
        assert_eq!(of("tien_do = 40").1, "a chung, b chung, c chung, nhom qua-han");
        assert_eq!(of("trang_thai = \"tam-dung\"").1, "a tam-dung, b tam-dung, c chung, nhom tam-dung");
        let (whole, each, counts) = of("trang_thai = \"hoan-thanh\"");
        assert_eq!(
            (whole.as_str(), each.as_str()),
            ("hoan-thanh", "a hoan-thanh, b hoan-thanh, c chung, nhom hoan-thanh")
        );
        assert_eq!(counts, (2, 2));
        let soon = states("\"nhom\"", "thoi_han = \"2026-11-30\"").1;
        assert_eq!(soon, "a sap-den-han, b sap-den-han, c chung, nhom sap-den-han");
    }

    #[test]
    fn each_that_leads_has_its_own_record() {
        let past = "thoi_han = \"2026-06-30\"\n";
        let rows = [row("a", "trang_thai = \"hoan-thanh\""), row("b", "tien_do = 40")].concat();
        let (whole, each, counts) = states("\"nhom\"", &format!("{past}{rows}"));
        assert_eq!((whole.as_str(), counts), ("qua-han", (1, 2)));
        assert_eq!(each, "a hoan-thanh, b qua-han, c chung, nhom qua-han");
        let one = states("\"nhom\"", &format!("{past}{}", row("a", "ngay_hoan_thanh = 2026-06-01")));
        assert_eq!(one.1, "a hoan-thanh, b chung, c chung, nhom qua-han");
        // Rows win over what is recorded of the whole.
        let stated = format!("{past}trang_thai = \"hoan-thanh\"\n{}", row("b", "trang_thai = \"chua-thuc-hien\""));
        let (whole, each, counts) = states("\"nhom\"", &stated);
        assert_eq!((whole.as_str(), counts), ("qua-han", (1, 2)));
        assert_eq!(each, "a chung, b qua-han, c chung, nhom qua-han");
        let two = states("\"a\", \"hoi\"", &format!("{past}{}", row("hoi", "trang_thai = \"hoan-thanh\"")));
        assert_eq!(two.1, "a chung, hoi hoan-thanh");
        // A note alone is no record of how far it is.
        let noted = states("\"nhom\"", &format!("{past}{}", row("a", "ghi_chu = \"chờ kinh phí\"")));
        assert_eq!(noted.1, "a den-han-chua-cap-nhat, b chung, c chung, nhom den-han-chua-cap-nhat");
    }

    #[test]
    fn nobody_is_late_with_a_plan_that_is_over_whatever_is_recorded_of_them() {
        let row = row("a", "tien_do = 10");
        let plan = format!(
            "-- content/ke-hoach/k.md --\n+++\ntieu_de = \"K\"\nngay = 2026-01-01\ntrang_thai = \"het-hieu-luc\"\n\
             [[nhiem_vu]]\nnoi_dung = \"Việc\"\nchu_tri = [\"nhom\"]\nthoi_han = \"2026-06-30\"\n{row}+++\n"
        );
        let page = Ward::of(&[ORGANISATIONS, &plan].concat()).edition(Audience::Public).text("ke-hoach/k/index.html");
        assert!(page.contains("Từng tổ chức") && !page.contains("tt-qua-han"), "{page}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        /// The one sentence that must never be false.
        #[test]
        fn nobody_is_late_of_whom_nothing_is_recorded(
            leads in prop::sample::subsequence(vec!["a", "b", "c", "nhom", "hoi"], 1..4),
            rows in prop::collection::vec(("[abc]|hoi", prop::sample::select(vec!["tien_do = 10", "trang_thai = \"chua-thuc-hien\"", "ghi_chu = \"x\"", "trang_thai = \"hoan-thanh\""])), 0..4),
            own in prop::sample::select(vec!["", "tien_do = 10", "trang_thai = \"hoan-thanh\"", "trang_thai = \"chua-thuc-hien\""]),
        ) {
            let lead = leads.iter().map(|id| format!("\"{id}\"")).collect::<Vec<_>>().join(", ");
            let written: String = rows.iter().map(|(id, keys)| row(id, keys)).collect();
            let (_, each, _) = states(&lead, &format!("thoi_han = \"2026-06-30\"\n{own}\n{written}"));
            for (leader, state) in each.split(", ").filter_map(|words| words.split_once(' ')) {
                let recorded = rows.iter().any(|(id, keys)| id == leader && !keys.starts_with("ghi_chu"));
                let alone = leads == [leader] && !own.is_empty();
                let fact = recorded || alone || leader == "nhom";
                prop_assert!(state != "qua-han" || fact, "{leader} of {lead}: {each}");
            }
        }
    }
}
