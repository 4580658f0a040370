//! Who has studied what: the one definition (CONTENT §9).
//!
//! The unit is the Party organisation. Nobody is said not to have studied but by a result that says so; whoever was convened
//! and has no result is «chưa có số liệu». Figures are counted in members, each once.

use super::{Attendance, Content, Id, Organisation, Plan, Session};
use crate::read::vocabulary::OrganisationKind;
use std::collections::{BTreeMap, BTreeSet};

/// How far a Party organisation has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StudyState {
    /// By its result in this session.
    Studied(Id<Session>),
    /// A result of its says that nobody was there.
    NotStudied,
    /// Convened, without a result.
    NoData,
}

/// Members as they were reported.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Members {
    pub(crate) convened: Option<i64>,
    pub(crate) attended: Option<i64>,
    pub(crate) made_up: Option<i64>,
    pub(crate) papers: Option<i64>,
}

impl Members {
    /// What a result says of them.
    pub(crate) fn of<O>(result: &Attendance<O>) -> Self {
        let Attendance { convened, attended, made_up, papers, .. } = result;
        Self { convened: *convened, attended: *attended, made_up: *made_up, papers: *papers }
    }
}

/// Who has studied a plan or a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Study {
    /// The sessions about it, in the order of ids.
    pub(crate) sessions: Vec<Id<Session>>,
    /// Every Party organisation that counts; empty as long as there is no result.
    pub(crate) organisations: BTreeMap<Id<Organisation>, StudyState>,
    /// Whether each body that is no Party organisation was reached; those of which nothing tells are not in it.
    pub(crate) others: BTreeMap<Id<Organisation>, bool>,
    /// The results that count, each once.
    pub(crate) results: Vec<CountedResult>,
}

/// A result that counts in a study.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CountedResult {
    pub(crate) organisation: Id<Organisation>,
    pub(crate) session: Id<Session>,
    pub(crate) members: Members,
}

impl Study {
    /// What these sessions about it tell.
    pub(crate) fn of(content: &Content, sessions: Vec<Id<Session>>) -> Self {
        let held: Vec<(Id<Session>, &Session)> = sessions
            .iter()
            .filter_map(|id| Some((*id, content.sessions.get(*id)?)))
            .filter(|(_, session)| session.results.iter().any(Attendance::is_reported))
            .collect();
        if held.is_empty() {
            return Self { sessions, ..Self::default() };
        }
        let branches = Branches::of(content);
        let own = best_results(&held);
        let cells = cells(content, &branches, &held, &own);
        let mut organisations = BTreeMap::new();
        let mut counted: BTreeSet<Id<Organisation>> = BTreeSet::new();
        for cell in cells {
            let result = match own.get(&cell) {
                Some(found) => Some((cell, found)),
                None => branches.above(cell).find_map(|above| Some((above, own.get(&above)?))),
            };
            let state = result.map_or(StudyState::NoData, |(_, found)| found.state());
            counted.extend(result.map(|(of, _)| of));
            // A đảng bộ none of whose cells has a result is one unit with its own.
            let unit = match result {
                Some((above, _)) if above != cell && !branches.has_own_below(above, &own) => above,
                _ => cell,
            };
            organisations.insert(unit, state);
        }
        let results = counted.iter().filter_map(|id| {
            let Found { session, members } = own.get(id)?;
            Some(CountedResult { organisation: *id, session: *session, members: *members })
        });
        let results = results.collect();
        let others = others(content, &own, &organisations, &branches);
        Self { sessions, organisations, others, results }
    }

    /// Party organisations that have studied it.
    pub(crate) fn studied(&self) -> usize {
        self.organisations.values().filter(|state| matches!(state, StudyState::Studied(_))).count()
    }
}

impl StudyState {
    /// The word used in themes and data.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Studied(_) => "da-quan-triet",
            Self::NotStudied => "chua-quan-triet",
            Self::NoData => "chua-co-so-lieu",
        }
    }
}

