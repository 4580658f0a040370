//! Where every plan stands on a day: the one definition of «in force» (CONTENT §8).
//!
//! An amendment counts while it is issued, dated on or before the day, and not itself withdrawn or replaced by one that
//! counts. So a plan that was replaced is in force again once its replacement is withdrawn.

use super::{Amendment, Content, Id, Plan};
use crate::basics::date::Day;
use crate::read::vocabulary::{AmendmentKind, PlanStanding, PlanStatus};
use std::collections::BTreeMap;

/// Where a plan stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PlanState {
    Draft,
    /// People may comment.
    Consultation,
    /// The time for comments is over, the plan not issued.
    Consulted,
    /// Dated after the day.
    NotYet,
    InForce,
    Expired,
    Replaced(Id<Plan>),
    Withdrawn(Id<Plan>),
}

impl PlanState {
    /// The word used in themes and data.
    pub(crate) fn word(self) -> &'static str {
        let standing = match self {
            Self::Draft => PlanStanding::Draft,
            Self::Consultation => PlanStanding::Consultation,
            Self::Consulted => PlanStanding::Consulted,
            Self::NotYet => PlanStanding::NotYet,
            Self::InForce => PlanStanding::InForce,
            Self::Expired => PlanStanding::Expired,
            Self::Replaced(_) => PlanStanding::Replaced,
            Self::Withdrawn(_) => PlanStanding::Withdrawn,
        };
        standing.word()
    }

    /// By what the plan says of itself, whatever others do to it.
    pub(crate) fn own(plan: &Plan, today: Day) -> Self {
        Self::with_end(plan, plan.valid.to, today)
    }

    /// The same, where its period ends on another day.
    fn with_end(plan: &Plan, to: Option<Day>, today: Day) -> Self {
        let past_end = to.is_some_and(|end| end < today);
        let comments_end = plan.consultation.as_ref().and_then(|consultation| consultation.period.to);
        match plan.status {
            PlanStatus::Draft => Self::Draft,
            PlanStatus::Consultation if comments_end.is_some_and(|end| end < today) => Self::Consulted,
            PlanStatus::Consultation => Self::Consultation,
            PlanStatus::Expired => Self::Expired,
            PlanStatus::Issued if plan.date.is_some_and(|date| date > today) => Self::NotYet,
            PlanStatus::Issued if past_end => Self::Expired,
            PlanStatus::Issued => Self::InForce,
        }
    }
}

/// A document that amends plans, issued on or before the day.
pub(crate) struct Amending<'a> {
    pub(crate) id: Id<Plan>,
    pub(crate) date: Day,
    pub(crate) plan: &'a Plan,
    /// When it was withdrawn or replaced itself.
    pub(crate) ended: Option<Day>,
}

/// How the plans of some content stand on a day.
pub(crate) struct Standing<'a> {
    /// In the order in which they take effect: by date, then id. Those that ended are among them: the numbers that they gave
    /// stay used.
    pub(crate) amending: Vec<Amending<'a>>,
    /// What ended a plan, by the place of the plan.
    ended_by: Vec<Option<PlanState>>,
    /// Until when plans hold whose period was amended.
    amended_ends: BTreeMap<Id<Plan>, Day>,
}

impl<'a> Standing<'a> {
    pub(crate) fn of(content: &'a Content, today: Day) -> Self {
        let issued = content.plans.iter().filter(|(_, plan)| !plan.amendments.is_empty());
        let issued =
            issued.filter_map(|(id, plan)| plan.issued_by(today).map(|date| Amending { id, date, plan, ended: None }));
        let mut amending: Vec<Amending<'_>> = issued.collect();
        amending.sort_by_key(|source| (source.date, source.id));
        let ends = ends(&amending, content.plans.capacity());
        let mut ended_by = vec![None; content.plans.capacity()];
        let mut amended_ends = BTreeMap::new();
        for source in &mut amending {
            source.ended = ends.get(source.id.index()).copied().flatten();
            if source.ended.is_some() {
                continue;
            }
            for change in &source.plan.amendments {
                let period = change.part.as_ref().and_then(|part| part.period);
                amended_ends.extend(period.and_then(|period| period.to).map(|to| (change.plan, to)));
                if let Some((state, place)) = end(change, source.id).zip(ended_by.get_mut(change.plan.index())) {
                    *place = Some(state);
                }
            }
        }
        Self { amending, ended_by, amended_ends }
    }

    /// Where a plan of the content stands.
    pub(crate) fn state(&self, id: Id<Plan>, plan: &Plan, today: Day) -> PlanState {
        let ended = self.ended_by.get(id.index()).copied().flatten();
        let to = self.amended_ends.get(&id).copied().or(plan.valid.to);
        ended.unwrap_or_else(|| PlanState::with_end(plan, to, today))
    }

    /// The amending documents that count.
    pub(crate) fn effective(&self) -> impl Iterator<Item = &Amending<'a>> {
        self.amending.iter().filter(|source| source.ended.is_none())
    }
}

