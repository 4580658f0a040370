//! From a text to the units under which search knows it.
//!
//! A unit is a syllable, two neighbouring syllables (most Vietnamese words have two), a date, or a document number.
//! An abbreviation stands at the place of its full form, and the other names of an organisation beside the one written.
//! The browser analyses queries in the same way (`themes/bang-tin/nguon/tim-kiem/analysis.mjs`).

use super::Syllable;
use super::abbreviation::COMMON;
use super::entity::{Seen, entities};
use super::token::{Token, tokens, visible};
use ahash::AHashMap;
use std::collections::BTreeMap;

/// Syllables of the longest name that is a unit of its own.
const LONGEST_NAME: usize = 12;

/// What stands for what: abbreviations, and the names of organisations.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    abbreviations: Vec<(Syllable, Vec<Syllable>)>,
    /// Patterns by the key of their first syllable, longest first.
    patterns: BTreeMap<String, Vec<Pattern>>,
}

/// A sequence of syllables that means more than itself.
#[derive(Debug)]
struct Pattern {
    rest: Vec<String>,
    meaning: Meaning,
}

#[derive(Debug)]
enum Meaning {
    Abbreviation(Syllable),
    /// Units of the other names.
    Names(Vec<(Syllable, Option<Syllable>)>),
}

impl Lexicon {
    /// `own` are a site's abbreviations with their full forms; they win over the common ones. `names` are groups of
    /// names for one thing each.
    pub(crate) fn new(own: &[(String, String)], names: &[Vec<String>]) -> Self {
        let mut lexicon = Self::default();
        let common = COMMON.iter().map(|(short, full)| (*short, *full));
        for (short, full) in own.iter().map(|(short, full)| (short.as_str(), full.as_str())).chain(common) {
            lexicon.abbreviation(short, full);
        }
        for group in names {
            lexicon.names(group.iter().map(|name| syllables(name)).filter(|name| !name.is_empty()).collect());
        }
        for patterns in lexicon.patterns.values_mut() {
            patterns.sort_by_key(|pattern| std::cmp::Reverse(pattern.rest.len()));
        }
        lexicon
    }

    /// Abbreviations of one token and the syllables of their full form: what a query is contracted with.
    pub(crate) fn abbreviations(&self) -> &[(Syllable, Vec<Syllable>)] {
        &self.abbreviations
    }

    fn abbreviation(&mut self, short: &str, full: &str) {
        let (short, full) = (syllables(short), syllables(full));
        let [alias] = short.as_slice() else {
            self.names(vec![short, full]);
            return;
        };
        if full.len() < 2 || self.abbreviations.iter().any(|(known, _)| known.folded == alias.folded) {
            return;
        }
        self.pattern(&full, Meaning::Abbreviation(alias.clone()));
        self.abbreviations.push((alias.clone(), full));
    }

    fn names(&mut self, mut names: Vec<Vec<Syllable>>) {
        names.sort();
        names.dedup();
        for (place, name) in names.iter().enumerate() {
            let others = names.iter().enumerate().filter(|(other, _)| *other != place);
            let units: Vec<_> = others.flat_map(|(_, other)| units_of(other)).collect();
            if !units.is_empty() {
                self.pattern(name, Meaning::Names(units));
            }
        }
    }

    fn pattern(&mut self, syllables: &[Syllable], meaning: Meaning) {
        if let [first, rest @ ..] = syllables {
            let rest = rest.iter().map(|syllable| syllable.key.clone()).collect();
            self.patterns.entry(first.key.clone()).or_default().push(Pattern { rest, meaning });
        }
    }
}

/// The syllables of a name, without the «số» before a number.
fn syllables(text: &str) -> Vec<Syllable> {
    let lexicon = Lexicon::default();
    let mut analyser = Analyser::new(&lexicon);
    let (tokens, _) = analyser.cut(&visible(text));
    tokens.iter().filter_map(|term| analyser.syllables.get(term.id() as usize).cloned()).collect()
}

fn units_of(name: &[Syllable]) -> Vec<(Syllable, Option<Syllable>)> {
    let single = name.iter().map(|syllable| (syllable.clone(), None));
    let pairs = name.windows(2).filter_map(|pair| match pair {
        [first, second] => Some((first.clone(), Some(second.clone()))),
        _ => None,
    });
    single.chain(pairs).collect()
}

/// A syllable of a text, by its place in [`Analyser::syllables`]. Four bytes: a site has as many as it has words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Term(u32);

impl Term {
    /// Set where it has no neighbour to the left.
    const STARTS: u32 = 1 << 31;

    fn new(id: u32, starts: bool) -> Self {
        Self(id & !Self::STARTS | if starts { Self::STARTS } else { 0 })
    }