impl Content {
    /// The sessions about each plan, in the order of ids.
    pub(crate) fn sessions_by_plan(&self) -> BTreeMap<Id<Plan>, Vec<Id<Session>>> {
        let mut sessions: BTreeMap<Id<Plan>, Vec<Id<Session>>> = BTreeMap::new();
        for (id, session) in self.sessions.iter() {
            for plan in &session.plans {
                sessions.entry(*plan).or_default().push(id);
            }
        }
        sessions
    }
}

impl<O> Attendance<O> {
    /// Whether it says how many came.
    pub(crate) fn is_reported(&self) -> bool {
        self.attended.is_some() || self.made_up.is_some()
    }
}

/// The result of an organisation that counts.
struct Found {
    session: Id<Session>,
    members: Members,
}

impl Found {
    /// Members who have studied.
    fn reached(&self) -> i64 {
        self.members.attended.unwrap_or_default() + self.members.made_up.unwrap_or_default()
    }

    fn state(&self) -> StudyState {
        if self.reached() > 0 { StudyState::Studied(self.session) } else { StudyState::NotStudied }
    }
}

/// Of several results of an organisation the one with most members counts, then the newest.
fn best_results(held: &[(Id<Session>, &Session)]) -> BTreeMap<Id<Organisation>, Found> {
    let mut best: BTreeMap<Id<Organisation>, (i64, crate::read::parse::Moment, Found)> = BTreeMap::new();
    for (id, session) in held {
        for result in session.results.iter().filter(|result| result.is_reported()) {
            let found = Found { session: *id, members: Members::of(result) };
            let key = (found.reached(), session.starts);
            let known = best.get(&result.organisation).map(|(reached, starts, _)| (*reached, *starts));
            if known.is_none_or(|known| known < key) {
                best.insert(result.organisation, (key.0, key.1, found));
            }
        }
    }
    best.into_iter().map(|(id, (.., found))| (id, found)).collect()
}

/// The Party organisations that sessions with results convened, opened down to those that have none beneath them.
fn cells(
    content: &Content,
    branches: &Branches,
    held: &[(Id<Session>, &Session)],
    own: &BTreeMap<Id<Organisation>, Found>,
) -> BTreeSet<Id<Organisation>> {
    let mut convened: BTreeSet<Id<Organisation>> = own.keys().copied().collect();
    for (_, session) in held {
        let named = session.convened.known();
        if named.is_empty() {
            let day = session.starts.day;
            let active = content.organisations.iter().filter(|(_, row)| row.group.is_none() && row.is_active_on(day));
            convened.extend(active.map(|(id, _)| id));
        }
        convened.extend(named.into_iter().flat_map(|id| content.opened(id)));
        convened.extend(session.results.iter().flat_map(|result| content.opened(result.organisation)));
    }
    convened.into_iter().flat_map(|id| branches.cells_of(content, id)).collect()
}

/// How Party organisations lie beneath each other («thuộc»).
struct Branches {
    below: BTreeMap<Id<Organisation>, Vec<Id<Organisation>>>,
    above: BTreeMap<Id<Organisation>, Id<Organisation>>,
}

impl Branches {
    fn of(content: &Content) -> Self {
        let (mut below, mut above) = (BTreeMap::<_, Vec<_>>::new(), BTreeMap::new());
        for (id, row) in content.organisations.iter().filter(|(_, row)| row.is_party_organisation()) {
            let parent = row.parent.filter(|parent| {
                content.organisations.get(*parent).is_some_and(|parent| parent.kind == OrganisationKind::PartyBranch)
            });
            if let Some(parent) = parent {
                below.entry(parent).or_default().push(id);
                above.insert(id, parent);
            }
        }
        Self { below, above }
    }

    /// The đảng bộ that it lies in, the nearest first.
    fn above(&self, cell: Id<Organisation>) -> impl Iterator<Item = Id<Organisation>> {
        std::iter::successors(self.above.get(&cell).copied(), |id| self.above.get(id).copied())
    }

    /// A Party organisation without others beneath it, or those at the bottom of it; nothing for any other body.
    fn cells_of(&self, content: &Content, id: Id<Organisation>) -> Vec<Id<Organisation>> {
        let is_party = |id: &Id<Organisation>| {
            content.organisations.get(*id).is_some_and(|row| row.group.is_none() && row.is_party_organisation())
        };
        if !is_party(&id) {
            return Vec::new();
        }
        let (mut open, mut cells) = (vec![id], Vec::new());
        while let Some(next) = open.pop() {
            match self.below.get(&next) {
                Some(below) => open.extend(below),
                None => cells.push(next),
            }
        }
        cells
    }

