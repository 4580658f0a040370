//! Which counts of people may be told, and which of their sums (CONTENT §9).
//!
//! A count of one organisation below the threshold is «dưới 5» in public. Its sum is told where no cell follows from it:
//! further cells, smallest first, are not told until each hidden one can still be two values; where they do not suffice, the
//! sum is not told. Pure.

use super::ShownCount;
use crate::site::model::{Attendance, Id, Organisation, Session};

/// What is told of one count of each result of a session, in their order, and of their sum.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Figures {
    pub(crate) cells: Vec<ShownCount>,
    pub(crate) total: Option<i64>,
}

/// What is told of a session.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct SessionFigures {
    pub(crate) convened: Figures,
    pub(crate) attended: Figures,
    pub(crate) made_up: Figures,
    pub(crate) guests: Figures,
    pub(crate) papers: Figures,
    /// Absences are told as sums only.
    pub(crate) excused: Option<i64>,
    pub(crate) unexcused: Option<i64>,
}

/// A count, and between what everybody knows it to lie.
#[derive(Debug, Clone, Copy)]
struct Cell {
    count: Option<i64>,
    least: i64,
    most: i64,
}

/// More than any count of people.
const MANY: i64 = 1 << 40;

impl SessionFigures {
    /// `limit`: counts below it are hidden; `None` where nothing is.
    pub(super) fn of(session: &Session, limit: Option<i64>) -> Self {
        let results = &session.results;
        let shown = |count: Option<i64>| count.filter(|count| limit.is_none_or(|limit| *count >= limit));
        let of = |cell: &dyn Fn(usize, &Attendance<Id<Organisation>>) -> Cell| {
            let cells: Vec<Cell> = results.iter().enumerate().map(|(place, result)| cell(place, result)).collect();
            figures(&cells, limit)
        };
        let convened = of(&|_, result| Cell {
            count: result.convened,
            least: shown(result.attended).unwrap_or_default(),
            most: MANY,
        });
        let known = |figures: &Figures, place: usize| match figures.cells.get(place) {
            Some(ShownCount::Count(count)) => Some(*count),
            _ => None,
        };
        let of_convened = |place| known(&convened, place).unwrap_or(MANY);
        let attended = of(&|place, result| Cell { count: result.attended, least: 0, most: of_convened(place) });
        let absent = |place| match (known(&convened, place), known(&attended, place)) {
            (Some(convened), Some(attended)) => (convened - attended).max(0),
            _ => MANY,
        };
        let made_up = of(&|place, result| Cell { count: result.made_up, least: 0, most: absent(place) });
        let guests = of(&|_, result| Cell { count: result.guests, least: 0, most: MANY });
        let papers = of(&|place, result| Cell { count: result.papers, least: 0, most: of_convened(place) });
        let only_total = |pick: fn(&Attendance<Id<Organisation>>) -> Option<i64>| {
            let cells = results.iter().enumerate();
            let cells = cells.map(|(place, result)| Cell { count: pick(result), least: 0, most: absent(place) });
            sum_alone(&cells.collect::<Vec<_>>(), limit)
        };
        let (excused, unexcused) = (only_total(|result| result.excused), only_total(|result| result.unexcused));
        Self { convened, attended, made_up, guests, papers, excused, unexcused }
    }
}

/// What is told of some cells and of their sum.
fn figures(cells: &[Cell], limit: Option<i64>) -> Figures {
    let first: Vec<ShownCount> = cells.iter().map(|cell| ShownCount::of(cell.count, limit)).collect();
    let (Some(limit), Some(total)) = (limit, sum(cells)) else {
        return Figures { cells: first, total: sum(cells).filter(|_| limit.is_none()) };
    };
    let mut shown = first.clone();
    while !is_open(cells, &shown, limit) {
        let left = shown.iter().enumerate().filter_map(|(place, cell)| match cell {
            ShownCount::Count(count) => Some((*count, place)),
            _ => None,
        });
        let Some((_, place)) = left.min() else { return Figures { cells: first, total: None } };
        if let Some(cell) = shown.get_mut(place) {
            *cell = ShownCount::Withheld;
        }
    }
    Figures { cells: shown, total: Some(total) }
}

/// A sum over some of the organisations would pass for the whole.
fn sum(cells: &[Cell]) -> Option<i64> {
    let counts: Vec<i64> = cells.iter().map(|cell| cell.count).collect::<Option<_>>()?;
    (!counts.is_empty()).then(|| counts.iter().sum())
}

/// Whether each hidden cell can still be two values, for somebody who knows the sum, the cells that are told, and how
/// cells are chosen: of those that are told none is smaller than one that is withheld.
fn is_open(cells: &[Cell], shown: &[ShownCount], limit: i64) -> bool {
    let smallest =
        shown.iter().filter_map(|cell| if let ShownCount::Count(count) = cell { Some(*count) } else { None });
    let smallest = smallest.min().unwrap_or(MANY);
    let hidden = cells.iter().zip(shown).filter_map(|(cell, shown)| {
        let (least, most) = match shown {
            ShownCount::Under(_) => (0, limit - 1),
            ShownCount::Withheld => (limit, smallest),
            ShownCount::Count(_) | ShownCount::NoData => return None,
        };
        Some((cell.count?, cell.least.max(least), cell.most.min(most)))
    });
    is_ambiguous(&hidden.collect::<Vec<_>>(), limit)
}