    pub(crate) fn id(self) -> u32 {
        self.0 & !Self::STARTS
    }

    /// Whether it has no neighbour to the left.
    pub(crate) fn starts(self) -> bool {
        self.0 & Self::STARTS != 0
    }

    /// The same place under another number.
    pub(crate) fn renumbered(self, id: u32) -> Self {
        Self::new(id, self.starts())
    }
}

/// What a text consists of.
#[derive(Debug, Default)]
pub(crate) struct Terms {
    pub(crate) tokens: Vec<Term>,
    /// Units that stand for something in the text: abbreviations, other names, dates, document numbers.
    pub(crate) extra: Vec<(u32, Option<u32>)>,
}

impl Terms {
    /// Every unit, as often as it occurs.
    pub(crate) fn units(&self) -> impl Iterator<Item = (u32, Option<u32>)> {
        let single = self.tokens.iter().map(|term| (term.id(), None));
        let pairs = self.tokens.windows(2).filter_map(|pair| match pair {
            [first, second] if !second.starts() => Some((first.id(), Some(second.id()))),
            _ => None,
        });
        single.chain(pairs).chain(self.extra.iter().copied())
    }
}

/// Analyses texts one after another; syllables are numbered as they come.
#[derive(Debug)]
pub(crate) struct Analyser<'l> {
    lexicon: &'l Lexicon,
    /// Tokens as written.
    written: AHashMap<Box<str>, Option<u32>>,
    known: AHashMap<String, u32>,
    pub(crate) syllables: Vec<Syllable>,
    /// For each syllable, the patterns that begin with it.
    starting: Vec<Option<&'l [Pattern]>>,
}

impl<'l> Analyser<'l> {
    pub(crate) fn new(lexicon: &'l Lexicon) -> Self {
        Self { lexicon, written: AHashMap::new(), known: AHashMap::new(), syllables: Vec::new(), starting: Vec::new() }
    }

    pub(crate) fn analyse(&mut self, text: &str) -> Terms {
        let shown = visible(text);
        let (tokens, digits) = self.cut(&shown);
        let mut terms = Terms { extra: Vec::new(), tokens };
        for code in self.entities(&terms.tokens, &digits) {
            let id = self.intern_syllable(&Syllable { folded: code.clone(), key: code });
            terms.extra.push((id, None));
        }
        self.add_meanings(&mut terms);
        terms.extra.shrink_to_fit();
        terms
    }