    /// Whether something beneath a đảng bộ has a result of its own.
    fn has_own_below(&self, id: Id<Organisation>, own: &BTreeMap<Id<Organisation>, Found>) -> bool {
        let mut open: Vec<Id<Organisation>> = self.below.get(&id).cloned().unwrap_or_default();
        while let Some(next) = open.pop() {
            if own.contains_key(&next) {
                return true;
            }
            open.extend(self.below.get(&next).into_iter().flatten());
        }
        false
    }
}

/// Bodies that are no Party organisation: reached by a result of their own, or where all study of whose people is told.
fn others(
    content: &Content,
    own: &BTreeMap<Id<Organisation>, Found>,
    party: &BTreeMap<Id<Organisation>, StudyState>,
    branches: &Branches,
) -> BTreeMap<Id<Organisation>, bool> {
    let has_studied = |id: &Id<Organisation>| {
        let mut units = std::iter::once(*id).chain(branches.above(*id));
        let state = units.find_map(|unit| party.get(&unit));
        matches!(state, Some(StudyState::Studied(_)))
    };
    let rows = content.organisations.iter().filter(|(_, row)| row.group.is_none() && !row.is_party_organisation());
    let known = rows.filter_map(|(id, row)| match own.get(&id) {
        Some(found) => Some((id, found.reached() > 0)),
        None if row.studies_at.is_empty() => None,
        None => Some((id, row.studies_at.iter().all(has_studied))),
    });
    known.collect()
}

#[cfg(test)]
mod tests {
    use crate::harness::Ward;
    use crate::read::vocabulary::Audience;
    use crate::site::model::{EntryId, Id, Members, Study, StudyState};

    /// A ward: a đảng bộ cơ sở with a bộ phận of two cells and a cell of its own, and a cell beside them.
    const WARD: &str = "-- content/to-chuc/db.md --\n+++\nten = \"Đảng bộ Công ty\"\nloai = \"dang-bo\"\n+++\n\
        -- content/to-chuc/bp.md --\n+++\nten = \"Đảng bộ bộ phận\"\nloai = \"dang-bo\"\nthuoc = \"db\"\n+++\n\
        -- content/to-chuc/x1.md --\n+++\nten = \"Chi bộ Xưởng 1\"\nloai = \"chi-bo\"\nthuoc = \"bp\"\n+++\n\
        -- content/to-chuc/x2.md --\n+++\nten = \"Chi bộ Xưởng 2\"\nloai = \"chi-bo\"\nthuoc = \"bp\"\n+++\n\
        -- content/to-chuc/vp.md --\n+++\nten = \"Chi bộ Văn phòng\"\nloai = \"chi-bo\"\nthuoc = \"db\"\n+++\n\
        -- content/to-chuc/kp.md --\n+++\nten = \"Chi bộ Khu phố\"\nloai = \"chi-bo\"\n+++\n\
        -- content/to-chuc/hoi.md --\n+++\nten = \"Hội\"\nloai = \"doan-the\"\nhoc_tai = [\"kp\"]\n+++\n\
        -- content/to-chuc/doan.md --\n+++\nten = \"Đoàn\"\nloai = \"doan-the\"\nhoc_tai = [\"x1\", \"kp\"]\n+++\n\
        -- content/to-chuc/khac.md --\n+++\nten = \"Khác\"\nloai = \"khac\"\n+++\n\
        -- content/ke-hoach/k.md --\n+++\ntieu_de = \"K\"\nngay = 2026-01-01\n+++\n";

    fn session(name: &str, day: &str, results: &[(&str, &str)]) -> String {
        let results: String =
            results.iter().map(|(id, counts)| format!("[[ket_qua]]\nto_chuc = \"{id}\"\n{counts}\n")).collect();
        format!(
            "-- content/quan-triet/{name}.md --\n+++\ntieu_de = \"Học\"\nbat_dau = {day}\nke_hoach = [\"k\"]\n{results}+++\n"
        )
    }