/// Whether counts between bounds, of which only the sum is known, can each be two values. One that its bounds alone fix is
/// no secret of the sum, as long as it is below the limit: a greater one would have been withheld in vain.
fn is_ambiguous(hidden: &[(i64, i64, i64)], limit: i64) -> bool {
    let sum: i64 = hidden.iter().map(|(count, ..)| count).sum();
    let least: i64 = hidden.iter().map(|(_, least, _)| least).sum();
    let most: i64 = hidden.iter().map(|(.., most)| most).sum();
    hidden.iter().all(|(count, low, high)| {
        if low >= high {
            return *count < limit;
        }
        let lowest = (*low).max(sum - (most - high));
        let highest = (*high).min(sum - (least - low));
        lowest < highest
    })
}

/// The sum of cells none of which is told.
fn sum_alone(cells: &[Cell], limit: Option<i64>) -> Option<i64> {
    let total = sum(cells)?;
    if limit.is_none() {
        return Some(total);
    }
    let hidden: Option<Vec<_>> = cells.iter().map(|cell| Some((cell.count?, cell.least, cell.most))).collect();
    is_ambiguous(&hidden?, MANY).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const LIMIT: i64 = 5;

    fn cells(counts: &[i64]) -> Vec<Cell> {
        counts.iter().map(|count| Cell { count: Some(*count), least: 0, most: MANY }).collect()
    }

    fn told_of(counts: &[i64]) -> (String, Option<i64>) {
        let found = figures(&cells(counts), Some(LIMIT));
        let word = |cell: &ShownCount| match cell {
            ShownCount::Count(count) => count.to_string(),
            ShownCount::Under(_) => "<5".to_owned(),
            ShownCount::Withheld => "–".to_owned(),
            ShownCount::NoData => "?".to_owned(),
        };
        (found.cells.iter().map(word).collect::<Vec<_>>().join(" "), found.total)
    }

    #[test]
    fn a_sum_is_told_where_no_cell_follows_from_it() {
        let of = |counts: &[i64]| told_of(counts);
        assert_eq!(of(&[30, 28]), ("30 28".into(), Some(58)));
        assert_eq!(of(&[30, 28, 3]), ("30 – <5".into(), Some(61)), "one more is withheld, the smallest");
        assert_eq!(of(&[30, 2, 3]), ("30 <5 <5".into(), Some(35)), "two small ones hide each other");
        assert_eq!(of(&[30, 28, 4, 4]), ("30 – <5 <5".into(), Some(66)), "both are as great as they can be");
        assert_eq!(of(&[30, 28, 0, 0]), ("30 – <5 <5".into(), Some(58)));
        assert_eq!(of(&[97, 3]), ("– <5".into(), Some(100)));
        assert_eq!(of(&[3]), ("<5".into(), None));
        assert_eq!(of(&[0, 0, 0]), ("<5 <5 <5".into(), None), "nobody at all: each of them none");
        assert_eq!(of(&[5, 5, 3]), ("– – <5".into(), Some(13)), "as small as the smallest that is told");
        assert_eq!(of(&[]), (String::new(), None));
    }

    #[test]
    fn what_is_told_beside_a_cell_counts_too() {
        let cell = |count, least, most| Cell { count: Some(count), least, most };
        // All of the 28 who were convened came: the withheld one cannot be more than they.
        let of = |small| figures(&[cell(40, 0, 40), cell(28, 0, 28), cell(small, 0, MANY)], Some(LIMIT));
        assert_eq!((of(3).total, of(3).cells.get(1)), (Some(71), Some(&ShownCount::Withheld)));
        assert_eq!(
            (of(4).total, of(4).cells.get(1)),
            (None, Some(&ShownCount::Count(28))),
            "it cannot be less than 4 then"
        );
    }

    /// Everything that cells could be for somebody who knows what is told, by trying them all.
    fn worlds(found: &Figures, most: i64) -> Vec<Vec<i64>> {
        let smallest = found
            .cells
            .iter()
            .filter_map(|cell| if let ShownCount::Count(count) = cell { Some(*count) } else { None })
            .min();
        let mut worlds: Vec<Vec<i64>> = vec![Vec::new()];
        for cell in &found.cells {
            let values: Vec<i64> = match cell {
                ShownCount::Count(count) => vec![*count],
                ShownCount::Under(limit) => (0..*limit).collect(),
                ShownCount::Withheld => (LIMIT..=smallest.unwrap_or(most)).collect(),
                ShownCount::NoData => Vec::new(),
            };
            worlds = worlds
                .iter()
                .flat_map(|world| values.iter().map(move |value| [world.as_slice(), &[*value]].concat()))
                .collect();
        }
        worlds.retain(|world| found.total.is_none_or(|total| world.iter().sum::<i64>() == total));
        worlds
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]
        #[test]
        fn no_hidden_count_follows_from_what_is_told(counts in prop::collection::vec(0_i64..12, 1..5)) {
            let found = figures(&cells(&counts), Some(LIMIT));
            let worlds = worlds(&found, counts.iter().sum::<i64>() + LIMIT);
            prop_assert!(worlds.contains(&counts), "the truth is possible");
            for (place, cell) in found.cells.iter().enumerate() {
                if matches!(cell, ShownCount::Under(_) | ShownCount::Withheld) {
                    let mut values: Vec<i64> = worlds.iter().filter_map(|world| world.get(place).copied()).collect();
                    values.sort_unstable();
                    values.dedup();
                    prop_assert!(values.len() > 1, "{counts:?} tells {found:?}: cell {place} is {values:?}");
                }
            }
        }

        #[test]
        fn of_wards_of_usual_sizes_nine_sums_of_ten_are_told(seed in prop::collection::vec(prop::collection::vec(1_i64..60, 12..24), 40)) {
            let told = seed.iter().filter(|counts| figures(&cells(counts), Some(LIMIT)).total.is_some()).count();
            prop_assert!(told * 10 >= seed.len() * 9, "{told} of {}", seed.len());
        }
    }
}