    /// The syllables of a text, and for each the digits it was written with and what ties it to the one before.
    fn cut<'t>(&mut self, shown: &'t str) -> (Vec<Term>, Vec<(&'t str, Option<char>)>) {
        let cut: Vec<Token<'_>> = tokens(shown).collect();
        let mut terms = Vec::with_capacity(cut.len());
        let mut digits = Vec::with_capacity(cut.len());
        let mut starts = false;
        for (place, token) in cut.iter().enumerate() {
            starts |= token.starts;
            let Some(id) = self.intern(token.text) else { continue };
            if self.is_number_sign(id) && cut.get(place + 1).is_some_and(Token::is_number) {
                continue;
            }
            terms.push(Term::new(id, starts));
            digits.push((if token.is_number() { token.text } else { "" }, token.tie));
            starts = false;
        }
        (terms, digits)
    }

    /// The dates and document numbers of a text as units of their own, `#kh12!`: those under which a document was issued,
    /// apart from those that it cites.
    pub(crate) fn own_entities(&mut self, text: &str) -> Vec<(u32, Option<u32>)> {
        let shown = visible(text);
        let (tokens, digits) = self.cut(&shown);
        let keys = self.entities(&tokens, &digits).into_iter().map(|code| format!("{code}!"));
        keys.map(|key| (self.intern_syllable(&Syllable { folded: key.clone(), key }), None)).collect()
    }

    /// A whole name as one unit, `hoi nong dan !`: who types all of it looks for what is called so. `None` for a long one.
    pub(crate) fn whole_name(&mut self, name: &str) -> Option<(u32, Option<u32>)> {
        let (tokens, _) = self.cut(&visible(name));
        if tokens.is_empty() || tokens.len() > LONGEST_NAME {
            return None;
        }
        let mut whole = Syllable { folded: String::new(), key: String::new() };
        for syllable in tokens.iter().filter_map(|term| self.syllable(term.id())) {
            whole.folded.push_str(&syllable.folded);
            whole.folded.push(' ');
            whole.key.push_str(&syllable.key);
            whole.key.push(' ');
        }
        whole.folded.push('!');
        whole.key.push('!');
        Some((self.intern_syllable(&whole), None))
    }

    /// «số», which before a number says nothing.
    fn is_number_sign(&self, id: u32) -> bool {
        self.syllable(id).is_some_and(|syllable| syllable.key == "sô1" || syllable.key == "so")
    }

    fn syllable(&self, id: u32) -> Option<&Syllable> {
        self.syllables.get(id as usize)
    }

    /// `None` for a mark that stands alone, as texts out of PDF have them: it is no syllable.
    fn intern(&mut self, token: &str) -> Option<u32> {
        if let Some(id) = self.written.get(token) {
            return *id;
        }
        let syllable = Syllable::of(token);
        let id = (!syllable.folded.is_empty()).then(|| self.intern_syllable(&syllable));
        self.written.insert(token.into(), id);
        id
    }

    fn intern_syllable(&mut self, syllable: &Syllable) -> u32 {
        if let Some(id) = self.known.get(&syllable.key) {
            return *id;
        }
        let id = u32::try_from(self.syllables.len()).unwrap_or(u32::MAX);
        self.known.insert(syllable.key.clone(), id);
        self.starting.push(self.lexicon.patterns.get(&syllable.key).map(Vec::as_slice));
        self.syllables.push(syllable.clone());
        id
    }

    /// The dates and document numbers among tokens.
    fn entities(&self, tokens: &[Term], digits: &[(&str, Option<char>)]) -> Vec<String> {
        if digits.iter().all(|(digits, _)| digits.is_empty()) {
            return Vec::new();
        }
        let seen = tokens.iter().zip(digits).map(|(term, (digits, tie))| Seen {
            folded: self.syllable(term.id()).map_or("", |syllable| &syllable.folded),
            digits,
            starts: term.starts(),
            tie: *tie,
        });
        entities(&seen.collect::<Vec<_>>())
    }

    /// At every place the abbreviations, and the longest name, that begin there.
    fn add_meanings(&mut self, terms: &mut Terms) {
        // Where abbreviated forms ended, so that the next one finds its neighbour.
        let mut ended: Vec<(usize, u32)> = Vec::new();
        for place in 0..terms.tokens.len() {
            let Some(patterns) = terms.tokens.get(place).and_then(|term| *self.starting.get(term.id() as usize)?)
            else {
                continue;
            };
            let mut named = false;
            for pattern in patterns {
                if !self.matches(pattern, &terms.tokens, place) {
                    continue;
                }
                match &pattern.meaning {
                    Meaning::Abbreviation(alias) => {
                        let alias = self.intern_syllable(alias);
                        let end = place + 1 + pattern.rest.len();
                        add_alias(terms, alias, place, end, &ended);
                        ended.push((end, alias));
                    }
                    Meaning::Names(units) if !named => {
                        named = true;
                        self.add_names(units, terms);
                    }
                    Meaning::Names(_) => {}
                }
            }
        }
    }

    fn matches(&self, pattern: &Pattern, tokens: &[Term], place: usize) -> bool {
        let rest = tokens.get(place + 1..place + 1 + pattern.rest.len());
        rest.is_some_and(|rest| {
            rest.iter().zip(&pattern.rest).all(|(term, key)| {
                !term.starts() && self.syllable(term.id()).is_some_and(|syllable| syllable.key == *key)
            })
        })
    }

    fn add_names(&mut self, units: &[(Syllable, Option<Syllable>)], terms: &mut Terms) {
        for (first, second) in units {
            let first = self.intern_syllable(first);
            let second = second.as_ref().map(|second| self.intern_syllable(second));
            terms.extra.push((first, second));
        }
    }
}