    /// The units with their states, others with whether they were reached, and members who came of those convened.
    fn study(sessions: &[String]) -> (String, String, Option<(i64, i64)>) {
        let snapshot = Ward::of(&[WARD, &sessions.concat()].concat()).edition(Audience::Internal);
        let edition = snapshot.edition();
        let name = |id: Id<crate::site::model::Organisation>| {
            edition.content.organisations.get(id).map(|row| row.meta.short_id().to_owned()).unwrap_or_default()
        };
        let all = edition.content.sessions.iter().map(|(id, _)| id).collect();
        let study = Study::of(&edition.content, all);
        let mut units: Vec<_> = study
            .organisations
            .iter()
            .map(|(id, state)| {
                let word = match state {
                    StudyState::Studied(_) => "+",
                    StudyState::NotStudied => "-",
                    StudyState::NoData => "?",
                };
                format!("{word}{}", name(*id))
            })
            .collect();
        units.sort_unstable_by_key(|unit| unit.trim_start_matches(['+', '-', '?']).to_owned());
        let others =
            study.others.iter().map(|(id, reached)| format!("{}{}", if *reached { "+" } else { "-" }, name(*id)));
        assert!(matches!(edition.content.entries().next(), Some((EntryId::Organisation(_), _))));
        let sum = |pick: fn(&Members) -> Option<i64>| {
            study.results.iter().map(|result| pick(&result.members)).sum::<Option<i64>>()
        };
        let came = sum(|members| members.convened).zip(sum(|members| members.attended));
        (units.join(" "), others.collect::<Vec<_>>().join(" "), came)
    }

    #[test]
    fn units_are_cells_and_a_branch_stands_for_those_without_a_result() {
        let counts = "trieu_tap = 10\ntham_du = 9";
        // Nothing was reported: nothing is said.
        assert_eq!(study(&[session("a", "2026-03-02", &[])]).0, "");
        // Everybody is convened where no list says who.
        let (units, others, members) = study(&[session("a", "2026-03-02", &[("kp", counts), ("x1", counts)])]);
        assert_eq!((units.as_str(), others.as_str(), members), ("+kp ?vp +x1 ?x2", "+doan +hoi", Some((20, 18))));
        // The đảng bộ as one, where none beneath it has a result.
        let (units, others, members) = study(&[session("a", "2026-03-02", &[("kp", counts), ("db", counts)])]);
        assert_eq!((units.as_str(), others.as_str(), members), ("+db +kp", "+doan +hoi", Some((20, 18))));
        // It stands for those without one; those with one count by theirs.
        let (units, _, members) =
            study(&[session("a", "2026-03-02", &[("db", counts), ("x1", "trieu_tap = 5\ntham_du = 0")])]);
        assert_eq!((units.as_str(), members), ("?kp +vp -x1 +x2", Some((15, 9))));
        // Where all beneath it have one, its own adds nothing.
        let all = [("db", counts), ("x1", counts), ("x2", counts), ("vp", counts), ("kp", counts)];
        assert_eq!(study(&[session("a", "2026-03-02", &all)]).2, Some((40, 36)));
    }

    #[test]
    fn of_several_sessions_the_one_with_most_members_counts_and_nobody_twice() {
        let first = session("a", "2026-03-02", &[("kp", "trieu_tap = 30\ntham_du = 20\nhoc_bu = 4")]);
        let better = session("b", "2026-04-02", &[("kp", "trieu_tap = 10\ntham_du = 10")]);
        let (_, _, members) = study(&[first.clone(), better]);
        assert_eq!(members, Some((30, 20)), "most members, not the best ratio");
        let same = session("b", "2026-04-02", &[("kp", "trieu_tap = 25\ntham_du = 24")]);
        assert_eq!(study(&[first, same]).2, Some((25, 24)), "then the newest");
        let none =
            session("a", "2026-03-02", &[("kp", "trieu_tap = 30\ntham_du = 0"), ("x1", "trieu_tap = 1\nhoc_bu = 1")]);
        let (units, others, members) = study(&[none]);
        assert_eq!((units.as_str(), others.as_str(), members), ("-kp ?vp +x1 ?x2", "-doan -hoi", None));
    }
}