/// When amending documents were ended, by their places: the newest is looked at first, for it may end those that end others.
fn ends(amending: &[Amending<'_>], plans: usize) -> Vec<Option<Day>> {
    let mut ends: Vec<Option<Day>> = vec![None; plans];
    for source in amending.iter().rev() {
        if ends.get(source.id.index()).copied().flatten().is_some() {
            continue;
        }
        for change in source.plan.amendments.iter().filter(|change| change.plan != source.id) {
            if let Some(place) = end(change, source.id).and_then(|_| ends.get_mut(change.plan.index())) {
                *place = Some(source.date);
            }
        }
    }
    ends
}

/// What a change makes of the whole plan, where it ends it.
fn end(change: &Amendment, by: Id<Plan>) -> Option<PlanState> {
    if change.part.is_some() {
        return None;
    }
    match (change.kind, &change.task) {
        (AmendmentKind::Replace, _) => Some(PlanState::Replaced(by)),
        (AmendmentKind::Withdraw, None) => Some(PlanState::Withdrawn(by)),
        (AmendmentKind::Withdraw | AmendmentKind::Add | AmendmentKind::Change, _) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::harness::{Ward, day};
    use crate::read::vocabulary::Audience;
    use crate::site::model::EntryId;

    /// A is replaced by B, B is withdrawn by C, C is withdrawn by D; each has a task.
    fn chain() -> String {
        let task = "[[nhiem_vu]]\nnoi_dung = \"Việc\"\nchu_tri = [\"hoi\"]\nthoi_han = \"2027\"\n";
        let plan = |id: &str, day: u8, change: &str| {
            let head = format!("+++\nso_ky_hieu = \"{day}-KH/ĐU\"\ntieu_de = \"{id}\"\nngay = 2026-03-{day:02}\n");
            format!("-- content/ke-hoach/2026/{id}.md --\n{head}{change}{task}+++\n")
        };
        let ends = |kind: &str, id: &str| {
            format!("[[dieu_chinh]]\nke_hoach = \"2026/{id}\"\nkieu = \"{kind}\"\nly_do = \"Trùng\"\n")
        };
        [
            "-- content/to-chuc/hoi.md --\n+++\nten = \"Hội\"\nloai = \"khac\"\n+++\n".to_owned(),
            plan("a", 1, ""),
            plan("b", 2, &ends("thay-the", "a")),
            plan("c", 3, &ends("bai-bo", "b")),
            plan("d", 4, &ends("bai-bo", "c")),
        ]
        .concat()
    }

    /// The states of the plans that a site has on a day, by the site itself and by its edition.
    fn states(text: &str, today: &str) -> Vec<&'static str> {
        let ward = Ward::of(text);
        let content = &ward.workspace().site().content;
        let standing = Standing::of(content, day(today));
        let own: Vec<_> = content.plans.iter().map(|(id, plan)| standing.state(id, plan, day(today)).word()).collect();
        let snapshot = ward.edition_on(Audience::Public, today);
        let plans = snapshot.edition().content.plans.iter();
        let shown: Vec<_> = plans.filter_map(|(id, _)| Some(snapshot.edition().effective(id)?.state.word())).collect();
        assert_eq!(own, shown, "the rules and the pages say the same");
        own
    }

    #[test]
    fn what_ended_a_plan_counts_only_while_it_is_in_force_itself() {
        let (force, replaced, withdrawn) = ("dang-hieu-luc", "bi-thay-the", "bi-bai-bo");
        let all = chain();
        let cut =
            |last: &str| all.split_at(all.find(&format!("-- content/ke-hoach/2026/{last}")).unwrap_or(all.len())).0;
        assert_eq!(states(cut("c"), "2026-11-22"), [replaced, force], "B counts");
        assert_eq!(states(cut("d"), "2026-11-22"), [force, withdrawn, force], "C ended B: A is in force again");
        assert_eq!(states(&all, "2026-11-22"), [replaced, force, withdrawn, force], "D ended C: B counts again");
        assert_eq!(states(&all, "2026-03-03"), [force, withdrawn, force, "chua-hieu-luc"], "D is of tomorrow");
    }

    #[test]
    fn an_amendment_that_was_withdrawn_hides_nothing() {
        let all = chain();
        let hiding = "[[dieu_chinh]]\nke_hoach = \"2026/a\"\nkieu = \"sua-doi\"\nnhiem_vu = \"1\"\nnoi_dung_cu = \"Việc\"\ndoi_tuong = \"noi-bo\"\nly_do = \"x\"\n";
        let text = all.replace(
            "kieu = \"thay-the\"\nly_do = \"Trùng\"\n",
            &format!("kieu = \"sua-doi\"\nnhiem_vu = \"1\"\nthoi_han = \"2028\"\nly_do = \"Trùng\"\n{hiding}"),
        );
        let tasks = |today: &str| {
            let snapshot = Ward::of(&text).edition_on(Audience::Public, today);
            let plan = snapshot.edition().content.entries().find(|(_, meta)| meta.id.ends_with("/a"));
            let Some((EntryId::Plan(id), _)) = plan else { panic!("A is public") };
            snapshot.edition().effective(id).map_or(0, |effective| effective.standing().count())
        };
        assert_eq!(tasks("2026-03-02"), 0, "B made the task internal");
        assert_eq!(tasks("2026-03-03"), 1, "C withdrew B");
        assert_eq!(tasks("2026-03-04"), 0, "D withdrew C");
    }
}