/// An abbreviation at the place of its full form, beside what stands before and after it.
fn add_alias(terms: &mut Terms, alias: u32, place: usize, end: usize, ended: &[(usize, u32)]) {
    terms.extra.push((alias, None));
    if terms.tokens.get(place).is_some_and(|term| !term.starts()) {
        let before = place.checked_sub(1).and_then(|at| terms.tokens.get(at)).map(|term| term.id());
        let short = ended.iter().filter(|(end, _)| *end == place).map(|(_, short)| *short);
        terms.extra.extend(before.into_iter().chain(short).map(|before| (before, Some(alias))));
    }
    if let Some(after) = terms.tokens.get(end).filter(|term| !term.starts()) {
        terms.extra.push((alias, Some(after.id())));
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::expect_used, reason = "a test may fail loudly")]

    use super::*;
    use serde::Deserialize;

    /// `tests/search/vectors.json`, which the client's analysis is tested with as well.
    #[derive(Deserialize)]
    struct Vectors {
        tokens: Vec<TokenCase>,
        entities: Vec<EntityCase>,
        abbreviations: AbbreviationCases,
    }

    #[derive(Deserialize)]
    struct TokenCase {
        text: String,
        keys: Vec<String>,
        folded: Vec<String>,
    }

    #[derive(Deserialize)]
    struct EntityCase {
        text: String,
        codes: Vec<String>,
    }

    #[derive(Deserialize)]
    struct AbbreviationCases {
        own: Vec<(String, String)>,
        cases: Vec<AbbreviationCase>,
    }

    #[derive(Deserialize)]
    struct AbbreviationCase {
        text: String,
        stands: Vec<String>,
    }

    fn vectors() -> Vectors {
        serde_json::from_str(include_str!("../../../tests/search/vectors.json")).expect("vectors")
    }

    fn key(analyser: &Analyser<'_>, id: u32) -> String {
        analyser.syllables.get(id as usize).expect("known").key.clone()
    }

    #[test]
    fn texts_are_cut_into_the_syllables_of_the_vectors() {
        let lexicon = Lexicon::default();
        for case in vectors().tokens {
            let mut analyser = Analyser::new(&lexicon);
            let terms = analyser.analyse(&case.text);
            let keys = terms.tokens.iter().map(|term| {
                let starts = if term.starts() { "| " } else { "" };
                format!("{starts}{}", key(&analyser, term.id()))
            });
            assert_eq!(keys.collect::<Vec<_>>(), case.keys, "{}", case.text);
            let folded = terms.tokens.iter().map(|term| analyser.syllables[term.id() as usize].folded.clone());
            assert_eq!(folded.collect::<Vec<_>>(), case.folded, "{}", case.text);
        }
    }

    #[test]
    fn dates_and_numbers_are_those_of_the_vectors() {
        let lexicon = Lexicon::default();
        for case in vectors().entities {
            let mut analyser = Analyser::new(&lexicon);
            let terms = analyser.analyse(&case.text);
            let codes: Vec<_> = terms.extra.iter().map(|(id, _)| key(&analyser, *id)).collect();
            assert_eq!(codes, case.codes, "{}", case.text);
        }
    }

    #[test]
    fn abbreviations_stand_where_the_vectors_say() {
        let AbbreviationCases { own, cases } = vectors().abbreviations;
        let lexicon = Lexicon::new(&own, &[]);
        for case in cases {
            let mut analyser = Analyser::new(&lexicon);
            let terms = analyser.analyse(&case.text);
            let single = terms.extra.iter().filter(|(_, second)| second.is_none());
            let stands: Vec<_> = single.map(|(id, _)| key(&analyser, *id)).collect();
            assert_eq!(stands, case.stands, "{}", case.text);
        }
    }

    #[test]
    fn a_name_is_a_unit_of_its_own_and_so_are_the_numbers_a_document_bears() {
        let lexicon = Lexicon::default();
        let mut analyser = Analyser::new(&lexicon);
        let (id, second) = analyser.whole_name("Hội Nông dân, phường").expect("a short name");
        assert_eq!((analyser.syllables[id as usize].folded.as_str(), second), ("hoi nong dan phuong !", None));
        assert_eq!(analyser.syllables[id as usize].key, "hôi5 nông dân phương2 !");
        assert_eq!(analyser.whole_name(&"tiếng ".repeat(13)), None);
        assert_eq!(analyser.whole_name("…"), None);
        let own = analyser.own_entities("Kế hoạch số 12-KH/ĐU\n20/01/2026");
        let keys: Vec<_> = own.iter().map(|(id, _)| key(&analyser, *id)).collect();
        assert_eq!(keys, ["#kh12!", "@20260120!"]);
    }

    #[test]
    fn short_forms_side_by_side_are_neighbours() {
        let lexicon = Lexicon::new(&[], &[]);
        let mut analyser = Analyser::new(&lexicon);
        let terms = analyser.analyse("Ban Chấp hành Trung ương");
        let pairs: Vec<_> =
            terms.extra.iter().filter_map(|(a, b)| Some((key(&analyser, *a), key(&analyser, (*b)?)))).collect();
        assert!(pairs.contains(&("bch".to_owned(), "tw".to_owned())), "{pairs:?}");
    }

    #[test]
    fn an_organisation_is_known_by_its_other_names() {
        let names = vec![vec!["Hội Liên hiệp Phụ nữ phường".to_owned(), "HPN".to_owned(), "Hội Phụ nữ".to_owned()]];
        let lexicon = Lexicon::new(&[], &names);
        let mut analyser = Analyser::new(&lexicon);
        let terms = analyser.analyse("Giao HPN chủ trì");
        let units: Vec<String> = terms
            .extra
            .iter()
            .map(|(first, second)| match second {
                Some(second) => format!("{} {}", key(&analyser, *first), key(&analyser, *second)),
                None => key(&analyser, *first),
            })
            .collect();
        for expected in ["phu5", "hôi5 phu5", "phu5 nư4", "nư4 phương2"] {
            assert!(units.iter().any(|unit| unit == expected), "{expected} in {units:?}");
        }
    }
}
